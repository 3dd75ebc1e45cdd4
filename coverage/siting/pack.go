package siting

import (
	"cmp"
	"slices"
)

// notAll forbids to choose all of some sites together.
func notAll(sites []int) linear {
	return linear{sites: sites, coef: slices.Repeat([]float64{1}, len(sites)), most: float64(len(sites) - 1)}
}

// pack puts sites into years within numbers and budgets: the dearest first,
// each into the first year that holds it, going back where that fails.
func (p *Problem) pack(sites []int, size map[int]int, years []Year) (year []int, ok bool) {
	order := slices.Clone(sites)
	price := func(j int) float64 { return p.price(j, size[j]) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(price(b), price(a)) })
	count, spent := make([]int, len(years)), make([]float64, len(years))
	year = make([]int, len(order))
	work := 0
	var put func(k int) bool
	put = func(k int) bool {
		if k == len(order) {
			return true
		}
		for t, y := range years {
			if work++; work > 200_000 {
				return false
			}
			if !y.takes(count[t], spent[t], price(order[k])) {
				continue
			}
			count[t], spent[t], year[k] = count[t]+1, spent[t]+price(order[k]), t
			if put(k + 1) {
				return true
			}
			count[t], spent[t] = count[t]-1, spent[t]-price(order[k])
		}
		return false
	}
	return year, put(0)
}

// unpackable forbids to choose all of a least set of sites that the years
// cannot hold, or as many of it and of sites that are dearer than all of it.
func (p *Problem) unpackable(sites []int, size map[int]int, years []Year) linear {
	for _, j := range sites {
		less := without(sites, []int{j})
		if _, ok := p.pack(less, size, years); !ok {
			sites = less
		}
	}
	dearest := 0.0
	for _, j := range sites {
		dearest = max(dearest, p.price(j, size[j]))
	}
	all := slices.Clone(sites)
	if p.Sizes == nil { // else the price of what is not chosen is open
		for _, j := range (&work{p: p}).candidates() {
			if !slices.Contains(sites, j) && !slices.Contains(p.Replaceable, j) && p.price(j, 0) >= dearest {
				all = append(all, j)
			}
		}
	}
	l := notAll(all)
	l.most = float64(len(sites) - 1)
	return l
}

// takes reports whether a year with some sites has place and money for another.
func (y Year) takes(count int, spent, price float64) bool {
	if y.Sites == 0 && y.Budget == 0 || y.Sites > 0 && count >= y.Sites {
		return false
	}
	return y.Budget == 0 || spent+price <= y.Budget+ruleSlack*max(1, y.Budget)
}
