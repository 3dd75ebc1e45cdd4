package study

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo/crs"
)

// rowsOf writes thirty places round 114.1, 22.65, each as two cells.
func rowsOf(header string, cells func(i int, p orb.Point) string) string {
	var b strings.Builder
	b.WriteString("名称,状态," + header + "\n")
	for i := range 30 {
		p := orb.Point{114.01 + 0.006*float64(i%15), 22.61 + 0.005*float64(i%7)}
		fmt.Fprintf(&b, "点%d,开放,%s\n", i, cells(i, p))
	}
	return b.String()
}

func degrees(_ int, p orb.Point) string { return fmt.Sprintf("%.6f,%.6f", p[0], p[1]) }

// sexagesimal writes degrees, minutes and seconds with a format of three numbers.
func sexagesimal(format string, v float64) string {
	s := int(v*3600 + 0.5)
	return fmt.Sprintf(format, s/3600, s/60%60, s%60)
}

// metresIn writes places in a projected system, easting first.
func metresIn(t *testing.T, code string) func(int, orb.Point) (east, north float64) {
	system, err := crs.Parse(code)
	if err != nil {
		t.Fatal(err)
	}
	return func(_ int, p orb.Point) (float64, float64) {
		q, err := system.FromWGS84(p)
		if err != nil {
			t.Fatal(err)
		}
		return q[0], q[1]
	}
}

// TestCoordinateFaults checks files whose coordinates are wrong in the ways of
// real tables: what is found, what is offered, and that sound ones are not
// refused.
func TestCoordinateFaults(t *testing.T) {
	gk := metresIn(t, "EPSG:4547")
	square := func(x, y float64) string {
		return fmt.Sprintf("[[[%[1]f,%[2]f],[%[3]f,%[2]f],[%[3]f,%[4]f],[%[1]f,%[4]f],[%[1]f,%[2]f]]]", x, y, x+0.01, y+0.01)
	}
	polygons := func(turned func(i int) bool) string {
		var features []string
		for i := range 10 {
			x, y := 114.0+0.02*float64(i%5), 22.6+0.02*float64(i/5)
			if turned(i) {
				x, y = y, x
			}
			features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"name":"第%d社区"},"geometry":{"type":"Polygon","coordinates":%s}}`, i, square(x, y)))
		}
		return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
	}
	east, north := gk(0, orb.Point{114.1, 22.65})
	for _, c := range []struct {
		name, file, text string
		o                FileOptions
		rule             string // expected; "" is none of a warning's weight
		count            int
		rows             []int // of the examples
		says             string
		refused          bool
	}{
		{name: "sound", file: "a.csv", text: rowsOf("经度,纬度", degrees)},
		{name: "headers swapped", file: "a.csv", text: rowsOf("纬度,经度", degrees), rule: "coordinates-swapped", count: 30, says: "swap: true"},
		{name: "headers swapped, told", file: "a.csv", text: rowsOf("纬度,经度", degrees), o: FileOptions{Swap: true}},
		{name: "2 of 30 swapped", file: "a.csv", text: rowsOf("经度,纬度", func(i int, p orb.Point) string {
			if i == 3 || i == 17 {
				p = orb.Point{p[1], p[0]}
			}
			return degrees(i, p)
		}), rule: "coordinates-swapped", count: 2, rows: []int{5, 19}, says: "swap: true"},
		{name: "degrees, minutes, seconds", file: "a.csv", text: rowsOf("经度,纬度", func(_ int, p orb.Point) string {
			return sexagesimal(`"%d°%d'%d""E"`, p[0]) + "," + sexagesimal(`"%d°%d'%d""N"`, p[1])
		})},
		{name: "the same with spaces", file: "a.csv", text: rowsOf("经度,纬度", func(_ int, p orb.Point) string {
			return sexagesimal("%d %02d %02d", p[0]) + "," + sexagesimal("%d %02d %02d", p[1])
		})},
		{name: "the same in one number", file: "a.csv", text: rowsOf("经度,纬度", func(_ int, p orb.Point) string {
			return sexagesimal("%d.%02d%02d", p[0]) + "," + sexagesimal("%d.%02d%02d", p[1])
		}), rule: "coordinates-packed-angle", count: 1, says: "113.1452"},
		{name: "both in one cell", file: "a.csv", text: rowsOf("经纬度", func(_ int, p orb.Point) string { return fmt.Sprintf(`"%.6f,%.6f"`, p[0], p[1]) })},
		{name: "both in one cell, latitude first", file: "a.csv", text: rowsOf("经纬度", func(_ int, p orb.Point) string { return fmt.Sprintf(`"%.6f,%.6f"`, p[1], p[0]) }), rule: "coordinates-swapped", count: 30, says: "swap: true"},
		{name: "both in one cell, in words", file: "a.csv", text: rowsOf("坐标", func(_ int, p orb.Point) string { return fmt.Sprintf(`北纬%.6f° 东经%.6f°`, p[1], p[0]) })},
		{name: "degrees in columns of metres", file: "a.csv", text: rowsOf("X坐标,Y坐标", degrees)},
		{name: "degrees said to be metres", file: "a.csv", text: rowsOf("X坐标,Y坐标", degrees), o: FileOptions{CRS: "EPSG:4547"}, refused: true, says: "are degrees"},
		{name: "metres without a system", file: "a.csv", text: rowsOf("X坐标,Y坐标", func(i int, p orb.Point) string { x, y := gk(i, p); return fmt.Sprintf("%.2f,%.2f", x, y) }), refused: true, says: "EPSG:4547 → 114.0"},
		{name: "surveyors' X and Y without a system", file: "a.csv", text: rowsOf("X,Y", func(i int, p orb.Point) string { x, y := gk(i, p); return fmt.Sprintf("%.2f,%.2f", y, x) }), refused: true, says: "swap: true"},
		{name: "surveyors' X and Y", file: "a.csv", text: rowsOf("X,Y", func(i int, p orb.Point) string { x, y := gk(i, p); return fmt.Sprintf("%.2f,%.2f", y, x) }), o: FileOptions{CRS: "EPSG:4547"}, rule: "coordinates-swapped", count: 30, says: "swap: true"},
		{name: "surveyors' X and Y, told", file: "a.csv", text: rowsOf("X,Y", func(i int, p orb.Point) string { x, y := gk(i, p); return fmt.Sprintf("%.2f,%.2f", y, x) }), o: FileOptions{CRS: "EPSG:4547", Swap: true}},
		{name: "polygons swapped", file: "a.geojson", text: polygons(func(int) bool { return true }), o: FileOptions{As: "areas"}, rule: "coordinates-swapped", count: 10, says: "swap"},
		{name: "2 of 10 polygons swapped", file: "a.geojson", text: polygons(func(i int) bool { return i == 2 || i == 7 }), o: FileOptions{As: "areas"}, rule: "coordinates-swapped", count: 2, rows: []int{3, 8}, says: "swap"},
		{name: "wrong zone", file: "a.csv", text: rowsOf("X坐标,Y坐标", func(i int, p orb.Point) string { x, y := gk(i, p); return fmt.Sprintf("%.2f,%.2f", x, y) }), o: FileOptions{CRS: "EPSG:4549", Areas: "streets.geojson"}, rule: "layer-apart", count: 30, says: "EPSG:4547 → 114.0"},
		{name: "wrong zone of units", file: "a.geojson", text: fmt.Sprintf(`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4548"}},"features":[{"type":"Feature","properties":{"name":"甲社区"},"geometry":{"type":"Polygon","coordinates":[[[%[1]f,%[2]f],[%[3]f,%[2]f],[%[3]f,%[4]f],[%[1]f,%[2]f]]]}}]}`, east, north, east+500, north+500),
			o: FileOptions{As: "areas", Areas: "streets.geojson"}, rule: "layer-apart", count: 1, says: "EPSG:4547 → 114.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{c.file: c.text, "streets.geojson": twoStreets} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if c.o.Areas != "" {
				c.o.Areas = filepath.Join(dir, c.o.Areas)
			}
			q, err := CheckFile(context.Background(), filepath.Join(dir, c.file), c.o)
			if c.refused {
				var p *datasets.Problem
				if !errors.As(err, &p) || !strings.Contains(p.What.EN+p.Hint.EN, c.says) || p.What.ZH == "" || p.Hint.ZH == "" {
					t.Errorf("got %v, want a problem that says %q", err, c.says)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkFinding(t, q, c.rule, c.count, c.rows, c.says)
		})
	}
}

// checkFinding holds the warnings of a report to one rule, or to none.
func checkFinding(t *testing.T, q *datasets.Quality, rule string, count int, rows []int, says string) {
	t.Helper()
	for _, f := range q.Findings {
		if f.Severity == datasets.SeverityNote || f.Rule == "place-missing" || rule == "layer-apart" && f.Rule == "off-map" {
			continue // rows without a place follow from what is tested
		}
		if f.Rule != rule {
			t.Errorf("%s ×%d: %s", f.Rule, f.Count, f.Text.EN)
			continue
		}
		var at []int
		for _, e := range f.Examples {
			at = append(at, e.Row)
		}
		if f.Count != count || rows != nil && !slices.Equal(at, rows) || !strings.Contains(f.Text.EN+f.Hint.EN, says) || f.Text.ZH == "" || f.Hint.ZH == "" {
			t.Errorf("%s ×%d at %v: %s %s; want ×%d at %v with %q", f.Rule, f.Count, at, f.Text.EN, f.Hint.EN, count, rows, says)
		}
		rule = ""
	}
	if rule != "" {
		t.Errorf("no finding %s", rule)
	}
}
