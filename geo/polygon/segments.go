package polygon

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// segment is one side of a ring, or a piece of it. It runs as the ring does,
// with what the ring encloses on its left.
type segment struct {
	a, b   orb.Point
	source int32 // the ring or geometry that it came from
	layer  int8  // the count that it belongs to, see arrangement
}

func (s *segment) low(axis int) float64  { return min(s.a[axis], s.b[axis]) }
func (s *segment) high(axis int) float64 { return max(s.a[axis], s.b[axis]) }

// segmentsOf lists the sides of closed rings, without those of no length. The
// source of a side is the number of its ring.
func segmentsOf(rings []orb.Ring) []segment {
	n := 0
	for _, r := range rings {
		n += len(r)
	}
	out := make([]segment, 0, n)
	for i, r := range rings {
		out = appendSides(out, r, int32(i), 0)
	}
	return out
}

// appendSides adds the sides of a closed ring.
func appendSides(segs []segment, r orb.Ring, source int32, layer int8) []segment {
	for k := 1; k < len(r); k++ {
		if r[k-1] != r[k] {
			segs = append(segs, segment{r[k-1], r[k], source, layer})
		}
	}
	return segs
}

// sweepBudget bounds the pairs of boxes that a set of segments may cost, about
// a second, and sweepEach what each segment adds to it.
const (
	sweepBudget = 100_000_000
	sweepEach   = 400
)

// pairs calls each for the pairs of segments whose boxes meet, the lower index
// first. each returns false to stop. pairs returns false when the set is too
// intricate to finish.
//
// The segments are laid into strips across one axis and swept along the other:
// O(n log n) where segments are short against the whole, as those of maps are.
func pairs(segs []segment, each func(i, j int) bool) bool {
	if len(segs) < 2 {
		return true
	}
	s := newStrips(segs)
	var active []entrant
	budget := sweepBudget + sweepEach*len(segs)
	for strip := range s.count {
		active = active[:0]
		for _, i := range s.members[s.start[strip]:s.start[strip+1]] {
			if budget -= len(active); budget < 0 {
				return false
			}
			e := s.entrant(i)
			kept := active[:0]
			for _, o := range active {
				if o.until < e.from {
					continue
				}
				kept = append(kept, o)
				if o.low <= e.high && e.low <= o.high && s.at(max(o.low, e.low)) == strip && !each(int(min(o.index, i)), int(max(o.index, i))) {
					return true
				}
			}
			active = append(kept, e)
		}
	}
	return true
}

// entrant is a segment on its way through a sweep.
type entrant struct {
	from, until float64 // along the axis of the sweep
	low, high   float64 // across it
	index       int32
}

// strips holds segments by the strips that they reach into, in the order of
// the sweep.
type strips struct {
	segs    []segment
	axis    int // of the sweep; the strips divide the other
	origin  float64
	scale   float64 // strips per unit
	count   int
	start   []int32 // of each strip in members
	members []int32
}

func (s *strips) entrant(i int32) entrant {
	g, other := &s.segs[i], 1-s.axis
	return entrant{g.low(s.axis), g.high(s.axis), g.low(other), g.high(other), i}
}

// at is the strip of a coordinate.
func (s *strips) at(v float64) int {
	k := (v - s.origin) * s.scale
	if !(k > 0) {
		return 0
	}
	return int(min(k, float64(s.count-1)))
}

// newStrips makes strips as wide as the mean segment, so that all segments
// together reach into at most three times their number, and fewer where there
// would be less than sixteen for each.
func newStrips(segs []segment) *strips {
	axis, low, extent, mean := frame(segs)
	s := &strips{segs: segs, axis: axis, origin: low, count: 1}
	if mean > 0 {
		s.count = int(max(1, min(extent/mean, float64(len(segs))/16)))
	}
	if extent > 0 {
		s.scale = float64(s.count) / extent
	}
	s.start = make([]int32, s.count+1)
	for i := range segs {
		for k := s.at(segs[i].low(1 - axis)); k <= s.at(segs[i].high(1-axis)); k++ {
			s.start[k+1]++
		}
	}
	for k := range s.count {
		s.start[k+1] += s.start[k]
	}
	s.members = make([]int32, s.start[s.count])
	at := slices.Clone(s.start)
	for _, i := range sweepOrder(segs, axis) {
		for k := s.at(segs[i].low(1 - axis)); k <= s.at(segs[i].high(1-axis)); k++ {
			s.members[at[k]] = i
			at[k]++
		}
	}
	return s
}

// sweepOrder lists segments by where they begin on an axis.
func sweepOrder(segs []segment, axis int) []int32 {
	type begin struct {
		at    float64
		index int32
	}
	order := make([]begin, len(segs))
	for i := range segs {
		order[i] = begin{segs[i].low(axis), int32(i)}
	}
	slices.SortFunc(order, func(p, q begin) int {
		return cmp.Or(cmp.Compare(p.at, q.at), cmp.Compare(p.index, q.index))
	})
	out := make([]int32, len(order))
	for i, b := range order {
		out[i] = b.index
	}
	return out
}

// frame chooses the axis of the sweep, on which segments are shorter as a share
// of their common extent, and tells how they lie on the other: where they
// begin, their common extent and their mean.
func frame(segs []segment) (axis int, low, extent, mean float64) {
	var sum, lo, hi [2]float64
	for i := range segs {
		for k := range 2 {
			l, h := segs[i].low(k), segs[i].high(k)
			if i == 0 || l < lo[k] {
				lo[k] = l
			}
			if i == 0 || h > hi[k] {
				hi[k] = h
			}
			sum[k] += h - l
		}
	}
	if sum[1]*(hi[0]-lo[0]) < sum[0]*(hi[1]-lo[1]) {
		axis = 1
	}
	other := 1 - axis
	return axis, lo[other], hi[other] - lo[other], sum[other] / float64(len(segs))
}
