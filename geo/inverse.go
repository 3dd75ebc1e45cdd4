package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Distance is the length of the shortest path between two points on the
// WGS 84 ellipsoid, correct to about 10 nanometres: below 10 km by the chord
// (see nearLimit), beyond it by [Inverse].
func Distance(a, b orb.Point) Meters {
	if !valid(a) || !valid(b) {
		return Meters(math.NaN())
	}
	if s, ok := nearDistance(cartesian(a), cartesian(b)); ok {
		return s
	}
	s, _, _ := Inverse(a, b)
	return s
}

// Inverse is the shortest path from a to b: its length, and its azimuths at a
// and at b (forward, degrees clockwise from north, -180 to 180). The method is
// that of C. F. F. Karney, J. Geodesy 87 (2013), good to 15 nanometres; it
// converges for all pairs, nearly opposite points included. Where two points
// coincide the azimuths are 0 or 180; NaN or out-of-range input gives NaN.
func Inverse(a, b orb.Point) (s Meters, azi1, azi2 float64) {
	if !valid(a) || !valid(b) {
		nan := math.NaN()
		return Meters(nan), nan, nan
	}
	p := pose(a, b)
	r := p.solve()
	alp1, alp2 := p.restore(r)
	return Meters(r.s12), alp1.degrees(), alp2.degrees()
}

// Tolerances of the iteration, in radians on the auxiliary sphere.
const (
	epsilon = 1.0 / (1 << 52)
	rootEps = 1.0 / (1 << 26)         // √epsilon
	tiny    = 1.4916681462400413e-154 // square root of the least normal float64

	newtonSteps = 20                    // after these only bisection
	allSteps    = newtonSteps + 53 + 10 // bisection has one bit a step
)

// pair is an inverse problem turned to a standard position: the first point is
// the one farther from the equator and lies south of it, the second lies east.
type pair struct {
	beta1, beta2 angle   // reduced latitudes
	dn1, dn2     float64 // √(1 + e'²sin²β)
	lambda       float64 // longitude difference, radians, 0 to π
	lam          angle   // of the same
	supplement   float64 // 180° - difference, degrees, exact near zero

	swapped, lonSign, latSign float64 // how it was turned, 1 or -1
}

// path is a solved pair, in the standard position.
type path struct {
	s12        float64 // metres
	sig12      float64 // arc length on the auxiliary sphere, radians; below 0 not yet known
	alp1, alp2 angle   // azimuths
	omg12      angle   // longitude difference on the auxiliary sphere
	meridional bool
}

// pose turns an inverse problem to the standard position.
func pose(a, b orb.Point) pair {
	var p pair
	lon12, rest := turn(a[0], b[0])
	p.lonSign = math.Copysign(1, lon12)
	lon12, rest = lon12*p.lonSign, rest*p.lonSign
	p.lambda = lon12 * radian
	p.lam = angleOfDegrees(lon12, rest)
	p.supplement = (180 - lon12) - rest

	lat1, lat2 := roundTiny(a[1]), roundTiny(b[1])
	p.swapped = 1
	if math.Abs(lat1) < math.Abs(lat2) {
		p.swapped = -1
		p.lonSign = -p.lonSign
		lat1, lat2 = lat2, lat1
	}
	p.latSign = -math.Copysign(1, lat1)
	lat1, lat2 = lat1*p.latSign, lat2*p.latSign

	p.beta1, p.beta2 = reduced(lat1), reduced(lat2)
	// Points on opposite or equal latitudes must stay so to the last bit.
	if p.beta1.c < -p.beta1.s {
		if p.beta2.c == p.beta1.c {
			p.beta2.s = math.Copysign(p.beta1.s, p.beta2.s)
		}
	} else if math.Abs(p.beta2.s) == -p.beta1.s {
		p.beta2.c = p.beta1.c
	}
	p.dn1 = math.Sqrt(1 + ecc2Second*p.beta1.s*p.beta1.s)
	p.dn2 = math.Sqrt(1 + ecc2Second*p.beta2.s*p.beta2.s)
	return p
}

// restore turns the azimuths of a solution back to the caller's points.
func (p *pair) restore(r path) (alp1, alp2 angle) {
	alp1, alp2 = r.alp1, r.alp2
	if p.swapped < 0 {
		alp1, alp2 = alp2, alp1
	}
	ew, ns := p.swapped*p.lonSign, p.swapped*p.latSign
	return angle{alp1.s * ew, alp1.c * ns}, angle{alp2.s * ew, alp2.c * ns}
}

// reduced is the reduced latitude of a geographic one, tan β = (1-f) tan φ;
// its cosine is never quite zero, so that azimuths at the poles have a meaning.
func reduced(lat float64) angle {
	x := angleOfDegrees(lat, 0)
	x.s *= oneLessF
	x = x.unit()
	x.c = math.Max(tiny, x.c)
	return x
}

// solve finds the shortest path.
func (p *pair) solve() path {
	if p.beta1.c == tiny || p.lam.s == 0 {
		if r, ok := p.alongMeridian(); ok {
			return r
		}
	}
	if p.beta1.s == 0 && p.supplement >= flattening*180 {
		// Along the equator, short of the point where the path leaves it.
		return path{
			s12: equatorial * p.lambda, sig12: p.lambda / oneLessF,
			alp1: angle{1, 0}, alp2: angle{1, 0}, omg12: angleOf(p.lambda / oneLessF),
		}
	}
	r, dnm := p.start()
	if r.sig12 >= 0 {
		r.s12 = r.sig12 * polar * dnm
		r.omg12 = angleOf(p.lambda / (oneLessF * dnm))
		return r
	}
	return p.iterate(r.alp1)
}

// alongMeridian takes the path over the pole or along a meridian; ok is false
// where a shorter one leaves the meridian (nearly opposite points).
func (p *pair) alongMeridian() (r path, ok bool) {
	r.meridional = true
	r.alp1, r.alp2 = angle{p.lam.s, p.lam.c}, angle{0, 1}
	sig1 := angle{p.beta1.s, r.alp1.c * p.beta1.c}
	sig2 := angle{p.beta2.s, r.alp2.c * p.beta2.c}
	r.sig12 = arcBetween(sig1, sig2)
	s12, m12 := p.lengths(thirdF, r.sig12, sig1, sig2)
	if r.sig12 >= rootEps && m12 < 0 {
		return r, false
	}
	if r.sig12 < 3*tiny || r.sig12 < epsilon && (s12 < 0 || m12 < 0) {
		r.sig12, s12 = 0, 0
	}
	r.s12 = s12 * polar
	return r, true
}

// arcBetween is the angle from sig1 on to sig2, in [0, π].
func arcBetween(sig1, sig2 angle) float64 {
	return math.Atan2(math.Max(0, sig1.c*sig2.s-sig1.s*sig2.c)+0, sig1.c*sig2.c+sig1.s*sig2.s)
}

// iterate solves for the azimuth at the first point by Newton's method inside
// a bracket that bisection keeps (section 4 of the paper).
func (p *pair) iterate(alp1 angle) path {
	low, high := angle{tiny, 1}, angle{tiny, -1}
	var h hybrid
	nearly, done := false, false
	for step := 0; ; step++ {
		h = p.hybrid(alp1, step < newtonSteps)
		limit := epsilon
		if nearly {
			limit = 8 * epsilon
		}
		if done || !(math.Abs(h.off) >= limit) || step == allSteps {
			break
		}
		slope := alp1.c / alp1.s
		if h.off > 0 && (step > newtonSteps || slope > high.c/high.s) {
			high = alp1
		} else if h.off < 0 && (step > newtonSteps || slope < low.c/low.s) {
			low = alp1
		}
		if next, ok := newton(alp1, h, step); ok {
			alp1 = next
			nearly = math.Abs(h.off) <= 16*epsilon
			continue
		}
		alp1 = angle{(low.s + high.s) / 2, (low.c + high.c) / 2}.unit()
		nearly = false
		done = math.Abs(low.s-alp1.s)+(low.c-alp1.c) < epsilon*rootEps ||
			math.Abs(alp1.s-high.s)+(alp1.c-high.c) < epsilon*rootEps
	}
	s12, _ := p.lengths(h.eps, h.sig12, h.sig1, h.sig2)
	omg12 := angle{p.lam.s*h.shift.c - p.lam.c*h.shift.s, p.lam.c*h.shift.c + p.lam.s*h.shift.s}
	return path{s12: s12 * polar, sig12: h.sig12, alp1: alp1, alp2: h.alp2, omg12: omg12}
}

// newton makes one step; ok is false where it would leave the valid azimuths.
func newton(alp1 angle, h hybrid, step int) (next angle, ok bool) {
	if step >= newtonSteps || h.slope <= 0 {
		return alp1, false
	}
	d := -h.off / h.slope
	if math.Abs(d) >= math.Pi {
		return alp1, false
	}
	next = alp1.plus(angleOf(d))
	return next.unit(), next.s > 0
}
