package network

import "github.com/paulmach/orb"

// stretch is a piece of a way between two points where something else may
// join: those that ways use more than once, and the ends of ways.
type stretch struct {
	a, b    uint32 // vertices
	first   uint32 // of its steps
	count   uint32 // of its steps; 0 where it was merged into another
	name    uint32 // the way that it is named after, into Roads.Ways
	through bool   // see Edge.Through
}

// step is what a way takes from one point to the next.
type step struct {
	to          int32 // the point it leads to, into Roads.Points
	ahead, back Cost
	mm          uint32
}

// other is the end that is not v, or v where both are.
func (s *stretch) other(v uint32) uint32 { return s.a ^ s.b ^ v }

// costs of the first step from v and of the last step to v, from which it
// shows which directions are open.
func (d *draft) costs(s *stretch, v uint32) (leave, arrive Cost) {
	c := &d.steps[s.first]
	if s.a == v {
		return c.ahead, c.back
	}
	return c.back, c.ahead
}

// draft is a network before folding. Its vertices are the points of the roads,
// then one more for each end of a stretch at a barrier, so that none leads
// through there. Only those at the ends of stretches matter.
type draft struct {
	roads   *Roads
	rules   *ruler
	report  *Report
	unknown tally
	unread  tally

	blocked   []bool   // by point; nil where there is no barrier
	barriers  []uint32 // the points of the vertices after those of the roads
	ends      []bool   // points where stretches end in any case
	stretches []stretch
	steps     []step

	degree []uint8  // of each vertex, the stretches that end there, 3 for more
	first  []uint32 // a stretch of each
	xor    []uint32 // of the stretches of each: with one of two known, the other

	spots   []spot    // of the points
	lengths []float64 // of the steps of one way
	heights
}

func newDraft(roads *Roads, rules *ruler, report *Report) *draft {
	d := &draft{roads: roads, rules: rules, report: report, unknown: tally{}, unread: tally{}}
	for i := range roads.Nodes {
		if t := &roads.Nodes[i]; rules.stops(t.Tags) {
			if d.blocked == nil {
				d.blocked = make([]bool, len(roads.Points))
			}
			d.blocked[t.Node] = true
		}
	}
	for _, b := range d.blocked {
		if b {
			report.Barriers++
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

// vertex is that of a point for one end of a stretch.
func (d *draft) vertex(point int32) uint32 {
	if d.blocked == nil || !d.blocked[point] {
		return uint32(point)
	}
	d.barriers = append(d.barriers, uint32(point))
	return uint32(d.vertices() - 1)
}

// measureDegrees counts the stretches at each vertex.
func (d *draft) measureDegrees() {
	n := d.vertices()
	d.degree, d.first, d.xor = make([]uint8, n), make([]uint32, n), make([]uint32, n)
	for i := range d.stretches {
		s := &d.stretches[i]
		if s.count == 0 {
			continue
		}
		d.report.Points += int(s.count) - 1
		d.touch(s.a, uint32(i))
		d.touch(s.b, uint32(i))
	}
	for _, n := range d.degree {
		if n > 0 {
			d.report.Points++
		}
	}
}

// touch counts a stretch at a vertex.
func (d *draft) touch(v, stretch uint32) {
	d.degree[v] = min(3, d.degree[v]+1)
	d.first[v] = stretch
	d.xor[v] ^= stretch
}

// split cuts a stretch after so many steps, at a new vertex.
func (d *draft) split(stretch, steps uint32) {
	s := &d.stretches[stretch]
	rest := *s
	v := uint32(d.steps[s.first+steps-1].to)
	s.count, s.b = steps, v
	rest.a, rest.first, rest.count = v, rest.first+steps, rest.count-steps
	added := uint32(len(d.stretches))
	d.stretches = append(d.stretches, rest)
	d.xor[rest.b] ^= stretch ^ added
	if d.first[rest.b] == stretch {
		d.first[rest.b] = added
	}
	d.degree[v], d.first[v], d.xor[v] = 2, stretch, stretch^added
}

// incidence lists stretches by vertex, in compressed rows.
type incidence struct{ first, list []uint32 }

func (in *incidence) of(v uint32) []uint32 { return in.list[in.first[v]:in.first[v+1]] }

// incident lists the stretches of at most so many steps at the vertices that
// are wanted.
func (d *draft) incident(wanted []bool, most uint32) incidence {
	// Counted two places ahead, so that filling leaves the firsts in place.
	first := make([]uint32, len(wanted)+2)
	for i := range d.stretches {
		s := &d.stretches[i]
		if s.count-1 >= most {
			continue
		}
		if wanted[s.a] {
			first[s.a+2]++
		}
		if wanted[s.b] {
			first[s.b+2]++
		}
	}
	for v := range wanted {
		first[v+2] += first[v+1]
	}
	list := make([]uint32, first[len(wanted)+1])
	for i := range d.stretches {
		s := &d.stretches[i]
		if s.count-1 >= most {
			continue
		}
		if wanted[s.a] {
			list[first[s.a+1]] = uint32(i)
			first[s.a+1]++
		}
		if wanted[s.b] {
			list[first[s.b+1]] = uint32(i)
			first[s.b+1]++
		}
	}
	return incidence{first, list}
}
