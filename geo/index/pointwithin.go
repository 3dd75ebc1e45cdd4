package index

import (
	"context"
	"math"
	"slices"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// groupSize is how many neighbouring places are counted for together; 6 to 8 was
// the fastest of 4 to 16.
const groupSize = 6

// ring is a distance limit in terms of chords, metres: no longer than in is
// surely within, longer than out surely not, and what lies between is measured.
type ring struct {
	limit   geo.Meters
	in, out float64
}

// newRing makes the ring of [geo.AtMost] with a limit; ok is false for NaN and
// negative limits.
func newRing(limit geo.Meters) (r ring, ok bool) {
	if !(limit >= 0) {
		return r, false
	}
	const slack = 10 * doubt
	edge := (math.Round(float64(limit)*1000) + 0.5) / 1000 // AtMost rounds to the millimetre
	return ring{limit, within(edge-slack) - doubt, beyond(edge+slack) + doubt}, true
}

// place of a node or leaf against a ring.
const (
	outside = iota
	across
	inside
)

// side tells where a ball lies to all places of a group.
func (r *ring) side(group, b *ball) int {
	apart := apart2(&group.mid, &b.mid)
	sum := group.radius + b.radius
	if open := sum + r.out; apart > open*open {
		return outside
	}
	if room := r.in - sum; room >= 0 && apart <= room*room {
		return inside
	}
	return across
}

// holds tells whether a point is within the limit of a place.
func (p *Points) holds(r *ring, from *orb.Point, c2 float64, point int) bool {
	if c2 <= r.in*r.in {
		return true
	}
	return c2 <= r.out*r.out && geo.AtMost(geo.Distance(*from, p.at[p.tree.ids[point]]), r.limit)
}

// Within returns the points at most r away from a place, compared at the
// millimetre by [geo.AtMost], by distance and then by index. A negative or NaN
// radius, and a place out of range, find nothing. Distances are those of
// [geo.Distance] to 1e-7 m.
func (p *Points) Within(from orb.Point, r geo.Meters) []Hit {
	limit, ok := newRing(r)
	if !ok || !geo.Valid(from) {
		return nil
	}
	return p.within(&from, &limit)
}

// within lists the points within a ring.
func (p *Points) within(from *orb.Point, r *ring) (hits []Hit) {
	at := toSpace(*from)
	t := p.tree
	t.visit(func(node int, depth uint) (deeper bool) {
		side := r.side(&ball{mid: at}, &t.balls[node])
		if side == across && node < t.leaves {
			return true
		}
		if side == outside {
			return false
		}
		first, end := t.run(node, depth)
		for i := first; i < end; i++ {
			if side == inside || p.holds(r, from, apart2(&at, &t.points[i]), i) {
				id := t.ids[i]
				hits = append(hits, Hit{int(id), geodesic(&at, &t.points[i], from, &p.at[id])})
			}
		}
		return false
	})
	p.order(from, hits)
	return hits
}

// order sorts hits by distance and then by index. Below 10 km the short way
// has the figures of [geo.Distance]; beyond, those too close to tell apart by it
// are measured again.
func (p *Points) order(from *orb.Point, hits []Hit) {
	if !slices.IsSortedFunc(hits, byDistance) { // mostly they come in order
		slices.SortFunc(hits, byDistance)
	}
	again := false
	last := geo.Meters(math.Inf(-1)) // of the hit before, as first measured
	for i := range hits {
		d := hits[i].Distance
		if d > bendRange-1 && d-last < 10*doubt {
			hits[i-1].Distance = geo.Distance(*from, p.at[hits[i-1].Index])
			hits[i].Distance = geo.Distance(*from, p.at[hits[i].Index])
			again = true
		}
		last = d
	}
	if again {
		slices.SortFunc(hits, byDistance)
	}
}

// WithinEach lists the points at most r away from each place of a batch, as
// [Points.Within] does, and calls fn with them from the calling goroutine in
// the order of the batch, for places without points too. An error of fn ends
// it and is returned; otherwise the only error is that of ctx. It holds the
// lists of 8192 places at a time.
func (p *Points) WithinEach(ctx context.Context, b Batch, r geo.Meters, fn func(place int, hits []Hit) error) error {
	limit, ok := newRing(r)
	lists := make([][]Hit, min(smallChunks.chunk, len(b.From)))
	begin := func() func(portion) {
		return func(part portion) {
			for i, from := range part.gather(make([]orb.Point, len(part.sorted))) {
				if ok {
					lists[part.number(i)-part.base] = p.within(&from, &limit)
				}
			}
		}
	}
	return b.run(ctx, smallChunks, begin, func(first, end int) error {
		for i := first; i < end; i++ {
			if err := fn(i, lists[i-first]); err != nil {
				return err
			}
			lists[i-first] = nil
		}
		return nil
	})
}

// Count is the number of points at most r away from a place, as
// [Points.Within] finds them.
func (p *Points) Count(from orb.Point, r geo.Meters) int {
	limit, ok := newRing(r)
	if !ok || !geo.Valid(from) {
		return 0
	}
	w := &countWorker{p: p, ring: limit}
	w.count([]orb.Point{from})
	return w.counts[0]
}

// CountEach is the number of points at most r away from each place of a
// batch, 0 for places out of range. The only error is that of ctx.
func (p *Points) CountEach(ctx context.Context, b Batch, r geo.Meters) ([]int, error) {
	counts := make([]int, len(b.From))
	limit, ok := newRing(r)
	if !ok {
		return counts, ctx.Err()
	}
	err := b.run(ctx, largeChunks, func() func(portion) {
		w := &countWorker{p: p, ring: limit, places: make([]orb.Point, largeChunks.portion)}
		return func(part portion) {
			places := part.gather(w.places)
			for first := 0; first < len(places); first += groupSize {
				group := places[first:min(first+groupSize, len(places))]
				w.count(group)
				for i := range group {
					counts[part.number(first+i)] = w.counts[i]
				}
			}
		}
	}, nil)
	if err != nil {
		return nil, err
	}
	return counts, nil
}

// countWorker is what one goroutine needs.
type countWorker struct {
	p      *Points
	ring   ring
	places []orb.Point
	at     [groupSize]vec
	counts [groupSize]int
}

// count counts for each place of a group. What lies within the limit of all of
// them is counted without a look at the points.
func (w *countWorker) count(group []orb.Point) {
	for i := range group {
		w.at[i] = toSpace(group[i])
	}
	clear(w.counts[:])
	t, all := w.p.tree, 0
	if len(t.points) == 0 {
		return
	}
	around := surround(w.at[:len(group)])
	var stack [64]struct {
		node  int
		depth uint
	}
	stack[0].node = 1
	for top := 1; top > 0; {
		top--
		node, depth := stack[top].node, stack[top].depth
		side := w.ring.side(&around, &t.balls[node])
		switch {
		case side == inside:
			first, end := t.run(node, depth)
			all += end - first
		case side == across && node < t.leaves:
			stack[top].node, stack[top].depth = 2*node+1, depth+1
			stack[top+1].node, stack[top+1].depth = 2*node, depth+1
			top += 2
		case side == across:
			for i := range group {
				w.counts[i] += w.countLeaf(node, &w.at[i], &group[i])
			}
		}
	}
	for i := range group {
		w.counts[i] += all
	}
}

// countLeaf counts the points of a leaf for one place.
func (w *countWorker) countLeaf(leaf int, at *vec, from *orb.Point) (count int) {
	t, r := w.p.tree, &w.ring
	b := &t.balls[leaf]
	apart := apart2(at, &b.mid)
	if open := b.radius + r.out; apart > open*open {
		return 0
	}
	first, end := t.leaf(leaf)
	if room := r.in - b.radius; room >= 0 && apart <= room*room {
		return end - first
	}
	points, in2, out2, perhaps := t.points[first:end], r.in*r.in, r.out*r.out, 0
	for i := range points {
		c2 := apart2(at, &points[i])
		sure, likely := 0, 0
		if c2 <= in2 {
			sure = 1
		}
		if c2 <= out2 {
			likely = 1
		}
		count += sure
		perhaps += likely
	}
	if perhaps == count {
		return count
	}
	count = 0
	for i := range points {
		if w.p.holds(r, from, apart2(at, &points[i]), first+i) {
			count++
		}
	}
	return count
}
