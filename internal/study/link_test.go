package study

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/geo/crs"
)

const twoStreets = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"代码":"440307001000","名称":"平湖街道"},"geometry":{"type":"Polygon","coordinates":[[[114.0,22.6],[114.1,22.6],[114.1,22.7],[114.0,22.7],[114.0,22.6]]]}},
{"type":"Feature","properties":{"代码":"440307002000","名称":"坂田街道"},"geometry":{"type":"Polygon","coordinates":[[[114.1,22.6],[114.2,22.6],[114.2,22.7],[114.1,22.7],[114.1,22.6]]]}}]}`

// runStudy writes the files of a study into a folder and runs it.
func runStudy(t *testing.T, files map[string]string) *coverage.Result {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	run, err := s.Run(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return run.Result
}

func rules(r *coverage.Result) map[string]int {
	out := map[string]int{}
	for _, f := range r.Quality.Findings {
		if f.Severity != datasets.SeverityNote {
			out[f.Rule] += f.Count
		}
	}
	return out
}

func TestPlaceByCoordinatesCodeAndName(t *testing.T) {
	r := runStudy(t, map[string]string{
		"study.yaml": "as_of: 2024\nareas:\n  - {level: subdistrict, from: s.geojson}\n  - {level: community, from: c.csv}\n  - {level: informal, from: p.csv}\nfacilities: [{kind: reading, from: f.csv}]\n" +
			"targets:\n  - {id: streets, kind: reading, presence: {every: subdistrict}}\n  - {id: communities, kind: reading, presence: {every: community}}\n",
		"s.geojson": twoStreets,
		"c.csv":     "代码,名称,所属街道\n440307001001,新村社区,平湖街道\n440307002001,新村社区,坂田街道办事处\n",
		"p.csv":     "名称,上级\n天安数码城园区,440307002001\n",
		"f.csv": "编号,名称,经度,纬度,单元编码,街道,社区,园区\n" +
			"a,坐标,114.05,22.65,,,,\n" + // by coordinates: 平湖街道
			"b,编码,,,440307002001,,,\n" + // by code
			"c,名称,,,,平湖街道办事处,新村居委会,\n" + // by names, of which 新村 is not unique alone
			"d,不一致,114.05,22.65,,坂田街道,,\n" + // the coordinates count
			"e,图外,113.00,22.65,,坂田街道,,\n" + // off the map: the name counts
			"f,更细,114.15,22.65,440307002001,,,\n" + // the code is more precise than the polygons
			"g,园区,,,,,,天安数码城园区\n" + // informal: rolls up to its community and street
			"h,别处,,,,龙田街道,,\n",
	})
	got := map[string]string{}
	for _, f := range r.Facilities {
		got[f.ID] = f.Area + " " + f.PlacedBy
	}
	want := map[string]string{"a": "440307001000 coordinates", "b": "440307002001 code", "c": "440307001001 name", "d": "440307001000 coordinates",
		"e": "440307002000 name", "f": "440307002001 coordinates", "g": "informal/天安数码城园区 name", "h": " none"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	wantRules := map[string]int{"unit-disagrees": 1, "off-map": 1, "unknown-unit-name": 1, "coordinates-missing": 4}
	if d := cmp.Diff(wantRules, rules(r)); d != "" {
		t.Errorf("findings (-want +got)\n%s", d)
	}
	streets := map[string]int{}
	for _, u := range r.Targets[0].Units {
		streets[u.Area] = u.Count
	}
	if d := cmp.Diff(map[string]int{"440307001000": 3, "440307002000": 4}, streets); d != "" {
		t.Errorf("roll-up (-want +got)\n%s", d)
	}
	if r.Targets[1].Numerator != 2 {
		t.Errorf("communities with one: got %v, want 2 (the estate counts for its community)", r.Targets[1].Numerator)
	}
}

// TestShiftSuspected writes facilities in GCJ-02 without saying so: those near
// a boundary fall into the wrong street, and the run says how far they moved.
func TestShiftSuspected(t *testing.T) {
	system, err := crs.Parse("GCJ-02")
	if err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	rows.WriteString("编号,名称,经度,纬度,街道\n")
	for i := range 20 { // 200 m west of the boundary at 114.1: the shift is about 500 m to the east
		p, err := system.FromWGS84(orb.Point{114.098, 22.61 + 0.004*float64(i)})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&rows, "%d,点%d,%.6f,%.6f,平湖街道\n", i, i, p[0], p[1])
	}
	study := "as_of: 2024\nareas: [{level: subdistrict, from: s.geojson}]\nfacilities: [{kind: reading, from: f.csv%s}]\n"
	r := runStudy(t, map[string]string{"study.yaml": fmt.Sprintf(study, ""), "s.geojson": twoStreets, "f.csv": rows.String()})
	if rules(r)["shift-suspected"] != 20 || rules(r)["unit-disagrees"] != 20 {
		t.Errorf("undeclared: %v, want 20 that fit better after the shift", rules(r))
	}
	r = runStudy(t, map[string]string{"study.yaml": fmt.Sprintf(study, ", crs: GCJ-02"), "s.geojson": twoStreets, "f.csv": rows.String()})
	if len(rules(r)) != 0 {
		t.Errorf("declared: %v, want nothing", rules(r))
	}
}

func TestFiltersKnowHeadersAndFields(t *testing.T) {
	r := runStudy(t, map[string]string{
		"study.yaml": "as_of: 2024\nareas: [{level: subdistrict, from: s.geojson, where: '名称 != \"坂田街道\"'}]\nfacilities: [{kind: reading, from: f.csv, where: '座位数 >= 20'}]\n" +
			"targets:\n  - {id: a, kind: reading, stock: {}, where: 'name contains \"书\" && 设施名称 contains \"书\"'}\n  - {id: b, kind: reading, stock: {}, where: 'attr[\"备注 2\"] == \"好\"'}\n  - {id: c, kind: reading, stock: {}, where: '编码 == \"007\"'}\n",
		"s.geojson": twoStreets,
		"f.csv":     "设施名称,座位数,备注 2,街道,编码\n书屋,20,好,平湖街道,007\n书角,5,好,平湖街道,008\n角落,,差,平湖街道,009\n",
	})
	if len(r.Areas) != 1 || len(r.Facilities) != 1 {
		t.Errorf("%d areas and %d facilities, want 1 of both", len(r.Areas), len(r.Facilities))
	}
	if rules(r)["filter-empty-field"] != 1 {
		t.Errorf("findings: %v, want one record whose field is empty", rules(r))
	}
	for i, want := range []float64{1, 1, 1} {
		if r.Targets[i].Value != want {
			t.Errorf("target %s: got %v, want %v", r.Targets[i].ID, r.Targets[i].Value, want)
		}
	}
}

func TestUnitCountAndOverlap(t *testing.T) {
	r := runStudy(t, map[string]string{
		"study.yaml": "as_of: 2024\nareas: [{level: subdistrict, from: s.geojson, expect: 3}]\n",
		"s.geojson":  strings.Replace(twoStreets, "[[[114.1,22.6],[114.2,22.6],[114.2,22.7],[114.1,22.7],[114.1,22.6]]]", "[[[114.05,22.6],[114.2,22.6],[114.2,22.7],[114.1,22.7],[114.05,22.6]]]", 1),
	})
	if got := rules(r); got["unit-count"] != 1 || got["units-overlap"] != 1 {
		t.Errorf("findings: %v, want the count and one overlap", got)
	}
	for _, f := range r.Quality.Findings {
		// Half of a 0.05° × 0.1° cell is about 28.5 km²: the triangle between 114.05, 22.6 and 114.1, 22.7.
		if f.Rule == "units-overlap" && !strings.Contains(f.Text.EN, "28.") {
			t.Errorf("overlap: %s, want about 28.5 km²", f.Text.EN)
		}
	}
}

func TestFacilityInTwoLayers(t *testing.T) {
	r := runStudy(t, map[string]string{
		"study.yaml": "as_of: 2024\nareas: [{level: subdistrict, from: s.geojson}]\nfacilities: [{kind: reading, from: f.csv}, {kind: reading, from: g.csv}]\n",
		"s.geojson":  twoStreets,
		"f.csv":      "编号,名称,经度,纬度\n1,书屋,114.05,22.65\n",
		"g.csv":      "编号,名称,经度,纬度\n1,书屋,114.05,22.65\n2,书角,114.05,22.65\n",
	})
	if d := cmp.Diff(map[string]int{"facility-in-two-layers": 1}, rules(r)); d != "" {
		t.Error(d)
	}
	var ids []string
	for _, f := range r.Facilities {
		ids = append(ids, f.ID)
	}
	if d := cmp.Diff([]string{"1", "1~2", "2"}, ids); d != "" {
		t.Error(d)
	}
}

func BenchmarkReport(b *testing.B) {
	s, err := Sample("longgang")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Run(context.Background(), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
