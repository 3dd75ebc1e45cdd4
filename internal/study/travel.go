package study

import (
	"context"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/geo"
	"fugai/geo/index"
)

// straight gives straight-line costs: metres on the ellipsoid.
type straight struct{}

// Unit is m.
func (straight) Unit() string { return "m" }

// Costs fills the matrix of distances up to cutoff with all cores. A cutoff
// below 0 gives an empty matrix.
func (straight) Costs(ctx context.Context, from, to []orb.Point, cutoff float64) (*coverage.Costs, error) {
	costs := coverage.NewCosts("m", len(to), cutoff)
	var row []coverage.Entry
	err := index.NewPoints(to).WithinEach(ctx, index.Batch{From: from}, geo.Meters(cutoff), func(_ int, hits []index.Hit) error {
		row = row[:0]
		for _, h := range hits {
			row = append(row, coverage.Entry{Site: h.Index, Cost: float64(h.Distance)})
		}
		costs.AddRow(row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return costs, nil
}
