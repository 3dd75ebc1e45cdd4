package datasets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func TestLocate(t *testing.T) {
	row := func(cells ...string) Record { return Record{Row: 2, Values: cells} }
	tests := []struct {
		name    string
		columns []string
		rows    []Record
		want    []orb.Geometry
		keeps   []string
	}{
		{"two columns", []string{"名称", "经度", "纬度"}, []Record{row("甲", "114.2", "22.7"), row("乙", "", "")}, []orb.Geometry{orb.Point{114.2, 22.7}, nil}, []string{"名称"}},
		{"one column", []string{"坐标", "名称"}, []Record{row("114.2,22.7", "甲")}, []orb.Geometry{orb.Point{114.2, 22.7}}, []string{"名称"}},
		{"WKT", []string{"名称", "WKT"}, []Record{row("甲", "LINESTRING(114 22,115 23)")}, []orb.Geometry{orb.LineString{{114, 22}, {115, 23}}}, []string{"名称"}},
		{"a value that is no place", []string{"名称", "经度", "纬度"}, []Record{row("甲", "114.2", "22.7"), row("乙", "东", "北")}, []orb.Geometry{orb.Point{114.2, 22.7}, nil}, []string{"名称", "经度", "纬度"}},
		{"no columns of places", []string{"名称"}, []Record{row("甲")}, []orb.Geometry{nil}, []string{"名称"}},
		{"a sum stays a row", []string{"名称", "经度", "纬度"}, []Record{row("合计", "", "")}, []orb.Geometry{nil}, []string{"名称"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Locate(&Table{File: "a.csv", Columns: tt.columns, Records: tt.rows}, LayerOptions{})
			if err != nil {
				t.Fatal(err)
			}
			var places []orb.Geometry
			for _, r := range got.Records {
				places = append(places, r.Geometry)
				if len(r.Values) != len(got.Columns) {
					t.Errorf("%d cells for %d columns", len(r.Values), len(got.Columns))
				}
			}
			if d := cmp.Diff(tt.want, places); d != "" {
				t.Errorf("places (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.keeps, got.Columns); d != "" {
				t.Errorf("columns (-want +got):\n%s", d)
			}
		})
	}
}
