package raster

import (
	"context"
	"iter"
	"math"

	"github.com/paulmach/orb"
)

// Limits on what one walk through the cells may take.
const (
	maxCells = 1 << 31
	freeWork = 1 << 30 // bytes that may be expanded whatever the size of the file
	maxWork  = 200     // times the size of the file: more is no raster of anything
)

// Cell is one cell of a grid that has a value.
type Cell struct {
	Column, Row int
	Value       float64
	Center      orb.Point // WGS 84 longitude and latitude
}

// Window is a part of a grid: columns and rows from the first up to, and
// without, the last.
type Window struct{ FirstColumn, FirstRow, LastColumn, LastRow int }

// Empty tells whether a window holds no cell.
func (w Window) Empty() bool { return w.FirstColumn >= w.LastColumn || w.FirstRow >= w.LastRow }

// Whole is the window of all cells.
func (g *Grid) Whole() Window { return Window{0, 0, g.Columns, g.Rows} }

// Window gives the part of the grid that may have ground in common with a box of WGS 84
// longitude and latitude, and a cell more on each side; it is empty where they
// are apart. A box that the grid's system cannot hold gives all of the grid.
func (g *Grid) Window(b orb.Bound) Window {
	const steps = 16 // along a side: a straight one may be bent in the grid
	c := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for k := range 4 * steps {
		t := float64(k%steps) / steps
		col, row, ok := g.Column(along(b, k/steps, t))
		if !ok {
			return g.Whole()
		}
		c.Min = orb.Point{min(c.Min[0], col), min(c.Min[1], row)}
		c.Max = orb.Point{max(c.Max[0], col), max(c.Max[1], row)}
	}
	bend := math.Max(c.Max[0]-c.Min[0], c.Max[1]-c.Min[1]) / (steps * steps)
	return Window{
		floorWithin(c.Min[0]-bend-1, g.Columns), floorWithin(c.Min[1]-bend-1, g.Rows),
		floorWithin(c.Max[0]+bend+2, g.Columns), floorWithin(c.Max[1]+bend+2, g.Rows),
	}
}

// along gives a point on a side of a box.
func along(b orb.Bound, side int, t float64) orb.Point {
	x, y := b.Min[0]+t*(b.Max[0]-b.Min[0]), b.Min[1]+t*(b.Max[1]-b.Min[1])
	switch side {
	case 0:
		return orb.Point{x, b.Min[1]}
	case 1:
		return orb.Point{b.Max[0], y}
	case 2:
		return orb.Point{x, b.Max[1]}
	}
	return orb.Point{b.Min[0], y}
}

// floorWithin rounds down into 0 to n.
func floorWithin(v float64, n int) int {
	return int(math.Floor(min(max(v, 0), float64(n))))
}

// Corners gives the corners of a cell in WGS 84 longitude and latitude, in
// order around it; ok is false where one of them does not lie on Earth.
func (g *Grid) Corners(col, row int) (corners [4]orb.Point, ok bool) {
	for k, d := range [4][2]int{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		if corners[k], ok = g.Point(float64(col+d[0]), float64(row+d[1])); !ok {
			return corners, false
		}
	}
	return corners, true
}

// Cells goes through the cells that have a value and whose centre lies in a box
// of WGS 84 longitude and latitude, block by block as the file has them. It ends
// with an error where ctx ends, where a block cannot be read, or where it would
// be too much work (an [*Error]).
func (g *Grid) Cells(ctx context.Context, b orb.Bound) iter.Seq2[Cell, error] {
	return func(yield func(Cell, error) bool) {
		for v, err := range g.Values(ctx, g.Window(b)) {
			if err != nil {
				yield(Cell{}, err)
				return
			}
			var ok bool
			if v.Center, ok = g.Point(float64(v.Column)+0.5, float64(v.Row)+0.5); ok && b.Contains(v.Center) && !yield(v, nil) {
				return
			}
		}
	}
}

// Values goes through the cells of a window that have a value, block by block
// as the file has them, without their centres. It ends with an error where ctx
// ends, where a block cannot be read, or where it would be too much work.
func (g *Grid) Values(ctx context.Context, w Window) iter.Seq2[Cell, error] {
	return func(yield func(Cell, error) bool) {
		if err := g.Affordable(w); err != nil {
			yield(Cell{}, err)
			return
		}
		for part := range g.parts(w) {
			err := ctx.Err()
			if err == nil {
				err = g.blocks.get(g.blocks.number(part.FirstColumn, part.FirstRow)).err
			}
			if err != nil {
				yield(Cell{}, err)
				return
			}
			for row := part.FirstRow; row < part.LastRow; row++ {
				for col := part.FirstColumn; col < part.LastColumn; col++ {
					if v, ok := g.Value(col, row); ok && !yield(Cell{Column: col, Row: row, Value: v}, nil) {
						return
					}
				}
			}
		}
	}
}

// parts cuts a window along the blocks.
func (g *Grid) parts(w Window) iter.Seq[Window] {
	return func(yield func(Window) bool) {
		if w.Empty() {
			return
		}
		l := g.blocks.layout
		for row := w.FirstRow; row < w.LastRow; {
			end := min(l.sliceEnd(row), w.LastRow)
			for col := w.FirstColumn; col < w.LastColumn; {
				right := min((col/l.blockW+1)*l.blockW, w.LastColumn)
				if !yield(Window{col, row, right, end}) {
					return
				}
				col = right
			}
			row = end
		}
	}
}

// sliceEnd is the first row behind the slice of a block that holds a row.
func (l *layout) sliceEnd(row int) int {
	start := row / l.blockH * l.blockH
	return min(start+((row-start)/l.sliceH+1)*l.sliceH, start+l.blockH)
}

// Affordable tells whether the cells of a window can be gone through: there are
// fewer than two thousand million, and what has to be expanded for them is in
// proportion to the file. The error is an [*Error].
func (g *Grid) Affordable(w Window) error {
	if w.Empty() {
		return nil
	}
	l := g.blocks.layout
	cells := float64(w.LastColumn-w.FirstColumn) * float64(w.LastRow-w.FirstRow)
	wide := (w.LastColumn-1)/l.blockW - w.FirstColumn/l.blockW + 1
	high := l.sliceEnd(w.LastRow-1) - w.FirstRow/l.blockH*l.blockH
	work := float64(wide) * float64(high) * float64(l.rowBytes())
	if cells <= maxCells && work <= max(freeWork, maxWork*float64(g.blocks.size)) {
		return nil
	}
	return &Error{
		Fault: TooLarge, WhatZH: "要读取的格数过多", WhatEN: "there are too many cells to go through",
		HintZH: "先裁剪到研究范围：gdalwarp -te 西 南 东 北 -te_srs EPSG:4326 原文件.tif 新文件.tif", HintEN: "cut the raster to the study's area: gdalwarp -te west south east north -te_srs EPSG:4326 in.tif out.tif",
	}
}
