package crs

import (
	"math"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// transverse is a transverse Mercator projection of an ellipsoid, in the form
// of L. Krüger (1912) carried to the sixth order in the third flattening n by
// C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers,
// J. Geodesy 85 (2011), equations 14, 35 and 36. Within [maxOff] of the central
// meridian the error is below 0.1 µm. Make it with newTransverse.
type transverse struct {
	parameters
	ecc         float64 // first eccentricity
	radius      float64 // rectifying radius times the scale, metres
	start       float64 // northing of the equator, metres
	alpha, beta [6]float64
}

// parameters are what tells one transverse Mercator projection from another.
type parameters struct {
	inverseF float64 // inverse flattening of the ellipsoid, whose a is 6378137 m
	scale    float64 // on the central meridian
	central  float64 // degrees
	origin   float64 // latitude where the northing is north, degrees
	east     float64 // false easting, metres
	north    float64 // false northing, metres
	unit     float64 // metres in a unit of the coordinates
}

const (
	semiMajor = 6378137.0 // metres: WGS 84 (EPSG:7030), GRS 1980 (EPSG:7019) and CGCS2000 (EPSG:1024)

	inverseFWGS84 = 298.257223563 // EPSG:7030
	inverseFGRS80 = 298.257222101 // EPSG:7019, and EPSG:1024 of GB 22021-2008

	radian = math.Pi / 180

	// maxOff is how far from the central meridian a point may lie, degrees.
	maxOff = 40
)

// newTransverse evaluates the series for the projection's ellipsoid.
func newTransverse(p parameters) transverse {
	f := 1 / p.inverseF
	n := f / (2 - f)
	n2 := n * n
	n3, n4, n5, n6 := n2*n, n2*n2, n2*n2*n, n2*n2*n2
	t := transverse{
		parameters: p,
		ecc:        math.Sqrt(f * (2 - f)),
		radius:     p.scale * semiMajor / (1 + n) * (1 + n2/4 + n4/64 + n6/256),
		alpha: [6]float64{
			n/2 - n2*2/3 + n3*5/16 + n4*41/180 - n5*127/288 + n6*7891/37800,
			n2*13/48 - n3*3/5 + n4*557/1440 + n5*281/630 - n6*1983433/1935360,
			n3*61/240 - n4*103/140 + n5*15061/26880 + n6*167603/181440,
			n4*49561/161280 - n5*179/168 + n6*6601661/7257600,
			n5*34729/80640 - n6*3418889/1995840,
			n6 * 212378941 / 319334400,
		},
		beta: [6]float64{
			n/2 - n2*2/3 + n3*37/96 - n4/360 - n5*81/512 + n6*96199/604800,
			n2/48 + n3/15 - n4*437/1440 + n5*46/105 - n6*1118711/3870720,
			n3*17/480 - n4*37/840 - n5*209/4480 + n6*5569/90720,
			n4*4397/161280 - n5*11/504 - n6*830251/7257600,
			n5*4583/161280 - n6*108847/3991680,
			n6 * 20648693 / 638668800,
		},
	}
	t.start = p.north
	if p.origin != 0 {
		xi0 := math.Atan(conformal(math.Tan(p.origin*radian), t.ecc))
		xi, _ := waves(&t.alpha, xi0, 0)
		t.start -= t.radius * (xi0 + xi)
	}
	return t
}

// forward projects a longitude and latitude; ok is false too far off.
func (t *transverse) forward(p orb.Point) (orb.Point, bool) {
	off := geo.WrapLongitude(p[0] - t.central)
	if !(math.Abs(off) <= maxOff && math.Abs(p[1]) <= 90) {
		return orb.Point{}, false
	}
	sinLon, cosLon := math.Sincos(off * radian)
	tau := conformal(math.Tan(p[1]*radian), t.ecc)
	xi0 := math.Atan2(tau, cosLon)
	eta0 := math.Asinh(sinLon / math.Hypot(tau, cosLon))
	xi, eta := waves(&t.alpha, xi0, eta0)
	return orb.Point{
		(t.east + t.radius*(eta0+eta)) / t.unit,
		(t.start + t.radius*(xi0+xi)) / t.unit,
	}, true
}

// inverse finds the longitude and latitude; ok is false too far off.
func (t *transverse) inverse(p orb.Point) (orb.Point, bool) {
	xi0, eta0 := (p[1]*t.unit-t.start)/t.radius, (p[0]*t.unit-t.east)/t.radius
	// Beyond: η = artanh(sin 40°) on the equator; ξ past the poles.
	if !(math.Abs(eta0) <= 0.77 && math.Abs(xi0) <= math.Pi/2) {
		return orb.Point{}, false
	}
	xi, eta := waves(&t.beta, xi0, eta0)
	sinXi, cosXi := math.Sincos(xi0 - xi)
	sinhEta := math.Sinh(eta0 - eta)
	tau := sinXi / math.Hypot(sinhEta, cosXi)
	lat := math.Atan(geographic(tau, t.ecc)) / radian
	off := math.Atan2(sinhEta, cosXi) / radian
	if math.Abs(off) > maxOff+1e-9 {
		return orb.Point{}, false
	}
	return orb.Point{geo.WrapLongitude(t.central + off), lat}, true
}

// waves sums series[j]·sin(2(j+1)(ξ + iη)) by Clenshaw's recurrence, which
// needs the sine and cosine of one angle only. It returns the real and the
// imaginary part.
func waves(series *[6]float64, xi, eta float64) (re, im float64) {
	s, c := math.Sincos(2 * xi)
	e := math.Exp(2 * eta)
	sh, ch := (e-1/e)/2, (e+1/e)/2
	sine := complex(s*ch, c*sh)
	twice := complex(2*c*ch, -2*s*sh)
	var b, next complex128
	for j := len(series) - 1; j >= 0; j-- {
		b, next = complex(series[j], 0)+twice*b-next, b
	}
	sum := b * sine
	return real(sum), imag(sum)
}

// conformal turns the tangent of a latitude into that of its conformal
// latitude (Karney 2011, equations 7 to 9).
func conformal(tau, ecc float64) float64 {
	secant := math.Sqrt(1 + tau*tau)
	s := math.Sinh(ecc * math.Atanh(ecc*tau/secant))
	return tau*math.Sqrt(1+s*s) - s*secant
}

// geographic turns conformal round by Newton's method (equations 19 to 21).
// Each step doubles the digits; from the start here two suffice, and a third is
// taken near the poles.
func geographic(tauC, ecc float64) float64 {
	const enough = 1e-9 // the square of it is beyond all digits
	rest := 1 - ecc*ecc
	tau := tauC / rest
	for range 6 {
		at := conformal(tau, ecc)
		d := (tauC - at) / math.Sqrt(1+at*at) * (1 + rest*tau*tau) / (rest * math.Sqrt(1+tau*tau))
		if math.IsNaN(d) {
			break // at the poles, where the tangent is beyond all digits
		}
		tau += d
		if math.Abs(d) <= enough*math.Max(1, math.Abs(tau)) {
			break
		}
	}
	return tau
}

// webMercatorReach is the latitude where the Web Mercator square ends: its
// northing is π·a there.
const webMercatorReach = 85.06

// webForward projects to EPSG:3857 (EPSG guidance note 7-2, method 1024).
func webForward(p orb.Point) (orb.Point, bool) {
	if !(math.Abs(p[1]) <= webMercatorReach) {
		return orb.Point{}, false
	}
	s := math.Sin(p[1] * radian)
	return orb.Point{semiMajor * p[0] * radian, semiMajor * math.Atanh(s)}, true
}

// webInverse turns webForward round.
func webInverse(p orb.Point) (orb.Point, bool) {
	q := orb.Point{p[0] / semiMajor / radian, math.Atan(math.Sinh(p[1]/semiMajor)) / radian}
	if !(math.Abs(q[0]) <= 540 && math.Abs(q[1]) <= webMercatorReach) {
		return orb.Point{}, false
	}
	return q, true
}
