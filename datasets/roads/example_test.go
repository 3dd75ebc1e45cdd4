package roads_test

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/datasets/roads"
)

func ExampleRead() {
	layer := &datasets.Table{File: "道路.geojson", Spatial: true, Columns: []string{"道路等级", "限速（km/h）", "单行"}}
	layer.Records = []datasets.Record{
		{Row: 1, Values: []string{"主干路", "60", "否"}, Geometry: orb.LineString{{114.20, 22.70}, {114.21, 22.70}}},
		{Row: 2, Values: []string{"支路", "0", "是"}, Geometry: orb.LineString{{114.21, 22.70}, {114.21, 22.71}}},
	}
	streets, report, err := roads.Read(context.Background(), layer, roads.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, way := range streets.Ways {
		fmt.Println(way.Nodes, way.Tags)
	}
	for _, f := range report.Findings {
		fmt.Println(f.Text.In(datasets.EN))
	}
	// Output:
	// [0 1] [{highway primary} {maxspeed 60} {oneway no}]
	// [1 2] [{highway tertiary} {oneway yes}]
	// 1 roads have a speed of 0, taken for not filled in; the speed of the class is used
}
