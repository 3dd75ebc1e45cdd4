package study

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"fugai/coverage"
	"fugai/coverage/siting"
	"fugai/datasets"
)

// limit is how long the search may take.
func (c *choice) limit() time.Duration {
	if c.o.TimeLimit > 0 {
		return c.o.TimeLimit
	}
	if c.timeLimit > 0 {
		return c.timeLimit
	}
	return defaultTimeLimit
}

func (c *choice) accepted() float64 {
	if c.o.Gap != nil {
		return *c.o.Gap
	}
	return c.gap
}

// solve looks for the best choice.
func (c *choice) solve(ctx context.Context) error {
	engine, err := c.engine()
	if err != nil {
		return err
	}
	s := siting.Settings{TimeLimit: c.limit(), Gap: c.accepted(), Engine: engine, Memory: sitingMemory}
	s.Progress = func(objective, bound float64) {
		c.o.step(Step{Stage: Siting, Total: 1, What: c.id + " " + gapText(objective, bound)})
	}
	if c.result, err = siting.Solve(ctx, c.problem, s); err != nil {
		return c.invalid(err)
	}
	if !c.o.KeepBest && ctx.Err() != nil {
		return ctx.Err()
	}
	for _, step := range c.result.Steps {
		if step.Name == "own search" { // in the program's own terms, not the model's
			step.Objective, step.Bound = math.NaN(), math.NaN()
		}
		c.steps = append(c.steps, coverage.SitingStep{Name: step.Name, Seconds: step.Seconds, Best: finite(step.Objective), Bound: finite(step.Bound)})
	}
	return nil
}

// gapText writes how far apart the best and the bound are.
func gapText(objective, bound float64) string {
	if math.IsNaN(objective) || math.IsInf(bound, 0) {
		return ""
	}
	return thousands(objective) + " / " + thousands(bound)
}

// finite is nil for what is no number.
func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// statusOf puts a solver's status into the account's words.
func statusOf(s siting.Status) coverage.SitingStatus {
	switch s {
	case siting.Optimal:
		return coverage.SitingOptimal
	case siting.Feasible:
		return coverage.SitingFeasible
	case siting.Infeasible:
		return coverage.SitingInfeasible
	case siting.TimeLimit:
		return coverage.SitingTimeLimit
	}
	return coverage.SitingUnknown
}

// invalid puts what the solver refuses into words.
func (c *choice) invalid(err error) error {
	var bad *siting.InvalidError
	var large *siting.MemoryError
	switch {
	case errors.As(err, &large):
		return wrongSiting(c.e, datasets.T("求解约需 %[1]s GB 内存，超过 %[2]s GB", "the solver would take about %[1]s GB of memory, more than %[2]s GB", thousands(float64(large.Need)/1e9), thousands(float64(large.Limit)/1e9)),
			datasets.T("减小 within，减少候选点，或把需求汇总到较大的单元", "make within smaller, offer fewer candidates, or sum the demand by larger units"))
	case errors.As(err, &bad):
		return wrongSiting(c.e, datasets.T("这个选址问题求解器不接受：%s", "the solver does not take this question: %s", bad.Error()), datasets.T("各模型需要什么见 docs/siting.md", "docs/siting.md says what each model needs"))
	}
	return err
}

// families bound the time of the curve and of the choice by other limits.
const (
	familyPoints = 12
	familyTime   = 10 * time.Second
)

// familyLimit is the time for the points of a family.
func (c *choice) familyLimit() time.Duration { return min(familyTime, c.limit()) }

// curve solves for other numbers of sites.
func (c *choice) curve(ctx context.Context) ([]coverage.SitingPoint, error) {
	asked, base := c.ask.sites, c.problem
	if c.model == coverage.ModelLSCP { // what fewer sites would cover
		asked, base.Model, base.Share, base.Price = len(c.result.Open)-len(c.keptOpen()), siting.MCLP, 0, nil
	}
	if asked == 0 || c.model == coverage.ModelDisperse || c.capacity {
		return []coverage.SitingPoint{}, nil
	}
	var counts []int
	most := 0
	for i := range c.sites {
		if !c.sites[i].existing && !c.sites[i].forbidden {
			most++
		}
	}
	least := max(1, len(c.problem.Required))
	most = min(most, asked+max(2, asked/2))
	if c.model == coverage.ModelLSCP {
		most = asked
	}
	for k := range familyPoints {
		n := least + int(math.Round(float64(k)*float64(most-least)/(familyPoints-1)))
		counts = append(counts, n)
	}
	counts = append(counts, asked)
	slices.Sort(counts)
	counts = slices.Compact(counts)
	out := []coverage.SitingPoint{}
	begun := time.Now()
	for _, n := range counts {
		q := base
		q.Sites = n
		pt, err := c.point(ctx, q, n == asked && c.model != coverage.ModelLSCP, c.familyLimit()-time.Since(begun))
		if err != nil || pt == nil {
			return out, err
		}
		pt.Asked = n == asked
		out = append(out, *pt)
	}
	return out, nil
}

// radius solves for other limits.
func (c *choice) radius(ctx context.Context) ([]coverage.SitingPoint, error) {
	out := []coverage.SitingPoint{}
	if c.problem.Within == 0 || c.capacity {
		return out, nil
	}
	begun := time.Now()
	for _, f := range []float64{0.5, 0.75, 1, 1.25, 1.5} {
		q := c.problem
		if q.Within = f * c.within; q.Within > c.costs.Cutoff() {
			break
		}
		if q.Within != c.within {
			q.Within = math.Round(q.Within)
		}
		pt, err := c.point(ctx, q, f == 1, c.familyLimit()-time.Since(begun))
		if err != nil || pt == nil {
			return out, err
		}
		out = append(out, *pt)
	}
	return out, nil
}

// point solves one of a family; nil where there is no time left.
func (c *choice) point(ctx context.Context, q siting.Problem, asked bool, left time.Duration) (*coverage.SitingPoint, error) {
	pt := coverage.SitingPoint{Sites: q.Sites, Within: q.Within, Asked: asked}
	if asked {
		pt.Status, pt.Objective, pt.Bound = statusOf(c.result.Status), finite(c.result.Objective), finite(c.result.Bound)
		return &pt, nil
	}
	if left <= 0 || stopped(ctx) {
		return nil, nil
	}
	found, err := siting.Curve(ctx, q, siting.Settings{TimeLimit: min(left, c.familyLimit()/4), Gap: c.accepted()}, []int{q.Sites}, nil)
	var bad *siting.InvalidError
	switch {
	case errors.As(err, &bad): // such as fewer sites than the quotas ask for
		pt.Status = coverage.SitingInfeasible
		return &pt, nil
	case err != nil:
		return nil, err
	}
	if stopped(ctx) {
		return nil, nil
	}
	pt.Status, pt.Objective, pt.Bound = statusOf(found[0].Status), finite(found[0].Objective), finite(found[0].Bound)
	return &pt, nil
}

// notePrices tells what could be reached without the priority and without the
// quotas, so that a meeting knows what they cost.
func (c *choice) notePrices(ctx context.Context) error {
	if c.capacity || c.out.Status != coverage.SitingOptimal || c.measureOf() != coverage.MeasurePeople && c.measureOf() != coverage.MeasurePeopleCost {
		return nil
	}
	mandate, quotas := c.problem, c.problem
	mandate.Mandated, quotas.Quotas = nil, nil
	for _, f := range []struct {
		given bool
		q     siting.Problem
		word  datasets.Text
	}{{c.e.Mandate.set(), mandate, datasets.T("不设优先", "without the priority")}, {len(c.problem.Quotas) > 0, quotas, datasets.T("不设配额", "without the quotas")}} {
		if !f.given {
			continue
		}
		pt, err := c.point(ctx, f.q, false, c.familyLimit())
		if err != nil {
			return err
		}
		if pt == nil || pt.Objective == nil || pt.Status != coverage.SitingOptimal {
			continue
		}
		switch more := math.Abs(*pt.Objective - *c.out.Objective); {
		case more < 1e-9*math.Abs(*c.out.Objective):
			c.remark(datasets.T("%s也不会更好", "%s it would be no better", f.word))
		case c.model == coverage.ModelPMedian:
			c.remark(datasets.T("%[1]s，总路程可以再少 %[2]s", "%[1]s the ways could be shorter by %[2]s", f.word, c.amountText(more)))
		default:
			c.remark(datasets.T("%[1]s，可以多覆盖 %[2]s", "%[1]s %[2]s more could be covered", f.word, c.people(more)))
		}
	}
	return nil
}
