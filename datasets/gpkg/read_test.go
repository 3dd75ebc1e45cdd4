package gpkg

import (
	"database/sql"
	"encoding/binary"
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

func TestRead(t *testing.T) {
	wgs84 := []string{"一", "10"}
	gcj, err := crs.Parse("GCJ-02")
	if err != nil {
		t.Fatal(err)
	}
	shifted, err := gcj.ToWGS84(orb.Point{114, 22})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change []string
		crs    string
		rules  string
		first  []string
		at     orb.Point
	}{
		{name: "sound", rules: "geometry-null×1"},
		{name: "42 no application id", change: []string{`PRAGMA application_id=0`}, rules: "application-id×1 geometry-null×1"},
		{name: "mark of version 1.0", change: []string{`PRAGMA application_id=0x47503130`}, rules: "geometry-null×1"},
		{name: "43 no row for a known system", change: []string{`DELETE FROM gpkg_spatial_ref_sys WHERE srs_id=4326`}, rules: "srs-missing×1 geometry-null×1"},
		{name: "no table of systems", change: []string{`DROP TABLE gpkg_spatial_ref_sys`}, rules: "srs-missing×1 geometry-null×1"},
		{name: "undefined system", change: []string{`UPDATE gpkg_geometry_columns SET srs_id=0`}, rules: "srs-differs×2 geometry-null×1 crs-missing×1"},
		{name: "system by name alone", change: []string{`UPDATE gpkg_spatial_ref_sys SET organization='NONE', srs_name='GCJ-02' WHERE srs_id=4326`}, rules: "geometry-null×1", at: shifted},
		{name: "the user overrules", change: nil, crs: "GCJ-02", rules: "geometry-null×1 crs-overruled×1", at: shifted},
		{name: "system by definition", change: []string{`UPDATE gpkg_spatial_ref_sys SET organization='X', definition='GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]' WHERE srs_id=4326`}, rules: "geometry-null×1"},
		{name: "geometry column not registered", change: []string{`DELETE FROM gpkg_geometry_columns`}, rules: "geometry-unregistered×1 geometry-null×1"},
		{name: "texts that are not UTF-8", change: []string{`UPDATE 甲 SET 名称=CAST(x'b6fe' AS TEXT) WHERE fid=1`}, rules: "geometry-null×1 text-encoding×1", first: []string{"二", "10"}}, // in GB 2312
		{name: "a text among integers", change: []string{`UPDATE 甲 SET 数='10' || 'a' WHERE fid=1`}, rules: "geometry-null×1 value-type×1", first: []string{"一", "10a"}},
		{name: "binary column", change: []string{`ALTER TABLE 甲 ADD COLUMN 照片 BLOB`}, rules: "geometry-null×1 blob-dropped×1"},
		{name: "binary value", change: []string{`UPDATE 甲 SET 名称=x'00' WHERE fid=1`}, rules: "geometry-null×1 value-binary×1", first: []string{"", "10"}},
		{name: "a column that is computed", change: []string{`ALTER TABLE 甲 ADD COLUMN 和 AS (数+1)`}, rules: "geometry-null×1 column-computed×1"},
		{name: "46 counts of 2^32", change: []string{`UPDATE 甲 SET geom=x'47500001e61000000106000000ffffffff' WHERE fid=2`}, rules: "geometry-unreadable×1 geometry-null×1"},
		{name: "46 counts of 2^32, big endian", change: []string{`UPDATE 甲 SET geom=x'47500000000010e60000000002ffffffff' WHERE fid=2`}, rules: "geometry-unreadable×1 geometry-null×1"},
		{name: "curve", change: []string{`UPDATE 甲 SET geom=x'47500001e6100000010800000000000000' WHERE fid=2`}, rules: "geometry-curved×1 geometry-null×1"},
		{name: "empty point", change: []string{`UPDATE 甲 SET geom=x'47500011e61000000101000000000000000000f87f000000000000f87f' WHERE fid=2`}, rules: "geometry-null×1 geometry-empty×1"},
		{name: "infinite coordinate", change: []string{`UPDATE 甲 SET geom=x'47500001e61000000101000000000000000000f07f0000000000000000' WHERE fid=2`}, rules: "coordinate-not-a-number×1 geometry-null×1"},
		{name: "height", change: []string{`UPDATE 甲 SET geom=x'47500001e610000001e903000000000000000000400000000000000840000000000000f03f' WHERE fid=2`}, rules: "geometry-null×1 z-dropped×1"},
		{name: "a text for a geometry", change: []string{`UPDATE 甲 SET geom='POINT(1 2)' WHERE fid=2`}, rules: "geometry-unreadable×1 geometry-null×1"},
		{name: "table without row ids", change: []string{`ALTER TABLE 甲 RENAME TO 乙`, `CREATE TABLE 甲 (fid INTEGER PRIMARY KEY, geom POINT, 名称 TEXT, 数 INTEGER) WITHOUT ROWID`, `INSERT INTO 甲 SELECT * FROM 乙`}, rules: "geometry-null×1"},
		{name: "47 triggers, and a column named as the row id", change: []string{
			`CREATE TRIGGER 盗 AFTER INSERT ON 甲 BEGIN DELETE FROM gpkg_contents; END`, `ALTER TABLE 甲 ADD COLUMN rowid TEXT`, `ALTER TABLE 甲 ADD COLUMN _rowid_ TEXT`, `ALTER TABLE 甲 ADD COLUMN oid TEXT`,
		}, rules: "geometry-null×1", first: []string{"一", "10", "", "", ""}},
		{name: "views and unknown modules beside it", change: []string{`CREATE VIEW 环 AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n`,
			`PRAGMA writable_schema=ON`, `INSERT INTO sqlite_schema VALUES ('table','虚','虚',0,'CREATE VIRTUAL TABLE 虚 USING evil(x)')`}, rules: "geometry-null×1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := databaseOf(t, coreSQL, pointsSQL, c.change)
			got, err := Read(source.Alone("a.gpkg", data), Options{CRS: c.crs})
			if err != nil {
				t.Fatal(err)
			}
			if got := rulesOf(got.Findings); got != c.rules {
				t.Errorf("findings %s, want %s", got, c.rules)
			}
			if c.first == nil {
				c.first = wgs84
			}
			if len(got.Records) != 3 || !reflect.DeepEqual(got.Records[0].Values, c.first) {
				t.Fatalf("%d records, the first %q, want 3 and %q", len(got.Records), got.Records[0].Values, c.first)
			}
			if c.at == (orb.Point{}) {
				c.at = orb.Point{114, 22}
			}
			p, ok := got.Records[0].Geometry.(orb.Point)
			if !ok || max(p[0]-c.at[0], c.at[0]-p[0], p[1]-c.at[1], c.at[1]-p[1]) > 1e-5 {
				t.Errorf("the first lies at %v, want %v", got.Records[0].Geometry, c.at)
			}
		})
	}
}

func TestReadDetails(t *testing.T) {
	got, err := Read(source.Alone("a.gpkg", databaseOf(t, coreSQL, pointsSQL)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	got.Findings = nil
	want := &datasets.Table{File: "a.gpkg", Layer: "甲", Format: "GeoPackage", CRS: "EPSG:4326", Spatial: true,
		Columns: []string{"名称", "数"}, Types: []datasets.Type{datasets.TypeText, datasets.TypeInteger},
		Records: []datasets.Record{
			{Row: 1, Values: []string{"一", "10"}, Geometry: orb.Point{114, 22}},
			{Row: 2, Values: []string{"", ""}, Blank: []int{0}, Geometry: orb.Point{115, 23}},
			{Row: 7, Values: []string{"", "-3"}},
		}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// TestValues: cells are written as the column's type has it, by what SQLite
// stores.
func TestValues(t *testing.T) {
	data := databaseOf(t, coreSQL, []string{
		`CREATE TABLE v (id INTEGER PRIMARY KEY, i MEDIUMINT, r DOUBLE, f FLOAT, b BOOLEAN, d DATE, t DATETIME, s TEXT(20), n, dec NUMERIC(10,2))`,
		`INSERT INTO gpkg_contents VALUES ('v','attributes','v',0)`,
		`INSERT INTO v VALUES (-5, 9223372036854775807, 0.1, 3, 1, '2026-05-01', '2026-05-01T08:30:00.000Z', '　全角 ', 5, 12.50)`,
		`INSERT INTO v VALUES (3, NULL, 1e300, -0.0, 0, NULL, '2026-05-01T08:30:00.250+08:00', '', 'x', NULL)`,
	})
	got, err := Read(source.Alone("a.gpkg", data), Options{Layer: "v"})
	if err != nil {
		t.Fatal(err)
	}
	const T, I, R = datasets.TypeText, datasets.TypeInteger, datasets.TypeReal
	if want := []datasets.Type{I, I, R, R, datasets.TypeBoolean, datasets.TypeDate, datasets.TypeTime, T, T, R}; !reflect.DeepEqual(got.Types, want) {
		t.Errorf("types %v, want %v", got.Types, want)
	}
	for i, want := range [][]string{
		{"-5", "9223372036854775807", "0.1", "3", "true", "2026-05-01", "2026-05-01T08:30:00Z", "全角", "5", "12.5"},
		{"3", "", "1e+300", "0", "false", "", "2026-05-01T08:30:00.250+08:00", "", "x", ""},
	} {
		if !reflect.DeepEqual(got.Records[i].Values, want) {
			t.Errorf("row %d: %q, want %q", i, got.Records[i].Values, want)
		}
	}
	if got.Spatial || got.CRS != "" || got.Records[0].Row != 1 || got.Records[1].Row != 3 {
		t.Errorf("%+v", got)
	}
}

func TestRefused(t *testing.T) {
	sound := databaseOf(t, coreSQL, pointsSQL)
	patched := func(at int, b ...byte) []byte {
		out := append([]byte(nil), sound...)
		copy(out[at:], b)
		return out
	}
	var layers []string
	for i := range 25 {
		layers = append(layers, fmt.Sprintf(`CREATE TABLE 层%d (fid INTEGER PRIMARY KEY)`, i), fmt.Sprintf(`INSERT INTO gpkg_contents VALUES ('层%d','attributes','第%d层',0)`, i, i))
	}
	for _, c := range []struct {
		name  string
		data  []byte
		layer string
		files map[string][]byte
		parts []string
	}{
		{name: "empty", data: nil, parts: []string{"empty"}},
		{name: "web page", data: []byte("<html>"), parts: []string{"web page"}},
		{name: "44 cut within the header", data: sound[:50], parts: []string{"cut off", "50"}},
		{name: "44 cut", data: sound[:len(sound)/2], parts: []string{"cut off", fmt.Sprint(len(sound)), fmt.Sprint(len(sound) / 2)}},
		{name: "44 damaged schema", data: patched(100, 0, 0, 0, 0, 0, 0, 0, 0), parts: []string{"SQLite says", "malformed", ".recover"}},
		{name: "44 damaged page size", data: patched(16, 3, 3), parts: []string{"SQLite says", ".recover"}},
		{name: "another database", data: databaseOf(t, []string{`CREATE TABLE a (b)`}), parts: []string{"SQLite database", "gpkg_contents"}},
		{name: "gpkg_contents is a view", data: databaseOf(t, []string{`CREATE VIEW gpkg_contents AS SELECT 1`}), parts: []string{"view"}},
		{name: "no layers", data: databaseOf(t, coreSQL), parts: []string{"no layer"}},
		{name: "layer is a view", data: databaseOf(t, coreSQL, []string{`CREATE VIEW v AS SELECT 1 AS a`, `INSERT INTO gpkg_contents VALUES ('v','attributes','v',0)`}), parts: []string{"view", "export"}},
		{name: "48 25 layers, none chosen", data: databaseOf(t, coreSQL, layers), parts: []string{"25 layers", "a.gpkg#层0  (第0层)", "a.gpkg#层24"}},
		{name: "48 no such layer", data: databaseOf(t, coreSQL, layers), layer: "没有", parts: []string{`no layer "没有"`, "a.gpkg#层24"}},
		{name: "43 unknown number without a row", data: databaseOf(t, coreSQL, pointsSQL, []string{`UPDATE gpkg_geometry_columns SET srs_id=99999`}), parts: []string{"99999", "crs: EPSG:4547"}},
		{name: "system that is not known", data: databaseOf(t, coreSQL, pointsSQL, []string{`UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id=2193 WHERE srs_id=4326`}), parts: []string{"EPSG:2193"}},
		{name: "metres of an undefined system", data: databaseOf(t, coreSQL, pointsSQL, []string{`UPDATE gpkg_geometry_columns SET srs_id=-1`, `UPDATE 甲 SET geom=` + blobSQL(orb.Point{525374, 2513595}, -1)}), parts: []string{"525374", "EPSG:4547 → 114.2470°E"}},
		{name: "unfinished change", data: sound, files: map[string][]byte{"-journal": append([]byte("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"), make([]byte, 1024)...)}, parts: []string{"-journal", "close the program"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(with("a.gpkg", c.data, c.files), Options{Layer: c.layer})
			asked(t, err, append(c.parts, "a.gpkg")...)
		})
	}
}

// TestHostileNames: names are data, and quoted.
func TestHostileNames(t *testing.T) {
	const table, column = `x" ; DROP TABLE "y`, `a", (SELECT 1) AS "b`
	quoted := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	data := databaseOf(t, coreSQL, []string{
		`CREATE TABLE ` + quoted(table) + ` (fid INTEGER PRIMARY KEY, ` + quoted(column) + ` TEXT, "select" TEXT, "" TEXT)`,
		`INSERT INTO gpkg_contents VALUES ('` + table + `','attributes','',0)`,
		`INSERT INTO ` + quoted(table) + ` VALUES (1, '甲', '乙', '丙')`,
	})
	got, err := Read(source.Alone("a.gpkg", data), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{source.HeaderName(column), "select", "column 3"}; !reflect.DeepEqual(got.Columns, want) || got.Layer != table {
		t.Errorf("layer %q, columns %q, want %q and %q", got.Layer, got.Columns, table, want)
	}
	if want := []string{"甲", "乙", "丙"}; !reflect.DeepEqual(got.Records[0].Values, want) {
		t.Errorf("%q, want %q", got.Records[0].Values, want)
	}
}

// TestLinkedTwice: a tree whose pages are linked twice does not end; ids that
// do not ascend give it away.
func TestLinkedTwice(t *testing.T) {
	rows := []string{`CREATE TABLE 长 (fid INTEGER PRIMARY KEY, s TEXT)`, `INSERT INTO gpkg_contents VALUES ('长','attributes','',0)`,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 300) INSERT INTO 长 SELECT i, hex(zeroblob(50)) FROM n`}
	dir := t.TempDir()
	run(t, filepath.Join(dir, "a.gpkg"), append(append([]string(nil), coreSQL...), rows...)...)
	db, err := sql.Open("sqlite", filepath.Join(dir, "a.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	var root int
	if err := db.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name='长'`).Scan(&root); err != nil {
		t.Fatal(err)
	}
	db.Close()
	data := read(t, filepath.Join(dir, "a.gpkg"))
	page := data[(root-1)*512 : root*512]
	if page[0] != innerType {
		t.Fatalf("the root is a page of type %d", page[0])
	}
	first := binary.BigEndian.Uint16(page[12:])
	copy(page[8:12], page[first:first+4]) // the last child is the first once more
	_, err = Read(source.Alone("a.gpkg", data), Options{})
	asked(t, err, "out of order")
}

// TestWAL compares what is read with what SQLite itself reads from a copy, for
// a log as it stands, cut off anywhere, and with a byte changed.
func TestWAL(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.gpkg")
	run(t, path, append(append(append([]string(nil), coreSQL...), pointsSQL...), `PRAGMA journal_mode=WAL`)...)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, s := range []string{`PRAGMA wal_autocheckpoint=0`, `INSERT INTO 甲 VALUES (8, ` + pointBlob(116, 24) + `, '八', 8)`, `UPDATE 甲 SET 数=11 WHERE fid=1`,
		`INSERT INTO 甲 SELECT fid+100, geom, hex(zeroblob(300)), 数 FROM 甲`, `DELETE FROM 甲 WHERE fid=107`} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	data, log := read(t, path), read(t, path+"-wal")
	before := append([]byte(nil), data...)
	whole := sameAsSQLite(t, data, log)
	if whole != 7 {
		t.Errorf("%d records, want 7", whole)
	}
	if alone := sameAsSQLite(t, data, nil); alone != 3 {
		t.Errorf("%d records without the log, want 3", alone)
	}
	for at := 0; at < len(log); at += 331 {
		sameAsSQLite(t, data, log[:at])
		changed := append([]byte(nil), log...)
		changed[at] ^= 0x40
		sameAsSQLite(t, data, changed)
	}
	got, err := Read(with("a.gpkg", data, map[string][]byte{"-wal": log}), Options{})
	if err != nil || !strings.HasPrefix(rulesOf(got.Findings), "wal-read×4 ") {
		t.Errorf("%v, findings %s", err, rulesOf(got.Findings))
	}
	if string(before) != string(data) {
		t.Error("the input was changed")
	}
}

// sameAsSQLite counts the records, which must be as SQLite reads them.
func sameAsSQLite(t *testing.T, data, log []byte) int {
	t.Helper()
	got, err := Read(with("a.gpkg", data, map[string][]byte{"-wal": log}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.gpkg")
	for name, b := range map[string][]byte{path: data, path + "-wal": log} {
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var want, have strings.Builder
	rows, err := db.Query(`SELECT fid, ifnull(名称, ''), ifnull(数, '') FROM 甲 ORDER BY fid`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var id int
		var name, number string
		if err := rows.Scan(&id, &name, &number); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&want, id, name, number)
	}
	rows.Close()
	for _, r := range got.Records {
		fmt.Fprintln(&have, r.Row, r.Values[0], r.Values[1])
	}
	if have.String() != want.String() {
		t.Errorf("log of %d bytes: read\n%swant\n%s", len(log), have.String(), want.String())
	}
	return len(got.Records)
}

// TestHelsinki: 92 cells with 71,724 people, as ogrinfo -sql 'SELECT
// SUM(population)' of GDAL 3.6.2 says.
func TestHelsinki(t *testing.T) {
	data := realFile(t, "helsinki/helsinki_population_grid_2020.gpkg")
	got, err := Read(source.Alone("helsinki.gpkg", data), Options{})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	box := orb.Bound{Min: orb.Point{24.905, 60.154}, Max: orb.Point{24.960, 60.177}}
	for _, r := range got.Records {
		var n int
		if _, err := fmt.Sscan(r.Values[got.Column("population")], &n); err != nil {
			t.Fatal(err)
		}
		sum += n
		if b := r.Geometry.Bound(); !box.Contains(b.Min) || !box.Contains(b.Max) {
			t.Errorf("feature %d lies at %v", r.Row, b)
		}
	}
	if len(got.Records) != 92 || sum != 71_724 || got.CRS != "EPSG:4326" || rulesOf(got.Findings) != "" {
		t.Errorf("%d cells, %d people, %s, %s", len(got.Records), sum, got.CRS, rulesOf(got.Findings))
	}
}

// realFile reads a file of real data, or skips.
func realFile(t *testing.T, name string) []byte {
	t.Helper()
	for _, dir := range [...]string{os.Getenv("FUGAI_DATA"), filepath.Join("..", "..", "..", "shared", "data")} {
		if data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); dir != "" && err == nil {
			return data
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the real data is missing: set FUGAI_DATA to its folder")
	}
	t.Skip("the real data is not here: set FUGAI_DATA to its folder")
	return nil
}
