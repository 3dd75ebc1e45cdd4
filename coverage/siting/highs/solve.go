package highs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"

	"fugai/coverage/siting"
)

// Solve finds values of the columns that make the objective least; see
// [siting.Engine]. Whole columns come back whole.
//
// The first call compiles the module, which takes seconds, or a fraction of
// one from the cache; this does not count against the time limit, so that the
// answer does not depend on it. When ctx ends, or the time, or the memory, the
// best solution known is given with its bound: the start, if nothing better.
//
// Errors: no module ([ErrMissing]), a program that is none, too large
// ([ErrTooLarge]) or without a least objective ([ErrUnbounded]).
func (e *Engine) Solve(ctx context.Context, program *siting.Program, options siting.EngineOptions) (siting.EngineResult, error) {
	if err := prepare(program, options); err != nil {
		return siting.EngineResult{}, err
	}
	if err := fits(program); err != nil {
		return siting.EngineResult{}, err
	}
	if contradicts(program) {
		return nothing(siting.Infeasible, 0), nil
	}
	if len(program.Columns) == 0 {
		return solveEmpty(program), nil
	}
	m, err := e.load(ctx)
	if ended(ctx) { // which also ends the compiler, with an error
		return newBest(program, options).stopped(), nil
	}
	if err != nil {
		return siting.EngineResult{}, err
	}
	return m.within(ctx, program, options)
}

func ended(ctx context.Context) bool { return ctx.Err() != nil }

// prepare checks what does not depend on the solver.
func prepare(program *siting.Program, options siting.EngineOptions) error {
	if program == nil {
		return errors.New("highs: no program")
	}
	if options.TimeLimit < 0 || math.IsNaN(options.Gap) || options.Gap < 0 {
		return fmt.Errorf("highs: time limit %v, gap %v", options.TimeLimit, options.Gap)
	}
	if options.Start != nil && len(options.Start) != len(program.Columns) {
		return fmt.Errorf("highs: the start has %d values for %d columns", len(options.Start), len(program.Columns))
	}
	return check(program)
}

// solveEmpty decides a program without columns: every row sums to 0.
func solveEmpty(p *siting.Program) siting.EngineResult {
	if holds(p, nil) {
		return siting.EngineResult{Status: siting.Optimal, Values: []float64{}}
	}
	return nothing(siting.Infeasible, 0)
}

// best is what is known while a search runs; it outlives a failing module, and
// one that is left behind (see [machine.within]).
type best struct {
	program *siting.Program

	mu       sync.Mutex
	values   []float64 // nil: none
	bound    float64
	progress func(objective, bound float64) // nil: nobody listens
}

func newBest(p *siting.Program, options siting.EngineOptions) *best {
	b := &best{program: p, bound: math.Inf(-1), progress: options.Progress}
	b.offer(options.Start)
	return b
}

// offer keeps values if they satisfy the program and are better than what there is.
func (b *best) offer(values []float64) {
	if values != nil && holds(b.program, values) {
		b.take(values)
	}
}

// take is offer for what HiGHS itself calls feasible, whose tolerances differ
// a little from those of holds.
func (b *best) take(values []float64) {
	if b.values == nil || objective(b.program, values) < objective(b.program, b.values) {
		b.values = values
	}
}

// stopped is the result of a search that was ended.
func (b *best) stopped() siting.EngineResult {
	if b.values == nil {
		return nothing(siting.Unknown, b.bound)
	}
	return found(b.program, b.values, b.bound, siting.TimeLimit)
}

func (m *machine) solve(ctx context.Context, b *best, options siting.EngineOptions) (_ siting.EngineResult, err error) {
	p := b.program
	s, err := m.open(ctx)
	if err != nil {
		return siting.EngineResult{}, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	s.set(options)
	s.pass(p)
	if b.values != nil {
		s.setStart(b.values)
	}
	s.listen(b)
	s.must("Highs_run", s.highs)
	status := modelStatus(s.call("Highs_getModelStatus", s.highs))
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := s.failure(); err != nil {
		return b.afterFailure(err)
	}
	if status == unboundedOrInfeasible || status == unbounded {
		free := siting.EngineOptions{TimeLimit: options.TimeLimit}
		return settle(m.solve(ctx, newBest(withoutObjective(p), free), free))
	}
	return s.result(b, status)
}

// afterFailure saves the best solution from a module that broke down.
func (b *best) afterFailure(err error) (siting.EngineResult, error) {
	if b.values != nil {
		return b.stopped(), nil
	}
	if errors.Is(err, errMemory) {
		return siting.EngineResult{}, tooLarge(b.program, "2")
	}
	return siting.EngineResult{}, err
}

// set makes HiGHS quiet, single-threaded, repeatable and as exact as asked.
func (s *session) set(options siting.EngineOptions) {
	limit := options.TimeLimit.Seconds()
	if limit <= 0 || limit > forever {
		limit = forever
	}
	s.option("log_to_console", false)
	s.option("threads", 1)
	s.option("parallel", "off")
	s.option("random_seed", 0)
	s.option("time_limit", limit)
	s.option("mip_rel_gap", options.Gap)
	s.option("mip_abs_gap", 1e-6)
}

func (s *session) setStart(values []float64) {
	at := s.floats(len(values), func(i int) float64 { return values[i] })
	s.must("Highs_setSolution", s.highs, at, 0, 0, 0)
	s.free(at)
}

// listen keeps what HiGHS reports while it runs.
func (s *session) listen(b *best) {
	names := map[string]uint64{}
	for _, name := range []string{"mip_solution", "mip_primal_bound", "mip_dual_bound"} {
		names[name] = s.text(name)
	}
	item := func(data uint32, name string, n int) []float64 {
		at := s.call("Highs_getCallbackDataOutItem", uint64(data), names[name])
		if uint32(at) == 0 {
			return nil
		}
		return s.readFloats(at, n)
	}
	s.host.callback = func(kind callbackKind, data uint32) {
		var values []float64
		if kind == improvingSolution {
			values = item(data, "mip_solution", len(b.program.Columns))
		}
		b.report(values, item(data, "mip_dual_bound", 1), item(data, "mip_primal_bound", 1))
	}
}

// report takes what a callback brings; each list may be nil.
func (b *best) report(values, bound, primal []float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.offer(values)
	if len(bound) == 1 && bound[0] > b.bound {
		b.bound = bound[0]
	}
	if len(primal) == 1 && b.progress != nil {
		b.progress(primal[0], b.bound)
	}
}

// modelStatus is how a run ended (HighsModelStatus).
type modelStatus int32

const (
	modelEmpty            modelStatus = 6
	optimal               modelStatus = 7
	infeasible            modelStatus = 8
	unboundedOrInfeasible modelStatus = 9
	unbounded             modelStatus = 10
	timeLimit             modelStatus = 13
	interrupted           modelStatus = 17
)

// result reads what a run that ended by itself or by a limit found; b is locked.
func (s *session) result(b *best, status modelStatus) (siting.EngineResult, error) {
	if status == infeasible {
		return nothing(siting.Infeasible, 0), nil
	}
	const feasible = 2
	if s.intInfo("primal_solution_status") == feasible {
		if values := s.solution(len(b.program.Columns)); s.err == nil {
			b.take(values)
		}
	}
	b.bound = max(b.bound, s.lowerBound(b.program, status))
	if err := s.failure(); err != nil {
		return b.afterFailure(err)
	}
	switch {
	case (status == optimal || status == modelEmpty) && b.values != nil:
		return found(b.program, b.values, b.bound, siting.Feasible), nil
	case status >= timeLimit && status <= interrupted || b.values != nil:
		return b.stopped(), nil
	}
	return siting.EngineResult{}, fmt.Errorf("HiGHS stopped with model status %d", status)
}

// lowerBound is the dual bound of an integer program; a linear one has one
// only when it is solved.
func (s *session) lowerBound(p *siting.Program, status modelStatus) float64 {
	for _, c := range p.Columns {
		if c.Integer {
			return s.floatInfo("mip_dual_bound")
		}
	}
	if status == optimal || status == modelEmpty {
		return s.floatInfo("objective_function_value")
	}
	return math.Inf(-1)
}

func (s *session) solution(n int) []float64 {
	at := s.allocate(8 * n)
	s.must("Highs_getSolution", s.highs, at, 0, 0, 0)
	values := s.readFloats(at, n)
	s.free(at)
	return values
}

// withoutObjective is the program with costs of 0: it is never unbounded, and
// infeasible if the program is.
func withoutObjective(p *siting.Program) *siting.Program {
	free := &siting.Program{Columns: make([]siting.Column, len(p.Columns)), Rows: p.Rows}
	for i, c := range p.Columns {
		c.Cost = 0
		free.Columns[i] = c
	}
	return free
}

// settle tells unbounded from infeasible by the result without an objective.
func settle(r siting.EngineResult, err error) (siting.EngineResult, error) {
	switch {
	case err != nil || r.Status == siting.Infeasible:
		return r, err
	case r.Values == nil:
		return nothing(siting.Unknown, math.Inf(-1)), nil
	}
	return siting.EngineResult{}, ErrUnbounded
}
