package siting

import (
	"context"
	"math"
	"slices"
)

// repair makes solutions of the sites that the relaxation picks.
func (s *search) repair(ctx context.Context, n *node, r *relaxation, iterations int) func(int, float64) {
	every := 25
	if len(s.in.site) > shakeEntries {
		every = 100 // an interchange takes far longer than a step of the climb
	}
	if s.in.covering {
		every = 2
	}
	if iterations <= nodeClimb && !s.in.covering {
		every = iterations - 1
	}
	return func(it int, _ float64) {
		if it%every != every-1 && it != 3 || s.value <= s.enough {
			return
		}
		key := uint64(1)
		for _, j := range n.open {
			key += mix(uint64(j))
		}
		for _, j := range r.picked {
			key += mix(uint64(j))
		}
		if s.in.covering {
			s.cover(ctx, n, r)
			return
		}
		if s.tried[key] {
			return
		}
		s.tried[key] = true
		order := slices.Clone(r.picked)
		slices.SortStableFunc(order, func(a, b int32) int {
			switch {
			case r.rho[a] < r.rho[b]:
				return -1
			case r.rho[a] > r.rho[b]:
				return 1
			}
			return int(a - b)
		})
		c := newChoice(s.in, n.open)
		c.follow(order, n.fix)
		c.fill(ctx, n.fix, s.ratio())
		c.drop(n.fix)
		c.interchange(ctx, n.fix)
		s.offer(c)
	}
}

// cover makes a solution of a covering program from the multipliers.
func (s *search) cover(ctx context.Context, n *node, r *relaxation) {
	u := make([]float64, s.in.rowCount())
	for k, i := range r.row {
		u[i] = r.u[k]
	}
	c := newChoice(s.in, n.open)
	c.priced(ctx, n.fix, u)
	c.drop(n.fix)
	s.offer(c)
}

// leaf values the sites that the relaxation picked last: where they meet
// every row and rule they are the node's best.
func (s *search) leaf(ctx context.Context, n *node, r *relaxation) {
	if ctx.Err() == nil && len(r.picked) <= r.left {
		s.offer(newChoice(s.in, append(slices.Clone(n.open), r.picked...)))
	}
}

// offer takes a choice as the best solution if it is one, and gives its value.
func (s *search) offer(c *choice) float64 {
	v := c.value()
	if !c.lawful() {
		return math.Inf(1)
	}
	if v < s.value-1e-12*math.Abs(v) && v < s.in.big {
		set := c.set()
		if exact := s.in.value(set); exact < s.value {
			s.best, s.value = set, exact
		}
	}
	return v
}
