package paths

import (
	"context"

	"fugai/geo/network"
)

// Nearest finds the site of least cost for every place, in the order of the
// places, by one search from all sites. A place that reaches none within the
// cutoff has a Hit whose Site is -1. The error is that of ctx, or tells of a
// location that is not on the graph.
func Nearest(ctx context.Context, g *network.Graph, ends Ends, o Options) ([]Hit, error) {
	if err := check(g, ends.Places); err != nil {
		return nil, err
	}
	t, err := Sweep(ctx, g, ends.Sites, o)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, len(ends.Places))
	return hits, each(ctx, len(hits), o.Threads, func(int) func(int) {
		return func(place int) { hits[place] = t.At(&ends.Places[place]) }
	})
}
