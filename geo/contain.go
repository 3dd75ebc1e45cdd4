package geo

import (
	"math"
	"math/big"

	"github.com/paulmach/orb"
)

// Side tells on which side of the straight line from a to b (in longitude and
// latitude) p lies: 1 left, -1 right, 0 exactly on it. The answer is exact, so
// that a point between two polygons that share an edge is never in neither.
// Coordinates must be finite.
func Side(a, b, p orb.Point) int {
	l := (a[0] - p[0]) * (b[1] - p[1])
	r := (a[1] - p[1]) * (b[0] - p[0])
	det := l - r
	// J. R. Shewchuk, Adaptive precision floating-point arithmetic (1997),
	// ccwerrboundA = (3 + 16u)u with u = 2^-53: beyond it the sign is right.
	const bound = (3 + 16.0/(1<<53)) / (1 << 53)
	if limit := bound * (math.Abs(l) + math.Abs(r)); det > limit || det < -limit {
		if det > 0 {
			return 1
		}
		return -1
	} else if limit == 0 {
		return 0
	}
	return sideExact(a, b, p)
}

// sideExact is Side in rational arithmetic, for the rare doubtful cases.
func sideExact(a, b, p orb.Point) int {
	minus := func(x, y float64) *big.Rat {
		rx, ry := new(big.Rat).SetFloat64(x), new(big.Rat).SetFloat64(y)
		if rx == nil || ry == nil { // infinite or NaN
			return new(big.Rat)
		}
		return rx.Sub(rx, ry)
	}
	l := minus(a[0], p[0])
	l.Mul(l, minus(b[1], p[1]))
	r := minus(a[1], p[1])
	r.Mul(r, minus(b[0], p[0]))
	return l.Cmp(r)
}

// OnSegment tells whether p lies exactly on the straight segment from a to b.
func OnSegment(a, b, p orb.Point) bool {
	return math.Min(a[0], b[0]) <= p[0] && p[0] <= math.Max(a[0], b[0]) &&
		math.Min(a[1], b[1]) <= p[1] && p[1] <= math.Max(a[1], b[1]) && Side(a, b, p) == 0
}

// Crosses tells whether a ray from p to the east crosses the segment from a to
// b. Its lower end belongs to a segment and its upper end does not, so the
// crossings of a closed ring are odd inside and even outside.
func Crosses(a, b, p orb.Point) bool {
	if (a[1] > p[1]) == (b[1] > p[1]) {
		return false
	}
	return (Side(a, b, p) > 0) == (b[1] > a[1])
}

// Contains tells whether p lies in a geometry, its boundary included: in a
// polygon and in none of its holes, on a line, at a point. Edges are straight
// in longitude and latitude; rings that jump by more than 180 degrees cross
// the antimeridian (see [Unwrap]). Nil, empty and out of range give false.
func Contains(g orb.Geometry, p orb.Point) bool {
	if g == nil || !valid(p) {
		return false
	}
	g = Unwrap(g)
	for _, turn := range [...]float64{0, -360, 360} {
		if containsFlat(g, orb.Point{wrap(p[0]) + turn, p[1]}) {
			return true
		}
	}
	return false
}

// containsFlat is Contains in the plane of longitude and latitude.
func containsFlat(g orb.Geometry, p orb.Point) bool {
	switch g := g.(type) {
	case orb.Point:
		return g == p
	case orb.MultiPoint:
		for _, q := range g {
			if q == p {
				return true
			}
		}
	case orb.LineString:
		for i := 1; i < len(g); i++ {
			if OnSegment(g[i-1], g[i], p) {
				return true
			}
		}
	case orb.MultiLineString:
		for _, line := range g {
			if containsFlat(line, p) {
				return true
			}
		}
	case orb.Ring:
		return polygonContains(orb.Polygon{g}, p)
	case orb.Polygon:
		return polygonContains(g, p)
	case orb.MultiPolygon:
		for _, part := range g {
			if polygonContains(part, p) {
				return true
			}
		}
	case orb.Bound:
		return g.Contains(p)
	case orb.Collection:
		for _, part := range g {
			if part != nil && containsFlat(part, p) {
				return true
			}
		}
	}
	return false
}

// polygonContains counts crossings ring by ring.
func polygonContains(poly orb.Polygon, p orb.Point) bool {
	for i, ring := range poly {
		inside, boundary := ringContains(ring, p)
		if boundary {
			return true // of a hole as well
		}
		if inside == (i > 0) {
			return false // outside the outer ring or inside a hole
		}
	}
	return len(poly) > 0
}

// ringContains tells whether p lies inside a ring or exactly on it.
func ringContains(r orb.Ring, p orb.Point) (inside, boundary bool) {
	if len(r) == 0 {
		return false, false
	}
	prev := r[len(r)-1]
	for _, next := range r {
		if OnSegment(prev, next, p) {
			return false, true
		}
		if Crosses(prev, next, p) {
			inside = !inside
		}
		prev = next
	}
	return inside, false
}
