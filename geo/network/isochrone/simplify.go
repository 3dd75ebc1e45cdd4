package isochrone

import (
	"math"
	"slices"
)

// simplifier leaves out corners of arcs, so that no line moves by more than the
// tolerance and none comes to cross or touch another: a chord replaces a run of
// corners only where no other corner lies between the two (compare Saalfeld,
// Topologically consistent line simplification with the Douglas-Peucker
// algorithm, 1999). Corners that were left out already still count there,
// so the order of the arcs does not matter for that.
type simplifier struct {
	tolerance float64 // metres
	corners   []vertex
	scale     func(y float64) (east, north float64)
	kx, ky    float64 // metres in a tick near the arc in hand
	kept      []vertex
}

// longestRun bounds the corners that one chord replaces, and so the work.
const longestRun = 32

// simplify replaces the lines of all arcs.
func (s *simplifier) simplify(arcs []arc) {
	twins := map[[2]vertex]int{}
	for i := range arcs {
		twins[ends(&arcs[i])]++
	}
	for i := range arcs {
		line := arcs[i].line
		s.kx, s.ky = s.scale(float64(line[0].y()))
		s.kept = append(s.kept[:0], line[0])
		from := 0
		for _, to := range s.anchors(line, twins[ends(&arcs[i])] > 1) {
			s.reduce(line, from, to)
			from = to
		}
		arcs[i].line = slices.Clone(s.kept)
	}
}

// ends are the two ends of an arc in a fixed order.
func ends(a *arc) [2]vertex {
	p, q := a.line[0], a.line[len(a.line)-1]
	return [2]vertex{min(p, q), max(p, q)}
}

// anchors are the corners of a line that have to stay beside its first: the last;
// one more where another arc has the same ends; and of a ring two more, so that
// it stays one.
func (s *simplifier) anchors(line []vertex, twin bool) []int {
	last := len(line) - 1
	ring := line[0] == line[last]
	if !ring && !twin || last < 2 {
		return []int{last}
	}
	far, _ := s.farthest(line, 0, last)
	if !ring {
		return []int{far, last}
	}
	first, d1 := s.farthest(line, 0, far)
	second, d2 := s.farthest(line, far, last)
	if d2 > d1 {
		return []int{far, second, last}
	}
	return []int{first, far, last}
}

// reduce keeps what is needed of the corners after one up to another.
func (s *simplifier) reduce(line []vertex, from, to int) {
	if to-from > 1 {
		at, d := s.farthest(line, from, to)
		if d > s.tolerance || to-from > longestRun || !s.free(line[from:to+1]) {
			if at <= from || at >= to {
				at = (from + to) / 2
			}
			s.reduce(line, from, at)
			s.reduce(line, at, to)
			return
		}
	}
	s.kept = append(s.kept, line[to])
}

// farthest finds the corner between two that is farthest from their chord, and how
// many metres that is.
func (s *simplifier) farthest(line []vertex, from, to int) (at int, d float64) {
	ax, ay := float64(line[from].x()), float64(line[from].y())
	bx, by := float64(line[to].x()), float64(line[to].y())
	at = from
	for i := from + 1; i < to; i++ {
		_, d2 := nearestOn(ax, ay, bx, by, float64(line[i].x()), float64(line[i].y()), s.kx, s.ky)
		if d2 > d {
			at, d = i, d2
		}
	}
	return at, math.Sqrt(d)
}

// free tells whether no other corner lies between a run of corners and its chord.
func (s *simplifier) free(run []vertex) bool {
	x0, x1, y0, y1 := run[0].x(), run[0].x(), run[0].y(), run[0].y()
	for _, v := range run[1:] {
		x0, x1 = min(x0, v.x()), max(x1, v.x())
		y0, y1 = min(y0, v.y()), max(y1, v.y())
	}
	for row := y0 >> cellBits; row <= y1>>cellBits; row++ {
		low, high := vertexAt(x0, row<<cellBits), vertexAt(x1, row<<cellBits|(ticksPerCell-1))
		i, _ := slices.BinarySearch(s.corners, low)
		for ; i < len(s.corners) && s.corners[i] <= high; i++ {
			v := s.corners[i]
			if v.y() >= y0 && v.y() <= y1 && !slices.Contains(run, v) && between(run, v) {
				return false
			}
		}
	}
	return true
}

// between tells whether a position lies in what a run of corners and its chord
// enclose, or on the chord. All of it is exact.
func between(run []vertex, v vertex) bool {
	x, y := v.x(), v.y()
	in := false
	p := run[len(run)-1]
	for i, q := range run {
		py, qy := p.y(), q.y()
		cross := (q.x()-p.x())*(y-py) - (x-p.x())*(qy-py)
		if i == 0 && cross == 0 {
			return true // on the chord or, within its box, its continuation
		}
		if (py <= y) != (qy <= y) && (cross > 0) == (qy > py) {
			in = !in
		}
		p = q
	}
	return in
}
