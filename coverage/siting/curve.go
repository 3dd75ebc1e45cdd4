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
