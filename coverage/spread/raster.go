package spread

import (
	"context"
	"sync/atomic"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo/raster"
)

// Raster spreads people as a raster of population does: over its cells, each
// weighed by its value times the part of it that lies in the unit. Cells
// without a value, and values of 0 and below, have nobody.
//
// The raster says where people are, and the unit how many there are: what the raster adds up
// to is reported beside the units' own figures. Only where People names a group do
// the raster's own figures become the people of that group.
type Raster struct {
	Grid   *raster.Grid
	Name   string // in the report: the file
	People string // group whose people are those of the raster; "" for none
}

func (m *Raster) words() datasets.Text {
	if m.People != "" {
		return datasets.T("人数与分布均取自人口栅格 %s", "people and places are those of the population raster %s", m.Name)
	}
	return datasets.T("按人口栅格 %s 的分布", "spread as the population raster %s is", m.Name)
}

func (m *Raster) prepare(_ context.Context, units []Unit) (finder, error) {
	return &rasterFinder{units: units, grid: m.Grid}, nil
}

// rasterFinder finds the cells of a raster that lie in units. It works in the
// columns and rows of the raster, where cells are squares of side 1.
type rasterFinder struct {
	units    []Unit
	grid     *raster.Grid
	negative atomic.Int64
}

func (f *rasterFinder) spots(ctx context.Context, u int) ([]Spot, error) {
	g := f.units[u].Geometry
	if g == nil {
		return nil, nil
	}
	rings, ok := ringsOf(g, func(q orb.Point) (orb.Point, bool) {
		col, row, ok := f.grid.Column(q)
		return orb.Point{col, row}, ok
	})
	if !ok {
		return nil, nil
	}
	rings = new(knife).box(rings, orb.Bound{Max: orb.Point{float64(f.grid.Columns), float64(f.grid.Rows)}})
	b := boundOf(rings)
	if !(b.Min[0] <= b.Max[0]) {
		return nil, nil // beyond the raster
	}
	p := squares{1}.reach(b)
	if err := f.grid.Affordable(raster.Window{FirstColumn: p.c0, FirstRow: p.r0, LastColumn: min(p.c1, f.grid.Columns), LastRow: min(p.r1, f.grid.Rows)}); err != nil {
		return nil, err
	}
	var out []Spot
	n := 0
	err := cells(squares{1}, rings, func(c cellPart) error {
		if n++; n&0xffff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		v, ok := f.grid.Value(c.col, c.row)
		if ok && v < 0 {
			f.negative.Add(1)
		}
		if !ok || !(v*c.area > 0) {
			return nil
		}
		if at, ok := f.grid.Point(c.at[0], c.at[1]); ok {
			out = append(out, Spot{at, v * c.area})
		}
		return nil
	})
	if err == nil {
		err = f.grid.Err()
	}
	return out, err
}

func (f *rasterFinder) evidence(r *Report) {
	r.Measure = datasets.T("栅格人数", "people of the raster")
	r.Negative = int(f.negative.Load())
	r.compare = true
}
