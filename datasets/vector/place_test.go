package vector

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// withCRS is a collection with a crs member.
func withCRS(name string, features ...string) string {
	return strings.Replace(collection(features...), `"features"`, `"crs":{"type":"name","properties":{"name":"`+name+`"}},"features"`, 1)
}

// TestPlace: the projected pair is Longgang's, computed with PROJ 9.1.1.
func TestPlace(t *testing.T) {
	const east, north = 525374.9776, 2513595.2235
	longgang := orb.Point{114.247, 22.7204}
	tests := []struct {
		name, in string
		opts     Options
		want     orb.Geometry
		within   float64 // degrees
		crs      string
		rules    []string
	}{
		{name: "crs member", in: withCRS("EPSG:4547", point(east, north)), want: longgang, within: 1e-8, crs: "EPSG:4547"},
		{name: "urn", in: withCRS("urn:ogc:def:crs:EPSG::4547", point(east, north)), want: longgang, within: 1e-8, crs: "EPSG:4547"},
		{name: "option", in: collection(point(east, north)), opts: Options{CRS: "EPSG:4547"}, want: longgang, within: 1e-8, crs: "EPSG:4547"},
		{name: "option overrules", in: withCRS("EPSG:2790", point(east, north)), opts: Options{CRS: "EPSG:4547"}, want: longgang, within: 1e-8, crs: "EPSG:4547", rules: []string{"crs-overruled×1"}},
		{name: "zone in the easting", in: collection(point(38e6+east, north)), opts: Options{CRS: "EPSG:4526"}, want: longgang, within: 1e-8, crs: "EPSG:4526"},
		{name: "swap told", in: collection(point(north, east)), opts: Options{CRS: "EPSG:4547", SwapXY: true}, want: longgang, within: 1e-8, crs: "EPSG:4547"},
		{name: "northing first", in: collection(point(north, east)), opts: Options{CRS: "EPSG:4547"}, crs: "EPSG:4547", within: 180, want: longgang, rules: []string{"coordinates-swapped×1"}},
		{name: "degrees declared as metres", in: withCRS("EPSG:4547", point(114.2, 22.7)), within: 180, want: longgang, crs: "EPSG:4547", rules: []string{"crs-doubtful×1"}},
		{name: "GCJ-02 is some 600 m off", in: collection(point(114.247, 22.7204)), opts: Options{CRS: "GCJ-02"}, want: longgang, within: 0.01, crs: "GCJ-02"},
		{name: "null crs", in: `{"type":"FeatureCollection","crs":null,"features":[` + point(114.247, 22.7204) + `]}`, want: longgang},
		{name: "half outside the system", in: collection(point(east, north), point(1e9, 1e9), point(east, north+1)), opts: Options{CRS: "EPSG:4547"}, want: longgang, within: 1e-8, crs: "EPSG:4547", rules: []string{"coordinates-not-converted×1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadGeoJSON([]byte(tt.in), "f.geojson", tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.rules, ruleNames(got)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			if got.CRS != tt.crs {
				t.Errorf("crs %q, want %q", got.CRS, tt.crs)
			}
			p, ok := got.Records[0].Geometry.(orb.Point)
			if want := tt.want.(orb.Point); ok && (math.Abs(p[0]-want[0]) > tt.within || math.Abs(p[1]-want[1]) > tt.within) {
				t.Errorf("got %v, want %v", p, want)
			}
		})
	}
}

// TestUndeclaredLists: candidates are listed, also where northing stands first.
func TestUndeclaredLists(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want []string
	}{
		{"easting first", collection(point(525374.9776, 2513595.2235)), []string{"EPSG:4547 → 114.2470°E 22.7204°N", "EPSG:4548"}},
		{"northing first", collection(point(2513595.2235, 38525374.9776)), []string{"EPSG:4526 → 114.2470°E 22.7204°N", "swap: true"}},
		{"nowhere", collection(point(5e8, 5e8)), []string{"under no known system"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadGeoJSON([]byte(tt.in), "f.geojson", Options{})
			checkProblem(t, err, "f.geojson", append(tt.want, "feature 1"))
			if n := strings.Count(err.Error(), "\n"); n > 20 {
				t.Errorf("%d lines", n)
			}
		})
	}
}

// TestMendIsReported: the bow-tie's two lobes are right triangles of 0.25
// square degrees each at 22.5° N, where a degree is 110.75 km of latitude and
// 102.90 km of longitude on the ellipsoid: 0.5 × 110.75 × 102.90 = 5,698 km²,
// of which the text is to show three digits.
func TestMendIsReported(t *testing.T) {
	in := collection(polygon(`[[114,22],[115,23],[115,22],[114,23],[114,22]]`), polygon(`[[114,22],[115,22],[115,23]]`), point(114, 22))
	got, err := ReadGeoJSON([]byte(in), "f.geojson", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Repaired != 2 || got.Dropped != 0 {
		t.Errorf("repaired %d, dropped %d", got.Repaired, got.Dropped)
	}
	for _, f := range got.Findings {
		if f.Rule == "ring-crossing" && (f.Examples[0].Row != 1 || !strings.Contains(f.Examples[0].Text.EN, " 0 to 569")) {
			t.Errorf("%+v", f.Examples[0])
		}
	}
}
