package kml

import (
	"fugai/datasets"

	"github.com/paulmach/orb"
)

// geometry reads a geometry element into the mark; other elements are passed
// over.
func (r *reader) geometry(m *mark, e element) error {
	name := e.Name.Local
	switch name {
	case "Point":
		return r.simple(m, name, func(pts []orb.Point) orb.Geometry { return pts[0] })
	case "LineString", "LinearRing":
		return r.simple(m, name, func(pts []orb.Point) orb.Geometry { return orb.LineString(pts) })
	case "Polygon":
		return r.polygon(m)
	case "Track":
		return r.track(m)
	case "MultiGeometry", "MultiTrack", "MultiPoint", "MultiLineString", "MultiPolygon":
		m.places += 2 // a Multi geometry, even of one member
		return r.children(name, func(e element) error { return r.geometry(m, e) })
	case "Model":
		r.notes.Add("element-ignored", datasets.Ref{Row: len(r.table.Records) + 1, Value: name}, nil)
	}
	return r.skip(name)
}

// simple reads a geometry of one list of coordinates.
func (r *reader) simple(m *mark, name string, shape func([]orb.Point) orb.Geometry) error {
	pts, err := r.points(m, name)
	m.places++
	if len(pts) > 0 {
		m.shapes = append(m.shapes, shape(pts))
	}
	return err
}

// points reads the coordinates inside the open element.
func (r *reader) points(m *mark, name string) ([]orb.Point, error) {
	var out []orb.Point
	err := r.children(name, func(e element) error {
		if e.Name.Local != "coordinates" {
			return r.skip(e.Name.Local)
		}
		text, err := r.text("coordinates")
		if err != nil {
			return err
		}
		out = append(out, m.parse(text)...)
		return nil
	})
	return out, err
}

// parse reads a list of coordinates; what is wrong with it is kept in the mark.
func (m *mark) parse(text string) []orb.Point {
	pts, height, bad := parseCoordinates(text)
	m.height = m.height || height
	if bad != "" && m.bad == nil {
		say := datasets.T("“%s”不是坐标", "%q is no coordinate", clip(bad))
		m.bad = &say
	}
	return pts
}

// polygon reads a Polygon: the outer boundary is its first ring.
func (r *reader) polygon(m *mark) error {
	var shell orb.Ring
	var holes []orb.Ring
	err := r.children("Polygon", func(e element) error {
		name := e.Name.Local
		if name != "outerBoundaryIs" && name != "innerBoundaryIs" {
			return r.skip(name)
		}
		return r.children(name, func(e element) error {
			if e.Name.Local != "LinearRing" {
				return r.skip(e.Name.Local)
			}
			pts, err := r.points(m, "LinearRing")
			switch {
			case len(pts) == 0:
			case name == "innerBoundaryIs" || shell != nil:
				holes = append(holes, pts)
			default:
				shell = pts
			}
			return err
		})
	})
	m.places++
	switch {
	case shell != nil:
		m.shapes = append(m.shapes, append(orb.Polygon{shell}, holes...))
	case len(holes) > 0 && m.bad == nil:
		say := datasets.T("多边形没有外环", "a polygon without an outer boundary")
		m.bad = &say
	}
	return err
}

// track reads a gx:Track as a line; one of a single place is a point.
func (r *reader) track(m *mark) error {
	var pts []orb.Point
	err := r.children("Track", func(e element) error {
		if e.Name.Local != "coord" {
			return r.skip(e.Name.Local)
		}
		text, err := r.text("coord")
		if p, ok := m.parseTrack(text); ok {
			pts = append(pts, p)
		}
		return err
	})
	r.notes.Add("track", datasets.Ref{Row: len(r.table.Records) + 1}, nil)
	m.places++
	switch len(pts) {
	case 0:
	case 1:
		m.shapes = append(m.shapes, pts[0])
	default:
		m.shapes = append(m.shapes, orb.LineString(pts))
	}
	return err
}

// combined makes one geometry of the parts of a Placemark: the Multi geometry
// of their kind, or a Collection; nil of none.
func combined(parts []orb.Geometry) orb.Geometry {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var polygons orb.MultiPolygon
	for _, g := range parts {
		switch g := g.(type) {
		case orb.Point:
			points = append(points, g)
		case orb.LineString:
			lines = append(lines, g)
		case orb.Polygon:
			polygons = append(polygons, g)
		}
	}
	switch len(parts) {
	case 0:
		return nil
	case len(points):
		return points
	case len(lines):
		return lines
	case len(polygons):
		return polygons
	}
	return orb.Collection(parts)
}
