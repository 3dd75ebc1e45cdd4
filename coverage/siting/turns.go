package siting

import (
	"context"
	"math"
	"time"
)

// firstTurn is how long the own search goes on with rules before an engine is asked.
const firstTurn = 5 * time.Second

// run is the branch and bound; where rules make it slow and there is an engine
// the two take turns, each as long as all before, until one of them has proved
// the best or the time is up. Each begins with the best solution known.
func (w *work) run(s *search) (exact bool) {
	if w.s.Engine == nil || len(s.in.rules) == 0 {
		exact = s.run(w.ctx)
		w.nodes += s.nodes
		return exact
	}
	var h *handed
	floor := math.Inf(-1) // the best bound of either
	for turn := w.firstTurn(); ; turn *= 4 {
		exact = w.turn(s, turn)
		floor = max(floor, s.proved())
		if exact || stopped(w.ctx) {
			break
		}
		if h == nil {
			h = s.in.handOver()
		}
		e, err := w.s.Engine.Solve(w.ctx, &h.program, EngineOptions{TimeLimit: turn, Gap: w.s.Gap, Start: h.start(s.best)})
		if err != nil { // too large for it, or none installed: the own search goes on alone
			exact = w.turn(s, 0)
			floor = max(floor, s.proved())
			break
		}
		w.step("engine", e.Objective, e.Bound)
		floor = max(floor, e.Bound)
		if exact = s.takes(h, e, floor); exact {
			break
		}
	}
	if !exact {
		s.bound, s.pruned = floor, math.Inf(1)
	}
	return exact
}

// turn lets the own search run for some time, 0: as long as there is.
func (w *work) turn(s *search, limit time.Duration) (exact bool) {
	ctx := w.ctx
	if limit > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, limit)
		defer stop()
	}
	nodes := s.nodes
	exact = s.run(ctx)
	w.nodes += s.nodes - nodes
	w.step("own search", s.value, s.proved())
	return exact
}

// firstTurn is shorter where there is little time.
func (w *work) firstTurn() time.Duration {
	if end, ok := w.ctx.Deadline(); ok {
		return max(time.Millisecond, min(firstTurn, time.Until(end)/4))
	}
	return firstTurn
}

// takes adds what an engine found to what is known, and reports whether that
// settles the search; bound is the best known.
func (s *search) takes(h *handed, e EngineResult, bound float64) (settled bool) {
	if e.Status == Infeasible && s.best == nil {
		return true
	}
	if e.Values != nil {
		open := h.open(e.Values)
		if v := s.in.value(open); v < s.value {
			s.best, s.value = open, v
		}
	}
	if e.Status == Optimal { // within what floating point leaves
		bound = max(bound, min(s.value, e.Objective)-1e-9*math.Abs(e.Objective))
	}
	s.bound, s.pruned = bound, math.Inf(1)
	return s.best != nil && s.bound >= s.ceiling()
}
