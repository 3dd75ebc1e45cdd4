package shapefile

import (
	"fmt"

	"fugai/datasets"

	"github.com/paulmach/orb"
)

func ExampleEncode() {
	parks := &datasets.Table{
		File: "公园.shp", Spatial: true,
		Columns: []string{"名称", "所属街道办事处"},
		Records: []datasets.Record{{Row: 1, Values: []string{"平湖公园", "平湖"}, Geometry: orb.Point{114.1, 22.7}}},
	}
	files, findings, err := Encode(parks, WriteOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, part := range files.Parts() {
		fmt.Println(part.Ext, len(part.Data))
	}
	fmt.Println(findings[0].Rule, findings[0].Examples[0].Text.ZH)
	// Output:
	// .shp 128
	// .shx 108
	// .dbf 117
	// .prj 145
	// .cpg 5
	// field-renamed 所属街道办事处 → 所属街
}

func ExampleRead() {
	table := &datasets.Table{
		Spatial: true, Columns: []string{"名称"},
		Records: []datasets.Record{{Row: 1, Values: []string{"平湖公园"}, Geometry: orb.Point{114.1, 22.7}}},
	}
	e, _, err := Encode(table, WriteOptions{Encoding: "GBK"})
	if err != nil {
		fmt.Println(err)
		return
	}
	files := set{".shp": e.SHP, ".dbf": e.DBF} // no index, system or encoding
	got, err := Read(files.files("公园.shp"), Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got.Encoding, got.Records[0].Values, got.Records[0].Geometry)
	for _, f := range got.Findings {
		fmt.Println(f.Rule)
	}
	// Output:
	// GB18030 [平湖公园] [114.1 22.7]
	// shx-rebuilt
	// crs-missing
}
