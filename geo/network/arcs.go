package network

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// arc is a directed passage in the row of one of its ends.
type arc struct {
	other uint32 // end
	cost  Cost
	edge  uint32 // as in Arcs.Edge
}

// makeArcs makes both tables of directed passages.
func (g *Graph) makeArcs() {
	out, in := make([]uint32, len(g.Nodes)+1), make([]uint32, len(g.Nodes)+1)
	for i := range g.Edges {
		e := &g.Edges[i]
		if e.Ahead != Never && e.From != e.To {
			out[e.From+1]++
			in[e.To+1]++
		}
		if e.Back != Never && e.BackFrom != e.BackTo {
			out[e.BackFrom+1]++
			in[e.BackTo+1]++
		}
	}
	leaving := newRows(out, nil)
	for i := range g.Edges {
		e := &g.Edges[i]
		if e.Ahead != Never && e.From != e.To {
			leaving.put(e.From, arc{e.To, e.Ahead, uint32(i) << 1})
		}
		if e.Back != Never && e.BackFrom != e.BackTo {
			leaving.put(e.BackFrom, arc{e.BackTo, e.Back, uint32(i)<<1 | 1})
		}
	}
	g.Out = leaving.arcs()
	arriving := newRows(in, leaving.list)
	for i := range g.Edges {
		e := &g.Edges[i]
		if e.Ahead != Never && e.From != e.To {
			arriving.put(e.To, arc{e.From, e.Ahead, uint32(i) << 1})
		}
		if e.Back != Never && e.BackFrom != e.BackTo {
			arriving.put(e.BackTo, arc{e.BackFrom, e.Back, uint32(i)<<1 | 1})
		}
	}
	g.In = arriving.arcs()
}

// rows are arcs by node while they are put there: next is, of each node, where
// its next one goes to, and in the end where its row ends.
type rows struct {
	next []uint32
	list []arc
}

// newRows makes room for as many arcs of node n as sizes[n+1] says, in the memory of
// sizes, and in that of list where it is as long.
func newRows(sizes []uint32, list []arc) rows {
	for n := 1; n < len(sizes); n++ {
		sizes[n] += sizes[n-1]
	}
	if count := int(sizes[len(sizes)-1]); len(list) != count {
		list = make([]arc, count)
	}
	return rows{sizes, list}
}

func (r *rows) put(node uint32, a arc) {
	r.list[r.next[node]] = a
	r.next[node]++
}

// arcs sorts the rows. Of several between the same nodes the cheapest stays, of equal
// ones that of the first edge.
func (r *rows) arcs() Arcs {
	nodes := len(r.next) - 1
	a := Arcs{First: r.next, To: make([]uint32, len(r.list)), Cost: make([]Cost, len(r.list)), Edge: make([]uint32, len(r.list))}
	n, from := 0, uint32(0)
	for v := range nodes {
		row := r.list[from:r.next[v]]
		from = r.next[v]
		sortRow(row)
		a.First[v] = uint32(n)
		for i := range row {
			c := &row[i]
			if i > 0 && c.other == row[i-1].other {
				if c.cost < a.Cost[n-1] {
					a.Cost[n-1], a.Edge[n-1] = c.cost, c.edge
				}
				continue
			}
			a.To[n], a.Cost[n], a.Edge[n] = c.other, c.cost, c.edge
			n++
		}
	}
	a.First[nodes] = uint32(n)
	a.To, a.Cost, a.Edge = a.To[:n], a.Cost[:n], a.Edge[:n]
	return a
}

// sortRow sorts by the other end; of the same one the order stays. Rows are short as
// a rule.
func sortRow(row []arc) {
	const short = 12
	if len(row) > short {
		slices.SortStableFunc(row, func(a, b arc) int { return cmp.Compare(a.other, b.other) })
		return
	}
	for i := 1; i < len(row); i++ {
		for k := i; k > 0 && row[k].other < row[k-1].other; k-- {
			row[k], row[k-1] = row[k-1], row[k]
		}
	}
}

// Line gives the points of an edge, from its From end; it must not be changed.
func (g *Graph) Line(edge uint32) orb.LineString {
	e := &g.Edges[edge]
	return orb.LineString(g.Shape[e.First : e.First+e.Count : e.First+e.Count])
}
