package gis

import (
	"github.com/paulmach/orb"

	"fugai/coverage"
)

// loadRow is a facility of a target that counts capacities.
type loadRow struct {
	*coverage.FacilityLoad
	target *coverage.Ledger
}

// loadTable holds who goes to each facility; nil where no target counts
// capacities.
func (v *view) loadTable(used names) *table {
	var rows []loadRow
	for i := range v.r.Targets {
		l := &v.r.Targets[i]
		if l.Catchments == nil {
			continue
		}
		for j := range l.Catchments.Facilities {
			rows = append(rows, loadRow{&l.Catchments.Facilities[j], l})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	type R = loadRow
	cols := []column[R]{
		textColumn("target", v.t("目标编号", "target ID"), medium, func(r R) string { return r.target.ID }),
		textColumn("id", v.t("编号", "ID"), medium, func(r R) string { return r.Facility }),
		textColumn("name", v.t("名称", "name"), medium, func(r R) string { return v.facilityName(r.Facility) }),
		realColumn("capacity", v.t("容量", "places"), 0, func(r R) any { return r.Capacity }),
		realColumn("people", v.t("分到（人）", "people with a place"), 0, func(r R) any { return r.People }),
		realColumn("load", v.t("占用（%）", "load (%)"), 1, func(r R) any { return numberOrNull(r.Load) }),
		realColumn("nearest_people", v.t("以它为最近的（人）", "people nearest to it"), 0, func(r R) any { return r.Nearest }),
	}
	t := &table{name: used.unique("facility_loads"), title: v.t("设施占用", "Load of facilities"), geom: pointType,
		about: v.t("按容量计算的目标里各设施分到的人", "who goes to each facility of the targets that count capacities")}
	fill(t, cols, rows, func(r R) orb.Geometry { return v.facilityPoint(r.Facility) })
	t.look = v.loadLook()
	return t.unlessEmpty()
}

// loadLook draws facilities by how full they are.
func (v *view) loadLook() look {
	mark := func(fill string) symbol { return markerSymbol(marker{"circle", fill, colorInk, 0.3, 3.4}) }
	load := quoteName("load")
	return look{
		render: renderer{typ: ruled, entries: []entry{
			{label: v.t("已满", "full"), filter: load + " >= 99.95", symbol: mark(colorGap)},
			{label: v.t("八成以上", "80 % and more"), filter: load + " >= 80 AND " + load + " < 99.95", symbol: mark("#e69f00")},
			{label: v.t("有余", "with room"), filter: load + " < 80", symbol: mark("#009e73")},
			{label: v.t("没有名额", "without places"), filter: "ELSE", symbol: mark(colorPaper)},
		}},
		labels: &labels{expr: "name", size: 7, priority: 4},
	}
}

// shareRow is demand, or a part of it, that goes to a facility.
type shareRow struct {
	*coverage.FacilityShare
	target *coverage.Ledger
}

// catchmentTable holds a straight line from demand to the facility that it goes
// to; nil where no target counts capacities.
func (v *view) catchmentTable(used names) *table {
	var rows []shareRow
	for i := range v.r.Targets {
		l := &v.r.Targets[i]
		if l.Catchments == nil {
			continue
		}
		for j := range l.Catchments.Shares {
			rows = append(rows, shareRow{&l.Catchments.Shares[j], l})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	type R = shareRow
	unit := func(r R) string { return r.target.Way.Unit }
	cols := []column[R]{
		textColumn("target", v.t("目标编号", "target ID"), medium, func(r R) string { return r.target.ID }),
		textColumn("demand", v.t("需求点编号", "demand ID"), medium, func(r R) string { return r.Demand }),
		textColumn("facility", v.t("设施编号", "facility ID"), medium, func(r R) string { return r.Facility }),
		textColumn("facility_name", v.t("设施", "facility"), medium, func(r R) string { return v.facilityName(r.Facility) }),
		realColumn("people", v.t("人数", "people"), 0, func(r R) any { return r.People }),
		realColumn("minutes", v.t("用时（分钟）", "time (min)"), 1, func(r R) any { return costIn(r.Cost, unit(r), "s") }),
		realColumn("meters", v.t("路程（m）", "way (m)"), 0, func(r R) any { return costIn(r.Cost, unit(r), "m") }),
	}
	t := &table{name: used.unique("catchments"), title: v.t("按容量分配", "Catchments by capacity"), geom: lineType,
		about: v.t("需求点与分到的设施之间的连线", "a line from demand to the facility that it is given a place at")}
	fill(t, cols, rows, v.shareLine)
	t.look = look{render: one(lineSymbol(colorStreet, 0.2))}
	return t.unlessEmpty()
}

// shareLine joins demand with its facility; nil where one has no place or both
// are at the same.
func (v *view) shareLine(r shareRow) orb.Geometry {
	i, ok := v.demand.of(r.Demand)
	if !ok {
		return nil
	}
	from := v.r.Demand.Point(i)
	to, ok := v.facilityPoint(r.Facility).(orb.Point)
	if !ok || from == nil || !finite(*from) || *from == to {
		return nil
	}
	return orb.LineString{*from, to}
}

func (v *view) facilityName(id string) string {
	if i, ok := v.facilities.of(id); ok {
		return v.r.Facilities[i].Name
	}
	return id
}

// facilityPoint is where a facility is; nil where that is not known.
func (v *view) facilityPoint(id string) orb.Geometry {
	if i, ok := v.facilities.of(id); ok {
		if p := v.r.Facilities[i].Point; p != nil && finite(*p) {
			return *p
		}
	}
	return nil
}

// catchmentLayers gives the facilities by their load and the lines to them, for
// each target.
func (p *project) catchmentLayers(c *content) []*mapLayer {
	var out []*mapLayer
	for i := range p.v.r.Targets {
		l := &p.v.r.Targets[i]
		if l.Catchments == nil {
			continue
		}
		for _, t := range []*table{c.loads, c.catchments} {
			if t == nil || t.geom == noGeometry {
				continue
			}
			m := p.layer(t, t.title+p.v.t("：", ": ")+l.Name.In(p.v.lang), p.v.idents[l])
			m.subset = quoteName("target") + " = " + quoteText(l.ID)
			m.legend = t.title
			out = append(out, m)
		}
	}
	return out
}
