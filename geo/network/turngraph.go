package network

import (
	"encoding/binary"
	"slices"

	"github.com/paulmach/orb"
)

// applyTurns splits the nodes that turn restrictions concern.
func applyTurns(g *Graph, d *draft, f *folding) {
	r := newResolver(g, d, f)
	list := r.resolve()
	if len(list) == 0 {
		return
	}
	s := &splitting{g: g, leave: r.leave, list: list, starts: map[heading][]under{}, states: map[string]uint32{}, ports: map[heading]uint32{}, split: map[uint32]bool{}}
	for i := range list {
		h := list[i].path[0]
		s.starts[h] = append(s.starts[h], under{int32(i), 1})
		for _, h := range list[i].path[1:] { // nobody starts where it matters how one came
			g.Edges[h.edge()].Through = true
		}
	}
	s.run()
	s.renumber()
}

// under is a restriction that somebody is under, after so many headings of its
// path.
type under struct{ restriction, done int32 }

// splitting makes the nodes of restricted junctions. New nodes get numbers
// after the plain ones, and their places among them at the end.
type splitting struct {
	g      *Graph
	leave  headings
	list   []restriction
	starts map[heading][]under
	states map[string]uint32 // node of a junction and what one is under there
	ports  map[heading]uint32
	split  map[uint32]bool // plain nodes
	queue  []state
	home   []uint32 // of each new node: the plain one
	extra  []Edge
}

// state is a node for those who arrive under restrictions.
type state struct {
	node  uint32 // plain
	self  uint32
	under []under
}

// arrive is what one is under at the end of a heading, having been under
// before when it began.
func (s *splitting) arrive(before []under, h heading) []under {
	now := slices.Clone(s.starts[h])
	for _, u := range before {
		if path := s.list[u.restriction].path; int(u.done) < len(path) && path[u.done] == h {
			now = append(now, under{u.restriction, u.done + 1})
		}
	}
	slices.SortFunc(now, func(a, b under) int {
		if a.restriction != b.restriction {
			return int(a.restriction - b.restriction)
		}
		return int(a.done - b.done)
	})
	return now
}

// may tells whether a heading is allowed to those under restrictions.
func (s *splitting) may(list []under, h heading) bool {
	bound, named := false, false
	for _, u := range list {
		r := &s.list[u.restriction]
		next, last := r.to, int(u.done) == len(r.path)
		if !last {
			next = r.path[u.done]
		}
		switch {
		case r.only:
			bound, named = true, named || next == h
		case last && next == h:
			return false
		}
	}
	return !bound || named
}

// node is where one arrives, made if it is new.
func (s *splitting) node(plain uint32, list []under) uint32 {
	if len(list) == 0 {
		return plain
	}
	key := binary.LittleEndian.AppendUint32(nil, plain)
	for _, u := range list {
		key = binary.LittleEndian.AppendUint32(key, uint32(u.restriction))
		key = binary.LittleEndian.AppendUint32(key, uint32(u.done))
	}
	n, have := s.states[string(key)]
	if !have {
		n = s.add(plain)
		s.states[string(key)] = n
		s.split[plain] = true
		s.queue = append(s.queue, state{plain, n, list})
	}
	return n
}

// add makes a node at the place of a plain one.
func (s *splitting) add(plain uint32) uint32 {
	s.home = append(s.home, plain)
	return uint32(len(s.g.Nodes) + len(s.home) - 1)
}

// run makes all nodes and edges.
func (s *splitting) run() {
	heads := map[heading]uint32{}
	for i := range s.list { // in order, so that numbers are the same each time
		h := s.list[i].path[0]
		heads[h] = s.node(s.g.headOf(h), s.starts[h])
	}
	for i := 0; i < len(s.queue); i++ {
		s.depart(s.queue[i])
	}
	for i := range s.queue {
		if plain := s.queue[i].node; s.split[plain] {
			s.split[plain] = false
			s.depart(state{node: plain, self: plain})
		}
	}
	for h, n := range heads {
		if e := &s.g.Edges[h.edge()]; h&1 == 1 {
			e.BackTo = n
		} else {
			e.To = n
		}
	}
	for h, n := range s.ports {
		if e := &s.g.Edges[h.edge()]; h&1 == 1 {
			e.BackFrom = n
		} else {
			e.From = n
		}
	}
}

// depart makes the links to the streets that may be taken from a state, and
// copies of those on which it matters how one came.
func (s *splitting) depart(from state) {
	for _, h := range s.leave.of(from.node) {
		if s.g.costOf(h) == Never || !s.may(from.under, h) {
			continue
		}
		if now := s.arrive(from.under, h); len(now) > len(s.starts[h]) {
			s.copy(from.self, s.node(s.g.headOf(h), now), h)
			continue
		}
		port, have := s.ports[h]
		if !have {
			port = s.add(from.node)
			s.ports[h] = port
		}
		s.link(from.self, port, h)
	}
}

// copy makes a second edge of a street, for one heading.
func (s *splitting) copy(from, to uint32, h heading) {
	e := s.g.Edges[h.edge()]
	e.Turn = true
	if h&1 == 1 {
		e.BackFrom, e.BackTo, e.From, e.To, e.Ahead = from, to, to, from, Never
	} else {
		e.From, e.To, e.BackFrom, e.BackTo, e.Back = from, to, to, from, Never
	}
	s.extra = append(s.extra, e)
}

// link makes an edge without length, with the street's end twice as its points.
func (s *splitting) link(from, to uint32, h heading) {
	g := s.g
	e := &g.Edges[h.edge()]
	at := g.Shape[e.First]
	if h&1 == 1 {
		at = g.Shape[e.First+e.Count-1]
	}
	first := uint32(len(g.Shape))
	g.Shape = append(g.Shape, at, at)
	g.Ahead, g.Back = append(g.Ahead, 0, 0), append(g.Back, 0, Never)
	s.extra = append(s.extra, Edge{From: from, To: to, BackFrom: to, BackTo: from, First: first, Count: 2, Back: Never, Way: e.Way, Turn: true})
}

// renumber puts each new node behind its plain one.
func (s *splitting) renumber() {
	g := s.g
	g.Edges = append(g.Edges, s.extra...)
	plain := len(g.Nodes)
	moved := make([]uint32, plain+len(s.home)) // number of each, first how many lie before
	for _, n := range s.home {
		if int(n)+1 < plain {
			moved[n+1]++
		}
	}
	for n := 1; n < plain; n++ {
		moved[n] += moved[n-1]
	}
	taken := make([]uint32, plain)
	for n := range plain {
		moved[n] += uint32(n)
	}
	nodes := make([]orb.Point, len(moved))
	for n := range plain {
		nodes[moved[n]] = g.Nodes[n]
	}
	for i, n := range s.home {
		taken[n]++
		moved[plain+i] = moved[n] + taken[n]
		nodes[moved[plain+i]] = g.Nodes[n]
	}
	g.Nodes = nodes
	for i := range g.Edges {
		e := &g.Edges[i]
		e.From, e.To, e.BackFrom, e.BackTo = moved[e.From], moved[e.To], moved[e.BackFrom], moved[e.BackTo]
	}
}
