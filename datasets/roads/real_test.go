package roads_test

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb/planar"

	"fugai/datasets/open"
	"fugai/datasets/osm"
	"fugai/datasets/roads"
	"fugai/geo/network"
)

// malta finds the extract of Malta, or skips.
func malta(t testing.TB) string {
	t.Helper()
	for _, dir := range [...]string{os.Getenv("FUGAI_DATA"), filepath.Join("..", "..", "..", "shared", "data")} {
		file := filepath.Join(dir, "osm", "malta_graphhopper.osm.pbf")
		if _, err := os.Stat(file); dir != "" && err == nil {
			return file
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the real data is missing: set FUGAI_DATA to its folder")
	}
	t.Skip("the real data is not here: set FUGAI_DATA to its folder")
	return ""
}

// converted makes a line layer of the extract with GDAL.
func converted(t testing.TB, format, name string) string {
	t.Helper()
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ogr2ogr is missing: install gdal-bin")
		}
		t.Skip("ogr2ogr is not installed")
	}
	file := filepath.Join(t.TempDir(), name)
	if out, err := exec.Command("ogr2ogr", "-f", format, "-lco", "ENCODING=UTF-8", file, malta(t), "lines").CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr: %v\n%s", err, out)
	}
	return file
}

func readFile(t testing.TB, file string) (*network.Roads, roads.Report) {
	t.Helper()
	tab, _, err := open.Read(context.Background(), file, open.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, report, err := roads.Read(context.Background(), tab, roads.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r, report
}

// The lines of Malta as three formats give the same streets. Counts and length
// are those of GDAL 3.6.2 for the rows with a highway or a ferry route
// (ST_NPoints, ST_Length in degrees), less one point that repeats the one before.
func TestMalta(t *testing.T) {
	for _, c := range []struct{ format, name string }{{"GPKG", "roads.gpkg"}, {"ESRI Shapefile", "roads.shp"}, {"GeoJSON", "roads.geojson"}} {
		t.Run(c.format, func(t *testing.T) {
			r, report := readFile(t, converted(t, c.format, c.name))
			length, points := 0.0, 0
			for _, w := range r.Ways {
				points += len(w.Nodes)
				for i := 1; i < len(w.Nodes); i++ {
					length += planar.Distance(r.Points[w.Nodes[i-1]], r.Points[w.Nodes[i]])
				}
			}
			if len(r.Ways) != 20505 || points != 124135 {
				t.Errorf("got %d ways of %d points, want 20505 of 124135", len(r.Ways), points)
			}
			if math.Abs(length-38.503221) > 1e-4 {
				t.Errorf("got %.6f degrees of street, want 38.503221", length)
			}
			if report.Layer.Read != 23586 || report.Layer.Used != len(r.Ways) {
				t.Errorf("got %d rows read and %d used, want 23586 and %d", report.Layer.Read, report.Layer.Used, len(r.Ways))
			}
		})
	}
}

// The graphs of Malta's lines and of the extract itself are alike: lines lose
// the identity of nodes, barriers and turn restrictions; where people walk, that
// changes less than 1 %. GDAL makes polygons of ways with area=yes, so those
// are left out of the extract too.
func TestMaltaGraph(t *testing.T) {
	data, err := os.ReadFile(malta(t))
	if err != nil {
		t.Fatal(err)
	}
	direct, _, err := osm.Roads(context.Background(), data, "malta.osm.pbf")
	if err != nil {
		t.Fatal(err)
	}
	direct.Ways = slices.DeleteFunc(direct.Ways, func(w network.Way) bool { return w.Tags.Get("area") == "yes" })
	lines, _ := readFile(t, converted(t, "GPKG", "roads.gpkg"))
	got, want := build(t, lines), build(t, direct)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"nodes", float64(len(got.Nodes)), float64(len(want.Nodes))},
		{"edges", float64(len(got.Edges)), float64(len(want.Edges))},
		{"length of the largest part", got.Parts[0].Length, want.Parts[0].Length},
	} {
		t.Logf("%s: %.0f from lines, %.0f from the extract", c.name, c.got, c.want)
		if math.Abs(c.got/c.want-1) > 0.01 {
			t.Errorf("%s: got %.0f, want %.0f within 1 %%", c.name, c.got, c.want)
		}
	}
}

func build(t *testing.T, r *network.Roads) *network.Graph {
	t.Helper()
	g, _, err := network.Build(context.Background(), r, network.Settings{Mode: network.Walk})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func BenchmarkRead(b *testing.B) {
	tab, _, err := open.Read(context.Background(), converted(b, "GPKG", "roads.gpkg"), open.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := roads.Read(context.Background(), tab, roads.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
