package paths

import (
	"cmp"
	"fmt"

	"fugai/geo/network"
)

// Ends are the two sides of the ways that are asked for. What is returned
// counts them by their place in these lists, not by Location.Place.
type Ends struct {
	Places []network.Location // where people are
	Sites  []network.Location // what they go to, or what comes to them
}

// Options say how to count. The zero value counts from places to sites,
// however far, on all cores.
type Options struct {
	// Direction is the way that is travelled: to the sites or from them.
	Direction network.Direction

	// Cutoff is the highest cost that still counts, with what it takes to get
	// to the street at both ends; 0 for no bound.
	Cutoff network.Cost

	// Threads is how many goroutines work, 0 for one a core.
	Threads int
}

// limit is the highest cost that counts.
func (o Options) limit() uint64 {
	if o.Cutoff == 0 || o.Cutoff == network.Never {
		return uint64(network.Never) - 1
	}
	return uint64(o.Cutoff)
}

// Hit is a site and what it costs.
type Hit struct {
	Site int32        // in Ends.Sites, or -1 for none
	Cost network.Cost // Never for none
}

// Miss is the Hit of a place that reaches no site.
var miss = Hit{-1, network.Never}

// compare orders hits by cost, then site.
func (h Hit) compare(other Hit) int { return cmp.Compare(h.label(), other.label()) }

// label is a hit in one word that orders as hits do; a miss comes last.
func (h Hit) label() label { return label(h.Cost)<<32 | label(uint32(h.Site)) }

// label is a cost and, in the lower half, a site.
type label uint64

const unreached = ^label(0)

func (l label) hit() Hit { return Hit{int32(uint32(l)), network.Cost(l >> 32)} }

// plus is a label further on, or unreached where its cost would pass limit.
func (l label) plus(c network.Cost, limit uint64) label {
	if sum := uint64(l>>32) + uint64(c); sum <= limit && c != network.Never {
		return label(sum)<<32 | l&(1<<32-1)
	}
	return unreached
}

// sense is the way a search runs from its origins: forward along the arcs, or
// backward, which finds what it costs to come to them.
type sense bool

const (
	forward  sense = true
	backward sense = false
)

// fromSites is the sense of a search whose origins are the sites.
func fromSites(d network.Direction) sense { return d == network.FromSites }

// arcs are those that the search follows.
func (s sense) arcs(g *network.Graph) *network.Arcs {
	if s == forward {
		return &g.Out
	}
	return &g.In
}

// exits are the nodes at the first and the last point of an edge that a search
// comes to from a location on it. One that lies at the end of a one-way street
// is at the node there, though the street leads away from it.
func (s sense) exits(e *network.Edge) (first, last uint32) {
	ahead, back := e.Ahead != network.Never, e.Back != network.Never
	if s == backward {
		return or(ahead, e.From, e.BackTo), or(back, e.BackFrom, e.To)
	}
	return or(back, e.BackTo, e.From), or(ahead, e.To, e.BackFrom)
}

// entries are the nodes at the first and the last point of an edge that a
// search comes from to a location on it.
func (s sense) entries(e *network.Edge) (first, last uint32) { return (!s).exits(e) }

func or(ok bool, yes, no uint32) uint32 {
	if ok {
		return yes
	}
	return no
}

// leave gives the costs between an origin and the exits of its edge.
func (s sense) leave(l *network.Location) (first, last network.Cost) {
	if s == forward {
		return orAt(l.Back, l.Ahead), orAt(l.AheadLeft, l.BackLeft)
	}
	return orAt(l.Ahead, l.Back), orAt(l.BackLeft, l.AheadLeft)
}

// orAt is a cost to an end of an edge, or nothing where the way is closed but
// the opposite one costs nothing.
func orAt(cost, opposite network.Cost) network.Cost {
	if cost == network.Never && opposite == 0 {
		return 0
	}
	return cost
}

// arrive gives the costs between the entries of an edge and a target on it.
func (s sense) arrive(l *network.Location) (first, last network.Cost) { return (!s).leave(l) }

// along is the cost between an origin and a target of the same edge without
// leaving it, or Never.
func (s sense) along(origin, target *network.Location) network.Cost {
	if origin.Edge != target.Edge {
		return network.Never
	}
	if s == backward {
		origin, target = target, origin
	}
	ahead := comparePlace(origin, target)
	switch {
	case ahead <= 0 && origin.Ahead != network.Never:
		return target.Ahead - origin.Ahead
	case ahead >= 0 && origin.Back != network.Never:
		return origin.Back - target.Back
	}
	return network.Never
}

// comparePlace orders the locations of an edge from its first point to its last.
func comparePlace(a, b *network.Location) int {
	switch {
	case a.Ahead < b.Ahead:
		return -1
	case a.Ahead > b.Ahead:
		return 1
	case a.Back < b.Back:
		return -1
	case a.Back > b.Back:
		return 1
	}
	return 0
}

// check tells of a location that is not of the graph.
func check(g *network.Graph, lists ...[]network.Location) error {
	for _, list := range lists {
		for i := range list {
			if int(list[i].Edge) >= len(g.Edges) {
				return fmt.Errorf("paths: location %d is on edge %d of a network with %d edges", i, list[i].Edge, len(g.Edges))
			}
		}
	}
	return nil
}
