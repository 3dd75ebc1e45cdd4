package study

import (
	"context"
	"maps"

	"fugai/coverage/spread"
	"fugai/datasets"
)

// spreadRows puts the people of a layer whose rows name units inside these.
// Rows of one unit are taken together; those that have a place, or name no unit with a
// border, stay as they are. It is an error if that is all of them.
func (s *Study) spreadRows(ctx context.Context, l *loaded, e *demandEntry, rows datasets.DemandList, read readFunc) (datasets.DemandList, error) {
	k := newLinker(l)
	var units []spread.Unit
	at := map[string]int{} // of units, by ID
	var rest []datasets.Demand
	for _, d := range rows.All() {
		id := ""
		if d.Point == nil {
			id = k.namedQuietly(deposition{d.UnitCode, d.UnitNames, d.Attrs})
		}
		if !k.hasPolygon(id) {
			rest = append(rest, d)
			continue
		}
		if first, again := at[id]; again {
			have := &units[first].Demand
			have.Weights = summed(have.Weights, d.Weights)
			continue
		}
		a := k.area(id)
		d.Area = id
		if a.Center != nil {
			p := *a.Center
			d.Point = &p
		}
		at[id] = len(units)
		units = append(units, spread.Unit{Demand: d, Geometry: a.Geometry})
	}
	if len(units) == 0 {
		return rows, wrong(e.Spread.Over, datasets.T("spread 把人放进单元里，而 %s 没有一行写了有边界的单元又没有坐标", "spread puts people inside units, and no row of %s names a unit with a border and has no place of its own", e.From.text),
			datasets.T("用 columns: {unit_code: 列名} 指明单元代码列；或从层级取人口，from: 层级", "name the column of unit codes with columns: {unit_code: COLUMN}; or take the people from a level, from: LEVEL"))
	}
	parts, err := s.spread(ctx, l, e.Spread, units, read)
	if err != nil {
		return rows, err
	}
	if l.spread == nil {
		l.spread = map[string]bool{}
	}
	l.spread[e.From.text] = true
	if len(rest) > 0 {
		parts.Append(datasets.NewDemandList(rest))
	}
	return parts, nil
}

// summed adds people by group.
func summed(a, b datasets.Weights) datasets.Weights {
	sum := maps.Collect(a.All())
	for group, people := range b.All() {
		sum[group] += people
	}
	return datasets.NewWeights(sum)
}
