package siting

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// saddle solves the linear relaxation of an instance at a node: sites opened
// in parts y against multipliers u, by the primal-dual method of Chambolle &
// Pock (2011) with averaging, restarts and a balance of step sizes as in
// Applegate et al. (2021). The subgradient climb comes near the best bound
// fast and then crawls where the relaxation is not tight; this does not. Most
// steps look only at the sites that matter (sifting). Every bound is one of
// the Lagrangian relaxation over all sites, so it holds however far the method
// came.
type saddle struct {
	r       *relaxation
	y, u    []float64 // the iterate; y by site
	sumY    []float64
	sumU    []float64
	steps   float64 // in the sums
	fromY   []float64
	fromU   []float64
	ahead   []float64 // extrapolated y
	try     []float64
	sigma   []float64 // step of a row
	tau     []float64 // step of a site
	balance float64   // of row steps to site steps
	dearest float64   // largest price
	gap     float64
	began   float64 // gap at the last restart

	some  []int32 // the sites that matter
	in    []bool
	fixed []float64 // reduced cost of a site without rows
	start []int     // entries of these sites about the multipliers
	site  []int32
	cost  []float64
}

// polish raises the bound towards that of the linear relaxation until it
// reaches stop, or what the relaxation may still gain is little beside what it
// leaves open. The mean of r is where y starts, and becomes the relaxation's y.
func (r *relaxation) polish(ctx context.Context, stop func() float64) {
	s := newSaddle(r)
	s.restart(s.measure(s.y, s.u))
	steps := max(saddleLeast, min(saddleMost, saddleWork/max(1, len(s.site))))
	for k := 1; k <= steps && ctx.Err() == nil; k++ {
		s.step()
		if k%saddleEvery != 0 {
			continue
		}
		s.look(k)
		if r.bound >= stop() || s.gap < r.enough()*(stop()-r.bound) || s.gap < 1e-7*math.Abs(r.bound) {
			break
		}
	}
	copy(r.mean, s.y)
	r.solved = true
}

// enough is the part of the open gap below which the rest of the relaxation's
// own gap is not worth its time: less where costs are summed, since branching
// then adds little to the bound.
func (r *relaxation) enough() float64 {
	if r.in.flat() || r.in.covering {
		return 0.04
	}
	return 0.01
}

// saddleEvery is the number of steps between two looks at the gap, saddleLeast
// and saddleMost bound the steps, saddleWork the entries they look at in all.
const (
	saddleEvery = 40
	saddleLeast = 200
	saddleMost  = 4000
	saddleWork  = 2_000_000_000
)

func newSaddle(r *relaxation) *saddle {
	m, n := r.in.sites, len(r.row)
	s := &saddle{r: r, y: slices.Clone(r.mean), u: slices.Clone(r.u), sumY: make([]float64, m), sumU: make([]float64, n),
		fromY: make([]float64, m), fromU: make([]float64, n), ahead: make([]float64, m), try: make([]float64, m),
		sigma: make([]float64, n), tau: make([]float64, m), in: make([]bool, m), fixed: make([]float64, m), start: make([]int, n+1)}
	if m > 0 {
		s.dearest = slices.Max(r.in.price)
	}
	s.some = slices.Clone(r.free)
	for _, j := range r.free {
		s.tau[j] = 1
	}
	s.project(s.y)
	return s
}

// sift picks the sites that matter, those open in part or of least reduced
// cost, and their entries that may come below the multipliers.
func (s *saddle) sift() {
	r := s.r
	order := slices.Clone(r.free)
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(r.rho[a], r.rho[b]), cmp.Compare(a, b)) })
	clear(s.in)
	s.some = s.some[:0]
	for k, j := range order {
		if s.in[j] = k < siftSites(r.left) || s.y[j] > 0 || s.sumY[j] > 0; s.in[j] {
			s.some = append(s.some, j)
		}
	}
	s.site, s.cost = s.site[:0], s.cost[:0]
	for i, u := range s.u {
		lo, hi := r.start[i], r.start[i+1]
		reach := u + 0.25*(u-r.cost[lo])
		for e := lo; e < hi && r.cost[e] <= reach; e++ {
			if j := r.site[e]; s.in[j] {
				s.site, s.cost = append(s.site, j), append(s.cost, r.cost[e])
			}
		}
		s.start[i+1] = len(s.site)
	}
	for _, j := range r.free {
		s.fixed[j] = r.in.price[j]
	}
	for k, l := range r.lambda {
		for _, t := range r.in.rules[k].terms {
			s.fixed[t.at] += l * t.coef
		}
	}
	s.scales()
}

// siftSites is how many of the sites of least reduced cost matter at least.
func siftSites(left int) int { return 400 + 8*left }

// scales sets the step of each row and site from their entries.
func (s *saddle) scales() {
	for _, j := range s.some {
		s.tau[j] = 0
	}
	for i := range s.u {
		for _, j := range s.site[s.start[i]:s.start[i+1]] {
			s.tau[j]++
		}
		s.sigma[i] = 1 / max(1, float64(s.start[i+1]-s.start[i]))
	}
	for _, j := range s.some {
		s.tau[j] = 1 / max(1, s.tau[j])
	}
}

// step is one primal and one dual step.
func (s *saddle) step() {
	rho := s.r.rho
	for _, j := range s.some {
		rho[j] = s.fixed[j]
	}
	for i, u := range s.u {
		lo, hi := s.start[i], s.start[i+1]
		site := s.site[lo:hi]
		for e, c := range s.cost[lo:hi] {
			if c >= u {
				break
			}
			rho[site[e]] += c - u
		}
	}
	for _, j := range s.some {
		s.ahead[j] = -s.y[j]
		s.try[j] = s.y[j] - s.tau[j]/s.balance*rho[j]
	}
	s.project(s.try)
	for _, j := range s.some {
		s.y[j] = s.try[j]
		s.ahead[j] += 2 * s.try[j]
		s.sumY[j] += s.try[j]
	}
	for i := range s.u {
		s.u[i] = s.prox(i, s.sigma[i]*s.balance)
		s.sumU[i] += s.u[i]
	}
	s.steps++
}

// prox moves a row's multiplier: along its slope need − Σ y over the entries
// below it, by a step of sigma.
func (s *saddle) prox(i int, sigma float64) float64 {
	r := s.r
	lo, hi := s.start[i], s.start[i+1]
	u, site, cost := s.u[i], s.site[lo:hi], s.cost[lo:hi]
	least, v := r.cost[r.start[i]], u+sigma*r.need[i]
	for k := 0; k < len(cost) && v > cost[k]; {
		c := cost[k]
		for ; k < len(cost) && cost[k] == c; k++ {
			v -= sigma * s.ahead[site[k]]
		}
		v = max(v, c)
	}
	return max(least, min(v, r.cap[i]))
}

// project makes v the nearest point with 0 ≤ v ≤ 1 and Σ v ≤ left, in the
// metric of the sites' steps.
func (s *saddle) project(v []float64) {
	theta := s.threshold(v)
	for _, j := range s.some {
		v[j] = max(0, min(1, v[j]-theta*s.tau[j]))
	}
}

// threshold is what a projection takes away for each unit of step.
func (s *saddle) threshold(v []float64) float64 {
	left, theta := float64(s.r.left), 0.0
	lo, hi := 0.0, 0.0
	for _, j := range s.some {
		hi = max(hi, v[j]/s.tau[j])
	}
	for range 60 {
		total, slope := 0.0, 0.0
		for _, j := range s.some {
			switch x := v[j] - theta*s.tau[j]; {
			case x >= 1:
				total++
			case x > 0:
				total += x
				slope += s.tau[j]
			}
		}
		switch {
		case math.Abs(total-left) < 1e-12*left || total < left && theta == 0:
			return theta
		case total > left:
			lo = theta
		default:
			hi = theta
		}
		next := theta + (total-left)/max(slope, 1e-300)
		if next <= lo || next >= hi {
			next = (lo + hi) / 2
		}
		theta = next
	}
	return theta
}

// look compares the iterate and the average of the iterates since the last
// restart, and restarts from the better one when the gap shrank enough.
func (s *saddle) look(step int) {
	r := s.r
	y, u := make([]float64, len(s.y)), make([]float64, len(s.u))
	for _, j := range r.free {
		y[j] = s.sumY[j] / s.steps
	}
	for i := range u {
		u[i] = s.sumU[i] / s.steps
	}
	mean := s.measure(y, u)
	here := s.measure(s.y, s.u) // last, so that the reduced costs are those of the iterate
	s.gap = min(here, mean)
	if s.gap > 0.4*s.began && s.steps < 0.5*float64(step) {
		s.sift()
		return
	}
	if mean < here {
		copy(s.y, y)
		copy(s.u, u)
	}
	s.restart(s.gap)
}

func (s *saddle) restart(gap float64) {
	clear(s.sumY)
	clear(s.sumU)
	s.sift()
	var dy, du float64
	for _, j := range s.some {
		d := s.y[j] - s.fromY[j]
		dy += d * d / s.tau[j]
	}
	for i, v := range s.u {
		d := v - s.fromU[i]
		du += d * d / s.sigma[i]
	}
	if dy > 0 && du > 0 {
		ratio := math.Sqrt(du / dy)
		if s.balance == 0 {
			s.balance = 0.05 * ratio
		}
		s.balance *= max(0.5, min(2, math.Sqrt(ratio/s.balance)))
	}
	if s.balance == 0 {
		s.balance = 1
	}
	copy(s.fromY, s.y)
	copy(s.fromU, s.u)
	s.steps, s.began, s.gap = 0, gap, gap
}

// measure gives the value of y less the bound of u, and keeps the bound.
func (s *saddle) measure(y, u []float64) float64 {
	r := s.r
	copy(r.u, u)
	bound := r.evaluate()
	r.keep(bound)
	value := r.base
	for _, j := range r.free {
		value += y[j] * r.in.price[j]
	}
	for i, need := range r.need {
		for e := r.start[i]; e < r.start[i+1] && need > 0; e++ {
			part := min(need, y[r.site[e]])
			value += part * r.cost[e]
			need -= part
		}
		if need > 0 {
			value += need * s.most(i)
		}
	}
	return value - bound
}

// most is what a row's service costs at most: only an estimate where it must be
// served.
func (s *saddle) most(i int) float64 {
	r := s.r
	if !math.IsInf(r.cap[i], 1) {
		return r.cap[i]
	}
	return r.cost[r.start[i+1]-1] + s.dearest
}
