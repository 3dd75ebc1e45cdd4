package polygon

import (
	"slices"

	"github.com/paulmach/orb"
)

// Repairs says what [Repair] did to the polygons of one geometry.
type Repairs struct {
	Closed      bool      // a ring was not closed
	Dropped     bool      // a ring of fewer than three corners, of no area, or a repeated one was left out
	Crossing    bool      // a boundary that crossed itself or ran along itself was rebuilt
	Touching    bool      // a ring that touched itself in a point was split there; the area is the same
	HoleOutside bool      // a hole outside its shell became a part of its own
	Island      bool      // a hole inside a hole became a part of its own: land again
	United      bool      // parts that overlapped or shared a stretch of border became one
	NotMended   bool      // a crossing stands as it was: it could not be rebuilt
	NotChecked  bool      // the boundary was too intricate to look for crossings, or holds no numbers
	At          orb.Point // near the first crossing or touching
}

// Some tells whether the geometry was changed in more than the direction of
// its rings.
func (m *Repairs) Some() bool {
	return m.Closed || m.Dropped || m.Crossing || m.Touching || m.HoleOutside || m.Island || m.United
}

// near keeps the first place of a defect.
func (m *Repairs) near(p orb.Point) {
	if !m.Crossing && !m.Touching && !m.NotMended {
		m.At = p
	}
}

// Repair mends the polygons of a geometry, so that each is valid as OGC Simple
// Features (OGC 06-103r4, 6.1.11) has it:
//
//   - rings are closed and freed of repeated points; shells run
//     counter-clockwise and holes clockwise, as RFC 7946 asks; a ring of no area
//     and a ring that repeats an earlier one are left out;
//   - a ring that crosses itself encloses what it runs around, however often and
//     in whichever direction (the non-zero rule), so that both lobes of a bow-tie
//     and the middle of a star stay;
//   - a hole takes away what it has in common with the shell: what of it lies
//     outside does not become land. A hole that has nothing in common with the
//     shell becomes a part; so does a hole within a hole, which is an island;
//   - parts of a MultiPolygon that overlap or share a stretch of border are
//     united; nothing is counted twice.
//
// This is what JTS and GEOS call the structure method, but for islands and for
// rings that repeat the shell, which they drop with the land.
//
// New corners, where sides cross, are rounded to 1e-9 units (0.1 mm where the
// unit is a degree). A sound geometry keeps its points and their order, and so
// does one that Repair gave. Points and lines stay as they are, and the input
// is not changed. It returns nil where nothing is left. A polygon that is too
// intricate to mend, or holds a coordinate that is no number or beyond ±1e40,
// stays as it is: see [Repairs]. O(n log n) for n sides and crossings.
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
		parts := make([]orb.MultiPolygon, 0, len(g))
		for _, p := range g {
			if mended := mendPolygon(p, m); len(mended) > 0 {
				parts = append(parts, mended)
			}
		}
		if len(parts) == 0 {
			return nil
		}
		return mendParts(parts, m)
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

// reach bounds coordinates: the exact predicates hold them without rounding.
const reach = 1e40

// mendPolygon gives the sound polygons that one polygon stands for: usually
// itself.
func mendPolygon(p orb.Polygon, m *Repairs) orb.MultiPolygon {
	if !finite(p) {
		m.NotChecked = true
		return orb.MultiPolygon{p}
	}
	rings := tidyRings(p, m)
	if len(rings) == 0 {
		return nil
	}
	h := examine(rings)
	if h.sound() {
		return wind(rings, m)
	}
	if !h.checked {
		m.NotChecked = true
		return orb.MultiPolygon{rings}
	}
	m.near(h.at)
	mp, ok := rebuild(rings, m)
	switch {
	case !ok:
		m.NotMended = true
		return orb.MultiPolygon{rings}
	case h.crossing:
		m.Crossing = true
	default:
		m.Touching = true
	}
	return mp
}

// finite tells whether all coordinates are numbers within reach.
func finite(p orb.Polygon) bool {
	for _, r := range p {
		for _, at := range r {
			if !(abs(at[0]) <= reach && abs(at[1]) <= reach) {
				return false
			}
		}
	}
	return true
}

// tidyRings tidies the rings of a polygon and leaves out those of no area and
// those that repeat an earlier one; nothing is left without a shell.
func tidyRings(p orb.Polygon, m *Repairs) []orb.Ring {
	rings := make([]orb.Ring, 0, len(p))
	seen := map[outline][]orb.Ring{}
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
		if len(p) > 1 {
			o := outline{len(r), r.Bound()}
			if slices.ContainsFunc(seen[o], func(have orb.Ring) bool { return slices.Equal(canonical(have), canonical(r)) }) {
				m.Dropped = true
				continue
			}
			seen[o] = append(seen[o], r)
		}
		rings = append(rings, r)
	}
	return rings
}

// outline is what rings that repeat each other have in common at first sight.
type outline struct {
	points int
	bound  orb.Bound
}

// tidyRing closes a copy of a ring and takes out repeated points. It returns
// nil for a ring of fewer than three corners or of no extent.
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

// wind turns sound rings the right way round. How many others lie around a ring
// says what it is: a shell, a hole of it, an island in that. Where the first
// ring lies in a later one their order was wrong.
func wind(rings []orb.Ring, m *Repairs) orb.MultiPolygon {
	turn(rings[0], true)
	if len(rings) == 1 {
		return orb.MultiPolygon{rings}
	}
	var shells, holes []orb.Ring
	for i, depth := range depths(rings) {
		turn(rings[i], depth%2 == 0)
		if depth%2 == 1 {
			holes = append(holes, rings[i])
			continue
		}
		m.HoleOutside = m.HoleOutside || i > 0 && depth == 0
		m.Island = m.Island || i > 0 && depth > 0
		shells = append(shells, rings[i])
	}
	return nest(shells, holes)
}

// depths counts for each ring the others around it. It holds for those that
// cross no other.
func depths(rings []orb.Ring) []int {
	bounds := make([]orb.Bound, len(rings))
	for i, r := range rings {
		bounds[i] = r.Bound()
	}
	depth := make([]int, len(rings))
	for i := range rings {
		for j, r := range rings {
			if j != i && holdsBound(bounds[j], bounds[i]) && lies(rings[i], r) {
				depth[i]++
			}
		}
	}
	return depth
}

// turn makes a ring that does not cross itself run counter-clockwise or
// clockwise.
func turn(r orb.Ring, counterClockwise bool) {
	if turning(r) > 0 != counterClockwise {
		slices.Reverse(r)
	}
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
