package study

import (
	"context"
	"runtime"
	"sync"

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
	geoms := make([]orb.Geometry, len(to))
	for i, p := range to {
		geoms[i] = p
	}
	layer := index.New(geoms)
	rows := make([][]coverage.Entry, len(from))
	var wg sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), max(1, len(from)))
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(from) && ctx.Err() == nil; i += workers {
				for _, hit := range layer.Within(from[i], geo.Meters(cutoff)) {
					rows[i] = append(rows[i], coverage.Entry{Site: hit.Index, Cost: float64(hit.Distance)})
				}
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	costs := coverage.NewCosts("m", len(to), cutoff)
	for _, row := range rows {
		costs.AddRow(row)
	}
	return costs, nil
}
