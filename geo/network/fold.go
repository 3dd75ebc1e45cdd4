package network

import (
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// folding makes edges of chains of stretches.
//
// A vertex stays a node unless exactly two stretches meet there that are open
// in the same directions, so that one who passes along the edge never meets a
// choice; what the chain costs is the sum of whole numbers and so exact. A
// ring without a node gets one at its point that was listed first.
type folding struct {
	d       *draft
	node    []int32  // of each vertex, or inside
	vertex  []uint32 // of each node
	nodes   incidence
	done    []bool   // stretches that are on an edge
	lengths []uint64 // millimetres, of each edge
}

// inside stands for a vertex that is no node.
const inside = -1

// newFolding decides which vertices are nodes; vias are in any case.
func newFolding(d *draft, vias map[uint32]bool) *folding {
	f := &folding{d: d}
	isNode := make([]bool, d.vertices())
	for v := range vias {
		isNode[v] = d.degree[v] > 0
	}
	for v, n := range d.degree {
		if n > 0 && !isNode[v] {
			isNode[v] = !f.folds(uint32(v))
		}
	}
	f.closeRings(isNode)
	f.number(isNode)
	f.nodes = d.incident(isNode, math.MaxUint32)
	f.done = make([]bool, len(d.stretches))
	return f
}

// folds tells whether a vertex lies inside an edge.
func (f *folding) folds(v uint32) bool {
	if f.d.degree[v] != 2 {
		return false
	}
	i := f.d.first[v]
	j := f.d.xor[v] ^ i
	if i == j {
		return true // a way that is a ring by itself
	}
	s, t := &f.d.stretches[i], &f.d.stretches[j]
	if s.through != t.through {
		return false
	}
	leave, arrive := f.d.costs(s, v)
	onward, home := f.d.costs(t, v)
	return (arrive == Never) == (onward == Never) && (leave == Never) == (home == Never)
}

// closeRings gives a node to every ring that has none.
func (f *folding) closeRings(isNode []bool) {
	d := f.d
	seen := make([]bool, d.vertices())
	// From the nodes first: what they do not reach lies on a ring.
	for i := range d.stretches {
		s := &d.stretches[i]
		if s.count == 0 || isNode[s.a] == isNode[s.b] {
			continue
		}
		v := s.a
		if isNode[v] {
			v = s.b
		}
		for at := uint32(i); !isNode[v] && !seen[v]; v = d.stretches[at].other(v) {
			seen[v] = true
			at ^= d.xor[v]
		}
	}
	for v := range uint32(len(seen)) {
		if d.degree[v] > 0 && !isNode[v] && !seen[v] {
			isNode[f.ring(v, seen)] = true
		}
	}
}

// ring goes round a ring, cuts it at its point that was listed first, and
// gives that.
func (f *folding) ring(start uint32, seen []bool) uint32 {
	d := f.d
	least, in, after := start, uint32(0), uint32(0)
	s := d.first[start]
	for v := start; !seen[v]; {
		seen[v] = true
		least = min(least, v)
		at := &d.stretches[s]
		for k, c := range d.steps[at.first : at.first+at.count-1] {
			if p := uint32(c.to); p < least {
				least, in, after = p, s, uint32(k+1)
			}
		}
		v = at.other(v)
		s ^= d.xor[v]
	}
	if d.degree[least] == 0 {
		d.split(in, after)
	}
	return least
}

// number puts the nodes in order along the curve.
func (f *folding) number(isNode []bool) {
	f.node = make([]int32, len(isNode))
	count := 0
	for v, is := range isNode {
		f.node[v] = inside
		if is {
			count++
		}
	}
	f.vertex = make([]uint32, 0, count)
	for v, is := range isNode {
		if is {
			f.vertex = append(f.vertex, uint32(v))
		}
	}
	places := make([]orb.Point, count)
	for i, v := range f.vertex {
		places[i] = f.d.place(v)
	}
	h := newHilbert(slices.Values(places))
	keys := make([]uint64, count)
	for i, v := range f.vertex {
		keys[i] = uint64(h.key(places[i]))<<32 | uint64(v)
	}
	for i, k := range sortKeys(keys) {
		f.vertex[i] = uint32(k)
		f.node[uint32(k)] = int32(i)
	}
}

// fold makes the edges, each from the end that comes first along the curve.
func (f *folding) fold(ctx context.Context) (*Graph, error) {
	g := &Graph{
		Nodes: make([]orb.Point, len(f.vertex)),
		Edges: make([]Edge, 0, len(f.nodes.list)/2),
		Shape: make([]orb.Point, 0, len(f.d.steps)+len(f.nodes.list)/2),
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
	d := f.d
	first := &d.stretches[s]
	leave, arrive := d.costs(first, v)
	e := Edge{From: uint32(f.node[v]), First: uint32(len(g.Shape)), Way: d.roads.Ways[first.name].ID, Through: first.through}
	g.Shape, g.Ahead, g.Back = append(g.Shape, d.place(v)), append(g.Ahead, 0), append(g.Back, 0)
	var t totals
	for {
		f.done[s] = true
		at := &d.stretches[s]
		steps := d.steps[at.first : at.first+at.count]
		if at.a == v {
			t.run(g, steps, d.roads.Points)
		} else {
			t.turned(g, steps, d.roads.Points, d.place(at.a))
		}
		v = at.other(v)
		if f.node[v] != inside {
			break
		}
		s ^= d.xor[v]
	}
	e.Count = uint32(len(g.Shape)) - e.First
	e.Ahead, e.Back = settle(g.Ahead[e.First+1:], leave), settle(g.Back[e.First+1:], arrive)
	e.To = uint32(f.node[v])
	e.BackFrom, e.BackTo = e.To, e.From
	g.Edges = append(g.Edges, e)
	f.lengths = append(f.lengths, t.mm)
}

// totals are sums along an edge.
type totals struct{ ahead, back, mm uint64 }

// run puts the points of a stretch, without the first, behind those of an edge,
// with the costs so far; what would be more than fits is the most that fits.
func (t *totals) run(g *Graph, steps []step, points []orb.Point) {
	n := len(g.Shape)
	shape, ahead, back := g.Shape[n:n+len(steps)], g.Ahead[n:n+len(steps)], g.Back[n:n+len(steps)]
	for k := range shape {
		c := &steps[k]
		t.ahead, t.back, t.mm = t.ahead+uint64(c.ahead), t.back+uint64(c.back), t.mm+uint64(c.mm)
		shape[k] = points[c.to]
		ahead[k], back[k] = Cost(min(t.ahead, uint64(Never-1))), Cost(min(t.back, uint64(Never-1)))
	}
	n += len(steps)
	g.Shape, g.Ahead, g.Back = g.Shape[:n], g.Ahead[:n], g.Back[:n]
}

// turned is run from the last step to the first, which leads to start.
func (t *totals) turned(g *Graph, steps []step, points []orb.Point, start orb.Point) {
	n := len(g.Shape)
	shape, ahead, back := g.Shape[n:n+len(steps)], g.Ahead[n:n+len(steps)], g.Back[n:n+len(steps)]
	for k := range shape {
		at := len(steps) - 1 - k
		c := &steps[at]
		t.ahead, t.back, t.mm = t.ahead+uint64(c.back), t.back+uint64(c.ahead), t.mm+uint64(c.mm)
		if at > 0 {
			shape[k] = points[steps[at-1].to]
		}
		ahead[k], back[k] = Cost(min(t.ahead, uint64(Never-1))), Cost(min(t.back, uint64(Never-1)))
	}
	shape[len(shape)-1] = start
	n += len(steps)
	g.Shape, g.Ahead, g.Back = g.Shape[:n], g.Ahead[:n], g.Back[:n]
}

// settle gives the cost of an edge from those of its points. All of them are
// Never where the first step is: the directions of an edge are those of all of it.
func settle(costs []Cost, step Cost) Cost {
	if step == Never {
		for i := range costs {
			costs[i] = Never
		}
	}
	return costs[len(costs)-1]
}
