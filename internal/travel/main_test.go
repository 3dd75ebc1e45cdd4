package travel_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"fugai/geo/network"
	"fugai/internal/travel"
)

// town is a street along the equator, where a thousandth of a degree is
// 111.3195 m (a·π/180/1000, a = 6378137 m), with one to the north that
// vehicles may only leave it by.
const town = `<?xml version="1.0"?>
<osm version="0.6">
 <node id="1" lat="0" lon="10.000"/><node id="2" lat="0" lon="10.004"/><node id="3" lat="0" lon="10.008"/><node id="4" lat="0.004" lon="10.004"/>
 <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/></way>
 <way id="2"><nd ref="2"/><nd ref="4"/><tag k="highway" v="residential"/><tag k="oneway" v="yes"/></way>
</osm>`

// perMilli is how many metres a thousandth of a degree is on the equator.
const perMilli = 111.31949079327

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func openTown(t testing.TB, o travel.StreetOptions) *travel.Streets {
	t.Helper()
	o.Roads = write(t, "town.osm", town)
	s, err := travel.OpenStreets(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t testing.TB, s *travel.Streets, points ...orb.Point) *travel.Put {
	t.Helper()
	p, err := s.Put(context.Background(), travel.PlacesAt(points))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// realData is the path of a file of the real data.
func realData(t testing.TB, parts ...string) string {
	t.Helper()
	root := os.Getenv("FUGAI_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the real data is missing: set FUGAI_DATA to its folder: ", err)
		}
		t.Skip("the real data is not here: set FUGAI_DATA to its folder: ", err)
	}
	return path
}

func driving(by network.Impedance, d network.Direction) travel.StreetOptions {
	return travel.StreetOptions{Settings: network.Settings{Mode: network.Drive, Impedance: by}, Direction: d}
}

func mustSay(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%v\nlacks %q", err, w)
		}
	}
}
