package paths

import (
	"context"
	"math"
	"slices"
	"testing"

	"fugai/geo/network"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAgainstBruteForce(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		c, o := drawCase(t), drawOptions(t)
		want := c.pairs(o)

		nearest, err := Nearest(ctx, c.g, c.ends(), o)
		if err != nil {
			t.Fatal(err)
		}
		for p, got := range nearest {
			if one := firstOf(want[p]); got != one {
				t.Fatalf("Nearest: place %d has %v, want %v", p, got, one)
			}
		}
		k := rapid.IntRange(0, 4).Draw(t, "k")
		ranked, err := NearestK(ctx, c.g, c.ends(), k, o)
		if err != nil {
			t.Fatal(err)
		}
		for p, got := range ranked {
			if few := want[p][:min(k, len(want[p]))]; !slices.Equal(got, few) {
				t.Fatalf("NearestK: place %d has %v, want %v", p, got, few)
			}
		}
		checkWithin(t, c, o, want)
		checkTable(t, c, o, want)
		checkSums(t, c, o, want)
	})
}

// checkWithin asks from either side, in several blocks too.
func checkWithin(t *rapid.T, c *randomCase, o Options, want [][]Hit) {
	ctx := context.Background()
	ways := map[string]func(yield func(int, []Hit) error) error{
		"":             func(yield func(int, []Hit) error) error { return Within(ctx, c.g, c.ends(), o, yield) },
		" from places": func(yield func(int, []Hit) error) error { return withinFromPlaces(ctx, c.g, c.ends(), o, yield) },
		" from sites": func(yield func(int, []Hit) error) error {
			return withinFromSites(ctx, c.g, c.ends(), o, rapid.IntRange(1, 3).Draw(t, "blocks"), yield)
		},
	}
	for name, ask := range ways {
		next := 0
		err := ask(func(place int, row []Hit) error {
			if place != next || !slices.Equal(row, want[place]) {
				t.Fatalf("Within%s: place %d has %v, want %v of place %d", name, place, row, want[place], next)
			}
			next++
			return nil
		})
		if err != nil || next != c.places {
			t.Fatalf("Within%s: %d rows, %v", name, next, err)
		}
	}
}

func checkTable(t *rapid.T, c *randomCase, o Options, want [][]Hit) {
	table, err := Table(context.Background(), c.g, c.ends(), o)
	if err != nil {
		t.Fatal(err)
	}
	h, err := newHierarchy(context.Background(), c.g, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	ranked, err := h.table(context.Background(), c.ends(), o)
	if err != nil {
		t.Fatal(err)
	}
	for p := range want {
		row := slices.Repeat([]network.Cost{network.Never}, len(c.at)-c.places)
		for _, h := range want[p] {
			row[h.Site] = h.Cost
		}
		if diff := cmp.Diff(row, table.Row(p)); diff != "" {
			t.Fatalf("Table: place %d: %s", p, diff)
		}
		if diff := cmp.Diff(row, ranked.Row(p)); diff != "" {
			t.Fatalf("Table of the hierarchy: place %d: %s", p, diff)
		}
	}
}

func firstOf(hits []Hit) Hit {
	if len(hits) == 0 {
		return miss
	}
	return hits[0]
}

func checkSums(t *rapid.T, c *randomCase, o Options, want [][]Hit) {
	weights := make([]float64, len(c.at)-c.places)
	for i := range weights {
		weights[i] = float64(int(1) << i)
	}
	counts, err := CountWithin(context.Background(), c.g, c.ends(), o)
	if err != nil {
		t.Fatal(err)
	}
	sums, err := SumWithin(context.Background(), c.g, c.ends(), weights, o)
	if err != nil {
		t.Fatal(err)
	}
	for p, row := range want {
		sum := 0.0
		for _, h := range row {
			sum += weights[h.Site]
		}
		if counts[p] != len(row) || sums[p] != sum {
			t.Fatalf("place %d: %d sites of %g, want %d of %g", p, counts[p], sums[p], len(row), sum)
		}
	}
}
