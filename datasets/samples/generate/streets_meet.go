package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// segmentCell is the width of the squares in which segments are looked up, in
// metres.
const segmentCell = 300

// segment is a stretch of a street as it was when it was entered.
type segment struct {
	street int
	a, b   orb.Point
}

// segmentIndex finds segments near a place. What is drawn later is added; a
// street that gets more points keeps its old, longer segments.
type segmentIndex struct {
	cells map[[2]int][]segment
}

func newSegmentIndex(streets []street) *segmentIndex {
	x := &segmentIndex{cells: map[[2]int][]segment{}}
	for i, st := range streets {
		x.add(i, st.line)
	}
	return x
}

func (x *segmentIndex) add(number int, line []orb.Point) {
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		eachCell(a, b, 0, func(c [2]int) { x.cells[c] = append(x.cells[c], segment{number, a, b}) })
	}
}

// eachCell visits the squares of the bounding box of two points, padded.
func eachCell(a, b orb.Point, pad float64, visit func(c [2]int)) {
	cell := func(v float64) int { return int(math.Floor(v / segmentCell)) }
	for i := cell(min(a[0], b[0]) - pad); i <= cell(max(a[0], b[0])+pad); i++ {
		for j := cell(min(a[1], b[1]) - pad); j <= cell(max(a[1], b[1])+pad); j++ {
			visit([2]int{i, j})
		}
	}
}

// near gives the place on a street nearest to p, within a distance, of those
// that are allowed.
func (x *segmentIndex) near(p orb.Point, within float64, allowed func(street int, at orb.Point) bool) (number int, at orb.Point, found bool) {
	best := within
	eachCell(p, p, within, func(c [2]int) {
		for _, s := range x.cells[c] {
			q, d := onSegment(p, s.a, s.b)
			if d < best || d == best && found && s.street < number {
				if q = whole(q); allowed(s.street, q) {
					best, number, at, found = d, s.street, q, true
				}
			}
		}
	})
	return number, at, found
}

// meet gives lines that cross a common point, so that there is a junction.
// Where a crossing lies within a few metres of a point of one of them, that
// point serves both.
func meet(streets []street) []street {
	type knot struct {
		segment int
		at      orb.Point
	}
	const snap = 6.0
	knots := make([][]knot, len(streets))
	x := &segmentIndex{cells: map[[2]int][]segment{}}
	for i, st := range streets {
		for k := 1; k < len(st.line); k++ {
			a, b := st.line[k-1], st.line[k]
			eachCell(a, b, 0, func(c [2]int) {
				for _, o := range x.cells[c] {
					p, ok := crossingOf(a, b, o.a, o.b)
					if !ok {
						continue
					}
					for _, end := range [...]orb.Point{o.a, o.b, a, b} {
						if apart(p, end) <= snap {
							p = end
							break
						}
					}
					knots[i] = append(knots[i], knot{k, whole(p)})
					knots[o.street] = append(knots[o.street], knot{segmentNumber(streets[o.street].line, o), whole(p)})
				}
			})
		}
		x.add(i, st.line)
	}
	for i := range streets {
		st := &streets[i]
		slices.SortStableFunc(knots[i], func(a, b knot) int {
			if a.segment != b.segment {
				return a.segment - b.segment
			}
			return cmp.Compare(apart(st.line[a.segment-1], a.at), apart(st.line[b.segment-1], b.at))
		})
		line := st.line[:1:1]
		n := 0
		for k := 1; k < len(st.line); k++ {
			for ; n < len(knots[i]) && knots[i][n].segment == k; n++ {
				line = append(line, knots[i][n].at)
			}
			line = append(line, st.line[k])
		}
		st.line = slices.Compact(line)
	}
	return streets
}

// segmentNumber finds a segment in its line: the number of its second point.
func segmentNumber(line []orb.Point, s segment) int {
	for k := 1; k < len(line); k++ {
		if line[k-1] == s.a && line[k] == s.b {
			return k
		}
	}
	return 1
}

// crossingOf is the point where two segments cross or touch.
func crossingOf(a, b, c, d orb.Point) (orb.Point, bool) {
	rx, ry, sx, sy := b[0]-a[0], b[1]-a[1], d[0]-c[0], d[1]-c[1]
	det := rx*sy - ry*sx
	if math.Abs(det) < 1e-9 {
		return orb.Point{}, false
	}
	t := ((c[0]-a[0])*sy - (c[1]-a[1])*sx) / det
	u := ((c[0]-a[0])*ry - (c[1]-a[1])*rx) / det
	if t < 0 || t > 1 || u < 0 || u > 1 {
		return orb.Point{}, false
	}
	return orb.Point{a[0] + t*rx, a[1] + t*ry}, true
}

// insert gives a street a point where another one meets it.
func (st *street) insert(p orb.Point) {
	best, at := math.Inf(1), 1
	for k := 1; k < len(st.line); k++ {
		if _, d := onSegment(p, st.line[k-1], st.line[k]); d < best {
			best, at = d, k
		}
	}
	if st.line[at-1] != p && st.line[at] != p {
		st.line = slices.Insert(slices.Clone(st.line), at, p)
	}
}
