package datasets

import "slices"

// Locate gives a table with the places that its columns of coordinates name as
// geometries in WGS 84 (points, or what a WKT column holds), so that a table of
// CSV or a workbook can be written as a map layer. The columns themselves are
// left out where every one of their values became a place. Tables of spatial
// formats, and those without such columns, come back as they are, but for types,
// which are guessed where the format knows none. The findings of the table and
// of the coordinates are in the result. Coordinates of unknown system are a
// [*Problem], as for [Facilities].
func Locate(t *Table, o LayerOptions) (*Table, error) {
	t.Hold()
	out := *t
	m, err := newMapping(t, RoleDemand, o, nil)
	if err != nil {
		return nil, err
	}
	if !t.Spatial && m.place.hasColumns() {
		m.locate(&out)
	}
	out.Findings = slices.DeleteFunc(m.notes.findings(), func(f Finding) bool { return f.Rule == ruleTwoColumns.name }) // no question of a conversion
	out.Types = GuessTypes(&out)
	return &out, nil
}

// locate moves coordinates from columns to geometries.
func (m *mapping) locate(out *Table) {
	out.Spatial = true
	out.Records = make([]Record, len(m.table.Records))
	lost := false
	for i := range m.table.Records {
		rec := m.table.Records[i]
		rec.Geometry = m.place.geometry(&rec)
		_, _, filled := m.place.cellsOf(&rec)
		lost = lost || filled && rec.Geometry == nil
		out.Records[i] = rec
	}
	if lost {
		return
	}
	var kept []int
	out.Columns, out.Types = nil, nil
	for i, c := range m.table.Columns {
		if i == m.place.lon || i == m.place.lat || i == m.place.one {
			continue
		}
		kept = append(kept, i)
		out.Columns = append(out.Columns, c)
		if len(m.table.Types) > 0 {
			out.Types = append(out.Types, m.table.Type(i))
		}
	}
	for i := range out.Records {
		values := make([]string, len(kept))
		for k, col := range kept {
			if col < len(out.Records[i].Values) {
				values[k] = out.Records[i].Values[col]
			}
		}
		out.Records[i].Values, out.Records[i].Blank = values, nil
	}
}
