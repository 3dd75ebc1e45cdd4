package gpkg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/geo/crs"

	"github.com/paulmach/orb"
)

// TestRoundTrip: what is written is read, for tables of one page and of trees
// of one, two and three levels.
func TestRoundTrip(t *testing.T) {
	for _, n := range []int{0, 1, 52, 3000, 60_000} {
		want := madeTable(n)
		path := written(t, want, WriteOptions{Name: "乡镇 \"x\""})
		got, err := Read(source.Alone("made", read(t, path)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		want.Format, want.CRS, want.Layer, want.Types = "GeoPackage", "EPSG:4326", "乡镇 \"x\"", append(want.Types, datasets.TypeText)
		got.Findings = nil
		if len(got.Records) != n {
			t.Fatalf("%d records, want %d", len(got.Records), n)
		}
		for i := range got.Records {
			if !reflect.DeepEqual(got.Records[i], want.Records[i]) {
				t.Fatalf("record %d: %+v, want %+v", i, got.Records[i], want.Records[i])
			}
		}
		got.Records, want.Records = nil, nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

// TestWholeGeometries: every kind of geometry comes back, promoted where one
// layer has single and multiple ones.
func TestWholeGeometries(t *testing.T) {
	for _, c := range []struct {
		name  string
		in    []orb.Geometry
		kind  string
		rules string
	}{
		{"points", []orb.Geometry{orb.Point{1, 2}, nil, orb.MultiPoint{}}, "POINT", ""},
		{"points and multiple ones", []orb.Geometry{orb.Point{1, 2}, orb.MultiPoint{{1, 2}, {3, 4}}}, "MULTIPOINT", ""},
		{"lines", []orb.Geometry{orb.LineString{{1, 2}, {3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}}}, "MULTILINESTRING", ""},
		{"polygons", []orb.Geometry{orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, orb.Bound{Max: orb.Point{1, 1}}}, "POLYGON", ""},
		{"polygons and multiple ones", []orb.Geometry{samples()[4], samples()[5]}, "MULTIPOLYGON", ""},
		{"all kinds", samples(), "GEOMETRY", "geometry-mixed×4"},
		{"none", []orb.Geometry{nil}, "GEOMETRY", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := &datasets.Table{File: "a", Spatial: true}
			for i, g := range c.in {
				table.Records = append(table.Records, datasets.Record{Row: i + 1, Geometry: g})
			}
			path := filepath.Join(t.TempDir(), "a.gpkg")
			findings, err := Write(context.Background(), path, table, WriteOptions{})
			if err != nil || rulesOf(findings) != c.rules {
				t.Errorf("%v, %s, want %s", err, rulesOf(findings), c.rules)
			}
			if got := one(t, path, "SELECT geometry_type_name FROM gpkg_geometry_columns"); got != c.kind {
				t.Errorf("a layer of %s, want %s", got, c.kind)
			}
			got, err := Read(source.Alone("a", read(t, path)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			for i, g := range c.in {
				if kindOf(g) == NoGeometry {
					g = nil
				}
				if g = promoted(g, Geometry(c.kind)); !reflect.DeepEqual(got.Records[i].Geometry, g) {
					t.Errorf("%v, want %v", got.Records[i].Geometry, g)
				}
			}
		})
	}
}

// TestOddTables: what does not fit is told.
func TestOddTables(t *testing.T) {
	table := &datasets.Table{File: "a.csv", Columns: []string{"FID", "名称", "Name", "name", "geom", "gpkg"},
		Types: []datasets.Type{datasets.TypeInteger, datasets.TypeInteger, datasets.TypeReal, datasets.TypeBoolean, datasets.TypeDate, datasets.TypeTime},
		Records: []datasets.Record{
			{Row: 2, ID: "甲", Values: []string{"007", "12", "1.5", "true", "2026-05-01", "2026-05-01T08:30:00"}},
			{Row: 3, Values: []string{"8", "12.5", "x", "1", "2026-5-1", "昨天"}},
			{Row: 4, Values: []string{"9"}},
		}}
	path := filepath.Join(t.TempDir(), "a.gpkg")
	findings, err := Write(context.Background(), path, table, WriteOptions{Name: "gpkg_x"})
	if err != nil || rulesOf(findings) != "type-widened×1 type-widened×1 type-widened×1 type-widened×1 type-widened×1 type-widened×1 column-renamed×3" {
		t.Errorf("%v, %s", err, rulesOf(findings))
	}
	got, err := Read(source.Alone("a", read(t, path)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"id", "FID_2", "名称", "Name", "name_2", "geom_2", "gpkg"}; got.Layer != "x_gpkg_x" || got.Spatial || !reflect.DeepEqual(got.Columns, want) {
		t.Errorf("layer %s, columns %q, want %q", got.Layer, got.Columns, want)
	}
	if want := []string{"甲", "007", "12", "1.5", "true", "2026-05-01", "2026-05-01T08:30:00"}; !reflect.DeepEqual(got.Records[0].Values, want) {
		t.Errorf("%q, want %q", got.Records[0].Values, want)
	}
	if want := []string{"", "9", "", "", "", "", ""}; !reflect.DeepEqual(got.Records[2].Values, want) {
		t.Errorf("%q, want %q", got.Records[2].Values, want)
	}
}

// TestSystems: the file declares the system that it is told, and GDAL knows it.
func TestSystems(t *testing.T) {
	for _, c := range []struct {
		system, gdal, rules string
		at                  orb.Point
	}{
		{"EPSG:4490", `ID["EPSG",4490]`, "", orb.Point{114, 22}},
		{"EPSG:4547", `ID["EPSG",4547]`, "", orb.Point{525374.98, 2513595.22}},
		{"EPSG:4526", `ID["EPSG",4526]`, "", orb.Point{38525374.98, 2513595.22}},
		{"EPSG:32650", `ID["EPSG",32650]`, "", orb.Point{500000, 2433544}},
		{"EPSG:3857", `ID["EPSG",3857]`, "", orb.Point{12690421.95, 2511525.23}},
		{"+proj=tmerc +lat_0=0 +lon_0=114.1 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs", `"Longitude of natural origin",114.1`, "", orb.Point{500000, 2433544}},
		{"GCJ-02", `"GCJ-02"`, "system-undefined×1", orb.Point{114, 22}},
	} {
		t.Run(c.system, func(t *testing.T) {
			s, err := crs.Parse(c.system)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "a.gpkg")
			table := &datasets.Table{Spatial: true, Records: []datasets.Record{{Row: 1, Geometry: c.at}}}
			findings, err := Write(context.Background(), path, table, WriteOptions{System: s})
			if err != nil || rulesOf(findings) != c.rules {
				t.Errorf("%v, %s, want %s", err, rulesOf(findings), c.rules)
			}
			got, err := Read(source.Alone("a", read(t, path)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if out := output(t, "ogrinfo", "-so", "-al", path); !strings.Contains(out, c.gdal) || got.CRS != s.Code() {
				t.Errorf("read as %s; GDAL does not see %s in\n%s", got.CRS, c.gdal, out)
			}
			if s.Shifted() {
				return
			}
			var theirs orb.Point
			out := output(t, "ogr2ogr", "-f", "CSV", "/vsistdout/", path, "-t_srs", "OGC:CRS84", "-lco", "GEOMETRY=AS_XY")
			if _, err := fmt.Sscanf(out[strings.Index(out, "\n")+1:], "%g,%g", &theirs[0], &theirs[1]); err != nil {
				t.Fatalf("%v in %s", err, out)
			}
			p := got.Records[0].Geometry.(orb.Point)
			if d := max(p[0]-theirs[0], theirs[0]-p[0], p[1]-theirs[1], theirs[1]-p[1]); d > 1e-9 {
				t.Errorf("%v, GDAL says %v", p, theirs)
			}
		})
	}
}

// one gives one value of a query as text.
func one(t *testing.T, path, query string) string {
	t.Helper()
	return strings.TrimSpace(output(t, "sqlite3", path, query))
}

// TestSound: SQLite and GDAL find nothing wrong with what is written, and the
// spatial index finds what a look at every row finds.
func TestSound(t *testing.T) {
	for _, n := range []int{0, 1, 51, 52, 2601, 2602, 140_000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			table := madeTable(n)
			for i := range table.Records {
				if i%500 == 0 { // longer than a page
					table.Records[i].Values[0] = strings.Repeat("长", 1300*(i%7))
				}
			}
			path := written(t, table, WriteOptions{Name: "t"})
			for query, want := range map[string]string{
				"PRAGMA integrity_check":            "ok",
				"SELECT rtreecheck('rtree_t_geom')": "ok",
				"PRAGMA foreign_key_check":          "",
				"SELECT count(*) FROM t":            fmt.Sprint(n),
				"SELECT (SELECT count(*) FROM rtree_t_geom) = (SELECT count(geom) FROM t)":    "1",
				"SELECT ifnull(sum(length(名称)), 0) = " + fmt.Sprint(runes(table)) + " FROM t": "1",
				"SELECT count(*) FROM t WHERE typeof(数) NOT IN ('integer', 'null') OR typeof(比) NOT IN ('real', 'null') OR typeof(开放) NOT IN ('integer', 'null') OR typeof(日期) NOT IN ('text', 'null')": "0",
			} {
				if got := one(t, path, query); got != want {
					t.Errorf("%s: %s, want %s", query, got, want)
				}
			}
			box := orb.Bound{Min: orb.Point{105.3, 30.1}, Max: orb.Point{106.1, 31.9}}
			want := 0
			for _, r := range table.Records {
				if r.Geometry != nil && box.Contains(r.Geometry.(orb.Point)) {
					want++
				}
			}
			out := output(t, "ogrinfo", "-so", "-al", "-spat", "105.3", "30.1", "106.1", "31.9", path)
			if !strings.Contains(out, fmt.Sprintf("Feature Count: %d\n", want)) {
				t.Errorf("want %d features in the box, GDAL says\n%s", want, out)
			}
		})
	}
}

func runes(t *datasets.Table) int {
	n := 0
	for _, r := range t.Records {
		n += len([]rune(r.Values[0]))
	}
	return n
}

// TestEdited: what GDAL does to a file afterwards keeps index and count right.
func TestEdited(t *testing.T) {
	path := written(t, madeTable(5000), WriteOptions{Name: "t"})
	for _, q := range []string{
		"DELETE FROM t WHERE fid % 3 = 0", "INSERT INTO t (fid, geom) SELECT fid + 10000, geom FROM t WHERE fid < 900 AND geom IS NOT NULL", "UPDATE t SET geom = NULL WHERE fid % 7 = 0",
		"UPDATE t SET geom = (SELECT geom FROM t WHERE fid = 1) WHERE fid % 11 = 0",
	} {
		output(t, "ogrinfo", "-q", path, "-sql", q)
	}
	for query, want := range map[string]string{
		"PRAGMA integrity_check":            "ok",
		"SELECT rtreecheck('rtree_t_geom')": "ok",
		"SELECT (SELECT count(*) FROM rtree_t_geom) = (SELECT count(geom) FROM t)":                           "1",
		"SELECT (SELECT feature_count FROM gpkg_ogr_contents) = (SELECT count(*) FROM t)":                    "1",
		"SELECT seq >= (SELECT max(fid) FROM t) FROM sqlite_sequence WHERE name = 't'":                       "1",
		"SELECT count(*) FROM rtree_t_geom_rowid WHERE nodeno NOT IN (SELECT nodeno FROM rtree_t_geom_node)": "0",
	} {
		if got := one(t, path, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// TestThroughGDAL: a layer that GDAL copied reads the same, from our file and
// from one of GDAL's.
func TestThroughGDAL(t *testing.T) {
	table := madeTable(500)
	path := written(t, table, WriteOptions{Name: "甲"})
	copied := filepath.Join(t.TempDir(), "copy.gpkg")
	output(t, "ogr2ogr", "-f", "GPKG", copied, path)
	ours, err := Read(source.Alone("made", read(t, path)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := Read(source.Alone("made", read(t, copied)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(ours, theirs) {
		t.Errorf("copied by GDAL: %.600v\nwant %.600v", theirs, ours)
	}
}

func TestSameBytes(t *testing.T) {
	a, b := read(t, written(t, madeTable(3000), WriteOptions{})), read(t, written(t, madeTable(3000), WriteOptions{}))
	if !bytes.Equal(a, b) {
		t.Error("the same table gave different bytes")
	}
}

// TestLeavesNothing: on an error the old file stays and nothing else.
func TestLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.gpkg")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	f, err := Create(ctx, path, FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Add(ctx, Layer{Name: "t"}, func(yield func(orb.Geometry, []any) bool) {
		for range 3 * checkEvery {
			cancel()
			if !yield(nil, nil) {
				return
			}
		}
	})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "a.gpkg") {
		t.Errorf("got %v", err)
	}
	f.Abandon()
	f.Abandon()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || string(read(t, path)) != "old" {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestBadLayers(t *testing.T) {
	ctx := context.Background()
	row := func(values ...any) func(func(orb.Geometry, []any) bool) {
		return func(yield func(orb.Geometry, []any) bool) { yield(nil, values) }
	}
	for _, c := range []struct {
		name  string
		layer Layer
		rows  func(func(orb.Geometry, []any) bool)
		want  string
	}{
		{"no name", Layer{}, row(), "cannot be used"},
		{"name taken", Layer{Name: "GPKG_contents"}, row(), "cannot be used"},
		{"too few values", Layer{Name: "t", Columns: []Column{{"a", ""}, {"b", ""}}}, row("x"), "row 1: 1 values for 2 columns"},
		{"a value of another type", Layer{Name: "t", Columns: []Column{{"a", ""}}}, row(struct{}{}), "column a: a value of type struct {}"},
		{"a column twice", Layer{Name: "t", Columns: []Column{{"a", ""}, {"A", ""}}}, row("", ""), "duplicate column"},
	} {
		f, err := Create(ctx, filepath.Join(t.TempDir(), "a.gpkg"), FileOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Add(ctx, c.layer, c.rows); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		f.Abandon()
	}
}
