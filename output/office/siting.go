package office

import (
	"math"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/output"
)

// sitings gives the sheets of each choice of sites: the chosen with the case for
// each and what goes with them, and every site that was looked at.
func (b *book) sitings() []sheet {
	var out []sheet
	for i := range b.res.Sitings {
		s := &b.res.Sitings[i]
		name := output.SitingName(s).In(b.lang)
		main := sheet{name: b.sheetName(name, ""), lead: b.sitingLead(s), freeze: 2, tab: output.SitingStatusColor(s.Status)}
		main.tables = []table{b.chosen(s)}
		for _, more := range [][]table{b.served(s), b.remedies(s), b.ties(s), b.phases(s), b.curve(s), b.radius(s), b.sitingUnits(s), b.unreached(s)} {
			main.tables = append(main.tables, more...)
		}
		main.tables = append(main.tables, table{heading: b.say("口径与说明", "How it is counted"), said: b.sitingDefinitions(s)})
		out = append(out, main)
		if len(s.Sites) > 0 {
			out = append(out, b.allSites(s, name))
		}
	}
	return out
}

// sitingLead says in a few lines what the sheet is about.
func (b *book) sitingLead(s *coverage.Siting) []line {
	lead := []line{{output.SitingName(s).In(b.lang), title}}
	lead = append(lead, line{b.say("问题：", "Question: ") + s.Rule.In(b.lang), note})
	state := output.SitingStatusMark(s.Status) + " " + output.SitingStatusText(s.Status).In(b.lang)
	finding, why := output.SitingFinding(s).In(b.lang), s.Why.In(b.lang)
	lead = append(lead, line{state + b.say("；", "; ") + finding + b.say("；截至 ", "; as of ") + b.res.AsOf.In(b.lang), heading})
	if why != "" && why != finding {
		lead = append(lead, line{why, note})
	}
	if b.res.Made {
		lead = append(lead, line{output.MadeNote().In(b.lang), note})
	}
	return lead
}

// sitingStatus is a status with its mark, on its colour.
func (b *book) sitingStatus(s coverage.SitingStatus) cell {
	return cell{output.SitingStatusMark(s) + " " + output.SitingStatusText(s).In(b.lang), style{format: textFormat, role: mark, fill: output.SitingStatusColor(s)}}
}

// sitingOverview has one row a choice, for the first sheet; none without any.
func (b *book) sitingOverview() []table {
	if len(b.res.Sitings) == 0 {
		return nil
	}
	cols := columns(b.say("选址", "Where next"), b.say("方法", "Model"), b.say("状态", "Status"), b.say("新开（处）", "New sites"), b.say("现在覆盖", "Covered now"), b.say("之后覆盖", "Covered then"),
		b.say("之后人数", "People then"), b.say("平均", "Mean"), b.say("最远", "Worst"), b.say("造价（元）", "Price (yuan)"), b.say("目标值", "Objective"), b.say("界", "Bound"), b.say("差距", "Gap"), b.say("选中的点位", "Sites chosen"))
	cols[0].wide, cols[13].wide = 28, 36
	return []table{{heading: b.say("选址", "Where next"), columns: cols, rows: len(b.res.Sitings), row: func(i int) []cell {
		s := &b.res.Sitings[i]
		row := []cell{wrapped(output.SitingName(s).In(b.lang)), text(output.ModelText(s.Model).In(b.lang)), b.sitingStatus(s.Status)}
		if !output.Solved(s) {
			return append(row, cell{}, b.sharePart(s.Before.Share, 1), cell{}, cell{}, cell{}, cell{}, cell{}, cell{}, cell{}, cell{}, cell{})
		}
		return append(row, whole(len(output.Chosen(s))), b.sharePart(s.Before.Share, 1), b.sharePart(s.After.Share, 1), number(s.After.People, 1),
			b.cost(s, s.After.Mean), b.cost(s, s.After.Worst), some(s.Price), b.amount(s, s.Measure, s.Objective), b.amount(s, s.Measure, s.Bound), gapCell(s.Gap), wrapped(b.chosenNames(s)))
	}}}
}

// chosenNames names the chosen by place, the first namedGaps of them.
func (b *book) chosenNames(s *coverage.Siting) string {
	var names []string
	for i, x := range output.Chosen(s) {
		if i == namedGaps {
			names = append(names, "…")
			break
		}
		names = append(names, output.SiteName(x))
	}
	return strings.Join(names, b.say("、", ", "))
}

// gapCell is a relative gap as a percentage.
func gapCell(v *float64) cell {
	if v == nil || math.IsNaN(*v) || math.IsInf(*v, 0) {
		return cell{}
	}
	return cell{*v, style{format: "0.00%"}}
}

// sharePart is a part of a whole as a percentage, empty without a whole.
func (b *book) sharePart(part, whole float64) cell {
	v := output.PercentOf(part, whole)
	if math.IsNaN(v) {
		return cell{}
	}
	return cell{math.Round(v*100) / 10_000, style{format: "0.00%"}}
}

// some is a number, empty where it is 0.
func some(v float64) cell {
	if v == 0 {
		return cell{}
	}
	return number(v, 1)
}

// amount is an amount of a measure with its unit in the format.
func (b *book) amount(s *coverage.Siting, m coverage.SitingMeasure, v *float64) cell {
	if v == nil {
		return cell{}
	}
	scale, unit := output.AmountUnit(s, m)
	return unitNumber(*v*scale, 1, " "+unit.In(b.lang))
}

// cost is a cost in minutes or metres with its unit.
func (b *book) cost(s *coverage.Siting, v *float64) cell {
	return b.amount(s, coverage.MeasureCost, v)
}

// siteColumn is a column of a table of sites, left out where no site fills it
// unless it is kept.
type siteColumn struct {
	head string
	wide int
	keep bool
	cell func(x *coverage.SitingSite) cell
}

func siteTable(sites []*coverage.SitingSite, all []siteColumn) table {
	var shown []siteColumn
	for _, c := range all {
		filled := c.keep
		for i := 0; i < len(first(sites)) && !filled; i++ {
			filled = c.cell(sites[i]).value != nil
		}
		if filled {
			shown = append(shown, c)
		}
	}
	t := table{rows: len(sites), whole: "results.gpkg", row: func(i int) []cell {
		row := make([]cell, len(shown))
		for j, c := range shown {
			row[j] = c.cell(sites[i])
		}
		return row
	}}
	for _, c := range shown {
		t.columns = append(t.columns, column{head: c.head, wide: c.wide})
	}
	return t
}

// chosen is what a meeting goes through, a site a row, by place.
func (b *book) chosen(s *coverage.Siting) table {
	m := output.CaseMeasure(s)
	scale, unit := output.AmountUnit(s, m)
	in := b.say("（", " (") + unit.In(b.lang) + b.say("）", ")")
	people := b.say("（", " (") + output.SitingPeople(s).In(b.lang) + b.say("）", ")")
	of := output.SiteLookup(s)
	t := siteTable(output.Chosen(s), []siteColumn{
		{b.say("次序", "Place"), 0, true, func(x *coverage.SitingSite) cell { return rowNumber(x.Place) }},
		{b.say("点位", "Site"), 0, true, func(x *coverage.SitingSite) cell { return text(output.SiteName(x)) }},
		{b.say("编号", "ID"), 0, true, func(x *coverage.SitingSite) cell { return text(x.ID) }},
		{b.say("所在单元", "Unit"), 0, true, func(x *coverage.SitingSite) cell { return text(x.Unit) }},
		{b.say("年度", "Phase"), 0, false, func(x *coverage.SitingSite) cell { return text(x.Phase) }},
		{b.say("新服务", "Newly serves") + people, 0, false, func(x *coverage.SitingSite) cell { return some(output.Newly(s, x)) }},
		{output.AddsWord(s).In(b.lang) + in, 0, false, func(x *coverage.SitingSite) cell { return some(x.Gain * scale) }},
		{output.SoFarWord(s).In(b.lang) + in, 0, false, func(x *coverage.SitingSite) cell { return some(x.After * scale) }},
		{b.say("累计占比", "Share so far"), 0, false, func(x *coverage.SitingSite) cell { return b.shareSoFar(s, x.After) }},
		{b.say("去掉则失", "Lost without it") + in, 0, false, func(x *coverage.SitingSite) cell { return b.loss(s, x, scale) }},
		{b.say("替补", "Runner-up"), 0, false, func(x *coverage.SitingSite) cell { return text(siteName(of, x.RunnerUp)) }},
		{b.say("换它则失", "Lost with it") + in, 0, false, func(x *coverage.SitingSite) cell { return shortfall(x, scale) }},
		{b.say("规模", "Size"), 0, false, func(x *coverage.SitingSite) cell { return text(x.Size) }},
		{b.say("容量", "Capacity"), 0, false, func(x *coverage.SitingSite) cell { return optional(x.Capacity, 1) }},
		{b.say("造价（元）", "Price (yuan)"), 0, false, func(x *coverage.SitingSite) cell { return some(x.Price) }},
		{b.say("标记", "Marks"), 0, false, func(x *coverage.SitingSite) cell { return text(b.marks(x)) }},
		{b.say("新服务的单元", "Units newly served"), 36, false, func(x *coverage.SitingSite) cell { return wrapped(shares(x.Units, b.say("、", ", "))) }},
		{b.say("理由", "The case"), 60, false, func(x *coverage.SitingSite) cell { return wrapped(x.Defence.In(b.lang)) }},
	})
	t.empty = b.say("没有选中的点位", "no site is chosen")
	return t
}

func (b *book) shareSoFar(s *coverage.Siting, after float64) cell {
	if output.CaseMeasure(s) != coverage.MeasurePeople || after == 0 {
		return cell{}
	}
	return b.sharePart(after, s.Total)
}

func (b *book) loss(s *coverage.Siting, x *coverage.SitingSite, scale float64) cell {
	if loss := output.Loss(s, x); loss != nil {
		return number(*loss*scale, 1)
	}
	return text(output.LossText(s, x).In(b.lang))
}

func shortfall(x *coverage.SitingSite, scale float64) cell {
	if x.RunnerUp == "" || x.Shortfall == nil {
		return cell{}
	}
	return number(*x.Shortfall*scale, 1)
}

// marks says what forced a site into the choice, or put it first.
func (b *book) marks(x *coverage.SitingSite) string {
	var parts []string
	if x.Required {
		parts = append(parts, b.say("指定", "required"))
	}
	if x.Mandated {
		parts = append(parts, b.say("优先", "mandated"))
	}
	return strings.Join(parts, b.say("、", ", "))
}

// shares lists units with what they gain.
func shares(list []coverage.SitingShare, comma string) string {
	var parts []string
	for _, u := range output.Shares(list) {
		parts = append(parts, u.Name+" "+output.Number(u.People, 0))
	}
	return strings.Join(parts, comma)
}

// siteName is the name of the site of an ID, or the ID.
func siteName(of map[string]*coverage.SitingSite, id string) string {
	if x := of[id]; x != nil {
		return output.SiteName(x)
	}
	return id
}

// served sets what is there beside what there will be.
func (b *book) served(s *coverage.Siting) []table {
	if s.Model == coverage.ModelDisperse {
		return nil
	}
	of := func(word string, a *coverage.Served) []cell {
		return []cell{{}, text(word), number(a.People, 1), b.sharePart(a.Share, 1), b.cost(s, a.Mean), b.cost(s, a.Worst), some(a.Beyond), some(a.Twice)}
	}
	rows := [][]cell{of(b.say("现在", "now"), &s.Before)}
	if output.Solved(s) {
		rows = append(rows, of(b.say("之后", "then"), &s.After))
	}
	cols := columns("", b.say("时间", "When"), output.ServedWord(s).In(b.lang), b.say("占全部", "Of all"), b.say("平均", "Mean"), b.say("最远", "Worst"), b.say("无点位可达", "Without any in reach"))
	if s.Model == coverage.ModelBackup {
		cols = append(cols, column{head: b.say("有两处够得着", "With two in reach")})
	} else {
		for i := range rows {
			rows[i] = rows[i][:len(rows[i])-1]
		}
	}
	return []table{rowsOf(b.say("现在与之后", "Before and after"), cols, rows)}
}

func (b *book) remedies(s *coverage.Siting) []table {
	if len(s.Remedies) == 0 {
		return nil
	}
	var said []string
	for i, r := range s.Remedies {
		said = append(said, strconv.Itoa(i+1)+b.say("．", ". ")+r.In(b.lang))
	}
	return []table{{heading: b.say("怎样才可行（只改其中一项即可）", "What would make it possible (any one of these)"), said: said}}
}

func (b *book) ties(s *coverage.Siting) []table {
	if len(s.Ties) == 0 {
		return nil
	}
	m, of := output.CaseMeasure(s), output.SiteLookup(s)
	scale, unit := output.AmountUnit(s, m)
	cols := columns(b.say("次序", "Place"), b.say("选中", "Chosen"), b.say("可换成", "Could be"), b.say("所在单元", "Unit"), b.say("损失", "Loss")+b.say("（", " (")+unit.In(b.lang)+b.say("）", ")"), b.say("结果", "Effect"))
	return []table{{heading: b.say("几乎同样好的替换（相差不到 1 %）", "Exchanges that do nearly as well (less than 1 %)"), columns: cols, rows: len(s.Ties), whole: "results.json", row: func(i int) []cell {
		tie := s.Ties[i]
		place, unit := cell{}, ""
		if x := of[tie.Out]; x != nil {
			place = rowNumber(x.Place)
		}
		if x := of[tie.In]; x != nil {
			unit = x.Unit
		}
		return []cell{place, text(siteName(of, tie.Out)), text(siteName(of, tie.In)), text(unit), number(tie.Loss*scale, 1), text(output.TieText(s, m, tie.Loss).In(b.lang))}
	}}}
}

func (b *book) phases(s *coverage.Siting) []table {
	if len(s.Phases) == 0 {
		return nil
	}
	m, of := output.CaseMeasure(s), output.SiteLookup(s)
	cols := columns(b.say("年度", "Phase"), b.say("点位", "Sites"), b.say("新开（处）", "New sites"), output.SoFarWord(s).In(b.lang), b.say("累计占比", "Share so far"), b.say("造价（元）", "Price (yuan)"))
	return []table{{heading: b.say("分年实施", "Year by year"), columns: cols, rows: len(s.Phases), row: func(i int) []cell {
		p := &s.Phases[i]
		names := make([]string, len(p.Sites))
		for k, id := range p.Sites {
			names[k] = siteName(of, id)
		}
		return []cell{text(p.Name), wrapped(strings.Join(names, b.say("、", ", "))), whole(len(p.Sites)), b.amount(s, m, &p.Objective), b.shareSoFar(s, p.Objective), some(p.Price)}
	}}}
}

// curve is the best by number of sites.
func (b *book) curve(s *coverage.Siting) []table {
	m := s.Measure
	if m == coverage.MeasureSites || m == coverage.MeasurePrice {
		m = coverage.MeasurePeople // fewest sites: what each number of them covers
	}
	return b.sitingPoints(s.Curve, s, m, b.say("点位数与成效", "What more or fewer sites would bring"))
}

// radius is the best by limit.
func (b *book) radius(s *coverage.Siting) []table {
	return b.sitingPoints(s.Radius, s, s.Measure, b.say("范围放宽或收紧时的成效", "What a wider or narrower limit would bring"))
}
