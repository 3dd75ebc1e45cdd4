package study

import (
	"context"
	"math"
	"slices"
	"strings"

	"fugai/coverage"
	"fugai/coverage/siting"
	"fugai/coverage/siting/highs"
	"fugai/datasets"
	"fugai/geo"
)

// quotaOf is a quota of the problem and what it is of.
type quotaOf struct {
	ask  *quotaAsk
	unit *datasets.Area
}

// buildProblem states the question for the solver.
func (c *choice) buildProblem(context.Context) error {
	models := map[coverage.SitingModel]siting.Model{coverage.ModelMCLP: siting.MCLP, coverage.ModelLSCP: siting.LSCP, coverage.ModelPMedian: siting.PMedian,
		coverage.ModelPCenter: siting.PCenter, coverage.ModelBackup: siting.Backup, coverage.ModelDisperse: siting.Dispersion, coverage.ModelCombined: siting.CoverThenCost}
	p := &c.problem
	*p = siting.Problem{Model: models[c.model], Weights: c.weight, Sites: c.ask.sites, Share: c.share, Budget: c.budget, Replace: c.replace}
	if p.Share == 1 {
		p.Share = 0
	}
	if c.model == coverage.ModelMCLP || c.model == coverage.ModelLSCP {
		p.Times = c.times
	}
	if c.model != coverage.ModelPMedian && c.model != coverage.ModelPCenter && c.model != coverage.ModelDisperse {
		p.Within = c.within
	}
	p.Costs = c.costs
	c.demandLeft()
	c.fillRoles()
	c.fillNumbers()
	if err := c.fillQuotas(); err != nil {
		return err
	}
	if c.spacing > 0 || c.model == coverage.ModelDisperse {
		p.Spacing = float64(c.spacing)
		p.Apart = c.apart
	}
	return nil
}

// demandLeft takes out of the choice the demand that no site reaches where the
// model would otherwise have no answer: it is counted apart.
func (c *choice) demandLeft() {
	if c.model != coverage.ModelPMedian && c.model != coverage.ModelPCenter {
		return
	}
	weight := slices.Clone(c.weight)
	for i := range weight {
		if _, _, ok := c.costs.Nearest(i, func(j int) bool { return !c.sites[j].forbidden }); !ok {
			weight[i] = 0
		}
	}
	c.problem.Weights = weight
}

func (c *choice) fillRoles() {
	p := &c.problem
	for j := range c.sites {
		switch s := &c.sites[j]; {
		case s.existing && s.replaceable:
			p.Replaceable = append(p.Replaceable, j)
		case s.existing:
			p.Fixed = append(p.Fixed, j)
		case s.forbidden:
			p.Forbidden = append(p.Forbidden, j)
		case s.required:
			p.Required = append(p.Required, j)
		}
		if s := &c.sites[j]; s.mandated && !s.existing && !s.forbidden {
			p.Mandated = append(p.Mandated, j)
		}
	}
}

// fillNumbers gives the problem prices, capacities and sizes where they count.
func (c *choice) fillNumbers() {
	p, n := &c.problem, len(c.sites)
	if c.budget > 0 || len(c.sizes) > 0 {
		p.Price = make([]float64, n)
	}
	if c.capacity {
		p.Capacity = make([]float64, n)
	}
	if len(c.sizes) > 0 {
		p.Sizes = make([][]siting.Size, n)
	}
	for j := range c.sites {
		s := &c.sites[j]
		if p.Price != nil && s.price != nil && !s.existing {
			p.Price[j] = *s.price
		}
		if p.Capacity != nil && s.capacity != nil {
			p.Capacity[j] = *s.capacity
		}
		if p.Sizes != nil && !s.existing {
			for _, z := range c.sizes {
				p.Sizes[j] = append(p.Sizes[j], siting.Size{Price: z.cost, Capacity: *z.capacity})
			}
		}
	}
}

// apart is the straight distance of two columns in metres.
func (c *choice) apart(a, b int) float64 {
	p, q := c.sites[a].point, c.sites[b].point
	if p == nil || q == nil {
		return math.Inf(1)
	}
	return math.Round(float64(geo.Distance(*p, *q))*1000) / 1000
}

// fillQuotas adds the quotas of units.
func (c *choice) fillQuotas() error {
	for i := range c.quotas {
		q := &c.quotas[i]
		units, err := c.quotaUnits(q)
		if err != nil {
			return err
		}
		for _, u := range units {
			var sites []int
			for j := range c.sites {
				if p := &c.sites[j]; !p.existing && !p.forbidden && c.units.within(p.area, u.ID) {
					sites = append(sites, j)
				}
			}
			most := q.most
			if most < 0 || most > len(sites) {
				most = len(sites)
			}
			if len(sites) < q.least {
				return wrong(q.e.AtLeast, datasets.T("配额要求“%[1]s”至少 %[2]d 个，那里可选的候选点只有 %[3]d 个", "the quota asks for at least %[2]d in %[1]s, where only %[3]d candidates may be chosen", u.Name, q.least, len(sites)),
					datasets.T("减小 at_least，或在那里增加候选点", "make at_least smaller, or offer more candidates there"))
			}
			if len(sites) > 0 {
				c.problem.Quotas = append(c.problem.Quotas, siting.Quota{Sites: sites, Least: q.least, Most: most})
				c.quota = append(c.quota, quotaOf{q, u})
			}
		}
	}
	return nil
}

// quotaUnits are the units that a quota speaks of.
func (c *choice) quotaUnits(q *quotaAsk) ([]*datasets.Area, error) {
	var out []*datasets.Area
	if q.level != "" {
		for i := range c.l.areas {
			if a := &c.l.areas[i]; a.Level == q.level {
				out = append(out, a)
			}
		}
		return out, nil
	}
	gaz := datasets.NewGazetteer(c.l.areas)
	for _, v := range q.e.Units.items {
		id, ok := gaz.ByCode(v.text)
		if !ok {
			id = gaz.ByName(strings.FieldsFunc(v.text, func(r rune) bool { return r == '/' || r == '›' })).ID
		}
		u := c.units.byID[id]
		if u == nil {
			return nil, wrong(v, datasets.T("配额里的单元“%s”不在单元图层中，或不唯一", "the quota's unit %q is in no layer of units, or is not unique", v.text),
				datasets.T("有：%s", "there are: %s", c.knownUnits()))
		}
		if slices.ContainsFunc(out, func(have *datasets.Area) bool { return have.ID == u.ID }) {
			return nil, wrong(v, datasets.T("配额里的单元“%s”写了两次", "the quota names the unit %q twice", v.text), datasets.Text{})
		}
		out = append(out, u)
	}
	return out, nil
}

// knownUnits lists the units of the highest level that has several.
func (c *choice) knownUnits() string {
	var names []string
	level := c.reportLevel()
	for i := range c.l.areas {
		if c.l.areas[i].Level == level && len(names) < 40 {
			names = append(names, c.l.areas[i].Name)
		}
	}
	return strings.Join(names, "、")
}

// reportLevel is the level that units are shown by: what the question says,
// that of its quotas, or the highest that has several units.
func (c *choice) reportLevel() string {
	if c.reportBy != "" {
		return c.reportBy
	}
	for i := range c.quotas {
		if c.quotas[i].level != "" {
			return c.quotas[i].level
		}
	}
	count := map[string]int{}
	for i := range c.l.areas {
		count[c.l.areas[i].Level]++
	}
	for _, level := range c.units.levels {
		if count[level] > 1 {
			return level
		}
	}
	if len(c.units.levels) > 0 {
		return c.units.levels[0]
	}
	return ""
}

// engine chooses the solver of mixed-integer programs.
func (c *choice) engine() (siting.Engine, error) {
	name := c.solver
	if name == "own" {
		return nil, nil
	}
	if name == "cbc" || name == "highs" && highs.New(highs.Settings{}).Available() != nil {
		found, err := highs.Find(name)
		if err != nil {
			return nil, wrong(c.e.Solver, datasets.T("没有找到求解器 %s", "the solver %s is not found", name), datasets.T("安装 %s，或写 solver: auto", "install %s, or write solver: auto", name))
		}
		return found, nil
	}
	own := highs.New(highs.Settings{})
	if own.Available() == nil {
		return own, nil
	}
	for _, name := range []string{"highs", "cbc"} {
		if found, err := highs.Find(name); err == nil {
			return found, nil
		}
	}
	if c.capacity {
		return nil, wrong(c.e.Capacity, datasets.T("按容量选址需要整数规划求解器，这个程序没有内置，系统里也没有 highs 或 cbc", "capacities need a mixed-integer solver; this program has none inside, and there is no highs or cbc on the system"),
			datasets.T("安装 highs 或 coinor-cbc，或用 make 重新构建", "install highs or coinor-cbc, or build again with make"))
	}
	return nil, nil
}
