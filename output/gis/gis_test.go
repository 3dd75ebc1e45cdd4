package gis

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// write puts the GeoPackage and the project of a result into a folder.
func write(t testing.TB, dir string, r *coverage.Result, opts Options) (gpkg, qgz string) {
	t.Helper()
	gpkg, qgz = filepath.Join(dir, "results.gpkg"), filepath.Join(dir, "results.qgz")
	if err := WriteGeoPackage(context.Background(), gpkg, r, opts); err != nil {
		t.Fatal(err)
	}
	if err := WriteProject(qgz, "results.gpkg", r, opts); err != nil {
		t.Fatal(err)
	}
	return gpkg, qgz
}

func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// query gives one value as text.
func query(t *testing.T, db *sql.DB, q string, args ...any) string {
	t.Helper()
	var s sql.NullString
	if err := db.QueryRow(q, args...).Scan(&s); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	if !s.Valid {
		return "NULL"
	}
	return s.String
}

func TestGeoPackageTables(t *testing.T) {
	gpkg, _ := write(t, t.TempDir(), madeResult(), Options{})
	db := open(t, gpkg)
	for _, c := range []struct{ name, query, want string }{
		{"application id", "PRAGMA application_id", "1196444487"}, // 0x47504B47
		{"version", "PRAGMA user_version", "10300"},
		{"journal", "PRAGMA journal_mode", "delete"},
		{"integrity", "PRAGMA integrity_check", "ok"},
		{"sub-districts", "SELECT count(*) FROM areas_subdistrict", "11"},
		{"communities", "SELECT count(*) FROM areas_community", "111"},
		{"facilities on the map", "SELECT count(*) FROM facilities", "145"},
		{"facilities without coordinates", "SELECT count(*) FROM facilities_unplaced", "5"},
		{"targets", "SELECT count(*) FROM targets", "6"},
		{"venues", "SELECT count(*) FROM venues", "12"},
		{"demand", "SELECT count(*) FROM demand", "111"},
		{"a mandate has no units", "SELECT count(*) FROM gpkg_contents WHERE table_name = 't_mall'", "0"},
		{"gaps of a presence target", "SELECT group_concat(name, ',') FROM gaps WHERE target = 'reading-2025'", "园山街道,坪地街道"},
		{"a missing unit", "SELECT class || '/' || status || '/' || count || '/' || need FROM t_reading_2025 WHERE name = '坪地街道'", "unmet/缺/0/1"},
		{"a unit not judged", "SELECT class || '/' || judged || '/' || ifnull(value, 'NULL') FROM t_nursing_1km WHERE name = '宝龙街道'", "none/0/NULL"},
		{"result beside the unit", "SELECT r_reading_2025 FROM areas_subdistrict WHERE name = '坪地街道'", "缺"},
		{"people by group", "SELECT people_children > 0 AND people_people = 7 * people_children FROM areas_community LIMIT 1", "1"},
		{"a date to the day is a DATE", "SELECT count(*) FROM facilities WHERE opened IS NOT NULL AND length(opened_text) <> 10", "0"},
		{"a coarser date stays as text", "SELECT count(*) > 0 FROM facilities WHERE opened IS NULL AND length(opened_text) = 7", "1"},
		{"styles for spatial tables only", "SELECT count(*) FROM layer_styles JOIN gpkg_geometry_columns ON table_name = f_table_name AND column_name = f_geometry_column WHERE f_table_catalog = '' AND f_table_schema = '' AND useAsDefault", "11"},
		{"all styles", "SELECT count(*) FROM layer_styles", "11"},
		{"project", "SELECT name FROM qgis_projects WHERE substr(content, 1, 4) = '504b'", "龙岗区儿童友好设施覆盖评估"},
		{"time", "SELECT group_concat(DISTINCT last_change) FROM gpkg_contents", "2025-06-30T00:00:00.000Z"},
		{"count for GDAL", "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = 'facilities'", "145"},
	} {
		if got := query(t, db, c.query); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// Every row with a geometry is in the index, and the extent in gpkg_contents is
// that of the index (32-bit, so to 1e-4 degrees).
func TestSpatialIndex(t *testing.T) {
	gpkg, _ := write(t, t.TempDir(), madeResult(), Options{})
	db := open(t, gpkg)
	rows, err := db.Query("SELECT table_name FROM gpkg_geometry_columns")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, s)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range tables {
		if got := query(t, db, "SELECT (SELECT count(*) FROM rtree_"+name+"_geom) = (SELECT count(geom) FROM "+name+")"); got != "1" {
			t.Errorf("%s: index does not hold every geometry", name)
		}
		got := query(t, db, "SELECT abs(min(minx) - min_x) + abs(max(maxx) - max_x) + abs(min(miny) - min_y) + abs(max(maxy) - max_y) < 1e-4 FROM rtree_"+name+"_geom, gpkg_contents WHERE table_name = ?", name)
		if got != "1" {
			t.Errorf("%s: extent in gpkg_contents differs from the index", name)
		}
		if got := query(t, db, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree_"+name+"_geom_%'"); got != "6" {
			t.Errorf("%s: %s triggers, want 6", name, got)
		}
	}
}

func TestRenderers(t *testing.T) {
	gpkg, _ := write(t, t.TempDir(), madeResult(), Options{})
	db := open(t, gpkg)
	for table, want := range map[string]string{
		"t_reading_2025":    categorized, // met or missing
		"t_nursing_1km":     ruled,       // a number, unknown for one unit
		"t_childcare_stock": graduated,   // a number for each
		"t_x":               graduated,   // the target's ID is Chinese
		"facilities":        categorized,
		"gaps":              categorized,
		"areas_community":   single,
	} {
		doc := query(t, db, "SELECT styleQML FROM layer_styles WHERE f_table_name = ?", table)
		if !strings.Contains(doc, `<renderer-v2 type="`+want+`"`) {
			t.Errorf("%s: renderer is not %s", table, want)
		}
		if !strings.Contains(doc, `<alias field="name"`) && !strings.Contains(doc, `<alias field="id"`) {
			t.Errorf("%s: no aliases", table)
		}
		if err := wellFormed(doc); err != nil {
			t.Errorf("%s: style: %v", table, err)
		}
	}
	doc := query(t, db, "SELECT styleQML FROM layer_styles WHERE f_table_name = 't_childcare_stock'")
	if i, j := strings.Index(doc, `lower="6"`), strings.Index(doc, `lower="4"`); i < 0 || j < i {
		t.Errorf("classes must go from high to low, so that a bound falls in the class that begins with it")
	}
}

func wellFormed(doc string) error {
	d := xml.NewDecoder(strings.NewReader(doc))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestSameBytes(t *testing.T) {
	for _, lang := range []datasets.Lang{datasets.ZH, datasets.EN} {
		a, b := t.TempDir(), t.TempDir()
		gpkgA, qgzA := write(t, a, madeResult(), Options{Lang: lang})
		gpkgB, qgzB := write(t, b, madeResult(), Options{Lang: lang})
		for _, pair := range [][2]string{{gpkgA, gpkgB}, {qgzA, qgzB}} {
			x, err := os.ReadFile(pair[0])
			if err != nil {
				t.Fatal(err)
			}
			y, err := os.ReadFile(pair[1])
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(x, y) {
				t.Errorf("%s in %s: the same result gave different bytes", filepath.Base(pair[0]), lang)
			}
		}
		if left, err := filepath.Glob(filepath.Join(a, ".*")); err != nil || len(left) > 0 {
			t.Errorf("files left behind: %v %v", left, err)
		}
	}
}

func TestUnusualResults(t *testing.T) {
	pt := orb.Point{-0.2, -51.6}
	for _, c := range []struct {
		name   string
		result coverage.Result
		tables string // of gpkg_contents, in order
	}{
		{"empty", coverage.Result{}, "layer_styles"},
		{"units without a place", coverage.Result{Areas: []datasets.Area{{ID: "a", Name: "甲", Level: "village"}}}, "areas_village,layer_styles"},
		{"units as polygons, points and unknown", coverage.Result{Areas: []datasets.Area{
			{ID: "a", Level: "village", Geometry: pt, Center: &pt}, {ID: "b", Level: "village"},
			{ID: "c", Level: "village", Geometry: orb.Polygon{{{0, 0}, {0, 1}, {1, 0}}}},
		}}, "areas_village,areas_village_points,layer_styles"},
		{"a gap of an unknown unit", coverage.Result{Targets: []coverage.Ledger{{ID: "a'b", Type: coverage.Presence, Missing: []coverage.Gap{{Kind: "unit", ID: "?"}}}}}, "gaps,targets,layer_styles"},
		{"names that are alike in ASCII", coverage.Result{
			Areas: []datasets.Area{{ID: "a", Level: "村", Geometry: pt}, {ID: "b", Level: "组", Geometry: pt}},
		}, "areas_x_points,areas_x_points_2,layer_styles"},
		{"marks in texts", coverage.Result{Title: datasets.Same(`<a> & "b"` + "\x00"), Facilities: []coverage.Facility{{Facility: datasets.Facility{ID: "f", Name: "<&'\">", Kind: "k'\"<", Point: &pt}}}}, "facilities,layer_styles"},
	} {
		t.Run(c.name, func(t *testing.T) {
			gpkg, _ := write(t, t.TempDir(), &c.result, Options{})
			db := open(t, gpkg)
			if got := query(t, db, "SELECT group_concat(table_name) FROM (SELECT table_name FROM gpkg_contents ORDER BY rowid)"); got != c.tables {
				t.Errorf("tables %s, want %s", got, c.tables)
			}
			v := newView(&c.result, datasets.ZH)
			if err := wellFormed(v.newProject(v.build(), "results.gpkg").node().String()); err != nil {
				t.Error(err)
			}
		})
	}
}

// A log that QGIS left beside an edited file belongs to the old file.
func TestReplacesOldFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"results.gpkg", "results.gpkg-wal", "results.gpkg-shm"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gpkg, _ := write(t, dir, madeResult(), Options{})
	if left, err := filepath.Glob(gpkg + "-*"); err != nil || len(left) > 0 {
		t.Errorf("left beside the new file: %v %v", left, err)
	}
	if got := query(t, open(t, gpkg), "PRAGMA integrity_check"); got != "ok" {
		t.Error(got)
	}
}

func TestCannotReplace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.gpkg")
	if err := os.MkdirAll(filepath.Join(path, "in the way"), 0o755); err != nil {
		t.Fatal(err)
	}
	err := WriteGeoPackage(context.Background(), path, madeResult(), Options{})
	var p *datasets.Problem
	if !errors.As(err, &p) || p.Where.File != path || p.Hint.IsZero() {
		t.Errorf("got %v, want a problem that names the file and what to do", err)
	}
}

func TestWriteErrors(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "no", "results.gpkg")
	if err := WriteGeoPackage(context.Background(), missing, madeResult(), Options{}); err == nil || !strings.Contains(err.Error(), "results.gpkg") {
		t.Errorf("got %v, want an error that names the file", err)
	}
	if err := WriteProject(missing, "results.gpkg", madeResult(), Options{}); err == nil {
		t.Error("got no error for a folder that does not exist")
	}
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := WriteGeoPackage(ctx, filepath.Join(dir, "results.gpkg"), madeResult(), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind after an error: %v %v", left, err)
	}
}

func TestWriteGaps(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := WriteGaps(w, madeResult()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same result gave different bytes")
	}
	var got struct {
		Type     string
		Features []struct {
			Type     string
			Geometry *struct {
				Type        string
				Coordinates []float64
			}
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(a.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, l := range madeResult().Targets {
		want += len(l.Missing)
	}
	if got.Type != "FeatureCollection" || len(got.Features) != want {
		t.Fatalf("%s of %d features, want %d", got.Type, len(got.Features), want)
	}
	f := got.Features[0]
	if f.Geometry == nil || f.Geometry.Type != "Point" || f.Properties["name"] != "园山街道" || f.Properties["target"] != "reading-2025" || f.Properties["text_zh"] != "新建 1 处阅读设施" {
		t.Errorf("first feature: %+v", f)
	}
}

func TestWriteGapsReportsErrors(t *testing.T) {
	if err := WriteGaps(failingWriter{}, madeResult()); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestProjectLayerIDs(t *testing.T) {
	v := newView(madeResult(), datasets.ZH)
	var ids []string
	for _, m := range v.newProject(v.build(), "results.gpkg").layers() {
		if len(m.id) <= 10 {
			t.Errorf("layer id %q: QGIS replaces ids of 10 letters or fewer", m.id)
		}
		if slices.Contains(ids, m.id) {
			t.Errorf("layer id %q is there twice", m.id)
		}
		ids = append(ids, m.id)
	}
}

func BenchmarkWriteGeoPackage(b *testing.B) {
	for _, n := range []int{150, 10_000, 100_000, 1_000_000} {
		b.Run(strconv.Itoa(n)+" facilities", func(b *testing.B) {
			r := madeResult()
			for i := len(r.Facilities); i < n; i++ {
				f := r.Facilities[i%150]
				f.ID = strconv.Itoa(i)
				r.Facilities = append(r.Facilities, f)
			}
			path := filepath.Join(b.TempDir(), "results.gpkg")
			b.ReportAllocs()
			for b.Loop() {
				if err := WriteGeoPackage(context.Background(), path, r, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
