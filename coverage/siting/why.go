package siting

import (
	"context"
	"time"
)

// Why explains an infeasible problem. Zero and nil fields are not known, or
// would not help: what is given makes the problem feasible when changed alone.
type Why struct {
	Unreached []int   // demand that too few permitted sites reach within the limit
	Quotas    []int   // quotas each of which, left out alone, makes a choice possible
	Sites     int     // least number of sites (Fixed not counted) that works
	Within    float64 // least limit that works with the sites allowed
	Budget    float64 // least budget that works
}

// why looks for single changes of the problem that make it feasible, with the
// same solvers.
func (w *work) why() *Why {
	y := &Why{}
	for k := range w.p.Quotas {
		q := *w.p
		q.Quotas = append(append([]Quota{}, w.p.Quotas[:k]...), w.p.Quotas[k+1:]...)
		if w.feasible(q) {
			y.Quotas = append(y.Quotas, k)
		}
	}
	if w.p.Model == Dispersion || w.p.Capacity != nil || w.p.Model == MCLP || w.p.Model == CoverThenCost {
		return y
	}
	q := *w.p
	q.Model, q.Sites, q.Share, q.Price = LSCP, 0, w.p.Share, nil
	if w.p.Budget == 0 {
		if r, err := Solve(w.ctx, quiet(q), Settings{}); err == nil && r.Status == Optimal {
			y.Sites = len(r.Open)
		}
	} else {
		q.Budget, q.Price, q.Sites = 0, w.p.Price, w.p.Sites
		if r, err := Solve(w.ctx, quiet(q), Settings{}); err == nil && r.Status == Optimal {
			y.Budget = r.Objective
		}
	}
	if w.p.Sites > 0 && w.p.Times <= 1 {
		q = *w.p
		q.Model, q.Share, q.Within = PCenter, 0, 0
		if r, err := Solve(w.ctx, quiet(q), Settings{}); err == nil && r.Status == Optimal {
			y.Within = r.Objective
		}
	}
	return y
}

// whyLimit bounds the search for what one changed quota would allow.
const whyLimit = 5 * time.Second

// quiet marks a problem as asked for an explanation, which needs none itself.
func quiet(p Problem) Problem {
	p.unexplained = true
	return p
}

func (w *work) feasible(p Problem) bool {
	r, err := Solve(context.WithoutCancel(w.ctx), quiet(p), Settings{TimeLimit: whyLimit})
	return err == nil && r.Open != nil
}
