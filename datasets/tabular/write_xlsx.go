package tabular

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"fugai/datasets"

	"github.com/xuri/excelize/v2"
)

// maxCellChars is how many UTF-16 units a cell of Excel holds.
const maxCellChars = 32_767

// WriteXLSX writes a table as the only sheet of a workbook, with a header that
// stays in view. Integers, reals, booleans and dates (2026-05-01, from March
// 1900) are typed cells, so that they can be summed and sorted; everything else
// is text, times and codes with leading zeros or twelve digits among them, and so
// are integers of more than 15 digits, which Excel does not hold. Texts that look like
// formulas are typed text, which is neutral. Places and ids are columns as in
// [WriteCSV]; a WKT of more than 32,767 characters is left out with a finding.
//
// A table of more than 1,048,575 records or 16,384 columns is a
// [datasets.Problem]. The table is not changed; the same table gives the same
// bytes.
func WriteXLSX(w io.Writer, t *datasets.Table, o WriteOptions) (findings []datasets.Finding, err error) {
	l := newLayout(t, o)
	if len(t.Records) > maxRows-1 || len(l.columns) > maxColumns {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: t.File},
			What:  datasets.T("有 %[1]d 行 %[2]d 列，超过工作表的上限（%[3]d 行 %[4]d 列）", "%[1]d records and %[2]d columns exceed a worksheet (%[3]d and %[4]d)", len(t.Records), len(l.columns), maxRows-1, maxColumns),
			Hint:  datasets.T("改存为 .csv、.geojson 或 .gpkg", "write .csv, .geojson or .gpkg instead"),
		}
	}
	file := excelize.NewFile()
	defer func() {
		if e := file.Close(); err == nil {
			err = e
		}
	}()
	s := &sheetWriter{layout: l, file: file}
	if err := s.write(); err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	if err := file.Write(w); err != nil {
		return nil, err
	}
	return l.notes.Findings(), nil
}

// sheetWriter writes the rows of one worksheet.
type sheetWriter struct {
	*layout
	file                                        *excelize.File
	headStyle, textStyle, wholeStyle, dateStyle int
}

func (s *sheetWriter) write() error {
	name := sheetName(s.options.Sheet, s.table.Layer)
	if err := s.file.SetSheetName(s.file.GetSheetName(0), name); err != nil {
		return err
	}
	if err := s.makeStyles(); err != nil {
		return err
	}
	stream, err := s.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range s.widths() {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	row := make([]any, len(s.columns))
	for i, c := range s.columns {
		row[i] = excelize.Cell{StyleID: s.headStyle, Value: c.name}
	}
	if err := stream.SetRow("A1", row); err != nil {
		return err
	}
	for i := range s.table.Records {
		for k, c := range s.columns {
			row[k] = s.cell(&s.table.Records[i], c)
		}
		if err := stream.SetRow("A"+strconv.Itoa(i+2), row); err != nil {
			return err
		}
	}
	return stream.Flush()
}

func (s *sheetWriter) makeStyles() error {
	asText, asDate := "@", "yyyy-mm-dd"
	const wholeNumber = 1 // the built-in format 0
	for _, one := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.headStyle, excelize.Style{Font: &excelize.Font{Bold: true}, CustomNumFmt: &asText}},
		{&s.textStyle, excelize.Style{CustomNumFmt: &asText}},
		{&s.wholeStyle, excelize.Style{NumFmt: wholeNumber}},
		{&s.dateStyle, excelize.Style{CustomNumFmt: &asDate}},
	} {
		id, err := s.file.NewStyle(&one.style)
		if err != nil {
			return err
		}
		*one.id = id
	}
	return nil
}

// sheetName makes a name that Excel takes: 31 characters, none of : \ / ? * [ ].
func sheetName(names ...string) string {
	for _, n := range names {
		n = strings.Map(func(r rune) rune {
			if strings.ContainsRune(`:\/?*[]`, r) || unicode.IsControl(r) {
				return '_'
			}
			return r
		}, n)
		n = strings.Trim(cutUTF16(n, 31), "' ")
		if n != "" {
			return n
		}
	}
	return "数据"
}

// cutUTF16 cuts a text to so many UTF-16 units, between characters.
func cutUTF16(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > most {
			return s[:i]
		}
	}
	return s
}

// cell gives the typed value of a cell; nil leaves it out.
func (s *sheetWriter) cell(rec *datasets.Record, c outColumn) any {
	if c.kind == fromLon || c.kind == fromLat {
		if _, ok := s.coordinate(rec, c.kind); !ok {
			s.noteGeometry(rec, c)
			return nil
		}
		v, err := strconv.ParseFloat(s.text(rec, c), 64)
		if err != nil {
			return nil
		}
		return v
	}
	v := s.text(rec, c)
	if v == "" {
		return nil
	}
	if typed, ok := s.typed(v, c.typ); ok {
		return typed
	}
	where := datasets.Ref{Row: rec.Row, Column: c.name}
	switch c.typ {
	case datasets.TypeInteger, datasets.TypeReal, datasets.TypeBoolean:
		rule := "cell-not-typed"
		if c.typ == datasets.TypeInteger && datasets.IsNumber(v) {
			rule = "number-as-text"
		}
		where.Value = v
		s.notes.Add(rule, where, nil)
	}
	if short := cutUTF16(v, maxCellChars); len(short) < len(v) {
		if c.kind == fromGeometry {
			s.notes.Add("geometry-too-long", where, func() datasets.Text {
				return datasets.T("%d 个字符", "%d characters", len(v))
			})
			return nil
		}
		s.notes.Add("text-cut", where, func() datasets.Text { return datasets.Same(firstRunes(v, 40) + "…") })
		v = short
	}
	if datasets.FormulaLike(v) || isLongCode(v) {
		return excelize.Cell{StyleID: s.textStyle, Value: v}
	}
	return v
}

// typed gives a cell as a number, boolean or date of Excel; false where it is
// none or would lose digits.
func (s *sheetWriter) typed(v string, kind datasets.Type) (any, bool) {
	switch kind {
	case datasets.TypeInteger:
		const most = 999_999_999_999_999 // Excel keeps 15 digits
		n, err := strconv.ParseInt(v, 10, 64)
		return excelize.Cell{StyleID: s.wholeStyle, Value: n}, err == nil && n <= most && n >= -most
	case datasets.TypeReal:
		f, err := strconv.ParseFloat(v, 64)
		return f, err == nil && datasets.IsNumber(v)
	case datasets.TypeBoolean:
		return v == "true", v == "true" || v == "false"
	case datasets.TypeDate:
		day, err := time.Parse(time.DateOnly, v)
		first := time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC) // before it, Excel's days are one off
		days := int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
		return excelize.Cell{StyleID: s.dateStyle, Value: days}, err == nil && !day.Before(first)
	}
	return nil, false
}

// widths fits the columns to their header and the first rows, from 8 to 40
// characters.
func (s *sheetWriter) widths() []float64 {
	const sample, least, most = 100, 8, 40
	out := make([]float64, len(s.columns))
	for i, c := range s.columns {
		wide := displayWidth(c.name) + 2
		for k := range s.table.Records[:min(sample, len(s.table.Records))] {
			if c.kind == fromCell {
				wide = max(wide, displayWidth(firstRunes(cellAt(&s.table.Records[k], c.cell), most))+1)
			}
		}
		if c.kind == fromLon || c.kind == fromLat {
			wide = max(wide, 14)
		}
		out[i] = float64(min(max(wide, least), most))
	}
	return out
}

// displayWidth counts the width of a text, Chinese characters as two.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return n
}
