package polygon

import (
	"github.com/paulmach/orb"
)

// mendParts brings the sound parts of a MultiPolygon together: parts that
// overlap, or share more than points, become one.
func mendParts(parts []orb.MultiPolygon, m *Repairs) orb.MultiPolygon {
	var all orb.MultiPolygon
	for _, p := range parts {
		all = append(all, p...)
	}
	conflict, checked := conflicts(all)
	switch {
	case !checked:
		m.NotChecked = true
		return all
	case !conflict:
		return all
	}
	united, ok := overlay(all, nil, nil, either)
	if !ok {
		m.NotMended = true
		return all
	}
	m.United = true
	return united
}

// conflicts tells whether some of the parts overlap or share a stretch of
// border; checked is false where they are too intricate.
func conflicts(parts orb.MultiPolygon) (conflict, checked bool) {
	near, ok := meetingBounds(parts)
	if !ok {
		return false, false
	}
	if len(near) == 0 {
		return false, true
	}
	var segs []segment
	added := make([]bool, len(parts))
	for _, pair := range near {
		for _, i := range pair {
			if added[i] {
				continue
			}
			added[i] = true
			if !finite(parts[i]) {
				return false, false
			}
			for _, r := range parts[i] {
				segs = appendSides(segs, r, i, 0)
			}
		}
	}
	checked = pairs(segs, func(i, j int) bool {
		if s, t := &segs[i], &segs[j]; s.source != t.source {
			c := meet(s.a, s.b, t.a, t.b)
			conflict = c == cross || c == overlap
		}
		return !conflict
	})
	for k := 0; k < len(near) && !conflict; k++ {
		p, q := parts[near[k][0]], parts[near[k][1]]
		conflict = covers(p, q[0]) || covers(q, p[0])
	}
	return conflict, checked
}

// meetingBounds lists the pairs of parts whose bounds meet; false where there
// are too many.
func meetingBounds(parts orb.MultiPolygon) (near [][2]int32, ok bool) {
	diagonals := make([]segment, len(parts))
	for i, p := range parts {
		b := p.Bound()
		diagonals[i] = segment{a: b.Min, b: b.Max}
	}
	ok = pairs(diagonals, func(i, j int) bool {
		near = append(near, [2]int32{int32(i), int32(j)})
		return len(near) <= nodeCuts
	})
	return near, ok && len(near) <= nodeCuts
}

// covers tells whether a ring that crosses no ring of a sound polygon lies in
// the polygon.
func covers(p orb.Polygon, r orb.Ring) bool {
	if !holdsBound(p[0].Bound(), r.Bound()) || !lies(r, p[0]) {
		return false
	}
	for _, hole := range p[1:] {
		if holdsBound(hole.Bound(), r.Bound()) && lies(r, hole) {
			return false
		}
	}
	return true
}
