package office

import (
	"fmt"
	"slices"

	"fugai/coverage"
	"fugai/output"
)

// timed tells whether the costs of a target are times.
func timed(l *coverage.Ledger) bool { return len(l.Thresholds) > 0 && l.Thresholds[0].Unit == "s" }

// nearest heads how far the nearest facility is, by the target's way.
func (b *book) nearest(l *coverage.Ledger) string {
	switch {
	case timed(l):
		return b.say("最近设施用时（分钟）", "Nearest, time (min)")
	case output.ByWay(l):
		return b.say("最近设施路程（米）", "Nearest, way (m)")
	}
	return b.say("最近设施（米）", "Nearest (m)")
}

// nearestOf is what stands under nearest.
func nearestOf(l *coverage.Ledger, meters, cost *float64) *float64 {
	if output.ByWay(l) {
		return cost
	}
	return meters
}

// wayToNearest is a column of costs to the nearest facility in one unit.
type wayToNearest struct{ head, unit string }

// waysToNearest are those of the units that targets count in along their ways.
func (b *book) waysToNearest(ls []*coverage.Ledger) (out []wayToNearest) {
	some := func(times bool) bool {
		return slices.ContainsFunc(ls, func(l *coverage.Ledger) bool { return output.ByWay(l) && timed(l) == times })
	}
	if some(true) {
		out = append(out, wayToNearest{b.say("最近设施用时（分钟）", "Nearest, time (min)"), "s"})
	}
	if some(false) {
		out = append(out, wayToNearest{b.say("最近设施路程（米）", "Nearest, way (m)"), "m"})
	}
	return out
}

func (w wayToNearest) of(l *coverage.Ledger, cost *float64) cell {
	v := output.CostIn(l, cost, w.unit)
	switch {
	case v == nil:
		return cell{}
	case w.unit == "s":
		return number(*v, 1)
	}
	return metres(v)
}

// loads lists who goes to each facility, where capacities count.
func (b *book) loads(l *coverage.Ledger) []table {
	c := l.Catchments
	if c == nil {
		return nil
	}
	names := map[string]string{}
	for i := range b.res.Facilities {
		names[b.res.Facilities[i].ID] = b.res.Facilities[i].Name
	}
	cols := columns(b.say("编号", "ID"), b.say("名称", "Name"), b.say("容量", "Places"), b.say("分到人数", "People with a place"), b.say("占用", "Load"), b.say("以它为最近的人数", "People nearest to it"))
	return []table{{heading: b.say("各设施的名额：", "Places of the facilities: ") + output.CatchmentsText(c).In(b.lang), columns: cols, rows: len(c.Facilities), whole: "results.json", row: func(i int) []cell {
		f, load := &c.Facilities[i], cell{}
		if f.Load != nil {
			load = percent(*f.Load, 1)
		}
		return []cell{text(f.Facility), text(names[f.Facility]), number(f.Capacity, 1), number(f.People, 1), load, number(f.Nearest, 1)}
	}}}
}

// costHead heads a target's costs with their unit.
func (b *book) costHead(l *coverage.Ledger) string {
	switch {
	case timed(l):
		return b.say("时间（分钟）", "Time (min)")
	case output.ByWay(l):
		return b.say("路程（米）", "Way (m)")
	}
	return b.say("距离（米）", "Distance (m)")
}

// costOf is a cost in minutes to the tenth, or in metres.
func costOf(l *coverage.Ledger, cost *float64) cell {
	if cost == nil || !timed(l) {
		return metres(cost)
	}
	return number(*cost/60, 1)
}

// thresholds has one row for each distance or time of a reach target.
func (b *book) thresholds(l *coverage.Ledger) []table {
	if len(l.Thresholds) == 0 {
		return nil
	}
	heading := b.say("各距离的结果", "By distance")
	if timed(l) {
		heading = b.say("各时间的结果", "By time")
	}
	cols := columns(b.say("以内", "Within"), b.say("分子", "Numerator"), b.say("分母", "Denominator"), b.say("百分比", "Percentage"), b.say("目标值", "Goal"))
	if output.ByWay(l) {
		cols = append(cols, column{head: b.say("范围面积（km²）", "Ground (km²)")})
	}
	return []table{{heading: heading, columns: cols, rows: len(l.Thresholds), row: func(i int) []cell {
		t := l.Thresholds[i]
		goal := cell{}
		if t.Goal != nil {
			goal = percent(*t.Goal, l.Decimals)
		}
		row := []cell{b.within(&t), number(t.Numerator, 1), number(t.Denominator, 1), percent(t.Value, l.Decimals), goal}
		if output.ByWay(l) {
			area := cell{}
			if t.AreaKM2 > 0 {
				area = number(t.AreaKM2, 2)
			}
			row = append(row, area)
		}
		return row
	}}}
}

// within is a threshold with its unit, in minutes where it is a time.
func (b *book) within(t *coverage.Threshold) cell {
	if t.Unit == "s" {
		return unitNumber(t.Within/60, 1, b.say(" 分钟", " min"))
	}
	return unitNumber(t.Within, 1, " "+t.Unit)
}

// costs counts demand points and people by what the way to the nearest facility
// costs.
func (b *book) costs(l *coverage.Ledger) []table {
	if !output.ByWay(l) || l.Points.Len() == 0 {
		return nil
	}
	classes := output.CostClasses(b.res, l)
	heading := b.say("到最近设施的路程", "Way to the nearest facility")
	if timed(l) {
		heading = b.say("到最近设施的时间", "Time to the nearest facility")
	}
	cols := columns(b.say("分级", "Class"), b.say("需求点", "Demand points"), b.say("人数", "People"), b.say("占全部", "Of all"))
	return []table{{heading: heading, columns: cols, rows: len(classes), row: func(i int) []cell {
		c := &classes[i]
		share := cell{}
		if l.Denominator > 0 {
			share = percent(100*c.People/l.Denominator, l.Decimals)
		}
		return []cell{text(c.Name.In(b.lang)), whole(c.Points), number(c.People, 1), share}
	}}}
}

// costNames are the names of all classes, in the order of the classifier; nil
// where the target has none.
func (b *book) costNames(l *coverage.Ledger) []string {
	if !output.ByWay(l) {
		return nil
	}
	var out []string
	for _, t := range output.CostNames(l) {
		out = append(out, t.In(b.lang))
	}
	return out
}

// offStreet lists what is not on the network, people first.
func (b *book) offStreet(l *coverage.Ledger) []table {
	o := l.OffStreet
	if o == nil || len(o.Demand)+len(o.Facilities) == 0 {
		return nil
	}
	heading := output.OffStreetText(o).In(b.lang)
	cols := columns(b.say("编号", "ID"), b.say("名称", "Name"), b.say("对象", "What"), b.say("人数", "People"), b.say("原因", "Why"))
	cols[4].wide = 60
	return []table{{heading: heading, columns: cols, rows: len(o.Demand) + len(o.Facilities), whole: "results.json", row: func(i int) []cell {
		what, p := b.gapKind("demand"), coverage.OffPlace{}
		if i < len(o.Demand) {
			p = o.Demand[i]
		} else {
			what, p = b.gapKind("facility"), o.Facilities[i-len(o.Demand)]
		}
		people := cell{}
		if p.People > 0 {
			people = number(p.People, 1)
		}
		return []cell{text(p.ID), text(p.Name), text(what), people, wrapped(p.Why.In(b.lang))}
	}}}
}

// points lists each demand point's nearest facility.
func (b *book) points(l *coverage.Ledger, name string) sheet {
	demand, facilities := b.named(l.Points)
	cols := columns(b.say("需求点编号", "Demand ID"), b.say("需求点", "Demand"), b.say("单元", "Unit"), b.label(b.res.Labels.Groups, l.Group),
		b.say("最近设施编号", "Facility ID"), b.say("最近设施", "Nearest facility"), b.costHead(l))
	classes, classOf := b.costNames(l), output.CostClassifier(l)
	if classes != nil {
		cols = append(cols, column{head: b.say("分级", "Class")})
	}
	t := table{columns: cols, rows: l.Points.Len(), whole: "results.json", row: func(i int) []cell {
		p := l.Points.At(i)
		row := []cell{text(p.Demand), {}, {}, {}, text(p.Facility), {}, costOf(l, p.Cost)}
		if i := demand[p.Demand]; i >= 0 {
			all := b.res.Demand
			row[1], row[2], row[3] = text(all.Name(i)), text(b.areaName(all.Area(i))), number(all.Weights(i).Of(l.Group), 1)
		}
		if f := facilities[p.Facility]; f != nil {
			row[5] = text(f.Name)
		}
		if classes != nil {
			row = append(row, text(classes[classOf(p)]))
		}
		return row
	}}
	about := b.say("每个需求点最近的设施；空白表示搜索范围内没有设施", "The nearest facility of each demand point; blank where none lies within the cutoff")
	if n := len(l.Thresholds); n > 0 && output.ByWay(l) {
		about = fmt.Sprintf(b.say("每个需求点%[1]s最近的设施；空白表示 %[2]s到不了任何设施", "The nearest facility of each demand point %[1]s; blank where none is %[2]s"),
			l.Way.Name.In(b.lang), output.Within(&l.Thresholds[n-1]).In(b.lang))
	}
	lead := []line{{name, title}, {about, note}}
	return sheet{name: b.sheetName(name, b.say(" 需求点", " points")), lead: lead, tables: []table{t}, freeze: 1}
}

// named looks up the demand, by its number or -1, and the facilities of the
// points that a table lists.
func (b *book) named(points coverage.PointRows) (map[string]int, map[string]*coverage.Facility) {
	demand, facilities := map[string]int{}, map[string]*coverage.Facility{}
	for i := range min(points.Len(), MaxTableRows) {
		p := points.At(i)
		demand[p.Demand], facilities[p.Facility] = -1, nil
	}
	for i := range b.res.Demand.Len() {
		id := b.res.Demand.ID(i)
		if _, wanted := demand[id]; wanted {
			demand[id] = i
		}
	}
	for i := range b.res.Facilities {
		if _, wanted := facilities[b.res.Facilities[i].ID]; wanted {
			facilities[b.res.Facilities[i].ID] = &b.res.Facilities[i]
		}
	}
	return demand, facilities
}
