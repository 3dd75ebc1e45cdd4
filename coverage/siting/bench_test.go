package siting_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"fugai/coverage"
	"fugai/coverage/siting"
)

// measured runs one problem per iteration and reports what was proved.
func measured(b *testing.B, p siting.Problem, s siting.Settings) {
	b.Helper()
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var res siting.Result
	for b.Loop() {
		res = solve(b, p, s)
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(res.Objective, "objective")
	b.ReportMetric(res.Bound, "bound")
	b.ReportMetric(100*res.Gap, "gap_%")
	b.ReportMetric(float64(res.Nodes), "nodes")
	b.ReportMetric(float64(after.Sys)/1e6, "sys_MB")
	b.Log(res.Status, res.Steps)
}

func BenchmarkMCLP(b *testing.B) {
	for _, c := range []struct {
		n, p    int
		density float64
	}{{1000, 10, .02}, {5000, 10, .02}, {5000, 40, .02}, {10000, 20, .01}} {
		b.Run(fmt.Sprintf("n%d-p%d-%g", c.n, c.p, c.density), func(b *testing.B) {
			costs, w := plane(c.n, math.Sqrt(c.density/math.Pi), 1)
			measured(b, siting.Problem{Model: siting.MCLP, Costs: costs, Weights: w, Sites: c.p}, siting.Settings{TimeLimit: time.Minute})
		})
	}
}

func BenchmarkLSCP(b *testing.B) {
	for _, c := range []struct {
		n       int
		density float64
	}{{1000, .02}, {1000, .05}, {5000, .02}} {
		b.Run(fmt.Sprintf("n%d-%g", c.n, c.density), func(b *testing.B) {
			costs, _ := plane(c.n, math.Sqrt(c.density/math.Pi), 1)
			measured(b, siting.Problem{Model: siting.LSCP, Costs: costs}, siting.Settings{TimeLimit: 5 * time.Second})
		})
	}
}

// BenchmarkMillion is a million demand points around a hundred candidates.
func BenchmarkMillion(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y := make([]float64, 100), make([]float64, 100)
	for j := range x {
		x[j], y[j] = rng.Float64(), rng.Float64()
	}
	costs := coverage.NewCosts("m", 100, .1)
	weights := make([]float64, 1_000_000)
	var row []coverage.Entry
	for i := range weights {
		weights[i] = float64(1 + rng.IntN(100))
		a, c := rng.Float64(), rng.Float64()
		row = row[:0]
		for j := range x {
			if d := math.Hypot(a-x[j], c-y[j]); d <= .1 {
				row = append(row, coverage.Entry{Site: j, Cost: d})
			}
		}
		costs.AddRow(row)
	}
	measured(b, siting.Problem{Model: siting.MCLP, Costs: costs, Weights: weights, Sites: 15}, siting.Settings{TimeLimit: time.Minute})
}

func BenchmarkMedianLarge(b *testing.B) {
	costs, w := plane(10000, .16, 1)
	measured(b, siting.Problem{Model: siting.PMedian, Costs: costs, Weights: w, Sites: 100}, siting.Settings{TimeLimit: 2 * time.Minute, Gap: .001})
}
