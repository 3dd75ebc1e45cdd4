package shapefile

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"

	"github.com/paulmach/orb"
)

// shapes is the geometries of a table on their way into a .shp.
type shapes struct {
	kind    shapeType
	records []outline // one for each record
	size    int       // of the .shp
	bound   orb.Bound
}

// outline is one geometry as a .shp holds it: parts of points; none is a null
// shape.
type outline [][]orb.Point

// newShapes chooses the type of the layer and takes the geometries apart.
func newShapes(t *datasets.Table, name string, notes *source.Notes) (*shapes, error) {
	s := &shapes{size: headerBytes, records: make([]outline, len(t.Records)), bound: noBound()}
	kinds, err := kindsOf(t, name)
	if err != nil {
		return nil, err
	}
	s.kind = kinds.kind
	for i := range t.Records {
		rec := &t.Records[i]
		if rec.Geometry == nil {
			s.size += recordHeader + typeBytes
			continue
		}
		s.records[i] = s.take(rec, notes)
		s.size += recordHeader + s.bytes(s.records[i])
		for _, part := range s.records[i] {
			s.bound = s.bound.Union(boundOf(part))
		}
		if _, single := rec.Geometry.(orb.Point); single && s.kind == manyPoints {
			notes.Add("points-promoted", datasets.Ref{Row: rec.Row}, nil)
		}
		if s.size > maxFile {
			return nil, tooLarge(name, ".shp")
		}
	}
	return s, nil
}

func tooLarge(name, part string) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: name},
		What:  datasets.T("%s 会超过 2 GiB，Shapefile 容不下", "the %s would be over 2 GiB, more than a Shapefile holds", part),
		Hint:  datasets.T("请写 GeoPackage，或按区域分成几个文件", "write GeoPackage, or split the layer by area"),
	}
}

// kinds counts the geometries of a layer by their flat type.
type kinds struct {
	kind  shapeType
	count map[shapeType]int
	names map[shapeType]string
}

// kindsOf finds the one type that holds all geometries. A layer without any has
// the type of null shapes.
func kindsOf(t *datasets.Table, name string) (*kinds, error) {
	k := &kinds{count: map[shapeType]int{}, names: map[shapeType]string{}}
	for i := range t.Records {
		g := t.Records[i].Geometry
		if g == nil {
			continue
		}
		kind, ok := kindOfGeometry(g)
		if !ok {
			return nil, mixture(name, t.Records[i].Row, g.GeoJSONType())
		}
		k.count[kind]++
		if _, known := k.names[kind]; !known {
			k.names[kind] = g.GeoJSONType()
		}
		k.kind = kind
	}
	if len(k.count) == 2 && k.count[pointShape] > 0 && k.count[manyPoints] > 0 {
		k.kind = manyPoints
		return k, nil
	}
	if len(k.count) > 1 {
		return nil, mixture(name, 0, k.list())
	}
	return k, nil
}

// list writes the types with their numbers.
func (k *kinds) list() string {
	var parts []string
	for kind, name := range k.names {
		parts = append(parts, name+" × "+strconv.Itoa(k.count[kind]))
	}
	slices.Sort(parts)
	return strings.Join(parts, "、")
}

func mixture(name string, row int, what string) error {
	return &datasets.Problem{
		Where: datasets.Ref{File: name, Row: row},
		What:  datasets.T("一个 Shapefile 只能有一种几何：%s", "a Shapefile holds one type of geometry: %s", what),
		Hint:  datasets.T("按几何类型分成几个图层，或写 GeoPackage、GeoJSON", "split the layer by type of geometry, or write GeoPackage or GeoJSON"),
	}
}

// kindOfGeometry gives the type of shape for a geometry; a collection has one
// if all its parts have the same.
func kindOfGeometry(g orb.Geometry) (shapeType, bool) {
	switch g := g.(type) {
	case orb.Point:
		return pointShape, true
	case orb.MultiPoint:
		return manyPoints, true
	case orb.LineString, orb.MultiLineString:
		return lineShape, true
	case orb.Ring, orb.Polygon, orb.MultiPolygon, orb.Bound:
		return areaShape, true
	case orb.Collection:
		return kindOfCollection(g)
	}
	return nullShape, false
}

func kindOfCollection(c orb.Collection) (shapeType, bool) {
	all := nullShape
	for _, part := range c {
		kind, ok := kindOfGeometry(part)
		if kind == pointShape {
			kind = manyPoints
		}
		if !ok || all != nullShape && kind != all {
			return nullShape, false
		}
		all = kind
	}
	return all, all != nullShape
}

// take gives the parts of a record's geometry; one that cannot be written is
// noted and none.
func (s *shapes) take(rec *datasets.Record, notes *source.Notes) outline {
	p := outlineOf(rec.Geometry)
	for _, part := range p {
		if !finite(part) {
			p = nil
			break
		}
	}
	if len(p) == 0 {
		notes.Add("geometry-left-out", datasets.Ref{Row: rec.Row}, nil)
	}
	return p
}

// outlineOf takes a geometry apart.
func outlineOf(g orb.Geometry) outline {
	switch g := g.(type) {
	case orb.Point:
		return outline{{g}}
	case orb.MultiPoint:
		if len(g) > 0 {
			return outline{g}
		}
	case orb.LineString:
		if len(g) > 1 {
			return outline{g}
		}
	case orb.MultiLineString:
		return joined(g, func(l orb.LineString) outline { return outlineOf(l) })
	case orb.Ring:
		return ringsOf(orb.Polygon{g})
	case orb.Polygon:
		return ringsOf(g)
	case orb.MultiPolygon:
		return joined(g, ringsOf)
	case orb.Bound:
		return ringsOf(g.ToPolygon())
	case orb.Collection:
		p := joined(g, outlineOf)
		if kind, _ := kindOfCollection(g); kind == manyPoints && len(p) > 1 {
			return outline{slices.Concat(p...)}
		}
		return p
	}
	return nil
}

func joined[T any](parts []T, of func(T) outline) outline {
	var out outline
	for _, part := range parts {
		out = append(out, of(part)...)
	}
	return out
}

// ringsOf gives the rings of a polygon closed, the shell clockwise and the holes
// counter-clockwise. Without a shell that has an area there is nothing.
func ringsOf(p orb.Polygon) outline {
	var out outline
	for k, r := range p {
		area := signedArea(r)
		if area == 0 || math.IsNaN(area) {
			if k == 0 {
				return nil
			}
			continue
		}
		ring := slices.Clone(r)
		if ring[0] != ring[len(ring)-1] {
			ring = append(ring, ring[0])
		}
		if (area < 0) != (k == 0) {
			slices.Reverse(ring)
		}
		out = append(out, ring)
	}
	return out
}

// bytes is the length of a shape's content.
func (s *shapes) bytes(p outline) int {
	points := 0
	for _, part := range p {
		points += len(part)
	}
	switch {
	case len(p) == 0:
		return typeBytes
	case s.kind == pointShape:
		return typeBytes + pointBytes
	case s.kind == manyPoints:
		return typeBytes + boxBytes + 4 + pointBytes*points
	}
	return typeBytes + boxBytes + 8 + 4*len(p) + pointBytes*points
}

// encode writes .shp and .shx.
func (s *shapes) encode() (shp, shx []byte) {
	shp = s.header(make([]byte, 0, s.size), s.size)
	size := headerBytes + recordHeader*len(s.records)
	shx = s.header(make([]byte, 0, size), size)
	for i, p := range s.records {
		n := uint32(s.bytes(p) / word)
		shx = binary.BigEndian.AppendUint32(shx, uint32(len(shp)/word))
		shx = binary.BigEndian.AppendUint32(shx, n)
		shp = binary.BigEndian.AppendUint32(shp, uint32(i+1))
		shp = binary.BigEndian.AppendUint32(shp, n)
		shp = s.appendShape(shp, p)
	}
	return shp, shx
}

// header writes the header that both files have.
func (s *shapes) header(b []byte, size int) []byte {
	b = binary.BigEndian.AppendUint32(b, fileCode)
	b = append(b, make([]byte, 20)...)
	b = binary.BigEndian.AppendUint32(b, uint32(size/word))
	const version = 1000
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, uint32(s.kind))
	box := s.bound
	if box.IsEmpty() {
		box = orb.Bound{}
	}
	b = appendBox(b, box)
	return append(b, make([]byte, 32)...) // heights and measures: none
}

// appendShape writes the content of one shape.
func (s *shapes) appendShape(b []byte, p outline) []byte {
	if len(p) == 0 {
		return binary.LittleEndian.AppendUint32(b, uint32(nullShape))
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(s.kind))
	if s.kind == pointShape {
		return appendPoint(b, p[0][0])
	}
	box, points := noBound(), 0
	for _, part := range p {
		box, points = box.Union(boundOf(part)), points+len(part)
	}
	b = appendBox(b, box)
	if s.kind != manyPoints {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p)))
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(points))
	if s.kind != manyPoints {
		from := 0
		for _, part := range p {
			b = binary.LittleEndian.AppendUint32(b, uint32(from))
			from += len(part)
		}
	}
	for _, part := range p {
		for _, q := range part {
			b = appendPoint(b, q)
		}
	}
	return b
}

func appendPoint(b []byte, p orb.Point) []byte {
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(p[1]))
}

func appendBox(b []byte, box orb.Bound) []byte { return appendPoint(appendPoint(b, box.Min), box.Max) }

func boundOf(points []orb.Point) orb.Bound { return orb.MultiPoint(points).Bound() }

// noBound is the bound of nothing, which the first union replaces.
func noBound() orb.Bound { return orb.MultiPoint(nil).Bound() }
