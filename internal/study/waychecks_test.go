package study

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fugai/datasets"
)

// TestPrefer weights a main road, and says so wherever the way is named.
func TestPrefer(t *testing.T) {
	dir := river(t, strings.Replace(riverStudy, "walk: {roads: 道路.geojson}", "walk: {roads: 道路.geojson, prefer: quiet}", 1))
	if err := os.WriteFile(filepath.Join(dir, "道路.geojson"), []byte(strings.ReplaceAll(riverRoads, "支路", "主干路")), 0o600); err != nil {
		t.Fatal(err)
	}
	r := runIn(t, dir)
	cost := func(target, demand string) float64 {
		for i := range r.Targets {
			for _, p := range r.Targets[i].Points.All() {
				if r.Targets[i].ID == target && p.Demand == demand && p.Cost != nil {
					return *p.Cost
				}
			}
		}
		return math.NaN()
	}
	plain := 514 / 4.8 * 3.6 // seconds to the middle, see TestWays
	for target, want := range map[string]float64{"walk-time": 1.5 * plain, "walk-length": 1.5 * 514, "child-time": plain * 4.8 / 3.6} {
		got := cost(target, "middle")
		if target == "child-time" { // beyond its eight minutes
			if !math.IsNaN(got) {
				t.Errorf("%s: %v", target, got)
			}
			continue
		}
		if math.Abs(got-want) > 2 {
			t.Errorf("%s: got %v, want %v", target, got, want)
		}
	}
	for _, l := range r.Targets[:2] {
		if !strings.Contains(l.Rule.EN, "weighted for quiet") || !strings.Contains(l.Rule.ZH, "安静加权") || !strings.Contains(l.Way.Note.EN, "counts as 1.2 to 2.4") || !strings.Contains(l.Way.Note.ZH, "加权") {
			t.Errorf("%s: %q, %q", l.ID, l.Rule.EN, l.Way.Note.EN)
		}
	}
	if l := r.Targets[2]; strings.Contains(l.Rule.EN+l.Way.Note.EN, "quiet") {
		t.Errorf("%s: %q", l.ID, l.Rule.EN)
	}
}

// TestCheckOfStreets says without measuring what the report says of the streets.
func TestCheckOfStreets(t *testing.T) {
	for name, c := range map[string]struct {
		study, roads, rule string
		severity           datasets.Severity
		count              int
		says, example      string
	}{
		"two of four off": {riverStudy, riverRoads, "off-street-walk-s", datasets.SeverityNote, 2, "2 of 4 places of demand and 0 of 1 facilities", "m from the nearest street, more than 500 m"},
		"elsewhere":       {riverStudy, strings.ReplaceAll(riverRoads, "114.2", "104.2"), "roads-elsewhere", datasets.SeverityWarning, 5, "4 of 4 places of demand and 1 facilities", ""},
		"all on it":       {strings.ReplaceAll(riverStudy, "{roads: 道路.geojson", "{limit: 30 km, islands: 1 m, roads: 道路.geojson"), riverRoads, "", "", 0, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := river(t, c.study)
			if err := os.WriteFile(filepath.Join(dir, "道路.geojson"), []byte(c.roads), 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			q, err := s.Check(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			met := false
			for _, f := range q.Findings {
				if f.Rule != c.rule {
					if c.rule == "" && (strings.HasPrefix(f.Rule, "off-street") || f.Rule == "roads-elsewhere") {
						t.Errorf("got %s: %s", f.Rule, f.Text.EN)
					}
					continue
				}
				met = true
				if f.Severity != c.severity || f.Count != c.count || !strings.Contains(f.Text.EN, c.says) || f.Text.ZH == "" || c.example != "" && !strings.Contains(f.Examples[0].Text.EN, c.example) {
					t.Errorf("got %s ×%d: %s %v", f.Severity, f.Count, f.Text.EN, f.Examples)
				}
			}
			if !met && c.rule != "" {
				t.Errorf("no finding %s", c.rule)
			}
		})
	}
}

// TestSpeedsByWord takes a class by the word that the layer has for it.
func TestSpeedsByWord(t *testing.T) {
	slow := runIn(t, river(t, strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, speeds: {支路: 2.4 km/h}}", 1)))
	same := runIn(t, river(t, strings.Replace(riverStudy, "{roads: 道路.geojson}", "{roads: 道路.geojson, speeds: {tertiary: 2.4 km/h}}", 1)))
	plain := runIn(t, river(t, riverStudy))
	if got, want := slow.Targets[0].Numerator, same.Targets[0].Numerator; got != want || got >= plain.Targets[0].Numerator {
		t.Errorf("%v people by the word, %v by the class, %v as it is", got, want, plain.Targets[0].Numerator)
	}
}

// TestSpreadRows divides the people of a table that names units: two rows of
// one, one of a unit that is not there, and one with a place of its own.
func TestSpreadRows(t *testing.T) {
	entry := func(columns string) string {
		return strings.Replace(riverStudy, "demand: [{from: 人口.csv, weights: {people: 人数}}]", "demand: [{from: 户籍.csv, weights: {people: 人数}, columns: {"+columns+"}, spread: {over: squares, size: 500 m}}]", 1)
	}
	const table = "编号,社区代码,街道,经度,纬度,人数\na,440307001000,甲街道,,,600\nb,440307001000,甲街道,,,634\nc,440309009000,乙街道,,,7\nd,,,114.20,22.70,5\n"
	for name, c := range map[string]struct {
		study, table string
		says         string
	}{
		"by code":        {entry("unit_code: 社区代码"), table, ""},
		"by name":        {entry("subdistrict: 街道"), strings.ReplaceAll(table, "社区代码", "序号"), ""},
		"no row to take": {entry("unit_code: 社区代码"), "编号,社区代码,经度,纬度,人数\nd,,114.20,22.70,5\n", "no row of 户籍.csv names a unit"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := river(t, c.study)
			if err := os.WriteFile(filepath.Join(dir, "户籍.csv"), []byte(c.table), 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			run, err := s.Run(context.Background(), Options{})
			if c.says != "" {
				if err == nil || !strings.Contains(err.Error(), c.says) {
					t.Errorf("got %v, want %q", err, c.says)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			r := run.Result
			people, places := map[string]float64{}, map[string]int{}
			for i := range r.Demand.Len() {
				unit := r.Demand.Area(i)
				people[unit] += r.Demand.Weights(i).Of("people")
				places[unit]++
			}
			// What has a place of its own lies in the unit, too.
			if math.Abs(people["440307001000"]-1239) > 1e-6 || people[""] != 7 || places["440307001000"] < 100 || places[""] != 1 {
				t.Errorf("%v people in %v places", people, places)
			}
			if len(r.Assumed) == 0 {
				t.Error("the method is not named")
			}
		})
	}
}
