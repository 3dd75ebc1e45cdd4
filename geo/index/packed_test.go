package index

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fugai/geo"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// oddPoints are places where indexes go wrong: the poles under several
// longitudes, both sides of the antimeridian, places twice and a hair apart, and
// what is no place.
func oddPoints() []orb.Point {
	nan := math.NaN()
	return []orb.Point{
		{0, 90}, {120, 90}, {-180, -90}, {77, -90}, {180, 0}, {-180, 0}, {179.9999, 0}, {-179.9999, 0}, {540, 0},
		{114, 22}, {114, 22}, {114, 22.00000001}, {114.00000001, 22}, {474, 22}, {0, 0}, {180, 1e-12},
		{nan, 1}, {1, nan}, {math.Inf(1), 0}, {0, 91}, {541, 0},
	}
}

// samePoints compares answers with a layer's: the same indexes in the same
// order, and distances to 1e-7 m.
func samePoints(t interface {
	Helper()
	Fatalf(string, ...any)
}, what string, got, want []Hit) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %d hits, want %d:\n%v\n%v", what, len(got), len(want), got, want)
	}
	for i := range got {
		if got[i].Index != want[i].Index || math.Abs(float64(got[i].Distance-want[i].Distance)) > 1e-7 {
			t.Fatalf("%s: place %d: got %v, want %v", what, i, got[i], want[i])
		}
	}
}

// geometries makes a layer's input of points.
func geometries(points []orb.Point) []orb.Geometry {
	out := make([]orb.Geometry, len(points))
	for i, p := range points {
		out[i] = p
	}
	return out
}

// checkPoints compares every question with brute force.
func checkPoints(t *rapid.T, points, from []orb.Point, k int, r geo.Meters) {
	ctx := context.Background()
	p := NewPoints(points)
	valid := make([]orb.Geometry, len(points))
	weights := make([]float64, len(points))
	for i, at := range points {
		weights[i] = float64(i%5 + 1)
		if geo.Valid(at) {
			valid[i] = at
		}
	}
	w, err := p.Weigh(weights)
	if err != nil {
		t.Fatal(err)
	}
	b := Batch{From: from, Threads: 2}
	nearest, _ := p.NearestEach(ctx, b)
	several, _ := p.NearestKEach(ctx, b, k)
	counts, _ := p.CountEach(ctx, b, r)
	sums, _ := w.WithinEach(ctx, b, r)
	within := make([][]Hit, len(from))
	if err := p.WithinEach(ctx, b, r, func(place int, hits []Hit) error { within[place] = hits; return nil }); err != nil {
		t.Fatal(err)
	}
	for i, at := range from {
		what := fmt.Sprintf("%v", at)
		all := bruteWithin(valid, at, geo.Meters(math.Inf(1)))
		if !geo.Valid(at) {
			all = nil
		}
		near := slices.Clone(all[:min(max(k, 0), len(all))])
		inside := slices.DeleteFunc(slices.Clone(all), func(h Hit) bool { return !geo.AtMost(h.Distance, r) })
		sum := 0.0
		for _, h := range inside {
			sum += weights[h.Index]
		}
		if len(all) > 0 {
			samePoints(t, "nearest of "+what, nearest[i:i+1], all[:1])
		} else if nearest[i].Index != -1 || !math.IsNaN(float64(nearest[i].Distance)) {
			t.Fatalf("nearest of %s: got %v", what, nearest[i])
		}
		samePoints(t, "k nearest of "+what, several[i], near)
		samePoints(t, "k nearest of "+what+" alone", p.Nearest(at, k), near)
		samePoints(t, "within of "+what, within[i], inside)
		samePoints(t, "within of "+what+" alone", p.Within(at, r), inside)
		if counts[i] != len(inside) || p.Count(at, r) != len(inside) || sums[i] != sum || w.Within(at, r) != sum {
			t.Fatalf("%s within %v: got %d, %d, %v, %v, want %d, %v", what, r, counts[i], p.Count(at, r), sums[i], w.Within(at, r), len(inside), sum)
		}
	}
}

func TestPackedPointsAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := places(t)
		points := rapid.SliceOfN(place, 0, 200).Draw(t, "points")
		if rapid.Bool().Draw(t, "odd ones") {
			points = append(points, oddPoints()...)
		}
		for range rapid.IntRange(0, 3).Draw(t, "doublings") {
			if len(points) < 400 {
				points = append(points, points...)
			}
		}
		from := rapid.SliceOfN(place, 0, 40).Draw(t, "from")
		from = append(from, oddPoints()...)
		k := rapid.SampledFrom([]int{-1, 0, 1, 2, 3, 5, 8, 23, 24, 25, 40, 1000}).Draw(t, "k")
		r := geo.Meters(math.Pow(10, rapid.Float64Range(-4, 7.4).Draw(t, "log r")))
		if rapid.IntRange(0, 9).Draw(t, "special") == 0 {
			r = rapid.SampledFrom([]geo.Meters{0, -1, geo.Meters(math.NaN()), geo.Meters(math.Inf(1)), 20003931.4, 20003931.5, 1e9}).Draw(t, "r")
		}
		checkPoints(t, points, from, k, r)
	})
}

// Many at one place, of which a few are asked, and rings of equal distance.
func TestPackedTies(t *testing.T) {
	var points []orb.Point
	center := orb.Point{114.25, 22.72}
	for i := range 4000 {
		points = append(points, orb.Point{114.3, 22.7})
		if i%10 == 0 {
			at, _ := geo.Direct(center, float64(i), 500)
			points = append(points, at)
		}
	}
	p, l := NewPoints(points), New(geometries(points))
	for _, from := range []orb.Point{center, {114.3, 22.7}, {114.31, 22.71}, {100, 30}, {-66, -22}} {
		for _, k := range []int{1, 5, 30, 450} {
			samePoints(t, fmt.Sprint(from, k), p.Nearest(from, k), l.Nearest(from, k))
		}
		hits, err := p.NearestEach(context.Background(), Batch{From: []orb.Point{from}})
		if err != nil {
			t.Fatal(err)
		}
		samePoints(t, fmt.Sprint(from), hits, l.Nearest(from, 1))
	}
	// By construction 400 lie at 500 m.
	if got := p.Count(center, 500); got != 400 {
		t.Errorf("within 500 m: got %d, want 400", got)
	}
	if got := p.Count(center, 499.999); got != 0 {
		t.Errorf("within 499.999 m: got %d, want 0", got)
	}
}

// clusters are places as they really lie: towns of all sizes and some rural
// background, over China.
func clusters(n int, seed uint64) []orb.Point {
	rnd := rand.New(rand.NewPCG(seed, 11))
	towns := rand.New(rand.NewPCG(3, 3))
	type town struct {
		at   orb.Point
		size float64
	}
	var all []town
	total := []float64{0}
	for i := range 3000 {
		all = append(all, town{orb.Point{73 + 62*math.Sqrt(towns.Float64()), 18 + 36*towns.Float64()}, 3 * math.Exp(towns.NormFloat64()/2)})
		total = append(total, total[i]+math.Pow(float64(i+1), -0.75))
	}
	out := make([]orb.Point, n)
	for i := range out {
		if rnd.Float64() < 0.15 {
			out[i] = orb.Point{73 + 62*rnd.Float64(), 18 + 36*rnd.Float64()}
			continue
		}
		k, _ := slices.BinarySearch(total[1:], rnd.Float64()*total[3000])
		t := all[k]
		out[i] = orb.Point{t.at[0] + t.size*rnd.NormFloat64()/100, t.at[1] + t.size*rnd.NormFloat64()/111}
	}
	for i := range out {
		out[i] = orb.Point{math.Round(out[i][0]*1e6) / 1e6, math.Round(out[i][1]*1e6) / 1e6}
	}
	return out
}

// The answers for a large layer are those of the dynamic layer, which measures
// every candidate, and do not depend on the number of goroutines.
func TestPackedAgainstLayer(t *testing.T) {
	points, from := clusters(100_000, 1), clusters(30_000, 2)
	from[7], points[9] = orb.Point{math.NaN(), 0}, orb.Point{math.NaN(), 0}
	p, l := NewPoints(points), New(geometries(points))
	one := answers(t, p, from, 1)
	if diff := cmp.Diff(one, answers(t, p, from, 7)); diff != "" {
		t.Fatalf("goroutines matter (-1 +7):\n%.2000s", diff)
	}
	for i, at := range from {
		if i == 7 {
			continue
		}
		samePoints(t, fmt.Sprint("nearest of ", at), one.Nearest[i:i+1], l.Nearest(at, 1))
		if i%10 == 0 {
			samePoints(t, fmt.Sprint("5 nearest of ", at), one.Several[i], l.Nearest(at, 5))
			samePoints(t, fmt.Sprint("within 1 km of ", at), one.Within[i], l.Within(at, 1000))
			if one.Counts[i] != len(one.Within[i]) || one.Sums[i] != float64(len(one.Within[i]))/4 {
				t.Fatalf("%v: got %d and %v within 1 km, want %d", at, one.Counts[i], one.Sums[i], len(one.Within[i]))
			}
		}
	}
}

// answered is every answer about points.
type answered struct {
	Nearest []Hit
	Several [][]Hit
	Within  [][]Hit
	Counts  []int
	Sums    []float64
}

func answers(t *testing.T, p *Points, from []orb.Point, threads int) (a answered) {
	ctx := context.Background()
	done := 0
	b := Batch{From: from, Threads: threads, Progress: func(n int) {
		if n < done {
			t.Errorf("progress went from %d to %d", done, n)
		}
		done = n
	}}
	var errs [5]error
	a.Nearest, errs[0] = p.NearestEach(ctx, b)
	if done != len(from) {
		t.Errorf("progress ended at %d, want %d", done, len(from))
	}
	b.Progress = nil
	a.Several, errs[1] = p.NearestKEach(ctx, b, 5)
	a.Counts, errs[2] = p.CountEach(ctx, b, 1000)
	next := 0
	errs[3] = p.WithinEach(ctx, b, 1000, func(place int, hits []Hit) error {
		if place != next {
			t.Errorf("got place %d, want %d", place, next)
		}
		next++
		a.Within = append(a.Within, hits)
		return nil
	})
	quarter := make([]float64, p.Len())
	for i := range quarter {
		quarter[i] = 0.25
	}
	w, err := p.Weigh(quarter)
	if err != nil {
		t.Fatal(err)
	}
	a.Sums, errs[4] = w.WithinEach(ctx, b, 1000)
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	for i := range a.Nearest { // NaN is not equal to itself
		if math.IsNaN(float64(a.Nearest[i].Distance)) {
			a.Nearest[i].Distance = -1
		}
	}
	return a
}

func TestPackedStops(t *testing.T) {
	points := clusters(20_000, 1)
	p := NewPoints(points)
	l := NewPolygons([]orb.Geometry{orb.Bound{Min: orb.Point{73, 18}, Max: orb.Point{135, 54}}})
	w, err := p.Weigh(make([]float64, len(points)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	b := Batch{From: points}
	ask := map[string]func() error{
		"nearest":   func() error { _, err := p.NearestEach(ctx, b); return err },
		"k nearest": func() error { _, err := p.NearestKEach(ctx, b, 2); return err },
		"count":     func() error { _, err := p.CountEach(ctx, b, 10); return err },
		"sum":       func() error { _, err := w.WithinEach(ctx, b, 10); return err },
		"within":    func() error { return p.WithinEach(ctx, b, 10, func(int, []Hit) error { return nil }) },
		"locate":    func() error { _, err := l.Locate(ctx, b); return err },
	}
	for name, fn := range ask {
		if err := fn(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want %v", name, err, context.Canceled)
		}
	}
	enough := errors.New("enough")
	calls := 0
	err = p.WithinEach(context.Background(), b, 10, func(int, []Hit) error { calls++; return enough })
	if !errors.Is(err, enough) || calls != 1 {
		t.Errorf("got %v after %d calls, want %v after 1", err, calls, enough)
	}
	if _, err := p.Weigh(make([]float64, 3)); err == nil {
		t.Error("3 weights for 20000 points are no error")
	}
}
