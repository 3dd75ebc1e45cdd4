package paths

import (
	"math"
	"testing"

	"fugai/geo/network"

	"pgregory.net/rapid"
)

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
