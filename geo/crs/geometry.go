package crs

import (
	"fmt"

	"github.com/paulmach/orb"
)

// conversion takes one point from a system to another.
type conversion func(orb.Point) (orb.Point, error)

// TransformGeometry converts every point of a geometry from s to WGS 84; the
// input is not changed. A Bound becomes the box around its converted corners.
// The error names the first point that is out of range; nil stays nil.
func TransformGeometry(s *System, g orb.Geometry) (orb.Geometry, error) {
	return convert(g, s.ToWGS84)
}

// Project turns [TransformGeometry] round: it converts every point of a
// geometry from WGS 84 to s, under the same rules.
func Project(s *System, g orb.Geometry) (orb.Geometry, error) {
	return convert(g, s.FromWGS84)
}

// convert converts a copy of g.
func convert(g orb.Geometry, by conversion) (orb.Geometry, error) {
	if g == nil {
		return nil, nil
	}
	own := orb.Clone(g)
	if own == nil { // a typed nil, such as an empty MultiPoint
		return g, nil
	}
	out, err := by.geometry(own)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// geometry converts in place where it can.
func (by conversion) geometry(g orb.Geometry) (orb.Geometry, error) {
	switch g := g.(type) {
	case orb.Point:
		return asGeometry(by(g))
	case orb.MultiPoint:
		return g, by.path(g)
	case orb.LineString:
		return g, by.path(g)
	case orb.Ring:
		return g, by.path(g)
	case orb.MultiLineString:
		for _, l := range g {
			if err := by.path(l); err != nil {
				return nil, err
			}
		}
		return g, nil
	case orb.Polygon:
		return g, by.polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			if err := by.polygon(p); err != nil {
				return nil, err
			}
		}
		return g, nil
	case orb.Bound:
		ring := g.ToRing()
		err := by.path(ring)
		return ring.Bound(), err
	case orb.Collection:
		return g, by.collection(g)
	}
	return nil, fmt.Errorf("crs: geometry type %T is not known", g)
}

// asGeometry fits a point and an error to a geometry and an error.
func asGeometry(p orb.Point, err error) (orb.Geometry, error) { return p, err }

// path converts points in place.
func (by conversion) path(points []orb.Point) error {
	for i, p := range points {
		q, err := by(p)
		if err != nil {
			return err
		}
		points[i] = q
	}
	return nil
}

// polygon converts rings in place.
func (by conversion) polygon(p orb.Polygon) error {
	for _, r := range p {
		if err := by.path(r); err != nil {
			return err
		}
	}
	return nil
}

// collection converts the parts in place; nil ones stay.
func (by conversion) collection(c orb.Collection) error {
	for i, part := range c {
		if part == nil {
			continue
		}
		var err error
		if c[i], err = by.geometry(part); err != nil {
			return err
		}
	}
	return nil
}
