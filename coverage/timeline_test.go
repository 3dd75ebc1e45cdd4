package coverage

import (
	"math/rand/v2"
	"slices"
	"testing"

	"fugai/datasets"
)

// TestTimelineIsStateAt holds the packed lives against the rule as it is
// written, for dates of every precision.
func TestTimelineIsStateAt(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	date := func() datasets.Date {
		d := datasets.Date{Year: 2018 + rng.IntN(4), Month: rng.IntN(13), Day: rng.IntN(32)}
		if d.Month == 0 {
			d.Day = 0
		}
		if rng.IntN(6) == 0 {
			return datasets.Date{}
		}
		return d
	}
	lives := make([]datasets.Facility, 2000)
	index := make([]int, len(lives))
	for i := range lives {
		index[i] = i
		for range rng.IntN(5) {
			state := datasets.State("demolished") // none of those known
			if n := rng.IntN(len(datasets.States) + 1); n < len(datasets.States) {
				state = datasets.States[n]
			}
			lives[i].Life = append(lives[i].Life, datasets.Event{State: state, At: date()})
		}
	}
	life := newTimeline(index, func(i int) *datasets.Facility { return &lives[i] })
	for range 50 {
		asOf := date()
		for i := range lives {
			got, want := life.state(i, over(asOf)), slices.Index(datasets.States[:], StateAt(&lives[i], asOf))
			if got != want {
				t.Fatalf("state of %v as of %v: got %d, want %d", lives[i].Life, asOf, got, want)
			}
		}
	}
}

// TestBegunIsBy holds the order of days against [datasets.Date.By].
func TestBegunIsBy(t *testing.T) {
	dates := []datasets.Date{{}, {Year: 2023}, {Year: 2024}, {Year: 2024, Month: 1}, {Year: 2024, Month: 1, Day: 31}, {Year: 2024, Month: 2},
		{Year: 2024, Month: 2, Day: 1}, {Year: 2024, Month: 12}, {Year: 2024, Month: 12, Day: 31}, {Year: 2025, Month: 1, Day: 1}}
	for _, d := range dates {
		for _, asOf := range dates {
			if got, want := begun(d) <= over(asOf), d.By(asOf); got != want {
				t.Errorf("%v by %v: got %t, want %t", d, asOf, got, want)
			}
		}
	}
}
