package isochrone

// border is a straight piece of border: the label on its left is the higher.
type border struct {
	from, to    vertex
	left, right label
}

// crossing is a place on a cell's side where the label changes.
type crossing struct {
	at            int // ticks from the side's west or south end
	before, after label
}

// turning is a place on a cell's outline, counter-clockwise, where the label
// changes.
type turning struct {
	at            vertex
	before, after label
}

// cell finds the borders in a square of the finest size. Where they enter and leave
// is found exactly, to crossingStep; inside they are straight, and where
// three or more kinds of ground meet they meet in one point.
func (w *surveyor) cell(x, y, size int, candidates []int32) {
	corners := [4]label{
		w.corner(x, y, candidates), w.corner(x+size, y, candidates),
		w.corner(x+size, y+size, candidates), w.corner(x, y+size, candidates),
	}
	if corners[0] == corners[1] && corners[1] == corners[2] && corners[2] == corners[3] {
		return
	}
	w.ring = w.ring[:0]
	w.side(line{x, y, 1, 0, size}, corners[0], corners[1], false, candidates)
	w.side(line{x + size, y, 0, 1, size}, corners[1], corners[2], false, candidates)
	w.side(line{x, y + size, 1, 0, size}, corners[3], corners[2], true, candidates)
	w.side(line{x, y, 0, 1, size}, corners[0], corners[3], true, candidates)
	w.join(func() label { return w.label(x+size/2, y+size/2, candidates) })
}

// line is a side of a cell: its west or south end, direction and length.
type line struct{ x, y, dx, dy, length int }

// number is that of a cell's corner in the tile.
func (w *surveyor) number(x, y int) int {
	return (y-w.ty)>>cellBits*sideCorners + (x-w.tx)>>cellBits
}

// corner is the label of a cell's corner.
func (w *surveyor) corner(x, y int, candidates []int32) label {
	k := &w.corners[w.number(x, y)]
	if !k.some {
		*k = known{some: true, a: w.label(x, y, candidates)}
	}
	return k.a
}

// side appends the turnings of a side, whose ends have labels a and b, to the
// outline; backward where the outline runs along it from its end.
func (w *surveyor) side(l line, a, b label, backward bool, candidates []int32) {
	if a == b {
		return
	}
	k := &w.sides[2*w.number(l.x, l.y)+l.dy]
	if !k.some {
		from := len(w.crossings)
		w.crossings = w.search(w.crossings, l, [2]int{0, l.length}, [2]label{a, b}, candidates)
		found := once(w.crossings[from:])
		w.crossings = w.crossings[:from+len(found)]
		*k = known{some: true, a: int32(from), b: int32(len(w.crossings))}
	}
	found := w.crossings[k.a:k.b]
	for i := range found {
		c := found[i]
		if backward {
			c = found[len(found)-1-i]
			c.before, c.after = c.after, c.before
		}
		w.ring = append(w.ring, turning{vertexAt(l.x+l.dx*c.at, l.y+l.dy*c.at), c.before, c.after})
	}
}

// search halves a side until each change is found. It goes the same way for
// all thresholds, so that borders of rising ones do not get out of order.
func (w *surveyor) search(out []crossing, l line, at [2]int, ends [2]label, candidates []int32) []crossing {
	if at[1]-at[0] <= crossingStep*w.leaf {
		return append(out, crossing{(at[0] + at[1]) / 2, ends[0], ends[1]})
	}
	middle := (at[0] + at[1]) / 2
	m := w.label(l.x+l.dx*middle, l.y+l.dy*middle, candidates)
	if m != ends[0] {
		out = w.search(out, l, [2]int{at[0], middle}, [2]label{ends[0], m}, candidates)
	}
	if m != ends[1] {
		out = w.search(out, l, [2]int{middle, at[1]}, [2]label{m, ends[1]}, candidates)
	}
	return out
}

// once cuts out what lies between two stretches of a side that have the same
// label, so that each label is there once.
func once(c []crossing) []crossing {
	if len(c) < 2 {
		return c
	}
	kept := c[:0]
	for i := 0; i < len(c); i++ {
		last := i - 1
		for j := i; j < len(c); j++ {
			if c[j].after == c[i].before {
				last = j
			}
		}
		if last >= i {
			i = last
			continue
		}
		kept = append(kept, c[i])
	}
	return kept
}

// join links the turnings of an outline. A stretch of it whose neighbours have the
// same label is cut off by a straight piece; of several choices those first
// whose label is not that of the middle. What is left meets in a point.
func (w *surveyor) join(middle func() label) {
	ring := w.ring
	for len(ring) > 2 {
		i := cuttable(ring, middle)
		if i < 0 {
			w.star(ring)
			return
		}
		j := (i + 1) % len(ring)
		w.add(ring[j].at, ring[i].at, ring[i].after, ring[i].before)
		w.spare = w.spare[:0]
		for k := range ring {
			if k != i && k != j {
				w.spare = append(w.spare, ring[k])
			}
		}
		ring = append(ring[:0], w.spare...)
	}
	if len(ring) == 2 {
		w.add(ring[1].at, ring[0].at, ring[0].after, ring[0].before)
	}
}

// cuttable finds the turning that begins a stretch that can be cut off, or -1.
func cuttable(ring []turning, middle func() label) int {
	found, m := -1, label(0)
	for i := range ring {
		if ring[i].before != ring[(i+1)%len(ring)].after {
			continue
		}
		if found < 0 {
			found, m = i, middle()
		}
		if ring[i].after != m {
			return i
		}
	}
	return found
}

// star links turnings to the point in their middle, which lies inside the cell
// because they are on more than one of its sides.
func (w *surveyor) star(ring []turning) {
	x, y := 0, 0
	for i := range ring {
		x, y = x+ring[i].at.x(), y+ring[i].at.y()
	}
	center := vertexAt((x+len(ring)/2)/len(ring), (y+len(ring)/2)/len(ring))
	for i := range ring {
		w.add(ring[i].at, center, ring[i].before, ring[i].after)
	}
}

// add notes a piece of border.
func (w *surveyor) add(from, to vertex, left, right label) {
	if left < right {
		from, to, left, right = to, from, right, left
	}
	w.borders = append(w.borders, border{from, to, left, right})
}
