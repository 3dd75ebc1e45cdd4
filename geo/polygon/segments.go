package polygon

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// segment is one side of a ring, or a piece of it.
type segment struct {
	a, b orb.Point
	ring int // which ring it came from
}

func (s segment) low(axis int) float64  { return min(s.a[axis], s.b[axis]) }
func (s segment) high(axis int) float64 { return max(s.a[axis], s.b[axis]) }

// segmentsOf lists the sides of closed rings, without those of no length.
func segmentsOf(rings []orb.Ring) []segment {
	var out []segment
	for i, r := range rings {
		for k := 1; k < len(r); k++ {
			if r[k-1] != r[k] {
				out = append(out, segment{r[k-1], r[k], i})
			}
		}
	}
	return out
}

// sweepBudget bounds the pairs that one polygon may cost: about a second.
const sweepBudget = 100_000_000

// pairs calls each for the pairs of segments whose boxes meet, by a sweep
// along the axis on which they are shorter in sum. each returns false to stop.
// pairs returns false when the polygon is too intricate to finish.
func pairs(segs []segment, each func(i, j int) bool) bool {
	axis := sweepAxis(segs)
	other := 1 - axis
	order := make([]int, len(segs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(segs[i].low(axis), segs[j].low(axis)), cmp.Compare(i, j))
	})
	budget := sweepBudget
	var active []int
	for _, i := range order {
		s := segs[i]
		from, lo, hi := s.low(axis), s.low(other), s.high(other)
		budget -= len(active)
		if budget < 0 {
			return false
		}
		kept := active[:0]
		for _, j := range active {
			if segs[j].high(axis) < from {
				continue
			}
			kept = append(kept, j)
		}
		active = kept
		for _, j := range active {
			if segs[j].low(other) <= hi && segs[j].high(other) >= lo && !each(min(i, j), max(i, j)) {
				return true
			}
		}
		active = append(active, i)
	}
	return true
}

// sweepAxis is the axis on which the segments, as a share of their common
// extent, are shorter.
func sweepAxis(segs []segment) int {
	var sum, lo, hi [2]float64
	for i, s := range segs {
		for axis := range 2 {
			l, h := s.low(axis), s.high(axis)
			if i == 0 || l < lo[axis] {
				lo[axis] = l
			}
			if i == 0 || h > hi[axis] {
				hi[axis] = h
			}
			sum[axis] += h - l
		}
	}
	if sum[1]*(hi[0]-lo[0]) < sum[0]*(hi[1]-lo[1]) {
		return 1
	}
	return 0
}

// health is what a look at all sides of a polygon finds.
type health struct {
	crossing bool      // a ring crosses itself or another, or runs along it
	at       orb.Point // near the first crossing
	checked  bool      // false where it was too intricate
}

// examine looks for crossings among the rings of a polygon. Rings that touch
// in a point are sound; a spike or a shared stretch is not.
func examine(rings []orb.Ring) health {
	segs := segmentsOf(rings)
	h := health{}
	h.checked = pairs(segs, func(i, j int) bool {
		s, t := segs[i], segs[j]
		switch meet(s.a, s.b, t.a, t.b) {
		case cross, overlap:
			h.crossing, h.at = true, t.a
			return false
		}
		return true
	})
	return h
}
