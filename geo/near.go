package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// vector is a point or direction in Earth-centred coordinates, metres:
// x towards 0° E on the equator, z towards the north pole.
type vector struct{ x, y, z float64 }

func (v vector) minus(w vector) vector { return vector{v.x - w.x, v.y - w.y, v.z - w.z} }

// cartesian places a point of the ellipsoid's surface in space.
func cartesian(p orb.Point) vector {
	lat, lon := angleOfDegrees(p[1], 0), angleOfDegrees(p[0], 0)
	n := equatorial / math.Sqrt(1-ecc2*lat.s*lat.s)
	return vector{n * lat.c * lon.c, n * lat.c * lon.s, n * (1 - ecc2) * lat.s}
}

// nearLimit is the chord, in metres, up to which nearDistance is as exact as
// the full solution.
//
// Take the geodesic by arc length u about its middle, r(u). Since r' is a unit
// vector and its derivative the normal curvature κ times the surface normal, the odd
// powers cancel by symmetry and the chord between u = ±s/2 is
//
//	c = s - κ² s³/24 + O(κ⁴ s⁵),
//
// with |O| < s⁵/(1000 R⁴): 6e-11 m at 10 km. Turned round, s = c + κ² c³/24
// up to the same order. That correction is at most 1.04e-3 m at 10 km, so a
// relative error of 1e-6 in κ, from taking it at the middle of the chord
// (2 m below the surface) and along the chord, adds 2e-9 m.
// Rounding of the coordinates adds 2e-9 m. All of it is below 1e-8 m.
const nearLimit = 10e3

// nearDistance is the geodesic between two points less than nearLimit apart;
// ok is false beyond.
func nearDistance(a, b vector) (s Meters, ok bool) {
	d := b.minus(a)
	east2 := d.x*d.x + d.y*d.y
	c2 := east2 + d.z*d.z
	if !(c2 <= nearLimit*nearLimit) {
		return 0, false
	}
	if c2 < 1e-12 { // a micrometre: the bend is nothing and would underflow
		return Meters(math.Sqrt(c2)), true
	}
	const a2, b2 = equatorial * equatorial, polar * polar
	mx, my, mz := (a.x+b.x)/2, (a.y+b.y)/2, (a.z+b.z)/2
	// Normal curvature of x²/a² + y²/a² + z²/b² = 1 along d, times |d|².
	g := (mx*mx+my*my)/(a2*a2) + mz*mz/(b2*b2)
	bend := east2/a2 + d.z*d.z/b2
	return Meters(math.Sqrt(c2) * (1 + bend*bend/(24*g*c2))), true
}
