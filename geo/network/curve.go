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

// key is the place of a point along the curve. A point outside the box counts as
// at its edge.
func (h *hilbert) key(p orb.Point) uint32 {
	x, y := cell((p[0]-h.west)*h.x), cell((p[1]-h.south)*h.y)
	var key uint32
	var turned uint8
	for at := 12; at >= 0; at -= 4 {
		s := &hilbertSteps[turned&3][x>>at&15<<4|y>>at&15]
		key = key<<8 | uint32(s.key)
		turned = s.turned
	}
	return key
}

// hilbertSteps are four steps of the curve at once, by how it is turned and by four
// bits of each coordinate.
var hilbertSteps = func() (all [4][256]hilbertStep) {
	for turned := range all {
		for xy := range all[turned] {
			all[turned][xy] = newHilbertStep(uint8(turned), uint8(xy>>4), uint8(xy&15))
		}
	}
	return all
}()

// hilbertStep is what four bits add to a key, and how the curve is turned after them.
type hilbertStep struct{ key, turned uint8 }

// newHilbertStep walks from the largest square to the smallest, each a quarter
// turned or mirrored as Hilbert's drawing of 1891 has them. turned holds both as
// bits.
func newHilbertStep(turned, x, y uint8) hilbertStep {
	var key uint8
	swapped, mirrored := turned&1, turned>>1
	for bit := 3; bit >= 0; bit-- {
		right, up := x>>bit&1, y>>bit&1
		change := (right^up)&swapped ^ mirrored
		right, up = right^change, up^change
		key = key<<2 | (3*right ^ up)
		swapped ^= up ^ 1
		mirrored ^= right &^ up
	}
	return hilbertStep{key, mirrored<<1 | swapped}
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
