package geo_test

import (
	"fmt"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// The length agrees with geod -I +ellps=WGS84 of PROJ 9.1.1: 518.7184 m.
func ExampleDistance() {
	station, school := orb.Point{114.2470, 22.7204}, orb.Point{114.2512, 22.7230}
	fmt.Printf("%.3f m\n", geo.Distance(station, school))
	// Output: 518.718 m
}

// The values agree with geod -I +ellps=WGS84 of PROJ 9.1.1.
func ExampleInverse() {
	s, azi, _ := geo.Inverse(orb.Point{116.397428, 39.90923}, orb.Point{114.247, 22.7204})
	fmt.Printf("%.3f km, leaving at %.4f°\n", s/1000, azi)
	// Output: 1916.663 km, leaving at -173.2814°
}

func ExampleAtMost() {
	d, _ := geo.ParseMeters("500 米")
	fmt.Println(geo.AtMost(500.0000000003, d), geo.AtMost(500.001, d))
	// Output: true false
}

func ExampleArea() {
	block := orb.Polygon{{{114, 22}, {114.01, 22}, {114.01, 22.01}, {114, 22.01}, {114, 22}}}
	fmt.Printf("%.4f km²\n", geo.Area(block).KM2())
	// Output: 1.1434 km²
}

func ExampleDistanceTo() {
	park := orb.Polygon{{{114, 22}, {114.01, 22}, {114.01, 22.01}, {114, 22.01}, {114, 22}}}
	fmt.Printf("%.1f m outside, %.1f m inside\n",
		geo.DistanceTo(orb.Point{114.005, 22.011}, park), geo.DistanceTo(orb.Point{114.005, 22.005}, park))
	// Output: 110.7 m outside, 0.0 m inside
}

func ExampleCenter() {
	ring := orb.Polygon{
		{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}},
		{{1, 1}, {6, 1}, {6, 8}, {1, 8}, {1, 1}},
	}
	p, ok := geo.Center(ring)
	fmt.Println(geo.Contains(ring, p), ok)
	// Output: true true
}
