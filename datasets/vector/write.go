package vector

import (
	"bufio"
	"io"
	"strconv"
	"unicode/utf8"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/geo/crs"

	"github.com/paulmach/orb"
)

// WriteOptions say how GeoJSON is written. The zero value writes an RFC 7946
// FeatureCollection of WGS 84 coordinates with all their digits.
type WriteOptions struct {
	// System that the geometries are in; nil is WGS 84. Any other is declared in
	// a crs member as GeoJSON had it in 2008, which RFC 7946 has given up: QGIS
	// and GDAL follow it, web maps do not.
	System *crs.System
	// Sequence writes one feature a line without a collection around them, as
	// .geojsonl and .geojsons files are; lines do not begin with RS.
	Sequence bool
	// Name of the collection; "" leaves it out. A sequence has none.
	Name string
	// Decimals of the coordinates, 1 to 15; 0 writes as few digits as give the
	// same number back. 9 of a degree are 0.1 mm, 4 of a metre as well.
	Decimals int
}

// WriteGeoJSON writes a table as GeoJSON. Every feature has every column: null
// where the cell is, "" where the record says that it is blank. Cells of integer,
// real and boolean columns are written as such, all others as text, arrays and
// objects that were read from GeoJSON among them. Ids are kept, as numbers
// where they are written like integers. Rings turn as RFC 7946 asks: shells
// counter-clockwise, holes clockwise. The table is not changed; the same table
// gives the same bytes.
//
// Findings name the geometries that GeoJSON cannot hold (coordinates that are
// no numbers; they become null) and the cells that do not fit their column's
// type (they are written as text). A sequence in a system other than WGS 84
// cannot be declared and is a [datasets.Problem].
func WriteGeoJSON(w io.Writer, t *datasets.Table, o WriteOptions) ([]datasets.Finding, error) {
	declared := systemName(o.System)
	if o.Sequence && declared != "" {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: t.File},
			What:  datasets.T("GeoJSON 序列不能写明坐标系 %s", "a sequence of GeoJSON features cannot declare the system %s", declared),
			Hint:  datasets.T("用 WGS 84 输出，或改用 .geojson", "write it in WGS 84, or use .geojson"),
		}
	}
	f := &featureWriter{table: t, options: o, notes: source.NewNotes(t.File, writeRules()), keys: make([][]byte, len(t.Columns))}
	for i, c := range t.Columns {
		f.keys[i] = append(appendText(nil, c), ':')
	}
	out := bufio.NewWriterSize(w, 1<<16)
	if !o.Sequence {
		out.WriteString(string(collectionHead(o.Name, declared)))
	}
	for i := range t.Records {
		f.buf = f.buf[:0]
		if !o.Sequence && i > 0 {
			f.buf = append(f.buf, ",\n"...)
		}
		f.feature(&t.Records[i])
		if o.Sequence {
			f.buf = append(f.buf, '\n')
		}
		if _, err := out.Write(f.buf); err != nil {
			return nil, err
		}
	}
	if !o.Sequence {
		out.WriteString("\n]}\n")
	}
	if err := out.Flush(); err != nil {
		return nil, err
	}
	return f.notes.Findings(), nil
}

// systemName is what the crs member says; "" for WGS 84, which needs none.
func systemName(s *crs.System) string {
	const wgs84 = 4326
	if s == nil {
		return ""
	}
	switch code, ok := s.EPSG(); {
	case !ok:
		return s.Code()
	case code == wgs84:
		return ""
	default:
		return "urn:ogc:def:crs:EPSG::" + strconv.Itoa(code)
	}
}

func collectionHead(name, system string) []byte {
	out := []byte(`{"type":"FeatureCollection",`)
	if name != "" {
		out = append(appendText(append(out, `"name":`...), name), ',')
	}
	if system != "" {
		out = append(appendText(append(out, `"crs":{"type":"name","properties":{"name":`...), system), "}},"...)
	}
	return append(out, "\"features\":[\n"...)
}

// featureWriter writes the features of one table into buf.
type featureWriter struct {
	table   *datasets.Table
	options WriteOptions
	notes   *source.Notes
	keys    [][]byte // the columns' names with their colon
	buf     []byte
}

func (f *featureWriter) feature(rec *datasets.Record) {
	f.buf = append(f.buf, `{"type":"Feature",`...)
	if rec.ID != "" {
		f.buf = append(f.buf, `"id":`...)
		if isCanonical(rec.ID) {
			f.buf = append(f.buf, rec.ID...)
		} else {
			f.buf = appendText(f.buf, rec.ID)
		}
		f.buf = append(f.buf, ',')
	}
	f.buf = append(f.buf, `"properties":{`...)
	for col, key := range f.keys {
		if col > 0 {
			f.buf = append(f.buf, ',')
		}
		f.buf = append(f.buf, key...)
		f.cell(rec, col)
	}
	f.buf = append(f.buf, `},"geometry":`...)
	f.geometry(rec)
	f.buf = append(f.buf, '}')
}

// isCanonical tells an integer in its shortest form that JavaScript holds
// exactly (up to 2^53).
func isCanonical(id string) bool {
	v, err := strconv.ParseInt(id, 10, 64)
	return err == nil && strconv.FormatInt(v, 10) == id && v > -1<<53 && v < 1<<53
}

// cell writes one property value.
func (f *featureWriter) cell(rec *datasets.Record, col int) {
	v := ""
	if col < len(rec.Values) {
		v = rec.Values[col]
	}
	if v == "" {
		if isBlank(rec, col) {
			f.buf = append(f.buf, `""`...)
		} else {
			f.buf = append(f.buf, "null"...)
		}
		return
	}
	kind := f.table.Type(col)
	switch kind {
	case datasets.TypeInteger, datasets.TypeReal:
		if number, ok := numberOf(v); ok {
			f.buf = append(f.buf, number...)
			if kind == datasets.TypeReal && beyondIntegers(number) {
				f.buf = append(f.buf, ".0"...)
			}
			return
		}
	case datasets.TypeBoolean:
		if v == "true" || v == "false" {
			f.buf = append(f.buf, v...)
			return
		}
	default:
		f.buf = appendText(f.buf, v)
		return
	}
	where := f.table.Ref(rec, col)
	f.notes.Add("cell-not-typed", where, func() datasets.Text {
		return datasets.T("“%[1]s”列的“%[2]s”不是 %[3]s", "%[2]q in column %[1]q is no %[3]s", where.Column, clip([]byte(v)), string(kind))
	})
	f.buf = appendText(f.buf, v)
}

// numberOf gives a cell as a JSON number: as it stands where it is one already.
func numberOf(v string) (string, bool) {
	if strictNumber(v) {
		return v, true
	}
	if !isNumber([]byte(v)) {
		return "", false
	}
	n, err := strconv.ParseFloat(v, 64)
	return strconv.FormatFloat(n, 'f', -1, 64), err == nil
}

// beyondIntegers tells digits that no integer of 64 bits holds: GDAL would take
// the largest one in their place.
func beyondIntegers(number string) bool {
	if !isInteger(number) {
		return false
	}
	_, err := strconv.ParseInt(number, 10, 64)
	return err != nil
}

func isBlank(rec *datasets.Record, col int) bool {
	for _, c := range rec.Blank {
		if c == col {
			return true
		}
	}
	return false
}

// geometry writes a record's geometry, or null.
func (f *featureWriter) geometry(rec *datasets.Record) {
	start := len(f.buf)
	g := coordinateWriter{buf: f.buf, decimals: f.options.Decimals}
	if isEmpty(rec.Geometry) || !g.geometry(rec.Geometry) {
		if rec.Geometry != nil {
			f.notes.Add("geometry-not-written", datasets.Ref{Row: rec.Row}, nil)
		}
		f.buf = append(g.buf[:start], "null"...)
		return
	}
	f.buf = g.buf
}

func isEmpty(g orb.Geometry) bool {
	return g == nil || g.Bound().IsEmpty()
}

// appendText writes a JSON string; bytes that are no UTF-8 become U+FFFD.
func appendText(buf []byte, s string) []byte {
	const hex = "0123456789abcdef"
	buf = append(buf, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			buf = append(buf, '\\', c)
		case c == '\n':
			buf = append(buf, '\\', 'n')
		case c == '\r':
			buf = append(buf, '\\', 'r')
		case c == '\t':
			buf = append(buf, '\\', 't')
		case c < ' ' || c == 0x7f:
			buf = append(buf, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			buf = utf8.AppendRune(buf, r)
			i += size
			continue
		default:
			buf = append(buf, c)
		}
		i++
	}
	return append(buf, '"')
}

// writeRules lists what the writer notices.
func writeRules() []source.Rule {
	return []source.Rule{
		source.Warn("geometry-not-written", "%d 个要素的几何是空的或坐标不是数，写成 null", "%d features have an empty geometry or coordinates that are no numbers; null was written", "", ""),
		source.Warn("cell-not-typed", "%d 个单元格不合其列的类型，按文本写出", "%d cells do not fit the type of their column and were written as text", "请核对这些值", "check these values"),
	}
}
