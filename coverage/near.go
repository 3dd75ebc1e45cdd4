package coverage

import (
	"context"

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

// Nearer is a [Travel] that finds the nearest site however far it is.
type Nearer interface {
	// Nearest gives for each place in from the cheapest of to; Site is -1 where
	// none can be reached.
	Nearest(ctx context.Context, from, to []orb.Point) ([]Entry, error)
}

// toNearest is how far the nearest facility is from a place.
type toNearest struct {
	meters *float64 // in a straight line
	cost   *float64 // by the way of the target, where that is another
	site   int      // of the facility that cost leads to, as the target counts it
}

// ends gives how far the nearest facility that counts is from n places, and by
// the target's way where it has one.
func (m *reach) ends(n int, place func(i int) *orb.Point) []toNearest {
	var active, sites []int
	for site, i := range m.sites {
		if m.now[site] {
			active, sites = append(active, i), append(sites, site)
		}
	}
	straight := m.e.finder(m.pool, active)
	out := make([]toNearest, n)
	for i, d := range straight.from(n, place) {
		out[i].meters = d
	}
	nearer, ok := m.way.Travel.(Nearer)
	if !ok || m.way.ID == straightWayID || len(sites) == 0 {
		return out
	}
	var from []orb.Point
	var of []int
	for i := range n {
		if p := place(i); p != nil {
			from, of = append(from, *p), append(of, i)
		}
	}
	found, err := nearer.Nearest(m.e.ctx, from, straight.to)
	if err != nil {
		return out // cancelled: the caller's check of ctx ends the run
	}
	for k := range found {
		if f := &found[k]; f.Site >= 0 {
			out[of[k]].cost, out[of[k]].site = &f.Cost, sites[f.Site]
		}
	}
	return out
}
