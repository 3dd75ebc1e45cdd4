package crs

import (
	"errors"
	"fmt"

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

// System is a coordinate reference system. Get it from [Parse] or [ByEPSG].
type System struct {
	code   string
	name   string
	kind   kind
	tm     transverse
	bounds orb.Bound
}

// Code is the short form that Parse reads back: "EPSG:4547", "GCJ-02".
func (s *System) Code() string { return s.code }

// Name is the register's name: "CGCS2000 / 3-degree Gauss-Kruger CM 114E".
func (s *System) Name() string { return s.name }

// String gives code and name.
func (s *System) String() string { return s.code + " (" + s.name + ")" }

// Geographic tells whether coordinates are degrees, not metres.
func (s *System) Geographic() bool {
	return s.kind == degrees || s.kind == gcj02 || s.kind == bd09
}

// Shifted tells whether the system is one of the map services' (GCJ-02,
// BD-09), some hundred metres off.
func (s *System) Shifted() bool { return s.kind == gcj02 || s.kind == bd09 }

// Bounds is the area that the system is meant for, in WGS 84 degrees: for a
// zone its strip of longitudes, for UTM half the Earth's height. Conversion
// works well beyond a zone: up to 40° from its central meridian.
func (s *System) Bounds() orb.Bound { return s.bounds }

// ToWGS84 converts a point of the system to WGS 84 longitude and latitude.
// Gauss-Krüger and UTM are good to a micrometre, GCJ-02 and BD-09 to 1e-9
// degrees of the common formulas. Points out of range give ErrRange.
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

// TransformGeometry converts every point of a geometry from s to WGS 84; the
// input is not changed. A Bound becomes the box around its converted corners.
// The error names the first point that is out of range; nil stays nil.
func TransformGeometry(s *System, g orb.Geometry) (orb.Geometry, error) {
	if g == nil {
		return nil, nil
	}
	own := orb.Clone(g)
	if own == nil { // a typed nil, such as an empty MultiPoint
		return g, nil
	}
	out, err := transform(s, own)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// transform converts a geometry in place where it can.
func transform(s *System, g orb.Geometry) (orb.Geometry, error) {
	switch g := g.(type) {
	case orb.Point:
		return asGeometry(s.ToWGS84(g))
	case orb.MultiPoint:
		return g, s.path(g)
	case orb.LineString:
		return g, s.path(g)
	case orb.Ring:
		return g, s.path(g)
	case orb.MultiLineString:
		for _, l := range g {
			if err := s.path(l); err != nil {
				return nil, err
			}
		}
		return g, nil
	case orb.Polygon:
		return g, s.polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			if err := s.polygon(p); err != nil {
				return nil, err
			}
		}
		return g, nil
	case orb.Bound:
		ring := g.ToRing()
		err := s.path(ring)
		return ring.Bound(), err
	case orb.Collection:
		for i, part := range g {
			if part == nil {
				continue
			}
			var err error
			if g[i], err = transform(s, part); err != nil {
				return nil, err
			}
		}
		return g, nil
	}
	return nil, fmt.Errorf("crs: geometry type %T is not known", g)
}

// asGeometry fits a point and an error to a geometry and an error.
func asGeometry(p orb.Point, err error) (orb.Geometry, error) { return p, err }

// path converts points in place.
func (s *System) path(points []orb.Point) error {
	for i, p := range points {
		q, err := s.ToWGS84(p)
		if err != nil {
			return err
		}
		points[i] = q
	}
	return nil
}

// polygon converts rings in place.
func (s *System) polygon(p orb.Polygon) error {
	for _, r := range p {
		if err := s.path(r); err != nil {
			return err
		}
	}
	return nil
}
