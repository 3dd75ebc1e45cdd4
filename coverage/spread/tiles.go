package spread

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// Shape is the form of the cells of [Tiles].
type Shape string

// The shapes.
const (
	Hexagons Shape = "hexagons"
	Squares  Shape = "squares"
)

// Tiles spreads people evenly over the ground: cells of equal area, cut at the
// border of the unit, each weighed by what of it the unit has. A cell that is cut
// is taken at the middle of what is left, or at a point inside that.
//
// Cells lie in one pattern across units, whatever units there are: rows
// follow the parallels, and the pattern starts at longitude 0 on the equator.
// Where units span more than four degrees of latitude each has the pattern of
// its own latitude, since cells would be squeezed far from it.
type Tiles struct {
	Shape Shape
	// Size is the side of a square, or the width of a hexagon from one side to the
	// opposite one, which is the distance from centre to centre.
	Size geo.Meters
}

func (m *Tiles) words() datasets.Text {
	if m.Shape == Hexagons {
		return datasets.T("按宽 %g m 的六边形网格均匀分布", "spread evenly over hexagons %g m wide", float64(m.Size))
	}
	return datasets.T("按边长 %g m 的方格网均匀分布", "spread evenly over squares of %g m", float64(m.Size))
}

func (m *Tiles) prepare(_ context.Context, units []Unit) (finder, error) {
	if err := checkSize(m.Size); err != nil {
		return nil, err
	}
	f := &tileFinder{units: units, lattice: squares{float64(m.Size)}}
	if m.Shape == Hexagons {
		f.lattice = hexagons{float64(m.Size)}
	}
	south, north := math.Inf(1), math.Inf(-1)
	for i := range units {
		if g := units[i].Geometry; g != nil {
			b := g.Bound()
			south, north = min(south, b.Min[1]), max(north, b.Max[1])
		}
	}
	if north-south <= sameGround {
		p := newPlane((south + north) / 2)
		f.common = &p
	}
	if err := f.enough(); err != nil {
		return nil, err
	}
	return f, nil
}

// enough refuses cells so small that there would be too many.
func (f *tileFinder) enough() error {
	ground := 0.0
	for u := range f.units {
		_, rings := f.rings(u)
		for _, r := range rings {
			ground += area(r)
		}
	}
	if ground/f.lattice.cellArea() > MaxParts {
		return tooMany()
	}
	return nil
}

// The steps and cells that make sense, in metres.
const (
	leastSize = 0.1
	mostSize  = 1e6
)

// checkSize refuses steps or cells of no sensible size.
func checkSize(size geo.Meters) error {
	if size >= leastSize && size <= mostSize {
		return nil
	}
	return &datasets.Problem{
		What: datasets.T("间距或格子的大小为 %g m", "the steps or cells are %g m", float64(size)),
		Hint: datasets.T("写 0.1 m 到 1000 km 之间的长度，如 size: 100 m", "give a length from 0.1 m to 1000 km, such as size: 100 m"),
	}
}

// tileFinder finds the cells of units.
type tileFinder struct {
	units   []Unit
	lattice lattice
	common  *plane // nil where each unit has its own
}

// rings puts a unit on its map; none where it is no ground.
func (f *tileFinder) rings(u int) (p plane, rings [][]orb.Point) {
	g := f.units[u].Geometry
	switch {
	case g == nil:
		return p, nil
	case f.common != nil:
		p = *f.common
	default:
		p = newPlane(g.Bound().Center()[1])
	}
	rings, ok := ringsOf(g, func(q orb.Point) (orb.Point, bool) { return p.to(q), geo.Valid(q) })
	if !ok {
		return p, nil
	}
	return p, rings
}

func (f *tileFinder) spots(ctx context.Context, u int) ([]Spot, error) {
	p, rings := f.rings(u)
	var out []Spot
	err := cells(f.lattice, rings, func(c cellPart) error {
		out = append(out, Spot{p.from(c.at), c.area})
		if len(out) > MaxParts {
			return tooMany()
		}
		if len(out)&0xffff == 0 {
			return ctx.Err()
		}
		return nil
	})
	return out, err
}

func (f *tileFinder) evidence(r *Report) {
	r.Measure = datasets.T("面积（m²）", "ground (m²)")
}
