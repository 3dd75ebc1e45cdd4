package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Direct is the point reached from a along a geodesic that leaves at azimuth
// azi (degrees clockwise from north) after s metres, and the azimuth there.
// Negative s goes backwards. The longitude comes back in [-180, 180]. Good to
// 15 nanometres for paths up to half way round the Earth (Karney 2013,
// sections 2 and 3); NaN, infinite or out-of-range input gives NaN.
func Direct(a orb.Point, azi float64, s Meters) (b orb.Point, azi2 float64) {
	if !valid(a) || math.IsNaN(azi-azi) || math.IsNaN(float64(s-s)) {
		nan := math.NaN()
		return orb.Point{nan, nan}, nan
	}
	beta1 := reduced(roundTiny(a[1]))
	alp1 := angleOfDegrees(roundTiny(wrap(azi)), 0)
	alp0 := angle{alp1.s * beta1.c, math.Hypot(alp1.c, alp1.s*beta1.s)}

	sig1 := angle{beta1.s, alp1.c * beta1.c}
	if beta1.s == 0 && alp1.c == 0 {
		sig1.c = 1 // along the equator: count from here
	}
	omg1 := angle{alp0.s * beta1.s, sig1.c}
	sig1 = sig1.unit()

	eps := expansion(alp0.c)
	c1, c1Inv, c3 := seriesC1(eps), seriesC1Inverse(eps), seriesC3(eps)
	b11 := c1.sines(sig1)
	tau1 := sig1.plus(angleOf(b11))
	tau12 := float64(s) / (polar * (1 + seriesA1(eps)))
	b12 := -c1Inv.sines(tau1.plus(angleOf(tau12)))
	sig12 := tau12 - (b12 - b11)
	sig2 := sig1.plus(angleOf(sig12))

	beta2 := angle{alp0.c * sig2.s, math.Hypot(alp0.s, alp0.c*sig2.c)}
	if beta2.c == 0 {
		beta2.c, sig2.c = tiny, tiny
	}
	alp2 := angle{alp0.s, alp0.c * sig2.c}
	omg2 := angle{alp0.s * sig2.s, sig2.c}
	omg12 := math.Atan2(omg2.s*omg1.c-omg2.c*omg1.s, omg2.c*omg1.c+omg2.s*omg1.s)
	lam12 := omg12 - flattening*alp0.s*seriesA3(eps)*(sig12+(c3.sines(sig2)-c3.sines(sig1)))

	lon2 := wrap(wrap(a[0]) + wrap(lam12/radian))
	lat2 := angle{beta2.s, oneLessF * beta2.c}.degrees()
	return orb.Point{lon2, lat2}, alp2.degrees()
}
