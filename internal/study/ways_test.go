package study

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/geo"
	"fugai/output"
)

// A street goes east along the south bank of a river, over a bridge, and back
// west along the north bank; another is an island beside it.
const riverRoads = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"等级":"支路"},"geometry":{"type":"LineString","coordinates":[[114.20,22.70],[114.21,22.70],[114.21,22.702],[114.20,22.702]]}},
{"type":"Feature","properties":{"等级":"支路"},"geometry":{"type":"LineString","coordinates":[[114.20,22.72],[114.201,22.72]]}}]}`

const riverStudy = `
title: 过河
as_of: 2025-12-31
areas: [{level: subdistrict, from: 街道.geojson}]
demand: [{from: 人口.csv, weights: {people: 人数}}]
facilities: [{kind: reading, from: 设施.csv}]
compare_within: 0
travel:
  walk: {roads: 道路.geojson}
  child: {roads: 道路.geojson, mode: walk, speed: 3.6 km/h, name: {zh: 儿童步行, en: as a child}}
  near: {detour: 1.3, speed: 4.8}
targets:
  - {id: walk-time, kind: reading, reach: {within: [10min, 0.5 h], by: walk, share: 90%}}
  - {id: walk-length, kind: reading, reach: {within: [1 km, 2300 m], by: walk}}
  - {id: child-time, kind: reading, reach: {within: 8 分钟, by: child}}
  - {id: straight, kind: reading, reach: {within: 500 m}}
  - {id: detour, kind: reading, reach: {within: 300 m, by: near}}
  - {id: detour-time, kind: reading, reach: {within: 3min, by: near}}
`

// river writes the study and its layers to a folder.
func river(t *testing.T, study string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"study.yaml": study, "道路.geojson": riverRoads,
		"街道.geojson": `{"type":"Feature","properties":{"名称":"甲街道","代码":"440307001000"},"geometry":{"type":"Polygon","coordinates":[[[114.19,22.69],[114.32,22.69],[114.32,22.81],[114.19,22.81],[114.19,22.69]]]}}`,
		"人口.csv":     "编号,名称,经度,纬度,人数\nnorth,北岸,114.20,22.702,100\nmiddle,中段,114.205,22.70,50\nfar,山里,114.30,22.80,10\nisland,孤路旁,114.2005,22.72,5\n",
		"设施.csv":     "编号,名称,经度,纬度\nlib,图书室,114.20,22.70\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func runIn(t *testing.T, dir string) *coverage.Result {
	t.Helper()
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

func TestWays(t *testing.T) {
	r := runIn(t, river(t, riverStudy))
	served := map[string][]float64{}
	costs := map[string]map[string]float64{}
	for i := range r.Targets {
		l := &r.Targets[i]
		for _, th := range l.Thresholds {
			served[l.ID] = append(served[l.ID], th.Numerator)
		}
		costs[l.ID] = map[string]float64{}
		for k := range l.Points.Len() {
			if p := l.Points.At(k); p.Cost != nil {
				costs[l.ID][p.Demand] = *p.Cost
			}
		}
	}
	// People north of the river have 221 m as the crow flies and 2,277 m by the
	// bridge; in the middle it is 514 m of street.
	want := map[string][]float64{"walk-time": {50, 150}, "walk-length": {50, 150}, "child-time": {0}, "straight": {100}, "detour": {100}, "detour-time": {0}}
	bridge := orb.LineString{{114.20, 22.70}, {114.21, 22.70}, {114.21, 22.702}, {114.20, 22.702}}
	along := 0.0
	for i := 1; i < len(bridge); i++ {
		along += float64(geo.Distance(bridge[i-1], bridge[i]))
	}
	straight := float64(geo.Distance(bridge[0], bridge[3]))
	if straight*1.3/4.8*3.6 <= 180 { // 216 s
		t.Fatal("the detour is within three minutes")
	}
	if d := cmp.Diff(want, served); d != "" {
		t.Errorf("people within (-want +got):\n%s", d)
	}
	for _, c := range []struct {
		target, demand string
		cost           float64
	}{
		{"walk-time", "north", along / 4.8 * 3.6}, {"walk-length", "north", along}, {"straight", "north", straight}, {"detour", "north", 1.3 * straight},
	} {
		if got := costs[c.target][c.demand]; math.Abs(got-c.cost) > 0.01 {
			t.Errorf("%s from %s: got %v, want %v", c.target, c.demand, got, c.cost)
		}
	}
}

// TestOffStreet lists what the network does not reach, and why.
func TestOffStreet(t *testing.T) {
	r := runIn(t, river(t, riverStudy))
	off := r.Targets[0].OffStreet
	if off == nil {
		t.Fatal("nothing is off the street")
	}
	got := map[string]string{}
	for _, p := range off.Demand {
		got[p.ID] = p.Why.EN
	}
	if len(got) != 2 || !strings.Contains(got["far"], "m from the nearest street, more than 500 m") || !strings.Contains(got["island"], "not joined") || off.People != 15 {
		t.Errorf("off the street: %v, %v people", got, off.People)
	}
	for _, g := range r.Targets[0].Missing {
		if g.ID == "far" && g.Text != off.Demand[0].Why {
			t.Errorf("the gap of far says %q", g.Text.EN)
		}
	}
}

// TestGround holds the drawn ground to the costs.
func TestGround(t *testing.T) {
	r := runIn(t, river(t, riverStudy))
	th := r.Targets[0].Thresholds
	for i, want := range []map[orb.Point]bool{
		{{114.205, 22.70}: true, {114.20, 22.702}: false},
		{{114.205, 22.70}: true, {114.20, 22.702}: true, {114.30, 22.80}: false},
	} {
		for p, inside := range want {
			if got := geo.Contains(th[i].Ground, p); got != inside {
				t.Errorf("%v in the ground of %v s: %v", p, th[i].Within, got)
			}
		}
	}
	if !(th[0].AreaKM2 > 0 && th[1].AreaKM2 > th[0].AreaKM2) || len(r.Targets[0].Streets) == 0 {
		t.Errorf("areas %v and %v km², %d streets", th[0].AreaKM2, th[1].AreaKM2, len(r.Targets[0].Streets))
	}
}

// TestNetworkIsKept runs from the network beside the streets, and mends it.
func TestNetworkIsKept(t *testing.T) {
	dir := river(t, riverStudy)
	asJSON := func() []byte {
		var b bytes.Buffer
		if err := output.WriteJSON(&b, runIn(t, dir)); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	first := asJSON()
	file := filepath.Join(dir, "道路.geojson.walk-time.fugai")
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"as it was": kept, "cut off": kept[:len(kept)/2], "empty": nil, "changed": append(bytes.Clone(kept[:len(kept)-9]), "123456789"...), "huge": bytes.Repeat([]byte{0xff}, 64)} {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(asJSON(), first) {
			t.Errorf("%s: another result", name)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "道路.geojson"), []byte(strings.Replace(riverRoads, "114.21,22.702]", "114.21,22.703]", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(asJSON(), first) {
		t.Error("the streets changed, and the result did not")
	}
}

// TestWayProblems are studies that cannot be measured as they are.
func TestWayProblems(t *testing.T) {
	target := func(reach string) string {
		head, _, _ := strings.Cut(riverStudy, "targets:")
		return head + "targets: [{id: x, kind: reading, reach: {" + reach + "}}]"
	}
	for name, c := range map[string]struct{ study, says string }{
		"no such way":       {target("within: 15min, by: bus"), `there is no "bus" under travel`},
		"time without way":  {target("within: 15min"), "name one under by"},
		"mixed units":       {target("within: [500 m, 15min], by: walk"), "both distances and times"},
		"no unit":           {target("within: 15, by: walk"), "has no unit"},
		"no limit":          {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, limit: 0}", 1), "limit must be above 0"},
		"detour and roads":  {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, detour: 1.3}", 1), "no place beside roads"},
		"no measure":        {target("within: soon, by: walk"), "neither a distance nor a time"},
		"zero speed":        {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, speed: 0}", 1), "is not a speed"},
		"zero class":        {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, speeds: {residential: 0 km/h}}", 1), "is not a speed"},
		"mode":              {strings.Replace(riverStudy, "mode: walk", "mode: fly", 1), `how to go by "fly" is not known`},
		"detour below 1":    {strings.Replace(riverStudy, "detour: 1.3", "detour: 0.5", 1), "must be 1 to 10"},
		"direction":         {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, direction: up}", 1), "to (to the facility)"},
		"points as streets": {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 设施.csv}", 1), "设施.csv"},
		"missing":           {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 没有.osm.pbf}", 1), "no such file"},
		"prefer":            {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, prefer: loud}", 1), `"loud" is not known for prefer`},
		"unknown class":     {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, speeds: {village_lane: 4 km/h}}", 1), `"village_lane" under speeds is no class of street`},
		"class twice":       {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, speeds: {支路: 4 km/h, tertiary: 3 km/h}}", 1), "are one class (tertiary)"},
		"no roads":          {strings.Replace(riverStudy, "{roads: 道路.geojson}", `{roads: ""}`, 1), "roads of walk is empty"},
		"older word for by": {target("within: 15min, by_travel: walk"), "by_travel"},
		"prefer by car":     {strings.Replace(riverStudy, "mode: walk", "mode: drive, prefer: quiet", 1), "for walking only"},
		"heights":           {strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, heights: 设施.csv}", 1), "TIFF"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(river(t, c.study))
			if err == nil {
				_, err = s.Run(context.Background(), Options{})
			}
			var p *datasets.Problem
			if !errors.As(err, &p) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(p.In(datasets.EN), c.says) {
				t.Errorf("got %s, want %q in it", p.In(datasets.EN), c.says)
			}
		})
	}
}

// TestRoadsElsewhere warns of streets that are not where the people are.
func TestRoadsElsewhere(t *testing.T) {
	dir := river(t, riverStudy)
	moved := strings.NewReplacer("114.2", "104.2").Replace(riverRoads)
	if err := os.WriteFile(filepath.Join(dir, "道路.geojson"), []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, f := range runIn(t, dir).Quality.Findings {
		if f.Rule == "roads-elsewhere" {
			if f.Severity != datasets.SeverityWarning || !strings.Contains(f.Text.EN, "104.20, 22.70") || !strings.Contains(f.Text.EN, "114.20, 22.70") {
				t.Errorf("got %s %s", f.Severity, f.Text.EN)
			}
			return
		}
	}
	t.Error("no finding")
}

// TestSpread divides a unit's people and keeps all of them.
func TestSpread(t *testing.T) {
	for _, over := range []string{"{over: streets, from: walk, size: 50 m}", "{over: hexagons, size: 500 m}", "{over: squares}", "{over: points, from: 人口.csv, column: 人数}", "{over: points, from: 设施.csv}", "{over: buildings, from: 街道.geojson}"} {
		t.Run(over, func(t *testing.T) {
			study := strings.Replace(riverStudy, "demand: [{from: 人口.csv, weights: {people: 人数}}]", "demand: [{from: subdistrict, weights: {people: 人数}, spread: "+over+"}]", 1)
			dir := river(t, study)
			file := filepath.Join(dir, "街道.geojson")
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(strings.Replace(string(text), `"代码"`, `"人数":1234,"代码"`, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			r := runIn(t, dir)
			sum := 0.0
			for i := range r.Demand.Len() {
				sum += r.Demand.Weights(i).Of("people")
			}
			if math.Abs(sum-1234) > 1e-6 || r.Targets[0].Denominator != sum && math.Abs(r.Targets[0].Denominator-1234) > 1e-6 {
				t.Errorf("%v people in %d places, of 1234; the target has %v", sum, r.Demand.Len(), r.Targets[0].Denominator)
			}
			if len(r.Assumed) == 0 || r.Assumed[0].EN == "" {
				t.Error("the method is not named")
			}
		})
	}
}
