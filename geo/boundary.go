package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// DistanceTo is the distance from p to the nearest place of a geometry: 0 in a
// polygon or on its boundary, else the geodesic to the nearest point of its
// boundary; likewise for lines. Edges are straight in longitude and latitude,
// and a jump of more than 180 degrees crosses the antimeridian (see [Unwrap]).
// Correct to a micrometre. Nil and empty geometries are infinitely far; a
// coordinate that is NaN or out of range gives NaN. The cost is linear in the
// number of edges; geo/index is faster where a layer is asked often.
func DistanceTo(p orb.Point, g orb.Geometry) Meters {
	if !valid(p) || !validAll(g) {
		return Meters(math.NaN())
	}
	if Contains(g, p) {
		return 0
	}
	o := NewOrigin(p)
	best := Meters(math.Inf(1))
	eachEdge(Unwrap(g), func(a, b orb.Point) { best = o.DistanceToSegment(a, b, best) })
	return best
}

// validAll tells whether every coordinate of g is in range.
func validAll(g orb.Geometry) bool {
	ok := true
	eachEdge(g, func(a, b orb.Point) { ok = ok && valid(a) && valid(b) })
	return ok
}

// eachEdge calls fn for every edge of a geometry, and for a lone point with
// the point as both ends.
func eachEdge(g orb.Geometry, fn func(a, b orb.Point)) {
	switch g := g.(type) {
	case orb.Point:
		fn(g, g)
	case orb.MultiPoint:
		for _, p := range g {
			fn(p, p)
		}
	case orb.LineString:
		eachPathEdge(g, false, fn)
	case orb.MultiLineString:
		for _, l := range g {
			eachPathEdge(l, false, fn)
		}
	case orb.Ring:
		eachPathEdge(g, true, fn)
	case orb.Polygon:
		for _, r := range g {
			eachPathEdge(r, true, fn)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			eachEdge(p, fn)
		}
	case orb.Bound:
		if !g.IsEmpty() {
			eachPathEdge(g.ToRing(), true, fn)
		}
	case orb.Collection:
		for _, part := range g {
			eachEdge(part, fn)
		}
	}
}

// eachPathEdge walks one line or ring.
func eachPathEdge(path []orb.Point, closed bool, fn func(a, b orb.Point)) {
	if len(path) == 1 {
		fn(path[0], path[0])
		return
	}
	for i := 1; i < len(path); i++ {
		fn(path[i-1], path[i])
	}
	if n := len(path); closed && n > 1 && path[0] != path[n-1] {
		fn(path[n-1], path[0])
	}
}

// pieceDegrees is the longest piece of an edge that is searched as one: on it
// the distance has one least value between its ends, or none.
const pieceDegrees = 0.5

// DistanceToSegment is the distance to the nearest point of the edge from a to
// b, straight in longitude and latitude as written (not unwrapped), or best
// where that is not greater. It saves most of the work for edges that the
// bound shows to be farther than best; start with infinity.
func (o *Origin) DistanceToSegment(a, b orb.Point, best Meters) Meters {
	box := orb.Bound{
		Min: orb.Point{math.Min(a[0], b[0]), math.Min(a[1], b[1])},
		Max: orb.Point{math.Max(a[0], b[0]), math.Max(a[1], b[1])},
	}
	bound := o.LowerBound(box)
	switch {
	case math.IsNaN(float64(bound)) || !valid(a) || !valid(b):
		return Meters(math.NaN())
	case bound >= best:
		return best
	case a == b:
		return min(best, o.Distance(a))
	case max(box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]) <= pieceDegrees:
		return min(best, o.toPiece(a, b))
	}
	middle := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
	if o.Distance(b) < o.Distance(a) {
		a, b = b, a // the nearer half first: it prunes the other
	}
	return o.DistanceToSegment(middle, b, o.DistanceToSegment(a, middle, best))
}

// approach is what is seen from one place on an edge.
type approach struct {
	distance float64 // to the origin, metres
	ahead    float64 // of that, metres along the edge: positive towards its end
}

// toPiece is the distance to a short edge. It projects the origin onto the
// edge in the plane that touches the ellipsoid at the present foot, moves the
// foot there, and repeats: a secant search for ahead = 0 inside a bracket.
func (o *Origin) toPiece(a, b orb.Point) Meters {
	low, high := 0.0, 1.0
	atLow, atHigh := o.from(a, b, low), o.from(a, b, high)
	best := math.Min(atLow.distance, atHigh.distance)
	if !(atLow.ahead > 0 && atHigh.ahead < 0) {
		return Meters(best) // no least value inside: an end is nearest
	}
	for step := range 60 {
		t := low + (high-low)*atLow.ahead/(atLow.ahead-atHigh.ahead)
		if step >= 8 || !(t > low && t < high) {
			t = (low + high) / 2
		}
		if t == low || t == high {
			break
		}
		at := o.from(a, b, t)
		best = math.Min(best, at.distance)
		if math.Abs(at.ahead) < math.Max(1e-7, 1e-9*at.distance) {
			break
		}
		if at.ahead > 0 {
			low, atLow = t, at
		} else {
			high, atHigh = t, at
		}
	}
	return Meters(best)
}

// from looks at the origin from the place at part t of the edge from a to b.
func (o *Origin) from(a, b orb.Point, t float64) approach {
	q := orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
	if t == 1 {
		q = b
	}
	lat, lon := angleOfDegrees(q[1], 0), angleOfDegrees(q[0], 0)
	w2 := 1 - ecc2*lat.s*lat.s
	n := equatorial / math.Sqrt(w2)
	m := n * (1 - ecc2) / w2
	east, north := n*lat.c*(b[0]-a[0]), m*(b[1]-a[1])
	length := math.Hypot(east, north)

	place := vector{n * lat.c * lon.c, n * lat.c * lon.s, n * (1 - ecc2) * lat.s}
	s, ok := nearDistance(place, o.space)
	var toEast, toNorth float64
	if ok {
		d := o.space.minus(place)
		toEast = lon.c*d.y - lon.s*d.x
		toNorth = lat.c*d.z - lat.s*(lon.c*d.x+lon.s*d.y)
	} else {
		var azi float64
		s, azi, _ = Inverse(q, o.point)
		dir := angleOf(azi * radian)
		toEast, toNorth = float64(s)*dir.s, float64(s)*dir.c
	}
	if !(length > 0) {
		return approach{distance: float64(s)}
	}
	return approach{float64(s), (toEast*east + toNorth*north) / length}
}
