package paths

import (
	"context"
	"slices"

	"fugai/geo/network"
)

// field is what gatherers of all goroutines share.
type field struct {
	g       *network.Graph
	sense   sense
	limit   uint64
	targets *roster
	near    *approaches
	workers []*gatherer // of goroutines, made when first asked for
}

func newField(g *network.Graph, targets []network.Location, s sense, limit uint64) *field {
	r := newRoster(g, targets)
	return &field{g, s, limit, r, newApproaches(g, r, s), nil}
}

// gatherer finds the targets around one origin after another.
type gatherer struct {
	*search
	targets *roster
	near    *approaches
	best    []network.Cost // by target; Never where none was found
	found   []uint32
}

// each calls for every number below n what do does with the gatherer of one of
// the goroutines.
func (f *field) each(ctx context.Context, n, threads int, do func(r *gatherer, i int)) error {
	for len(f.workers) < workers(threads, n) {
		f.workers = append(f.workers, nil)
	}
	return each(ctx, n, threads, func(worker int) func(int) {
		if f.workers[worker] == nil {
			f.workers[worker] = f.gatherer()
		}
		return func(i int) { do(f.workers[worker], i) }
	})
}

func (f *field) gatherer() *gatherer {
	r := &gatherer{search: newSearch(f.g, f.sense), targets: f.targets, near: f.near}
	r.best = slices.Repeat([]network.Cost{network.Never}, len(f.targets.at))
	return r
}

// gather finds every target within the limit of an origin; best has their costs
// and found their numbers, until the next call.
func (r *gatherer) gather(origin *network.Location, limit uint64) {
	for _, t := range r.found {
		r.best[t] = network.Never
	}
	r.found = r.found[:0]
	r.run(origin, limit)
	for _, t := range r.targets.of(origin.Edge) {
		r.offer(t, r.sense.direct(origin, &r.targets.at[t], limit))
	}
	for _, node := range r.touched {
		for _, a := range r.near.of(node) {
			r.enter(a, r.cost[node])
		}
	}
}

// enter goes along an edge from one of its ends, to which the search came at a
// cost.
func (r *gatherer) enter(a approach, cost network.Cost) {
	of := r.targets.of(a.edge())
	for i := range of {
		t := of[i]
		if a.atLast() {
			t = of[len(of)-1-i]
		}
		at := &r.targets.at[t]
		rest, last := r.sense.arrive(at)
		if a.atLast() {
			rest = last
		}
		if uint64(cost)+uint64(rest) > r.limit {
			return // those further along cost no less
		}
		r.offer(t, total(r.limit, cost, rest, at.OffCost))
	}
}

func (r *gatherer) offer(target uint32, cost network.Cost) {
	old := r.best[target]
	if cost >= old {
		return
	}
	if old == network.Never {
		r.found = append(r.found, target)
	}
	r.best[target] = cost
}

// hits lists what was found by cost, then number, appended to a list.
func (r *gatherer) hits(list []Hit) []Hit {
	first := len(list)
	for _, t := range r.found {
		list = append(list, Hit{int32(t), r.best[t]})
	}
	slices.SortFunc(list[first:], Hit.compare)
	return list
}
