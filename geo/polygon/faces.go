package polygon

import (
	"slices"

	"github.com/paulmach/orb"
)

// rebuild gives the region that the rings enclose by the even-odd rule, as
// polygons that do not cross: sides are split where they meet, stretches run
// an even number of times cancel, and the faces on the inside of what is left
// become shells and holes. It returns false where the sides do not settle.
// O(n log n) for n sides and crossings in one piece; n more for each further
// piece.
func rebuild(rings []orb.Ring) (orb.MultiPolygon, bool) {
	segs, ok := node(segmentsOf(rings))
	if !ok {
		return nil, false
	}
	g := newPlanar(segs)
	var shells, holes []orb.Ring
	for _, c := range g.insides() {
		for _, r := range splitTouching(g.ring(c)) {
			switch area := signedArea(r); {
			case len(r) < 4 || area == 0:
			case area > 0:
				shells = append(shells, r)
			default:
				holes = append(holes, r)
			}
		}
	}
	return nest(shells, holes), true
}

// planar is a graph of points and sides that meet only at their ends. Side e
// has the directions 2e and 2e+1.
type planar struct {
	points []orb.Point
	to     []int32   // end of each direction
	next   []int32   // the direction that follows, keeping the face on the left
	out    [][]int32 // directions leaving a point, counter-clockwise
}

func newPlanar(segs []segment) *planar {
	g := &planar{}
	index := map[orb.Point]int32{}
	at := func(p orb.Point) int32 {
		i, ok := index[p]
		if !ok {
			i = int32(len(g.points))
			index[p] = i
			g.points = append(g.points, p)
		}
		return i
	}
	type side struct{ a, b int32 }
	odd := map[side]bool{}
	sides := make([]side, 0, len(segs))
	for _, s := range segs {
		e := side{at(s.a), at(s.b)}
		e = side{min(e.a, e.b), max(e.a, e.b)}
		if _, seen := odd[e]; !seen {
			sides = append(sides, e)
		}
		odd[e] = !odd[e]
	}
	g.out = make([][]int32, len(g.points))
	for _, e := range sides {
		if !odd[e] {
			continue
		}
		d := int32(len(g.to))
		g.to = append(g.to, e.b, e.a)
		g.out[e.a] = append(g.out[e.a], d)
		g.out[e.b] = append(g.out[e.b], d+1)
	}
	g.link()
	return g
}

// link sorts the directions around each point and finds what follows each:
// at its end, the next clockwise from the way back.
func (g *planar) link() {
	g.next = make([]int32, len(g.to))
	for p, dirs := range g.out {
		o := g.points[p]
		slices.SortFunc(dirs, func(d, e int32) int { return compareAngle(o, g.points[g.to[d]], g.points[g.to[e]]) })
		for k, d := range dirs {
			g.next[d^1] = dirs[(k+len(dirs)-1)%len(dirs)]
		}
	}
}

// compareAngle orders points counter-clockwise around o from the positive x axis.
func compareAngle(o, p, q orb.Point) int {
	half := func(p orb.Point) int {
		if p[1] < o[1] || p[1] == o[1] && p[0] < o[0] {
			return 1
		}
		return 0
	}
	if d := half(p) - half(q); d != 0 {
		return d
	}
	return -orient(o, p, q)
}

// insides lists a starting direction of every walk around a face that is
// enclosed an odd number of times. The two directions of a side have faces of
// opposite kind, so that one look settles a connected piece of the graph.
func (g *planar) insides() []int32 {
	starts, walk := g.cycles()
	known := make([]int8, len(starts)) // 0 not yet, 1 inside, -1 outside
	var out, queue []int32
	for c, start := range starts {
		if known[c] == 0 {
			known[c] = -1
			if g.inside(start) {
				known[c] = 1
			}
			queue = append(queue[:0], int32(c))
		}
		for len(queue) > 0 {
			c := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			for d, first := starts[c], true; first || d != starts[c]; d, first = g.next[d], false {
				if beyond := walk[d^1]; known[beyond] == 0 {
					known[beyond] = -known[c]
					queue = append(queue, beyond)
				}
			}
		}
		if known[c] > 0 {
			out = append(out, start)
		}
	}
	return out
}

// cycles lists a starting direction of every closed walk around a face, and
// for each direction the walk it belongs to.
func (g *planar) cycles() (starts, walk []int32) {
	walk = make([]int32, len(g.to))
	for d := range walk {
		walk[d] = -1
	}
	for d := range g.to {
		if walk[d] >= 0 {
			continue
		}
		for e := int32(d); walk[e] < 0; e = g.next[e] {
			walk[e] = int32(len(starts))
		}
		starts = append(starts, int32(d))
	}
	return starts, walk
}

// inside tells whether the face to the left of a cycle is enclosed an odd
// number of times, by a ray from the middle of one of its sides towards -x.
func (g *planar) inside(start int32) bool {
	var from, to orb.Point
	side := int32(-1)
	for d, first := start, true; first || d != start; d, first = g.next[d], false {
		a, b := g.points[g.to[d^1]], g.points[g.to[d]]
		if side < 0 || abs(b[1]-a[1]) > abs(to[1]-from[1]) {
			from, to, side = a, b, d/2
		}
	}
	mid := orb.Point{(from[0] + to[0]) / 2, (from[1] + to[1]) / 2}
	odd := to[1] < from[1] // going down, the left is beyond the side itself
	for e := int32(0); int(2*e) < len(g.to); e++ {
		if e != side && leftOf(g.points[g.to[2*e+1]], g.points[g.to[2*e]], mid) {
			odd = !odd
		}
	}
	return odd
}

// leftOf tells whether the ray from p towards -x crosses the side a b, which
// holds its lower end and not its upper one.
func leftOf(a, b, p orb.Point) bool {
	if a[1] > b[1] {
		a, b = b, a
	}
	return a[1] <= p[1] && p[1] < b[1] && orient(a, b, p) < 0
}

// ring is the closed ring of a cycle.
func (g *planar) ring(start int32) orb.Ring {
	r := orb.Ring{g.points[g.to[start^1]]}
	for d, first := start, true; first || d != start; d, first = g.next[d], false {
		r = append(r, g.points[g.to[d]])
	}
	return r
}

// splitTouching cuts a closed ring that comes back to a point on its way into
// rings that visit each point once.
func splitTouching(r orb.Ring) []orb.Ring {
	var out []orb.Ring
	var path []orb.Point
	at := map[orb.Point]int{}
	for _, p := range r {
		k, again := at[p]
		if !again {
			at[p] = len(path)
			path = append(path, p)
			continue
		}
		loop := append(slices.Clone(path[k:]), p)
		for _, q := range path[k+1:] {
			delete(at, q)
		}
		path = path[:k+1]
		out = append(out, orb.Ring(loop))
	}
	return out
}

// nest gives each hole to the smallest shell around it.
func nest(shells, holes []orb.Ring) orb.MultiPolygon {
	out := make(orb.MultiPolygon, len(shells))
	for i, s := range shells {
		out[i] = orb.Polygon{s}
	}
	for _, h := range holes {
		mid := orb.Point{(h[0][0] + h[1][0]) / 2, (h[0][1] + h[1][1]) / 2}
		best := -1
		for i, s := range shells {
			if s.Bound().Contains(mid) && ringContains(s, mid) && (best < 0 || signedArea(s) < signedArea(shells[best])) {
				best = i
			}
		}
		if best >= 0 {
			out[best] = append(out[best], h)
		}
	}
	return out
}

// ringContains tells whether p lies in a closed ring, by the even-odd rule.
func ringContains(r orb.Ring, p orb.Point) bool {
	in := false
	for k := 1; k < len(r); k++ {
		if leftOf(r[k-1], r[k], p) {
			in = !in
		}
	}
	return in
}

// signedArea is the area of a closed ring in square degrees, positive where it
// runs counter-clockwise. Coordinates are taken from the first point on, which
// keeps the digits of small rings.
func signedArea(r orb.Ring) float64 {
	sum := 0.0
	for k := 1; k < len(r); k++ {
		ax, ay := r[k-1][0]-r[0][0], r[k-1][1]-r[0][1]
		bx, by := r[k][0]-r[0][0], r[k][1]-r[0][1]
		sum += ax*by - ay*bx
	}
	return sum / 2
}
