package index_test

import (
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
