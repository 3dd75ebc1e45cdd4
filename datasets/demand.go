package datasets

import (
	"strings"
)

// DemandOptions say how a table of people is read.
type DemandOptions struct {
	LayerOptions
	// Weights gives the column of each group's people. Without any, columns whose
	// header names a group (人口, 0-14岁) are used, which is noted.
	Weights map[string]string
}

// Demands reads people at places. A row's ID is its id column, else its
// feature's id, else layer/row; polygons are taken at a point inside them.
// Missing weights are left out and reported; negative ones are findings of severity
// error and count as missing. A table without any column of people is a
// [*Problem]; an empty table gives nothing.
func Demands(t *Table, o DemandOptions, tax *Taxonomy) (Layer[Demand], error) {
	m, err := newMapping(t, RoleDemand, o.LayerOptions, tax)
	if err != nil {
		return Layer[Demand]{}, err
	}
	columns, err := m.weightColumns(o.Weights)
	if err != nil {
		return Layer[Demand]{}, err
	}
	if len(columns) == 0 {
		columns = m.guessWeights()
	}
	if len(columns) == 0 {
		return Layer[Demand]{}, &Problem{Where: Ref{File: t.File}, What: T("没有人数列", "there is no column of people"),
			Hint: T("在 weights 中写明，如 weights: {people: 常住人口}；现有列：%s", "name it under weights, such as weights: {people: 常住人口}; there are: %s", strings.Join(t.Columns, ", "))}
	}
	m.nameByUnit()
	out := mapRows(m, func(m *mapping) func(*Record) (Demand, bool) {
		weights := m.weightsOf(columns)
		return func(rec *Record) (Demand, bool) { return m.demand(rec, weights), true }
	})
	numberIDs(len(out), func(i int) *string { return &out[i].ID }, func(i int) Ref { return out[i].Source }, m.notes)
	return Layer[Demand]{Records: out, Report: m.report(len(out)), Findings: m.notes.findings()}, nil
}

// demand reads one row.
func (m *mapping) demand(rec *Record, weights func(*Record) Weights) Demand {
	d := Demand{ID: m.identity(rec), Name: m.cell(rec, FieldName), Point: m.place.point(rec), Weights: weights(rec), Attrs: m.attrs(rec), Source: m.table.Ref(rec, -1)}
	d.UnitCode, d.UnitNames = m.unit(rec)
	if d.Name == "" && len(d.UnitNames) > 0 {
		d.Name = d.UnitNames[len(d.UnitNames)-1]
	}
	if d.Name == "" {
		d.Name = d.ID
	}
	m.noPlace(rec, d.Point, d.UnitCode, d.UnitNames)
	return d
}

// nameByUnit drops a name column that was found only because nothing better
// was: rows without a name are called after their lowest unit.
func (m *mapping) nameByUnit() {
	if m.match.column(FieldName) >= 0 {
		return
	}
	for i := len(unitFields) - 1; i >= 0; i-- {
		if col := m.match.column(unitFields[i]); col >= 0 {
			m.match.Uses[col].Meaning += ", name"
			return
		}
	}
}
