package shapefile

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"fugai/datasets"
	"fugai/geo/crs"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// tableOf is a table of points with the columns and rows.
func tableOf(columns []string, types []datasets.Type, rows ...[]string) *datasets.Table {
	t := &datasets.Table{File: "出.shp", Spatial: true, Columns: columns, Types: types}
	for i, r := range rows {
		t.Records = append(t.Records, datasets.Record{Row: i + 1, Values: r, Geometry: orb.Point{114, 22}})
	}
	return t
}

// TestFieldNames: 10 bytes, whole characters, none twice.
func TestFieldNames(t *testing.T) {
	tests := []struct {
		name     string
		encoding string
		in       []string
		want     []string
		renamed  int
	}{
		{"short", "", []string{"名称", "code", "0123456789"}, []string{"名称", "code", "0123456789"}, 0},
		{"long", "", []string{"街道办事处", "population2026"}, []string{"街道办", "population"}, 2},
		{"long in GBK", "GBK", []string{"街道办事处所在地"}, []string{"街道办事处"}, 1},
		{"alike when cut", "", []string{"population2025", "population2026", "population"}, []string{"populati_1", "populati_2", "population"}, 2},
		{"alike but for case", "", []string{"Name", "NAME", "name"}, []string{"Name", "NAME_1", "name_2"}, 2},
		{"Chinese alike when cut", "", []string{"街道办事处", "街道办公室", "街道办"}, []string{"街道_1", "街道_2", "街道办"}, 2},
		{"none", "", []string{"", "a\nb", " c "}, []string{"field1", "ab", "c"}, 3},
		{"not in GBK", "GBK", []string{"𠮷"}, []string{"?"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := tableOf(tt.in, nil, make([]string, len(tt.in)))
			e, findings, err := Encode(table, WriteOptions{Encoding: tt.encoding})
			if err != nil {
				t.Fatal(err)
			}
			got, err := ReadDBF(set{".shp": e.DBF, ".cpg": e.CPG}.files("出.dbf"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got.Columns); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if n := rulesOf(findings)["field-renamed"]; n != tt.renamed {
				t.Errorf("%d renamed, want %d: %v", n, tt.renamed, findings)
			}
		})
	}
}

// TestRenamedFinding says old and new name.
func TestRenamedFinding(t *testing.T) {
	_, findings, err := Encode(tableOf([]string{"街道办事处"}, nil, []string{"x"}), WriteOptions{})
	if err != nil || len(findings) != 1 || findings[0].Examples[0].Text.ZH != "街道办事处 → 街道办" {
		t.Errorf("%v %+v", err, findings)
	}
}

// TestLosses: what a .dbf cannot hold is a finding, and comes back as it can.
func TestLosses(t *testing.T) {
	long := strings.Repeat("长", 100)
	tests := []struct {
		name     string
		typ      datasets.Type
		encoding string
		cell     string
		want     string
		wantType datasets.Type
		rules    map[string]int
	}{
		{"a long text", datasets.TypeText, "", long, strings.Repeat("长", 84), datasets.TypeText, map[string]int{"text-cut": 1}},
		{"a long text in GBK", datasets.TypeText, "GBK", long + long, strings.Repeat("长", 127), datasets.TypeText, map[string]int{"text-cut": 1}},
		{"not in GBK", datasets.TypeText, "GBK", "𠮷野家", "?野家", datasets.TypeText, map[string]int{"char-replaced": 1}},
		{"not UTF-8", datasets.TypeText, "", "a\xff\xff", "a\ufffd\ufffd", datasets.TypeText, nil},
		{"a long integer", datasets.TypeInteger, "", "1234567890123456789", "1234567890123456789", datasets.TypeText, map[string]int{"written-as-text": 1}},
		{"an integer with zeros", datasets.TypeInteger, "", "007", "007", datasets.TypeText, map[string]int{"written-as-text": 1}},
		{"no real", datasets.TypeReal, "", "约5", "约5", datasets.TypeText, map[string]int{"written-as-text": 1}},
		{"no date", datasets.TypeDate, "", "2026-05", "2026-05", datasets.TypeText, map[string]int{"written-as-text": 1}},
		{"no boolean", datasets.TypeBoolean, "", "是", "是", datasets.TypeText, map[string]int{"written-as-text": 1}},
		{"a time", datasets.TypeTime, "", "2026-05-01T08:30:00Z", "2026-05-01T08:30:00Z", datasets.TypeText, map[string]int{"written-as-text": 1}},
		{"18 digits", datasets.TypeInteger, "", "440307001001000123", "440307001001000123", datasets.TypeInteger, nil},
		{"all digits of a real", datasets.TypeReal, "", "0.1234567890123456", "0.1234567890123456", datasets.TypeReal, nil},
		{"a large real", datasets.TypeReal, "", "-1.7976931348623157e+308", "-1.7976931348623157e+308", datasets.TypeReal, nil},
		{"a small real", datasets.TypeReal, "", fmt.Sprint(math.SmallestNonzeroFloat64), string(appendReal(nil, math.SmallestNonzeroFloat64)), datasets.TypeReal, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := tableOf([]string{"V", "K"}, []datasets.Type{tt.typ}, []string{tt.cell, "a"}, []string{"", "b"}, []string{})
			e, findings, err := Encode(table, WriteOptions{Encoding: tt.encoding})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.rules, rulesOf(findings)); d != "" && len(tt.rules)+len(findings) > 0 {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			got, err := ReadDBF(set{".shp": e.DBF, ".cpg": e.CPG}.files("出.dbf"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if v := got.Records[0].Values[0]; v != tt.want || got.Types[0] != tt.wantType || got.Records[1].Values[0] != "" || len(got.Records) != 3 {
				t.Errorf("%q of %s, want %q of %s", v, got.Types[0], tt.want, tt.wantType)
			}
		})
	}
}

// TestEncodeMixtures: what stands in one layer and what does not.
func TestEncodeMixtures(t *testing.T) {
	point, many := orb.Point{114, 22}, orb.MultiPoint{{114, 22}, {115, 22}}
	line, area := orb.LineString{{1, 2}, {3, 4}}, orb.Polygon{square(1, 1, 1, true)}
	tests := []struct {
		name  string
		in    []orb.Geometry
		want  []string // types read back
		rules map[string]int
		err   string
	}{
		{"points and multipoints", []orb.Geometry{point, many}, []string{"MultiPoint", "MultiPoint"}, map[string]int{"points-promoted": 1}, ""},
		{"polygons, rings, bounds", []orb.Geometry{area, orb.MultiPolygon{area, {square(5, 5, 1, true)}}, area[0], area.Bound()}, []string{"Polygon", "MultiPolygon", "Polygon", "Polygon"}, nil, ""},
		{"lines", []orb.Geometry{line, orb.MultiLineString{line, {{5, 6}, {7, 8}}}}, []string{"LineString", "MultiLineString"}, nil, ""},
		{"collections of one type", []orb.Geometry{orb.Collection{point, many}}, []string{"MultiPoint"}, nil, ""},
		{"nothing but nulls", []orb.Geometry{nil, nil}, []string{"", ""}, nil, ""},
		{"no numbers", []orb.Geometry{point, orb.Point{math.NaN(), 1}, orb.Point{math.Inf(1), 1}}, []string{"Point", "", ""}, map[string]int{"geometry-left-out": 2}, ""},
		{"no extent", []orb.Geometry{area, orb.Polygon{}, orb.Polygon{{{1, 1}, {2, 2}, {1, 1}}}, orb.MultiPolygon{}}, []string{"Polygon", "", "", ""}, map[string]int{"geometry-left-out": 3}, ""},
		{"points and lines", []orb.Geometry{point, line, line}, nil, nil, "LineString × 2、Point × 1"},
		{"all types", []orb.Geometry{point, many, line, area}, nil, nil, "MultiPoint × 1"},
		{"collections of several types", []orb.Geometry{orb.Collection{point, line}}, nil, nil, "GeometryCollection"},
		{"an empty collection", []orb.Geometry{orb.Collection{}}, nil, nil, "GeometryCollection"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := &datasets.Table{File: "出.shp", Spatial: true, Columns: []string{"k"}}
			for i, g := range tt.in {
				table.Records = append(table.Records, datasets.Record{Row: i + 1, Values: []string{fmt.Sprint(i)}, Geometry: g})
			}
			e, findings, err := Encode(table, WriteOptions{})
			if tt.err != "" {
				var p *datasets.Problem
				if !errors.As(err, &p) || !strings.Contains(p.Error(), tt.err) {
					t.Errorf("error %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.rules, rulesOf(findings)); d != "" && len(tt.rules)+len(findings) > 0 {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			got, err := Read(set{".shp": e.SHP, ".shx": e.SHX, ".dbf": e.DBF, ".prj": e.PRJ}.files("出.shp"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var types []string
			for _, r := range got.Records {
				kind := ""
				if r.Geometry != nil {
					kind = r.Geometry.GeoJSONType()
				}
				types = append(types, kind)
			}
			if d := cmp.Diff(tt.want, types); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestEncodeEveryGeometry: no type of orb brings Encode down.
func TestEncodeEveryGeometry(t *testing.T) {
	for _, g := range orb.AllGeometries {
		table := &datasets.Table{Spatial: true, Records: []datasets.Record{{Row: 1, Geometry: g}}}
		if _, _, err := Encode(table, WriteOptions{}); err != nil {
			var p *datasets.Problem
			if !errors.As(err, &p) {
				t.Errorf("%T: %v", g, err)
			}
		}
	}
}

// TestEncodeBorders: the rest of what Encode promises.
func TestEncodeBorders(t *testing.T) {
	one := tableOf([]string{"a"}, nil, []string{"x"})
	e, findings, err := Encode(&datasets.Table{File: "出.csv", Columns: []string{"a"}, Records: []datasets.Record{{Row: 1, Values: []string{""}, Blank: []int{0}}}}, WriteOptions{})
	if err != nil || e.SHP != nil || e.SHX != nil || e.PRJ != nil || len(e.Parts()) != 2 {
		t.Errorf("without shapes: %v, %d parts", err, len(e.Parts()))
	}
	if d := cmp.Diff(map[string]int{"blank-as-null": 1}, rulesOf(findings)); d != "" {
		t.Error(d)
	}
	e, findings, err = Encode(tableOf(nil, nil, nil, nil), WriteOptions{})
	if err != nil || rulesOf(findings)["field-added"] != 1 {
		t.Fatal(err, findings)
	}
	if got, err := ReadDBF(set{".shp": e.DBF}.files("出.dbf"), Options{}); err != nil || got.Records[1].Values[0] != "2" {
		t.Error(got, err)
	}
	amap, err := crs.Parse("GCJ-02")
	if err != nil {
		t.Fatal(err)
	}
	if e, findings, err = Encode(one, WriteOptions{System: amap}); err != nil || e.PRJ != nil || rulesOf(findings)["prj-impossible"] != 1 {
		t.Error(err, findings)
	}
	many := tableOf(make([]string, 256), nil, make([]string, 256))
	var p *datasets.Problem
	if _, _, err := Encode(many, WriteOptions{}); !errors.As(err, &p) {
		t.Errorf("256 columns: %v", err)
	}
	if _, _, err := Encode(one, WriteOptions{Encoding: "Big5"}); !errors.As(err, &p) {
		t.Errorf("Big5: %v", err)
	}
	a, _, _ := Encode(everyType(areas()...), WriteOptions{})
	b, _, _ := Encode(everyType(areas()...), WriteOptions{})
	for i, part := range a.Parts() {
		if !bytes.Equal(part.Data, b.Parts()[i].Data) {
			t.Errorf("%s differs the second time", part.Ext)
		}
	}
}

// TestWholeCharacters holds cutting against all ways to cut a text.
func TestWholeCharacters(t *testing.T) {
	const text = "a长é𠮷·b"
	for n := range len(text) + 1 {
		if got := wholeUTF8([]byte(text[:n])); !utf8.Valid(got) || n-len(got) > 3 {
			t.Errorf("UTF-8 cut at %d: %q", n, got)
		}
	}
	old := gbk("a长·b城")
	for n := range len(old) + 1 {
		got := wholeDouble([]byte(old[:n]))
		if cs := newCharset(nameGB18030); n-len(got) > 1 {
			t.Errorf("GBK cut at %d: %q", n, got)
		} else if text, bad := cs.decode(got, cs.decoder); bad {
			t.Errorf("GBK cut at %d: %q", n, text)
		}
	}
}
