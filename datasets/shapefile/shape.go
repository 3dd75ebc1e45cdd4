package shapefile

import (
	"encoding/binary"
	"math"

	"fugai/datasets"

	"github.com/paulmach/orb"
)

// shapeType is the kind of a shape as files number it.
type shapeType uint32

// The flat types. Those with heights are 10 more, those with measures 20 more.
const (
	nullShape  shapeType = 0
	pointShape shapeType = 1
	lineShape  shapeType = 3
	areaShape  shapeType = 5
	manyPoints shapeType = 8
	multiPatch shapeType = 31

	withZ shapeType = 10
	withM shapeType = 20
)

// flat is the type without heights and measures; ok is false for a number that
// no type has.
func (s shapeType) flat() (flat shapeType, ok bool) {
	flat = s
	if s > withM {
		flat = s - withM
	} else if s > withZ {
		flat = s - withZ
	}
	switch flat {
	case pointShape, lineShape, areaShape, manyPoints:
		return flat, true
	}
	return s, s == nullShape
}

// Bytes in front of the numbers of parts and points, and of all that is not
// counted, in the content of a shape.
const (
	typeBytes  = 4
	pointBytes = 16
	boxBytes   = 32
)

// shape decodes one shape into a geometry; nil is one that there is none of,
// noted. Numbers that contradict the length of the content are a Problem.
func (r *reader) shape(content []byte, row int) (orb.Geometry, error) {
	if len(content) < typeBytes {
		return nil, r.damaged(row, datasets.T("要素只有 %d 字节", "the feature has %d bytes", len(content)))
	}
	given := shapeType(binary.LittleEndian.Uint32(content))
	kind, ok := given.flat()
	if !ok {
		return nil, r.unknownType(given, row)
	}
	if kind == nullShape {
		r.notes.Add("geometry-null", datasets.Ref{Row: row}, nil)
		return nil, nil
	}
	if given != r.kind {
		r.notes.Add("shape-type-mixed", datasets.Ref{Row: row}, func() datasets.Text {
			return datasets.T("类型 %[1]d，文件头为 %[2]d", "type %[1]d, the header says %[2]d", given, r.kind)
		})
	}
	if given != kind {
		r.notes.Add("z-dropped", datasets.Ref{Row: row}, nil)
	}
	parts, points, err := r.split(kind, content[typeBytes:], row)
	if err != nil {
		return nil, err
	}
	if !finite(points) {
		r.notes.Add("coordinate-not-a-number", datasets.Ref{Row: row}, nil)
		return nil, nil
	}
	if len(points) == 0 {
		r.notes.Add("geometry-empty", datasets.Ref{Row: row}, nil)
		return nil, nil
	}
	return r.geometry(kind, points, parts, row), nil
}

// split gives the points of a shape and where its parts begin.
func (r *reader) split(kind shapeType, body []byte, row int) (parts []uint32, points []orb.Point, err error) {
	nParts, nPoints := uint64(0), uint64(1)
	head := 0
	switch kind {
	case manyPoints:
		head = boxBytes + 4
	case lineShape, areaShape:
		head = boxBytes + 8
	}
	if len(body) < head {
		return nil, nil, r.damaged(row, datasets.T("要素只有 %d 字节", "the feature has %d bytes", typeBytes+len(body)))
	}
	if head > 0 {
		nPoints = uint64(binary.LittleEndian.Uint32(body[head-4:]))
	}
	if head == boxBytes+8 {
		nParts = uint64(binary.LittleEndian.Uint32(body[boxBytes:]))
	}
	body = body[head:]
	if 4*nParts+pointBytes*nPoints > uint64(len(body)) {
		return nil, nil, r.damaged(row, datasets.T("写有 %[1]d 个部分、%[2]d 个点，但只有 %[3]d 字节", "it claims %[1]d parts and %[2]d points in %[3]d bytes", nParts, nPoints, len(body)))
	}
	parts = make([]uint32, nParts)
	for i := range parts {
		parts[i] = binary.LittleEndian.Uint32(body[4*i:])
	}
	body = body[4*nParts:]
	points = make([]orb.Point, nPoints)
	for i := range points {
		points[i] = orb.Point{float64LE(body[pointBytes*i:]), float64LE(body[pointBytes*i+8:])}
	}
	return parts, points, nil
}

func float64LE(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

func finite(points []orb.Point) bool {
	for _, p := range points {
		if math.IsNaN(p[0]) || math.IsInf(p[0], 0) || math.IsNaN(p[1]) || math.IsInf(p[1], 0) {
			return false
		}
	}
	return true
}

// geometry makes the geometry of a type from at least one point.
func (r *reader) geometry(kind shapeType, points []orb.Point, parts []uint32, row int) orb.Geometry {
	switch kind {
	case pointShape:
		return points[0]
	case manyPoints:
		return orb.MultiPoint(points)
	}
	paths, ok := cut(points, parts)
	if !ok {
		r.notes.Add("geometry-unreadable", datasets.Ref{Row: row}, nil)
		return nil
	}
	if kind == lineShape {
		return r.lines(paths, row)
	}
	areas, wound := polygons(paths)
	if !wound {
		r.notes.Add("ring-winding", datasets.Ref{Row: row}, nil)
	}
	if len(areas) == 1 {
		return areas[0]
	}
	return areas
}

// cut takes the points apart where parts begin. Parts that do not begin at 0
// or go backwards are not ok.
func cut(points []orb.Point, parts []uint32) (paths [][]orb.Point, ok bool) {
	if len(parts) == 0 || parts[0] != 0 {
		return nil, false
	}
	paths = make([][]orb.Point, 0, len(parts))
	for i, from := range parts {
		to := uint32(len(points))
		if i+1 < len(parts) {
			to = parts[i+1]
		}
		if from > to || int(to) > len(points) {
			return nil, false
		}
		if from < to {
			paths = append(paths, points[from:to:to])
		}
	}
	return paths, true
}

func (r *reader) lines(paths [][]orb.Point, row int) orb.Geometry {
	out := make(orb.MultiLineString, 0, len(paths))
	for _, p := range paths {
		if len(p) > 1 {
			out = append(out, p)
		}
	}
	if len(out) < len(paths) {
		r.notes.Add("line-too-short", datasets.Ref{Row: row}, nil)
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return out
}

func (r *reader) damaged(row int, what datasets.Text) error {
	what.ZH += "：文件已损坏"
	what.EN += ": the file is damaged"
	return &datasets.Problem{
		Where: datasets.Ref{File: r.name, Row: row}, What: what,
		Hint: datasets.T("请重新获取文件，或在 QGIS 中打开、删去该要素后另存", "fetch the file again, or open it in QGIS, delete this feature and save it"),
	}
}

func (r *reader) unknownType(t shapeType, row int) error {
	if t == multiPatch {
		return &datasets.Problem{
			Where: datasets.Ref{File: r.name, Row: row},
			What:  datasets.T("是三维多面体（MultiPatch），不读取", "a MultiPatch (a body in three dimensions), which is not read"),
			Hint:  datasets.T("用 ArcGIS 的“多面体轮廓（Multipatch Footprint）”转换为面，或运行 ogr2ogr -nlt MULTIPOLYGON -dim XY out.gpkg in.shp", "make polygons of it with Multipatch Footprint in ArcGIS, or run ogr2ogr -nlt MULTIPOLYGON -dim XY out.gpkg in.shp"),
		}
	}
	return r.damaged(row, datasets.T("没有编号为 %d 的几何类型", "there is no type of shape numbered %d", t))
}
