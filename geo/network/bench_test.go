package network_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// sides are those of towns of 1, 4 and 16 times the points, the last
// with about 330,000.
var sides = []int{55, 110, 220}

func BenchmarkBuild(b *testing.B) {
	for _, side := range sides {
		roads := town(side, 1)
		for _, mode := range []network.Mode{network.Walk, network.Drive} {
			b.Run(fmt.Sprintf("%s/points=%d", mode, len(roads.Points)), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, _, err := network.Build(context.Background(), roads, network.Settings{Mode: mode}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkSnap(b *testing.B) {
	for _, side := range sides {
		roads := town(side, 1)
		g, _, err := network.Build(context.Background(), roads, network.Settings{})
		if err != nil {
			b.Fatal(err)
		}
		places := somePlaces(100_000, side)
		b.Run(fmt.Sprintf("points=%d", len(roads.Points)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := g.Snap(context.Background(), places, network.SnapOptions{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(places)), "µs/place")
		})
	}
}

// somePlaces are spread over a town of the given side.
func somePlaces(n, side int) []orb.Point {
	r := rand.New(rand.NewPCG(5, 5))
	places := make([]orb.Point, n)
	for i := range places {
		places[i] = orb.Point{114.2 + 0.0011*float64(side)*r.Float64(), 22.7 + 0.0011*float64(side)*r.Float64()}
	}
	return places
}
