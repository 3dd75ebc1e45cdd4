package siting

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// capacitated solves a problem with capacities by the mixed-integer engine:
// demand may be shared between sites, each site serves at most its capacity.
func (w *work) capacitated() (Result, error) {
	f, m, none := w.program()
	if none != nil {
		return w.finish(*none), nil
	}
	open, size, bound := w.warm()
	e, err := w.ask(&m.program, m.start(open, size))
	if err != nil {
		return Result{}, err
	}
	if !math.IsNaN(bound) {
		e.Bound = max(e.Bound, w.sign()*bound)
	}
	if w.p.Model == CoverThenCost && e.Status == Optimal && !stopped(w.ctx) {
		return w.thenCost(f, m, e)
	}
	res := w.read(f, m, e)
	if res.Status == TimeLimit && res.Open != nil && !slices.Equal(res.Open, open) {
		w.polish(&res)
		w.settle(&res, e)
	}
	return w.finish(res), nil
}

// program builds the program, or gives the result where there is nothing to solve.
func (w *work) program() (*flow, *mip, *Result) {
	none := &Result{Status: Infeasible, Objective: math.NaN(), Bound: math.NaN()}
	f := w.p.readFlow(w.p.Model == MCLP || w.p.Model == LSCP)
	if len(f.lost) > 0 && w.p.whole() {
		none.Why = &Why{Unreached: f.lost, Within: w.p.nearestReach(f.lost)}
		return f, nil, none
	}
	m := newMIP(f)
	w.step("build", math.NaN(), math.NaN())
	return f, m, nil
}

// whole reports whether all demand must be served.
func (p *Problem) whole() bool {
	return p.Model == PMedian || p.Model == PCenter || p.Model == LSCP && (p.Share == 0 || p.Share == 1)
}

// ask has the engine solve a program in the time that is left.
func (w *work) ask(program *Program, start []float64) (EngineResult, error) {
	options := w.options()
	options.Start = start
	if sign := w.sign(); w.s.Progress != nil {
		options.Progress = func(objective, bound float64) { w.s.Progress(sign*objective, sign*bound) }
	}
	e, err := w.s.Engine.Solve(w.ctx, program, options)
	if err != nil {
		return e, fmt.Errorf("siting: %w", err)
	}
	w.step("engine", w.sign()*e.Objective, w.sign()*e.Bound)
	return e, nil
}

// sign turns a program's value, which is made small, into the model's.
func (w *work) sign() float64 {
	if w.p.Model == MCLP || w.p.Model == CoverThenCost {
		return -1
	}
	return 1
}

// thenCost is the second part of CoverThenCost: the least cost of a choice
// that serves as much as the first found.
func (w *work) thenCost(f *flow, m *mip, first EngineResult) (Result, error) {
	best := w.read(f, m, first)
	unit := max(f.step(), 1e-6*f.total)
	least := Row{Lower: best.Objective - unit/2, Upper: math.Inf(1)}
	for x := range f.site {
		c := int32(m.sites + x)
		least.Terms = append(least.Terms, Term{c, f.weight[m.owner[x]]})
		m.program.Columns[c].Cost = f.weight[m.owner[x]] * f.cost[x]
	}
	m.program.Rows = append(m.program.Rows, least)
	e, err := w.s.Engine.Solve(w.ctx, &m.program, w.options())
	if err != nil {
		return Result{}, fmt.Errorf("siting: %w", err)
	}
	w.step("cost", e.Objective, e.Bound)
	second := w.read(f, m, e)
	if second.Open != nil && second.Objective >= best.Objective-unit/2 && second.Cost <= best.Cost {
		second.Objective = best.Objective
		best = second
	}
	best.Status = Optimal
	if e.Status != Optimal {
		best.Status = TimeLimit
	}
	best.Bound = best.Objective
	return w.finish(best), nil
}

// step is a step of which all amounts served are multiples, 0: none known.
func (f *flow) step() float64 {
	var capacities []float64
	for _, j := range f.sites {
		for _, s := range f.p.sizes(j) {
			capacities = append(capacities, s.Capacity)
		}
	}
	return grain(f.weight, capacities)
}

// options give an engine the time that is left.
func (w *work) options() EngineOptions {
	options := EngineOptions{Gap: w.s.Gap}
	if end, ok := w.ctx.Deadline(); ok {
		options.TimeLimit = max(time.Until(end), time.Millisecond)
	}
	return options
}

// mip is a flow as a program: a column for each size of each site, then one
// for each entry, the share of the group's weight that the site serves.
type mip struct {
	f       *flow
	program Program
	columns [][]int32 // of each site, by size
	owner   []int32   // group of each entry
	sites   int       // columns before those of entries
}

func newMIP(f *flow) *mip {
	m := &mip{f: f}
	for k, j := range f.sites {
		var list []int32
		for _, size := range f.p.sizes(j) {
			list = append(list, int32(len(m.program.Columns)))
			m.program.Columns = append(m.program.Columns, f.column(k, size))
		}
		m.columns = append(m.columns, list)
	}
	m.sites = len(m.program.Columns)
	m.demand()
	m.capacities()
	m.limits()
	return m
}

// column is the decision to build a site in a size.
func (f *flow) column(site int, size Size) Column {
	c := Column{Upper: 1, Integer: true}
	switch {
	case f.fixed[site]:
		c.Lower = 1
	case f.p.Model == LSCP && f.p.priced():
		c.Cost = size.Price
	case f.p.Model == LSCP:
		c.Cost = 1
	}
	return c
}

// priced reports whether the LSCP looks for the cheapest set.
func (p *Problem) priced() bool {
	return p.Model == LSCP && p.Budget == 0 && (p.Price != nil || p.Sizes != nil)
}

// demand adds the columns and rows that serve demand.
func (m *mip) demand() {
	f := m.f
	least := 0.0
	if f.p.whole() {
		least = 1
	}
	served := Row{Lower: f.p.Share * f.total, Upper: math.Inf(1)}
	for g, w := range f.weight {
		serve := Row{Lower: least, Upper: 1}
		for e := f.start[g]; e < f.start[g+1]; e++ {
			c := Column{Upper: 1}
			switch f.p.Model {
			case PMedian:
				c.Cost = w * f.cost[e]
			case MCLP, CoverThenCost:
				c.Cost = -w
			}
			x := int32(len(m.program.Columns))
			m.program.Columns = append(m.program.Columns, c)
			m.owner = append(m.owner, int32(g))
			serve.Terms = append(serve.Terms, Term{x, 1})
			served.Terms = append(served.Terms, Term{x, w})
		}
		m.program.Rows = append(m.program.Rows, serve)
	}
	if f.p.Model == LSCP && !f.p.whole() {
		served.Lower -= 1e-9 * f.total
		m.program.Rows = append(m.program.Rows, served)
	}
}

// capacities adds the rows that bind what a site serves: not more of a group
// than it is open for (which makes the relaxation strong), and not more in all
// than its size holds. Rows that others imply are left out.
func (m *mip) capacities() {
	f := m.f
	reach := f.reachable()
	load := make([][]Term, len(f.sites))
	for e, k := range f.site {
		x, w := int32(m.sites+e), f.weight[m.owner[e]]
		load[k] = append(load[k], Term{x, w})
		if most, least := m.extremes(k); least < reach[k] && w >= most {
			continue // the capacity binds more
		}
		r := Row{Lower: math.Inf(-1), Terms: []Term{{x, 1}}}
		for _, y := range m.columns[k] {
			r.Terms = append(r.Terms, Term{y, -1})
		}
		m.program.Rows = append(m.program.Rows, r)
	}
	for k := range f.sites {
		m.capacity(k, load[k], reach[k])
	}
}

// capacity adds the rows of one site. A capacity beyond what reaches the site
// says no more than that.
func (m *mip) capacity(k int, load []Term, reach float64) {
	sizes := m.f.p.sizes(m.f.sites[k])
	r := Row{Lower: math.Inf(-1), Terms: load}
	for s, y := range m.columns[k] {
		r.Terms = append(r.Terms, Term{y, -min(sizes[s].Capacity, reach)})
	}
	if _, least := m.extremes(int32(k)); least < reach {
		m.program.Rows = append(m.program.Rows, r)
	}
	if len(sizes) > 1 {
		m.program.Rows = append(m.program.Rows, Row{math.Inf(-1), 1, m.open([]int{k}, 1)})
	}
}

// extremes are the capacities of a site's largest and smallest sizes.
func (m *mip) extremes(site int32) (most, least float64) {
	least = math.Inf(1)
	for _, s := range m.f.p.sizes(m.f.sites[site]) {
		most, least = max(most, s.Capacity), min(least, s.Capacity)
	}
	return most, least
}

// open gives terms that sum to the number of sites opened among some.
func (m *mip) open(sites []int, coefficient float64) []Term {
	var list []Term
	for _, k := range sites {
		for _, y := range m.columns[k] {
			list = append(list, Term{y, coefficient})
		}
	}
	return list
}

// limits adds the number of sites, the budget and the rules.
func (m *mip) limits() {
	f, p := m.f, m.f.p
	at := slices.Repeat([]int32{-1}, len(f.at))
	var free []int // candidates, as rules count them
	for k, j := range f.sites {
		if !f.fixed[k] {
			at[j] = int32(len(free))
			free = append(free, k)
		}
	}
	q := *p
	q.Budget = 0 // below, with the price of each size
	for _, r := range q.rules(at) {
		row := Row{Lower: math.Inf(-1), Upper: r.most}
		for _, t := range r.terms {
			row.Terms = append(row.Terms, m.open([]int{free[t.at]}, t.coef)...)
		}
		m.program.Rows = append(m.program.Rows, row)
	}
	for _, j := range p.Required {
		m.program.Rows = append(m.program.Rows, Row{1, 1, m.open([]int{int(f.at[j])}, 1)})
	}
	if p.Sites > 0 {
		m.program.Rows = append(m.program.Rows, Row{math.Inf(-1), float64(p.most()), m.open(free, 1)})
	}
	if p.Budget > 0 {
		m.program.Rows = append(m.program.Rows, m.budget(free))
	}
}

func (m *mip) budget(free []int) Row {
	r := Row{Lower: math.Inf(-1), Upper: m.f.p.Budget}
	for _, k := range free {
		for s, size := range m.f.p.sizes(m.f.sites[k]) {
			if size.Price > 0 {
				r.Terms = append(r.Terms, Term{m.columns[k][s], size.Price})
			}
		}
	}
	return r
}
