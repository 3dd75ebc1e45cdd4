package travel

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/geo"
	"fugai/geo/index"
)

// Straight is the way as the crow flies. The zero value gives metres on the
// ellipsoid.
type Straight struct {
	// Detour makes distances longer by a factor, from 1: streets wind. 0 is 1.
	Detour float64
	// Speed, km/h, turns metres into seconds; 0 leaves metres.
	Speed float64
}

// Unit is m, or s where there is a speed.
func (s Straight) Unit() string {
	if s.Speed > 0 {
		return "s"
	}
	return "m"
}

// perMeter is the cost of a metre.
func (s Straight) perMeter() float64 {
	cost := 1.0
	if s.Detour > 0 {
		cost = s.Detour
	}
	if s.Speed > 0 {
		cost *= 3.6 / s.Speed
	}
	return cost
}

// Costs fills the matrix of costs up to cutoff with all cores. A cutoff below
// 0 gives an empty matrix.
func (s Straight) Costs(ctx context.Context, from, to []orb.Point, cutoff float64) (*coverage.Costs, error) {
	cost := s.perMeter()
	costs := coverage.NewCosts(s.Unit(), len(to), cutoff)
	var row []coverage.Entry
	err := index.NewPoints(to).WithinEach(ctx, index.Batch{From: from}, geo.Meters(cutoff/cost), func(_ int, hits []index.Hit) error {
		row = row[:0]
		for _, h := range hits {
			// Limits are compared at the millimetre, so what is within by that is not beyond here.
			row = append(row, coverage.Entry{Site: h.Index, Cost: s.clamp(float64(h.Distance)*cost, cutoff)})
		}
		costs.AddRow(row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return costs, nil
}

func (s Straight) clamp(cost, cutoff float64) float64 {
	if s == (Straight{}) {
		return cost
	}
	return math.Min(cost, cutoff)
}
