package shapefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/geo"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// everyType is a table with a column of each type, values at their limits,
// nulls, and Chinese.
func everyType(geometries ...orb.Geometry) *datasets.Table {
	t := &datasets.Table{
		File: "全.shp", Spatial: true,
		Columns: []string{"名称", "人口", "编码", "面积", "极端", "已建", "日期", "说明"},
		Types: []datasets.Type{datasets.TypeText, datasets.TypeInteger, datasets.TypeInteger, datasets.TypeReal,
			datasets.TypeReal, datasets.TypeBoolean, datasets.TypeDate, datasets.TypeText},
	}
	rows := [][]string{
		{"龙岗街道", "12", "440307001001", "0.5", "1.7976931348623157e+308", "true", "2026-05-01", "a,b \"c\""},
		{"", "", "", "", "", "", "", ""},
		{"𠮷野家·é", "-2147483", "-99999999999999999", "-1234567.891234", "0.00000012345678901234566", "false", "1900-12-31", strings.Repeat("长", 84)},
	}
	for i, g := range geometries {
		t.Records = append(t.Records, datasets.Record{Row: i + 1, Values: rows[i%len(rows)], Geometry: g})
	}
	return t
}

// The geometries of each type, with holes, parts and an island in a hole.
func points() []orb.Geometry {
	return []orb.Geometry{orb.Point{114.1, 22.7}, nil, orb.Point{-73.5, -40.25}}
}

func square(x, y, size float64, counterClockwise bool) orb.Ring {
	r := orb.Ring{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}
	if !counterClockwise {
		r.Reverse()
	}
	return r
}

func areas() []orb.Geometry {
	return []orb.Geometry{
		orb.Polygon{square(114, 22, 1, true), square(114.2, 22.2, .2, false), square(114.6, 22.6, .2, false)}, nil,
		orb.MultiPolygon{{square(110, 20, 1, true), square(110.1, 20.1, .8, false)}, {square(110.2, 20.2, .5, true)}, {square(112, 20, 1, true)}},
	}
}

func lines() []orb.Geometry {
	return []orb.Geometry{orb.LineString{{114, 22}, {115, 23}, {115, 24}}, nil, orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}, {9, 9}}}}
}

func manyOf() []orb.Geometry {
	return []orb.Geometry{orb.MultiPoint{{114, 22}, {115, 23}}, nil, orb.MultiPoint{{1, 2}}}
}

// TestRoundTrip: what Encode writes Read reads, without a finding but for the
// null geometry.
func TestRoundTrip(t *testing.T) {
	for name, geometries := range map[string][]orb.Geometry{"points": points(), "areas": areas(), "lines": lines(), "multipoints": manyOf()} {
		for _, encoding := range [...]string{"", "GBK"} {
			t.Run(name+encoding, func(t *testing.T) {
				table := everyType(geometries...)
				if encoding == "GBK" {
					table.Records[2].Values = append([]string{"吉野家"}, table.Records[2].Values[1:]...)
				}
				e, findings, err := Encode(table, WriteOptions{Encoding: encoding})
				if err != nil || len(findings) > 0 {
					t.Fatal(err, findings)
				}
				s := set{".shp": e.SHP, ".shx": e.SHX, ".dbf": e.DBF, ".prj": e.PRJ, ".cpg": e.CPG}
				got, err := Read(s.files("全.shp"), Options{})
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(map[string]int{"geometry-null": 1}, rulesOf(got.Findings)); d != "" {
					t.Error(d)
				}
				want := *table
				want.Format, want.CRS, want.Encoding, want.Findings = "Shapefile", "EPSG:4326", "UTF-8", got.Findings
				if encoding == "GBK" {
					want.Encoding = "GB18030"
				}
				if d := cmp.Diff(&want, got); d != "" {
					t.Errorf("(-want +got):\n%s", d)
				}
			})
		}
	}
}

// feature is one of GDAL's GeoJSON.
type feature struct {
	Properties map[string]any
	Geometry   *struct {
		Type        string
		Coordinates json.RawMessage
	}
}

// shape decodes the geometry.
func (f *feature) shape(t *testing.T) orb.Geometry {
	t.Helper()
	if f.Geometry == nil {
		return nil
	}
	into := func(v any) {
		if err := json.Unmarshal(f.Geometry.Coordinates, v); err != nil {
			t.Fatal(err)
		}
	}
	switch f.Geometry.Type {
	case "Point":
		var g orb.Point
		into(&g)
		return g
	case "MultiPoint":
		var g orb.MultiPoint
		into(&g)
		return g
	case "LineString":
		var g orb.LineString
		into(&g)
		return g
	case "MultiLineString":
		var g orb.MultiLineString
		into(&g)
		return g
	case "Polygon":
		var g orb.Polygon
		into(&g)
		return g
	}
	var g orb.MultiPolygon
	into(&g)
	return g
}

// asGeoJSON has ogr2ogr write a .shp as GeoJSON.
func asGeoJSON(t *testing.T, shp string) []feature {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.geojson")
	ogr(t, "ogr2ogr", "-f", "GeoJSON", "-lco", "SIGNIFICANT_FIGURES=17", out, shp)
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var fc struct{ Features []feature }
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber() // integers of more than 53 bits
	if err := decoder.Decode(&fc); err != nil {
		t.Fatal(err)
	}
	return fc.Features
}

// TestGDALReads: GDAL reads what Encode writes: geometries, names, values,
// nulls and types.
func TestGDALReads(t *testing.T) {
	for name, geometries := range map[string][]orb.Geometry{"points": points(), "areas": areas(), "lines": lines(), "multipoints": manyOf()} {
		for _, encoding := range [...]string{"", "GBK"} {
			t.Run(name+encoding, func(t *testing.T) {
				table := everyType(geometries...)
				if encoding == "GBK" {
					table.Records[2].Values = append([]string{"吉野家"}, table.Records[2].Values[1:]...)
				}
				fc := asGeoJSON(t, encoded(t, table, WriteOptions{Encoding: encoding}).save(t, "全"))
				if len(fc) != 3 {
					t.Fatalf("%d features", len(fc))
				}
				for i, f := range fc {
					rec := &table.Records[i]
					if g := f.shape(t); !sameShape(g, rec.Geometry) {
						t.Errorf("record %d: %v, want %v", i, g, rec.Geometry)
					}
					for col, name := range table.Columns {
						if got := gdalText(f.Properties[name], table.Type(col)); got != rec.Values[col] {
							t.Errorf("record %d, %s: %q, want %q", i, name, got, rec.Values[col])
						}
					}
				}
			})
		}
	}
}

// gdalText is a value of GDAL's GeoJSON as our cells write it.
func gdalText(v any, typ datasets.Type) string {
	switch v := v.(type) {
	case nil:
		return ""
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return strconv.FormatInt(n, 10)
		}
		f, _ := v.Float64()
		return string(appendReal(nil, f))
	case string:
		switch {
		case typ == datasets.TypeDate:
			return strings.ReplaceAll(v, "/", "-")
		case typ == datasets.TypeBoolean && v == "T":
			return "true"
		case typ == datasets.TypeBoolean && v == "F":
			return "false"
		}
		return v
	}
	return fmt.Sprint(v)
}

// sameShape compares areas where rings may begin elsewhere.
func sameShape(a, b orb.Geometry) bool {
	if a == nil || b == nil || a.GeoJSONType() != b.GeoJSONType() {
		return a == nil && b == nil
	}
	switch a.(type) {
	case orb.Polygon, orb.MultiPolygon:
		d := float64(geo.Area(a) - geo.Area(b))
		return d < 0.01 && d > -0.01 && a.Bound() == b.Bound()
	}
	return orb.Equal(a, b)
}

// written has ogr2ogr write GeoJSON features as a Shapefile.
func written(t *testing.T, geojson string, args ...string) set {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.geojson"), filepath.Join(dir, "出.shp")
	if err := os.WriteFile(in, []byte(geojson), 0o600); err != nil {
		t.Fatal(err)
	}
	ogr(t, "ogr2ogr", append(append([]string{"-f", "ESRI Shapefile"}, args...), out, in)...)
	return loadSet(t, out)
}

// features makes a collection of geometries in GeoJSON with a few properties.
func features(geometries ...string) string {
	var parts []string
	for i, g := range geometries {
		parts = append(parts, fmt.Sprintf(`{"type":"Feature","properties":{"名称":"龙岗街道%d","人口":%d,"面积":%d.25,"日期":"2026/05/0%d","空":null},"geometry":%s}`, i+1, i+1, i+1, i+1, g))
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(parts, ",") + `]}`
}

// TestReadsGDAL reads what ogr2ogr writes, in every type with and without
// heights and in both encodings.
func TestReadsGDAL(t *testing.T) {
	hole := `{"type":"Polygon","coordinates":[[[114,22],[115,22],[115,23],[114,23],[114,22]],[[114.2,22.2],[114.2,22.4],[114.4,22.4],[114.4,22.2],[114.2,22.2]]]}`
	tests := []struct {
		name      string
		args      []string
		geometry  string
		want      orb.Geometry
		wantRules map[string]int
	}{
		{"points", nil, `{"type":"Point","coordinates":[114,22]}`, orb.Point{114, 22}, nil},
		{"points with Z", nil, `{"type":"Point","coordinates":[114,22,9]}`, orb.Point{114, 22}, map[string]int{"z-dropped": 1}},
		{"points with M", []string{"-dim", "XYM", "-lco", "SHPT=POINTM"}, `{"type":"Point","coordinates":[114,22]}`, orb.Point{114, 22}, map[string]int{"z-dropped": 1}},
		{"multipoints", nil, `{"type":"MultiPoint","coordinates":[[114,22],[115,23]]}`, orb.MultiPoint{{114, 22}, {115, 23}}, nil},
		{"multipoints with Z", nil, `{"type":"MultiPoint","coordinates":[[114,22,1],[115,23,2]]}`, orb.MultiPoint{{114, 22}, {115, 23}}, map[string]int{"z-dropped": 1}},
		{"lines", nil, `{"type":"LineString","coordinates":[[114,22],[115,23]]}`, orb.LineString{{114, 22}, {115, 23}}, nil},
		{"lines with Z and M", []string{"-dim", "XYZM"}, `{"type":"MultiLineString","coordinates":[[[114,22,1],[115,23,1]],[[1,2,3],[3,4,5]]]}`, orb.MultiLineString{{{114, 22}, {115, 23}}, {{1, 2}, {3, 4}}}, map[string]int{"z-dropped": 1}},
		{"a hole", nil, hole, orb.Polygon{square(114, 22, 1, true), {{114.2, 22.2}, {114.2, 22.4}, {114.4, 22.4}, {114.4, 22.2}, {114.2, 22.2}}}, nil},
		{"a hole with Z", []string{"-dim", "XYZ"}, hole, orb.Polygon{square(114, 22, 1, true), {{114.2, 22.2}, {114.2, 22.4}, {114.4, 22.4}, {114.4, 22.2}, {114.2, 22.2}}}, map[string]int{"z-dropped": 1}},
	}
	for _, tt := range tests {
		for _, encoding := range [...]string{"UTF-8", "GBK"} {
			t.Run(tt.name+" "+encoding, func(t *testing.T) {
				s := written(t, features(tt.geometry), append(tt.args, "-lco", "ENCODING="+encoding)...)
				got, err := Read(s.files("出.shp"), Options{})
				if err != nil {
					t.Fatal(err)
				}
				if want := tt.wantRules; len(got.Findings) > 0 || want != nil {
					if d := cmp.Diff(want, rulesOf(got.Findings)); d != "" {
						t.Error(d)
					}
				}
				if g := got.Records[0].Geometry; !sameShape(g, tt.want) {
					t.Errorf("%v, want %v", g, tt.want)
				}
				if d := cmp.Diff([]string{"龙岗街道1", "1", "1.25", "2026-05-01", ""}, got.Records[0].Values); d != "" {
					t.Error(d)
				}
			})
		}
	}
}

// TestMultiPatch: a body of two triangles is refused by name.
func TestMultiPatch(t *testing.T) {
	s := written(t, features(`{"type":"Polygon","coordinates":[[[114,22,0],[115,22,1],[115,23,2],[114,22,0]]]}`), "-lco", "SHPT=MULTIPATCH", "-nlt", "PROMOTE_TO_MULTI")
	_, err := Read(s.files("楼.shp"), Options{})
	var p *datasets.Problem
	if !errors.As(err, &p) || !strings.Contains(p.Error(), "MultiPatch") {
		t.Error(err)
	}
}

// TestGDALZip reads a ZIP that ogr2ogr makes.
func TestGDALZip(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.geojson"), filepath.Join(dir, "包.shz")
	if err := os.WriteFile(in, []byte(features(`{"type":"Point","coordinates":[114,22]}`)), 0o600); err != nil {
		t.Fatal(err)
	}
	ogr(t, "ogr2ogr", "-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8", out, in)
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadZip(set{".shp": data}.files("包.zip"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Layer != "包" || got.Records[0].Values[0] != "龙岗街道1" {
		out, _ := json.Marshal(got)
		t.Errorf("%s", out)
	}
}
