package coverage

import (
	"slices"

	"fugai/datasets"
)

// timeline is the dated steps of a list of facilities in a few bytes each, so
// that a million of them can be asked for many dates. It answers what
// [StateAt] does.
type timeline struct {
	start []int32 // facility k has steps start[k] to start[k+1]
	steps []step
}

// step is a day, numbered as begun does, and in its low bits a state's number
// in datasets.States.
type step int64

// stateBits hold the number of a state; there are nine.
const stateBits = 4

// ever is before every day: a step of unknown date has always happened.
const ever = -1 << (63 - stateBits)

// newTimeline takes the facilities in the order of index.
func newTimeline(index []int, facility func(i int) *datasets.Facility) timeline {
	t := timeline{start: make([]int32, 1, len(index)+1), steps: make([]step, 0, len(index))}
	for _, i := range index {
		life := facility(i).Life
		if len(life) == 0 { // see StateAt
			t.steps = append(t.steps, newStep(datasets.Date{}, slices.Index(datasets.States[:], datasets.Open)))
		}
		for _, e := range life {
			if state := slices.Index(datasets.States[:], e.State); state >= 0 {
				t.steps = append(t.steps, newStep(e.At, state))
			}
		}
		t.start = append(t.start, int32(len(t.steps)))
	}
	return t
}

func newStep(at datasets.Date, state int) step { return step(begun(at)<<stateBits | int64(state)) }

// state is the number of the furthest step that facility k had taken by the
// day over, -1 for none.
func (t *timeline) state(k int, over int64) int {
	best := -1
	for _, s := range t.steps[t.start[k]:t.start[k+1]] {
		if int64(s)>>stateBits <= over {
			best = max(best, int(s&(1<<stateBits-1)))
		}
	}
	return best
}

// begun numbers the first day of a date, and over its last, so that a date
// has happened by another ([datasets.Date.By]) where begun is at most over. Months
// have 31 days and years 12 of them, which keeps the order.
func begun(d datasets.Date) int64 {
	if d.IsZero() {
		return ever
	}
	return dayNumber(d, 1, 1)
}

func over(d datasets.Date) int64 { return dayNumber(d, 12, 31) }

// dayNumber numbers a day; month and day stand for what the date leaves open.
func dayNumber(d datasets.Date, month, day int) int64 {
	if d.Month != 0 {
		month = d.Month
	}
	if d.Day != 0 {
		day = d.Day
	}
	return (int64(d.Year)*13+int64(month))*32 + int64(day)
}

// counting tells for each state, by its number plus one, whether it is among
// those wanted.
func counting(wanted []datasets.State) (out [len(datasets.States) + 1]bool) {
	out[0] = counts("", wanted)
	for i, s := range datasets.States {
		out[i+1] = counts(s, wanted)
	}
	return out
}
