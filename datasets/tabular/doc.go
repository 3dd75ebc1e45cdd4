// Package tabular reads tables into a [datasets.Table] of text cells:
// [ReadCSV] takes delimited text in the encodings that Chinese offices write,
// [ReadXLSX] takes Excel workbooks. [WriteCSV] and [WriteXLSX] write tables, so
// that they read as the same again.
//
// Both look for the header row below titles and unit rows, leave out rows of
// totals and footnotes, and read the words for "nothing" (无, 暂无, N/A) as
// empty; each is a finding of the table. What the columns mean, and whether a
// cell is a number, a date or a coordinate, is decided by package datasets;
// opening files is done by datasets/open.
package tabular

// Options say what a file does not say itself. The zero value finds out.
type Options struct {
	// Sheet of a workbook by name; "" takes the first visible one with data.
	Sheet string
	// Encoding of a text file ("GBK", "UTF-16", "Big5" …); "" finds it.
	Encoding string
	// Header is the row (line of a text file) that holds the column names,
	// from 1; 0 finds it.
	Header int
	// Stream leaves the records of text where they are: see [datasets.Table.Stream].
	Stream bool
}
