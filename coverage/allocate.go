package coverage

import (
	"context"
	"fmt"
	"math"

	"fugai/geo"
)

// Supply is what sites offer to demand, for [Allocate].
type Supply struct {
	// Capacity is how much demand each site takes; infinity is no bound.
	Capacity []float64
	// Open tells which sites take anybody; nil for all of them. Those that are
	// not open are in nobody's reach.
	Open []bool
	// Within is the highest cost that counts; 0 for all of the costs. Metres
	// are compared at the millimetre.
	Within float64
}

// Share is demand, or a part of it, with the site that it goes to.
type Share struct {
	Demand, Site int
	Weight, Cost float64 // Cost is that of one unit of weight
}

// Unserved is demand, or a part of it, that no site takes.
type Unserved struct {
	Demand int
	Weight float64
	Full   bool // there are sites in reach, but full; false: there is none in reach
}

// Allocation is which site demand goes to.
type Allocation struct {
	Shares   []Share    // by demand, then by cost and site
	Unserved []Unserved // by demand
	Load     []float64  // weight that each site takes
	Served   float64    // the sum of the loads
	Cost     float64    // the sum of weight × cost over the shares
}

// Allocate sends demand to sites that have room for it: capacitated catchments.
// Of all ways to do so it serves the most weight, and of those it takes one
// of least total weight × cost: the transportation problem with demand that
// may be split. So who is left without a place are those who would cost most, not
// those who come last, and a place may be sent past its nearest site where that
// spares others more.
//
// weights are those of the rows of costs, such as people. Demand of weight 0
// goes to its nearest open site. The answer is exact to a last binary digit of
// the sums; of several that are equally good, the order of demand and sites
// decides. Lists of another length than the costs, and weights, capacities and
// costs that are not numbers from 0 up, are errors; the other error is that of ctx.
//
// Demand starts at its nearest site; what is too much there moves along
// shortest augmenting paths of the graph of sites, whose arcs are the cheapest
// moves of somebody from one site to another (R. K. Ahuja, T. L. Magnanti and J. B.
// Orlin, Network Flows, 1993, 9.7 and 12.4, with potentials). Time goes with the
// pieces of demand that have to move, not with demand × sites.
func Allocate(ctx context.Context, costs *Costs, weights []float64, s Supply) (*Allocation, error) {
	if err := s.check(costs, weights); err != nil {
		return nil, err
	}
	t := newTransport(costs, weights, &s)
	for site := range t.room {
		if err := t.relieve(ctx, int32(site)); err != nil {
			return nil, err
		}
	}
	return t.allocation(weights), nil
}

func (s *Supply) check(costs *Costs, weights []float64) error {
	switch {
	case len(weights) != costs.Demand():
		return fmt.Errorf("coverage: %d weights for %d rows of costs", len(weights), costs.Demand())
	case len(s.Capacity) != costs.Sites():
		return fmt.Errorf("coverage: %d capacities for %d sites", len(s.Capacity), costs.Sites())
	case s.Open != nil && len(s.Open) != costs.Sites():
		return fmt.Errorf("coverage: %d sites open or not, of %d", len(s.Open), costs.Sites())
	}
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return fmt.Errorf("coverage: weight %g of demand %d is not a number from 0 up", w, i)
		}
	}
	for i, c := range s.Capacity {
		if !(c >= 0) {
			return fmt.Errorf("coverage: capacity %g of site %d is not a number from 0 up", c, i)
		}
	}
	for _, c := range costs.cost {
		if !(c >= 0) || math.IsInf(c, 1) {
			return fmt.Errorf("coverage: the cost %g is not a number from 0 up", c)
		}
	}
	return nil
}

// counts tells whether an entry of the costs is in reach.
func (s *Supply) counts(costs *Costs, site int32, cost float64) bool {
	if s.Open != nil && !s.Open[site] {
		return false
	}
	return s.Within == 0 || costs.atMost(cost, s.Within)
}

// atMost compares a cost with a limit: metres at the millimetre.
func (c *Costs) atMost(cost, limit float64) bool {
	if c.unit == "m" {
		return geo.AtMost(geo.Meters(cost), geo.Meters(limit))
	}
	return cost <= limit
}
