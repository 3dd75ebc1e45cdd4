package network

import (
	"context"
	"iter"

	"github.com/paulmach/orb"
)

// folding makes edges of chains of segments.
//
// A vertex stays a node unless exactly two segments meet there that are open
// in the same directions, so that one who passes along the edge never meets a
// choice; what the chain costs is the sum of whole numbers and so exact. A
// ring without a node gets one at its vertex that was listed first.
type folding struct {
	d       *draft
	node    []int32  // of each vertex, or inside
	vertex  []uint32 // of each node
	nodes   incidence
	done    []bool   // segments that are on an edge
	lengths []uint64 // millimetres, of each edge
	chain   []uint32 // vertices of the edge being made
	ahead   []Cost
	back    []Cost
}

// inside stands for a vertex that is no node.
const inside = -1

// newFolding decides which vertices are nodes; vias are in any case.
func newFolding(d *draft, vias map[uint32]bool) *folding {
	f := &folding{d: d, node: make([]int32, d.vertices()), done: make([]bool, len(d.segments))}
	for v := range f.node {
		f.node[v] = inside
	}
	for v := range uint32(d.vertices()) {
		if d.degree[v] > 0 && (vias[v] || !f.folds(v)) {
			f.node[v] = 0
		}
	}
	f.closeRings()
	f.number()
	f.nodes = d.incident(func(v uint32) bool { return f.node[v] != inside })
	return f
}

// folds tells whether a vertex lies inside an edge.
func (f *folding) folds(v uint32) bool {
	if f.d.degree[v] != 2 {
		return false
	}
	i := f.d.first[v]
	j := f.d.xor[v] ^ i
	if i == j || f.d.segments[i].through != f.d.segments[j].through {
		return false
	}
	leave, arrive := f.d.segments[i].costs(v)
	onward, home := f.d.segments[j].costs(v)
	return (arrive == Never) == (onward == Never) && (leave == Never) == (home == Never)
}

// closeRings gives a node to every ring that has none.
func (f *folding) closeRings() {
	seen := make([]bool, f.d.vertices())
	follow := func(v uint32) { // marks all that is folded together with v
		for _, s := range [...]uint32{f.d.first[v], f.d.first[v] ^ f.d.xor[v]} {
			for at := v; ; {
				at = f.d.segments[s].other(at)
				if f.node[at] != inside || seen[at] {
					break
				}
				seen[at] = true
				s ^= f.d.xor[at]
			}
		}
	}
	// From the nodes first: what they do not reach lies on a ring.
	for i := range f.d.segments {
		s := &f.d.segments[i]
		for _, v := range [...]uint32{s.a, s.b} {
			next := s.other(v)
			if s.dead() || f.node[v] == inside || f.node[next] != inside || seen[next] {
				continue
			}
			seen[next] = true
			follow(next)
		}
	}
	for v := range uint32(f.d.vertices()) {
		if f.d.degree[v] > 0 && f.node[v] == inside && !seen[v] {
			f.node[v] = 0
			follow(v)
		}
	}
}

// number puts the nodes in order along the curve.
func (f *folding) number() {
	h := newHilbert(f.places())
	var keys []uint64
	for v, n := range f.node {
		if n != inside {
			keys = append(keys, uint64(h.key(f.d.place(uint32(v))))<<32|uint64(v))
		}
	}
	keys = sortKeys(keys)
	f.vertex = make([]uint32, len(keys))
	for i, k := range keys {
		f.vertex[i] = uint32(k)
		f.node[uint32(k)] = int32(i)
	}
}

// places are those of the nodes.
func (f *folding) places() iter.Seq[orb.Point] {
	return func(yield func(orb.Point) bool) {
		for v, n := range f.node {
			if n != inside && !yield(f.d.place(uint32(v))) {
				return
			}
		}
	}
}

// fold makes the edges, each from the end that comes first along the curve.
func (f *folding) fold(ctx context.Context) (*Graph, error) {
	g := &Graph{
		Nodes: make([]orb.Point, len(f.vertex)),
		Edges: make([]Edge, 0, len(f.nodes.list)/2),
		Shape: make([]orb.Point, 0, len(f.d.segments)+len(f.nodes.list)/2),
	}
	g.Ahead, g.Back = make([]Cost, 0, cap(g.Shape)), make([]Cost, 0, cap(g.Shape))
	f.lengths = make([]uint64, 0, cap(g.Edges))
	for n, v := range f.vertex {
		if n&4095 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		g.Nodes[n] = f.d.place(v)
		for _, s := range f.nodes.of(v) {
			if !f.done[s] {
				f.follow(g, v, s)
			}
		}
	}
	return g, nil
}

// follow walks from a node along a chain to the next node and makes an edge of
// it.
func (f *folding) follow(g *Graph, v, s uint32) {
	from := uint32(f.node[v])
	way, through := f.d.segments[s].way, f.d.segments[s].through
	f.chain, f.ahead, f.back = append(f.chain[:0], v), append(f.ahead[:0], 0), append(f.back[:0], 0)
	var ahead, back Cost
	var mm uint64
	for {
		seg := &f.d.segments[s]
		f.done[s] = true
		leave, arrive := seg.costs(v)
		ahead, back = sum(ahead, leave), sum(back, arrive)
		mm += uint64(seg.mm)
		v = seg.other(v)
		f.chain, f.ahead, f.back = append(f.chain, v), append(f.ahead, ahead), append(f.back, back)
		if f.node[v] != inside {
			break
		}
		s ^= f.d.xor[v]
	}
	to := uint32(f.node[v])
	f.emit(g, Edge{From: from, To: to, BackFrom: to, BackTo: from, Ahead: ahead, Back: back, Way: f.d.roads.Ways[way].ID, Through: through})
	f.lengths = append(f.lengths, mm)
}

// sum adds costs; what would be more than fits is the most that fits.
func sum(a, b Cost) Cost {
	if a == Never || b == Never {
		return Never
	}
	return Cost(min(uint64(a)+uint64(b), uint64(Never-1)))
}

// emit writes an edge.
func (f *folding) emit(g *Graph, e Edge) {
	e.First, e.Count = uint32(len(g.Shape)), uint32(len(f.chain))
	for _, v := range f.chain {
		g.Shape = append(g.Shape, f.d.place(v))
	}
	g.Ahead, g.Back = append(g.Ahead, f.ahead...), append(g.Back, f.back...)
	g.Edges = append(g.Edges, e)
}
