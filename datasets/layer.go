package datasets

import (
	"strconv"

	"github.com/paulmach/orb"
)

// LayerOptions say how a table is read, whatever its role. The zero value
// reads by synonyms and takes coordinates for WGS 84.
type LayerOptions struct {
	Layer   string            // name in findings and reports; "" is the file's name
	Columns map[string]string // field → column, overruling the synonyms
	CRS     string            // system of coordinate columns: EPSG:4547, GCJ-02 …; geometries are in WGS 84 already
	Swap    bool              // exchange the coordinates of rows that are swapped; other rows stay
}

// Layer is what was read from a table: typed records, the report, and the
// findings of the reader and of the mapping.
type Layer[T any] struct {
	Records  []T
	Report   LayerReport
	Findings []Finding
}

// AddTo appends the report and the findings to a study's quality report.
func (l *Layer[T]) AddTo(q *Quality) {
	q.Layers = append(q.Layers, l.Report)
	q.Findings = append(q.Findings, l.Findings...)
}

// mapping is what every role needs while it turns rows into values.
type mapping struct {
	table   *Table
	match   ColumnMatch
	role    Role
	layer   string
	crs     string
	notes   *notebook
	place   *placer
	tax     *Taxonomy
	kept    map[int]bool // columns kept word for word in a field, so not repeated in Attrs
	factors []float64    // what one unit of each column is
	dropped int
	others  *attrColumns // columns that are kept as attributes; set before rows are read
	pack    attrPacker
	present columnsOf
	memo    memo
}

// verbatim are the fields that keep their text as it stands. Columns that are
// interpreted (kinds, states, dates, numbers) stay in Attrs as well, as the
// evidence for what was read.
var verbatim = []Field{FieldID, FieldName, FieldCode, FieldLon, FieldLat, FieldLonLat, FieldAliases, FieldType, FieldHours, FieldRunBy, FieldVenue}

// newMapping matches the columns and prepares the coordinates. A nil taxonomy
// is the built-in one.
func newMapping(t *Table, role Role, o LayerOptions, tax *Taxonomy) (*mapping, error) {
	if tax == nil {
		tax = BuiltinTaxonomy()
	}
	match, err := MatchColumns(t, role, o.Columns)
	if err != nil {
		return nil, err
	}
	m := &mapping{table: t, match: match, role: role, layer: layerName(t, o.Layer), crs: t.CRS, tax: tax, kept: map[int]bool{}}
	m.notes = newNotebook(t, o.Layer)
	m.notes.take(t.Findings)
	for _, f := range match.Findings {
		f.Layer = m.layer
		m.notes.take([]Finding{f})
	}
	if m.place, err = newPlacer(t, &m.match, o, m.notes); err != nil {
		return nil, err
	}
	if !t.Spatial {
		m.crs = o.CRS
	}
	for _, f := range verbatim {
		if i := match.column(f); i >= 0 {
			m.kept[i] = true
		}
	}
	m.factors = make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		m.factors[i] = headerFactor(c)
	}
	return m, nil
}

// rename records that a column means something else than its header says.
func (m *mapping) rename(f Field, col int) {
	if old := Field(m.match.Uses[col].Meaning); old != "" && m.match.Index[old] == col {
		delete(m.match.Index, old)
	}
	m.match.Index[f] = col
	m.match.Uses[col].Meaning = string(f)
	for _, v := range verbatim {
		if v == f {
			m.kept[col] = true
		}
	}
}

// cell gives what a record says in a field, trimmed; "" where the column is
// absent or says nothing (无, -, N/A).
func (m *mapping) cell(rec *Record, f Field) string {
	return m.at(rec, m.match.column(f))
}

func (m *mapping) at(rec *Record, col int) string {
	if col < 0 || col >= len(rec.Values) || blank(rec.Values[col]) {
		return ""
	}
	return clean(rec.Values[col])
}

// ref names the cell of a field.
func (m *mapping) ref(rec *Record, f Field) Ref { return m.table.Ref(rec, m.match.column(f)) }

// skip tells whether a row is no record at all: empty, or a sum.
func (m *mapping) skip(rec *Record) bool {
	empty := rec.Geometry == nil
	for _, v := range rec.Values {
		if clean(v) != "" {
			empty = false
			if totalRow(v) {
				m.notes.add(ruleTotalRow, m.table.Ref(rec, -1), "“%s”行", "row %q", clean(v))
				m.dropped++
				return true
			}
			break // a sum is announced in the first cell that is filled
		}
	}
	if empty {
		m.notes.add(ruleBlankRow, m.table.Ref(rec, -1), "空行", "an empty row")
		m.dropped++
		return true
	}
	if name := m.cell(rec, FieldName); name != "" && totalRow(name) {
		m.notes.add(ruleTotalRow, m.ref(rec, FieldName), "“%s”行", "row %q", name)
		m.dropped++
		return true
	}
	return false
}

// number reads an optional number that cannot be negative; nil where it is
// missing or no number.
func (m *mapping) number(rec *Record, f Field) *float64 {
	col := m.match.column(f)
	v, ok := m.quantity(rec, col)
	if !ok {
		return nil
	}
	if v < 0 {
		m.notes.add(ruleNegativeNumber, m.table.Ref(rec, col), "%v 为负", "%v is negative", v)
		return nil
	}
	return &v
}

// quantity reads the number in a cell, in the unit of the column's header.
func (m *mapping) quantity(rec *Record, col int) (float64, bool) {
	text := m.at(rec, col)
	if text == "" {
		return 0, false
	}
	q, ok := parseQuantity(text, m.factors[col])
	if !ok {
		m.notes.add(ruleNumber, m.table.Ref(rec, col), "“%s”不是数值", "%q is not a number", text)
		return 0, false
	}
	if q.marked {
		m.notes.add(ruleNumberMarked, m.table.Ref(rec, col), "“%[1]s”读作 %[2]v", "%[1]q was read as %[2]v", text, q.value)
	}
	return q.value, true
}

// nameless notes a record without a name: once for a layer that has no column
// of names, one by one where the cell is empty.
func (m *mapping) nameless(rec *Record) {
	if m.match.column(FieldName) >= 0 {
		m.notes.add(ruleNameMissing, m.ref(rec, FieldName), "没有名称", "no name")
	} else {
		m.notes.once(ruleNoNames, Ref{File: m.table.File}, "没有名称列", "no column of names")
	}
}

// code reads a division code in a field; "" where it is missing or lost.
func (m *mapping) code(rec *Record, f Field) string {
	text := m.cell(rec, f)
	if text == "" {
		return ""
	}
	code, state := parseCode(text)
	switch state {
	case codeLost:
		m.notes.add(ruleCodeLost, m.ref(rec, f), "“%s”已丢失末位数字", "%q has lost its last digits", text)
	case codeOdd:
		m.notes.add(ruleCodeOdd, m.ref(rec, f), "“%s”不像区划代码", "%q is not like a division code", text)
	}
	return code
}

// unit gives the code and the names of the unit that a place says it lies in.
func (m *mapping) unit(rec *Record) (code string, names []string) {
	for _, col := range m.present.units {
		if name := m.at(rec, col); name != "" {
			names = append(names, name)
		}
	}
	code = m.code(rec, FieldUnitCode)
	for _, u := range unitCodeFields {
		if code != "" || u.level == "district" && len(names) > 0 { // names say more than the code of the district
			break
		}
		code = m.code(rec, u.field)
	}
	return code, names
}

// noPlace warns of a record that nothing places.
func (m *mapping) noPlace(rec *Record, at *orb.Point, code string, names []string) {
	if at == nil && code == "" && len(names) == 0 {
		m.notes.add(ruleNoPlace, m.table.Ref(rec, -1), "没有位置", "no place")
	}
}

// attrs gives the columns that no field holds word for word.
func (m *mapping) attrs(rec *Record) Attrs { return m.pack.pack(m.others, rec.Values) }

// identity gives a record's id: from its column, its feature, or the row.
func (m *mapping) identity(rec *Record) string {
	if id := m.cell(rec, FieldID); id != "" {
		return Key(id)
	}
	if rec.ID != "" {
		return rec.ID
	}
	return m.layer + "/" + strconv.Itoa(rec.Row)
}

// Key is an ID as layers hold it: 12.0, as spreadsheets write numbers, is 12.
// Tables that refer to records by ID are matched by it.
func Key(id string) string {
	if code, state := parseCode(id); state != codeLost && allDigits(code) {
		return code
	}
	return id
}

// report closes a layer.
func (m *mapping) report(used int) LayerReport {
	return LayerReport{
		Layer: m.layer, Role: string(m.role), File: m.table.File, Format: m.table.Format, Encoding: m.table.Encoding, CRS: m.crs,
		Read: m.table.Len() + m.table.Dropped, Used: used, Repaired: m.table.Repaired, Dropped: m.table.Dropped + m.dropped,
		Columns: m.match.Uses,
	}
}
