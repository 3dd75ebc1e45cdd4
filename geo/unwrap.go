package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Unwrap makes lines and rings that cross the antimeridian continuous: where
// two successive longitudes differ by more than 180 degrees the shorter way
// round is meant, so 179, -179 becomes 179, 181. A difference of exactly 360
// stays, as it draws the edge of a map of the whole Earth. A ring that goes
// round a pole is closed over the nearer one. Geometries that need none of
// this are returned as they are, others are copied.
func Unwrap(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		return orb.LineString(unwrapLine(g))
	case orb.MultiLineString:
		return mapParts(g, func(l orb.LineString) orb.LineString { return unwrapLine(l) })
	case orb.Ring:
		return unwrapRing(g)
	case orb.Polygon:
		return unwrapPolygon(g)
	case orb.MultiPolygon:
		return mapParts(g, unwrapPolygon)
	case orb.Collection:
		return mapParts(g, Unwrap)
	}
	return g
}

// mapParts applies fn to each part of a geometry.
func mapParts[S ~[]E, E any](parts S, fn func(E) E) S {
	out := make(S, len(parts))
	for i, p := range parts {
		out[i] = fn(p)
	}
	return out
}

// jumps tells whether an edge is taken as crossing the antimeridian.
func jumps(a, b orb.Point) bool {
	d := math.Abs(b[0] - a[0])
	return d > 180 && d != 360 && d <= 2*maxLongitude
}

// unwrapLine makes longitudes continuous from the first on.
func unwrapLine(l []orb.Point) []orb.Point {
	first := 1
	for first < len(l) && !jumps(l[first-1], l[first]) {
		first++
	}
	if first >= len(l) {
		return l
	}
	out := slices.Clone(l)
	shift := 0.0
	for i := first; i < len(l); i++ {
		if jumps(l[i-1], l[i]) {
			shift -= 360 * math.Round((l[i][0]-l[i-1][0])/360)
		}
		out[i][0] += shift
	}
	return out
}

// unwrapRing makes a ring continuous and closes it over a pole if it must.
func unwrapRing(r orb.Ring) orb.Ring {
	if len(r) < 2 {
		return r
	}
	closed := r
	if r[0] != r[len(r)-1] {
		closed = append(slices.Clone(r), r[0])
	}
	out := orb.Ring(unwrapLine(closed))
	first, last := out[0], out[len(out)-1]
	if first == last {
		return out
	}
	sum := 0.0
	for _, p := range r {
		sum += p[1]
	}
	pole := math.Copysign(90, sum)
	return append(slices.Clip(out), orb.Point{last[0], pole}, orb.Point{first[0], pole}, first)
}

// unwrapPolygon unwraps the rings and moves each hole under its outer ring.
func unwrapPolygon(p orb.Polygon) orb.Polygon {
	out := mapParts(p, unwrapRing)
	for i := 1; i < len(out); i++ {
		outer, hole := out[0].Bound(), out[i].Bound()
		turns := math.Round((outer.Center()[0] - hole.Center()[0]) / 360)
		if turns == 0 || len(out[i]) == 0 {
			continue
		}
		moved := slices.Clone(out[i])
		for j := range moved {
			moved[j][0] += 360 * turns
		}
		out[i] = moved
	}
	return out
}
