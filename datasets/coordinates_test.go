package datasets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func TestCoordinates(t *testing.T) {
	at := orb.Point{114.12, 22.69}
	cases := []struct {
		name     string
		header   []string
		row      []string
		o        LayerOptions
		want     *orb.Point
		findings map[string]int
	}{
		{"plain", []string{"经度", "纬度"}, []string{"114.12", "22.69"}, LayerOptions{}, &at, nil},
		{"full width", []string{"经度", "纬度"}, []string{"１１４．１２", "２２．６９"}, LayerOptions{}, &at, nil},
		{"headers swapped", []string{"纬度", "经度"}, []string{"114.12", "22.69"}, LayerOptions{}, nil, map[string]int{"coordinates-swapped": 1}},
		{"headers swapped, mended", []string{"纬度", "经度"}, []string{"114.12", "22.69"}, LayerOptions{Swap: true}, &at, nil},
		{"swap leaves sound rows", []string{"经度", "纬度"}, []string{"114.12", "22.69"}, LayerOptions{Swap: true}, &at, nil},
		{"far west swapped", []string{"经度", "纬度"}, []string{"39.5", "76.0"}, LayerOptions{}, &orb.Point{39.5, 76}, map[string]int{"coordinates-maybe-swapped": 1}}, // Kashgar
		{"says it is a latitude", []string{"经度", "纬度"}, []string{"39.5N", "76.0E"}, LayerOptions{}, nil, map[string]int{"coordinates-swapped": 1}},
		{"abroad", []string{"lon", "lat"}, []string{"-87.6", "41.9"}, LayerOptions{}, &orb.Point{-87.6, 41.9}, nil}, // Chicago
		{"one column", []string{"坐标"}, []string{"114.12,22.69"}, LayerOptions{}, &at, nil},
		{"one column, latitude first", []string{"坐标"}, []string{"22.69,114.12"}, LayerOptions{}, nil, map[string]int{"coordinates-swapped": 1}},
		{"WKT", []string{"wkt"}, []string{"POINT (114.12 22.69)"}, LayerOptions{}, &at, nil},
		{"WKT polygon", []string{"wkt"}, []string{"POLYGON((114 22,114.2 22,114.2 22.2,114 22.2,114 22))"}, LayerOptions{}, &orb.Point{}, nil},
		{"origin", []string{"经度", "纬度"}, []string{"0", "0.0"}, LayerOptions{}, nil, map[string]int{"coordinates-zero": 1, "place-missing": 1}},
		{"empty", []string{"经度", "纬度"}, []string{"无", ""}, LayerOptions{}, nil, map[string]int{"coordinates-missing": 1, "place-missing": 1}},
		{"half empty", []string{"经度", "纬度"}, []string{"114.12", ""}, LayerOptions{}, nil, map[string]int{"coordinates-text": 1, "place-missing": 1}},
		{"words", []string{"经度", "纬度"}, []string{"113,2", "东"}, LayerOptions{}, nil, map[string]int{"coordinates-text": 1}},
		{"impossible", []string{"经度", "纬度"}, []string{"200", "95"}, LayerOptions{}, nil, map[string]int{"coordinates-impossible": 1}},
		{"hint in the header", []string{"高德经度", "高德纬度"}, []string{"114.12", "22.69"}, LayerOptions{}, &at, map[string]int{"crs-hint": 1}},
		{"hint in brackets", []string{"经度（BD09）", "纬度（BD09）"}, []string{"114.12", "22.69"}, LayerOptions{}, &at, map[string]int{"crs-hint": 1}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table := tableOf("x.csv", append([]string{"名称"}, c.header...), append([]string{"甲"}, c.row...))
			layer, err := Facilities(table, FacilityOptions{Kind: "nursing_room", LayerOptions: c.o}, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := layer.Records[0].Point
			if (got == nil) != (c.want == nil) || got != nil && *c.want != (orb.Point{}) && *got != *c.want {
				t.Errorf("point %v, want %v", got, c.want)
			}
			counts := ruleCounts(layer.Findings)
			if c.want == nil && c.findings["place-missing"] == 0 {
				delete(counts, "place-missing")
			}
			if want := c.findings; want == nil && len(counts) > 0 || want != nil && !cmp.Equal(want, counts) {
				t.Errorf("findings %v, want %v", counts, want)
			}
		})
	}
}

func TestCoordinatesInMetres(t *testing.T) {
	// Gauss-Krüger with the central meridian 114°E (EPSG:4547), a place in Longgang.
	rows := [][]string{{"名称", "X坐标", "Y坐标"}, {"甲", "512340.5", "2510000.2"}}
	_, refused := Facilities(tableOf("x.csv", rows...), FacilityOptions{Kind: "nursing_room"}, nil)
	if refused == nil || !strings.Contains(refused.Error(), "metres") || !strings.Contains(refused.Error(), "4547") {
		t.Fatalf("metres without a system: %v", refused)
	}
	layer, err := Facilities(tableOf("x.csv", rows...), FacilityOptions{Kind: "nursing_room", LayerOptions: LayerOptions{CRS: "EPSG:4547"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(refused.Error(), "\n    "); len(lines) < 5 || len(lines[1]) > 120 {
		t.Errorf("the systems stand on few lines: %v", refused)
	}
	p := layer.Records[0].Point
	if p == nil || p[0] < 114 || p[0] > 114.3 || p[1] < 22.4 || p[1] > 22.9 {
		t.Errorf("point %v", p)
	}
	if layer.Report.CRS != "EPSG:4547" {
		t.Errorf("report: %+v", layer.Report)
	}
	for _, c := range []struct{ crs, x, says string }{{"EPSG:4490", "512340.5", "in degrees"}, {"EPSG:4547", "114.1", "in metres"}} {
		table := tableOf("x.csv", rows[0], []string{"甲", c.x, "22.6"})
		_, err := Facilities(table, FacilityOptions{Kind: "nursing_room", LayerOptions: LayerOptions{CRS: c.crs}}, nil)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s under %s: %v", c.x, c.crs, err)
		}
	}
	wrongZone := tableOf("x.csv", rows[0], []string{"甲", "1112340.5", "2510000.2"}) // 612 km east of the meridian
	layer, err = Facilities(wrongZone, FacilityOptions{Kind: "nursing_room", LayerOptions: LayerOptions{CRS: "EPSG:4547"}}, nil)
	if err != nil || ruleCounts(layer.Findings)["coordinates-outside-zone"] != 1 {
		t.Errorf("outside the zone: %v, %v", err, layer.Findings)
	}
	// X is the northing in Chinese survey tables.
	turned := tableOf("x.csv", rows[0], []string{"甲", "2510000.2", "512340.5"})
	layer, err = Facilities(turned, FacilityOptions{Kind: "nursing_room", LayerOptions: LayerOptions{CRS: "EPSG:4547", Swap: true}}, nil)
	if err != nil || layer.Records[0].Point == nil || *layer.Records[0].Point != *p {
		t.Errorf("northing first: %v, %v; want %v", layer.Records[0].Point, err, p)
	}
}
