package polygon

import (
	"slices"

	"github.com/paulmach/orb"
)

// rays counts how often points are enclosed by the sides of an arrangement.
type rays struct {
	g       *arrangement
	origin  float64
	scale   float64 // strips per unit
	start   []int32 // of each strip of latitude in members
	members []int32 // sides
}

// newRays sorts the sides into strips twice as high as the mean side.
func newRays(g *arrangement) *rays {
	r := &rays{g: g}
	low, high, sum := g.points[0][1], g.points[0][1], 0.0
	for e := range g.step {
		a, b := r.span(int32(e))
		low, high, sum = min(low, a), max(high, b), sum+b-a
	}
	count := 1
	if sum > 0 {
		n := float64(len(g.step))
		count = int(max(1, min(n/16, (high-low)*n/(2*sum))))
		r.origin, r.scale = low, float64(count)/(high-low)
	}
	r.start = make([]int32, count+1)
	r.each(func(strip int, _ int32) { r.start[strip+1]++ })
	for k := range count {
		r.start[k+1] += r.start[k]
	}
	r.members = make([]int32, r.start[count])
	at := slices.Clone(r.start)
	r.each(func(strip int, e int32) {
		r.members[at[strip]] = e
		at[strip]++
	})
	return r
}

// span is the lower and the upper end of a side.
func (r *rays) span(e int32) (low, high float64) {
	a, b := r.g.from(2 * e)[1], r.g.end(2 * e)[1]
	return min(a, b), max(a, b)
}

// each lists the sides of every strip.
func (r *rays) each(do func(strip int, e int32)) {
	for e := range int32(len(r.g.step)) {
		low, high := r.span(e)
		for k := r.at(low); k <= r.at(high); k++ {
			do(k, e)
		}
	}
}

func (r *rays) at(y float64) int {
	k := (y - r.origin) * r.scale
	if !(k > 0) {
		return 0
	}
	return int(min(k, float64(len(r.start)-2)))
}

// count is how often the sides left of a point enclose it: a ray from far in
// the west to p goes over each of them.
func (r *rays) count(p orb.Point) winding {
	var w winding
	strip := r.at(p[1])
	for _, e := range r.members[r.start[strip]:r.start[strip+1]] {
		a, b := r.g.from(2*e), r.g.end(2*e)
		if !leftOf(a, b, p) {
			continue
		}
		for k, n := range r.g.step[e] {
			if b[1] > a[1] {
				n = -n
			}
			w[k] += n
		}
	}
	return w
}

// leftOf tells whether the ray from p towards -x crosses the side a b, which
// holds its lower end and not its upper one.
func leftOf(a, b, p orb.Point) bool {
	if a[1] > b[1] {
		a, b = b, a
	}
	return a[1] <= p[1] && p[1] < b[1] && orient(a, b, p) < 0
}
