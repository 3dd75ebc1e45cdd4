package siting

import "math"

// read makes the result of an engine's values: the sites are the engine's, what
// each serves is the best for them.
func (w *work) read(f *flow, m *mip, e EngineResult) Result {
	res := Result{Status: e.Status, Objective: math.NaN(), Bound: math.NaN()}
	if e.Status == Infeasible {
		return res
	}
	res.Bound = w.sign() * e.Bound
	if len(e.Values) < len(m.program.Columns) {
		res.Status = Unknown
		return res
	}
	res.Open = []int{}
	for k, j := range f.sites {
		for s, y := range m.columns[k] {
			if e.Values[y] > 0.5 && !f.fixed[k] {
				res.Open = append(res.Open, j)
				if w.p.Sizes != nil {
					res.Size = append(res.Size, s)
				}
			}
		}
	}
	w.serve(&res)
	w.settle(&res, e)
	return res
}

// settle takes the bound of the engine for the objective that was measured.
func (w *work) settle(res *Result, e EngineResult) {
	if w.p.Model == LSCP && !w.p.priced() && !math.IsInf(res.Bound, 0) {
		res.Bound = math.Ceil(res.Bound - 1e-6)
	}
	better := w.sign() * (res.Objective - res.Bound) // how far the bound is away
	if e.Status == Optimal || better <= 1e-9*math.Abs(res.Objective) {
		res.Status, res.Bound = Optimal, res.Objective
	}
}

// serve fills what a choice serves, and its objective.
func (w *work) serve(res *Result) {
	a := w.p.allocate(res.Open, res.Size)
	served, cost := a.served()
	switch {
	case w.p.Model == PMedian:
		res.Objective = cost
	case w.p.priced():
		res.Objective = w.p.spent(res.Open, res.Size)
	case w.p.Model == LSCP:
		res.Objective = float64(len(res.Open))
	default:
		res.Objective = served
	}
	if w.p.Model == CoverThenCost {
		res.Cost = cost
	}
	res.Shares = a.shares()
}

// allocate serves the demand from chosen sites and the fixed ones.
func (p *Problem) allocate(open, size []int) *allocation { return p.readFlow(false).serve(open, size) }

// serve shares the demand of a flow between chosen sites and the fixed ones.
func (f *flow) serve(open, size []int) *allocation {
	p := f.p
	room := make(map[int]float64, len(open)+len(p.Fixed))
	for _, j := range p.Fixed {
		room[j] = p.sizes(j)[0].Capacity
	}
	for k, j := range open {
		room[j] = p.sizes(j)[sizeOf(size, k)].Capacity
	}
	f = f.only(func(j int) bool { _, ok := room[j]; return ok })
	capacity := make([]float64, len(f.sites))
	for k, j := range f.sites {
		capacity[k] = room[j]
	}
	return f.newAllocation(capacity)
}

// sizeOf is the size of the k-th chosen site; sizes may not have been asked for.
func sizeOf(size []int, k int) int {
	if k < len(size) {
		return size[k]
	}
	return 0
}

// spent sums the prices of chosen sites.
func (p *Problem) spent(open, size []int) float64 {
	sum := 0.0
	for k, j := range open {
		sum += p.price(j, sizeOf(size, k))
	}
	return sum
}

// assignMost gives for each demand the site that serves most of it.
func (p *Problem) assignMost(shares []Share) []int32 {
	list, most := make([]int32, p.Costs.Demand()), make([]float64, p.Costs.Demand())
	for i := range list {
		list[i] = -1
	}
	for _, s := range shares {
		if s.Weight > most[s.Demand] {
			list[s.Demand], most[s.Demand] = int32(s.Site), s.Weight
		}
	}
	return list
}
