package raster

import (
	"context"
	"testing"

	"github.com/paulmach/orb"
)

// BenchmarkGrid: an image of 2000 × 2000 floats in one deflated strip that is
// kept after the first question, and the same uncompressed, gone through whole.
func BenchmarkGrid(b *testing.B) {
	m := ramp(2000, 2000)
	g := m.open(b)
	places := placesIn(orb.Bound{Min: orb.Point{114, 20.8}, Max: orb.Point{116, 22.8}}, 1<<16)
	deflated := deflated(b, m, 8).open(b)
	b.Run("at", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			deflated.At(places[i%len(places)])
		}
	})
	b.Run("height", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			deflated.Height(places[i%len(places)])
		}
	})
	b.Run("values", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(4 * 2000 * 2000)
		for range b.N {
			n := 0
			for range g.Values(context.Background(), g.Whole()) {
				n++
			}
			if n != 2000*2000 {
				b.Fatal(n)
			}
		}
	})
}
