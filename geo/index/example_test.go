package index_test

import (
	"context"
	"fmt"

	"fugai/geo/index"

	"github.com/paulmach/orb"
)

// The distances agree with geod -I +ellps=WGS84 of PROJ 9.1.1.
func ExampleLayer_Nearest() {
	schools := index.New([]orb.Geometry{
		orb.Point{114.2470, 22.7204}, orb.Point{114.2512, 22.7230}, nil, orb.Point{114.2600, 22.7300},
	})
	for _, hit := range schools.Nearest(orb.Point{114.2500, 22.7220}, 2) {
		fmt.Printf("%d: %.1f m\n", hit.Index, hit.Distance)
	}
	// Output:
	// 1: 165.7 m
	// 0: 355.5 m
}

func ExampleLayer_Within() {
	zones := index.New([]orb.Geometry{
		orb.Polygon{{{114, 22}, {114.01, 22}, {114.01, 22.01}, {114, 22.01}, {114, 22}}},
		orb.Point{114.005, 22.02},
	})
	for _, hit := range zones.Within(orb.Point{114.005, 22.0125}, 500) {
		fmt.Printf("%d: %.1f m\n", hit.Index, hit.Distance)
	}
	fmt.Println(zones.Containing(orb.Point{114.01, 22.005})) // on the boundary
	// Output:
	// 0: 276.8 m
	// [0]
}

// The distances agree with geod -I +ellps=WGS84 of PROJ 9.1.1, the counts follow
// from them.
func ExamplePoints() {
	schools := index.NewPoints([]orb.Point{{114.2470, 22.7204}, {114.2512, 22.7230}, {114.2600, 22.7300}})
	homes := index.Batch{From: []orb.Point{{114.2500, 22.7220}, {114.2601, 22.7299}}}

	nearest, err := schools.NearestEach(context.Background(), homes)
	if err != nil {
		fmt.Println(err)
		return
	}
	counts, err := schools.CountEach(context.Background(), homes, 500)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, hit := range nearest {
		fmt.Printf("home %d: school %d at %.1f m, %d within 500 m\n", i, hit.Index, hit.Distance, counts[i])
	}
	// Output:
	// home 0: school 1 at 165.7 m, 2 within 500 m
	// home 1: school 2 at 15.1 m, 1 within 500 m
}

func ExamplePolygons_Locate() {
	zones := index.NewPolygons([]orb.Geometry{
		orb.Polygon{{{114, 22}, {114.01, 22}, {114.01, 22.01}, {114, 22.01}, {114, 22}}},
		orb.Polygon{{{114.01, 22}, {114.02, 22}, {114.02, 22.01}, {114.01, 22.01}, {114.01, 22}}},
	})
	places := []orb.Point{{114.005, 22.005}, {114.01, 22.005}, {114.03, 22.005}}
	located, err := zones.Locate(context.Background(), index.Batch{From: places})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range places {
		fmt.Println(located.At(i))
	}
	// Output:
	// [0]
	// [0 1]
	// []
}
