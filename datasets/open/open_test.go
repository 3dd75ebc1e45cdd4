package open

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"fugai/datasets"
)

func files(t testing.TB) fstest.MapFS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"设施.csv":             file(sampleCSV),
		"我的 数据/设施 表.csv":     file(sampleCSV),
		"图层.geojson":         file(sampleGeoJSON),
		"图层.JSON":            file(sampleGeoJSON),
		"台账.xlsx":            file(string(sampleXLSX(t))),
		"a#b.csv":            file(sampleCSV),
		"无扩展名":               file(sampleGeoJSON),
		"数据.dat":             file(string(sampleXLSX(t))),
		"说明.txt":             file(sampleCSV),
		"geo.txt":            file(sampleGeoJSON),
		"界线.shp":             file("\x00\x00\x27\x0a"),
		"界线.dbf":             file("\x03"),
		"界线.prj":             file("GEOGCS[]"),
		"其实是库.csv":           file("SQLite format 3\x00" + strings.Repeat("\x00", 100) + "gpkg_contents"),
		"库.gpkg":             file("SQLite format 3\x00"),
		"旧.xls":              file("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
		"网页.xls":             file("<html><table><tr><td>1"),
		"其实是新的.xls":          file(string(sampleXLSX(t))),
		"点.kml":              file(`<?xml version="1.0"?><kml>`),
		"点.kmz":              file("PK\x03\x04doc.kml"),
		"t.topojson":         file(`{"type":"Topology"}`),
		"网页.csv":             file("<!DOCTYPE html><html>"),
		"其实是表.csv":           file(string(sampleXLSX(t))),
		"empty.geojson":      file(""),
		"folder.csv/x":       file(""),
		"图.png":              file("\x89PNG\r\n\x1a\n"),
		"nested/deep/a.json": file(sampleGeoJSON),
	}
}

func TestRead(t *testing.T) {
	tests := []struct {
		path    string
		opts    Options
		format  string
		layer   string
		records int
	}{
		{path: "设施.csv", format: "CSV", records: 2},
		{path: "./我的 数据/设施 表.csv", format: "CSV", records: 2},
		{path: "图层.geojson", format: "GeoJSON", records: 3},
		{path: "图层.JSON", format: "GeoJSON", records: 3},
		{path: "台账.xlsx", format: "XLSX", layer: "台账", records: 1},
		{path: "台账.xlsx#其他", format: "XLSX", layer: "其他", records: 1},
		{path: "台账.xlsx", opts: Options{Sheet: "其他"}, format: "XLSX", layer: "其他", records: 1},
		{path: "a#b.csv", format: "CSV", records: 2},
		{path: "无扩展名", format: "GeoJSON", records: 3},
		{path: "数据.dat", format: "XLSX", layer: "台账", records: 1},
		{path: "说明.txt", format: "CSV", records: 2},
		{path: "geo.txt", format: "GeoJSON", records: 3},
		{path: "-", opts: Options{Stdin: strings.NewReader(sampleCSV)}, format: "CSV", records: 2},
		{path: "-", opts: Options{Stdin: strings.NewReader(sampleGeoJSON)}, format: "GeoJSON", records: 3},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			tt.opts.FS = files(t)
			got, in, err := Read(context.Background(), tt.path, tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			if got.Format != tt.format || got.Layer != tt.layer || len(got.Records) != tt.records || got.File != tt.path {
				t.Errorf("%s %q %q, %d records", got.Format, got.File, got.Layer, len(got.Records))
			}
			if in.Path != tt.path || len(in.SHA256) != 64 || in.Size == 0 {
				t.Errorf("input %+v", in)
			}
		})
	}
}

// TestInput: the SHA-256 of "abc" is in FIPS 180-2, appendix B.1.
func TestInput(t *testing.T) {
	in := describe("x", []byte("abc"))
	want := Input{Path: "x", SHA256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Size: 3}
	if !reflect.DeepEqual(in, want) {
		t.Errorf("got %+v, want %+v", in, want)
	}
}

func TestReadRefuses(t *testing.T) {
	tests := []struct {
		path string
		opts Options
		want []string
	}{
		{path: "设旋.csv", want: []string{"no such file", "设施.csv"}},
		{path: "图层.geojsn", want: []string{"no such file", "图层.geojson"}},
		{path: "台帐.xlsx#台账", want: []string{"no such file", "台账.xlsx"}},
		{path: "无此/夹.csv", want: []string{"no such file", "does not exist either"}},
		{path: "zzzzzz.shp", want: []string{"no such file", "no name that is close"}},
		{path: "folder.csv", want: []string{"a folder"}},
		{path: "界线.shp", want: []string{"4 bytes", "fetch"}},
		{path: "界线.shp#街道", want: []string{"街道", "holds one table"}},
		{path: "界线.dbf", want: []string{"界线.dbf"}},
		{path: "界线.prj", want: []string{"a part of a Shapefile", "name the .shp"}},
		{path: "库.gpkg", want: []string{"cut off", "fetch"}},
		{path: "库.gpkg#街道", want: []string{"cut off"}},
		{path: "其实是库.csv", want: []string{"GeoPackage", "rename it to .gpkg"}},
		{path: "旧.xls", want: []string{"XLS", "save it as"}},
		{path: "网页.xls", want: []string{"the extension is .xls, but", "web page"}},
		{path: "其实是新的.xls", want: []string{"the extension is .xls, but", "rename it to .xlsx"}},
		{path: "点.kml", want: []string{"cut off"}},
		{path: "点.kmz", want: []string{"ZIP is damaged"}},
		{path: "t.topojson", want: []string{"TopoJSON", "mapshaper"}},
		{path: "网页.csv", want: []string{"web page", "not CSV"}},
		{path: "其实是表.csv", want: []string{".xlsx", "rename"}},
		{path: "empty.geojson", want: []string{"empty"}},
		{path: "图.png", want: []string{"picture"}},
		{path: "设施.csv#表", want: []string{"表", "holds one table"}},
		{path: "台账.xlsx#表", want: []string{"表", "台账"}},
		{path: "-", want: []string{"standard input"}},
		{path: "../outside.csv", want: []string{"outside.csv"}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			tt.opts.FS = files(t)
			got, _, err := Read(context.Background(), tt.path, tt.opts)
			if got != nil {
				t.Error("a table beside the error")
			}
			var p *datasets.Problem
			if !errors.As(err, &p) {
				t.Fatalf("got %v, want a problem", err)
			}
			name, _, _ := strings.Cut(tt.path, "#")
			for _, part := range append(tt.want, name) {
				if !strings.Contains(p.Error(), part) {
					t.Errorf("%q is not in %q", part, p.Error())
				}
			}
			if p.What.ZH == "" || p.Hint.ZH == "" || p.Hint.EN == "" {
				t.Errorf("one language is missing: %+v", p)
			}
		})
	}
}

func TestReadFromDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "龙岗 区")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "设施 表.csv")
	if err := os.WriteFile(path, []byte(sampleCSV), 0o444); err != nil {
		t.Fatal(err)
	}
	got, in, err := Read(context.Background(), path, Options{})
	if err != nil || len(got.Records) != 2 || in.Size != int64(len(sampleCSV)) {
		t.Fatalf("%v, %+v", err, in)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v: something was left in the folder", entries, err)
	}
}

// largeFS is a file system whose only file claims 3 GiB.
type largeFS struct{ fstest.MapFS }

func (l largeFS) Open(name string) (fs.File, error) {
	f, err := l.MapFS.Open(name)
	return largeFile{f}, err
}

type largeFile struct{ fs.File }

func (f largeFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return largeInfo{info}, err
}

type largeInfo struct{ fs.FileInfo }

func (largeInfo) Size() int64 { return 3 << 30 }

func TestTooLarge(t *testing.T) {
	fsys := largeFS{fstest.MapFS{"a.csv": &fstest.MapFile{Data: []byte("x")}}}
	_, _, err := Read(context.Background(), "a.csv", Options{FS: fsys})
	if err == nil || !strings.Contains(err.Error(), "3.0 GiB, over the limit of 2 GiB") {
		t.Errorf("got %v", err)
	}
}

// lockedFS refuses to open its files.
type lockedFS struct{}

func (lockedFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestNoPermission(t *testing.T) {
	_, _, err := Read(context.Background(), "台账.xlsx", Options{FS: lockedFS{}})
	if err == nil || !strings.Contains(err.Error(), "台账.xlsx: it may not be read") {
		t.Errorf("got %v", err)
	}
}

func TestCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err := Read(ctx, "设施.csv", Options{FS: files(t)})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestDistance(t *testing.T) {
	// kitten → sitting is 3, the textbook case.
	if got := distance([]rune("kitten"), []rune("sitting")); got != 3 {
		t.Errorf("got %d, want 3", got)
	}
}

func ExampleRead() {
	dir := fstest.MapFS{"设施.csv": &fstest.MapFile{Data: []byte("龙岗区设施,\n名称,数量\n平湖公园,3\n合计,3\n")}}
	table, _, err := Read(context.Background(), "设施.csv", Options{FS: dir})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Columns, table.Records[0].Values, "row", table.Records[0].Row)
	for _, f := range table.Findings {
		fmt.Println(f.Rule, f.Count)
	}
	// Output:
	// [名称 数量] [平湖公园 3] row 3
	// header-row 1
	// total-row 1
}
