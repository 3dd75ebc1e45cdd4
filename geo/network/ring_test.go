package network_test

import (
	"context"
	"testing"

	"fugai/geo/network"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// A ring without a junction has its node at the point that was listed first,
// wherever its ways begin.
func TestRingNode(t *testing.T) {
	corners := []orb.Point{{14.001, 35}, {14.002, 35}, {14.002, 35.001}, {14.001, 35.001}}
	street := network.Tags{{Key: "highway", Value: "residential"}}
	for _, c := range []struct {
		name string
		ways [][]int32
		want orb.LineString // the edge, by hand
	}{
		{"from its first point", [][]int32{{0, 1, 2, 3, 0}}, orb.LineString{corners[0], corners[1], corners[2], corners[3], corners[0]}},
		{"from another", [][]int32{{2, 3, 0, 1, 2}}, orb.LineString{corners[0], corners[3], corners[2], corners[1], corners[0]}},
		{"two ways", [][]int32{{1, 2, 3}, {3, 0, 1}}, orb.LineString{corners[0], corners[3], corners[2], corners[1], corners[0]}},
		{"two ways, the first holds it", [][]int32{{3, 0, 1}, {1, 2, 3}}, orb.LineString{corners[0], corners[3], corners[2], corners[1], corners[0]}},
	} {
		t.Run(c.name, func(t *testing.T) {
			roads := &network.Roads{Points: corners}
			for i, nodes := range c.ways {
				roads.Ways = append(roads.Ways, network.Way{ID: int64(i), Nodes: nodes, Tags: street})
			}
			g, report, err := network.Build(context.Background(), roads, network.Settings{})
			if err != nil {
				t.Fatal(err)
			}
			if len(g.Edges) != 1 || len(g.Nodes) != 1 || report.Points != len(corners) {
				t.Fatalf("got %d edges, %d nodes, %d points, want 1, 1, %d", len(g.Edges), len(g.Nodes), report.Points, len(corners))
			}
			if diff := cmp.Diff(g.Line(0), c.want); diff != "" {
				t.Errorf("edge (-got +want):\n%s", diff)
			}
		})
	}
}
