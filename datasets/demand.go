package datasets

import (
	"sort"
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
	var out []Demand
	for i := range t.Records {
		rec := &t.Records[i]
		if m.skip(rec) {
			continue
		}
		d := Demand{ID: m.identity(rec), Name: m.cell(rec, FieldName), Point: m.place.point(rec), Weights: m.weights(rec, columns), Attrs: m.attrs(rec), Source: t.Ref(rec, -1)}
		d.UnitCode, d.UnitNames = m.unit(rec)
		if d.Name == "" && len(d.UnitNames) > 0 {
			d.Name = d.UnitNames[len(d.UnitNames)-1]
		}
		if d.Name == "" {
			d.Name = d.ID
		}
		m.noPlace(rec, d.Point, d.UnitCode, d.UnitNames)
		out = append(out, d)
	}
	numberIDs(len(out), func(i int) *string { return &out[i].ID }, func(i int) Ref { return out[i].Source }, m.notes)
	return Layer[Demand]{Records: out, Report: m.report(len(out)), Findings: m.notes.findings()}, nil
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

// DemandOf takes the people counted in the areas of one level as demand at a
// point inside each. weights gives the column of each group, as read into the areas'
// Attrs; without it the areas' own Weights are used. Areas without any weight are
// left out and reported.
func DemandOf(areas []Area, level string, weights map[string]string, layer string) ([]Demand, []Finding) {
	notes := &notebook{layer: layer, at: map[string]int{}}
	groups := make([]string, 0, len(weights))
	for g := range weights {
		groups = append(groups, g)
	}
	sort.Strings(groups)
	var out []Demand
	for i := range areas {
		a := &areas[i]
		if a.Level != level {
			continue
		}
		w := a.Weights
		if len(weights) > 0 {
			w = attrWeights(a, groups, weights, notes)
		}
		if len(w) == 0 {
			notes.add(ruleWeightMissing, a.Source, "%s 没有人数", "%s has no people", a.Name)
			continue
		}
		d := Demand{ID: a.ID, Name: a.Name, Area: a.ID, Point: a.Center, Weights: w, Attrs: a.Attrs, Source: a.Source}
		out = append(out, d)
	}
	return out, notes.findings()
}

// attrWeights reads the weights of an area from its attributes.
func attrWeights(a *Area, groups []string, weights map[string]string, notes *notebook) map[string]float64 {
	out := map[string]float64{}
	for _, g := range groups {
		column := weights[g]
		text, at := a.Attrs[column], a.Source
		at.Column, at.Value = column, text
		if blank(text) {
			notes.add(ruleWeightMissing, at, "%[1]s 没有 %[2]s", "%[1]s has no %[2]s", a.Name, g)
			continue
		}
		q, ok := parseQuantity(text, headerFactor(column))
		switch {
		case !ok:
			notes.add(ruleNumber, at, "“%s”不是数值", "%q is not a number", text)
		case q.value < 0:
			notes.add(ruleNegative, at, "%[1]s 为 %[2]v", "%[1]s is %[2]v", g, q.value)
		default:
			out[g] = q.value
		}
	}
	return out
}
