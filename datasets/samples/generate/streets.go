package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"fugai/geo"
)

// A street is one line of the made road network, in whole metres of the plane.
type street struct {
	class  string // 高速公路, 主干路 … as the layer says
	speed  int    // km/h, 0 where the layer leaves it empty
	oneway string // 是, 反向, or 否
	name   string
	line   []orb.Point
	apart  bool // passes over the others without meeting them
}

// streetStyle is how a district's roads are written and what they are like.
type streetStyle struct {
	block    float64 // metres between the streets of a town
	hamlet   float64 // metres between the lanes of a village
	urban    float64 // metres around an urban community's centre that are built up
	rural    float64 // and around a village's
	encoding string  // of the layer: GBK or UTF-8
}

// streetMaker draws the network of one district.
type streetMaker struct {
	*district
	style    streetStyle
	places   []orb.Point   // people and facilities, in the plane
	barriers *segmentIndex // the river and the railway
	streets  []street
	index    *segmentIndex
}

// salts of the random choices of the network.
const (
	saltRiver = iota + 31
	saltRail
	saltRough
	saltGrid
	saltGap
	saltOneway
	saltLane
	saltVoid
	saltSpeed
	saltIsland
)

// roads saves the road network as a zipped Shapefile. Places that were put on
// the map before are within reach of a street.
func (m *maker) roads(name string, style streetStyle) {
	s := &streetMaker{district: m.district, style: style}
	for _, p := range m.placed {
		s.places = append(s.places, m.plane(p))
	}
	for _, u := range m.communities {
		if p, ok := geo.Center(u.polygon); ok { // where the study takes its people to be
			s.places = append(s.places, m.plane(p))
		}
	}
	s.draw()
	b, err := s.zipped(name)
	m.save(name+".zip", b, err)
}

// draw makes the network from the largest roads to the smallest.
func (s *streetMaker) draw() {
	s.barriers = newSegmentIndex([]street{{line: s.river()}, {line: s.railway()}})
	s.mainRoads()
	s.grids()
	s.streets = meet(s.streets)
	s.index = newSegmentIndex(s.streets)
	s.lanes()
	s.join()
	s.footways()
	s.motorway()
}

// river is a line across the district that few streets cross: it winds past the
// centres of the towns.
func (s *streetMaker) river() []orb.Point {
	ends := s.farthest(0)
	return s.winding(ends[0], ends[1], 0.09, 2600, saltRiver)
}

// railway is a straighter line across it.
func (s *streetMaker) railway() []orb.Point {
	ends := s.farthest(math.Pi / 3)
	return s.winding(ends[0], ends[1], 0.03, 9000, saltRail)
}

// farthest gives the two corners of the sketch that lie farthest apart, looked
// at from an angle to the longest line.
func (s *streetMaker) farthest(turn float64) [2]orb.Point {
	ring := s.sketch()
	longest, angle := 0.0, 0.0
	for _, a := range ring {
		for _, b := range ring {
			if d := apart(a, b); d > longest {
				longest, angle = d, math.Atan2(b[1]-a[1], b[0]-a[0])
			}
		}
	}
	dx, dy := math.Cos(angle+turn), math.Sin(angle+turn)
	first, last := ring[0], ring[0]
	for _, p := range ring {
		if p[0]*dx+p[1]*dy < first[0]*dx+first[1]*dy {
			first = p
		}
		if p[0]*dx+p[1]*dy > last[0]*dx+last[1]*dy {
			last = p
		}
	}
	return [2]orb.Point{first, last}
}

// winding is a line from a to b that leaves the straight by up to a share of its
// length, in bends of about so many metres.
func (s *streetMaker) winding(a, b orb.Point, share, bend float64, salt uint64) []orb.Point {
	length := apart(a, b)
	n := int(length / 250)
	nx, ny := -(b[1]-a[1])/length, (b[0]-a[0])/length
	var out []orb.Point
	for i := range n + 1 {
		t := float64(i) / float64(n)
		wide := length * share * 2 * (smoothNoise(4*t, 0.5, s.plan.seed+salt) - 0.5)
		near := bend * 0.35 * (smoothNoise(t*length/bend, 3.5, s.plan.seed+salt+1) - 0.5)
		off := 2*wide + near
		out = append(out, orb.Point{a[0] + t*(b[0]-a[0]) + off*nx, a[1] + t*(b[1]-a[1]) + off*ny})
	}
	return out
}

// crossesBarrier tells whether a line from a to b crosses the river or the
// railway.
func (s *streetMaker) crossesBarrier(a, b orb.Point) (crosses bool) {
	eachCell(a, b, 0, func(c [2]int) {
		for _, wall := range s.barriers.cells[c] {
			crosses = crosses || touch(a, b, wall.a, wall.b)
		}
	})
	return crosses
}

// plane turns longitude and latitude into metres: the reverse of ground.
func (d *district) plane(p orb.Point) orb.Point {
	east, north := d.degrees()
	return orb.Point{(p[0] - d.plan.origin[0]) * east, (p[1] - d.plan.origin[1]) * north}
}

// whole rounds a point to metres, so that lines that are to meet have the very
// same point.
func whole(p orb.Point) orb.Point { return orb.Point{math.Round(p[0]), math.Round(p[1])} }

// chance is a number from 0 to 1 that belongs to a place.
func (s *streetMaker) chance(salt uint64, p orb.Point) float64 {
	return hash01(s.plan.seed, salt, uint64(int64(math.Round(p[0]))), uint64(int64(math.Round(p[1]))))
}

// wholeLine rounds a line and drops points that fall together.
func wholeLine(line []orb.Point) []orb.Point {
	out := make([]orb.Point, 0, len(line))
	for _, p := range line {
		out = append(out, whole(p))
	}
	return slices.Compact(out)
}

// add keeps a street that has a length.
func (s *streetMaker) add(st street) {
	if st.line = wholeLine(st.line); len(st.line) > 1 {
		if st.oneway == "" {
			st.oneway = "否"
		}
		s.streets = append(s.streets, st)
	}
}

// lengthOf is the length of a line in metres.
func lengthOf(line []orb.Point) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += apart(line[i-1], line[i])
	}
	return sum
}

// called is the name of the nth street of a unit, from 0: 桃莲三街.
func called(u *unit, n int, ending string) string {
	stem := strings.TrimSuffix(strings.TrimSuffix(u.name, "社区"), "村")
	if digits := []rune("一二三四五六七八九十"); n < len(digits) {
		return stem + string(digits[n]) + ending
	}
	return fmt.Sprintf("%s%d%s", stem, n+1, ending)
}
