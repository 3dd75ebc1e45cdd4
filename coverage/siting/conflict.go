package siting

import "slices"

// part is a condition and how to leave it out.
type part struct {
	cause Cause
	drop  func(p *Problem)
}

// conflict leaves out one condition after the other as long as the rest stay
// impossible; what cannot be left out is a least set that contradicts itself
// (the deletion filter of Chinneck & Dravnieks 1991).
func (d *doubt) conflict() {
	kept := d.parts()
	if len(kept) > mostParts {
		return
	}
	all := kept
	for _, p := range all {
		rest := slices.DeleteFunc(slices.Clone(kept), func(o part) bool { return o.cause == p.cause })
		q := d.p
		for _, o := range all {
			if !slices.ContainsFunc(rest, func(k part) bool { return k.cause == o.cause }) {
				o.drop(&q)
			}
		}
		if yes, known := d.possible(q); known && !yes {
			kept = rest
		}
	}
	if d.ctx.Err() != nil {
		return
	}
	for _, p := range kept {
		d.y.Conflict = append(d.y.Conflict, p.cause)
	}
}

// mostParts bounds the conditions among which a conflict is looked for.
const mostParts = 200

func (d *doubt) parts() []part {
	p := &d.p
	var list []part
	add := func(c Condition, index int, drop func(p *Problem)) { list = append(list, part{Cause{c, index}, drop}) }
	if p.Sites > 0 {
		add(BySites, -1, func(p *Problem) { p.Sites, p.extra = 0, nil })
	}
	if p.Budget > 0 {
		add(ByBudget, -1, func(p *Problem) { p.Budget = 0 })
	}
	if p.Spacing > 0 && p.Model != Dispersion {
		add(BySpacing, -1, func(p *Problem) { p.Spacing = 0 })
	}
	if p.Replace > 0 && p.Replace < len(p.Replaceable) {
		add(ByReplace, -1, func(p *Problem) { p.Replace = 0 })
	}
	for k, j := range p.Required {
		add(ByRequired, k, func(p *Problem) { p.Required = without(p.Required, []int{j}) })
	}
	for k, quota := range p.Quotas {
		add(ByQuota, k, func(p *Problem) {
			p.Quotas = slices.Clone(p.Quotas)
			for i := range p.Quotas { // removed ones before it have moved it
				if slices.Equal(p.Quotas[i].Sites, quota.Sites) && p.Quotas[i].Least == quota.Least && p.Quotas[i].Most == quota.Most {
					p.Quotas = slices.Delete(p.Quotas, i, i+1)
					return
				}
			}
		})
	}
	if p.limited() {
		add(ByCapacity, -1, func(p *Problem) { p.Sizes = p.boundless() })
	}
	if p.demands() {
		add(ByDemand, -1, func(p *Problem) { p.Model, p.Share = MCLP, 0 })
	}
	return list
}

// boundless gives every site its sizes with room for all demand.
func (p *Problem) boundless() [][]Size {
	total := 0.0
	for i := range p.Costs.Demand() {
		total += p.weight(i)
	}
	list := make([][]Size, p.Costs.Sites())
	for j := range list {
		for _, s := range p.sizes(j) {
			list[j] = append(list[j], Size{s.Price, total})
		}
	}
	return list
}
