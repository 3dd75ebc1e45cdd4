package travel_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/geo"
	"fugai/geo/network"
	"fugai/internal/travel"
)

// rows collects what Each yields.
func rows(t *testing.T, each func(yield func(int, []coverage.Entry) error) error) [][]coverage.Entry {
	t.Helper()
	out := [][]coverage.Entry{}
	err := each(func(from int, row []coverage.Entry) error {
		if from != len(out) {
			t.Errorf("place %d comes after %d places", from, len(out))
		}
		out = append(out, slices.Clone(row))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// near tells whether two tables hold the same pairs, with costs to a tolerance.
func near(a, b [][]coverage.Entry, tolerance float64) bool {
	return slices.EqualFunc(a, b, func(x, y []coverage.Entry) bool {
		return slices.EqualFunc(x, y, func(p, q coverage.Entry) bool { return p.Site == q.Site && math.Abs(p.Cost-q.Cost) <= tolerance })
	})
}

func TestEach(t *testing.T) {
	ctx := context.Background()
	homes := []orb.Point{{10.000, 0}, {10.5, 0}, {10.006, 0}, {10.004, 0.004}}
	schools := []orb.Point{{10.008, 0}, {10.001, 0}}
	up := float64(geo.Distance(orb.Point{10.004, 0}, orb.Point{10.004, 0.004}))
	for _, tt := range []struct {
		name   string
		o      travel.StreetOptions
		choice travel.Choice
		want   [][]coverage.Entry
	}{
		{"all by car, from whose street none comes back", driving(network.Length, network.ToSites), travel.Choice{},
			[][]coverage.Entry{{{Site: 1, Cost: 1 * perMilli}, {Site: 0, Cost: 8 * perMilli}}, {}, {{Site: 0, Cost: 2 * perMilli}, {Site: 1, Cost: 5 * perMilli}}, {}}},
		{"from the schools", driving(network.Length, network.FromSites), travel.Choice{},
			[][]coverage.Entry{{{Site: 1, Cost: 1 * perMilli}, {Site: 0, Cost: 8 * perMilli}}, {}, {{Site: 0, Cost: 2 * perMilli}, {Site: 1, Cost: 5 * perMilli}}, {{Site: 1, Cost: 3*perMilli + up}, {Site: 0, Cost: 4*perMilli + up}}}},
		{"within 600 m", driving(network.Length, network.ToSites), travel.Choice{Within: 600},
			[][]coverage.Entry{{{Site: 1, Cost: 1 * perMilli}}, {}, {{Site: 0, Cost: 2 * perMilli}, {Site: 1, Cost: 5 * perMilli}}, {}}},
		{"the nearest", driving(network.Length, network.ToSites), travel.Choice{Nearest: 1},
			[][]coverage.Entry{{{Site: 1, Cost: 1 * perMilli}}, {}, {{Site: 0, Cost: 2 * perMilli}}, {}}},
		{"on foot at 4.8 km/h", travel.StreetOptions{}, travel.Choice{Nearest: 1},
			[][]coverage.Entry{{{Site: 1, Cost: 1 * perMilli * .75}}, {}, {{Site: 0, Cost: 2 * perMilli * .75}}, {{Site: 1, Cost: (3*perMilli + up) * .75}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := openTown(t, tt.o)
			from, to := put(t, s, homes...), put(t, s, schools...)
			got := rows(t, func(yield func(int, []coverage.Entry) error) error { return s.Each(ctx, from, to, tt.choice, yield) })
			if !near(got, tt.want, 0.003) { // costs along a street are rounded to the unit at its points
				t.Errorf("got  %v\nwant %v", got, tt.want)
			}
		})
	}
}

func TestStraightEach(t *testing.T) {
	from, to := travel.PlacesAt([]orb.Point{{10, 0}, {10.5, 0}}), travel.PlacesAt([]orb.Point{{10.008, 0}, {10.001, 0}})
	for _, tt := range []struct {
		name   string
		way    travel.Straight
		choice travel.Choice
		want   [][]coverage.Entry
	}{
		{"all", travel.Straight{}, travel.Choice{}, [][]coverage.Entry{{{Site: 1, Cost: perMilli}, {Site: 0, Cost: 8 * perMilli}}, {{Site: 0, Cost: 492 * perMilli}, {Site: 1, Cost: 499 * perMilli}}}},
		{"within 300 m with detours", travel.Straight{Detour: 2}, travel.Choice{Within: 300}, [][]coverage.Entry{{{Site: 1, Cost: 2 * perMilli}}, {}}},
		{"nearest within 5 min", travel.Straight{Detour: 1.5, Speed: 3.6}, travel.Choice{Within: 300, Nearest: 2}, [][]coverage.Entry{{{Site: 1, Cost: 1.5 * perMilli}}, {}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := rows(t, func(yield func(int, []coverage.Entry) error) error {
				return tt.way.Each(context.Background(), from, to, tt.choice, yield)
			})
			if !near(got, tt.want, 1e-3) {
				t.Errorf("got  %v\nwant %v", got, tt.want)
			}
		})
	}
}

func TestRoutes(t *testing.T) {
	ctx := context.Background()
	s := openTown(t, driving(network.Length, network.ToSites))
	homes, schools := put(t, s, orb.Point{10.000, 0}, orb.Point{10.5, 0}, orb.Point{10.004, 0.004}), put(t, s, orb.Point{10.008, 0}, orb.Point{10.006, 0.0001})
	routes, err := s.ToNearest(ctx, homes, schools, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(routes) != 1 {
		t.Fatalf("%d routes, want that of the first home", len(routes))
	}
	r := routes[0]
	off := float64(geo.Distance(orb.Point{10.006, 0}, orb.Point{10.006, 0.0001}))
	if r.From != 0 || r.To != 1 || math.Abs(r.Metres-6*perMilli-off) > 0.01 || math.Abs(r.OffStreet-off) > 0.01 {
		t.Errorf("%+v, want %.3f m, %.3f of them off the street", r, 6*perMilli+off, off)
	}
	if len(r.Line) != 4 || r.Line[0] != (orb.Point{10, 0}) || r.Line[3] != (orb.Point{10.006, 0.0001}) {
		t.Errorf("the line is %v", r.Line)
	}
	s = openTown(t, driving(network.Length, network.FromSites))
	homes, schools = put(t, s, orb.Point{10.004, 0.004}), put(t, s, orb.Point{10.008, 0})
	if routes, err = s.ToNearest(ctx, homes, schools, 0); err != nil || len(routes) != 1 || routes[0].Line[0] != (orb.Point{10.008, 0}) {
		t.Errorf("from the school: %v, %v", routes, err)
	}
}
