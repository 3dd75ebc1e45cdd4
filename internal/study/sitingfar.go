package study

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"fugai/coverage"
)

// reachFar is reach, and where the costs end at a cutoff it also looks for the
// nearest open site beyond it, so that mean and worst are those of all people.
func (c *choice) reachFar(ctx context.Context, open []bool) (*reached, error) {
	out := c.reach(open)
	if !c.cut || c.capacity || c.way == nil {
		return out, nil
	}
	nearer, ok := c.way.way.Travel.(coverage.Nearer)
	if !ok {
		return out, nil
	}
	var from, to []orb.Point
	var rows, sites []int
	for i, site := range out.site {
		if site < 0 {
			from, rows = append(from, *c.l.demand.Point(int(c.rows[i]))), append(rows, i)
		}
	}
	for j, is := range open {
		if is {
			to, sites = append(to, *c.sites[j].point), append(sites, j)
		}
	}
	if len(from) == 0 || len(to) == 0 {
		return out, nil
	}
	found, err := nearer.Nearest(ctx, from, to)
	if err != nil {
		return nil, err
	}
	for k, e := range found {
		if e.Site < 0 {
			continue
		}
		cost := e.Cost
		if c.way.way.Unit != "s" {
			cost = math.Round(cost*1000) / 1000 // as in the table of costs
		}
		out.site[rows[k]], out.cost[rows[k]] = int32(sites[e.Site]), cost
	}
	return out, nil
}
