package html

import (
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// inUnit heads a column with its unit.
func inUnit(zh, en string, unit datasets.Text) column { return wordIn(datasets.T(zh, en), unit) }

func wordIn(word, unit datasets.Text) column {
	return column{Name: datasets.T("%[1]s（%[2]s）", "%[1]s (%[2]s)", word, unit), Num: true}
}

// siteColumn is a column of a table of sites; one that no site fills is left out.
type siteColumn struct {
	column
	keep bool
	cell func(x *coverage.SitingSite) cell
}

// sitesTable makes a table of the sites with those columns that some site fills.
func (t *table) sites(sites []*coverage.SitingSite, cols []siteColumn) *table {
	has := make([]bool, len(cols))
	for j, col := range cols {
		t.Cols = append(t.Cols, col.column)
		has[j] = col.keep
	}
	for _, x := range shown(sites) {
		var cells []cell
		for j, col := range cols {
			c := col.cell(x)
			has[j] = has[j] || !c.Text.IsZero()
			if c.Text.IsZero() {
				c = same("–")
			}
			cells = append(cells, c)
		}
		t.Rows = append(t.Rows, row{Cells: cells})
	}
	t.keep(has)
	return t
}

// some is a number, empty where it is 0.
func some(v float64, decimals int) cell {
	if v == 0 {
		return cell{}
	}
	return number(v, decimals)
}

// someOf is a number that may be absent.
func someOf(v *float64, scale float64) cell {
	if v == nil {
		return cell{}
	}
	return number(*v*scale, 0)
}

// defenceTable is what a meeting goes through, a chosen site a row; nil without.
func defenceTable(s *coverage.Siting, id string) *table {
	chosen := output.Chosen(s)
	if len(chosen) == 0 {
		return nil
	}
	m := output.CaseMeasure(s)
	scale, unit := output.AmountUnit(s, m)
	of := output.SiteLookup(s)
	t := &table{ID: id + "-chosen", File: fileName(s.ID, id) + "-chosen", Caption: datasets.T("选中的点位及理由（%[1]d 处）", "The sites chosen, and why (%[1]d)", len(chosen))}
	t.cut(len(chosen), "report.xlsx")
	return t.sites(chosen, []siteColumn{
		{numCol("次序", "Place"), true, func(x *coverage.SitingSite) cell { return some(float64(x.Place), 0) }},
		{col("点位", "Site"), true, func(x *coverage.SitingSite) cell { return head(output.SiteName(x)) }},
		{col("所在单元", "Unit"), false, func(x *coverage.SitingSite) cell { return same(x.Unit) }},
		{col("年度", "Phase"), false, func(x *coverage.SitingSite) cell { return same(x.Phase) }},
		{inUnit("新服务", "Newly serves", output.SitingPeople(s)), false, func(x *coverage.SitingSite) cell { return some(output.Newly(s, x), 0) }},
		{wordIn(output.AddsWord(s), unit), false, func(x *coverage.SitingSite) cell { return some(x.Gain*scale, 0) }},
		{cumulative(s, m, unit), false, func(x *coverage.SitingSite) cell { return cumulated(s, m, x.After) }},
		{inUnit("去掉则失", "Lost without it", unit), false, func(x *coverage.SitingSite) cell { return lossCell(s, x, scale) }},
		{col("替补", "Runner-up"), false, func(x *coverage.SitingSite) cell { return same(siteName(of, x.RunnerUp)) }},
		{inUnit("换它则失", "Lost with it", unit), false, func(x *coverage.SitingSite) cell { return shortfall(x, scale) }},
		{col("规模", "Size"), false, func(x *coverage.SitingSite) cell { return same(x.Size) }},
		{numCol("容量", "Capacity"), false, func(x *coverage.SitingSite) cell { return someOf(x.Capacity, 1) }},
		{numCol("造价（元）", "Price (yuan)"), false, func(x *coverage.SitingSite) cell { return some(x.Price, 0) }},
		{col("标记", "Marks"), false, func(x *coverage.SitingSite) cell { return text(marksOf(x)) }},
	})
}

// cumulative heads what is reached with a site and those before it.
func cumulative(s *coverage.Siting, m coverage.SitingMeasure, unit datasets.Text) column {
	if m == coverage.MeasurePeople && s.Total > 0 {
		return numCol("累计占比（%）", "Share so far (%)")
	}
	return wordIn(output.SoFarWord(s), unit)
}

func cumulated(s *coverage.Siting, m coverage.SitingMeasure, after float64) cell {
	if m == coverage.MeasurePeople && s.Total > 0 {
		return some(output.PercentOf(after, s.Total), 2)
	}
	if m == coverage.MeasureCost {
		return cell{} // the separation itself
	}
	scale, _ := output.AmountUnit(s, m)
	return some(after*scale, 0)
}

// lossCell is what dropping a site loses; one that cannot be dropped sorts first.
func lossCell(s *coverage.Siting, x *coverage.SitingSite, scale float64) cell {
	if loss := output.Loss(s, x); loss != nil {
		return number(*loss*scale, 0)
	}
	return text(output.LossText(s, x))
}

func shortfall(x *coverage.SitingSite, scale float64) cell {
	if x.RunnerUp == "" {
		return cell{}
	}
	return someOf(x.Shortfall, scale)
}

// marksOf says what forced a site into the choice, or put it first.
func marksOf(x *coverage.SitingSite) datasets.Text {
	var parts []datasets.Text
	if x.Required {
		parts = append(parts, datasets.T("指定", "required"))
	}
	if x.Mandated {
		parts = append(parts, datasets.T("优先", "mandated"))
	}
	return list(parts)
}

// readingText explains the columns of the table of chosen sites.
func readingText(s *coverage.Siting) datasets.Text {
	switch output.CaseMeasure(s) {
	case coverage.MeasureCost:
		return datasets.T("间距：按次序逐个开设时，与已开点位的最小距离。替补：换上它损失最小的未选点位。",
			"Separation: the least distance to those open already, in this order. Runner-up: the site not chosen that loses least in its place.")
	case coverage.MeasurePeopleCost:
		return datasets.T("减少：按次序逐个开设时，每处使总代价减少多少。去掉则失：只少这一处时总代价增加多少。替补：换上它损失最小的未选点位。",
			"Saves: how much each takes off the total cost when they open in this order. Lost without it: what the total grows by if it alone is dropped. Runner-up: the site not chosen that costs least in its place.")
	}
	return datasets.T("新服务：以它为最近点位、此前够不着的人。增加：按次序逐个开设时每处增加的覆盖。去掉则失：只少这一处时减少的覆盖。替补：换上它损失最小的未选点位。",
		"Newly serves: those nearest to it who had none in reach. Adds: the cover each brings when they open in this order. Lost without it: the cover lost if it alone is dropped. Runner-up: the site not chosen that loses least in its place.")
}

func siteName(of map[string]*coverage.SitingSite, id string) string {
	if x := of[id]; x != nil {
		return output.SiteName(x)
	}
	return id
}

// tieTable lists the exchanges that change next to nothing; nil without.
func tieTable(s *coverage.Siting, id string) *table {
	if len(s.Ties) == 0 {
		return nil
	}
	m, of := output.CaseMeasure(s), output.SiteLookup(s)
	equal := 0
	t := &table{ID: id + "-ties", File: fileName(s.ID, id) + "-ties", Fold: len(s.Ties) > foldRows, Cols: []column{
		numCol("次序", "Place"), col("选中", "Chosen"), col("可换成", "Could be"), col("所在单元", "Unit"), col("结果", "Effect")}}
	t.cut(len(s.Ties), "report.xlsx")
	for _, tie := range s.Ties {
		if tie.Loss == 0 {
			equal++
		}
	}
	for _, tie := range shown(s.Ties) {
		place, unit := same("–"), ""
		if x := of[tie.Out]; x != nil && x.Place > 0 {
			place = count(x.Place)
		}
		if x := of[tie.In]; x != nil {
			unit = x.Unit
		}
		t.Rows = append(t.Rows, row{Cells: []cell{place, head(siteName(of, tie.Out)), same(siteName(of, tie.In)), same(unit), {Text: output.TieText(s, m, tie.Loss), Key: sortKey(tie.Loss)}}})
	}
	t.Caption = datasets.T("几乎同样好的替换（%[1]s 种，其中同样好 %[2]s 种）", "Exchanges that do nearly as well (%[1]s, of them %[2]s just as good)", output.TieCount(len(s.Ties)), output.TieCount(equal))
	return t
}

// phaseTable lists the steps of a plan; nil without.
func phaseTable(s *coverage.Siting, id string) *table {
	if len(s.Phases) == 0 {
		return nil
	}
	m, of := output.CaseMeasure(s), output.SiteLookup(s)
	_, unit := output.AmountUnit(s, m)
	t := &table{ID: id + "-phases", File: fileName(s.ID, id) + "-phases", Caption: datasets.T("分年实施", "Year by year"), Cols: []column{
		col("年度", "Phase"), numCol("新开（处）", "New sites"), wideCol("点位", "Sites"), cumulative(s, m, unit), numCol("造价（元）", "Price (yuan)")}}
	priced := false
	for i := range s.Phases {
		p := &s.Phases[i]
		names := make([]datasets.Text, len(p.Sites))
		for k, site := range p.Sites {
			names[k] = datasets.Same(siteName(of, site))
		}
		priced = priced || p.Price > 0
		after := cumulated(s, m, p.Objective)
		if after.Text.IsZero() {
			after = same("–")
		}
		t.Rows = append(t.Rows, row{Cells: []cell{head(p.Name), count(len(p.Sites)), text(list(names)), after, number(p.Price, 0)}})
	}
	t.keep([]bool{true, true, true, true, priced})
	return t
}

// sitingUnits says who gains, and what the quotas ask; nil without units.
func sitingUnits(c *report, s *coverage.Siting, id string) *table {
	if len(s.Units) == 0 {
		return nil
	}
	people := output.SitingPeople(s)
	t := &table{ID: id + "-units", File: fileName(s.ID, id) + "-units", Fold: len(s.Units) > foldRows, Caption: datasets.T("各单元的变化（%[1]d 个）", "What changes, by unit (%[1]d)", len(s.Units)),
		Cols: []column{col("名称", "Name"), codeCol("代码", "Code"), inUnit("全部", "All", people), inUnit("现在覆盖", "Covered now", people), inUnit("之后覆盖", "Covered then", people),
			numCol("现在（%）", "Now (%)"), numCol("之后（%）", "Then (%)"), numCol("选中（处）", "Chosen"), col("配额（处）", "Quota")}}
	t.cut(len(s.Units), "report.xlsx")
	has := []bool{true, false, true, true, true, true, true, true, false}
	for i := range shown(s.Units) {
		u := &s.Units[i]
		code := c.area(u.Area).Code
		quota := quotaText(u)
		has[1], has[8] = has[1] || code != "", has[8] || !quota.IsZero()
		if quota.IsZero() {
			quota = datasets.Same("–")
		}
		name := u.Name
		if name == "" {
			name = c.areaName(u.Area)
		}
		t.Rows = append(t.Rows, row{Cells: []cell{head(name), same(code), number(u.People, 0), number(u.Before, 0), number(u.After, 0),
			sharePart(u.Before, u.People), sharePart(u.After, u.People), count(u.Chosen), text(quota)}})
	}
	t.keep(has)
	return t
}

func sharePart(part, whole float64) cell {
	if !(whole > 0) {
		return same("–")
	}
	return number(output.PercentOf(part, whole), 2)
}

// quotaText writes what a quota asks of a unit.
func quotaText(u *coverage.SitingUnit) datasets.Text {
	switch {
	case u.Most != nil && u.Least == *u.Most:
		return datasets.T("正好 %d", "exactly %d", u.Least)
	case u.Most != nil && u.Least > 0:
		return datasets.Same(strconv.Itoa(u.Least) + "–" + strconv.Itoa(*u.Most))
	case u.Most != nil:
		return datasets.Same("≤ " + strconv.Itoa(*u.Most))
	case u.Least > 0:
		return datasets.Same("≥ " + strconv.Itoa(u.Least))
	}
	return datasets.Text{}
}

// unreachedTable lists the demand that nothing reaches; nil without.
func unreachedTable(s *coverage.Siting, id string) *table {
	if len(s.Unreached) == 0 {
		return nil
	}
	t := &table{ID: id + "-unreached", File: fileName(s.ID, id) + "-unreached", Fold: len(s.Unreached) > foldRows,
		Caption: datasets.T("候选点和设施都够不着的需求（%[1]d 处）", "Demand that no candidate or facility reaches (%[1]d)", len(s.Unreached)),
		Cols:    []column{col("名称", "Name"), col("上级", "Parent"), numCol("人口（人）", "People"), wideCol("说明", "Remark")}}
	t.cut(len(s.Unreached), "results.json")
	has := []bool{true, false, false, false}
	var names []string
	for i := range shown(s.Unreached) {
		g := &s.Unreached[i]
		has[1], has[2], has[3] = has[1] || g.Parent != "", has[2] || g.People > 0, has[3] || !g.Text.IsZero()
		names = append(names, gapName(g))
		t.Rows = append(t.Rows, row{Cells: []cell{head(gapName(g)), same(g.Parent), number(g.People, 0), text(g.Text)}})
	}
	t.keep(has)
	if t.Fold && t.More == nil {
		t.Names = strings.Join(names, "、")
	}
	return t
}

// candidateTable lists what was looked at and not chosen; nil without.
func candidateTable(c *report, s *coverage.Siting, id string) *table {
	var rest []*coverage.SitingSite
	for _, role := range [...]coverage.SitingRole{coverage.RoleClosing, coverage.RoleRejected, coverage.RoleBarred, coverage.RoleExisting} {
		rest = append(rest, output.ByRole(s, role)...)
	}
	if len(rest) == 0 {
		return nil
	}
	t := &table{ID: id + "-others", File: fileName(s.ID, id) + "-others", Fold: true, Caption: datasets.T("其余点位：未选与现有（%[1]d 处）", "The other sites: not chosen, and existing (%[1]d)", len(rest))}
	t.cut(len(rest), "report.xlsx")
	return t.sites(rest, []siteColumn{
		{col("点位", "Site"), true, func(x *coverage.SitingSite) cell { return head(output.SiteName(x)) }},
		{codeCol("编号", "ID"), true, func(x *coverage.SitingSite) cell { return same(x.ID) }},
		{col("所在单元", "Unit"), false, func(x *coverage.SitingSite) cell { return same(x.Unit) }},
		{col("角色", "Role"), true, func(x *coverage.SitingSite) cell { return text(output.RoleText(x.Role)) }},
		{inUnit("最近于它", "Nearest to", output.SitingPeople(s)), false, func(x *coverage.SitingSite) cell { return some(x.Serves, 0) }},
		{numCol("容量", "Capacity"), false, func(x *coverage.SitingSite) cell { return someOf(x.Capacity, 1) }},
		{numCol("造价（元）", "Price (yuan)"), false, func(x *coverage.SitingSite) cell { return some(x.Price, 0) }},
		{col("标记", "Marks"), false, func(x *coverage.SitingSite) cell { return text(marksOf(x)) }},
	})
}
