package vector

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fugai/datasets"

	"github.com/google/go-cmp/cmp"
)

// feature is a GeoJSON feature of a geometry.
func feature(geometry string) string {
	return `{"type":"Feature","properties":{"name":"甲"},"geometry":` + geometry + `}`
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",\n") + `]}`
}

func point(x, y float64) string {
	return feature(fmt.Sprintf(`{"type":"Point","coordinates":[%v,%v]}`, x, y))
}

func polygon(rings string) string { return feature(`{"type":"Polygon","coordinates":[` + rings + `]}`) }

// ruleNames lists the findings as "rule×count".
func ruleNames(t *datasets.Table) []string {
	var out []string
	for _, f := range t.Findings {
		out = append(out, fmt.Sprintf("%s×%d", f.Rule, f.Count))
	}
	return out
}

func TestReadGeoJSONAccepts(t *testing.T) {
	square := `[[114,22],[115,22],[115,23],[114,23],[114,22]]`
	tests := []struct {
		name, in string
		opts     Options
		rules    []string
		records  int
	}{
		{name: "feature collection", in: collection(point(114, 22.5)), records: 1},
		{name: "byte order mark", in: "\ufeff" + collection(point(114, 22.5)), records: 1},
		{name: "one feature", in: point(114, 22.5), records: 1},
		{name: "bare geometry", in: `{"type":"Point","coordinates":[114,22.5]}`, records: 1},
		{name: "lines", in: point(114, 22.5) + "\n" + point(114.1, 22.5) + "\n", records: 2},
		{name: "RS sequence", in: "\x1e" + point(114, 22.5) + "\n\x1e" + point(114.1, 22.5) + "\n", records: 2},
		{name: "members in any order", in: `{"features":[{"geometry":{"coordinates":[114,22.5],"type":"Point"},"type":"Feature"}],"type":"FeatureCollection"}`, records: 1},
		{name: "height is dropped", in: feature(`{"type":"Point","coordinates":[114,22.5,30,1]}`), rules: []string{"z-dropped×1"}, records: 1},
		{name: "height of 0", in: feature(`{"type":"Polygon","coordinates":[[[114,22,0],[115,22,0.0],[115,23,-0],[114,22,0]]]}`), records: 1},
		{name: "clockwise rings", in: collection(polygon(`[[114,22],[114,23],[115,23],[115,22],[114,22]]`)), records: 1},
		{name: "NaN coordinate", in: collection(point(114, 22.5), feature(`{"type":"Point","coordinates":[NaN,22]}`)), rules: []string{"coordinate-not-a-number×1"}, records: 2},
		{name: "Infinity", in: collection(feature(`{"type":"Point","coordinates":[114,-Infinity]}`)), rules: []string{"coordinate-not-a-number×1"}, records: 1},
		{name: "1e999", in: collection(feature(`{"type":"Point","coordinates":[1e999,22]}`)), rules: []string{"coordinate-not-a-number×1"}, records: 1},
		{name: "text coordinate", in: collection(feature(`{"type":"Point","coordinates":["114",22]}`)), rules: []string{"coordinate-not-a-number×1"}, records: 1},
		{name: "wrong nesting", in: collection(feature(`{"type":"Point","coordinates":[[114,22]]}`)), rules: []string{"coordinate-not-a-number×1"}, records: 1},
		{name: "unknown geometry", in: collection(feature(`{"type":"Circle","coordinates":[114,22]}`)), rules: []string{"geometry-unreadable×1"}, records: 1},
		{name: "null geometry", in: collection(feature(`null`), point(114, 22)), rules: []string{"geometry-null×1"}, records: 2},
		{name: "empty geometry", in: collection(feature(`{"type":"Polygon","coordinates":[]}`), feature(`{"type":"Point","coordinates":[]}`)), rules: []string{"geometry-empty×2", "duplicate-record×1"}, records: 2},
		{name: "not a feature", in: collection(`7`, point(114, 22)), rules: []string{"not-a-feature×1"}, records: 2},
		{name: "duplicate id", in: collection(`{"type":"Feature","id":1,"properties":{"n":1},"geometry":{"type":"Point","coordinates":[114,22]}}`, `{"type":"Feature","id":1,"properties":{"n":2},"geometry":{"type":"Point","coordinates":[114,22]}}`), rules: []string{"duplicate-id×1"}, records: 2},
		{name: "duplicate record", in: collection(point(114, 22), point(114, 22), point(114, 22)), rules: []string{"duplicate-record×2"}, records: 3},
		{name: "all swapped", in: collection(point(22.5, 114), point(22.6, 114.1)), rules: []string{"coordinates-swapped×2"}, records: 2},
		{name: "some swapped", in: collection(point(114, 22.5), point(114.1, 22.5), point(22.6, 114.1)), rules: []string{"coordinates-swapped×1"}, records: 3},
		{name: "swapped west of 90° E", in: collection(point(43.8, 87.6)), rules: []string{"coordinates-swapped×1"}, records: 1},
		{name: "swap told", in: collection(point(22.5, 114)), opts: Options{SwapXY: true}, records: 1},
		{name: "unclosed ring", in: collection(polygon(`[[114,22],[115,22],[115,23]]`)), rules: []string{"ring-closed×1"}, records: 1},
		{name: "short ring", in: collection(polygon(`[[114,22],[115,22],[114,22]]`)), rules: []string{"geometry-empty×1", "ring-dropped×1"}, records: 1},
		{name: "short hole", in: collection(polygon(square + `,[[114.1,22.1],[114.2,22.1],[114.1,22.1]]`)), rules: []string{"ring-dropped×1"}, records: 1},
		{name: "bow-tie", in: collection(polygon(`[[114,22],[115,23],[115,22],[114,23],[114,22]]`)), rules: []string{"ring-crossing×1"}, records: 1},
		{name: "hole outside", in: collection(polygon(square + `,[[116,22],[117,22],[117,23],[116,22]]`)), rules: []string{"hole-outside×1"}, records: 1},
		{name: "antimeridian", in: collection(polygon(`[[179,1],[-179,1],[-179,2],[179,2],[179,1]]`)), rules: []string{"antimeridian×1"}, records: 1},
		{name: "one out of range", in: collection(point(114, 22.5), point(114.1, 22.5), point(500000, 22.5)), rules: []string{"coordinates-out-of-range×1"}, records: 3},
		{name: "GBK text", in: "{\"type\":\"Feature\",\"properties\":{\"\xc3\xfb\xb3\xc6\":\"\xb9\xab\xd4\xb0\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[114,22]}}", records: 1},
		{name: "crs member", in: `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[` + point(114, 22) + `]}`, records: 1},
		{name: "mixed types", in: collection(point(114, 22), polygon(square), feature(`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[114,22]},{"type":"LineString","coordinates":[[114,22],[115,22]]}]}`)), records: 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadGeoJSON([]byte(tt.in), "图层.geojson", tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.rules, ruleNames(got)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			if len(got.Records) != tt.records {
				t.Errorf("%d records, want %d", len(got.Records), tt.records)
			}
		})
	}
}

func TestReadGeoJSONRefuses(t *testing.T) {
	tests := []struct {
		name, in string
		opts     Options
		want     []string // parts of the message
	}{
		{name: "cut off", in: collection(point(114, 22), point(114, 23))[:190], want: []string{"cut off at byte 190", "last complete feature is number 1"}},
		{name: "cut in the first", in: `{"type":"FeatureCollection","features":[{"type":`, want: []string{"cut off at byte 48", "no complete feature"}},
		{name: "broken", in: `{"type":"FeatureCollection","features":[}`, want: []string{"byte 40", "'}'"}},
		{name: "rubbish after", in: collection(point(114, 22)) + "]", want: []string{"byte", "']'"}},
		{name: "empty", in: "", want: []string{"empty (0 bytes"}},
		{name: "web page", in: "<!DOCTYPE html><html><body>login", want: []string{"web page"}},
		{name: "KML", in: `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2">`, want: []string{"KML", "rename it to .kml"}},
		{name: "zip", in: "PK\x03\x04aaaa", want: []string{"archive"}},
		{name: "shapefile", in: "\x00\x00\x27\x0a\x00\x00", want: []string{"Shapefile", "rename it to .shp"}},
		{name: "geopackage", in: "SQLite format 3\x00 gpkg_contents", want: []string{"GeoPackage", "rename it to .gpkg"}},
		{name: "table", in: "名称,经度\n甲,114\n", want: []string{"plain text"}},
		{name: "TopoJSON", in: `{"type":"Topology","objects":{},"arcs":[]}`, want: []string{"TopoJSON", "mapshaper"}},
		{name: "Esri JSON", in: `{"geometryType":"esriGeometryPoint","features":[]}`, want: []string{"Esri JSON"}},
		{name: "array", in: `[{"type":"Feature"}]`, want: []string{"array", "FeatureCollection"}},
		{name: "other JSON", in: `{"a":1}`, want: []string{"without the type"}},
		{name: "unknown type", in: `{"type":"Map"}`, want: []string{`"Map"`}},
		{name: "deep arrays", in: strings.Repeat("[", 100_000), want: []string{"nested deeper than 100 levels", "byte 100"}},
		{name: "deep coordinates", in: collection(feature(`{"type":"Polygon","coordinates":` + strings.Repeat("[", 100_000))), want: []string{"nested deeper"}},
		{name: "metres", in: collection(point(505000, 2500000)), want: []string{"505000, 2500000", "no degrees", "EPSG:4547"}},
		{name: "unknown system", in: `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}},"features":[` + point(354916.9, 594670.5) + `]}`, want: []string{"28992", "not in this program's table", "-t_srs EPSG:4326"}},
		{name: "crs link", in: `{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":"http://x"}},"features":[]}`, want: []string{"names no coordinate system"}},
		{name: "metres declared as degrees", in: collection(point(505000, 2500000)), opts: Options{CRS: "EPSG:4326"}, want: []string{"no degrees", "EPSG:4326"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadGeoJSON([]byte(tt.in), "图层.geojson", tt.opts)
			if got != nil {
				t.Errorf("a table beside the error")
			}
			checkProblem(t, err, "图层.geojson", tt.want)
		})
	}
}

// checkProblem wants a bilingual problem that names the file and holds parts.
func checkProblem(t *testing.T, err error, file string, parts []string) {
	t.Helper()
	var p *datasets.Problem
	if !errors.As(err, &p) {
		t.Fatalf("got %v, want a problem", err)
	}
	for _, part := range append(parts, file) {
		if !strings.Contains(p.Error(), part) {
			t.Errorf("%q is not in %q", part, p.Error())
		}
	}
	if p.What.ZH == "" || p.What.EN == "" || p.Hint.ZH == "" || p.Hint.EN == "" {
		t.Errorf("one language is missing: %+v", p)
	}
}

func TestCells(t *testing.T) {
	in := collection(
		`{"type":"Feature","id":"a1","properties":{"代码":440307001001,"n":1054.0,"面积":1.10e3,"ok":true,"none":null,"list":[1, {"a": "x y"}],"text":"  甲　"},"geometry":null}`,
		`{"type":"Feature","properties":{"esc":"a\nb\u4e2d\ud83d\ude00\"","代码":NaN},"geometry":null}`)
	got, err := ReadGeoJSON([]byte(in), "f.geojson", Options{})
	if err != nil {
		t.Fatal(err)
	}
	columns := []string{"代码", "n", "面积", "ok", "none", "list", "text", "esc"}
	if d := cmp.Diff(columns, got.Columns); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	want := []datasets.Record{
		{Row: 1, ID: "a1", Values: []string{"440307001001", "1054.0", "1.10e3", "true", "", `[1,{"a":"x y"}]`, "甲", ""}},
		{Row: 2, Values: []string{"", "", "", "", "", "", "", "a\nb中😀\""}},
	}
	if d := cmp.Diff(want, got.Records); d != "" {
		t.Errorf("records (-want +got):\n%s", d)
	}
}
