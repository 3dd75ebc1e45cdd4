package office

import (
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// attrColumns is how many columns of their own a layer may add to its sheet.
const attrColumns = 40

// facilityColumn is a column of the sheet of facilities, left out where no
// facility fills it unless it is kept.
type facilityColumn struct {
	head string
	keep bool
	cell func(f *coverage.Facility) cell
}

// facilities lists every facility with its life and attributes.
func (b *book) facilities() sheet {
	fs := b.res.Facilities
	var shown []facilityColumn
	for _, c := range b.facilityColumns() {
		filled := c.keep
		for i := 0; i < len(first(fs)) && !filled; i++ {
			filled = c.cell(&fs[i]).value != nil
		}
		if filled {
			shown = append(shown, c)
		}
	}
	t := table{rows: len(fs), empty: b.say("没有设施", "no facilities"), whole: "results.gpkg", row: func(i int) []cell {
		row := make([]cell, len(shown))
		for j, c := range shown {
			row[j] = c.cell(&fs[i])
		}
		return row
	}}
	for _, c := range shown {
		t.columns = append(t.columns, column{head: c.head})
	}
	lead := []line{{b.say("设施", "Facilities"), title}, {b.say("状态截至 ", "State as of ") + b.res.AsOf.In(b.lang), note}}
	return sheet{name: b.sheetName(b.say("设施", "Facilities"), ""), lead: lead, tables: []table{t}, freeze: 2}
}

// facilityColumns lists the columns in their order.
func (b *book) facilityColumns() []facilityColumn {
	words := func(get func(f *coverage.Facility) string) func(f *coverage.Facility) cell {
		return func(f *coverage.Facility) cell { return text(get(f)) }
	}
	labels := &b.res.Labels
	cols := []facilityColumn{
		{b.say("编号", "ID"), true, words(func(f *coverage.Facility) string { return f.ID })},
		{b.say("名称", "Name"), true, words(func(f *coverage.Facility) string { return f.Name })},
		{b.say("类型", "Kind"), true, words(func(f *coverage.Facility) string { return b.label(labels.Kinds, f.Kind) })},
		{b.say("领域", "Domain"), false, words(func(f *coverage.Facility) string { return b.label(labels.Domains, f.Domain) })},
		{b.say("状态", "State"), true, words(func(f *coverage.Facility) string { return b.label(labels.States, string(f.State)) })},
		{b.say("在用", "In service"), true, func(f *coverage.Facility) cell { return b.yesNo(f.InService) }},
		{b.say("单元代码", "Unit code"), true, words(func(f *coverage.Facility) string { return b.areaCode(f.Area) })},
		{b.say("所在单元", "Unit"), true, words(func(f *coverage.Facility) string { return b.areaName(f.Area) })},
		{b.say("经度", "Longitude"), true, func(f *coverage.Facility) cell { lon, _ := position(f.Point); return lon }},
		{b.say("纬度", "Latitude"), true, func(f *coverage.Facility) cell { _, lat := position(f.Point); return lat }},
		{b.say("定位依据", "Placed by"), true, words(func(f *coverage.Facility) string { return b.placedBy(f.PlacedBy) })},
		{b.say("等级", "Grades"), false, words(func(f *coverage.Facility) string { return b.grades(f.Grades) })},
		{b.say("容量", "Capacity"), false, func(f *coverage.Facility) cell { return optional(f.Capacity, 1) }},
		{b.say("面积（㎡）", "Floor (m²)"), false, func(f *coverage.Facility) cell { return optional(f.FloorM2, 2) }},
		{b.say("开放时间", "Hours"), false, words(func(f *coverage.Facility) string { return f.Hours })},
		{b.say("运营", "Run by"), false, words(func(f *coverage.Facility) string { return f.RunBy })},
		{b.say("设于", "Venue"), false, words(func(f *coverage.Facility) string { return f.Venue })},
	}
	for _, s := range datasets.States {
		cols = append(cols, facilityColumn{b.label(labels.States, string(s)), false, func(f *coverage.Facility) cell { return b.lifeDate(f.Life, s) }})
	}
	funds, attrs := map[string]bool{}, map[string]bool{}
	fs := first(b.res.Facilities)
	for i := range fs {
		for _, fund := range fs[i].Funding {
			funds[fund.Source] = true
		}
		for k := range fs[i].Attrs.All() {
			attrs[k] = true
		}
	}
	for _, source := range slices.Sorted(maps.Keys(funds)) {
		cols = append(cols, facilityColumn{b.label(labels.Funds, source) + b.say("（元）", " (yuan)"), true, func(f *coverage.Facility) cell { return money(f.Funding, source) }})
	}
	for _, key := range firstKeys(attrs) {
		cols = append(cols, facilityColumn{key, true, words(func(f *coverage.Facility) string { return f.Attrs.Get(key) })})
	}
	return append(cols,
		facilityColumn{b.say("来源文件", "File"), false, words(func(f *coverage.Facility) string { return f.Source.File })},
		facilityColumn{b.say("行", "Row"), false, func(f *coverage.Facility) cell { return rowNumber(f.Source.Row) }})
}

// money sums what one source gave, in yuan; empty where it gave nothing.
func money(funding []datasets.Fund, source string) cell {
	yuan, known := 0.0, false
	for _, f := range funding {
		if f.Source == source {
			yuan, known = yuan+f.Yuan, true
		}
	}
	if !known {
		return cell{}
	}
	return number(yuan, 2)
}

// lifeDate is when a step was taken; a step without a date is said to be so.
func (b *book) lifeDate(life []datasets.Event, s datasets.State) cell {
	for _, e := range life {
		if e.State != s {
			continue
		}
		if e.At.IsZero() {
			return text(b.say("日期不详", "undated"))
		}
		return date(e.At)
	}
	return cell{}
}

// placedBy is the word for how a facility got its place.
func (b *book) placedBy(by string) string {
	switch by {
	case "coordinates":
		return b.say("坐标", "coordinates")
	case "code":
		return b.say("单元代码", "unit code")
	case "name":
		return b.say("单元名称", "unit name")
	case "none":
		return b.say("未定位", "not placed")
	}
	return by
}

// grades joins the grades held: level, title, date.
func (b *book) grades(gs []datasets.Grade) string {
	var out []string
	for _, g := range gs {
		s := b.label(b.res.Labels.Grades, g.Level)
		if g.Title != "" {
			s += " " + g.Title
		}
		if at := g.At.String(); at != "" {
			s += " (" + at + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, b.say("；", "; "))
}

// units lists every unit with its people and attributes.
func (b *book) units() sheet {
	as := b.res.Areas
	groups, attrs := map[string]bool{}, map[string]bool{}
	for i := range first(as) {
		for g := range as[i].Weights {
			groups[g] = true
		}
		for k := range as[i].Attrs.All() {
			attrs[k] = true
		}
	}
	groupKeys, attrKeys := slices.Sorted(maps.Keys(groups)), firstKeys(attrs)
	cols := columns(b.say("代码", "Code"), b.say("名称", "Name"), b.say("级别", "Level"), b.say("称谓", "Type"), b.say("上级代码", "Parent code"), b.say("上级", "Parent"),
		b.say("别名", "Aliases"), b.say("经度", "Longitude"), b.say("纬度", "Latitude"), b.say("等级", "Grades"))
	for _, g := range groupKeys {
		cols = append(cols, column{head: b.label(b.res.Labels.Groups, g)})
	}
	for _, a := range attrKeys {
		cols = append(cols, column{head: a})
	}
	t := table{columns: cols, rows: len(as), empty: b.say("没有单元", "no units"), whole: "results.gpkg", row: func(i int) []cell {
		a := &as[i]
		lon, lat := position(a.Center)
		row := []cell{text(a.Code), text(a.Name), text(b.label(b.res.Labels.Levels, a.Level)), text(a.Type), text(b.areaCode(a.Parent)), text(b.areaName(a.Parent)),
			text(strings.Join(a.Aliases, b.say("、", ", "))), lon, lat, text(b.grades(a.Grades))}
		for _, g := range groupKeys {
			if v, ok := a.Weights[g]; ok {
				row = append(row, number(v, 1))
			} else {
				row = append(row, cell{})
			}
		}
		for _, k := range attrKeys {
			row = append(row, text(a.Attrs.Get(k)))
		}
		return row
	}}
	return sheet{name: b.sheetName(b.say("单元", "Units"), ""), lead: []line{{b.say("单元", "Units"), title}}, tables: []table{t}, freeze: 2}
}

// position is longitude and latitude to the decimetre, WGS 84.
func position(p *orb.Point) (lon, lat cell) {
	if p == nil {
		return cell{}, cell{}
	}
	lon, lat = number(p[0], 6), number(p[1], 6)
	lon.style.format, lat.style.format = "0.000000", "0.000000"
	return lon, lat
}

func rowNumber(n int) cell {
	if n == 0 {
		return cell{}
	}
	return whole(n)
}

// firstKeys sorts the names of attributes and keeps the first attrColumns.
func firstKeys(set map[string]bool) []string {
	keys := slices.Sorted(maps.Keys(set))
	return keys[:min(len(keys), attrColumns)]
}

// gaps lists what every target misses.
func (b *book) gaps() sheet {
	var ls []*coverage.Ledger
	for i := range b.res.Targets {
		ls = append(ls, &b.res.Targets[i])
	}
	t := b.gapTable(ls, true)
	t.empty = b.say("没有缺口", "nothing is missing")
	lead := []line{{b.say("缺口", "Gaps"), title}, {b.say("各目标的缺口，按目标排列，先列缺得最多的", "What each target misses, worst first"), note}}
	return sheet{name: b.sheetName(b.say("缺口", "Gaps"), ""), lead: lead, tables: []table{t}, freeze: 2}
}

// gapTable has one row a gap of the given targets, with the target's name in
// front where named is set.
func (b *book) gapTable(ls []*coverage.Ledger, named bool) table {
	type entry struct {
		of  *coverage.Ledger
		gap *coverage.Gap
	}
	var all []entry
	for _, l := range ls {
		for i := range l.Missing {
			all = append(all, entry{l, &l.Missing[i]})
		}
	}
	nearest, ways := b.say("最近设施（米）", "Nearest (m)"), b.waysToNearest(ls)
	if len(ways) > 0 {
		nearest = b.say("最近设施直线距离（米）", "Nearest, straight line (m)")
	}
	cols := columns(b.say("代码", "Code"), b.say("名称", "Name"), b.say("对象", "What"), b.say("上级", "Parent"), b.say("尚缺", "Need"),
		b.say("涉及人数", "People"), nearest, b.say("补齐办法", "What would close it"), b.say("编号", "ID"))
	cols[7].wide = 60
	for _, w := range ways {
		cols = append(cols, column{head: w.head})
	}
	if named {
		cols = append(columns(b.say("目标", "Target")), cols...)
	}
	return table{columns: cols, rows: len(all), whole: "gaps.geojson", row: func(i int) []cell {
		g := all[i].gap
		people := cell{}
		if g.People != 0 {
			people = number(g.People, 1)
		}
		row := []cell{text(g.Code), text(g.Name), text(b.gapKind(g.Kind)), text(g.Parent), number(g.Need, 1), people, metres(g.Nearest), wrapped(g.Text.In(b.lang)), text(g.ID)}
		for _, w := range ways {
			row = append(row, w.of(all[i].of, g.Cost))
		}
		if named {
			row = append([]cell{text(all[i].of.Name.In(b.lang))}, row...)
		}
		return row
	}}
}

// gapKind is the word for what a gap is.
func (b *book) gapKind(kind string) string {
	switch kind {
	case "unit":
		return b.say("单元", "unit")
	case "venue":
		return b.say("场所", "venue")
	case "demand":
		return b.say("需求点", "demand")
	case "facility":
		return b.say("设施", "facility")
	}
	return kind
}
