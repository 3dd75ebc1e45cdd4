package paths

import (
	"context"
	"math"

	"fugai/geo/network"
)

// RankedTable makes a table by ranking the network, however small it is.
func RankedTable(ctx context.Context, g *network.Graph, ends Ends) (*Matrix, error) {
	h, err := newHierarchy(ctx, g, math.MaxInt64)
	if err != nil {
		return nil, err
	}
	return h.table(ctx, ends, Options{})
}
