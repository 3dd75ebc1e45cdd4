package gis

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/output"
)

// wayTargets lists the targets whose costs are counted along a way of travel.
func (v *view) wayTargets() []*coverage.Ledger { return pointers(v.r.Targets, output.ByWay) }

// wayText says how the costs of a target are counted, "" for straight lines.
func (v *view) wayText(l *coverage.Ledger) string {
	if !output.ByWay(l) {
		return ""
	}
	name, note := l.Way.Name.In(v.lang), l.Way.Note.In(v.lang)
	if note == "" {
		return name
	}
	return name + v.t("：", ": ") + note
}

// reachColumns give a demand point's nearest facility for one target: whether
// it is within the pledged cost, how far in minutes or metres, and which; along a
// way of travel its class as well, and why it is off the network.
func (v *view) reachColumns(l *coverage.Ledger) []column[demandRow] {
	type D = demandRow
	all := v.r.Demand
	points := &pointRows{rows: l.Points}
	within, unit := pledged(l)
	name, id := l.Name.In(v.lang), v.idents[l]
	cols := []column[D]{
		textColumn(v.reachName(l), name+v.t("：范围内", ": within"), medium, func(d D) string {
			switch p, ok := points.of(all.ID(int(d))); {
			case !ok:
				return ""
			case p.Cost != nil && math.Round(*p.Cost*1000) <= math.Round(within*1000):
				return reachedYes
			}
			return reachedNo
		}),
		v.costColumn(l, unit, points),
		textColumn("nearest_"+id, name+v.t("：最近设施", ": nearest facility"), medium, func(d D) string {
			if p, ok := points.of(all.ID(int(d))); ok {
				if i, ok := v.facilities.of(p.Facility); ok {
					return v.r.Facilities[i].Name
				}
			}
			return ""
		}),
	}
	if l.Catchments != nil {
		cols = append(cols, realColumn("full_"+id, name+v.t("：设施已满（人）", ": facilities full (people)"), 0, func(d D) any {
			p, _ := points.of(all.ID(int(d)))
			return positive(p.Full)
		}))
	}
	if !output.ByWay(l) {
		return cols
	}
	keys, classOf, off := output.CostKeys(l), output.CostClassifier(l), v.offReasons(l)
	return append(cols,
		textColumn("off_"+id, name+v.t("：不在路网上的原因", ": why it is not on the streets"), wide, func(d D) string { return off[all.ID(int(d))] }),
		textColumn(classColumn(id), name+v.t("：分级代码", ": class ID"), narrow, func(d D) string {
			if p, ok := points.of(all.ID(int(d))); ok {
				return keys[classOf(p)]
			}
			return ""
		}))
}

// classColumn is the column of the demand's cost classes for a target.
func classColumn(ident string) string { return "class_" + ident }

// costColumn is the cost in metres, or in minutes where it is a time.
func (v *view) costColumn(l *coverage.Ledger, unit string, points *pointRows) column[demandRow] {
	name, alias, scale, decimals := "cost_", v.t("距离（m）", "distance (m)"), 1.0, 0
	switch {
	case unit == "s":
		name, alias, scale, decimals = "minutes_", v.t("用时（分钟）", "time (min)"), 60, 1
	case output.ByWay(l):
		alias = v.t("路程（m）", "way (m)")
	}
	return realColumn(name+v.idents[l], l.Name.In(v.lang)+v.t("：", ": ")+alias, decimals, func(d demandRow) any {
		if p, ok := points.of(v.r.Demand.ID(int(d))); ok && p.Cost != nil {
			return *p.Cost / scale
		}
		return nil
	})
}

// offReasons says of each demand point off the network why it is.
func (v *view) offReasons(l *coverage.Ledger) map[string]string {
	out := map[string]string{}
	if l.OffStreet != nil {
		for _, p := range l.OffStreet.Demand {
			out[p.ID] = p.Why.In(v.lang)
		}
	}
	return out
}

// groundRow is the ground within one threshold of a target.
type groundRow struct {
	*coverage.Threshold
	target *coverage.Ledger
	band   int
}

// groundTable holds the ground within each threshold, the widest first, so that
// the nearest is drawn over the others; nil where none was drawn.
func (v *view) groundTable(used names) *table {
	var rows []groundRow
	for _, l := range v.wayTargets() {
		for i := len(l.Thresholds) - 1; i >= 0; i-- {
			if len(l.Thresholds[i].Ground) > 0 {
				rows = append(rows, groundRow{&l.Thresholds[i], l, i})
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	type R = groundRow
	cols := []column[R]{
		textColumn("target", v.t("目标编号", "target ID"), medium, func(r R) string { return r.target.ID }),
		textColumn("target_name", v.t("目标", "target"), wide, func(r R) string { return r.target.Name.In(v.lang) }),
		textColumn("within", v.t("范围", "within"), medium, func(r R) string { return output.Cost(r.Within, r.Unit).In(v.lang) }),
		realColumn("minutes", v.t("时间（分钟）", "time (min)"), 1, func(r R) any { return costIn(r.Within, r.Unit, "s") }),
		realColumn("meters", v.t("路程（m）", "way (m)"), 0, func(r R) any { return costIn(r.Within, r.Unit, "m") }),
		realColumn("area_km2", v.t("面积（km²）", "area (km²)"), 2, func(r R) any { return positive(r.AreaKM2) }),
		realColumn("people", v.t("范围内的人（人）", "people within"), 0, func(r R) any { return r.Numerator }),
		realColumn("share", v.t("比例（%）", "share (%)"), 2, func(r R) any { return r.Value }),
		textColumn("way", v.t("出行方式", "travel"), wide, func(r R) string { return v.wayText(r.target) }),
		intColumn("band", v.t("档次（0 最近）", "band (0 nearest)"), func(r R) int { return r.band }),
	}
	t := &table{name: used.unique("isochrones"), title: v.t("可达范围", "Ground within reach"), geom: multiPolyType,
		about: v.t("各目标在时间或路程以内可达的地面", "the ground within a time or a way of the facilities of each target")}
	fill(t, cols, rows, func(r R) orb.Geometry { return r.Ground })
	t.look = v.allGroundLook()
	return t.unlessEmpty()
}

// costIn is a cost where the unit is wanted, in minutes where that is s.
func costIn(cost float64, unit, wanted string) any {
	switch {
	case unit != wanted:
		return nil
	case unit == "s":
		return cost / 60
	}
	return cost
}

// streetRow is a piece of street that a target reaches along.
type streetRow struct {
	*coverage.Street
	target *coverage.Ledger
}

// streetTable holds the streets within reach; nil where there are none.
func (v *view) streetTable(used names) *table {
	var rows []streetRow
	for _, l := range v.wayTargets() {
		for i := range l.Streets {
			rows = append(rows, streetRow{&l.Streets[i], l})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	type R = streetRow
	cols := []column[R]{
		textColumn("target", v.t("目标编号", "target ID"), medium, func(r R) string { return r.target.ID }),
		textColumn("within", v.t("范围", "within"), medium, func(r R) string { return output.StreetBand(r.target, r.Band).In(v.lang) }),
		realColumn("minutes_least", v.t("近端时间（分钟）", "time at the near end (min)"), 1, func(r R) any { return costIn(r.Least, r.target.Way.Unit, "s") }),
		realColumn("minutes_most", v.t("远端时间（分钟）", "time at the far end (min)"), 1, func(r R) any { return costIn(r.Most, r.target.Way.Unit, "s") }),
		realColumn("meters_least", v.t("近端路程（m）", "way at the near end (m)"), 0, func(r R) any { return costIn(r.Least, r.target.Way.Unit, "m") }),
		realColumn("meters_most", v.t("远端路程（m）", "way at the far end (m)"), 0, func(r R) any { return costIn(r.Most, r.target.Way.Unit, "m") }),
		intColumn("band", v.t("档次（0 最近）", "band (0 nearest)"), func(r R) int { return r.Band }),
	}
	t := &table{name: used.unique("streets_reached"), title: v.t("可达道路", "Streets within reach"), geom: lineType,
		about: v.t("各目标在时间或路程以内可达的道路", "the streets within a time or a way of the facilities of each target")}
	fill(t, cols, rows, func(r R) orb.Geometry { return r.Line })
	t.look = v.allStreetLook()
	return t.unlessEmpty()
}

// bandsOf gives the greatest number of thresholds of the targets in a table.
func bandsOf(ls []*coverage.Ledger) int {
	n := 0
	for _, l := range ls {
		n = max(n, len(l.Thresholds))
	}
	return n
}

// hasGround tells whether a target's ground was drawn.
func hasGround(l *coverage.Ledger) bool {
	return slices.ContainsFunc(l.Thresholds, func(t coverage.Threshold) bool { return len(t.Ground) > 0 })
}
