package isochrone

import (
	"context"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/network"
	"fugai/geo/network/paths"
)

// costs searches a graph.
func costs(t testing.TB, g *network.Graph, sites []network.Location, d network.Direction, cutoff network.Cost) (Costs, *paths.Tree) {
	t.Helper()
	tree, err := paths.Sweep(context.Background(), g, sites, paths.Options{Direction: d, Cutoff: cutoff})
	if err != nil {
		t.Fatal(err)
	}
	return FromTree(g, tree, sites, d), tree
}

func areaOfAll(mp orb.MultiPolygon) float64 { return float64(geo.Area(mp)) }

// On a town of streets 20 m apart in both directions, the ground within r is that
// of the streets' diamond |x| + |y| ≤ r, of which the area is 2r², but for
// the blocks' insides: from a street the way to a place is straight across.
func TestGridTownIsADiamond(t *testing.T) {
	g := gridTown(orb.Point{113.3, 23.1}, 61, 20).graph()
	middle := uint32(30*61 + 30)
	var edge uint32
	for e := range g.Edges {
		if g.Edges[e].From == middle {
			edge = uint32(e)
		}
	}
	sites := []network.Location{siteOn(g, edge, 0, 0, 0)}
	c, _ := costs(t, g, sites, network.ToSites, 500_000)
	gr, err := New(context.Background(), g, Settings{Limit: 50, Cell: 5})
	if err != nil {
		t.Fatal(err)
	}
	cover, err := gr.Around(context.Background(), c, []network.Cost{200_000, 400_000, 500_000})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range []float64{200, 400, 500} {
		got := areaOfAll(cover.Within(i))
		want := 2 * r * r
		t.Logf("r %v: %.0f m² of %.0f, %d parts, tolerance %.1f", r, got, want, len(cover.Within(i)), cover.Tolerance)
		if math.Abs(got/want-1) > 0.02 {
			t.Errorf("r %v: got %.0f m², want %.0f", r, got, want)
		}
	}
}
