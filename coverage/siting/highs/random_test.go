package highs

import (
	"bufio"
	"context"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fugai/coverage/siting"
)

// drawProgram draws whole columns of small bounds and rows of small whole
// coefficients, so that everything can be tried.
func drawProgram(t *rapid.T) *siting.Program {
	columns := rapid.IntRange(1, 6).Draw(t, "columns")
	p := &siting.Program{}
	for range columns {
		low := rapid.IntRange(-2, 1).Draw(t, "lower")
		p.Columns = append(p.Columns, whole(float64(rapid.IntRange(-9, 9).Draw(t, "cost")), float64(low), float64(low+rapid.IntRange(0, 3).Draw(t, "width"))))
	}
	for range rapid.IntRange(0, 5).Draw(t, "rows") {
		var coefficients []float64
		for range columns {
			coefficients = append(coefficients, float64(rapid.IntRange(-4, 4).Draw(t, "coefficient")))
		}
		low := float64(rapid.IntRange(-8, 4).Draw(t, "side"))
		high := low + float64(rapid.IntRange(0, 6).Draw(t, "range"))
		switch rapid.IntRange(0, 2).Draw(t, "open") {
		case 0:
			low = -inf
		case 1:
			high = inf
		}
		p.Rows = append(p.Rows, row(low, high, coefficients...))
	}
	return p
}

// bruteForce gives the least objective over all whole values, +∞ for none.
func bruteForce(p *siting.Program) float64 {
	values := make([]float64, len(p.Columns))
	least := inf
	var try func(c int)
	try = func(c int) {
		if c == len(values) {
			if holds(p, values) {
				least = min(least, objective(p, values))
			}
			return
		}
		for v := p.Columns[c].Lower; v <= p.Columns[c].Upper; v++ {
			values[c] = v
			try(c + 1)
		}
	}
	try(0)
	return least
}

func TestAgainstBruteForce(t *testing.T) {
	engine := builtIn(t)
	rapid.Check(t, func(t *rapid.T) {
		p := drawProgram(t)
		want := bruteForce(p)
		got, err := engine.Solve(context.Background(), p, siting.EngineOptions{})
		switch {
		case err != nil:
			t.Fatal(err)
		case math.IsInf(want, 1) != (got.Status == siting.Infeasible), got.Objective != want, got.Bound != want:
			t.Errorf("got %+v, want objective %v", got, want)
		case got.Status == siting.Optimal && !holds(p, got.Values):
			t.Errorf("%v does not satisfy the program", got.Values)
		}
	})
}

// model is a random model of siting, with people in a square.
type model struct {
	name    string
	program *siting.Program
}

// place is a point in the unit square.
type place struct{ x, y float64 }

func (p place) to(q place) float64 { return math.Hypot(p.x-q.x, p.y-q.y) }

func places(r *rand.Rand, n int) []place {
	list := make([]place, n)
	for i := range list {
		list[i] = place{r.Float64(), r.Float64()}
	}
	return list
}

// maximalCovering is MCLP: columns are sites, then demands covered.
func maximalCovering(seed uint64, demands, sites, open int, radius float64) *siting.Program {
	r := rand.New(rand.NewPCG(seed, 1))
	from, to := places(r, demands), places(r, sites)
	p := &siting.Program{}
	count := siting.Row{Lower: -inf, Upper: float64(open)}
	for j := range to {
		p.Columns = append(p.Columns, whole(0, 0, 1))
		count.Terms = append(count.Terms, siting.Term{Column: int32(j), Coefficient: 1})
	}
	p.Rows = append(p.Rows, count)
	for i := range from {
		cover := siting.Row{Lower: 0, Upper: inf, Terms: []siting.Term{{Column: int32(len(p.Columns)), Coefficient: -1}}}
		p.Columns = append(p.Columns, column(-float64(1+r.IntN(100)), 0, 1))
		for j := range to {
			if from[i].to(to[j]) <= radius {
				cover.Terms = append(cover.Terms, siting.Term{Column: int32(j), Coefficient: 1})
			}
		}
		p.Rows = append(p.Rows, cover)
	}
	return p
}

// median is the p-median model: columns are sites, then demand × site; with
// capacities it is the capacitated one.
func median(seed uint64, demands, sites, open int, capacity float64) *siting.Program {
	r := rand.New(rand.NewPCG(seed, 2))
	from, to := places(r, demands), places(r, sites)
	p := &siting.Program{}
	count := siting.Row{Lower: float64(open), Upper: float64(open)}
	load := make([]siting.Row, sites)
	for j := range to {
		p.Columns = append(p.Columns, whole(0, 0, 1))
		count.Terms = append(count.Terms, siting.Term{Column: int32(j), Coefficient: 1})
		load[j] = siting.Row{Lower: -inf, Terms: []siting.Term{{Column: int32(j), Coefficient: -capacity}}}
	}
	p.Rows = append(p.Rows, count)
	for i := range from {
		weight := float64(1 + r.IntN(9))
		all := siting.Row{Lower: 1, Upper: 1}
		for j := range to {
			x := int32(len(p.Columns))
			p.Columns = append(p.Columns, column(weight*math.Round(1000*from[i].to(to[j])), 0, 1))
			all.Terms = append(all.Terms, siting.Term{Column: x, Coefficient: 1})
			load[j].Terms = append(load[j].Terms, siting.Term{Column: x, Coefficient: weight})
			p.Rows = append(p.Rows, siting.Row{Lower: -inf, Terms: []siting.Term{{Column: x, Coefficient: 1}, {Column: int32(j), Coefficient: -1}}})
		}
		p.Rows = append(p.Rows, all)
	}
	if capacity > 0 {
		p.Rows = append(p.Rows, load...)
	}
	return p
}

// knapsack has weights and values that nearly agree, which is the hard kind.
func knapsack(seed uint64, items int) *siting.Program {
	r := rand.New(rand.NewPCG(seed, 3))
	p := &siting.Program{Rows: []siting.Row{{Lower: -inf}}}
	for i := range items {
		w := float64(100 + r.IntN(900))
		p.Columns = append(p.Columns, whole(-(w+float64(r.IntN(20))), 0, 1))
		p.Rows[0].Terms = append(p.Rows[0].Terms, siting.Term{Column: int32(i), Coefficient: w})
		p.Rows[0].Upper += w / 2
	}
	p.Rows[0].Upper = math.Floor(p.Rows[0].Upper)
	return p
}

func models() []model {
	return []model{
		{"maximal covering", maximalCovering(1, 300, 60, 6, 0.12)},
		{"maximal covering, sparse", maximalCovering(2, 400, 100, 12, 0.06)},
		{"p-median", median(3, 40, 20, 4, 0)},
		{"p-median with capacities", median(4, 30, 12, 4, 60)},
		{"knapsack", knapsack(5, 30)},
		{"infeasible capacities", median(6, 30, 10, 2, 20)},
	}
}

// byGLPK gives the objective that glpsol proves, +∞ where it proves that there
// is none.
func byGLPK(t *testing.T, glpsol string, p *siting.Program) float64 {
	t.Helper()
	dir := t.TempDir()
	mps, out := filepath.Join(dir, "m.mps"), filepath.Join(dir, "out.txt")
	if err := saveMPS(mps, p); err != nil {
		t.Fatal(err)
	}
	log, err := exec.Command(glpsol, "--freemps", mps, "--tmlim", "60", "--cuts", "--presol", "-o", out).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	for _, sign := range []string{"PROBLEM HAS NO PRIMAL FEASIBLE SOLUTION", "PROBLEM HAS NO INTEGER FEASIBLE SOLUTION", "LP HAS NO PRIMAL FEASIBLE SOLUTION"} {
		if strings.Contains(string(log), sign) {
			return inf
		}
	}
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if fields := strings.Fields(s.Text()); len(fields) > 3 && fields[0] == "Objective:" {
			v, err := strconv.ParseFloat(fields[3], 64)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
	}
	t.Fatalf("glpsol names no objective:\n%s", log)
	return 0
}

// All engines and glpsol must agree on the objective of the same program.
func TestAgainstOtherSolvers(t *testing.T) {
	engine := builtIn(t)
	glpsol := installed(t, "glpsol", "glpk-utils")
	cbc, err := Find(installed(t, "cbc", "coinor-cbc"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range models() {
		t.Run(m.name, func(t *testing.T) {
			got, err := engine.Solve(context.Background(), m.program, siting.EngineOptions{})
			if err != nil {
				t.Fatal(err)
			}
			theirs, err := cbc.Solve(context.Background(), m.program, siting.EngineOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if got.Status != theirs.Status || !near(got.Objective, theirs.Objective) {
				t.Errorf("got %v %v, cbc %v %v", got.Status, got.Objective, theirs.Status, theirs.Objective)
			}
			if want := byGLPK(t, glpsol, m.program); !near(got.Objective, want) {
				t.Errorf("got %v, glpsol %v", got.Objective, want)
			}
			if got.Values != nil && !holds(m.program, got.Values) {
				t.Errorf("the values do not satisfy the program")
			}
		})
	}
}

func near(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-6*math.Abs(b) }
