package datasets

import (
	"slices"
	"strings"
	"sync"
)

// DemandOptions say how a table of people is read.
type DemandOptions struct {
	LayerOptions
	// Weights gives the column of each group's people. Without any, columns whose
	// header names a group (人口, 0-14岁) are used, which is noted.
	Weights map[string]string
}

// DemandLayer is what was read from a table of people: a [Layer] in columns.
type DemandLayer struct {
	Records  DemandList
	Report   LayerReport
	Findings []Finding
}

// AddTo appends the report and the findings to a study's quality report.
func (l *DemandLayer) AddTo(q *Quality) {
	q.Layers = append(q.Layers, l.Report)
	q.Findings = append(q.Findings, l.Findings...)
}

// Layer gives the records one by one.
func (l *DemandLayer) Layer() Layer[Demand] {
	out := Layer[Demand]{Records: make([]Demand, 0, l.Records.Len()), Report: l.Report, Findings: l.Findings}
	for _, d := range l.Records.All() {
		out.Records = append(out.Records, d)
	}
	return out
}

// Demands reads people at places. A row's ID is its id column, else its
// feature's id, else layer/row; polygons are taken at a point inside them.
// Missing weights are left out and reported; negative ones are findings of severity
// error and count as missing. A table without any column of people is a
// [*Problem]; an empty table gives nothing.
func Demands(t *Table, o DemandOptions, tax *Taxonomy) (DemandLayer, error) {
	m, err := newMapping(t, RoleDemand, o.LayerOptions, tax)
	if err != nil {
		return DemandLayer{}, err
	}
	columns, err := m.weightColumns(o.Weights)
	if err != nil {
		return DemandLayer{}, err
	}
	if len(columns) == 0 {
		columns = m.guessWeights()
	}
	if len(columns) == 0 {
		return DemandLayer{}, &Problem{Where: Ref{File: t.File}, What: T("没有人数列", "there is no column of people"),
			Hint: T("在 weights 中写明，如 weights: {people: 常住人口}；现有列：%s", "name it under weights, such as weights: {people: 常住人口}; there are: %s", strings.Join(t.Columns, ", "))}
	}
	m.nameByUnit()
	out := m.demands(columns)
	numberIDs(out.Len(), out.ID, out.SetID, out.Source, m.notes)
	return DemandLayer{Records: out, Report: m.report(out.Len()), Findings: m.notes.findings()}, nil
}

// demands reads all rows.
func (m *mapping) demands(columns []weightColumn) DemandList {
	of := &demandLayer{file: m.table.File}
	for _, c := range columns {
		of.groups = append(of.groups, c.group)
	}
	slices.Sort(of.groups)
	blocks := make([]*demandBlock, (m.table.Len()+rowsAtOnce-1)/rowsAtOnce)
	var settle sync.Once
	eachChunk(m, func(w *mapping) func(int, []Record) int {
		settle.Do(func() { w.shapeDemand(of) }) // once the columns are
		return func(chunk int, rows []Record) int {
			block := newDemandBlock(of, w.pack.own)
			n := w.rows(rows, func(_ int, rec *Record) bool {
				w.demand(rec, block, columns)
				return true
			})
			block.clip()
			blocks[chunk] = block
			return n
		}
	})
	var out DemandList
	for _, b := range blocks {
		out.take(b)
	}
	return out
}

// shapeDemand says which texts the rows have.
func (m *mapping) shapeDemand(of *demandLayer) {
	of.others, of.named = m.others, m.match.column(FieldName) >= 0 || len(m.present.units) > 0
	units := -1
	coded := m.match.column(FieldUnitCode) >= 0
	for _, u := range unitCodeFields {
		coded = coded || m.match.column(u.field) >= 0
	}
	if coded || len(m.present.units) > 0 {
		units = len(m.present.units)
	}
	of.setWidth(units)
}

// demand reads one row into a block.
func (m *mapping) demand(rec *Record, into *demandBlock, columns []weightColumn) {
	d := Demand{ID: m.identity(rec), Name: m.cell(rec, FieldName), Point: m.place.point(rec)}
	into.nobody()
	m.eachWeight(rec, columns, into.people)
	d.UnitCode, d.UnitNames = m.unit(rec)
	if d.Name == "" && len(d.UnitNames) > 0 {
		d.Name = d.UnitNames[len(d.UnitNames)-1]
	}
	if d.Name == "" {
		d.Name = d.ID
	}
	into.put(&d, rec.Row, rec.Values)
	m.noPlace(rec, d.Point, d.UnitCode, d.UnitNames)
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
