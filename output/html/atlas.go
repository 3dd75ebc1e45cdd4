package html

import (
	"strconv"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// atlas holds the shapes of all areas, drawn once and used by every map.
type atlas struct {
	proj   projection
	ok     bool              // there is something to draw
	shapes map[string]*shape // by area ID
	Used   []*shape          // those that a map refers to, in order of first use
}

// shape is one area on the grid: a path, or a point where it has no polygon.
type shape struct {
	ID     string // in the page, "" until it is used
	Path   string // SVG path data, "" for a point
	At     [2]int // place of the label or of the point
	Extent int    // half the circumference of its box, to rank labels
}

func newAtlas(r *coverage.Result) *atlas {
	a := &atlas{shapes: map[string]*shape{}}
	b, has := boundsOf(r)
	a.proj, a.ok = newProjection(b, has)
	if !a.ok {
		return a
	}
	if len(r.Areas) > maxUnits {
		a.proj.step = coarseStep
	}
	for i := range r.Areas {
		if s := a.proj.shapeOf(&r.Areas[i]); s != nil {
			a.shapes[r.Areas[i].ID] = s
		}
	}
	return a
}

// coarseStep is the grid that borders are rounded to where a map holds more
// than maxUnits units: about a pixel. Neighbours round alike.
const coarseStep = 2

// path draws a shape; one without a path is a small square.
func (s *shape) path() string {
	if s.Path != "" {
		return s.Path
	}
	return "M" + strconv.Itoa(s.At[0]) + " " + strconv.Itoa(s.At[1]) + "h3v3h-3z"
}

// use gives the shape of an area and, for a polygon, marks it as one that the
// page must define; nil where the area has no place.
func (a *atlas) use(area string) *shape {
	s := a.shapes[area]
	if s != nil && s.ID == "" && s.Path != "" {
		a.Used = append(a.Used, s)
		s.ID = "u" + strconv.Itoa(len(a.Used))
	}
	return s
}

func (p projection) shapeOf(a *datasets.Area) *shape {
	s := &shape{}
	var lo, hi [2]int
	var buf []byte
	for _, ring := range ringsOf(a.Geometry) {
		pts := p.outline(ring)
		if len(pts) < 3 {
			continue
		}
		for _, pt := range pts {
			if len(buf) == 0 {
				lo, hi = pt, pt
				buf = append(buf, ' ') // marks that the box is set; cut below
			}
			lo = [2]int{min(lo[0], pt[0]), min(lo[1], pt[1])}
			hi = [2]int{max(hi[0], pt[0]), max(hi[1], pt[1])}
		}
		buf = appendRing(buf, pts)
	}
	if len(buf) > 0 {
		s.Path = string(buf[1:])
		s.At = [2]int{(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2}
		s.Extent = hi[0] - lo[0] + hi[1] - lo[1]
	}
	pt, has := pointOf(a)
	if has {
		s.At = p.xy(pt)
	}
	if s.Path == "" && !has {
		return nil
	}
	return s
}

// outline puts a ring on the grid and drops repeated points and those on a
// straight line between their neighbours; neither moves the border.
func (p projection) outline(ring orb.Ring) [][2]int {
	out := p.steps(orb.LineString(ring))
	if n := len(out); n > 1 && out[0] == out[n-1] {
		out = out[:n-1]
	}
	return out
}

// steps does for a line what outline does for a ring.
func (p projection) steps(line orb.LineString) [][2]int {
	var out [][2]int
	for _, pt := range line {
		if !valid(pt) {
			continue
		}
		q := p.xy(pt)
		if p.step > 1 {
			q[0], q[1] = q[0]-q[0]%p.step, q[1]-q[1]%p.step
		}
		if n := len(out); n > 0 && out[n-1] == q {
			continue
		}
		for n := len(out); n > 1 && between(out[n-2], out[n-1], q); n = len(out) {
			out = out[:n-1]
		}
		out = append(out, q)
	}
	return out
}

// between tells whether b lies on the line from a on to c, so that it may go.
func between(a, b, c [2]int) bool {
	ux, uy := b[0]-a[0], b[1]-a[1]
	vx, vy := c[0]-b[0], c[1]-b[1]
	return ux*vy == uy*vx && ux*vx+uy*vy > 0
}

// appendRing writes a closed ring as relative steps ("M120 80l3-2 5 1z").
func appendRing(buf []byte, pts [][2]int) []byte { return append(appendLine(buf, pts), 'z') }

// appendLine writes an open line as relative steps.
func appendLine(buf []byte, pts [][2]int) []byte {
	buf = append(buf, 'M')
	buf = strconv.AppendInt(buf, int64(pts[0][0]), 10)
	buf = appendStep(buf, pts[0][1], false)
	for i, pt := range pts[1:] {
		if i == 0 {
			buf = append(buf, 'l')
		}
		buf = appendStep(buf, pt[0]-pts[i][0], i == 0)
		buf = appendStep(buf, pt[1]-pts[i][1], false)
	}
	return buf
}

func appendStep(buf []byte, v int, first bool) []byte {
	if v >= 0 && !first {
		buf = append(buf, ' ')
	}
	return strconv.AppendInt(buf, int64(v), 10)
}

// ringsOf lists the rings of polygons, holes included; other geometries have none.
func ringsOf(g orb.Geometry) []orb.Ring {
	switch g := g.(type) {
	case orb.Polygon:
		return g
	case orb.MultiPolygon:
		var out []orb.Ring
		for _, p := range g {
			out = append(out, p...)
		}
		return out
	case orb.Bound:
		return g.ToPolygon()
	case orb.Collection:
		var out []orb.Ring
		for _, part := range g {
			out = append(out, ringsOf(part)...)
		}
		return out
	}
	return nil
}

// pointOf is where an area's label stands: its centre, or its own point.
func pointOf(a *datasets.Area) (orb.Point, bool) {
	if a.Center != nil && valid(*a.Center) {
		return *a.Center, true
	}
	switch g := a.Geometry.(type) {
	case orb.Point:
		return g, valid(g)
	case orb.MultiPoint:
		if len(g) > 0 {
			return g[0], valid(g[0])
		}
	}
	return orb.Point{}, false
}

// kilometers writes the round distance of a scale bar.
func kilometers(m float64) string {
	if m < 1000 {
		return output.Number(m, 0) + " m"
	}
	return output.Number(m/1000, 0) + " km"
}
