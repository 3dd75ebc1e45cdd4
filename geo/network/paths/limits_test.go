package paths

import (
	"context"
	"errors"
	"slices"
	"testing"

	"fugai/geo/network"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// chain is a street of edges of the given costs, open both ways, with a
// location at each node.
func chain(costs ...network.Cost) (*network.Graph, []network.Location) {
	g := &network.Graph{Unit: network.Milliseconds, Nodes: []orb.Point{{0, 0}}}
	for i, c := range costs {
		a, b := uint32(i), uint32(i+1)
		g.Nodes = append(g.Nodes, orb.Point{float64(b) / 1000, 0})
		g.Edges = append(g.Edges, network.Edge{From: a, To: b, BackFrom: b, BackTo: a, First: uint32(len(g.Shape)), Count: 2, Ahead: c, Back: c})
		g.Shape = append(g.Shape, g.Nodes[a], g.Nodes[b])
		g.Ahead, g.Back = append(g.Ahead, 0, c), append(g.Back, 0, c)
	}
	g.Out, g.In = arcs(g, false), arcs(g, true)
	at := []network.Location{pointOf(g, 0, 0)}
	for i := range costs {
		at = append(at, pointOf(g, uint32(i), uint32(2*i+1)))
	}
	return g, at
}

// TestCostsThatDoNotFit: two of half of what fits do, one more does not.
func TestCostsThatDoNotFit(t *testing.T) {
	const half = (network.Never - 1) / 2
	g, at := chain(half, half, 1)
	ctx := context.Background()
	for _, direction := range []network.Direction{network.ToSites, network.FromSites} {
		o := Options{Direction: direction}
		ends := Ends{at, at[:1]}
		want := []Hit{{0, 0}, {0, half}, {0, 2 * half}, miss}
		if got, err := Nearest(ctx, g, ends, o); err != nil || !slices.Equal(got, want) {
			t.Errorf("Nearest: %v %v, want %v", got, err, want)
		}
		m, err := Table(ctx, g, ends, o)
		if want := []network.Cost{0, half, 2 * half, network.Never}; err != nil || !slices.Equal(m.Costs, want) {
			t.Errorf("Table: %v %v, want %v", m, err, want)
		}
	}
	f := NewFinder(g)
	if r, ok := f.Route(&at[0], &at[2]); !ok || r.Cost != 2*half {
		t.Errorf("%v %v, want %d", r, ok, 2*half)
	}
	if r, ok := f.Route(&at[0], &at[3]); ok {
		t.Errorf("%v, want none", r)
	}
	at[2].OffCost = 1
	if r, ok := f.Route(&at[0], &at[2]); ok {
		t.Errorf("from beside the street: %v, want none", r)
	}
	at[2].OffCost = network.Never
	if r, ok := f.Route(&at[2], &at[2]); ok {
		t.Errorf("from where nobody gets to the street: %v, want none", r)
	}
}

func TestNothingAsked(t *testing.T) {
	g, at := chain(5)
	ctx := context.Background()
	for name, ends := range map[string]Ends{"nobody": {nil, at}, "nowhere": {at, nil}, "nothing": {}} {
		hits, err := Nearest(ctx, g, ends, Options{})
		if err != nil || len(hits) != len(ends.Places) || len(hits) > 0 && hits[0] != miss {
			t.Errorf("%s: Nearest: %v %v", name, hits, err)
		}
		rows, err := NearestK(ctx, g, ends, 3, Options{})
		if err != nil || len(rows) != len(ends.Places) {
			t.Errorf("%s: NearestK: %v %v", name, rows, err)
		}
		if m, err := Table(ctx, g, ends, Options{}); err != nil || len(m.Costs) != 0 {
			t.Errorf("%s: Table: %v %v", name, m, err)
		}
		n := 0
		if err := Within(ctx, g, ends, Options{}, func(int, []Hit) error { n++; return nil }); err != nil || n != len(ends.Places) {
			t.Errorf("%s: Within: %d rows, %v", name, n, err)
		}
		if counts, err := CountWithin(ctx, g, ends, Options{}); err != nil || len(counts) != len(ends.Places) {
			t.Errorf("%s: CountWithin: %v %v", name, counts, err)
		}
	}
}

func TestErrors(t *testing.T) {
	g, at := chain(5, 5)
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	strange := []network.Location{{Edge: 99}}
	for name, c := range map[string]struct {
		ctx  context.Context
		ends Ends
	}{
		"stopped":                   {stopped, Ends{at, at}},
		"place of another network":  {context.Background(), Ends{strange, at}},
		"a site of another network": {context.Background(), Ends{at, strange}},
	} {
		_, nearest := Nearest(c.ctx, g, c.ends, Options{})
		_, k := NearestK(c.ctx, g, c.ends, 2, Options{})
		_, table := Table(c.ctx, g, c.ends, Options{})
		_, count := CountWithin(c.ctx, g, c.ends, Options{})
		within := Within(c.ctx, g, c.ends, Options{}, func(int, []Hit) error { return nil })
		for i, err := range []error{nearest, k, table, count, within} {
			if err == nil || c.ctx.Err() != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("%s: function %d: %v, want an error", name, i, err)
			}
		}
	}
	enough := errors.New("enough")
	if err := Within(context.Background(), g, Ends{at, at}, Options{}, func(int, []Hit) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("%v, want the error of yield", err)
	}
}

// TestSymmetry: where every street takes the same both ways, so do all pairs,
// in either direction.
func TestSymmetry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawNetwork(t, true)
		ends := Ends{c.at, c.at}
		m, err := Table(context.Background(), c.g, ends, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for a := range c.at {
			for b := range a {
				if m.Row(a)[b] != m.Row(b)[a] {
					t.Fatalf("from %d to %d %d, back %d", a, b, m.Row(a)[b], m.Row(b)[a])
				}
			}
		}
		back, err := Table(context.Background(), c.g, ends, Options{Direction: network.FromSites})
		if err != nil || !slices.Equal(m.Costs, back.Costs) {
			t.Fatalf("%v from the sites: %v, want %v", err, back, m)
		}
	})
}

// TestFarBuckets sends a search through costs of every size, so that the window
// of the queue has to move.
func TestFarBuckets(t *testing.T) {
	var costs []network.Cost
	for i := range 3000 {
		costs = append(costs, []network.Cost{1, 0, 700, 1_000_000, 3}[i%5])
	}
	g, at := chain(costs...)
	hits, err := Nearest(context.Background(), g, Ends{at, at[:1]}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	sum := network.Cost(0)
	for i, h := range hits {
		if want := (Hit{0, sum}); h != want {
			t.Fatalf("location %d: %v, want %v", i, h, want)
		}
		if i < len(costs) {
			sum += costs[i]
		}
	}
}
