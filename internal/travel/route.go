package travel

import (
	"context"
	"runtime"
	"sync"

	"github.com/paulmach/orb"

	"fugai/geo/network"
	"fugai/geo/network/paths"
)

// Route is the way between two places.
type Route struct {
	From, To int // in the lists of places
	// Line runs from the one place to the other, off the street at both ends.
	Line orb.LineString
	Cost float64 // seconds or metres, both ends included
	// Weighted is the cost that the way was chosen by; that is Cost, unless
	// some streets are preferred. Without [StreetOptions.Plain] Cost is weighted too.
	Weighted float64
	// Metres is the length of Line, OffStreet what of it is at the two ends.
	Metres, OffStreet float64
}

// Trip is a pair of places by their numbers in the lists of a Put's At.
type Trip struct{ From, To int }

// Routes finds the way of each trip, in the order of the trips; nil where there
// is none. All cores work.
func (s *Streets) Routes(ctx context.Context, from, to *Put, trips []Trip) ([]*Route, error) {
	out := make([]*Route, len(trips))
	threads := min(runtime.GOMAXPROCS(0), len(trips))
	var group sync.WaitGroup
	for first := range threads {
		group.Go(func() {
			f := paths.NewFinder(s.Graph)
			for i := first; i < len(trips) && ctx.Err() == nil; i += threads {
				out[i] = s.find(f, from, to, trips[i])
			}
		})
	}
	group.Wait()
	return out, ctx.Err()
}

// find gives one way, nil where there is none.
func (s *Streets) find(f *paths.Finder, from, to *Put, t Trip) *Route {
	a, b := &from.At[t.From], &to.At[t.To]
	r, ok := f.Route(a, b)
	if !ok {
		return nil
	}
	start, end := from.List[a.Place].Point, to.List[b.Place].Point
	line := orb.LineString{start}
	for _, p := range append(r.Line, end) {
		if p != line[len(line)-1] {
			line = append(line, p)
		}
	}
	if len(line) == 1 {
		line = append(line, end)
	}
	off := a.Off + b.Off
	out := &Route{From: a.Place, To: b.Place, Line: line, Cost: FromCost(r.Cost), Weighted: FromCost(r.Cost), Metres: float64(r.Meters) + off, OffStreet: off}
	if s.plain != nil {
		out.Cost = (s.along(&r, a, b) + float64(a.OffCost) + float64(b.OffCost)) / perUnit
	}
	return out
}

// ToNearest finds, for every place that reaches one, the way to its nearest
// site, or from there where that is the direction.
func (s *Streets) ToNearest(ctx context.Context, places, sites *Put, within float64) ([]*Route, error) {
	o := paths.Options{Direction: s.Direction}
	if within > 0 {
		o.Cutoff = ToCost(within)
	}
	hits, err := paths.Nearest(ctx, s.Graph, paths.Ends{Places: places.At, Sites: sites.At}, o)
	if err != nil {
		return nil, err
	}
	back := s.Direction == network.FromSites
	var trips []Trip
	for i, h := range hits {
		switch {
		case h.Site < 0:
		case back:
			trips = append(trips, Trip{int(h.Site), i})
		default:
			trips = append(trips, Trip{i, int(h.Site)})
		}
	}
	if back {
		return s.Routes(ctx, sites, places, trips)
	}
	return s.Routes(ctx, places, sites, trips)
}

// Backwards tells that ways lead from the sites to the places.
func (s *Streets) Backwards() bool { return s.Direction == network.FromSites }
