package index

import (
	"math"
	"math/bits"
)

// collector is a place that looks for its k nearest points.
type collector struct {
	walker
	limit float64    // squared chord up to which points matter
	kth   entryKey   // that gave the limit
	best  []entryKey // the k+1 nearest so far: sorted, or if many a heap
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
func newCollector(f *octets, k int) *collector {
	c := &collector{walker: walker{octets: f}, best: make([]entryKey, k+1)}
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
				known = max(known, apart2(&at, &c.octets.tree.points[e.point()]))
			}
		}
	}
	c.at, c.limit = at, rival(known)
	c.reach = min(math.Sqrt(c.limit)+doubt, farReach)
	c.forget()
}

// forget makes room for k points and one more.
func (c *collector) forget() {
	c.kth = noPoint
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

// some is one of the k nearest, the nearest itself where they are sorted.
func (c *collector) some() int32 {
	if len(c.best) <= fewMost {
		return c.best[0].point()
	}
	kth, _ := c.last()
	return kth.point()
}

// tighten takes the limit from the k-th nearest.
func (c *collector) tighten() {
	kth, _ := c.last()
	if kth == c.kth {
		return
	}
	c.kth = kth
	if limit := rival(kth.most()); limit < c.limit {
		c.limit, c.reach = limit, min(math.Sqrt(limit)+doubt, farReach)
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

// look takes note of the points of a leaf that are near.
func (c *collector) look(first int, near uint32) (reach float64) {
	if len(c.best) == len(few{}) {
		c.lookFew(first, near)
	} else {
		points := c.octets.tree.points
		for ; near != 0; near &= near - 1 {
			k := first + bits.TrailingZeros32(near)
			if c2 := apart2(&c.at, &points[k]); c2 <= c.limit {
				c.meet(newEntryKey(c2, k))
			}
		}
	}
	c.tighten()
	return c.reach
}

// few are points in order; so many fit into the processor's registers.
type few [6]entryKey

// lookFew is look where the best are few.
func (c *collector) lookFew(first int, near uint32) {
	points := c.octets.tree.points
	at, limit, best := c.at, c.limit, (*few)(c.best)
	b0, b1, b2, b3, b4, b5 := best[0], best[1], best[2], best[3], best[4], best[5]
	for ; near != 0; near &= near - 1 {
		k := first + bits.TrailingZeros32(near)
		p := &points[k]
		x, y, z := at.x-p.x, at.y-p.y, at.z-p.z
		c2 := x*x + y*y + z*z
		if c2 > limit {
			continue
		}
		e := newEntryKey(c2, k)
		b0, e = min(b0, e), max(b0, e)
		b1, e = min(b1, e), max(b1, e)
		b2, e = min(b2, e), max(b2, e)
		b3, e = min(b3, e), max(b3, e)
		b4, e = min(b4, e), max(b4, e)
		b5 = min(b5, e)
	}
	*best = few{b0, b1, b2, b3, b4, b5}
}
