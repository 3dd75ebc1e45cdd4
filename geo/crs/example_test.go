package crs_test

import (
	"fmt"

	"fugai/geo/crs"

	"github.com/paulmach/orb"
)

func ExampleParse() {
	s, err := crs.Parse("urn:ogc:def:crs:EPSG::4547")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s)
	// The pair was computed with PROJ 9.1.1.
	p, err := s.ToWGS84(orb.Point{525374.9776, 2513595.2235})
	fmt.Printf("%.4f %.4f %v\n", p[0], p[1], err)
	// Output:
	// EPSG:4547 (CGCS2000 / 3-degree Gauss-Kruger CM 114E)
	// 114.2470 22.7204 <nil>
}

func ExampleCandidates() {
	for _, l := range crs.Candidates(orb.Point{38525374.9776, 2513595.2235}) {
		fmt.Printf("%s: %.4f %.4f\n", l.System, l.Point[0], l.Point[1])
	}
	// Output: EPSG:4526 (CGCS2000 / 3-degree Gauss-Kruger zone 38): 114.2470 22.7204
}
