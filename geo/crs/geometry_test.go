package crs

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func TestTransformGeometry(t *testing.T) {
	gk := parse(t, "4547")
	for _, g := range orb.AllGeometries {
		before := orb.Clone(g)
		got, err := TransformGeometry(parse(t, "GCJ-02"), g)
		if err != nil {
			t.Errorf("%T: %v", g, err)
		}
		if g == nil {
			if got != nil {
				t.Errorf("nil: got %v", got)
			}
			continue
		}
		if before != nil && !orb.Equal(g, before) || got.GeoJSONType() != g.GeoJSONType() {
			t.Errorf("%T: became %T, or the input changed", g, got)
		}
	}
	line := orb.LineString{{525374.9776, 2513595.2235}, {457810.3755, 2605288.1860}}
	got, err := TransformGeometry(gk, line)
	want := orb.LineString{{114.247, 22.7204}, {113.5868, 23.548}} // cgcs2000_gk.csv
	if err != nil || !closeTo(got.(orb.LineString)[0], want[0], 2e-9) || !closeTo(got.(orb.LineString)[1], want[1], 2e-9) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	for _, g := range []orb.Geometry{orb.Point{math.NaN(), 0}, orb.Polygon{{{0, 0}, {1e300, 0}}}, orb.MultiPolygon{{{{0, math.Inf(1)}}}}, orb.Collection{orb.MultiLineString{{{1e9, 0}}}}} {
		if got, err := TransformGeometry(gk, g); !errors.Is(err, ErrRange) || got != nil {
			t.Errorf("%v: got %v, %v", g, got, err)
		}
	}
	same := orb.Polygon{{{114, 22}, {115, 22}, {115, 23}, {114, 22}}}
	if got, err := TransformGeometry(parse(t, "CGCS2000"), same); err != nil || cmp.Diff(orb.Geometry(same), got) != "" {
		t.Errorf("CGCS2000: got %v, %v", got, err)
	}
}

func TestProject(t *testing.T) {
	gk := parse(t, "4547")
	line := orb.LineString{{114.247, 22.7204}, {113.5868, 23.548}} // cgcs2000_gk.csv
	want := orb.LineString{{525374.9776, 2513595.2235}, {457810.3755, 2605288.1860}}
	g, err := Project(gk, line)
	got, ok := g.(orb.LineString)
	if err != nil || !ok || !closeTo(got[0], want[0], 1e-4) || !closeTo(got[1], want[1], 1e-4) {
		t.Errorf("got %v, %v; want %v", g, err, want)
	}
	if line[0] != (orb.Point{114.247, 22.7204}) {
		t.Errorf("the input has changed: %v", line)
	}
	for _, s := range []*System{gk, parse(t, "BD-09"), parse(t, "3857")} {
		for _, g := range orb.AllGeometries {
			if s == gk && g != nil && !geometryNear(g, 114) {
				continue
			}
			there, err := Project(s, g)
			if err != nil {
				t.Errorf("%s of %T: %v", s, g, err)
				continue
			}
			if (there == nil) != (g == nil) || g != nil && there.GeoJSONType() != g.GeoJSONType() {
				t.Errorf("%s of %T: became %T", s, g, there)
			}
		}
	}
	if got, err := Project(gk, orb.Polygon{{{114, 22}, {-88, 41}}}); !errors.Is(err, ErrRange) || got != nil {
		t.Errorf("beyond the projection: got %v, %v", got, err)
	}
}

// geometryNear tells whether a geometry lies within reach of a meridian.
func geometryNear(g orb.Geometry, meridian float64) bool {
	b := g.Bound()
	return math.Abs(b.Min[0]-meridian) < maxOff && math.Abs(b.Max[0]-meridian) < maxOff
}

// The open data of Chicago are in EPSG:2790. Their box is that of ogr2ogr of
// GDAL 3.6.2: exactly in degrees of NAD83(HARN), to a metre in WGS 84.
func TestChicago(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(dataFolder(), "chicago", "chicago_metro_pop.geojson"))
	if err != nil {
		missing(t, err)
	}
	var file struct {
		CRS      struct{ Properties struct{ Name string } }
		Features []struct {
			Geometry struct{ Coordinates orb.Point }
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	var points orb.MultiPoint
	for _, f := range file.Features {
		points = append(points, f.Geometry.Coordinates)
	}
	g, err := TransformGeometry(parse(t, file.CRS.Properties.Name), points)
	if err != nil {
		t.Fatal(err)
	}
	for tolerance, want := range map[float64]orb.Bound{
		1e-6: {Min: orb.Point{-88.431936, 41.338716}, Max: orb.Point{-87.530663, 42.455214}}, // EPSG:4152, NAD83(HARN)
		1e-5: {Min: orb.Point{-88.431942, 41.338723}, Max: orb.Point{-87.530669, 42.455222}}, // EPSG:4326
	} {
		if b := g.Bound(); !closeTo(b.Min, want.Min, tolerance) || !closeTo(b.Max, want.Max, tolerance) {
			t.Errorf("got %.6f, want %v", b, want)
		}
	}
}

// A line of a million points must cost its own copy and nothing else.
func BenchmarkTransformGeometry(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	line := make(orb.LineString, 1_000_000)
	for i := range line {
		line[i] = orb.Point{113.5 + random.Float64(), 22 + random.Float64()}
	}
	for _, text := range []string{"EPSG:4547", "EPSG:3857", "GCJ-02", "BD-09"} {
		s := parse(b, text)
		in, err := Project(s, line)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := TransformGeometry(s, in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
