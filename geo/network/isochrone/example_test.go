package isochrone_test

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/network"
	"fugai/geo/network/isochrone"
	"fugai/geo/network/paths"
)

// A clinic on a long straight street: what is within 5 and 10 minutes on foot.
func Example() {
	ctx := context.Background()
	roads := &network.Roads{
		Points: []orb.Point{{113.30, 23.10}, {113.34, 23.10}},
		Ways:   []network.Way{{ID: 1, Nodes: []int32{0, 1}, Tags: network.Tags{{Key: "highway", Value: "residential"}}}},
	}
	streets, _, err := network.Build(ctx, roads, network.Settings{Mode: network.Walk})
	if err != nil {
		fmt.Println(err)
		return
	}
	clinic, _, err := streets.Snap(ctx, []orb.Point{{113.32, 23.10}}, network.SnapOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	limits := []network.Cost{5 * 60_000, 10 * 60_000}
	tree, err := paths.Sweep(ctx, streets, clinic, paths.Options{Cutoff: limits[1]})
	if err != nil {
		fmt.Println(err)
		return
	}
	ground, err := isochrone.New(ctx, streets, isochrone.Settings{Limit: 200})
	if err != nil {
		fmt.Println(err)
		return
	}
	cover, err := ground.Around(ctx, isochrone.FromTree(streets, tree, clinic, network.ToSites), limits)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, limit := range cover.Thresholds {
		fmt.Printf("%d min: %.2f km²\n", limit/60_000, geo.Area(cover.Within(i))/1e6)
	}
	// 80 m a minute, so 400 and 800 m along the street, and 200 m to either side
	// but for the ends: 2 × 400 × 400 less 4 × 200²/2 is 0.24 km².

	// Output:
	// 5 min: 0.24 km²
	// 10 min: 0.56 km²
}
