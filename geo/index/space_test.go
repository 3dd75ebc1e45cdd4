package index

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// The bounds of the geodesic by its chord, the margin for rivals and the short ways
// to a distance, against geo.Distance, over all lengths and latitudes.
func TestChords(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 50_000 {
		a := orb.Point{360*rnd.Float64() - 180, 180*rnd.Float64() - 90}
		b, _ := geo.Direct(a, 360*rnd.Float64(), geo.Meters(math.Pow(10, 8.3*rnd.Float64()-1)))
		u, v := toSpace(a), toSpace(b)
		c2 := apart2(&u, &v)
		c, want := math.Sqrt(c2), float64(geo.Distance(a, b))
		if short, long := shortest(c), longest(c); want < short-doubt || want > long+doubt {
			t.Fatalf("chord %v from %v: got %v outside %v to %v", c, a, want, short, long)
		}
		if in, out := within(want), beyond(want); c < in-doubt || c > out+doubt {
			t.Fatalf("geodesic %v from %v: got chord %v outside %v to %v", want, a, c, in, out)
		}
		if exact := beyond(longest(c) + doubt); math.Sqrt(rival(c2)) < exact {
			t.Fatalf("rivals of chord %v: got up to %v, want %v", c, math.Sqrt(rival(c2)), exact)
		}
		if got := float64(geodesic(&u, &v, &a, &b)); math.Abs(got-want) > doubt {
			t.Fatalf("chord %v from %v: got %v, want %v", c, a, got, want)
		}
	}
}

// benchmarkEach asks a batch of 100,000 places of indexes of several sizes.
func benchmarkEach(b *testing.B, ask func(p *Points, from Batch) error) {
	from := clusters(100_000, 2)
	for _, n := range sizes() {
		p := NewPoints(clusters(n, 1))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := ask(p, Batch{From: from}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNearestEach(b *testing.B) {
	benchmarkEach(b, func(p *Points, from Batch) error { _, err := p.NearestEach(context.Background(), from); return err })
}

func BenchmarkNearestKEach(b *testing.B) {
	benchmarkEach(b, func(p *Points, from Batch) error { _, err := p.NearestKEach(context.Background(), from, 5); return err })
}

func BenchmarkCountEach(b *testing.B) {
	benchmarkEach(b, func(p *Points, from Batch) error { _, err := p.CountEach(context.Background(), from, 1000); return err })
}

func BenchmarkNewPoints(b *testing.B) {
	for _, n := range sizes() {
		points := clusters(n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				NewPoints(points)
			}
		})
	}
}
