package isochrone

import (
	"math"
	"slices"
)

// arc is a border between two kinds of ground, from one point where three or more
// kinds meet to the next, or all around.
type arc struct {
	line        []vertex
	left, right label
}

// dart is an arc in one of its directions: its index ×2, plus 1 backward.
type dart uint32

func (d dart) of(arcs []arc) *arc { return &arcs[d>>1] }

func (d dart) start(arcs []arc) vertex { return d.point(arcs, 0) }
func (d dart) end(arcs []arc) vertex   { return d.point(arcs, len(d.of(arcs).line)-1) }

// point is the i-th on the way.
func (d dart) point(arcs []arc, i int) vertex {
	line := arcs[d>>1].line
	if d&1 != 0 {
		i = len(line) - 1 - i
	}
	return line[i]
}

// beside is the label on the right of a dart, and within the one on its left.
func (d dart) beside(arcs []arc) label {
	if d&1 != 0 {
		return arcs[d>>1].left
	}
	return arcs[d>>1].right
}

// link joins pieces of border, sorted by where they begin, to arcs. On the side of a
// cell a piece ends and one with the same labels begins; only inside cells,
// whose side is step, several may meet.
func link(borders []border, step int) []arc {
	used := make([]bool, len(borders))
	meeting := func(v vertex) bool { return v.x()%step != 0 && v.y()%step != 0 }
	next := func(v vertex) int {
		i, found := slices.BinarySearchFunc(borders, v, func(b border, v vertex) int {
			switch {
			case b.from < v:
				return -1
			case b.from > v:
				return 1
			}
			return 0
		})
		if !found {
			return -1
		}
		return i
	}
	var arcs []arc
	follow := func(i int) {
		a := arc{line: []vertex{borders[i].from}, left: borders[i].left, right: borders[i].right}
		for i >= 0 && !used[i] {
			used[i] = true
			v := borders[i].to
			a.line = append(a.line, v)
			if meeting(v) {
				break
			}
			i = next(v)
		}
		arcs = append(arcs, a)
	}
	for i := range borders {
		if meeting(borders[i].from) {
			follow(i)
		}
	}
	for i := range borders {
		if !used[i] {
			follow(i)
		}
	}
	return arcs
}

// outline is a polygon as darts: its shell, with the ground on the left, and its
// holes.
type outline struct {
	shell []dart
	holes [][]dart
	area  float64 // of the shell, square ticks
}

// assemble makes polygons of the darts that have their ground on the left.
func assemble(arcs []arc, darts []dart) []outline {
	var shells []outline
	var holes [][]dart
	for _, ring := range rings(arcs, darts) {
		if area := areaOf(arcs, ring); area > 0 {
			shells = append(shells, outline{shell: ring, area: area})
		} else {
			holes = append(holes, ring)
		}
	}
	placeHoles(arcs, shells, holes)
	return shells
}

// rings joins darts to rings that pass no point twice.
func rings(arcs []arc, darts []dart) [][]dart {
	byStart := slices.Clone(darts)
	slices.SortFunc(byStart, func(a, b dart) int {
		if s, t := a.start(arcs), b.start(arcs); s != t {
			if s < t {
				return -1
			}
			return 1
		}
		return int(a) - int(b)
	})
	used := make([]bool, len(byStart))
	var out [][]dart
	var path []dart
	passed := map[vertex]int{} // where in the path a dart begins there
	for i := range byStart {
		for next := i; next >= 0 && !used[next]; {
			used[next] = true
			passed[byStart[next].start(arcs)] = len(path)
			path = append(path, byStart[next])
			if at, ok := passed[byStart[next].end(arcs)]; ok {
				out = append(out, slices.Clone(path[at:]))
				for _, d := range path[at:] {
					delete(passed, d.start(arcs))
				}
				path = path[:at]
			}
			if len(path) == 0 {
				break
			}
			next = leave(arcs, byStart, used, path[len(path)-1])
		}
	}
	return out
}

// leave finds the dart to go on with from the end of another: the one that
// borders the same piece of ground there, which is the first clockwise.
func leave(arcs []arc, byStart []dart, used []bool, d dart) int {
	v := d.end(arcs)
	i, _ := slices.BinarySearchFunc(byStart, v, func(d dart, v vertex) int {
		if d.start(arcs) < v {
			return -1
		}
		return 1
	})
	back := heading(v, d.point(arcs, len(d.of(arcs).line)-2))
	best, found := math.Inf(1), -1
	for ; i < len(byStart) && byStart[i].start(arcs) == v; i++ {
		if used[i] {
			continue
		}
		turn := back - heading(v, byStart[i].point(arcs, 1))
		if turn <= 0 {
			turn += 2 * math.Pi
		}
		if turn < best {
			best, found = turn, i
		}
	}
	return found
}

// heading is the direction from one position to another.
func heading(from, to vertex) float64 {
	return math.Atan2(float64(to.y()-from.y()), float64(to.x()-from.x()))
}

// areaOf is the area of a ring in square ticks, negative clockwise.
func areaOf(arcs []arc, ring []dart) float64 {
	origin := ring[0].start(arcs)
	ox, oy := origin.x(), origin.y()
	sum := 0.0
	for _, d := range ring {
		n := len(d.of(arcs).line)
		p := d.point(arcs, 0)
		for i := 1; i < n; i++ {
			q := d.point(arcs, i)
			sum += float64(p.x()-ox)*float64(q.y()-oy) - float64(q.x()-ox)*float64(p.y()-oy)
			p = q
		}
	}
	return sum / 2
}
