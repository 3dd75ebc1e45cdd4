package siting

import (
	"context"
	"math"
	"slices"
)

// rootClimb and nodeClimb are the steps of a climb at the root and below it.
const (
	rootClimb = 1500
	nodeClimb = 100
	// afterRelax is the climb at the root once the linear relaxation is solved.
	afterRelax = 40
)

// loose reports whether the subgradient climb alone would stay far below the
// linear relaxation: where rows are covered or not, and in large programs. In
// others it gets there in less time.
func (s *search) loose() bool {
	return s.in.flat() || s.in.covering || len(s.in.site) > shakeEntries
}

// relax solves the linear relaxation from the best solution and looks for
// solutions near it.
func (s *search) relax(ctx context.Context, n *node, r *relaxation) {
	for _, j := range s.best {
		r.mean[j] = 1
	}
	r.polish(ctx, s.ceiling)
	s.bound = max(s.bound, r.bound)
	s.concentrate(ctx, n, r)
}

// expand climbs at a node, fixes what the bound settles, and splits it.
func (s *search) expand(ctx context.Context, p pending, iterations int) []pending {
	s.nodes++
	u := slices.Clone(p.u)
	lambda := p.lambda
	bound := p.bound
	top := iterations > nodeClimb
	for round := 0; ; round++ {
		n, ok := newNode(s.in, p.fixes)
		if !ok {
			return nil
		}
		r := newRelaxation(n, u, lambda)
		if r.hopeless {
			return nil
		}
		if len(r.forced) > 0 {
			p.fixes = slices.Clone(p.fixes)
			for _, j := range r.forced {
				p.fixes = append(p.fixes, j+1)
			}
			continue
		}
		if n.free == 0 || len(r.row) == 0 && s.lawful(n) {
			s.offer(newChoice(s.in, n.open))
			return nil
		}
		if top && s.loose() && s.support == nil {
			s.relax(ctx, n, r)
			iterations = min(iterations, afterRelax)
			round++ // a climb from here needs small steps
		}
		r.climb(ctx, s.plan(iterations, round), s.repair(ctx, n, r, iterations))
		bound = max(bound, r.bound)
		s.leaf(ctx, n, r)
		if bound >= s.ceiling() || s.value <= s.enough {
			s.give(bound)
			return nil
		}
		for k, i := range r.row {
			u[i] = float32(r.bestU[k])
		}
		lambda = slices.Clone(r.bestL)
		closed, open := r.settle(s.ceiling())
		if len(closed)+len(open) > 0 {
			s.give(s.ceiling())
			p.fixes = slices.Clone(p.fixes)
			for _, j := range closed {
				p.fixes = append(p.fixes, -j-1)
			}
			for _, j := range open {
				p.fixes = append(p.fixes, j+1)
			}
			if top && round < 12 && 10*(len(closed)+len(open)) > len(r.free) && ctx.Err() == nil {
				iterations = max(nodeClimb+1, iterations/2)
				continue
			}
		}
		if top {
			s.bound = bound
			was := s.value
			s.dives(ctx, pending{bound, s.narrowed(n, p.fixes), u, lambda}, s.divesWorth())
			if s.value < was && round < 12 {
				continue
			}
		}
		return s.split(r, closed, open, pending{bound, p.fixes, u, lambda})
	}
}

// divesWorth is how many dives are made at the root: few where annealing has
// looked before and finds more in the same time.
func (s *search) divesWorth() int {
	if s.in.flat() {
		return max(1, s.effort/4)
	}
	return s.effort
}

func (s *search) plan(iterations, round int) climbPlan {
	p := climbPlan{iterations: iterations, patience: 20, lambda: 1.5, least: 0.002, stop: s.ceiling}
	if iterations <= nodeClimb {
		p.patience, p.lambda, p.least = 6, 0.3, 0.01
	} else if round > 0 {
		p.lambda = 0.5
	}
	p.target = func() float64 {
		t := min(s.value, s.below)
		if math.IsInf(t, 1) {
			return s.in.big
		}
		return t
	}
	return p
}

func (s *search) lawful(n *node) bool {
	for k, r := range s.in.rules {
		if n.use[k] > r.most+r.slack() {
			return false
		}
	}
	return true
}

// split branches on the free site that the smoothed picks leave most open.
func (s *search) split(r *relaxation, closed, open []int32, p pending) []pending {
	settled := make([]bool, s.in.sites)
	for _, j := range closed {
		settled[j] = true
	}
	for _, j := range open {
		settled[j] = true
	}
	at, most := int32(-1), math.Inf(-1)
	for _, j := range r.free {
		if settled[j] {
			continue
		}
		if score := 0.5 - math.Abs(r.mean[j]-0.5); score > most {
			at, most = j, score
		}
	}
	if at < 0 {
		return []pending{p} // everything is fixed: the next turn values it
	}
	one, two := p, p
	one.fixes = append(slices.Clone(p.fixes), at+1)
	two.fixes = append(slices.Clone(p.fixes), -at-1)
	return []pending{one, two}
}
