package paths

import (
	"context"
	"slices"
	"sort"

	"fugai/geo/network"
)

// CountWithin counts, for every place, the sites within the cutoff: the length
// of each row of [Within], without making the rows.
func CountWithin(ctx context.Context, g *network.Graph, ends Ends, o Options) ([]int, error) {
	sums, err := SumWithin(ctx, g, ends, nil, o)
	counts := make([]int, len(sums))
	for i, s := range sums {
		counts[i] = int(s)
	}
	return counts, err
}

// SumWithin adds up, for every place, the weights of the sites within the
// cutoff: people around a school, or beds around a village. Nil weights are one
// each; otherwise there are as many as sites. Sums are in double precision, and
// an edge's weights are added up before those of others, so that the same sum
// made in another order may differ in its last digits.
//
// It takes one search a place, which looks at every edge once; what lies along
// an edge is counted by bisection. The errors are those of [Nearest].
func SumWithin(ctx context.Context, g *network.Graph, ends Ends, weights []float64, o Options) ([]float64, error) {
	if err := check(g, ends.Places, ends.Sites); err != nil {
		return nil, err
	}
	s := !fromSites(o.Direction)
	f := newField(g, ends.Sites, s, o.limit())
	t := newTallies(f, weights)
	sums := make([]float64, len(ends.Places))
	order := byEdge(ends.Places)
	return sums, each(ctx, len(order), o.Threads, func(int) func(int) {
		r := newSearch(g, s)
		return func(i int) { sums[order[i]] = t.around(r, &ends.Places[order[i]]) }
	})
}

// tallies hold the weights of all edges, added up along each from both sides.
type tallies struct {
	*field
	weights []float64
	first   []uint32 // by node: its gates
	gates   []gate
	fromA   []float64 // beside targets.list: the sum of those before, from the first point on
	fromB   []float64 // the sum of it and those after
}

// gate is an end of an edge by which a search comes to the targets there.
type gate struct {
	at    approach
	other uint32       // node of the gate at the other end
	most  network.Cost // what the dearest target costs from here; Never where one is out of reach
	even  bool         // all targets take the same to leave the street
	total float64      // of the edge
}

func newTallies(f *field, weights []float64) *tallies {
	n := len(f.targets.list)
	t := &tallies{field: f, weights: weights, first: f.near.first, fromA: make([]float64, n), fromB: make([]float64, n)}
	t.gates = make([]gate, len(f.near.list))
	for node := range f.g.Nodes {
		for i := t.first[node]; i < t.first[node+1]; i++ {
			t.gates[i] = t.gate(f.near.list[i])
		}
	}
	return t
}

// weight is that of a target.
func (t *tallies) weight(target uint32) float64 {
	if t.weights == nil {
		return 1
	}
	return t.weights[target]
}

// gate adds up the targets of an edge.
func (t *tallies) gate(a approach) gate {
	entry := gate{at: a, even: true}
	list := t.targets.of(a.edge())
	base := t.targets.first[a.edge()]
	off := t.targets.at[list[0]].OffCost
	for i, target := range list {
		at := &t.targets.at[target]
		rest, last := t.sense.arrive(at)
		if a.atLast() {
			rest = last
		}
		entry.most = max(entry.most, total(uint64(network.Never)-1, rest, at.OffCost, 0))
		entry.even = entry.even && at.OffCost == off
		t.fromA[base+uint32(i)] = entry.total
		entry.total += t.weight(target)
	}
	sum := 0.0
	for i, target := range slices.Backward(list) {
		sum += t.weight(target)
		t.fromB[base+uint32(i)] = sum
	}
	first, last := t.sense.entries(&t.g.Edges[a.edge()])
	entry.other = last
	if a.atLast() {
		entry.other = first
	}
	return entry
}

// around adds up what lies around an origin.
func (t *tallies) around(s *search, origin *network.Location) float64 {
	s.run(origin, t.limit)
	sum := t.onEdge(s, origin)
	for _, node := range s.touched {
		cost := uint64(s.cost[node])
		for i := t.first[node]; i < t.first[node+1]; i++ {
			entry := &t.gates[i]
			if entry.at.atLast() && s.cost[entry.other] != network.Never {
				continue // counted from the other end
			}
			switch {
			case entry.at.edge() == origin.Edge:
			case cost+uint64(entry.most) <= t.limit:
				sum += entry.total
			default:
				sum += t.partly(s, entry, node)
			}
		}
	}
	return sum
}

// onEdge adds up what is within reach on the edge of the origin.
func (t *tallies) onEdge(s *search, origin *network.Location) float64 {
	sum := 0.0
	for _, target := range t.targets.of(origin.Edge) {
		at := &t.targets.at[target]
		if s.arrival(at) != network.Never || t.sense.direct(origin, at, t.limit) != network.Never {
			sum += t.weight(target)
		}
	}
	return sum
}

// partly adds up what is within reach of an edge that may not be all so.
func (t *tallies) partly(s *search, entry *gate, node uint32) float64 {
	edge := entry.at.edge()
	list := t.targets.of(edge)
	if !entry.even {
		sum := 0.0
		for _, target := range list {
			if s.arrival(&t.targets.at[target]) != network.Never {
				sum += t.weight(target)
			}
		}
		return sum
	}
	costA, costB := s.cost[node], s.cost[entry.other]
	if entry.at.atLast() {
		costA, costB = costB, costA
	}
	reach := func(i int, cost network.Cost, last bool) bool {
		at := &t.targets.at[list[i]]
		rest, restLast := t.sense.arrive(at)
		if last {
			rest = restLast
		}
		return total(t.limit, cost, rest, at.OffCost) != network.Never
	}
	a := sort.Search(len(list), func(i int) bool { return !reach(i, costA, false) })
	b := sort.Search(len(list), func(i int) bool { return reach(i, costB, true) })
	base := int(t.targets.first[edge])
	sum := 0.0
	switch {
	case a >= b:
		return entry.total
	case a > 0:
		sum = t.fromA[base+a]
	}
	if b < len(list) {
		sum += t.fromB[base+b]
	}
	return sum
}
