package vector

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/geo/crs"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func TestReadGeoJSONTypes(t *testing.T) {
	tests := []struct {
		name, values string // of property p, one for each feature
		want         datasets.Type
	}{
		{"integers", `1 -2 0 null`, datasets.TypeInteger},
		{"reals", `1 2.5`, datasets.TypeReal},
		{"exponent", `1e3`, datasets.TypeReal},
		{"booleans", `true null false`, datasets.TypeBoolean},
		{"texts", `"甲"`, datasets.TypeText},
		{"text like a number", `"12"`, datasets.TypeText},
		{"text like a date", `"2026-05-01"`, datasets.TypeText},
		{"mixed", `1 "2"`, datasets.TypeText},
		{"boolean and number", `1 true`, datasets.TypeText},
		{"blank and numbers", `1 ""`, datasets.TypeText},
		{"nothing", `null null`, datasets.TypeText},
		{"object", `{"a":1}`, datasets.TypeText},
		{"beyond 64 bits", `18446744073709551616`, datasets.TypeText},
		{"out of range", `1e999`, datasets.TypeText},
		{"not a number", `1 NaN`, datasets.TypeInteger},
		{"leading zero", `007`, datasets.TypeText},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var features []string
			for _, v := range strings.Fields(tt.values) {
				features = append(features, `{"type":"Feature","properties":{"p":`+v+`},"geometry":null}`)
			}
			got, err := ReadGeoJSON([]byte(collection(features...)), "f.geojson", Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got.Type(0) != tt.want {
				t.Errorf("%s, want %s", got.Type(0), tt.want)
			}
		})
	}
}

func TestReadGeoJSONBlank(t *testing.T) {
	got, err := ReadGeoJSON([]byte(collection(`{"type":"Feature","properties":{"a":null,"b":"","c":" ","d":"x","e":"","e":"y"},"geometry":null}`, `{"type":"Feature","properties":{},"geometry":null}`)), "f.geojson", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]int{{1, 2}, nil}, [][]int{got.Records[0].Blank, got.Records[1].Blank}); d != "" {
		t.Error(d)
	}
}

// everyShape is one table with each type of geometry, column and cell.
func everyShape() *datasets.Table {
	square := orb.Ring{{114, 22}, {115, 22}, {115, 23}, {114, 23}, {114, 22}}
	hole := orb.Ring{{114.2, 22.2}, {114.2, 22.4}, {114.4, 22.4}, {114.4, 22.2}, {114.2, 22.2}}
	far := orb.Ring{{116, 22}, {117, 22}, {117, 23}, {116, 22}}
	line := orb.LineString{{114, 22}, {115.5, 23.25}}
	shapes := []orb.Geometry{
		orb.Point{113.123456789012, 22.7}, orb.MultiPoint{{114, 22}, {115, 23}}, line, orb.MultiLineString{line, {{1, 2}, {3, 4}}},
		orb.Polygon{square, hole}, orb.MultiPolygon{{square, hole}, {far}}, orb.Collection{orb.Point{114, 22}, line}, nil,
	}
	t := &datasets.Table{
		File: "全部.geojson", Format: "GeoJSON", Encoding: "UTF-8", Spatial: true,
		Columns: []string{"名称", "代码", "人口", "面积", "开放", "备注"},
		Types:   []datasets.Type{datasets.TypeText, datasets.TypeText, datasets.TypeInteger, datasets.TypeReal, datasets.TypeBoolean, datasets.TypeText},
	}
	for i, g := range shapes {
		rec := datasets.Record{Row: i + 1, ID: fmt.Sprint(i), Geometry: g, Values: []string{"甲\"\\\t\n\u2028𠮷", "0440307001001", "123456789012345678", "0.1", "true", "[1,2]"}}
		if i%2 == 1 {
			rec.ID = "a/" + rec.ID
			rec.Values, rec.Blank = []string{"乙", "", "", "12.50", "false", ""}, []int{5}
		}
		t.Records = append(t.Records, rec)
	}
	return t
}

func TestWriteGeoJSONRoundTrip(t *testing.T) {
	for _, sequence := range []bool{false, true} {
		t.Run(fmt.Sprintf("sequence %v", sequence), func(t *testing.T) {
			want := everyShape()
			var out bytes.Buffer
			findings, err := WriteGeoJSON(&out, want, WriteOptions{Sequence: sequence, Name: "全部"})
			if err != nil || len(findings) > 0 {
				t.Fatal(err, findings)
			}
			got, err := ReadGeoJSON(out.Bytes(), "全部.geojson", Options{})
			if err != nil {
				t.Fatal(err)
			}
			got.Findings = nil // geometry-null
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestWriteGeoJSON(t *testing.T) {
	zone, err := crs.Parse("EPSG:4547")
	if err != nil {
		t.Fatal(err)
	}
	amap, err := crs.Parse("GCJ-02")
	if err != nil {
		t.Fatal(err)
	}
	head := `{"type":"FeatureCollection",`
	one := func(geometry string) string {
		return head + "\"features\":[\n{\"type\":\"Feature\",\"properties\":{},\"geometry\":" + geometry + "}\n]}\n"
	}
	clockwise := orb.Ring{{0, 0}, {0, 1}, {1, 1}, {0, 0}}
	tests := []struct {
		name    string
		g       orb.Geometry
		options WriteOptions
		want    string
		rules   []string
	}{
		{name: "point", g: orb.Point{0.1, -2}, want: one(`{"type":"Point","coordinates":[0.1,-2]}`)},
		{name: "shell turned", g: orb.Polygon{clockwise}, want: one(`{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,1],[0,0]]]}`)},
		{name: "decimals", g: orb.Point{113.1234567896, -0.00000000001}, options: WriteOptions{Decimals: 9}, want: one(`{"type":"Point","coordinates":[113.12345679,0]}`)},
		{name: "decimals of a whole number", g: orb.Point{100, 20}, options: WriteOptions{Decimals: 4}, want: one(`{"type":"Point","coordinates":[100,20]}`)},
		{name: "metres", g: orb.Point{505000.25, 2500000}, options: WriteOptions{System: zone, Name: "层"},
			want: head + `"name":"层","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4547"}},` + one(`{"type":"Point","coordinates":[505000.25,2500000]}`)[len(head):]},
		{name: "shifted system", g: orb.Point{1, 2}, options: WriteOptions{System: amap}, want: head + `"crs":{"type":"name","properties":{"name":"GCJ-02"}},` + one(`{"type":"Point","coordinates":[1,2]}`)[len(head):]},
		{name: "not a number", g: orb.LineString{{1, 2}, {math.NaN(), 3}}, want: one("null"), rules: []string{"geometry-not-written×1"}},
		{name: "empty", g: orb.MultiPolygon{}, want: one("null"), rules: []string{"geometry-not-written×1"}},
		{name: "nothing", want: one("null")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			table := &datasets.Table{Records: []datasets.Record{{Row: 1, Geometry: tt.g}}}
			table.Findings, err = WriteGeoJSON(&out, table, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, out.String()); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(tt.rules, ruleNames(table)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWriteGeoJSONCells(t *testing.T) {
	tests := []struct {
		name  string
		kind  datasets.Type
		cell  string
		want  string
		rules []string
	}{
		{name: "plus sign", kind: datasets.TypeInteger, cell: "+5", want: "5"},
		{name: "bare point", kind: datasets.TypeReal, cell: ".5", want: "0.5"},
		{name: "exponent", kind: datasets.TypeReal, cell: "4.4E+11", want: "4.4E+11"},
		{name: "digits beyond 64 bits", kind: datasets.TypeReal, cell: "100000000000000005250476", want: "100000000000000005250476.0"}, // GDAL reads 9223372036854775807 without the point
		{name: "digits within 64 bits", kind: datasets.TypeReal, cell: "-9223372036854775808", want: "-9223372036854775808"},
		{name: "digits kept", kind: datasets.TypeReal, cell: "1.50", want: "1.50"},
		{name: "no number", kind: datasets.TypeInteger, cell: "十", want: `"十"`, rules: []string{"cell-not-typed×1"}},
		{name: "no boolean", kind: datasets.TypeBoolean, cell: "是", want: `"是"`, rules: []string{"cell-not-typed×1"}},
		{name: "date", kind: datasets.TypeDate, cell: "2026-05-01", want: `"2026-05-01"`},
		{name: "unknown type", kind: "", cell: "12", want: `"12"`},
		{name: "not UTF-8", kind: datasets.TypeText, cell: "\xff\x01", want: "\"\ufffd\\u0001\""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := &datasets.Table{Columns: []string{"p"}, Types: []datasets.Type{tt.kind}, Records: []datasets.Record{{Row: 1, Values: []string{tt.cell}}}}
			var out bytes.Buffer
			var err error
			if table.Findings, err = WriteGeoJSON(&out, table, WriteOptions{Sequence: true}); err != nil {
				t.Fatal(err)
			}
			want := `{"type":"Feature","properties":{"p":` + tt.want + `},"geometry":null}` + "\n"
			if d := cmp.Diff(want, out.String()); d != "" || !json.Valid(out.Bytes()) {
				t.Error(d)
			}
			if d := cmp.Diff(tt.rules, ruleNames(table)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWriteGeoJSONRefusesSequenceInMetres(t *testing.T) {
	zone, err := crs.Parse("EPSG:4547")
	if err != nil {
		t.Fatal(err)
	}
	_, err = WriteGeoJSON(&bytes.Buffer{}, &datasets.Table{}, WriteOptions{System: zone, Sequence: true})
	var p *datasets.Problem
	if !errors.As(err, &p) {
		t.Errorf("got %v, want a problem", err)
	}
}

// GDAL reads what was written, types and system included.
func TestWriteGeoJSONForGDAL(t *testing.T) {
	ogrinfo, err := exec.LookPath("ogrinfo")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ogrinfo is missing")
		}
		t.Skip("ogrinfo is missing")
	}
	zone, err := crs.Parse("EPSG:4547")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "out.geojson")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	table := everyShape()
	table.Records = table.Records[4:6]
	if _, err := WriteGeoJSON(f, table, WriteOptions{System: zone, Name: "层"}); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(ogrinfo, "-al", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, want := range []string{"Layer name: 层", "Feature Count: 2", `ID["EPSG",4547]`, "人口: Integer64", "面积: Real", "开放: Integer(Boolean)", "代码: String", "代码 (String) = 0440307001001", "人口 (Integer64) = 123456789012345678",
		"POLYGON ((114 22,115 22,115 23,114 23,114 22),(114.2 22.2,114.2 22.4,114.4 22.4,114.4 22.2,114.2 22.2))"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("ogrinfo does not say %q:\n%s", want, out)
		}
	}
}

func ExampleWriteGeoJSON() {
	table := &datasets.Table{
		Columns: []string{"名称", "人口"}, Types: []datasets.Type{datasets.TypeText, datasets.TypeInteger},
		Records: []datasets.Record{{ID: "7", Values: []string{"平湖", "1200"}, Geometry: orb.Point{114.1, 22.7}}},
	}
	if _, err := WriteGeoJSON(os.Stdout, table, WriteOptions{Sequence: true}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"type":"Feature","id":7,"properties":{"名称":"平湖","人口":1200},"geometry":{"type":"Point","coordinates":[114.1,22.7]}}
}

func BenchmarkWriteGeoJSON(b *testing.B) {
	data := oneLine(8 << 20)
	table, err := ReadGeoJSON(data, "f.geojson", Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		var out bytes.Buffer
		if _, err := WriteGeoJSON(&out, table, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
