package paths

import (
	"context"
	"math"
	"testing"

	"fugai/geo/network"

	"pgregory.net/rapid"
)

func TestPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, o := drawCase(t), drawOptions(t)
		tree, err := Sweep(context.Background(), c.g, c.ends().Sites, o)
		if err != nil {
			t.Fatal(err)
		}
		for e := range c.g.Edges {
			pieces := tree.Pieces(uint32(e), nil)
			for i := range c.g.Edges[e].Count - 1 {
				for part := range eighths + 1 {
					at := locate(c.g, place{e, int(i), part}, 0)
					checkPieces(t, tree.At(&at), pieces, float64(i)+float64(part)/eighths)
				}
			}
			points := tree.Points(uint32(e), nil)
			for i, got := range points {
				at := locate(c.g, place{e, max(0, i-1), min(1, i) * eighths}, 0)
				if want := tree.At(&at); got != want {
					t.Fatalf("point %d of edge %d: %v, want %v", i, e, got, want)
				}
			}
		}
	})
}

// checkPieces compares the cost of a point with that of the pieces it is on.
// One that is only touched by a piece's end may be dearer by the piece, as at
// the end of a street that leads away.
func checkPieces(t *rapid.T, want Hit, pieces []Piece, position float64) {
	least, inside := math.Inf(1), false
	last := math.Inf(-1)
	for _, p := range pieces {
		if p.From >= p.To || p.From < last {
			t.Fatalf("piece %+v after one that ends at %g", p, last)
		}
		last = p.To
		if p.From <= position && position <= p.To {
			share := (position - p.From) / (p.To - p.From)
			least = min(least, p.FromCost+share*(p.ToCost-p.FromCost))
			inside = inside || p.From < position && position < p.To
		}
	}
	const rounding = 1e-6
	switch {
	case math.IsInf(least, 1):
		if want != miss && position != math.Trunc(position) {
			t.Fatalf("position %g has %v, but no piece", position, want)
		}
	case inside && math.Abs(least-float64(want.Cost)) > rounding, float64(want.Cost) > least+rounding:
		t.Fatalf("position %g: %g by the pieces %v, want %v", position, least, pieces, want)
	}
}

func TestRoute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		f := NewFinder(c.g)
		for from := range c.at {
			for to := range c.at {
				r, ok := f.Route(&c.at[from], &c.at[to])
				want := c.brute(from, to)
				if ok != (want < closed) || ok && int64(r.Cost) != want {
					t.Fatalf("from %d to %d: %v %v, want %d", from, to, r, ok, want)
				}
				if ok {
					checkSteps(t, c, r, from, to)
				}
			}
		}
	})
}

// checkSteps adds up the steps of a route.
func checkSteps(t *rapid.T, c *randomCase, r Route, from, to int) {
	a, b := &c.at[from], &c.at[to]
	if len(r.Line) < 2 || r.Meters < 0 {
		t.Fatalf("the line has %d points and %v m", len(r.Line), r.Meters)
	}
	if len(r.Steps) == 1 {
		if direct := forward.direct(a, b, math.MaxUint32-1); direct != r.Cost {
			t.Fatalf("the way along the edge costs %d, want %d", direct, r.Cost)
		}
		return
	}
	sum := a.OffCost + b.OffCost
	leave := [2]network.Cost{}
	leave[0], leave[1] = forward.leave(a)
	sum += leave[or(r.Steps[0].Back, 0, 1)]
	leave[0], leave[1] = forward.arrive(b)
	sum += leave[or(r.Steps[len(r.Steps)-1].Back, 1, 0)]
	for _, s := range r.Steps[1 : len(r.Steps)-1] {
		if e := c.g.Edges[s.Edge]; s.Back {
			sum += e.Back
		} else {
			sum += e.Ahead
		}
	}
	if sum != r.Cost {
		t.Fatalf("the steps %v add up to %d, want %d", r.Steps, sum, r.Cost)
	}
}
