package siting

import (
	"context"
	"slices"
	"time"
)

// Why explains an infeasible problem. Zero and nil fields are not known in the
// time there was, or would not help: each of Quotas, Sites, Within, Budget and
// Spacing makes the problem feasible when changed alone.
type Why struct {
	Unreached []int   // demand that too few permitted sites reach within the limit
	Conflict  []Cause // conditions that contradict each other; without any one of them the rest do not
	Quotas    []int   // quotas each of which, left out alone, makes a choice possible
	Sites     int     // least number of sites (Fixed not counted) that works
	Within    float64 // least limit that works
	Budget    float64 // least budget that works
	Spacing   float64 // largest separation that works
	Need      float64 // weight that must be served, where that cannot be
	Most      float64 // the most weight that can be served under the other conditions
}

// Cause is one condition of a problem.
type Cause struct {
	Condition Condition
	Index     int // of a quota or a required site, as an index of Quotas or Required; else -1
}

// Condition is a kind of condition.
type Condition string

// The conditions that may contradict each other.
const (
	ByQuota    Condition = "quota"
	ByRequired Condition = "required site"
	BySites    Condition = "number of sites"
	ByBudget   Condition = "budget"
	BySpacing  Condition = "spacing"
	ByReplace  Condition = "sites that may close"
	ByCapacity Condition = "capacity"
	ByDemand   Condition = "demand to serve"
)

// whyLimit bounds the work of an explanation.
const whyLimit = 10 * time.Second

// quiet marks a problem as asked for an explanation, which needs none itself.
func quiet(p Problem) Problem {
	p.unexplained = true
	return p
}

// doubt is the search for what is wrong with an infeasible problem.
type doubt struct {
	ctx context.Context
	w   *work
	s   Settings
	p   Problem // what is left of the problem: its conditions
	y   *Why
}

// why looks for single changes of the problem that make it feasible, and for
// the conditions that contradict each other, with the same solvers.
func (w *work) why() *Why {
	ctx, stop := context.WithTimeout(w.parent, whyLimit)
	defer stop()
	p := quiet(*w.p)
	p.Mandated = nil
	if p.Model == Dispersion { // as many as asked, which no other model wants
		all := (&work{p: &p}).candidates()
		n := float64(p.Sites)
		p.extra = []linear{{all, slices.Repeat([]float64{1}, len(all)), n}, {all, slices.Repeat([]float64{-1}, len(all)), -n}}
	}
	d := &doubt{ctx: ctx, w: w, s: Settings{Engine: w.s.Engine}, p: p, y: &Why{}}
	for _, f := range []func(){d.quotas, d.leastSites, d.leastBudget, d.leastLimit, d.mostWeight, d.mostSpacing, d.conflict} {
		if ctx.Err() != nil {
			break
		}
		f()
	}
	return d.y
}

// demands reports whether the model wants demand served that may be out of reach.
func (p *Problem) demands() bool { return p.whole() || p.Model == LSCP }

// possible reports whether some choice meets the conditions of a problem.
func (d *doubt) possible(p Problem) (yes, known bool) {
	switch {
	case d.ctx.Err() != nil:
		return false, false
	case !p.demands():
		s, exact := d.w.byRules(d.ctx, p, nil, nil)
		return s.best != nil, exact || s.best != nil
	}
	p = p.cover()
	if p.limited() {
		return d.engine(p)
	}
	p.Price = priceUnder(p)
	r, err := Solve(d.ctx, p, d.s)
	return r.Open != nil, err == nil && (r.Open != nil || r.Status == Infeasible)
}

// cover is the covering problem with the conditions of another.
func (p Problem) cover() Problem {
	if p.Model != LSCP {
		p.Share = 0
	}
	p.Model = LSCP
	return p
}

// priceUnder keeps prices where a budget needs them; otherwise sites are counted.
func priceUnder(p Problem) []float64 {
	if p.Budget > 0 {
		return p.Price
	}
	return nil
}

// engine asks for any choice with capacities.
func (d *doubt) engine(p Problem) (yes, known bool) {
	f := p.readFlow(true)
	if len(f.lost) > 0 && p.whole() {
		return false, true
	}
	m := newMIP(f)
	for c := range m.program.Columns {
		m.program.Columns[c].Cost = 0
	}
	e, err := d.s.Engine.Solve(d.ctx, &m.program, EngineOptions{TimeLimit: whyLimit})
	return e.Values != nil, err == nil && (e.Values != nil || e.Status == Infeasible)
}

func (d *doubt) quotas() {
	for k := range d.p.Quotas {
		q := d.p
		q.Quotas = slices.Delete(slices.Clone(q.Quotas), k, k+1)
		if yes, _ := d.possible(q); yes {
			d.y.Quotas = append(d.y.Quotas, k)
		}
	}
}

// leastSites looks for the least number of sites that works.
func (d *doubt) leastSites() {
	q := d.p
	if q.Sites == 0 || q.Model == Dispersion {
		return
	}
	q.Sites = 0
	if open := d.least(q, slices.Repeat([]float64{1}, q.Costs.Sites())); open != nil {
		d.y.Sites = max(0, len(open)-len(q.Replaceable))
	}
}

// leastBudget looks for the least budget that works.
func (d *doubt) leastBudget() {
	q := d.p
	if q.Budget == 0 {
		return
	}
	q.Budget = 0
	switch {
	case q.Share > 0 && q.Share < 1 && !q.limited():
		d.leastBudgetForShare()
		return
	case q.limited() && q.demands():
		q = q.cover()
		if r, err := Solve(d.ctx, q, d.s); err == nil && r.Status == Optimal {
			d.y.Budget = r.Spent
		}
		return
	}
	price := q.Price
	if q.limited() {
		price = q.cheapest()
	}
	if open := d.least(q, price); open != nil {
		for _, j := range open {
			d.y.Budget += price[j]
		}
	}
}

// leastBudgetForShare is leastBudget for a share of the demand, by bisection:
// no model makes the prices of such a choice least.
func (d *doubt) leastBudgetForShare() {
	q := d.p
	lo, hi, found := q.Budget, 0.0, false
	for _, f := range q.Price {
		hi += f
	}
	step := grain(q.Price)
	if step == 0 {
		step = 1e-3 * hi
	}
	for mid := hi; hi-lo > step/2 && d.ctx.Err() == nil; mid = min((lo+hi)/2, hi-step/2) {
		q.Budget = mid
		r, err := Solve(d.ctx, q, d.s)
		switch {
		case err != nil || r.Open == nil && r.Status != Infeasible:
			return
		case r.Open == nil:
			lo = mid
		default:
			hi, found = r.Spent, true
		}
		if !found {
			return // no budget helps
		}
	}
	if d.ctx.Err() == nil && found {
		d.y.Budget = hi
	}
}

// least finds the choice of least total price that meets the conditions.
func (d *doubt) least(q Problem, price []float64) []int {
	if !q.demands() {
		s, exact := d.w.byRules(d.ctx, q, nil, price)
		if s.best == nil || !exact {
			return nil
		}
		open := []int{}
		for _, k := range s.best {
			open = append(open, s.in.label[k])
		}
		return open
	}
	q = q.cover()
	switch {
	case q.limited() && q.Budget == 0: // counted, not priced
		q.Sizes, q.Price = q.unpriced(), nil
	case !q.limited() && q.Budget == 0:
		q.Price = price
	}
	if q.Share > 0 && q.Share < 1 && !q.limited() {
		q.Price = priceUnder(q) // sites are counted anyway
	}
	r, err := Solve(d.ctx, q, d.s)
	if err != nil || r.Status != Optimal {
		return nil
	}
	return r.Open
}

// unpriced gives every site its sizes at the price of 1.
func (p *Problem) unpriced() [][]Size {
	list := make([][]Size, p.Costs.Sites())
	for j := range list {
		for _, s := range p.sizes(j) {
			list[j] = append(list[j], Size{1, s.Capacity})
		}
	}
	return list
}

// leastLimit looks by bisection for the least limit at which a choice is
// possible, among the costs up to the cutoff.
func (d *doubt) leastLimit() {
	q := d.p
	if !q.demands() {
		return
	}
	at := func(within float64) bool {
		q.Within = within
		yes, _ := d.possible(q)
		return yes
	}
	var limits []float64
	for i := range q.Costs.Demand() {
		if q.weight(i) == 0 {
			continue
		}
		for _, c := range q.Costs.Row(i) {
			if c > d.p.within() && c <= q.Costs.Cutoff() {
				limits = append(limits, c)
			}
		}
	}
	slices.Sort(limits)
	limits = slices.Compact(limits)
	if len(limits) == 0 || !at(limits[len(limits)-1]) {
		return
	}
	k := leastOf(len(limits), func(k int) bool { return at(limits[k]) })
	if d.ctx.Err() == nil {
		d.y.Within = limits[k]
	}
}

// leastOf is the first of n steps that holds; the last one does, and all after
// one that does.
func leastOf(n int, holds func(k int) bool) int {
	lo, hi := 0, n-1
	for lo < hi {
		mid := (lo + hi) / 2
		if holds(mid) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

// mostWeight compares what must be served with what can be.
func (d *doubt) mostWeight() {
	q := d.p
	if !q.demands() {
		return
	}
	share := 1.0
	if q.Model == LSCP && q.Share > 0 {
		share = q.Share
	}
	need := 0.0
	for i := range q.Costs.Demand() {
		need += share * q.weight(i)
	}
	q.Model, q.Share = MCLP, 0
	if q.Sites == 0 && q.Budget == 0 {
		q.Sites = len((&work{p: &q}).candidates()) - len(q.Replaceable)
		if q.Sites <= 0 {
			return
		}
	}
	if r, err := Solve(d.ctx, q, d.s); err == nil && r.Status == Optimal && r.Objective < need {
		d.y.Need, d.y.Most = need, r.Objective
	}
}

// spacingSites is the most candidates whose separations are all listed.
const spacingSites = 2000

// mostSpacing looks by bisection for the largest separation that works.
func (d *doubt) mostSpacing() {
	q := d.p
	sites := slices.Concat((&work{p: &q}).candidates(), q.Fixed)
	if q.Spacing == 0 || q.Model == Dispersion || len(sites) > spacingSites {
		return
	}
	var list []float64
	for k, a := range sites {
		for _, b := range sites[k+1:] {
			if s := q.Apart(a, b); s < q.Spacing && s > 0 {
				list = append(list, -s)
			}
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	at := func(k int) bool {
		q.Spacing = -list[k]
		yes, _ := d.possible(q)
		return yes
	}
	if len(list) == 0 || !at(len(list)-1) {
		return
	}
	if k := leastOf(len(list), at); d.ctx.Err() == nil {
		d.y.Spacing = -list[k]
	}
}
