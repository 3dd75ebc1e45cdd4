package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// GCJ-02, the shift that Chinese map services must apply, as it is commonly
// known; there is no published standard. The ellipsoid is Krasovsky 1940.
//
// Two versions of BD-09 go round. Its waves have the phase π·3000/180 here,
// which agrees with what the services of Baidu and Alibaba answer; the library
// eviltransform has π, which moves points by up to 45 m.
const (
	gcjA   = 6378245.0              // semi-major axis, metres
	gcjEE  = 0.00669342162296594323 // eccentricity squared
	bdTurn = math.Pi * 3000 / 180   // BD-09: phase of its waves, per degree
	bdLon  = 0.0065                 // BD-09: constant shift, degrees
	bdLat  = 0.006
)

// gcjBox is the box inside which GCJ-02 shifts.
func gcjBox() orb.Bound {
	return orb.Bound{Min: orb.Point{72.004, 0.8293}, Max: orb.Point{137.8347, 55.8271}}
}

// toGCJ shifts WGS 84 to GCJ-02; points outside the box stay.
func toGCJ(p orb.Point) orb.Point {
	if !gcjBox().Contains(p) {
		return p
	}
	return gcjShift(p)
}

// gcjShift applies the shift wherever p lies.
func gcjShift(p orb.Point) orb.Point {
	x, y := p[0]-105, p[1]-35
	root := math.Sqrt(math.Abs(x))
	wave := func(v, a, b, c, pa, pb, pc float64) float64 {
		return (a*math.Sin(v*pa*math.Pi) + b*math.Sin(v*pb*math.Pi) + c*math.Sin(v*pc*math.Pi)) * 2 / 3
	}
	shared := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3
	dLat := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + shared +
		wave(y, 20, 40, 0, 1, 1./3, 0) + wave(y, 160, 320, 0, 1./12, 1./30, 0)
	dLon := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + shared +
		wave(x, 20, 40, 0, 1, 1./3, 0) + wave(x, 150, 300, 0, 1./12, 1./30, 0)

	s, c := math.Sincos(p[1] * radian)
	w2 := 1 - gcjEE*s*s
	w := math.Sqrt(w2)
	return orb.Point{
		p[0] + dLon/(gcjA/w*c*radian),
		p[1] + dLat/(gcjA*(1-gcjEE)/(w2*w)*radian),
	}
}

// fromGCJ turns toGCJ round to 1e-9 degrees (0.1 mm) by fixed-point iteration:
// the shift varies by less than a hundredth of the step, so each round gains
// two digits or more.
func fromGCJ(p orb.Point) orb.Point {
	if !gcjBox().Contains(p) {
		return p
	}
	return unshift(p, gcjShift)
}

// unshift finds q with shift(q) = p, for a shift close to the identity.
func unshift(p orb.Point, shift func(orb.Point) orb.Point) orb.Point {
	q := p
	for range 30 {
		r := shift(q)
		dx, dy := p[0]-r[0], p[1]-r[1]
		q[0] += dx
		q[1] += dy
		if math.Abs(dx) < 1e-11 && math.Abs(dy) < 1e-11 {
			break
		}
	}
	return q
}

// toBD turns GCJ-02 into BD-09.
func toBD(p orb.Point) orb.Point {
	z := math.Hypot(p[0], p[1]) + 0.00002*math.Sin(p[1]*bdTurn)
	angle := math.Atan2(p[1], p[0]) + 0.000003*math.Cos(p[0]*bdTurn)
	s, c := math.Sincos(angle)
	return orb.Point{z*c + bdLon, z*s + bdLat}
}

// fromBD turns toBD round, to the same precision as fromGCJ.
func fromBD(p orb.Point) orb.Point { return unshift(p, toBD) }
