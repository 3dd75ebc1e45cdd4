package network

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Turn restrictions are put into the graph by what is remembered at a
// junction. Where a restriction ends, or has begun, the junction
// becomes several nodes: one for each set of restrictions that somebody who
// arrives may be under (the plain node for those under none), and one port
// for each street that leaves. A link without length leads from an
// arrival to each port that it may take. Where a restriction leads over further
// ways, those who are under it pass copies of these streets, at whose end it
// is still known where they came from. All other nodes stay as they are.
//
// Turning back is allowed at every junction, unless a restriction says
// otherwise, as nothing is remembered there.

// longVia, metres, is how long the ways between the first and the last may be.
// Places cannot be put on them, so long ones are left alone, and counted.
const longVia = 200

// markVias lists the points that must be nodes where a street leads: where turns
// are restricted.
func (d *draft) markVias() map[uint32]bool {
	if d.rules.settings.Mode != Drive || len(d.roads.Turns) == 0 {
		return nil
	}
	ways := d.waysOf()
	vias := map[uint32]bool{}
	mark := func(point int32) { vias[uint32(point)] = true }
	for i := range d.roads.Turns {
		t := &d.roads.Turns[i]
		if t.excepts() {
			continue
		}
		if t.Via >= 0 {
			mark(t.Via)
			continue
		}
		for _, id := range t.ViaWays {
			for _, w := range ways[id] {
				if nodes := d.roads.Ways[w].Nodes; len(nodes) > 0 {
					mark(nodes[0])
					mark(nodes[len(nodes)-1])
				}
			}
		}
	}
	return vias
}

// waysOf gives the ways with an identifier that turn restrictions name.
func (d *draft) waysOf() map[int64][]uint32 {
	ways := map[int64][]uint32{}
	for i := range d.roads.Turns {
		t := &d.roads.Turns[i]
		ways[t.From], ways[t.To] = nil, nil
		for _, id := range t.ViaWays {
			ways[id] = nil
		}
	}
	for i := range d.roads.Ways {
		id := d.roads.Ways[i].ID
		if list, named := ways[id]; named {
			ways[id] = append(list, uint32(i))
		}
	}
	return ways
}

// heading is an edge and a direction: edge ×2, plus 1 against its points.
type heading uint32

func (h heading) edge() uint32  { return uint32(h >> 1) }
func (h heading) back() heading { return h ^ 1 }

// restriction is one that holds: whoever has come along path, heading by
// heading, must not, or must only, go on to the next; after all of path that is to.
type restriction struct {
	path []heading
	to   heading
	only bool
}

// resolver finds the edges of turn restrictions.
type resolver struct {
	g      *Graph
	d      *draft
	f      *folding
	ways   map[int64][]uint32
	leave  headings
	report *Report
}

func newResolver(g *Graph, d *draft, f *folding) *resolver {
	return &resolver{g: g, d: d, f: f, ways: d.waysOf(), leave: newHeadings(g), report: d.report}
}

// headings are those that leave each node of the plain graph, in compressed
// rows.
type headings struct {
	first []uint32
	list  []heading
}

func (h *headings) of(node uint32) []heading { return h.list[h.first[node]:h.first[node+1]] }

func newHeadings(g *Graph) headings {
	h := headings{first: make([]uint32, len(g.Nodes)+1), list: make([]heading, 2*len(g.Edges))}
	for i := range g.Edges {
		h.first[g.Edges[i].From+1]++
		h.first[g.Edges[i].To+1]++
	}
	for n := range g.Nodes {
		h.first[n+1] += h.first[n]
	}
	next := slices.Clone(h.first)
	for i := range g.Edges {
		e := &g.Edges[i]
		h.list[next[e.From]] = heading(i) << 1
		next[e.From]++
		h.list[next[e.To]] = heading(i)<<1 | 1
		next[e.To]++
	}
	return h
}

// cost of passing a heading.
func (g *Graph) costOf(h heading) Cost {
	if h&1 == 1 {
		return g.Edges[h.edge()].Back
	}
	return g.Edges[h.edge()].Ahead
}

// headOf is the node that a heading of the plain graph leads to.
func (g *Graph) headOf(h heading) uint32 {
	if h&1 == 1 {
		return g.Edges[h.edge()].From
	}
	return g.Edges[h.edge()].To
}

// second is the second point along a heading.
func (g *Graph) second(h heading) orb.Point {
	e := &g.Edges[h.edge()]
	if h&1 == 1 {
		return g.Shape[e.First+e.Count-2]
	}
	return g.Shape[e.First+1]
}

// excepts tells whether cars are free of a restriction.
func (t *Turn) excepts() bool {
	for word := range strings.SplitSeq(t.Except, ";") {
		switch strings.TrimSpace(word) {
		case "motorcar", "motor_vehicle", "vehicle":
			return true
		}
	}
	return false
}

// resolve gives the restrictions that hold for cars.
func (r *resolver) resolve() []restriction {
	var list []restriction
	for i := range r.d.roads.Turns {
		t := &r.d.roads.Turns[i]
		if t.excepts() {
			r.report.Idle++
			continue
		}
		found, why := r.one(t)
		switch why {
		case meets:
			r.report.Applied++
			list = append(list, found...)
		case apart:
			r.report.Unresolved++
		case tooLong:
			r.report.LongVia++
		case idle:
			r.report.Idle++
		}
	}
	return list
}

// outcome is what came of a restriction in the source.
type outcome uint8

const (
	meets   outcome = iota
	apart           // its ways do not meet
	tooLong         // over ways beyond longVia
	idle            // nobody could take the turn
)

// one resolves a restriction. It gives several where a way both starts and
// ends at the junction.
func (r *resolver) one(t *Turn) ([]restriction, outcome) {
	if len(r.ways[t.From]) == 0 || len(r.ways[t.To]) == 0 {
		return nil, apart
	}
	if t.Via >= 0 {
		from, to := r.arriving(t.From, t.Via), r.leaving(t.To, t.Via)
		if !r.touches(t.From, t.Via) || !r.touches(t.To, t.Via) {
			return nil, apart
		}
		return combine(from, nil, to, t.Only)
	}
	worst := apart
	for _, backward := range [...]bool{false, true} {
		if list, why := r.overWays(t, backward); why != apart {
			if why == meets {
				return list, meets
			}
			worst = why
		}
	}
	return nil, worst
}

// combine makes a restriction of each way in and each way out.
func combine(from, via, to []heading, only bool) ([]restriction, outcome) {
	var list []restriction
	for _, a := range from {
		for _, b := range to {
			list = append(list, restriction{append([]heading{a}, via...), b, only})
		}
	}
	if len(list) == 0 {
		return nil, idle
	}
	return list, meets
}

// overWays resolves one that leads over ways, the first of them from its first
// point to its last or the other way.
func (r *resolver) overWays(t *Turn, backward bool) ([]restriction, outcome) {
	if len(t.ViaWays) == 0 || len(r.ways[t.ViaWays[0]]) != 1 {
		return nil, apart
	}
	nodes := r.d.roads.Ways[r.ways[t.ViaWays[0]][0]].Nodes
	if len(nodes) < 2 {
		return nil, apart
	}
	start := nodes[0]
	if backward {
		start = nodes[len(nodes)-1]
	}
	if !r.touches(t.From, start) {
		return nil, apart
	}
	at := start
	var via []heading
	for _, id := range t.ViaWays {
		next, run, why := r.along(id, at)
		if why != meets {
			return nil, why
		}
		at, via = next, append(via, run...)
	}
	if !r.touches(t.To, at) {
		return nil, apart
	}
	mm := uint64(0)
	for _, h := range via {
		mm += r.f.lengths[h.edge()]
	}
	if mm > longVia*1000 {
		return nil, tooLong
	}
	return combine(r.arriving(t.From, start), via, r.leaving(t.To, at), t.Only)
}

// along gives the headings of a whole way from one of its ends to the other.
func (r *resolver) along(id int64, from int32) (to int32, run []heading, why outcome) {
	if len(r.ways[id]) != 1 {
		return 0, nil, apart
	}
	nodes := r.d.roads.Ways[r.ways[id][0]].Nodes
	if len(nodes) < 2 || nodes[0] != from && nodes[len(nodes)-1] != from {
		return 0, nil, apart
	}
	if nodes[0] != from {
		nodes = slices.Clone(nodes)
		slices.Reverse(nodes)
	}
	for k := 0; k+1 < len(nodes); {
		h, ok := r.headingTo(nodes[k], nodes[k+1])
		if !ok || r.g.costOf(h) == Never {
			return 0, nil, idle
		}
		run = append(run, h)
		for k++; k+1 < len(nodes) && r.f.node[nodes[k]] == inside; k++ {
			continue
		}
	}
	return nodes[len(nodes)-1], run, meets
}

// headingTo is the edge that leaves a point towards the next.
func (r *resolver) headingTo(at, next int32) (heading, bool) {
	node := r.f.node[at]
	if node == inside || r.d.degree[at] == 0 {
		return 0, false
	}
	for _, h := range r.leave.of(uint32(node)) {
		if r.g.second(h) == r.d.roads.Points[next] {
			return h, true
		}
	}
	return 0, false
}

// touches tells whether a way ends at a point.
func (r *resolver) touches(id int64, point int32) bool {
	return len(r.neighbours(id, point)) > 0
}

// neighbours are the points beside the point where a way starts or ends with it.
func (r *resolver) neighbours(id int64, point int32) (list []int32) {
	for _, w := range r.ways[id] {
		nodes := r.d.roads.Ways[w].Nodes
		if len(nodes) < 2 {
			continue
		}
		if nodes[0] == point {
			list = append(list, nodes[1])
		}
		if nodes[len(nodes)-1] == point {
			list = append(list, nodes[len(nodes)-2])
		}
	}
	return list
}

// leaving gives the open headings of a way that start at a point.
func (r *resolver) leaving(id int64, point int32) (list []heading) {
	for _, n := range r.neighbours(id, point) {
		if h, ok := r.headingTo(point, n); ok && r.g.costOf(h) != Never && !slices.Contains(list, h) {
			list = append(list, h)
		}
	}
	return list
}

// arriving gives the open headings of a way that end at a point.
func (r *resolver) arriving(id int64, point int32) (list []heading) {
	for _, n := range r.neighbours(id, point) {
		if h, ok := r.headingTo(point, n); ok && r.g.costOf(h.back()) != Never && !slices.Contains(list, h.back()) {
			list = append(list, h.back())
		}
	}
	return list
}
