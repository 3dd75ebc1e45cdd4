package isochrone

import "math"

// label says what a point of the ground is: the band of thresholds it lies in,
// or, where sites are told apart, site × number of bands + band; outside where it
// is not reached.
type label = int32

const outside label = -1

// surveyor works out the borders in one tile after another.
type surveyor struct {
	*survey
	seen  []uint32 // by point of Shape: the turn it was last taken in
	turn  uint32
	near  []stretch // that matter in this tile
	stack []int32   // candidates in near, of the boxes gone into
	feet  []foot    // of the candidates in hand, beside the stack's end
	rods  []rod     // beside near

	y0, y1      float64    // heights of the tile's lower and upper side
	east, north [2]float64 // metres in a tick there
	warp        float64    // by how much, relatively, they differ in the tile
	cx, cy      float64    // middle of the tile
	kx, ky      float64    // metres in a tick there
	diagonal    float64    // metres at most across a tick
	// The box, in ticks, that stretches have to run through to count.
	lowX, highX, lowY, highY float64

	// What cells of the tile have in common, by corner: labels, and the crossings
	// on the sides that go from it eastwards and northwards.
	tx, ty    int // ticks of the tile's corner
	corners   [sideCorners * sideCorners]known
	sides     [2 * sideCorners * sideCorners]known
	crossings []crossing

	borders     []border  // found so far
	ring, spare []turning // scratch of cell and join
}

// sideCorners are the corners on a tile's side.
const sideCorners = cellsPerTile + 1

// known is something worked out before: a label, or crossings by their first
// and the one after their last.
type known struct {
	some bool
	a, b int32
}

// slack is taken off where a whole box is said to lie on one side of a
// threshold, so that rounding cannot say otherwise for a point in it.
const slack = 1e-3

// tile finds the borders in a tile.
func (w *surveyor) tile(key uint64) {
	tx, ty := int(uint32(key)), int(key>>32)
	w.y0, w.y1 = float64(ty<<tileBits), float64((ty+1)<<tileBits)
	w.east[0], w.north[0] = w.f.scale(w.y0)
	w.east[1], w.north[1] = w.f.scale(w.y1)
	low, high := min(w.east[0], w.east[1]), max(w.east[0], w.east[1])
	w.warp = math.Max(high/math.Max(low, 1e-12)-1, math.Abs(w.north[1]/w.north[0]-1))
	w.cx, w.cy = float64(tx<<tileBits+ticksPerTile/2), float64(ty<<tileBits+ticksPerTile/2)
	w.kx, w.ky = w.scaleAt(w.cy)
	w.diagonal = math.Hypot(high, max(w.north[0], w.north[1]))
	w.tx, w.ty = tx<<tileBits, ty<<tileBits
	w.gather(tx, ty)
	w.stack = w.stack[:0]
	for i := range w.near {
		w.stack = append(w.stack, int32(i))
	}
	w.corners, w.sides, w.crossings = [sideCorners * sideCorners]known{}, [2 * sideCorners * sideCorners]known{}, w.crossings[:0]
	w.box(w.tx, w.ty, ticksPerTile, 0)
}

// scaleAt gives the metres in a tick at a height within the tile. At its lower
// and upper sides it is exactly what the neighbours there use.
func (w *surveyor) scaleAt(y float64) (east, north float64) {
	f := (y - w.y0) / ticksPerTile
	return w.east[0]*(1-f) + w.east[1]*f, w.north[0]*(1-f) + w.north[1]*f
}

// box finds the borders in a square, of which the candidates from base on in the
// stack are the stretches that may be nearest to some point. Squares that
// lie wholly in one band need no closer look, so that the work is along the
// borders only.
func (w *surveyor) box(x, y, size, base int) {
	end := len(w.stack)
	if size > w.leaf*ticksPerCell {
		if w.narrow(x, y, size, base) {
			half := size / 2
			own := len(w.stack)
			for _, q := range [4][2]int{{0, 0}, {half, 0}, {0, half}, {half, half}} {
				w.box(x+q[0], y+q[1], half, end)
				w.stack = w.stack[:own]
			}
		}
		w.stack = w.stack[:end]
		return
	}
	if w.narrow(x, y, size, base) {
		w.cell(x, y, size, w.stack[end:])
	}
	w.stack = w.stack[:end]
}

// narrow puts those of the candidates on the stack that may be nearest to some
// point of a square, and tells whether a border may run through it.
//
// No point of the square is farther than h from its middle, so the nearest
// stretch of any is at most 2h farther from the middle than the middle's own.
func (w *surveyor) narrow(x, y, size, base int) bool {
	end := len(w.stack)
	half := float64(size) / 2
	cx, cy := (float64(x)+half-w.cx)*w.kx, (float64(y)+half-w.cy)*w.ky
	w.feet = w.feet[:0]
	least := math.Inf(1)
	for _, i := range w.stack[base:end] {
		t, d2 := w.rods[i].nearest(cx, cy)
		w.feet = append(w.feet, foot{t, d2})
		least = min(least, d2)
	}
	least = math.Sqrt(least)
	h := half * w.diagonal
	h += w.warp*(least+2*h) + slack
	if least > w.s.Limit+h {
		return false
	}
	bound := (least + 2*h) * (least + 2*h)
	span := span{low: math.Inf(1), high: math.Inf(-1)}
	mixed := false
	for j, i := range w.stack[base:end] {
		f := w.feet[j]
		if f.d2 > bound {
			continue
		}
		w.stack = append(w.stack, i)
		if !mixed && span.widen(&w.rods[i], f, h, w.pace) {
			mixed = !w.uniform(&span, least+h)
		}
	}
	return mixed
}

// foot is where a rod is nearest to the middle of a box.
type foot struct{ t, d2 float64 }

// span bounds the costs, and tells the sites, that points of a square may have.
type span struct {
	low, high float64
	site      int32
	sites     bool // more than one
	some      bool
}

// widen takes a rod into the bounds: the part of it that is nearest to some
// point within h of the middle. It tells whether they became wider.
func (s *span) widen(r *rod, f foot, h, pace float64) bool {
	before := *s
	shift := 1.5*h*r.perLength + 0.01
	from, to := max(0, f.t-shift), min(1, f.t+shift)
	if r.near.from < never {
		s.count(r.near.site)
	}
	if r.far.from < never {
		s.count(r.far.site)
	}
	low := min(r.near.at(from), r.near.at(to), r.far.at(from), r.far.at(to))
	if low < s.low { // else what is off the street need not be looked at
		s.low = min(s.low, low+pace*max(0, math.Sqrt(f.d2)-h))
	}
	s.high = max(s.high, min(max(r.near.at(from), r.near.at(to)), max(r.far.at(from), r.far.at(to))))
	return *s != before
}

// count notes a site.
func (s *span) count(site int32) {
	s.sites = s.sites || s.some && s.site != site
	s.site, s.some = site, true
}

// uniform tells whether all points with these bounds along the streets, at most
// so far from them, have the same label.
func (w *surveyor) uniform(s *span, farthest float64) bool {
	low, high := w.band(s.low-slack), w.band(s.high+w.pace*farthest+slack)
	if low == len(w.thresholds) {
		return true
	}
	return low == high && farthest <= w.s.Limit-slack && !(w.split && s.sites)
}

// band is the first threshold that a cost is within, or their number.
func (w *survey) band(cost float64) int {
	for i, t := range w.thresholds {
		if cost <= t {
			return i
		}
	}
	return len(w.thresholds)
}

// label says what a point is: what it costs from its nearest street, of
// equally near ones the cheapest.
func (w *surveyor) label(x, y int, candidates []int32) label {
	px, py := float64(x), float64(y)
	kx, ky := w.scaleAt(py)
	least, cost, site := math.Inf(1), math.Inf(1), int32(0)
	for _, i := range candidates {
		s := &w.near[i]
		t, d2 := nearestOn(s.ax, s.ay, s.bx, s.by, px, py, kx, ky)
		if d2 > least {
			continue
		}
		c, of := s.best(t)
		if d2 < least || c < cost || c == cost && of < site {
			least, cost, site = d2, c, of
		}
	}
	d := math.Sqrt(least)
	if d > w.s.Limit {
		return outside
	}
	return w.labelOf(cost+w.pace*d, site)
}

// labelOf says what a cost is.
func (w *survey) labelOf(cost float64, site int32) label {
	b := w.band(cost)
	switch {
	case b == len(w.thresholds):
		return outside
	case w.split:
		return site*label(len(w.thresholds)) + label(b)
	}
	return label(b)
}
