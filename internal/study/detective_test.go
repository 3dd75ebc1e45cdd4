package study

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// drift is how a layer is written: as it is, in a shifted system, or moved by
// metres as no system does.
type drift func(orb.Point) orb.Point

// town writes streets as a grid of 3 × 3 cells with ragged borders round 114.1,
// 22.6, about 3 km each.
func town(d drift) string {
	var features []string
	corner := func(i, j int) orb.Point {
		return orb.Point{114.05 + 0.03*float64(i) + 0.004*math.Sin(float64(3*i+5*j)), 22.55 + 0.03*float64(j) + 0.004*math.Cos(float64(7*i+2*j))}
	}
	for i := range 3 {
		for j := range 3 {
			ring := orb.Ring{corner(i, j), corner(i+1, j), corner(i+1, j+1), corner(i, j+1), corner(i, j)}
			var cells []string
			for _, p := range ring {
				q := d(p)
				cells = append(cells, fmt.Sprintf("[%.7f,%.7f]", q[0], q[1]))
			}
			features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"代码":"4403070%02d000","名称":"%d%d街道"},"geometry":{"type":"Polygon","coordinates":[[%s]]}}`, 3*i+j+1, i, j, strings.Join(cells, ",")))
		}
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// shops writes n facilities in the middle part of town.
func shops(n int, d drift) string {
	var b strings.Builder
	b.WriteString("编号,名称,状态,经度,纬度\n")
	for i := range n {
		p := d(orb.Point{114.08 + 0.0015*float64(i%20), 22.58 + 0.002*float64(i%13)})
		fmt.Fprintf(&b, "s%d,第%d书屋,开放,%.7f,%.7f\n", i, i, p[0], p[1])
	}
	return b.String()
}

// TestDetective compares files made of known shifts: who is accused, of what,
// and that other displacements and lone layers accuse nobody.
func TestDetective(t *testing.T) {
	gcj, bd := drift(redoing("GCJ-02")), drift(redoing("BD-09"))
	still := drift(asItStands)
	off := drift(func(p orb.Point) orb.Point { return offset{150, 40}.apply(p) }) // a datum of the past, not a shift
	for _, c := range []struct {
		name        string
		file, areas string
		o           FileOptions
		accused     string // file whose finding is expected, "" for none
		rule, says  string
	}{
		{name: "polygons in GCJ-02", file: town(gcj), areas: town(still), accused: "file", rule: "shift-suspected", says: "look like GCJ-02 (strong evidence)"},
		{name: "polygons in BD-09", file: town(bd), areas: town(still), accused: "file", rule: "shift-suspected", says: "look like BD-09 (strong evidence)"},
		{name: "the other polygons in GCJ-02", file: town(still), areas: town(gcj), accused: "areas", rule: "shift-suspected", says: "look like GCJ-02 (strong evidence)"},
		{name: "both in GCJ-02", file: town(gcj), areas: town(gcj), accused: "file", rule: "shift-unlikely", says: "only known that the two agree"},
		{name: "polygons alike", file: town(still), areas: town(still), accused: "file", rule: "shift-unlikely", says: "fits"},
		{name: "polygons 155 m off", file: town(off), areas: town(still), accused: "file", rule: "shift-unlikely", says: "fits"},
		{name: "declared GCJ-02 and is not", file: town(still), areas: town(still), o: FileOptions{CRS: "GCJ-02", AreasCRS: "EPSG:4490"}, accused: "file", rule: "declared-shift-doubtful", says: "declared as GCJ-02"},
		{name: "declared GCJ-02 and is", file: town(gcj), areas: town(still), o: FileOptions{CRS: "GCJ-02"}, accused: "file", rule: "shift-unlikely", says: "as declared"},
		{name: "declared GCJ-02 and is BD-09", file: town(bd), areas: town(still), o: FileOptions{CRS: "GCJ-02"}, accused: "file", rule: "shift-suspected", says: "look like BD-09 (declared as GCJ-02)"},
		{name: "declared WGS 84 by the user and is GCJ-02", file: town(gcj), areas: town(still), o: FileOptions{CRS: "EPSG:4326"}, accused: "file", rule: "shift-suspected", says: "GCJ-02 (declared as EPSG:4326)"},
		{name: "alone", file: town(gcj), accused: "file", rule: "shift-unknown", says: "without a layer"},
		{name: "nothing in common", file: town(gcj), areas: strings.ReplaceAll(town(still), "22.", "23."), accused: "file", rule: "layer-apart", says: "km apart"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			file, areas := filepath.Join(dir, "file.geojson"), filepath.Join(dir, "areas.geojson")
			for path, text := range map[string]string{file: c.file, areas: c.areas} {
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if c.o.As = "areas"; c.areas != "" {
				c.o.Areas = areas
			}
			q, err := CheckFile(context.Background(), file, c.o)
			if err != nil {
				t.Fatal(err)
			}
			layer := areas // as the user wrote it; the file goes by its name alone
			if c.accused == "file" {
				layer = filepath.Base(file)
			}
			said := false
			for _, f := range q.Findings {
				if f.Rule == c.rule && f.Layer == layer && strings.Contains(f.Text.EN, c.says) {
					said = true
					continue
				}
				if strings.Contains(f.Rule, "shift") && !(f.Rule == "shift-unlikely" && c.accused == "areas") {
					t.Errorf("%s of %s: %s", f.Rule, filepath.Base(f.Layer), f.Text.EN)
				}
			}
			if !said {
				t.Errorf("no finding %s of %s with %q: %v", c.rule, c.accused, c.says, q.Findings)
			}
		})
	}
}

// TestSameNames measures the shift between two layers that share names, where
// no unit tells anything: all places lie well inside.
func TestSameNames(t *testing.T) {
	gcj := drift(redoing("GCJ-02"))
	jitter := func(d drift, metres float64) drift {
		k := 0.0
		return func(p orb.Point) orb.Point {
			k++
			return offset{metres * math.Sin(12.9*k), metres * math.Cos(78.2*k)}.apply(d(p))
		}
	}
	const study = "as_of: 2024\nareas: [{level: subdistrict, from: s.geojson}]\nfacilities: [{kind: reading, from: f.csv}, {kind: nursing_room, from: g.csv}]\n"
	for _, c := range []struct {
		name string
		g    string
		want string
	}{
		{"GCJ-02", shops(30, jitter(gcj, 60)), "GCJ-02 (strong evidence): 30 pairs"},
		{"few", shops(6, gcj), "GCJ-02 (fair evidence): 6 pairs"},
		{"too few", shops(4, gcj), ""},
		{"alike", shops(30, jitter(asItStands, 60)), ""},
		{"rough", shops(30, jitter(gcj, 1500)), ""},
	} {
		r := runStudy(t, map[string]string{"study.yaml": study, "s.geojson": town(asItStands), "f.csv": shops(30, asItStands), "g.csv": c.g})
		f := found(r, "shift-suspected")
		switch {
		case c.want == "" && f != nil:
			t.Errorf("%s: %s", c.name, f.Text.EN)
		case c.want != "" && (f == nil || f.Layer != "g.csv" || !strings.Contains(f.Text.EN, c.want) || !strings.Contains(f.Hint.EN, "crs: GCJ-02")):
			t.Errorf("%s: got %+v, want %q of g.csv", c.name, f, c.want)
		}
	}
}

// TestShiftByAddress takes the unit that a row lies in from its address: twenty
// places 200 m west of a border that GCJ-02 carries across it. BD-09 undone puts
// them farther west, into the same street.
func TestShiftByAddress(t *testing.T) {
	var b strings.Builder
	b.WriteString("编号,名称,经度,纬度,地址\n")
	for i := range 20 {
		p := redoing("GCJ-02")(orb.Point{114.098, 22.61 + 0.004*float64(i)})
		fmt.Fprintf(&b, "%d,点%d,%.6f,%.6f,广东省深圳市龙岗区平湖街道%d号\n", i, i, p[0], p[1], i)
	}
	r := runStudy(t, map[string]string{"study.yaml": "as_of: 2024\nareas: [{level: subdistrict, from: s.geojson}]\nfacilities: [{kind: reading, from: f.csv}]\n", "s.geojson": twoStreets, "f.csv": b.String()})
	if f := found(r, "shift-suspected"); f == nil || f.Count != 20 || !strings.Contains(f.Text.EN, "GCJ-02 (fair evidence)") || !strings.Contains(f.Text.EN, "BD-09 fits nearly as well") {
		t.Errorf("got %+v, want 20 that fit better under GCJ-02", f)
	}
}

// TestShiftBetweenLevels finds a level of units in GCJ-02 under a district that
// is not, by their borders alone.
func TestShiftBetweenLevels(t *testing.T) {
	district := strings.NewReplacer("代码", "备注", "街道", "区").Replace(town(asItStands))
	const study = "as_of: 2024\nareas:\n  - {level: district, from: d.geojson}\n  - {level: subdistrict, from: s.geojson%s}\n"
	for _, c := range []struct{ crs, want string }{{"", "shift-suspected"}, {", crs: GCJ-02", ""}} {
		r := runStudy(t, map[string]string{"study.yaml": fmt.Sprintf(study, c.crs), "d.geojson": district, "s.geojson": town(redoing("GCJ-02"))})
		f := found(r, "shift-suspected")
		if (f != nil) != (c.want != "") || f != nil && (f.Layer != "s.geojson" || !strings.Contains(f.Text.EN, "GCJ-02 (strong evidence)")) {
			t.Errorf("with %q: %+v", c.crs, f)
		}
	}
}

// TestCheckFileOverlaps holds a lone file of units to the rules of a study's.
func TestCheckFileOverlaps(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.geojson")
	overlapping := strings.Replace(twoStreets, "[[[114.1,22.6],[114.2,22.6],[114.2,22.7],[114.1,22.7],[114.1,22.6]]]", "[[[114.05,22.6],[114.2,22.6],[114.2,22.7],[114.1,22.7],[114.05,22.6]]]", 1)
	for text, want := range map[string]int{twoStreets: 0, overlapping: 1} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		q, err := CheckFile(context.Background(), path, FileOptions{As: "areas"})
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, f := range q.Findings {
			if f.Rule == "units-overlap" {
				got += f.Count
			}
		}
		if got != want {
			t.Errorf("%d overlaps, want %d", got, want)
		}
	}
}

// TestOffset holds the flat offset against the geodesic of PROJ's algorithm: a
// kilometre goes wrong by less than a percent anywhere in China.
func TestOffset(t *testing.T) {
	for _, p := range []orb.Point{{110, 18}, {114, 22.6}, {87, 43.8}, {123, 53}} {
		for _, o := range []offset{{1000, 0}, {0, 1000}, {-700, 700}} {
			q := o.apply(p)
			if got, want := between(p, q), float64(geo.Distance(p, q)); math.Abs(got.length()-want) > 0.01*want || got.minus(o).length() > 1e-3*o.length() {
				t.Errorf("%v from %v: %v, %.1f m on the ellipsoid", o, p, got, want)
			}
		}
	}
	if got := (offset{-500, 300}).text(); got != datasets.T("向西北 583 m", "583 m to the north-west") {
		t.Errorf("in words: %v", got)
	}
}

// BenchmarkJudge compares two layers of nine polygons by all tests.
func BenchmarkJudge(b *testing.B) {
	dir := b.TempDir()
	file, areas := filepath.Join(dir, "file.geojson"), filepath.Join(dir, "areas.geojson")
	for path, text := range map[string]string{file: town(redoing("GCJ-02")), areas: town(asItStands)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := CheckFile(context.Background(), file, FileOptions{As: "areas", Areas: areas}); err != nil {
			b.Fatal(err)
		}
	}
}
