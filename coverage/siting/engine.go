package siting

import (
	"context"
	"time"
)

// Engine solves mixed-integer linear programs. The package carries the pure
// models itself; an engine carries what its own search cannot, such as
// capacities, and helps it with rules. Implementations live in packages of
// their own: package highs has HiGHS and external solvers.
//
// Solve checks ctx and the time limit and then returns the best it has. An
// infeasible program is a Status, not an error; errors are for an engine that
// does not run or a program it cannot read.
type Engine interface {
	Solve(ctx context.Context, program *Program, options EngineOptions) (EngineResult, error)
}

// Program is the mixed-integer linear program: minimize the sum of
// Columns[c].Cost times the value of column c, with every column and every
// row between its bounds.
type Program struct {
	Columns []Column
	Rows    []Row
}

// Column is a variable. Lower and Upper may be infinite (math.Inf).
type Column struct {
	Cost         float64
	Lower, Upper float64
	Integer      bool
}

// Row is a linear constraint: Lower ≤ sum of terms ≤ Upper. The bounds may be
// infinite (math.Inf); equal bounds make an equation. A column occurs at most
// once among the terms.
type Row struct {
	Lower, Upper float64
	Terms        []Term
}

// Term is a coefficient of a row.
type Term struct {
	Column      int32
	Coefficient float64
}

// EngineOptions bound the work of an engine. The zero value runs until the
// optimum is proved.
type EngineOptions struct {
	TimeLimit time.Duration // 0: none
	Gap       float64       // relative gap at which to stop, 0: prove the optimum
	Start     []float64     // a feasible value of every column, or nil
	Progress  func(objective, bound float64)
}

// EngineResult is what an engine found. Values is nil when it has no feasible
// point; Bound is the largest proved lower bound of the objective.
type EngineResult struct {
	Status    Status
	Values    []float64
	Objective float64
	Bound     float64
}

// Status says how far a search came.
type Status int

const (
	// Unknown means: stopped before any solution was found and before it was proved
	// that there is none.
	Unknown Status = iota
	// Optimal means: the solution is proved best, within the accepted gap of zero.
	Optimal
	// Feasible means: a solution within the gap that was asked for, not proved best.
	Feasible
	// Infeasible means: it is proved that no solution exists.
	Infeasible
	// TimeLimit means: the time or the context ended first. The best solution
	// known is given, with its bound.
	TimeLimit
)

// String gives a short English name for logs and tests.
func (s Status) String() string {
	names := [...]string{"unknown", "optimal", "feasible", "infeasible", "time limit"}
	if s < 0 || int(s) >= len(names) {
		return "invalid"
	}
	return names[s]
}
