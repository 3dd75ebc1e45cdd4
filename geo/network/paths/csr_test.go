package paths

import (
	"encoding/binary"
	"math"
	"os"
	"slices"
	"testing"

	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// yardstick is a graph file of the yardstick, with its chains of two neighbours
// folded into edges, in millimetres (or milliseconds), and where its nodes are.
type yardstick struct {
	g  *network.Graph
	at []network.Location // of every node of the file
}

// csr is the file as it is: all arcs, by tail.
type csr struct {
	first, to []uint32
	cost      []network.Cost
	at        []orb.Point
}

// readCSR reads a file and lays copies of it side by side. Each is joined with
// the one before by ferries between the same few nodes, so that searches go
// through all of them.
func readCSR(tb testing.TB, path string, copies int) *csr {
	raw, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	n, m := int(binary.LittleEndian.Uint64(raw)), int(binary.LittleEndian.Uint64(raw[8:]))
	word := func(i int) uint32 { return binary.LittleEndian.Uint32(raw[16+4*i:]) }
	float := func(i int) float64 {
		return math.Float64frombits(binary.LittleEndian.Uint64(raw[16+4*(n+1+2*m)+8*i:]))
	}
	ferries := map[int]bool{}
	for _, v := range pick(n, 20) {
		ferries[v] = true
	}
	c := &csr{first: make([]uint32, 1, copies*n+1)}
	for k := range copies {
		for i := range n {
			for j := word(i); j < word(i+1); j++ {
				i := int(j)
				c.to = append(c.to, uint32(k*n)+word(n+1+i))
				c.cost = append(c.cost, network.Cost(max(1, math.Round(1000*float64(math.Float32frombits(word(n+1+m+i)))))))
			}
			if ferries[i] && k > 0 {
				c.to, c.cost = append(c.to, uint32((k-1)*n+i)), append(c.cost, ferry)
			}
			if ferries[i] && k < copies-1 {
				c.to, c.cost = append(c.to, uint32((k+1)*n+i)), append(c.cost, ferry)
			}
			c.first = append(c.first, uint32(len(c.to)))
			c.at = append(c.at, orb.Point{float(i) + 2*float64(k%4), float(n+i) + 2*float64(k/4)})
		}
	}
	return c
}

// ferry is what it takes from one copy to the next.
const ferry = 1_000_000

// arc is the cheapest from one node to another.
func (c *csr) arc(from, to uint32) network.Cost {
	best := network.Never
	for i := c.first[from]; i < c.first[from+1]; i++ {
		if c.to[i] == to {
			best = min(best, c.cost[i])
		}
	}
	return best
}

// folding makes a graph of a file.
type folding struct {
	*csr
	near [][]uint32 // distinct neighbours of each node, either way
	node []uint32   // of the graph, or none
	out  *yardstick
}

func fold(c *csr) *yardstick {
	f := &folding{csr: c, near: make([][]uint32, len(c.at)), node: make([]uint32, len(c.at))}
	f.out = &yardstick{&network.Graph{Unit: network.Millimeters}, make([]network.Location, len(c.at))}
	for v := range c.at {
		for _, u := range c.to[c.first[v]:c.first[v+1]] {
			if int(u) != v {
				f.near[v] = append(f.near[v], u)
				f.near[u] = append(f.near[u], uint32(v))
			}
		}
	}
	for v := range f.near {
		slices.Sort(f.near[v])
		f.near[v] = slices.Compact(f.near[v])
		f.node[v] = none
	}
	for v := range f.near {
		if !f.inside(uint32(v)) {
			f.keep(uint32(v))
		}
	}
	f.chains()
	return f.out
}

// inside tells whether a node has one neighbour on either side, with the same
// ways open on both.
func (f *folding) inside(v uint32) bool {
	if len(f.near[v]) != 2 {
		return false
	}
	a, b := f.near[v][0], f.near[v][1]
	shut := func(from, to uint32) bool { return f.arc(from, to) == network.Never }
	return shut(a, v) == shut(v, b) && shut(b, v) == shut(v, a)
}

func (f *folding) keep(v uint32) {
	f.node[v] = uint32(len(f.out.g.Nodes))
	f.out.g.Nodes = append(f.out.g.Nodes, f.at[v])
}

// chains adds the edges: from every node of the graph, then those of rings.
func (f *folding) chains() {
	done := make([]bool, len(f.at))
	from := func(v uint32) {
		for _, u := range f.near[v] {
			if f.node[u] != none && u < v || f.node[u] == none && done[u] {
				continue
			}
			chain := []uint32{v, u}
			for f.node[u] == none {
				done[u] = true
				next := f.near[u][0]
				if next == chain[len(chain)-2] {
					next = f.near[u][1]
				}
				u = next
				chain = append(chain, u)
			}
			f.edge(chain)
		}
	}
	for v := range f.at {
		if f.node[v] != none {
			from(uint32(v))
		}
	}
	for v := range f.at {
		if f.node[v] == none && !done[v] {
			f.keep(uint32(v))
			from(uint32(v))
		}
	}
	f.lonely()
	f.out.g.Out, f.out.g.In = arcs(f.out.g, false), arcs(f.out.g, true)
}

func (f *folding) edge(chain []uint32) {
	g := f.out.g
	e := network.Edge{From: f.node[chain[0]], To: f.node[chain[len(chain)-1]], First: uint32(len(g.Shape)), Count: uint32(len(chain))}
	e.BackFrom, e.BackTo = e.To, e.From
	for i, v := range chain {
		g.Shape = append(g.Shape, f.at[v])
		if i > 0 {
			e.Ahead = network.Cost(min(uint64(network.Never), uint64(e.Ahead)+uint64(f.arc(chain[i-1], v))))
			e.Back = network.Cost(min(uint64(network.Never), uint64(e.Back)+uint64(f.arc(v, chain[i-1]))))
		}
		g.Ahead, g.Back = append(g.Ahead, e.Ahead), append(g.Back, e.Back)
	}
	k := uint32(len(g.Edges))
	g.Edges = append(g.Edges, e)
	for i, v := range chain {
		f.out.at[v] = pointOf(g, k, e.First+uint32(i))
		f.out.at[v].Place = int(v)
	}
}

// lonely gives nodes without a neighbour an edge that is closed.
func (f *folding) lonely() {
	g := f.out.g
	for v := range f.at {
		if len(f.near[v]) == 0 {
			e := network.Edge{From: f.node[v], To: f.node[v], BackFrom: f.node[v], BackTo: f.node[v], First: uint32(len(g.Shape)), Count: 2, Ahead: network.Never, Back: network.Never}
			g.Shape = append(g.Shape, f.at[v], f.at[v])
			g.Ahead, g.Back = append(g.Ahead, 0, 0), append(g.Back, 0, 0)
			f.out.at[v] = network.Location{Edge: uint32(len(g.Edges)), Point: f.at[v], Ahead: network.Never, AheadLeft: network.Never, Back: network.Never, BackLeft: network.Never}
			g.Edges = append(g.Edges, e)
		}
	}
}

// pick gives nodes as all programs of the yardstick do.
func pick(n, count int) []int {
	x := uint64(7)
	list := make([]int, count)
	for i := range list {
		x = x*6364136223846793005 + 1442695040888963407
		list[i] = int((x >> 33) % uint64(n))
	}
	return list
}
