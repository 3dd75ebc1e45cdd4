package siting

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// annealing improves a choice by exchanging one site for another near it;
// worse exchanges are taken with a probability that falls as the search cools
// (Kirkpatrick, Gelatt & Vecchi 1983). It is for programs in which being
// served is all that counts: there an exchange is weighed in the time of two
// columns.
type annealing struct {
	in    *instance
	fix   []int8
	rng   *rand.Rand
	among []int32 // sites that may open
	start []int   // of the rows' lists of these sites
	site  []int32
	on    []bool
	open  []int32
	count []int32
	use   []float64
	value float64 // change since the start
}

// flat reports whether rows cost nothing once served and may stay unserved.
func (in *instance) flat() bool {
	return in.costless() && !slices.ContainsFunc(in.penalty, func(v float64) bool { return math.IsInf(v, 1) })
}

// anneal cools once from the best solution, opening only some sites.
func (s *search) anneal(ctx context.Context, fix []int8, among []int32, steps int) {
	if len(s.best) == 0 || len(among) == 0 {
		return
	}
	s.rounds++
	a := newAnnealing(s.in, fix, among, s.best)
	a.rng = rand.New(rand.NewPCG(s.seed, 17+uint64(s.rounds)))
	worth := 0.0
	for _, p := range s.in.penalty {
		worth += p
	}
	worth = (worth - s.value) / float64(len(s.best))
	hot, cold := 0.03*worth, 0.003*worth
	least := 0.0
	best := slices.Clone(a.open)
	for k := range steps {
		if k&1023 == 0 && ctx.Err() != nil {
			break
		}
		a.exchange(hot * math.Pow(cold/hot, float64(k)/float64(steps)))
		if a.value < least-1e-9*worth {
			least = a.value
			best = append(best[:0], a.open...)
		}
	}
	c := newChoice(s.in, best)
	c.interchange(ctx, fix)
	s.offer(c)
}

func newAnnealing(in *instance, fix []int8, among, open []int32) *annealing {
	a := &annealing{in: in, fix: fix, among: among, start: make([]int, 1, in.rowCount()+1), on: make([]bool, in.sites),
		count: make([]int32, in.rowCount()), use: make([]float64, len(in.rules))}
	keep := make([]bool, in.sites)
	for _, j := range among {
		keep[j] = true
	}
	for i := range in.need {
		for e := in.start[i]; e < in.start[i+1]; e++ {
			if keep[in.site[e]] {
				a.site = append(a.site, in.site[e])
			}
		}
		a.start = append(a.start, len(a.site))
	}
	for _, j := range open {
		a.add(j)
		a.open = append(a.open, j)
	}
	a.value = 0
	return a
}

// exchange tries one exchange at a temperature.
func (a *annealing) exchange(heat float64) {
	k := a.rng.IntN(len(a.open))
	out := a.open[k]
	in, ok := a.near(out)
	if !ok || a.on[in] || a.fix[out] > 0 || a.fix[in] < 0 || !a.permits(out, in) {
		return
	}
	was := a.value
	a.remove(out)
	if d := a.value - a.gain(in) - was; d > 0 && a.rng.Float64() >= math.Exp(-d/heat) {
		a.add(out)
		a.value = was
		return
	}
	a.add(in)
	a.open[k] = in
}

// near draws a site that shares a row with another, now and then any.
func (a *annealing) near(of int32) (int32, bool) {
	lo, hi := a.in.colStart[of], a.in.colStart[of+1]
	if lo == hi || a.rng.IntN(50) == 0 {
		return a.among[a.rng.IntN(len(a.among))], true
	}
	i := a.in.colRow[lo+a.rng.IntN(hi-lo)]
	list := a.site[a.start[i]:a.start[i+1]]
	if len(list) == 0 {
		return 0, false
	}
	return list[a.rng.IntN(len(list))], true
}

// permits reports whether the rules hold after an exchange.
func (a *annealing) permits(out, in int32) bool {
	if len(a.in.rules) == 0 {
		return true
	}
	ok := true
	a.tally(out, -1)
	a.tally(in, 1)
	for _, j := range []int32{out, in} {
		for _, t := range a.in.ruleOf[j] {
			r := a.in.rules[t.at]
			ok = ok && a.use[t.at] <= r.most+r.slack()
		}
	}
	a.tally(in, -1)
	a.tally(out, 1)
	return ok
}

// tally adds a site to the sums of its rules, or takes it away.
func (a *annealing) tally(j int32, sign float64) {
	for _, t := range a.in.ruleOf[j] {
		a.use[t.at] += sign * t.coef
	}
}

// gain is what opening a site saves.
func (a *annealing) gain(j int32) float64 {
	in := a.in
	sum := -in.price[j]
	for _, i := range in.colRow[in.colStart[j]:in.colStart[j+1]] {
		if a.count[i]+1 == in.need[i] {
			sum += in.penalty[i]
		}
	}
	return sum
}

func (a *annealing) add(j int32) {
	in := a.in
	a.on[j] = true
	a.value += in.price[j]
	for _, i := range in.colRow[in.colStart[j]:in.colStart[j+1]] {
		a.count[i]++
		if a.count[i] == in.need[i] {
			a.value -= in.penalty[i]
		}
	}
	a.tally(j, 1)
}

func (a *annealing) remove(j int32) {
	in := a.in
	a.on[j] = false
	a.value -= in.price[j]
	for _, i := range in.colRow[in.colStart[j]:in.colStart[j+1]] {
		if a.count[i] == in.need[i] {
			a.value += in.penalty[i]
		}
		a.count[i]--
	}
	a.tally(j, -1)
}
