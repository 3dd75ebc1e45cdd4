package shapefile

import (
	"math"

	"github.com/paulmach/orb"
)

// maxSearch bounds the comparisons for rings whose winding and place disagree,
// which sound files do not have.
const maxSearch = 5_000_000

// polygons sorts the rings of one record into shells with their holes. What
// lies in what decides: a ring inside an odd number of others is a hole of the
// one next around it. Winding decides only about a ring that is wound as a hole,
// lies in no shell and crosses one. wound tells whether every ring runs as its
// place asks: shells clockwise, holes counter-clockwise.
func polygons(paths [][]orb.Point) (out orb.MultiPolygon, wound bool) {
	if len(paths) == 1 {
		return orb.MultiPolygon{{paths[0]}}, signedArea(paths[0]) <= 0
	}
	rings, flat := make([]orb.Ring, 0, len(paths)), []orb.Ring(nil)
	areas := make([]float64, 0, len(paths))
	for _, p := range paths {
		if a := signedArea(p); a != 0 && !math.IsInf(a, 0) && !math.IsNaN(a) {
			rings, areas = append(rings, p), append(areas, a)
		} else {
			flat = append(flat, p)
		}
	}
	f := family{rings: rings, areas: areas, parent: enclosing(rings, areas)}
	wound = f.settle()
	out = f.polygons()
	for _, r := range flat { // left out by the repair, which notes it
		if len(out) == 0 {
			out = orb.MultiPolygon{{r}}
			continue
		}
		out[0] = append(out[0], r)
	}
	return out, wound
}

// family is the rings of one record and which lies in which.
type family struct {
	rings  []orb.Ring
	areas  []float64 // positive where the ring runs counter-clockwise
	parent []int     // the ring next around each, or -1
	hole   []bool
}

// settle tells holes from shells.
func (f *family) settle() (wound bool) {
	f.hole = make([]bool, len(f.rings))
	depth := f.depths()
	agree, lost := 0, []int(nil)
	for i := range f.rings {
		f.hole[i] = depth[i]%2 == 1
		if f.hole[i] == (f.areas[i] > 0) {
			agree++
		} else if !f.hole[i] {
			lost = append(lost, i)
		}
	}
	if agree > 0 {
		f.adopt(lost)
	}
	return agree == len(f.rings)
}

// depths counts the rings around each.
func (f *family) depths() []int {
	depth := make([]int, len(f.rings))
	for i := range depth {
		depth[i] = -1
	}
	var chain []int
	for i := range f.rings {
		chain = chain[:0]
		for k := i; k >= 0 && depth[k] < 0; k = f.parent[k] {
			chain = append(chain, k)
		}
		for n := len(chain) - 1; n >= 0; n-- {
			k := chain[n]
			if depth[k] = 0; f.parent[k] >= 0 {
				depth[k] = depth[f.parent[k]] + 1
			}
		}
	}
	return depth
}

// adopt gives rings that are wound as holes and lie in no shell to the first
// shell that holds one of their corners.
func (f *family) adopt(lost []int) {
	has := make([]bool, len(f.rings)) // rings with something inside
	for _, p := range f.parent {
		if p >= 0 {
			has[p] = true
		}
	}
	left := maxSearch
	for _, i := range lost {
		box := f.rings[i].Bound()
		for k, shell := range f.rings {
			if left--; left < 0 {
				return
			}
			if has[i] || k == i || f.hole[k] || f.areas[k] > 0 || !shell.Bound().Intersects(box) {
				continue
			}
			if left -= len(shell) * len(f.rings[i]); left > 0 && holdsCorner(shell, f.rings[i]) {
				f.hole[i], f.parent[i] = true, k
				break
			}
		}
	}
}

// holdsCorner tells whether a corner of r lies inside shell, by the even-odd
// rule.
func holdsCorner(shell, r orb.Ring) bool {
	for _, p := range r {
		in := false
		for k, b := range shell {
			a := shell[(k+len(shell)-1)%len(shell)]
			if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])*(b[0]-a[0])/(b[1]-a[1]) {
				in = !in
			}
		}
		if in {
			return true
		}
	}
	return false
}

// polygons puts each hole to its shell, in the order of the file.
func (f *family) polygons() orb.MultiPolygon {
	at := make([]int, len(f.rings))
	var out orb.MultiPolygon
	for i, r := range f.rings {
		if !f.hole[i] {
			at[i] = len(out)
			out = append(out, orb.Polygon{r})
		}
	}
	for i, r := range f.rings {
		if f.hole[i] {
			k := at[f.parent[i]]
			out[k] = append(out[k], r)
		}
	}
	return out
}

// signedArea is twice the area of a ring, positive where it runs
// counter-clockwise. One that is not closed is closed. Coordinates are taken
// from the first point on, which keeps the digits of small rings.
func signedArea(r []orb.Point) float64 {
	sum := 0.0
	for k := 1; k < len(r); k++ {
		ax, ay := r[k-1][0]-r[0][0], r[k-1][1]-r[0][1]
		bx, by := r[k][0]-r[0][0], r[k][1]-r[0][1]
		sum += ax*by - ay*bx
	}
	return sum
}
