package polygon

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

const (
	// nodeGrid is the step in degrees to which new crossing points are rounded,
	// 0.1 mm on the ground, so that splitting settles. Coordinates beyond
	// gridReach, such as metres, are rounded more coarsely: to 1e-15 of the
	// largest.
	nodeGrid  = 1e-9
	gridReach = 1e6
	// nodeRounds bounds the rounds of splitting; two or three are usual, because
	// a rounded crossing point may move a side onto a vertex nearby. From
	// snapRound on, sides that cross are drawn onto ends nearer than snapSteps
	// of the grid, which settles bundles of sides that are as thin as the grid.
	nodeRounds = 32
	snapRound  = 5
	snapSteps  = 2
	// nodeCuts and nodeCutsEach bound the points at which sides are split: so
	// many, and so many more for each side. A star of 1001 points has 499,499
	// crossings, each on two sides.
	nodeCuts     = 1_200_000
	nodeCutsEach = 8
)

// cut is a point at which a segment is split.
type cut struct {
	segment int32
	at      orb.Point
}

// node splits segments until they meet only at their ends. It returns false
// where that does not settle or grows past all measure.
func node(segs []segment) ([]segment, bool) {
	limit := nodeCuts + nodeCutsEach*len(segs)
	n := &noder{segs: segs, perUnit: gridOf(segs)}
	for round := range nodeRounds {
		n.cuts, n.snaps = n.cuts[:0], round >= snapRound
		done := pairs(n.segs, func(i, j int) bool {
			if n.fresh == nil || n.fresh[i] || n.fresh[j] {
				n.meet(int32(i), int32(j))
			}
			return len(n.cuts) <= limit
		})
		if !done || len(n.cuts) > limit {
			return nil, false
		}
		if len(n.cuts) == 0 {
			return n.segs, true
		}
		n.split()
	}
	return nil, false
}

// noder is a set of segments on its way to meeting at ends only.
type noder struct {
	segs    []segment
	fresh   []bool // made by the last split; nil where all are
	cuts    []cut
	perUnit float64 // steps of the grid in a unit
	snaps   bool    // sides are drawn onto ends nearby
}

// gridOf is how many steps of the grid make a unit.
func gridOf(segs []segment) float64 {
	top := 0.0
	for i := range segs {
		top = max(top, abs(segs[i].a[0]), abs(segs[i].a[1]))
	}
	perUnit := 1 / nodeGrid
	for top > gridReach {
		top, perUnit = top/10, perUnit/10
	}
	return perUnit
}

// meet notes where two segments have to be split.
func (n *noder) meet(i, j int32) {
	s, t := &n.segs[i], &n.segs[j]
	switch meet(s.a, s.b, t.a, t.b) {
	case cross:
		if n.snaps && n.snap(i, j) {
			return
		}
		p := n.crossing(s, t)
		n.cut(i, p)
		n.cut(j, p)
	case touch, overlap:
		for _, p := range [...]orb.Point{t.a, t.b} {
			if onSegment(p, s) {
				n.cut(i, p)
			}
		}
		for _, p := range [...]orb.Point{s.a, s.b} {
			if onSegment(p, t) {
				n.cut(j, p)
			}
		}
	}
}

// snap draws two sides that cross onto each other's ends nearby, if any.
func (n *noder) snap(i, j int32) bool {
	before := len(n.cuts)
	s, t := &n.segs[i], &n.segs[j]
	for _, p := range [...]orb.Point{t.a, t.b} {
		if n.beside(p, s) {
			n.cut(i, p)
		}
	}
	for _, p := range [...]orb.Point{s.a, s.b} {
		if n.beside(p, t) {
			n.cut(j, p)
		}
	}
	return len(n.cuts) > before
}

// beside tells whether a point lies within a few steps of the grid of a
// segment, between its ends.
func (n *noder) beside(p orb.Point, s *segment) bool {
	dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
	px, py := p[0]-s.a[0], p[1]-s.a[1]
	length2 := dx*dx + dy*dy
	along := px*dx + py*dy
	off := (px*dy - py*dx) * n.perUnit
	return along > 0 && along < length2 && off*off < snapSteps*snapSteps*length2
}

func (n *noder) cut(i int32, p orb.Point) {
	if s := &n.segs[i]; p != s.a && p != s.b {
		n.cuts = append(n.cuts, cut{i, p})
	}
}

// onSegment tells whether p, known to be an end of a segment that meets s,
// lies on s.
func onSegment(p orb.Point, s *segment) bool {
	return p[0] >= s.low(0) && p[0] <= s.high(0) && p[1] >= s.low(1) && p[1] <= s.high(1) && orient(s.a, s.b, p) == 0
}

// crossing is where two segments that cross do so, rounded to the grid, or the
// end of one of them that is nearer than the grid.
func (n *noder) crossing(s, t *segment) orb.Point {
	dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
	ex, ey := t.b[0]-t.a[0], t.b[1]-t.a[1]
	u := 0.5
	if den := dx*ey - dy*ex; den != 0 {
		u = min(max(((t.a[0]-s.a[0])*ey-(t.a[1]-s.a[1])*ex)/den, 0), 1)
	}
	p := orb.Point{s.a[0] + u*dx, s.a[1] + u*dy}
	for _, end := range [...]orb.Point{s.a, s.b, t.a, t.b} {
		if abs(end[0]-p[0])*n.perUnit < 1 && abs(end[1]-p[1])*n.perUnit < 1 {
			return end
		}
	}
	return orb.Point{math.Round(p[0]*n.perUnit) / n.perUnit, math.Round(p[1]*n.perUnit) / n.perUnit}
}

// split cuts each segment at its points, in order along it.
func (n *noder) split() {
	along := func(i int32, p orb.Point) float64 {
		s := &n.segs[i]
		return (p[0]-s.a[0])*(s.b[0]-s.a[0]) + (p[1]-s.a[1])*(s.b[1]-s.a[1])
	}
	slices.SortFunc(n.cuts, func(p, q cut) int {
		if p.segment != q.segment {
			return cmp.Compare(p.segment, q.segment)
		}
		return cmp.Or(cmp.Compare(along(p.segment, p.at), along(q.segment, q.at)), cmp.Compare(p.at[0], q.at[0]), cmp.Compare(p.at[1], q.at[1]))
	})
	size := len(n.segs) + len(n.cuts)
	out, fresh := make([]segment, 0, size), make([]bool, 0, size)
	add := func(from, to orb.Point, s *segment, isNew bool) {
		if from != to {
			out, fresh = append(out, segment{from, to, s.source, s.layer}), append(fresh, isNew)
		}
	}
	cuts := n.cuts
	for i := range n.segs {
		s := &n.segs[i]
		from, isCut := s.a, false
		for len(cuts) > 0 && cuts[0].segment == int32(i) {
			add(from, cuts[0].at, s, true)
			from, isCut, cuts = cuts[0].at, true, cuts[1:]
		}
		add(from, s.b, s, isCut)
	}
	n.segs, n.fresh = out, fresh
}
