package paths

import (
	"slices"

	"fugai/geo/network"
)

// search is that from one origin after another, over arrays that the next one
// uses again.
type search struct {
	g     *network.Graph
	sense sense
	arcs  *network.Arcs
	limit uint64

	cost    []network.Cost // by node; Never where the search has not been
	touched []uint32       // where it has been
	queue   *buckets
}

func newSearch(g *network.Graph, s sense) *search {
	arcs := s.arcs(g)
	cost := slices.Repeat([]network.Cost{network.Never}, len(g.Nodes))
	return &search{g: g, sense: s, arcs: arcs, cost: cost, queue: newBuckets(arcs)}
}

// run finds the costs of all nodes within the limit of an origin.
func (s *search) run(origin *network.Location, limit uint64) {
	for _, node := range s.touched {
		s.cost[node] = network.Never
	}
	s.touched, s.limit = s.touched[:0], limit
	s.queue.reset()
	first, last := s.sense.leave(origin)
	a, b := s.sense.exits(&s.g.Edges[origin.Edge])
	s.reach(a, uint64(origin.OffCost)+uint64(first))
	s.reach(b, uint64(origin.OffCost)+uint64(last))
	q := s.queue
	for bucket, ok := q.next(); ok; bucket, ok = q.next() {
		for i := 0; i < len(*bucket); i++ {
			x := (*bucket)[i]
			if node := uint32(x); s.cost[node] == network.Cost(x>>32) {
				s.relax(node)
			} // else a cheaper way was found since
		}
		q.done()
	}
}

// relax goes from a node to those beyond.
func (s *search) relax(node uint32) {
	cost := uint64(s.cost[node])
	first, end := s.arcs.First[node], s.arcs.First[node+1]
	costs := s.arcs.Cost[first:end]
	for i, to := range s.arcs.To[first:end] {
		s.reach(to, cost+uint64(costs[i]))
	}
}

// reach notes a way to a node, if it is the cheapest yet. One of Never is
// beyond any limit.
func (s *search) reach(node uint32, cost uint64) {
	if cost > s.limit {
		return
	}
	old := s.cost[node]
	if network.Cost(cost) >= old {
		return
	}
	if old == network.Never {
		s.touched = append(s.touched, node)
	}
	s.cost[node] = network.Cost(cost)
	s.queue.push(cost<<32 | uint64(node))
}

// arrival is what it costs to come to a target by either end of its edge, with
// what it takes there to leave the street, or Never; after run.
func (s *search) arrival(target *network.Location) network.Cost {
	first, last := s.sense.arrive(target)
	a, b := s.sense.entries(&s.g.Edges[target.Edge])
	return min(total(s.limit, s.cost[a], first, target.OffCost), total(s.limit, s.cost[b], last, target.OffCost))
}

// direct is what it costs to come from one location of an edge to another along
// it, with what it takes at both ends, or Never.
func (s sense) direct(origin, target *network.Location, limit uint64) network.Cost {
	return total(limit, origin.OffCost, s.along(origin, target), target.OffCost)
}

// total adds costs, to Never where one is Never or the sum is above limit.
func total(limit uint64, a, b, c network.Cost) network.Cost {
	sum := uint64(a) + uint64(b) + uint64(c)
	if a == network.Never || b == network.Never || c == network.Never || sum > limit {
		return network.Never
	}
	return network.Cost(sum)
}
