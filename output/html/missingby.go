package html

import (
	"cmp"
	"slices"

	"fugai/coverage"
	"fugai/datasets"
)

// missingByUnit counts the gaps of a target by the highest units that there are
// several of, most people first; nil where the list of gaps is whole.
func missingByUnit(c *report, l *coverage.Ledger, id string) *table {
	level := c.topLevel()
	if len(l.Missing) <= maxRows || level == "" {
		return nil
	}
	type sum struct {
		unit         string
		gaps         int
		need, people float64
	}
	at := map[string]*sum{}
	for i := range l.Missing {
		g := &l.Missing[i]
		unit := c.unitAbove(c.unitOf(g), level)
		s := at[unit]
		if s == nil {
			s = &sum{unit: unit}
			at[unit] = s
		}
		s.gaps, s.need, s.people = s.gaps+1, s.need+g.Need, s.people+g.People
	}
	var sums []*sum
	for _, s := range at {
		sums = append(sums, s)
	}
	slices.SortFunc(sums, func(a, b *sum) int {
		return cmp.Or(cmp.Compare(b.people, a.people), cmp.Compare(b.gaps, a.gaps), cmp.Compare(a.unit, b.unit))
	})
	word := label(c.r.Labels.Levels, level)
	t := &table{ID: id + "-missing-by", File: fileName(l.ID, id) + "-missing-by", Fold: len(sums) > foldRows,
		Caption: datasets.T("缺口按%[1]s合计", "Gaps by %[1]s", word),
		Cols:    []column{{Name: word}, codeCol("代码", "Code"), numCol("缺口（项）", "Gaps"), numCol("还缺", "Need"), numCol("涉及人口（人）", "People")}}
	t.cut(len(sums), "gaps.geojson")
	for _, s := range shown(sums) {
		name := head(c.areaName(s.unit))
		if s.unit == "" {
			name = cell{Text: datasets.T("不在任何单元内", "in no unit"), Head: true}
		}
		t.Rows = append(t.Rows, row{Cells: []cell{name, same(c.area(s.unit).Code), count(s.gaps), number(s.need, 1), number(s.people, 0)}})
	}
	return t
}

// topLevel is the highest level with several units, "" where none has.
func (c *report) topLevel() string {
	for _, lv := range c.r.Levels {
		if lv.Count > 1 {
			return lv.Level
		}
	}
	return ""
}

// unitOf is the ID of the unit that a gap is, or lies in.
func (c *report) unitOf(g *coverage.Gap) string {
	switch g.Kind {
	case "unit":
		return g.ID
	case "demand":
		if i, ok := c.demand.find(g.ID); ok {
			return c.r.Demand.Area(i)
		}
	case "venue":
		if i, ok := c.venues.find(g.ID); ok {
			return c.r.Venues[i].Area
		}
	}
	return ""
}

// unitAbove is the ID of the unit of a level that holds a unit, "" for none.
// Chains are bounded, so that a ring of parents ends.
func (c *report) unitAbove(id, level string) string {
	for range 32 {
		a := c.areas[id]
		if a == nil {
			return ""
		}
		if a.Level == level {
			return id
		}
		id = a.Parent
	}
	return ""
}
