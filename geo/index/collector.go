package index

import "math"

// collector is a place that looks for its k nearest points.
type collector struct {
	walker
	at    vec
	limit float64    // squared chord up to which points matter
	best  []entryKey // the k+1 nearest so far: sorted, or if many a heap
	near  []int32    // the points of a patch within the limit
}

// entryKey is a point by its squared chord, without the last 32 bits, in the
// high half, and its number in the low half. Keys compare as chords do, and
// taking the smaller and the larger of two needs no branches.
type entryKey uint64

// noPoint is after all points.
const noPoint entryKey = math.MaxUint64

func newEntryKey(c2 float64, point int) entryKey {
	return entryKey(math.Float64bits(c2)&^math.MaxUint32 | uint64(uint32(point)))
}

func (e entryKey) point() int32 { return int32(uint32(e)) }

// least and most bound the squared chord: the key has 20 bits of its fraction.
func (e entryKey) least() float64 { return math.Float64frombits(uint64(e) &^ math.MaxUint32) }
func (e entryKey) most() float64  { return math.Float64frombits(uint64(e) | math.MaxUint32) }

// fewMost is up to how many of the nearest are kept sorted; more are a heap
// with the largest first.
const fewMost = 24

// newCollector looks for k points.
func newCollector(t *packed, k int) *collector {
	c := &collector{walker: walker{tree: t}, best: make([]entryKey, k+1)}
	c.walker.scan = c.look
	c.forget()
	return c
}

// begin takes the next place. The k points found for the one before, if there
// are, bound how far it must look.
func (c *collector) begin(at vec) {
	kth, next := c.last()
	known := math.Inf(1)
	if kth != noPoint {
		known = 0
		for _, e := range c.best {
			if e != next {
				known = max(known, apart2(&at, &c.tree.points[e.point()]))
			}
		}
	}
	c.at, c.group, c.limit = at, ball{mid: at}, rival(known)
	c.reach = math.Sqrt(c.limit) + doubt
	c.forget()
}

// forget makes room for k points and one more.
func (c *collector) forget() {
	for i := range c.best {
		c.best[i] = noPoint
	}
}

// meet takes note of a point within the limit.
func (c *collector) meet(e entryKey) {
	switch {
	case len(c.best) <= fewMost:
		best := c.best
		for i, have := range best {
			best[i], e = min(have, e), max(have, e)
		}
	case e < c.best[0]:
		c.best[0] = e
		sink(c.best)
	}
}

// last gives the k-th nearest and the one after it.
func (c *collector) last() (kth, next entryKey) {
	n := len(c.best)
	if n <= fewMost {
		return c.best[n-2], c.best[n-1]
	}
	return max(c.best[1], c.best[2]), c.best[0]
}

// some is one of the k nearest.
func (c *collector) some() int32 {
	kth, _ := c.last()
	return kth.point()
}

// tighten takes the limit from the k-th nearest.
func (c *collector) tighten() {
	kth, _ := c.last()
	if kth == noPoint {
		return
	}
	if limit := rival(kth.most()); limit < c.limit {
		c.limit, c.reach = limit, math.Sqrt(limit)+doubt
	}
}

// sink restores a heap whose top, the largest, was replaced.
func sink(heap []entryKey) {
	for i := 0; ; {
		child := 2*i + 1
		if child+1 < len(heap) && heap[child+1] > heap[child] {
			child++
		}
		if child >= len(heap) || heap[child] <= heap[i] {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

// look takes note of the points of a leaf and returns the new reach.
func (c *collector) look(leaf int) (reach float64) {
	first, end := c.tree.leaf(leaf)
	for i, p := range c.tree.points[first:end] {
		if c2 := apart2(&c.at, &p); c2 <= c.limit {
			c.meet(newEntryKey(c2, first+i))
		}
	}
	c.tighten()
	return c.reach
}

// sift looks only in a patch; ok tells whether that holds all that matters.
//
// What is within the limit is listed first, which takes no branches that the
// processor would guess wrong.
func (c *collector) sift(p *patch) (ok bool) {
	if len(c.near) < len(p.at) {
		c.near = make([]int32, 2*len(p.at))
	}
	points, near, n := p.at, c.near[:len(p.at)], 0
	at, limit := c.at, c.limit
	for i := range points {
		q := &points[i]
		x, y, z := at.x-q.x, at.y-q.y, at.z-q.z
		near[n] = int32(i)
		if x*x+y*y+z*z <= limit {
			n++
		}
	}
	if len(c.best) <= len(few{}) {
		c.meetFew(p, near[:n])
	} else {
		for _, i := range near[:n] {
			c.meet(newEntryKey(apart2(&at, &points[i]), int(p.point[i])))
		}
	}
	c.tighten()
	room := p.radius - c.reach
	return room >= 0 && apart2(&c.at, &p.mid) <= room*room
}

// few are points in order; so many fit into the processor's registers.
type few [6]entryKey

// meetFew is meet for points of a patch where the best are few.
func (c *collector) meetFew(p *patch, near []int32) {
	a, b, d, e, f, g := noPoint, noPoint, noPoint, noPoint, noPoint, noPoint
	for _, i := range near {
		h := newEntryKey(apart2(&c.at, &p.at[i]), int(p.point[i]))
		a, h = min(a, h), max(a, h)
		b, h = min(b, h), max(b, h)
		d, h = min(d, h), max(d, h)
		e, h = min(e, h), max(e, h)
		f, h = min(f, h), max(f, h)
		g = min(g, h)
	}
	best := few{a, b, d, e, f, g}
	copy(c.best, best[:])
}
