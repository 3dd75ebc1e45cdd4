package coverage

import (
	"math/bits"
	"testing"

	"pgregory.net/rapid"
)

// TestSitesBounds holds the bounds on the number of sites to brute force.
func TestSitesBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.IntRange(1, 8).Draw(t, "points")
		sites := rapid.IntRange(1, 8).Draw(t, "sites")
		covers := make([][]int, sites)
		for s := range covers {
			for k := range points {
				if rapid.Bool().Draw(t, "covers") {
					covers[s] = append(covers[s], k)
				}
			}
		}
		weight := make([]float64, points)
		for k := range weight {
			weight[k] = float64(rapid.IntRange(1, 9).Draw(t, "weight"))
		}
		lacking := rapid.Float64Range(0.5, sum(weight)).Draw(t, "lacking")
		if rapid.Bool().Draw(t, "all") {
			lacking = sum(weight)
		}
		best := bruteForce(covers, weight, lacking)
		most, ok := greedyCover(covers, weight, lacking)
		if !ok {
			if best >= 0 {
				t.Fatalf("greedy finds none, brute force %d", best)
			}
			return
		}
		least := largestSums(covers, weight, lacking)
		if lacking == sum(weight) {
			least = max(least, independent(covers, points))
		}
		if least > best || best > most {
			t.Fatalf("want %d <= optimum %d <= %d", least, best, most)
		}
	})
}

// bruteForce tries every set of sites; -1 where none is enough.
func bruteForce(covers [][]int, weight []float64, lacking float64) int {
	best := -1
	for set := range 1 << len(covers) {
		served, got := map[int]bool{}, 0.0
		for s, points := range covers {
			if set>>s&1 == 0 {
				continue
			}
			for _, k := range points {
				if !served[k] {
					served[k] = true
					got += weight[k]
				}
			}
		}
		if n := bits.OnesCount(uint(set)); got >= lacking-tolerance && (best < 0 || n < best) {
			best = n
		}
	}
	return best
}
