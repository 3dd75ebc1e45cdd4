package study

import (
	"math"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
)

// whyText is the sentence on the status.
func (c *choice) whyText(cancelled bool) datasets.Text {
	n := 0
	for i := range c.out.Sites {
		n += one(c.out.Sites[i].Role == coverage.RoleChosen)
	}
	switch c.out.Status {
	case coverage.SitingOptimal:
		return c.optimalText(n)
	case coverage.SitingFeasible:
		return datasets.T("已证明：任何选法至多再好 %s，在接受的差距之内", "proved: at most %s better is possible, within the gap that is accepted", c.gapPercent())
	case coverage.SitingTimeLimit:
		why := datasets.T("时间到", "the time was up")
		if cancelled {
			why = datasets.T("被中断", "it was interrupted")
		}
		if c.out.Gap == nil {
			return datasets.T("%s：这是到此为止最好的选法，还能好多少没有得出", "%s: this is the best so far, and how much better is possible is not known", why)
		}
		return datasets.T("%[1]s：这是到此为止最好的选法，任何选法至多再好 %[2]s", "%[1]s: this is the best so far, and at most %[2]s better is possible", why, c.gapPercent())
	case coverage.SitingUnknown:
		if cancelled {
			return datasets.T("在找到第一个选法之前被中断", "it was interrupted before any choice was found")
		}
		return datasets.T("时间到，还没有找到选法；延长 time_limit，或放宽要求", "the time was up before any choice was found: allow more time (time_limit), or ask for less")
	}
	return c.infeasibleText()
}

// gapPercent rounds up, so that what is said holds.
func (c *choice) gapPercent() string {
	if c.out.Gap == nil {
		return "?"
	}
	return plainNumber(math.Ceil(*c.out.Gap*1e4-1e-9)/100) + "%"
}

func (c *choice) optimalText(n int) datasets.Text {
	rest := datasets.Text{}
	switch {
	case n == 0 && c.within > 0 && c.budget == 0 && c.out.After.Share < 1 && c.model != coverage.ModelLSCP:
		rest = datasets.T("；没有候选点能让 %s内多出任何人，请核对 within 及其单位", "; no candidate brings anybody more within %s: see to within and its unit", c.costText(c.within))
	case c.ask.sites > n && c.model != coverage.ModelLSCP:
		rest = datasets.T("；其余 %d 个名额用了也不会更好", "; the other %d places would add nothing", c.ask.sites-n)
	}
	var what datasets.Text
	switch c.model {
	case coverage.ModelMCLP, coverage.ModelBackup:
		what = datasets.T("没有别的选法覆盖得更多", "no other choice covers more")
	case coverage.ModelCombined:
		what = datasets.T("没有别的选法覆盖得更多，覆盖同样多的没有更近的", "no other choice covers more, and none that covers as many is nearer")
	case coverage.ModelLSCP:
		what = datasets.T("少于 %d 处做不到", "fewer than %d will not do", n)
		if len(c.sizes) > 0 && c.budget == 0 {
			what = datasets.T("没有更便宜的选法", "no choice is cheaper")
		}
	case coverage.ModelPMedian:
		what = datasets.T("没有别的选法总路程更短", "no other choice has shorter ways in sum")
	case coverage.ModelPCenter:
		what = datasets.T("没有别的选法让最远的人更近", "no other choice brings the farthest nearer")
	default:
		what = datasets.T("没有别的选法相距更远", "no other choice stands farther apart")
	}
	return datasets.T("已证明最优：%[1]s%[2]s", "proved: %[1]s%[2]s", what, rest)
}

// infeasibleText says what stands in the way.
func (c *choice) infeasibleText() datasets.Text {
	why := c.result.Why
	switch {
	case why == nil:
		return datasets.T("没有选法能同时满足这些要求", "no choice meets all that is asked")
	case len(why.Unreached) == 0:
		text, most := c.conflictText(why), c.mostText(why)
		return datasets.Text{ZH: text.ZH + most.ZH, EN: text.EN + most.EN}
	}
	people, names := 0.0, []string{}
	for _, i := range why.Unreached {
		people += c.weight[i]
		if len(names) < 5 {
			names = append(names, c.l.demand.Name(int(c.rows[i])))
		}
	}
	more := datasets.Text{}
	if n := len(why.Unreached); n > len(names) {
		more = datasets.T(" 等", " and %d more", n-len(names))
		more.ZH = " 等"
	}
	return datasets.T("%[2]s以内没有足够候选点的需求有 %[1]d 处（%[3]s）：%[4]s%[5]s", "%[1]d places of demand (%[3]s) have too few candidates within %[2]s: %[4]s%[5]s",
		len(why.Unreached), c.costText(c.within), c.people(people), strings.Join(names, "、"), more)
}

// remedies are single changes that would make the question possible.
func (c *choice) remedies() []datasets.Text {
	why := c.result.Why
	if c.out.Status != coverage.SitingInfeasible || why == nil {
		return nil
	}
	var out []datasets.Text
	if r := c.shareRemedy(why); !r.IsZero() {
		out = append(out, r)
	}
	if len(why.Unreached) > 0 {
		out = append(out, datasets.T("在那里增加候选点", "offer candidates there"))
	}
	if why.Within > 0 {
		unit := 1.0
		if c.costs.Unit() == "s" {
			unit = 6
		}
		out = append(out, datasets.T("把 within 放宽到 %s", "allow %s (within)", coverage.CostText(math.Ceil(why.Within/unit-1e-9)*unit, c.costs.Unit())))
	}
	if why.Sites > 0 && (c.ask.sites == 0 || why.Sites > c.ask.sites) {
		out = append(out, datasets.T("选 %d 处（sites）", "open %d (sites)", why.Sites))
	}
	if why.Budget > 0 {
		out = append(out, datasets.T("把预算提高到 %s（budget）", "raise the budget to %s", yuan(math.Ceil(why.Budget))))
	}
	if why.Spacing > 0 {
		out = append(out, datasets.T("把间距减到 %s（spacing）", "ask for %s between sites (spacing)", coverage.CostText(math.Floor(why.Spacing), "m")))
	}
	for _, k := range why.Quotas {
		if k < len(c.quota) {
			q := c.quota[k]
			out = append(out, datasets.T("放宽配额“%s”", "relax the quota: %s", boundsText(datasets.Same(q.unit.Name), q.ask.least, q.ask.most)))
		}
	}
	return out
}

// noteRest tells what the account leaves out or takes for granted.
func (c *choice) noteRest() {
	if c.lost > 0 {
		c.remark(datasets.T("%s没有位置，按未覆盖计", "%s have no place and count as not covered", c.people(c.lost)))
	}
	if c.skipped() > 0 {
		c.remark(datasets.T("%s到不了任何候选点或设施，没有参与选址，按未覆盖计", "%s reach no candidate or facility at all: they are left out of the choice and count as not covered", c.people(c.skipped())))
	}
	if c.way != nil && !c.way.way.Note.IsZero() {
		c.remark(c.way.way.Note)
	}
	if n := len(c.result.Unmet); n > 0 && c.result.Open != nil {
		c.remark(datasets.T("应优先的候选点有 %[1]d 处，选了 %[2]d 处；在名额、配额与预算之内不能更多", "of %[1]d candidates that come first %[2]d are chosen; number, quotas and budget allow no more", n+len(c.result.Mandated), len(c.result.Mandated)))
	}
	if c.existing && c.out.Asked.Existing == 0 && !c.s.loose {
		c.remark(datasets.T("截至 %[1]s 没有在用的%[2]s计入", "no %[2]s in service as of %[1]s counts", c.asOf.String(), c.kindText()))
	}
	if c.cut && c.capacity {
		c.remark(datasets.T("只算了 %s以内的路程，均值和最远值不含更远的", "ways were counted up to %s: mean and worst leave out what is farther", c.costText(c.costs.Cutoff())))
	}
}

// skipped sums the people that the choice leaves out.
func (c *choice) skipped() float64 {
	if c.model != coverage.ModelPMedian && c.model != coverage.ModelPCenter {
		return 0
	}
	sum := 0.0
	for i, w := range c.problem.Weights {
		if w == 0 {
			sum += c.weight[i]
		}
	}
	return sum
}
