package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// lowerRadius is a(1 - e²), the least radius of curvature of the ellipsoid: of
// the meridian at the equator. The meridian's radius M is at least this
// everywhere, and so is the prime vertical's N, which is at least a. Hence a
// curve's length, the integral of √(M²dφ² + N²cos²φ dλ²), is at least
// lowerRadius times its length on a unit sphere of the same latitudes.
//
// The last factor, and rounding taken off the result, keep the bound below the
// truth in floating point too.
const (
	lowerRadius = equatorial * (1 - ecc2) * (1 - 1e-9)
	rounding    = 1e-7 // metres: longitudes of 360° are good to 6e-9 m, Distance to 1e-8 m
)

// lowerLength turns an angle on the unit sphere to the bound in metres.
func lowerLength(angle float64) Meters {
	return Meters(math.Max(0, lowerRadius*angle-rounding))
}

// LowerBound is a length that the distance from p to any point of a box of
// longitudes and latitudes cannot undercut; it is 0 where p lies in the box,
// and at most 1.1 % short of the true distance to the box. The box may run on past ±180;
// longitudes are compared modulo 360. An empty box is infinitely far; NaN or a
// point out of range gives NaN.
func LowerBound(p orb.Point, b orb.Bound) Meters {
	o := NewOrigin(p)
	return o.LowerBound(b)
}

// Origin is a point from which many bounds are asked; the zero value is at
// longitude 0 on the equator and must not be used, see [NewOrigin].
type Origin struct {
	point  orb.Point
	lat    angle
	latRad float64
	space  vector
}

// NewOrigin prepares a point.
func NewOrigin(p orb.Point) Origin {
	return Origin{point: p, lat: angleOf(p[1] * radian), latRad: p[1] * radian, space: cartesian(p)}
}

// Distance is [Distance] from the origin.
func (o *Origin) Distance(p orb.Point) Meters {
	if valid(o.point) && valid(p) {
		if s, ok := nearDistance(o.space, cartesian(p)); ok {
			return s
		}
	}
	s, _, _ := Inverse(o.point, p)
	return s
}

// LowerBound is [LowerBound] from the origin.
func (o *Origin) LowerBound(b orb.Bound) Meters {
	if sum := b.Min[0] + b.Max[0] + b.Min[1] + b.Max[1]; !valid(o.point) || math.IsNaN(sum-sum) {
		return Meters(math.NaN())
	}
	if b.Min[0] > b.Max[0] || b.Min[1] > b.Max[1] {
		return Meters(math.Inf(1))
	}
	low, high := b.Min[1]*radian, b.Max[1]*radian
	apart := longitudesApart(o.point[0], b.Min[0], b.Max[0])
	if apart == 0 {
		// On the box's meridians: straight north or south.
		return lowerLength(math.Max(low-o.latRad, o.latRad-high))
	}
	// The nearest point of the box lies on the side that is nearer in
	// longitude: at every latitude the angle grows with the difference. On that
	// meridian the cosine of the angle is a sinusoid of the latitude with its
	// crest at foot, so the best latitude is the foot or an end.
	sinApart, cosApart := math.Sincos(apart * radian)
	foot := math.Atan2(o.lat.s, o.lat.c*cosApart)
	if foot >= low && foot <= high {
		// sin(angle) = cos φ sin Δλ; the angle is below 90° as foot is a latitude.
		return lowerLength(math.Asin(math.Min(1, o.lat.c*sinApart)))
	}
	half := math.Sin(apart * radian / 2)
	h := math.Min(o.haversine(low, half), o.haversine(high, half))
	return lowerLength(2 * math.Asin(math.Min(1, math.Sqrt(h))))
}

// haversine is sin²(σ/2) of the angle to a latitude at a longitude difference
// of which half is the sine of the half.
func (o *Origin) haversine(lat, half float64) float64 {
	s := math.Sin((lat - o.latRad) / 2)
	return s*s + o.lat.c*math.Cos(lat)*half*half
}

// longitudesApart is the least difference in degrees, 0 to 180, between a
// longitude and an interval, modulo 360.
func longitudesApart(lon, low, high float64) float64 {
	if high-low >= 360 {
		return 0
	}
	east := math.Mod(lon-low, 360) // how far lon lies east of the west side
	if east < 0 {
		east += 360
	}
	width := high - low
	if east <= width {
		return 0
	}
	return math.Min(east-width, 360-east)
}

// Around is a box that holds every point within r of p. Its longitudes may run
// on past ±180; where the circle reaches a pole they span 360 degrees. A
// negative or NaN r gives an empty box, a point out of range too.
func Around(p orb.Point, r Meters) orb.Bound {
	if !valid(p) || !(r >= 0) {
		return orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}
	}
	sigma := float64(r) / lowerRadius // cannot be less on the sphere, see lowerRadius
	sigma += 1e-12
	lat := p[1] * radian
	south, north := lat-sigma, lat+sigma
	lon := math.Pi
	if south > -math.Pi/2 && north < math.Pi/2 {
		lon = math.Asin(math.Min(1, math.Sin(sigma)/math.Cos(lat)))
		lon *= 1 + 1e-9
	}
	dLon := lon/radian + 1e-12
	return orb.Bound{
		Min: orb.Point{p[0] - dLon, math.Max(-90, south/radian-1e-12)},
		Max: orb.Point{p[0] + dLon, math.Min(90, north/radian+1e-12)},
	}
}
