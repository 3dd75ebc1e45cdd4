package paths

import (
	"slices"

	"fugai/geo/network"
)

// Points appends to a list the nearest site of each point of an edge's shape.
func (t *Tree) Points(edge uint32, list []Hit) []Hit {
	e := &t.g.Edges[edge]
	list = slices.Grow(list, int(e.Count))
	if e.Ahead != network.Never && e.Back != network.Never && len(t.sites.of(edge)) == 0 {
		return t.between(e, list)
	}
	for i := e.First; i < e.First+e.Count; i++ {
		at := pointOf(t.g, edge, i)
		list = append(list, t.At(&at))
	}
	return list
}

// pointOf is a point of a shape as a location.
func pointOf(g *network.Graph, edge, i uint32) network.Location {
	e := &g.Edges[edge]
	never := network.Never
	l := network.Location{Edge: edge, Point: g.Shape[i], Ahead: never, AheadLeft: never, Back: never, BackLeft: never}
	if e.Ahead != never {
		l.Ahead, l.AheadLeft = g.Ahead[i], e.Ahead-g.Ahead[i]
	}
	if e.Back != never {
		l.Back, l.BackLeft = g.Back[i], e.Back-g.Back[i]
	}
	return l
}

// between appends the nearest sites of the points of an edge that is open both
// ways and has no site of its own.
func (t *Tree) between(e *network.Edge, list []Hit) []Hit {
	end := e.First + e.Count
	onward, homeward := t.g.Ahead[e.First:end], t.g.Back[e.First:end]
	length := uint64(e.Back)
	if t.sense == backward {
		onward, homeward = homeward, onward
		length = uint64(e.Ahead)
	}
	first, last := t.sense.entries(e)
	a, b := uint64(t.labels[first]), uint64(t.labels[last])
	costA, costB := a>>32, b>>32+length
	for i := range onward {
		byA, byB := costA+uint64(onward[i]), costB-uint64(homeward[i])
		best := byA<<32 | a&(1<<32-1)
		if byB < byA || byB == byA && uint32(b) < uint32(a) {
			best, byA = byB<<32|b&(1<<32-1), byB
		}
		if byA > t.limit {
			best = uint64(unreached)
		}
		list = append(list, label(best).hit())
	}
	return list
}
