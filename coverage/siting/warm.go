package siting

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"
)

// warmth looks for good choices of a problem with capacities, to start an
// engine from and to better what it found in time.
type warmth struct {
	p    *Problem
	f    *flow // the costs as they are, not only who is reached
	open []int
	size map[int]int
	left int // steps of allocations that may still be taken
}

// warmWork bounds the steps of allocations, a second or two of work.
const warmWork = 200_000_000

// warm solves the problem without capacities (which is quick, keeps every rule
// and gives a bound), serves the demand from its sites within their capacities
// and exchanges sites as long as that betters the choice.
func (w *work) warm() (open, size []int, bound float64) {
	bound = math.NaN()
	q := quiet(*w.p)
	if q.Sizes != nil {
		q.Price = q.cheapest()
	}
	q.Capacity, q.Sizes = nil, nil
	counted := q.Model == LSCP && q.Share > 0 && q.Share < 1 && q.Budget == 0 && q.Price != nil
	if counted { // no model makes the prices of a share least
		q.Price = nil
	}
	if q.Model == CoverThenCost {
		q.Model = MCLP
	}
	ctx, limit := w.ctx, 2*time.Second
	if end, ok := w.ctx.Deadline(); ok { // most of the time is for the engine
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(w.ctx, time.Until(end)/5)
		defer stop()
		limit = min(limit, time.Until(end)/10)
	}
	res, err := Solve(ctx, q, Settings{TimeLimit: max(limit, time.Millisecond), Seed: w.s.Seed})
	if err != nil || res.Open == nil {
		return nil, nil, bound
	}
	if !counted {
		bound = res.Bound
	}
	h := &warmth{p: w.p, f: w.p.readFlow(false), open: res.Open, size: map[int]int{}, left: warmWork}
	for _, j := range res.Open {
		h.fit(res.Open, j)
	}
	h.better(ctx)
	slices.Sort(h.open)
	w.step("start", h.p.shown(h.value(h.serve(h.open))), math.NaN())
	return h.open, h.sizes(h.open), bound
}

// shown is the objective that stands behind a value.
func (p *Problem) shown(v float64) float64 {
	if p.Model == MCLP || p.Model == CoverThenCost {
		return -v
	}
	return v
}

func (h *warmth) sizes(open []int) []int {
	list := make([]int, len(open))
	for k, j := range open {
		list[k] = h.size[j]
	}
	return list
}

// fit gives a site its largest size that the rules permit in a choice.
func (h *warmth) fit(open []int, site int) bool {
	e := &evidence{p: h.p, size: h.size}
	return e.fit(open, site)
}

func (h *warmth) serve(open []int) *allocation {
	a := h.f.serve(open, h.sizes(open))
	h.left -= a.work + len(h.f.site)
	return a
}

// value is what the model makes small; weight that must be served and is not
// counts above all else.
func (h *warmth) value(a *allocation) float64 {
	served, cost := a.served()
	missing := max(0, h.f.total-served)
	if h.p.Share > 0 {
		missing = max(0, h.p.Share*h.f.total-served)
	}
	if missing <= 10*a.dust() {
		missing = 0
	}
	switch h.p.Model {
	case PMedian:
		return missing*a.penalty + cost
	case LSCP:
		if h.p.priced() {
			return missing*1e6 + h.p.spent(h.open, h.sizes(h.open))
		}
		return missing*1e6 + float64(len(h.open))
	case CoverThenCost:
		return -served + cost/(a.penalty*max(1, h.f.total))
	}
	return -served
}

// better exchanges, and for LSCP adds, sites as long as that helps and the work
// lasts.
func (h *warmth) better(ctx context.Context) {
	at := h.value(h.serve(h.open))
	for moved := true; moved && h.left > 0 && ctx.Err() == nil; {
		moved = false
		if v, ok := h.spare(at); ok {
			at, moved = v, true
		}
		for _, j := range h.outside() {
			if h.left <= 0 || ctx.Err() != nil {
				return
			}
			if v, ok := h.bring(j, at); ok {
				at, moved = v, true
			}
		}
	}
}

// spare closes sites that the others make up for.
func (h *warmth) spare(at float64) (value float64, ok bool) {
	for _, s := range slices.Clone(h.open) {
		home := h.open
		h.open = without(home, []int{s})
		if h.left > 0 && h.p.permits(h.open, h.sizes(h.open)) {
			if v := h.value(h.serve(h.open)); v < at-1e-9*math.Abs(at) {
				at, ok = v, true
				continue
			}
		}
		h.open = home
	}
	return at, ok
}

// outside lists the sites that are not open, those first that the demand not
// served could use most.
func (h *warmth) outside() []int {
	a := h.serve(h.open)
	use := make([]float64, len(h.f.sites))
	for g, w := range a.unserved {
		for e := h.f.start[g]; e < h.f.start[g+1]; e++ {
			use[h.f.site[e]] += w
		}
	}
	return slices.DeleteFunc(ranked(h.f.sites, use), func(j int) bool {
		return slices.Contains(h.open, j) || slices.Contains(h.p.Fixed, j)
	})
}

// bring opens a site, alone where the rules permit it and that helps, else in
// place of the site that it best replaces.
func (h *warmth) bring(j int, at float64) (value float64, ok bool) {
	home := h.open
	more := append(slices.Clone(home), j)
	_, known := h.size[j]
	if h.fit(more, j) {
		if h.open = more; h.value(h.serve(more)) < at-1e-9*math.Abs(at) {
			return h.value(h.serve(more)), true
		}
		h.open = home
	}
	if !known || h.p.Sizes != nil {
		h.size[j] = h.largest(j)
	}
	all := h.serve(more)
	best, out := at-1e-9*math.Abs(at), -1
	for _, s := range home {
		if h.left <= 0 || slices.Contains(h.p.Required, s) {
			continue
		}
		other := append(without(home, []int{s}), j)
		if !h.p.permits(other, h.sizes(other)) {
			continue
		}
		b := all.clone()
		b.set(b.f.at[s], 0)
		h.left -= b.work
		h.open = other
		if v := h.value(b); v < best {
			best, out = v, s
		}
	}
	if h.open = home; out < 0 {
		return at, false
	}
	h.open = append(without(home, []int{out}), j)
	return best, true
}

// largest is the size of a site that serves most.
func (h *warmth) largest(j int) int {
	list := indexes(len(h.p.sizes(j)))
	return slices.MaxFunc(list, func(a, b int) int { return cmp.Compare(h.p.sizes(j)[a].Capacity, h.p.sizes(j)[b].Capacity) })
}

// start gives every column of a program its value for a choice, nil where the
// choice does not do what the model demands.
func (m *mip) start(open, size []int) []float64 {
	if open == nil || !m.f.p.permits(open, size) {
		return nil
	}
	a := m.f.serve(open, size)
	served, _ := a.served()
	need := m.f.total
	if m.f.p.Share > 0 {
		need *= m.f.p.Share
	}
	if m.f.p.demands() && served < need-10*a.dust() {
		return nil
	}
	v := make([]float64, len(m.program.Columns))
	for k, j := range m.f.sites {
		if m.f.fixed[k] {
			v[m.columns[k][0]] = 1
		}
		if at := slices.Index(open, j); at >= 0 {
			v[m.columns[k][sizeOf(size, at)]] = 1
		}
	}
	x := 0 // the allocation has the entries of open sites, in the same order
	for e, k := range m.f.site {
		if a.f.at[m.f.sites[k]] >= 0 {
			v[m.sites+e] = min(1, a.amount[x]/m.f.weight[m.owner[e]])
			x++
		}
	}
	return v
}

// polishTime is how long after the end of the time a choice may be bettered.
const polishTime = time.Second

// polish betters a choice that an engine found but did not prove best.
func (w *work) polish(res *Result) {
	ctx, stop := context.WithTimeout(w.parent, polishTime)
	defer stop()
	h := &warmth{p: w.p, f: w.p.readFlow(false), open: slices.Clone(res.Open), size: sizesOf(*res), left: warmWork / 4}
	h.better(ctx)
	open := slices.Clone(h.open)
	slices.Sort(open)
	if slices.Equal(open, res.Open) || !w.p.permits(open, h.sizes(open)) {
		return
	}
	other := *res
	other.Open = open
	if w.p.Sizes != nil {
		other.Size = h.sizes(open)
	}
	w.serve(&other)
	if w.sign()*(other.Objective-res.Objective) < 0 {
		*res = other
		w.step("exchange", res.Objective, res.Bound)
	}
}
