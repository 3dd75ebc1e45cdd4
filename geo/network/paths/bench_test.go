package paths

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// town is a made network of side × side junctions with a point on every
// street, some missing, some one-way, in rows that a curve would not keep
// together; and a location at every junction.
func town(side int) (*network.Graph, []network.Location) {
	r := rand.New(rand.NewPCG(1, uint64(side)))
	g := &network.Graph{Unit: network.Milliseconds}
	for i := range side * side {
		g.Nodes = append(g.Nodes, orb.Point{float64(i%side) / 1000, float64(i/side) / 1000})
	}
	at := make([]network.Location, len(g.Nodes))
	street := func(a, b int) {
		if r.IntN(8) == 0 {
			return
		}
		ahead, back := network.Cost(20_000+r.IntN(100_000)), network.Never
		if r.IntN(10) > 0 {
			back = ahead
		}
		from, to := uint32(a), uint32(b)
		e := network.Edge{From: from, To: to, BackFrom: to, BackTo: from, First: uint32(len(g.Shape)), Count: 3, Ahead: ahead, Back: back}
		p, q := g.Nodes[a], g.Nodes[b]
		g.Shape = append(g.Shape, p, orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}, q)
		g.Ahead, g.Back = append(g.Ahead, 0, ahead/2, ahead), append(g.Back, 0, ahead/2, ahead)
		k := uint32(len(g.Edges))
		g.Edges = append(g.Edges, e)
		at[a], at[b] = pointOf(g, k, e.First), pointOf(g, k, e.First+2)
	}
	for i := range g.Nodes {
		if i%side+1 < side {
			street(i, i+1)
		}
		if i+side < len(g.Nodes) {
			street(i, i+side)
		}
	}
	g.Out, g.In = arcs(g, false), arcs(g, true)
	return g, at
}

// BenchmarkGrowth asks of 1, 4 and 16 times the junctions, with as many times
// the sites, and prints the time a junction takes and the memory in use.
func BenchmarkGrowth(b *testing.B) {
	ctx := context.Background()
	for _, side := range []int{150, 300, 600} {
		g, at := town(side)
		var sites []network.Location
		for i := 0; i < len(at); i += 200 {
			sites = append(sites, at[i])
		}
		run := func(name string, ask func() error) {
			b.Run(fmt.Sprintf("%s/%dx", name, side*side/150/150), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := ask(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(at)), "ns/junction")
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-in-use")
			})
		}
		run("nearest", func() error {
			_, err := Nearest(ctx, g, Ends{at, sites}, Options{})
			return err
		})
		run("nearest5", func() error {
			_, err := NearestK(ctx, g, Ends{at, sites}, 5, Options{})
			return err
		})
		run("within", func() error {
			return Within(ctx, g, Ends{at, sites}, Options{Cutoff: 900_000}, func(int, []Hit) error { return nil })
		})
		run("count", func() error {
			_, err := CountWithin(ctx, g, Ends{sites, at}, Options{Cutoff: 900_000})
			return err
		})
	}
}

func BenchmarkRoute(b *testing.B) {
	g, at := town(300)
	f := NewFinder(g)
	r := rand.New(rand.NewPCG(2, 2))
	b.ReportAllocs()
	for b.Loop() {
		f.Route(&at[r.IntN(len(at))], &at[r.IntN(len(at))])
	}
}

// pointOf is a point of a shape as a location.
func pointOf(g *network.Graph, edge, i uint32) network.Location {
	e := &g.Edges[edge]
	never := network.Never
	l := network.Location{Edge: edge, Point: g.Shape[i], Ahead: never, AheadLeft: never, Back: never, BackLeft: never}
	if e.Ahead != never {
		l.Ahead, l.AheadLeft = g.Ahead[i], e.Ahead-g.Ahead[i]
	}
	if e.Back != never {
		l.Back, l.BackLeft = g.Back[i], e.Back-g.Back[i]
	}
	return l
}
