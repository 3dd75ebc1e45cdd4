package paths

import (
	"context"
	"math"
	"testing"

	"fugai/geo/network"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestAssign compares with the rule taken at its word: among all pairs, again
// and again, the first with room.
func TestAssign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, o := drawCase(t), drawOptions(t)
		load := Load{Split: rapid.Bool().Draw(t, "split")}
		for range c.places {
			load.Weights = append(load.Weights, float64(rapid.IntRange(0, 5).Draw(t, "weight")))
		}
		for range len(c.at) - c.places {
			load.Capacity = append(load.Capacity, float64(rapid.IntRange(0, 8).Draw(t, "capacity")))
		}
		got, err := Assign(context.Background(), c.g, c.ends(), load, o)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(bruteAssign(c.pairs(o), load), got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func bruteAssign(pairs [][]Hit, load Load) *Assignment {
	out := &Assignment{Room: append([]float64(nil), load.Capacity...)}
	left := append([]float64(nil), load.Weights...)
	served := make([]bool, len(left))
	for {
		best := Share{Place: -1}
		for place, row := range pairs {
			for _, h := range row {
				take := left[place]
				if take > out.Room[h.Site] {
					take = 0
					if load.Split {
						take = out.Room[h.Site]
					}
				}
				if served[place] || take == 0 && left[place] > 0 {
					continue
				}
				if s := (Share{int32(place), h, take}); best.Place < 0 || (turns{s, best}).Less(0, 1) {
					best = s
				}
			}
		}
		if best.Place < 0 {
			break
		}
		out.Shares = append(out.Shares, best)
		out.Room[best.Site] -= best.Weight
		left[best.Place] -= best.Weight
		served[best.Place] = left[best.Place] == 0
	}
	for place, w := range left {
		if !served[place] {
			out.Left = append(out.Left, Share{int32(place), miss, w})
		}
	}
	return out
}

func TestLoadIsRefused(t *testing.T) {
	for name, load := range map[string]Load{
		"too few weights":     {Weights: []float64{1}, Capacity: []float64{1}},
		"no capacity":         {},
		"negative weight":     {Weights: []float64{1, -1}, Capacity: []float64{1}},
		"infinite weight":     {Weights: []float64{1, math.Inf(1)}, Capacity: []float64{1}},
		"weight not a number": {Weights: []float64{math.NaN(), 1}, Capacity: []float64{1}},
		"capacity negative":   {Capacity: []float64{-1}},
		"capacity NaN":        {Capacity: []float64{math.NaN()}},
	} {
		t.Run(name, func(t *testing.T) {
			ends := Ends{Places: make([]network.Location, 2), Sites: make([]network.Location, 1)}
			if got, err := Assign(context.Background(), &network.Graph{Edges: make([]network.Edge, 1)}, ends, load, Options{}); err == nil {
				t.Errorf("%+v, want an error", got)
			}
		})
	}
}
