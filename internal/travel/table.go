package travel

import (
	"cmp"
	"context"
	"slices"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/index"
	"fugai/geo/network"
	"fugai/geo/network/paths"
)

// Choice says which pairs of a table of costs are wanted. The zero value wants
// all.
type Choice struct {
	Within  float64 // the highest cost, seconds or metres; 0 for no bound
	Nearest int     // only so many of each place's nearest; 0 for all
}

// Each calls yield for every place of from, in order, with the places of to
// that it reaches: by cost, then by their order. Places that are not on the
// network, or reach nothing, have no entries. The row is yield's until it
// returns.
func (s *Streets) Each(ctx context.Context, from, to *Put, c Choice, yield func(from int, row []coverage.Entry) error) error {
	next := 0
	var row []coverage.Entry
	pass := func(at int, hits []paths.Hit) error {
		place := from.At[at].Place
		for ; next < place; next++ {
			if err := yield(next, nil); err != nil {
				return err
			}
		}
		next++
		row = row[:0]
		for _, h := range hits {
			if h.Site >= 0 {
				row = append(row, coverage.Entry{Site: to.At[h.Site].Place, Cost: FromCost(h.Cost)})
			}
		}
		return yield(place, row)
	}
	if err := s.search(ctx, paths.Ends{Places: from.At, Sites: to.At}, c, pass); err != nil {
		return err
	}
	for ; next < len(from.List); next++ {
		if err := yield(next, nil); err != nil {
			return err
		}
	}
	return nil
}

// Sums adds up, for every place of from that is on the network, the weights of
// the places of to within a cost, and counts them; 0 for those that are not on it.
func (s *Streets) Sums(ctx context.Context, from, to *Put, within float64) ([]Sum, error) {
	ends, o := paths.Ends{Places: from.At, Sites: to.At}, paths.Options{Direction: s.Direction, Cutoff: ToCost(within)}
	weights := make([]float64, len(to.At))
	for i := range to.At {
		weights[i] = to.List[to.At[i].Place].Weight
	}
	sums, err := paths.SumWithin(ctx, s.Graph, ends, weights, o)
	if err != nil {
		return nil, err
	}
	counts, err := paths.CountWithin(ctx, s.Graph, ends, o)
	if err != nil {
		return nil, err
	}
	out := make([]Sum, len(from.List))
	for i := range from.At {
		out[from.At[i].Place] = Sum{counts[i], sums[i]}
	}
	return out, nil
}

// Sum is what lies around a place.
type Sum struct {
	Places int
	Weight float64
}

// Sums does for straight lines what [Streets.Sums] does along streets.
func (s Straight) Sums(ctx context.Context, from, to *Places, within float64) ([]Sum, error) {
	out := make([]Sum, len(from.List))
	err := s.Each(ctx, from, to, Choice{Within: within}, func(i int, row []coverage.Entry) error {
		for _, e := range row {
			out[i].Places++
			out[i].Weight += to.List[e.Site].Weight
		}
		return nil
	})
	return out, err
}

// mostPairs is how many pairs a full table has: 1 GB of costs.
const mostPairs = 250_000_000

// search asks for the pairs in the way that is the least work.
func (s *Streets) search(ctx context.Context, ends paths.Ends, c Choice, pass func(int, []paths.Hit) error) error {
	o := paths.Options{Direction: s.Direction}
	if c.Within > 0 {
		o.Cutoff = ToCost(c.Within)
	}
	switch {
	case c.Nearest > 0:
		rows, err := paths.NearestK(ctx, s.Graph, ends, min(c.Nearest, len(ends.Sites)), o)
		if err != nil {
			return err
		}
		for i, hits := range rows {
			if err := pass(i, hits); err != nil {
				return err
			}
		}
		return nil
	case c.Within > 0:
		return paths.Within(ctx, s.Graph, ends, o, pass)
	}
	if pairs := len(ends.Places) * len(ends.Sites); pairs > mostPairs {
		return &datasets.Problem{What: datasets.T("%d 对太多了，放不进内存", "%d pairs are too many to hold", pairs),
			Hint: datasets.T("给出上限（within），或只要最近的几个（nearest）", "give the most that counts (within), or ask for the nearest few (nearest)")}
	}
	m, err := paths.Table(ctx, s.Graph, ends, o)
	if err != nil {
		return err
	}
	return eachRow(m, pass)
}

// eachRow passes the rows of a full table on, sorted.
func eachRow(m *paths.Matrix, pass func(int, []paths.Hit) error) error {
	var hits []paths.Hit
	for i := range m.Places {
		hits = hits[:0]
		for site, cost := range m.Row(i) {
			if cost != network.Never {
				hits = append(hits, paths.Hit{Site: int32(site), Cost: cost})
			}
		}
		slices.SortFunc(hits, func(a, b paths.Hit) int {
			return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Site, b.Site))
		})
		if err := pass(i, hits); err != nil {
			return err
		}
	}
	return nil
}

// farthest is more than any two places on Earth are apart, in metres.
const farthest = 20_100_000

// Each does for straight lines what [Streets.Each] does along streets.
func (s Straight) Each(ctx context.Context, from, to *Places, c Choice, yield func(from int, row []coverage.Entry) error) error {
	points, batch := index.NewPoints(to.points()), index.Batch{From: from.points()}
	cost := s.perMeter()
	limit := geo.Meters(farthest)
	if c.Within > 0 {
		limit = min(limit, geo.Meters(c.Within/cost))
	}
	var row []coverage.Entry
	pass := func(i int, hits []index.Hit) error {
		row = row[:0]
		for _, h := range hits {
			if geo.AtMost(h.Distance, limit) {
				row = append(row, coverage.Entry{Site: h.Index, Cost: float64(h.Distance) * cost})
			}
		}
		slices.SortFunc(row, func(a, b coverage.Entry) int {
			return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Site, b.Site))
		})
		return yield(i, row)
	}
	if c.Nearest == 0 {
		return points.WithinEach(ctx, batch, limit, pass)
	}
	rows, err := points.NearestKEach(ctx, batch, min(c.Nearest, len(to.List)))
	if err != nil {
		return err
	}
	for i, hits := range rows {
		if err := pass(i, hits); err != nil {
			return err
		}
	}
	return nil
}
