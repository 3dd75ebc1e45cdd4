package siting

import (
	"context"
	"slices"
)

// Alternatives gives the next best choices after a result, the best first, at
// most a number of them. Each leaves out at least one chosen site of the result
// and of every alternative before it; one that is worth as much as the result
// is an alternative optimum. The list ends where no choice is left.
func Alternatives(ctx context.Context, p Problem, s Settings, res Result, most int) ([]Result, error) {
	p.extra = slices.Clone(p.extra)
	var list []Result
	for last := res; len(list) < most; {
		free := without(last.Open, p.Required)
		if last.Open == nil || len(free) == 0 {
			break
		}
		p.extra = append(p.extra, notAll(free))
		next, err := Solve(ctx, quiet(p), s)
		if err != nil {
			return list, err
		}
		if next.Open == nil {
			break
		}
		list = append(list, next)
		last = next
	}
	return list, nil
}
