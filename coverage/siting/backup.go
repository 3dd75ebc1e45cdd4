package siting

import (
	"slices"
)

// backup is first the maximal covering, then the most weight covered twice
// among the choices that cover as much once. Where once covers all that can be
// covered, that is a condition of the second program; otherwise weight not
// covered once is charged more than all weight covered twice.
func (w *work) backup() (Result, error) {
	first, err := w.maximal()
	if err != nil || first.Open == nil {
		return first, err
	}
	once, twice := w.p.coveredTimes(first.Open)
	first.Twice = twice
	if first.Status != Optimal || stopped(w.ctx) {
		return first, nil
	}
	in, tolerance, err := w.second(once)
	if err != nil {
		return Result{}, err
	}
	s := newSearch(in)
	s.seed += w.s.Seed
	s.tolerance = tolerance
	exact := w.run(s)
	res := w.outcome(s, exact, func(v float64) float64 { return v })
	if res.Open != nil {
		if a, b := w.p.coveredTimes(res.Open); a >= once-tolerance/2 && b >= twice {
			first.Open, first.Twice = res.Open, b
		}
	}
	if res.Status != Optimal {
		first.Status = TimeLimit
	}
	return w.finish(first), nil
}

// second is the program of coverage by two sites, given the weight that can be
// covered once.
func (w *work) second(once float64) (in *instance, tolerance float64, err error) {
	v := view{within: w.p.within(), flat: true, need: 1}
	r, err := w.p.read(v)
	if err != nil {
		return nil, 0, err
	}
	v.need = 2
	two, err := w.p.read(v)
	if err != nil {
		return nil, 0, err
	}
	unit := grain(r.weight, two.weight)
	if unit == 0 {
		unit = 1e-6 * r.total
	}
	if v.must = once >= r.total-r.offset-unit/2; !v.must {
		for i := range r.weight {
			r.weight[i] *= 1 + two.total/unit
		}
	}
	r.append(two)
	in = w.p.instance(r, v)
	in.finish()
	in.grain = 0
	return in, unit / 2, nil
}

// append adds rows that pay their weight when they are not served, also in a
// program in which the others must be.
func (r *rows) append(more *rows) {
	base := len(r.site)
	r.site, r.cost = append(r.site, more.site...), append(r.cost, more.cost...)
	for _, s := range more.start[1:] {
		r.start = append(r.start, base+s)
	}
	r.weight, r.need = append(r.weight, more.weight...), append(r.need, more.need...)
	r.fixed = append(r.fixed, slices.Repeat([]float64{1}, len(more.weight))...)
}

// coveredTimes is the weight that a choice and the fixed sites cover once and twice.
func (p *Problem) coveredTimes(open []int) (once, twice float64) {
	on := p.openSites(open)
	limit := p.within()
	for i := range p.Costs.Demand() {
		n := 0
		for j, c := range p.Costs.Row(i) {
			if c > limit || n == 2 {
				break
			}
			if on[j] {
				n++
			}
		}
		if n > 0 {
			once += p.weight(i)
		}
		if n > 1 {
			twice += p.weight(i)
		}
	}
	return once, twice
}

// openSites marks the chosen and the fixed sites.
func (p *Problem) openSites(open []int) []bool {
	on := make([]bool, p.Costs.Sites())
	for _, j := range slices.Concat(open, p.Fixed) {
		on[j] = true
	}
	return on
}
