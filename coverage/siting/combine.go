package siting

import "context"

// combine is CoverThenCost: first the maximal covering, then the least cost
// among the choices that cover as much. In the second program uncovered weight
// is charged so much that no saving of cost makes up for a loss of coverage;
// coverage within a millionth of the best counts as the best where weights
// are not round numbers.
func (w *work) combine() (Result, error) {
	res, err := w.maximal()
	if err != nil || res.Status == Infeasible || res.Status == Unknown {
		return res, err
	}
	covered, cost := w.p.measure(res.Open)
	res.Cost = cost
	if res.Status != Optimal || stopped(w.ctx) {
		return res, nil
	}
	v := view{within: w.p.within(), need: 1}
	r, err := w.p.read(v)
	if err != nil {
		return Result{}, err
	}
	in := w.p.instance(r, v)
	unit := grain(r.weight)
	if unit == 0 {
		unit = 1e-6 * r.total
	}
	for i := range in.penalty {
		if !in.settled[i] {
			in.penalty[i] *= (cost + 1) / unit
		}
	}
	in.finish()
	s := newSearch(in)
	s.seed += w.s.Seed
	s.tolerance = 1e-9 * max(1, cost)
	exact := s.run(w.ctx)
	second := w.outcome(s, exact, func(v float64) float64 { return v })
	if second.Status != Optimal {
		res.Status = TimeLimit
	}
	if c, least := w.p.measure(second.Open); second.Open != nil && c >= covered-unit/2 && least <= cost {
		res.Open, res.Cost = second.Open, least
	}
	return w.finish(res), nil
}

// measure gives the weight that a choice and the fixed sites cover, and the
// weighted cost of that.
func (p *Problem) measure(open []int) (covered, cost float64) {
	limit := p.within()
	for i, s := range p.assign(open) {
		if s < 0 {
			continue
		}
		_, c, _ := p.Costs.Nearest(i, func(j int) bool { return int32(j) == s })
		if c <= limit {
			covered += p.weight(i)
			cost += p.weight(i) * c
		}
	}
	return covered, cost
}

// stopped reports whether the time is up.
func stopped(ctx context.Context) bool { return ctx.Err() != nil }
