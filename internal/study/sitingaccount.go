package study

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"fugai/coverage"
	"fugai/coverage/siting"
	"fugai/datasets"
)

// manyAllocations is the number of places of demand up to which each one's site
// is listed, for maps.
const manyAllocations = 200_000

// maxUnreached bounds the list of demand that nothing reaches.
const maxUnreached = 500

// account fills the published account from the result.
func (c *choice) account(ctx context.Context) error {
	if c.out == nil {
		c.out = &coverage.Siting{}
	}
	out, cancelled := c.out, stopped(ctx)
	ctx = context.WithoutCancel(ctx) // what is known is told in full; only further searches are left out
	out.ID, out.Name, out.Source, out.Kind, out.Model, out.Group = c.id, c.name, c.e.Source, c.kind, c.model, c.groupID()
	if !c.byPlaces() && !c.weighted() && out.Group != "people" {
		out.Heads = c.groupText()
	}
	out.Unit, out.Within, out.Total = c.costs.Unit(), c.within, c.total
	if c.times > 1 {
		out.Times = c.times
	}
	if c.way != nil {
		out.Way = c.way.way
	}
	out.Asked, out.Rule, out.Measure = c.asked(), c.ruleText(), c.measureOf()
	r := &c.result
	out.Status = statusOf(r.Status)
	out.Sites, out.Ties, out.Curve, out.Radius = []coverage.SitingSite{}, []coverage.SitingSwap{}, []coverage.SitingPoint{}, []coverage.SitingPoint{}
	if r.Open != nil {
		out.Objective, out.Bound = finite(r.Objective), finite(r.Bound)
		if out.Bound != nil {
			out.Gap = finite(r.Gap)
		}
	}
	before, err := c.reachFar(ctx, c.standing(nil))
	if err != nil {
		return err
	}
	out.Before = c.served(before)
	out.After = out.Before
	after := before
	if r.Open != nil {
		if after, err = c.reachFar(ctx, c.standing(r.Open)); err != nil {
			return err
		}
		out.After = c.served(after)
	}
	if err := c.accountSites(ctx, before, after); err != nil {
		return err
	}
	for i := range out.Sites {
		if out.Sites[i].Role == coverage.RoleChosen {
			out.Price += out.Sites[i].Price
		}
	}
	c.accountUnits(before, after)
	c.accountUnreached()
	c.accountRows(before, after)
	out.Why, out.Remedies = c.whyText(cancelled), c.remedies()
	c.noteRest()
	if r.Open == nil || cancelled {
		return nil
	}
	c.o.step(Step{Siting, 0, 1, c.id + " · p"})
	if out.Curve, err = c.curve(ctx); err != nil {
		return err
	}
	if out.Radius, err = c.radius(ctx); err != nil {
		return err
	}
	return c.notePrices(ctx)
}

// stopped tells that the search is to end.
func stopped(ctx context.Context) bool { return ctx.Err() != nil }

// groupID names the group, or the groups with their weights.
func (c *choice) groupID() string {
	if !c.weighted() {
		return c.groups[0].group
	}
	var parts []string
	for _, g := range c.groups {
		parts = append(parts, cmp.Or(g.group, byPlace)+"*"+plainNumber(g.weight))
	}
	return strings.Join(parts, "+")
}

func (c *choice) measureOf() coverage.SitingMeasure {
	switch c.model {
	case coverage.ModelLSCP:
		if len(c.sizes) > 0 && c.budget == 0 {
			return coverage.MeasurePrice
		}
		return coverage.MeasureSites
	case coverage.ModelPMedian:
		return coverage.MeasurePeopleCost
	case coverage.ModelPCenter, coverage.ModelDisperse:
		return coverage.MeasureCost
	}
	return coverage.MeasurePeople
}

// standing tells which sites are open: without a choice the existing ones.
func (c *choice) standing(open []int) []bool {
	out := make([]bool, len(c.sites))
	for j := range c.sites {
		out[j] = c.sites[j].existing && (open == nil || !c.sites[j].replaceable)
	}
	for _, j := range open {
		out[j] = true
	}
	return out
}

// reached is what a set of open sites gives each row of demand.
type reached struct {
	site    []int32   // the nearest open site; -1: none in reach of the costs
	cost    []float64 // to it
	covered []float64 // people within the limit
	twice   float64
	shares  []siting.Share // with capacities: who goes where
}

// reach gives every row its nearest open site; with capacities, what the
// solver sent where.
func (c *choice) reach(open []bool) *reached {
	n := len(c.rows)
	out := &reached{site: make([]int32, n), cost: make([]float64, n), covered: make([]float64, n)}
	for i := range n {
		out.site[i] = -1
		near := 0
		for site, cost := range c.costs.Row(i) {
			if !open[site] {
				continue
			}
			if out.site[i] < 0 {
				out.site[i], out.cost[i] = int32(site), cost
			}
			if c.within > 0 && cost > c.within {
				break
			}
			if near++; near >= max(2, c.times) {
				break
			}
		}
		if near >= c.times {
			out.covered[i] = c.weight[i]
		}
		if near > 1 {
			out.twice += c.weight[i]
		}
	}
	if c.capacity {
		c.limited(out, open)
	}
	return out
}

// limited puts capacities into what is reached: as the solver sent people, or
// for the facilities that stand now, the nearest people first.
func (c *choice) limited(r *reached, open []bool) {
	shares := c.result.Shares
	chosen := slices.ContainsFunc(c.result.Open, func(j int) bool { return open[j] && !c.sites[j].existing })
	if !chosen {
		shares = c.fillUp(open)
	}
	r.shares = shares
	clear(r.covered)
	most := make([]float64, len(c.rows))
	sum := make([]float64, len(c.rows))
	for i := range r.site {
		r.site[i] = -1
	}
	for _, s := range shares {
		if c.within == 0 || s.Cost <= c.within {
			r.covered[s.Demand] += s.Weight
		}
		sum[s.Demand] += s.Weight
		r.cost[s.Demand] += (s.Cost - r.cost[s.Demand]) * s.Weight / sum[s.Demand]
		if s.Weight > most[s.Demand] {
			most[s.Demand], r.site[s.Demand] = s.Weight, int32(s.Site)
		}
	}
}

// fillUp sends people to open sites, the least cost first, until they are full.
func (c *choice) fillUp(open []bool) []siting.Share {
	var all []siting.Share
	for i := range c.rows {
		for site, cost := range c.costs.Row(i) {
			if open[site] && (c.within == 0 || cost <= c.within) {
				all = append(all, siting.Share{Demand: i, Site: site, Cost: cost})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b siting.Share) int { return cmp.Compare(a.Cost, b.Cost) })
	left, room := slices.Clone(c.weight), make([]float64, len(c.sites))
	for j := range c.sites {
		if c.sites[j].capacity != nil {
			room[j] = *c.sites[j].capacity
		}
	}
	kept := all[:0]
	for _, s := range all {
		if s.Weight = math.Min(left[s.Demand], room[s.Site]); s.Weight > 0 {
			left[s.Demand] -= s.Weight
			room[s.Site] -= s.Weight
			kept = append(kept, s)
		}
	}
	return kept
}

// served sums what is reached.
func (c *choice) served(r *reached) coverage.Served {
	out := coverage.Served{Beyond: c.lost}
	sum, weight, worst := 0.0, 0.0, 0.0
	for i, w := range c.weight {
		out.People += r.covered[i]
		if r.site[i] < 0 {
			out.Beyond += w
			continue
		}
		sum += w * r.cost[i]
		weight += w
		worst = max(worst, r.cost[i])
	}
	if c.total > 0 {
		out.Share = out.People / c.total
	}
	if weight > 0 {
		mean := sum / weight
		out.Mean, out.Worst = &mean, &worst
	}
	if c.model == coverage.ModelBackup {
		out.Twice = r.twice
	}
	return out
}

// accountUnits sums people by unit of the level that is reported.
func (c *choice) accountUnits(before, after *reached) {
	level := c.reportLevel()
	rows := map[string]*coverage.SitingUnit{}
	c.out.Units = []coverage.SitingUnit{}
	for i := range c.l.areas {
		if a := &c.l.areas[i]; a.Level == level {
			rows[a.ID] = &coverage.SitingUnit{Area: a.ID, Name: a.Name}
		}
	}
	for i, at := range c.rows {
		if u := c.units.at(c.l.demand.Area(int(at)), level); u != nil {
			r := rows[u.ID]
			r.People += c.weight[i]
			r.Before += before.covered[i]
			r.After += after.covered[i]
		}
	}
	for _, j := range c.result.Open {
		if s := &c.sites[j]; !s.existing {
			if u := c.units.at(s.area, level); u != nil {
				rows[u.ID].Chosen++
			}
		}
	}
	for _, q := range c.quota {
		if r := rows[q.unit.ID]; r != nil {
			r.Least = max(r.Least, q.ask.least)
			if most := q.ask.most; most >= 0 && (r.Most == nil || *r.Most > most) {
				r.Most = &most
			}
		}
	}
	for i := range c.l.areas {
		if r := rows[c.l.areas[i].ID]; r != nil {
			c.out.Units = append(c.out.Units, *r)
		}
	}
}

// accountUnreached lists the demand that no candidate or facility reaches: the
// places with most people, or the units where people were spread over them.
func (c *choice) accountUnreached() {
	c.out.Unreached = []coverage.Gap{}
	type out struct {
		row, parts int
		people     float64
	}
	var list []out
	at := map[string]int{} // units
	for i, row := range c.rows {
		_, cost, any := c.costs.Nearest(i, func(j int) bool { return !c.sites[j].forbidden })
		if any && (c.within == 0 || cost <= c.within) {
			continue
		}
		area := c.l.demand.Area(int(row))
		if len(c.l.spreads) > 0 && area != "" {
			if k, seen := at[area]; seen {
				list[k].parts++
				list[k].people += c.weight[i]
				continue
			}
			at[area] = len(list)
		}
		list = append(list, out{i, 1, c.weight[i]})
	}
	slices.SortStableFunc(list, func(a, b out) int { return cmp.Compare(b.people, a.people) }) // rows are in the order of their IDs
	if n := len(list); n > maxUnreached {
		c.remark(datasets.T("没有候选点可及的需求共 %[1]d 处，列出人最多的 %[2]d 处", "%[1]d places of demand are out of reach of every candidate; the %[2]d with most people are listed", n, maxUnreached))
		list = list[:maxUnreached]
	}
	for _, o := range list {
		g := c.unreached(o.row)
		g.People = o.people
		if g.Kind == "unit" {
			g.Text = datasets.T("%d 处居住点没有候选点可及", "%d places where people live are out of reach of every candidate", o.parts)
		}
		c.out.Unreached = append(c.out.Unreached, g)
	}
}

// unreached describes a row, or its unit where people were spread over it.
func (c *choice) unreached(row int) coverage.Gap {
	d := int(c.rows[row])
	g := coverage.Gap{Kind: "demand", ID: c.l.demand.ID(d), Name: c.l.demand.Name(d), Need: 1,
		Text: datasets.T("没有候选点或现有设施可及", "no candidate or facility is in reach")}
	if a := c.units.byID[c.l.demand.Area(d)]; a != nil {
		if len(c.l.spreads) > 0 {
			g.Kind, g.ID, g.Name = "unit", a.ID, a.Name
		}
		g.Code = a.Code
		if p := c.units.byID[a.Parent]; p != nil {
			g.Parent = p.Name
		}
	}
	if site, cost, any := c.costs.Nearest(row, func(j int) bool { return !c.sites[j].forbidden }); any {
		g.Text = datasets.T("最近的“%[1]s”要 %[2]s", "the nearest, %[1]s, is %[2]s away", c.sites[site].name, coverage.CostText(math.Round(cost), c.costs.Unit()))
		if c.costs.Unit() != "s" {
			g.Nearest = &cost
		}
	}
	return g
}

// accountRows sends each place of demand to its site.
func (c *choice) accountRows(before, after *reached) {
	if c.result.Open == nil || len(c.rows) > manyAllocations {
		return
	}
	add := func(i int, site int, people, cost float64) {
		d := int(c.rows[i])
		c.out.Allocations = append(c.out.Allocations, coverage.Assignment{Point: *c.l.demand.Point(d), Demand: c.l.demand.ID(d), Site: c.sites[site].id,
			People: people, Cost: cost, New: before.covered[i] == 0 && after.covered[i] > 0})
	}
	if after.shares != nil {
		for _, s := range after.shares {
			add(s.Demand, s.Site, s.Weight, s.Cost)
		}
		return
	}
	for i := range c.rows {
		if after.site[i] >= 0 && (c.within == 0 || after.cost[i] <= c.within) {
			add(i, int(after.site[i]), c.weight[i], after.cost[i])
		}
	}
}
