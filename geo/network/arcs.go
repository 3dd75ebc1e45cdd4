package network

import "github.com/paulmach/orb"

// arc is a directed passage, before it is put into rows.
type arc struct {
	tail, head uint32
	cost       Cost
	edge       uint32
}

// makeArcs makes both tables of directed passages.
func (g *Graph) makeArcs() {
	list := make([]arc, 0, 2*len(g.Edges))
	for i := range g.Edges {
		e := &g.Edges[i]
		if e.Ahead != Never && e.From != e.To {
			list = append(list, arc{e.From, e.To, e.Ahead, uint32(i) << 1})
		}
		if e.Back != Never && e.BackFrom != e.BackTo {
			list = append(list, arc{e.BackFrom, e.BackTo, e.Back, uint32(i)<<1 | 1})
		}
	}
	nodes := len(g.Nodes)
	sorted := make([]arc, len(list))
	// Sorted by one end and then, in that order, by the other, rows are in
	// order, and passages between the same nodes in that of their edges.
	byTail(nodes, list, sorted)
	for i := range sorted {
		sorted[i].tail, sorted[i].head = sorted[i].head, sorted[i].tail
	}
	byTail(nodes, sorted, list)
	g.In = newArcs(nodes, list)
	for i := range list {
		list[i].tail, list[i].head = list[i].head, list[i].tail
	}
	byTail(nodes, list, sorted)
	g.Out = newArcs(nodes, sorted)
}

// byTail sorts passages by their tails; of the same tail the order stays.
func byTail(nodes int, list, sorted []arc) {
	next := make([]uint32, nodes+1)
	for i := range list {
		next[list[i].tail+1]++
	}
	for n := range nodes {
		next[n+1] += next[n]
	}
	for i := range list {
		at := &next[list[i].tail]
		sorted[*at] = list[i]
		*at++
	}
}

// newArcs puts passages sorted by tail and head into rows. Of several between
// the same nodes the cheapest stays, of equal ones that of the first edge.
func newArcs(nodes int, list []arc) Arcs {
	a := Arcs{First: make([]uint32, nodes+1), To: make([]uint32, len(list)), Cost: make([]Cost, len(list)), Edge: make([]uint32, len(list))}
	n := 0
	for i := range list {
		c := &list[i]
		if i > 0 && c.tail == list[i-1].tail && c.head == list[i-1].head {
			if c.cost < a.Cost[n-1] {
				a.Cost[n-1], a.Edge[n-1] = c.cost, c.edge
			}
			continue
		}
		a.To[n], a.Cost[n], a.Edge[n] = c.head, c.cost, c.edge
		n++
		a.First[c.tail+1] = uint32(n)
	}
	for v := range nodes {
		a.First[v+1] = max(a.First[v+1], a.First[v])
	}
	a.To, a.Cost, a.Edge = a.To[:n], a.Cost[:n], a.Edge[:n]
	return a
}

// Line gives the points of an edge, from its From end; it must not be changed.
func (g *Graph) Line(edge uint32) orb.LineString {
	e := &g.Edges[edge]
	return orb.LineString(g.Shape[e.First : e.First+e.Count : e.First+e.Count])
}
