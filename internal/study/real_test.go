package study

import (
	"fmt"
	"os"
	"os/exec"
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
	const study = "as_of: 2023-06-30\nareas: [{level: zone, from: zones.geojson, code: TAZID, expect: %s}]\nfacilities: [{kind: charging_station, from: stations.csv}]\n" +
		"taxonomy:\n  kinds: [{id: charging_station, zh: 充电站, en: charging station}]\n  levels: [{id: zone, zh: 交通小区, en: traffic zone, rank: 5}]\n" +
		"targets: [{id: each-zone, kind: charging_station, presence: {every: zone}}]\n"
	stations, err := os.ReadFile(filepath.Join(dir, "stations.csv"))
	if err != nil {
		t.Fatal(err)
	}
	longgang, err := os.ReadFile(filepath.Join(dir, "derived_longgang_taz_wgs84.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	inside := func(zones []byte, expect string) (in int) {
		r := runStudy(t, map[string]string{"study.yaml": fmt.Sprintf(study, expect), "zones.geojson": string(zones), "stations.csv": string(stations)})
		if len(r.Facilities) != 1706 || rules(r)["unit-count"] != 0 {
			t.Errorf("%d stations, findings %v", len(r.Facilities), rules(r))
		}
		for _, u := range r.Targets[0].Units {
			in += u.Count
		}
		return in
	}
	if got := inside(longgang, "127"); got != 379 {
		t.Errorf("Longgang: %d stations inside, want 379", got)
	}
	all := filepath.Join(t.TempDir(), "zones.geojson")
	if out, err := exec.Command("ogr2ogr", "-f", "GeoJSON", all, filepath.Join(dir, "SZ_districts.shp")).CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("ogr2ogr: %v\n%s", err, out)
		}
		t.Skip("ogr2ogr is not installed (Debian: apt install gdal-bin): the whole of Shenzhen is not tried")
	}
	zones, err := os.ReadFile(all)
	if err != nil {
		t.Fatal(err)
	}
	if got := inside(zones, "491"); got != 1645 {
		t.Errorf("Shenzhen: %d stations inside, want 1645", got)
	}
}
