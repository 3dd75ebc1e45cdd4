package paths

import (
	"math"
	"slices"

	"fugai/geo"
	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// Route is the way from one place to another.
type Route struct {
	// Cost is that of the way with what it takes to get to the street at both
	// ends.
	Cost network.Cost
	// Line is the way along the streets, from the first place's point on its
	// edge to that of the second; two equal points where they are the same.
	Line orb.LineString
	// Meters is the length of Line.
	Meters geo.Meters
	// Steps are the edges in order. The first and the last are gone along in
	// part.
	Steps []Step
}

// Step is an edge of a route and the way it is gone along.
type Step struct {
	Edge uint32
	Back bool // from its To end to its From end
}

// Finder finds routes one after another, over arrays that it uses again. It is
// for one goroutine.
type Finder struct {
	g       *network.Graph
	cost    []network.Cost // by node; Never where the search has not been
	via     []uint32       // by node: the arc it was reached by, of Graph.Out, or none
	tail    []uint32       // by node: where that arc starts
	touched []uint32
	queue   queue
}

// none stands for no arc, and no node.
const none = math.MaxUint32

// NewFinder prepares a finder. It takes 12 bytes a node.
func NewFinder(g *network.Graph) *Finder {
	n := len(g.Nodes)
	return &Finder{g: g, cost: slices.Repeat([]network.Cost{network.Never}, n), via: make([]uint32, n), tail: make([]uint32, n)}
}

// Route finds the cheapest way between two places; ok is false where there is
// none, or it costs more than a [network.Cost] holds. Of several ways that cost
// the same, which one is taken depends on the order of the graph only.
func (f *Finder) Route(from, to *network.Location) (r Route, ok bool) {
	if check(f.g, []network.Location{*from, *to}) != nil {
		return Route{}, false
	}
	limit := Options{}.limit()
	direct := forward.direct(from, to, limit)
	best, last := f.search(from, to, direct, limit)
	if best == network.Never {
		return Route{}, false
	}
	r.Cost = best
	if last.node == none {
		back := comparePlace(from, to) > 0
		r.Steps = []Step{{from.Edge, back}}
		r.Line = f.stretch(nil, from.Edge, Position(f.g, from), Position(f.g, to))
	} else {
		f.trace(&r, from, to, last)
	}
	r.Line = tidy(r.Line)
	for i := 1; i < len(r.Line); i++ {
		r.Meters += geo.Distance(r.Line[i-1], r.Line[i])
	}
	return r, true
}

// arrival is the end of the target's edge that a route comes by.
type arrival struct {
	node   uint32 // or none, for a route that stays on the edge
	atLast bool
}

// search finds the cost of the cheapest way, given that along a common edge.
func (f *Finder) search(from, to *network.Location, best network.Cost, limit uint64) (network.Cost, arrival) {
	f.reset()
	costA, costB := forward.leave(from)
	a, b := forward.exits(&f.g.Edges[from.Edge])
	f.reach(a, total(limit, from.OffCost, costA, 0), none, none)
	f.reach(b, total(limit, from.OffCost, costB, 0), none, none)
	costA, costB = forward.arrive(to)
	a, b = forward.entries(&f.g.Edges[to.Edge])
	last := arrival{node: none}
	arcs := &f.g.Out
	for len(f.queue) > 0 {
		x := f.queue.pop()
		node, cost := uint32(x), network.Cost(x>>32)
		if cost >= best {
			break
		}
		if f.cost[node] != cost {
			continue
		}
		if c := total(limit, cost, costA, to.OffCost); node == a && c < best {
			best, last = c, arrival{node, false}
		}
		if c := total(limit, cost, costB, to.OffCost); node == b && c < best {
			best, last = c, arrival{node, true}
		}
		for i := arcs.First[node]; i < arcs.First[node+1]; i++ {
			f.reach(arcs.To[i], total(limit, cost, arcs.Cost[i], 0), i, node)
		}
	}
	return best, last
}

func (f *Finder) reset() {
	for _, node := range f.touched {
		f.cost[node] = network.Never
	}
	f.touched, f.queue = f.touched[:0], f.queue[:0]
}

// reach notes a way to a node, if it is the cheapest yet.
func (f *Finder) reach(node uint32, cost network.Cost, via, tail uint32) {
	old := f.cost[node]
	if cost >= old {
		return
	}
	if old == network.Never {
		f.touched = append(f.touched, node)
	}
	f.cost[node], f.via[node], f.tail[node] = cost, via, tail
	f.queue.push(uint64(cost)<<32 | uint64(node))
}

// trace goes back from the target to the origin and notes the edges and the
// line of a route.
func (f *Finder) trace(r *Route, from, to *network.Location, last arrival) {
	node := last.node
	for f.via[node] != none {
		e := f.g.Out.Edge[f.via[node]]
		r.Steps = append(r.Steps, Step{e >> 1, e&1 != 0})
		node = f.tail[node]
	}
	slices.Reverse(r.Steps)
	costA, costB := forward.leave(from)
	a, b := forward.exits(&f.g.Edges[from.Edge])
	byLast := node == b && (a != b || costB < costA)
	r.Line = f.stretch(nil, from.Edge, Position(f.g, from), f.end(from.Edge, byLast))
	for _, s := range r.Steps {
		r.Line = f.stretch(r.Line, s.Edge, f.end(s.Edge, s.Back), f.end(s.Edge, !s.Back))
	}
	r.Line = f.stretch(r.Line, to.Edge, f.end(to.Edge, last.atLast), Position(f.g, to))
	r.Steps = append(append([]Step{{from.Edge, !byLast}}, r.Steps...), Step{to.Edge, last.atLast})
}

// end is the position of an end of an edge.
func (f *Finder) end(edge uint32, to bool) float64 {
	if to {
		return float64(f.g.Edges[edge].Count - 1)
	}
	return 0
}

// stretch appends the shape of an edge between two positions, in that order.
func (f *Finder) stretch(line orb.LineString, edge uint32, a, b float64) orb.LineString {
	e := &f.g.Edges[edge]
	shape := f.g.Shape[e.First : e.First+e.Count]
	line = append(line, pointAt(shape, a))
	if a <= b {
		for i := int(a) + 1; float64(i) < b; i++ {
			line = append(line, shape[i])
		}
	} else {
		for i := int(math.Ceil(a)) - 1; float64(i) > b; i-- {
			line = append(line, shape[i])
		}
	}
	return append(line, pointAt(shape, b))
}

// tidy drops points that repeat the one before, but leaves two.
func tidy(line orb.LineString) orb.LineString {
	short := slices.Compact(line)
	if len(short) == 1 {
		short = append(short, short[0])
	}
	return short
}
