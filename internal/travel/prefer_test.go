package travel_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"fugai/geo/network"
	"fugai/internal/travel"
)

// square has a primary road straight from node 1 to node 2, 8 thousandths of a
// degree, and a footway round it, 10.
const square = `<?xml version="1.0"?>
<osm version="0.6">
 <node id="1" lat="0" lon="10.000"/><node id="2" lat="0" lon="10.008"/><node id="3" lat="0.001" lon="10.000"/><node id="4" lat="0.001" lon="10.008"/>
 <way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>
 <way id="2"><nd ref="1"/><nd ref="3"/><nd ref="4"/><nd ref="2"/><tag k="highway" v="footway"/></way>
</osm>`

// A primary road of 8 counts as 12: the footway of 10 is preferred, and told as
// what it is. From a place in the middle of the road both ways have 4 of it, and
// count as 6.
func TestPreferQuiet(t *testing.T) {
	for _, by := range []network.Impedance{network.Time, network.Length} {
		rate := 3.6 / 4.8 // seconds a metre
		if by == network.Length {
			rate = 1
		}
		for _, c := range []struct {
			name           string
			to             orb.Point
			metres, weight float64 // of a thousandth of a degree; weighted ones
			plain          float64 // metres where nothing is preferred
		}{
			{"to the end", orb.Point{10.008, 0}, 9.9866, 9.9866, 8}, // two of its three sides go north, 110.574 m each
			{"to the middle", orb.Point{10.004, 0}, 4, 6, 4},
			{"along the footway", orb.Point{10.003, 0.001}, 3.993, 3.993, 3.993},
			{"on the same road", orb.Point{10.001, 0}, 1, 1.5, 1},
		} {
			o := travel.StreetOptions{Roads: write(t, "square.osm", square), Plain: true, Settings: network.Settings{Impedance: by}}
			for _, prefer := range []network.Preference{"", network.Quiet} {
				o.Settings.Prefer = prefer
				s, err := travel.OpenStreets(context.Background(), o)
				if err != nil {
					t.Fatal(err)
				}
				routes, err := s.Routes(context.Background(), put(t, s, orb.Point{10, 0}), put(t, s, c.to), []travel.Trip{{}})
				if err != nil || routes[0] == nil {
					t.Fatal(routes, err)
				}
				metres, weight := c.metres, c.weight
				if prefer == "" {
					metres, weight = c.plain, c.plain
				}
				r := routes[0]
				for what, v := range map[string][2]float64{"metres": {r.Metres, metres}, "cost": {r.Cost / rate, metres}, "weighted": {r.Weighted / rate, weight}} {
					if want := v[1] * perMilli; math.Abs(v[0]-want) > 0.002*want {
						t.Errorf("%s by %s, preferring %q: %s %.1f, want %.1f", c.name, by, prefer, what, v[0], want)
					}
				}
			}
		}
	}
}

// Both networks are kept, and say the same as those that were just made.
func TestPreferQuietIsKept(t *testing.T) {
	o := travel.StreetOptions{Roads: write(t, "square.osm", square), Plain: true, Cache: true, Settings: network.Settings{Prefer: network.Quiet}}
	var first float64
	for run := range 3 {
		s, err := travel.OpenStreets(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		routes, err := s.Routes(context.Background(), put(t, s, orb.Point{10, 0}), put(t, s, orb.Point{10.004, 0}), []travel.Trip{{}})
		if err != nil {
			t.Fatal(err)
		}
		if run == 0 {
			first = routes[0].Cost
		}
		if routes[0].Cost != first || s.FromCache != (run > 0) {
			t.Errorf("run %d: %v, want %v; from the cache %v", run, routes[0].Cost, first, s.FromCache)
		}
		kept, _ := filepath.Glob(o.Roads + ".*" + travel.CacheSuffix)
		if len(kept) != 2 {
			t.Fatalf("kept: %v", kept)
		}
		if run == 1 { // the plain one is gone, and made again
			if err := os.Remove(o.Roads + ".walk-time" + travel.CacheSuffix); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestParsePreference(t *testing.T) {
	for word, want := range map[string]network.Preference{"": "", "quiet": network.Quiet, "安静": network.Quiet} {
		if got, err := travel.ParsePreference(word, network.Walk); err != nil || got != want {
			t.Errorf("%q: %q, %v", word, got, err)
		}
	}
	_, err := travel.ParsePreference("loud", network.Walk)
	mustSay(t, err, `"loud" is not known`)
	_, err = travel.ParsePreference("quiet", network.Drive)
	mustSay(t, err, "for walking only")
}

// TestGraphHopperOnFoot holds both of its ways on foot, with the metres that
// are told (c058139: 329 and 1118).
func TestGraphHopperOnFoot(t *testing.T) {
	s, err := travel.OpenStreets(context.Background(), travel.StreetOptions{Roads: realData(t, "routing", "map-sidewalk-no.osm.gz"), Plain: true, Settings: network.Settings{Prefer: network.Quiet}})
	if err != nil {
		t.Fatal(err)
	}
	from := put(t, s, orb.Point{-2.101822, 57.154888})
	for _, c := range []struct {
		to     orb.Point
		metres float64
	}{{orb.Point{-2.099869, 57.153445}, 329}, {orb.Point{-2.096286, 57.147299}, 1118}} {
		routes, err := s.Routes(context.Background(), from, put(t, s, c.to), []travel.Trip{{}})
		if err != nil || routes[0] == nil {
			t.Fatal(routes, err)
		}
		r := routes[0]
		street := r.Metres - r.OffStreet
		if math.Abs(street-c.metres) > 0.02*c.metres {
			t.Errorf("%.1f m, want %v", street, c.metres)
		}
		if r.Cost > r.Weighted || r.Cost < r.Metres/4.8*3.6-1 {
			t.Errorf("%.1f m take %.1f s, weighted %.1f s", r.Metres, r.Cost, r.Weighted)
		}
		t.Logf("%.1f m, GraphHopper %v m; %.1f s, weighted %.1f s", street, c.metres, r.Cost, r.Weighted)
	}
}
