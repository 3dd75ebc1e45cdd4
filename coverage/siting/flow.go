package siting

import (
	"encoding/binary"
	"math"
	"slices"
)

// flow is a problem with capacities: groups of demand that the same sites
// reach at the same cost, and those sites. Existing sites have capacities too,
// so they are among the sites.
type flow struct {
	p      *Problem
	sites  []int   // candidates and Fixed, in order
	fixed  []bool  // of sites
	at     []int32 // of each of the caller's sites its place in sites, -1: none
	start  []int   // entries of group g: start[g] to start[g+1], cheapest first
	site   []int32
	cost   []float64 // of one unit of weight
	weight []float64
	group  []int32 // of each demand, -1: none
	lost   []int   // demand that no site reaches
	total  float64 // all weight
}

// readFlow groups the demand. Where only being served counts the costs are 0.
func (p *Problem) readFlow(flat bool) *flow {
	f := &flow{p: p, at: make([]int32, p.Costs.Sites()), start: []int{0}, group: make([]int32, p.Costs.Demand())}
	for j, role := range p.roles() {
		f.at[j] = -1
		if role != forbidden {
			f.at[j] = int32(len(f.sites))
			f.sites, f.fixed = append(f.sites, j), append(f.fixed, role == fixedSite)
		}
	}
	known, key := map[string]int32{}, []byte{}
	for i := range f.group {
		f.group[i] = -1
		w := p.weight(i)
		if w == 0 {
			continue
		}
		f.total += w
		if key = f.entries(i, flat, key[:0]); len(key) == 0 {
			f.lost = append(f.lost, i)
			continue
		}
		g, ok := known[string(key)]
		if ok {
			f.drop()
		} else {
			g = int32(len(f.weight))
			known[string(key)] = g
			f.start, f.weight = append(f.start, len(f.site)), append(f.weight, 0)
		}
		f.group[i] = g
		f.weight[g] += w
	}
	return f
}

// entries appends what reaches a demand and gives the bytes that tell it from
// other demand.
func (f *flow) entries(demand int, flat bool, key []byte) []byte {
	from, limit := len(f.site), f.p.within()
	for j, c := range f.p.Costs.Row(demand) {
		if c > limit {
			break
		}
		if f.at[j] < 0 {
			continue
		}
		if flat {
			c = 0
		}
		f.site, f.cost = append(f.site, f.at[j]), append(f.cost, c)
	}
	if flat {
		slices.Sort(f.site[from:])
	}
	for e := from; e < len(f.site); e++ {
		key = binary.LittleEndian.AppendUint32(key, uint32(f.site[e]))
		key = binary.LittleEndian.AppendUint64(key, math.Float64bits(f.cost[e]))
	}
	return key
}

// drop forgets the entries appended last.
func (f *flow) drop() {
	end := f.start[len(f.start)-1]
	f.site, f.cost = f.site[:end], f.cost[:end]
}

func (f *flow) groups() int { return len(f.weight) }

// sizes are the prices and capacities that a site may have.
func (p *Problem) sizes(site int) []Size {
	if p.Sizes != nil && len(p.Sizes[site]) > 0 {
		return p.Sizes[site]
	}
	s := Size{Capacity: p.Capacity[site]}
	if p.Price != nil {
		s.Price = p.Price[site]
	}
	return []Size{s}
}

// price is what a chosen site costs in one of its sizes.
func (p *Problem) price(site, size int) float64 {
	switch {
	case p.limited():
		return p.sizes(site)[size].Price
	case p.Price != nil:
		return p.Price[site]
	}
	return 0
}

// reachable sums the weight that a site reaches.
func (f *flow) reachable() []float64 {
	sum := make([]float64, len(f.sites))
	for g, w := range f.weight {
		for e := f.start[g]; e < f.start[g+1]; e++ {
			sum[f.site[e]] += w
		}
	}
	return sum
}

// only is the flow without the sites that keep does not accept.
func (f *flow) only(keep func(site int) bool) *flow {
	g := &flow{p: f.p, at: make([]int32, len(f.at)), start: []int{0}, weight: f.weight, group: f.group, lost: f.lost, total: f.total}
	for j := range g.at {
		g.at[j] = -1
	}
	for k, j := range f.sites {
		if keep(j) {
			g.at[j] = int32(len(g.sites))
			g.sites, g.fixed = append(g.sites, j), append(g.fixed, f.fixed[k])
		}
	}
	for k := range f.weight {
		for e := f.start[k]; e < f.start[k+1]; e++ {
			if t := g.at[f.sites[f.site[e]]]; t >= 0 {
				g.site, g.cost = append(g.site, t), append(g.cost, f.cost[e])
			}
		}
		g.start = append(g.start, len(g.site))
	}
	return g
}
