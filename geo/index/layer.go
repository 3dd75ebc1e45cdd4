package index

import (
	"math"
	"slices"

	"fugai/geo"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// Hit is a geometry that was found, by its index in the slice given to [New].
type Hit struct {
	Index    int
	Distance geo.Meters
}

// Layer is an index over geometries. Make it with [New].
type Layer struct {
	size    int
	entries []entry
	several bool    // some geometry has more than one entry
	spacing float64 // typical distance between neighbours, metres; at least 1

	// tree holds the number of an entry, or its complement (negative) for the
	// copies that stand 360 degrees away, so that a box that crosses the
	// antimeridian is found from both sides.
	tree rtree.RTreeG[int32]
}

// entry is one part of a geometry: a point, a line or a polygon.
type entry struct {
	geometry int32
	point    orb.Point // where shape is nil
	shape    *shape
}

// New makes an index. Nil and empty geometries, and parts with a coordinate
// that is NaN or out of range, are left out but keep their index. The layer
// refers to the geometries: do not change them while it is in use. It takes
// O(n log n) for n points, and O(n) more in the edges of lines and polygons.
func New(geoms []orb.Geometry) *Layer {
	l := &Layer{size: len(geoms)}
	for i, g := range geoms {
		before := len(l.entries)
		l.add(int32(i), g)
		l.several = l.several || len(l.entries) > before+1
	}
	for i := range l.entries {
		l.insert(int32(i), l.entries[i].bound())
	}
	l.spacing = l.typicalSpacing()
	return l
}

// typicalSpacing is the side of the square that each entry would have to itself
// if they were spread evenly; it only guides the search of Nearest.
func (l *Layer) typicalSpacing() float64 {
	const degree = 111e3 // metres, roughly
	low, high := l.tree.Bounds()
	height := (high[1] - low[1]) * degree
	width := (high[0] - low[0]) * degree * math.Cos((low[1]+high[1])/2*math.Pi/180)
	return math.Max(1, math.Sqrt(width*height/float64(max(1, len(l.entries)))))
}

// Len is the number of geometries given to New, the ones left out included.
func (l *Layer) Len() int { return l.size }

// add makes the entries of one geometry.
func (l *Layer) add(i int32, g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		if geo.Valid(g) {
			g[0] = geo.WrapLongitude(g[0])
			l.entries = append(l.entries, entry{geometry: i, point: g})
		}
	case orb.MultiPoint:
		for _, p := range g {
			l.add(i, p)
		}
	case orb.LineString:
		if allValid(g) {
			l.addShape(i, false, geo.Unwrap(g).(orb.LineString))
		}
	case orb.MultiLineString:
		for _, line := range g {
			l.add(i, line)
		}
	case orb.Ring:
		l.add(i, orb.Polygon{g})
	case orb.Polygon:
		for _, ring := range g {
			if !allValid(ring) {
				return
			}
		}
		unwrapped := geo.Unwrap(g).(orb.Polygon)
		paths := make([][]orb.Point, len(unwrapped))
		for k, ring := range unwrapped {
			paths[k] = ring
		}
		l.addShape(i, true, paths...)
	case orb.MultiPolygon:
		for _, p := range g {
			l.add(i, p)
		}
	case orb.Bound:
		if !g.IsEmpty() {
			l.add(i, g.ToPolygon())
		}
	case orb.Collection:
		for _, part := range g {
			l.add(i, part)
		}
	}
}

// allValid is asked before a path is unwrapped, as one that winds round the
// Earth may then run on past what is in range.
func allValid(path []orb.Point) bool {
	return !slices.ContainsFunc(path, func(p orb.Point) bool { return !geo.Valid(p) })
}

// addShape adds a line or polygon, made continuous.
func (l *Layer) addShape(i int32, area bool, paths ...[]orb.Point) {
	if s := newShape(area, paths); s != nil {
		l.entries = append(l.entries, entry{geometry: i, shape: s})
	}
}

// bound is the box of an entry; it may run on past ±180.
func (e *entry) bound() orb.Bound {
	if e.shape != nil {
		return e.shape.box
	}
	return orb.Bound{Min: e.point, Max: e.point}
}

// insert puts a box into the tree, turned so that it begins in [-180, 180),
// and once more for its other side where it reaches past 180.
func (l *Layer) insert(i int32, b orb.Bound) {
	for data := i; ; data = ^i {
		l.tree.Insert(b.Min, b.Max, data)
		if b.Max[0] < 180 || data < 0 {
			return
		}
		b.Min[0] -= 360 + turnSlack
		b.Max[0] -= 360 - turnSlack
	}
}

// turnSlack widens the turned copy of a box, in degrees, so that rounding at
// the turn does not lose what touches it.
const turnSlack = 1e-12

// search calls fn for every entry whose box meets b, which may run on past
// ±180, until fn returns false; an entry may come more than once.
func (l *Layer) search(b orb.Bound, fn func(e *entry) bool) {
	if !(b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]) {
		return
	}
	if b.Max[0]-b.Min[0] >= 360 || math.Abs(b.Min[0]) > 1e6 {
		b.Min[0], b.Max[0] = -180, 180
	}
	turns := math.Floor((b.Min[0] + 180) / 360)
	west, east := b.Min[0]-360*turns, b.Max[0]-360*turns // west in [-180, 180)
	more := true
	visit := func(_, _ [2]float64, data int32) bool {
		if data < 0 {
			data = ^data
		}
		more = fn(&l.entries[data])
		return more
	}
	l.tree.Search([2]float64{west, b.Min[1]}, [2]float64{min(east, 180), b.Max[1]}, visit)
	if more && east >= 180 {
		l.tree.Search([2]float64{-180, b.Min[1]}, [2]float64{east - 360, b.Max[1]}, visit)
	}
	if more && west == -180 {
		l.tree.Search([2]float64{180, b.Min[1]}, [2]float64{180, b.Max[1]}, visit)
	}
}
