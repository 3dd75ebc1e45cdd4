package paths

import (
	"cmp"
	"slices"

	"fugai/geo/network"
)

// roster lists locations by edge, in order from its first point to its last.
type roster struct {
	at    []network.Location
	first []uint32 // the list of edge e is list[first[e]:first[e+1]]
	list  []uint32 // into at
}

func newRoster(g *network.Graph, at []network.Location) *roster {
	r := &roster{at: at, first: make([]uint32, len(g.Edges)+1), list: make([]uint32, len(at))}
	for i := range at {
		r.first[at[i].Edge+1]++
	}
	for e := range g.Edges {
		r.first[e+1] += r.first[e]
	}
	next := slices.Clone(r.first)
	for i := range at {
		e := at[i].Edge
		r.list[next[e]] = uint32(i)
		next[e]++
	}
	for e := range g.Edges {
		if of := r.of(uint32(e)); len(of) > 1 {
			slices.SortStableFunc(of, func(a, b uint32) int { return comparePlace(&at[a], &at[b]) })
		}
	}
	return r
}

// of lists the locations of an edge.
func (r *roster) of(edge uint32) []uint32 { return r.list[r.first[edge]:r.first[edge+1]] }

// approach is an edge that has locations, entered at one end: edge ×2, plus 1
// for the last point.
type approach uint32

func (a approach) edge() uint32 { return uint32(a >> 1) }
func (a approach) atLast() bool { return a&1 != 0 }

// approaches lists, by node, the edges with locations that can be entered there.
type approaches struct {
	first []uint32
	list  []approach
}

func newApproaches(g *network.Graph, r *roster, s sense) *approaches {
	a := &approaches{first: make([]uint32, len(g.Nodes)+1)}
	each := func(do func(node uint32, at approach)) {
		for e := range g.Edges {
			if r.first[e] < r.first[e+1] {
				first, last := s.entries(&g.Edges[e])
				do(first, approach(e)<<1)
				do(last, approach(e)<<1|1)
			}
		}
	}
	each(func(node uint32, _ approach) { a.first[node+1]++ })
	for n := range g.Nodes {
		a.first[n+1] += a.first[n]
	}
	a.list = make([]approach, a.first[len(g.Nodes)])
	next := slices.Clone(a.first)
	each(func(node uint32, at approach) {
		a.list[next[node]] = at
		next[node]++
	})
	return a
}

func (a *approaches) of(node uint32) []approach { return a.list[a.first[node]:a.first[node+1]] }

// byEdge lists the numbers of locations in the order of their edges.
func byEdge(list []network.Location) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(list[a].Edge, list[b].Edge) })
	return order
}
