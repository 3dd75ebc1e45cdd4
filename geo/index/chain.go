package index

import (
	"math"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// fan is how many edges or boxes one box of a chain's hierarchy covers.
const fan = 8

// chain is a line or a closed ring with a hierarchy of boxes over runs of its
// edges: levels[0][i] covers the edges from fan·i on, levels[1][i] the boxes
// of levels[0] from fan·i on, and the last level has one box.
type chain struct {
	points []orb.Point // edge i goes from points[i] to points[i+1]
	levels [][]orb.Bound
}

// newChain builds the hierarchy; points must not be empty.
func newChain(points []orb.Point) chain {
	if len(points) == 1 {
		points = []orb.Point{points[0], points[0]}
	}
	c := chain{points: points}
	level := make([]orb.Bound, 0, (len(points)+fan-2)/fan)
	for i := 0; i < len(points)-1; i += fan {
		level = append(level, orb.LineString(points[i:min(i+fan+1, len(points))]).Bound())
	}
	c.levels = append(c.levels, level)
	for len(level) > 1 {
		up := make([]orb.Bound, 0, (len(level)+fan-1)/fan)
		for i := 0; i < len(level); i += fan {
			b := level[i]
			for _, o := range level[i+1 : min(i+fan, len(level))] {
				b = b.Union(o)
			}
			up = append(up, b)
		}
		c.levels = append(c.levels, up)
		level = up
	}
	return c
}

// box is the bound of the whole chain.
func (c *chain) box() orb.Bound { return c.levels[len(c.levels)-1][0] }

// edges gives the first and the last point of the run that a box covers.
func (c *chain) edges(level, i int) (first, last int) {
	span := fan
	for range level {
		span *= fan
	}
	return i * span, min((i+1)*span, len(c.points)-1)
}

// children gives the boxes of the level below that a box covers.
func (c *chain) children(level, i int) (first, end int) {
	return i * fan, min((i+1)*fan, len(c.levels[level-1]))
}

// contains tells whether p lies on the chain, and if not, whether a ray from p
// to the east crosses it an odd number of times: inside, for a ring.
//
// A run of edges wholly to the east of p is crossed as often, odd or even, as
// the straight line between its ends; so only boxes that hold p are opened,
// and the cost grows with the logarithm of the number of edges.
func (c *chain) contains(p orb.Point) (inside, boundary bool) {
	return c.containsIn(p, len(c.levels)-1, 0)
}

func (c *chain) containsIn(p orb.Point, level, i int) (odd, boundary bool) {
	b := &c.levels[level][i]
	if p[1] < b.Min[1] || p[1] > b.Max[1] || p[0] > b.Max[0] {
		return false, false
	}
	first, last := c.edges(level, i)
	if p[0] < b.Min[0] {
		return (c.points[first][1] > p[1]) != (c.points[last][1] > p[1]), false
	}
	if level == 0 {
		for k := first; k < last; k++ {
			from, to := c.points[k], c.points[k+1]
			if geo.OnSegment(from, to, p) {
				return false, true
			}
			if geo.Crosses(from, to, p) {
				odd = !odd
			}
		}
		return odd, false
	}
	for k, end := c.children(level, i); k < end; k++ {
		crossed, on := c.containsIn(p, level-1, k)
		if on {
			return false, true
		}
		odd = odd != crossed
	}
	return odd, false
}

// distance is the distance from the origin to the chain, or limit where it is
// not less.
func (c *chain) distance(o *geo.Origin, limit geo.Meters) geo.Meters {
	return c.distanceIn(o, len(c.levels)-1, 0, limit)
}

func (c *chain) distanceIn(o *geo.Origin, level, i int, limit geo.Meters) geo.Meters {
	if level == 0 {
		first, last := c.edges(0, i)
		for k := first; k < last; k++ {
			limit = o.DistanceToSegment(c.points[k], c.points[k+1], limit)
		}
		return limit
	}
	// Nearest boxes first: what they give prunes the others.
	var bounds [fan]geo.Meters
	first, end := c.children(level, i)
	for k := first; k < end; k++ {
		bounds[k-first] = o.LowerBound(c.levels[level-1][k])
	}
	for range end - first {
		best := 0
		for k := range end - first {
			if bounds[k] < bounds[best] {
				best = k
			}
		}
		if bounds[best] >= limit {
			return limit
		}
		limit = c.distanceIn(o, level-1, first+best, limit)
		bounds[best] = geo.Meters(math.Inf(1))
	}
	return limit
}

// meets tells whether an edge and a box have a point in common.
func (c *chain) meets(b orb.Bound) bool { return c.meetsIn(b, len(c.levels)-1, 0) }

func (c *chain) meetsIn(b orb.Bound, level, i int) bool {
	box := c.levels[level][i]
	if !b.Intersects(box) {
		return false
	}
	if b.Contains(box.Min) && b.Contains(box.Max) {
		return true
	}
	if level == 0 {
		first, last := c.edges(0, i)
		for k := first; k < last; k++ {
			if segmentMeets(c.points[k], c.points[k+1], b) {
				return true
			}
		}
		return false
	}
	for k, end := c.children(level, i); k < end; k++ {
		if c.meetsIn(b, level-1, k) {
			return true
		}
	}
	return false
}

// segmentMeets tells whether a segment and a box have a point in common: their
// bounds do, and the box's corners are not all on one side of the segment.
func segmentMeets(p, q orb.Point, b orb.Bound) bool {
	if !b.Intersects(orb.LineString{p, q}.Bound()) {
		return false
	}
	if p == q {
		return true
	}
	side := geo.Side(p, q, b.Min)
	for _, corner := range [...]orb.Point{b.Max, {b.Min[0], b.Max[1]}, {b.Max[0], b.Min[1]}} {
		if geo.Side(p, q, corner) != side {
			return true
		}
	}
	return side == 0
}
