package output

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
)

// listedSites is how many sites or units a cell of a comparison names.
const listedSites = 12

// WriteComparison writes scenarios side by side: targets, then choices of sites.
func WriteComparison(w io.Writer, c *coverage.Comparison, opts TerminalOptions) error {
	t := newTerminal(w, opts)
	for i, s := range c.Scenarios {
		t.line("%s", strings.TrimRight(fmt.Sprintf("%s  %s  %s  %s", scenarioLetter(i), plain(s.Label), plain(s.Title.In(opts.Lang)), s.AsOf), " "))
	}
	if len(c.Targets) > 0 {
		t.line("")
		t.comparedTargets(c)
	}
	for i := range c.Choices {
		t.line("")
		t.comparedChoice(c, &c.Choices[i])
	}
	return t.err
}

// scenarioLetter is A, B, C …
func scenarioLetter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return strconv.Itoa(i + 1)
}

func (t *terminal) comparedTargets(c *coverage.Comparison) {
	head := []string{t.say("目标", "Target")}
	for i := range c.Scenarios {
		head = append(head, scenarioLetter(i))
	}
	head = append(head, t.say("变化", "Change"))
	var rows [][]string
	for i := range c.Targets {
		d := &c.Targets[i]
		row := []string{plain(d.Name.In(t.opts.Lang))}
		for k := range d.Cells {
			row = append(row, t.targetCell(&d.Cells[k]))
		}
		rows = append(rows, append(row, t.targetChange(d)))
	}
	t.table(head, rows, []int{0, len(head) - 1})
	for i := range c.Targets {
		for k := range c.Targets[i].Cells {
			cell := &c.Targets[i].Cells[k]
			t.unitList(c.Targets[i].Name, scenarioLetter(k), t.say("新达到", "now meet it"), cell.Gained)
			t.unitList(c.Targets[i].Name, scenarioLetter(k), t.say("不再达到", "no longer meet it"), cell.Lost)
		}
	}
}

// unitList names units that changed.
func (t *terminal) unitList(target datasets.Text, letter, what string, units []coverage.ScenarioArea) {
	if len(units) == 0 {
		return
	}
	var names []string
	for i, u := range units {
		if i == listedSites {
			names = append(names, "…")
			break
		}
		names = append(names, plain(u.Name))
	}
	t.line("  %s · %s %s %d: %s", plain(target.In(t.opts.Lang)), letter, what, len(units), strings.Join(names, t.say("、", ", ")))
}

// targetValue writes a value of a target.
func targetValue(c *coverage.TargetCell) string {
	switch {
	case !c.Present || !c.Measured:
		return "–"
	case c.Percent != nil:
		return Number(*c.Percent, 2) + " %"
	}
	return Number(c.Value, 2)
}

func (t *terminal) targetCell(c *coverage.TargetCell) string {
	if !c.Present {
		return "–"
	}
	return targetValue(c) + " " + StatusMark(c.Status) + " " + StatusText(c.Status).In(t.opts.Lang)
}

// targetChange is the last scenario that has the target against the first.
func (t *terminal) targetChange(d *coverage.TargetDiff) string {
	var first, last *coverage.TargetCell
	for k := range d.Cells {
		if c := &d.Cells[k]; c.Present && c.Measured {
			if first == nil {
				first = c
			}
			last = c
		}
	}
	if first == nil || first == last {
		return "–"
	}
	change, unit := last.Value-first.Value, ""
	if first.Percent != nil && last.Percent != nil {
		change, unit = *last.Percent-*first.Percent, t.say(" 个百分点", " points")
	}
	sign := ""
	if change > 0 {
		sign = "+"
	}
	return sign + Number(change, 2) + unit
}

func (t *terminal) comparedChoice(c *coverage.Comparison, d *coverage.ChoiceDiff) {
	head := []string{d.ID}
	for i := range d.Cells {
		cell := &d.Cells[i]
		name := plain(cell.ID)
		if len(c.Scenarios) > 1 {
			name = scenarioLetter(cell.Scenario) + " " + name
		}
		head = append(head, name)
	}
	row := func(zh, en string, of func(*coverage.ChoiceCell) string) []string {
		out := []string{t.say(zh, en)}
		for i := range d.Cells {
			out = append(out, of(&d.Cells[i]))
		}
		return out
	}
	rows := [][]string{
		row("状态", "Status", func(x *coverage.ChoiceCell) string { return t.sitingStatus(x.Status) }),
		row("选中", "Chosen", func(x *coverage.ChoiceCell) string { return strconv.Itoa(x.Sites) }),
		row("覆盖", "Covered", func(x *coverage.ChoiceCell) string {
			return fmt.Sprintf("%s (%s)", Number(x.After.People, 0), SharePercent(x.After.Share))
		}),
		row("新增", "More", func(x *coverage.ChoiceCell) string { return Number(x.After.People-x.Before.People, 0) }),
		row("平均", "Mean", func(x *coverage.ChoiceCell) string { return MaybeCost(x.After.Mean, x.Unit).In(t.opts.Lang) }),
		row("最远", "Worst", func(x *coverage.ChoiceCell) string { return MaybeCost(x.After.Worst, x.Unit).In(t.opts.Lang) }),
		row("造价", "Price", func(x *coverage.ChoiceCell) string {
			if x.Price == 0 {
				return "–"
			}
			return Yuan(x.Price).In(t.opts.Lang)
		}),
		row("最差单元", "Worst unit", func(x *coverage.ChoiceCell) string {
			if x.Fairness.WorstShare == nil {
				return "–"
			}
			return plain(x.Fairness.WorstUnit) + " " + SharePercent(*x.Fairness.WorstShare)
		}),
		row("基尼系数（单元）", "Gini of units", func(x *coverage.ChoiceCell) string {
			if x.Fairness.Gini == nil {
				return "–"
			}
			return Number(*x.Fairness.Gini, 3)
		}),
		row("只在此选中", "Only here", func(x *coverage.ChoiceCell) string { return siteNames(x.Only) }),
	}
	t.table(head, rows, nil)
	if len(d.Cells) > 1 {
		t.line(t.say("都选中 %d 处：%s", "in all of them %d: %s"), len(d.Shared), strings.ReplaceAll(siteNames(d.Shared), "\n", t.say("、", ", ")))
	}
}

// siteNames lists sites, one a line.
func siteNames(sites []coverage.ChoiceSite) string {
	var names []string
	for i, s := range sites {
		if i == listedSites {
			names = append(names, "…")
			break
		}
		name := s.Name
		if name == "" {
			name = s.ID
		}
		names = append(names, plain(name))
	}
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, "\n")
}
