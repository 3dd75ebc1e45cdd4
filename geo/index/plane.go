package index

import "math"

// plane is level at its middle. What is seen from above on it is no farther
// apart than in space, so what is too far on a plane is too far.
type plane struct {
	mid, east, north vec
	extent           float64 // the sum of the largest coordinates of what is on it
}

func newPlane(mid vec) plane {
	p := plane{mid: mid}
	p.east, p.north = level(mid)
	return p
}

// on gives the coordinates of a place on the plane, metres from its middle.
func (p *plane) on(v *vec) (x, y float64) {
	away := v.minus(p.mid)
	return away.times(p.east), away.times(p.north)
}

// Rounding to single precision shifts a number by 2^-24 of itself at most. A
// distance from the differences of such numbers is off by less than small
// times the numbers that go in.
const small = 1.0 / (1 << 21)

// farReach is farther than any two places are apart, metres. Its square is a
// number in single precision.
const farReach = 2e7

// probe is a place on a plane, and the square of how far it looks.
type probe struct {
	x, y, limit float32
	slack       float64 // metres that rounding may take
}

// probe puts a place on the plane.
func (p *plane) probe(v *vec, reach float64) probe {
	x, y := p.on(v)
	out := probe{x: float32(x), y: float32(y), slack: small * (math.Abs(x) + math.Abs(y) + p.extent)}
	out.look(reach)
	return out
}

// look sets how far to look.
func (p *probe) look(reach float64) {
	r := reach*(1+small) + p.slack
	p.limit = float32(r * r)
}
