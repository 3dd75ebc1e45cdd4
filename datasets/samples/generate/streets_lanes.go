package main

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Distances of the small streets, in metres.
const (
	nearEnough = 120  // a place so near to a street needs no lane
	laneReach  = 9000 // from how far a lane is led to the network
	islandSize = 1200 // streets without a way to the others, at least; smaller ones are left out
	islandKept = 4    // how many of them stay apart, as in real layers
	shortcut   = 420  // length of a footpath at most
)

// lanes leads a lane to every place that lies away from the streets. It ends
// short of the place, as streets do.
func (s *streetMaker) lanes() {
	for _, p := range s.places {
		if _, _, ok := s.index.near(p, nearEnough, s.reachable(p)); ok {
			continue
		}
		short := 20 + 60*s.chance(saltLane, p)
		for within := 400.0; within <= laneReach; within *= 2.2 {
			number, at, ok := s.index.near(p, within, s.reachable(p))
			if !ok {
				continue
			}
			t := short / apart(p, at)
			end := orb.Point{p[0] + t*(at[0]-p[0]), p[1] + t*(at[1]-p[1])}
			s.attach(street{class: s.laneClass(number), speed: 15, line: s.bent(end, at)}, number)
			break
		}
	}
}

// reachable allows streets on the same side of the river and the railway.
func (s *streetMaker) reachable(p orb.Point) func(int, orb.Point) bool {
	return func(_ int, at orb.Point) bool { return !s.crossesBarrier(p, at) }
}

// laneClass is what a lane off a street is called.
func (s *streetMaker) laneClass(host int) string {
	switch s.streets[host].class {
	case "村道", "乡道", "县道":
		return "村道"
	}
	return "巷道"
}

// bent is a line with a few bends.
func (s *streetMaker) bent(a, b orb.Point) []orb.Point {
	length := apart(a, b)
	n := 1 + int(length/160)
	out := []orb.Point{a}
	for i := 1; i < n; i++ {
		t := float64(i) / float64(n)
		p := orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
		off := 0.16 * length * math.Sin(math.Pi*t) * (2*smoothNoise(p[0]/500, p[1]/500, s.plan.seed+saltLane) - 1)
		out = append(out, orb.Point{p[0] - off*(b[1]-a[1])/length, p[1] + off*(b[0]-a[0])/length})
	}
	return append(out, b)
}

// attach adds a street that ends on another one.
func (s *streetMaker) attach(st street, host int) {
	st.line = wholeLine(st.line)
	if len(st.line) < 2 {
		return
	}
	s.streets[host].insert(st.line[len(st.line)-1])
	s.add(st)
	s.index.add(len(s.streets)-1, s.streets[len(s.streets)-1].line)
}

// groups gives the connected part of each street, and the metres of each part.
func (s *streetMaker) groups() (of []int, length map[int]float64) {
	of = make([]int, len(s.streets))
	at := map[orb.Point]int{}
	var root func(i int) int
	root = func(i int) int {
		if of[i] != i {
			of[i] = root(of[i])
		}
		return of[i]
	}
	for i, st := range s.streets {
		of[i] = i
		for _, p := range st.line {
			if j, known := at[p]; known {
				of[root(i)] = root(j)
			}
			at[p] = i
		}
	}
	length = map[int]float64{}
	for i, st := range s.streets {
		of[i] = root(i)
		length[of[i]] += lengthOf(st.line)
	}
	return of, length
}

// join leads streets that hang on nothing to the network where the river
// allows it, keeps a few as islands, and leaves out scraps.
func (s *streetMaker) join() {
	of, length := s.groups()
	largest := of[0]
	for i := range s.streets {
		if length[of[i]] > length[largest] {
			largest = of[i]
		}
	}
	islands, done := 0, map[int]bool{largest: true}
	drop := map[int]bool{}
	for i := range of {
		g := of[i]
		if done[g] {
			continue
		}
		done[g] = true
		if islands < islandKept && length[g] > islandSize && length[g] < 4*islandSize && s.chance(saltIsland, s.streets[i].line[0]) < 0.5 {
			islands++
			continue
		}
		if !s.joinGroup(of, g, largest) {
			drop[g] = true
		}
	}
	kept := s.streets[:0]
	for i, st := range s.streets {
		if i >= len(of) || !drop[of[i]] {
			kept = append(kept, st)
		}
	}
	s.streets = kept
	s.index = newSegmentIndex(s.streets)
}

// joinGroup builds the shortest way from a part to the largest one; false where
// none is short enough.
func (s *streetMaker) joinGroup(of []int, group, largest int) bool {
	best, length := street{}, math.Inf(1)
	host := -1
	var from int
	for i := range of {
		if of[i] != group {
			continue
		}
		for _, p := range s.streets[i].line {
			number, at, ok := s.index.near(p, min(length, 1500), func(n int, at orb.Point) bool {
				return n < len(of) && of[n] == largest && !s.crossesBarrier(p, at)
			})
			if ok && apart(p, at) < length {
				best, length, host, from = street{class: s.laneClass(i), speed: 15, line: []orb.Point{p, at}}, apart(p, at), number, i
			}
		}
	}
	if host < 0 {
		return false
	}
	s.streets[from].insert(best.line[0])
	s.attach(best, host)
	return true
}

// footways adds paths that only people on foot use: across blocks, up steps,
// and a few bridges over the river.
func (s *streetMaker) footways() {
	begun := map[orb.Point]bool{}
	for i := 0; i < len(s.streets); i++ {
		st := s.streets[i]
		if st.class != "小区道路" && st.class != "支路" || len(st.line) < 2 {
			continue
		}
		p := st.line[len(st.line)-1]
		pick := s.chance(saltLane+100, p)
		if pick > 0.2 || begun[p] {
			continue
		}
		begun[p] = true
		number, at, ok := s.index.near(p, shortcut, func(n int, at orb.Point) bool {
			return n != i && apart(p, at) > 60 && !slices.Contains(s.streets[n].line, p)
		})
		if !ok {
			continue
		}
		foot := street{class: "人行道", line: []orb.Point{p, at}}
		switch {
		case s.crossesBarrier(p, at):
			if pick > 0.06 {
				continue
			}
			foot.class = "人行天桥"
		case pick < 0.05:
			foot.class = "台阶"
		}
		s.attach(foot, number)
	}
}

// motorway adds a road that passes over all others, with ramps to the main
// roads near some towns.
func (s *streetMaker) motorway() {
	ends := s.farthest(-math.Pi / 5)
	line := wholeLine(thinned(s.winding(ends[0], ends[1], 0.03, 7000, saltRail+50), 12))
	number := len(s.streets)
	s.streets = append(s.streets, street{class: "高速公路", speed: 100, oneway: "否", name: "绕城高速", line: line, apart: true})
	for i := 2; i < len(line)-1; i += max(3, len(line)/6) {
		host, at, ok := s.index.near(line[i], 2500, func(n int, _ orb.Point) bool {
			c := s.streets[n].class
			return c == "主干路" || c == "县道" || c == "次干路"
		})
		if ok && apart(line[i], at) > 30 {
			s.streets[number].insert(line[i])
			s.attach(street{class: "匝道", speed: 40, line: []orb.Point{line[i], at}, apart: true}, host)
		}
	}
}
