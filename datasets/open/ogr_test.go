package open

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fugai/geo/crs"

	"github.com/paulmach/orb"
)

// ogrLayer is a file of others that is converted.
type ogrLayer struct {
	file   string
	metres string   // a system in metres that suits the place
	target string   // to which the original is brought, "" where it is in WGS 84
	args   []string // that ogr2ogr needs to see the original's geometries
	brief  bool     // one format of each writer will do: another layer is like it
}

// ogrLayers lists the real layers. Chicago's tracts are in NAD83(HARN), which
// is taken as WGS 84 here and moved by 0.9 m in PROJ: they are compared in
// longitude and latitude of the datum itself (EPSG:4152).
func ogrLayers() []ogrLayer {
	all := []ogrLayer{
		{file: "shenzhen/SZ_districts.shp", metres: "EPSG:4547", target: "EPSG:4326"},
		{file: "districts/fence_longgang_440307_gcj02.geojson", metres: "EPSG:4526"},
		{file: "helsinki/helsinki_population_grid_2020.gpkg", metres: "EPSG:32635"},
		{file: "chicago/chicago_metro_pop.geojson", metres: "EPSG:32616", target: "EPSG:4152"},
	}
	for _, units := range [...][2]string{{"babu_451102", "EPSG:4525"}, {"conghua_440117", "EPSG:4547"}, {"jintan_320413", "EPSG:4528"}, {"longgang_440307", "EPSG:3857"}, {"sanshui_440607", "EPSG:4546"}} {
		all = append(all, ogrLayer{file: "districts/units_" + units[0] + ".csv", metres: units[1], brief: units[0] != "longgang_440307",
			args: []string{"-oo", "X_POSSIBLE_NAMES=longitude", "-oo", "Y_POSSIBLE_NAMES=latitude", "-oo", "KEEP_GEOM_COLUMNS=NO"}})
	}
	return all
}

// TestOGR converts real layers to every format, has ogr2ogr (GDAL) turn both
// what was written and the original into GeoJSON of one system, and compares
// the features: how many, every attribute, and every corner within 1e-7°.
// Shapefile, GeoPackage and TSV are written in metres, the others in degrees;
// TSV is plain, CSV has the TAB behind codes that only spreadsheets need.
func TestOGR(t *testing.T) {
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ogr2ogr is missing: install gdal-bin")
		}
		t.Skip("ogr2ogr is not installed")
	}
	dir := realData(t)
	for _, l := range ogrLayers() {
		t.Run(filepath.Base(l.file), func(t *testing.T) {
			t.Parallel()
			compareLayer(t, filepath.Join(dir, l.file), l)
		})
	}
}

func compareLayer(t *testing.T, path string, l ogrLayer) {
	want := ogrFeatures(t, path, slices.Concat(l.args, toSystem(l.target)))
	table, err := Layer(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(want) != len(table.Records) {
		t.Fatalf("%d records, ogr2ogr reads %d", len(table.Records), len(want))
	}
	for _, e := range encoders() {
		if l.brief && slices.Contains([]string{"GeoJSONSeq", "TSV", "ZippedShapefile", "KMZ"}, e.name) {
			continue
		}
		t.Run(e.name, func(t *testing.T) {
			out, o, system := t.TempDir(), WriteOptions{Plain: e.name == "TSV"}, "EPSG:4326"
			if e.name == "Shapefile" || e.name == "GeoPackage" || e.name == "TSV" {
				system = l.metres
				if o.System, err = crs.Parse(system); err != nil {
					t.Fatal(err)
				}
			}
			name := "图层" + e.extensions[0]
			write(t, table, out, name, o)
			got := ogrFeatures(t, filepath.Join(out, name), ogrSees(e, system))
			compareFeatures(t, e, table.Columns, got, want)
		})
	}
}

// toSystem asks for a conversion, but for "".
func toSystem(system string) []string {
	if system == "" {
		return nil
	}
	return []string{"-t_srs", system}
}

// ogrSees gives the arguments with which ogr2ogr sees the geometries of what
// was written. It makes none of a workbook's columns.
func ogrSees(e encoder, system string) []string {
	var args []string
	if system != "EPSG:4326" { // without need the projection database is slow to open
		args = toSystem("EPSG:4326")
		if e.name == "TSV" {
			args = append(args, "-s_srs", system)
		}
	}
	switch e.name {
	case "CSV", "TSV":
		args = append(args, "-oo", "X_POSSIBLE_NAMES=经度*,横坐标*", "-oo", "Y_POSSIBLE_NAMES=纬度*,纵坐标*",
			"-oo", "GEOM_POSSIBLE_NAMES=WKT*", "-oo", "KEEP_GEOM_COLUMNS=NO")
	case "XLSX":
		args = append(args, "--config", "OGR_XLSX_HEADERS", "FORCE")
	}
	return args
}

// ogrFeature is a feature of ogr2ogr's GeoJSON.
type ogrFeature struct {
	Properties map[string]any
	Geometry   *struct {
		Type        string
		Coordinates any
	}
}

// ogrFeatures has ogr2ogr turn a layer into GeoJSON, and decodes that.
func ogrFeatures(t *testing.T, path string, args []string) []ogrFeature {
	t.Helper()
	if filepath.Ext(path) == ".zip" {
		path = "/vsizip/" + path
	}
	out := filepath.Join(t.TempDir(), "ogr.geojson")
	cmd := exec.Command("ogr2ogr", slices.Concat([]string{"-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=12"}, args, []string{out, path})...)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr %s: %v\n%s", path, err, text)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var collection struct{ Features []ogrFeature }
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&collection); err != nil {
		t.Fatal(err)
	}
	return collection.Features
}

func compareFeatures(t *testing.T, e encoder, columns []string, got, want []ogrFeature) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d features, want %d", len(got), len(want))
	}
	for i := range want {
		for _, c := range columns {
			v, w := cellText(attribute(e, got[i].Properties, c)), cellText(want[i].Properties[c])
			if v != w {
				t.Errorf("feature %d, %s is %q, want %q", i+1, c, v, w)
			}
		}
		if e.name != "XLSX" && !samePaths(pathsOfOGR(got[i]), pathsOfOGR(want[i]), 1e-7) {
			t.Errorf("feature %d: the geometries differ", i+1)
		}
		if t.Failed() && i > 20 {
			return
		}
	}
}

// attribute finds a column under the name that the format or GDAL gave it: ten
// bytes in a .dbf; Name for the name of a Placemark; the coordinates' own names
// free in tables.
func attribute(e encoder, properties map[string]any, column string) any {
	names := []string{column}
	switch e.name {
	case "Shapefile", "ZippedShapefile":
		names = append(names, column[:min(len(column), 10)])
	case "KML", "KMZ":
		if strings.EqualFold(column, "name") {
			names = append(names, "Name")
		}
	case "CSV", "TSV", "XLSX":
		names = append(names, "原"+column)
	}
	for _, n := range names {
		if v, ok := properties[n]; ok {
			if text, isText := v.(string); isText && e.name == "CSV" {
				return strings.TrimSuffix(text, "\t")
			}
			return v
		}
	}
	return nil
}

// cellText writes a value so that numbers and texts of the same digits are
// alike, and null is an empty text: CSV and Shapefiles tell no difference.
func cellText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case json.Number:
		if _, err := v.Int64(); err == nil {
			return v.String()
		}
		f, _ := v.Float64() // JSON's own numbers always parse
		return strconv.FormatFloat(f, 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}

// pathsOfOGR lists the runs of corners: a point, a line, each ring.
func pathsOfOGR(f ogrFeature) [][]orb.Point {
	if f.Geometry == nil {
		return nil
	}
	if p, ok := position(f.Geometry.Coordinates); ok {
		return [][]orb.Point{{p}}
	}
	return runs(f.Geometry.Coordinates)
}

func runs(v any) (out [][]orb.Point) {
	list, _ := v.([]any)
	var run []orb.Point
	for _, item := range list {
		if p, ok := position(item); ok {
			run = append(run, p)
		} else {
			out = append(out, runs(item)...)
		}
	}
	if run != nil {
		out = append(out, run)
	}
	return out
}

func position(v any) (p orb.Point, ok bool) {
	list, _ := v.([]any)
	if len(list) < 2 {
		return p, false
	}
	for i := range p {
		n, isNumber := list[i].(json.Number)
		if !isNumber {
			return p, false
		}
		p[i], _ = n.Float64() // JSON's own numbers always parse
	}
	return p, true
}

// samePaths tells whether two lists of paths are the same in any order; rings
// may begin anywhere and turn either way, as formats ask.
func samePaths(a, b [][]orb.Point, tolerance float64) bool {
	if len(a) != len(b) {
		return false
	}
	left := slices.Clone(b)
	for _, p := range a {
		i := slices.IndexFunc(left, func(q []orb.Point) bool { return samePath(p, q, tolerance) })
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return true
}

func samePath(a, b []orb.Point, tolerance float64) bool {
	if len(a) != len(b) {
		return false
	}
	near := func(p, q orb.Point) bool {
		return math.Abs(p[0]-q[0]) <= tolerance && math.Abs(p[1]-q[1]) <= tolerance
	}
	n := len(a)
	if n > 3 && a[0] == a[n-1] {
		n--
	}
	for start := range n {
		for _, step := range [...]int{1, n - 1} {
			i := 0
			for i < n && near(a[i], b[(start+i*step)%n]) {
				i++
			}
			if i == n {
				return true
			}
		}
	}
	return false
}

// TestSamePaths: the comparison of [TestOGR] sees what differs.
func TestSamePaths(t *testing.T) {
	square := []orb.Point{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}
	tests := []struct {
		name string
		a, b [][]orb.Point
		want bool
	}{
		{"itself", [][]orb.Point{square}, [][]orb.Point{square}, true},
		{"begun elsewhere", [][]orb.Point{square}, [][]orb.Point{{{1, 1}, {0, 1}, {0, 0}, {1, 0}, {1, 1}}}, true},
		{"turned", [][]orb.Point{square}, [][]orb.Point{{{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}}}, true},
		{"other corners", [][]orb.Point{square}, [][]orb.Point{{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}}, false},
		{"a corner moved", [][]orb.Point{square}, [][]orb.Point{{{0, 0}, {1, 0}, {1, 1}, {0, 1.0000002}, {0, 0}}}, false},
		{"a ring less", [][]orb.Point{square, square}, [][]orb.Point{square}, false},
		{"other order", [][]orb.Point{square, {{5, 5}}}, [][]orb.Point{{{5, 5}}, square}, true},
		{"nothing", nil, nil, true},
	}
	for _, tt := range tests {
		if got := samePaths(tt.a, tt.b, 1e-7); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
