package siting

import (
	"cmp"
	"math"
	"slices"
)

// view is how a model reads the costs.
type view struct {
	within float64 // entries beyond are left out
	flat   bool    // entries cost nothing: only being covered counts
	must   bool    // rows must be served; else an unserved row costs its weight
	need   int
	count  bool // every row weighs 1
}

// rows collects demand, alike rows joined.
type rows struct {
	start  []int
	site   []int
	cost   []float64 // not weighted
	weight []float64
	need   []int
	fixed  []float64 // cost of the nearest fixed site; +Inf: none
	group  map[[2]uint64]int
	lost   []int   // demand that must be served and that too few sites reach
	offset float64 // weight that nothing can cover
	total  float64 // all weight read
}

// role marks fixed and forbidden sites.
const (
	candidate = iota
	fixedSite
	forbidden
)

func (p *Problem) roles() []uint8 {
	role := make([]uint8, p.Costs.Sites())
	for _, j := range p.Fixed {
		role[j] = fixedSite
	}
	for _, j := range p.Forbidden {
		role[j] = forbidden
	}
	return role
}

// read goes through the costs once and joins demand that is alike.
func (p *Problem) read(v view) (*rows, error) {
	role := p.roles()
	r := &rows{start: []int{0}, group: map[[2]uint64]int{}}
	for i := range p.Costs.Demand() {
		w := p.weight(i)
		if w == 0 {
			continue
		}
		if v.count {
			w = 1
		}
		r.total += w
		if err := r.add(p, role, v, i, w); err != nil {
			return nil, err
		}
	}
	r.group = nil
	return r, nil
}

func (r *rows) add(p *Problem, role []uint8, v view, demand int, w float64) error {
	from := len(r.site)
	need, fixed := v.need, math.Inf(1)
	var key [2]uint64
	for s, c := range p.Costs.Row(demand) {
		if math.IsNaN(c) || c < 0 || math.IsInf(c, 0) {
			return invalid("Costs row", demand, c, cmp.Or(map[bool]Reason{true: Negative}[c < 0], NotANumber))
		}
		if s < 0 || s >= len(role) {
			return invalid("Costs row", demand, float64(s), NoSuch)
		}
		if c > v.within || role[s] == forbidden {
			continue
		}
		if role[s] == fixedSite {
			need--
			fixed = min(fixed, c)
			if v.flat && need > 0 {
				continue
			}
			break
		}
		if v.flat {
			c = 0
		}
		r.site, r.cost = append(r.site, s), append(r.cost, c)
		h := mix(uint64(s)) ^ math.Float64bits(c)*0x9e3779b97f4a7c15
		key[0] += mix(h)
		key[1] += mix(h ^ 0x5851f42d4c957f2d)
	}
	drop := func() { r.site, r.cost = r.site[:from], r.cost[:from] }
	if v.flat && need <= 0 {
		drop()
		return nil
	}
	if v.flat {
		fixed = math.Inf(1)
	}
	if len(r.site)-from < need && math.IsInf(fixed, 1) {
		drop()
		r.offset += w
		if v.must {
			r.lost = append(r.lost, demand)
		}
		return nil
	}
	if !v.flat {
		need = 1
	}
	key[0] += mix(uint64(need)) ^ math.Float64bits(fixed)
	if g, ok := r.group[key]; ok {
		drop()
		r.weight[g] += w
		return nil
	}
	r.group[key] = len(r.weight)
	r.start = append(r.start, len(r.site))
	r.weight = append(r.weight, w)
	r.need = append(r.need, need)
	r.fixed = append(r.fixed, fixed)
	return nil
}

// instance builds the program of the rows: sites and rows in an order that
// does not depend on the caller's, then prices, limit and rules.
func (p *Problem) instance(r *rows, v view) *instance {
	label := p.order(r)
	at := make([]int32, p.Costs.Sites())
	for k := range at {
		at[k] = -1
	}
	for k, j := range label {
		at[j] = int32(k)
	}
	in := &instance{sites: len(label), label: label, limit: min(p.most(), len(label)), price: make([]float64, len(label)),
		start: make([]int, 1, len(r.weight)+1), site: make([]int32, 0, len(r.site)), cost: make([]float64, 0, len(r.site))}
	for _, i := range r.order(at) {
		w := r.weight[i]
		from := len(in.site)
		for e := r.start[i]; e < r.start[i+1]; e++ {
			in.site, in.cost = append(in.site, at[r.site[e]]), append(in.cost, w*r.cost[e])
		}
		sortEntries(in.site[from:], in.cost[from:])
		in.start = append(in.start, len(in.site))
		in.need = append(in.need, int32(r.need[i]))
		in.penalty = append(in.penalty, r.penalty(i, v))
		in.weight = append(in.weight, w)
		in.settled = append(in.settled, !math.IsInf(r.fixed[i], 1))
	}
	if !v.must {
		in.offset = r.offset
	}
	for _, j := range p.Required {
		in.opened = append(in.opened, at[j])
	}
	slices.Sort(in.opened)
	in.rules = p.rules(at)
	return in
}

// penalty is what a row costs without a chosen site.
func (r *rows) penalty(i int, v view) float64 {
	switch {
	case !math.IsInf(r.fixed[i], 1):
		return r.weight[i] * r.fixed[i]
	case v.must:
		return math.Inf(1)
	}
	return r.weight[i]
}

// sortEntries puts the entries of a row by cost, then site.
func sortEntries(site []int32, cost []float64) {
	type entry struct {
		site int32
		cost float64
	}
	list := make([]entry, len(site))
	for k := range site {
		list[k] = entry{site[k], cost[k]}
	}
	slices.SortFunc(list, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.site, b.site))
	})
	for k, e := range list {
		site[k], cost[k] = e.site, e.cost
	}
}

// order lists the candidates by a signature of what they serve, so that the
// search takes the same way whatever the order of the input. Sites that serve
// alike keep the caller's order.
func (p *Problem) order(r *rows) []int {
	m := p.Costs.Sites()
	first, second := make([]uint64, m), make([]uint64, m)
	for i, w := range r.weight {
		for e := r.start[i]; e < r.start[i+1]; e++ {
			first[r.site[e]] += mix(mix(math.Float64bits(r.cost[e])) ^ math.Float64bits(w))
		}
	}
	for i, w := range r.weight {
		var sum uint64
		for e := r.start[i]; e < r.start[i+1]; e++ {
			sum += mix(first[r.site[e]] ^ math.Float64bits(r.cost[e]))
		}
		for e := r.start[i]; e < r.start[i+1]; e++ {
			second[r.site[e]] += mix(mix(sum^math.Float64bits(r.cost[e])) ^ math.Float64bits(w))
		}
	}
	if p.Price != nil {
		for j, f := range p.Price {
			second[j] += mix(math.Float64bits(f))
		}
	}
	var label []int
	for j, role := range p.roles() {
		if role == candidate {
			label = append(label, j)
		}
	}
	slices.SortStableFunc(label, func(a, b int) int { return cmp.Compare(second[a], second[b]) })
	return label
}

// order lists the rows by a signature of their entries.
func (r *rows) order(at []int32) []int {
	key := make([]uint64, len(r.weight))
	list := make([]int, len(r.weight))
	for i, w := range r.weight {
		list[i] = i
		key[i] = mix(math.Float64bits(w))
		for e := r.start[i]; e < r.start[i+1]; e++ {
			key[i] += mix(mix(uint64(at[r.site[e]])) ^ math.Float64bits(r.cost[e]))
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(key[a], key[b]) })
	return list
}
