package spread_test

import (
	"context"
	"fmt"
	"log"

	"github.com/paulmach/orb"

	"fugai/coverage/spread"
	"fugai/datasets"
)

// community is 1,000 people, 150 of them children, on a block of 360 × 220 m.
func community() spread.Unit {
	return spread.Unit{
		Demand: datasets.Demand{ID: "440300001001", Name: "福新社区", Area: "440300001001",
			Weights: datasets.NewWeights(map[string]float64{"people": 1000, "children": 150})},
		Geometry: orb.Polygon{{{114, 22.5}, {114.0035, 22.5}, {114.0035, 22.502}, {114, 22.502}, {114, 22.5}}},
	}
}

func ExampleOver() {
	parts, report, err := spread.Over(context.Background(), []spread.Unit{community()}, &spread.Tiles{Shape: spread.Squares, Size: 200})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Text().EN)
	for _, d := range parts.All() {
		fmt.Printf("%s at %.4f %.4f: %.1f people, %.1f children\n", d.ID, d.Point[0], d.Point[1], d.Weights.Of("people"), d.Weights.Of("children"))
	}
	// Output:
	// spread evenly over squares of 200 m: 1 units became 6 points
	// 440300001001#1 at 114.0002 22.5008: 69.2 people, 10.4 children
	// 440300001001#2 at 114.0002 22.5018: 16.9 people, 2.5 children
	// 440300001001#3 at 114.0013 22.5008: 447.9 people, 67.2 children
	// 440300001001#4 at 114.0029 22.5008: 286.4 people, 43.0 children
	// 440300001001#5 at 114.0013 22.5018: 109.5 people, 16.4 children
	// 440300001001#6 at 114.0029 22.5018: 70.0 people, 10.5 children
}

func ExampleOver_streets() {
	streets := []orb.LineString{{{113.999, 22.501}, {114.004, 22.501}}} // 514 m, of which 360 are in the unit
	parts, report, err := spread.Over(context.Background(), []spread.Unit{community()}, &spread.Streets{Lines: streets, Every: 100})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.0f m\n", report.Evidence[0].Found)
	for _, d := range parts.All() {
		fmt.Printf("%s at %.4f %.4f: %.0f people\n", d.ID, d.Point[0], d.Point[1], d.Weights.Of("people"))
	}
	// Output:
	// 360 m
	// 440300001001#1 at 114.0004 22.5010: 250 people
	// 440300001001#2 at 114.0013 22.5010: 250 people
	// 440300001001#3 at 114.0022 22.5010: 250 people
	// 440300001001#4 at 114.0031 22.5010: 250 people
}

func ExampleBuildings() {
	house := func(lon, lat float64) orb.Polygon {
		return orb.Polygon{{{lon, lat}, {lon + 0.0002, lat}, {lon + 0.0002, lat + 0.0001}, {lon, lat + 0.0001}, {lon, lat}}}
	}
	spots, guessed := spread.Buildings([]orb.Geometry{house(114.001, 22.501), house(114.002, 22.501), house(114.01, 22.501)}, []float64{30, 10, 6})
	method := &spread.Places{Places: spots, Of: datasets.T("建筑（基底面积×层数）", "buildings (footprint × floors)")}
	parts, report, err := spread.Over(context.Background(), []spread.Unit{community()}, method)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("floors guessed:", guessed, "buildings in no unit:", report.Outside)
	fmt.Printf("in the taller house: %.0f people\n", parts.Weights(0).Of("people"))
	// Output:
	// floors guessed: 0 buildings in no unit: 1
	// in the taller house: 750 people
}
