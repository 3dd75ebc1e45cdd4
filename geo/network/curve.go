package network

import (
	"math"

	"github.com/paulmach/orb"
)

// hilbert places points along a Hilbert curve over a box, 2^16 cells a side:
// neighbours in the list are neighbours on the ground.
type hilbert struct{ west, south, x, y float64 }

func newHilbert(points func(yield func(orb.Point) bool)) hilbert {
	b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for p := range points {
		b.Min = orb.Point{min(b.Min[0], p[0]), min(b.Min[1], p[1])}
		b.Max = orb.Point{max(b.Max[0], p[0]), max(b.Max[1], p[1])}
	}
	const cells = 1<<16 - 1
	h := hilbert{west: b.Min[0], south: b.Min[1]}
	if w := b.Max[0] - b.Min[0]; w > 0 {
		h.x = cells / w
	}
	if d := b.Max[1] - b.Min[1]; d > 0 {
		h.y = cells / d
	}
	return h
}

// key is the place of a point along the curve (the walk from the largest
// square to the smallest, each a quarter turned or mirrored as Hilbert's
// drawing of 1891 has them). A point outside the box counts as at its edge.
func (h *hilbert) key(p orb.Point) uint32 {
	x, y := cell((p[0]-h.west)*h.x), cell((p[1]-h.south)*h.y)
	// Without branches, as which way they go nobody could foretell: what
	// was turned so far is kept as two bits.
	var key, swapped, mirrored uint32
	for bit := 15; bit >= 0; bit-- {
		right, up := x>>bit&1, y>>bit&1
		change := (right^up)&swapped ^ mirrored
		right, up = right^change, up^change
		key = key<<2 | (3*right ^ up)
		swapped ^= up ^ 1
		mirrored ^= right &^ up
	}
	return key
}

func cell(v float64) uint32 { return uint32(min(1<<16-1, max(0, v))) }

// sortKeys sorts by the upper half of each word; of equal ones the order stays.
func sortKeys(list []uint64) []uint64 {
	const digit = 11
	spare := make([]uint64, len(list))
	var starts [1 << digit]int
	for shift := 32; shift < 64; shift += digit {
		clear(starts[:])
		for _, v := range list {
			starts[v>>shift&(1<<digit-1)]++
		}
		sum := 0
		for i, n := range starts {
			starts[i] = sum
			sum += n
		}
		for _, v := range list {
			at := &starts[v>>shift&(1<<digit-1)]
			spare[*at] = v
			*at++
		}
		list, spare = spare, list
	}
	return list
}
