package highs

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fugai/coverage/siting"
)

// hard is a program that no solver proves in the time these tests have.
func hard() *siting.Program { return median(7, 120, 120, 12, 52) }

func TestTimeLimit(t *testing.T) {
	cbc, err := Find(installed(t, "cbc", "coinor-cbc"))
	if err != nil {
		t.Fatal(err)
	}
	p := hard()
	for name, engine := range map[string]siting.Engine{"built in": builtIn(t), "cbc": cbc} {
		t.Run(name, func(t *testing.T) {
			got, err := engine.Solve(context.Background(), p, siting.EngineOptions{TimeLimit: time.Second})
			if err != nil {
				t.Fatal(err)
			}
			checkStopped(t, p, got)
		})
	}
}

// checkStopped wants a status that says so, and values where there is an objective.
func checkStopped(t *testing.T, p *siting.Program, got siting.EngineResult) {
	t.Helper()
	switch {
	case got.Status == siting.Unknown && got.Values == nil && math.IsInf(got.Objective, 1):
	case got.Status == siting.TimeLimit && holds(p, got.Values) && got.Objective == objective(p, got.Values) && got.Bound < got.Objective:
	default:
		t.Errorf("got status %v, objective %v, bound %v, %d values", got.Status, got.Objective, got.Bound, len(got.Values))
	}
}

// A context that ends stops the search through the module's clock; what was
// found until then is given.
func TestCancel(t *testing.T) {
	engine, p := builtIn(t), hard()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var seen bool
	began := time.Now()
	got, err := engine.Solve(ctx, p, siting.EngineOptions{Progress: func(objective, _ float64) {
		if !math.IsInf(objective, 1) {
			seen = true
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	checkStopped(t, p, got)
	if !seen || got.Status != siting.TimeLimit {
		t.Errorf("stopped after a solution was reported (%v), got status %v", seen, got.Status)
	}
	t.Logf("stopped after %v", time.Since(began))
}

func TestCancelledBefore(t *testing.T) {
	engine, p := builtIn(t), maximalCovering(1, 50, 10, 2, 0.2)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	got, err := engine.Solve(ctx, p, siting.EngineOptions{})
	if err != nil || got.Status != siting.Unknown || got.Values != nil || !math.IsInf(got.Bound, -1) {
		t.Errorf("got %+v, %v", got, err)
	}
	start := make([]float64, len(p.Columns)) // no site opened, nobody covered
	got, err = engine.Solve(ctx, p, siting.EngineOptions{Start: start})
	if err != nil || got.Status != siting.TimeLimit || got.Objective != 0 {
		t.Errorf("with a start: got %+v, %v", got, err)
	}
}

func TestGap(t *testing.T) {
	engine, p := builtIn(t), median(8, 40, 20, 4, 90)
	got, err := engine.Solve(context.Background(), p, siting.EngineOptions{Gap: 0.5})
	if err != nil {
		t.Fatal(err)
	}
	exact, err := engine.Solve(context.Background(), p, siting.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if exact.Status != siting.Optimal || got.Bound > exact.Objective+1e-6 || got.Objective < exact.Objective-1e-6 {
		t.Errorf("got %v to %v, the optimum is %v (%v)", got.Bound, got.Objective, exact.Objective, exact.Status)
	}
	if gap := (got.Objective - got.Bound) / got.Objective; gap > 0.5 {
		t.Errorf("got a gap of %v, want at most 0.5", gap)
	}
}

// The optimum as a start stays the optimum; one that satisfies nothing is ignored.
func TestStart(t *testing.T) {
	engine, p := builtIn(t), median(9, 30, 15, 3, 80)
	first, err := engine.Solve(context.Background(), p, siting.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for name, start := range map[string][]float64{"optimum": first.Values, "wrong": make([]float64, len(p.Columns))} {
		got, err := engine.Solve(context.Background(), p, siting.EngineOptions{Start: start})
		if err != nil || got.Status != siting.Optimal || !near(got.Objective, first.Objective) {
			t.Errorf("%s: got %v %v (%v), want %v", name, got.Status, got.Objective, err, first.Objective)
		}
	}
}

// Several goroutines share an engine, and the same program gives the same values.
func TestConcurrentAndRepeatable(t *testing.T) {
	engine, p := builtIn(t), maximalCovering(10, 200, 40, 5, 0.15)
	results := make([]siting.EngineResult, 4)
	var wait sync.WaitGroup
	for i := range results {
		wait.Go(func() {
			var err error
			if results[i], err = engine.Solve(context.Background(), p, siting.EngineOptions{}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, r := range results[1:] {
		if diff := cmp.Diff(r, results[0]); diff != "" {
			t.Errorf("two runs differ:\n%s", diff)
		}
	}
}

func TestTooLarge(t *testing.T) {
	r := siting.Row{Lower: 1, Upper: inf, Terms: make([]siting.Term, 2000)}
	p := &siting.Program{Columns: make([]siting.Column, 2000), Rows: make([]siting.Row, 12000)}
	for i := range r.Terms {
		r.Terms[i] = siting.Term{Column: int32(i), Coefficient: 1}
	}
	for i := range p.Rows {
		p.Rows[i] = r
	}
	_, err := New(Settings{}).Solve(context.Background(), p, siting.EngineOptions{})
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "24000000 coefficients") {
		t.Errorf("got %v", err)
	}
}

// A module that runs out of memory, or stops for another reason, is an error, and what it found is kept.
func TestAfterFailure(t *testing.T) {
	p := &siting.Program{Columns: []siting.Column{whole(1, 0, 1)}}
	if _, err := newBest(p, siting.EngineOptions{}).afterFailure(errMemory); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	got, err := newBest(p, siting.EngineOptions{Start: []float64{1}}).afterFailure(errMemory)
	if err != nil || got.Status != siting.TimeLimit || got.Objective != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

// A call with a wrong address traps in the module and comes back as an error.
func TestTrap(t *testing.T) {
	m, err := builtIn(t).load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	s.call("Highs_run", 0xfffffff0)
	if err := s.failure(); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
	s.call("no such function")
	if s.failure() == nil {
		t.Error("the first error is forgotten")
	}
}

// A memory asked for beyond 2 GiB is refused and said.
func TestOutOfMemory(t *testing.T) {
	m, err := builtIn(t).load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	s.allocate(memoryLimit - 1<<20)
	if err := s.failure(); !errors.Is(err, errMemory) {
		t.Errorf("got %v", err)
	}
}

// A damaged cache is done without.
func TestDamagedCache(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles twice, which takes seconds")
	}
	builtIn(t)
	dir := t.TempDir()
	p := &siting.Program{Columns: []siting.Column{whole(1, 2, 5)}}
	for _, step := range []string{"empty", "damaged"} {
		engine := New(Settings{CacheDir: dir})
		got, err := engine.Solve(context.Background(), p, siting.EngineOptions{})
		if err != nil || got.Objective != 2 {
			t.Errorf("%s cache: got %+v, %v", step, got, err)
		}
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
		damage(t, dir)
	}
}

// damage cuts every file of the cache in half.
func damage(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the cache holds %d files: %v", len(files), err)
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(f, info.Size()/2); err != nil {
			t.Fatal(err)
		}
	}
}

// A run that does not look at the clock is left behind with what is known, and
// the engine still closes.
func TestLeftBehind(t *testing.T) {
	engine := New(Settings{})
	if engine.Available() != nil {
		builtIn(t)
	}
	p := median(7, 300, 300, 12, 52) // its presolve takes longer than the limit
	if _, err := engine.Solve(context.Background(), maximalCovering(1, 20, 5, 2, 0.3), siting.EngineOptions{}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	got, err := engine.Solve(ctx, p, siting.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	checkStopped(t, p, got)
	t.Logf("back after %v", time.Since(began))
	if err := engine.Close(); err != nil {
		t.Error(err)
	}
}
