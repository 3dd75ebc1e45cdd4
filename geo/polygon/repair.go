package polygon

import (
	"slices"

	"github.com/paulmach/orb"
)

// Repairs says what [Repair] did to the polygons of one geometry.
type Repairs struct {
	Closed      bool      // a ring was not closed
	Dropped     bool      // a ring of fewer than three corners, of no area, or a repeated one was left out
	Crossing    bool      // a boundary that crossed itself was rebuilt
	HoleOutside bool      // a hole outside its shell became a part of its own
	NotMended   bool      // a crossing stands as it was: it could not be rebuilt
	NotChecked  bool      // the boundary was too intricate to look for crossings
	At          orb.Point // near the first crossing
	Before      float64   // area of the rebuilt polygons as they were, square units of the coordinates
	After       float64   // and as they are
}

// Some tells whether the geometry was changed.
func (m *Repairs) Some() bool { return m.Closed || m.Dropped || m.Crossing || m.HoleOutside }

// Repair mends the polygons of a geometry: rings are closed and freed of
// repeated points, shells run counter-clockwise and holes clockwise, boundaries
// that cross themselves are rebuilt by the even-odd rule, and holes outside
// become parts. Points and lines stay as they are. It returns nil where nothing
// is left. The rings of the input may be changed.
func Repair(g orb.Geometry) (orb.Geometry, Repairs) {
	var m Repairs
	return mendGeometry(g, &m), m
}

// mendGeometry repairs the polygons of a geometry; nil where nothing is left.
func mendGeometry(g orb.Geometry, m *Repairs) orb.Geometry {
	switch g := g.(type) {
	case orb.Polygon:
		return simplest(mendPolygon(g, m))
	case orb.MultiPolygon:
		var out orb.MultiPolygon
		for _, p := range g {
			out = append(out, mendPolygon(p, m)...)
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case orb.Collection:
		var out orb.Collection
		for _, part := range g {
			if part = mendGeometry(part, m); part != nil {
				out = append(out, part)
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	return g
}

func simplest(mp orb.MultiPolygon) orb.Geometry {
	switch len(mp) {
	case 0:
		return nil
	case 1:
		return mp[0]
	}
	return mp
}

// mendPolygon gives the sound polygons that one polygon stands for: usually
// itself, wound as RFC 7946 asks (shells counter-clockwise, holes clockwise).
func mendPolygon(p orb.Polygon, m *Repairs) orb.MultiPolygon {
	rings := make([]orb.Ring, 0, len(p))
	for k, r := range p {
		r, closed := tidyRing(r)
		m.Closed = m.Closed || closed
		if r == nil {
			m.Dropped = true
			if k == 0 {
				return nil // holes of no shell
			}
			continue
		}
		if repeats(rings, r) { // under the even-odd rule it would undo the first
			m.Dropped = true
			continue
		}
		rings = append(rings, r)
	}
	if len(rings) == 0 {
		return nil
	}
	h := examine(rings)
	if h.crossing {
		return mendCrossing(rings, h, m)
	}
	m.NotChecked = m.NotChecked || !h.checked
	return wind(rings, m)
}

// tidyRing closes a ring and takes out repeated points. It returns nil for a
// ring of fewer than three corners or of no extent.
func tidyRing(r orb.Ring) (tidy orb.Ring, closed bool) {
	tidy = slices.Compact(slices.Clone(r))
	if len(tidy) > 1 && tidy[0] != tidy[len(tidy)-1] {
		tidy = append(tidy, tidy[0])
		closed = true
	}
	if len(tidy) < 4 || flat(tidy) {
		return nil, closed
	}
	return tidy, closed
}

// flat tells whether all points lie on one line.
func flat(r orb.Ring) bool {
	for k := 2; k < len(r); k++ {
		if orient(r[0], r[1], r[k]) != 0 {
			return false
		}
	}
	return true
}

func mendCrossing(rings []orb.Ring, h health, m *Repairs) orb.MultiPolygon {
	if !m.Crossing && !m.NotMended {
		m.At = h.at
	}
	mp, ok := rebuild(rings)
	if !ok {
		m.NotMended = true
		return orb.MultiPolygon{rings}
	}
	m.Crossing = true
	m.Before += abs(signedArea(rings[0]))
	for _, hole := range rings[1:] {
		m.Before -= abs(signedArea(hole))
	}
	for _, p := range mp {
		for _, r := range p {
			m.After += signedArea(r)
		}
	}
	return mp
}

// wind turns shell and holes the right way round and makes a part of its own
// of a hole that lies outside the shell.
func wind(rings []orb.Ring, m *Repairs) orb.MultiPolygon {
	out := orb.MultiPolygon{{turned(rings[0], true)}}
	for _, h := range rings[1:] {
		if holeInside(rings[0], h) {
			out[0] = append(out[0], turned(h, false))
			continue
		}
		m.HoleOutside = true
		out = append(out, orb.Polygon{turned(h, true)})
	}
	return out
}

// holeInside tells whether a hole that does not cross the shell lies in it, by
// the middle of a side, which cannot stand on the shell.
func holeInside(shell, hole orb.Ring) bool {
	return ringContains(shell, orb.Point{(hole[0][0] + hole[1][0]) / 2, (hole[0][1] + hole[1][1]) / 2})
}

// turned gives the ring counter-clockwise or clockwise.
func turned(r orb.Ring, counterClockwise bool) orb.Ring {
	if signedArea(r) > 0 != counterClockwise {
		slices.Reverse(r)
	}
	return r
}

// repeats tells whether a ring runs through the same points as an earlier hole.
func repeats(rings []orb.Ring, r orb.Ring) bool {
	for k := 1; k < len(rings); k++ {
		if len(rings[k]) == len(r) && rings[k].Bound() == r.Bound() && slices.Equal(canonical(rings[k]), canonical(r)) {
			return true
		}
	}
	return false
}

// canonical is the ring counter-clockwise from its least point, open.
func canonical(r orb.Ring) []orb.Point {
	open := slices.Clone(r[:len(r)-1])
	if signedArea(r) < 0 {
		slices.Reverse(open)
	}
	least := 0
	for i, p := range open {
		if q := open[least]; p[0] < q[0] || p[0] == q[0] && p[1] < q[1] {
			least = i
		}
	}
	return append(slices.Clone(open[least:]), open[:least]...)
}
