package open

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
)

// realData finds the folder of real data, or skips.
func realData(t *testing.T) string {
	t.Helper()
	for _, dir := range [...]string{os.Getenv("FUGAI_DATA"), filepath.Join("..", "..", "..", "shared", "data")} {
		if info, err := os.Stat(filepath.Join(dir, "shenzhen")); dir != "" && err == nil && info.IsDir() {
			return dir
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the real data is missing: set FUGAI_DATA to its folder")
	}
	t.Skip("the real data is not here: set FUGAI_DATA to its folder")
	return ""
}

// TestRealFiles reads files of others. Counts were taken with the csv and
// json modules of Python.
func TestRealFiles(t *testing.T) {
	dir := realData(t)
	tests := []struct {
		file             string
		crs              string
		records, columns int
		spatial          bool
		bound            orb.Bound // what the geometries must lie in
	}{
		{file: "shenzhen/stations.csv", records: 1706, columns: 6},
		{file: "shenzhen/information.csv", records: 247, columns: 10},
		{file: "shenzhen/derived_longgang_taz_wgs84.geojson", records: 127, columns: 9, spatial: true, bound: orb.Bound{Min: orb.Point{113.9, 22.4}, Max: orb.Point{114.7, 22.9}}},
		{file: "districts/units_longgang_440307.csv", records: 183, columns: 19},
		{file: "districts/units_conghua_440117.csv", records: 287, columns: 19},
		{file: "districts/units_jintan_320413.csv", records: 161, columns: 19},
		{file: "districts/units_babu_451102.csv", records: 219, columns: 19},
		{file: "districts/units_sanshui_440607.csv", records: 88, columns: 19},
		{file: "districts/fence_longgang_440307_gcj02.geojson", crs: "GCJ-02", records: 1, columns: 3, spatial: true, bound: orb.Bound{Min: orb.Point{113.9, 22.4}, Max: orb.Point{114.7, 22.9}}},
		{file: "districts/fence_babu_451102_gcj02.geojson", crs: "GCJ-02", records: 1, columns: 3, spatial: true, bound: orb.Bound{Min: orb.Point{111, 23.5}, Max: orb.Point{112.2, 25}}},
		{file: "districts/fence_conghua_440117_gcj02.geojson", crs: "GCJ-02", records: 1, columns: 3, spatial: true, bound: orb.Bound{Min: orb.Point{113, 23}, Max: orb.Point{114.2, 24.1}}},
		{file: "districts/fence_jintan_320413_gcj02.geojson", crs: "GCJ-02", records: 1, columns: 3, spatial: true, bound: orb.Bound{Min: orb.Point{119, 31}, Max: orb.Point{120, 32.1}}},
		{file: "districts/fence_sanshui_440607_gcj02.geojson", crs: "GCJ-02", records: 1, columns: 3, spatial: true, bound: orb.Bound{Min: orb.Point{112, 22.8}, Max: orb.Point{113.2, 23.6}}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			got, in, err := Read(context.Background(), filepath.Join(dir, tt.file), Options{CRS: tt.crs})
			if err != nil {
				t.Fatal(err)
			}
			if tt.records > 0 && len(got.Records) != tt.records || len(got.Columns) != tt.columns || got.Spatial != tt.spatial {
				t.Errorf("%d records, %d columns %q, spatial %v", len(got.Records), len(got.Columns), got.Columns, got.Spatial)
			}
			for _, f := range got.Findings {
				t.Logf("%s ×%d: %s %v", f.Rule, f.Count, f.Text.EN, f.Examples[:min(len(f.Examples), 3)])
			}
			for _, r := range got.Records {
				if tt.spatial && !(tt.bound.Contains(r.Geometry.Bound().Min) && tt.bound.Contains(r.Geometry.Bound().Max)) {
					t.Errorf("feature %d lies at %v", r.Row, r.Geometry.Bound())
				}
			}
			t.Logf("%d records, %s, %d bytes, sha256 %s", len(got.Records), got.Encoding, in.Size, in.SHA256)
		})
	}
}

// TestRealStatePlane: the tracts of Chicago are in EPSG:2790, US state plane
// metres. ogr2ogr 3.6.2 -t_srs EPSG:4152 gives the box.
func TestRealStatePlane(t *testing.T) {
	path := filepath.Join(realData(t), "chicago", "chicago_metro_pop.geojson")
	got, in, err := Read(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.CRS != "EPSG:2790" || len(got.Records) != 1930 || len(in.SHA256) != 64 {
		t.Errorf("%s, %d records", got.CRS, len(got.Records))
	}
	for _, r := range got.Records {
		if p, ok := r.Geometry.(orb.Point); r.Geometry != nil && (!ok || p[0] < -88.8 || p[0] > -86.9 || p[1] < 41 || p[1] > 42.7) {
			t.Errorf("feature %d lies at %v", r.Row, r.Geometry)
		}
	}
}
