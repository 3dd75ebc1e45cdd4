package paths

import (
	"slices"

	"fugai/geo/network"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// eighths is how finely places of random cases are put along a street: costs
// of its pieces are multiples, so that none has to be rounded.
const eighths = 8

// place is a location of a random case by its piece of street and eighths of it.
type place struct{ edge, piece, part int }

// randomCase is a small network with everything that tells searches apart: one-way
// streets, loops, several between the same nodes, closed ones, and, where they
// cost nothing, equal costs.
type randomCase struct {
	g      *network.Graph
	spots  []place
	at     []network.Location
	places int // how many of them are places, the rest being sites
}

func (c *randomCase) ends() Ends { return Ends{c.at[:c.places], c.at[c.places:]} }

func drawCase(t *rapid.T) *randomCase { return drawNetwork(t, false) }

func drawNetwork(t *rapid.T, symmetric bool) *randomCase {
	g := &network.Graph{Unit: network.Milliseconds}
	nodes := rapid.IntRange(1, 9).Draw(t, "nodes")
	for range nodes {
		g.Nodes = append(g.Nodes, orb.Point{rapid.Float64Range(0, 1).Draw(t, "x"), rapid.Float64Range(0, 1).Draw(t, "y")})
	}
	for range rapid.IntRange(1, 14).Draw(t, "edges") {
		e := network.Edge{From: uint32(rapid.IntRange(0, nodes-1).Draw(t, "from")), To: uint32(rapid.IntRange(0, nodes-1).Draw(t, "to"))}
		e.BackFrom, e.BackTo = e.To, e.From
		if !symmetric && rapid.IntRange(0, 3).Draw(t, "split") == 0 {
			e.BackFrom, e.BackTo = uint32(rapid.IntRange(0, nodes-1).Draw(t, "back from")), uint32(rapid.IntRange(0, nodes-1).Draw(t, "back to"))
		}
		open := rapid.SampledFrom([]string{"both", "both", "both", "ahead", "back", "closed"}).Draw(t, "open")
		drawEdge(t, g, e, open, symmetric)
	}
	g.Out, g.In = arcs(g, false), arcs(g, true)
	c := &randomCase{g: g}
	for range rapid.IntRange(2, 10).Draw(t, "locations") {
		p := place{edge: rapid.IntRange(0, len(g.Edges)-1).Draw(t, "edge"), part: rapid.IntRange(0, eighths).Draw(t, "part")}
		p.piece = rapid.IntRange(0, int(g.Edges[p.edge].Count)-2).Draw(t, "piece")
		off := network.Cost(rapid.SampledFrom([]int{0, 0, 0, 3, 40}).Draw(t, "off"))
		c.spots = append(c.spots, p)
		c.at = append(c.at, locate(g, p, off))
	}
	c.places = rapid.IntRange(1, len(c.at)-1).Draw(t, "places")
	return c
}

// drawEdge adds an edge with random pieces.
func drawEdge(t *rapid.T, g *network.Graph, e network.Edge, open string, symmetric bool) {
	e.First, e.Count = uint32(len(g.Shape)), uint32(rapid.IntRange(2, 5).Draw(t, "points"))
	least := 1
	if open == "both" || symmetric {
		least = 0
	}
	var ahead, back network.Cost
	a, b := g.Nodes[e.From], g.Nodes[e.To]
	for i := range e.Count {
		share := float64(i) / float64(e.Count-1)
		p := orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
		if i > 0 {
			step := rapid.SampledFrom([]int{0, 1, 1, 2, 3, 10}[least:]).Draw(t, "ahead")
			ahead += network.Cost(eighths * step)
			if step > 0 && !symmetric {
				step = rapid.SampledFrom([]int{1, 2, 7}).Draw(t, "back")
			}
			back += network.Cost(eighths * step)
		}
		g.Shape, g.Ahead, g.Back = append(g.Shape, p), append(g.Ahead, ahead), append(g.Back, back)
	}
	e.Ahead, e.Back = ahead, back
	if !symmetric {
		if open == "back" || open == "closed" {
			e.Ahead = network.Never
		}
		if open == "ahead" || open == "closed" {
			e.Back = network.Never
		}
	}
	g.Edges = append(g.Edges, e)
}

// locate puts a place on its edge.
func locate(g *network.Graph, p place, off network.Cost) network.Location {
	e := g.Edges[p.edge]
	i := int(e.First) + p.piece
	part := network.Cost(p.part)
	never := network.Never
	l := network.Location{Edge: uint32(p.edge), Ahead: never, AheadLeft: never, Back: never, BackLeft: never, OffCost: off}
	share := float64(p.part) / eighths
	a, b := g.Shape[i], g.Shape[i+1]
	l.Point = orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
	if e.Ahead != never {
		l.Ahead = g.Ahead[i] + (g.Ahead[i+1]-g.Ahead[i])/eighths*part
		l.AheadLeft = e.Ahead - l.Ahead
	}
	if e.Back != never {
		l.Back = g.Back[i] + (g.Back[i+1]-g.Back[i])/eighths*part
		l.BackLeft = e.Back - l.Back
	}
	return l
}

// arcs lists the cheapest passage between each two nodes.
func arcs(g *network.Graph, in bool) network.Arcs {
	type arc struct{ tail, head, cost, edge uint32 }
	var all []arc
	add := func(tail, head uint32, cost network.Cost, edge uint32) {
		if tail == head || cost == network.Never {
			return
		}
		if in {
			tail, head = head, tail
		}
		all = append(all, arc{tail, head, uint32(cost), edge})
	}
	for i, e := range g.Edges {
		add(e.From, e.To, e.Ahead, uint32(2*i))
		add(e.BackFrom, e.BackTo, e.Back, uint32(2*i+1))
	}
	slices.SortFunc(all, func(a, b arc) int {
		return slices.Compare([]uint32{a.tail, a.head, a.cost, a.edge}, []uint32{b.tail, b.head, b.cost, b.edge})
	})
	all = slices.CompactFunc(all, func(a, b arc) bool { return a.tail == b.tail && a.head == b.head })
	out := network.Arcs{First: make([]uint32, len(g.Nodes)+1)}
	for _, a := range all {
		out.First[a.tail+1]++
		out.To, out.Cost, out.Edge = append(out.To, a.head), append(out.Cost, network.Cost(a.cost)), append(out.Edge, a.edge)
	}
	for n := range g.Nodes {
		out.First[n+1] += out.First[n]
	}
	return out
}

// closed is the cost of no way in the brute force.
const closed = int64(1) << 40

// brute gives the least cost from one location to another by relaxing every
// piece of every street until nothing changes. Every point of a shape is a
// vertex, one for the way ahead and one for the way back, and the two locations
// are put between those of their pieces.
func (c *randomCase) brute(from, to int) int64 {
	g := c.g
	n := len(g.Nodes)
	start := n + 2*len(g.Shape)
	end := start + 1
	var list []bruteArc
	for k, e := range g.Edges {
		back := network.Edge{From: e.BackTo, To: e.BackFrom, First: e.First, Count: e.Count}
		for i := range int(e.Count) - 1 {
			p := int(e.First) + i
			var here []bruteStop
			for j, s := range []place{c.spots[from], c.spots[to]} {
				if s.edge == k && s.piece == i {
					here = append(here, bruteStop{start + j, s.part})
				}
			}
			closedBack := e.Back == network.Never
			if e.Ahead != network.Never {
				lane := bruteLane{vertexOf(e, n, i), vertexOf(e, n, i+1), int64(g.Ahead[p+1] - g.Ahead[p]), closedBack}
				list = lane.arcs(list, here, start)
			}
			if e.Back != network.Never {
				for s := range here {
					here[s].part = eighths - here[s].part
				}
				m := n + len(g.Shape)
				lane := bruteLane{vertexOf(back, m, i+1), vertexOf(back, m, i), int64(g.Back[p+1] - g.Back[p]), e.Ahead == network.Never}
				list = lane.arcs(list, here, start)
			}
		}
	}
	cost := slices.Repeat([]int64{closed}, end+1)
	cost[start] = int64(c.at[from].OffCost)
	for changed := true; changed; {
		changed = false
		for _, a := range list {
			if sum := cost[a.tail] + a.cost; sum < cost[a.head] {
				cost[a.head], changed = sum, true
			}
		}
	}
	return cost[end] + int64(c.at[to].OffCost)
}

type bruteArc struct {
	tail, head int
	cost       int64
}

type bruteStop struct{ vertex, part int }

// vertexOf is that of a point of an edge.
func vertexOf(e network.Edge, base, i int) int {
	switch i {
	case 0:
		return int(e.From)
	case int(e.Count) - 1:
		return int(e.To)
	}
	return base + int(e.First) + i
}

// bruteLane is a piece of street in one direction. Where it is the only one,
// a location at its ends is there.
type bruteLane struct {
	a, b int
	cost int64
	only bool
}

func (l bruteLane) arcs(list []bruteArc, here []bruteStop, start int) []bruteArc {
	list = append(list, bruteArc{l.a, l.b, l.cost})
	for _, s := range here {
		before, after := l.cost*int64(s.part)/eighths, l.cost*int64(eighths-s.part)/eighths
		if s.vertex == start {
			list = append(list, bruteArc{start, l.b, after})
			if l.only && before == 0 {
				list = append(list, bruteArc{start, l.a, 0})
			}
		} else {
			list = append(list, bruteArc{l.a, s.vertex, before})
			if l.only && after == 0 {
				list = append(list, bruteArc{l.b, s.vertex, 0})
			}
		}
	}
	if len(here) == 2 && here[0].part <= here[1].part {
		list = append(list, bruteArc{start, start + 1, l.cost * int64(here[1].part-here[0].part) / eighths})
	}
	return list
}

// pairs gives the hits of every place by brute force, by cost and then site.
func (c *randomCase) pairs(o Options) [][]Hit {
	rows := make([][]Hit, c.places)
	for p := range rows {
		for s := c.places; s < len(c.at); s++ {
			from, to := p, s
			if o.Direction == network.FromSites {
				from, to = s, p
			}
			if cost := c.brute(from, to); cost < closed && uint64(cost) <= o.limit() {
				rows[p] = append(rows[p], Hit{int32(s - c.places), network.Cost(cost)})
			}
		}
		slices.SortFunc(rows[p], Hit.compare)
	}
	return rows
}

func drawOptions(t *rapid.T) Options {
	return Options{
		Direction: rapid.SampledFrom([]network.Direction{network.ToSites, network.FromSites}).Draw(t, "direction"),
		Cutoff:    network.Cost(rapid.SampledFrom([]int{0, 0, 1, 20, 80}).Draw(t, "cutoff")),
		Threads:   rapid.IntRange(0, 3).Draw(t, "threads"),
	}
}
