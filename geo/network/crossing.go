package network

import (
	"fugai/geo"

	"github.com/paulmach/orb"
)

// crossing is where two segments cross between their ends, or where the first
// point of b lies upon a.
type crossing struct {
	a, b  piece
	touch bool
}

// crossings finds all places where two segments cross or touch without a common
// point, where neither is on a bridge or in a tunnel, along the curve.
func (j *joiner) crossings() []crossing {
	level := make([]bool, len(j.roads.Ways))
	for w := range level {
		f := newFacts(j.roads.Ways[w].Tags)
		level[w] = !f.bridge
	}
	t := j.pieces()
	var list []crossing
	for i := range t.list {
		p := &t.list[i]
		if !level[p.edge] {
			continue
		}
		t.meeting(p.box(), func(k int) {
			o := &t.list[k]
			switch {
			case !level[o.edge]:
			case k > i && p.crosses(o):
				list = append(list, crossing{a: *p, b: *o})
			case p.holds(o.a):
				list = append(list, crossing{*p, *o, true})
			}
		})
	}
	return list
}

// box bounds a piece.
func (p *piece) box() orb.Bound {
	return orb.Bound{Min: p.a, Max: p.a}.Extend(p.b)
}

// crosses tells whether two pieces cross between their ends.
func (p *piece) crosses(o *piece) bool {
	return geo.Side(p.a, p.b, o.a)*geo.Side(p.a, p.b, o.b) < 0 &&
		geo.Side(o.a, o.b, p.a)*geo.Side(o.a, o.b, p.b) < 0
}

// holds tells whether a point lies on a piece, but not at its ends.
func (p *piece) holds(q orb.Point) bool { return q != p.a && q != p.b && geo.OnSegment(p.a, p.b, q) }

// meeting calls fn with the pieces of all leaves whose boxes meet b.
func (t *pieces) meeting(b orb.Bound, fn func(i int)) {
	if len(t.list) > 0 {
		t.meetingIn(b, len(t.levels)-1, 0, fn)
	}
}

func (t *pieces) meetingIn(b orb.Bound, level, index int, fn func(i int)) {
	if !t.levels[level][index].Intersects(b) {
		return
	}
	first := index * fan
	if level == 0 {
		for i := first; i < min(first+fan, len(t.list)); i++ {
			fn(i)
		}
		return
	}
	for i := first; i < min(first+fan, len(t.levels[level-1])); i++ {
		t.meetingIn(b, level-1, i, fn)
	}
}

// cross makes the crossing a point of both ways.
func (j *joiner) cross(c crossing) {
	a, b := c.a, c.b
	if c.touch {
		along, _ := nearestOn(&a, b.a, 1, 1)
		j.news = append(j.news, insertion{int32(a.edge), int32(a.shape), along, j.roads.Ways[b.edge].Nodes[b.shape]})
		return
	}
	dx, dy := a.b[0]-a.a[0], a.b[1]-a.a[1]
	ex, ey := b.b[0]-b.a[0], b.b[1]-b.a[1]
	ox, oy := b.a[0]-a.a[0], b.a[1]-a.a[1]
	det := dx*ey - dy*ex
	if det == 0 {
		return // too nearly parallel to say where
	}
	t, u := (ox*ey-oy*ex)/det, (ox*dy-oy*dx)/det
	t, u = max(0, min(1, t)), max(0, min(1, u))
	point := int32(len(j.roads.Points))
	at := a.point(t)
	at[0] = geo.WrapLongitude(at[0])
	j.roads.Points = append(j.roads.Points, at)
	j.same = append(j.same, point)
	j.news = append(j.news, insertion{int32(a.edge), int32(a.shape), t, point}, insertion{int32(b.edge), int32(b.shape), u, point})
}
