package shapefile

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/crs"

	"github.com/google/go-cmp/cmp"
)

// TestShenzhen reads the traffic zones of Shenzhen. The figures are those of
// expected.json beside the file (geopandas and pyproj), the names and types
// those of ogrinfo 3.6.2.
func TestShenzhen(t *testing.T) {
	shp := filepath.Join(realData(t), "shenzhen", "SZ_districts.shp")
	s := loadSet(t, shp)
	got, err := Read(s.files("SZ_districts.shp"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Records) != 491 || got.CRS != "EPSG:3857" || got.Encoding != "UTF-8" || len(got.Findings) > 0 {
		t.Errorf("%d records in %s, %s, findings %v", len(got.Records), got.CRS, got.Encoding, rulesOf(got.Findings))
	}
	area, zero := 0.0, 0
	col := got.Column("AREA")
	for i := range got.Records {
		r := &got.Records[i]
		area += float64(geo.Area(r.Geometry)) / 1e6
		if r.Values[col] == "0" {
			zero++
		}
	}
	if math.Abs(area-1951.1278) > 0.0001 {
		t.Errorf("area %.4f km², want 1951.1278", area)
	}
	if zero != 2 {
		t.Errorf("%d zones with AREA = 0, want 2", zero)
	}
	again := back(t, got, s)
	if d := cmp.Diff(got.Columns, again.Columns); d != "" {
		t.Error(d)
	}
}

// back writes a table in the system it came in and reads it again.
func back(t *testing.T, table *datasets.Table, s set) *datasets.Table {
	t.Helper()
	system, err := crs.Parse(table.CRS)
	if err != nil {
		t.Fatal(err)
	}
	out := *table
	out.Records = slices.Clone(table.Records)
	for i := range out.Records {
		r := &out.Records[i]
		if r.Geometry, err = crs.Project(system, r.Geometry); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Read(encoded(t, &out, WriteOptions{System: system}).files("again.shp"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range again.Records {
		a, b := &again.Records[i], &table.Records[i]
		if d := cmp.Diff(b.Values, a.Values); d != "" {
			t.Errorf("record %d (-want +got):\n%s", a.Row, d)
		}
		if math.Abs(float64(geo.Area(a.Geometry)-geo.Area(b.Geometry))) > 0.01 {
			t.Errorf("record %d: area %v, want %v", a.Row, geo.Area(a.Geometry), geo.Area(b.Geometry))
		}
	}
	return again
}
