package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// The WGS 84 ellipsoid (NGA.STND.0036, EPSG:7030) and what follows from it.
const (
	equatorial = 6378137.0             // a, metres
	flattening = 1 / 298.257223563     // f
	polar      = equatorial * oneLessF // b, metres
	oneLessF   = 1 - flattening
	ecc2       = flattening * (2 - flattening) // e², first eccentricity squared
	ecc2Second = ecc2 / (1 - ecc2)             // e'², second eccentricity squared
	thirdF     = flattening / (2 - flattening) // n, third flattening

	// authalic2 is the square of the radius of the sphere of the same area:
	// (a² + b²·artanh(e)/e)/2, so that the whole Earth has 4π·authalic2.
	authalic2 = 40589732499314.76
	earthArea = 4 * math.Pi * authalic2
)

// maxLongitude is how far longitudes may run on past the antimeridian.
const maxLongitude = 540

// Valid tells whether p is a place on Earth: finite, latitude within ±90,
// longitude within ±540.
func Valid(p orb.Point) bool { return valid(p) }

// valid is Valid, short for use in this package.
func valid(p orb.Point) bool {
	return math.Abs(p[1]) <= 90 && math.Abs(p[0]) <= maxLongitude
}

// angle is an angle held as its sine and cosine.
type angle struct{ s, c float64 }

// unit scales the pair to length 1.
func (x angle) unit() angle {
	h := math.Hypot(x.s, x.c)
	return angle{x.s / h, x.c / h}
}

// plus is the sum of two angles.
func (x angle) plus(y angle) angle {
	return angle{x.s*y.c + x.c*y.s, x.c*y.c - x.s*y.s}
}

// angleOf gives sine and cosine of an angle in radians.
func angleOf(rad float64) angle {
	s, c := math.Sincos(rad)
	return angle{s, c}
}

// angleOfDegrees gives sine and cosine of deg + rest, exact at multiples of 90.
// rest is a small correction that deg cannot hold.
func angleOfDegrees(deg, rest float64) angle {
	quarter := math.RoundToEven(deg / 90)
	s, c := math.Sincos((deg - 90*quarter + rest) * radian)
	switch int(quarter) & 3 {
	case 0:
		return angle{s, c}
	case 1:
		return angle{c, -s}
	case 2:
		return angle{-s, -c}
	}
	return angle{-c, s}
}

// radian is one degree in radians.
const radian = math.Pi / 180

// degrees gives the angle in degrees, from -180 to 180 and exact on the axes.
func (x angle) degrees() float64 {
	s, c := x.s, x.c
	turned := math.Abs(s) > math.Abs(c)
	if turned {
		s, c = c, s
	}
	flipped := math.Signbit(c)
	if flipped {
		c = -c
	}
	d := math.Atan2(s, c) / radian
	switch {
	case turned && flipped:
		return d - 90
	case turned:
		return 90 - d
	case flipped:
		return math.Copysign(180, s) - d
	}
	return d
}

// roundTiny takes differences below 2^-57 degrees out of an angle near zero,
// so that points a hair off the equator do not lose accuracy by underflow.
func roundTiny(deg float64) float64 {
	const z = 1.0 / 16
	y := math.Abs(deg)
	if y < z {
		w := z - y // two statements: the first result must be rounded
		y = z - w
	}
	return math.Copysign(y, deg)
}

// WrapLongitude brings a longitude in degrees to [-180, 180].
func WrapLongitude(lon float64) float64 { return wrap(lon) }

// wrap brings an angle in degrees to [-180, 180].
func wrap(deg float64) float64 {
	d := math.Remainder(deg, 360)
	if math.Abs(d) == 180 {
		return math.Copysign(180, deg)
	}
	return d
}

// sumExact returns u + v as the rounded sum and the part that was rounded off
// (Knuth, The Art of Computer Programming 2, 4.2.2).
func sumExact(u, v float64) (sum, rest float64) {
	sum = u + v
	up := sum - v
	vp := sum - up
	return sum, (u - up) + (v - vp)
}

// turn returns the longitude difference from a to b, in [-180, 180], and the
// part that does not fit into the float.
func turn(a, b float64) (d, rest float64) {
	d, rest = sumExact(math.Remainder(-a, 360), math.Remainder(b, 360))
	d, more := sumExact(math.Remainder(d, 360), rest)
	if d == 0 || math.Abs(d) == 180 {
		// The sign of a half or no turn follows the caller's order.
		if more == 0 {
			d = math.Copysign(d, b-a)
		} else {
			d = math.Copysign(d, -more)
		}
	}
	return d, more
}
