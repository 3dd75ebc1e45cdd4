package main

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// lattice is a grid of streets: turned, and bent a little.
type lattice struct {
	origin orb.Point
	angle  float64
	step   float64
	seed   uint64
}

// at is the place of a corner.
func (l lattice) at(i, j int) orb.Point {
	x, y := float64(i)*l.step, float64(j)*l.step
	sin, cos := math.Sincos(l.angle)
	p := orb.Point{l.origin[0] + x*cos - y*sin, l.origin[1] + x*sin + y*cos}
	const bend = 1400.0 // metres from one bend to the next
	for axis := range p {
		p[axis] += 1.1 * l.step * (smoothNoise(p[0]/bend, p[1]/bend, l.seed+uint64(axis)) - 0.5)
		p[axis] += 0.22 * l.step * (hash01(l.seed, uint64(axis)+5, uint64(int64(i)), uint64(int64(j))) - 0.5)
	}
	return p
}

// cornerOf is a corner of a lattice.
type cornerOf [2]int

// grids lays streets over what is built up: the communities of a town share one
// lattice, each village has its own.
func (s *streetMaker) grids() {
	for i, town := range s.towns {
		l := lattice{s.town(i), math.Pi / 2 * hash01(s.plan.seed, saltGrid, uint64(i)), s.style.block, s.plan.seed + uint64(i)*17}
		built := map[cornerOf]*unit{}
		for _, u := range s.communities {
			if u.town != town {
				continue
			}
			if u.kind == "社区" {
				s.built(l, u, s.style.urban, built)
				continue
			}
			own := lattice{s.plane(u.centre), l.angle + 0.9*(s.chance(saltGrid, u.centre)-0.5), s.style.hamlet, l.seed + uint64(u.label)*131}
			village := map[cornerOf]*unit{}
			s.built(own, u, s.style.rural, village)
			s.lay(own, village)
		}
		s.lay(l, built)
	}
}

// built marks the corners of a lattice where a community is built up: around
// its centre, with a ragged edge.
func (s *streetMaker) built(l lattice, u *unit, reach float64, out map[cornerOf]*unit) {
	centre := s.plane(u.centre)
	long := 1.0 // villages lie along a street
	if u.kind == "村" {
		long = 1.1 + 0.7*s.chance(saltVoid, centre)
		reach *= 0.6 + 0.8*s.chance(saltVoid+100, centre)
	}
	bound := u.polygon.Bound()
	n := int(reach*1.6*long/l.step) + 2
	sin, cos := math.Sincos(-l.angle)
	dx, dy := centre[0]-l.origin[0], centre[1]-l.origin[1]
	ci, cj := int(math.Round((dx*cos-dy*sin)/l.step)), int(math.Round((dx*sin+dy*cos)/l.step))
	for i := ci - n; i <= ci+n; i++ {
		for j := cj - n; j <= cj+n; j++ {
			p := l.at(i, j)
			ragged := reach * (0.35 + 1.2*smoothNoise(p[0]/(0.7*reach), p[1]/(0.7*reach), s.plan.seed+saltVoid))
			if math.Hypot(float64(i-ci)/long, float64(j-cj)*long)*l.step > ragged {
				continue
			}
			if g := s.ground(p); bound.Contains(g) && planar.PolygonContains(u.polygon, g) {
				out[cornerOf{i, j}] = u
			}
		}
	}
}

// lay draws the streets of a lattice between built corners, along both
// directions, with gaps.
func (s *streetMaker) lay(l lattice, built map[cornerOf]*unit) {
	lo, hi := cornerOf{math.MaxInt32, math.MaxInt32}, cornerOf{math.MinInt32, math.MinInt32}
	for k := range built {
		for axis := range k {
			lo[axis], hi[axis] = min(lo[axis], k[axis]), max(hi[axis], k[axis])
		}
	}
	count := map[*unit]int{}
	for along := range 2 {
		across := 1 - along
		for row := lo[across]; row <= hi[across]; row++ {
			var run []cornerOf
			for col := lo[along]; col <= hi[along]+1; col++ {
				var k cornerOf
				k[along], k[across] = col, row
				if built[k] != nil && (len(run) == 0 || s.open(l, run[len(run)-1], k, row)) {
					run = append(run, k)
					continue
				}
				s.layRun(l, built, run, row, count)
				run = run[:0]
				if built[k] != nil {
					run = append(run, k)
				}
			}
		}
	}
}

// open tells whether the street goes on from one corner to the next: it stops
// at the river and the railway, and here and there for no reason, which makes
// the large blocks of Chinese towns; every fourth street is whole.
func (s *streetMaker) open(l lattice, a, b cornerOf, row int) bool {
	p, q := l.at(a[0], a[1]), l.at(b[0], b[1])
	if s.crossesBarrier(p, q) {
		return false
	}
	return row%4 == 0 || s.chance(saltGap, p) > 0.27
}

// layRun adds one street over some corners.
func (s *streetMaker) layRun(l lattice, built map[cornerOf]*unit, run []cornerOf, row int, count map[*unit]int) {
	if len(run) < 2 {
		return
	}
	line := make([]orb.Point, len(run))
	for i, k := range run {
		line[i] = l.at(k[0], k[1])
	}
	u := built[run[len(run)/2]]
	st := street{class: "村道", speed: 20, line: line}
	if u.kind == "社区" {
		st.class, st.speed = "支路", 30
		if row%4 != 0 {
			st.class, st.speed = "小区道路", 15
		}
	}
	if st.class == "支路" || len(run) > 3 {
		st.name = called(u, count[u], "街")
		count[u]++
	}
	pick := s.chance(saltOneway, line[0])
	if u.kind == "社区" && len(run) < 9 && pick < 0.16 {
		st.oneway = "是"
		if pick < 0.05 {
			st.oneway = "反向"
		}
	}
	if s.chance(saltSpeed, line[0]) < 0.3 {
		st.speed = 0
	}
	s.add(st)
}
