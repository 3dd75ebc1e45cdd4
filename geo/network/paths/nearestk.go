package paths

import (
	"context"
	"slices"

	"fugai/geo/network"
)

// NearestK finds, for every place, the k sites of least cost within the cutoff,
// nearest first; fewer where fewer are reached. It is one search from all
// sites, in which every node is settled by up to k of them, and holds k costs a
// node. The errors are those of [Nearest].
func NearestK(ctx context.Context, g *network.Graph, ends Ends, k int, o Options) ([][]Hit, error) {
	if err := check(g, ends.Places, ends.Sites); err != nil {
		return nil, err
	}
	k = max(0, min(k, len(ends.Sites)))
	rows := make([][]Hit, len(ends.Places))
	if k == 0 {
		return rows, ctx.Err()
	}
	t := &ranks{g: g, sites: newRoster(g, ends.Sites), sense: fromSites(o.Direction), limit: o.limit(), k: k}
	if err := t.settle(ctx); err != nil {
		return nil, err
	}
	return rows, each(ctx, len(rows), o.Threads, func(int) func(int) {
		var list []label
		return func(place int) {
			list = t.at(&ends.Places[place], list[:0])
			rows[place] = make([]Hit, len(list))
			for i, l := range list {
				rows[place][i] = l.hit()
			}
		}
	})
}

// ranks are the k nearest sites of every node.
type ranks struct {
	g      *network.Graph
	sites  *roster
	sense  sense
	limit  uint64
	k      int
	labels []label // k for each node, in order; unreached after the last
}

// settle goes from every node in the queue to those beyond, with the sites that
// came to it at that cost. What a node's nearest sites displace, it need not
// pass on: beyond it they are nearer, too.
func (t *ranks) settle(ctx context.Context) error {
	t.labels = slices.Repeat([]label{unreached}, t.k*len(t.g.Nodes))
	arcs := t.sense.arcs(t.g)
	q := newBuckets(arcs)
	for i := range t.sites.at {
		at := &t.sites.at[i]
		first, last := t.sense.leave(at)
		a, b := t.sense.exits(&t.g.Edges[at.Edge])
		own := label(at.OffCost)<<32 | label(i)
		t.offer(q, a, own.plus(first, t.limit))
		t.offer(q, b, own.plus(last, t.limit))
	}
	for bucket, ok := q.next(); ok; bucket, ok = q.next() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for i := 0; i < len(*bucket); i++ {
			x := (*bucket)[i]
			for _, l := range t.of(uint32(x)) {
				if uint64(l>>32) == x>>32 {
					t.relax(q, arcs, uint32(x), l)
				}
			}
		}
		q.done()
	}
	return nil
}

// relax takes a site from a node to those beyond.
func (t *ranks) relax(q *buckets, arcs *network.Arcs, node uint32, l label) {
	for i := arcs.First[node]; i < arcs.First[node+1]; i++ {
		t.offer(q, arcs.To[i], l.plus(arcs.Cost[i], t.limit))
	}
}

// offer puts a site among those of a node, if it is one of the nearest and does
// not cost less already.
func (t *ranks) offer(q *buckets, node uint32, l label) {
	list := t.of(node)
	if l >= list[t.k-1] {
		return
	}
	at := t.k - 1
	for i, held := range list {
		if held.sameSite(l) && held != unreached {
			at = i
			break
		}
	}
	if list[at] <= l {
		return
	}
	for ; at > 0 && list[at-1] > l; at-- {
		list[at] = list[at-1]
	}
	list[at] = l
	q.push(uint64(l>>32<<32) | uint64(node))
}

// of lists the sites of a node.
func (t *ranks) of(node uint32) []label {
	first := int(node) * t.k
	return t.labels[first : first+t.k : first+t.k]
}

// at lists the nearest sites of a place.
func (t *ranks) at(place *network.Location, list []label) []label {
	first, last := t.sense.arrive(place)
	a, b := t.sense.entries(&t.g.Edges[place.Edge])
	add := func(l label) {
		if l = l.plus(place.OffCost, t.limit); l != unreached {
			list = append(list, l)
		}
	}
	for _, l := range t.of(a) {
		add(l.plus(first, t.limit))
	}
	for _, l := range t.of(b) {
		add(l.plus(last, t.limit))
	}
	for _, site := range t.sites.of(place.Edge) {
		if c := t.sense.direct(&t.sites.at[site], place, t.limit); c != network.Never {
			list = append(list, label(c)<<32|label(site))
		}
	}
	slices.Sort(list)
	n := 0
	for _, l := range list {
		if n < t.k && !slices.ContainsFunc(list[:n], l.sameSite) {
			list[n] = l
			n++
		}
	}
	return list[:n]
}

func (l label) sameSite(other label) bool { return uint32(l) == uint32(other) }
