package siting

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
)

// dives look for solutions by opening, step by step, the sites that the
// relaxation picks most often and climbing again in between; each dive after
// the first is blurred by chance.
func (s *search) dives(ctx context.Context, p pending, count int) {
	rng := rand.New(rand.NewPCG(s.seed, 11))
	for k := range count {
		if ctx.Err() != nil || s.value <= s.enough {
			return
		}
		s.dive(ctx, p, func() float64 { return 0.4 * float64(min(k, 1)) * (rng.Float64() - 0.5) })
		if s.bound >= s.ceiling() {
			return
		}
	}
}

func (s *search) dive(ctx context.Context, p pending, blur func() float64) {
	fixes, u, lambda := slices.Clone(p.fixes), slices.Clone(p.u), p.lambda
	for step := 0; ctx.Err() == nil; step++ {
		n, ok := newNode(s.in, fixes)
		if !ok || n.free == 0 {
			return
		}
		r := newRelaxation(n, u, lambda)
		if r.hopeless || len(r.row) == 0 {
			return
		}
		if len(r.forced) > 0 {
			for _, j := range r.forced {
				fixes = append(fixes, j+1)
			}
			continue
		}
		r.climb(ctx, s.plan(50, 0), s.repair(ctx, n, r, 50))
		s.leaf(ctx, n, r)
		if r.bound >= s.ceiling() {
			return
		}
		for k, i := range r.row {
			u[i] = float32(r.bestU[k])
		}
		lambda = slices.Clone(r.bestL)
		fixes = append(fixes, s.likely(r, blur)...)
	}
}

// likely opens the free sites that the relaxation picks most often, a part of
// those that it picks at a time.
func (s *search) likely(r *relaxation, blur func() float64) []int32 {
	total := 0.0
	score := make([]float64, s.in.sites)
	for _, j := range r.free {
		total += r.mean[j]
		score[j] = r.mean[j] + blur()
	}
	order := slices.Clone(r.free)
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(score[b], score[a]) })
	var fixes []int32
	for _, j := range order[:min(len(order), max(1, int(total/25)))] {
		fixes = append(fixes, j+1)
	}
	return fixes
}
