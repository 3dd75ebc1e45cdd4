package study

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fugai/datasets"
)

// rectangles writes units as rectangles: name, parent, and west, south, east and
// north in hundredths of a degree from 114° E 22° N.
func rectangles(level string, list ...rectangle) string {
	var features []string
	for _, b := range list {
		x0, y0, x1, y1 := 114+b.west/100, 22+b.south/100, 114+b.east/100, 22+b.north/100
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"名称":%q,"上级":%q},"geometry":{"type":"Polygon","coordinates":[[[%[3]v,%[4]v],[%[5]v,%[4]v],[%[5]v,%[6]v],[%[3]v,%[6]v],[%[3]v,%[4]v]]]}}`,
			b.name, b.parent, x0, y0, x1, y1))
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + "]}"
}

type rectangle struct {
	name, parent             string
	west, south, east, north float64
}

// TestFitOfUnits: by the formula of the zone of an ellipsoid, b²/2·Δλ·(q(φ₂) - q(φ₁))
// with q = sin φ/(1 - e² sin² φ) + artanh(e sin φ)/e, one unit of 0.01° by 0.01° at
// 22° N is 1.1434 km², and a sliver of 0.00005°, 5.2 m wide, is 5717 m².
func TestFitOfUnits(t *testing.T) {
	street := rectangles("subdistrict", rectangle{"甲街道", "", 0, 0, 2, 1})
	tests := []struct {
		name   string
		units  []rectangle
		rule   string
		count  int
		zh, en string // of the first example and the text
	}{
		{name: "sound", units: []rectangle{{"东社区", "甲街道", 0, 0, 1, 1}, {"西社区", "甲街道", 1, 0, 2, 1}}},
		{name: "overlap", units: []rectangle{{"东社区", "甲街道", 0, 0, 1.5, 1}, {"西社区", "甲街道", 1, 0, 2, 1}}, rule: "units-overlap", count: 1,
			zh: "“东社区”与“西社区”重叠 0.57 km²，占“西社区”的 50.0%|合计 0.57 km²", en: "东社区 and 西社区 overlap by 0.57 km², 50.0% of 西社区|0.57 km² in all"},
		{name: "gap", units: []rectangle{{"东社区", "甲街道", 0, 0, 0.5, 1}, {"西社区", "甲街道", 1, 0, 2, 1}}, rule: "units-gap", count: 1,
			zh: "“甲街道”有 0.57 km²（25.0%）没有下级单元，与“东社区”、“西社区”相邻，例如 114.00750, 22.00500 处|合计 0.57 km²",
			en: "甲街道: 0.57 km² (25.0%) lie in none of its units, beside 东社区, 西社区, for example at 114.00750, 22.00500|0.57 km² in all"},
		{name: "sliver that gapes", units: []rectangle{{"东社区", "甲街道", 0, 0, 0.995, 1}, {"西社区", "甲街道", 1, 0, 2, 1}}, rule: "units-sliver", count: 1,
			zh: "“东社区”、“西社区”：缝隙 5717 m²，宽约 5.1 m|合计 5717 m²，最大 5717 m²", en: "东社区, 西社区: gap of 5717 m², about 5.1 m wide|5717 m² the largest"},
		{name: "sliver that overlaps", units: []rectangle{{"东社区", "甲街道", 0, 0, 1.005, 1}, {"西社区", "甲街道", 1, 0, 2, 1}}, rule: "units-sliver", count: 1,
			zh: "重叠 5717 m²", en: "overlap of 5717 m²"},
		{name: "beyond the parent", units: []rectangle{{"东社区", "甲街道", 0, 0, 1, 1}, {"西社区", "甲街道", 1, 0, 2.2, 1}}, rule: "unit-beyond-parent", count: 1,
			zh: "“西社区”有 0.23 km²（16.7%）在“甲街道”之外|有一部分", en: "西社区: 0.23 km² (16.7%) lie outside 甲街道|reach out"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := runStudy(t, map[string]string{
				"study.yaml": "as_of: 2024\nareas: [{level: subdistrict, from: s.geojson}, {level: community, from: c.geojson}]\n",
				"s.geojson":  street, "c.geojson": rectangles("community", tt.units...),
			})
			fit := map[string]datasets.Finding{}
			for _, f := range r.Quality.Findings {
				if strings.HasPrefix(f.Rule, "unit") {
					fit[f.Rule] = f
				}
			}
			f := fit[tt.rule]
			delete(fit, tt.rule)
			if len(fit) > 0 || f.Count != tt.count {
				t.Fatalf("got %+v and besides %v, want a count of %d", f, fit, tt.count)
			}
			if tt.count == 0 {
				return
			}
			said := datasets.Text{ZH: f.Examples[0].Text.ZH + " " + f.Text.ZH, EN: f.Examples[0].Text.EN + " " + f.Text.EN}
			for lang, want := range map[datasets.Lang]string{datasets.ZH: tt.zh, datasets.EN: tt.en} {
				for _, part := range strings.Split(want, "|") {
					if !strings.Contains(said.In(lang), part) {
						t.Errorf("got %q, want %q in it", said.In(lang), part)
					}
				}
			}
		})
	}
}

// TestTopLevelGap: without a level above, ground that units enclose is a gap.
func TestTopLevelGap(t *testing.T) {
	r := runStudy(t, map[string]string{
		"study.yaml": "as_of: 2024\nareas: [{level: subdistrict, from: s.geojson}]\n",
		"s.geojson": rectangles("subdistrict", rectangle{"甲街道", "", 0, 0, 3, 1}, rectangle{"乙街道", "", 0, 1, 1, 2}, rectangle{"丙街道", "", 2, 1, 3, 2},
			rectangle{"丁街道", "", 0, 2, 3, 3}),
	})
	for _, f := range r.Quality.Findings {
		if want := "1.14 km² are enclosed and lie in no unit, beside 丁街道, 丙街道, 乙街道, 甲街道, for example at 114.01500, 22.01500"; f.Rule == "units-gap" && (f.Count != 1 || f.Examples[0].Text.EN != want) {
			t.Errorf("got %q, want %q", f.Examples[0].Text.EN, want)
		}
	}
	if rules(r)["units-gap"] != 1 {
		t.Errorf("findings %v, want one gap", rules(r))
	}
}

// TestFitOfLonggang: the 127 real traffic zones were drawn apart, with slivers
// on their borders and nothing wider. GEOS 3.11.1 (shapely) finds 102 pairs that
// overlap and 79 holes in the union wider than 0.1 mm.
func TestFitOfLonggang(t *testing.T) {
	zones, err := os.ReadFile(filepath.Join(shenzhen(t), "derived_longgang_taz_wgs84.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	r := runStudy(t, map[string]string{"zones.geojson": string(zones),
		"study.yaml": "as_of: 2023-06-30\nareas: [{level: zone, from: zones.geojson, code: TAZID}]\ntaxonomy: {levels: [{id: zone, zh: 交通小区, en: traffic zone, rank: 5}]}\n"})
	got := map[string]int{}
	for _, f := range r.Quality.Findings {
		if strings.HasPrefix(f.Rule, "units-") {
			got[f.Rule] = f.Count
		}
	}
	if d := cmp.Diff(map[string]int{"units-sliver": 102 + 79}, got); d != "" {
		t.Error(d)
	}
}
