package paths_test

import (
	"context"
	"fmt"

	"fugai/geo/network"
	"fugai/geo/network/paths"

	"github.com/paulmach/orb"
)

// street is a north-south street of a kilometre and one that goes off to the
// east from its middle, of which one can only come back.
func street() *network.Graph {
	roads := &network.Roads{
		Points: []orb.Point{{114, 22.700}, {114, 22.705}, {114, 22.709}, {114.005, 22.705}},
		Ways: []network.Way{
			{ID: 1, Nodes: []int32{0, 1, 2}, Tags: network.Tags{{Key: "highway", Value: "residential"}}},
			{ID: 2, Nodes: []int32{3, 1}, Tags: network.Tags{{Key: "highway", Value: "residential"}, {Key: "oneway", Value: "yes"}}},
		},
	}
	g, _, err := network.Build(context.Background(), roads, network.Settings{Mode: network.Drive, Impedance: network.Length})
	if err != nil {
		panic(err) // the roads are right
	}
	return g
}

func Example() {
	ctx := context.Background()
	g := street()
	homes, _, _ := g.Snap(ctx, []orb.Point{{114, 22.701}, {114.002, 22.705}}, network.SnapOptions{})
	schools, _, _ := g.Snap(ctx, []orb.Point{{114, 22.7085}, {114.0045, 22.705}}, network.SnapOptions{})
	ends := paths.Ends{Places: homes, Sites: schools}

	for _, direction := range []network.Direction{network.ToSites, network.FromSites} {
		hits, err := paths.Nearest(ctx, g, ends, paths.Options{Direction: direction})
		if err != nil {
			panic(err)
		}
		for home, h := range hits {
			fmt.Printf("home %d, school %d: %d m\n", home, h.Site, h.Cost/1000)
		}
	}
	// Output:
	// home 0, school 0: 830 m
	// home 1, school 0: 593 m
	// home 0, school 0: 830 m
	// home 1, school 1: 256 m
}

func ExampleFinder_Route() {
	g := street()
	at, _, _ := g.Snap(context.Background(), []orb.Point{{114.002, 22.705}, {114, 22.701}}, network.SnapOptions{})
	f := paths.NewFinder(g)
	r, ok := f.Route(&at[0], &at[1])
	fmt.Printf("%v, %.0f m by %d points\n", ok, r.Meters, len(r.Line))
	_, ok = f.Route(&at[1], &at[0])
	fmt.Println(ok, "the other way")
	// Output:
	// true, 648 m by 3 points
	// false the other way
}
