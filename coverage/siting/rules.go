package siting

import "slices"

// rules gives the quotas, the budget, the replaceable sites that stay and the
// separation of sites as rules; at is the program's index of a site, -1: not a
// candidate.
func (p *Problem) rules(at []int32) []rule {
	var list []rule
	for _, q := range p.Quotas {
		ones := group(q.Sites, at)
		if q.Most < len(ones) {
			list = append(list, rule{float64(q.Most), ones})
		}
		if q.Least > 0 {
			list = append(list, rule{-float64(q.Least), negated(ones)})
		}
	}
	if stay := len(p.Replaceable) - p.Replace; p.Replace > 0 && stay > 0 {
		list = append(list, rule{-float64(stay), negated(group(p.Replaceable, at))})
	}
	if p.Budget > 0 {
		r := rule{most: p.Budget}
		for j, f := range p.Price {
			if at[j] >= 0 && f > 0 {
				r.terms = append(r.terms, ruleTerm{at[j], f})
			}
		}
		list = append(list, r)
	}
	for _, l := range p.extra {
		r := rule{most: l.most}
		for k, j := range l.sites {
			if at[j] >= 0 && l.coef[k] != 0 {
				r.terms = append(r.terms, ruleTerm{at[j], l.coef[k]})
			}
		}
		list = append(list, r)
	}
	list = append(list, p.spacing(at)...)
	for _, r := range list {
		slices.SortFunc(r.terms, func(a, b ruleTerm) int { return int(a.at - b.at) })
	}
	return list
}

func group(sites []int, at []int32) []ruleTerm {
	var terms []ruleTerm
	for _, j := range sites {
		if at[j] >= 0 {
			terms = append(terms, ruleTerm{at[j], 1})
		}
	}
	return terms
}

func negated(terms []ruleTerm) []ruleTerm {
	list := slices.Clone(terms)
	for k := range list {
		list[k].coef = -list[k].coef
	}
	return list
}

// spacing covers the pairs of candidates that are too near each other with
// groups in which all are too near all, so that each group may hold one site.
func (p *Problem) spacing(at []int32) []rule {
	if p.Spacing <= 0 || p.Model == Dispersion {
		return nil
	}
	var sites []int
	for j, k := range at {
		if k >= 0 {
			sites = append(sites, j)
		}
	}
	slices.SortFunc(sites, func(a, b int) int { return int(at[a] - at[b]) })
	var list []rule
	if shut := p.shut(sites, p.Spacing); len(shut.terms) > 0 {
		list = append(list, shut)
	}
	return append(list, cliques(len(sites), func(a, b int) bool { return p.Apart(sites[a], sites[b]) < p.Spacing })...)
}

// shut forbids the sites that are nearer to a fixed one than a separation;
// terms count along sites.
func (p *Problem) shut(sites []int, separation float64) rule {
	r := rule{most: 0}
	for k, a := range sites {
		if slices.ContainsFunc(p.Fixed, func(f int) bool { return p.Apart(a, f) < separation }) {
			r.terms = append(r.terms, ruleTerm{int32(k), 1})
		}
	}
	return r
}

// cliques covers the edges of a graph over 0 to n-1 with complete subgraphs.
func cliques(n int, edge func(a, b int) bool) []rule {
	near := make([][]int32, n)
	is := make([]map[int32]bool, n)
	for a := range n {
		is[a] = map[int32]bool{}
	}
	for a := range n {
		for b := a + 1; b < n; b++ {
			if edge(a, b) {
				near[a], near[b] = append(near[a], int32(b)), append(near[b], int32(a))
				is[a][int32(b)], is[b][int32(a)] = true, true
			}
		}
	}
	done := map[[2]int32]bool{}
	var list []rule
	for a := range int32(n) {
		for _, b := range near[a] {
			if b < a || done[[2]int32{a, b}] {
				continue
			}
			c := []int32{a, b}
			for _, x := range near[a] {
				if x != b && !slices.ContainsFunc(c, func(y int32) bool { return !is[x][y] }) {
					c = append(c, x)
				}
			}
			slices.Sort(c)
			r := rule{most: 1}
			for k, x := range c {
				r.terms = append(r.terms, ruleTerm{x, 1})
				for _, y := range c[k+1:] {
					done[[2]int32{x, y}] = true
				}
			}
			list = append(list, r)
		}
	}
	return list
}
