package siting

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// fill opens further sites by their gain until the limit, or until no site
// gains and the rules' least numbers are met. Gains only shrink as sites open
// (for rows that need one site), so an old gain is a bound: the lazy greedy of
// Minoux (1978). by divides the gains, nil is 1.
func (c *choice) fill(ctx context.Context, fix []int8, by []float64) {
	all := make([]int32, c.in.sites)
	for j := range all {
		all[j] = int32(j)
	}
	c.fillFrom(ctx, all, fix, by)
}

// fillFrom is fill with some sites only.
func (c *choice) fillFrom(ctx context.Context, among []int32, fix []int8, by []float64) {
	bound := make([]float64, c.in.sites)
	for _, j := range among {
		bound[j] = math.Inf(1)
	}
	for len(c.open) < c.in.limit && ctx.Err() == nil {
		best, score := int32(-1), math.Inf(-1)
		short := c.deficit(-1)
		for _, j := range among {
			if c.at[j] >= 0 || fix[j] < 0 || bound[j] <= score || !c.allowed(j, -1) {
				continue
			}
			after := c.deficit(j)
			if after > 0 && after > c.in.limit-len(c.open)-1 {
				continue
			}
			c.try(j)
			c.undo()
			bound[j] = c.gain
			if by != nil {
				bound[j] /= by[j]
			}
			if bound[j] <= 0 && after >= short {
				continue
			}
			if bound[j] > score {
				best, score = j, bound[j]
			}
		}
		if best < 0 {
			return
		}
		c.add(best)
		bound[best] = math.Inf(1)
	}
}

// deficit is how many more sites the rules' least numbers ask for, at least,
// once site j is opened (-1: none).
func (c *choice) deficit(j int32) int {
	if !c.in.least {
		return 0
	}
	total := 0
	for k, r := range c.in.rules {
		over := c.use[k] - r.most
		if over <= r.slack() && j < 0 {
			continue
		}
		size := 0.0
		for _, t := range r.terms {
			size = max(size, -t.coef)
			if t.at == j {
				over += t.coef
			}
		}
		if over > r.slack() && size > 0 {
			total += int(math.Ceil(over/size - 1e-9))
		}
	}
	return total
}

// follow opens the listed sites in turn where the rules permit.
func (c *choice) follow(sites []int32, fix []int8) {
	for _, j := range sites {
		if len(c.open) < c.in.limit && c.at[j] < 0 && fix[j] >= 0 && c.allowed(j, -1) {
			if d := c.deficit(j); d == 0 || d <= c.in.limit-len(c.open)-1 {
				c.add(j)
			}
		}
	}
}

// drop closes sites that save more than they lose, the largest saving first.
func (c *choice) drop(fix []int8) {
	order := c.set()
	slices.SortStableFunc(order, func(a, b int32) int {
		return cmp.Compare(c.loss[a]-c.in.price[a], c.loss[b]-c.in.price[b])
	})
	for _, j := range order {
		if fix[j] == 0 && c.in.price[j] > 0 && c.fresh(j) < c.in.price[j] && c.allowed(-1, j) {
			c.remove(j)
		}
	}
}

// shaking is how to shake: some sites close at once, those of among (nil: all)
// may open.
type shaking struct {
	rng   *rand.Rand
	fix   []int8
	among []bool
	some  int
}

// shake closes a few sites near one another, opens others by gain, and
// improves the choice again.
func (c *choice) shake(ctx context.Context, s shaking) {
	if len(c.open) == 0 || c.in.rowCount() == 0 {
		return
	}
	var among []int32
	touched := make([]bool, c.in.sites)
	for _, out := range c.near(s.rng, s.fix, s.some) {
		if !c.allowed(-1, out) {
			continue
		}
		for _, i := range c.in.colRow[c.in.colStart[out]:c.in.colStart[out+1]] {
			for f := c.in.start[i]; f < c.in.start[i+1] && c.concerned(int(i), f, out); f++ {
				if j := c.in.site[f]; !touched[j] && (s.among == nil || s.among[j]) {
					touched[j] = true
					among = append(among, j)
				}
			}
		}
		c.remove(out)
	}
	slices.Sort(among)
	by := make([]float64, c.in.sites)
	for _, j := range among {
		by[j] = max(c.in.price[j], 1e-9) * (1 + 0.3*s.rng.Float64())
	}
	c.fillFrom(ctx, among, s.fix, by)
	c.drop(s.fix)
	if !c.in.covering {
		c.exchange(ctx, among, s.fix)
	}
}

// concerned reports whether the site of an entry may serve the row once a site
// closes, better than what would serve it then.
func (c *choice) concerned(row, entry int, out int32) bool {
	if c.in.need[row] > 1 || c.in.cost[entry] == 0 {
		return true
	}
	return c.s1[row] == out && c.in.cost[entry] <= c.c2[row]
}

// become closes and opens sites until the choice is a set.
func (c *choice) become(set []int32) {
	in := make([]bool, c.in.sites)
	for _, j := range set {
		in[j] = true
	}
	for _, j := range slices.Clone(c.open) {
		if !in[j] {
			c.remove(j)
		}
	}
	for _, j := range set {
		if c.at[j] < 0 {
			c.add(j)
		}
	}
}

// near draws opened sites that may close: one and those it shares rows with.
func (c *choice) near(rng *rand.Rand, fix []int8, some int) []int32 {
	j := c.open[rng.IntN(len(c.open))]
	seen := map[int32]bool{}
	var list []int32
	lo, hi := c.in.colStart[j], c.in.colStart[j+1]
	for range 40 {
		if lo == hi || len(list) >= some {
			break
		}
		i := c.in.colRow[lo+rng.IntN(hi-lo)]
		for e := c.in.start[i]; e < c.in.start[i+1]; e++ {
			s := c.in.site[e]
			if c.at[s] >= 0 && fix[s] == 0 && !seen[s] && len(list) < some {
				seen[s] = true
				list = append(list, s)
			}
		}
		if len(list) > 0 && rng.IntN(3) == 0 { // walk on, so that neighbours' neighbours take part
			j = list[rng.IntN(len(list))]
			lo, hi = c.in.colStart[j], c.in.colStart[j+1]
		}
	}
	return list
}

// priced opens sites by reduced cost over the rows not yet covered, the score
// of Caprara, Fischetti & Toth (1999) for set covering; u are the rows'
// multipliers.
func (c *choice) priced(ctx context.Context, fix []int8, u []float64) {
	in := c.in
	gamma, cover := slices.Clone(in.price), make([]float64, in.sites)
	var among []int32
	for i := range in.need {
		if c.count[i] >= in.need[i] {
			continue
		}
		for e := in.start[i]; e < in.start[i+1]; e++ {
			j := in.site[e]
			if cover[j] == 0 && c.at[j] < 0 && fix[j] >= 0 {
				among = append(among, j)
			}
			gamma[j] -= u[i]
			cover[j]++
		}
	}
	for len(c.open) < in.limit && ctx.Err() == nil {
		best, score := int32(-1), math.Inf(1)
		for _, j := range among {
			if c.at[j] >= 0 || cover[j] < 0.5 {
				continue
			}
			v := gamma[j] / cover[j]
			if gamma[j] < 0 {
				v = gamma[j] * cover[j]
			}
			if (v < score || v == score && j < best) && c.allowed(j, -1) {
				best, score = j, v
			}
		}
		if best < 0 {
			return
		}
		c.add(best)
		for e := in.colStart[best]; e < in.colStart[best+1]; e++ {
			if i := in.colRow[e]; c.count[i] == in.need[i] {
				for f := in.start[i]; f < in.start[i+1]; f++ {
					gamma[in.site[f]] += u[i]
					cover[in.site[f]]--
				}
			}
		}
	}
}
