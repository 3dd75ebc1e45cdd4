package shapefile

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// Limits of a .dbf.
const (
	maxFields     = 255
	maxText       = 254
	maxDigits     = 18 // of an integer, the sign included, that GDAL keeps one
	usualReal     = 20 // width of a number in dBASE
	wideReal      = 24 // holds any float64, with an exponent if need be
	wideDecimals  = 15
	usualDecimals = 6
)

// tableWriter makes a .dbf of the cells of a table.
type tableWriter struct {
	table  *datasets.Table
	name   string
	notes  *source.Notes
	text   *textWriter
	fields []fieldOut
	size   int // of a row
}

// fieldOut is one field as it is written.
type fieldOut struct {
	name     []byte
	kind     byte
	width    int
	decimals int
	free     bool // numbers keep their own number of decimals
}

// newTableWriter chooses type and width of every field by the cells.
func newTableWriter(t *datasets.Table, o WriteOptions, notes *source.Notes) (*tableWriter, error) {
	text, err := newTextWriter(o.Name, o.Encoding)
	if err != nil {
		return nil, err
	}
	if len(t.Columns) > maxFields {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: o.Name},
			What:  datasets.T("有 %[1]d 列，Shapefile 至多 %[2]d 列", "there are %[1]d columns, a Shapefile holds %[2]d", len(t.Columns), maxFields),
			Hint:  datasets.T("删去不需要的列，或写 GeoPackage", "leave out columns that are not needed, or write GeoPackage"),
		}
	}
	w := &tableWriter{table: t, name: o.Name, notes: notes, text: text, size: 1}
	names := fieldNames(t.Columns, text, notes)
	for col := range t.Columns {
		f := w.fit(col)
		f.name = names[col]
		w.fields = append(w.fields, f)
		w.size += f.width
	}
	if len(t.Columns) == 0 { // some programs refuse a table without fields
		notes.Add("field-added", datasets.Ref{}, func() datasets.Text { return datasets.Same("id") })
		w.fields = []fieldOut{{name: []byte("id"), kind: 'N', width: 9}}
		w.size += 9
	}
	return w, nil
}

// fit chooses the field for a column.
func (w *tableWriter) fit(col int) fieldOut {
	typ := w.table.Type(col)
	var f fieldOut
	ok := false
	switch typ {
	case datasets.TypeInteger:
		f, ok = w.fitInteger(col)
	case datasets.TypeReal:
		f, ok = w.fitReal(col)
	case datasets.TypeBoolean:
		f, ok = fieldOut{kind: 'L', width: 1}, w.all(col, func(s string) bool { return s == "true" || s == "false" })
	case datasets.TypeDate:
		f, ok = fieldOut{kind: 'D', width: 8}, w.all(col, func(s string) bool {
			day, err := time.Parse(time.DateOnly, s)
			return err == nil && day.Year() > 0
		})
	}
	if ok {
		return f
	}
	if typ != datasets.TypeText {
		w.notes.Add("written-as-text", datasets.Ref{Column: w.table.Columns[col]}, func() datasets.Text {
			return datasets.T("%[1]s（%[2]s）", "%[1]s (%[2]s)", w.table.Columns[col], string(typ))
		})
	}
	return w.fitText(col)
}

// all tells whether every cell of a column that is not null satisfies ok.
func (w *tableWriter) all(col int, ok func(string) bool) bool {
	for i := range w.table.Records {
		if s := w.value(i, col); s != "" && !ok(s) {
			return false
		}
	}
	return true
}

// value is a cell; rows may be shorter than the header.
func (w *tableWriter) value(row, col int) string {
	if v := w.table.Records[row].Values; col < len(v) {
		return v[col]
	}
	return ""
}

// fitInteger takes 9 digits, an integer of 32 bits everywhere, or 18.
func (w *tableWriter) fitInteger(col int) (fieldOut, bool) {
	const short = 9
	width := short
	ok := w.all(col, func(s string) bool {
		digits, is := integer([]byte(s))
		if len(s) > short {
			width = maxDigits
		}
		return is && string(digits) == s && len(s) <= maxDigits
	})
	return fieldOut{kind: 'N', width: width}, ok
}

// fitReal takes as many decimals as the longest number has, padded to six, in
// 20 characters. Where that is not enough every number keeps its own digits in
// 24 characters, with an exponent if need be.
func (w *tableWriter) fitReal(col int) (fieldOut, bool) {
	whole, decimals := 1, 1
	ok := w.all(col, func(s string) bool {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || !startsNumber([]byte(s)) {
			return false
		}
		before, after, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
		whole, decimals = max(whole, len(before)), max(decimals, len(after))
		return true
	})
	if whole+1+decimals > usualReal || decimals > wideDecimals {
		return fieldOut{kind: 'N', width: wideReal, decimals: wideDecimals, free: true}, ok
	}
	return fieldOut{kind: 'N', width: usualReal, decimals: max(decimals, min(usualDecimals, usualReal-1-whole))}, ok
}

// fitText takes the longest text, up to 254 bytes.
func (w *tableWriter) fitText(col int) fieldOut {
	width := 1
	for i := range w.table.Records {
		s := w.value(i, col)
		n := len(s)
		if w.text.encoder != nil || !utf8.ValidString(s) {
			n = len(w.text.bytes(s))
		}
		width = max(width, min(n, maxText))
	}
	return fieldOut{kind: 'C', width: width}
}

// encode writes the .dbf.
func (w *tableWriter) encode() ([]byte, error) {
	start := dbfHeader + dbfHeader*len(w.fields) + 1
	size := start + w.size*len(w.table.Records) + 1
	if size > maxFile {
		return nil, tooLarge(w.name, ".dbf")
	}
	b := make([]byte, dbfHeader, size)
	b[0] = 0x03
	b[1], b[2], b[3] = 100, 1, 1 // 2000-01-01: the day of writing would make other bytes of the same table
	binary.LittleEndian.PutUint32(b[4:], uint32(len(w.table.Records)))
	binary.LittleEndian.PutUint16(b[8:], uint16(start))
	binary.LittleEndian.PutUint16(b[10:], uint16(w.size))
	b[29] = w.text.language
	for _, f := range w.fields {
		var d [dbfHeader]byte
		copy(d[:maxName], f.name)
		d[11], d[16], d[17] = f.kind, byte(f.width), byte(f.decimals)
		b = append(b, d[:]...)
	}
	b = append(b, dbfEnd)
	for i := range w.table.Records {
		b = append(b, rowKept)
		b = w.appendRow(b, i)
		w.noteBlank(i)
	}
	return append(b, 0x1a), nil
}

// appendRow writes the cells of a record, each padded to its width.
func (w *tableWriter) appendRow(b []byte, row int) []byte {
	if len(w.table.Columns) == 0 {
		return appendRight(b, strconv.Itoa(row+1), w.fields[0].width)
	}
	for col, f := range w.fields {
		s := w.value(row, col)
		switch f.kind {
		case 'N':
			b = appendRight(b, f.number(s), f.width)
		case 'L':
			b = append(b, mark(s))
		case 'D':
			b = appendLeft(b, []byte(strings.ReplaceAll(s, "-", "")), f.width)
		default:
			b = appendLeft(b, w.cell(row, col, s), f.width)
		}
	}
	return b
}

// mark is the character of a boolean. Null is a space, as in other fields: of ?,
// which dBASE has for it too, GDAL makes a text.
func mark(s string) byte {
	switch s {
	case "true":
		return 'T'
	case "false":
		return 'F'
	}
	return ' '
}

// number writes a number with the decimals of its field.
func (f *fieldOut) number(s string) string {
	if s == "" || f.decimals == 0 {
		return s
	}
	v, _ := strconv.ParseFloat(s, 64) // fitReal has parsed it
	short := strconv.FormatFloat(v, 'f', -1, 64)
	switch {
	case f.free && len(short) <= f.width:
		return short
	case f.free:
		return strconv.FormatFloat(v, 'e', -1, 64)
	}
	before, after, _ := strings.Cut(short, ".")
	return before + "." + after + strings.Repeat("0", f.decimals-len(after))
}

// cell is the bytes of a text, cut where it is too long.
func (w *tableWriter) cell(row, col int, s string) []byte {
	b, whole := w.text.encode(s)
	where := datasets.Ref{Row: w.table.Records[row].Row, Column: w.table.Columns[col], Value: firstBytes(s, 60)}
	if !whole {
		w.notes.Add("char-replaced", where, nil)
	}
	if len(b) > maxText {
		w.notes.Add("text-cut", where, func() datasets.Text {
			return datasets.T("%d 字节", "%d bytes", len(b))
		})
		b = w.text.cut(b, maxText)
	}
	return b
}

// noteBlank counts the empty texts of a record.
func (w *tableWriter) noteBlank(row int) {
	rec := &w.table.Records[row]
	for _, col := range rec.Blank {
		if col >= 0 && col < len(w.table.Columns) && w.value(row, col) == "" {
			w.notes.Add("blank-as-null", datasets.Ref{Row: rec.Row, Column: w.table.Columns[col]}, nil)
		}
	}
}

func appendLeft(b, cell []byte, width int) []byte {
	return appendSpaces(append(b, cell...), width-len(cell))
}

func appendRight(b []byte, cell string, width int) []byte {
	return append(appendSpaces(b, width-len(cell)), cell...)
}

func appendSpaces(b []byte, n int) []byte {
	for range n {
		b = append(b, ' ')
	}
	return b
}
