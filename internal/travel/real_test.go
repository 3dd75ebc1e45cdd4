package travel_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"fugai/coverage"
	"fugai/geo"
	"fugai/internal/travel"
)

// TestMalta holds the three questions to each other on real streets: routes
// cost what the table says, and ground holds the places that cost so much.
func TestMalta(t *testing.T) {
	ctx := context.Background()
	s, err := travel.OpenStreets(ctx, travel.StreetOptions{Roads: realData(t, "osm", "malta_graphhopper.osm.pbf"), Limit: 300})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	around := func(n int) (out []orb.Point) {
		for range n {
			out = append(out, orb.Point{14.46 + 0.07*random.Float64(), 35.86 + 0.06*random.Float64()})
		}
		return out
	}
	homes, schools := put(t, s, around(120)...), put(t, s, around(12)...)

	table := rows(t, func(yield func(int, []coverage.Entry) error) error {
		return s.Each(ctx, homes, schools, travel.Choice{}, yield)
	})
	routes, err := s.ToNearest(ctx, homes, schools, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(routes) != len(homes.At) || len(routes) == 0 {
		t.Fatalf("%d routes of %d places", len(routes), len(homes.At))
	}
	for _, r := range routes {
		first := table[r.From][0]
		if first.Site != r.To || first.Cost != r.Cost {
			t.Errorf("route %d → %d costs %v, the table says %v", r.From, r.To, r.Cost, first)
		}
		length := 0.0
		for i := 1; i < len(r.Line); i++ {
			length += float64(geo.Distance(r.Line[i-1], r.Line[i]))
		}
		if math.Abs(length-r.Metres) > 0.01 {
			t.Errorf("route %d → %d is drawn %.3f m long, told %.3f", r.From, r.To, length, r.Metres)
		}
	}
	maltaGround(t, s, mapped{homes, schools, table})
}

// mapped is what ground is held to.
type mapped struct {
	homes, schools *travel.Put
	table          [][]coverage.Entry
}

func maltaGround(t *testing.T, s *travel.Streets, m mapped) {
	t.Helper()
	for _, sharing := range []travel.Sharing{travel.Dissolved, travel.ToNearest, travel.Overlaid} {
		found, err := s.Isochrones(context.Background(), m.schools, travel.Reach{Within: []float64{900, 300, 900, 600}, Sharing: sharing})
		if err != nil {
			t.Fatal(err)
		}
		if len(found.Within) != 3 || found.Grounds[0].Threshold != 2 {
			t.Fatalf("thresholds %v, the first ground is of %d", found.Within, found.Grounds[0].Threshold)
		}
		checked := 0
		for _, g := range found.Grounds {
			for home, row := range m.table {
				at := m.homes.List[home].Point
				if float64(geo.DistanceTo(at, border(g.Shape))) <= found.Tolerance {
					continue
				}
				checked++
				want := reached(row, g, sharing, found.Within[g.Threshold])
				if got := planar.MultiPolygonContains(g.Shape, at); got != want {
					t.Errorf("sharing %d, within %v, site %d: home %d inside %v, by cost %v", sharing, found.Within[g.Threshold], g.Site, home, got, want)
				}
			}
		}
		if checked < 100 {
			t.Errorf("only %d places could be compared", checked)
		}
	}
}

// reached tells by cost whether a place belongs to ground.
func reached(row []coverage.Entry, g travel.Ground, sharing travel.Sharing, within float64) bool {
	for i, e := range row {
		if sharing == travel.Dissolved || e.Site == g.Site && (sharing == travel.Overlaid || i == 0) {
			return e.Cost <= within
		}
	}
	return false
}

func border(m orb.MultiPolygon) orb.Geometry {
	var out orb.MultiLineString
	for _, p := range m {
		for _, r := range p {
			out = append(out, orb.LineString(r))
		}
	}
	return out
}

func BenchmarkTable(b *testing.B) {
	ctx := context.Background()
	s, err := travel.OpenStreets(ctx, travel.StreetOptions{Roads: realData(b, "osm", "malta_graphhopper.osm.pbf"), Limit: 300})
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	var points []orb.Point
	for range 1000 {
		points = append(points, orb.Point{14.46 + 0.07*random.Float64(), 35.86 + 0.06*random.Float64()})
	}
	places := put(b, s, points...)
	b.ReportAllocs()
	for b.Loop() {
		pairs := 0
		err := s.Each(ctx, places, places, travel.Choice{Within: 900}, func(_ int, row []coverage.Entry) error {
			pairs += len(row)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(pairs), "pairs")
	}
}
