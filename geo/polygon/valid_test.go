package polygon

import (
	"fmt"
	"math/big"

	"github.com/paulmach/orb"
)

// faults says what is wrong with polygons in the sense of OGC Simple Features,
// side by side, in rational numbers and without any of the package's own
// predicates; "" is nothing. For small shapes: it takes the square of the sides.
func faults(g orb.Geometry) string {
	var parts orb.MultiPolygon
	switch g := g.(type) {
	case nil:
		return ""
	case orb.Polygon:
		parts = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		parts = g
	default:
		return fmt.Sprintf("%T", g)
	}
	for i, p := range parts {
		if f := polygonFaults(p); f != "" {
			return fmt.Sprintf("part %d: %s", i, f)
		}
		for j, q := range parts[:i] {
			for _, r := range p {
				for _, s := range q {
					if m := ringsMeet(r, s); m.improper {
						return fmt.Sprintf("parts %d and %d cross", j, i)
					}
				}
			}
			if ratInside(p, insideOf(q)) || ratInside(q, insideOf(p)) {
				return fmt.Sprintf("parts %d and %d overlap", j, i)
			}
		}
	}
	return ""
}

func polygonFaults(p orb.Polygon) string {
	type link struct{ ring, point any }
	links := map[link]bool{}
	nodes := map[any]bool{}
	for i, r := range p {
		switch area := ratArea(r); {
		case len(r) < 4 || r[0] != r[len(r)-1]:
			return fmt.Sprintf("ring %d is short or open", i)
		case area.Sign() == 0 || area.Sign() > 0 != (i == 0):
			return fmt.Sprintf("ring %d is wound wrongly", i)
		}
		for a := 0; a+1 < len(r); a++ {
			for b := a + 1; b+1 < len(r); b++ {
				neighbours := b == a+1 || a == 0 && b == len(r)-2
				if m := sidesMeet(r[a], r[a+1], r[b], r[b+1]); m.improper || m.some && !neighbours || r[a] == r[a+1] {
					return fmt.Sprintf("ring %d meets itself at side %d", i, a)
				}
			}
		}
		for j, s := range p[:i] {
			m := ringsMeet(r, s)
			if m.improper {
				return fmt.Sprintf("rings %d and %d cross", j, i)
			}
			for at := range m.points {
				links[link{i, at}], links[link{j, at}] = true, true
				nodes[i], nodes[j], nodes[at] = true, true, true
			}
			inside := insideOf(orb.Polygon{r})
			if in := ratInside(orb.Polygon{s}, inside); in != (j == 0) {
				return fmt.Sprintf("hole %d lies wrongly to ring %d", i, j)
			}
			if j > 0 && ratInside(orb.Polygon{r}, insideOf(orb.Polygon{s})) {
				return fmt.Sprintf("hole %d lies in hole %d", j, i)
			}
		}
	}
	// A forest has as many links as nodes less trees.
	parent := map[any]any{}
	root := func(n any) any {
		for parent[n] != nil {
			n = parent[n]
		}
		return n
	}
	for l := range links {
		a, b := root(l.ring), root(l.point)
		if a == b {
			return "rings that touch part the inside"
		}
		parent[a] = b
	}
	return ""
}

// meets says how two sides or rings meet: improper is more than by points that
// end one of two sides.
type meets struct {
	some, improper bool
	points         map[orb.Point]bool
}

func ringsMeet(r, s orb.Ring) meets {
	all := meets{points: map[orb.Point]bool{}}
	for a := 0; a+1 < len(r); a++ {
		for b := 0; b+1 < len(s); b++ {
			m := sidesMeet(r[a], r[a+1], s[b], s[b+1])
			all.some, all.improper = all.some || m.some, all.improper || m.improper
			for p := range m.points {
				all.points[p] = true
			}
		}
	}
	return all
}

func sidesMeet(a, b, c, d orb.Point) meets {
	for k := range 2 {
		if max(a[k], b[k]) < min(c[k], d[k]) || max(c[k], d[k]) < min(a[k], b[k]) {
			return meets{}
		}
	}
	m := meets{points: map[orb.Point]bool{}}
	on := 0
	for _, t := range [...]struct{ p, a, b orb.Point }{{c, a, b}, {d, a, b}, {a, c, d}, {b, c, d}} {
		if ratOn(t.p, t.a, t.b) && !m.points[t.p] {
			m.points[t.p] = true
			on++
		}
	}
	s1, s2 := ratSide(a, b, c)*ratSide(a, b, d), ratSide(c, d, a)*ratSide(c, d, b)
	m.improper = on > 1 || s1 < 0 && s2 < 0
	m.some = m.improper || on > 0
	return m
}

func rat(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }

func ratCross(a, b, c orb.Point) *big.Rat {
	sub := func(x, y float64) *big.Rat { return new(big.Rat).Sub(rat(x), rat(y)) }
	x := new(big.Rat).Mul(sub(b[0], a[0]), sub(c[1], a[1]))
	return x.Sub(x, new(big.Rat).Mul(sub(b[1], a[1]), sub(c[0], a[0])))
}

// ratSide takes differences of numbers below 2⁵⁰ on a grid of 2⁻⁶⁰⁰ or coarser
// without rounding.
func ratSide(a, b, c orb.Point) int {
	sub := func(x, y float64) *big.Float {
		return new(big.Float).SetPrec(700).Sub(big.NewFloat(x), big.NewFloat(y))
	}
	x := new(big.Float).SetPrec(1400).Mul(sub(b[0], a[0]), sub(c[1], a[1]))
	y := new(big.Float).SetPrec(1400).Mul(sub(b[1], a[1]), sub(c[0], a[0]))
	return x.Cmp(y)
}

func ratOn(p, a, b orb.Point) bool {
	return min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) && min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1]) && ratSide(a, b, p) == 0
}

// ratArea is twice the area of a ring, positive counter-clockwise.
func ratArea(r orb.Ring) *big.Rat {
	sum := new(big.Rat)
	for k := 1; k < len(r); k++ {
		sum.Add(sum, ratCross(r[0], r[k-1], r[k]))
	}
	return sum
}

// ratPoint is a point in rational numbers.
type ratPoint struct{ x, y *big.Rat }

// insideOf is a point right inside the shell of a polygon: on a level between
// two neighbouring corners, between the first two sides there.
func insideOf(p orb.Polygon) ratPoint {
	low, next := p[0][0][1], 0.0
	for _, q := range p[0] {
		low = min(low, q[1])
	}
	first := true
	for _, r := range p {
		for _, q := range r {
			if q[1] > low && (first || q[1] < next) {
				next, first = q[1], false
			}
		}
	}
	y := new(big.Rat).Add(rat(low), rat(next))
	y.Quo(y, big.NewRat(2, 1))
	xs := crossings(p, y)
	x := new(big.Rat).Add(xs[0], xs[1])
	return ratPoint{x.Quo(x, big.NewRat(2, 1)), y}
}

// crossings lists where the sides of a polygon cross a level, in order.
func crossings(p orb.Polygon, y *big.Rat) []*big.Rat {
	var xs []*big.Rat
	for _, r := range p {
		for k := 1; k < len(r); k++ {
			a, b := r[k-1], r[k]
			if rat(a[1]).Cmp(y) <= 0 == (rat(b[1]).Cmp(y) <= 0) {
				continue
			}
			u := new(big.Rat).Sub(y, rat(a[1]))
			u.Quo(u, new(big.Rat).Sub(rat(b[1]), rat(a[1])))
			x := new(big.Rat).Sub(rat(b[0]), rat(a[0]))
			xs = append(xs, x.Add(x.Mul(x, u), rat(a[0])))
		}
	}
	for i := range xs {
		for j := i; j > 0 && xs[j].Cmp(xs[j-1]) < 0; j-- {
			xs[j], xs[j-1] = xs[j-1], xs[j]
		}
	}
	return xs
}

// ratInside tells whether a polygon holds a point strictly.
func ratInside(p orb.Polygon, at ratPoint) bool {
	in := false
	for _, x := range crossings(p, at.y) {
		switch x.Cmp(at.x) {
		case 0:
			return false
		case -1:
			in = !in
		}
	}
	return in
}
