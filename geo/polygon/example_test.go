package polygon_test

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/polygon"
)

// block is a square of 0.01 degrees, x and y squares from 114° E 22° N.
func block(x, y, w, h float64) orb.Polygon {
	at := func(x, y float64) orb.Point { return orb.Point{114 + x/100, 22 + y/100} }
	return orb.Polygon{{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h), at(x, y)}}
}

func ExampleRepair() {
	bowTie := orb.Polygon{{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}}
	g, done := polygon.Repair(bowTie)
	fmt.Println(g)
	fmt.Println("crossed itself:", done.Crossing, "near", done.At)
	// Output:
	// [[[[0 0] [0.5 0.5] [0 1] [0 0]]] [[[1 1] [0.5 0.5] [1 0] [1 1]]]]
	// crossed itself: true near [1 0]
}

func ExampleOverlaps() {
	overlaps, err := polygon.Overlaps(context.Background(), []orb.Geometry{block(0, 0, 2, 2), block(1, 1, 2, 2)})
	for _, o := range overlaps {
		fmt.Printf("units %d and %d share %.3f km², %.0f m wide\n", o.A, o.B, o.Area.KM2(), float64(o.Width))
	}
	fmt.Println(err)
	// Output:
	// units 0 and 1 share 1.143 km², 534 m wide
	// <nil>
}

func ExampleGaps() {
	around := []orb.Geometry{block(0, 0, 3, 1), block(0, 1, 1, 1), block(2, 1, 1, 1), block(0, 2, 3, 1)}
	gaps, err := polygon.Gaps(context.Background(), around)
	for _, g := range gaps {
		fmt.Printf("%.3f km² between units %v\n", g.Area.KM2(), g.Neighbours)
	}
	fmt.Println(err)
	// Output:
	// 1.143 km² between units [0 1 2 3]
	// <nil>
}

func ExampleDissolve() {
	whole, err := polygon.Dissolve([]orb.Geometry{block(0, 0, 1, 1), block(1, 0, 1, 1), block(1, 0, 1, 1)})
	fmt.Println(len(whole), "part,", len(whole[0][0])-1, "corners,", fmt.Sprintf("%.3f km²", geo.Area(whole).KM2()), err)
	// Output:
	// 1 part, 6 corners, 2.287 km² <nil>
}

func ExampleCutAntimeridian() {
	fiji := orb.Polygon{{{179, -17}, {-179, -17}, {-179, -16}, {179, -16}, {179, -17}}}
	g, cut := polygon.CutAntimeridian(fiji)
	fmt.Println(cut, g)
	// Output:
	// true [[[[179 -17] [180 -17] [180 -16] [179 -16] [179 -17]]] [[[-180 -17] [-179 -17] [-179 -16] [-180 -16] [-180 -17]]]]
}
