package siting

import "slices"

// permits reports whether a choice keeps every limit and rule of a problem,
// whatever it serves.
func (p *Problem) permits(open, size []int) bool {
	on := make([]bool, p.Costs.Sites())
	for _, j := range open {
		on[j] = true
	}
	count := func(list []int) (n int) {
		for _, j := range list {
			if on[j] {
				n++
			}
		}
		return n
	}
	switch stay := len(p.Replaceable) - p.Replace; {
	case p.Sites > 0 && len(open) > p.most(),
		p.Model == Dispersion && len(open) != p.Sites,
		count(p.Required) < len(p.Required),
		count(p.Forbidden)+count(p.Fixed) > 0,
		p.Replace > 0 && count(p.Replaceable) < stay,
		p.Budget > 0 && p.spent(open, size) > p.Budget+ruleSlack*max(1, p.Budget):
		return false
	}
	for _, q := range p.Quotas {
		if n := count(q.Sites); n < q.Least || n > q.Most {
			return false
		}
	}
	for _, l := range p.extra {
		sum := 0.0
		for k, j := range l.sites {
			if on[j] {
				sum += l.coef[k]
			}
		}
		if sum > l.most+ruleSlack {
			return false
		}
	}
	return p.spread(open)
}

// spread reports whether chosen sites keep the spacing.
func (p *Problem) spread(open []int) bool {
	if p.Spacing <= 0 || p.Model == Dispersion {
		return true
	}
	for k, a := range open {
		near := func(b int) bool { return p.Apart(a, b) < p.Spacing }
		if slices.ContainsFunc(open[k+1:], near) || slices.ContainsFunc(p.Fixed, near) {
			return false
		}
	}
	return true
}
