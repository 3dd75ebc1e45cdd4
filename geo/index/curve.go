package index

import (
	"math"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// curveBits is the fineness of the Hilbert curve along which places are
// sorted, for each axis: over the whole Earth a cell is 153 m wide.
const curveBits = 18

// curve is the table by which cells get their place along the curve, three
// bits of x and y at a time: for a state (2 bits) and the next bits of x and of
// y, the next state (2 bits) and the way along the curve (6 bits).
type curve [256]uint8

// turns is the table for one bit at a time, four bits an entry: for a state
// (axes swapped, directions reversed) and the next bits of x and y, the next state
// and the quarter along the curve.
const turns uint64 = 0x43dea970c5b62f18

func newCurve() *curve {
	var c curve
	for i := range uint64(len(c)) {
		state, way := i>>6, uint64(0)
		for bit := 2; bit >= 0; bit-- {
			v := turns >> ((state<<2 | i>>(3+bit)&1<<1 | i>>bit&1) * 4) & 15
			state, way = v>>2, way<<2|v&3
		}
		c[i] = uint8(state<<6 | way)
	}
	return &c
}

// key is the place along the curve of a cell, x and y below 1<<curveBits.
func (c *curve) key(x, y uint64) (key uint64) {
	state := uint64(0)
	for bit := curveBits - 3; bit >= 0; bit -= 3 {
		v := uint64(c[uint8(state&3<<6|x>>bit&7<<3|y>>bit&7)])
		key, state = key<<6|v&63, v>>6
	}
	return key
}

// keyed is a place in a list to be sorted: its key along the curve in the high
// 36 bits, its number in the low 28. So a list holds at most 1<<28.
type keyed uint64

const (
	numberBits = 64 - 2*curveBits
	numberMask = 1<<numberBits - 1
)

// scale maps longitudes and latitudes to cells of the curve.
type scale struct {
	west, south, x, y float64
	curve             *curve
}

// newScale covers the valid ones among points.
func newScale(points []orb.Point) scale {
	low, high := orb.Point{math.Inf(1), math.Inf(1)}, orb.Point{math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		if !geo.Valid(p) {
			continue
		}
		for axis, v := range p {
			if v < low[axis] {
				low[axis] = v
			}
			if v > high[axis] {
				high[axis] = v
			}
		}
	}
	const cells = 1<<curveBits - 1
	s := scale{west: low[0], south: low[1], curve: newCurve()}
	if w := high[0] - low[0]; w > 0 {
		s.x = cells / w
	}
	if h := high[1] - low[1]; h > 0 {
		s.y = cells / h
	}
	return s
}

// key is the place of a point that the scale covers.
func (s scale) key(p orb.Point) uint64 {
	return s.curve.key(uint64((p[0]-s.west)*s.x), uint64((p[1]-s.south)*s.y))
}

// sortKeyed sorts by key; of equal keys the order stays. spare has the length
// of list; the result is in one of the two.
func sortKeyed(list, spare []keyed) []keyed {
	const digit, digits = 12, 2 * curveBits / 12
	var starts [digits][1 << digit]int
	for _, v := range list {
		for d := range digits {
			starts[d][v>>(numberBits+digit*d)&(1<<digit-1)]++
		}
	}
	for d := range digits {
		sum := 0
		for i, n := range starts[d] {
			starts[d][i] = sum
			sum += n
		}
		for _, v := range list {
			at := &starts[d][v>>(numberBits+digit*d)&(1<<digit-1)]
			spare[*at] = v
			*at++
		}
		list, spare = spare, list
	}
	return list
}
