package coverage

import (
	"context"
	"math"
	"slices"
)

// transport is a flow of demand to sites, in whole numbers: weights and costs
// are counted in powers of two so small that nothing is lost that a sum could hold,
// and no path of costs overflows.
//
// Beside the sites there is a place for those who find no room, which takes
// everybody at a price above that of any path.
type transport struct {
	costs  *Costs
	supply *Supply
	unit   float64 // one of a weight in whole units
	scale  float64 // one of a cost in whole units
	none   int64   // price of finding no room

	start  []int   // arcs of demand d are start[d] to start[d+1]; the first is its nearest site
	arcs   []int   // entries of the costs in reach
	flow   []int64 // by arc
	left   []int64 // by demand: what finds no room
	room   []int64 // by site; below 0 it holds too much
	holds  [][]int32
	moves  []siteMoves // by site; made when the site is first full on a path
	search siteSearch
	path   []move // of the last search, from its end
}

// powerBelow is the largest power of two that brings a sum below a limit.
func powerBelow(sum, limit float64) float64 {
	if !(sum > 0) {
		return 1
	}
	_, exp := math.Frexp(limit / sum)
	return math.Ldexp(1, min(max(exp-1, -1000), 52))
}

func newTransport(costs *Costs, weights []float64, s *Supply) *transport {
	n, sites := costs.Demand(), costs.Sites()
	t := &transport{costs: costs, supply: s, start: make([]int, 1, n+1), left: make([]int64, n), room: make([]int64, sites),
		holds: make([][]int32, sites), moves: make([]siteMoves, sites)}
	total, dearest := 0.0, 0.0
	for d := range n {
		total += weights[d]
		for i := costs.start[d]; i < costs.start[d+1]; i++ {
			if s.counts(costs, costs.site[i], costs.cost[i]) {
				t.arcs = append(t.arcs, i)
				dearest = max(dearest, costs.cost[i])
			}
		}
		t.start = append(t.start, len(t.arcs))
	}
	t.unit = powerBelow(total, 1<<61)
	t.scale = powerBelow(dearest*float64(sites+2), 1<<58)
	t.none = (int64(dearest*t.scale) + 1) * int64(sites+2)
	t.flow = make([]int64, len(t.arcs))
	for site, c := range s.Capacity {
		t.room[site] = int64(min(c*t.unit, 1<<61))
	}
	for d := range n {
		if first := t.start[d]; first < t.start[d+1] {
			t.flow[first] = int64(math.Round(weights[d] * t.unit))
			t.room[t.site(first)] -= t.flow[first]
			t.holds[t.site(first)] = append(t.holds[t.site(first)], int32(d))
		}
	}
	t.search = newSiteSearch(sites)
	return t
}

func (t *transport) site(arc int) int32 { return t.costs.site[t.arcs[arc]] }

// price is the cost of an arc in whole units.
func (t *transport) price(arc int) int64 {
	return int64(math.Round(t.costs.cost[t.arcs[arc]] * t.scale))
}

// relieve moves on what is too much at a site.
func (t *transport) relieve(ctx context.Context, site int32) error {
	for n := 0; t.room[site] < 0; n++ {
		if n%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t.augment(site, t.cheapest(site))
	}
	return nil
}

// augment moves as much as there is along a path that ends at a site with room,
// or nowhere.
func (t *transport) augment(site, end int32) {
	amount := -t.room[site]
	if end != nowhere {
		amount = min(amount, t.room[end])
	}
	path := t.path[:0]
	for at := end; at != site; {
		s := t.search.state(at)
		m := t.moves[s.from].heaps[s.by][0]
		amount = min(amount, t.flow[m.arc])
		path = append(path, m)
		at = s.from
	}
	for _, m := range path {
		if t.flow[m.arc] -= amount; t.flow[m.arc] == 0 {
			t.leave(&t.moves[t.site(m.arc)], int(m.demand), m.arc)
		}
		if m.to < 0 {
			t.left[m.demand] += amount
		} else if t.flow[m.to] += amount; t.flow[m.to] == amount {
			t.arrive(int(m.demand), m.to)
		}
	}
	t.path = path
	t.room[site] += amount
	if end != nowhere {
		t.room[end] -= amount
	}
}

// arrive takes note that demand has come to a site.
func (t *transport) arrive(demand, arc int) {
	site := t.site(arc)
	if t.moves[site].index != nil {
		t.come(&t.moves[site], demand, arc)
		return
	}
	t.holds[site] = append(t.holds[site], int32(demand))
}

// allocation turns whole units back. What rounding takes or leaves of a weight
// goes with the largest part.
func (t *transport) allocation(weights []float64) *Allocation {
	a := &Allocation{Load: make([]float64, len(t.room))}
	for d, w := range weights {
		first, end := t.start[d], t.start[d+1]
		if first == end {
			a.Unserved = append(a.Unserved, Unserved{Demand: d, Weight: w})
			continue
		}
		from := len(a.Shares)
		for arc := first; arc < end; arc++ {
			if t.flow[arc] > 0 || w*t.unit < 0.5 && arc == first {
				i := t.arcs[arc]
				a.Shares = append(a.Shares, Share{Demand: d, Site: int(t.costs.site[i]), Weight: float64(t.flow[arc]) / t.unit, Cost: t.costs.cost[i]})
			}
		}
		left := float64(t.left[d]) / t.unit
		settle(a.Shares[from:], &left, w)
		if t.left[d] > 0 {
			a.Unserved = append(a.Unserved, Unserved{Demand: d, Weight: left, Full: true})
		}
	}
	for _, s := range a.Shares {
		a.Load[s.Site] += s.Weight
		a.Served += s.Weight
		a.Cost += s.Weight * s.Cost
	}
	return a
}

// settle makes the parts of a weight add up to it.
func settle(shares []Share, left *float64, weight float64) {
	largest, sum := left, *left
	for i := range shares {
		sum += shares[i].Weight
		if shares[i].Weight > *largest {
			largest = &shares[i].Weight
		}
	}
	if len(shares) == 1 && *left == 0 {
		shares[0].Weight = weight
		return
	}
	*largest += weight - sum
}

// members gives the demand that a site holds, once each.
func (t *transport) members(site int32) []int32 {
	list := t.holds[site]
	t.holds[site] = nil
	slices.Sort(list)
	return slices.Compact(list)
}
