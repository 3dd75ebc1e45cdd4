package polygon

import (
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// batchSides is how many sides are matched at a time: it bounds memory, and
// keeps the table that finds them near the processor.
const batchSides = 1 << 20

// outlines gives the sides of sound polygons that do not cancel: a border that
// two neighbours have in common, corner by corner, is run to and fro and falls
// away, and most of a map with it. How often a point is enclosed, layer by
// layer, stays the same. The source of a side is the number of its geometry in
// the layer.
func outlines(ctx context.Context, sets ...[]orb.Geometry) ([]segment, error) {
	m := &matcher{}
	bounds, counts := batches(sets)
	var out []segment
	for k := range len(counts) {
		m.reset(counts[k])
		for layer, set := range sets {
			for i, g := range set {
				m.from, m.layer = int32(i), int8(layer)
				eachRing(g, func(r orb.Ring, forward bool) { m.add(r, forward, bounds[k], bounds[k+1]) })
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		out = m.left(out)
	}
	return out, nil
}

// eachRing lists the rings of the polygons of a geometry, closed; forward tells
// whether what a ring encloses stands on its left. Polygons with coordinates
// that are no numbers are left out.
func eachRing(g orb.Geometry, do func(r orb.Ring, forward bool)) {
	switch g := g.(type) {
	case orb.Ring:
		eachRing(orb.Polygon{g}, do)
	case orb.Polygon:
		if !finite(g) {
			return
		}
		for k, r := range g {
			if len(r) > 2 && r[0] != r[len(r)-1] {
				r = append(slices.Clone(r), r[0])
			}
			if len(r) > 3 {
				do(r, turning(r) > 0 == (k == 0))
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			eachRing(p, do)
		}
	case orb.Collection:
		for _, part := range g {
			eachRing(part, do)
		}
	}
}

// batches divides latitudes so that about batchSides sides begin in each part:
// the limits, one more than there are parts, and the sides of each.
func batches(sets [][]orb.Geometry) (limits []float64, counts []int) {
	var histogram [1024]int
	low, high := math.Inf(1), math.Inf(-1)
	each := func(do func(y float64)) {
		for _, set := range sets {
			for _, g := range set {
				eachRing(g, func(r orb.Ring, _ bool) {
					for _, p := range r[1:] {
						do(p[1])
					}
				})
			}
		}
	}
	each(func(y float64) { low, high = min(low, y), max(high, y) })
	scale := 0.0
	if high > low {
		scale = float64(len(histogram)) / (high - low)
	}
	each(func(y float64) { histogram[min(len(histogram)-1, int((y-low)*scale))]++ })
	limits = []float64{math.Inf(-1)}
	n := 0
	for k, h := range histogram {
		if n > 0 && n+h > batchSides {
			limits, counts = append(limits, low+float64(k)/scale), append(counts, n)
			n = 0
		}
		n += h
	}
	return append(limits, math.Inf(1)), append(counts, n)
}

// matcher finds the sides that cancel, by a table of sides that runs on past a
// place that is taken.
type matcher struct {
	from  int32
	layer int8
	sides []segment
	group []int32   // of each side: the first side between the same points
	net   []winding // of each group, by its first side
	table []int32   // first sides, from 1; 0 is free
}

func (m *matcher) reset(n int) {
	m.sides, m.group, m.net = m.sides[:0], m.group[:0], m.net[:0]
	size := 16
	for size < 2*n {
		size *= 2
	}
	if len(m.table) < size {
		m.table = make([]int32, size)
	} else {
		clear(m.table)
	}
}

// add takes those sides of a ring whose lower end lies from one latitude up to
// another.
func (m *matcher) add(r orb.Ring, forward bool, from, to float64) {
	for k := 1; k < len(r); k++ {
		a, b := r[k-1], r[k]
		if y := min(a[1], b[1]); a == b || y < from || y >= to {
			continue
		}
		if !forward {
			a, b = b, a
		}
		m.side(segment{a, b, m.from, m.layer})
	}
}

func (m *matcher) side(s segment) {
	low, high := s.a, s.b
	step := int32(1)
	if high[0] < low[0] || high[0] == low[0] && high[1] < low[1] {
		low, high, step = high, low, -1
	}
	mask := uint64(len(m.table) - 1)
	at := hash(low, high) & mask
	n := int32(len(m.sides))
	first := n
	for ; m.table[at] != 0; at = (at + 1) & mask {
		f := m.sides[m.table[at]-1]
		if f.a == low && f.b == high || f.a == high && f.b == low {
			first = m.table[at] - 1
			break
		}
	}
	if first == n {
		m.table[at] = n + 1
	}
	m.sides, m.group, m.net = append(m.sides, s), append(m.group, first), append(m.net, winding{})
	m.net[first][s.layer] += step
	if 2*len(m.sides) > len(m.table) {
		m.grow()
	}
}

// grow makes the table anew, twice as large: the sides that begin at a
// latitude were more than were counted.
func (m *matcher) grow() {
	m.table = make([]int32, 2*len(m.table))
	mask := uint64(len(m.table) - 1)
	for i, first := range m.group {
		if int(first) != i {
			continue
		}
		low, high := m.sides[i].a, m.sides[i].b
		if high[0] < low[0] || high[0] == low[0] && high[1] < low[1] {
			low, high = high, low
		}
		at := hash(low, high) & mask
		for m.table[at] != 0 {
			at = (at + 1) & mask
		}
		m.table[at] = first + 1
	}
}

// left adds the sides that did not cancel, in the order in which they came.
func (m *matcher) left(out []segment) []segment {
	for i, s := range m.sides {
		if m.net[m.group[i]] != (winding{}) {
			out = append(out, s)
		}
	}
	return out
}

// hash mixes the ends of a side; -0 and 0 are one number.
func hash(p, q orb.Point) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, v := range [...]float64{p[0], p[1], q[0], q[1]} {
		h = (h ^ math.Float64bits(v+0)) * 0xff51afd7ed558ccd
		h ^= h >> 32
	}
	return h
}
