package network_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"fugai/geo"
	"fugai/geo/network"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// street makes one way through points of its own.
func street(r *network.Roads, tags string, points ...orb.Point) {
	var nodes []int32
	for _, p := range points {
		nodes = append(nodes, int32(len(r.Points)))
		r.Points = append(r.Points, p)
	}
	r.Ways = append(r.Ways, network.Way{ID: int64(len(r.Ways) + 1), Nodes: nodes, Tags: tagsOf(tags)})
}

func TestSnapMisses(t *testing.T) {
	r := &network.Roads{}
	street(r, "highway=residential", orb.Point{114, 22}, orb.Point{114.02, 22})      // 2 km
	street(r, "highway=footway", orb.Point{114, 22.005}, orb.Point{114.001, 22.005}) // 100 m, apart
	street(r, "route=ferry", orb.Point{114.02, 22}, orb.Point{114.02, 22.02})
	g, report := build(t, r, network.Settings{})
	if report.Islands != 1 || math.Abs(report.Lost-103.2) > 0.1 || report.Ferries != 1 {
		t.Errorf("report %+v", report)
	}
	nan := math.NaN()
	places := []orb.Point{{114.01, 22.0001}, {nan, 22}, {114.01, 22.5}, {114, 22.0049}, {114.02, 22.004}, {114, 95}}
	at, missed, err := g.Snap(context.Background(), places, network.SnapOptions{Limit: 300})
	if err != nil {
		t.Fatal(err)
	}
	if len(at) != 1 || at[0].Place != 0 {
		t.Errorf("locations %+v, want that of place 0", at)
	}
	want := []network.Missed{
		{Place: 1, Why: network.BadPlace, Metres: nan},
		{Place: 2, Why: network.TooFar, Metres: float64(geo.Distance(orb.Point{114.01, 22}, places[2]))},
		{Place: 3, Why: network.OnlyIsland, Metres: float64(geo.Distance(orb.Point{114, 22.005}, places[3]))},
		{Place: 4, Why: network.TooFar, Metres: float64(geo.Distance(orb.Point{114.02, 22}, places[4]))}, // not on the ferry
		{Place: 5, Why: network.BadPlace, Metres: nan},
	}
	if diff := cmp.Diff(missed, want, cmpopts.EquateNaNs(), cmpopts.EquateApprox(0, 1e-3)); diff != "" {
		t.Errorf("missed (-got +want):\n%s", diff)
	}

	empty, _ := build(t, &network.Roads{}, network.Settings{})
	_, missed, err = empty.Snap(context.Background(), places[:1], network.SnapOptions{})
	if diff := cmp.Diff(missed, []network.Missed{{Why: network.NoStreets, Metres: nan}}, cmpopts.EquateNaNs()); err != nil || diff != "" {
		t.Errorf("missed on nothing: %v (-got +want):\n%s", err, diff)
	}
}

// At a junction a street open both ways is taken, from whose end all others
// are reached.
func TestSnapAtJunctionTakesTheOpenStreet(t *testing.T) {
	r := &network.Roads{Points: []orb.Point{{114, 22}, {114.001, 22}, {114, 22.001}, {113.999, 22}}}
	for i, tags := range []string{"highway=residential oneway=yes", "highway=residential oneway=-1", "highway=residential"} {
		r.Ways = append(r.Ways, network.Way{ID: int64(i + 1), Nodes: []int32{0, int32(i + 1)}, Tags: tagsOf(tags)})
	}
	g, _ := build(t, r, network.Settings{Mode: network.Drive})
	at, _, err := g.Snap(context.Background(), []orb.Point{{114.00001, 22}, {114, 21.9999}}, network.SnapOptions{})
	if err != nil || len(at) != 2 {
		t.Fatal(at, err)
	}
	if way := g.Edges[at[0].Edge].Way; way != 1 {
		t.Errorf("a place on way 1 is put on way %d", way)
	}
	if way := g.Edges[at[1].Edge].Way; way != 3 {
		t.Errorf("a place beside the junction is put on way %d, want 3", way)
	}
}

// Off the street people walk, whatever the mode.
func TestSnapCost(t *testing.T) {
	r := &network.Roads{}
	street(r, "highway=residential", orb.Point{114, 22}, orb.Point{114.02, 22})
	for name, c := range map[string]struct {
		settings network.Settings
		want     float64 // a metre
	}{
		"walk":   {network.Settings{}, 750},
		"child":  {network.Settings{Walking: 3.6}, 1000},
		"drive":  {network.Settings{Mode: network.Drive}, 750},
		"access": {network.Settings{Mode: network.Drive, Access: 36}, 100},
		"length": {network.Settings{Impedance: network.Length, Access: 36}, 1000},
	} {
		g, _ := build(t, r, c.settings)
		at, _, err := g.Snap(context.Background(), []orb.Point{{114.01, 22.001}}, network.SnapOptions{})
		if err != nil || len(at) != 1 {
			t.Fatal(at, err)
		}
		if got := float64(at[0].OffCost) / at[0].Off; math.Abs(got-c.want) > 0.01 {
			t.Errorf("%s: %.2f for each metre off the street, want %v", name, got, c.want)
		}
	}
}

// Anywhere on Earth, across the antimeridian too, the nearest street is that which
// geo.DistanceTo finds.
func TestSnapAnywhere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lon := rapid.SampledFrom([]float64{0, 114, 180.00000005, 179.999, -60}).Draw(rt, "longitude")
		lat := rapid.Float64Range(-80, 80).Draw(rt, "latitude")
		size := rapid.SampledFrom([]float64{1e-5, 1e-3, 0.02}).Draw(rt, "degrees")
		near := func(name string) orb.Point {
			// To whole 1e-7 degrees: geo takes a step of 360, be it a rounding
			// short of it, as the edge of a map.
			return orb.Point{
				geo.WrapLongitude(math.Round(1e7*(lon+size*rapid.Float64Range(-1, 1).Draw(rt, name))) / 1e7),
				lat + size*rapid.Float64Range(-1, 1).Draw(rt, name),
			}
		}
		r := &network.Roads{}
		for range rapid.IntRange(1, 30).Draw(rt, "streets") {
			street(r, "highway=residential", near("a"), near("b"), near("c"))
		}
		g, _ := build(t, r, network.Settings{MinPart: -1})
		isPoint := func(l orb.LineString) bool {
			return !slices.ContainsFunc(l, func(p orb.Point) bool { return p != l[0] })
		}
		if isPoint(g.Line(0)) {
			return // nothing is put on streets without length
		}
		places := []orb.Point{near("place"), near("place"), near("place")}
		at, missed, err := g.Snap(context.Background(), places, network.SnapOptions{Limit: -1, Threads: 2})
		if err != nil || len(missed) > 0 {
			rt.Fatal(missed, err)
		}
		for i, l := range at {
			want := math.Inf(1)
			for e := range g.Edges {
				if line := g.Line(uint32(e)); !isPoint(line) {
					want = min(want, float64(geo.DistanceTo(places[i], line)))
				}
			}
			if math.Abs(l.Off-want) > 1e-3 {
				rt.Errorf("%v is %.6f m from its street, the nearest is %.6f", places[i], l.Off, want)
			}
			if off := float64(geo.Distance(places[i], l.Point)); off <= 10e3 && math.Abs(off-l.Off) > 1e-6 {
				rt.Errorf("%v is %.6f m from its point, said to be %.6f", places[i], off, l.Off)
			}
		}
	})
}

// The number of goroutines and the other places change nothing.
func TestSnapIsDeterministic(t *testing.T) {
	g, _ := build(t, town(12, 5), network.Settings{})
	places := somePlaces(5000, 13)
	one, missedOne, err := g.Snap(context.Background(), places, network.SnapOptions{Limit: 60, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	many, missedMany, err := g.Snap(context.Background(), places, network.SnapOptions{Limit: 60, Threads: 7})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(one, many) || !slices.Equal(missedOne, missedMany) || len(missedOne) == 0 {
		t.Errorf("%d and %d with one goroutine, %d and %d with seven, or not the same", len(one), len(missedOne), len(many), len(missedMany))
	}
	last, _, err := g.Snap(context.Background(), places[one[3].Place:one[3].Place+1], network.SnapOptions{Limit: 60})
	if err != nil {
		t.Fatal(err)
	}
	last[0].Place = one[3].Place
	if last[0] != one[3] {
		t.Errorf("alone %+v, among others %+v", last[0], one[3])
	}
}

func TestSnapStops(t *testing.T) {
	g, _ := build(t, town(5, 5), network.Settings{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := g.Snap(ctx, somePlaces(10, 5), network.SnapOptions{}); err == nil {
		t.Error("no error")
	}
	if _, _, err := network.Build(ctx, town(5, 5), network.Settings{}); err == nil {
		t.Error("no error")
	}
}
