package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Area is the area of a polygon on the WGS 84 ellipsoid. Edges are geodesics;
// holes are subtracted, the parts of a MultiPolygon or Collection are summed
// (parts that overlap count twice), winding does not matter, and a ring may
// cross the antimeridian or go round a pole (of the two sides of a ring the
// smaller one is meant). Points and lines, nil and empty geometries have no
// area: 0. A coordinate that is NaN or out of range gives NaN.
//
// Method: Karney 2013, section 6. The error is below 0.1 m² for each edge of
// thousands of kilometres, and below 1e-5 m² for a cell of one square kilometre.
func Area(g orb.Geometry) SquareMeters {
	switch g := g.(type) {
	case orb.Ring:
		return ringArea(g)
	case orb.Polygon:
		return polygonArea(g)
	case orb.MultiPolygon:
		var sum SquareMeters
		for _, p := range g {
			sum += polygonArea(p)
		}
		return sum
	case orb.Bound:
		if g.IsEmpty() {
			return 0
		}
		return ringArea(g.ToRing())
	case orb.Collection:
		var sum SquareMeters
		for _, part := range g {
			sum += Area(part)
		}
		return sum
	}
	return 0
}

// polygonArea is the outer ring less the holes, never below zero.
func polygonArea(p orb.Polygon) SquareMeters {
	if len(p) == 0 {
		return 0
	}
	area := ringArea(p[0])
	for _, hole := range p[1:] {
		area -= ringArea(hole)
	}
	if area < 0 {
		return 0
	}
	return area
}

// ringArea is the area inside a ring; one that is not closed is closed.
func ringArea(r orb.Ring) SquareMeters {
	for _, p := range r {
		if !valid(p) {
			return SquareMeters(math.NaN())
		}
	}
	if len(r) < 3 {
		return 0
	}
	var sum, rest float64
	crossings := 0
	prev := r[len(r)-1]
	for _, p := range r {
		if p == prev {
			continue
		}
		d, low := sumExact(sum, areaBelow(prev, p))
		sum, rest = d, rest+low
		crossings += crossing(prev[0], p[0])
		prev = p
	}
	area := math.Remainder(sum+rest, earthArea)
	if crossings%2 != 0 { // the ring goes round a pole
		area += math.Copysign(earthArea/2, -area)
	}
	return SquareMeters(math.Abs(area))
}

// crossing is 1 or -1 where the shorter way between two longitudes crosses the
// Greenwich meridian eastwards or westwards, else 0.
func crossing(lon1, lon2 float64) int {
	d, _ := turn(lon1, lon2)
	lon1, lon2 = wrap(lon1), wrap(lon2)
	switch {
	case d > 0 && (lon1 < 0 && lon2 >= 0 || lon1 > 0 && lon2 == 0):
		return 1
	case d < 0 && lon1 >= 0 && lon2 < 0:
		return -1
	}
	return 0
}

// areaBelow is the signed area between a geodesic and the equator (equation
// 59): positive where it runs east on the northern half.
func areaBelow(a, b orb.Point) float64 {
	p := pose(a, b)
	r := p.solve()
	alp0 := angle{r.alp1.s * p.beta1.c, math.Hypot(r.alp1.c, r.alp1.s*p.beta1.s)}
	area := 0.0
	if alp0.c != 0 && alp0.s != 0 {
		sig1 := angle{p.beta1.s, r.alp1.c * p.beta1.c}.unit()
		sig2 := angle{p.beta2.s, r.alp2.c * p.beta2.c}.unit()
		c4 := seriesC4(expansion(alp0.c))
		a4 := equatorial * equatorial * alp0.c * alp0.s * ecc2
		area = a4 * (c4.cosines(sig2) - c4.cosines(sig1))
	}
	area += authalic2 * p.excess(r)
	return area * p.swapped * p.lonSign * p.latSign
}

// excess is the turn of the azimuth along a path: the spherical excess of the
// quadrilateral between it and the equator.
func (p *pair) excess(r path) float64 {
	if !r.meridional && r.omg12.c > -0.7071 && p.beta2.s-p.beta1.s < 1.75 {
		// tan(Γ/2) = tan(ω/2)·(tan(β1/2) + tan(β2/2))/(1 + tan(β1/2)·tan(β2/2))
		d1, d2 := 1+p.beta1.c, 1+p.beta2.c
		return 2 * math.Atan2(
			r.omg12.s*(p.beta1.s*d2+p.beta2.s*d1),
			(1+r.omg12.c)*(p.beta1.s*p.beta2.s+d1*d2))
	}
	alp := angle{
		r.alp2.s*r.alp1.c - r.alp2.c*r.alp1.s,
		r.alp2.c*r.alp1.c + r.alp2.s*r.alp1.s,
	}
	if alp.s == 0 && alp.c < 0 {
		alp = angle{tiny * r.alp1.c, -1} // the path goes over a pole
	}
	return math.Atan2(alp.s, alp.c)
}
