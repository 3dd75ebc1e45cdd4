package study

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fugai/coverage"
	"fugai/datasets"
)

const placesStudy = `
as_of: 2025-12-31
areas: [{level: subdistrict, from: 街道.geojson}]
demand: [{from: 人口.csv, weights: {people: 人数}}]
facilities: [{kind: reading, from: 设施.csv}]
compare_within: 0
travel: {walk: {roads: 道路.geojson}}
targets:
  - {id: time, kind: reading, reach: {within: [10min, 40min], by: walk, share: 90%, capacity: true}}
  - {id: straight, kind: reading, reach: {within: 600 m, capacity: true, share: 100%}}
`

// placesOf writes the river with facilities of these rows.
func placesOf(t *testing.T, facilities string) string {
	dir := river(t, placesStudy)
	if err := os.WriteFile(filepath.Join(dir, "设施.csv"), []byte("编号,名称,经度,纬度,容量,启用时间\n"+facilities), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// North has 100 people over the bridge (about 2270 m by street, 222 m straight),
// the middle 50 people 513 m away; island and far reach nothing.
func TestCapacity(t *testing.T) {
	r := runIn(t, placesOf(t, "lib,图书室,114.20,22.70,60,2019\nnew,新馆,114.205,22.70,,2020\n"))
	l := &r.Targets[0]
	c := l.Catchments
	if l.Numerator != 60 || c.Served != 60 || c.Full != 90 || c.Beyond != 15 || c.Served+c.Full+c.Beyond != l.Denominator {
		t.Errorf("numerator %v, catchments %+v", l.Numerator, c)
	}
	load := 100.0
	want := []coverage.FacilityLoad{{Facility: "lib", Capacity: 60, People: 60, Load: &load, Nearest: 150}}
	if d := cmp.Diff(want, c.Facilities); d != "" {
		t.Errorf("loads (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"new"}, c.Unstated); d != "" {
		t.Errorf("unstated:\n%s", d)
	}
	if got := []float64{l.Thresholds[0].Numerator, l.Thresholds[1].Numerator}; got[0] != 50 || got[1] != 60 {
		t.Errorf("thresholds reach %v, want 50 in 10 minutes and 60 in 40", got)
	}
	texts := map[string]coverage.Gap{}
	for _, g := range l.Missing {
		texts[g.ID] = g
	}
	if g := texts["north"]; g.People != 90 || g.Need != 90 || g.Cost == nil || !strings.Contains(g.Text.EN, "those within 40 min on foot are full: 90 people too many; the nearest, 图书室, has 60 places") {
		t.Errorf("north: %+v", g)
	}
	if served := l.Units[0].Served; served != 60 {
		t.Errorf("the unit counts %v as served", served)
	}
	if s := &r.Targets[1]; s.Numerator != 60 || s.Catchments.Full != 90 { // 222 m and 513 m
		t.Errorf("straight: %+v", s.Catchments)
	}
	found := false
	for _, f := range r.Quality.Findings {
		if f.Rule == "capacity-missing" {
			found = f.Count == 1 && f.Examples[0].Text == datasets.Same("新馆")
		}
	}
	if !found {
		t.Errorf("no finding names the facility without a capacity: %+v", r.Quality.Findings)
	}
}

func TestCapacityOfNone(t *testing.T) {
	r := runIn(t, placesOf(t, "lib,图书室,114.20,22.70,,\n"))
	if l := &r.Targets[0]; l.Measured || l.Why.EN != "none of the 1 facilities (children's reading facility) states a capacity" {
		t.Errorf("measured %v: %s", l.Measured, l.Why.EN)
	}
}
