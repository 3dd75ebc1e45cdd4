package highs

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fugai/coverage/siting"
)

var inf = math.Inf(1)

// terms in the order of columns; a coefficient of 0 is no term.
func row(lower, upper float64, coefficients ...float64) siting.Row {
	r := siting.Row{Lower: lower, Upper: upper}
	for c, v := range coefficients {
		if v != 0 {
			r.Terms = append(r.Terms, siting.Term{Column: int32(c), Coefficient: v})
		}
	}
	return r
}

func column(cost, lower, upper float64) siting.Column {
	return siting.Column{Cost: cost, Lower: lower, Upper: upper}
}

func whole(cost, lower, upper float64) siting.Column {
	return siting.Column{Cost: cost, Lower: lower, Upper: upper, Integer: true}
}

// byHand are programs small enough to be solved with pencil and paper.
var byHand = []struct {
	name    string
	program siting.Program
	want    siting.EngineResult
	err     error
}{
	{
		name: "linear: the corner of two rows",
		program: siting.Program{
			Columns: []siting.Column{column(-3, 0, inf), column(-5, 0, inf)},
			Rows:    []siting.Row{row(-inf, 4, 1, 0), row(-inf, 12, 0, 2), row(-inf, 18, 3, 2)},
		},
		want: siting.EngineResult{Status: siting.Optimal, Values: []float64{2, 6}, Objective: -36, Bound: -36},
	},
	{
		name: "linear: a row between two bounds, a free column, a negative upper bound",
		program: siting.Program{
			Columns: []siting.Column{column(1, -inf, inf), column(1, -9, -2), column(0, 5, 5)},
			Rows:    []siting.Row{row(-3, 8, 1, -1, 0), row(-inf, inf, 1, 1, 1)},
		},
		want: siting.EngineResult{Status: siting.Optimal, Values: []float64{-12, -9, 5}, Objective: -21, Bound: -21},
	},
	{
		name: "knapsack: the greedy choice is not best",
		program: siting.Program{
			Columns: []siting.Column{whole(-10, 0, 1), whole(-40, 0, 1), whole(-30, 0, 1), whole(-50, 0, 1)},
			Rows:    []siting.Row{row(-inf, 10, 5, 4, 6, 3)},
		},
		want: siting.EngineResult{Status: siting.Optimal, Values: []float64{0, 1, 0, 1}, Objective: -90, Bound: -90},
	},
	{
		name: "whole columns beside a continuous one",
		program: siting.Program{
			Columns: []siting.Column{whole(-1, 0, inf), column(-1, 0, 0.5)},
			Rows:    []siting.Row{row(-inf, 3.75, 1, 1)},
		},
		want: siting.EngineResult{Status: siting.Optimal, Values: []float64{3, 0.5}, Objective: -3.5, Bound: -3.5},
	},
	{
		name: "an equation, a whole column without an upper bound",
		program: siting.Program{
			Columns: []siting.Column{whole(1, 0, inf), whole(1, 0, inf)},
			Rows:    []siting.Row{row(29, 29, 7, 4)},
		},
		want: siting.EngineResult{Status: siting.Optimal, Values: []float64{3, 2}, Objective: 5, Bound: 5},
	},
	{
		name:    "no rows",
		program: siting.Program{Columns: []siting.Column{whole(-2, 0, 3), column(4, 1, 2)}},
		want:    siting.EngineResult{Status: siting.Optimal, Values: []float64{3, 1}, Objective: -2, Bound: -2},
	},
	{
		name: "no columns",
		want: siting.EngineResult{Status: siting.Optimal, Values: []float64{}},
	},
	{
		name:    "no columns, a row that asks for something",
		program: siting.Program{Rows: []siting.Row{row(1, inf)}},
		want:    siting.EngineResult{Status: siting.Infeasible, Objective: inf, Bound: inf},
	},
	{
		name: "infeasible rows",
		program: siting.Program{
			Columns: []siting.Column{column(1, 0, inf), column(1, 0, inf)},
			Rows:    []siting.Row{row(-inf, 1, 1, 1), row(2, inf, 1, 1)},
		},
		want: siting.EngineResult{Status: siting.Infeasible, Objective: inf, Bound: inf},
	},
	{
		name: "infeasible only because whole",
		program: siting.Program{
			Columns: []siting.Column{whole(1, 0, 5), whole(1, 0, 5)},
			Rows:    []siting.Row{row(7, 7, 2, 4)},
		},
		want: siting.EngineResult{Status: siting.Infeasible, Objective: inf, Bound: inf},
	},
	{
		name:    "bounds that contradict",
		program: siting.Program{Columns: []siting.Column{column(1, 3, 2)}},
		want:    siting.EngineResult{Status: siting.Infeasible, Objective: inf, Bound: inf},
	},
	{
		name:    "no whole number between the bounds",
		program: siting.Program{Columns: []siting.Column{whole(1, 0.2, 0.8)}},
		want:    siting.EngineResult{Status: siting.Infeasible, Objective: inf, Bound: inf},
	},
	{
		name: "unbounded",
		program: siting.Program{
			Columns: []siting.Column{column(-1, 0, inf), column(0, 0, inf)},
			Rows:    []siting.Row{row(-inf, 1, 1, -1)},
		},
		err: ErrUnbounded,
	},
	{
		name: "unbounded whole",
		program: siting.Program{
			Columns: []siting.Column{whole(-1, 0, inf), whole(0, 0, inf)},
			Rows:    []siting.Row{row(-inf, 1, 1, -1)},
		},
		err: ErrUnbounded,
	},
	{
		name: "falling costs, but infeasible",
		program: siting.Program{
			Columns: []siting.Column{whole(-1, 0, inf), whole(0, 0, 1)},
			Rows:    []siting.Row{row(3, inf, 0, 1)},
		},
		want: siting.EngineResult{Status: siting.Infeasible, Objective: inf, Bound: inf},
	},
}

func checkByHand(t *testing.T, engine siting.Engine) {
	for _, tt := range byHand {
		t.Run(tt.name, func(t *testing.T) {
			got, err := engine.Solve(context.Background(), &tt.program, siting.EngineOptions{})
			if !errors.Is(err, tt.err) {
				t.Fatalf("got error %v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(got, tt.want, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Errorf("got (-), want (+):\n%s", diff)
			}
		})
	}
}

func TestByHand(t *testing.T) { checkByHand(t, builtIn(t)) }

func TestByHandWithCBC(t *testing.T) {
	engine, err := Find(installed(t, "cbc", "coinor-cbc"))
	if err != nil {
		t.Fatal(err)
	}
	checkByHand(t, engine)
}

func TestRefused(t *testing.T) {
	nan := math.NaN()
	one := []siting.Column{column(1, 0, 1)}
	tests := []struct {
		name    string
		program *siting.Program
		options siting.EngineOptions
		want    string
	}{
		{"no program", nil, siting.EngineOptions{}, "highs: no program"},
		{"cost", &siting.Program{Columns: []siting.Column{column(nan, 0, 1)}}, siting.EngineOptions{}, "highs: column 0: the cost is NaN"},
		{"bounds of a column", &siting.Program{Columns: []siting.Column{column(0, inf, inf)}}, siting.EngineOptions{}, "highs: column 0: the bounds are +Inf to +Inf"},
		{"bounds of a row", &siting.Program{Rows: []siting.Row{row(0, nan)}}, siting.EngineOptions{}, "highs: row 0: the bounds are 0 to NaN"},
		{"no such column", &siting.Program{Columns: one, Rows: []siting.Row{row(0, 1, 0, 2)}}, siting.EngineOptions{}, "highs: row 0: there is no column 1"},
		{"coefficient", &siting.Program{Columns: one, Rows: []siting.Row{row(0, 1, inf)}}, siting.EngineOptions{}, "highs: row 0: the coefficient of column 0 is +Inf"},
		{"twice", &siting.Program{Columns: one, Rows: []siting.Row{{Terms: []siting.Term{{Column: 0, Coefficient: 1}, {Column: 0, Coefficient: 2}}}}}, siting.EngineOptions{}, "highs: row 0: column 0 occurs twice"},
		{"start", &siting.Program{Columns: one}, siting.EngineOptions{Start: []float64{}}, "highs: the start has 0 values for 1 columns"},
		{"gap", &siting.Program{Columns: one}, siting.EngineOptions{Gap: -1}, "highs: time limit 0s, gap -1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(Settings{}).Solve(context.Background(), tt.program, tt.options)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
