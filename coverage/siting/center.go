package siting

import (
	"math"
	"slices"
)

// center is the p-center: the least of the distinct costs at which the sites
// allowed cover all demand, by bisection over covering programs (Minieka 1970;
// Daskin 1995), below the radius of a first choice.
func (w *work) center() (Result, error) {
	r, err := w.p.read(view{within: w.p.within(), must: true, need: 1})
	if err != nil {
		return Result{}, err
	}
	if len(r.lost) > 0 {
		return w.lost(r), nil
	}
	res := Result{Status: Infeasible, Objective: math.NaN(), Bound: math.NaN()}
	known := math.Inf(1)
	if open := w.farthestFirst(r); open != nil {
		known = w.worst(r, open)
		res.Status, res.Open, res.Objective = TimeLimit, open, known
	}
	w.step("first choice", res.Objective, math.NaN())
	radii := r.radii(known)
	lo, hi := 0, len(radii)-1 // the radius is at or above lo; above hi has been met
	for lo <= hi {
		mid := (lo + hi) / 2
		if res.Status == Infeasible && hi == len(radii)-1 && lo == 0 {
			mid = min(hi, len(radii)/8) // optimal radii are small
		}
		open, exact, err := w.coverable(radii[mid])
		if err != nil {
			return Result{}, err
		}
		switch {
		case open != nil:
			hi, _ = slices.BinarySearch(radii, w.worst(r, open))
			res.Status, res.Open, res.Objective = TimeLimit, open, radii[hi]
			hi--
		case exact:
			lo = mid + 1
		default:
			res.Bound = radii[lo]
			if res.Status == Infeasible {
				res.Status = Unknown
			}
			return w.finish(res), nil
		}
		w.step("radius", radii[mid], radii[min(lo, len(radii)-1)])
	}
	if res.Status == TimeLimit {
		res.Status, res.Bound = Optimal, res.Objective
	}
	return w.finish(res), nil
}

// farthestFirst is a first choice: what must be open, and then, for the demand
// that is farthest from it, the nearest candidate, again and again (Gonzalez
// 1985). It is nil where that does not serve all demand or breaks a rule.
func (w *work) farthestFirst(r *rows) []int {
	open := append(slices.Clone(w.p.Required), w.p.Replaceable...)
	best := slices.Clone(r.fixed)
	at := slices.Repeat([]int32{-1}, w.p.Costs.Sites())
	for k, j := range w.p.order(r) {
		at[j] = int32(k)
	}
	order := r.order(at) // so that ties do not depend on the caller's
	serve := func(j int) {
		for i := range best {
			for e := r.start[i]; e < r.start[i+1] && r.cost[e] < best[i]; e++ {
				if int(r.site[e]) == j {
					best[i] = r.cost[e]
				}
			}
		}
	}
	for _, j := range open {
		serve(j)
	}
	for len(open) < w.p.most() && w.ctx.Err() == nil {
		far := -1
		for _, i := range order {
			if r.start[i] < r.start[i+1] && r.cost[r.start[i]] < best[i] && (far < 0 || best[i] > best[far]) {
				far = i
			}
		}
		if far < 0 {
			break
		}
		near := r.site[r.start[far]]
		for e := r.start[far]; e < r.start[far+1] && r.cost[e] == r.cost[r.start[far]]; e++ {
			if at[r.site[e]] < at[near] {
				near = r.site[e]
			}
		}
		open = append(open, int(near))
		serve(int(near))
	}
	slices.Sort(open)
	open = slices.Compact(open)
	if slices.ContainsFunc(best, func(c float64) bool { return math.IsInf(c, 1) }) || !w.p.permits(open, nil) {
		return nil
	}
	return open
}

// radii lists the distinct costs below a known worst that may be the worst: no
// less than the largest of the rows' least costs.
func (r *rows) radii(known float64) []float64 {
	least := 0.0
	for i := range r.weight {
		best := r.fixed[i]
		for e := r.start[i]; e < r.start[i+1]; e++ {
			best = min(best, r.cost[e])
		}
		least = max(least, best)
	}
	if least >= known {
		return nil
	}
	list := []float64{least}
	for _, c := range r.cost {
		if c > least && c < known {
			list = append(list, c)
		}
	}
	for _, c := range r.fixed {
		if c > least && c < known {
			list = append(list, c)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// worst is the largest cost of the demand with a choice open.
func (w *work) worst(r *rows, open []int) float64 {
	on := make([]bool, w.p.Costs.Sites())
	for _, j := range open {
		on[j] = true
	}
	worst := 0.0
	for i := range r.weight {
		best := r.fixed[i]
		for e := r.start[i]; e < r.start[i+1] && r.cost[e] < best; e++ {
			if on[r.site[e]] {
				best = r.cost[e]
			}
		}
		worst = max(worst, best)
	}
	return worst
}

// coverable looks for a choice that covers all demand within a radius; open is
// nil when there is none (exact) or none was found in time.
func (w *work) coverable(radius float64) (open []int, exact bool, err error) {
	v := view{within: radius, flat: true, must: true, need: 1, count: true}
	r, err := w.p.read(v)
	if err != nil || len(r.lost) > 0 {
		return nil, true, err
	}
	in := w.p.instance(r, v)
	limit := in.limit
	in.limit = in.sites
	for j := range in.price {
		in.price[j] = 1
	}
	in.reduce(true, true)
	in.finish()
	s := newSearch(in)
	s.effort = 2
	s.below, s.enough = float64(limit)+1, float64(limit)
	exact = s.run(w.ctx)
	w.nodes += s.nodes
	if s.best == nil || s.value > float64(limit) {
		return nil, exact, nil
	}
	open = []int{}
	for _, j := range s.best {
		open = append(open, in.label[j])
	}
	slices.Sort(open)
	return open, exact, nil
}

// share is the LSCP for a part of the weight: the least number of sites whose
// maximal covering reaches it.
func (w *work) share() (Result, error) {
	v := view{within: w.p.within(), flat: true, need: w.times()}
	in, r, err := w.load(v)
	if err != nil {
		return Result{}, err
	}
	for j := range in.price {
		in.price[j] = 0
	}
	goal := r.total*(1-w.p.Share) - in.offset // most that may stay uncovered by the program
	most := in.limit
	res := Result{Status: Infeasible, Objective: math.NaN(), Bound: math.NaN()}
	lo, hi := len(in.opened), most
	for lo <= hi {
		in.limit = (lo + hi) / 2
		if res.Open == nil && hi == most {
			in.limit = min(hi, max(lo, 2*lo)) // grow from below: few sites usually do
		}
		s := newSearch(in)
		s.enough, s.below = goal+1e-9*r.total, goal+2e-9*r.total+in.grain
		exact := s.run(w.ctx)
		w.nodes += s.nodes
		switch {
		case s.best != nil && s.value <= s.enough:
			res.Open, res.Status = []int{}, TimeLimit
			for _, j := range s.best {
				res.Open = append(res.Open, in.label[j])
			}
			slices.Sort(res.Open)
			res.Objective = float64(len(res.Open))
			hi = len(res.Open) - 1
		case exact:
			lo = in.limit + 1
		default:
			if res.Status == Infeasible {
				res.Status = Unknown
			}
			res.Bound = float64(lo)
			return w.finish(res), nil
		}
	}
	if res.Status == TimeLimit {
		res.Status, res.Bound = Optimal, res.Objective
	}
	return w.finish(res), nil
}

// dispersion makes the least separation of the chosen sites, from each other
// and from the fixed ones, largest, by
// bisection over the distinct separations: at each, whether as many sites as
// asked have it pairwise.
func (w *work) dispersion() (Result, error) {
	sites := w.candidates()
	list := []float64{}
	for k, a := range sites {
		for _, b := range sites[k+1:] {
			list = append(list, w.p.Apart(a, b))
		}
		for _, b := range w.p.Fixed {
			list = append(list, w.p.Apart(a, b))
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	res := Result{Status: Infeasible, Objective: math.NaN(), Bound: math.NaN()}
	if w.p.Sites == 1 && len(w.p.Fixed) == 0 || len(list) == 0 {
		list = []float64{math.Inf(1)}
	}
	lo, hi := 0, len(list)-1
	for lo <= hi {
		mid := (lo + hi + 1) / 2
		open, exact := w.apart(sites, list[mid])
		switch {
		case open != nil:
			lo = mid + 1
			res.Status, res.Open, res.Objective = TimeLimit, open, list[mid]
		case exact:
			hi = mid - 1
		default:
			res.Bound = list[hi]
			if res.Status == Infeasible {
				res.Status = Unknown
			}
			return w.finish(res), nil
		}
	}
	if res.Status == TimeLimit {
		res.Status, res.Bound = Optimal, res.Objective
	}
	return w.finish(res), nil
}

func (w *work) candidates() []int {
	var list []int
	for j, role := range w.p.roles() {
		if role == candidate {
			list = append(list, j)
		}
	}
	return list
}

// apart looks for Sites sites that are pairwise at least a separation apart:
// the most that can be opened when each group of near sites may hold one.
func (w *work) apart(sites []int, separation float64) (open []int, exact bool) {
	at := make([]int32, w.p.Costs.Sites())
	for j := range at {
		at[j] = -1
	}
	in := &instance{sites: len(sites), label: sites, limit: w.p.Sites, price: make([]float64, len(sites)), start: []int{0}}
	for k, j := range sites {
		at[j] = int32(k)
		in.site, in.cost = append(in.site, int32(k)), append(in.cost, 0)
		in.start = append(in.start, len(in.site))
		in.need, in.penalty = append(in.need, 1), append(in.penalty, 1)
	}
	for _, j := range w.p.Required {
		in.opened = append(in.opened, at[j])
	}
	slices.Sort(in.opened)
	in.rules = w.p.rules(at)
	in.rules = append(in.rules, w.p.shut(sites, separation))
	in.rules = append(in.rules, cliques(len(sites), func(a, b int) bool { return w.p.Apart(sites[a], sites[b]) < separation })...)
	in.finish()
	s := newSearch(in)
	s.enough = float64(len(sites) - w.p.Sites)
	s.below = s.enough + 1
	exact = s.run(w.ctx)
	w.nodes += s.nodes
	if s.best == nil || s.value > s.enough {
		return nil, exact
	}
	open = []int{}
	for _, k := range s.best {
		open = append(open, sites[k])
	}
	slices.Sort(open)
	return open, true
}
