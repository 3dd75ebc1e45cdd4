package kml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fugai/datasets"
	"fugai/datasets/internal/source"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
)

// everyShape is one table with each type of geometry, column and cell that KML
// keeps.
func everyShape() *datasets.Table {
	square := orb.Ring{{114, 22}, {115, 22}, {115, 23}, {114, 23}, {114, 22}}
	hole := orb.Ring{{114.2, 22.2}, {114.2, 22.4}, {114.4, 22.4}, {114.4, 22.2}, {114.2, 22.2}}
	far := orb.Ring{{116, 22}, {117, 22}, {117, 23}, {116, 22}}
	line := orb.LineString{{114, 22}, {115.5, 23.25}}
	shapes := []orb.Geometry{
		orb.Point{113.123456789012, 22.7}, orb.MultiPoint{{114, 22}, {115, 23}}, line, orb.MultiLineString{line, {{1, 2}, {3, 4}}},
		orb.Polygon{square, hole}, orb.MultiPolygon{{square, hole}, {far}}, orb.Collection{orb.Point{114, 22}, line}, nil,
	}
	t := &datasets.Table{
		File: "全部.kml", Format: "KML", Encoding: "UTF-8", Spatial: true,
		Columns: []string{"代码", "名称", "人口", "面积", "开放", "备注"},
		Types:   []datasets.Type{datasets.TypeText, datasets.TypeText, datasets.TypeInteger, datasets.TypeReal, datasets.TypeBoolean, datasets.TypeText},
	}
	for i, g := range shapes {
		rec := datasets.Record{Row: i + 1, ID: fmt.Sprint("f", i), Geometry: g, Values: []string{"0440307001001", "甲<&>\"'\t\n𠮷 ]]> &amp;", "-12345678", "0.1", "true", "<b>x</b>"}}
		if i%2 == 1 {
			rec.Values, rec.Blank = []string{"", "", "", "", "", ""}, []int{5}
		}
		t.Records = append(t.Records, rec)
	}
	return t
}

func TestWriteRoundTrip(t *testing.T) {
	for format, write := range map[string]func(*bytes.Buffer, *datasets.Table) ([]datasets.Finding, error){
		"KML": func(w *bytes.Buffer, t *datasets.Table) ([]datasets.Finding, error) {
			return Write(w, t, WriteOptions{})
		},
		"KMZ": func(w *bytes.Buffer, t *datasets.Table) ([]datasets.Finding, error) {
			return WriteKMZ(w, t, WriteOptions{})
		},
	} {
		t.Run(format, func(t *testing.T) {
			want := everyShape()
			var out, again bytes.Buffer
			findings, err := write(&out, want)
			if err != nil || len(findings) > 0 {
				t.Fatal(err, findings)
			}
			if _, err := write(&again, want); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
				t.Error("other bytes the second time", err)
			}
			got, err := Read(source.Alone("全部.kml", out.Bytes()), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{"geometry-null×1"}, ruleNames(got.Findings)); d != "" {
				t.Error(d)
			}
			got.Findings, want.Format = nil, format
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestWrite(t *testing.T) {
	clockwise := orb.Ring{{0, 0}, {0, 1}, {1, 1}, {0, 0}}
	tests := []struct {
		name    string
		column  string
		kind    datasets.Type
		cell    string
		g       orb.Geometry
		options WriteOptions
		want    []string // parts of the document
		rules   []string
	}{
		{name: "name found", column: "设施名称", cell: "甲", want: []string{"<name>甲</name>", `<SimpleData name="设施名称">甲</SimpleData>`, `<SimpleField name="设施名称" type="string"/>`}},
		{name: "name told", column: "号", cell: "7", options: WriteOptions{NameColumn: "号", Name: "层<1>"}, want: []string{"<name>7</name>", "<name>层&lt;1&gt;</name>"}},
		{name: "date", column: "d", kind: datasets.TypeDate, cell: "2026-05-01", want: []string{`name="d" type="string"`}, rules: []string{"type-as-text×1"}},
		{name: "long integer", column: "n", kind: datasets.TypeInteger, cell: "440307001001", want: []string{`name="n" type="double"`}, rules: []string{"integer-too-long×1"}},
		{name: "integer beyond a double", column: "n", kind: datasets.TypeInteger, cell: "440307001001234567", want: []string{`name="n" type="string"`, ">440307001001234567<"}, rules: []string{"integer-as-text×1"}},
		{name: "integer", column: "n", kind: datasets.TypeInteger, cell: "-2147483648", want: []string{`name="n" type="int"`}},
		{name: "control character", column: "n", cell: "a\x01b", want: []string{"a\ufffdb"}},
		{name: "shell turned", g: orb.Polygon{clockwise}, want: []string{"<coordinates>0,0 1,1 0,1 0,0</coordinates>"}},
		{name: "decimals", g: orb.Point{113.1234567896, -1e-12}, options: WriteOptions{Decimals: 9}, want: []string{"<coordinates>113.12345679,0</coordinates>"}},
		{name: "not a number", g: orb.LineString{{1, 2}, {math.Inf(1), 0}}, want: []string{"<styleUrl>#style</styleUrl>\n</Placemark>"}, rules: []string{"geometry-not-written×1"}},
		{name: "empty", g: orb.Collection{}, want: []string{"<styleUrl>#style</styleUrl>\n</Placemark>"}, rules: []string{"geometry-not-written×1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := &datasets.Table{File: "层.csv", Records: []datasets.Record{{Row: 1, Geometry: tt.g}}}
			if tt.column != "" {
				table.Columns, table.Types, table.Records[0].Values = []string{tt.column}, []datasets.Type{tt.kind}, []string{tt.cell}
			}
			var out bytes.Buffer
			findings, err := Write(&out, table, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range tt.want {
				if !strings.Contains(out.String(), part) {
					t.Errorf("no %s in\n%s", part, out.String())
				}
			}
			if d := cmp.Diff(tt.rules, ruleNames(findings)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWriteUnknownNameColumn(t *testing.T) {
	_, err := Write(&bytes.Buffer{}, &datasets.Table{File: "层.csv", Columns: []string{"名称"}}, WriteOptions{NameColumn: "名"})
	var p *datasets.Problem
	if !errors.As(err, &p) || !strings.Contains(p.Error(), "名称") {
		t.Errorf("got %v", err)
	}
}

// gdal runs a program of GDAL, or skips the test where there is none.
func gdal(t *testing.T, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(name, "is missing")
		}
		t.Skip(name, "is missing")
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// TestWriteNamesByCase: GDAL and QGIS know no case, and would put one column's
// values over another's.
func TestWriteNamesByCase(t *testing.T) {
	table := &datasets.Table{File: "层.csv", Columns: []string{"Code", "code", "CODE_2", "CODE"}, Records: []datasets.Record{{Row: 1, Values: []string{"1", "2", "3", "4"}}}}
	var out bytes.Buffer
	findings, err := Write(&out, table, WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"column-renamed×3"}, ruleNames(findings)); d != "" {
		t.Error(d)
	}
	got, err := Read(source.Alone("层.kml", out.Bytes()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"Code", "code_2", "CODE_2_2", "CODE_3"}, got.Columns); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(table.Records[0].Values, got.Records[0].Values); d != "" {
		t.Error(d)
	}
}

// GDAL reads what was written.
func TestWriteForGDAL(t *testing.T) {
	for _, ext := range []string{".kml", ".kmz"} {
		t.Run(ext, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "层"+ext)
			var out bytes.Buffer
			write := Write
			if ext == ".kmz" {
				write = func(w io.Writer, t *datasets.Table, o WriteOptions) ([]datasets.Finding, error) {
					return WriteKMZ(w, t, o)
				}
			}
			if _, err := write(&out, everyShape(), WriteOptions{Name: "层"}); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			got := gdal(t, "ogrinfo", "-al", file)
			for _, want := range []string{"Layer name: 层", "Feature Count: 8", "人口: Integer", "面积: Real", "开放: Integer (0.0)", "代码: String", "代码 (String) = 0440307001001", "人口 (Integer) = -12345678", "面积 (Real) = 0.1", "开放 (Integer) = 1",
				"POINT (113.123456789012 22.7)", "POLYGON ((114 22,115 22,115 23,114 23,114 22),(114.2 22.2,114.2 22.4,114.4 22.4,114.4 22.2,114.2 22.2))",
				"MULTIPOLYGON (((114 22,115 22,115 23,114 23,114 22),(114.2 22.2,114.2 22.4,114.4 22.4,114.4 22.2,114.2 22.2)),((116 22,117 22,117 23,116 22)))",
				"MULTILINESTRING ((114 22,115.5 23.25),(1 2,3 4))", "MULTIPOINT ((114 22),(115 23))", "GEOMETRYCOLLECTION (POINT (114 22),LINESTRING (114 22,115.5 23.25))"} {
				if !strings.Contains(got, want) {
					t.Errorf("ogrinfo does not say %q:\n%s", want, got)
				}
			}
		})
	}
}

// What GDAL writes is read, with both of its drivers.
func TestReadFromGDAL(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "in.geojson")
	err := os.WriteFile(in, []byte(`{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"名称":"甲","n":12,"x":0.5},"geometry":{"type":"Polygon","coordinates":[[[114,22],[115,22],[115,23],[114,22]],[[114.5,22.2],[114.6,22.3],[114.6,22.2],[114.5,22.2]]]}},
{"type":"Feature","properties":{"名称":"乙","n":null,"x":2},"geometry":{"type":"MultiPoint","coordinates":[[114,22],[115,23]]}}]}`), 0o644)
	if err != nil {
		t.Fatal(err)
	}
	for _, driver := range []struct{ name, ext string }{{"LIBKML", ".kml"}, {"LIBKML", ".kmz"}, {"KML", ".kml"}} {
		t.Run(driver.name+driver.ext, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "层"+driver.ext)
			gdal(t, "ogr2ogr", "-f", driver.name, "-dsco", "NameField=名称", file, in)
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Read(source.Alone(file, data), Options{})
			if err != nil {
				t.Fatal(err)
			}
			want := []orb.Geometry{
				orb.Polygon{{{114, 22}, {115, 22}, {115, 23}, {114, 22}}, {{114.5, 22.2}, {114.6, 22.3}, {114.6, 22.2}, {114.5, 22.2}}},
				orb.MultiPoint{{114, 22}, {115, 23}},
			}
			name, n, x := got.Column("name"), got.Column("n"), got.Column("x")
			if name < 0 {
				name = got.Column("名称")
			}
			if name < 0 || n < 0 || x < 0 || len(got.Records) != 2 {
				t.Fatal(got.Columns, len(got.Records))
			}
			for i, cells := range [][]string{{"甲", "12", "0.5"}, {"乙", "", "2"}} {
				rec := got.Records[i]
				if d := cmp.Diff(cells, []string{rec.Values[name], rec.Values[n], rec.Values[x]}); d != "" {
					t.Errorf("%v %s", got.Columns, d)
				}
				if d := cmp.Diff(want[i], rec.Geometry); d != "" {
					t.Error(d)
				}
			}
			if got.Type(n) != datasets.TypeInteger || got.Type(x) != datasets.TypeReal {
				t.Errorf("%v %v", got.Columns, got.Types)
			}
		})
	}
}
