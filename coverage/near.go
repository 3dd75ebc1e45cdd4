package coverage

import (
	"github.com/paulmach/orb"

	"fugai/geo/index"
)

// finder answers how far the nearest facility of a set is, in a straight line.
type finder struct {
	layer *index.Layer // nil where none has coordinates
}

func (e *eval) finder(p *pool, active []int) *finder {
	var pts []orb.Geometry
	for _, i := range active {
		if pt := p.facility(i).Point; pt != nil {
			pts = append(pts, *pt)
		}
	}
	if len(pts) == 0 {
		return &finder{}
	}
	return &finder{layer: index.New(pts)}
}

// from gives metres to the nearest facility, nil without a place or facility.
func (f *finder) from(p *orb.Point) *float64 {
	if p == nil || f.layer == nil {
		return nil
	}
	hits := f.layer.Nearest(*p, 1)
	if len(hits) == 0 {
		return nil
	}
	d := float64(hits[0].Distance)
	return &d
}
