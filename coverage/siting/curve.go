package siting

import (
	"context"
	"slices"
)

// Point is one solution of a family: what a number of sites, or a limit,
// reaches.
type Point struct {
	Sites     int
	Within    float64
	Status    Status
	Objective float64
	Bound     float64
	Shared    int // chosen sites that the base solution has too
	Open      []int
}

// Curve solves the problem for several numbers of sites. Shared counts the
// sites in common with base, which may be nil.
func Curve(ctx context.Context, p Problem, s Settings, sites, base []int) ([]Point, error) {
	var list []Point
	for _, n := range sites {
		q := p
		q.Sites = n
		pt, err := point(ctx, q, s, base)
		if err != nil {
			return list, err
		}
		list = append(list, pt)
	}
	return list, nil
}

// Sensitivity solves the problem for several limits, which the costs must
// reach.
func Sensitivity(ctx context.Context, p Problem, s Settings, limits []float64, base []int) ([]Point, error) {
	var list []Point
	for _, within := range limits {
		q := p
		q.Within = within
		pt, err := point(ctx, q, s, base)
		if err != nil {
			return list, err
		}
		list = append(list, pt)
	}
	return list, nil
}

func point(ctx context.Context, p Problem, s Settings, base []int) (Point, error) {
	res, err := Solve(ctx, quiet(p), s)
	if err != nil {
		return Point{}, err
	}
	pt := Point{Sites: p.Sites, Within: p.within(), Status: res.Status, Objective: res.Objective, Bound: res.Bound, Open: res.Open}
	for _, j := range res.Open {
		if slices.Contains(base, j) {
			pt.Shared++
		}
	}
	return pt, nil
}

// Phases spreads chosen sites over years: counts are the sites that each year
// opens, in turn. The whole choice stays as it is; each year takes, with the
// years before it fixed, those of its sites that serve best at once: the
// most covered for MCLP, LSCP and CoverThenCost, the least cost for PMedian.
// Sites beyond the sum of counts are left out. Replaceable sites that the
// choice keeps are open from the start and not listed.
func Phases(ctx context.Context, p Problem, res Result, counts []int) ([][]int, error) {
	q := quiet(p)
	if p.Model == LSCP || p.Model == PCenter || p.Model == CoverThenCost {
		q.Model = MCLP
		if p.Model == PCenter {
			q.Within = res.Objective
		}
	}
	q.Quotas, q.Budget, q.Spacing, q.Share, q.Capacity, q.Replace = nil, 0, 0, 0, nil, 0
	q.Required, q.Replaceable = nil, nil
	var queue []int
	for _, j := range res.Open {
		if slices.Contains(p.Replaceable, j) {
			q.Fixed = append(slices.Clone(q.Fixed), j)
		} else {
			queue = append(queue, j)
		}
	}
	var years [][]int
	for _, n := range counts {
		year, err := nextPhase(ctx, q, queue, min(n, len(queue)))
		if err != nil {
			return years, err
		}
		years = append(years, year)
		q.Fixed = append(slices.Clone(q.Fixed), year...)
		queue = slices.DeleteFunc(slices.Clone(queue), func(j int) bool { return slices.Contains(year, j) })
	}
	return years, nil
}

// nextPhase picks n of the queue; where fewer serve as well, the first of the
// others make up the number.
func nextPhase(ctx context.Context, q Problem, queue []int, n int) ([]int, error) {
	if n == len(queue) || n == 0 {
		return slices.Clone(queue[:n]), nil
	}
	q.Sites, q.Forbidden = n, nil
	for j := range q.Costs.Sites() {
		if !slices.Contains(queue, j) && !slices.Contains(q.Fixed, j) {
			q.Forbidden = append(q.Forbidden, j)
		}
	}
	res, err := Solve(ctx, q, Settings{})
	if err != nil {
		return nil, err
	}
	if res.Status == Infeasible && q.Model == PMedian { // so few do not reach all: the most people first
		q.Model = MCLP
		return nextPhase(ctx, q, queue, n)
	}
	year := slices.Clone(res.Open)
	for _, j := range queue {
		if len(year) < n && !slices.Contains(year, j) {
			year = append(year, j)
		}
	}
	slices.Sort(year)
	return year, nil
}
