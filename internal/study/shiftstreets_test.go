package study

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/datasets"
)

// crossway is where street i of a town lies, in degrees from the first: every 190
// to 320 m, so that no shift of the whole puts one street on another.
func crossway(i int) float64 {
	return 0.0025*float64(i) + 0.0007*math.Sin(float64(i*i))
}

// blocks writes streets over a ground of some kilometres.
func blocks(d drift) string {
	var features []string
	line := func(a, b orb.Point) {
		a, b = d(a), d(b)
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"等级":"支路"},"geometry":{"type":"LineString","coordinates":[[%.7f,%.7f],[%.7f,%.7f]]}}`, a[0], a[1], b[0], b[1]))
	}
	const side = 24
	at := func(i, j int) orb.Point { return orb.Point{114.05 + crossway(i), 22.57 + crossway(j)} }
	for i := range side {
		for j := range side {
			line(at(i, j), at(i+1, j))
			line(at(i, j), at(i, j+1))
		}
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// along writes n places some 8 m beside the streets.
func along(header string, n int, d drift) string {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := range n {
		p := orb.Point{114.05 + crossway(2+random.IntN(18)) + 8e-5, 22.575 + 0.045*random.Float64()}
		if i%2 == 1 {
			p = orb.Point{114.055 + 0.045*random.Float64(), 22.57 + crossway(2+random.IntN(18)) + 8e-5}
		}
		p = d(p)
		fmt.Fprintf(&b, "p%d,第%d处,%.7f,%.7f,10\n", i, i, p[0], p[1])
	}
	return b.String()
}

// TestStreetsShifted accuses who was moved, of what, and nobody where all fit, where
// there are too few places, or where the places are not beside streets at all.
func TestStreetsShifted(t *testing.T) {
	gcj, bd, still := drift(redoing("GCJ-02")), drift(redoing("BD-09")), drift(asItStands)
	anywhere := rand.New(rand.NewPCG(5, 5))
	fields := drift(func(p orb.Point) orb.Point {
		return orb.Point{p[0] + 0.0025*anywhere.Float64(), p[1] + 0.0025*anywhere.Float64()}
	})
	for _, c := range []struct {
		name               string
		streets, sites     drift
		people             drift
		n                  int
		crs                string // of the streets, in the study
		accused, rule, has string // "" for nobody
	}{
		{name: "all fit", streets: still, sites: still, people: still, n: 60},
		{name: "streets in GCJ-02", streets: gcj, sites: still, people: still, n: 60, accused: "道路.geojson", rule: "shift-suspected", has: "GCJ-02"},
		{name: "streets in BD-09", streets: bd, sites: still, people: still, n: 60, accused: "道路.geojson", rule: "shift-suspected", has: "BD-09"},
		{name: "streets in GCJ-02 that say so", streets: gcj, sites: still, people: still, n: 60, crs: "GCJ-02"},
		{name: "streets that say GCJ-02 and are not", streets: still, sites: still, people: still, n: 60, crs: "GCJ-02", accused: "道路.geojson", rule: "declared-shift-doubtful", has: "declared as GCJ-02"},
		{name: "facilities in GCJ-02", streets: still, sites: gcj, people: still, n: 60, accused: "设施.csv", rule: "shift-suspected", has: "GCJ-02"},
		{name: "demand in BD-09", streets: still, sites: still, people: bd, n: 60, accused: "人口.csv", rule: "shift-suspected", has: "BD-09"},
		{name: "all in GCJ-02", streets: gcj, sites: gcj, people: gcj, n: 60},
		{name: "too few places", streets: gcj, sites: still, people: still, n: 19},
		{name: "twenty places", streets: gcj, sites: still, people: still, n: 20, accused: "道路.geojson", rule: "shift-suspected", has: "GCJ-02"},
		{name: "places anywhere", streets: still, sites: fields, people: fields, n: 60},
		{name: "shifted places anywhere", streets: gcj, sites: fields, people: fields, n: 60},
	} {
		t.Run(c.name, func(t *testing.T) {
			roads := "{roads: 道路.geojson}"
			if c.crs != "" {
				roads = "{roads: 道路.geojson, crs: " + c.crs + "}"
			}
			dir := river(t, "as_of: 2025-12-31\nareas: [{level: subdistrict, from: 街道.geojson}]\ndemand: [{from: 人口.csv, weights: {people: 人数}}]\nfacilities: [{kind: reading, from: 设施.csv}]\ntravel: {walk: "+roads+"}\ntargets: [{id: a, kind: reading, reach: {within: 10min, by: walk}}]\n")
			for name, text := range map[string]string{
				"道路.geojson": blocks(c.streets), "设施.csv": along("编号,名称,经度,纬度,座位", c.n, c.sites), "人口.csv": along("编号,名称,经度,纬度,人数", c.n+1-c.n%2, c.people),
				"街道.geojson": `{"type":"Feature","properties":{"名称":"甲街道","代码":"440307001000"},"geometry":{"type":"Polygon","coordinates":[[[114.0,22.5],[114.2,22.5],[114.2,22.7],[114.0,22.7],[114.0,22.5]]]}}`,
			} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			s, err := Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			checked, err := s.Check(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			accused := false
			for what, q := range map[string]*datasets.Quality{"run": &runIn(t, dir).Quality, "check": checked} {
				accused = false
				for _, f := range q.Findings {
					if f.Rule != "shift-suspected" && f.Rule != "declared-shift-doubtful" {
						continue
					}
					accused = true
					if f.Rule != c.rule || f.Layer != c.accused || f.Severity != datasets.SeverityWarning || !strings.Contains(f.Text.EN, c.has) || !strings.Contains(f.Text.EN, "nearest street") || !strings.Contains(f.Text.ZH, "最近道路") {
						t.Errorf("%s: %s of %s: %s", what, f.Rule, f.Layer, f.Text.EN)
					}
				}
				if accused != (c.accused != "") {
					t.Errorf("%s accuses somebody: %v", what, accused)
				}
			}
		})
	}
}
