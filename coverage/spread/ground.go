package spread

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/geo"
)

// Ground is a polygon, ready to have many lines cut at its border.
type Ground struct {
	bound orb.Bound
	edges [][2]orb.Point
	slabs [][]int32 // edges that reach into each level slab of bound
}

// edgesInSlab is how many edges a slab has on average, if they were short.
const edgesInSlab = 4

// NewGround prepares a Polygon or MultiPolygon; nil for everything else and for
// what is empty.
func NewGround(g orb.Geometry) *Ground {
	var polygons orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		polygons = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		polygons = g
	}
	ground := &Ground{}
	for _, p := range polygons {
		for _, r := range p {
			for i := 0; i+1 < len(r); i++ {
				low, high := r[i], r[i+1]
				if low[1] > high[1] { // so that both sides of a border judge a point on it by the same numbers
					low, high = high, low
				}
				ground.edges = append(ground.edges, [2]orb.Point{low, high})
			}
		}
	}
	if len(ground.edges) == 0 {
		return nil
	}
	ground.bound = polygons.Bound()
	ground.slabs = make([][]int32, max(1, len(ground.edges)/edgesInSlab))
	for i, e := range ground.edges {
		for k := ground.slab(min(e[0][1], e[1][1])); k <= ground.slab(max(e[0][1], e[1][1])); k++ {
			ground.slabs[k] = append(ground.slabs[k], int32(i))
		}
	}
	return ground
}

// slab is the number of the slab that holds a latitude.
func (g *Ground) slab(y float64) int {
	t := (y - g.bound.Min[1]) / (g.bound.Max[1] - g.bound.Min[1]) * float64(len(g.slabs))
	if !(t > 0) {
		return 0
	}
	return min(int(t), len(g.slabs)-1)
}

// Contains tells whether a point lies inside. Of two grounds with a common
// border exactly one contains a point on it.
func (g *Ground) Contains(p orb.Point) bool {
	if !g.bound.Contains(p) {
		return false
	}
	inside := false
	for _, i := range g.slabs[g.slab(p[1])] {
		if geo.Crosses(g.edges[i][0], g.edges[i][1], p) {
			inside = !inside
		}
	}
	return inside
}

// Inside gives the stretches of a line that lie on the ground, in its order.
func (g *Ground) Inside(line orb.LineString) []orb.LineString {
	var out []orb.LineString
	var current orb.LineString
	end := func() {
		if len(current) > 1 {
			out = append(out, current)
		}
		current = nil
	}
	for i := 0; i+1 < len(line); i++ {
		a, b := line[i], line[i+1]
		if a == b {
			continue
		}
		cuts := g.cuts(a, b)
		for k := 0; k+1 < len(cuts); k++ {
			p, q := between(a, b, cuts[k]), between(a, b, cuts[k+1])
			if !g.Contains(between(a, b, (cuts[k]+cuts[k+1])/2)) {
				end()
				continue
			}
			if current == nil {
				current = orb.LineString{p}
			}
			current = append(current, q)
		}
	}
	end()
	return out
}

// cuts gives where a segment meets the border, from 0 to 1, both included.
func (g *Ground) cuts(a, b orb.Point) []float64 {
	cuts := []float64{0, 1}
	low, high := min(a[1], b[1]), max(a[1], b[1])
	if !(low <= g.bound.Max[1] && high >= g.bound.Min[1] && min(a[0], b[0]) <= g.bound.Max[0] && max(a[0], b[0]) >= g.bound.Min[0]) {
		return cuts
	}
	for k := g.slab(low); k <= g.slab(high); k++ {
		for _, i := range g.slabs[k] {
			cuts = appendCuts(cuts, a, b, g.edges[i])
		}
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// appendCuts adds where a segment meets an edge: once, or where it begins and ends to
// run along it.
func appendCuts(cuts []float64, a, b orb.Point, e [2]orb.Point) []float64 {
	s, t := geo.Side(a, b, e[0]), geo.Side(a, b, e[1])
	switch {
	case s == 0 && t == 0:
		return append(cuts, clamped(along(a, b, e[0])), clamped(along(a, b, e[1])))
	case s == t:
		return cuts
	case s == 0:
		return append(cuts, clamped(along(a, b, e[0])))
	case t == 0:
		return append(cuts, clamped(along(a, b, e[1])))
	}
	dx, dy := e[1][0]-e[0][0], e[1][1]-e[0][1]
	at := ((e[0][0]-a[0])*dy - (e[0][1]-a[1])*dx) / ((b[0]-a[0])*dy - (b[1]-a[1])*dx)
	if !(at > 0 && at < 1) {
		return cuts
	}
	return append(cuts, at)
}

// along is where on a segment, from 0 to 1, a point beside it is.
func along(a, b, p orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	return ((p[0]-a[0])*dx + (p[1]-a[1])*dy) / (dx*dx + dy*dy)
}

func clamped(t float64) float64 {
	if math.IsNaN(t) {
		return 0
	}
	return min(max(t, 0), 1)
}

func between(a, b orb.Point, t float64) orb.Point {
	switch t {
	case 0:
		return a
	case 1:
		return b
	}
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}
