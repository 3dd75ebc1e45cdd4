package siting

import (
	"context"
	"slices"
)

// mandated solves with the sites under a mandate first: as many of them as any
// permitted choice has, then what the model asks for.
func (w *work) mandated() (Result, error) {
	list := w.p.Mandated
	var free []int
	for _, j := range list {
		if !slices.Contains(w.p.Fixed, j) {
			free = append(free, j)
		}
	}
	if len(free) == 0 {
		res, err := w.solve()
		res.Mandated = list
		return res, err
	}
	plain := *w.p
	plain.Mandated = nil
	most, exact := w.mostOf(free)
	res, err := w.withMandate(plain, free, most)
	if err != nil {
		return res, err
	}
	if res.Status == Infeasible && most > 0 { // the rules alone allow more than the model does
		res, err = w.lessMandate(plain, free, most-1)
	}
	if !exact && res.Status == Optimal {
		res.Status = TimeLimit
	}
	if res.Open != nil {
		for _, j := range list {
			if slices.Contains(res.Open, j) || slices.Contains(plain.Fixed, j) {
				res.Mandated = append(res.Mandated, j)
			} else {
				res.Unmet = append(res.Unmet, j)
			}
		}
	}
	w.p = &plain // what is wrong with an infeasible problem is not the mandate
	return res, err
}

// withMandate solves with at least a number of the mandated sites.
func (w *work) withMandate(p Problem, free []int, least int) (Result, error) {
	if least > 0 {
		p.Quotas = append(slices.Clone(p.Quotas), Quota{free, least, len(free)})
	}
	w.p = &p
	return w.solve()
}

// lessMandate looks by bisection for the largest number of mandated sites, up
// to most, that some choice has.
func (w *work) lessMandate(p Problem, free []int, most int) (best Result, err error) {
	least := 0
	if best, err = w.withMandate(p, free, 0); err != nil || best.Status == Infeasible || most == 0 {
		return best, err
	}
	for least < most {
		n := (least + most + 1) / 2
		res, err := w.withMandate(p, free, n)
		if err != nil {
			return best, err
		}
		if res.Open == nil {
			most = n - 1
		} else {
			least, best = n, res
		}
	}
	return best, nil
}

// mostOf is the most of some sites that the number of sites, the budget and
// the rules permit, whatever they cover.
func (w *work) mostOf(free []int) (most int, exact bool) {
	s, exact := w.byRules(w.ctx, *w.p, free, nil)
	if s.best != nil {
		most = len(free) - int(s.value+0.5)
	}
	w.step("mandate", float64(most), float64(most))
	return most, exact
}

// byRules looks for a choice that keeps the limits and rules of a problem,
// whatever it covers: the cheapest by a price of each site, where each of some
// sites that is not chosen costs 1.
func (w *work) byRules(ctx context.Context, q Problem, wanted []int, price []float64) (s *search, exact bool) {
	if q.Sizes != nil {
		q.Price = q.cheapest()
	}
	sites := (&work{p: &q}).candidates()
	at := slices.Repeat([]int32{-1}, q.Costs.Sites())
	in := &instance{sites: len(sites), label: sites, limit: min(q.most(), len(sites)), price: make([]float64, len(sites)), start: []int{0}}
	for k, j := range sites {
		at[j] = int32(k)
		if price != nil {
			in.price[k] = price[j]
		}
	}
	for _, j := range wanted {
		in.site, in.cost = append(in.site, at[j]), append(in.cost, 0)
		in.start = append(in.start, len(in.site))
		in.need, in.penalty = append(in.need, 1), append(in.penalty, 1)
		in.weight, in.settled = append(in.weight, 1), append(in.settled, false)
	}
	for _, j := range q.Required {
		in.opened = append(in.opened, at[j])
	}
	slices.Sort(in.opened)
	in.rules = q.rules(at)
	in.finish()
	s = newSearch(in)
	s.effort = 2
	exact = s.run(ctx)
	w.nodes += s.nodes
	return s, exact
}

// cheapest is the price of each site in its cheapest size.
func (p *Problem) cheapest() []float64 {
	list := make([]float64, p.Costs.Sites())
	for j := range list {
		sizes := p.sizes(j)
		list[j] = sizes[0].Price
		for _, s := range sizes {
			list[j] = min(list[j], s.Price)
		}
	}
	return list
}
