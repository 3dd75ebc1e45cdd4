package siting

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Defence says what each chosen site is for. Amounts are in the unit of
// measure of the model: weight covered (MCLP, LSCP, CoverThenCost and Backup
// within the limit, PCenter within the worst cost reached), weighted cost
// (PMedian) or separation (Dispersion). +Inf is demand left without a site in
// reach or without capacity.
type Defence struct {
	Sites []SiteDefence // by place in the order
	Ties  []Swap        // swaps that change the objective by less than one percent, least first
}

// SiteDefence is the case for one chosen site.
type SiteDefence struct {
	Site      int
	Place     int     // from 1, when the chosen open one by one, the largest gain first
	Gain      float64 // what it adds at its place
	After     float64 // the amount reached with it and those before it
	Served    float64 // weight that has it as the nearest site and no fixed site in reach; with capacities all it serves
	Loss      float64 // what is lost if it alone is dropped
	RunnerUp  int     // the unchosen site that would replace it best; -1: none may
	Shortfall float64 // what is lost with the runner-up in its place
}

// Swap replaces a chosen site by another; Loss is what that costs.
type Swap struct {
	Out, In int
	Loss    float64
}

// tieShare is the change of the objective under which a swap is a near-tie.
const tieShare = 0.01

// nearTies bounds the list of swaps.
const nearTies = 100

// Explain weighs each chosen site of a result of Solve for the same problem.
// With capacities demand is shared anew for every change, and where changes are
// many only the most promising are tried as runners-up and near-ties. Under
// Dispersion the gain of a site is its separation from those before it and from
// Fixed, and its loss is never positive: without it the others may be further
// apart.
func Explain(ctx context.Context, p Problem, res Result) (Defence, error) {
	if err := p.check(); err != nil {
		return Defence{}, err
	}
	if res.Open == nil {
		return Defence{}, invalid("Open", -1, 0, Missing)
	}
	for k, j := range res.Open {
		if j < 0 || j >= p.Costs.Sites() {
			return Defence{}, invalid("Open", k, float64(j), NoSuch)
		}
	}
	if under := p.underMandate(res.Open); len(p.Mandated) > 0 { // what replaces a mandated site is one too
		p.Quotas = append(slices.Clone(p.Quotas), Quota{p.Mandated, under, len(p.Mandated)})
	}
	switch {
	case p.Model == Dispersion:
		return p.explainApart(ctx, res)
	case p.limited():
		return p.explainShares(ctx, res)
	}
	d := &defender{p: &p, flat: p.Model != PMedian}
	v := view{within: p.within(), flat: d.flat, must: !d.flat, need: max(1, p.Times)}
	if p.Model == PCenter {
		v.within = res.Objective
	}
	r, err := p.read(v)
	if err != nil {
		return Defence{}, err
	}
	d.in, d.total = p.instance(r, v), r.total
	d.in.finish()
	d.at = map[int]int32{}
	for k, j := range d.in.label {
		d.at[j] = int32(k)
	}
	for _, j := range res.Open {
		d.open = append(d.open, d.at[j])
	}
	return d.defend(ctx)
}

// underMandate counts the mandated among chosen sites.
func (p *Problem) underMandate(open []int) (n int) {
	for _, j := range p.Mandated {
		if slices.Contains(open, j) {
			n++
		}
	}
	return n
}

type defender struct {
	p     *Problem
	in    *instance
	at    map[int]int32
	open  []int32
	flat  bool
	total float64
}

// amount turns a program's value into the model's measure.
func (d *defender) amount(value float64) float64 {
	if d.flat {
		return d.total - d.in.offset - value
	}
	return d.loss(value)
}

// loss hides the amounts that stand for demand not served.
func (d *defender) loss(v float64) float64 {
	if !d.flat && v >= d.in.big/2 {
		return math.Inf(1)
	}
	return v
}

func (d *defender) defend(ctx context.Context) (Defence, error) {
	out := Defence{}
	c := newChoice(d.in, nil)
	for place := 1; place <= len(d.open); place++ {
		best, gain := int32(-1), math.Inf(-1)
		for _, j := range d.open {
			if c.at[j] >= 0 {
				continue
			}
			c.try(j)
			c.undo()
			if c.gain > gain {
				best, gain = j, c.gain
			}
		}
		c.add(best)
		out.Sites = append(out.Sites, SiteDefence{Site: d.in.label[best], Place: place, Gain: d.loss(gain), After: d.amount(c.value()), RunnerUp: -1})
	}
	for k := range out.Sites {
		s := &out.Sites[k]
		j := d.at[s.Site]
		s.Loss, s.Shortfall = d.loss(c.fresh(j)), math.Inf(1)
		s.Served = d.served(c, j)
	}
	err := d.swaps(ctx, c, &out)
	return out, err
}

// served sums the weight of rows that have site j as the nearest and that no
// fixed site serves.
func (d *defender) served(c *choice, j int32) float64 {
	sum := 0.0
	for e := d.in.colStart[j]; e < d.in.colStart[j+1]; e++ {
		if i := d.in.colRow[e]; c.s1[i] == j && !d.in.settled[i] {
			sum += d.in.weight[i]
		}
	}
	return sum
}

// swaps tries every permitted exchange of a chosen site for another.
func (d *defender) swaps(ctx context.Context, c *choice, out *Defence) error {
	near := tieShare * math.Abs(d.amount(c.value()))
	place := map[int32]int{}
	for k, s := range out.Sites {
		place[d.at[s.Site]] = k
	}
	for j := range int32(d.in.sites) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if c.at[j] >= 0 {
			continue
		}
		c.try(j)
		for _, s := range c.open {
			if slices.Contains(d.in.opened, s) || !c.allowed(j, s) {
				continue
			}
			v := d.loss(c.swap(s))
			if row := &out.Sites[place[s]]; v < row.Shortfall || v == row.Shortfall && d.in.label[j] < row.RunnerUp && row.RunnerUp >= 0 {
				row.RunnerUp, row.Shortfall = d.in.label[j], v
			}
			if math.Abs(v) < near {
				out.Ties = append(out.Ties, Swap{d.in.label[s], d.in.label[j], v})
			}
		}
		c.undo()
	}
	out.sort()
	return nil
}

// sort puts the near-ties in order and keeps the first.
func (d *Defence) sort() {
	slices.SortFunc(d.Ties, func(a, b Swap) int {
		return cmp.Or(cmp.Compare(a.Loss, b.Loss), cmp.Compare(a.Out, b.Out), cmp.Compare(a.In, b.In))
	})
	d.Ties = d.Ties[:min(len(d.Ties), nearTies)]
}
