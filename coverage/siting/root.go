package siting

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// root finds first solutions, climbs long, and splits what is left.
func (s *search) root(ctx context.Context, p pending) []pending {
	n, ok := newNode(s.in, p.fixes)
	if !ok {
		return nil
	}
	c := newChoice(s.in, n.open)
	c.fill(ctx, n.fix, s.ratio())
	c.drop(n.fix)
	c.interchange(ctx, n.fix)
	s.offer(c)
	if s.in.weighable() {
		s.weigh(ctx, n.fix, s.weighSteps())
	} else if !s.in.flat() {
		s.shakes(ctx, c, n.fix, nil)
	}
	s.firstMultipliers(c, p.u)
	return s.expand(ctx, p, rootClimb)
}

// firstMultipliers starts each row between its cheapest and its second opened
// site.
func (s *search) firstMultipliers(c *choice, u []float32) {
	in := s.in
	for i := range u {
		switch {
		case in.need[i] > 1 || c.c1[i] == c.c2[i]:
			u[i] = float32(c.c1[i] / float64(in.need[i]))
		case c.c2[i] >= in.big:
			u[i] = float32(c.c1[i])
		default:
			u[i] = float32((c.c1[i] + c.c2[i]) / 2)
		}
		if math.IsInf(in.penalty[i], 1) && in.start[i+1] > in.start[i] && in.cost[in.start[i+1]-1] == 0 {
			u[i] = float32(s.typical() / float64(in.start[i+1]-in.start[i]))
		}
	}
}

// typical is the mean price, the scale of multipliers in covering models.
func (s *search) typical() float64 {
	sum := 0.0
	for _, f := range s.in.price {
		sum += f
	}
	return sum / float64(max(1, s.in.sites))
}

// ratio divides the greedy gains: by price where sites have one, or by what a
// rule with a single budget takes.
func (s *search) ratio() []float64 {
	by := make([]float64, s.in.sites)
	for j := range by {
		by[j] = max(s.in.price[j], 1e-9)
	}
	if slices.ContainsFunc(s.in.price, func(f float64) bool { return f > 0 }) {
		return by
	}
	return nil
}

// shakeEntries is the size of a program above which first solutions get less
// of the time.
const shakeEntries = 2_000_000

// shakes improves a choice by shaking parts of it, with the sites of among
// alone, nil: with all. It stops when a number of shakes in turn fail.
func (s *search) shakes(ctx context.Context, c *choice, fix []int8, among []bool) {
	s.rounds++
	rng := rand.New(rand.NewPCG(s.seed, 7+uint64(s.rounds)))
	home := c.set()
	at := c.value()
	effort, some := 4*s.effort, 3
	if s.in.covering {
		effort, some = 40*s.effort, 7
	}
	if among == nil {
		effort = max(2, min(effort, effort*shakeEntries/max(1, len(s.in.site))))
	} else {
		effort = max(effort, s.effort/2*len(home))
	}
	for fail := 0; fail < effort && ctx.Err() == nil && s.value > s.enough; fail++ {
		c.shake(ctx, shaking{rng, fix, among, some + fail%3})
		v := s.offer(c)
		if v < at {
			fail = -1
		}
		if v <= at {
			home, at = c.set(), v
		} else {
			c.become(home)
		}
	}
}

// concentrate looks for better solutions among the sites that the linear
// relaxation opens in part (heuristic concentration, Rosing & ReVelle 1997).
func (s *search) concentrate(ctx context.Context, n *node, r *relaxation) {
	if s.best == nil || s.bound >= s.ceiling() {
		return
	}
	keep := make([]bool, s.in.sites)
	var among []int32
	for j, y := range r.mean {
		if y > 1e-4 && n.fix[j] == 0 {
			keep[j] = true
		}
	}
	for _, j := range s.best {
		keep[j] = true
	}
	s.support = keep
	for j, k := range keep {
		if k {
			among = append(among, int32(j))
		}
	}
	if s.in.weighable() {
		return
	}
	if s.in.flat() {
		for range max(1, s.effort*2/3) {
			if s.bound >= s.ceiling() {
				return
			}
			s.anneal(ctx, n.fix, among, annealSteps*len(among))
		}
		return
	}
	for range s.starts() {
		if ctx.Err() != nil || s.bound >= s.ceiling() {
			return
		}
		c := s.rounded(ctx, n, r, among)
		s.shakes(ctx, c, n.fix, keep)
		c = newChoice(s.in, s.best)
		c.interchange(ctx, n.fix)
		s.offer(c)
	}
}

// starts is how many choices are made of the linear relaxation and shaken.
func (s *search) starts() int {
	if s.in.covering {
		return 1
	}
	return 3
}

// narrowed closes all free sites but those that concentrate looked at.
func (s *search) narrowed(n *node, fixes []int32) []int32 {
	if s.support == nil {
		return fixes
	}
	fixes = slices.Clone(fixes)
	for j, keep := range s.support {
		if !keep && n.fix[j] == 0 {
			fixes = append(fixes, -int32(j)-1)
		}
	}
	return fixes
}

// rounded gives the best of some choices that open sites by their gain and
// their part in the linear relaxation, with chance, and are then improved by
// interchange among the same sites.
func (s *search) rounded(ctx context.Context, n *node, r *relaxation, among []int32) *choice {
	rng := rand.New(rand.NewPCG(s.seed, 18+uint64(s.rounds)))
	by := make([]float64, s.in.sites)
	var best *choice
	value := math.Inf(1)
	for range 3 * s.effort {
		for _, j := range among {
			by[j] = max(s.in.price[j], 1e-9) * (1 + rng.Float64()) / (0.02 + r.mean[j])
		}
		c := newChoice(s.in, n.open)
		c.fillFrom(ctx, among, n.fix, by)
		c.drop(n.fix)
		c.exchange(ctx, among, n.fix)
		if v := s.offer(c); v < value || best == nil {
			best, value = c, v
		}
		if ctx.Err() != nil {
			break
		}
	}
	return best
}

// annealSteps is the number of exchanges tried for each site.
const annealSteps = 3000
