package highs

import (
	"math"

	"fugai/coverage/siting"
)

// tolerance is HiGHS's own for rows, bounds and whole numbers (its options
// primal_feasibility_tolerance 1e-7 and mip_feasibility_tolerance 1e-6).
const tolerance = 1e-6

// holds reports whether values satisfy every bound, row and wholeness, each
// within the tolerance, relative to the size of the terms of a row.
func holds(p *siting.Program, values []float64) bool {
	if len(values) != len(p.Columns) {
		return false
	}
	for i, c := range p.Columns {
		v := values[i]
		slack := tolerance * max(1, math.Abs(v))
		// A value that is not finite fails one of the comparisons.
		if !(v >= c.Lower-slack && v <= c.Upper+slack) || math.IsInf(v, 0) {
			return false
		}
		if c.Integer && math.Abs(v-math.Round(v)) > tolerance {
			return false
		}
	}
	for _, r := range p.Rows {
		sum, size := 0.0, 1.0
		for _, t := range r.Terms {
			part := t.Coefficient * values[t.Column]
			sum += part
			size = max(size, math.Abs(part))
		}
		if slack := tolerance * size; !(sum >= r.Lower-slack && sum <= r.Upper+slack) {
			return false
		}
	}
	return true
}

// rounded gives the values with the integers made whole, where that still
// satisfies the program; otherwise the values themselves.
func rounded(p *siting.Program, values []float64) []float64 {
	whole := make([]float64, len(values))
	for i, v := range values {
		if p.Columns[i].Integer {
			v = math.Round(v)
		}
		whole[i] = v + 0 // no negative zero
	}
	if holds(p, whole) {
		return whole
	}
	return values
}

func objective(p *siting.Program, values []float64) float64 {
	sum := 0.0
	for i, c := range p.Columns {
		sum += c.Cost * values[i]
	}
	return sum
}

// proved reports whether the bound meets the objective, within HiGHS's
// absolute gap of 1e-6 or what floating point leaves of a large sum.
func proved(objective, bound float64) bool {
	return objective-bound <= max(1e-6, 1e-9*math.Abs(objective))
}

// found makes the result of values that satisfy the program. A solution that
// is not proved best has the status stopped.
func found(p *siting.Program, values []float64, bound float64, stopped siting.Status) siting.EngineResult {
	values = rounded(p, values)
	r := siting.EngineResult{Status: stopped, Values: values, Objective: objective(p, values)}
	r.Bound = min(bound, r.Objective)
	if proved(r.Objective, bound) {
		r.Status, r.Bound = siting.Optimal, r.Objective
	}
	return r
}

// nothing is the result without values.
func nothing(status siting.Status, bound float64) siting.EngineResult {
	if status == siting.Infeasible {
		return siting.EngineResult{Status: status, Objective: math.Inf(1), Bound: math.Inf(1)}
	}
	return siting.EngineResult{Status: status, Objective: math.Inf(1), Bound: bound}
}
