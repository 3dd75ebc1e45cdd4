package gis

import (
	"math"

	"github.com/paulmach/orb"
)

// asType gives the geometry as the one type of its table: polygons become
// multipolygons with closed rings, outer ones counter-clockwise and holes
// clockwise (OGC 06-103r4, 6.1.11.1). It gives nil for other types, and for
// geometries without a usable part.
func asType(g orb.Geometry, typ string) orb.Geometry {
	switch g := g.(type) {
	case orb.Point:
		if typ == pointType && finite(g) {
			return g
		}
	case orb.LineString:
		if l := onTheMap(g); typ == lineType && l != nil {
			return l
		}
	case orb.Polygon:
		return asType(orb.MultiPolygon{g}, typ)
	case orb.MultiPolygon:
		if typ != multiPolyType {
			return nil
		}
		var out orb.MultiPolygon
		for _, poly := range g {
			if p := wound(poly); p != nil {
				out = append(out, p)
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

// onTheMap gives a line without unusable and repeated points; nil where fewer than
// two are left.
func onTheMap(line orb.LineString) orb.LineString {
	out := make(orb.LineString, 0, len(line))
	for _, p := range line {
		if finite(p) && (len(out) == 0 || out[len(out)-1] != p) {
			out = append(out, p)
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// typeOf is the geometry type of the table that can hold g.
func typeOf(g orb.Geometry) string {
	switch g.(type) {
	case orb.Point:
		return pointType
	case orb.Polygon, orb.MultiPolygon:
		return multiPolyType
	}
	return noGeometry
}

// wound copies a polygon with closed rings in the right direction; nil where
// the outer ring has no area.
func wound(poly orb.Polygon) orb.Polygon {
	var out orb.Polygon
	for i, ring := range poly {
		r := closed(ring)
		if len(r) < 4 || r.Orientation() == 0 {
			if i == 0 {
				return nil
			}
			continue
		}
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		if r.Orientation() != want {
			r.Reverse()
		}
		out = append(out, r)
	}
	return out
}

// closed copies a ring without unusable points and closes it.
func closed(ring orb.Ring) orb.Ring {
	r := make(orb.Ring, 0, len(ring)+1)
	for _, p := range ring {
		if finite(p) {
			r = append(r, p)
		}
	}
	if len(r) > 0 && r[0] != r[len(r)-1] {
		r = append(r, r[0])
	}
	return r
}

func finite(p orb.Point) bool {
	return !math.IsNaN(p[0]) && !math.IsNaN(p[1]) && !math.IsInf(p[0], 0) && !math.IsInf(p[1], 0)
}
