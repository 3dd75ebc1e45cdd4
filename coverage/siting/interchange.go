package siting

import (
	"context"
	"math"
	"slices"
)

// choice is a set of opened sites with what the fast interchange needs to know
// of each row: its two cheapest opened sites, or how many serve it.
type choice struct {
	in     *instance
	at     []int32 // position of a site in open, -1: closed
	open   []int32
	c1, c2 []float64
	s1, s2 []int32
	count  []int32
	use    []float64
	loss   []float64 // by site: what its removal costs, price not counted
	extra  []float64 // by site: part of the loss that the tried site avoids
	gain   float64
}

func newChoice(in *instance, open []int32) *choice {
	n := in.rowCount()
	c := &choice{in: in, at: make([]int32, in.sites), c1: make([]float64, n), c2: make([]float64, n),
		s1: make([]int32, n), s2: make([]int32, n), count: make([]int32, n), use: make([]float64, len(in.rules)),
		loss: make([]float64, in.sites), extra: make([]float64, in.sites)}
	for j := range c.at {
		c.at[j] = -1
	}
	for _, j := range open {
		c.at[j] = int32(len(c.open))
		c.open = append(c.open, j)
		for _, t := range in.ruleOf[j] {
			c.use[t.at] += t.coef
		}
	}
	for i := range in.need {
		c.assign(i)
		c.charge(i, 1)
	}
	return c
}

// assign finds a row's two cheapest opened sites, or counts all where the row
// needs several.
func (c *choice) assign(i int) {
	in, limit := c.in, c.in.cap(i)
	c.c1[i], c.c2[i], c.s1[i], c.s2[i], c.count[i] = limit, limit, -1, -1, 0
	for e := in.start[i]; e < in.start[i+1]; e++ {
		j := in.site[e]
		if c.at[j] < 0 || in.cost[e] > limit {
			continue
		}
		c.count[i]++
		switch {
		case in.need[i] > 1:
		case c.s1[i] < 0:
			c.c1[i], c.s1[i] = in.cost[e], j
		default:
			c.c2[i], c.s2[i] = in.cost[e], j
			return
		}
	}
}

// charge adds a row's part of the sites' losses, or takes it away.
func (c *choice) charge(i int, sign float64) {
	if c.in.need[i] == 1 {
		if s := c.s1[i]; s >= 0 {
			c.loss[s] += sign * (c.c2[i] - c.c1[i])
		}
		return
	}
	if c.count[i] != c.in.need[i] {
		return
	}
	for e := c.in.start[i]; e < c.in.start[i+1]; e++ {
		if j := c.in.site[e]; c.at[j] >= 0 {
			c.loss[j] += sign * c.in.cap(i)
		}
	}
}

// try fills gain and extra for opening a closed site; undo clears extra.
func (c *choice) try(j int32) {
	in := c.in
	c.gain = -in.price[j]
	for e := in.colStart[j]; e < in.colStart[j+1]; e++ {
		i, v := in.colRow[e], in.colCost[e]
		if in.need[i] > 1 {
			c.trySeveral(int(i))
			continue
		}
		switch {
		case v < c.c1[i]:
			c.gain += c.c1[i] - v
			if s := c.s1[i]; s >= 0 {
				c.extra[s] += c.c2[i] - c.c1[i]
			}
		case v < c.c2[i] && c.s1[i] >= 0:
			c.extra[c.s1[i]] += c.c2[i] - v
		}
	}
}

func (c *choice) trySeveral(i int) {
	in := c.in
	short := in.need[i] - c.count[i]
	if short < 0 || short > 1 {
		return
	}
	if short == 1 {
		c.gain += in.cap(i)
	}
	for e := in.start[i]; e < in.start[i+1]; e++ {
		if s := in.site[e]; c.at[s] >= 0 {
			if short == 0 {
				c.extra[s] += in.cap(i)
			} else {
				c.extra[s] -= in.cap(i)
			}
		}
	}
}

// swap is the change of the value (negative is better) when the tried site
// opens and out closes.
func (c *choice) swap(out int32) float64 {
	return c.loss[out] - c.extra[out] - c.in.price[out] - c.gain
}

func (c *choice) undo() {
	for _, s := range c.open {
		c.extra[s] = 0
	}
}

func (c *choice) add(j int32) {
	in := c.in
	for e := in.colStart[j]; e < in.colStart[j+1]; e++ {
		c.charge(int(in.colRow[e]), -1)
	}
	c.at[j] = int32(len(c.open))
	c.open = append(c.open, j)
	for _, t := range in.ruleOf[j] {
		c.use[t.at] += t.coef
	}
	for e := in.colStart[j]; e < in.colStart[j+1]; e++ {
		i, v := in.colRow[e], in.colCost[e]
		if in.need[i] > 1 || c.count[i] < 2 {
			c.count[i]++
		}
		switch {
		case in.need[i] > 1 || v > in.cap(int(i)):
		case c.s1[i] < 0 || v < c.c1[i]:
			c.c2[i], c.s2[i] = c.c1[i], c.s1[i]
			c.c1[i], c.s1[i] = v, j
		case c.s2[i] < 0 || v < c.c2[i]:
			c.c2[i], c.s2[i] = v, j
		}
		c.charge(int(i), 1)
	}
	c.loss[j] = c.fresh(j)
}

// fresh sums the loss of one site anew, so that rounding does not pile up.
func (c *choice) fresh(j int32) float64 {
	in, sum := c.in, 0.0
	for e := in.colStart[j]; e < in.colStart[j+1]; e++ {
		i := in.colRow[e]
		switch {
		case in.need[i] > 1 && c.count[i] == in.need[i]:
			sum += in.cap(int(i))
		case in.need[i] == 1 && c.s1[i] == j:
			sum += c.c2[i] - c.c1[i]
		}
	}
	return sum
}

func (c *choice) remove(j int32) {
	in := c.in
	for e := in.colStart[j]; e < in.colStart[j+1]; e++ {
		c.charge(int(in.colRow[e]), -1)
	}
	k, last := c.at[j], c.open[len(c.open)-1]
	c.open[k], c.at[last] = last, k
	c.open = c.open[:len(c.open)-1]
	c.at[j] = -1
	for _, t := range in.ruleOf[j] {
		c.use[t.at] -= t.coef
	}
	for e := in.colStart[j]; e < in.colStart[j+1]; e++ {
		i := in.colRow[e]
		switch {
		case in.need[i] > 1:
			c.count[i]--
		case c.s1[i] == j || c.s2[i] == j:
			c.assign(int(i))
		}
		c.charge(int(i), 1)
	}
	c.loss[j] = 0
}

// allowed reports whether the rules permit opening in and closing out; -1 is
// none. A rule that is already broken may stay so if it gets no worse.
func (c *choice) allowed(in, out int32) bool {
	if len(c.in.rules) == 0 {
		return true
	}
	check := func(k int32, change float64) bool {
		r := c.in.rules[k]
		return change <= 0 || c.use[k]+change <= r.most+r.slack()
	}
	coef := func(j, k int32) float64 {
		if j < 0 {
			return 0
		}
		for _, t := range c.in.ruleOf[j] {
			if t.at == k {
				return t.coef
			}
		}
		return 0
	}
	for _, j := range []int32{in, out} {
		if j < 0 {
			continue
		}
		for _, t := range c.in.ruleOf[j] {
			if !check(t.at, coef(in, t.at)-coef(out, t.at)) {
				return false
			}
		}
	}
	return true
}

// interchange improves the choice by opening, closing and swapping single
// sites until nothing helps (Teitz & Bart 1968, with the bookkeeping of
// Whitaker 1983). Sites fixed open stay so, those fixed closed too.
func (c *choice) interchange(ctx context.Context, fix []int8) {
	all := make([]int32, c.in.sites)
	for j := range all {
		all[j] = int32(j)
	}
	c.exchange(ctx, all, fix)
}

// exchange is interchange with some sites only.
func (c *choice) exchange(ctx context.Context, among []int32, fix []int8) {
	tiny := 1e-9 * c.scale()
	moves := 0
	for quiet, k := 0, 0; quiet < len(among); k = (k + 1) % len(among) {
		quiet++
		if moves++; moves&63 == 0 && ctx.Err() != nil {
			return
		}
		j := among[k]
		if fix[j] < 0 {
			continue
		}
		if c.at[j] >= 0 {
			if fix[j] == 0 && c.in.price[j]-c.loss[j] > tiny && c.allowed(-1, j) {
				c.remove(j)
				quiet = 0
			}
			continue
		}
		if c.improve(j, fix, tiny) {
			quiet = 0
		}
	}
}

// scale is the size of the values that moves change.
func (c *choice) scale() float64 {
	size := 1.0
	for _, v := range c.c1 {
		if v < c.in.big {
			size = max(size, v)
		}
	}
	return size
}

func (c *choice) improve(j int32, fix []int8, tiny float64) bool {
	c.try(j)
	best, change := int32(-1), -tiny
	if len(c.open) < c.in.limit && -c.gain < change && c.allowed(j, -1) {
		best, change = -2, -c.gain
	}
	for _, s := range c.open {
		if v := c.swap(s); v < change && fix[s] == 0 && c.allowed(j, s) {
			best, change = s, v
		}
	}
	c.undo()
	if best == -1 {
		return false
	}
	if best >= 0 {
		c.remove(best)
	}
	c.add(j)
	return true
}

// set gives the opened sites in order.
func (c *choice) set() []int32 {
	s := append([]int32{}, c.open...)
	slices.Sort(s)
	return s
}

func (c *choice) lawful() bool {
	for k, r := range c.in.rules {
		if c.use[k] > r.most+r.slack() {
			return false
		}
	}
	return len(c.open) <= c.in.limit
}

// value sums the rows anew; rows that must be served and are not count big.
func (c *choice) value() float64 {
	total := 0.0
	for _, j := range c.open {
		total += c.in.price[j]
	}
	for i := range c.in.need {
		switch {
		case c.in.need[i] == 1:
			total += c.c1[i]
		case c.count[i] < c.in.need[i]:
			total += c.in.cap(i)
		}
	}
	if math.IsNaN(total) {
		return math.Inf(1)
	}
	return total
}
