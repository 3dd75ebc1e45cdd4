package network

import (
	"context"
	"math"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// segment is a piece of street between two points that follow each other on a
// way. One that was merged into another has a == b.
type segment struct {
	a, b        uint32 // vertices
	ahead, back Cost   // a → b, b → a
	mm          uint32 // length
	way         uint32 // into Roads.Ways
	through     bool   // see Edge.Through
}

// dead tells whether the segment was merged into another.
func (s *segment) dead() bool { return s.a == s.b }

// other is the end that is not v.
func (s *segment) other(v uint32) uint32 { return s.a ^ s.b ^ v }

// costs of leaving v and of arriving at v.
func (s *segment) costs(v uint32) (leave, arrive Cost) {
	if s.a == v {
		return s.ahead, s.back
	}
	return s.back, s.ahead
}

// draft is a network before folding. Its vertices are the points of the roads,
// then one more for each end of a segment at a barrier, so that none leads
// through there.
type draft struct {
	roads   *Roads
	rules   *ruler
	report  *Report
	unknown tally
	unread  tally

	blocked  []bool   // by point; nil where there is no barrier
	barriers []uint32 // the points of the vertices after those of the roads
	segments []segment

	degree []uint8  // of each vertex, 3 for more
	first  []uint32 // a segment of each
	xor    []uint32 // of the segments of each: with one of two known, the other
	heights
}

func newDraft(roads *Roads, rules *ruler, report *Report) *draft {
	d := &draft{roads: roads, rules: rules, report: report, unknown: tally{}, unread: tally{}}
	n := 0
	for i := range roads.Ways {
		n += max(0, len(roads.Ways[i].Nodes)-1)
	}
	d.segments = make([]segment, 0, n)
	for i := range roads.Nodes {
		if t := &roads.Nodes[i]; rules.stops(t.Tags) {
			if d.blocked == nil {
				d.blocked = make([]bool, len(roads.Points))
			}
			d.blocked[t.Node] = true
		}
	}
	d.heights = newHeights(rules.settings, len(roads.Points))
	return d
}

// vertices is how many there are.
func (d *draft) vertices() int { return len(d.roads.Points) + len(d.barriers) }

// place is where a vertex lies.
func (d *draft) place(v uint32) orb.Point {
	if int(v) < len(d.roads.Points) {
		return d.roads.Points[v]
	}
	return d.roads.Points[d.barriers[int(v)-len(d.roads.Points)]]
}

// vertex is that of a point for one end of a segment.
func (d *draft) vertex(point int32) uint32 {
	if d.blocked == nil || !d.blocked[point] {
		return uint32(point)
	}
	d.barriers = append(d.barriers, uint32(point))
	return uint32(d.vertices() - 1)
}

// addWays makes the segments of all ways that are open.
func (d *draft) addWays(ctx context.Context) error {
	var lengths []float64
	for i := range d.roads.Ways {
		if i&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		w := &d.roads.Ways[i]
		p := d.rules.pass(w.Tags)
		if p.unknown != "" {
			d.unknown.add(p.unknown)
		}
		if p.unread != "" {
			d.unread.add(p.unread)
		}
		if p.why == "" {
			before := len(d.segments)
			lengths = d.addWay(uint32(i), p, lengths[:0])
			if len(d.segments) == before {
				p.why = TooShort
			} else if p.seconds > 0 || p.level && w.Tags.Get("route") == "ferry" {
				d.report.Ferries++
			}
		}
		if p.why != "" {
			d.report.Closed[p.why]++
		} else {
			d.report.Used++
		}
	}
	for _, b := range d.blocked {
		if b {
			d.report.Barriers++
		}
	}
	return nil
}

// addWay makes the segments of a way. lengths is spare room.
func (d *draft) addWay(way uint32, p passage, lengths []float64) []float64 {
	nodes := d.roads.Ways[way].Nodes
	points := d.roads.Points
	total := 0.0
	for k := 1; k < len(nodes); k++ {
		l := 0.0
		if nodes[k] != nodes[k-1] {
			l = float64(geo.Distance(points[nodes[k-1]], points[nodes[k]]))
		}
		lengths = append(lengths, l)
		if !math.IsNaN(l) {
			total += l
		}
	}
	ahead, back := perMetre(p.ahead), perMetre(p.back)
	if p.seconds > 0 && total > 0 {
		ahead, back = shareOf(p, total)
	}
	up, down := d.factors(nodes, lengths, p)
	for k, l := range lengths {
		switch {
		case math.IsNaN(l):
			d.report.Invalid++
			continue
		case nodes[k] == nodes[k+1]:
			continue
		case l == 0:
			d.report.ZeroCost++
		}
		a, b := ahead, back
		if up != nil {
			a, b = ahead/up[k], back/down[k]
		}
		s := segment{a: d.vertex(nodes[k]), b: d.vertex(nodes[k+1]), mm: uint32(min(l*1000+0.5, longest)), way: way, through: p.through}
		s.ahead, s.back = d.cost(l, a), d.cost(l, b)
		d.segments = append(d.segments, s)
	}
	return lengths
}

// perMetre is milliseconds a metre, infinite where closed.
func perMetre(kmh float64) float64 { return 3600 / kmh }

// shareOf is milliseconds a metre of a ferry that takes its seconds for total metres.
func shareOf(p passage, total float64) (ahead, back float64) {
	each := p.seconds * 1000 / total
	ahead, back = math.Inf(1), math.Inf(1)
	if p.ahead > 0 {
		ahead = each
	}
	if p.back > 0 {
		back = each
	}
	return ahead, back
}

// longest is the greatest cost of a segment; what would be more is cut to it.
const longest = float64(Never - 1)

// cost is that of metres at a pace in milliseconds a metre.
func (d *draft) cost(metres, pace float64) Cost {
	if math.IsInf(pace, 1) {
		return Never
	}
	if d.rules.settings.Impedance == Length {
		pace = 1000
	}
	return Cost(min(metres*pace+0.5, longest))
}

// measureDegrees counts the segments at each vertex.
func (d *draft) measureDegrees() {
	n := d.vertices()
	d.degree, d.first, d.xor = make([]uint8, n), make([]uint32, n), make([]uint32, n)
	for i := range d.segments {
		s := &d.segments[i]
		if s.dead() {
			continue
		}
		for _, v := range [...]uint32{s.a, s.b} {
			if d.degree[v] < 3 {
				d.degree[v]++
			}
			d.first[v] = uint32(i)
			d.xor[v] ^= uint32(i)
		}
	}
	for _, n := range d.degree {
		if n > 0 {
			d.report.Points++
		}
	}
}

// incidence lists segments by vertex, in compressed rows.
type incidence struct{ first, list []uint32 }

func (in *incidence) of(v uint32) []uint32 { return in.list[in.first[v]:in.first[v+1]] }

// incident lists the segments at the vertices that are wanted.
func (d *draft) incident(wanted func(v uint32) bool) incidence {
	in := incidence{first: make([]uint32, d.vertices()+1)}
	each := func(do func(v, segment uint32)) {
		for i := range d.segments {
			s := &d.segments[i]
			if s.dead() {
				continue
			}
			if wanted(s.a) {
				do(s.a, uint32(i))
			}
			if wanted(s.b) {
				do(s.b, uint32(i))
			}
		}
	}
	each(func(v, _ uint32) { in.first[v+1]++ })
	for v := range d.vertices() {
		in.first[v+1] += in.first[v]
	}
	in.list = make([]uint32, in.first[d.vertices()])
	next := append([]uint32(nil), in.first[:d.vertices()]...)
	each(func(v, segment uint32) {
		in.list[next[v]] = segment
		next[v]++
	})
	return in
}

// merge makes one of segments between the same two vertices. Each direction keeps
// the cheaper passage, which changes no cost: they lie upon each other. Only
// at vertices with three or more is it looked for; two alone make a ring.
func (d *draft) merge() {
	ends := make([]uint8, d.vertices())
	for i := range d.segments {
		s := &d.segments[i]
		ends[s.a], ends[s.b] = min(3, ends[s.a]+1), min(3, ends[s.b]+1)
	}
	in := d.incident(func(v uint32) bool { return ends[v] > 2 })
	for v := range uint32(d.vertices()) {
		list := in.of(v)
		for i, s := range list {
			for _, t := range list[:i] {
				d.mergePair(v, t, s)
			}
		}
	}
}

// mergePair merges segment j into i where both lead from v to the same vertex.
func (d *draft) mergePair(v, i, j uint32) {
	s, t := &d.segments[i], &d.segments[j]
	if s.dead() || t.dead() || s.other(v) != t.other(v) {
		return
	}
	if d.roads.Ways[t.way].ID < d.roads.Ways[s.way].ID {
		s.way = t.way
	}
	leave, arrive := t.costs(v)
	if s.a == v {
		s.ahead, s.back = min(s.ahead, leave), min(s.back, arrive)
	} else {
		s.back, s.ahead = min(s.back, leave), min(s.ahead, arrive)
	}
	t.b = t.a
	d.report.Double++
}
