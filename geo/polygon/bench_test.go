package polygon

import (
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
)

// star is a ring whose n sides all cross, n odd.
func star(n int) orb.Ring {
	var r orb.Ring
	for k := range n + 1 {
		a := 2 * math.Pi * float64(k*(n/2)%n) / float64(n)
		r = append(r, orb.Point{math.Cos(a), math.Sin(a)})
	}
	return r
}

// comb is a ring of n long teeth with one side across all of them.
func comb(n int) orb.Ring {
	var r orb.Ring
	for k := range n {
		x := float64(k) / float64(n)
		r = append(r, orb.Point{x, 0}, orb.Point{x, 1})
	}
	return append(r, orb.Point{2, 0.5}, r[0])
}

// coast is a sound ring of n corners.
func coast(n int, centre orb.Point, radius float64) orb.Ring {
	var r orb.Ring
	for k := range n {
		a := 2 * math.Pi * float64(k) / float64(n)
		d := radius * (1 + 0.05*math.Sin(37*a) + 0.02*math.Sin(911*a))
		r = append(r, orb.Point{centre[0] + d*math.Cos(a), centre[1] + d*math.Sin(a)})
	}
	return append(r, r[0])
}

func BenchmarkRepair(b *testing.B) {
	for _, bench := range []struct {
		name string
		ring orb.Ring
	}{
		{"sound1k", coast(1_000, orb.Point{114, 22}, 0.1)}, {"sound100k", coast(100_000, orb.Point{114, 22}, 0.1)},
		{"star101", star(101)}, {"star1001", star(1001)}, {"comb100k", comb(50_000)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, m := Repair(orb.Polygon{bench.ring}); m.NotMended || m.NotChecked {
					b.Fatal("not mended")
				}
			}
		})
	}
}

// islands are n sound parts, one of them with as many holes.
func islands(n int) orb.MultiPolygon {
	var mp orb.MultiPolygon
	side := int(math.Ceil(math.Sqrt(float64(n))))
	big := orb.Polygon{coast(1000, orb.Point{100, 20}, 10)}
	for k := range n {
		x, y := float64(k%side)/float64(side)*10, float64(k/side)/float64(side)*10
		mp = append(mp, orb.Polygon{coast(40, orb.Point{120 + x, 20 + y}, 0.3/float64(side))})
		hole := coast(40, orb.Point{95 + x, 15 + y}, 0.3/float64(side))
		hole.Reverse()
		big = append(big, hole)
	}
	return append(mp, big)
}

func BenchmarkRepairParts(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		mp := islands(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, m := Repair(mp); m != (Repairs{}) {
					b.Fatalf("%+v", m)
				}
			}
		})
	}
}
