package travel_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets/open"
	"fugai/geo/network"
	"fugai/internal/travel"
)

// The nearest and the sums are those of the rows of Each.
func TestNearestAndSums(t *testing.T) {
	ctx := context.Background()
	homes := []orb.Point{{10.000, 0}, {10.5, 0}, {10.006, 0}, {10.004, 0.004}}
	schools := []orb.Point{{10.5, 0.1}, {10.008, 0}, {10.001, 0}}
	s := openTown(t, driving(network.Length, network.ToSites))
	from, to := put(t, s, homes...), put(t, s, schools...)
	for i := range to.List {
		to.List[i].Weight = float64(int(10) << i)
	}
	const within = 600
	reached := rows(t, func(yield func(int, []coverage.Entry) error) error {
		return s.Each(ctx, from, to, travel.Choice{}, yield)
	})
	sums, err := s.Sums(ctx, from, to, within)
	if err != nil {
		t.Fatal(err)
	}
	nearest, err := s.Nearest(ctx, homes, schools)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range reached {
		want, sum := coverage.Entry{Site: -1}, travel.Sum{}
		for k, e := range row {
			if k == 0 {
				want = e
			}
			if e.Cost <= within {
				sum.Places, sum.Weight = sum.Places+1, sum.Weight+to.List[e.Site].Weight
			}
		}
		if nearest[i] != want || sums[i] != sum {
			t.Errorf("home %d: nearest %v, sum %v; want %v, %v", i, nearest[i], sums[i], want, sum)
		}
	}
	if d := cmp.Diff([]int{2, -1, 1, -1}, []int{nearest[0].Site, nearest[1].Site, nearest[2].Site, nearest[3].Site}); d != "" {
		t.Error(d)
	}
}

func TestStraightNearest(t *testing.T) {
	got, err := travel.Straight{Detour: 2}.Nearest(context.Background(), []orb.Point{{10, 0}}, []orb.Point{{10.002, 0}, {10.001, 0}})
	if err != nil || got[0].Site != 1 || got[0].Cost < 2*perMilli-1e-6 || got[0].Cost > 2*perMilli+1e-6 {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := (travel.Straight{}).Nearest(context.Background(), []orb.Point{{10, 0}}, nil); err != nil || got[0].Site != -1 {
		t.Errorf("no site: %v, %v", got, err)
	}
}

func TestWeights(t *testing.T) {
	path := write(t, "homes.csv", "编号,名称,经度,纬度,0-14岁,学位\nA,甲,10,0,30人,40\nB,乙,10.1,0,,\n")
	read := func(weight string) (*travel.Places, error) {
		return travel.ReadPlaces(context.Background(), path, travel.PlaceOptions{Weight: weight, Columns: map[string]string{"capacity": "学位"}, Files: open.Options{}})
	}
	for _, tt := range []struct {
		weight string
		a, b   float64
	}{{"", 1, 1}, {"0-14岁", 30, 0}, {"children", 30, 0}} {
		p, err := read(tt.weight)
		if err != nil {
			t.Errorf("%q: %v", tt.weight, err)
			continue
		}
		if a, b := &p.List[0], &p.List[1]; a.Weight != tt.a || b.Weight != tt.b || *a.Capacity != 40 || b.Capacity != nil {
			t.Errorf("%q: %+v and %+v", tt.weight, a, b)
		}
	}
	_, err := read("人口数")
	mustSay(t, err, "人口数")
	_, err = read("elderly")
	mustSay(t, err, "elderly")
}
