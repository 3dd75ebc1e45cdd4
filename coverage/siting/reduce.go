package siting

import (
	"math"
	"slices"
)

// reduce removes what cannot matter in a covering program: rows whose sites
// include all of another row's (where all must be covered), and sites that
// serve no row that another does not (where no rule tells them apart). The
// classic reductions are those of Toregas & ReVelle (1973).
func (in *instance) reduce(must, sites bool) {
	for range 4 {
		in.columns()
		n := 0
		if sites && len(in.rules) == 0 {
			n = in.dropSites()
		}
		if must {
			n += in.dropRows()
		}
		if n == 0 {
			return
		}
	}
}

// reduceWork bounds the comparisons of a reduction, about a second's worth; a
// program left larger is still right.
const reduceWork = 200_000_000

// dropSites takes dominated sites out of all rows.
func (in *instance) dropSites() int {
	out := make([]bool, in.sites)
	keep := make([]bool, in.sites)
	for _, j := range in.opened {
		keep[j] = true
	}
	work, n := 0, 0
	for j := range int32(in.sites) {
		mine := in.colRow[in.colStart[j]:in.colStart[j+1]]
		if keep[j] || len(mine) == 0 {
			continue
		}
		short := mine[0]
		for _, i := range mine {
			if in.start[i+1]-in.start[i] < in.start[short+1]-in.start[short] {
				short = i
			}
		}
		for e := in.start[short]; e < in.start[short+1] && work < reduceWork; e++ {
			k := in.site[e]
			other := in.colRow[in.colStart[k]:in.colStart[k+1]]
			if k == j || out[k] || len(other) < len(mine) || in.price[k] > in.price[j] {
				continue
			}
			if len(other) == len(mine) && in.price[k] == in.price[j] && k > j {
				continue
			}
			work += len(other)
			if subset(mine, other) && in.single(mine) {
				out[j] = true
				n++
				break
			}
		}
	}
	in.strip(func(i int) bool { return true }, out)
	return n
}

// single reports whether one site serves each of the rows: rows that need
// several may need a site beside the one that dominates it.
func (in *instance) single(rows []int32) bool {
	return !slices.ContainsFunc(rows, func(i int32) bool { return in.need[i] > 1 })
}

// subset reports whether each of a is in b, both in order.
func subset(a, b []int32) bool {
	k := 0
	for _, x := range a {
		for k < len(b) && b[k] < x {
			k++
		}
		if k == len(b) || b[k] != x {
			return false
		}
	}
	return true
}

// dropRows takes out rows that are covered whenever another is.
func (in *instance) dropRows() int {
	out := make([]bool, in.rowCount())
	sorted := make([][]int32, in.rowCount())
	for i := range sorted {
		sorted[i] = slices.Clone(in.site[in.start[i]:in.start[i+1]])
		slices.Sort(sorted[i])
	}
	work, n := 0, 0
	for i, mine := range sorted {
		if len(mine) == 0 || out[i] {
			continue
		}
		short := mine[0]
		for _, j := range mine {
			if in.colStart[j+1]-in.colStart[j] < in.colStart[short+1]-in.colStart[short] {
				short = j
			}
		}
		for _, k := range in.colRow[in.colStart[short]:in.colStart[short+1]] {
			if int(k) == i || out[k] || len(sorted[k]) < len(mine) || in.need[k] > in.need[i] || work > reduceWork {
				continue
			}
			if len(sorted[k]) == len(mine) && in.need[k] == in.need[i] && int(k) < i {
				continue
			}
			work += len(sorted[k])
			if subset(mine, sorted[k]) {
				out[k] = true
				n++
			}
		}
	}
	in.strip(func(i int) bool { return !out[i] }, make([]bool, in.sites))
	return n
}

// strip keeps the rows that keep accepts, without the entries of sites that
// are out. A row left without enough sites pays its penalty.
func (in *instance) strip(keep func(i int) bool, out []bool) {
	start, site, cost := []int{0}, in.site[:0], in.cost[:0]
	need, penalty := in.need[:0], in.penalty[:0]
	for i := range len(in.need) {
		if !keep(i) {
			continue
		}
		for e := in.start[i]; e < in.start[i+1]; e++ {
			if j := in.site[e]; !out[j] {
				site, cost = append(site, j), append(cost, in.cost[e])
			}
		}
		start = append(start, len(site))
		need, penalty = append(need, in.need[i]), append(penalty, in.penalty[i])
	}
	in.start, in.site, in.cost, in.need, in.penalty = start, site, cost, need, penalty
	in.turned = false
	in.columns()
	in.join()
}

// join merges rows that have become alike.
func (in *instance) join() {
	group := map[[2]uint64]int{}
	twin := make([]bool, in.rowCount())
	for i := range in.need {
		var key [2]uint64
		for e := in.start[i]; e < in.start[i+1]; e++ {
			h := mix(uint64(in.site[e])) ^ math.Float64bits(in.cost[e])*0x9e3779b97f4a7c15
			key[0] += mix(h)
			key[1] += mix(h ^ 0x5851f42d4c957f2d)
		}
		key[0] += mix(uint64(in.need[i]))
		g, ok := group[key]
		if !ok {
			group[key] = i
			continue
		}
		in.penalty[g] += in.penalty[i]
		twin[i] = true
	}
	start, site, cost := []int{0}, in.site[:0], in.cost[:0]
	need, penalty := in.need[:0], in.penalty[:0]
	for i := range len(twin) {
		if twin[i] {
			continue
		}
		site, cost = append(site, in.site[in.start[i]:in.start[i+1]]...), append(cost, in.cost[in.start[i]:in.start[i+1]]...)
		start = append(start, len(site))
		need, penalty = append(need, in.need[i]), append(penalty, in.penalty[i])
	}
	in.start, in.site, in.cost, in.need, in.penalty = start, site, cost, need, penalty
	in.turned = false
	in.columns()
}
