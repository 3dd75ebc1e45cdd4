package html

import (
	"slices"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// wayText says how the costs of a target are counted; empty for straight lines.
func wayText(l *coverage.Ledger) datasets.Text {
	switch {
	case !output.ByWay(l):
		return datasets.Text{}
	case l.Way.Note.IsZero():
		return l.Way.Name
	}
	return datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", l.Way.Name, l.Way.Note)
}

// otherNotes leaves out the note on the way, which is among the facts.
func otherNotes(l *coverage.Ledger) []datasets.Text {
	if !output.ByWay(l) {
		return l.Notes
	}
	return slices.DeleteFunc(slices.Clone(l.Notes), func(t datasets.Text) bool { return t == l.Way.Note })
}

// nearestCol heads how far the nearest facility is, by the target's way.
func nearestCol(l *coverage.Ledger) column {
	h := output.NearestHead(l)
	return numCol(h.ZH, h.EN)
}

// nearestCell says how far the nearest facility is, by the target's way.
func nearestCell(l *coverage.Ledger, meters, cost *float64) cell {
	if !output.ByWay(l) {
		return distance(meters)
	}
	out := cell{Text: output.NearestText(l, meters, cost)}
	if cost != nil {
		out.Key = sortKey(*cost)
	}
	return out
}

// hasNearest tells whether there is anything to say in such a cell.
func hasNearest(l *coverage.Ledger, meters, cost *float64) bool {
	if output.ByWay(l) {
		return cost != nil
	}
	return meters != nil
}

// loadTable lists who goes to each facility; nil where capacities do not count.
func loadTable(c *report, l *coverage.Ledger, id string) *table {
	k := l.Catchments
	if k == nil || len(k.Facilities) == 0 {
		return nil
	}
	t := &table{ID: id + "-loads", File: fileName(l.ID, id) + "-loads", Fold: len(k.Facilities) > foldRows,
		Caption: datasets.T("各设施的名额与服务人数：%s", "Places and people of each facility: %s", output.CatchmentsText(k)),
		Cols: []column{col("名称", "Name"), codeCol("编号", "ID"), numCol("容量（人）", "Places"), numCol("分到（人）", "People with a place"), numCol("占用（%）", "Load (%)"),
			numCol("以它为最近的（人）", "People nearest to it")}}
	t.cut(len(k.Facilities), "results.json")
	for i := range shown(k.Facilities) {
		f := &k.Facilities[i]
		t.Rows = append(t.Rows, row{Cells: []cell{head(c.facilityName(f.Facility)), same(f.Facility), number(f.Capacity, 0), number(f.People, 0), maybe(f.Load, 1), number(f.Nearest, 0)}})
	}
	return t
}

// withinTable lists the thresholds with their ground and people; nil without.
func withinTable(l *coverage.Ledger, id string) *table {
	if len(l.Thresholds) == 0 {
		return nil
	}
	t := &table{ID: id + "-within", File: fileName(l.ID, id) + "-within", Caption: datasets.T("%[1]s可达范围", "Within reach %[1]s", l.Way.Name),
		Cols: []column{limitCol(l), numCol("范围面积（km²）", "Ground (km²)"), numCol("够得着（人）", "People within"), numCol("够不着（人）", "Beyond"), numCol("全部（人）", "All"),
			numCol("比例（%）", "Share (%)"), numCol("目标（%）", "Goal (%)")}}
	has := []bool{true, false, true, true, true, true, false}
	for i := range l.Thresholds {
		th := &l.Thresholds[i]
		area := same("–")
		if th.AreaKM2 > 0 {
			area, has[1] = number(th.AreaKM2, 2), true
		}
		has[6] = has[6] || th.Goal != nil
		limit := cell{Text: output.Cost(th.Within, th.Unit), Key: sortKey(th.Within), Head: true}
		t.Rows = append(t.Rows, row{Cells: []cell{limit, area, number(th.Numerator, 0), number(th.Denominator-th.Numerator, 0), number(th.Denominator, 0),
			number(th.Value, 2), maybe(th.Goal, 2)}})
	}
	t.keep(has)
	return t
}

// limitCol heads costs, whose cells carry their unit.
func limitCol(l *coverage.Ledger) column {
	if l.Thresholds[0].Unit == "s" {
		return col("时间", "Time")
	}
	return col("路程", "Distance")
}

// costTable counts demand points and people by what the way to the nearest
// facility costs; nil without points.
func costTable(c *report, l *coverage.Ledger, id string) *table {
	if l.Points.Len() == 0 || len(l.Thresholds) == 0 {
		return nil
	}
	word := limitCol(l)
	t := &table{ID: id + "-costs", File: fileName(l.ID, id) + "-costs", Caption: datasets.T("到最近设施的%[1]s", "%[1]s to the nearest facility", word.Name),
		Cols: []column{word, numCol("需求点（个）", "Demand points"), numCol("人口（人）", "People"), numCol("占全部（%）", "Of all (%)")}}
	for _, class := range output.CostClasses(c.r, l) {
		share := same("–")
		if l.Denominator > 0 {
			share = number(100*class.People/l.Denominator, 2)
		}
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: class.Name, Swatch: &swatch{class.Color}, Head: true}, count(class.Points), number(class.People, 0), share}})
	}
	return t
}

// offStreetTable lists what is not on the network, people first; nil without.
func offStreetTable(c *report, l *coverage.Ledger, id string) *table {
	o := l.OffStreet
	if o == nil || len(o.Demand)+len(o.Facilities) == 0 {
		return nil
	}
	n := len(o.Demand) + len(o.Facilities)
	t := &table{ID: id + "-off", File: fileName(l.ID, id) + "-off", Fold: n > foldRows,
		Caption: output.OffStreetText(o),
		Cols:    []column{col("名称", "Name"), codeCol("编号", "ID"), col("对象", "What"), numCol("人口（人）", "People"), wideCol("原因", "Why")}}
	t.cut(n, "results.json")
	add := func(places []coverage.OffPlace, what datasets.Text) {
		for i := range places[:min(len(places), maxRows-len(t.Rows))] {
			p := &places[i]
			people := same("–")
			if p.People > 0 {
				people = number(p.People, 0)
			}
			name := p.Name
			if name == "" {
				name = p.ID
			}
			t.Rows = append(t.Rows, row{Cells: []cell{head(name), same(p.ID), text(what), people, text(p.Why)}})
		}
	}
	add(o.Demand, datasets.T("需求点", "demand"))
	add(o.Facilities, datasets.T("设施", "facility"))
	return t
}
