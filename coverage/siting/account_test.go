package siting_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fugai/coverage"
	"fugai/coverage/siting"
)

// TestAlternatives: of three sites on a line of ten, covering 10 m to each
// side, many choices cover nine of ten (three times three).
func TestAlternatives(t *testing.T) {
	p := siting.Problem{Model: siting.MCLP, Costs: line(), Sites: 3, Within: 10}
	first := solve(t, p, siting.Settings{})
	list, err := siting.Alternatives(context.Background(), p, siting.Settings{}, first, 3)
	if err != nil || len(list) != 3 {
		t.Fatalf("got %d alternatives, %v", len(list), err)
	}
	seen := [][]int{first.Open}
	for _, r := range list {
		for _, open := range seen {
			if !slices.ContainsFunc(open, func(j int) bool { return !slices.Contains(r.Open, j) }) {
				t.Errorf("%v has all of %v", r.Open, open)
			}
		}
		seen = append(seen, r.Open)
		if r.Status != siting.Optimal || r.Objective != 9 {
			t.Errorf("got %v %g, want another choice of 9", r.Status, r.Objective)
		}
	}
	p.Required, p.Sites = []int{4}, 1
	if list, err := siting.Alternatives(context.Background(), p, siting.Settings{}, solve(t, p, siting.Settings{}), 3); err != nil || len(list) != 0 {
		t.Errorf("got %v, %v where nothing else is permitted", list, err)
	}
}

// TestExplainCapacity: two villages of 10 at sites 0 and 1, one of 4 between
// them that both reach. Site 0 holds 12, site 1 holds 11, site 2 only 5 of the second.
func TestExplainCapacity(t *testing.T) {
	costs := coverage.NewCosts("m", 3, 100)
	costs.AddRow([]coverage.Entry{{Site: 0, Cost: 10}})
	costs.AddRow([]coverage.Entry{{Site: 1, Cost: 10}, {Site: 2, Cost: 30}})
	costs.AddRow([]coverage.Entry{{Site: 0, Cost: 50}, {Site: 1, Cost: 40}})
	p := siting.Problem{Model: siting.MCLP, Costs: costs, Weights: []float64{10, 10, 4}, Sites: 2, Capacity: []float64{12, 11, 5}}
	res := solve(t, p, siting.Settings{Engine: engine(t)})
	// 12 at site 0 and 11 at site 1: 23 of 24.
	if res.Status != siting.Optimal || res.Objective != 23 || !slices.Equal(res.Open, []int{0, 1}) || !slices.Equal(res.Assign, []int32{0, 1, 0}) {
		t.Fatalf("got %+v", res)
	}
	want := []siting.Share{{Demand: 0, Site: 0, Weight: 10, Cost: 10}, {Demand: 1, Site: 1, Weight: 10, Cost: 10},
		{Demand: 2, Site: 0, Weight: 2, Cost: 50}, {Demand: 2, Site: 1, Weight: 1, Cost: 40}}
	if diff := cmp.Diff(res.Shares, want); diff != "" {
		t.Errorf("shares differ (-got +want):\n%s", diff)
	}
	d, err := siting.Explain(context.Background(), p, res)
	if err != nil {
		t.Fatal(err)
	}
	sites := []siting.SiteDefence{
		{Site: 0, Place: 1, Gain: 12, After: 12, Served: 12, Loss: 12, RunnerUp: 2, Shortfall: 23 - 14}, // 1 and 2 serve 10 of the second village and 4 between
		{Site: 1, Place: 2, Gain: 11, After: 23, Served: 11, Loss: 11, RunnerUp: 2, Shortfall: 23 - 17},
	}
	if diff := cmp.Diff(d.Sites, sites); diff != "" {
		t.Errorf("defence differs (-got +want):\n%s", diff)
	}
}

// TestExplainDispersion: of sites at 0, 10, … 90 three are at best 40 m apart.
// Runner-ups are compared with all others.
func TestExplainDispersion(t *testing.T) {
	p := siting.Problem{Model: siting.Dispersion, Costs: line(), Sites: 3, Apart: func(a, b int) float64 { return 10 * math.Abs(float64(a-b)) }}
	res := solve(t, p, siting.Settings{})
	d, err := siting.Explain(context.Background(), p, res)
	if err != nil || res.Objective != 40 || len(d.Sites) != 3 {
		t.Fatalf("got %v, %+v, %v", res.Objective, d, err)
	}
	if last := d.Sites[2]; last.Gain != 40 || last.After != 40 {
		t.Errorf("got %+v, want the last at 40 m", last)
	}
	for _, s := range d.Sites {
		rest := slices.DeleteFunc(slices.Clone(res.Open), func(j int) bool { return j == s.Site })
		apart := p.Apart(rest[0], rest[1])
		best := 0.0
		for j := range 10 {
			if j != s.Site {
				best = max(best, min(apart, p.Apart(j, rest[0]), p.Apart(j, rest[1])))
			}
		}
		if s.Loss != 40-apart || s.Shortfall != 40-best {
			t.Errorf("got %+v, want a loss of %g and a shortfall of %g", s, 40-apart, 40-best)
		}
	}
}

// TestPlan compares with all splits: a plan of two years on a small line.
func TestPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 9).Draw(t, "n")
		costs, w := plane(n, .4, rapid.Uint64().Draw(t, "seed"))
		p := siting.Problem{Model: siting.MCLP, Costs: costs, Weights: w}
		for range n {
			p.Price = append(p.Price, float64(rapid.IntRange(1, 9).Draw(t, "price")))
		}
		years := []siting.Year{}
		for range 2 {
			years = append(years, siting.Year{Sites: rapid.IntRange(0, 2).Draw(t, "sites"), Budget: float64(rapid.IntRange(0, 12).Draw(t, "budget"))})
		}
		res, plan, err := siting.Plan(t.Context(), p, siting.Settings{}, years)
		if err != nil {
			t.Skip(err)
		}
		total, first := bestPlan(costs, w, p.Price, years)
		if res.Objective != total {
			t.Fatalf("got %v %g, want %g", res.Status, res.Objective, total)
		}
		var all []int
		for k, ph := range plan.Years {
			if !affordable(years[k], ph.Open, p.Price) || ph.Spent != sumOf(ph.Open, p.Price) {
				t.Fatalf("year %d opens %v for %g: %+v", k, ph.Open, ph.Spent, years[k])
			}
			all = append(all, ph.Open...)
		}
		slices.Sort(all)
		if !slices.Equal(all, res.Open) || len(plan.Left) > 0 || plan.Years[1].Covered != total || plan.Years[0].Covered > first {
			t.Fatalf("got %+v of %v", plan, res.Open)
		}
	})
}

func sumOf(sites []int, price []float64) (sum float64) {
	for _, j := range sites {
		sum += price[j]
	}
	return sum
}

func affordable(y siting.Year, sites []int, price []float64) bool {
	if y.Sites == 0 && y.Budget == 0 {
		return len(sites) == 0
	}
	return (y.Sites == 0 || len(sites) <= y.Sites) && (y.Budget == 0 || sumOf(sites, price) <= y.Budget)
}

// bestPlan tries every pair of sets: the most covered after both years, and
// the most covered by any permitted first year.
func bestPlan(costs *coverage.Costs, w, price []float64, years []siting.Year) (total, first float64) {
	n := costs.Sites()
	set := func(bits int) (list []int) {
		for j := range n {
			if bits>>j&1 == 1 {
				list = append(list, j)
			}
		}
		return list
	}
	covered := func(bits int) (sum float64) {
		for i := range costs.Demand() {
			if _, _, ok := costs.Nearest(i, func(j int) bool { return bits>>j&1 == 1 }); ok {
				sum += w[i]
			}
		}
		return sum
	}
	for a := range 1 << n {
		if !affordable(years[0], set(a), price) {
			continue
		}
		first = max(first, covered(a))
		for b := range 1 << n {
			if a&b == 0 && affordable(years[1], set(b), price) {
				total = max(total, covered(a|b))
			}
		}
	}
	return total, first
}

// TestPhasesLeft: no year has the money for the dearest.
func TestPhasesLeft(t *testing.T) {
	p := siting.Problem{Model: siting.MCLP, Costs: line(), Sites: 3, Within: 10, Price: []float64{9, 1, 1, 1, 9, 1, 1, 1, 1, 1}}
	plan, err := siting.Phases(context.Background(), p, siting.Settings{}, siting.Result{Open: []int{1, 4, 8}},
		[]siting.Year{{Budget: 1}, {Sites: 1, Budget: 5}})
	want := siting.Schedule{Years: []siting.Phase{{Open: []int{1}, Spent: 1, Covered: 3, Cost: 20}, {Open: []int{8}, Spent: 1, Covered: 6, Cost: 40}}, Left: []int{4}}
	if diff := cmp.Diff(plan, want); err != nil || diff != "" {
		t.Errorf("%v, differs (-got +want):\n%s", err, diff)
	}
	var bad *siting.InvalidError
	if _, err := siting.Phases(context.Background(), p, siting.Settings{}, siting.Result{Open: []int{1}}, []siting.Year{{Sites: 1, Budget: -2}}); !errors.As(err, &bad) || bad.Field != "Years" {
		t.Errorf("got %v", err)
	}
}

// TestPhasesMandate: the mandated site serves least and comes first, and what it
// takes of a year's number and money is gone.
func TestPhasesMandate(t *testing.T) {
	p := siting.Problem{Model: siting.MCLP, Costs: line(), Sites: 3, Within: 10, Mandated: []int{9}, Price: slices.Repeat([]float64{1}, 10)}
	want := []siting.Phase{{Open: []int{9}, Spent: 1, Covered: 2, Cost: 10}, {Open: []int{1, 4}, Spent: 2, Covered: 8, Cost: 50}}
	for _, years := range [][]siting.Year{{{Sites: 1}, {Sites: 2}}, {{Budget: 1}, {Sites: 3, Budget: 2}}, {{Sites: 2, Budget: 1}, {Sites: 2, Budget: 5}}} {
		plan, err := siting.Phases(context.Background(), p, siting.Settings{}, siting.Result{Open: []int{1, 4, 9}}, years)
		if diff := cmp.Diff(plan, siting.Schedule{Years: want}); err != nil || diff != "" {
			t.Errorf("%v: %v, differs (-got +want):\n%s", years, err, diff)
		}
	}
}

func TestMemory(t *testing.T) {
	p := siting.Problem{Model: siting.MCLP, Costs: line(), Sites: 2, Within: 10}
	need := siting.Memory(p)
	_, err := siting.Solve(context.Background(), p, siting.Settings{Memory: need - 1})
	var large *siting.MemoryError
	if !errors.As(err, &large) || large.Need != need || large.Demand != 10 || large.Sites != 10 || large.Entries != 28 {
		t.Errorf("got %v", err)
	}
	if _, err := siting.Solve(context.Background(), p, siting.Settings{Memory: need}); err != nil {
		t.Error(err)
	}
	if got := siting.MatrixMemory(10, 10, 28); got != float64(need)+8*11+12*28 {
		t.Errorf("with the costs %v, without %v", got, need)
	}
	p.Capacity = make([]float64, 10)
	if siting.Memory(p) <= need || siting.Memory(siting.Problem{}) != 0 {
		t.Error("a program takes more than a search, no costs take nothing")
	}
}
