package travel

import (
	"context"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/geo/network"
	"fugai/geo/network/isochrone"
	"fugai/geo/network/paths"
)

// Map draws the ground and the streets within rising costs of any of the
// sites, in seconds or metres as the network counts.
func (s *Streets) Map(ctx context.Context, sites []orb.Point, within []float64) (*coverage.Reached, error) {
	at, _, err := s.Snap(ctx, sites)
	if err != nil {
		return nil, err
	}
	thresholds := make([]network.Cost, len(within))
	for i, w := range within {
		thresholds[i] = ToCost(w)
	}
	tree, err := paths.Sweep(ctx, s.Graph, at, paths.Options{Direction: s.Direction, Cutoff: thresholds[len(thresholds)-1]})
	if err != nil {
		return nil, err
	}
	ground, err := isochrone.New(ctx, s.Graph, isochrone.Settings{Limit: s.Limit})
	if err != nil {
		return nil, err
	}
	costs := isochrone.FromTree(s.Graph, tree, at, s.Direction)
	cover, err := ground.Around(ctx, costs, thresholds)
	if err != nil {
		return nil, err
	}
	streets, err := ground.Streets(ctx, costs, thresholds, false)
	if err != nil {
		return nil, err
	}
	out := &coverage.Reached{}
	for i := range thresholds {
		out.Ground = append(out.Ground, cover.Within(i))
	}
	for i := range streets {
		st := &streets[i]
		out.Streets = append(out.Streets, coverage.Street{Line: st.Line, Band: st.Band, Least: st.Least / perUnit, Most: st.Most / perUnit})
	}
	return out, nil
}
