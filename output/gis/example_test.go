package gis_test

import (
	"fmt"
	"os"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output/gis"
)

func ExampleWriteGaps() {
	r := &coverage.Result{
		Areas: []datasets.Area{{ID: "440307010000", Code: "440307010000", Name: "坪地街道", Level: "subdistrict", Center: &orb.Point{114.3, 22.77}}},
		Targets: []coverage.Ledger{{ID: "reading", Name: datasets.T("阅读设施全覆盖", "reading everywhere"), Missing: []coverage.Gap{
			{Kind: "unit", ID: "440307010000", Code: "440307010000", Name: "坪地街道", Need: 1, Text: datasets.T("新建 1 处", "one more")},
		}}},
	}
	if err := gis.WriteGaps(os.Stdout, r); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	//   "type": "FeatureCollection",
	//   "features": [
	//     {
	//       "type": "Feature",
	//       "geometry": {"type": "Point", "coordinates": [114.3000000, 22.7700000]},
	//       "properties": {
	//         "target": "reading",
	//         "target_zh": "阅读设施全覆盖",
	//         "target_en": "reading everywhere",
	//         "kind": "unit",
	//         "id": "440307010000",
	//         "code": "440307010000",
	//         "name": "坪地街道",
	//         "parent": "",
	//         "need": 1,
	//         "people": 0,
	//         "nearest_m": null,
	//         "text_zh": "新建 1 处",
	//         "text_en": "one more"
	//       }
	//     }
	//   ]
	// }
}
