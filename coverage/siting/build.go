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
	site   []int32
	cost   []float64 // not weighted
	marks  []mark    // of sites; only where entries cost nothing
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

// mark is what an entry adds to the key that tells rows apart.
type mark [2]uint64

func markOf(site int, cost float64) mark {
	h := mix(uint64(site)) ^ math.Float64bits(cost)*0x9e3779b97f4a7c15
	return mark{mix(h), mix(h ^ 0x5851f42d4c957f2d)}
}

// read goes through the costs once and joins demand that is alike.
func (p *Problem) read(v view) (*rows, error) {
	role := p.roles()
	r := &rows{start: make([]int, 1, p.Costs.Demand()+1), group: make(map[[2]uint64]int, p.Costs.Demand()),
		site: make([]int32, 0, p.Costs.Entries()), cost: make([]float64, 0, p.Costs.Entries())}
	if v.flat {
		r.marks = make([]mark, p.Costs.Sites())
		for s := range r.marks {
			r.marks[s] = markOf(s, 0)
		}
	}
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
	site, cost := r.site, r.cost
	from := len(site)
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
		site = append(site, int32(s))
		if v.flat {
			m := &r.marks[s]
			key[0] += m[0]
			key[1] += m[1]
			continue
		}
		m := markOf(s, c)
		cost = append(cost, c)
		key[0] += m[0]
		key[1] += m[1]
	}
	if v.flat {
		cost = cost[:len(site)] // zeros as they were made
	}
	r.site, r.cost = site, cost
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
		start: make([]int, 1, len(r.weight)+1)}
	if !v.flat {
		in.site, in.cost = make([]int32, 0, len(r.site)), make([]float64, 0, len(r.site))
	}
	order := r.order(at)
	for _, i := range order {
		w := r.weight[i]
		if !v.flat {
			from := len(in.site)
			for e := r.start[i]; e < r.start[i+1]; e++ {
				in.site, in.cost = append(in.site, at[r.site[e]]), append(in.cost, w*r.cost[e])
			}
			sortEntries(in.site[from:], in.cost[from:])
			in.start = append(in.start, len(in.site))
		}
		in.need = append(in.need, int32(r.need[i]))
		in.penalty = append(in.penalty, r.penalty(i, v))
		in.weight = append(in.weight, w)
		in.settled = append(in.settled, !math.IsInf(r.fixed[i], 1))
	}
	if v.flat {
		in.flatEntries(r, order, at)
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

// flatEntries fills the entries of rows that cost nothing, each row by site:
// the rows are turned to columns and back, which sorts them.
func (in *instance) flatEntries(r *rows, order []int, at []int32) {
	first := make([]int, in.sites+1)
	for _, j := range r.site {
		first[at[j]+1]++
	}
	for j := range in.sites {
		first[j+1] += first[j]
	}
	column := make([]int32, len(r.site))
	next := slices.Clone(first)
	for k, i := range order {
		for _, j := range r.site[r.start[i]:r.start[i+1]] {
			column[next[at[j]]] = int32(k)
			next[at[j]]++
		}
		in.start = append(in.start, in.start[k]+r.start[i+1]-r.start[i])
	}
	in.site, in.cost = make([]int32, len(r.site)), r.cost
	in.free, in.turned = true, true
	in.colStart, in.colRow, in.colCost = first, column, r.cost
	next = slices.Clone(in.start)
	for j := range in.sites {
		for _, k := range column[first[j]:first[j+1]] {
			in.site[next[k]] = int32(j)
			next[k]++
		}
	}
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
	if len(cost) == 0 || slices.Min(cost) == slices.Max(cost) {
		slices.Sort(site)
		return
	}
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
	flat := r.marks != nil
	for i, w := range r.weight {
		sign := mix(mix(0) ^ math.Float64bits(w))
		for e := r.start[i]; e < r.start[i+1]; e++ {
			if !flat {
				sign = mix(mix(math.Float64bits(r.cost[e])) ^ math.Float64bits(w))
			}
			first[r.site[e]] += sign
		}
	}
	mixed := make([]uint64, m)
	for j := range mixed {
		mixed[j] = mix(first[j])
	}
	for i, w := range r.weight {
		var sum uint64
		for e := r.start[i]; e < r.start[i+1]; e++ {
			if j := r.site[e]; flat {
				sum += mixed[j]
			} else {
				sum += mix(first[j] ^ math.Float64bits(r.cost[e]))
			}
		}
		sign := mix(mix(sum) ^ math.Float64bits(w))
		for e := r.start[i]; e < r.start[i+1]; e++ {
			if !flat {
				sign = mix(mix(sum^math.Float64bits(r.cost[e])) ^ math.Float64bits(w))
			}
			second[r.site[e]] += sign
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
	byKey(label, second)
	return label
}

// order lists the rows by a signature of their entries.
func (r *rows) order(at []int32) []int {
	key := make([]uint64, len(r.weight))
	list := make([]int, len(r.weight))
	once, twice := make([]uint64, len(at)), make([]uint64, len(at))
	for j, k := range at {
		once[j] = mix(uint64(k))
		twice[j] = mix(once[j])
	}
	for i, w := range r.weight {
		list[i] = i
		key[i] = mix(math.Float64bits(w))
		for e := r.start[i]; e < r.start[i+1]; e++ {
			if j := r.site[e]; r.marks != nil {
				key[i] += twice[j]
			} else {
				key[i] += mix(once[j] ^ math.Float64bits(r.cost[e]))
			}
		}
	}
	byKey(list, key)
	return list
}

// byKey sorts a rising list of indices by their keys, equal ones as they stand.
func byKey(list []int, key []uint64) {
	type keyed struct {
		key uint64
		at  int
	}
	sorted := make([]keyed, len(list))
	for k, at := range list {
		sorted[k] = keyed{key[at], at}
	}
	slices.SortFunc(sorted, func(a, b keyed) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return a.at - b.at
	})
	for k := range sorted {
		list[k] = sorted[k].at
	}
}
