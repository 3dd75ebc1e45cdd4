package open

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/geo/crs"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// layerOf is a table with what layers of planners hold: Chinese names, codes,
// numbers, dates, nulls, quotes, holes and parts.
func layerOf(shape string) *datasets.Table {
	hole := orb.Polygon{{{114, 22}, {114.2, 22}, {114.2, 22.2}, {114, 22.2}, {114, 22}}, {{114.05, 22.05}, {114.05, 22.1}, {114.1, 22.1}, {114.1, 22.05}, {114.05, 22.05}}}
	geometries := map[string][]orb.Geometry{
		"points":   {orb.Point{114.1234567891, 22.7}, orb.Point{114.2, 22.7123456789}, nil, orb.Point{114.4, 22.8}},
		"lines":    {orb.LineString{{114, 22}, {114.1, 22.1}}, orb.MultiLineString{{{114, 22}, {115, 22}}, {{114, 23}, {115, 23}}}, nil, orb.LineString{{113.9, 22}, {114, 22.3}}},
		"polygons": {hole, orb.MultiPolygon{{{{114, 23}, {114.1, 23}, {114.1, 23.1}, {114, 23.1}, {114, 23}}}, hole}, nil, orb.Polygon{{{113, 22}, {113.5, 22}, {113.5, 22.5}, {113, 22}}}},
	}[shape]
	t := &datasets.Table{
		File: "layer", Spatial: true,
		Columns: []string{"名称", "代码", "人口", "面积", "投用", "备注"},
		Types:   []datasets.Type{datasets.TypeText, datasets.TypeText, datasets.TypeInteger, datasets.TypeReal, datasets.TypeDate, datasets.TypeText},
	}
	cells := [][]string{
		{"布吉街道", "440307001000", "120000", "30.75", "2024-03-05", "有“引号”, 逗号; 分号"},
		{"坪地", "040307", "-3", "0.1", "", "a \"b\" <c> & d"},
		{"无名", "", "", "", "2025-12-31", ""},
		{"Ärzte 1", "440307002000", "0", "-0.000125", "1999-01-01", "两行\n文字"},
	}
	for i, values := range cells {
		t.Records = append(t.Records, datasets.Record{Row: i + 1, Values: values, Geometry: geometries[i]})
	}
	return t
}

// write encodes a table into a folder.
func write(t *testing.T, table *datasets.Table, dir, name string, o WriteOptions) []datasets.Finding {
	t.Helper()
	var found []datasets.Finding
	parts, err := Encode(table, filepath.Join(dir, name), o, func(f []datasets.Finding) { found = append(found, f...) })
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		path := name
		if p.Ext != "" {
			path = strings.TrimSuffix(name, filepath.Ext(name)) + p.Ext
		}
		if err := p.Write(context.Background(), filepath.Join(dir, path)); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// TestRoundTrips: every format that is written is read back with the same
// names, types, values, nulls and places, in WGS 84 and in other systems.
func TestRoundTrips(t *testing.T) {
	for _, shape := range []string{"points", "lines", "polygons"} {
		for _, e := range encoders() {
			for _, system := range []string{"", "EPSG:4547", "EPSG:4526", "EPSG:4490", "EPSG:3857", "EPSG:32650", "GCJ-02", "BD-09"} {
				if e.wgs84 && system != "" {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%s", shape, e.name, system), func(t *testing.T) { roundTrip(t, shape, e, system) })
			}
		}
	}
}

func roundTrip(t *testing.T, shape string, e encoder, system string) {
	table, dir := layerOf(shape), t.TempDir()
	var o WriteOptions
	var read Options
	if system != "" {
		s, err := crs.Parse(system)
		if err != nil {
			t.Fatal(err)
		}
		o.System = s
		if s.Shifted() || e.name == "CSV" || e.name == "TSV" || e.name == "XLSX" {
			read.CRS = system // the format has no place for it
		}
	}
	name := "图层 1" + e.extensions[0]
	write(t, table, dir, name, o)
	got, err := Layer(context.Background(), filepath.Join(dir, name), read)
	if err != nil {
		t.Fatal(err)
	}
	want := layerOf(shape)
	if d := cmp.Diff(names(want), names(got)); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	if len(got.Records) != len(want.Records) {
		t.Fatalf("%d records, want %d", len(got.Records), len(want.Records))
	}
	for i := range want.Records {
		a, b := byName(want, i), byName(got, i)
		if strings.Contains(e.name, "Shapefile") {
			a["备注"] = strings.ReplaceAll(a["备注"], "\n", " ") // DBF has no lines
			b["备注"] = strings.ReplaceAll(b["备注"], "\n", " ")
		}
		if d := cmp.Diff(a, b); d != "" {
			t.Errorf("record %d (-want +got):\n%s", i, d)
		}
		if far := apart(want.Records[i].Geometry, got.Records[i].Geometry); far > 2e-9 {
			t.Errorf("record %d: %v, want %v", i, got.Records[i].Geometry, want.Records[i].Geometry)
		}
	}
	if types := typesByName(got); e.name != "CSV" && e.name != "TSV" {
		for i, c := range want.Columns {
			if types[c] != want.Types[i] && !(want.Types[i] == datasets.TypeDate && (e.name == "GeoJSON" || e.name == "GeoJSONSeq" || strings.HasPrefix(e.name, "KM"))) {
				t.Errorf("%s is %s, want %s", c, types[c], want.Types[i])
			}
		}
	}
}

func names(t *datasets.Table) map[string]bool {
	out := map[string]bool{}
	for _, c := range t.Columns {
		out[c] = true
	}
	return out
}

func byName(t *datasets.Table, i int) map[string]string {
	out := map[string]string{}
	for k, c := range t.Columns {
		out[c] = t.Records[i].Values[k]
	}
	return out
}

func typesByName(t *datasets.Table) map[string]datasets.Type {
	out := map[string]datasets.Type{}
	for k, c := range t.Columns {
		out[c] = t.Type(k)
	}
	return out
}

// apart is the largest difference of two geometries' coordinates, degrees, or
// infinity where they are not of one form. Single and multiple are one form:
// some formats know no difference.
func apart(a, b orb.Geometry) float64 {
	if a == nil || b == nil {
		if a == nil && b == nil {
			return 0
		}
		return math.Inf(1)
	}
	p, q := vertices(a), vertices(b)
	if len(p) != len(q) {
		return math.Inf(1)
	}
	far := 0.0
	for i := range p {
		far = max(far, math.Abs(p[i][0]-q[i][0]), math.Abs(p[i][1]-q[i][1]))
	}
	return far
}

func vertices(g orb.Geometry) []orb.Point {
	var out []orb.Point
	switch g := g.(type) {
	case orb.Point:
		return []orb.Point{g}
	case orb.MultiPoint:
		return g
	case orb.LineString:
		return g
	case orb.MultiLineString:
		for _, l := range g {
			out = append(out, l...)
		}
	case orb.Polygon:
		for _, r := range g {
			out = append(out, r...)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			out = append(out, vertices(p)...)
		}
	}
	return out
}

// TestEncodeRefuses: what cannot be written is said before anything is.
func TestEncodeRefuses(t *testing.T) {
	gk, err := crs.Parse("EPSG:4547")
	if err != nil {
		t.Fatal(err)
	}
	far := layerOf("points")
	far.Records[1].Geometry = orb.Point{-60, 22}
	tests := []struct {
		name, path string
		table      *datasets.Table
		o          WriteOptions
		want       string
	}{
		{"no such extension", "a.mdb", layerOf("points"), WriteOptions{}, ".geojson"},
		{"no such format", "a.csv", layerOf("points"), WriteOptions{Format: "dwg"}, "dwg"},
		{"KML in metres", "a.kml", layerOf("points"), WriteOptions{System: gk}, "EPSG:4547"},
		{"half the world away", "a.gpkg", far, WriteOptions{System: gk}, "too far"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Encode(tt.table, tt.path, tt.o, func([]datasets.Finding) {})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

// TestWritersAreStable: the same table gives the same bytes.
func TestWritersAreStable(t *testing.T) {
	for _, e := range encoders() {
		dir := t.TempDir()
		var first []byte
		for n := range 2 {
			name := fmt.Sprintf("%d/a%s", n, e.extensions[0])
			if err := os.Mkdir(filepath.Join(dir, fmt.Sprint(n)), 0o777); err != nil {
				t.Fatal(err)
			}
			write(t, layerOf("polygons"), dir, name, WriteOptions{})
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if n == 0 {
				first = data
			} else if string(first) != string(data) {
				t.Errorf("%s differs the second time", e.name)
			}
		}
	}
}
