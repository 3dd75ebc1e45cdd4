package polygon

import (
	"github.com/paulmach/orb"
)

// health is what a look at all sides of some rings finds.
type health struct {
	crossing bool      // a ring crosses itself or another, or runs along it
	touching bool      // a ring comes back to a point, or rings touch so that they part the inside
	at       orb.Point // near the first of these
	checked  bool      // false where it was too intricate
}

// sound tells whether nothing stands against the rings.
func (h health) sound() bool { return h.checked && !h.crossing && !h.touching }

// examine looks for crossings among the rings of a polygon. Two rings that
// touch in one point are sound; a spike, a shared stretch, a ring that touches
// itself and rings that close a chain by touching are not.
func examine(rings []orb.Ring) health {
	segs := segmentsOf(rings)
	h := health{}
	chains := newChains(len(rings))
	h.checked = pairs(segs, func(i, j int) bool {
		s, t := &segs[i], &segs[j]
		switch meet(s.a, s.b, t.a, t.b) {
		case cross, overlap:
			h.crossing, h.at = true, t.a
			return false
		case touch:
			p := touchPoint(s, t)
			if s.source != t.source && !chains.close(s.source, t.source, p) || s.source == t.source && follow(segs, i, j) {
				break
			}
			if !h.touching {
				h.touching, h.at = true, p
			}
		}
		return true
	})
	return h
}

// touchPoint is an end of one segment that lies on the other.
func touchPoint(s, t *segment) orb.Point {
	for _, p := range [...]orb.Point{t.a, t.b} {
		if onSegment(p, s) {
			return p
		}
	}
	if onSegment(s.a, t) {
		return s.a
	}
	return s.b
}

// follow tells whether two sides of one ring, i before j, are neighbours in it
// that meet where the one ends and the other begins.
func follow(segs []segment, i, j int) bool {
	if j == i+1 {
		return true
	}
	first := i == 0 || segs[i-1].source != segs[i].source
	last := j == len(segs)-1 || segs[j+1].source != segs[j].source
	return first && last
}

// chains tells whether rings that touch part the inside of a polygon: they do
// where one comes from ring to point to ring back to where one began.
type chains struct {
	parent []int32 // rings, then points
	points map[orb.Point]int32
	links  map[[2]int32]bool // ring and point
}

func newChains(rings int) *chains {
	c := &chains{parent: make([]int32, rings)}
	for i := range c.parent {
		c.parent[i] = int32(i)
	}
	return c
}

func (c *chains) root(i int32) int32 {
	for c.parent[i] != i {
		c.parent[i] = c.parent[c.parent[i]]
		i = c.parent[i]
	}
	return i
}

// close adds that two rings touch in a point. It returns true where that
// closes a chain.
func (c *chains) close(r, s int32, p orb.Point) bool {
	if c.points == nil {
		c.points, c.links = map[orb.Point]int32{}, map[[2]int32]bool{}
	}
	at, known := c.points[p]
	if !known {
		at = int32(len(c.parent))
		c.parent = append(c.parent, at)
		c.points[p] = at
	}
	closed := false
	for _, ring := range [...]int32{r, s} {
		if link := [2]int32{ring, at}; !c.links[link] {
			c.links[link] = true
			a, b := c.root(ring), c.root(at)
			closed = closed || a == b
			c.parent[a] = b
		}
	}
	return closed
}

// contacts lists which rings cross, touch or run along which, both ways; false
// where they are too intricate.
func contacts(rings []orb.Ring) (with []map[int]bool, ok bool) {
	segs := segmentsOf(rings)
	with = make([]map[int]bool, len(rings))
	add := func(r, s int32) {
		if with[r] == nil {
			with[r] = map[int]bool{}
		}
		with[r][int(s)] = true
	}
	ok = pairs(segs, func(i, j int) bool {
		s, t := &segs[i], &segs[j]
		if s.source != t.source && !with[s.source][int(t.source)] && meet(s.a, s.b, t.a, t.b) != apart {
			add(s.source, t.source)
			add(t.source, s.source)
		}
		return true
	})
	return with, ok
}
