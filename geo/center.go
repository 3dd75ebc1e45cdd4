package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Center is a point inside a geometry, for its label and for the place where
// an area's people are taken to be: of a polygon a point well away from the
// boundary and in no hole (the largest part counts), of lines the middle of
// the longest, of points the one nearest to their mean. It is deterministic.
// ok is false for nil, empty and out-of-range geometries and for polygons so
// thin that no point lies inside.
//
// The polygon's point comes from 15 scan lines, of which the middle with the
// widest clearance is taken, and a pattern search that widens it further. It
// is near a pole of inaccessibility, though not always the global one.
func Center(g orb.Geometry) (p orb.Point, ok bool) {
	if !validAll(g) {
		return orb.Point{}, false
	}
	var parts centerParts
	parts.add(Unwrap(g))
	switch {
	case len(parts.polygon) > 0:
		p, ok = polygonCenter(parts.polygon)
	case len(parts.line) > 0:
		p, ok = lineMiddle(parts.line), true
	case len(parts.points) > 0:
		p, ok = nearestToMean(parts.points), true
	}
	if math.Abs(p[0]) > 180 {
		p[0] = wrap(p[0])
	}
	return p, ok
}

// centerParts sorts out the largest polygon, the longest line and all points.
type centerParts struct {
	polygon orb.Polygon
	area    float64
	line    orb.LineString
	length  float64
	points  orb.MultiPoint
}

func (c *centerParts) add(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		c.points = append(c.points, g)
	case orb.MultiPoint:
		c.points = append(c.points, g...)
	case orb.LineString:
		if l := flatLength(g); len(g) > 0 && (c.line == nil || l > c.length) {
			c.line, c.length = g, l
		}
	case orb.MultiLineString:
		for _, l := range g {
			c.add(l)
		}
	case orb.Ring:
		c.add(orb.Polygon{g})
	case orb.Polygon:
		if a := flatArea(g); len(g) > 0 && (c.polygon == nil || a > c.area) {
			c.polygon, c.area = g, a
		}
	case orb.MultiPolygon:
		for _, p := range g {
			c.add(p)
		}
	case orb.Bound:
		if !g.IsEmpty() {
			c.add(g.ToPolygon())
		}
	case orb.Collection:
		for _, part := range g {
			c.add(part)
		}
	}
}

// flatArea compares polygons: square degrees scaled by the cosine of latitude.
func flatArea(p orb.Polygon) float64 {
	total := 0.0
	for i, ring := range p {
		sum := 0.0
		eachPathEdge(ring, true, func(a, b orb.Point) {
			sum += (a[0] - b[0]) * (math.Sin(a[1]*radian) + math.Sin(b[1]*radian))
		})
		if i == 0 {
			total = math.Abs(sum)
		} else {
			total -= math.Abs(sum)
		}
	}
	return total
}

// flatLength compares lines: degrees of latitude.
func flatLength(l []orb.Point) float64 {
	sum := 0.0
	eachPathEdge(l, false, func(a, b orb.Point) { sum += flatDistance(a, b) })
	return sum
}

// flatDistance is the length of a short edge in degrees of latitude.
func flatDistance(a, b orb.Point) float64 {
	return math.Hypot((b[0]-a[0])*math.Cos((a[1]+b[1])/2*radian), b[1]-a[1])
}

// lineMiddle is the point half way along a line.
func lineMiddle(l orb.LineString) orb.Point {
	left := flatLength(l) / 2
	for i := 1; i < len(l); i++ {
		d := flatDistance(l[i-1], l[i])
		if d >= left && d > 0 {
			t := left / d
			return orb.Point{l[i-1][0] + t*(l[i][0]-l[i-1][0]), l[i-1][1] + t*(l[i][1]-l[i-1][1])}
		}
		left -= d
	}
	return l[len(l)-1]
}

// nearestToMean is the point nearest to the mean of all in space, the first of equals.
func nearestToMean(points orb.MultiPoint) orb.Point {
	var mean vector
	for _, p := range points {
		v := cartesian(p)
		mean.x, mean.y, mean.z = mean.x+v.x, mean.y+v.y, mean.z+v.z
	}
	n := float64(len(points))
	mean = vector{mean.x / n, mean.y / n, mean.z / n}
	best, at := math.Inf(1), points[0]
	for _, p := range points {
		d := cartesian(p).minus(mean)
		if d2 := d.x*d.x + d.y*d.y + d.z*d.z; d2 < best {
			best, at = d2, p
		}
	}
	return at
}

// Scan lines and rounds of the search for a polygon's centre.
const (
	scanLines    = 15
	searchRounds = 24
)

// edge is one edge of a polygon.
type edge struct{ a, b orb.Point }

// polygonCenter finds the point; ok is false where nothing lies inside.
func polygonCenter(poly orb.Polygon) (orb.Point, bool) {
	box := poly.Bound()
	scale := math.Cos(box.Center()[1] * radian)
	var edges []edge
	var levels []float64
	eachEdge(poly, func(a, b orb.Point) {
		edges = append(edges, edge{a, b})
		levels = append(levels, a[1])
	})
	slices.Sort(levels)
	levels = slices.Compact(levels)

	var best orb.Point
	clear := 0.0
	for k := range scanLines {
		y, ok := between(levels, box.Min[1]+(box.Max[1]-box.Min[1])*float64(k+1)/(scanLines+1))
		if !ok {
			continue
		}
		for _, p := range scanMiddles(edges, y) {
			if c := clearance(poly, edges, p, scale, clear); c > clear {
				best, clear = p, c
			}
		}
	}
	if clear == 0 {
		return orb.Point{}, false
	}
	step := clear
	for range searchRounds {
		moved := false
		for _, d := range [...]orb.Point{{step / scale, 0}, {-step / scale, 0}, {0, step}, {0, -step}} {
			p := orb.Point{best[0] + d[0], best[1] + d[1]}
			if c := clearance(poly, edges, p, scale, clear); c > clear {
				best, clear, moved = p, c, true
			}
		}
		if !moved {
			step /= 2
		}
	}
	return best, true
}

// between is a latitude near y that no vertex has: half way between the
// vertices' latitudes around it.
func between(levels []float64, y float64) (float64, bool) {
	i, _ := slices.BinarySearch(levels, y)
	i = max(1, i)
	if i >= len(levels) {
		return 0, false
	}
	middle := (levels[i-1] + levels[i]) / 2
	return middle, middle > levels[i-1] && middle < levels[i]
}

// scanMiddles gives the middles of the two widest stretches inside a polygon
// at a latitude that none of its vertices has.
func scanMiddles(edges []edge, y float64) []orb.Point {
	var xs []float64
	for _, e := range edges {
		if a, b := e.a, e.b; (a[1] > y) != (b[1] > y) {
			xs = append(xs, a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]))
		}
	}
	slices.Sort(xs)
	var widest [2]struct{ width, x float64 }
	for i := 0; i+1 < len(xs); i += 2 {
		w, x := xs[i+1]-xs[i], (xs[i]+xs[i+1])/2
		if w > widest[0].width {
			widest[0], widest[1] = struct{ width, x float64 }{w, x}, widest[0]
		} else if w > widest[1].width {
			widest[1] = struct{ width, x float64 }{w, x}
		}
	}
	var out []orb.Point
	for _, s := range widest {
		if s.width > 0 {
			out = append(out, orb.Point{s.x, y})
		}
	}
	return out
}

// clearance is the distance from p to the nearest of a polygon's edges in
// degrees of latitude, or beat where it is not greater or p is not inside.
func clearance(poly orb.Polygon, edges []edge, p orb.Point, scale, beat float64) float64 {
	if math.Abs(p[1]) >= 90 {
		return beat
	}
	least := math.Inf(1)
	for _, e := range edges {
		ax, ay := (e.a[0]-p[0])*scale, e.a[1]-p[1]
		dx, dy := (e.b[0]-e.a[0])*scale, e.b[1]-e.a[1]
		if d2 := dx*dx + dy*dy; d2 > 0 {
			t := math.Max(0, math.Min(1, -(ax*dx+ay*dy)/d2))
			ax, ay = ax+t*dx, ay+t*dy
		}
		if d2 := ax*ax + ay*ay; d2 < least {
			if d2 <= beat*beat {
				return beat
			}
			least = d2
		}
	}
	if !polygonContains(poly, p) {
		return beat
	}
	return math.Sqrt(least)
}
