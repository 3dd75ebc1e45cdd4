package gpkg

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/datasets/internal/source"

	"github.com/paulmach/orb"
)

// coreSQL is the least that a GeoPackage has, in pages of 512 bytes, so that
// samples are small.
var coreSQL = []string{
	`PRAGMA page_size=512`, `PRAGMA application_id=0x47504B47`, `PRAGMA user_version=10300`,
	`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT)`,
	`INSERT INTO gpkg_spatial_ref_sys VALUES ('u',-1,'NONE',-1,'undefined',''),('u',0,'NONE',0,'undefined',''),('WGS 84',4326,'EPSG',4326,'undefined','')`,
	`CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER)`,
	`CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT)`,
}

// pointsSQL adds a layer of three points named 甲.
var pointsSQL = []string{
	`CREATE TABLE 甲 (fid INTEGER PRIMARY KEY, geom POINT, 名称 TEXT, 数 INTEGER)`,
	`INSERT INTO gpkg_contents VALUES ('甲','features','甲层',4326)`,
	`INSERT INTO gpkg_geometry_columns VALUES ('甲','geom','POINT',4326,0,0)`,
	`INSERT INTO 甲 VALUES (1,` + pointBlob(114, 22) + `,'一',10),(2,` + pointBlob(115, 23) + `,'',NULL),(7,NULL,NULL,-3)`,
}

// pointBlob is a point as a literal of SQL.
func pointBlob(x, y float64) string { return blobSQL(orb.Point{x, y}, 4326) }

func blobSQL(g orb.Geometry, srs int32) string {
	b, _, _ := appendGeometry(nil, g, srs)
	return "x'" + hex.EncodeToString(b) + "'"
}

// database makes the bytes of a database out of statements.
func databaseOf(t testing.TB, parts ...[]string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.gpkg")
	run(t, path, slices.Concat(parts...)...)
	return read(t, path)
}

// run runs statements on a database.
func run(t testing.TB, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, s := range append([]string{"PRAGMA synchronous=OFF"}, statements...) {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%.80s: %v", s, err)
		}
	}
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// with is a file with a companion.
func with(name string, data []byte, beside map[string][]byte) *source.Files {
	return &source.Files{Name: name, Data: data, Beside: func(ext string) ([]byte, error) {
		if b, ok := beside[ext]; ok {
			return b, nil
		}
		return nil, fs.ErrNotExist
	}}
}

// rulesOf lists the findings as rule×count.
func rulesOf(findings []datasets.Finding) string {
	var out []string
	for _, f := range findings {
		out = append(out, fmt.Sprintf("%s×%d", f.Rule, f.Count))
	}
	return strings.Join(out, " ")
}

// tool skips without a program, under CI it fails.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed", name)
	}
	t.Skipf("%s is not installed", name)
	return ""
}

// output runs a program.
func output(t testing.TB, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(tool(t, name), args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("%s %q: %v\n%s", name, args, err, stderr.String())
	}
	return string(out)
}

// madeTable is a layer with every type, Chinese names, nulls and empty texts.
func madeTable(n int) *datasets.Table {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	t := &datasets.Table{File: "made", Spatial: true, Columns: []string{"名称", "数", "比", "开放", "日期", "时间", "Code"},
		Types: []datasets.Type{datasets.TypeText, datasets.TypeInteger, datasets.TypeReal, datasets.TypeBoolean, datasets.TypeDate, datasets.TypeTime}}
	for i := range n {
		rec := datasets.Record{Row: i + 1, Values: []string{
			fmt.Sprintf("村“%d”", i), fmt.Sprint(r.Int64() >> r.IntN(64)), number(r.NormFloat64() * 1000), fmt.Sprint(i%2 == 0),
			fmt.Sprintf("20%02d-%02d-%02d", r.IntN(30), 1+r.IntN(12), 1+r.IntN(28)), "2026-05-01T08:30:00Z", fmt.Sprintf("%012d", i),
		}, Geometry: orb.Point{math.Round(1e6*(98+24*r.Float64())) / 1e6, math.Round(1e6*(22+20*r.Float64())) / 1e6}}
		if i%5 == 4 { // nulls, and an empty text
			k := r.IntN(len(rec.Values))
			rec.Values[k], rec.Values[0] = "", ""
			rec.Blank = []int{0}
		}
		if i%11 == 10 {
			rec.Geometry = nil
		}
		t.Records = append(t.Records, rec)
	}
	return t
}

// written writes a table and gives the path.
func written(t testing.TB, table *datasets.Table, o WriteOptions) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out.gpkg")
	if _, err := Write(context.Background(), path, table, o); err != nil {
		t.Fatal(err)
	}
	return path
}

// asked wants an error for users that holds every part.
func asked(t *testing.T, err error, parts ...string) {
	t.Helper()
	p, ok := errors.AsType[*datasets.Problem](err)
	if !ok {
		t.Fatalf("%v is no error for users", err)
	}
	for _, lang := range []datasets.Lang{datasets.ZH, datasets.EN} {
		if s := p.In(lang); strings.Count(s, "\n") >= 40 || p.Hint.In(lang) == "" || strings.Contains(s, "%!") {
			t.Errorf("%s message: %s", lang, s)
		}
	}
	for _, part := range parts {
		if !strings.Contains(p.Error(), part) {
			t.Errorf("%q is not in %q", part, p.Error())
		}
	}
}
