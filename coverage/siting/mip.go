package siting

import (
	"fmt"
	"math"
	"slices"
)

// engine solves a problem with capacities by the mixed-integer engine: demand
// may be shared between sites, each site serves at most its capacity.
func (w *work) engine() (Result, error) {
	if w.s.Engine == nil {
		return Result{}, invalid("Capacity", -1, float64(len(w.p.Capacity)), NeedsMIP)
	}
	v := view{within: w.p.within(), must: w.p.Model != MCLP, need: 1}
	q := *w.p
	q.Fixed = nil // existing sites have capacities too, so they stay in the program
	r, err := q.read(v)
	if err != nil {
		return Result{}, err
	}
	if len(r.lost) > 0 {
		return w.lost(r), nil
	}
	in := q.instance(r, v)
	m := newMIP(w.p, in)
	res, err := w.s.Engine.Solve(w.ctx, &m.program, EngineOptions{TimeLimit: w.s.TimeLimit, Gap: w.s.Gap})
	if err != nil {
		return Result{}, fmt.Errorf("siting: %w", err)
	}
	return w.finish(m.result(w.p, res)), nil
}

// mip is a problem with capacities as a program: a column for each site, then
// one for each row and site that reaches it.
type mip struct {
	in      *instance
	program Program
}

func newMIP(p *Problem, in *instance) *mip {
	m := &mip{in: in}
	for k, j := range in.label {
		c := Column{Upper: 1, Integer: true}
		if p.Model == LSCP {
			c.Cost = 1
			if p.Price != nil && p.Budget == 0 {
				c.Cost = p.Price[j]
			}
		}
		if slices.Contains(p.Fixed, j) {
			c.Lower, c.Cost = 1, 0
		}
		if slices.Contains(in.opened, int32(k)) {
			c.Lower = 1
		}
		m.program.Columns = append(m.program.Columns, c)
	}
	m.flows(p)
	m.limits(p)
	return m
}

// flows adds the columns and rows that serve demand within the capacities.
func (m *mip) flows(p *Problem) {
	in := m.in
	load := make([][]Term, in.sites)
	for i := range in.need {
		var serve []Term
		for e := in.start[i]; e < in.start[i+1]; e++ {
			c := Column{Upper: 1}
			switch p.Model {
			case PMedian:
				c.Cost = in.cost[e]
			case MCLP:
				c.Cost = -in.weight[i]
			}
			x := int32(len(m.program.Columns))
			m.program.Columns = append(m.program.Columns, c)
			serve = append(serve, Term{x, 1})
			load[in.site[e]] = append(load[in.site[e]], Term{x, in.weight[i]})
			m.program.Rows = append(m.program.Rows, Row{math.Inf(-1), 0, []Term{{x, 1}, {in.site[e], -1}}})
		}
		least := 1.0
		if p.Model == MCLP {
			least = 0
		}
		m.program.Rows = append(m.program.Rows, Row{least, 1, serve})
	}
	for k, j := range in.label {
		m.program.Rows = append(m.program.Rows, Row{math.Inf(-1), 0, append(load[k], Term{int32(k), -p.Capacity[j]})})
	}
}

func (m *mip) limits(p *Problem) {
	var all []Term
	for k, j := range m.in.label {
		if !slices.Contains(p.Fixed, j) {
			all = append(all, Term{int32(k), 1})
		}
	}
	m.program.Rows = append(m.program.Rows, Row{math.Inf(-1), float64(p.most()), all})
	for _, r := range m.in.rules {
		row := Row{Lower: math.Inf(-1), Upper: r.most}
		for _, t := range r.terms {
			if slices.Contains(p.Fixed, m.in.label[t.at]) {
				continue
			}
			row.Terms = append(row.Terms, Term{t.at, t.coef})
		}
		m.program.Rows = append(m.program.Rows, row)
	}
}

// result reads the chosen sites from an engine's values.
func (m *mip) result(p *Problem, e EngineResult) Result {
	sign := 1.0
	if p.Model == MCLP {
		sign = -1
	}
	res := Result{Status: e.Status, Objective: math.NaN(), Bound: math.NaN()}
	if e.Status == Infeasible || len(e.Values) < len(m.program.Columns) {
		return res
	}
	res.Objective, res.Bound = sign*e.Objective, sign*e.Bound
	if e.Status == Optimal {
		res.Bound = res.Objective
	}
	res.Open = []int{}
	for k, j := range m.in.label {
		if e.Values[k] > 0.5 && !slices.Contains(p.Fixed, j) {
			res.Open = append(res.Open, j)
		}
	}
	slices.Sort(res.Open)
	return res
}
