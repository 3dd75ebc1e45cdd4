package crs

import (
	"errors"
	"fmt"
	"strconv"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// ErrUnknown is the cause of the error of [Parse] for a system that is not
// supported.
var ErrUnknown = errors.New("crs: unknown code")

// ErrRange is the cause of an error for a point that a system cannot hold:
// not a number, or too far from where it is defined.
var ErrRange = errors.New("crs: coordinates out of range")

// kind tells how a system is computed.
type kind int

const (
	degrees            kind = iota // WGS 84 and CGCS2000 longitude and latitude
	gcj02                          // shifted longitude and latitude
	bd09                           // the same, shifted once more
	webSquare                      // Web Mercator
	transverseMercator             // transverse Mercator: Gauss-Krüger and UTM
)

// System is a coordinate reference system. Get it from [Parse], [ByEPSG],
// [ParseWKT] or [ParsePROJJSON]; it does not change afterwards.
type System struct {
	epsg   int // 0 outside the EPSG table
	name   string
	kind   kind
	frame  frame
	tm     transverse
	bounds orb.Bound
}

// Code is the short form that [Parse] reads back: "EPSG:4547", "GCJ-02". A
// system outside the EPSG table gives its PROJ string, as of a local grid
//
//	+proj=tmerc +lat_0=0 +lon_0=114.1 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs
//
// which QGIS and ogr2ogr understand too. Its numbers are written with all their
// digits, so that Parse makes the same projection of it; the name and, other
// than WGS 84 and CGCS2000, the frame that a file declared are not kept.
func (s *System) Code() string {
	switch {
	case s.kind == gcj02:
		return "GCJ-02"
	case s.kind == bd09:
		return "BD-09"
	case s.epsg != 0:
		return "EPSG:" + strconv.Itoa(s.epsg)
	}
	return s.PROJ()
}

// EPSG is the number in the EPSG register; ok is false for GCJ-02, BD-09 and
// systems that were made from parameters.
func (s *System) EPSG() (code int, ok bool) { return s.epsg, s.epsg != 0 }

// Name is the register's name: "CGCS2000 / 3-degree Gauss-Kruger CM 114E". A
// system outside the register has the name that its file gives.
func (s *System) Name() string { return s.name }

// String gives code and name.
func (s *System) String() string { return s.Code() + " (" + s.name + ")" }

// Geographic tells whether coordinates are degrees, not metres.
func (s *System) Geographic() bool {
	return s.kind == degrees || s.kind == gcj02 || s.kind == bd09
}

// Shifted tells whether the system is one of the map services' (GCJ-02,
// BD-09), some hundred metres off.
func (s *System) Shifted() bool { return s.kind == gcj02 || s.kind == bd09 }

// Bounds is the area that the system is meant for, in WGS 84 degrees: for a
// zone its strip of longitudes, for UTM half the Earth's height, for a system
// outside the EPSG table 3° on either side of its meridian. Conversion works well beyond a zone: up to 40° from its central meridian.
func (s *System) Bounds() orb.Bound { return s.bounds }

// ToWGS84 converts a point of the system to WGS 84 longitude and latitude.
// Gauss-Krüger and UTM are good to a micrometre, GCJ-02 and BD-09 to 1e-9
// degrees of the common formulas; outside the box of longitude 72.004 to
// 137.8347 and latitude 0.8293 to 55.8271 GCJ-02 is WGS 84, and BD-09 keeps
// its own part of the shift. Points out of range give ErrRange.
func (s *System) ToWGS84(p orb.Point) (orb.Point, error) {
	q, ok := p, geo.Valid(p)
	switch s.kind {
	case gcj02:
		q = fromGCJ(p)
	case bd09:
		q = fromGCJ(fromBD(p))
	case webSquare:
		q, ok = webInverse(p)
	case transverseMercator:
		q, ok = s.tm.inverse(p)
	}
	if !ok || !geo.Valid(q) {
		return orb.Point{}, fmt.Errorf("%w: %s is not a point of %s", ErrRange, pointText(p), s)
	}
	return q, nil
}

// FromWGS84 converts WGS 84 longitude and latitude to the system; it turns
// ToWGS84 round to the same precision. Points out of range give ErrRange.
func (s *System) FromWGS84(p orb.Point) (orb.Point, error) {
	q, ok := p, geo.Valid(p)
	if ok {
		switch s.kind {
		case gcj02:
			q = toGCJ(p)
		case bd09:
			q = toBD(toGCJ(p))
		case webSquare:
			q, ok = webForward(p)
		case transverseMercator:
			q, ok = s.tm.forward(p)
		}
	}
	if !ok {
		return orb.Point{}, fmt.Errorf("%w: %s cannot be written in %s", ErrRange, pointText(p), s)
	}
	return q, nil
}

// pointText writes a point for a message.
func pointText(p orb.Point) string { return fmt.Sprintf("(%.10g, %.10g)", p[0], p[1]) }
