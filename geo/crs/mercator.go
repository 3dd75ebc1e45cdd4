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
// meridian the error is below 0.1 µm.
type transverse struct {
	inverseF float64 // inverse flattening of the ellipsoid, whose a is 6378137 m
	scale    float64 // on the central meridian
	central  float64 // degrees
	east     float64 // false easting, metres
	north    float64 // false northing, metres
}

const (
	semiMajor = 6378137.0 // metres: WGS 84 (EPSG:7030) and CGCS2000 (EPSG:1024)

	inverseFWGS84    = 298.257223563 // EPSG:7030
	inverseFCGCS2000 = 298.257222101 // EPSG:1024, GB 22021-2008

	radian = math.Pi / 180

	// maxOff is how far from the central meridian a point may lie, degrees.
	maxOff = 40
)

// krueger holds what the series need of one ellipsoid.
type krueger struct {
	ecc         float64 // first eccentricity
	radius      float64 // rectifying radius, metres
	alpha, beta [6]float64
}

// krueger evaluates the series for the projection's ellipsoid.
func (t *transverse) krueger() krueger {
	f := 1 / t.inverseF
	n := f / (2 - f)
	n2 := n * n
	n3, n4, n5, n6 := n2*n, n2*n2, n2*n2*n, n2*n2*n2
	return krueger{
		ecc:    math.Sqrt(f * (2 - f)),
		radius: semiMajor / (1 + n) * (1 + n2/4 + n4/64 + n6/256),
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
}

// forward projects a longitude and latitude; ok is false too far off.
func (t *transverse) forward(p orb.Point) (orb.Point, bool) {
	off := geo.WrapLongitude(p[0] - t.central)
	if !(math.Abs(off) <= maxOff && math.Abs(p[1]) <= 90) {
		return orb.Point{}, false
	}
	k := t.krueger()
	sinLon, cosLon := math.Sincos(off * radian)
	tau := conformal(math.Tan(p[1]*radian), k.ecc)
	xi0 := math.Atan2(tau, cosLon)
	eta0 := math.Asinh(sinLon / math.Hypot(tau, cosLon))
	xi, eta := xi0, eta0
	for i, a := range k.alpha {
		m := 2 * float64(i+1)
		s, c := math.Sincos(m * xi0)
		xi += a * s * math.Cosh(m*eta0)
		eta += a * c * math.Sinh(m*eta0)
	}
	r := t.scale * k.radius
	return orb.Point{t.east + r*eta, t.north + r*xi}, true
}

// inverse finds the longitude and latitude; ok is false too far off.
func (t *transverse) inverse(p orb.Point) (orb.Point, bool) {
	k := t.krueger()
	r := t.scale * k.radius
	xi, eta := (p[1]-t.north)/r, (p[0]-t.east)/r
	// Beyond: η = artanh(sin 40°) on the equator; ξ past the poles.
	if !(math.Abs(eta) <= 0.77 && math.Abs(xi) <= math.Pi/2) {
		return orb.Point{}, false
	}
	xi0, eta0 := xi, eta
	for i, b := range k.beta {
		m := 2 * float64(i+1)
		s, c := math.Sincos(m * xi)
		xi0 -= b * s * math.Cosh(m*eta)
		eta0 -= b * c * math.Sinh(m*eta)
	}
	sinXi, cosXi := math.Sincos(xi0)
	sinhEta := math.Sinh(eta0)
	tau := sinXi / math.Hypot(sinhEta, cosXi)
	lat := math.Atan(geographic(tau, k.ecc)) / radian
	off := math.Atan2(sinhEta, cosXi) / radian
	if math.Abs(off) > maxOff+1e-9 {
		return orb.Point{}, false
	}
	return orb.Point{geo.WrapLongitude(t.central + off), lat}, true
}

// conformal turns the tangent of a latitude into that of its conformal
// latitude (Karney 2011, equations 7 to 9).
func conformal(tau, ecc float64) float64 {
	s := math.Sinh(ecc * math.Atanh(ecc*tau/math.Hypot(1, tau)))
	return tau*math.Hypot(1, s) - s*math.Hypot(1, tau)
}

// geographic turns conformal round by Newton's method (equations 19 to 21);
// three steps suffice everywhere.
func geographic(tauC, ecc float64) float64 {
	tau := tauC
	for range 6 {
		at := conformal(tau, ecc)
		rest := 1 - ecc*ecc
		d := (tauC - at) / math.Hypot(1, at) * (1 + rest*tau*tau) / (rest * math.Hypot(1, tau))
		if math.IsNaN(d) {
			break // at the poles, where the tangent is beyond all digits
		}
		tau += d
		if math.Abs(d) <= 1e-16*math.Max(1, math.Abs(tau)) {
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
