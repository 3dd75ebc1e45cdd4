package siting_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"fugai/coverage/siting"
)

// TestInvariants holds what is true of every answer, on problems too large to
// try every choice: one more site never worsens, an existing site never
// reduces coverage, and no choice goes beyond the bound.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(20, 45).Draw(t, "n")
		costs, w := euclid(n, rapid.Float64Range(.02, .3).Draw(t, "density"), rapid.Uint32().Draw(t, "seed"))
		p := siting.Problem{Model: rapid.SampledFrom([]siting.Model{siting.MCLP, siting.CoverThenCost, siting.PMedian}).Draw(t, "model"),
			Costs: costs, Weights: w, Sites: rapid.IntRange(1, n/3).Draw(t, "sites")}
		base, err := siting.Solve(t.Context(), p, siting.Settings{})
		if err != nil {
			t.Fatal(err)
		}
		sign := 1.0
		if p.Model == siting.PMedian {
			sign = -1
		}
		rough, err := siting.Solve(t.Context(), p, siting.Settings{Gap: .1})
		if err != nil {
			t.Fatal(err)
		}
		more := p
		more.Sites++
		with := p
		with.Fixed = []int{rapid.IntRange(0, n-1).Draw(t, "fixed")}
		for name, q := range map[string]siting.Problem{"one more site": more, "an existing site": with} {
			got, err := siting.Solve(t.Context(), q, siting.Settings{})
			if err != nil {
				t.Fatal(err)
			}
			if base.Status == siting.Optimal && (got.Status != siting.Optimal || sign*got.Objective < sign*base.Objective-1e-9*math.Abs(base.Objective)) {
				t.Fatalf("%s: got %v %g, want no worse than %g", name, got.Status, got.Objective, base.Objective)
			}
		}
		if base.Status != siting.Optimal {
			return
		}
		slack := 1e-9 * math.Abs(base.Objective)
		if sign*rough.Objective > sign*base.Objective+slack || sign*rough.Bound < sign*base.Objective-slack {
			t.Fatalf("within a tenth: got %g bound %g, the optimum is %g", rough.Objective, rough.Bound, base.Objective)
		}
	})
}
