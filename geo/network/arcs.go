package network

import (
	"slices"

	"github.com/paulmach/orb"
)

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
	g.Out = newArcs(len(g.Nodes), list)
	for i := range list {
		list[i].tail, list[i].head = list[i].head, list[i].tail
	}
	g.In = newArcs(len(g.Nodes), list)
}

// newArcs puts passages into rows by their tails, in the order of their
// heads. Of several between the same nodes the cheapest stays, of equal ones
// that of the first edge.
func newArcs(nodes int, list []arc) Arcs {
	first := make([]uint32, nodes+1)
	for i := range list {
		first[list[i].tail+1]++
	}
	for n := range nodes {
		first[n+1] += first[n]
	}
	rows := make([]arc, len(list))
	next := slices.Clone(first[:nodes])
	for i := range list {
		at := &next[list[i].tail]
		rows[*at] = list[i]
		*at++
	}
	a := Arcs{First: make([]uint32, nodes+1), To: make([]uint32, 0, len(list)), Cost: make([]Cost, 0, len(list)), Edge: make([]uint32, 0, len(list))}
	for n := range nodes {
		row := rows[first[n]:first[n+1]]
		sortArcs(row)
		for i := range row {
			if i > 0 && row[i].head == row[i-1].head {
				continue
			}
			a.To, a.Cost, a.Edge = append(a.To, row[i].head), append(a.Cost, row[i].cost), append(a.Edge, row[i].edge)
		}
		a.First[n+1] = uint32(len(a.To))
	}
	return a
}

// sortArcs orders a row by insertion, as rows are short.
func sortArcs(row []arc) {
	less := func(a, b *arc) bool {
		if a.head != b.head {
			return a.head < b.head
		}
		if a.cost != b.cost {
			return a.cost < b.cost
		}
		return a.edge < b.edge
	}
	for i := 1; i < len(row); i++ {
		for j := i; j > 0 && less(&row[j], &row[j-1]); j-- {
			row[j], row[j-1] = row[j-1], row[j]
		}
	}
}

// Line gives the points of an edge, from its From end; it must not be changed.
func (g *Graph) Line(edge uint32) orb.LineString {
	e := &g.Edges[edge]
	return orb.LineString(g.Shape[e.First : e.First+e.Count : e.First+e.Count])
}
