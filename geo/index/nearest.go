package index

import (
	"container/heap"
	"math"
	"slices"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// Nearest returns the k geometries nearest to p, by distance and then by
// index; fewer where the layer has fewer. A point out of range has none.
func (l *Layer) Nearest(p orb.Point, k int) []Hit {
	if !geo.Valid(p) || k <= 0 {
		return nil
	}
	o := geo.NewOrigin(p)
	if hits, ok := l.nearby(&o, p, k); ok {
		return hits
	}
	return l.bestFirst(&o, p, k)
}

// Limits of the search in growing circles: how often the circle is changed,
// and how many parts are measured in one.
const (
	circles     = 8
	partsAtOnce = 64
)

// nearby looks in a circle that should hold k geometries, then in larger or
// smaller ones. Everything nearer than the circle's edge is found, so k hits
// are the nearest k. ok is false where no circle fits: p lies off the layer, or
// the layer is very uneven. For k = 1 it takes about a tenth of bestFirst's time.
func (l *Layer) nearby(o *geo.Origin, p orb.Point, k int) (hits []Hit, ok bool) {
	if k > l.size {
		return nil, false
	}
	r := l.spacing * math.Sqrt(float64(k))
	for range circles {
		hits, ok = l.within(o, p, geo.Meters(r), partsAtOnce+16*k)
		switch {
		case !ok:
			r /= 4
		case len(hits) >= k:
			return hits[:k:k], true
		default:
			r *= 2
		}
	}
	return nil, false
}

// bestFirst opens the tree's boxes in the order of their lower bounds.
func (l *Layer) bestFirst(o *geo.Origin, p orb.Point, k int) []Hit {
	best := nearest{limit: min(k, l.size)}
	if l.several {
		best.at = map[int]int{}
	}
	l.tree.Nearby(
		func(low, high [2]float64, data int32, item bool) float64 {
			if item && data < 0 {
				return math.Inf(1) // a turned copy
			}
			return float64(o.LowerBound(orb.Bound{Min: low, Max: high}))
		},
		func(_, _ [2]float64, data int32, bound float64) bool {
			worst := best.worst()
			if data < 0 || geo.Meters(bound) > worst {
				return false
			}
			e := &l.entries[data]
			// Past the worst by a hair, so that a tie is measured too.
			if d := e.distance(o, p, worst+millimetre); d <= worst {
				best.offer(Hit{int(e.geometry), d})
			}
			return true
		})
	slices.SortFunc(best.hits, byDistance)
	return best.hits
}

// nearest keeps the best hits in a heap with the worst on top.
type nearest struct {
	limit int
	hits  []Hit
	at    map[int]int // place in hits by index; nil where each comes once
}

// worst is the distance that a newcomer must not exceed.
func (n *nearest) worst() geo.Meters {
	if len(n.hits) < n.limit {
		return geo.Meters(math.Inf(1))
	}
	return n.hits[0].Distance
}

// offer takes a hit if it is among the best; of one geometry the nearest part
// counts.
func (n *nearest) offer(h Hit) {
	if i, have := n.at[h.Index]; have {
		if h.Distance < n.hits[i].Distance {
			n.hits[i] = h
			heap.Fix(n, i)
		}
		return
	}
	if len(n.hits) < n.limit {
		heap.Push(n, h)
		return
	}
	if byDistance(h, n.hits[0]) < 0 {
		if n.at != nil {
			delete(n.at, n.hits[0].Index)
			n.at[h.Index] = 0
		}
		n.hits[0] = h
		heap.Fix(n, 0)
	}
}

// Len, Less, Swap, Push and Pop are for container/heap.
func (n *nearest) Len() int           { return len(n.hits) }
func (n *nearest) Less(i, j int) bool { return byDistance(n.hits[i], n.hits[j]) > 0 }

// Swap keeps track of the places.
func (n *nearest) Swap(i, j int) {
	n.hits[i], n.hits[j] = n.hits[j], n.hits[i]
	if n.at != nil {
		n.at[n.hits[i].Index], n.at[n.hits[j].Index] = i, j
	}
}

// Push appends a hit.
func (n *nearest) Push(x any) {
	h := x.(Hit)
	if n.at != nil {
		n.at[h.Index] = len(n.hits)
	}
	n.hits = append(n.hits, h)
}

// Pop removes the last hit.
func (n *nearest) Pop() any {
	last := n.hits[len(n.hits)-1]
	n.hits = n.hits[:len(n.hits)-1]
	delete(n.at, last.Index)
	return last
}
