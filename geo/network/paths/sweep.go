package paths

import (
	"context"
	"math"
	"slices"

	"fugai/geo/network"
)

// Tree is what one search from all sites found: the nearest site of every node
// of the graph, and by it of every point on its edges.
type Tree struct {
	g      *network.Graph
	sites  *roster
	sense  sense
	arcs   *network.Arcs
	limit  uint64
	labels []label // by node
	own    offers
}

// Node gives the nearest site of a node.
func (t *Tree) Node(node uint32) Hit { return t.labels[node].hit() }

// At gives the nearest site of a place, with what it takes to get to the street
// there. The place may be any point on an edge of the graph.
func (t *Tree) At(place *network.Location) Hit {
	first, last := t.sense.arrive(place)
	a, b := t.sense.entries(&t.g.Edges[place.Edge])
	best := min(t.labels[a].plus(first, t.limit), t.labels[b].plus(last, t.limit), t.own.at(place, t.limit))
	return best.plus(place.OffCost, t.limit).hit()
}

// Sweep finds the nearest site of every node in one search. The error is that
// of ctx, or tells of a site that is not on the graph.
//
// It takes time in proportion to the nodes within the cutoff, times the
// logarithm of how many the search has before it at once.
func Sweep(ctx context.Context, g *network.Graph, sites []network.Location, o Options) (*Tree, error) {
	if err := check(g, sites); err != nil {
		return nil, err
	}
	t := &Tree{g: g, sites: newRoster(g, sites), sense: fromSites(o.Direction), limit: o.limit()}
	t.arcs = t.sense.arcs(g)
	t.labels = slices.Repeat([]label{unreached}, len(g.Nodes))
	q := newBuckets(t.arcs)
	for i := range sites {
		t.start(q, i)
	}
	t.own = newOffers(t.sites, t.sense)
	return t, t.settle(ctx, q)
}

// start puts the ends of a site's edge into the queue.
func (t *Tree) start(q *buckets, site int) {
	at := &t.sites.at[site]
	first, last := t.sense.leave(at)
	a, b := t.sense.exits(&t.g.Edges[at.Edge])
	own := label(at.OffCost)<<32 | label(site)
	for _, end := range [2]struct {
		node uint32
		cost network.Cost
	}{{a, first}, {b, last}} {
		if l := own.plus(end.cost, t.limit); l < t.labels[end.node] {
			t.labels[end.node] = l
			q.push(uint64(l>>32<<32) | uint64(end.node))
		}
	}
}

// settle goes from every node that is in the queue to those beyond, until none
// is left. A node that is found to be cheaper, or as cheap by an earlier site,
// comes again.
func (t *Tree) settle(ctx context.Context, q *buckets) error {
	for bucket, ok := q.next(); ok; bucket, ok = q.next() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for i := 0; i < len(*bucket); i++ {
			x := (*bucket)[i]
			if node := uint32(x); uint64(t.labels[node])>>32 == x>>32 {
				t.relax(node, q)
			} // else a cheaper way was found since
		}
		q.done()
	}
	return nil
}

// relax goes from a node to those beyond.
func (t *Tree) relax(node uint32, q *buckets) {
	own, labels, limit := t.labels[node], t.labels, t.limit
	first, end := t.arcs.First[node], t.arcs.First[node+1]
	costs := t.arcs.Cost[first:end]
	for i, to := range t.arcs.To[first:end] {
		sum := uint64(own>>32) + uint64(costs[i])
		if sum > limit {
			continue
		}
		if l := label(sum)<<32 | own&math.MaxUint32; l < labels[to] {
			labels[to] = l
			q.push(sum<<32 | uint64(to))
		}
	}
}
