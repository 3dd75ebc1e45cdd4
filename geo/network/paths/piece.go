package paths

import (
	"math"

	"fugai/geo/network"
)

// Piece is a run of an edge on one segment of its shape that has the same
// nearest site, and over which the cost rises or falls evenly.
type Piece struct {
	Site int32
	// From and To are positions on the shape, the number of a point and the
	// share of the way to the next one; From is less than To.
	From, To float64
	// FromCost and ToCost are the costs there, in the graph's unit; at most
	// the cutoff of the sweep.
	FromCost, ToCost float64
}

// Pieces appends to a list what of an edge is reached, from its From end to its
// To end. Where neither direction of the edge is open, or the cutoff is passed,
// there is none.
func (t *Tree) Pieces(edge uint32, list []Piece) []Piece {
	e := &t.g.Edges[edge]
	stops := t.stops(edge)
	walk := pieceWalk{tree: t, edge: e, list: list}
	for i := range len(stops) - 1 {
		walk.between(&stops[i], &stops[i+1])
	}
	return walk.list
}

// stop is an end of an edge or a site on it, with the best way to come there
// from the From side and from the To side.
type stop struct {
	position         float64
	onward, homeward float64 // costs to the From end, as sense.metrics
	front, rear      label
}

// stops lists the ends of an edge and the sites between.
func (t *Tree) stops(edge uint32) []stop {
	e := &t.g.Edges[edge]
	length := network.Location{Ahead: e.Ahead, Back: e.Back}
	first, last := t.sense.entries(e)
	onward, homeward := t.sense.metrics(&length)
	list := make([]stop, 0, 2)
	list = append(list, stop{front: t.labels[first], rear: unreached})
	for k := t.sites.first[edge]; k < t.sites.first[edge+1]; k++ {
		at := &t.sites.at[t.sites.list[k]]
		on, home := t.sense.metrics(at)
		position := max(list[len(list)-1].position, Position(t.g, at)) // in order also where all costs are equal
		s := stop{position: position, onward: float64(on), homeward: float64(home)}
		s.front, s.rear = t.labels[first].plus(on, t.limit), unreached
		if on != network.Never {
			s.front = min(s.front, t.own.behind[k].label(int64(on), t.limit))
		}
		if home != network.Never {
			s.rear = min(t.labels[last].plus(homeward-home, t.limit), t.own.beyond[k].label(-int64(home), t.limit))
		}
		list = append(list, s)
	}
	return append(list, stop{
		position: float64(e.Count - 1), onward: float64(onward), homeward: float64(homeward),
		front: unreached, rear: t.labels[last],
	})
}

// pieceWalk collects the pieces of an edge.
type pieceWalk struct {
	tree *Tree
	edge *network.Edge
	list []Piece
}

// between goes from one stop to the next, a segment at a time.
func (w *pieceWalk) between(a, b *stop) {
	for from := a.position; from < b.position; {
		to := min(math.Floor(from)+1, b.position)
		on1, home1 := w.costs(from, a, b)
		on2, home2 := w.costs(to, a, b)
		front := line{a.front, on1 - a.onward, on2 - a.onward}
		rear := line{b.rear, b.homeward - home1, b.homeward - home2}
		w.least(from, to, front.over(w.open(true)), rear.over(w.open(false)))
		from = to
	}
}

// open tells whether the edge can be gone along from a stop towards the To end
// (onward), or towards the From end.
func (w *pieceWalk) open(onward bool) bool {
	if onward == (w.tree.sense == forward) {
		return w.edge.Ahead != network.Never
	}
	return w.edge.Back != network.Never
}

// costs are those at a position, kept between those of the stops around it,
// which were rounded.
func (w *pieceWalk) costs(position float64, a, b *stop) (onward, homeward float64) {
	i := min(int(position), int(w.edge.Count)-2)
	share := position - float64(i)
	k := int(w.edge.First) + i
	g := w.tree.g
	at := func(costs []network.Cost) float64 {
		return float64(costs[k]) + share*(float64(costs[k+1])-float64(costs[k]))
	}
	onward, homeward = at(g.Ahead), at(g.Back)
	if w.tree.sense == backward {
		onward, homeward = homeward, onward
	}
	return max(a.onward, min(b.onward, onward)), max(a.homeward, min(b.homeward, homeward))
}

// line is a cost that changes evenly over a piece, from that of a label plus
// one addition to that plus another.
type line struct {
	label label
	a, b  float64
}

// over gives the costs at both ends and the site, infinite where closed.
func (l line) over(open bool) ramp {
	if !open || l.label == unreached {
		return ramp{math.Inf(1), math.Inf(1), -1}
	}
	base := float64(l.label >> 32)
	return ramp{base + l.a, base + l.b, l.label.hit().Site}
}

// ramp is the costs at both ends of a piece of an edge, by way of one of its sides.
type ramp struct {
	a, b float64
	site int32
}

// least appends the cheaper of two ramps, split where they cross.
func (w *pieceWalk) least(from, to float64, front, rear ramp) {
	first, second, cross := front, rear, 1.0
	switch {
	case front.b <= rear.b:
	case rear.a <= front.a:
		first = rear
	default:
		cross = (rear.a - front.a) / (rear.a - front.a + front.b - rear.b)
	}
	w.add(from, to, 0, cross, first)
	if cross < 1 {
		w.add(from, to, cross, 1, second)
	}
}

// add appends a share of a ramp as far as it is within the limit.
func (w *pieceWalk) add(from, to, low, high float64, r ramp) {
	if math.IsInf(r.a, 1) {
		return
	}
	limit := float64(w.tree.limit)
	rise := r.b - r.a
	if rise > 0 {
		high = min(high, (limit-r.a)/rise)
	} else if rise < 0 {
		low = max(low, (limit-r.a)/rise)
	}
	if low >= high || rise == 0 && r.a > limit {
		return
	}
	w.list = append(w.list, Piece{
		Site: r.site,
		From: from + low*(to-from), To: min(to, from+high*(to-from)),
		FromCost: r.a + low*rise, ToCost: r.a + high*rise,
	})
}
