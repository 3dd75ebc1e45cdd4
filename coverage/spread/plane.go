package spread

import (
	"math"

	"github.com/paulmach/orb"
)

// The WGS 84 ellipsoid: EPSG 7030.
const (
	axis         = 6378137.0
	flattening   = 1 / 298.257223563
	eccentric2   = flattening * (2 - flattening)
	longestEdge  = 0.01 // degrees: the bend of a longer edge in the plane would be more than 2 cm
	sameGround   = 4    // degrees of latitude that one standard parallel serves
	steepestSide = 80   // degrees: the highest standard parallel
)

// plane is a map on which areas are true: the cylindrical equal-area
// projection of the ellipsoid, Snyder (USGS Professional Paper 1395, 1987)
// equations 10-13 to 10-19 with 3-12 and 3-18. Shapes are true at its standard
// parallel, and squares stretch by the tangent of the latitude times the way from
// there.
type plane struct{ k0 float64 }

// newPlane makes the map for a latitude in degrees, taken to the next whole
// one: neighbours have their cells in one pattern, and the pattern does not
// follow every change of a border.
func newPlane(lat float64) plane {
	sin, cos := math.Sincos(min(max(math.Round(lat), -steepestSide), steepestSide) * math.Pi / 180)
	return plane{cos / math.Sqrt(1-eccentric2*sin*sin)}
}

// authalic is q of equation 3-12.
func authalic(sin float64) float64 {
	e := math.Sqrt(eccentric2)
	return (1 - eccentric2) * (sin/(1-eccentric2*sin*sin) + math.Atanh(e*sin)/e)
}

// to gives metres east of longitude 0 and north of the equator.
func (p plane) to(q orb.Point) orb.Point {
	return orb.Point{axis * p.k0 * q[0] * math.Pi / 180, axis * authalic(math.Sin(q[1]*math.Pi/180)) / (2 * p.k0)}
}

// from turns to round.
func (p plane) from(q orb.Point) orb.Point {
	const e2, e4, e6 = eccentric2, eccentric2 * eccentric2, eccentric2 * eccentric2 * eccentric2
	b := math.Asin(min(max(2*q[1]*p.k0/(axis*authalic(1)), -1), 1))
	lat := b + (e2/3+31*e4/180+517*e6/5040)*math.Sin(2*b) + (23*e4/360+251*e6/3780)*math.Sin(4*b) + 761*e6/45360*math.Sin(6*b)
	return orb.Point{q[0] / (axis * p.k0) * 180 / math.Pi, lat * 180 / math.Pi}
}

// ringsOf gives the rings of a polygon on a map, not closed, shells
// counter-clockwise and holes clockwise. Edges are cut, so that they are as
// straight there as they are in longitude and latitude. ok is false where a
// corner has no place on the map.
func ringsOf(g orb.Geometry, to func(orb.Point) (orb.Point, bool)) (rings [][]orb.Point, ok bool) {
	var polygons orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		polygons = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		polygons = g
	}
	for _, p := range polygons {
		for k, r := range p {
			ring, ok := ringOn(r, to)
			if !ok {
				return nil, false
			}
			if a := area(ring); a < 0 == (k == 0) { // the map may be a mirror
				reverse(ring)
			}
			rings = append(rings, ring)
		}
	}
	return rings, len(rings) > 0
}

// ringOn puts one ring on a map.
func ringOn(r orb.Ring, to func(orb.Point) (orb.Point, bool)) ([]orb.Point, bool) {
	out := make([]orb.Point, 0, len(r))
	for i := 0; i+1 < len(r); i++ {
		a, b := r[i], r[i+1]
		n := math.Ceil(max(math.Abs(b[0]-a[0]), math.Abs(b[1]-a[1])) / longestEdge)
		if !(n < 1e6) {
			return nil, false
		}
		for k := 0.0; k < max(n, 1); k++ {
			q, ok := to(orb.Point{a[0] + (b[0]-a[0])*k/max(n, 1), a[1] + (b[1]-a[1])*k/max(n, 1)})
			if !ok || math.IsNaN(q[0]+q[1]) {
				return nil, false
			}
			out = append(out, q)
		}
	}
	return out, true
}

func reverse(r []orb.Point) {
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
}
