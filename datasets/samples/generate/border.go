package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// smooth takes the edge off the borders between labels: each corner on a
// border moves half way to the middle of its two neighbours along the border,
// twice. Corners where three labels meet stay, so the sharing of borders is
// kept.
func (m *mesh) smooth(label []int) {
	along := map[int][]int{}
	for c, cl := range m.cells {
		for i, n := range cl.next {
			if n == outside || label[n] != label[c] && n > c {
				a, b := cl.corners[i], cl.corners[(i+1)%6]
				along[a] = append(along[a], b)
				along[b] = append(along[b], a)
			}
		}
	}
	for range 2 {
		moved := slices.Clone(m.corners)
		for v, ends := range along {
			if len(ends) != 2 {
				continue
			}
			a, b, p := m.corners[ends[0]], m.corners[ends[1]], m.corners[v]
			moved[v] = orb.Point{(a[0] + 2*p[0] + b[0]) / 4, (a[1] + 2*p[1] + b[1]) / 4}
		}
		m.corners = moved
	}
}

// polygon joins the cells that belong into one polygon of the plane: the
// outer ring counterclockwise, then holes clockwise. Cells that are not
// connected are an error.
func (m *mesh) polygon(belongs func(cell int) bool) (orb.Polygon, error) {
	follow := map[int]int{}
	var starts []int
	for c, cl := range m.cells {
		if !belongs(c) {
			continue
		}
		for i, n := range cl.next {
			if n == outside || !belongs(n) {
				follow[cl.corners[i]] = cl.corners[(i+1)%6]
				starts = append(starts, cl.corners[i])
			}
		}
	}
	var poly orb.Polygon
	done := map[int]bool{}
	for _, s := range starts {
		if done[s] {
			continue
		}
		ring := orb.Ring{}
		for v := s; !done[v]; v = follow[v] {
			done[v] = true
			ring = append(ring, m.corners[v])
		}
		poly = append(poly, append(ring, ring[0]))
	}
	outer := 0
	for i, r := range poly {
		if signed(r) > 0 {
			outer++
			poly[0], poly[i] = poly[i], poly[0]
		}
	}
	if outer != 1 {
		return nil, fmt.Errorf("a unit has %d separate parts, want 1", outer)
	}
	return poly, nil
}

// signed is the area of a ring, negative where it runs clockwise.
func signed(r orb.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += r[i-1][0]*r[i][1] - r[i][0]*r[i-1][1]
	}
	return sum / 2
}

// crossing returns two edges of a ring that touch or cross without being
// neighbours, or false. Quadratic in the corners.
func crossing(r orb.Ring) (i, j int, found bool) {
	n := len(r) - 1
	for i := range n {
		for j := i + 2; j < n; j++ {
			if i == 0 && j == n-1 {
				continue
			}
			if touch(r[i], r[i+1], r[j], r[j+1]) {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// touch tells whether two segments have a point in common.
func touch(a, b, c, d orb.Point) bool {
	if max(a[0], b[0]) < min(c[0], d[0]) || max(c[0], d[0]) < min(a[0], b[0]) ||
		max(a[1], b[1]) < min(c[1], d[1]) || max(c[1], d[1]) < min(a[1], b[1]) {
		return false
	}
	side := func(p, q, r orb.Point) float64 {
		return math.Copysign(1, (q[0]-p[0])*(r[1]-p[1])-(q[1]-p[1])*(r[0]-p[0]))
	}
	return side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
}

// deepest returns the cell of a unit that lies farthest from its border,
// counted in cells, and of those the one nearest to the middle.
func (m *mesh) deepest(cells []int, label []int) int {
	depth := map[int]int{}
	var queue []int
	for _, c := range cells {
		for _, n := range m.cells[c].next {
			if n == outside || label[n] != label[c] {
				depth[c] = 1
				queue = append(queue, c)
				break
			}
		}
	}
	for i := 0; i < len(queue); i++ {
		for _, n := range m.cells[queue[i]].next {
			if n != outside && label[n] == label[queue[i]] && depth[n] == 0 {
				depth[n] = depth[queue[i]] + 1
				queue = append(queue, n)
			}
		}
	}
	var middle orb.MultiPoint
	for _, c := range cells {
		middle = append(middle, m.cells[c].centre)
	}
	mean, _ := planar.CentroidArea(middle)
	best := cells[0]
	for _, c := range cells[1:] {
		d, b := depth[c], depth[best]
		if d > b || d == b && apart(m.cells[c].centre, mean) < apart(m.cells[best].centre, mean) {
			best = c
		}
	}
	return best
}
