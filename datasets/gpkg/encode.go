package gpkg

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// Numbers of geometry types in well-known binary (OGC 06-103r4, 8.2.3).
const (
	wkbPoint = 1 + iota
	wkbLineString
	wkbPolygon
	wkbMultiPoint
	wkbMultiLineString
	wkbMultiPolygon
	wkbCollection
)

// appendGeometry appends a geometry as GeoPackage binary, little endian: the
// header with an envelope (none for points, which are their own), then
// well-known binary (OGC 12-128r18, 2.1.3). It gives the bound too; ok is false
// for nil and for what holds no point.
func appendGeometry(b []byte, g orb.Geometry, srs int32) (blob []byte, bound orb.Bound, ok bool) {
	if g == nil || isEmpty(g) {
		return b, orb.Bound{}, false
	}
	le := binary.LittleEndian
	b = append(b, 'G', 'P', 0)
	if p, is := g.(orb.Point); is {
		b = le.AppendUint32(append(b, 0x01), uint32(srs))
		return appendWKB(b, g), orb.Bound{Min: p, Max: p}, true
	}
	bound = g.Bound()
	b = le.AppendUint32(append(b, 0x03), uint32(srs))
	for _, v := range [...]float64{bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1]} {
		b = le.AppendUint64(b, math.Float64bits(v))
	}
	return appendWKB(b, g), bound, true
}

// isEmpty tells whether there is no point in a geometry.
func isEmpty(g orb.Geometry) bool {
	switch g := g.(type) {
	case nil:
		return true
	case orb.MultiPoint:
		return len(g) == 0
	case orb.LineString:
		return len(g) == 0
	case orb.Ring:
		return len(g) == 0
	case orb.MultiLineString:
		return allEmpty(g, func(l orb.LineString) bool { return len(l) == 0 })
	case orb.Polygon:
		return allEmpty(g, func(r orb.Ring) bool { return len(r) == 0 })
	case orb.MultiPolygon:
		return allEmpty(g, func(p orb.Polygon) bool { return isEmpty(p) })
	case orb.Collection:
		return allEmpty(g, isEmpty)
	}
	return false
}

func allEmpty[T any](parts []T, empty func(T) bool) bool {
	for _, p := range parts {
		if !empty(p) {
			return false
		}
	}
	return true
}

// appendWKB appends well-known binary. A ring or bound becomes a polygon.
func appendWKB(b []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case orb.Point:
		return appendPoint(appendHead(b, wkbPoint), g)
	case orb.MultiPoint:
		b = appendCount(b, wkbMultiPoint, len(g))
		for _, p := range g {
			b = appendPoint(appendHead(b, wkbPoint), p)
		}
	case orb.LineString:
		return appendPoints(appendHead(b, wkbLineString), g)
	case orb.MultiLineString:
		b = appendCount(b, wkbMultiLineString, len(g))
		for _, l := range g {
			b = appendPoints(appendHead(b, wkbLineString), l)
		}
	case orb.Ring:
		return appendWKB(b, orb.Polygon{g})
	case orb.Bound:
		return appendWKB(b, g.ToPolygon())
	case orb.Polygon:
		b = appendCount(b, wkbPolygon, len(g))
		for _, r := range g {
			b = appendPoints(b, r)
		}
	case orb.MultiPolygon:
		b = appendCount(b, wkbMultiPolygon, len(g))
		for _, p := range g {
			b = appendWKB(b, p)
		}
	case orb.Collection:
		return appendCollection(b, g)
	}
	return b
}

// appendCollection leaves out parts that are nil.
func appendCollection(b []byte, c orb.Collection) []byte {
	n := 0
	for _, part := range c {
		if part != nil {
			n++
		}
	}
	b = appendCount(b, wkbCollection, n)
	for _, part := range c {
		if part != nil {
			b = appendWKB(b, part)
		}
	}
	return b
}

func appendHead(b []byte, kind uint32) []byte {
	return binary.LittleEndian.AppendUint32(append(b, 1), kind)
}

func appendCount(b []byte, kind uint32, n int) []byte {
	return binary.LittleEndian.AppendUint32(appendHead(b, kind), uint32(n))
}

func appendPoints(b []byte, points []orb.Point) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(points)))
	for _, p := range points {
		b = appendPoint(b, p)
	}
	return b
}

func appendPoint(b []byte, p orb.Point) []byte {
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(p[1]))
}
