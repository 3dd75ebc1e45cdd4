package polygon

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

const (
	// nodeGrid is the step in degrees to which new crossing points are rounded,
	// 0.1 mm on the ground, so that splitting settles.
	nodeGrid = 1e-9
	// nodeRounds bounds the rounds of splitting; two or three are usual, because
	// a rounded crossing point may move a side onto a vertex nearby.
	nodeRounds = 12
)

// node splits segments until they meet only at their ends. It returns false
// where that does not settle or grows past all measure.
func node(segs []segment) ([]segment, bool) {
	limit := 8*len(segs) + 10_000
	for range nodeRounds {
		cuts := make([][]orb.Point, len(segs))
		some := false
		cut := func(i int, p orb.Point) {
			if s := segs[i]; p != s.a && p != s.b {
				cuts[i] = append(cuts[i], p)
				some = true
			}
		}
		total := 0
		done := pairs(segs, func(i, j int) bool {
			s, t := segs[i], segs[j]
			switch meet(s.a, s.b, t.a, t.b) {
			case cross:
				p := crossing(s, t)
				cut(i, p)
				cut(j, p)
				total++
			case touch, overlap:
				for _, p := range [...]orb.Point{t.a, t.b} {
					if onSegment(p, s) {
						cut(i, p)
					}
				}
				for _, p := range [...]orb.Point{s.a, s.b} {
					if onSegment(p, t) {
						cut(j, p)
					}
				}
			}
			return total <= limit
		})
		if !done || total > limit {
			return nil, false
		}
		if !some {
			return segs, true
		}
		segs = split(segs, cuts)
	}
	return nil, false
}

// onSegment tells whether p, known to be an end of a segment that meets s,
// lies on s.
func onSegment(p orb.Point, s segment) bool {
	return p[0] >= s.low(0) && p[0] <= s.high(0) && p[1] >= s.low(1) && p[1] <= s.high(1) && orient(s.a, s.b, p) == 0
}

// crossing is where two segments that cross do so, rounded to the grid, or the
// end of one of them that is nearer than the grid.
func crossing(s, t segment) orb.Point {
	dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
	ex, ey := t.b[0]-t.a[0], t.b[1]-t.a[1]
	u := 0.5
	if den := dx*ey - dy*ex; den != 0 {
		u = min(max(((t.a[0]-s.a[0])*ey-(t.a[1]-s.a[1])*ex)/den, 0), 1)
	}
	p := orb.Point{s.a[0] + u*dx, s.a[1] + u*dy}
	for _, end := range [...]orb.Point{s.a, s.b, t.a, t.b} {
		if abs(end[0]-p[0]) < nodeGrid && abs(end[1]-p[1]) < nodeGrid {
			return end
		}
	}
	return orb.Point{math.Round(p[0]/nodeGrid) * nodeGrid, math.Round(p[1]/nodeGrid) * nodeGrid}
}

// split cuts each segment at its points, in order along it.
func split(segs []segment, cuts [][]orb.Point) []segment {
	out := make([]segment, 0, len(segs)+len(segs)/2)
	for i, s := range segs {
		if len(cuts[i]) == 0 {
			out = append(out, s)
			continue
		}
		along := func(p orb.Point) float64 {
			return (p[0]-s.a[0])*(s.b[0]-s.a[0]) + (p[1]-s.a[1])*(s.b[1]-s.a[1])
		}
		slices.SortFunc(cuts[i], func(p, q orb.Point) int {
			return cmp.Or(cmp.Compare(along(p), along(q)), cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1]))
		})
		from := s.a
		for _, p := range append(cuts[i], s.b) {
			if p != from {
				out = append(out, segment{from, p, s.ring})
			}
			from = p
		}
	}
	return out
}
