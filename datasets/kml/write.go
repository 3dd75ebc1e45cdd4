package kml

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// WriteOptions say how KML is written.
type WriteOptions struct {
	// Name of the document; "" is the table's layer, else its file's name.
	Name string
	// NameColumn is the column that names the Placemarks; "" finds the one that
	// means the name (名称, 设施名称, name …). Without one they have no names.
	NameColumn string
	// Decimals of the coordinates, 1 to 15; 0 writes as few digits as give the
	// same number back. 9 of a degree are 0.1 mm.
	Decimals int
}

// Write writes a table as one KML 2.2 document: a Placemark for each record
// with all its columns as SimpleData of a Schema. KML is WGS 84 and has no place
// to say otherwise, so the geometries must be. A null cell is left out, a blank one
// is an empty element. Ids are kept as they are. The table is not changed; the
// same table gives the same bytes.
//
// KML has no type for dates, and its integers have 32 bits: such columns are
// text or double there, which a finding says. Integers beyond 2^53 are text as
// well. Columns that differ in case only take a suffix. A NameColumn that the table does
// not have is a [datasets.Problem].
func Write(w io.Writer, t *datasets.Table, o WriteOptions) ([]datasets.Finding, error) {
	p := &placemarkWriter{table: t, options: o, notes: source.NewNotes(t.File, writeRules()), name: -1}
	if o.NameColumn != "" {
		i, err := datasets.FindColumn(t, o.NameColumn)
		if err != nil {
			return nil, err
		}
		p.name = i
	} else {
		p.name = nameColumnOf(t)
	}
	out := bufio.NewWriterSize(w, 1<<16)
	p.head()
	for i := range t.Records {
		p.placemark(&t.Records[i])
		if _, err := out.Write(p.buf); err != nil {
			return nil, err
		}
		p.buf = p.buf[:0]
	}
	p.add("</Document>\n</kml>\n")
	out.WriteString(string(p.buf))
	if err := out.Flush(); err != nil {
		return nil, err
	}
	return p.notes.Findings(), nil
}

// WriteKMZ writes what [Write] writes as doc.kml of an archive without times,
// so that the same table gives the same bytes.
func WriteKMZ(w io.Writer, t *datasets.Table, o WriteOptions) ([]datasets.Finding, error) {
	z := zip.NewWriter(w)
	doc, err := z.CreateHeader(&zip.FileHeader{
		Name: "doc.kml", Method: zip.Deflate,
		Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC), // the first day that ZIP knows
	})
	if err != nil {
		return nil, err
	}
	findings, err := Write(doc, t, o)
	if err != nil {
		return nil, err
	}
	return findings, z.Close()
}

// nameColumnOf finds the column that means the name in one of the roles, or -1.
func nameColumnOf(t *datasets.Table) int {
	for _, role := range [...]datasets.Role{datasets.RoleFacilities, datasets.RoleAreas, datasets.RoleDemand, datasets.RoleCandidates} {
		match, err := datasets.MatchColumns(t, role, nil)
		if err != nil {
			continue
		}
		if i, ok := match.Index[datasets.FieldName]; ok {
			return i
		}
	}
	return -1
}

// placemarkWriter writes one document into buf, piece by piece.
type placemarkWriter struct {
	table   *datasets.Table
	options WriteOptions
	notes   *source.Notes
	name    int
	fields  []string // opening tags of the columns' SimpleData
	buf     []byte
}

func (p *placemarkWriter) add(s string) { p.buf = append(p.buf, s...) }

// text adds a text with its markup escaped; what XML does not allow becomes
// U+FFFD.
func (p *placemarkWriter) text(s string) {
	if strings.ContainsAny(s, "&<>\"'\t\n\r") || strings.IndexFunc(s, outsideXML) >= 0 {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
		s = b.String()
	}
	p.add(s)
}

func outsideXML(r rune) bool { return r < ' ' || r >= 0xfffd }

// head writes what stands before the Placemarks: one style, since Google Earth
// fills areas without one in solid white, and the Schema.
func (p *placemarkWriter) head() {
	t := p.table
	name := p.options.Name
	if name == "" {
		name = t.Layer
	}
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(t.File), filepath.Ext(t.File))
	}
	p.add(xml.Header + "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document id=\"document\">\n<name>")
	p.text(name)
	p.add("</name>\n<Style id=\"style\"><LineStyle><color>ff0000ff</color><width>2</width></LineStyle><PolyStyle><fill>0</fill></PolyStyle></Style>\n")
	if len(t.Columns) == 0 {
		return
	}
	p.add("<Schema name=\"")
	p.text(name)
	p.add("\" id=\"schema\">\n")
	for i, c := range p.columnNames() {
		from := len(p.buf)
		p.add("<SimpleField name=\"")
		p.text(c)
		field := string(p.buf[from+len("<SimpleField"):])
		p.fields = append(p.fields, "<SimpleData"+field+"\">")
		p.add("\" type=\"" + p.simpleType(i) + "\"/>\n")
	}
	p.add("</Schema>\n")
}

// columnNames makes the names of the columns differ in more than case.
func (p *placemarkWriter) columnNames() []string {
	out := make([]string, len(p.table.Columns))
	taken := make(map[string]bool, len(out))
	for _, c := range p.table.Columns {
		taken[c] = true // a suffix must not make another column's name
	}
	folded := make(map[string]bool, len(out))
	for i, c := range p.table.Columns {
		out[i] = c
		for n := 2; folded[strings.ToLower(out[i])] || out[i] != c && taken[out[i]]; n++ {
			out[i] = c + "_" + strconv.Itoa(n)
		}
		folded[strings.ToLower(out[i])] = true
		if out[i] != c {
			p.notes.Add("column-renamed", datasets.Ref{Column: c}, func() datasets.Text { return datasets.Same(c + " → " + out[i]) })
		}
	}
	return out
}

// simpleType gives the type of a SimpleField that holds a column.
func (p *placemarkWriter) simpleType(col int) string {
	t := p.table
	where := datasets.Ref{Column: t.Columns[col]}
	kind := t.Type(col)
	switch kind {
	case datasets.TypeInteger:
		simple, long := "int", ""
		for i := range t.Records {
			v := cellOf(&t.Records[i], col)
			switch n, err := strconv.ParseInt(v, 10, 64); {
			case v == "":
			case err != nil || n > 1<<53 || n < -1<<53: // a double would lose the last digits
				p.notes.Add("integer-as-text", where, func() datasets.Text { return datasets.Same(v) })
				return "string"
			case n != int64(int32(n)) && simple == "int":
				simple, long = "double", v
			}
		}
		if long != "" {
			p.notes.Add("integer-too-long", where, func() datasets.Text { return datasets.Same(long) })
		}
		return simple
	case datasets.TypeReal:
		return "double"
	case datasets.TypeBoolean:
		return "bool"
	case datasets.TypeDate, datasets.TypeTime:
		p.notes.Add("type-as-text", where, func() datasets.Text { return datasets.Same(string(kind)) })
	}
	return "string"
}

func cellOf(rec *datasets.Record, col int) string {
	if col >= 0 && col < len(rec.Values) {
		return rec.Values[col]
	}
	return ""
}

func (p *placemarkWriter) placemark(rec *datasets.Record) {
	p.add("<Placemark")
	if rec.ID != "" {
		p.add(" id=\"")
		p.text(rec.ID)
		p.add("\"")
	}
	p.add(">\n")
	if name := cellOf(rec, p.name); name != "" {
		p.add("<name>")
		p.text(name)
		p.add("</name>\n")
	}
	p.add("<styleUrl>#style</styleUrl>\n")
	p.data(rec)
	from := len(p.buf)
	if rec.Geometry != nil && !p.geometry(rec.Geometry) {
		p.buf = p.buf[:from]
		p.notes.Add("geometry-not-written", datasets.Ref{Row: rec.Row}, nil)
	}
	p.add("</Placemark>\n")
}

// data writes the cells of a record.
func (p *placemarkWriter) data(rec *datasets.Record) {
	open := false
	for col, field := range p.fields {
		v := cellOf(rec, col)
		if v == "" && !isBlank(rec, col) {
			continue
		}
		if !open {
			p.add("<ExtendedData><SchemaData schemaUrl=\"#schema\">\n")
			open = true
		}
		p.add(field)
		p.text(simpleValue(v, p.table.Type(col)))
		p.add("</SimpleData>\n")
	}
	if open {
		p.add("</SchemaData></ExtendedData>\n")
	}
}

// simpleValue writes a boolean as 1 or 0: XML Schema allows true and false as
// well, but GDAL reads them as 0.
func simpleValue(v string, kind datasets.Type) string {
	switch {
	case kind != datasets.TypeBoolean:
		return v
	case v == "true":
		return "1"
	case v == "false":
		return "0"
	}
	return v
}

func isBlank(rec *datasets.Record, col int) bool {
	for _, c := range rec.Blank {
		if c == col {
			return true
		}
	}
	return false
}

// writeRules lists what the writer notices.
func writeRules() []source.Rule {
	return []source.Rule{
		source.Remark("type-as-text", "KML 没有日期类型：%d 列按文本写出", "KML has no type for dates: %d columns were written as text", "", ""),
		source.Remark("integer-too-long", "%d 列的整数超出 KML 的 32 位，按小数（double）写出", "%d columns of integers exceed the 32 bits of KML and were written as double", "", ""),
		source.Remark("integer-as-text", "%d 列的整数过长，按文本写出以免丢失末位", "%d columns of integers are too long for KML and were written as text, which keeps the last digits", "", ""),
		source.Remark("column-renamed", "%d 个列名与别的列只有大小写之别，已加后缀（GDAL、QGIS 不分大小写）", "%d columns differ from another one in case only and took a suffix (GDAL and QGIS know no case)", "", ""),
		source.Warn("geometry-not-written", "%d 个要素的几何是空的或坐标不是数，没有写出", "%d features have an empty geometry or coordinates that are no numbers, which were left out", "请核对这些要素", "check these features"),
	}
}
