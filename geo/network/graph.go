package network

import (
	"math"

	"github.com/paulmach/orb"
)

// Cost is what a passage takes: milliseconds or millimetres, as the graph's
// [Unit] says. 49 days or 4,294 km fit.
type Cost uint32

// Never is the cost of a passage that is closed.
const Never Cost = math.MaxUint32

// Unit is what costs count.
type Unit string

// The units of costs.
const (
	Milliseconds Unit = "ms"
	Millimeters  Unit = "mm"
)

// Graph is a network ready for searching. Its nodes are the junctions and ends
// of streets, along a space-filling curve; everything between two of
// them is one [Edge] that keeps its shape. Nothing changes once it is made.
type Graph struct {
	Mode  Mode
	Unit  Unit
	Nodes []orb.Point // place of each node
	Out   Arcs        // by tail: where one can go from a node
	In    Arcs        // by head: where one can come from to a node (To holds the tail)
	Edges []Edge      // in the order of their From nodes, then those made for turns

	// Shape holds the points of all edges, one edge after another, both ends
	// included: those of edge e are Shape[e.First:e.First+e.Count].
	Shape []orb.Point
	// Ahead holds, beside Shape, the cost from the edge's From end to the
	// point; meaningless where the edge's Ahead is Never.
	Ahead []Cost
	// Back holds, beside Shape, the cost from the point back to the edge's
	// From end; meaningless where the edge's Back is Never.
	Back []Cost
	// Part is the connected part (ignoring one-way) of each node, the part with
	// the most street first; Parts holds their sizes.
	Part  []int32
	Parts []Part

	// Access is the speed off the street, km/h, for [Graph.Snap]; MinPart the
	// metres of street below which a part, other than the first, is an island.
	Access  float64
	MinPart float64

	snapping snapping // made by the first Snap
}

// Arcs are directed passages between nodes, in compressed rows: those of node n
// are First[n] to First[n+1]. Of several between the same two nodes only the
// cheapest is kept, and none from a node to itself.
type Arcs struct {
	First []uint32
	To    []uint32
	Cost  []Cost
	Edge  []uint32 // the edge it runs along, ×2, plus 1 where it runs from To to From of that edge
}

// Edge is a street between two nodes, with no node between. From may equal To.
//
// A turn restriction makes several nodes of one junction: those where
// vehicles arrive, which remember where from, and those where they leave.
// Then the way back starts and ends at other nodes than the way ahead ends and
// starts. Without one, BackFrom is To and BackTo is From.
type Edge struct {
	From, To         uint32 // of the way ahead, at the first and the last of its points
	BackFrom, BackTo uint32 // of the way back, at the last and the first of its points
	First            uint32 // of its points in Graph.Shape
	Count            uint32 // of its points, at least 2
	Ahead            Cost   // From → To, or Never
	Back             Cost   // BackFrom → BackTo, or Never
	Way              int64  // identifier of the (first) way in the source
	// Turn tells that the edge was made for a turn restriction: a link without
	// length, or the copy of a street (with its points) for those who come
	// from elsewhere. It is passed like others, but no street of its own:
	// no place is put on it and its length does not count.
	Turn bool
	// Through tells that nobody starts or ends on the way: ferries, and
	// motorways. It counts as street, but no place is put on it.
	Through bool
}

// Part is a connected part of a graph, one-way streets taken as open both ways.
type Part struct {
	Nodes  int
	Edges  int
	Length float64 // metres of street
}

// Location is a place on the network: a point on an edge.
type Location struct {
	Edge  uint32
	Place int       // index of the place that was asked for
	Point orb.Point // on the edge
	// Ahead is the cost from the edge's From end to here, AheadLeft from here
	// to the To end; both Never where the edge may not be used that way.
	Ahead, AheadLeft Cost
	// Back is the cost from here to the From end against the edge, BackLeft
	// from the To end to here; both Never where the edge may not be used that way.
	Back, BackLeft Cost
	Off            float64 // metres from the place to Point
	OffCost        Cost    // what those metres take
}

// Mode is a way of moving about.
type Mode string

// The modes.
const (
	Walk  Mode = "walk"
	Cycle Mode = "cycle"
	Drive Mode = "drive"
)

// Direction is the side that costs are counted from; one-way streets and
// slopes tell them apart.
type Direction uint8

// The directions.
const (
	ToSites   Direction = iota // from the place to the facility
	FromSites                  // from the facility to the place
)
