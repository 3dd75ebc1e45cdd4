package siting_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"fugai/coverage"
	"fugai/coverage/siting"
)

// sanFrancisco reads the 16 stores and 205 tracts, joined by name.
func sanFrancisco(t testing.TB) (costs *coverage.Costs, weights []float64, stores []string) {
	t.Helper()
	rows := readCSV(t, dataFile(t, "sanfrancisco", "SF_network_distance_candidateStore_16_censusTract_205_new.csv"))
	store, tract := map[string]int{}, map[string]int{}
	var entries [][]coverage.Entry
	for _, r := range rows {
		if _, ok := store[r["name"]]; !ok {
			store[r["name"]] = len(stores)
			stores = append(stores, r["name"])
		}
		if _, ok := tract[r["DestinationName"]]; !ok {
			tract[r["DestinationName"]] = len(entries)
			entries = append(entries, nil)
			weights = append(weights, number(t, r["demand"]))
		}
		k := tract[r["DestinationName"]]
		entries[k] = append(entries[k], coverage.Entry{Site: store[r["name"]], Cost: number(t, r["distance"])})
	}
	costs = coverage.NewCosts("m", len(stores), 1e6)
	for _, e := range entries {
		costs.AddRow(e)
	}
	return costs, weights, stores
}

// TestSanFrancisco compares with the values of spopt (pysal).
func TestSanFrancisco(t *testing.T) {
	costs, weights, stores := sanFrancisco(t)
	raw, err := os.ReadFile(dataFile(t, "sanfrancisco", "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]json.RawMessage
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	check := func(name string, p siting.Problem, objective float64, open []string) {
		t.Helper()
		p.Costs = costs
		res := solve(t, p, siting.Settings{})
		var got []string
		for _, j := range res.Open {
			got = append(got, stores[j])
		}
		slices.Sort(got)
		if res.Status != siting.Optimal || math.Abs(res.Objective-objective) > 1e-6*objective || open != nil && !slices.Equal(got, open) {
			t.Errorf("%s: got %v %.6f %v, want %.6f %v", name, res.Status, res.Objective, got, objective, open)
		}
	}
	for n := 1; n <= 4; n++ {
		p := strconv.Itoa(n)
		var m struct {
			Objective float64 `json:"objective"`
			Covered   float64 `json:"covered_demand"`
			Open      []string
		}
		if err := json.Unmarshal(want["pmedian_distance_csv_demand_p"+p], &m); err != nil {
			t.Fatal(err)
		}
		check("p-median "+p, siting.Problem{Model: siting.PMedian, Weights: weights, Sites: n}, m.Objective, m.Open)
		if err := json.Unmarshal(want["mclp_distance_csv_demand_R5000_p"+p], &m); err != nil {
			t.Fatal(err)
		}
		check("MCLP "+p, siting.Problem{Model: siting.MCLP, Weights: weights, Sites: n, Within: 5000}, m.Covered, m.Open)
	}
	check("LSCP", siting.Problem{Model: siting.LSCP, Weights: weights, Within: 5000}, 8, nil)
}

// line is ten demand points at 0, 10, … 90 m of weight 1, each a candidate.
func line() *coverage.Costs {
	costs := coverage.NewCosts("m", 10, 100)
	for i := range 10 {
		var row []coverage.Entry
		for j := range 10 {
			row = append(row, coverage.Entry{Site: j, Cost: 10 * math.Abs(float64(i-j))})
		}
		costs.AddRow(row)
	}
	return costs
}

func TestInvalid(t *testing.T) {
	ok := siting.Problem{Model: siting.MCLP, Costs: line(), Sites: 2, Within: 10}
	tests := []struct {
		name   string
		change func(*siting.Problem)
		field  string
		index  int
		reason siting.Reason
	}{
		{"no costs", func(p *siting.Problem) { p.Costs = nil }, "Costs", -1, siting.Missing},
		{"negative weight", func(p *siting.Problem) { p.Weights = []float64{1, 1, -3, 1, 1, 1, 1, 1, 1, 1} }, "Weights", 2, siting.Negative},
		{"weight not a number", func(p *siting.Problem) { p.Weights = []float64{1, math.NaN(), 1, 1, 1, 1, 1, 1, 1, 1} }, "Weights", 1, siting.NotANumber},
		{"too few weights", func(p *siting.Problem) { p.Weights = make([]float64, 9) }, "Weights", 9, siting.Missing},
		{"no weight", func(p *siting.Problem) { p.Weights = make([]float64, 10) }, "Weights", -1, siting.Nothing},
		{"more sites than candidates", func(p *siting.Problem) { p.Sites = 11 }, "Sites", -1, siting.TooMany},
		{"no sites", func(p *siting.Problem) { p.Sites = 0 }, "Sites", -1, siting.Nothing},
		{"quota of a site that is not there", func(p *siting.Problem) { p.Quotas = []siting.Quota{{Sites: []int{3, 10}}} }, "Quotas[0].Sites", 1, siting.NoSuch},
		{"budget without prices", func(p *siting.Problem) { p.Budget = 5 }, "Price", -1, siting.Missing},
		{"required and forbidden", func(p *siting.Problem) { p.Required, p.Forbidden = []int{4}, []int{4} }, "Required", 0, siting.Conflict},
		{"required twice", func(p *siting.Problem) { p.Required = []int{4, 4} }, "Required", 1, siting.Twice},
		{"capacity without an engine", func(p *siting.Problem) { p.Capacity = make([]float64, 10) }, "Capacity", -1, siting.NeedsMIP},
		{"weight without end", func(p *siting.Problem) { p.Weights = []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, math.Inf(1)} }, "Weights", 9, siting.NotANumber},
		{"no demand", func(p *siting.Problem) { p.Costs = coverage.NewCosts("m", 10, 100) }, "Weights", -1, siting.Nothing},
		{"no candidates", func(p *siting.Problem) { p.Fixed = indices(10) }, "Sites", -1, siting.TooMany},
		{"a price that is missing", func(p *siting.Problem) {
			p.Budget, p.Price = 5, []float64{1, 1, 1, 1, math.NaN(), 1, 1, 1, 1, 1}
		}, "Price", 4, siting.Missing},
		{"negative price", func(p *siting.Problem) { p.Price = []float64{1, -1, 1, 1, 1, 1, 1, 1, 1, 1} }, "Price", 1, siting.Negative},
		{"budget not a number", func(p *siting.Problem) { p.Budget = math.NaN() }, "Budget", -1, siting.NotANumber},
		{"limit negative", func(p *siting.Problem) { p.Within = -1 }, "Within", -1, siting.Negative},
		{"quota of least above most", func(p *siting.Problem) { p.Quotas = []siting.Quota{{Sites: []int{3}, Least: 2, Most: 1}} }, "Quotas[0].Least", -1, siting.Conflict},
		{"quota of no sites", func(p *siting.Problem) { p.Quotas = []siting.Quota{{Least: 1, Most: 1}} }, "Quotas[0].Sites", -1, siting.Nothing},
		{"quota negative", func(p *siting.Problem) { p.Quotas = []siting.Quota{{Sites: []int{3}, Most: -1}} }, "Quotas[0].Most", -1, siting.Negative},
		{"mandate forbidden", func(p *siting.Problem) { p.Mandated, p.Forbidden = []int{1, 4}, []int{4} }, "Mandated", 1, siting.Conflict},
		{"mandate of a site that is not there", func(p *siting.Problem) { p.Mandated = []int{10} }, "Mandated", 0, siting.NoSuch},
		{"share above one", func(p *siting.Problem) { p.Model, p.Share = siting.LSCP, 1.5 }, "Share", -1, siting.TooMany},
		{"sizes of too few sites", func(p *siting.Problem) { p.Sizes = make([][]siting.Size, 3) }, "Sizes", 3, siting.Missing},
		{"site without size or capacity", func(p *siting.Problem) { p.Sizes = make([][]siting.Size, 10) }, "Sizes", 0, siting.Missing},
		{"size of negative capacity", func(p *siting.Problem) {
			p.Capacity, p.Sizes = make([]float64, 10), make([][]siting.Size, 10)
			p.Sizes[3] = []siting.Size{{1, 2}, {3, -4}}
		}, "Sizes[3].Capacity", 1, siting.Negative},
		{"existing site of two sizes", func(p *siting.Problem) {
			p.Capacity, p.Sizes, p.Fixed = make([]float64, 10), make([][]siting.Size, 10), []int{3}
			p.Sizes[3] = []siting.Size{{1, 2}, {3, 4}}
		}, "Fixed", 0, siting.Conflict},
		{"site without price among sizes", func(p *siting.Problem) {
			p.Capacity, p.Sizes, p.Budget = make([]float64, 10), make([][]siting.Size, 10), 4
		}, "Price", 0, siting.Missing},
		{"capacity of a p-center", func(p *siting.Problem) { p.Model, p.Capacity = siting.PCenter, make([]float64, 10) }, "Capacity", -1, siting.NotHere},
		{"spacing without separations", func(p *siting.Problem) { p.Spacing = 5 }, "Apart", -1, siting.Missing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := ok
			tt.change(&p)
			_, err := siting.Solve(context.Background(), p, siting.Settings{})
			var bad *siting.InvalidError
			if !errors.As(err, &bad) || bad.Field != tt.field || bad.Index != tt.index || bad.Reason != tt.reason {
				t.Errorf("got %v, want %s[%d] %s", err, tt.field, tt.index, tt.reason)
			}
		})
	}
}

func TestInvalidCost(t *testing.T) {
	good := coverage.Entry{Site: 0, Cost: 4}
	for _, tt := range []struct {
		name   string
		row    []coverage.Entry
		reason siting.Reason
	}{
		{"negative", []coverage.Entry{{Site: 0, Cost: -1}}, siting.Negative},
		{"not a number", []coverage.Entry{{Site: 0, Cost: math.NaN()}}, siting.NotANumber},
		{"without end", []coverage.Entry{{Site: 0, Cost: math.Inf(1)}}, siting.NotANumber},
		{"unknown site", []coverage.Entry{{Site: 2, Cost: 1}}, siting.NoSuch},
		{"twice", []coverage.Entry{{Site: 1, Cost: 1}, {Site: 0, Cost: 2}, {Site: 1, Cost: 3}}, siting.Twice},
	} {
		t.Run(tt.name, func(t *testing.T) {
			costs := coverage.NewCosts("m", 2, 10)
			costs.AddRow([]coverage.Entry{good})
			costs.AddRow(tt.row)
			_, err := siting.Solve(context.Background(), siting.Problem{Costs: costs, Sites: 1}, siting.Settings{})
			var bad *siting.InvalidError
			if !errors.As(err, &bad) || bad.Field != "Costs row" || bad.Index != 1 || bad.Reason != tt.reason {
				t.Errorf("got %v, want row 1 %s", err, tt.reason)
			}
		})
	}
}

func TestWhy(t *testing.T) {
	tests := []struct {
		name string
		p    siting.Problem
		want siting.Why
	}{
		{"unreached", siting.Problem{Model: siting.LSCP, Within: 10, Forbidden: []int{8, 9}}, siting.Why{Unreached: []int{9}, Within: 20}},
		{"too few sites", siting.Problem{Model: siting.LSCP, Sites: 2, Within: 10}, siting.Why{Sites: 4, Within: 20}},
		{"quotas that leave nothing", siting.Problem{Model: siting.MCLP, Sites: 2, Within: 10,
			Quotas: []siting.Quota{{Sites: []int{0, 1}, Least: 2, Most: 2}, {Sites: []int{5}, Least: 1, Most: 1}, {Sites: []int{8}, Most: 1}}},
			siting.Why{Quotas: []int{0, 1}, Sites: 3}},
		{"too little money", siting.Problem{Model: siting.LSCP, Within: 10, Price: []float64{2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, Budget: 7},
			siting.Why{Budget: 8, Within: 20}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.p.Costs = line()
			res := solve(t, tt.p, siting.Settings{})
			if res.Status != siting.Infeasible || res.Why == nil {
				t.Fatalf("got %v %v", res.Status, res.Open)
			}
			got := *res.Why
			if !slices.Equal(got.Unreached, tt.want.Unreached) || !slices.Equal(got.Quotas, tt.want.Quotas) ||
				got.Sites != tt.want.Sites || got.Within != tt.want.Within || got.Budget != tt.want.Budget {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestCancelled(t *testing.T) {
	costs, w := plane(600, .1, 3)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	res, err := siting.Solve(ctx, siting.Problem{Costs: costs, Weights: w, Sites: 12}, siting.Settings{})
	if err != nil || res.Status == siting.Optimal && res.Bound != res.Objective || res.Status == siting.Infeasible {
		t.Errorf("got %v %v", res.Status, err)
	}
}

// TestOrder shuffles demand and sites; the choice must be worth the same.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(5, 40).Draw(t, "n")
		seed := rapid.Uint64().Draw(t, "seed")
		costs, w := plane(n, .4, seed)
		demand := rapid.Permutation(indices(n)).Draw(t, "demand")
		site := rapid.Permutation(indices(n)).Draw(t, "site") // site[j] is the new index of j
		other := coverage.NewCosts("m", n, .4)
		weights := make([]float64, n)
		for k, i := range demand {
			var row []coverage.Entry
			for j, c := range costs.Row(i) {
				row = append(row, coverage.Entry{Site: site[j], Cost: c})
			}
			other.AddRow(row)
			weights[k] = w[i]
		}
		for _, model := range []siting.Model{siting.MCLP, siting.CoverThenCost, siting.PMedian} {
			a, err := siting.Solve(t.Context(), siting.Problem{Model: model, Costs: costs, Weights: w, Sites: max(3, n/5)}, siting.Settings{})
			if err != nil {
				t.Fatal(err)
			}
			b, err := siting.Solve(t.Context(), siting.Problem{Model: model, Costs: other, Weights: weights, Sites: max(3, n/5)}, siting.Settings{})
			if err != nil {
				t.Fatal(err)
			}
			if a.Status != siting.Optimal || b.Status != siting.Optimal || math.Abs(a.Objective-b.Objective) > 1e-9*a.Objective ||
				math.Abs(a.Cost-b.Cost) > 1e-9*a.Cost {
				if a.Status == siting.Infeasible && b.Status == siting.Infeasible {
					continue
				}
				t.Fatalf("%v: got %v %g %g, want %v %g %g", model, b.Status, b.Objective, b.Cost, a.Status, a.Objective, a.Cost)
			}
		}
	})
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// TestMonotone: one more site never worsens, fixed sites never reduce coverage.
func TestMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(8, 40).Draw(t, "n")
		costs, w := plane(n, .3, rapid.Uint64().Draw(t, "seed"))
		last := 0.0
		for p := 1; p < 5; p++ {
			res, err := siting.Solve(t.Context(), siting.Problem{Costs: costs, Weights: w, Sites: p}, siting.Settings{})
			if err != nil || res.Status != siting.Optimal || res.Objective < last {
				t.Fatalf("p = %d: got %v %g after %g, %v", p, res.Status, res.Objective, last, err)
			}
			last = res.Objective
			more, err := siting.Solve(t.Context(), siting.Problem{Costs: costs, Weights: w, Sites: p, Fixed: []int{0}}, siting.Settings{})
			if err != nil || more.Objective < res.Objective {
				t.Fatalf("with a fixed site: got %g, want at least %g, %v", more.Objective, res.Objective, err)
			}
		}
	})
}

func TestExplain(t *testing.T) {
	p := siting.Problem{Model: siting.MCLP, Costs: line(), Sites: 2, Within: 20, Fixed: []int{0}}
	res := solve(t, p, siting.Settings{})
	d, err := siting.Explain(context.Background(), p, res)
	if err != nil {
		t.Fatal(err)
	}
	// The fixed site covers 0 to 2; one chosen covers five of 3 to 9, both all seven.
	if res.Objective != 10 || len(d.Sites) != 2 || d.Sites[0].Gain != 5 || d.Sites[1].Gain != 2 || d.Sites[1].After != 10 {
		t.Errorf("got %v %+v", res.Open, d)
	}
	plan, err := siting.Phases(context.Background(), p, siting.Settings{}, res, []siting.Year{{Sites: 1}, {Sites: 1}})
	if err != nil || len(plan.Years) != 2 || len(plan.Years[0].Open) != 1 || plan.Years[0].Covered != 8 || plan.Years[1].Covered != 10 {
		t.Errorf("got %+v %v", plan, err)
	}
	curve, err := siting.Curve(context.Background(), p, siting.Settings{}, []int{1, 2, 3}, res.Open)
	if err != nil || len(curve) != 3 || curve[0].Objective != 8 || curve[2].Objective != 10 || curve[1].Shared != 2 {
		t.Errorf("got %+v %v", curve, err)
	}
}
