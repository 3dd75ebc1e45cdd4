package paths

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"fugai/geo/network"
)

// TestLargeTable asks for a table that a hierarchy is made for.
func TestLargeTable(t *testing.T) {
	var costs []network.Cost
	for i := range 400 {
		costs = append(costs, network.Cost(i*i%37))
	}
	g, at := chain(costs...)
	ends := Ends{at[:300], at[100:]}
	for _, o := range []Options{{Threads: 1}, {Threads: 1, Direction: network.FromSites}} {
		if h, err := tableHierarchy(context.Background(), g, ends, o); h == nil {
			t.Errorf("no hierarchy: %v", err)
		}
		got, err := Table(context.Background(), g, ends, o)
		samePlain(t, g, ends, o, got, err)
	}
}

// TestDenseHierarchy compares on a grid, which leaves many passages.
func TestDenseHierarchy(t *testing.T) {
	g, at := town(30)
	h, err := newHierarchy(context.Background(), g, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	ends := Ends{at[:400], at[300:]}
	for _, o := range []Options{{}, {Direction: network.FromSites}, {Cutoff: 500_000}} {
		got, err := h.table(context.Background(), ends, o)
		samePlain(t, g, ends, o, got, err)
	}
}

func samePlain(t *testing.T, g *network.Graph, ends Ends, o Options, got *Matrix, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	want, err := plainTable(context.Background(), g, ends, o)
	if err != nil || !slices.Equal(got.Costs, want.Costs) {
		t.Errorf("%+v: the tables differ, %v", o, err)
	}
}

func TestHierarchyGivesUp(t *testing.T) {
	ctx := context.Background()
	g, at := town(30)
	if h, err := newHierarchy(ctx, g, 100); !errors.Is(err, errDear) || h != nil {
		t.Errorf("%v %v, want that it is too dear", h, err)
	}
	if h, err := tableHierarchy(ctx, g, Ends{at[:10], at}, Options{Threads: 1}); h != nil || err != nil {
		t.Errorf("few searches: %v %v, want none", h, err)
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := newHierarchy(stopped, g, math.MaxInt64); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that it was stopped", err)
	}
}
