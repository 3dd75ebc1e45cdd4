package study

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"fugai/coverage"
	"fugai/coverage/siting"
)

// accountSites lists every place with its part, and the case for each chosen.
func (c *choice) accountSites(ctx context.Context, before, after *reached) error {
	rows := make([]coverage.SitingSite, len(c.sites))
	for j := range c.sites {
		rows[j] = c.siteRow(j)
	}
	if c.result.Open != nil {
		if err := c.defend(ctx, rows); err != nil {
			return err
		}
		c.serves(rows, before, after)
		if err := c.plan(ctx, rows); err != nil {
			return err
		}
	}
	for j := range rows {
		if rows[j].Role == coverage.RoleChosen {
			rows[j].Defence = c.defenceText(&rows[j], rows)
		}
	}
	order := []coverage.SitingRole{coverage.RoleChosen, coverage.RoleClosing, coverage.RoleExisting, coverage.RoleRejected, coverage.RoleBarred}
	slices.SortStableFunc(rows, func(a, b coverage.SitingSite) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Role), slices.Index(order, b.Role)), cmp.Compare(a.Place, b.Place), strings.Compare(a.ID, b.ID))
	})
	c.out.Sites = rows
	return nil
}

// siteRow is what is known of a place before the case for it.
func (c *choice) siteRow(j int) coverage.SitingSite {
	s := &c.sites[j]
	row := coverage.SitingSite{ID: s.id, Name: s.name, Area: s.area, Required: s.required, Mandated: s.mandated, Capacity: s.capacity, Role: coverage.RoleRejected}
	if s.point != nil {
		row.Point = *s.point
	}
	if a := c.units.at(s.area, c.reportLevel()); a != nil {
		row.Unit = a.Name
	} else if a := c.units.byID[s.area]; a != nil {
		row.Unit = a.Name
	}
	if s.price != nil && !s.existing {
		row.Price = *s.price
	}
	open := slices.Index(c.result.Open, j)
	switch {
	case s.existing && s.replaceable && c.result.Open != nil && open < 0:
		row.Role = coverage.RoleClosing
	case s.existing:
		row.Role = coverage.RoleExisting
	case s.forbidden:
		row.Role = coverage.RoleBarred
	case open >= 0:
		row.Role = coverage.RoleChosen
	}
	if row.Role == coverage.RoleChosen && open < len(c.result.Size) && len(c.sizes) > 0 {
		z := c.sizes[c.result.Size[open]]
		row.Size, row.Price, row.Capacity = z.name, z.cost, z.capacity
	}
	return row
}

// defend weighs the chosen sites with the solver.
func (c *choice) defend(ctx context.Context, rows []coverage.SitingSite) error {
	d, err := siting.Explain(ctx, c.problem, c.result)
	var bad *siting.InvalidError
	if errors.As(err, &bad) { // no such measure: the chosen stand in the order of what they serve
		return nil
	}
	if err != nil {
		return err
	}
	for _, s := range d.Sites {
		r := &rows[s.Site]
		r.Loss, r.Shortfall = finite(s.Loss), finite(s.Shortfall)
		if r.Role != coverage.RoleChosen {
			continue // an existing facility that is kept
		}
		r.Place, r.Gain, r.After = s.Place, orZero(s.Gain), orZero(s.After)
		if s.RunnerUp >= 0 && r.Shortfall != nil {
			r.RunnerUp = c.sites[s.RunnerUp].id
		}
	}
	for _, t := range d.Ties {
		c.out.Ties = append(c.out.Ties, coverage.SitingSwap{Out: c.sites[t.Out].id, In: c.sites[t.In].id, Loss: t.Loss})
	}
	return nil
}

func orZero(v float64) float64 {
	if f := finite(v); f != nil {
		return *f
	}
	return 0
}

// serves sums whom each site serves and whom it newly serves, by unit.
func (c *choice) serves(rows []coverage.SitingSite, before, after *reached) {
	units := make([]map[string]float64, len(rows))
	give := func(i, site int, people, newly float64) {
		rows[site].Serves += people
		if newly <= 0 || rows[site].Role != coverage.RoleChosen {
			return
		}
		rows[site].Newly += newly
		if units[site] == nil {
			units[site] = map[string]float64{}
		}
		if u := c.units.at(c.l.demand.Area(int(c.rows[i])), c.reportLevel()); u != nil {
			units[site][u.ID] += newly
		}
	}
	share := make([]float64, len(c.rows)) // of a row that goes to chosen sites
	for _, s := range after.shares {
		if rows[s.Site].Role == coverage.RoleChosen {
			share[s.Demand] += s.Weight
		}
	}
	for _, s := range after.shares {
		newly := 0.0
		if share[s.Demand] > 0 {
			newly = max(0, after.covered[s.Demand]-before.covered[s.Demand]) * s.Weight / share[s.Demand]
		}
		give(s.Demand, s.Site, s.Weight, newly)
	}
	for i := range c.rows {
		if after.shares == nil && after.site[i] >= 0 {
			newly := after.covered[i] - before.covered[i]
			site := int(after.site[i])
			if newly > 0 {
				site = c.credited(i, site, rows)
			}
			give(i, site, c.weight[i], newly)
		}
	}
	for j := range rows {
		rows[j].Units = c.shares(units[j])
	}
	c.placeRest(rows)
}

// credited is the chosen site that a newly covered row owes it to: the nearest
// one, which where several sites must be near need not be the nearest of all.
func (c *choice) credited(i, nearest int, rows []coverage.SitingSite) int {
	if site, _, ok := c.costs.Nearest(i, func(j int) bool { return rows[j].Role == coverage.RoleChosen }); ok {
		return site
	}
	return nearest
}

// shares lists units by what they gain, most first.
func (c *choice) shares(of map[string]float64) []coverage.SitingShare {
	var out []coverage.SitingShare
	for id, people := range of {
		out = append(out, coverage.SitingShare{Area: id, Name: c.units.byID[id].Name, People: people})
	}
	slices.SortFunc(out, func(a, b coverage.SitingShare) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Area, b.Area))
	})
	return out
}

// placeRest gives a place to chosen sites that the solver did not put in order:
// by what they newly serve, then by what they serve.
func (c *choice) placeRest(rows []coverage.SitingSite) {
	var rest []int
	placed := 0
	for j := range rows {
		if rows[j].Role == coverage.RoleChosen && rows[j].Place == 0 {
			rest = append(rest, j)
		}
		placed = max(placed, rows[j].Place)
	}
	slices.SortStableFunc(rest, func(a, b int) int {
		return cmp.Or(cmp.Compare(rows[b].Newly, rows[a].Newly), cmp.Compare(rows[b].Serves, rows[a].Serves), strings.Compare(rows[a].ID, rows[b].ID))
	})
	sum := c.out.Before.People
	for k, j := range rest {
		rows[j].Place, rows[j].Gain = placed+k+1, rows[j].Newly
		sum += rows[j].Newly
		rows[j].After = sum
	}
	c.closeGaps(rows)
}

// closeGaps numbers the chosen from 1 where existing facilities that are kept
// stood between them in the solver's order.
func (c *choice) closeGaps(rows []coverage.SitingSite) {
	var chosen []int
	for j := range rows {
		if rows[j].Role == coverage.RoleChosen {
			chosen = append(chosen, j)
		}
	}
	slices.SortFunc(chosen, func(a, b int) int { return cmp.Compare(rows[a].Place, rows[b].Place) })
	for k, j := range chosen {
		rows[j].Place = k + 1
	}
}

// plan spreads the chosen over the phases, those that come first into the
// first, and orders them by phase.
func (c *choice) plan(ctx context.Context, rows []coverage.SitingSite) error {
	if len(c.phases) == 0 {
		return nil
	}
	plan, err := c.spreadYears(ctx)
	if err != nil {
		return err
	}
	place, open := 0, c.keptOpen()
	for k, year := range plan.Years {
		phase := coverage.SitingPhase{Name: c.phases[k].name, Sites: []string{}}
		for _, j := range c.inOrder(ctx, open, year.Open, rows) {
			place++
			r := &rows[j]
			r.Place, r.Phase = place, phase.Name
			phase.Sites = append(phase.Sites, r.ID)
			phase.Price += r.Price
		}
		open = append(open, year.Open...)
		phase.Objective = c.achieved(open)
		c.out.Phases = append(c.out.Phases, phase)
	}
	for _, j := range plan.Left {
		place++
		rows[j].Place = place
	}
	return nil
}

// keptOpen lists the replaceable facilities that the choice keeps.
func (c *choice) keptOpen() []int {
	var out []int
	for _, j := range c.result.Open {
		if c.sites[j].existing {
			out = append(out, j)
		}
	}
	return out
}

// achieved is what open sites give with those that stay open anyway: people
// covered, or for the p-median the sum of costs.
func (c *choice) achieved(open []int) float64 {
	if open == nil {
		open = []int{}
	}
	r := c.reach(c.standing(open))
	sum := 0.0
	for i, w := range c.problem.Weights {
		if c.model == coverage.ModelPMedian {
			sum += w * r.cost[i]
		} else {
			sum += r.covered[i]
		}
	}
	return sum
}

// spreadYears gives each year its sites.
func (c *choice) spreadYears(ctx context.Context) (siting.Schedule, error) {
	engine, err := c.engine()
	if err != nil {
		return siting.Schedule{}, err
	}
	years := make([]siting.Year, len(c.phases))
	for k := range years {
		years[k].Sites = c.phases[k].sites
	}
	plan, err := siting.Phases(ctx, c.problem, siting.Settings{TimeLimit: c.limit(), Engine: engine}, c.result, years)
	if err != nil {
		return siting.Schedule{}, c.invalid(err)
	}
	return plan, nil
}

// inOrder puts the sites of a phase in the order in which they serve most, with
// those before them open, and tells what each adds.
func (c *choice) inOrder(ctx context.Context, before, year []int, rows []coverage.SitingSite) []int {
	q := c.problem
	q.Quotas, q.Budget, q.Price, q.Spacing, q.Required, q.Mandated, q.Share, q.Sites = nil, 0, nil, 0, nil, nil, 0, max(1, len(year))
	q.Fixed = append(slices.Clone(q.Fixed), before...)
	q.Replaceable, q.Replace = nil, 0
	res := c.result
	res.Open = year
	d, err := siting.Explain(ctx, q, res)
	if err != nil || len(d.Sites) != len(year) {
		out := slices.Clone(year)
		slices.SortFunc(out, func(a, b int) int { return cmp.Compare(rows[a].Place, rows[b].Place) })
		return out
	}
	var out []int
	for _, s := range d.Sites {
		rows[s.Site].Gain, rows[s.Site].After = orZero(s.Gain), orZero(s.After)
		out = append(out, s.Site)
	}
	return out
}
