package spread

import (
	"math"

	"github.com/paulmach/orb"
)

// lattice is a plane divided into cells by column and row.
type lattice interface {
	// reach gives the cells that may have ground in common with a box.
	reach(b orb.Bound) patch
	// box holds the cells of a patch.
	box(p patch) orb.Bound
	// cut keeps what lies in a cell of what lies in its box.
	cut(k *knife, rings [][]orb.Point, col, row int) [][]orb.Point
	center(col, row int) orb.Point
	cellArea() float64
}

// patch is the cells from the first column and row up to, and without, the last.
type patch struct{ c0, r0, c1, r1 int }

func (p patch) cells() float64 { return float64(p.c1-p.c0) * float64(p.r1-p.r0) }

// cellPart is the ground that a unit has in a cell.
type cellPart struct {
	col, row int
	area     float64 // in the lattice's own measure
	at       orb.Point
}

// leastPart is how much of a cell a part has to cover: below it is what is left
// where borders run along cells.
const leastPart = 1e-6

// cells calls visit with each cell that has ground in common with rings.
func cells(l lattice, rings [][]orb.Point, visit func(cellPart) error) error {
	b := boundOf(rings)
	if !(b.Min[0] <= b.Max[0]) {
		return nil
	}
	w := walker{lattice: l, visit: visit}
	return w.patch(rings, l.reach(b))
}

// walker goes through the cells.
type walker struct {
	lattice
	knife
	visit func(cellPart) error
}

// patch halves a patch again and again, and the rings with it, so that most
// cells deal with few edges.
func (w *walker) patch(rings [][]orb.Point, p patch) error {
	here := w.mark()
	defer w.back(here)
	bound := w.lattice.box(p)
	rings = w.knife.box(rings, bound)
	switch {
	case len(rings) == 0:
		return nil
	case p.cells() == 1:
		return w.leaf(rings, p.c0, p.r0)
	case whole(rings, bound):
		return w.everyCell(p)
	}
	a, b := p, p
	if p.c1-p.c0 > p.r1-p.r0 {
		a.c1 = p.c0 + (p.c1-p.c0)/2
		b.c0 = a.c1
	} else {
		a.r1 = p.r0 + (p.r1-p.r0)/2
		b.r0 = a.r1
	}
	if err := w.patch(rings, a); err != nil {
		return err
	}
	return w.patch(rings, b)
}

// whole tells whether rings cover a box.
func whole(rings [][]orb.Point, b orb.Bound) bool {
	if len(rings) != 1 || len(rings[0]) > 8 {
		return false
	}
	full := (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1])
	return math.Abs(area(rings[0])-full) <= 1e-9*full
}

// everyCell visits the cells of a patch that is covered.
func (w *walker) everyCell(p patch) error {
	for row := p.r0; row < p.r1; row++ {
		for col := p.c0; col < p.c1; col++ {
			if err := w.visit(cellPart{col, row, w.cellArea(), w.center(col, row)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// leaf visits one cell, of which rings may cover a part.
func (w *walker) leaf(rings [][]orb.Point, col, row int) error {
	rings = w.cut(&w.knife, rings, col, row)
	total, middle := centroid(rings)
	if !(total > leastPart*w.cellArea()) {
		return nil
	}
	if total >= (1-1e-9)*w.cellArea() {
		return w.visit(cellPart{col, row, w.cellArea(), w.center(col, row)})
	}
	at, ok := insideAt(rings, middle)
	if !ok {
		return nil
	}
	return w.visit(cellPart{col, row, total, at})
}

// squares are cells of a side, from 0, 0 on.
type squares struct{ side float64 }

func (s squares) reach(b orb.Bound) patch {
	return patch{floorBy(b.Min[0], s.side), floorBy(b.Min[1], s.side), floorBy(b.Max[0], s.side) + 1, floorBy(b.Max[1], s.side) + 1}
}

func (s squares) box(p patch) orb.Bound {
	return orb.Bound{Min: orb.Point{float64(p.c0) * s.side, float64(p.r0) * s.side}, Max: orb.Point{float64(p.c1) * s.side, float64(p.r1) * s.side}}
}

func (s squares) cut(_ *knife, rings [][]orb.Point, _, _ int) [][]orb.Point { return rings }

func (s squares) center(col, row int) orb.Point {
	return orb.Point{(float64(col) + 0.5) * s.side, (float64(row) + 0.5) * s.side}
}

func (s squares) cellArea() float64 { return s.side * s.side }

// hexagons stand on a corner; their centres are a width apart along a row, and
// odd rows are half a width to the right.
type hexagons struct{ width float64 }

func (h hexagons) step() float64   { return h.width * math.Sqrt(3) / 2 } // between rows
func (h hexagons) radius() float64 { return h.width / math.Sqrt(3) }

func (h hexagons) reach(b orb.Bound) patch {
	return patch{
		floorBy(b.Min[0]-h.width, h.width), floorBy(b.Min[1]-h.radius(), h.step()),
		floorBy(b.Max[0]+h.width, h.width) + 1, floorBy(b.Max[1]+h.radius(), h.step()) + 1,
	}
}

func (h hexagons) box(p patch) orb.Bound {
	return orb.Bound{
		Min: orb.Point{(float64(p.c0) - 0.5) * h.width, float64(p.r0)*h.step() - h.radius()},
		Max: orb.Point{float64(p.c1) * h.width, float64(p.r1-1)*h.step() + h.radius()},
	}
}

func (h hexagons) cut(k *knife, rings [][]orb.Point, col, row int) [][]orb.Point {
	o := h.center(col, row)
	for n := range 6 {
		sin, cos := math.Sincos(float64(n) * math.Pi / 3)
		rings = k.clip(rings, side{cos, sin, cos*o[0] + sin*o[1] + h.width/2})
	}
	return rings
}

func (h hexagons) center(col, row int) orb.Point {
	return orb.Point{(float64(col) + float64(row&1)/2) * h.width, float64(row) * h.step()}
}

func (h hexagons) cellArea() float64 { return h.width * h.step() }

func floorBy(v, step float64) int { return int(math.Floor(v / step)) }
