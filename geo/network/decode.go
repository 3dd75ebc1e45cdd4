package network

import (
	"encoding/binary"
	"math"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// points reads n points.
func (d *decoder) points(n uint64) []orb.Point {
	list := make([]orb.Point, n)
	b := d.b[:16*n]
	for i := range list {
		row := b[16*i : 16*i+16]
		list[i] = orb.Point{
			math.Float64frombits(binary.LittleEndian.Uint64(row)),
			math.Float64frombits(binary.LittleEndian.Uint64(row[8:])),
		}
	}
	d.b = d.b[16*n:]
	return list
}

// costs reads n costs.
func (d *decoder) costs(n uint64) []Cost {
	list := make([]Cost, n)
	b := d.b[:4*n]
	for i := range list {
		list[i] = Cost(binary.LittleEndian.Uint32(b[4*i:]))
	}
	d.b = d.b[4*n:]
	return list
}

// edges reads n edges.
func (d *decoder) edges(n uint64) []Edge {
	list := make([]Edge, n)
	for i := range list {
		list[i] = Edge{
			From: d.word(), To: d.word(), BackFrom: d.word(), BackTo: d.word(),
			First: d.word(), Count: d.word(), Ahead: Cost(d.word()), Back: Cost(d.word()), Way: int64(d.long()),
		}
		flags := d.word()
		list[i].Turn, list[i].Through = flags&1 != 0, flags&2 != 0
	}
	return list
}

// sound tells whether a graph may be used: indices are inside, places on
// Earth, and costs along edges rise to those of the edges.
func (g *Graph) sound() bool {
	if g.Mode != Walk && g.Mode != Cycle && g.Mode != Drive || g.Unit != Milliseconds && g.Unit != Millimeters {
		return false
	}
	if checkSpeed("", g.Access) != nil || math.IsNaN(g.MinPart) {
		return false
	}
	for n, p := range g.Nodes {
		if !geo.Valid(p) || uint(g.Part[n]) >= uint(len(g.Parts)) {
			return false
		}
	}
	for _, p := range g.Shape {
		if !geo.Valid(p) {
			return false
		}
	}
	for _, p := range g.Parts {
		if p.Nodes < 0 || p.Edges < 0 || !(p.Length >= 0) {
			return false
		}
	}
	for i := range g.Edges {
		if !g.soundEdge(&g.Edges[i]) {
			return false
		}
	}
	return true
}

func (g *Graph) soundEdge(e *Edge) bool {
	if uint(max(e.From, e.To, e.BackFrom, e.BackTo)) >= uint(len(g.Nodes)) {
		return false
	}
	first, end := uint64(e.First), uint64(e.First)+uint64(e.Count)
	if e.Count < 2 || end > uint64(len(g.Shape)) {
		return false
	}
	return rises(g.Ahead[first:end], e.Ahead) && rises(g.Back[first:end], e.Back)
}

// rises tells whether costs along an edge go from 0 to that of the whole.
func rises(costs []Cost, whole Cost) bool {
	if whole == Never {
		return true
	}
	for k := 1; k < len(costs); k++ {
		if costs[k] < costs[k-1] {
			return false
		}
	}
	return costs[0] == 0 && costs[len(costs)-1] == whole
}
