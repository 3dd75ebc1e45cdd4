package paths

import (
	"context"
	"slices"

	"fugai/geo/network"
)

// hierarchy is a network prepared for large tables: its nodes are ranked, and
// passages are added so that a cheapest way between any two goes up in rank and
// then down. Searches then pass some hundred nodes instead of all. Nothing
// changes once it is made, and it gives the same costs as the plain search.
type hierarchy struct {
	g        *network.Graph
	rank     []uint32 // of each node
	up, down climb    // to nodes of higher rank; down against the passages
}

// climb are passages to nodes of higher rank, by rank.
type climb struct {
	first []uint32
	to    []half // node is a rank
}

func (c *climb) of(rank uint32) []half { return c.to[c.first[rank]:c.first[rank+1]] }

// newHierarchy prepares a network. On street networks that takes about as long as
// 200 to 400 searches through all of it, and more where it is a dense grid; then
// table is a hundred times as fast as they are. It gives up with errDear when its
// searches have gone through more nodes than a budget; the other error is that
// of ctx.
func newHierarchy(ctx context.Context, g *network.Graph, budget int64) (*hierarchy, error) {
	h := &hierarchy{g: g, rank: make([]uint32, len(g.Nodes))}
	h.up.first, h.down.first = append(h.up.first, 0), append(h.down.first, 0)
	c := newContraction(g, budget)
	next := uint32(0)
	err := c.run(ctx, func(node uint32) {
		h.rank[node] = next
		next++
		h.up.add(c.out[node])
		h.down.add(c.in[node])
	})
	if err != nil {
		return nil, err
	}
	for _, list := range [][]half{h.up.to, h.down.to} {
		for i := range list {
			list[i].node = h.rank[list[i].node]
		}
	}
	return h, nil
}

func (c *climb) add(list []half) {
	c.to = append(c.to, list...)
	c.first = append(c.first, uint32(len(c.to)))
}

// table works out what [Table] does.
func (h *hierarchy) table(ctx context.Context, ends Ends, o Options) (*Matrix, error) {
	if err := check(h.g, ends.Places, ends.Sites); err != nil {
		return nil, err
	}
	m := &Matrix{Places: len(ends.Places), Sites: len(ends.Sites)}
	m.Costs = slices.Repeat([]network.Cost{network.Never}, m.Places*m.Sites)
	at := func(place, site int) *network.Cost { return &m.Costs[place*m.Sites+site] }
	from, to := ends.Places, ends.Sites
	if o.Direction == network.FromSites {
		at = func(site, place int) *network.Cost { return &m.Costs[place*m.Sites+site] }
		from, to = to, from
	}
	t := &meeting{h: h, limit: o.limit(), targets: newRoster(h.g, to)}
	if err := t.fill(ctx, to, o.Threads); err != nil {
		return nil, err
	}
	return m, each(ctx, len(from), o.Threads, func(int) func(int) {
		c := newClimber(h)
		best := make([]network.Cost, len(to))
		return func(origin int) {
			t.from(c, &from[origin], best)
			for target, cost := range best {
				*at(origin, target) = cost
			}
		}
	})
}

// meeting holds, for every rank, which targets can be come to from there by
// going down only.
type meeting struct {
	h       *hierarchy
	limit   uint64
	targets *roster
	first   []uint32
	list    []half // node is a target
}

// fill climbs from every target, against the passages.
func (t *meeting) fill(ctx context.Context, targets []network.Location, threads int) error {
	found := make([][]half, len(targets))
	err := each(ctx, len(targets), threads, func(int) func(int) {
		c := newClimber(t.h)
		return func(i int) { found[i] = slices.Clone(c.climb(&t.h.down, backward, &targets[i], t.limit)) }
	})
	if err != nil {
		return err
	}
	t.first = make([]uint32, len(t.h.rank)+1)
	for _, list := range found {
		for _, x := range list {
			t.first[x.node+1]++
		}
	}
	for rank := range t.h.rank {
		t.first[rank+1] += t.first[rank]
	}
	t.list = make([]half, t.first[len(t.h.rank)])
	next := slices.Clone(t.first)
	for i, list := range found {
		for _, x := range list {
			t.list[next[x.node]] = half{uint32(i), x.cost}
			next[x.node]++
		}
	}
	return nil
}

// from finds the cost to every target.
func (t *meeting) from(c *climber, origin *network.Location, best []network.Cost) {
	for i := range best {
		best[i] = network.Never
	}
	for _, target := range t.targets.of(origin.Edge) {
		best[target] = forward.direct(origin, &t.targets.at[target], t.limit)
	}
	for _, x := range c.climb(&t.h.up, forward, origin, t.limit) {
		for _, y := range t.list[t.first[x.node]:t.first[x.node+1]] {
			if sum := uint64(x.cost) + uint64(y.cost); sum < uint64(best[y.node]) && sum <= t.limit {
				best[y.node] = network.Cost(sum)
			}
		}
	}
}

// climber searches upward from one location after another.
type climber struct {
	h     *hierarchy
	cost  []network.Cost // by rank; Never where the search has not been
	found []half
	queue queue
}

func newClimber(h *hierarchy) *climber {
	return &climber{h: h, cost: slices.Repeat([]network.Cost{network.Never}, len(h.rank))}
}

// climb lists the ranks above a location with their costs, off the street there
// included. Those to which a cheaper way leads from above are left out: the
// cheapest ways do not go through them.
func (c *climber) climb(by *climb, s sense, at *network.Location, limit uint64) []half {
	against := &c.h.down
	if by == against {
		against = &c.h.up
	}
	first, last := s.leave(at)
	a, b := s.exits(&c.h.g.Edges[at.Edge])
	c.queue = c.queue[:0]
	var touched []uint32
	reach := func(rank uint32, cost uint64) {
		old := c.cost[rank]
		if cost > limit || network.Cost(cost) >= old {
			return
		}
		if old == network.Never {
			touched = append(touched, rank)
		}
		c.cost[rank] = network.Cost(cost)
		c.queue.push(cost<<32 | uint64(rank))
	}
	reach(c.h.rank[a], uint64(at.OffCost)+uint64(first))
	reach(c.h.rank[b], uint64(at.OffCost)+uint64(last))
	c.found = c.found[:0]
	for len(c.queue) > 0 {
		x := c.queue.pop()
		rank, cost := uint32(x), x>>32
		if uint64(c.cost[rank]) != cost || c.stalled(against.of(rank), cost) {
			continue
		}
		c.found = append(c.found, half{rank, network.Cost(cost)})
		for _, h := range by.of(rank) {
			reach(h.node, cost+uint64(h.cost))
		}
	}
	for _, rank := range touched {
		c.cost[rank] = network.Never
	}
	return c.found
}

// stalled tells whether a node is come to more cheaply from above.
func (c *climber) stalled(from []half, cost uint64) bool {
	for _, h := range from {
		if above := c.cost[h.node]; above != network.Never && uint64(above)+uint64(h.cost) < cost {
			return true
		}
	}
	return false
}
