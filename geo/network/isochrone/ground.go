package isochrone

import (
	"context"
	"math"

	"fugai/geo/network"
)

// Ground is a graph made ready for drawing: which of its streets lie where. It
// may be used from many goroutines.
type Ground struct {
	g *network.Graph
	s Settings
	f frame

	pace       float64 // cost of a metre off the streets
	mostBorder int64   // pieces of border held at a time

	edgeOf []uint32         // by point of Shape: the edge it belongs to
	tileAt map[uint64]int32 // tiles that streets run through, by tileKey
	first  []uint32         // of each tile's stretches in stretches, and the end
	// stretches are given by the index in Shape of their first point.
	stretches []uint32
	// The edges at each node: unlike Arcs, all of them.
	firstEdge []uint32
	edgesAt   []uint32
}

// New makes a graph ready. It takes about 20 bytes a point of the graph's
// shape. The error is that of ctx or tells of a setting out of range.
func New(ctx context.Context, g *network.Graph, s Settings) (*Ground, error) {
	s, err := s.complete()
	if err != nil {
		return nil, err
	}
	gr := &Ground{g: g, s: s, pace: paceOf(g), mostBorder: defaultMostBorder, f: newFrame(g.Shape, s.Limit+s.Cell, s.Cell)}
	if s.Simplify == 0 {
		gr.s.Simplify = gr.f.cell / 4
	}
	if s.MinHole == 0 {
		gr.s.MinHole = 4 * gr.f.cell * gr.f.cell
	}
	gr.meet()
	return gr, gr.spread(ctx)
}

// meet lists the edges at each node.
func (gr *Ground) meet() {
	g := gr.g
	first := make([]uint32, len(g.Nodes)+2)
	for i := range g.Edges {
		for _, n := range endsOf(&g.Edges[i]) {
			first[n+2]++
		}
	}
	for i := 2; i < len(first); i++ {
		first[i] += first[i-1]
	}
	gr.edgesAt = make([]uint32, first[len(first)-1])
	for i := range g.Edges {
		for _, n := range endsOf(&g.Edges[i]) {
			gr.edgesAt[first[n+1]] = uint32(i)
			first[n+1]++
		}
	}
	gr.firstEdge = first[:len(g.Nodes)+1]
}

// endsOf are the nodes at the ends of an edge, some of them twice.
func endsOf(e *network.Edge) [4]uint32 { return [4]uint32{e.From, e.To, e.BackFrom, e.BackTo} }

// spread sorts the stretches of all streets into tiles.
func (gr *Ground) spread(ctx context.Context) error {
	g := gr.g
	gr.edgeOf = make([]uint32, len(g.Shape))
	gr.tileAt = map[uint64]int32{}
	counts := []uint32{0, 0}
	lastKey, last := uint64(math.MaxUint64), int32(0)
	tile := func(key uint64) int32 {
		if key == lastKey {
			return last
		}
		n, ok := gr.tileAt[key]
		if !ok {
			n = int32(len(gr.tileAt))
			gr.tileAt[key] = n
			counts = append(counts, 0)
		}
		lastKey, last = key, n
		return n
	}
	if err := gr.eachTile(ctx, func(_ uint32, key uint64) { counts[tile(key)+2]++ }); err != nil {
		return err
	}
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
	gr.stretches = make([]uint32, counts[len(counts)-1])
	err := gr.eachTile(ctx, func(k uint32, key uint64) {
		n := tile(key) + 1
		gr.stretches[counts[n]] = k
		counts[n]++
	})
	gr.first = counts[:len(counts)-1]
	return err
}

// eachTile goes through all stretches that places are put on and the tiles they
// run through.
func (gr *Ground) eachTile(ctx context.Context, visit func(k uint32, key uint64)) error {
	g := gr.g
	for e := range g.Edges {
		if e&(1<<12-1) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		edge := &g.Edges[e]
		if !gr.open(edge) {
			continue
		}
		ax, ay := gr.f.place(g.Shape[edge.First])
		gr.edgeOf[edge.First] = uint32(e)
		for k := edge.First; k+1 < edge.First+edge.Count; k++ {
			gr.edgeOf[k+1] = uint32(e)
			bx, by := gr.f.place(g.Shape[k+1])
			alongTiles(ax, ay, bx, by, func(tx, ty int) { visit(k, tileKey(tx, ty)) })
			ax, ay = bx, by
		}
	}
	return nil
}

// open tells whether places are put on an edge: see [network.Graph.Snap].
func (gr *Ground) open(e *network.Edge) bool {
	if e.Through || e.Turn {
		return false
	}
	if len(gr.g.Part) != len(gr.g.Nodes) {
		return true
	}
	part := gr.g.Part[e.From]
	return part <= 0 || gr.g.Parts[part].Length >= gr.g.MinPart
}

// tileKey names a tile: as a number it sorts by row.
func tileKey(tx, ty int) uint64 { return uint64(uint32(ty))<<32 | uint64(uint32(tx)) }

// alongTiles goes through the tiles that a stretch runs through.
func alongTiles(ax, ay, bx, by float64, visit func(tx, ty int)) {
	if by < ay {
		ax, ay, bx, by = bx, by, ax, ay
	}
	bottom, top := int(ay)>>tileBits, int(by)>>tileBits
	for ty := bottom; ty <= top; ty++ {
		x0, x1 := ax, bx
		if ty > bottom {
			x0 = ax + (bx-ax)*(float64(ty<<tileBits)-ay)/(by-ay)
		}
		if ty < top {
			x1 = ax + (bx-ax)*(float64((ty+1)<<tileBits)-ay)/(by-ay)
		}
		for tx := int(math.Min(x0, x1)) >> tileBits; tx <= int(math.Max(x0, x1))>>tileBits; tx++ {
			visit(tx, ty)
		}
	}
}
