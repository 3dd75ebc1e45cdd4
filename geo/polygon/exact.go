package polygon

import (
	"math/big"

	"github.com/paulmach/orb"
)

// orientBound is the relative error bound of the plain determinant: (3 + 16ε)ε
// with ε = 2⁻⁵³ (Shewchuk, Adaptive Precision Floating-Point Arithmetic and
// Fast Robust Geometric Predicates, 1997, section 4.3).
const orientBound = 3.3306690738754716e-16

// orient tells on which side of the line a → b the point c lies: 1 left, -1
// right, 0 on it, exactly.
func orient(a, b, c orb.Point) int {
	left := (a[0] - c[0]) * (b[1] - c[1])
	right := (a[1] - c[1]) * (b[0] - c[0])
	det := left - right
	var sum float64
	switch {
	case left > 0 && right > 0:
		sum = left + right
	case left < 0 && right < 0:
		sum = -left - right
	default:
		return sign(det)
	}
	if bound := orientBound * sum; det >= bound || -det >= bound {
		return sign(det)
	}
	return orientExact(a, b, c)
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// orientExact repeats the determinant with 512 bits, which hold the
// differences and products of coordinates from 1e-40 to 1e40 without rounding.
func orientExact(a, b, c orb.Point) int {
	num := func(v float64) *big.Float { return new(big.Float).SetPrec(512).SetFloat64(v) }
	sub := func(x, y float64) *big.Float { return new(big.Float).SetPrec(512).Sub(num(x), num(y)) }
	mul := func(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(512).Mul(x, y) }
	return mul(sub(a[0], c[0]), sub(b[1], c[1])).Cmp(mul(sub(a[1], c[1]), sub(b[0], c[0])))
}

// contact is how two segments meet.
type contact int

const (
	apart   contact = iota
	touch           // in one point that ends at least one of them
	cross           // in one point inside both
	overlap         // along a stretch
)

// meet classifies two segments of some length exactly.
func meet(p1, p2, q1, q2 orb.Point) contact {
	if p2 == q1 && p1 != q2 && orient(p1, p2, q2) != 0 || p1 == q2 && p2 != q1 && orient(q1, q2, p2) != 0 {
		return touch // neighbours in a ring
	}
	o1, o2 := orient(p1, p2, q1), orient(p1, p2, q2)
	if o1 == o2 && o1 != 0 {
		return apart
	}
	o3, o4 := orient(q1, q2, p1), orient(q1, q2, p2)
	switch {
	case o3 == o4 && o3 != 0:
		return apart
	case o1 == 0 && o2 == 0:
		return meetOnLine(p1, p2, q1, q2)
	case o1*o2 < 0 && o3*o4 < 0:
		return cross
	}
	return touch
}

// meetOnLine classifies two segments of one line by their extents on the axis
// along which the first is longer.
func meetOnLine(p1, p2, q1, q2 orb.Point) contact {
	axis := 0
	if abs(p2[1]-p1[1]) > abs(p2[0]-p1[0]) {
		axis = 1
	}
	from := max(min(p1[axis], p2[axis]), min(q1[axis], q2[axis]))
	to := min(max(p1[axis], p2[axis]), max(q1[axis], q2[axis]))
	switch {
	case from < to:
		return overlap
	case from == to:
		return touch
	}
	return apart
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}
