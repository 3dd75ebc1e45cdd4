package study

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fugai/datasets"
)

// realFolder is a folder of the real data, or the test is skipped; under CI it
// must be there.
func realFolder(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("FUGAI_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	dir, err := filepath.Abs(filepath.Join(dir, name))
	if err == nil {
		_, err = os.Stat(dir)
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the real data is not here (set FUGAI_DATA): %v", err)
		}
		t.Skip("the real data is not here: set FUGAI_DATA to its folder")
	}
	return dir
}

// unitRow is a row of the real list of units.
type unitRow struct{ code, parent, name, level, lon, lat, town string }

func unitRows(t *testing.T, path string) []unitRow {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range rows[0] {
		at[strings.TrimPrefix(h, "\ufeff")] = i
	}
	var out []unitRow
	for _, r := range rows[1:] {
		cell := func(h string) string { return r[at[h]] }
		out = append(out, unitRow{cell("code"), cell("parent"), cell("name"), cell("level"), cell("longitude"), cell("latitude"), cell("town")})
	}
	return out
}

// spellings gives the ways in which tables write the name of a town's office.
func spellings(town string) []string {
	switch {
	case strings.HasSuffix(town, "街道办事处"):
		return []string{town, strings.TrimSuffix(town, "办事处"), strings.TrimSuffix(town, "事处")}
	case strings.HasSuffix(town, "街道"):
		return []string{town, town + "办事处", town + "办"}
	case strings.HasSuffix(town, "镇"):
		return []string{town, town + "人民政府", town + "政府"}
	}
	return []string{town}
}

// TestDistricts brings each real district to results from its fence and its
// list of units as they are, both in GCJ-02: one facility at every community,
// whose street is written with and without its office.
func TestDistricts(t *testing.T) {
	dir := realFolder(t, "districts")
	for _, d := range []struct {
		name               string
		towns, communities int // rows of level town and village, counted with awk
	}{{"longgang_440307", 14, 168}, {"conghua_440117", 11, 275}, {"jintan_320413", 9, 151}, {"babu_451102", 16, 202}, {"sanshui_440607", 12, 75}} {
		t.Run(d.name, func(t *testing.T) {
			units := filepath.Join(dir, "units_"+d.name+".csv")
			rows := unitRows(t, units)
			facilities, want := facilitiesOf(rows)
			r := runStudy(t, map[string]string{"facilities.csv": facilities, "study.yaml": fmt.Sprintf(`as_of: 2024
areas:
  - {level: district, from: %[1]q, crs: GCJ-02, code: adcode, name: name, expect: 1}
  - {level: subdistrict, from: %[2]q, crs: GCJ-02, code: code, name: name, parent: parent, expect: %[3]d}
  - {level: community, from: %[2]q, crs: GCJ-02, code: code, name: name, parent: parent, expect: %[4]d}
facilities: [{kind: reading, from: facilities.csv, crs: GCJ-02, state: open}]
targets:
  - {id: towns, kind: reading, presence: {every: subdistrict}}
  - {id: communities, kind: reading, presence: {every: community}}
`, filepath.Join(dir, "fence_"+d.name+"_gcj02.geojson"), units, d.towns, d.communities)})
			for _, f := range r.Facilities {
				if w := want[f.ID]; f.Area != w {
					t.Errorf("%s %v: placed in %q, want %q", f.ID, f.UnitNames, f.Area, w)
				}
			}
			got := rules(r)
			for _, rule := range []string{"unit-count", "off-map", "unit-disagrees", "unknown-unit-name", "unit-outside-parent", "shift-suspected", "declared-shift-doubtful", "parent-unknown"} {
				if got[rule] != 0 {
					t.Errorf("%s: %d findings", rule, got[rule])
				}
			}
			if n := r.Targets[1].Numerator; n != float64(len(want)) || r.Targets[1].Denominator != float64(d.communities) {
				t.Errorf("communities with one: %v of %v, want %d of %d", n, r.Targets[1].Denominator, len(want), d.communities)
			}
		})
	}
}

// facilitiesOf writes a facility for every community whose name is its own in
// its town, and tells where each belongs.
func facilitiesOf(rows []unitRow) (table string, want map[string]string) {
	count := map[string]int{}
	for _, r := range rows {
		if r.level == "village" {
			count[r.parent+datasets.NormalizeUnit(r.name)]++
		}
	}
	var b strings.Builder
	b.WriteString("编号,名称,街道,社区,经度,纬度\n")
	want = map[string]string{}
	for i, r := range rows {
		if r.level != "village" || count[r.parent+datasets.NormalizeUnit(r.name)] > 1 {
			continue
		}
		ways := spellings(r.town)
		id := fmt.Sprintf("F%d", i)
		fmt.Fprintf(&b, "%s,点%d,%s,%s,%s,%s\n", id, i, ways[i%len(ways)], r.name, r.lon, r.lat)
		want[id] = r.code
	}
	return b.String(), want
}

// TestDatumOfRealFiles holds the verdicts on the real files: the fence of
// Longgang is GCJ-02, the traffic zones are not, and the stations look like it.
// The intersection of fence and zones over their union rises from 0.8799 to
// 0.9085 once the fence is converted (expected.json of the data).
func TestDatumOfRealFiles(t *testing.T) {
	districts, shenzhen := realFolder(t, "districts"), realFolder(t, "shenzhen")
	fence := filepath.Join(districts, "fence_longgang_440307_gcj02.geojson")
	units := filepath.Join(districts, "units_longgang_440307.csv")
	zones := filepath.Join(shenzhen, "derived_longgang_taz_wgs84.geojson")
	all, stations := filepath.Join(shenzhen, "SZ_districts.shp"), filepath.Join(shenzhen, "stations.csv")
	for _, c := range []struct {
		name, file string
		o          FileOptions
		rule, text string // expected of the file, and of which words
		layer      string // the finding is about; "" is the file
		without    string // rule that must not occur
	}{
		{name: "fence against zones", file: fence, o: FileOptions{As: "areas", Areas: zones}, rule: "shift-suspected", text: "look like GCJ-02 (strong evidence)"},
		{name: "zones against fence", file: zones, o: FileOptions{As: "areas", Areas: fence}, rule: "shift-unlikely", text: "looks like GCJ-02", without: "declared-shift-doubtful"},
		{name: "zones against fence: the fence", file: zones, o: FileOptions{As: "areas", Areas: fence}, rule: "shift-suspected", text: "GCJ-02", layer: fence},
		{name: "zones against the fence as GCJ-02", file: zones, o: FileOptions{As: "areas", Areas: fence, AreasCRS: "GCJ-02"}, rule: "shift-unlikely", text: "strong evidence", without: "shift-suspected"},
		{name: "fence as GCJ-02 against zones", file: fence, o: FileOptions{As: "areas", CRS: "GCJ-02", Areas: zones}, rule: "shift-unlikely", text: "as declared", without: "shift-suspected"},
		{name: "zones called GCJ-02", file: zones, o: FileOptions{As: "areas", CRS: "GCJ-02", Areas: fence, AreasCRS: "GCJ-02"}, rule: "declared-shift-doubtful", text: "fits better without"},
		{name: "fence called BD-09", file: fence, o: FileOptions{As: "areas", CRS: "BD-09", Areas: zones}, rule: "shift-suspected", text: "look like GCJ-02 (declared as BD-09)"},
		{name: "fence alone", file: fence, o: FileOptions{As: "areas"}, rule: "shift-unknown", text: "without a layer to compare with"},
		{name: "fence alone: its name", file: fence, o: FileOptions{As: "areas"}, rule: "crs-hint", text: "GCJ-02", layer: filepath.Base(fence)},
		{name: "zones alone", file: zones, o: FileOptions{As: "areas"}, rule: "shift-unknown", text: "without", without: "crs-hint"},
		{name: "all zones against the fence", file: all, o: FileOptions{As: "areas", Areas: fence}, rule: "shift-unlikely", text: "looks like GCJ-02"},
		{name: "all zones against the fence: the fence", file: all, o: FileOptions{As: "areas", Areas: fence}, rule: "shift-suspected", text: "GCJ-02", layer: fence},
		{name: "fence against all zones", file: fence, o: FileOptions{As: "areas", Areas: all}, rule: "shift-suspected", text: "look like GCJ-02 (strong evidence)"},
		{name: "stations against all zones", file: stations, o: FileOptions{Areas: all}, rule: "shift-suspected", text: "GCJ-02 (fair evidence): undone, 1704 of 1706"},
		{name: "stations as GCJ-02 against all zones", file: stations, o: FileOptions{CRS: "GCJ-02", Areas: all}, rule: "shift-unlikely", text: "1704 of 1706"},
		{name: "units against the fence", file: units, o: FileOptions{As: "areas", Areas: fence, AreasCRS: "GCJ-02"}, rule: "shift-unknown", text: "82 of 82", without: "shift-suspected"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := CheckFile(context.Background(), c.file, c.o)
			if err != nil {
				t.Fatal(err)
			}
			if c.layer == "" {
				c.layer = filepath.Base(c.file)
			}
			got := ""
			for _, f := range q.Findings {
				if f.Rule == c.without {
					t.Errorf("%s: %s", f.Rule, f.Text.EN)
				}
				if f.Rule != c.rule || f.Layer != c.layer {
					continue
				}
				if got = f.Text.EN; len(f.Examples) > 0 {
					got += " " + f.Examples[0].Text.EN
				}
			}
			if got == "" || !strings.Contains(got, c.text) {
				t.Errorf("%s of %s: got %q, want %q in it", c.rule, filepath.Base(c.layer), got, c.text)
			}
		})
	}
}
