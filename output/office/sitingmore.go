package office

import (
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// sitingPoints lists what a family of questions gives.
func (b *book) sitingPoints(points []coverage.SitingPoint, s *coverage.Siting, m coverage.SitingMeasure, heading string) []table {
	if len(points) == 0 {
		return nil
	}
	cols := columns(b.say("点位（处）", "Sites"), b.say("范围", "Within"), b.say("成效", "Reached"), b.say("占全部", "Of all"), b.say("界", "Bound"), b.say("状态", "Status"), b.say("备注", "Remark"))
	return []table{{heading: heading, columns: cols, rows: len(points), whole: "results.json", row: func(i int) []cell {
		p := &points[i]
		within, share, remark := cell{}, cell{}, cell{}
		if p.Within > 0 {
			within = b.cost(s, &p.Within)
		}
		if m == coverage.MeasurePeople && p.Objective != nil {
			share = b.sharePart(*p.Objective, s.Total)
		}
		if p.Asked {
			remark = text(b.say("本次所问", "as asked"))
		}
		return []cell{whole(p.Sites), within, b.amount(s, m, p.Objective), share, b.amount(s, m, p.Bound), text(output.SitingStatusText(p.Status).In(b.lang)), remark}
	}}}
}

// sitingUnits says who gains, and what the quotas ask.
func (b *book) sitingUnits(s *coverage.Siting) []table {
	if len(s.Units) == 0 {
		return nil
	}
	cols := columns(b.say("代码", "Code"), b.say("名称", "Name"), b.say("全部", "All"), b.say("现在覆盖", "Covered now"), b.say("之后覆盖", "Covered then"), b.say("现在", "Now"), b.say("之后", "Then"),
		b.say("选中（处）", "Chosen"), b.say("至少", "At least"), b.say("至多", "At most"))
	return []table{{heading: b.say("各单元的变化", "What changes, by unit"), columns: cols, rows: len(s.Units), whole: "results.json", row: func(i int) []cell {
		u := &s.Units[i]
		least, most := cell{}, cell{}
		if u.Least > 0 {
			least = whole(u.Least)
		}
		if u.Most != nil {
			most = whole(*u.Most)
		}
		name := u.Name
		if name == "" {
			name = b.areaName(u.Area)
		}
		return []cell{text(b.areaCode(u.Area)), text(name), number(u.People, 1), number(u.Before, 1), number(u.After, 1), b.sharePart(u.Before, u.People), b.sharePart(u.After, u.People), whole(u.Chosen), least, most}
	}}}
}

// unreached lists the demand that nothing reaches.
func (b *book) unreached(s *coverage.Siting) []table {
	if len(s.Unreached) == 0 {
		return nil
	}
	cols := columns(b.say("编号", "ID"), b.say("名称", "Name"), b.say("上级", "Parent"), output.SitingPeople(s).In(b.lang), b.say("说明", "Remark"))
	cols[4].wide = 60
	heading := b.say("候选点和设施都够不着的需求", "Demand that no candidate or facility reaches")
	return []table{{heading: heading, columns: cols, rows: len(s.Unreached), whole: "results.json", row: func(i int) []cell {
		g := &s.Unreached[i]
		return []cell{text(g.ID), text(g.Name), text(g.Parent), some(g.People), wrapped(g.Text.In(b.lang))}
	}}}
}

// sitingDefinitions says what was asked and what the columns mean.
func (b *book) sitingDefinitions(s *coverage.Siting) []string {
	var out []string
	add := func(zh, en string, value string) {
		if value != "" {
			out = append(out, b.say(zh+"：", en+": ")+value)
		}
	}
	a := &s.Asked
	add("编号", "ID", s.ID)
	add("来源", "Source", s.Source)
	add("方法", "Model", output.ModelText(s.Model).In(b.lang))
	add("结果", "Proof", output.Proof(s).In(b.lang))
	if s.Gap != nil && output.Solved(s) {
		add("差距", "Gap", output.GapText(*s.Gap))
	}
	if s.Way != nil {
		add("出行方式", "Travel", s.Way.Name.In(b.lang))
		add("计算方法", "How it is travelled", s.Way.Note.In(b.lang))
	}
	if a.Sites > 0 {
		add("要求点位", "Sites asked", strconv.Itoa(a.Sites))
	}
	if a.Share > 0 {
		add("要求比例", "Share asked", "≥ "+output.SharePercent(a.Share))
	}
	if s.Times > 1 {
		add("重复覆盖", "Backup, sites in reach", strconv.Itoa(s.Times))
	}
	if a.Budget > 0 {
		add("预算", "Budget", output.Yuan(a.Budget).In(b.lang))
	}
	if a.Spacing > 0 {
		add("间距", "Spacing", "≥ "+output.Distance(a.Spacing))
	}
	add("现有设施", "Existing", strconv.Itoa(a.Existing))
	for _, q := range a.Quotas {
		add("配额", "Quota", q.In(b.lang))
	}
	if a.Mandate != nil {
		add("优先", "First", a.Mandate.Expr)
	}
	add("权重", "Weights", a.Weights.In(b.lang))
	for _, f := range a.Candidate {
		add("筛选", "Filter", f.Expr)
	}
	adds := output.AddsWord(s)
	add(adds.ZH, adds.EN, b.say("按次序逐个开设时，每处带来的变化", "what each brings when they open in this order"))
	add("去掉则失", "Lost without it", b.say("只少这一处时的损失", "what is lost if it alone is dropped"))
	add("替补", "Runner-up", b.say("换上它损失最小的未选点位", "the site not chosen that loses least in its place"))
	for _, n := range s.Notes {
		if s.Way == nil || n != s.Way.Note {
			add("备注", "Note", n.In(b.lang))
		}
	}
	return out
}

// allSites lists every site that was looked at, with its role.
func (b *book) allSites(s *coverage.Siting, name string) sheet {
	sites := make([]*coverage.SitingSite, len(s.Sites))
	for i := range s.Sites {
		sites[i] = &s.Sites[i]
	}
	of := output.SiteLookup(s)
	scale, unit := output.AmountUnit(s, output.CaseMeasure(s))
	in := b.say("（", " (") + unit.In(b.lang) + b.say("）", ")")
	t := siteTable(sites, []siteColumn{
		{b.say("编号", "ID"), 0, true, func(x *coverage.SitingSite) cell { return text(x.ID) }},
		{b.say("点位", "Site"), 0, true, func(x *coverage.SitingSite) cell { return text(x.Name) }},
		{b.say("角色", "Role"), 0, true, func(x *coverage.SitingSite) cell { return text(output.RoleText(x.Role).In(b.lang)) }},
		{b.say("次序", "Place"), 0, false, func(x *coverage.SitingSite) cell { return rowNumber(x.Place) }},
		{b.say("单元代码", "Unit code"), 0, false, func(x *coverage.SitingSite) cell { return text(b.areaCode(x.Area)) }},
		{b.say("所在单元", "Unit"), 0, false, func(x *coverage.SitingSite) cell { return text(x.Unit) }},
		{b.say("经度", "Longitude"), 0, true, func(x *coverage.SitingSite) cell { lon, _ := position(&x.Point); return lon }},
		{b.say("纬度", "Latitude"), 0, true, func(x *coverage.SitingSite) cell { _, lat := position(&x.Point); return lat }},
		{b.say("年度", "Phase"), 0, false, func(x *coverage.SitingSite) cell { return text(x.Phase) }},
		{b.say("规模", "Size"), 0, false, func(x *coverage.SitingSite) cell { return text(x.Size) }},
		{b.say("容量", "Capacity"), 0, false, func(x *coverage.SitingSite) cell { return optional(x.Capacity, 1) }},
		{b.say("造价（元）", "Price (yuan)"), 0, false, func(x *coverage.SitingSite) cell { return some(x.Price) }},
		{b.say("标记", "Marks"), 0, false, func(x *coverage.SitingSite) cell { return text(b.marks(x)) }},
		{b.say("最近于它", "Nearest to it"), 0, false, func(x *coverage.SitingSite) cell { return some(x.Serves) }},
		{b.say("新服务", "Newly serves"), 0, false, func(x *coverage.SitingSite) cell { return some(output.Newly(s, x)) }},
		{output.AddsWord(s).In(b.lang) + in, 0, false, func(x *coverage.SitingSite) cell { return some(x.Gain * scale) }},
		{b.say("去掉则失", "Lost without it") + in, 0, false, func(x *coverage.SitingSite) cell { return b.loss(s, x, scale) }},
		{b.say("替补", "Runner-up"), 0, false, func(x *coverage.SitingSite) cell { return text(siteName(of, x.RunnerUp)) }},
	})
	about := datasets.T("考虑过的全部点位：先列选中的，按次序", "every site that was looked at: the chosen first, by place").In(b.lang)
	return sheet{name: b.sheetName(name, b.say(" 点位", " sites")), lead: []line{{output.SitingName(s).In(b.lang), title}, {about, note}}, tables: []table{t}, freeze: 2}
}
