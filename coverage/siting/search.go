package siting

import (
	"container/heap"
	"context"
	"math"
)

// search is the branch and bound over an instance. The best bound goes first;
// until a solution is known, the deepest node does.
type search struct {
	in        *instance
	best      []int32
	value     float64 // of best without the offset, +Inf: none yet
	below     float64 // only solutions below it are wanted
	enough    float64 // stop at a solution this good
	slack     func(value float64) float64
	told      func(value, bound float64)
	tried     map[uint64]bool
	nodes     int
	bound     float64 // least of the nodes that wait
	pruned    float64 // least of the nodes given up for the gap
	seed      uint64
	tolerance float64 // absolute, 0: a billionth of the value
	effort    int     // of the heuristics at the root
	rounds    int     // of the heuristics so far
	support   []bool  // sites that the linear relaxation opens in part; nil: not solved
}

func newSearch(in *instance) *search {
	return &search{in: in, value: math.Inf(1), below: math.Inf(1), enough: math.Inf(-1), bound: math.Inf(-1), pruned: math.Inf(1),
		tried: map[uint64]bool{}, seed: 1, effort: 12}
}

// ceiling is the bound at which a node holds nothing wanted.
func (s *search) ceiling() float64 {
	c := min(s.value, s.below)
	if math.IsInf(c, 1) {
		return s.in.big // above every feasible solution, but maybe by less than the grain
	}
	c = min(c, s.in.big)
	gap := 1e-9 * max(1, math.Abs(c))
	if s.tolerance > 0 {
		gap = s.tolerance
	}
	if step := s.in.grain; step > 0 {
		gap = step - 1e-6*step - 1e-11*math.Abs(c)
	}
	if s.slack != nil && !math.IsInf(s.value, 1) {
		gap = max(gap, s.slack(s.value))
	}
	return c - gap
}

// run searches until the best is proved, a solution is good enough, or ctx
// ends. exact reports that nothing better exists within the tolerance.
func (s *search) run(ctx context.Context) (exact bool) {
	root := pending{bound: math.Inf(-1), u: make([]float32, s.in.rowCount()), lambda: make([]float64, len(s.in.rules))}
	for _, j := range s.in.opened {
		root.fixes = append(root.fixes, j+1)
	}
	f := &frontier{}
	children := s.root(ctx, root)
	for {
		for _, c := range children {
			heap.Push(f, c)
		}
		if deep := math.IsInf(s.value, 1); deep != f.deep {
			f.deep = deep
			heap.Init(f)
		}
		s.bound = s.least(f)
		if s.told != nil {
			s.told(s.value, s.bound)
		}
		if s.value <= s.enough || f.Len() == 0 || s.bound >= s.ceiling() {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		p := heap.Pop(f).(pending)
		if p.bound >= s.ceiling() {
			s.give(p.bound)
			children = nil
			continue
		}
		children = s.expand(ctx, p, 40)
	}
}

// least is the smallest bound of the nodes that wait; +Inf with none.
func (s *search) least(f *frontier) float64 {
	if f.Len() == 0 {
		return math.Inf(1)
	}
	if !f.deep {
		return f.list[0].bound
	}
	b := math.Inf(1)
	for _, p := range f.list {
		b = min(b, p.bound)
	}
	return b
}

// give records the bound of a node that is not searched further.
func (s *search) give(bound float64) { s.pruned = min(s.pruned, bound) }

// mix scrambles a number (the finalizer of SplitMix64, Steele et al. 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
