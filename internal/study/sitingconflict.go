package study

import (
	"math"

	"fugai/coverage"
	"fugai/coverage/siting"
	"fugai/datasets"
)

// conflictText names the conditions that contradict each other.
func (c *choice) conflictText(why *siting.Why) datasets.Text {
	out := datasets.T("没有选法能同时满足这些要求", "no choice meets all that is asked")
	sep := datasets.T("：", ": ")
	for _, cause := range why.Conflict {
		word := c.causeText(cause)
		if word.IsZero() {
			continue
		}
		out.ZH, out.EN = out.ZH+sep.ZH+word.ZH, out.EN+sep.EN+word.EN
		sep = datasets.T("；", "; ")
	}
	return out
}

// causeText words one condition of the question.
func (c *choice) causeText(cause siting.Cause) datasets.Text {
	switch cause.Condition {
	case siting.ByQuota:
		if cause.Index >= 0 && cause.Index < len(c.quota) {
			q := c.quota[cause.Index]
			return boundsText(datasets.Same(q.unit.Name), q.ask.least, q.ask.most)
		}
	case siting.ByRequired:
		if cause.Index >= 0 && cause.Index < len(c.problem.Required) {
			return datasets.T("必选“%s”", "%s is required", c.sites[c.problem.Required[cause.Index]].label())
		}
	case siting.BySites:
		if c.model == coverage.ModelDisperse {
			return datasets.T("选满 %d 处", "%d sites", c.ask.sites)
		}
		return datasets.T("至多选 %d 处", "no more sites than %d", c.ask.sites)
	case siting.ByBudget:
		return datasets.T("预算 %s", "a budget of %s", yuan(c.budget))
	case siting.BySpacing:
		return datasets.T("彼此（含现有设施）相距至少 %s", "%s between any two, existing ones included", coverage.CostText(float64(c.spacing), "m"))
	case siting.ByReplace:
		return datasets.T("现有设施至多 %d 处换址", "at most %d existing ones may move", c.replace)
	case siting.ByCapacity:
		return datasets.T("不超过各点容量", "none above its capacity")
	case siting.ByDemand:
		return c.demandText()
	}
	return datasets.Text{}
}

// label is the name of a place, or its ID where it has none.
func (p *place) label() string {
	if p.name == "" {
		return p.id
	}
	return p.name
}

// demandText says how much of the demand must be served.
func (c *choice) demandText() datasets.Text {
	g := c.groupText()
	if c.model != coverage.ModelLSCP {
		return datasets.T("每名%s都有设施可去", "all %s served", g)
	}
	share := 100.0
	if c.share > 0 {
		share = c.share * 100
	}
	return datasets.T("覆盖 %[1]s%% 的%[2]s", "%[1]s%% of %[2]s covered", plainNumber(math.Round(share*1e4)/1e4), g)
}

// mostText says how much can be served at most, where more is asked for.
func (c *choice) mostText(why *siting.Why) datasets.Text {
	if why.Need <= 0 || len(why.Unreached) > 0 {
		return datasets.Text{}
	}
	return datasets.T("；至多能覆盖 %[1]s，要求的是 %[2]s", "; %[1]s at most can be covered, and %[2]s are asked for", c.people(why.Most), c.people(math.Ceil(why.Need-1e-9)))
}

// shareRemedy is the largest share that can be covered, rounded down; the zero
// text where that is not known.
func (c *choice) shareRemedy(why *siting.Why) datasets.Text {
	sum, most := 0.0, why.Most
	for _, w := range c.weight {
		sum += w
	}
	if c.model != coverage.ModelLSCP || sum <= 0 {
		return datasets.Text{}
	}
	if most == 0 && len(why.Unreached) > 0 {
		most = sum
		for _, i := range why.Unreached {
			most -= c.weight[i]
		}
	}
	if p := math.Floor(most/sum*1000) / 10; p > 0 {
		return datasets.T("只要求覆盖 %s%%（share）", "ask for %s%% only (share)", plainNumber(p))
	}
	return datasets.Text{}
}
