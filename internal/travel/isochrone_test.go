package travel_test

import (
	"context"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"fugai/geo/network"
	"fugai/internal/travel"
)

// TestReached has two schools at both ends of a street of 890.556 m: 200 m of
// it, and no more than half, are near to each.
func TestReached(t *testing.T) {
	ctx := context.Background()
	s := openTown(t, driving(network.Length, network.ToSites))
	schools := put(t, s, orb.Point{10.000, 0}, orb.Point{10.008, 0})
	list, within, err := s.Reached(ctx, schools, travel.Reach{Within: []float64{1000, 200}, Sharing: travel.ToNearest})
	if err != nil {
		t.Fatal(err)
	}
	metres := map[[2]int]float64{}
	for _, p := range list {
		if p.Way == 1 {
			metres[[2]int{p.Site, p.Threshold}] += p.Most - p.Least
		}
	}
	want := map[[2]int]float64{{0, 0}: 200, {0, 1}: 4*perMilli - 200, {1, 0}: 200, {1, 1}: 4*perMilli - 200}
	if len(within) != 2 || within[0] != 200 || len(metres) != len(want) {
		t.Errorf("within %v: %v, want %v", within, metres, want)
	}
	for k, m := range want {
		if math.Abs(metres[k]-m) > 0.01 {
			t.Errorf("school %d, threshold %d: %.3f m, want %.3f", k[0], k[1], metres[k], m)
		}
	}
	for _, p := range list {
		if p.Way == 2 {
			t.Errorf("vehicles only leave by way 2, but it is among what comes to the schools: %+v", p)
		}
	}
}

func TestNoThresholds(t *testing.T) {
	s := openTown(t, travel.StreetOptions{})
	schools := put(t, s, orb.Point{10, 0})
	found, err := s.Isochrones(context.Background(), schools, travel.Reach{})
	if err != nil || len(found.Grounds) != 0 {
		t.Errorf("%+v, %v", found, err)
	}
	if list, within, err := s.Reached(context.Background(), schools, travel.Reach{}); err != nil || len(list)+len(within) != 0 {
		t.Errorf("%v %v %v", list, within, err)
	}
}

// TestBands holds rings to the ground they are cut from.
func TestBands(t *testing.T) {
	ctx := context.Background()
	s := openTown(t, travel.StreetOptions{Limit: 100})
	schools := put(t, s, orb.Point{10.004, 0})
	area := func(bands bool) (out []float64) {
		found, err := s.Isochrones(ctx, schools, travel.Reach{Within: []float64{120, 240}, Bands: bands})
		if err != nil || len(found.Grounds) != 2 || found.Grounds[0].Threshold != 1 {
			t.Fatalf("%+v, %v", found, err)
		}
		return []float64{float64(found.Grounds[0].Area), float64(found.Grounds[1].Area)}
	}
	whole, rings := area(false), area(true)
	if math.Abs(whole[0]-rings[0]-rings[1]) > 1e-3*whole[0] || whole[1] != rings[1] {
		t.Errorf("whole %v m², rings %v", whole, rings)
	}
}
