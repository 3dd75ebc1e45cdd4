package study

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// shenzhen is the folder of the real zones and charging stations, or "" where
// it is not at hand. Under CI it must be.
func shenzhen(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("FUGAI_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	dir = filepath.Join(dir, "shenzhen")
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the real data is not here (set FUGAI_DATA): %v", err)
		}
		t.Skip("the real data is not here: set FUGAI_DATA to its folder")
	}
	return dir
}

// TestShenzhen runs the study of the README on the real zones and stations:
// 1,645 of 1,706 stations lie inside the 491 zones (expected.json of the data),
// 379 inside the 127 of Longgang (counted with GEOS).
func TestShenzhen(t *testing.T) {
	dir := shenzhen(t)
	const study = "as_of: 2023-06-30\nareas: [{level: zone, from: %s, code: TAZID, expect: %d}]\nfacilities: [{kind: charging_station, from: stations.csv}]\n" +
		"taxonomy:\n  kinds: [{id: charging_station, zh: 充电站, en: charging station}]\n  levels: [{id: zone, zh: 交通小区, en: traffic zone, rank: 5}]\n" +
		"targets: [{id: each-zone, kind: charging_station, presence: {every: zone}}]\n"
	for _, tt := range []struct {
		zones         string
		count, inside int
	}{{"derived_longgang_taz_wgs84.geojson", 127, 379}, {"SZ_districts.shp", 491, 1645}} {
		files := map[string]string{"study.yaml": fmt.Sprintf(study, tt.zones, tt.count)}
		for _, pattern := range []string{"stations.csv", "derived_*", "SZ_districts.*"} {
			paths, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range paths {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				files[filepath.Base(path)] = string(data)
			}
		}
		r := runStudy(t, files)
		in := 0
		for _, u := range r.Targets[0].Units {
			in += u.Count
		}
		if len(r.Facilities) != 1706 || rules(r)["unit-count"] != 0 || in != tt.inside {
			t.Errorf("%s: %d of %d stations inside, want %d; findings %v", tt.zones, in, len(r.Facilities), tt.inside, rules(r))
		}
	}
}
