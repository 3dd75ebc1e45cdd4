package siting

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// evidence weighs changes of a choice by measuring the changed choice, where
// no cheaper way is known: problems with capacities, and Dispersion.
type evidence struct {
	p    *Problem
	size map[int]int
	// value is the model's measure of a choice, higher is better.
	value func(open []int) float64
	up    float64 // 1 where the measure is shown as it is, -1 where it was turned round
	left  int     // steps that measuring swaps may still take
}

// defend fills a defence; rank orders the candidates that may take a site's
// place, the most promising first.
func (e *evidence) defend(ctx context.Context, open []int, rank func(site int) []int) (Defence, error) {
	out := Defence{}
	whole := e.value(open)
	var before []int
	worth := e.value(nil)
	for place := 1; place <= len(open); place++ {
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		best, most := -1, math.Inf(-1)
		for _, j := range open {
			if slices.Contains(before, j) {
				continue
			}
			if v := e.value(append(slices.Clone(before), j)); v > most || best < 0 {
				best, most = j, v
			}
		}
		before = append(before, best)
		out.Sites = append(out.Sites, SiteDefence{Site: best, Place: place, Gain: change(most, worth), After: e.up * most,
			Loss: change(whole, e.value(without(open, []int{best}))), RunnerUp: -1, Shortfall: math.Inf(1)})
		worth = most
	}
	err := e.swaps(ctx, open, whole, rank, &out)
	out.sort()
	return out, err
}

// change is a difference of two measures of which either may be without end.
func change(a, b float64) float64 {
	if a == b {
		return 0
	}
	return a - b
}

func (e *evidence) swaps(ctx context.Context, open []int, whole float64, rank func(site int) []int, out *Defence) error {
	near := tieShare * math.Abs(whole)
	for k := range out.Sites {
		s := &out.Sites[k]
		if slices.Contains(e.p.Required, s.Site) {
			continue
		}
		enough := e.left - e.left/(len(out.Sites)-k) // an equal part for each site
		for _, j := range rank(s.Site) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if e.left < enough {
				break
			}
			other := append(without(open, []int{s.Site}), j)
			if slices.Contains(open, j) || !e.fit(other, j) {
				continue
			}
			loss := change(whole, e.value(other))
			if loss < s.Shortfall || loss == s.Shortfall && j < s.RunnerUp {
				s.RunnerUp, s.Shortfall = j, loss
			}
			if math.Abs(loss) < near {
				out.Ties = append(out.Ties, Swap{s.Site, j, loss})
			}
		}
	}
	return nil
}

// fit gives a site that comes in the largest size that the rules permit; it
// is false where they permit none.
func (e *evidence) fit(open []int, site int) bool {
	var list []int
	sizes := 1
	if e.p.Sizes != nil {
		sizes = max(1, len(e.p.Sizes[site]))
	}
	for k := range sizes {
		list = append(list, k)
	}
	if sizes > 1 {
		slices.SortStableFunc(list, func(a, b int) int {
			return cmp.Compare(e.p.Sizes[site][b].Capacity, e.p.Sizes[site][a].Capacity)
		})
	}
	for _, k := range list {
		e.size[site] = k
		if e.p.permits(open, e.sizesFor(open)) {
			return true
		}
	}
	return false
}

func (e *evidence) sizesFor(open []int) []int {
	list := make([]int, len(open))
	for k, j := range open {
		list[k] = e.size[j]
	}
	return list
}

// shareWork bounds the steps of allocations for swaps, some seconds' worth.
const shareWork = 500_000_000

// explainShares is Explain with capacities.
func (p *Problem) explainShares(ctx context.Context, res Result) (Defence, error) {
	all := p.readFlow(false)
	e := &evidence{p: p, size: sizesOf(res), up: 1, left: shareWork}
	if p.Model == PMedian {
		e.up = -1
	}
	e.value = func(open []int) float64 {
		a := all.serve(open, e.sizesFor(open))
		e.left -= a.work + len(all.site)
		served, cost := a.served()
		switch {
		case p.Model != PMedian:
			return served
		case !a.all():
			return math.Inf(-1)
		}
		return -cost
	}
	served, overlap := all.overlap(res.Shares)
	out, err := e.defend(ctx, res.Open, func(site int) []int { return ranked(all.sites, overlap[site]) })
	for k := range out.Sites {
		out.Sites[k].Served = served[out.Sites[k].Site]
	}
	return out, err
}

// overlap gives what each site serves, and of that what every other site reaches.
func (f *flow) overlap(shares []Share) (served map[int]float64, reached map[int][]float64) {
	served, reached = map[int]float64{}, map[int][]float64{}
	for _, s := range shares {
		served[s.Site] += s.Weight
		if reached[s.Site] == nil {
			reached[s.Site] = make([]float64, len(f.sites))
		}
		g := f.group[s.Demand]
		for e := f.start[g]; e < f.start[g+1]; e++ {
			reached[s.Site][f.site[e]] += s.Weight
		}
	}
	return served, reached
}

// ranked lists sites by an amount, the largest first.
func ranked(sites []int, amount []float64) []int {
	order := indexes(len(sites))
	if amount != nil {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(amount[b], amount[a]) })
	}
	for k, at := range order {
		order[k] = sites[at]
	}
	return order
}

func indexes(n int) []int {
	list := make([]int, n)
	for k := range list {
		list[k] = k
	}
	return list
}

// explainApart is Explain for Dispersion.
func (p *Problem) explainApart(ctx context.Context, res Result) (Defence, error) {
	e := &evidence{p: p, size: map[int]int{}, up: 1, left: math.MaxInt}
	e.value = func(open []int) float64 {
		least := math.Inf(1)
		for k, a := range open {
			for _, b := range slices.Concat(open[k+1:], p.Fixed) {
				least = min(least, p.Apart(a, b))
			}
		}
		return least
	}
	sites := (&work{p: p}).candidates()
	out, err := e.defend(ctx, res.Open, func(int) []int { return sites })
	for k := range out.Sites {
		s := &out.Sites[k]
		s.Gain = math.Inf(1)
		for _, j := range p.Fixed {
			s.Gain = min(s.Gain, p.Apart(s.Site, j))
		}
		for _, before := range out.Sites[:k] {
			s.Gain = min(s.Gain, p.Apart(s.Site, before.Site))
		}
	}
	return out, err
}
