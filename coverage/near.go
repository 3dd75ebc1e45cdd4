package coverage

import (
	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/index"
)

// finder answers how far the nearest facility of a set is, in a straight line.
type finder struct {
	e      *eval
	to     []orb.Point
	points *index.Points // over to; nil where none has coordinates
}

func (e *eval) finder(p *pool, active []int) *finder {
	var pts []orb.Point
	for _, i := range active {
		if pt := p.facility(i).Point; pt != nil {
			pts = append(pts, *pt)
		}
	}
	if len(pts) == 0 {
		return &finder{e: e}
	}
	return &finder{e: e, to: pts, points: index.NewPoints(pts)}
}

// from gives metres to the nearest facility from n places, nil without a place
// or a facility.
func (f *finder) from(n int, place func(i int) *orb.Point) []*float64 {
	out := make([]*float64, n)
	if f.points == nil {
		return out
	}
	var from []orb.Point
	var of []int
	for i := range n {
		if p := place(i); p != nil {
			from, of = append(from, *p), append(of, i)
		}
	}
	hits, err := f.points.NearestEach(f.e.ctx, index.Batch{From: from})
	if err != nil {
		return out // cancelled: the caller's check of ctx ends the run
	}
	distances := make([]float64, len(hits))
	for k, h := range hits {
		if h.Index >= 0 {
			o := geo.NewOrigin(from[k])
			distances[k] = float64(o.Distance(f.to[h.Index])) // as everywhere, to the last digit
			out[of[k]] = &distances[k]
		}
	}
	return out
}
