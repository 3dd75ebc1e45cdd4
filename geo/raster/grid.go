package raster

import (
	"io"
	"math"

	"github.com/paulmach/orb"

	"fugai/geo/crs"
)

// Options say how a file is read. The zero value believes the file.
type Options struct {
	// System is that of the file where it does not name one itself, or names a
	// wrong one.
	System *crs.System
}

// Grid is the first band of a GeoTIFF. Columns run from 0 at the left, rows
// from 0 at the top of the file. It may be used from several goroutines.
type Grid struct {
	Columns, Rows int         // of cells
	Bands         int         // in the file; the first is read
	Kind          string      // of the numbers stored, as GDAL names it: Byte, Int16, Float32 …
	System        *crs.System // of the file
	NoData        *float64    // the stored number that stands for none; nil where the file names none

	blocks        *blocks
	place         *affine
	scale, offset float64
}

// Open reads the directory of a GeoTIFF of size bytes. The values are read when
// they are asked for, so r has to stay open as long as the grid is used.
// Errors are of r, or an [*Error].
func Open(r io.ReaderAt, size int64, o Options) (*Grid, error) {
	src, pos, err := header(r, size)
	if err != nil {
		return nil, err
	}
	d, err := src.fullImage(pos)
	if err != nil {
		return nil, err
	}
	l, err := d.layout()
	if err != nil {
		return nil, err
	}
	g := &Grid{Columns: l.width, Rows: l.height, Bands: l.bands, Kind: l.kind.String(), System: o.System}
	g.blocks = &blocks{source: src, layout: l, kept: map[int]*block{}}
	if v, ok, err := d.noData(); err != nil {
		return nil, err
	} else if ok {
		g.NoData = &v
	}
	if g.scale, g.offset, err = d.scaling(); err != nil {
		return nil, err
	}
	return g, g.put(d)
}

// put finds where on Earth the grid lies.
func (g *Grid) put(d *directory) error {
	k, err := d.keys()
	if err != nil {
		return err
	}
	if g.place, err = d.placing(k.point()); err != nil {
		return err
	}
	if g.System == nil {
		g.System, err = k.system()
	}
	return err
}

// Err is the first fault that was met while values were read; the cells of what
// could not be read have no value.
func (g *Grid) Err() error {
	g.blocks.mu.Lock()
	defer g.blocks.mu.Unlock()
	return g.blocks.err
}

// Value gives the number of a cell, scaled where the file says so. ok is false
// beyond the grid, where the file has no number or says that there is none, for
// NaN and infinite ones, and for what cannot be read (see [Grid.Err]).
func (g *Grid) Value(col, row int) (value float64, ok bool) {
	if col < 0 || row < 0 || col >= g.Columns || row >= g.Rows {
		return 0, false
	}
	v, ok := g.blocks.value(col, row)
	if !ok || g.none(v) {
		return 0, false
	}
	return v*g.scale + g.offset, true
}

// none tells whether a stored number stands for a missing one.
func (g *Grid) none(v float64) bool {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return true
	}
	return g.NoData != nil && (v == *g.NoData || g.blocks.kind == kindFloat32 && float32(v) == float32(*g.NoData))
}

// Column gives the place of a point of WGS 84 longitude and latitude in the
// grid: column and row with their fractions, the first corner of the first cell
// being 0, 0. They may lie beyond the grid; ok is false for a point that the
// grid's system cannot hold. In degrees the longitude may count from another
// meridian, such as 0 to 360.
func (g *Grid) Column(p orb.Point) (col, row float64, ok bool) {
	q, err := g.System.FromWGS84(p)
	if err != nil {
		return 0, 0, false
	}
	col, row = g.place.cell(q)
	if !g.System.Geographic() || col >= 0 && col < float64(g.Columns) {
		return col, row, true
	}
	for _, turn := range [...]float64{360, -360} {
		if c, r := g.place.cell(orb.Point{q[0] + turn, q[1]}); c >= 0 && c < float64(g.Columns) {
			return c, r, true
		}
	}
	return col, row, true
}

// Point turns [Grid.Column] round: the centre of cell (c, r) is at c + 0.5,
// r + 0.5. ok is false for what does not lie on Earth.
func (g *Grid) Point(col, row float64) (p orb.Point, ok bool) {
	q := g.place.coordinates(col, row)
	if g.System.Geographic() && math.Abs(q[0]) > 180 && math.Abs(q[0]) <= 540 {
		q[0] -= math.Copysign(360, q[0])
	}
	p, err := g.System.ToWGS84(q)
	return p, err == nil
}

// At gives the value of the cell that holds a point of WGS 84 longitude and
// latitude; see [Grid.Value] for where there is none.
func (g *Grid) At(p orb.Point) (value float64, ok bool) {
	col, row, ok := g.Column(p)
	if !ok || !(math.Abs(col) < maxSide && math.Abs(row) < maxSide) {
		return 0, false
	}
	return g.Value(int(math.Floor(col)), int(math.Floor(row)))
}

// Height gives a value between the centres of the four cells around a point
// (bilinear), as slopes need it. Those without a value, or beyond the grid, are left
// out of the mean; ok is false where the cell that holds the point has none.
func (g *Grid) Height(p orb.Point) (value float64, ok bool) {
	col, row, ok := g.Column(p)
	if !ok || !(math.Abs(col) < maxSide && math.Abs(row) < maxSide) {
		return 0, false
	}
	if _, ok := g.Value(int(math.Floor(col)), int(math.Floor(row))); !ok {
		return 0, false
	}
	c, r := math.Floor(col-0.5), math.Floor(row-0.5)
	fc, fr := col-0.5-c, row-0.5-r
	sum, weights := 0.0, 0.0
	for k := range 4 {
		dc, dr := k&1, k>>1
		weight := math.Abs(float64(1-dc)-fc) * math.Abs(float64(1-dr)-fr)
		if v, ok := g.Value(int(c)+dc, int(r)+dr); ok && weight > 0 {
			sum, weights = sum+weight*v, weights+weight
		}
	}
	return sum / weights, true
}
