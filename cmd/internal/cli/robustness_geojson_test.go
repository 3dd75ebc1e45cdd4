package cli

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/geo/crs"
)

// sitesFrom makes the study read its facilities from another file.
func sitesFrom(file, more string) map[string]string {
	return map[string]string{"{kind: reading, from: sites.csv}": "{kind: reading, from: " + file + more + "}"}
}

func asPoint(_ int, x, y float64) string { return point(x, y) }

// shifted moves WGS 84 places as a map service would show them.
func shifted(t *testing.T, code string) func(x, y float64) (float64, float64) {
	t.Helper()
	s, err := crs.Parse(code)
	if err != nil {
		t.Fatal(err)
	}
	return func(x, y float64) (float64, float64) {
		p, err := s.FromWGS84(orb.Point{x, y})
		if err != nil {
			t.Fatal(err)
		}
		return p[0], p[1]
	}
}

func TestRobustSound(t *testing.T) {
	runAll(t, []hostile{{name: "the plain study", want: accept}})
}

// TestRobustGeoJSON covers rows 1 to 18: what is wrong with GeoJSON files.
func TestRobustGeoJSON(t *testing.T) {
	whole := collection(communities())
	runAll(t, []hostile{
		{row: "1", name: "JSON cut off", files: map[string][]byte{"communities.geojson": whole[:len(whole)/2]}, want: reject,
			text: "communities.geojson|" + fmt.Sprint(len(whole)/2), zh: "中断|最后一个完整的要素|重新获取", en: "cut off|last complete feature|fetch"},
		{row: "1", name: "JSON with a syntax error", files: map[string][]byte{"communities.geojson": bytes.Replace(whole, []byte(`"人口":1002`), []byte(`"人口"1002`), 1)}, want: reject,
			text: "communities.geojson|4", zh: "第 4 行|冒号", en: "line 4|a colon"},
		{row: "2", name: "UTF-8 BOM", files: map[string][]byte{"communities.geojson": append([]byte("\xef\xbb\xbf"), whole...),
			"study.yaml": []byte("\xef\xbb\xbf" + plainYAML), "sites.csv": []byte("\xef\xbb\xbf" + string(plainStudy()["sites.csv"]))}, want: accept},
		{row: "3", name: "NaN", files: map[string][]byte{"communities.geojson": bytes.Replace(whole, []byte("114.040000,22.600000"), []byte("NaN,22.600000"), 1)},
			want: warn, rule: "coordinate-not-a-number", count: 1, text: "communities.geojson", zh: "要素", en: "feature"},
		{row: "3", name: "Infinity", files: map[string][]byte{"communities.geojson": bytes.Replace(whole, []byte("114.040000,22.600000"), []byte("-Infinity,22.600000"), 1)},
			want: warn, rule: "coordinate-not-a-number", count: 1, text: "communities.geojson", zh: "要素", en: "feature"},
		{row: "3", name: "1e999", files: map[string][]byte{"sites.geojson": sitesGeoJSON(50, func(k int, x, y float64) string {
			if k == 6 {
				return `{"type":"Point","coordinates":[1e999,22.6]}`
			}
			return point(x, y)
		})}, where: sitesFrom("sites.geojson", ""), want: warn, rule: "coordinate-not-a-number", count: 1, at: []int{7}, text: "sites.geojson", zh: "第 7 个要素", en: "feature 7"},
		{row: "4", name: "all of a layer of points swapped", files: map[string][]byte{"sites.geojson": sitesGeoJSON(50, func(_ int, x, y float64) string { return point(y, x) })},
			where: sitesFrom("sites.geojson", ""), want: warn, rule: "coordinates-swapped", count: 50, text: "swap: true", zh: "写反", en: "exchanged"},
		{row: "4", name: "all units swapped", files: map[string][]byte{"communities.geojson": collection(turned(communities())), "streets.geojson": collection(turned(streets()))},
			want: warn, rule: "coordinates-swapped", count: 4, text: "swap: true", zh: "写反", en: "exchanged"},
		{row: "4", name: "all swapped, and told so", files: map[string][]byte{"sites.geojson": sitesGeoJSON(50, func(_ int, x, y float64) string { return point(y, x) })},
			where: sitesFrom("sites.geojson", ", swap: true"), want: accept},
		{row: "5", name: "2 of 50 swapped", files: map[string][]byte{"sites.geojson": sitesGeoJSON(50, func(k int, x, y float64) string {
			if k == 9 || k == 30 {
				x, y = y, x
			}
			return point(x, y)
		})}, where: sitesFrom("sites.geojson", ""), want: warn, rule: "coordinates-swapped", count: 2, at: []int{10, 31}, text: "swap", zh: "第 10 个要素", en: "feature 31"},
		{row: "5", name: "2 of 50 rows swapped", files: map[string][]byte{"sites.csv": []byte(swapRows(10, 31))},
			want: warn, rule: "coordinates-swapped", count: 2, at: []int{11, 32}, text: "sites.csv|swap: true", zh: "颠倒", en: "exchanged"},
		{row: "6", name: "GCJ-02 unlabelled", files: map[string][]byte{"sites.csv": []byte(sitesCSV(50, shifted(t, "GCJ-02")))},
			want: warn, rule: "shift-suspected", text: "GCJ-02| m|crs: GCJ-02", zh: "中位偏移", en: "median shift"},
		{row: "6", name: "BD-09 unlabelled", files: map[string][]byte{"sites.csv": []byte(sitesCSV(50, shifted(t, "BD-09")))},
			want: warn, rule: "shift-suspected", text: "BD-09| m|crs: BD-09", zh: "中位偏移", en: "median shift"},
		{row: "6", name: "GCJ-02 unlabelled, no unit names", files: map[string][]byte{"sites.csv": []byte(withoutUnits(sitesCSV(50, shifted(t, "GCJ-02"))))},
			want: warn, rule: "shift-suspected", text: "GCJ-02| m|crs: GCJ-02", zh: "中位偏移", en: "median shift"},
		{row: "6", name: "BD-09 unlabelled, no unit names", files: map[string][]byte{"sites.csv": []byte(withoutUnits(sitesCSV(50, shifted(t, "BD-09"))))},
			want: warn, rule: "shift-suspected", text: "BD-09| m|crs: BD-09", zh: "中位偏移", en: "median shift"},
		{row: "6", name: "GCJ-02 labelled", files: map[string][]byte{"sites.csv": []byte(sitesCSV(50, shifted(t, "GCJ-02")))}, where: sitesFrom("sites.csv", ", crs: GCJ-02"), want: accept},
		{row: "6", name: "units in WGS 84, no unit names, nothing shifted", files: map[string][]byte{"sites.csv": []byte(withoutUnits(string(plainStudy()["sites.csv"])))}, want: accept},
	})
}

// turned exchanges the two numbers of every position of features.
func turned(features []string) []string {
	out := make([]string, len(features))
	for i, f := range features {
		for range 1 {
			parts := strings.SplitAfter(f, "[")
			for k, p := range parts {
				var x, y float64
				if n, _ := fmt.Sscanf(p, "%f,%f]", &x, &y); n == 2 {
					_, rest, _ := strings.Cut(p, "]")
					parts[k] = fmt.Sprintf("%.6f,%.6f]%s", y, x, rest)
				}
			}
			out[i] = strings.Join(parts, "")
		}
	}
	return out
}

// swapRows exchanges longitude and latitude of some of the fifty facilities.
func swapRows(which ...int) string {
	lines := strings.Split(string(plainStudy()["sites.csv"]), "\n")
	for _, k := range which {
		cells := strings.Split(lines[k], ",")
		cells[2], cells[3] = cells[3], cells[2]
		lines[k] = strings.Join(cells, ",")
	}
	return strings.Join(lines, "\n")
}

// withoutUnits takes the columns of street and community out of sitesCSV.
func withoutUnits(csv string) string {
	lines := strings.Split(strings.TrimSpace(csv), "\n")
	for i, line := range lines {
		cells := strings.Split(line, ",")
		lines[i] = strings.Join(append(cells[:4:4], cells[6]), ",")
	}
	return strings.Join(lines, "\n") + "\n"
}

// TestRobustShifts covers the rest of row 6: layers of people, and units that
// are shifted while the facilities are not.
func TestRobustShifts(t *testing.T) {
	move := shifted(t, "GCJ-02")
	var units, above []string
	for _, f := range communities() {
		units = append(units, moved(f, move))
	}
	for _, f := range streets() {
		above = append(above, moved(f, move))
	}
	people := strings.NewReplacer("状态", "人数", "开放", "10").Replace(withoutUnits(sitesCSV(50, move)))
	runAll(t, []hostile{
		{row: "6", name: "units in GCJ-02 unlabelled", files: map[string][]byte{"communities.geojson": collection(units), "streets.geojson": collection(above)},
			want: warn, rule: "shift-suspected", text: "GCJ-02|crs: GCJ-02", zh: "单元边界像是|areas", en: "boundaries of the units|areas"},
		{row: "6", name: "units in GCJ-02 labelled", files: map[string][]byte{"communities.geojson": collection(units), "streets.geojson": collection(above)},
			where: map[string]string{"from: streets.geojson": "crs: GCJ-02, from: streets.geojson", "from: communities.geojson": "crs: GCJ-02, from: communities.geojson"}, want: accept},
		{row: "6", name: "people in GCJ-02 unlabelled", files: map[string][]byte{"people.csv": []byte(people)},
			where: map[string]string{"{from: community, weights: {people: 人口}}": "{from: people.csv, weights: {people: 人数}}"}, want: warn, rule: "shift-suspected", text: "GCJ-02|crs: GCJ-02"},
	})
}
