package network

import (
	"cmp"
	"slices"
)

// makeParts finds the connected parts. lengths are millimetres of street by
// edge; edges beyond them have none.
func (g *Graph) makeParts(lengths []uint64) {
	roots := newRoots(len(g.Nodes))
	for i := range g.Edges {
		e := &g.Edges[i]
		roots.join(e.From, e.To)
		roots.join(e.BackFrom, e.BackTo)
		if e.BackFrom != e.To || e.BackTo != e.From {
			roots.join(e.From, e.BackTo)
		}
	}
	g.Part = make([]int32, len(g.Nodes))
	var mm []uint64
	for n := range g.Nodes {
		r := roots.find(uint32(n))
		if r == uint32(n) {
			g.Part[n] = int32(len(g.Parts))
			g.Parts, mm = append(g.Parts, Part{}), append(mm, 0)
		} else {
			g.Part[n] = g.Part[r] // a root is the least of its part
		}
		g.Parts[g.Part[n]].Nodes++
	}
	for i, l := range lengths {
		part := g.Part[g.Edges[i].From]
		mm[part] += l
		g.Parts[part].Edges++
	}
	for i := range g.Parts {
		g.Parts[i].Length = float64(mm[i]) / 1000
	}
	g.orderParts()
}

// roots are trees of nodes; the root of each is the least node in it.
type roots []uint32

func newRoots(n int) roots {
	r := make(roots, n)
	for i := range r {
		r[i] = uint32(i)
	}
	return r
}

func (r roots) find(n uint32) uint32 {
	for r[n] != n {
		r[n] = r[r[n]]
		n = r[n]
	}
	return n
}

func (r roots) join(a, b uint32) {
	a, b = r.find(a), r.find(b)
	r[max(a, b)] = min(a, b)
}

// orderParts puts the part with the most street first; of equal ones that
// which comes first along the curve.
func (g *Graph) orderParts() {
	order := make([]int32, len(g.Parts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(g.Parts[b].Length, g.Parts[a].Length) })
	rank := make([]int32, len(order))
	parts := make([]Part, len(order))
	for i, p := range order {
		rank[p], parts[i] = int32(i), g.Parts[p]
	}
	g.Parts = parts
	for n := range g.Part {
		g.Part[n] = rank[g.Part[n]]
	}
}
