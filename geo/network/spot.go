package network

import (
	"math"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// spot is a point in Earth-centred coordinates on WGS 84, metres, NaN where the
// point is out of range. Each point is put there once, while most are the end
// of two steps.
type spot struct{ x, y, z float64 }

const (
	equatorial = 6378137.0
	oneLessF   = 1 - 1/298.257223563
	polar      = equatorial * oneLessF
	ecc2       = (1 / 298.257223563) * (2 - 1/298.257223563)
)

func newSpots(points []orb.Point) []spot {
	spots := make([]spot, len(points))
	for i, p := range points {
		if !geo.Valid(p) {
			spots[i].x = math.NaN()
			continue
		}
		sinLat, cosLat := sincos(p[1])
		sinLon, cosLon := sincos(p[0])
		n := equatorial / math.Sqrt(1-ecc2*sinLat*sinLat)
		spots[i] = spot{n * cosLat * cosLon, n * cosLat * sinLon, n * (1 - ecc2) * sinLat}
	}
	return spots
}

// sincos is that of degrees. They are brought within 45 of a quarter turn,
// where the minimax polynomials of the Cephes library (S. Moshier, 1989) are
// good to the last bit.
func sincos(deg float64) (sin, cos float64) {
	quarter := math.RoundToEven(deg / 90)
	x := (deg - 90*quarter) * (math.Pi / 180)
	z := x * x
	s := x + x*z*(((((1.58962301576546568060e-10*z-2.50507477628578072866e-8)*z+2.75573136213857245213e-6)*z-1.98412698295895385996e-4)*z+8.33333333332211858878e-3)*z-1.66666666666666307295e-1)
	c := 1 - 0.5*z + z*z*(((((-1.13585365213876817300e-11*z+2.08757008419747316778e-9)*z-2.75573141792967388112e-7)*z+2.48015872888517045348e-5)*z-1.38888888888730564116e-3)*z+4.16666666666665929218e-2)
	switch int(quarter) & 3 {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	}
	return -c, s
}

// nearLimit, metres, is the chord up to which distance goes by it.
const nearLimit = 10e3

// distance is that of [geo.Distance], by the chord c of near points and the
// normal curvature κ of the ellipsoid along it: c + κ²c³/24.
func (d *draft) distance(from, to int32) float64 {
	a, b := &d.spots[from], &d.spots[to]
	dx, dy, dz := b.x-a.x, b.y-a.y, b.z-a.z
	east2 := dx*dx + dy*dy
	c2 := east2 + dz*dz
	if !(c2 <= nearLimit*nearLimit) {
		return float64(geo.Distance(d.roads.Points[from], d.roads.Points[to]))
	}
	if c2 < 1e-12 { // a micrometre, where the correction would underflow
		return math.Sqrt(c2)
	}
	const a2, b2 = equatorial * equatorial, polar * polar
	mx, my, mz := (a.x+b.x)/2, (a.y+b.y)/2, (a.z+b.z)/2
	g := (mx*mx+my*my)/(a2*a2) + mz*mz/(b2*b2) // κ is bend/(c²√g)
	bend := east2/a2 + dz*dz/b2
	return math.Sqrt(c2) * (1 + bend*bend/(24*g*c2))
}
