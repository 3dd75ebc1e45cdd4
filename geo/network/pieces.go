package network

import (
	"fugai/geo"

	"github.com/paulmach/orb"
)

// pieces are the segments of edges in a packed tree of boxes. They lie along
// the curve; levels[0][i] bounds the pieces from fan·i on, levels[1][i] the
// boxes of levels[0] from fan·i on, and the last level has one box.
type pieces struct {
	list   []piece
	levels [][]orb.Bound
}

// fan is how many pieces or boxes one box bounds.
const fan = 8

// piece is a segment of an edge, from west -180 to east 540.
type piece struct {
	a, b  orb.Point
	edge  uint32
	shape uint32 // of a in Graph.Shape
	both  bool   // open both ways
}

// newPieces takes the edges that are chosen, but none that no place is put on.
func newPieces(g *Graph, choose func(*Edge) bool) pieces {
	var list []piece
	for i := range g.Edges {
		e := &g.Edges[i]
		if e.Turn || e.Through || !choose(e) {
			continue
		}
		for k := e.First; k+1 < e.First+e.Count; k++ {
			if p := newPiece(g.Shape[k], g.Shape[k+1]); p.a != p.b {
				p.edge, p.shape, p.both = uint32(i), k, e.Ahead != Never && e.Back != Never
				list = append(list, p)
			}
		}
	}
	t := pieces{list: sortPieces(list)}
	t.bound()
	return t
}

// newPiece makes a segment continuous across the antimeridian.
func newPiece(a, b orb.Point) piece {
	a[0], b[0] = geo.WrapLongitude(a[0]), geo.WrapLongitude(b[0])
	switch d := b[0] - a[0]; {
	case d > 180:
		a[0] += 360
	case d < -180:
		b[0] += 360
	}
	return piece{a: a, b: b}
}

// middle is that of a piece.
func (p *piece) middle() orb.Point {
	return orb.Point{(p.a[0] + p.b[0]) / 2, (p.a[1] + p.b[1]) / 2}
}

// sortPieces puts pieces along the curve.
func sortPieces(list []piece) []piece {
	h := newHilbert(func(yield func(orb.Point) bool) {
		for i := range list {
			if !yield(list[i].middle()) {
				return
			}
		}
	})
	keys := make([]uint64, len(list))
	for i := range list {
		keys[i] = uint64(h.key(list[i].middle()))<<32 | uint64(i)
	}
	sorted := make([]piece, len(list))
	for i, k := range sortKeys(keys) {
		sorted[i] = list[uint32(k)]
	}
	return sorted
}

// bound makes the boxes.
func (t *pieces) bound() {
	if len(t.list) == 0 {
		return
	}
	level := make([]orb.Bound, (len(t.list)+fan-1)/fan)
	for i := range level {
		b := orb.Bound{Min: t.list[i*fan].a, Max: t.list[i*fan].a}
		for _, p := range t.list[i*fan : min(i*fan+fan, len(t.list))] {
			b = b.Extend(p.a).Extend(p.b)
		}
		level[i] = b
	}
	t.levels = append(t.levels, level)
	for len(level) > 1 {
		up := make([]orb.Bound, (len(level)+fan-1)/fan)
		for i := range up {
			up[i] = level[i*fan]
			for _, b := range level[i*fan : min(i*fan+fan, len(level))] {
				up[i] = up[i].Union(b)
			}
		}
		t.levels = append(t.levels, up)
		level = up
	}
}

// foot is the nearest point of the pieces.
type foot struct {
	edge, shape uint32
	both        bool
	along       float64 // part of the segment from shape on, 0 to 1
	point       orb.Point
	distance    float64
	why         MissReason // where there is none
}

// before orders feet by distance, then those on streets open both ways, then as they are listed.
func (f *foot) before(o *foot) bool {
	if f.distance != o.distance {
		return f.distance < o.distance
	}
	if f.both != o.both {
		return f.both
	}
	return f.shape < o.shape
}
