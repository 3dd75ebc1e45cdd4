package office

import (
	"fmt"
	"slices"

	"fugai/coverage"
	"fugai/output"
)

// target gives the sheets of one target: its units and what is missing, and,
// for reach, one more with every demand point.
func (b *book) target(l *coverage.Ledger) []sheet {
	name := l.Name.In(b.lang)
	s := sheet{name: b.sheetName(name, ""), lead: b.targetLead(l), freeze: 2, tab: output.StatusColor(l.Status)}
	if len(l.Units) > 0 {
		s.tables = append(s.tables, b.unitTable(l))
	}
	missing := b.gapTable([]*coverage.Ledger{l}, false)
	missing.heading = b.say("缺口", "What is missing")
	missing.empty = b.say("没有缺口", "nothing is missing")
	s.tables = append(s.tables, missing)
	s.tables = append(s.tables, b.thresholds(l)...)
	s.tables = append(s.tables, b.costs(l)...)
	s.tables = append(s.tables, b.loads(l)...)
	s.tables = append(s.tables, b.offStreet(l)...)
	s.tables = append(s.tables, b.series(l)...)
	s.tables = append(s.tables, b.splits(l)...)
	s.tables = append(s.tables, b.beside(l)...)
	s.tables = append(s.tables, b.filters(l)...)
	s.tables = append(s.tables, table{heading: b.say("口径与说明", "How it is counted"), said: b.definitions(l)})
	out := []sheet{s}
	if l.Points.Len() > 0 {
		out = append(out, b.points(l, name))
	}
	return out
}

// targetLead says in a few lines what the sheet is about.
func (b *book) targetLead(l *coverage.Ledger) []line {
	lead := []line{{l.Name.In(b.lang), title}}
	state := output.StatusMark(l.Status) + " " + output.StatusText(l.Status).In(b.lang)
	figures := fmt.Sprintf(b.say("%s；数值 %s；目标 %s", "%s; value %s; goal %s"), state, output.Value(l).In(b.lang), output.Goal(l).In(b.lang))
	if !l.By.IsZero() {
		figures += b.say("；期限 ", "; by ") + l.By.In(b.lang)
	}
	figures += b.say("；截至 ", "; as of ") + b.res.AsOf.In(b.lang)
	lead = append(lead, line{figures, heading})
	if why := l.Why.In(b.lang); why != "" {
		lead = append(lead, line{why, note})
	}
	if b.res.Made {
		lead = append(lead, line{output.MadeNote().In(b.lang), note})
	}
	return lead
}

// definitions says what the figures of a target mean, a sentence each.
func (b *book) definitions(l *coverage.Ledger) []string {
	var out []string
	add := func(zh, en, s string) {
		if s != "" {
			out = append(out, b.say(zh+"：", en+": ")+s)
		}
	}
	add("编号", "ID", l.ID)
	add("来源", "Source", l.Source)
	add("统计口径", "Rule", l.Rule.In(b.lang))
	if output.ByWay(l) {
		add("出行方式", "Travel", l.Way.Name.In(b.lang))
		add("计算方法", "How it is travelled", l.Way.Note.In(b.lang))
	}
	add("分子", "Numerator", l.NumWord.In(b.lang))
	add("分母", "Denominator", l.DenWord.In(b.lang))
	add("取整规则", "Rounding", l.Rounding.In(b.lang))
	if l.Pace != nil {
		add("进度起点", "Pace measured from", l.Pace.From.In(b.lang))
		add("按目前进度达成", "Reached at this pace", l.Pace.Reach.In(b.lang))
	}
	if l.Sites != nil {
		add("点位依据", "How sites are counted", l.Sites.How.In(b.lang))
	}
	for _, t := range l.Notes {
		if output.ByWay(l) && t == l.Way.Note {
			continue
		}
		add("备注", "Note", t.In(b.lang))
	}
	return out
}

// unitColumn is a column of the table of units, left out where used says that
// no unit fills it.
type unitColumn struct {
	head string
	used func(u *coverage.UnitRow) bool // nil: always shown
	cell func(u *coverage.UnitRow) cell
}

// unitTable has one row a unit.
func (b *book) unitTable(l *coverage.Ledger) table {
	var shown []unitColumn
	for _, c := range b.unitColumns(l) {
		filled := func(u coverage.UnitRow) bool { return c.used(&u) }
		if c.used == nil || slices.ContainsFunc(first(l.Units), filled) {
			shown = append(shown, c)
		}
	}
	t := table{rows: len(l.Units), whole: "results.gpkg", row: func(i int) []cell {
		row := make([]cell, len(shown))
		for j, c := range shown {
			row[j] = c.cell(&l.Units[i])
		}
		return row
	}}
	for _, c := range shown {
		t.columns = append(t.columns, column{head: c.head})
	}
	return t
}

func (b *book) unitColumns(l *coverage.Ledger) []unitColumn {
	classes, classOf := map[string]string{}, output.Classifier(l)
	for _, c := range output.Classes(l) {
		classes[c.Key] = c.Name.In(b.lang)
	}
	parent := func(u *coverage.UnitRow) string {
		if a := b.areas[u.Area]; a != nil {
			return b.areaName(a.Parent)
		}
		return ""
	}
	return []unitColumn{
		{b.say("代码", "Code"), nil, func(u *coverage.UnitRow) cell { return text(b.areaCode(u.Area)) }},
		{b.say("名称", "Name"), nil, func(u *coverage.UnitRow) cell { return text(b.areaName(u.Area)) }},
		{b.say("上级", "Parent"), nil, func(u *coverage.UnitRow) cell { return text(parent(u)) }},
		{b.say("分级", "Class"), nil, func(u *coverage.UnitRow) cell { return text(classes[classOf(u)]) }},
		{b.say("达到", "Met"), nil, func(u *coverage.UnitRow) cell { return b.met(u) }},
		{b.say("数量", "Count"), nil, func(u *coverage.UnitRow) cell { return whole(u.Count) }},
		{b.say("尚缺", "Need"), nil, func(u *coverage.UnitRow) cell { return whole(u.Need) }},
		{b.say("等级", "Grade"), func(u *coverage.UnitRow) bool { return u.Grade != "" },
			func(u *coverage.UnitRow) cell { return text(b.label(b.res.Labels.Grades, u.Grade)) }},
		{b.say("数值", "Value"), func(u *coverage.UnitRow) bool { return u.Value != nil },
			func(u *coverage.UnitRow) cell { return b.value(l, u.Value) }},
		{b.say("人数", "People"), func(u *coverage.UnitRow) bool { return u.People != 0 },
			func(u *coverage.UnitRow) cell { return number(u.People, 1) }},
		{b.say("受益人数", "Served"), func(u *coverage.UnitRow) bool { return u.Served != 0 || l.Type == coverage.Reach },
			func(u *coverage.UnitRow) cell { return number(u.Served, 1) }},
		{b.nearest(l), func(u *coverage.UnitRow) bool { return nearestOf(l, u.Nearest, u.Cost) != nil },
			func(u *coverage.UnitRow) cell { return costOf(l, nearestOf(l, u.Nearest, u.Cost)) }},
	}
}

// met marks a unit; one that is not judged is neither met nor missed.
func (b *book) met(u *coverage.UnitRow) cell {
	switch {
	case !u.Judged:
		return text(b.say("– 未评", "– not judged"))
	case u.Met:
		return cell{"✓ " + b.say("达到", "met"), style{format: textFormat}}
	}
	return cell{"✗ " + b.say("未达到", "not met"), style{format: textFormat}}
}

// metres is a distance shown to the metre.
func metres(v *float64) cell {
	if v == nil {
		return cell{}
	}
	return number(*v, 0)
}

func (b *book) series(l *coverage.Ledger) []table {
	points := l.Series
	if l.Baseline != nil {
		points = append([]coverage.Point{*l.Baseline}, points...)
	}
	if len(points) == 0 {
		return nil
	}
	cols := columns(b.say("日期", "Date"), b.say("分子", "Numerator"), b.say("分母", "Denominator"), b.say("数值", "Value"), b.say("备注", "Remark"))
	return []table{{heading: b.say("历年变化", "Over time"), columns: cols, rows: len(points), row: func(i int) []cell {
		p := points[i]
		remark := cell{}
		if i == 0 && l.Baseline != nil {
			remark = text(b.say("基期", "baseline"))
		}
		return []cell{date(p.At), number(p.Numerator, 1), number(p.Denominator, 1), b.value(l, &p.Value), remark}
	}}}
}

func (b *book) splits(l *coverage.Ledger) []table {
	var out []table
	for _, s := range l.Splits {
		head := b.say("数量", "Count")
		if s.Unit == "yuan" {
			head = b.say("金额（元）", "Yuan")
		}
		title := fmt.Sprintf(b.say("构成：%s", "Broken down: %s"), s.Name.In(b.lang))
		if s.Overlap {
			title += b.say("（各项有重叠，合计不等于总数）", " (parts overlap and do not sum to the total)")
		}
		out = append(out, table{heading: title, columns: columns(s.Name.In(b.lang), head), rows: len(s.Parts), row: func(i int) []cell {
			return []cell{text(s.Parts[i].Name.In(b.lang)), number(s.Parts[i].Value, 2)}
		}})
	}
	return out
}

// beside sets what the count of units hides against what people can reach.
func (b *book) beside(l *coverage.Ledger) []table {
	s := l.Beside
	if s == nil {
		return nil
	}
	group := b.label(b.res.Labels.Groups, s.Group)
	within := output.Distance(s.Within)
	sums := [][]cell{
		{wrapped(b.say("有设施的单元", "Units that have one")), number(s.Covered, 1), number(s.CoveredBeyond, 1)},
		{wrapped(b.say("没有设施的单元", "Units that have none")), number(s.Uncovered, 1), number(s.Uncovered-s.UncoveredNear, 1)},
	}
	heading := fmt.Sprintf(b.say("单元覆盖与 %s 内可达对照（%s）", "Units covered beside reach within %s (%s)"), within, group)
	cols := columns("", group, fmt.Sprintf(b.say("其中超出 %s", "of them beyond %s"), within))
	out := []table{rowsOf(heading, cols, sums)}
	if len(s.Units) == 0 {
		return out
	}
	cols = columns(b.say("代码", "Code"), b.say("名称", "Name"), b.say("有设施", "Has one"), group,
		fmt.Sprintf(b.say("%s 内", "within %s"), within), fmt.Sprintf(b.say("超出 %s", "beyond %s"), within))
	return append(out, table{heading: b.say("两种口径不一致的单元", "Units where the two disagree"), columns: cols, rows: len(s.Units), whole: "results.json", row: func(i int) []cell {
		u := s.Units[i]
		return []cell{text(b.areaCode(u.Area)), text(b.areaName(u.Area)), b.yesNo(u.Covered), number(u.People, 1), number(u.Within, 1), number(u.Beyond, 1)}
	}})
}

func (b *book) filters(l *coverage.Ledger) []table {
	if len(l.Filters) == 0 {
		return nil
	}
	cols := columns(b.say("对象", "Of"), b.say("条件", "Filter"), b.say("保留", "Kept"), b.say("共", "From"))
	return []table{{heading: b.say("筛选条件", "Filters"), columns: cols, rows: len(l.Filters), row: func(i int) []cell {
		f := l.Filters[i]
		return []cell{text(b.filtered(f.Of)), wrapped(f.Expr), whole(f.Kept), whole(f.From)}
	}}}
}

// filtered is the word for what a filter applies to.
func (b *book) filtered(of string) string {
	switch of {
	case "units":
		return b.say("单元", "units")
	case "facilities":
		return b.say("设施", "facilities")
	case "demand":
		return b.say("需求点", "demand")
	case "venues":
		return b.say("场所", "venues")
	}
	return of
}
