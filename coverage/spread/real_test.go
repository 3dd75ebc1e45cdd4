package spread

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"fugai/geo"
)

// longgang reads the traffic zones of Longgang, Shenzhen, as units of 1,000
// people each.
func longgang(t *testing.T) []Unit {
	t.Helper()
	root := os.Getenv("FUGAI_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	text, err := os.ReadFile(filepath.Join(root, "shenzhen", "derived_longgang_taz_wgs84.geojson"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("test data is missing (set FUGAI_DATA to its folder): %v", err)
	}
	zones, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		t.Fatal(err)
	}
	units := make([]Unit, len(zones.Features))
	for i, f := range zones.Features {
		units[i] = unit(fmt.Sprint(i), f.Geometry, map[string]float64{"people": 1000, "children": 150.5})
	}
	return units
}

// TestRealZones: every method over zones as they are: people are conserved,
// cells have the ground of their zone, and parts lie in it.
func TestRealZones(t *testing.T) {
	units := longgang(t)
	b := units[0].Geometry.Bound()
	for _, u := range units {
		b = b.Union(u.Geometry.Bound())
	}
	var lines []orb.LineString
	for k := range 60 { // a mesh of streets
		x, y := b.Min[0]+(b.Max[0]-b.Min[0])*float64(k)/60, b.Min[1]+(b.Max[1]-b.Min[1])*float64(k)/60
		lines = append(lines, orb.LineString{{x, b.Min[1]}, {x, b.Max[1]}}, orb.LineString{{b.Min[0], y}, {b.Max[0], y}})
	}
	for name, m := range map[string]Method{"hexagons": &Tiles{Hexagons, 150}, "squares": &Tiles{Squares, 150}, "streets": &Streets{Lines: lines, Every: 100}} {
		parts, r := over(t, units, m)
		sums := map[string]float64{}
		for i, d := range parts.All() {
			sums[d.Area] += d.Weights.Of("people")
			if i%37 == 0 && r.Evidence[0].Spots > 0 && len(d.ID) > len(d.Area) {
				var n int
				fmt.Sscan(d.Area, &n)
				if off := geo.DistanceTo(*d.Point, units[n].Geometry); off > 0.05 {
					t.Errorf("%s: %s lies %v m outside", name, d.ID, off)
				}
			}
		}
		for i, u := range units {
			if got := sums[u.Demand.Area]; math.Abs(got-1000) > 1e-6 {
				t.Errorf("%s: zone %s has %v people", name, u.Demand.ID, got)
			}
			ground := float64(geo.Area(u.Geometry)) // between geodesics, 0.3 m beside a straight edge of 6 km
			if _, tiles := m.(*Tiles); tiles && math.Abs(r.Evidence[i].Found-ground) > 5e-5*ground {
				t.Errorf("%s: zone %s has %v m², want %v", name, u.Demand.ID, r.Evidence[i].Found, ground)
			}
		}
		t.Logf("%s: %s", name, r.Text().EN)
	}
}
