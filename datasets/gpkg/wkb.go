package gpkg

import (
	"encoding/binary"
	"errors"
	"math"

	"fugai/datasets"

	"github.com/paulmach/orb"
)

// geometryError says why a geometry cannot be used, by the rule it breaks.
// It concerns one feature only.
type geometryError struct {
	rule string
	text datasets.Text
}

func (e *geometryError) Error() string { return e.text.EN }

func unreadable(zh, en string, args ...any) error {
	return &geometryError{rule: "geometry-unreadable", text: datasets.T(zh, en, args...)}
}

// errEmpty is a geometry without coordinates.
var errEmpty = errors.New("gpkg: empty geometry")

// maxNesting is how deep collections may lie in each other.
const maxNesting = 16

// wkb reads well-known binary: that of the standard (OGC 06-103r4, 8.2, with Z
// and M as thousands of the type) and the extended one of PostGIS (with Z, M
// and a system as flags of the type). Counts are believed as far as there are
// bytes for them.
type wkb struct {
	rest  []byte
	order binary.ByteOrder
	depth int
	extra bool // Z or M was left out somewhere
}

// decodeWKB gives a geometry of at least one point, errEmpty where there is
// none, or a *geometryError.
func decodeWKB(data []byte) (g orb.Geometry, extra bool, err error) {
	d := &wkb{rest: data}
	g, err = d.geometry()
	if err == nil && (g == nil || isEmpty(g)) {
		err = errEmpty
	}
	if err != nil {
		g = nil
	}
	return g, d.extra, err
}

// head is the beginning of a geometry.
type head struct {
	kind uint32
	size int // bytes of a position
}

func (d *wkb) head() (head, error) {
	if len(d.rest) < 5 {
		return head{}, d.cut()
	}
	switch d.rest[0] {
	case 0:
		d.order = binary.BigEndian
	case 1:
		d.order = binary.LittleEndian
	default:
		return head{}, unreadable("字节序标记是 %d，不是 0 或 1", "the byte order is %d, neither 0 nor 1", d.rest[0])
	}
	t := d.order.Uint32(d.rest[1:])
	d.rest = d.rest[5:]
	h := head{kind: t & 0x0fff_ffff, size: 16}
	if t&0x2000_0000 != 0 { // a system follows
		if len(d.rest) < 4 {
			return h, d.cut()
		}
		d.rest = d.rest[4:]
	}
	thousands := h.kind / 1000
	h.kind %= 1000
	if thousands > 3 || t&0x1000_0000 != 0 {
		return h, unreadable("不认识的几何类型 %d", "unknown geometry type %d", t)
	}
	if thousands&1 != 0 || t&0x8000_0000 != 0 {
		h.size += 8
	}
	if thousands&2 != 0 || t&0x4000_0000 != 0 {
		h.size += 8
	}
	d.extra = d.extra || h.size > 16
	return h, nil
}

func (d *wkb) cut() error {
	return unreadable("几何数据不完整", "the data of the geometry end too early")
}

// count reads how many parts follow, each of at least size bytes.
func (d *wkb) count(size int) (int, error) {
	if len(d.rest) < 4 {
		return 0, d.cut()
	}
	n := d.order.Uint32(d.rest)
	d.rest = d.rest[4:]
	if uint64(n)*uint64(size) > uint64(len(d.rest)) {
		return 0, unreadable("声称有 %[1]d 项，数据只剩 %[2]d 字节", "%[1]d parts are announced and %[2]d bytes are left", n, len(d.rest))
	}
	return int(n), nil
}

func (d *wkb) geometry() (orb.Geometry, error) {
	h, err := d.head()
	if err != nil {
		return nil, err
	}
	return d.body(h)
}

// body reads what follows the head. A point of no coordinates is nil.
func (d *wkb) body(h head) (orb.Geometry, error) {
	switch h.kind {
	case wkbPoint:
		p, some, err := d.point(h)
		if err != nil || !some {
			return nil, err
		}
		return p, nil
	case wkbLineString:
		return whole(d.points(h))
	case wkbPolygon:
		return whole(d.polygon(h))
	case wkbMultiPoint:
		return whole(d.multiPoint())
	case wkbMultiLineString, wkbMultiCurve:
		lines, err := parts(d, wkbLineString, d.points)
		return whole(orb.MultiLineString(lines), err)
	case wkbMultiPolygon, wkbMultiSurface:
		polygons, err := parts(d, wkbPolygon, d.polygon)
		return whole(orb.MultiPolygon(polygons), err)
	case wkbCollection:
		return d.collection()
	}
	return nil, d.unknown(h)
}

// Types beyond those of simple features. The two multiple ones are read where
// their parts are plain.
const (
	wkbCircularString = 8 + iota
	wkbCompoundCurve
	wkbCurvePolygon
	wkbMultiCurve
	wkbMultiSurface
	wkbCurve
	wkbSurface
	wkbPolyhedralSurface
	wkbTIN
	wkbTriangle
)

// unknown refuses a type by its name.
func (d *wkb) unknown(h head) error {
	names := map[uint32]string{
		wkbCircularString: "CircularString", wkbCompoundCurve: "CompoundCurve", wkbCurvePolygon: "CurvePolygon", wkbMultiCurve: "MultiCurve",
		wkbMultiSurface: "MultiSurface", wkbCurve: "Curve", wkbSurface: "Surface", wkbPolyhedralSurface: "PolyhedralSurface", wkbTIN: "TIN", wkbTriangle: "Triangle",
	}
	if name := names[h.kind]; name != "" {
		return &geometryError{rule: "geometry-curved", text: datasets.Same(name)}
	}
	return unreadable("不认识的几何类型 %d", "unknown geometry type %d", h.kind)
}

// whole gives no geometry beside an error.
func whole(g orb.Geometry, err error) (orb.Geometry, error) {
	if err != nil {
		return nil, err
	}
	return g, nil
}

// point reads a position; some is false for one of which all is not a number,
// which stands for an empty point.
func (d *wkb) point(h head) (p orb.Point, some bool, err error) {
	if len(d.rest) < h.size {
		return p, false, d.cut()
	}
	p = orb.Point{math.Float64frombits(d.order.Uint64(d.rest)), math.Float64frombits(d.order.Uint64(d.rest[8:]))}
	d.rest = d.rest[h.size:]
	if math.IsNaN(p[0]) && math.IsNaN(p[1]) {
		return p, false, nil
	}
	for _, v := range p {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return p, false, &geometryError{rule: "coordinate-not-a-number", text: datasets.T("坐标 %v, %v", "coordinates %v, %v", p[0], p[1])}
		}
	}
	return p, true, nil
}

func (d *wkb) points(h head) (orb.LineString, error) {
	n, err := d.count(h.size)
	if err != nil {
		return nil, err
	}
	out := make(orb.LineString, 0, n)
	for range n {
		p, some, err := d.point(h)
		if err != nil {
			return nil, err
		}
		if !some {
			return nil, &geometryError{rule: "coordinate-not-a-number", text: datasets.T("坐标 NaN, NaN", "coordinates NaN, NaN")}
		}
		out = append(out, p)
	}
	return out, nil
}

// polygon leaves out rings without points.
func (d *wkb) polygon(h head) (orb.Polygon, error) {
	n, err := d.count(4)
	if err != nil {
		return nil, err
	}
	out := make(orb.Polygon, 0, n)
	for range n {
		ring, err := d.points(h)
		if err != nil {
			return nil, err
		}
		if len(ring) > 0 {
			out = append(out, orb.Ring(ring))
		}
	}
	return out, nil
}

// partSize is the least that a part of a multiple geometry takes.
const partSize = 9

func (d *wkb) multiPoint() (orb.MultiPoint, error) {
	n, err := d.count(5 + 16)
	if err != nil {
		return nil, err
	}
	out := make(orb.MultiPoint, 0, n)
	for range n {
		h, err := d.part(wkbPoint)
		if err != nil {
			return nil, err
		}
		p, some, err := d.point(h)
		if err != nil {
			return nil, err
		}
		if some {
			out = append(out, p)
		}
	}
	return out, nil
}

// parts reads the parts of a multiple geometry, which are of one kind, without
// the empty ones.
func parts[P any, S ~[]P](d *wkb, kind uint32, read func(head) (S, error)) ([]S, error) {
	n, err := d.count(partSize)
	if err != nil {
		return nil, err
	}
	out := make([]S, 0, n)
	for range n {
		h, err := d.part(kind)
		if err != nil {
			return nil, err
		}
		part, err := read(h)
		if err != nil {
			return nil, err
		}
		if len(part) > 0 {
			out = append(out, part)
		}
	}
	return out, nil
}

// part reads the head of a part, which must be of a kind.
func (d *wkb) part(kind uint32) (head, error) {
	h, err := d.head()
	if err == nil && h.kind != kind {
		if h.kind > wkbCollection {
			return h, d.unknown(h)
		}
		err = unreadable("多部件几何里有类型 %[1]d 的部件", "a part of a multiple geometry is of type %[1]d", h.kind)
	}
	return h, err
}

func (d *wkb) collection() (orb.Geometry, error) {
	if d.depth++; d.depth > maxNesting {
		return nil, unreadable("几何集合嵌套超过 %d 层", "collections lie more than %d deep in each other", maxNesting)
	}
	defer func() { d.depth-- }()
	n, err := d.count(partSize)
	if err != nil {
		return nil, err
	}
	out := make(orb.Collection, 0, n)
	for range n {
		g, err := d.geometry()
		if err != nil {
			return nil, err
		}
		if g != nil && !isEmpty(g) {
			out = append(out, g)
		}
	}
	return out, nil
}
