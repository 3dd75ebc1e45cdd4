package main

import (
	"container/heap"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// Main roads run over the cells of the mesh, from centre to centre: those of the
// towns first, then those of the communities, which gladly share the way of the
// former and seldom cross the river.

// How much longer a way counts where it crosses the river or the railway, and
// how much shorter along a road that is there.
const (
	crossingCost = 14
	sharedCost   = 0.55
)

// trunkRoads is the graph of main roads over cells.
type trunkRoads struct {
	*streetMaker
	level map[[2]int]int // of the stretch between two cells: 2 joins towns, 1 communities
	dear  map[[2]int]bool
}

func between(a, b int) [2]int { return [2]int{min(a, b), max(a, b)} }

// mainRoads joins neighbouring towns and neighbouring communities.
func (s *streetMaker) mainRoads() {
	t := &trunkRoads{streetMaker: s, level: map[[2]int]int{}, dear: s.dearSteps()}
	var towns, homes []int
	townOf, homeOf := map[int]int{}, map[int]int{}
	for i := range s.towns {
		towns = append(towns, s.nearest(s.town(i), nil))
	}
	for i, u := range s.communities {
		homes = append(homes, s.mesh.deepest(u.cells, s.label))
		for _, c := range u.cells {
			homeOf[c], townOf[c] = i, slices.Index(s.district.towns, u.town)
		}
	}
	t.link(towns, townOf, 2, 1.5)
	t.link(homes, homeOf, 1, 1.8)
	t.trace(homeOf)
}

// dearSteps finds the steps between cells that cross the river or the railway.
func (s *streetMaker) dearSteps() map[[2]int]bool {
	dear := map[[2]int]bool{}
	for c, cl := range s.mesh.cells {
		for _, n := range cl.next {
			if n > c && s.crossesBarrier(cl.centre, s.mesh.cells[n].centre) {
				dear[between(c, n)] = true
			}
		}
	}
	return dear
}

// link builds roads between neighbouring seeds, the shortest first, and leaves
// out those for which the roads that are there are no great detour.
func (t *trunkRoads) link(seeds []int, owner map[int]int, level int, detour float64) {
	type pair struct {
		a, b   int
		length float64
	}
	var pairs []pair
	seen := map[[2]int]bool{}
	for c, cl := range t.mesh.cells {
		for _, n := range cl.next {
			if n == outside || owner[c] == owner[n] || seen[between(owner[c], owner[n])] {
				continue
			}
			k := between(owner[c], owner[n])
			seen[k] = true
			pairs = append(pairs, pair{k[0], k[1], apart(t.mesh.cells[seeds[k[0]]].centre, t.mesh.cells[seeds[k[1]]].centre)})
		}
	}
	sort.SliceStable(pairs, func(i, j int) bool { return pairs[i].length < pairs[j].length })
	graph := make([]map[int]float64, len(seeds))
	for i := range graph {
		graph[i] = map[int]float64{}
	}
	for _, p := range pairs {
		if reach(graph, p.a, p.b, detour*p.length) {
			continue
		}
		graph[p.a][p.b], graph[p.b][p.a] = p.length, p.length
		t.build(seeds[p.a], seeds[p.b], level)
	}
}

// reach tells whether b can be reached from a within a length.
func reach(graph []map[int]float64, a, b int, limit float64) bool {
	cost := map[int]float64{a: 0}
	var q frontier
	heap.Push(&q, step{cell: a})
	for q.Len() > 0 {
		at := heap.Pop(&q).(step)
		if at.cell == b {
			return true
		}
		for n, length := range graph[at.cell] {
			c := at.cost + length
			if old, known := cost[n]; c <= limit && (!known || c < old) {
				cost[n] = c
				heap.Push(&q, step{cell: n, cost: c})
			}
		}
	}
	return false
}

// build finds the cheapest way over the cells from a to b, and takes it.
func (t *trunkRoads) build(a, b, level int) {
	cost, from := map[int]float64{a: 0}, map[int]int{}
	done := map[int]bool{}
	var q frontier
	heap.Push(&q, step{cell: a})
	for q.Len() > 0 {
		at := heap.Pop(&q).(step)
		if at.cell == b {
			break
		}
		if done[at.cell] {
			continue
		}
		done[at.cell] = true
		for _, n := range t.mesh.cells[at.cell].next {
			if n == outside {
				continue
			}
			c := at.cost + t.toll(at.cell, n)
			if old, known := cost[n]; !known || c < old {
				cost[n], from[n] = c, at.cell
				heap.Push(&q, step{cell: n, cost: c})
			}
		}
	}
	for at := b; at != a; at = from[at] {
		k := between(at, from[at])
		t.level[k] = max(t.level[k], level)
	}
}

// toll is the cost of a step between two cells.
func (t *trunkRoads) toll(a, b int) float64 {
	k := between(a, b)
	c := apart(t.mesh.cells[a].centre, t.mesh.cells[b].centre) * (0.75 + 0.5*hash01(t.plan.seed, saltRough, uint64(k[0]), uint64(k[1])))
	switch {
	case t.level[k] > 0:
		c *= sharedCost
	case t.dear[k]:
		c *= crossingCost
	}
	return c
}

// trace turns the steps into roads from junction to junction.
func (t *trunkRoads) trace(homeOf map[int]int) {
	steps := make([][2]int, 0, len(t.level))
	for k := range t.level {
		steps = append(steps, k)
	}
	sort.Slice(steps, func(i, j int) bool {
		return steps[i][0] < steps[j][0] || steps[i][0] == steps[j][0] && steps[i][1] < steps[j][1]
	})
	next := map[int][]int{}
	for _, k := range steps {
		next[k[0]] = append(next[k[0]], k[1])
		next[k[1]] = append(next[k[1]], k[0])
	}
	home := map[int]bool{}
	for _, u := range t.communities {
		home[t.mesh.deepest(u.cells, t.label)] = true
	}
	at := t.smoothed(steps, next, home)
	through := func(c int) bool {
		n := next[c]
		return len(n) == 2 && t.level[between(c, n[0])] == t.level[between(c, n[1])]
	}
	done := map[[2]int]bool{}
	walk := func(a, b int) {
		cells := []int{a, b}
		for done[between(a, b)] = true; through(b) && b != cells[0]; {
			c := next[b][0]
			if c == a {
				c = next[b][1]
			}
			if done[between(b, c)] {
				break
			}
			a, b = b, c
			done[between(a, b)] = true
			cells = append(cells, b)
		}
		t.pave(cells, at, homeOf)
	}
	for _, ends := range [...]bool{true, false} { // rings without a junction come last
		for _, k := range steps {
			for _, d := range [...][2]int{k, {k[1], k[0]}} {
				if !done[k] && (!ends || !through(d[0])) {
					walk(d[0], d[1])
				}
			}
		}
	}
}

// smoothed takes the corners off: cells between two others move to the middle,
// those of a community's centre only a little.
func (t *trunkRoads) smoothed(steps [][2]int, next map[int][]int, home map[int]bool) map[int]orb.Point {
	at := map[int]orb.Point{}
	for _, k := range steps {
		at[k[0]], at[k[1]] = t.mesh.cells[k[0]].centre, t.mesh.cells[k[1]].centre
	}
	for range 7 {
		moved := map[int]orb.Point{}
		for c, ns := range next {
			share := 0.5
			switch {
			case len(ns) == 1:
				share = 0
			case home[c]:
				share = 0.08
			case len(ns) > 2:
				share = 0.2
			}
			var mean orb.Point
			for _, n := range ns {
				mean[0] += at[n][0] / float64(len(ns))
				mean[1] += at[n][1] / float64(len(ns))
			}
			moved[c] = orb.Point{at[c][0] + share*(mean[0]-at[c][0]), at[c][1] + share*(mean[1]-at[c][1])}
		}
		at = moved
	}
	return at
}

// pave adds the road along some cells.
func (t *trunkRoads) pave(cells []int, at map[int]orb.Point, homeOf map[int]int) {
	line := make([]orb.Point, len(cells))
	for i, c := range cells {
		line[i] = at[c]
	}
	u := t.communities[homeOf[cells[len(cells)/2]]]
	st := street{class: "乡道", speed: 40, line: thinned(line, 7), name: called(u, len(t.streets)%10, "路")}
	urban := u.kind == "社区"
	switch {
	case t.level[between(cells[0], cells[1])] == 2 && urban:
		st.class, st.speed, st.name = "主干路", 60, u.town.name[:len(u.town.name)-len(u.town.kind)]+"大道"
	case t.level[between(cells[0], cells[1])] == 2:
		st.class, st.speed, st.name = "县道", 60, fmt.Sprintf("X%03d线", 200+t.label[cells[0]]%700)
	case urban:
		st.class = "次干路"
	}
	t.add(st)
}

// thinned leaves out points that lie within a distance of the line between
// others (D. Douglas and T. Peucker, 1973).
func thinned(line []orb.Point, within float64) []orb.Point {
	if len(line) < 3 {
		return line
	}
	far, at := 0.0, 0
	first, last := line[0], line[len(line)-1]
	for i := 1; i < len(line)-1; i++ {
		if _, d := onSegment(line[i], first, last); d > far {
			far, at = d, i
		}
	}
	if far <= within && first != last {
		return []orb.Point{first, last}
	}
	if at == 0 {
		at = len(line) / 2
	}
	left := thinned(line[:at+1], within)
	return append(slices.Clone(left[:len(left)-1]), thinned(line[at:], within)...)
}

// onSegment gives the point of the segment from a to b nearest to p, and its
// distance.
func onSegment(p, a, b orb.Point) (orb.Point, float64) {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = math.Max(0, math.Min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
	}
	q := orb.Point{a[0] + t*dx, a[1] + t*dy}
	return q, apart(p, q)
}
