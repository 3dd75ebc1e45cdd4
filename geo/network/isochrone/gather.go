package isochrone

import "math"

// rod is a stretch in metres from the middle of a tile, for bounds only: it
// takes a tick to be as long everywhere in the tile.
type rod struct {
	ax, ay, ux, uy float64
	perLength2     float64 // 1 over the square of its length, 0 for a point
	perLength      float64
	near, far      way
}

// rod measures a stretch.
func (w *surveyor) rod(s *stretch) rod {
	r := rod{
		ax: (s.ax - w.cx) * w.kx, ay: (s.ay - w.cy) * w.ky,
		ux: (s.bx - s.ax) * w.kx, uy: (s.by - s.ay) * w.ky,
		near: s.near, far: s.far,
	}
	if length2 := r.ux*r.ux + r.uy*r.uy; length2 > 0 {
		r.perLength2 = 1 / length2
		r.perLength = math.Sqrt(r.perLength2)
	}
	return r
}

// nearest is the share of a rod where it is nearest to a point, and the square of
// the distance.
func (r *rod) nearest(x, y float64) (t, d2 float64) {
	x, y = x-r.ax, y-r.ay
	t = min(max((x*r.ux+y*r.uy)*r.perLength2, 0), 1)
	x, y = x-t*r.ux, y-t*r.uy
	return t, x*x + y*y
}

// gather lists the stretches that may be nearest to some point of a tile: first
// those in it, which tell how far the nearest street is at most anywhere, then
// those that are no farther from the tile than that.
func (w *surveyor) gather(tx, ty int) {
	w.near, w.rods = w.near[:0], w.rods[:0]
	w.turn++
	w.lowX, w.highX = math.Inf(-1), math.Inf(1)
	w.lowY, w.highY = w.lowX, w.highX
	w.gatherTile(tileKey(tx, ty))
	w.measure()
	need := min(w.s.Limit, w.farthest())*(1.01+w.warp) + w.f.cell
	padY := need / min(w.north[0], w.north[1])
	padX := need / w.leastEast(w.y0-padY, w.y1+padY)
	w.lowX, w.highX = float64(w.tx)-padX, float64(w.tx+ticksPerTile)+padX
	w.lowY, w.highY = w.y0-padY, w.y1+padY
	for y := w.clampTile(w.lowY, w.f.rows); y <= w.clampTile(w.highY, w.f.rows); y++ {
		for x := w.clampTile(w.lowX, w.f.columns); x <= w.clampTile(w.highX, w.f.columns); x++ {
			w.gatherTile(tileKey(x, y))
		}
	}
	w.measure()
}

// measure makes the rods that are missing.
func (w *surveyor) measure() {
	for i := len(w.rods); i < len(w.near); i++ {
		w.rods = append(w.rods, w.rod(&w.near[i]))
	}
}

// farthest bounds how many metres any point of the tile is from the nearest of the
// rods, by the middles of 16 squares and how far a point of them is from it.
func (w *surveyor) farthest() float64 {
	const squares = 4
	most := 0.0
	for i := range squares * squares {
		x := (float64(i%squares) + 0.5 - squares/2) * ticksPerTile / squares * w.kx
		y := (float64(i/squares) + 0.5 - squares/2) * ticksPerTile / squares * w.ky
		least := math.Inf(1)
		for j := range w.rods {
			_, d2 := w.rods[j].nearest(x, y)
			least = min(least, d2)
		}
		most = max(most, least)
	}
	return math.Sqrt(most) + ticksPerTile/squares/2*w.diagonal
}

// gatherTile appends the stretches of a tile that run through the box that counts
// and are not there yet.
func (w *surveyor) gatherTile(key uint64) {
	n, ok := w.tileAt[key]
	if !ok {
		return
	}
	for _, k := range w.stretches[w.first[n]:w.first[n+1]] {
		if w.seen[k] == w.turn {
			continue
		}
		w.seen[k] = w.turn
		ax, ay := w.f.place(w.g.Shape[k])
		bx, by := w.f.place(w.g.Shape[k+1])
		if max(ax, bx) < w.lowX || min(ax, bx) > w.highX || max(ay, by) < w.lowY || min(ay, by) > w.highY {
			continue
		}
		e := w.edgeOf[k]
		w.near = w.stretchesOf(w.near, e, k-w.g.Edges[e].First)
	}
}
