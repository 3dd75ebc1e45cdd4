package gis

import (
	"encoding/binary"
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

// encode writes a geometry as GeoPackage binary, little endian: the header with
// an envelope (none for points, which are their own), then well-known binary
// (OGC 12-128r18, 2.1.3). nil gives nil.
func encode(g orb.Geometry, srs int32) []byte {
	le := binary.LittleEndian
	switch g := g.(type) {
	case orb.Point:
		b := append(make([]byte, 0, 29), 'G', 'P', 0, 0x01)
		b = le.AppendUint32(b, uint32(srs))
		b = append(b, 1)
		b = le.AppendUint32(b, 1)
		return appendPoint(b, g)
	case orb.MultiPolygon:
		box := g.Bound()
		b := append(make([]byte, 0, 64), 'G', 'P', 0, 0x03)
		b = le.AppendUint32(b, uint32(srs))
		for _, v := range []float64{box.Min[0], box.Max[0], box.Min[1], box.Max[1]} {
			b = le.AppendUint64(b, math.Float64bits(v))
		}
		b = append(b, 1)
		b = le.AppendUint32(b, 6)
		b = le.AppendUint32(b, uint32(len(g)))
		for _, poly := range g {
			b = append(b, 1)
			b = le.AppendUint32(b, 3)
			b = le.AppendUint32(b, uint32(len(poly)))
			for _, ring := range poly {
				b = le.AppendUint32(b, uint32(len(ring)))
				for _, p := range ring {
					b = appendPoint(b, p)
				}
			}
		}
		return b
	}
	return nil
}

func appendPoint(b []byte, p orb.Point) []byte {
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(p[1]))
}
