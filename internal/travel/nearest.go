package travel

import (
	"context"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/geo"
	"fugai/geo/index"
	"fugai/geo/network/paths"
)

// Nearest gives for each place in from the cheapest of to, however far it is;
// Site is -1 where no way leads to one, or the place is not on the network.
func (s *Streets) Nearest(ctx context.Context, from, to []orb.Point) ([]coverage.Entry, error) {
	out := make([]coverage.Entry, len(from))
	for i := range out {
		out[i].Site = -1
	}
	places, _, err := s.Snap(ctx, from)
	if err != nil {
		return nil, err
	}
	sites, _, err := s.Snap(ctx, to)
	if err != nil {
		return nil, err
	}
	hits, err := paths.Nearest(ctx, s.Graph, paths.Ends{Places: places, Sites: sites}, paths.Options{Direction: s.Direction})
	if err != nil {
		return nil, err
	}
	for i, h := range hits {
		if h.Site >= 0 {
			out[places[i].Place] = coverage.Entry{Site: sites[h.Site].Place, Cost: FromCost(h.Cost)}
		}
	}
	return out, nil
}

// Nearest gives for each place in from the nearest of to; Site is -1 where
// there is none.
func (s Straight) Nearest(ctx context.Context, from, to []orb.Point) ([]coverage.Entry, error) {
	hits, err := index.NewPoints(to).NearestEach(ctx, index.Batch{From: from})
	if err != nil {
		return nil, err
	}
	cost, out := s.perMeter(), make([]coverage.Entry, len(from))
	for i, h := range hits {
		if out[i].Site = h.Index; h.Index >= 0 {
			out[i].Cost = float64(geo.Distance(from[i], to[h.Index])) * cost
		}
	}
	return out, nil
}
