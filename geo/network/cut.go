package network

import (
	"context"
	"math"
)

// addWays makes the stretches of all ways that are open. They end at vias in any
// case.
func (d *draft) addWays(ctx context.Context, vias map[uint32]bool) error {
	d.markEnds(vias)
	d.spots = newSpots(d.roads.Points)
	known := &passages{rules: d.rules}
	for i := range d.roads.Ways {
		if i&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		w := &d.roads.Ways[i]
		p := *known.of(w.Tags)
		if p.unknown != "" {
			d.unknown.add(p.unknown)
		}
		if p.unread != "" {
			d.unread.add(p.unread)
		}
		if p.why == "" {
			before := len(d.stretches)
			d.addWay(uint32(i), &p)
			if len(d.stretches) == before {
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
	return nil
}

// markEnds finds the points that ways use more than once or end at. Closed ways
// count as well: an end too many is folded later.
func (d *draft) markEnds(vias map[uint32]bool) {
	used := make([]bool, len(d.roads.Points))
	d.ends = make([]bool, len(d.roads.Points))
	steps := 0
	for i := range d.roads.Ways {
		nodes := d.roads.Ways[i].Nodes
		if len(nodes) == 0 {
			continue
		}
		steps += len(nodes) - 1
		for _, n := range nodes {
			if used[n] {
				d.ends[n] = true
			}
			used[n] = true
		}
		d.ends[nodes[0]], d.ends[nodes[len(nodes)-1]] = true, true
	}
	for n, b := range d.blocked {
		d.ends[n] = d.ends[n] || b
	}
	for v := range vias {
		d.ends[v] = true
	}
	d.steps = make([]step, 0, steps)
	d.stretches = make([]stretch, 0, len(d.roads.Ways)*5/2)
}

// addWay makes the stretches of a way.
func (d *draft) addWay(way uint32, p *passage) {
	nodes := d.roads.Ways[way].Nodes
	total := d.measure(nodes)
	ahead, back := d.paces(p, total)
	up, down := d.factors(nodes, d.lengths, *p)
	s := stretch{name: way, through: p.through}
	for k, l := range d.lengths {
		if math.IsNaN(l) || nodes[k] == nodes[k+1] {
			if math.IsNaN(l) {
				d.report.Invalid++
			}
			d.end(&s, nodes[k])
			continue
		}
		if l == 0 {
			d.report.ZeroCost++
		}
		if s.count == 0 {
			s.a, s.first = d.vertex(nodes[k]), uint32(len(d.steps))
		}
		s.count++
		a, b := ahead, back
		if up != nil {
			a, b = ahead/up[k], back/down[k]
		}
		d.addStep(nodes[k+1], l, a, b)
		// Where a way turns back it lies upon itself, which merging is to see.
		if d.ends[nodes[k+1]] || k+2 < len(nodes) && nodes[k+2] == nodes[k] {
			d.end(&s, nodes[k+1])
		}
	}
	if s.count > 0 {
		d.end(&s, nodes[len(nodes)-1])
	}
}

// end ends a stretch, if it has begun.
func (d *draft) end(s *stretch, point int32) {
	if s.count > 0 {
		s.b = d.vertex(point)
		d.stretches = append(d.stretches, *s)
		s.count = 0
	}
}

// measure puts the lengths of the steps of a way into d.lengths, NaN where
// a point is out of range, and gives the sum of the others.
func (d *draft) measure(nodes []int32) float64 {
	d.lengths = d.lengths[:0]
	total := 0.0
	for k := 1; k < len(nodes); k++ {
		l := 0.0
		if nodes[k] != nodes[k-1] {
			l = d.distance(nodes[k-1], nodes[k])
		}
		d.lengths = append(d.lengths, l)
		if !math.IsNaN(l) {
			total += l
		}
	}
	return total
}

// addStep adds one to a point, of metres at paces in milliseconds a metre.
func (d *draft) addStep(to int32, metres, ahead, back float64) {
	s := step{to: to, mm: uint32(min(metres*1000+0.5, longest)), ahead: d.cost(metres, ahead)}
	s.back = s.ahead
	if back != ahead {
		s.back = d.cost(metres, back)
	}
	d.steps = append(d.steps, s)
}

// cost is that of metres at a pace in milliseconds a metre.
func (d *draft) cost(metres, pace float64) Cost {
	if pace > math.MaxFloat64 {
		return Never
	}
	return Cost(min(metres*pace+0.5, longest))
}

// paces are what a metre of a way costs, ahead and back, infinite where closed;
// total is how many metres it has.
func (d *draft) paces(p *passage, total float64) (ahead, back float64) {
	switch {
	case d.rules.settings.Impedance == Length:
		ahead, back = lengthOf(p.ahead), lengthOf(p.back)
	case p.seconds > 0 && total > 0:
		ahead, back = shareOf(p, total)
	default:
		ahead, back = perMetre(p.ahead), perMetre(p.back)
	}
	return ahead * p.weight, back * p.weight
}

// lengthOf is millimetres a metre, infinite where closed.
func lengthOf(kmh float64) float64 {
	if kmh == 0 {
		return math.Inf(1)
	}
	return 1000
}

// perMetre is milliseconds a metre, infinite where closed.
func perMetre(kmh float64) float64 { return 3600 / kmh }

// shareOf is milliseconds a metre of a ferry that takes its seconds for total metres.
func shareOf(p *passage, total float64) (ahead, back float64) {
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
