package shapefile

import (
	"cmp"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// enclosing finds the ring next around each ring of an area that is not zero;
// -1 is none. From the leftmost corner of a ring one looks down: the first side
// of another ring below it belongs to the ring around it, or to one beside it
// inside the same. O(n log² n) for n corners. Rings that cross give some answer
// that depends on nothing but the rings.
//
// The sides are held by a segment tree over the x of those corners: the sides
// in one node run past all corners of the node and so stand in one order.
func enclosing(rings []orb.Ring, areas []float64) []int {
	n := newNesting(rings, areas)
	parent, known := make([]int, len(rings)), make([]bool, len(rings))
	for _, p := range n.probes {
		parent[p.ring] = -1
		below, ok := n.below(p)
		switch {
		case !ok || !known[below.ring]: // further left, so known, but for numbers beyond reckoning
		case below.above:
			parent[p.ring] = below.ring
		default:
			parent[p.ring] = parent[below.ring]
		}
		known[p.ring] = true
	}
	return parent
}

// level places a side among those that pass the same x: by height, then by
// slope just right of it, then the larger ring below.
type level struct {
	y, slope float64
	rank     int
}

func (l level) compare(o level) int {
	return cmp.Or(cmp.Compare(l.y, o.y), cmp.Compare(l.slope, o.slope), cmp.Compare(l.rank, o.rank))
}

// side is a side of a ring that is not upright.
type side struct {
	from, to orb.Point // from is the left end
	ring     int
	above    bool // the ring's inside lies above
}

// probe is the leftmost corner of a ring, the lower of two.
type probe struct {
	at    orb.Point
	slope float64 // of the lower side that leaves it
	ring  int
}

type nesting struct {
	rank   []int // of the rings, the largest first
	probes []probe
	xs     []float64 // of the probes, ascending, each once
	sides  []side
	nodes  [][]int32 // segment tree over xs: leaf i is node len(xs)+i
}

func newNesting(rings []orb.Ring, areas []float64) *nesting {
	n := &nesting{rank: ranks(areas)}
	for i, r := range rings {
		n.addRing(i, r, areas[i] > 0)
	}
	slices.SortFunc(n.probes, func(p, q probe) int {
		return cmp.Or(cmp.Compare(p.at[0], q.at[0]), n.level(p).compare(n.level(q)))
	})
	for _, p := range n.probes {
		if len(n.xs) == 0 || n.xs[len(n.xs)-1] != p.at[0] {
			n.xs = append(n.xs, p.at[0])
		}
	}
	n.nodes = make([][]int32, 2*len(n.xs))
	for i := range n.sides {
		n.insert(int32(i))
	}
	n.sortNodes()
	return n
}

// ranks orders rings by area, the largest 0.
func ranks(areas []float64) []int {
	order := make([]int, len(areas))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(abs(areas[j]), abs(areas[i])) })
	rank := make([]int, len(areas))
	for k, i := range order {
		rank[i] = k
	}
	return rank
}

func abs(v float64) float64 { return max(v, -v) }

// addRing takes the sides of a ring, the closing one too, and its probe.
func (n *nesting) addRing(ring int, r orb.Ring, counterClockwise bool) {
	p := probe{at: r[0], ring: ring}
	for _, q := range r {
		if q[0] < p.at[0] || q[0] == p.at[0] && q[1] < p.at[1] {
			p.at = q
		}
	}
	first := true
	for k, b := range r {
		a := r[(k+len(r)-1)%len(r)]
		if a[0] == b[0] {
			continue
		}
		s := side{from: a, to: b, ring: ring, above: counterClockwise}
		if a[0] > b[0] {
			s = side{from: b, to: a, ring: ring, above: !counterClockwise}
		}
		n.sides = append(n.sides, s)
		if s.from == p.at && (first || s.slope() < p.slope) {
			p.slope, first = s.slope(), false
		}
	}
	n.probes = append(n.probes, p)
}

func (s *side) slope() float64 { return (s.to[1] - s.from[1]) / (s.to[0] - s.from[0]) }

// levelAt is the place of a side at an x between its ends.
func (n *nesting) levelAt(s *side, x float64) level {
	slope := s.slope()
	return level{s.from[1] + (x-s.from[0])*slope, slope, n.rank[s.ring]}
}

func (n *nesting) level(p probe) level { return level{p.at[1], p.slope, n.rank[p.ring]} }

// insert puts a side into the nodes that together make up the probes it passes,
// its left end included.
func (n *nesting) insert(i int32) {
	s := &n.sides[i]
	from := sort.SearchFloat64s(n.xs, s.from[0]) + len(n.xs)
	to := sort.SearchFloat64s(n.xs, s.to[0]) + len(n.xs)
	for ; from < to; from, to = from/2, to/2 {
		if from%2 == 1 {
			n.nodes[from] = append(n.nodes[from], i)
			from++
		}
		if to%2 == 1 {
			to--
			n.nodes[to] = append(n.nodes[to], i)
		}
	}
}

// sortNodes orders the sides of each node by height at the middle of its
// probes.
func (n *nesting) sortNodes() {
	type keyed struct {
		level level
		side  int32
	}
	var keys []keyed
	for node, list := range n.nodes {
		if len(list) < 2 {
			continue
		}
		lo, hi := n.reach(node)
		x := lo + (hi-lo)/2
		keys = keys[:0]
		for _, i := range list {
			keys = append(keys, keyed{n.levelAt(&n.sides[i], x), i})
		}
		slices.SortFunc(keys, func(a, b keyed) int { return cmp.Or(a.level.compare(b.level), cmp.Compare(a.side, b.side)) })
		for k := range keys {
			list[k] = keys[k].side
		}
	}
}

// reach gives the first and last x of a node's probes. In a tree of a size that
// is no power of two some nodes join the end to the beginning; they hold no
// sides.
func (n *nesting) reach(node int) (lo, hi float64) {
	left, right := node, node
	for left < len(n.xs) {
		left, right = 2*left, 2*right+1
	}
	return n.xs[left-len(n.xs)], n.xs[right-len(n.xs)]
}

// below finds the side next below a probe, in the nodes from its leaf up.
func (n *nesting) below(p probe) (best side, ok bool) {
	own := n.level(p)
	var high level
	for node := sort.SearchFloat64s(n.xs, p.at[0]) + len(n.xs); node > 0; node /= 2 {
		list := n.nodes[node]
		k := sort.Search(len(list), func(k int) bool {
			return n.levelAt(&n.sides[list[k]], p.at[0]).compare(own) >= 0
		})
		if k == 0 {
			continue
		}
		s := &n.sides[list[k-1]]
		if l := n.levelAt(s, p.at[0]); !ok || l.compare(high) > 0 {
			best, high, ok = *s, l, true
		}
	}
	return best, ok
}
