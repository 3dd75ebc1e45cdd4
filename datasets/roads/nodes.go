package roads

import (
	"math"

	"github.com/paulmach/orb"
)

// grain is how many steps a degree has: points that are the same in these steps
// (1e-7 degrees, a centimetre) are one.
const grain = 1e7

// place is a point in steps, and the level of lines that pass each other there.
type place struct{ x, y, level int32 }

// nodes gives the points of lines their numbers, in the order in which they
// first occur.
type nodes struct {
	points []orb.Point
	number map[place]int32
	ends   map[place]struct{} // where lines end; nil where levels do not matter
}

func newNodes() nodes { return nodes{number: map[place]int32{}} }

// placeOf gives the steps of a point; ok is false beyond the globe.
func placeOf(p orb.Point) (at place, ok bool) {
	x, y := math.Round(p[0]*grain), math.Round(p[1]*grain)
	if !(math.Abs(x) <= 180*grain && math.Abs(y) <= 90*grain) { // not a number fails too
		return place{}, false
	}
	return place{x: int32(x), y: int32(y)}, true
}

// noteEnds keeps the places where a line ends: there it meets all levels.
func (n *nodes) noteEnds(line orb.LineString) {
	if len(line) == 0 {
		return
	}
	if n.ends == nil {
		n.ends = map[place]struct{}{}
	}
	for _, p := range [...]orb.Point{line[0], line[len(line)-1]} {
		if at, ok := placeOf(p); ok {
			n.ends[at] = struct{}{}
		}
	}
}

// chain gives the nodes of a line on a level, without repeating one directly;
// fewer than two where it has no length. Points beyond the globe are left out.
func (n *nodes) chain(line orb.LineString, level int32) []int32 {
	out := make([]int32, 0, len(line))
	for _, p := range line {
		at, ok := placeOf(p)
		if !ok {
			continue
		}
		if _, end := n.ends[at]; n.ends != nil && !end {
			at.level = level
		}
		i, known := n.number[at]
		if !known {
			i = int32(len(n.points))
			n.number[at] = i
			n.points = append(n.points, p)
		}
		if len(out) == 0 || out[len(out)-1] != i {
			out = append(out, i)
		}
	}
	return out
}
