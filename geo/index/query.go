package index

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// Containing returns the indexes of the geometries that contain p, ascending:
// polygons with p inside or on the boundary and in no hole (edges are straight
// in longitude and latitude), lines that run exactly through p, and points that
// are p. A point out of range is in nothing.
func (l *Layer) Containing(p orb.Point) []int {
	if !geo.Valid(p) {
		return nil
	}
	p[0] = geo.WrapLongitude(p[0])
	var found []int
	l.search(orb.Bound{Min: p, Max: p}, func(e *entry) {
		if e.shape != nil && e.shape.contains(p) ||
			e.shape == nil && e.point[1] == p[1] && geo.WrapLongitude(e.point[0]-p[0]) == 0 {
			found = append(found, int(e.geometry))
		}
	})
	return sorted(found)
}

// Intersecting returns the indexes of the geometries that have a point in
// common with a box, ascending. The box may run on past ±180 (170 to 190); an
// empty one meets nothing.
func (l *Layer) Intersecting(b orb.Bound) []int {
	var found []int
	l.search(b, func(e *entry) {
		box := b
		if b.Max[0]-b.Min[0] >= 360 {
			box.Min[0], box.Max[0] = -180, 180
		}
		mid := (box.Min[0] + box.Max[0]) / 2
		by := 360 * math.Round(mid/360)
		box.Min[0], box.Max[0] = box.Min[0]-by, box.Max[0]-by
		s := e.shape
		if s == nil {
			s = &shape{chains: []chain{newChain([]orb.Point{e.point})}, box: e.bound()}
		}
		if s.meets(box) {
			found = append(found, int(e.geometry))
		}
	})
	return sorted(found)
}

// sorted puts indexes in order and takes out repeats.
func sorted(found []int) []int {
	slices.Sort(found)
	return slices.Compact(found)
}

// Within returns the geometries at most r away from p, compared at the
// millimetre by [geo.AtMost], by distance and then by index. A polygon that
// contains p is at distance 0. A negative or NaN radius, and a point out of
// range, find nothing.
func (l *Layer) Within(p orb.Point, r geo.Meters) []Hit {
	if !geo.Valid(p) || !(r >= 0) {
		return nil
	}
	o := geo.NewOrigin(p)
	reach := r + millimetre
	var hits []Hit
	l.search(geo.Around(p, reach), func(e *entry) {
		if d := e.distance(&o, p, reach); geo.AtMost(d, r) {
			hits = append(hits, Hit{int(e.geometry), d})
		}
	})
	// A geometry comes once for each part and each side of the antimeridian.
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.Distance, b.Distance))
	})
	hits = slices.CompactFunc(hits, func(a, b Hit) bool { return a.Index == b.Index })
	slices.SortFunc(hits, byDistance)
	return hits
}

// millimetre is added to a limit before pruning, so that what rounds to the
// limit is still measured.
const millimetre geo.Meters = 0.001

// byDistance orders hits by distance, then by index.
func byDistance(a, b Hit) int {
	return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.Index, b.Index))
}

// distance is the distance from the origin at p, or for a shape limit where
// that is not greater.
func (e *entry) distance(o *geo.Origin, p orb.Point, limit geo.Meters) geo.Meters {
	if e.shape == nil {
		return o.Distance(e.point)
	}
	return e.shape.distance(o, p, limit)
}

// Nearest returns the k geometries nearest to p, by distance and then by
// index; fewer where the layer has fewer. A point out of range has none.
func (l *Layer) Nearest(p orb.Point, k int) []Hit {
	if !geo.Valid(p) || k <= 0 {
		return nil
	}
	o := geo.NewOrigin(p)
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
			if d := e.distance(&o, p, worst+millimetre); d <= worst {
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
