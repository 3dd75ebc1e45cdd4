package isochrone

import (
	"errors"
	"fmt"

	"fugai/geo/network"
)

// Costs are what a search over the graph found: the cost of every node, and the
// site it is counted from or to.
type Costs struct {
	// Node is the cost of each node of the graph, [network.Never] where it is not
	// reached. What a site costs to leave (its OffCost) is part of it.
	Node []network.Cost
	// Site is the site of each node, by index in Sites; anything where the node
	// is not reached. Nil is the only site, 0.
	Site []int32
	// Sites are where the sites lie on the network, so that streets they lie on
	// have the cost of the direct way too.
	Sites []network.Location
	// Reached lists the nodes that are reached, in any order, so that the others
	// need not be looked at. Nil is all.
	Reached []uint32
	// Direction is the side that the costs are counted from.
	Direction network.Direction
}

// errNodes is returned for costs of another graph.
var errNodes = errors.New("isochrone: the costs are not those of the graph's nodes")

// check tells what of the costs does not fit the graph.
func (c *Costs) check(g *network.Graph) error {
	if len(c.Node) != len(g.Nodes) || c.Site != nil && len(c.Site) != len(g.Nodes) {
		return errNodes
	}
	for _, n := range c.Reached {
		if int(n) >= len(g.Nodes) {
			return errNodes
		}
	}
	for n, s := range c.Site {
		if c.Node[n] != network.Never && (s < 0 || int(s) >= len(c.Sites)) {
			return fmt.Errorf("isochrone: node %d has site %d of %d", n, s, len(c.Sites))
		}
	}
	for i := range c.Sites {
		if int(c.Sites[i].Edge) >= len(g.Edges) {
			return fmt.Errorf("isochrone: site %d lies on edge %d of %d", i, c.Sites[i].Edge, len(g.Edges))
		}
	}
	return nil
}

// never is a cost above all others that can still be reckoned with.
const never = 1e18

// at gives a node's cost and site.
func (c *Costs) at(node uint32) (cost float64, site int32) {
	if c.Node[node] == network.Never {
		return never, 0
	}
	if c.Site != nil {
		site = c.Site[node]
	}
	return float64(c.Node[node]), site
}

// way is the cost along a stretch of street by one way of getting there, which
// changes evenly from its one end to its other; never where it is closed.
type way struct {
	from, to float64
	site     int32
}

// at is the cost at a share of the stretch.
func (w *way) at(t float64) float64 { return w.from + (w.to-w.from)*t }

// stretch is a straight piece of street, with the cost by way of either end.
type stretch struct {
	ax, ay, bx, by float64 // ticks
	near, far      way     // by the end of the edge before it, and after it
}

// best gives the cheapest cost at a share of the stretch, and its site: of equal
// ones the lowest.
func (s *stretch) best(t float64) (cost float64, site int32) {
	a, b := s.near.at(t), s.far.at(t)
	if b < a || b == a && s.far.site < s.near.site {
		return b, s.far.site
	}
	return a, s.near.site
}

// climbs gives the costs that add up along an edge for the two ways of reaching
// its points: by the node at the first of them and by the node at the last. It
// is nil where the edge is closed that way.
func climbs(g *network.Graph, e *network.Edge, d network.Direction) (near, far []network.Cost) {
	last := e.First + e.Count
	if e.Ahead != network.Never {
		near = g.Ahead[e.First:last]
	}
	if e.Back != network.Never {
		far = g.Back[e.First:last]
	}
	if d == network.ToSites {
		return far, near
	}
	return near, far
}

// entries are the nodes by which the points of an edge are reached: the one at the
// first of its points and the one at the last.
func entries(e *network.Edge, d network.Direction) (near, far uint32) {
	if d == network.ToSites {
		return e.BackTo, e.To
	}
	return e.From, e.BackFrom
}

// plain gives the ways to the k-th stretch of an edge on which no site lies.
func (c *Costs) plain(g *network.Graph, e *network.Edge, k uint32) (near, far way) {
	near, far = way{from: never, to: never}, way{from: never, to: never}
	up, down := climbs(g, e, c.Direction)
	first, last := entries(e, c.Direction)
	if cost, site := c.at(first); up != nil && cost < never {
		near = way{cost + float64(up[k]), cost + float64(up[k+1]), site}
	}
	if cost, site := c.at(last); down != nil && cost < never {
		all := float64(down[e.Count-1])
		far = way{cost + all - float64(down[k]), cost + all - float64(down[k+1]), site}
	}
	return near, far
}
