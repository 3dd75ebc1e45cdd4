package siting_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/coverage/siting"
	"fugai/coverage/siting/highs"
	"fugai/geo/network"
	"fugai/internal/travel"
)

// long skips what takes more than a few seconds unless FUGAI_LONG is set.
func long(b *testing.B) {
	b.Helper()
	if os.Getenv("FUGAI_LONG") == "" {
		b.Skip("FUGAI_LONG is not set")
	}
}

// measured solves a problem once an iteration and reports what was found,
// proved and used.
func measured(b *testing.B, p siting.Problem, s siting.Settings) {
	b.Helper()
	b.ReportAllocs()
	runtime.GC()
	var res siting.Result
	for b.Loop() {
		res = solve(b, p, s)
	}
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	report(b, res.Objective, res.Bound)
	b.ReportMetric(float64(res.Nodes), "nodes")
	b.ReportMetric(float64(after.Sys)/1e6, "sys_MB")
	b.Logf("%v %v", res.Status, res.Steps)
}

// malta draws places on Malta's streets, each demand and candidate, with integer
// weights 1 to 100, and the metres walked between those within a limit.
func malta(b *testing.B, n int, within float64) (*coverage.Costs, []float64) {
	b.Helper()
	s, err := travel.OpenStreets(b.Context(), travel.StreetOptions{Roads: dataFile(b, "osm", "malta_graphhopper.osm.pbf"),
		Settings: network.Settings{Mode: network.Walk, Impedance: network.Length}})
	if err != nil {
		b.Fatal(err)
	}
	rng := newNumpyRandom(1)
	places, weights := make([]orb.Point, n), make([]float64, n)
	for i := range places {
		places[i] = s.Graph.Line(rng.upTo(uint32(len(s.Graph.Edges))) - 1)[0]
		weights[i] = float64(rng.upTo(100))
	}
	costs, err := s.Costs(b.Context(), places, places, within)
	if err != nil {
		b.Fatal(err)
	}
	return costs, weights
}

func report(b *testing.B, objective, bound float64) {
	b.Helper()
	b.ReportMetric(objective, "objective")
	b.ReportMetric(bound, "bound")
	b.ReportMetric(100*math.Abs(bound-objective)/math.Abs(objective), "gap_%")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/solve")
}

// peer solves a covering program by CBC, where it is installed, within a
// minute. total is the weight of which the program counts what stays
// uncovered, 0 where it counts sites.
func peer(b *testing.B, program *siting.Program, total float64) {
	b.Helper()
	cbc, err := highs.Find("cbc")
	if err != nil {
		b.Skip(err)
	}
	var got siting.EngineResult
	for b.Loop() {
		if got, err = cbc.Solve(context.Background(), program, siting.EngineOptions{TimeLimit: time.Minute}); err != nil {
			b.Fatal(err)
		}
	}
	b.Log(got.Status)
	if math.IsInf(got.Objective, 0) || math.IsNaN(got.Objective) {
		b.Logf("no solution in time, bound %v", math.Abs(total-got.Bound))
		return
	}
	report(b, math.Abs(total-got.Objective), math.Abs(total-got.Bound))
}

// covering is the textbook program: a column for each site, and with weights
// one for each demand that says it stays uncovered.
func covering(costs *coverage.Costs, weights []float64, sites int) *siting.Program {
	p := &siting.Program{}
	count := siting.Row{Lower: math.Inf(-1), Upper: float64(sites)}
	for j := range costs.Sites() {
		c := siting.Column{Upper: 1, Integer: true}
		if weights == nil {
			c.Cost = 1
		}
		p.Columns = append(p.Columns, c)
		count.Terms = append(count.Terms, siting.Term{Column: int32(j), Coefficient: 1})
	}
	for i := range costs.Demand() {
		row := siting.Row{Lower: 1, Upper: math.Inf(1)}
		for j := range costs.Row(i) {
			row.Terms = append(row.Terms, siting.Term{Column: int32(j), Coefficient: 1})
		}
		if weights != nil {
			row.Terms = append(row.Terms, siting.Term{Column: int32(len(p.Columns)), Coefficient: 1})
			p.Columns = append(p.Columns, siting.Column{Cost: weights[i], Upper: 1})
		}
		p.Rows = append(p.Rows, row)
	}
	if weights != nil {
		p.Rows = append(p.Rows, count)
	}
	return p
}

// BenchmarkPMedian are the OR-Library files, ten thousand random points of the
// plane, and ten thousand places on Malta's streets.
// FUGAI_PMED names a folder with further files of that format.
func BenchmarkPMedian(b *testing.B) {
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(dataFile(b, "pmed", "pmed1.txt")), "pmed*.txt"))
	if more := os.Getenv("FUGAI_PMED"); more != "" {
		others, _ := filepath.Glob(filepath.Join(more, "pmed*.txt"))
		files = append(files, others...)
	}
	for _, f := range files {
		b.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(b *testing.B) {
			costs, p := readPmed(b, f)
			measured(b, siting.Problem{Model: siting.PMedian, Costs: costs, Sites: p}, siting.Settings{TimeLimit: time.Minute})
		})
	}
	for seed := range uint32(3) {
		b.Run(fmt.Sprint("10000-", seed+1), func(b *testing.B) {
			long(b)
			costs, w := euclid(10000, math.Pi*.16*.16, seed+1)
			measured(b, siting.Problem{Model: siting.PMedian, Costs: costs, Weights: w, Sites: 100}, siting.Settings{TimeLimit: 2 * time.Minute, Gap: .001})
		})
	}
	b.Run("10000-streets", func(b *testing.B) {
		long(b)
		costs, w := malta(b, 10000, 4000)
		measured(b, siting.Problem{Model: siting.PMedian, Costs: costs, Weights: w, Sites: 100}, siting.Settings{TimeLimit: 2 * time.Minute, Gap: .001})
	})
}

func BenchmarkMCLP(b *testing.B) {
	for _, c := range []struct {
		name    string
		n, p    int
		density float64
		long    bool
	}{{"1000", 1000, 10, .02, false}, {"5000-p10", 5000, 10, .02, false}, {"5000", 5000, 40, .02, true}, {"10000", 10000, 20, .01, true}} {
		b.Run(c.name, func(b *testing.B) {
			if c.long {
				long(b)
			}
			costs, w := euclid(c.n, c.density, 1)
			measured(b, siting.Problem{Model: siting.MCLP, Costs: costs, Weights: w, Sites: c.p}, siting.Settings{TimeLimit: time.Minute})
		})
		b.Run(c.name+"/cbc", func(b *testing.B) {
			long(b)
			costs, w := euclid(c.n, c.density, 1)
			total := 0.0
			for _, v := range w {
				total += v
			}
			peer(b, covering(costs, w, c.p), total)
		})
	}
}

// BenchmarkMCLPStreets is the size of MCLP/5000 on Malta's streets: two of a
// hundred places lie within 1,600 m of one.
func BenchmarkMCLPStreets(b *testing.B) {
	long(b)
	costs, w := malta(b, 5000, 1600)
	measured(b, siting.Problem{Model: siting.MCLP, Costs: costs, Weights: w, Sites: 40}, siting.Settings{TimeLimit: time.Minute})
}

func BenchmarkLSCP(b *testing.B) {
	for _, c := range []struct {
		name    string
		n       int
		density float64
	}{{"1000", 1000, .02}, {"1000-dense", 1000, .05}, {"5000", 5000, .02}} {
		b.Run(c.name, func(b *testing.B) {
			long(b)
			costs, _ := euclid(c.n, c.density, 1)
			measured(b, siting.Problem{Model: siting.LSCP, Costs: costs}, siting.Settings{TimeLimit: 5 * time.Second})
		})
		b.Run(c.name+"/cbc", func(b *testing.B) {
			long(b)
			costs, _ := euclid(c.n, c.density, 1)
			peer(b, covering(costs, nil, 0), 0)
		})
	}
}

// BenchmarkMillion is a million demand points around a hundred candidates.
func BenchmarkMillion(b *testing.B) {
	costs, weights := million()
	measured(b, siting.Problem{Model: siting.MCLP, Costs: costs, Weights: weights, Sites: 15}, siting.Settings{TimeLimit: time.Minute})
}

func million() (*coverage.Costs, []float64) {
	rng := newNumpyRandom(1)
	x, y := make([]float64, 100), make([]float64, 100)
	for j := range x {
		x[j], y[j] = rng.float(), rng.float()
	}
	costs := coverage.NewCosts("m", 100, .1)
	weights := make([]float64, 1_000_000)
	var row []coverage.Entry
	for i := range weights {
		a, c := rng.float(), rng.float()
		weights[i] = float64(rng.upTo(100))
		row = row[:0]
		for j := range x {
			if d := math.Hypot(a-x[j], c-y[j]); d <= .1 {
				row = append(row, coverage.Entry{Site: j, Cost: d})
			}
		}
		costs.AddRow(row)
	}
	return costs, weights
}

// BenchmarkBuild is the time from Costs to the program that is searched; PuLP's
// for the same is that of pulp_site.py mclp cbc --n 5000 --density .02 --build-only.
func BenchmarkBuild(b *testing.B) {
	costs, w := euclid(5000, .02, 1)
	b.ReportAllocs()
	entries := 0
	for b.Loop() {
		var err error
		if entries, err = siting.Build(siting.Problem{Model: siting.MCLP, Costs: costs, Weights: w, Sites: 10}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(entries), "entries")
}
