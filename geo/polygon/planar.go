package polygon

import (
	"slices"

	"github.com/paulmach/orb"
)

// layers is how many counts an arrangement keeps.
const layers = 2

// winding says how many times a face is enclosed, a count for each layer of
// segments: once more for each ring that runs counter-clockwise around it, once
// less for each that runs clockwise.
type winding [layers]int32

// arrangement is a plane divided by segments that meet only at their ends.
// Stretches that are run to and fro cancel. Side e has the directions 2e, as it
// was first run, and 2e+1.
type arrangement struct {
	points  []orb.Point
	to      []int32   // end of each direction
	next    []int32   // the direction that follows, keeping the face on the left
	step    []winding // of each side: the count on the left of 2e less that on the right
	walk    []int32   // of each direction: the walk along the face on its left
	first   []int32   // a direction of each walk
	counted []winding // of the face of each walk
}

// arrange divides the plane by segments as [node] leaves them, which have to be
// the sides of closed rings. O(n log n) for n segments in one piece, and the
// sides level with one of its points for each further piece.
func arrange(segs []segment) *arrangement {
	g := &arrangement{}
	g.gather(segs)
	g.link()
	g.cycles()
	g.count()
	return g
}

// gather numbers the points and sides and leaves out the sides that cancel.
func (g *arrangement) gather(segs []segment) {
	index := make(map[orb.Point]int32, len(segs))
	at := func(p orb.Point) int32 {
		i, ok := index[p]
		if !ok {
			i = int32(len(g.points))
			index[p] = i
			g.points = append(g.points, p)
		}
		return i
	}
	type side struct {
		a, b int32
		step winding
	}
	sides := make([]side, 0, len(segs))
	known := make(map[uint64]int32, len(segs))
	for i := range segs {
		a, b := at(segs[i].a), at(segs[i].b)
		key := uint64(min(a, b))<<32 | uint64(max(a, b))
		k, seen := known[key]
		if !seen {
			k = int32(len(sides))
			known[key] = k
			sides = append(sides, side{a: a, b: b})
		}
		if sides[k].a == a {
			sides[k].step[segs[i].layer]++
		} else {
			sides[k].step[segs[i].layer]--
		}
	}
	for _, s := range sides {
		if s.step != (winding{}) {
			g.to = append(g.to, s.b, s.a)
			g.step = append(g.step, s.step)
		}
	}
}

// from is the point at which a direction begins.
func (g *arrangement) from(d int32) orb.Point { return g.points[g.to[d^1]] }

// end is the point at which it ends.
func (g *arrangement) end(d int32) orb.Point { return g.points[g.to[d]] }

// link sorts the directions around each point counter-clockwise and finds what
// follows each: at its end, the next clockwise from the way back.
func (g *arrangement) link() {
	start := make([]int32, len(g.points)+1)
	for d := range g.to {
		start[g.to[d^1]+1]++
	}
	for p := range g.points {
		start[p+1] += start[p]
	}
	leaving := make([]int32, len(g.to))
	at := slices.Clone(start)
	for d := range g.to {
		p := g.to[d^1]
		leaving[at[p]] = int32(d)
		at[p]++
	}
	g.next = make([]int32, len(g.to))
	for p, o := range g.points {
		dirs := leaving[start[p]:start[p+1]]
		slices.SortFunc(dirs, func(d, e int32) int { return compareAngle(o, g.end(d), g.end(e)) })
		for k, d := range dirs {
			g.next[d^1] = dirs[(k+len(dirs)-1)%len(dirs)]
		}
	}
}

// compareAngle orders points counter-clockwise around o from the positive x axis.
func compareAngle(o, p, q orb.Point) int {
	if d := lower(o, p) - lower(o, q); d != 0 {
		return d
	}
	return -orient(o, p, q)
}

// lower is 0 where p lies at an angle of 0° up to 180° from o, else 1.
func lower(o, p orb.Point) int {
	if p[1] < o[1] || p[1] == o[1] && p[0] < o[0] {
		return 1
	}
	return 0
}

// cycles finds the closed walks around faces.
func (g *arrangement) cycles() {
	g.walk = make([]int32, len(g.to))
	for d := range g.walk {
		g.walk[d] = -1
	}
	for d := range g.to {
		if g.walk[d] >= 0 {
			continue
		}
		for e := int32(d); g.walk[e] < 0; e = g.next[e] {
			g.walk[e] = int32(len(g.first))
		}
		g.first = append(g.first, int32(d))
	}
}

// count finds how often each face is enclosed: within a connected piece from
// side to side, and from piece to piece by a ray.
func (g *arrangement) count() {
	g.counted = make([]winding, len(g.first))
	known := make([]bool, len(g.first))
	var pieces []piece
	var members []int32 // the walks of the pieces, one piece after another
	for c := range g.first {
		if !known[c] {
			p := piece{start: len(members)}
			members, p.west = g.spread(int32(c), known, members)
			p.end = len(members)
			pieces = append(pieces, p)
		}
	}
	var rays *rays
	if len(pieces) > 1 {
		rays = newRays(g)
	}
	for _, p := range pieces {
		base := g.outside(p.west)
		var off winding
		for k := range off {
			off[k] = -g.counted[g.walk[base]][k]
		}
		if rays != nil {
			around := rays.count(g.from(p.west))
			for k := range off {
				off[k] += around[k]
			}
		}
		for _, c := range members[p.start:p.end] {
			for k := range off {
				g.counted[c][k] += off[k]
			}
		}
	}
}

// piece is a connected part of an arrangement.
type piece struct {
	start, end int   // its walks among the members
	west       int32 // a direction from its westernmost point
}

// spread counts the faces of the piece that a walk belongs to, taking its own
// face for 0, and finds the westernmost point.
func (g *arrangement) spread(c int32, known []bool, members []int32) (all []int32, west int32) {
	west = g.first[c]
	known[c] = true
	head := len(members)
	members = append(members, c)
	for ; head < len(members); head++ {
		c := members[head]
		for d, first := g.first[c], true; first || d != g.first[c]; d, first = g.next[d], false {
			if p, w := g.from(d), g.from(west); p[0] < w[0] || p[0] == w[0] && p[1] < w[1] {
				west = d
			}
			beyond := g.walk[d^1]
			if known[beyond] {
				continue
			}
			known[beyond] = true
			g.counted[beyond] = g.counted[c]
			for k, n := range g.step[d/2] {
				if d%2 == 0 {
					n = -n // from the left of 2e to its right
				}
				g.counted[beyond][k] += n
			}
			members = append(members, beyond)
		}
	}
	return members, west
}

// outside is the direction, of those that leave the westernmost point of a
// piece, with the face west of that point on its left: the steepest one up, or
// else the last before the circle is round.
func (g *arrangement) outside(west int32) int32 {
	o := g.from(west)
	best := west
	for d := g.next[west^1]; d != west; d = g.next[d^1] {
		half, was := lower(o, g.end(d)), lower(o, g.end(best))
		if half < was || half == was && compareAngle(o, g.end(d), g.end(best)) > 0 {
			best = d
		}
	}
	return best
}
