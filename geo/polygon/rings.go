package polygon

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// region gives the faces that keep wants as polygons: shells
// counter-clockwise, holes clockwise, rings that do not come back to a point,
// no side between two polygons. Faces that reach to infinity have no shell and
// are left out.
func (g *arrangement) region(keep func(winding) bool) orb.MultiPolygon {
	kept := make([]bool, len(g.first))
	for c, w := range g.counted {
		kept[c] = keep(w)
	}
	border := func(d int32) bool { return kept[g.walk[d]] && !kept[g.walk[d^1]] }
	done := make([]bool, len(g.to))
	var shells, holes []orb.Ring
	for d := range int32(len(g.to)) {
		if done[d] || !border(d) {
			continue
		}
		ring := orb.Ring{g.from(d)}
		for e := d; !done[e]; {
			done[e] = true
			ring = append(ring, g.end(e))
			for e = g.next[e]; !border(e); e = g.next[e^1] {
				// e runs through what is kept: the next clockwise
			}
		}
		for _, r := range splitTouching(ring) {
			switch turning(r) {
			case 1:
				shells = append(shells, r)
			case -1:
				holes = append(holes, r)
			}
		}
	}
	return nest(shells, holes)
}

// splitTouching cuts a closed ring that comes back to a point on its way into
// rings that visit each point once.
func splitTouching(r orb.Ring) []orb.Ring {
	at := make(map[orb.Point]int, len(r))
	for _, p := range r[1:] {
		at[p] = 0
	}
	if len(at) == len(r)-1 {
		return []orb.Ring{r}
	}
	clear(at)
	var out []orb.Ring
	var path []orb.Point
	for _, p := range r {
		k, again := at[p]
		if !again {
			at[p] = len(path)
			path = append(path, p)
			continue
		}
		loop := append(slices.Clone(path[k:]), p)
		for _, q := range path[k+1:] {
			delete(at, q)
		}
		path = path[:k+1]
		out = append(out, orb.Ring(loop))
	}
	return out
}

// nest gives each hole to the smallest shell around it. A hole without one is
// left out.
func nest(shells, holes []orb.Ring) orb.MultiPolygon {
	out := make(orb.MultiPolygon, len(shells))
	for i, s := range shells {
		out[i] = orb.Polygon{s}
	}
	if len(holes) == 0 {
		return out
	}
	type frame struct {
		index int
		area  float64
		bound orb.Bound
	}
	frames := make([]frame, len(shells))
	for i, s := range shells {
		frames[i] = frame{i, signedArea(s), s.Bound()}
	}
	slices.SortFunc(frames, func(a, b frame) int { return cmp.Or(cmp.Compare(a.area, b.area), cmp.Compare(a.index, b.index)) })
	for _, h := range holes {
		b := h.Bound()
		for _, f := range frames {
			if holdsBound(f.bound, b) && lies(h, shells[f.index]) {
				out[f.index] = append(out[f.index], h)
				break
			}
		}
	}
	return out
}

// middle is the middle of the longest side of a ring.
func middle(r orb.Ring) orb.Point {
	best, length := 1, -1.0
	for k := 1; k < len(r); k++ {
		dx, dy := r[k][0]-r[k-1][0], r[k][1]-r[k-1][1]
		if l := dx*dx + dy*dy; l > length {
			best, length = k, l
		}
	}
	a, b := r[best-1], r[best]
	return orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
}

// lies tells whether a closed ring lies inside another, which it may touch and
// does not cross: whether its first corner off the other does.
func lies(r, in orb.Ring) bool {
	for _, p := range r {
		if at := position(in, p); at != 0 {
			return at > 0
		}
	}
	return position(in, middle(r)) > 0
}

// position is 1 where a closed ring runs around p, by the non-zero rule, 0
// where p lies on it, and else -1, exactly.
func position(r orb.Ring, p orb.Point) int {
	n := 0
	for k := 1; k < len(r); k++ {
		a, b := r[k-1], r[k]
		if (a[1] > p[1] && b[1] > p[1]) || (a[1] < p[1] && b[1] < p[1]) || a[0] > p[0] && b[0] > p[0] {
			continue
		}
		switch side := orient(a, b, p); {
		case side == 0 && min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]):
			return 0
		case a[1] <= p[1] && p[1] < b[1] && side < 0:
			n--
		case b[1] <= p[1] && p[1] < a[1] && side > 0:
			n++
		}
	}
	if n != 0 {
		return 1
	}
	return -1
}

func holdsBound(outer, inner orb.Bound) bool {
	return outer.Contains(inner.Min) && outer.Contains(inner.Max)
}

// turning is 1 for a closed ring that runs counter-clockwise, -1 for one that
// runs clockwise, exactly, however thin it is; 0 for one of no extent. The ring
// does not come back to a point.
func turning(r orb.Ring) int {
	open := r[:max(0, len(r)-1)]
	if len(open) < 3 {
		return 0
	}
	k := 0
	for i, p := range open {
		if q := open[k]; p[0] < q[0] || p[0] == q[0] && p[1] < q[1] {
			k = i
		}
	}
	return orient(open[(k+len(open)-1)%len(open)], open[k], open[(k+1)%len(open)])
}

// signedArea is the area of a closed ring in square degrees, positive where it
// runs counter-clockwise. Coordinates are taken from the first point on, which
// keeps the digits of small rings.
func signedArea(r orb.Ring) float64 {
	sum := 0.0
	for k := 1; k < len(r); k++ {
		ax, ay := r[k-1][0]-r[0][0], r[k-1][1]-r[0][1]
		bx, by := r[k][0]-r[0][0], r[k][1]-r[0][1]
		sum += ax*by - ay*bx
	}
	return sum / 2
}
