package gis

import (
	"iter"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// gapRow is a gap and the target that has it.
type gapRow struct {
	*coverage.Gap
	target *coverage.Ledger
}

// gapRows lists the gaps of all targets in the order of the study.
func (v *view) gapRows() []gapRow {
	var out []gapRow
	for i := range v.r.Targets {
		l := &v.r.Targets[i]
		for j := range l.Missing {
			out = append(out, gapRow{&l.Missing[j], l})
		}
	}
	return out
}

// gapPoint is where a gap is shown: at the venue, demand or facility, or inside
// the unit. nil where that has no place.
func (v *view) gapPoint(g *coverage.Gap) orb.Geometry {
	switch g.Kind {
	case "venue":
		if i, ok := v.venues.of(g.ID); ok {
			c := &v.r.Venues[i]
			return v.pointOr(c.Point, c.Area)
		}
	case "demand":
		if i, ok := v.demand.of(g.ID); ok {
			return v.pointOr(v.r.Demand.Point(i), v.r.Demand.Area(i))
		}
	case "facility":
		if i, ok := v.facilities.of(g.ID); ok {
			f := &v.r.Facilities[i]
			return v.pointOr(f.Point, f.Area)
		}
	}
	return v.center(g.ID)
}

// pointOr gives the point, or else a point inside the unit.
func (v *view) pointOr(p *orb.Point, area string) orb.Geometry {
	if p != nil && finite(*p) {
		return *p
	}
	return v.center(area)
}

func (v *view) gapTable(used names) *table {
	rows := v.gapRows()
	if len(rows) == 0 {
		return nil
	}
	type G = gapRow
	cols := []column[G]{
		textColumn("target", v.t("目标编号", "target ID"), medium, func(g G) string { return g.target.ID }),
		textColumn("target_name", v.t("目标", "target"), wide, func(g G) string { return g.target.Name.In(v.lang) }),
		textColumn("name", v.t("名称", "name"), medium, func(g G) string { return g.Name }),
		textColumn("code", v.t("代码", "code"), medium, func(g G) string { return g.Code }),
		textColumn("parent", v.t("上级单位", "unit above"), medium, func(g G) string { return g.Parent }),
		realColumn("need", v.t("尚缺", "still missing"), 0, func(g G) any { return g.Need }),
		textColumn("text", v.t("如何补上", "what would close it"), wide, func(g G) string { return g.Text.In(v.lang) }),
		realColumn("people", v.t("涉及人数", "people concerned"), 0, func(g G) any { return positive(g.People) }),
		realColumn("nearest_m", v.t("最近设施直线距离（m）", "nearest facility, straight line (m)"), 0, func(g G) any { return numberOrNull(g.Nearest) }),
		realColumn("nearest_min", v.t("最近设施用时（分钟）", "nearest facility (min)"), 1, func(g G) any { return numberOrNull(output.CostIn(g.target, g.Cost, "s")) }),
		realColumn("nearest_way_m", v.t("最近设施路程（m）", "nearest facility, way (m)"), 0, func(g G) any { return numberOrNull(output.CostIn(g.target, g.Cost, "m")) }),
		textColumn("kind", v.t("缺口对象", "what"), narrow, func(g G) string { return v.gapKind(g.Kind) }),
		textColumn("id", v.t("对象编号", "ID"), medium, func(g G) string { return g.ID }),
	}
	t := &table{name: used.unique("gaps"), title: v.t("缺口", "Gaps"), geom: pointType,
		about: v.t("各目标尚缺之处与补上的最低要求", "what each target misses, with the least that would close it")}
	fill(t, cols, rows, func(g G) orb.Geometry { return v.gapPoint(g.Gap) })
	t.look = v.gapsLook()
	return t.unlessEmpty()
}

func (v *view) gapKind(kind string) string {
	switch kind {
	case "unit":
		return v.t("单位", "unit")
	case "venue":
		return v.t("场所", "venue")
	case "demand":
		return v.t("需求点", "demand")
	case "facility":
		return v.t("设施", "facility")
	}
	return kind
}

// Values of the columns that say whether a demand point is reached.
const (
	reachedYes = "yes"
	reachedNo  = "no"
)

// reachTargets lists the targets that have demand points.
func (v *view) reachTargets() []*coverage.Ledger {
	return pointers(v.r.Targets, func(l *coverage.Ledger) bool { return l.Points.Len() > 0 })
}

// reachName is the column that says whether a demand point is reached.
func (v *view) reachName(l *coverage.Ledger) string { return "in_" + v.idents[l] }

// demandRow is the number of a demand point in the result.
type demandRow int32

func (v *view) demandTable(used names) *table {
	all := v.r.Demand
	if all.Len() == 0 {
		return nil
	}
	items := make([]demandRow, all.Len())
	for i := range items {
		items[i] = demandRow(i)
	}
	type D = demandRow
	cols := []column[D]{
		textColumn("id", v.t("编号", "ID"), medium, func(d D) string { return all.ID(int(d)) }),
		textColumn("name", v.t("名称", "name"), medium, func(d D) string { return all.Name(int(d)) }),
		textColumn("unit", v.t("所属单位", "unit"), medium, func(d D) string { return v.areaName(all.Area(int(d))) }),
	}
	cols = append(cols, peopleColumns(v, items, func(d D) iter.Seq2[string, float64] { return all.Weights(int(d)).All() },
		func(d D, group string) (float64, bool) { return all.Weights(int(d)).Lookup(group) })...)
	for _, l := range v.reachTargets() {
		cols = append(cols, v.reachColumns(l)...)
	}
	cols = append(cols, textColumn("other", v.t("其他字段", "other fields"), wide, func(d D) string { return v.attrs(all.Attrs(int(d))) }))
	t := &table{name: used.unique("demand"), title: v.t("需求点", "Demand"), geom: pointType,
		about: v.t("人口所在点与最近设施", "where people are taken to be, with the nearest facility")}
	fill(t, cols, items, func(d D) orb.Geometry { return atPoint(all.Point(int(d))) })
	t.look = v.demandLook()
	return t.unlessEmpty()
}

// pledged is the distance or time that a reach target's share is pledged for:
// the threshold with a goal, else the last.
func pledged(l *coverage.Ledger) (within float64, unit string) {
	for _, t := range l.Thresholds {
		within, unit = t.Within, t.Unit
		if t.Goal != nil {
			break
		}
	}
	return within, unit
}

func (v *view) venueTable(used names) *table {
	items := pointers(v.r.Venues, nil)
	if len(items) == 0 {
		return nil
	}
	missing, targets := map[string][]string{}, map[string][]string{}
	for _, g := range v.gapRows() {
		if g.Kind == "venue" {
			missing[g.ID] = append(missing[g.ID], g.target.Name.In(v.lang))
			targets[g.ID] = append(targets[g.ID], g.target.ID)
		}
	}
	type C = *datasets.Candidate
	cols := []column[C]{
		textColumn("id", v.t("编号", "ID"), narrow, func(c C) string { return c.ID }),
		textColumn("name", v.t("名称", "name"), wide, func(c C) string { return c.Name }),
		textColumn("kind", v.t("类别", "kind"), medium, func(c C) string { return c.Kind }),
		textColumn("unit", v.t("所属单位", "unit"), medium, func(c C) string { return v.areaName(c.Area) }),
		intColumn("gaps", v.t("未满足要求数", "unmet mandates"), func(c C) int { return len(missing[c.ID]) }),
		textColumn("missing", v.t("未满足的要求", "mandates not met"), wide, func(c C) string { return strings.Join(missing[c.ID], v.t("；", "; ")) }),
		anyColumn("missing_in", v.t("未满足的目标编号", "IDs of targets not met"), medium, func(c C) any { return orNull(strings.Join(targets[c.ID], ";")) }),
		realColumn("floor_m2", v.t("建筑面积（m²）", "floor area (m²)"), 0, func(c C) any { return numberOrNull(c.FloorM2) }),
		realColumn("visitors", v.t("日客流（人次）", "visitors a day"), 0, func(c C) any { return numberOrNull(c.Visitors) }),
		realColumn("cost", v.t("费用（元）", "cost (yuan)"), 0, func(c C) any { return numberOrNull(c.Cost) }),
		realColumn("capacity", v.t("容量（位）", "capacity (places)"), 0, func(c C) any { return numberOrNull(c.Capacity) }),
		textColumn("other", v.t("其他字段", "other fields"), wide, func(c C) string { return v.attrs(c.Attrs) }),
	}
	t := &table{name: used.unique("venues"), title: v.t("场所", "Venues"), geom: pointType,
		about: v.t("配建要求所评估的场所", "places that mandates judge")}
	fill(t, cols, items, func(c C) orb.Geometry { return atPoint(c.Point) })
	t.look = v.venueLook()
	return t.unlessEmpty()
}
