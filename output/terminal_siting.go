package output

import (
	"fmt"
	"io"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
)

// shownTies is how many exchanges the terminal lists.
const shownTies = 5

// shownRemedies is how many ways out of an impossible question it lists.
const shownRemedies = 8

// WriteSitings writes each choice of sites: the question, how far it is proved,
// what it changes, the chosen with the case for each, near-ties, and what would
// make an impossible question possible. Several are compared at the end. A
// result without sitings gives nothing.
func WriteSitings(w io.Writer, r *coverage.Result, opts TerminalOptions) error {
	t := newTerminal(w, opts)
	for i := range r.Sitings {
		if i > 0 {
			t.line("")
		}
		t.siting(&r.Sitings[i])
	}
	if len(r.Sitings) > 1 {
		t.line("")
		t.compared(r.Sitings)
	}
	if len(r.Sitings) > 0 && r.Made {
		t.line("%s", MadeNote().In(t.opts.Lang))
	}
	return t.err
}

// WriteSitingSteps writes the stages of the work with the seconds they took,
// which differ from run to run.
func WriteSitingSteps(w io.Writer, r *coverage.Result, opts TerminalOptions) error {
	t := newTerminal(w, opts)
	for i := range r.Sitings {
		s := &r.Sitings[i]
		if len(s.Steps) == 0 {
			continue
		}
		t.line("%s", plain(SitingName(s).In(t.opts.Lang)))
		var rows [][]string
		for _, step := range s.Steps {
			rows = append(rows, []string{plain(step.Name), strconv.FormatFloat(step.Seconds, 'f', 3, 64), t.amount(s, s.Measure, step.Best), t.amount(s, s.Measure, step.Bound)})
		}
		t.table([]string{t.say("步骤", "Step"), t.say("秒", "Seconds"), t.say("目前最好", "Best so far"), t.say("界", "Bound")}, rows, nil, 1, 2, 3)
	}
	return t.err
}

func (t *terminal) siting(s *coverage.Siting) {
	t.line("%s  %s", t.sitingStatus(s.Status), plain(SitingName(s).In(t.opts.Lang)))
	if rule := s.Rule.In(t.opts.Lang); rule != "" {
		t.line("%s", plain(rule))
	}
	finding, why := SitingFinding(s).In(t.opts.Lang), s.Why.In(t.opts.Lang)
	t.line("%s", plain(finding))
	if why != "" && why != finding {
		t.line("%s", plain(why))
	}
	if Solved(s) && s.Status != coverage.SitingOptimal {
		t.line("%s", Proof(s).In(t.opts.Lang))
	}
	t.change(s)
	t.remedies(s.Remedies)
	if Solved(s) {
		t.chosen(s)
		t.ties(s)
	}
	for _, n := range s.Notes {
		t.line("%s", plain(n.In(t.opts.Lang)))
	}
}

// sitingStatus is the mark and the word, in the colours of targets.
func (t *terminal) sitingStatus(s coverage.SitingStatus) string {
	word := SitingStatusMark(s) + " " + SitingStatusText(s).In(t.opts.Lang)
	if !t.opts.Color {
		return word
	}
	code := map[coverage.SitingStatus]string{coverage.SitingOptimal: "1;36", coverage.SitingFeasible: "36", coverage.SitingTimeLimit: "33", coverage.SitingInfeasible: "1;31"}[s]
	if code == "" {
		code = "2"
	}
	return "\x1b[" + code + "m" + word + "\x1b[0m"
}

// change sets what is there beside what there will be.
func (t *terminal) change(s *coverage.Siting) {
	if s.Model == coverage.ModelDisperse || !Solved(s) {
		return
	}
	row := func(word string, a *coverage.Served) []string {
		return []string{word, People(s, a.People).In(t.opts.Lang), SharePercent(a.Share), MaybeCost(a.Mean, s.Unit).In(t.opts.Lang), MaybeCost(a.Worst, s.Unit).In(t.opts.Lang)}
	}
	head := []string{"", ServedWord(s).In(t.opts.Lang), t.say("占全部", "Share"), t.say("平均", "Mean"), t.say("最远", "Worst")}
	rows := [][]string{row(t.say("现在", "now"), &s.Before), row(t.say("之后", "then"), &s.After)}
	right := []int{1, 2, 3, 4}
	if s.Model == coverage.ModelBackup {
		right = append(right, 5)
		head = append(head, t.say("有两处够得着", "With two in reach"))
		rows[0], rows[1] = append(rows[0], Number(s.Before.Twice, 0)), append(rows[1], Number(s.After.Twice, 0))
	}
	t.table(head, rows, nil, right...)
}

func (t *terminal) remedies(list []datasets.Text) {
	for i, r := range list {
		if i == shownRemedies {
			t.line(t.say("  ……另有 %d 种办法，见报告", "  … and %d more, in the report"), len(list)-i)
			return
		}
		t.line("  → %s", plain(r.In(t.opts.Lang)))
	}
}

// amount writes an amount that may be absent.
func (t *terminal) amount(s *coverage.Siting, m coverage.SitingMeasure, v *float64) string {
	if v == nil {
		return "–"
	}
	return Amount(s, m, *v).In(t.opts.Lang)
}

// chosen is the table that a meeting goes through.
func (t *terminal) chosen(s *coverage.Siting) {
	chosen := Chosen(s)
	if len(chosen) == 0 {
		return
	}
	of, m := SiteLookup(s), CaseMeasure(s)
	scale, unit := AmountUnit(s, m)
	in := t.say("（", " (") + unit.In(t.opts.Lang) + t.say("）", ")")
	amount := func(v float64) string { return nonzero(v * scale) }
	c := sitingColumns{}
	c.add(t.say("次序", "Place"), true, true, func(x *coverage.SitingSite) string { return nonzero(float64(x.Place)) })
	c.add(t.say("点位", "Site"), true, false, func(x *coverage.SitingSite) string { return plain(SiteName(x)) })
	c.add(t.say("所在单元", "Unit"), false, false, func(x *coverage.SitingSite) string { return plain(x.Unit) })
	c.add(t.say("年度", "Phase"), false, false, func(x *coverage.SitingSite) string { return plain(x.Phase) })
	c.add(t.say("新服务", "Newly"), false, true, func(x *coverage.SitingSite) string { return nonzero(Newly(s, x)) })
	c.add(AddsWord(s).In(t.opts.Lang)+in, false, true, func(x *coverage.SitingSite) string { return amount(x.Gain) })
	c.add(t.say("去掉则失", "Lost without"), false, true, func(x *coverage.SitingSite) string {
		if loss := Loss(s, x); loss != nil {
			return Number(*loss*scale, 0)
		}
		return LossText(s, x).In(t.opts.Lang)
	})
	c.add(t.say("替补", "Runner-up"), false, false, func(x *coverage.SitingSite) string { return plain(nameIn(of, x.RunnerUp)) })
	if t.opts.Width == 0 || t.opts.Width >= roomy {
		c.add(t.say("换它则失", "Lost with it"), false, true, func(x *coverage.SitingSite) string {
			if x.RunnerUp == "" || x.Shortfall == nil {
				return ""
			}
			return Number(*x.Shortfall*scale, 0)
		})
		c.add(t.say("规模", "Size"), false, false, func(x *coverage.SitingSite) string { return plain(x.Size) })
		c.add(t.say("造价（元）", "Price (yuan)"), false, true, func(x *coverage.SitingSite) string { return nonzero(x.Price) })
	}
	head, rows, right := c.rows(chosen)
	t.table(head, rows, []int{1, 2}, right...)
}

// roomy is the width of a terminal that has room for every column.
const roomy = 110

func nonzero(v float64) string {
	if v == 0 {
		return ""
	}
	return Number(v, 0)
}

// nameIn is the name of the site of an ID, "" for none.
func nameIn(of map[string]*coverage.SitingSite, id string) string {
	if s := of[id]; s != nil {
		return SiteName(s)
	}
	return id
}

// sitingColumns are the columns of a table of sites; those that no site fills
// are left out.
type sitingColumns struct {
	heads []string
	keep  []bool
	right []bool
	cell  []func(*coverage.SitingSite) string
}

func (c *sitingColumns) add(head string, keep, right bool, cell func(*coverage.SitingSite) string) {
	c.heads, c.keep, c.right, c.cell = append(c.heads, head), append(c.keep, keep), append(c.right, right), append(c.cell, cell)
}

func (c *sitingColumns) rows(sites []*coverage.SitingSite) (head []string, rows [][]string, right []int) {
	rows = make([][]string, len(sites))
	for j, cell := range c.cell {
		texts, filled := make([]string, len(sites)), c.keep[j]
		for i, s := range sites {
			texts[i] = cell(s)
			filled = filled || texts[i] != ""
		}
		if !filled {
			continue
		}
		if c.right[j] {
			right = append(right, len(head))
		}
		head = append(head, c.heads[j])
		for i, s := range texts {
			if s == "" {
				s = "–"
			}
			rows[i] = append(rows[i], s)
		}
	}
	return head, rows, right
}

// ties names the exchanges that cost next to nothing.
func (t *terminal) ties(s *coverage.Siting) {
	if len(s.Ties) == 0 {
		return
	}
	t.line("%s", fmt.Sprintf(t.say("相差不到 1 %% 的互换 %s 种：", "Exchanges that change less than 1 %%: %s"), TieCount(len(s.Ties)).In(t.opts.Lang)))
	of, m := SiteLookup(s), CaseMeasure(s)
	for _, tie := range s.Ties[:min(len(s.Ties), shownTies)] {
		t.line("  %s → %s  %s", plain(nameIn(of, tie.Out)), plain(nameIn(of, tie.In)), TieText(s, m, tie.Loss).In(t.opts.Lang))
	}
}

// TieText says what an exchange costs; alternative optima cost nothing.
func TieText(s *coverage.Siting, m coverage.SitingMeasure, loss float64) datasets.Text {
	switch {
	case loss == 0:
		return datasets.T("同样好", "just as good")
	case loss < 0:
		return datasets.T("好 %s", "better by %s", Amount(s, m, -loss))
	}
	return datasets.T("差 %s", "worse by %s", Amount(s, m, loss))
}

// compared sets several choices side by side.
func (t *terminal) compared(all []coverage.Siting) {
	head := []string{t.say("方案", "Choice"), t.say("状态", "Status"), t.say("点位", "Sites"), t.say("覆盖", "Covered"), t.say("平均", "Mean"), t.say("最远", "Worst"), t.say("造价", "Price")}
	var rows [][]string
	for i := range all {
		s := &all[i]
		row := []string{plain(SitingName(s).In(t.opts.Lang)), t.sitingStatus(s.Status), "–", "–", "–", "–", "–"}
		if Solved(s) {
			row[2], row[3] = strconv.Itoa(len(Chosen(s))), SharePercent(s.After.Share)
			row[4], row[5] = MaybeCost(s.After.Mean, s.Unit).In(t.opts.Lang), MaybeCost(s.After.Worst, s.Unit).In(t.opts.Lang)
			if s.Price > 0 {
				row[6] = Yuan(s.Price).In(t.opts.Lang)
			}
		}
		rows = append(rows, row)
	}
	t.table(head, rows, []int{0, 1}, 2, 3, 4, 5, 6)
}
