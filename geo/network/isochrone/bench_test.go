package isochrone

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"fugai/geo/network"
)

func BenchmarkMalta(b *testing.B) {
	g := maltaGraph(b)
	sites := sitesIn(b, g, 100)
	c, _ := costs(b, g, sites, network.ToSites, 900_000)
	benchmarkCovers(b, g, c, minutes)
}

// A town of 2,500, 10,000 and 40,000 junctions with a site for every 100.
func BenchmarkTown(b *testing.B) {
	for _, n := range []int{50, 100, 200} {
		r := rand.New(rand.NewPCG(1, 1))
		g := randomTown(r, orb.Point{113.3, 23.1}, n)
		var sites []network.Location
		for range n * n / 100 {
			sites = append(sites, siteOn(g, uint32(r.IntN(len(g.Edges))), 0, r.Float64(), 20))
		}
		c, _ := costs(b, g, sites, network.ToSites, 1_000_000)
		b.Run(fmt.Sprint(n*n), func(b *testing.B) {
			benchmarkCovers(b, g, c, []network.Cost{300_000, 500_000, 1_000_000})
		})
	}
}

func benchmarkCovers(b *testing.B, g *network.Graph, c Costs, limits []network.Cost) {
	ctx := context.Background()
	gr, err := New(ctx, g, Settings{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("New", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := New(ctx, g, Settings{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, draw := range map[string]func() (*Cover, error){
		"Around":     func() (*Cover, error) { return gr.Around(ctx, c, limits) },
		"Catchments": func() (*Cover, error) { return gr.Catchments(ctx, c, limits) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				cover, err := draw()
				if err != nil {
					b.Fatal(err)
				}
				for i := range limits {
					if len(cover.Within(i)) == 0 {
						b.Fatal("nothing is reached")
					}
				}
			}
		})
	}
	b.Run("Streets", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := gr.Streets(ctx, c, limits, false); err != nil {
				b.Fatal(err)
			}
		}
	})
}
