package siting

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// weighting is a local search for covers of fewest sites: one site is always
// missing, rows that stay uncovered grow in weight, and the site that uncovers
// least weight makes room for one that covers a row drawn by chance (after
// Gao, Weise & Li 2015).
type weighting struct {
	in     *instance
	fix    []int8
	rng    *rand.Rand
	on     []bool
	open   []int32
	at     []int32 // position of a site in open
	count  []int32 // opened sites of a row
	sum    []int64 // of a row's opened sites: names the one where there is one
	weight []int64
	score  []int64 // weight that opening a site covers, or that closing it uncovers
	short  []int32 // rows without enough sites
	where  []int32 // position of a row in short, -1: enough
	moved  []int   // step at which a site last changed
	barred [2]int32
}

// weighable reports whether the search fits: rows must be covered, all sites
// cost the same, and no rule or limit comes between.
func (in *instance) weighable() bool {
	return in.covering && len(in.rules) == 0 && in.limit >= in.sites && in.sites > 0 &&
		!slices.ContainsFunc(in.price, func(f float64) bool { return f != in.price[0] || f <= 0 })
}

// weigh improves the best solution for a number of steps.
func (s *search) weigh(ctx context.Context, fix []int8, steps int) {
	if s.best == nil || !s.in.weighable() {
		return
	}
	w := newWeighting(s.in, fix, s.best, rand.New(rand.NewPCG(s.seed, 13)))
	for k := range steps {
		if k&1023 == 0 && ctx.Err() != nil {
			return
		}
		for len(w.short) == 0 {
			set := slices.Clone(w.open)
			slices.Sort(set)
			if v := s.in.value(set); v < s.value {
				s.best, s.value = set, v
			}
			if s.value <= s.enough || s.bound >= s.ceiling() || !w.leave(-1) {
				return
			}
		}
		if !w.move(k) {
			return
		}
	}
}

func newWeighting(in *instance, fix []int8, open []int32, rng *rand.Rand) *weighting {
	n := in.rowCount()
	w := &weighting{in: in, fix: fix, rng: rng, on: make([]bool, in.sites), at: make([]int32, in.sites), count: make([]int32, n), sum: make([]int64, n),
		weight: make([]int64, n), score: make([]int64, in.sites), where: make([]int32, n), moved: make([]int, in.sites), barred: [2]int32{-1, -1}}
	for i := range n {
		w.weight[i] = 1
		w.where[i] = int32(i)
		w.short = append(w.short, int32(i))
		for e := in.start[i]; e < in.start[i+1]; e++ {
			w.score[in.site[e]]++
		}
	}
	for _, j := range open {
		w.add(j)
	}
	return w
}

// move closes two sites' worth of weight and opens one: one step of the search.
func (w *weighting) move(step int) bool {
	if !w.leave(step) || len(w.short) == 0 {
		return len(w.open) > 0
	}
	row := w.short[w.rng.IntN(len(w.short))]
	best := int32(-1)
	for e := w.in.start[row]; e < w.in.start[row+1]; e++ {
		j := w.in.site[e]
		if w.on[j] || w.fix[j] < 0 || w.barred[0] == j || w.barred[1] == j {
			continue
		}
		if best < 0 || w.score[j] > w.score[best] || w.score[j] == w.score[best] && w.moved[j] < w.moved[best] {
			best = j
		}
	}
	if best < 0 {
		return true
	}
	w.add(best)
	w.moved[best] = step
	w.barred = [2]int32{best, w.barred[0]}
	for _, i := range w.short {
		w.weight[i]++
		for _, j := range w.in.site[w.in.start[i]:w.in.start[i+1]] {
			w.score[j]++
		}
	}
	return true
}

// leave closes the site that uncovers least, of equals the one unchanged for
// longest.
func (w *weighting) leave(step int) bool {
	best := int32(-1)
	for _, j := range w.open {
		if w.fix[j] > 0 || step >= 0 && (w.barred[0] == j || w.barred[1] == j) {
			continue
		}
		if best < 0 || w.score[j] < w.score[best] || w.score[j] == w.score[best] && w.moved[j] < w.moved[best] {
			best = j
		}
	}
	if best < 0 {
		return false
	}
	w.remove(best)
	w.moved[best] = max(0, step)
	return true
}

func (w *weighting) add(j int32) {
	in := w.in
	w.on[j], w.at[j] = true, int32(len(w.open))
	w.open = append(w.open, j)
	for e := in.colStart[j]; e < in.colStart[j+1]; e++ {
		i := in.colRow[e]
		w.count[i]++
		w.sum[i] += int64(j)
		switch w.count[i] - in.need[i] {
		case 0:
			w.change(i, j, false, -w.weight[i])
			w.settle(i)
		case 1:
			w.change(i, j, true, -w.weight[i])
		}
	}
}

func (w *weighting) remove(j int32) {
	in := w.in
	last := w.open[len(w.open)-1]
	w.open[w.at[j]], w.at[last] = last, w.at[j]
	w.open = w.open[:len(w.open)-1]
	w.on[j] = false
	for e := in.colStart[j]; e < in.colStart[j+1]; e++ {
		i := in.colRow[e]
		w.count[i]--
		w.sum[i] -= int64(j)
		switch w.count[i] - in.need[i] {
		case -1:
			w.change(i, j, false, w.weight[i])
			w.where[i] = int32(len(w.short))
			w.short = append(w.short, i)
		case 0:
			w.change(i, j, true, w.weight[i])
		}
	}
}

// change moves the scores of a row's other sites that are open, or closed.
func (w *weighting) change(row, but int32, open bool, by int64) {
	in := w.in
	if in.need[row] > 1 {
		for e := in.start[row]; e < in.start[row+1]; e++ {
			if k := in.site[e]; k != but && w.on[k] == open {
				w.score[k] += by
			}
		}
		return
	}
	if open { // one site beside but
		other := w.sum[row]
		if w.on[but] {
			other -= int64(but)
		}
		w.score[other] += by
		return
	}
	for _, k := range in.site[in.start[row]:in.start[row+1]] { // none beside but
		w.score[k] += by
	}
	w.score[but] -= by
}

// settle takes a row from those that are short.
func (w *weighting) settle(row int32) {
	last := w.short[len(w.short)-1]
	w.short[w.where[row]], w.where[last] = last, w.where[row]
	w.short = w.short[:len(w.short)-1]
	w.where[row] = -1
}

// weighSteps is how many steps are worth their while before the bound is known:
// more for programs whose steps are small.
func (s *search) weighSteps() int {
	per := float64(len(s.in.site)) / float64(max(1, s.in.sites)) * float64(len(s.in.site)) / float64(max(1, s.in.rowCount()))
	return int(math.Min(200_000, 1e9/max(1, per))) * s.effort / 12
}
