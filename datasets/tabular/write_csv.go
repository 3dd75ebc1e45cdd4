package tabular

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"

	"fugai/datasets"
	"fugai/datasets/internal/source"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// WriteCSV writes a table as delimited text with a header, CR LF line ends and
// RFC 4180 quotes, in UTF-8 with a byte order mark unless the options say
// otherwise. Cells are written as they are, whatever their type. Places stand in
// columns of longitude and latitude where all geometries are points, else in a
// column of WKT; columns of coordinates that the table has already are kept
// under another name, unless they hold the very same numbers. Ids become a column
// id where there is none.
//
// A text that a spreadsheet could take for a formula is led by an apostrophe,
// and a text of digits that it would spoil as a number is followed by a TAB;
// [ReadCSV] takes both off again. What CSV cannot hold is among the findings. An
// unknown encoding is a [datasets.Problem]. The table is not changed; the same
// table gives the same bytes.
func WriteCSV(w io.Writer, t *datasets.Table, o WriteOptions) ([]datasets.Finding, error) {
	out := bufio.NewWriterSize(w, 1<<16)
	chinese, err := o.chinese(t.File)
	if err != nil {
		return nil, err
	}
	if !chinese && !o.Plain {
		out.WriteString("\ufeff")
	}
	l := newLayout(t, o)
	c := &csvWriter{separator: ',', encode: chinese}
	if o.Separator != 0 {
		c.separator = o.Separator
	}
	for _, col := range l.columns {
		c.field(guard(strings.ToValidUTF8(col.name, "\ufffd")))
	}
	if err := c.end(out); err != nil {
		return nil, err
	}
	for i := range t.Records {
		for _, col := range l.columns {
			c.field(l.csvCell(&t.Records[i], col))
		}
		if err := c.end(out); err != nil {
			return nil, err
		}
	}
	if err := out.Flush(); err != nil {
		return nil, err
	}
	return l.notes.Findings(), nil
}

// chinese tells whether the text is to be GB18030.
func (o WriteOptions) chinese(file string) (bool, error) {
	switch strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(o.Encoding)) {
	case "", "utf8", "utf8bom", "utf8sig":
		return false, nil
	case "gb18030", "gbk", "gb2312", "cp936":
		return true, nil
	}
	return false, &datasets.Problem{
		Where: datasets.Ref{File: file, Value: o.Encoding},
		What:  datasets.T("不能写成编码“%s”", "the encoding %q cannot be written", o.Encoding),
		Hint:  datasets.T("可用：UTF-8、GB18030（GBK）", "use UTF-8 or GB18030 (GBK)"),
	}
}

// csvCell is the text of a cell, safe in a spreadsheet.
func (l *layout) csvCell(rec *datasets.Record, c outColumn) string {
	v := source.TrimCell(strings.ToValidUTF8(l.text(rec, c), "\ufffd")) // as readers do
	number := c.typ == datasets.TypeInteger || c.typ == datasets.TypeReal || c.kind != fromCell && c.kind != fromID
	if !number && !l.options.Plain && isLongCode(v) {
		l.notes.Add("code-guarded", datasets.Ref{}, nil)
		return v + "\t"
	}
	return guard(v)
}

// csvWriter collects one row.
type csvWriter struct {
	separator rune
	encode    bool // to GB18030
	row       []byte
	fields    int
}

func (c *csvWriter) field(s string) {
	if c.fields > 0 {
		c.row = utf8.AppendRune(c.row, c.separator)
	}
	c.fields++
	if !c.quotes(s) {
		c.row = append(c.row, s...)
		return
	}
	c.row = append(c.row, '"')
	c.row = append(c.row, strings.ReplaceAll(s, `"`, `""`)...)
	c.row = append(c.row, '"')
}

// quotes tells a field that needs quotes: for what it holds, or because the
// first one of a file would make it something else ("ID" is how SYLK files
// begin, sep= names a separator).
func (c *csvWriter) quotes(s string) bool {
	return strings.ContainsAny(s, "\"\r\n") || strings.ContainsRune(s, c.separator) ||
		c.fields == 1 && (strings.HasPrefix(s, "ID") || strings.HasPrefix(s, "sep=") || strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[") || strings.HasPrefix(s, "<"))
}

// end writes the row.
func (c *csvWriter) end(w io.Writer) error {
	if len(c.row) == 0 && c.fields > 0 {
		c.row = append(c.row, `""`...) // one empty field, not an empty line
	}
	c.row = append(c.row, '\r', '\n')
	row := c.row
	if c.encode {
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(row)
		if err != nil {
			return err
		}
		row = gb
	}
	_, err := w.Write(row)
	c.row, c.fields = c.row[:0], 0
	return err
}
