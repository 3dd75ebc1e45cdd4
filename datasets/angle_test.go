package datasets

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAngleFields reads degrees, minutes and seconds without their signs:
// 113°15'30" is 113 + 15/60 + 30/3600 = 113.258333…
func TestAngleFields(t *testing.T) {
	const want = 113 + 15./60 + 30./3600
	for _, c := range []struct {
		in   string
		want float64
		says axis
		ok   bool
	}{
		{"113 15 30", want, axisUnsaid, true},
		{"113:15:30", want, axisUnsaid, true},
		{"113-15-30", want, axisUnsaid, true},
		{"113 15 30.0 E", want, axisLon, true},
		{"１１３　１５　３０", want, axisUnsaid, true},
		{"113 15.5", want, axisUnsaid, true},
		{"E113 15 30", want, axisLon, true},
		{"113 15 61", 0, axisUnsaid, false},
		{"113 75 30", 0, axisUnsaid, false},
		{"-113 15 30", -want, axisUnsaid, true},
		{"2 510 000.5", 2510000.5, axisUnsaid, true}, // metres in groups of three
	} {
		got, says, ok := parseAngle(c.in)
		if ok != c.ok || ok && (math.Abs(got-c.want) > 1e-9 || says != c.says) {
			t.Errorf("parseAngle(%q) = %v, %v, %v; want %v, %v, %v", c.in, got, says, ok, c.want, c.says, c.ok)
		}
	}
}

// TestPairSaysWhichIsWhich holds words and letters above the order.
func TestPairSaysWhichIsWhich(t *testing.T) {
	for _, s := range []string{"北纬22.5°，东经113.25°", "22.5N,113.25E", `22°30'N 113°15'E`, "113.25E, 22.5", "22 30 00 N; 113 15 00 E"} {
		if p, ok := parsePair(s); !ok || p.x != 113.25 || p.y != 22.5 {
			t.Errorf("parsePair(%q) = %+v, %v; want 113.25, 22.5", s, p, ok)
		}
	}
}

// TestPackedAngle tells degrees, minutes and seconds in one number by their
// digits, and leaves decimal degrees alone.
func TestPackedAngle(t *testing.T) {
	table := func(n int, value func(i int) (x, y string)) *Table {
		rows := [][]string{{"名称", "经度", "纬度"}}
		for i := range n {
			x, y := value(i)
			rows = append(rows, []string{fmt.Sprint("甲", i), x, y})
		}
		return tableOf("x.csv", rows...)
	}
	packed := func(i int) (string, string) {
		return fmt.Sprintf("113.14%02d", i*7%60), fmt.Sprintf("22.41%02d", i*11%60)
	}
	for _, c := range []struct {
		name  string
		table *Table
		want  int
	}{
		{"packed", table(40, packed), 1},
		{"too few rows", table(10, packed), 0},
		{"decimal", table(40, func(i int) (string, string) {
			return fmt.Sprintf("113.14%02d", i*13%100), fmt.Sprintf("22.41%02d", i*7%100)
		}), 0},
		{"two decimals", table(40, func(i int) (string, string) { return fmt.Sprintf("113.%02d", i), fmt.Sprintf("22.%02d", i) }), 0},
		{"the same seconds", table(40, func(int) (string, string) { return "113.1430", "22.4130" }), 0},
	} {
		layer, err := Facilities(c.table, FacilityOptions{Kind: "nursing_room"}, nil)
		if got := ruleCounts(layer.Findings)["coordinates-packed-angle"]; err != nil || got != c.want {
			t.Errorf("%s: %d findings, %v; want %d", c.name, got, err, c.want)
		}
	}
}

// TestSystemHints finds the words that name a shifted system, and none where
// WGS 84 is named too.
func TestSystemHints(t *testing.T) {
	for _, c := range []struct{ file, column, cell, want string }{
		{"fence_gcj02.geojson", "", "", "GCJ-02"},
		{"设施_高德.csv", "", "", "GCJ-02"},
		{"amap_poi.csv", "", "", "GCJ-02"},
		{"百度POI.csv", "", "", "BD-09"},
		{"设施.csv", "crs_note", "GCJ-02", "GCJ-02"},
		{"设施.csv", "坐标系", "百度坐标", "BD-09"},
		{"设施.csv", "坐标系", "CGCS2000", ""},
		{"gcj02转wgs84.csv", "", "", ""},
		{"datamap.csv", "", "", ""},
		{"高德红外员工.csv", "备注", "高德", "GCJ-02"}, // a company: weak evidence, and said to be so
		{"设施.csv", "备注", "高德", ""},
	} {
		table := tableOf(c.file, []string{"名称", c.column}, []string{"甲", c.cell})
		table.Spatial = true
		layer, err := Areas(table, AreaOptions{Level: "community"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		if c.want != "" {
			want["crs-hint"] = 1
		}
		counts := ruleCounts(layer.Findings)
		if d := cmp.Diff(want["crs-hint"], counts["crs-hint"]); d != "" {
			t.Errorf("%s, %s %s: %v", c.file, c.column, c.cell, layer.Findings)
		}
		for _, f := range layer.Findings {
			if f.Rule == "crs-hint" && f.Examples[0].Text.EN == "" {
				t.Errorf("%s: no example", c.file)
			}
		}
	}
}
