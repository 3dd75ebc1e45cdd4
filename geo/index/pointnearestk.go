package index

import (
	"context"
	"math"
	"slices"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// Nearest returns the k points nearest to a place, by distance and then by
// index; fewer where there are fewer. A place out of range has none.
func (p *Points) Nearest(from orb.Point, k int) []Hit {
	k = min(k, len(p.tree.points))
	if !geo.Valid(from) || k <= 0 {
		return nil
	}
	w := newManyWorker(p, k)
	w.begin([]orb.Point{from}, nil)
	w.descend(1)
	return slices.Clone(w.answer(&from, &w.group[0]))
}

// NearestKEach finds the k nearest points for each place of a batch, as
// [Points.Nearest] does, with distances to 1e-7 m. The only error is that of ctx.
func (p *Points) NearestKEach(ctx context.Context, b Batch, k int) ([][]Hit, error) {
	answers := make([][]Hit, len(b.From))
	k = min(k, len(p.tree.points))
	if k <= 0 {
		return answers, ctx.Err()
	}
	err := b.run(ctx, largeChunks, func() func(portion) {
		w := newManyWorker(p, k)
		return func(part portion) { w.ask(part, answers) }
	}, nil)
	if err != nil {
		return nil, err
	}
	return answers, nil
}

// collector is a place that looks for its k nearest points.
type collector struct {
	at    vec
	limit float64    // squared chord up to which points matter
	reach float64    // its root and a little more, metres
	best  []entryKey // the k+1 nearest so far: sorted, or if many a heap
}

// entryKey is a point by its squared chord, rounded to 24 bits, in the high
// half, and its place in the tree in the low half. Keys compare as chords do, and
// taking the smaller and the larger of two needs no branches.
type entryKey uint64

// noPoint is after all points.
const noPoint entryKey = math.MaxUint64

func newEntryKey(c2 float64, point int) entryKey {
	return entryKey(math.Float32bits(float32(c2)))<<32 | entryKey(uint32(point))
}

func (e entryKey) point() int32 { return int32(uint32(e)) }

// apart2 is the squared chord times 1 + rounding at most; pass a negative one
// for at least.
func (e entryKey) apart2(rounding float64) float64 {
	return float64(math.Float32frombits(uint32(e>>32))) * (1 + rounding)
}

// rounding is more than a float32 rounds off.
const rounding = 1.0 / (1 << 23)

// fewMost is up to how many of the nearest are kept sorted; more are a heap
// with the largest first.
const fewMost = 24

// clear makes room for k points and one more.
func (s *collector) clear(k int) {
	if s.best == nil {
		s.best = make([]entryKey, k+1)
	}
	for i := range s.best {
		s.best[i] = noPoint
	}
}

// meet takes note of a point within the limit.
func (s *collector) meet(e entryKey) {
	switch {
	case len(s.best) <= fewMost:
		for i, have := range s.best {
			s.best[i], e = min(have, e), max(have, e)
		}
	case e < s.best[0]:
		s.best[0] = e
		sink(s.best)
	}
}

// last gives the k-th nearest and the one after it.
func (s *collector) last() (kth, next entryKey) {
	n := len(s.best)
	if n <= fewMost {
		return s.best[n-2], s.best[n-1]
	}
	return max(s.best[1], s.best[2]), s.best[0]
}

// tighten takes the limit from the k-th nearest.
func (s *collector) tighten() {
	kth, _ := s.last()
	if kth == noPoint {
		return
	}
	if limit := rival(kth.apart2(rounding)); limit < s.limit {
		s.limit, s.reach = limit, math.Sqrt(limit)+doubt
	}
}

// sink restores a heap whose top, the largest, was replaced.
func sink(heap []entryKey) {
	for i := 0; ; {
		child := 2*i + 1
		if child+1 < len(heap) && heap[child+1] > heap[child] {
			child++
		}
		if child >= len(heap) || heap[child] <= heap[i] {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

// manyWorker is what one goroutine needs.
type manyWorker struct {
	walker
	p      *Points
	k      int
	places []orb.Point
	at     [groupSize]vec
	all    [groupSize]collector
	group  []collector // the part of all in use
	last   []int32     // the points of the last answer
	hits   []Hit
}

func newManyWorker(p *Points, k int) *manyWorker {
	w := &manyWorker{p: p, k: k}
	w.tree = p.tree
	w.scan = w.look
	return w
}

// begin sets up a group. That k points are known bounds how far any place of
// the group must look.
func (w *manyWorker) begin(places []orb.Point, known []int32) {
	w.group, w.reach = w.all[:len(places)], 0
	for i := range w.group {
		s := &w.group[i]
		*s = collector{at: toSpace(places[i]), limit: math.Inf(1), reach: math.Inf(1), best: s.best}
		s.clear(w.k)
		if len(known) >= w.k {
			far := 0.0
			for _, k := range known {
				far = max(far, apart2(&s.at, &w.tree.points[k]))
			}
			s.limit = rival(far)
			s.reach = math.Sqrt(s.limit) + doubt
		}
		w.at[i] = s.at
		w.reach = max(w.reach, s.reach)
	}
	w.walker.group = surround(w.at[:len(places)])
}

// ask answers a portion group by group.
func (w *manyWorker) ask(part portion, answers [][]Hit) {
	if w.places == nil {
		w.places = make([]orb.Point, largeChunks.portion)
	}
	places := part.gather(w.places)
	block := make([]Hit, 0, len(places)*w.k)
	w.last = w.last[:0]
	for first := 0; first < len(places); first += groupSize {
		group := places[first:min(first+groupSize, len(places))]
		w.begin(group, w.last)
		if len(w.last) > 0 {
			w.walk(w.last[0])
		} else {
			w.descend(1)
		}
		for i := range group {
			start := len(block)
			block = append(block, w.answer(&group[i], &w.group[i])...)
			answers[part.number(first+i)] = block[start:len(block):len(block)]
		}
		w.remember(&w.group[len(group)-1])
	}
}

// remember keeps the k nearest of a place for the next group.
func (w *manyWorker) remember(s *collector) {
	w.last = w.last[:0]
	_, next := s.last()
	for _, c := range s.best {
		if c != next {
			w.last = append(w.last, c.point())
		}
	}
}

// look shows the points of a leaf to the places that reach it.
func (w *manyWorker) look(leaf int) (reach float64) {
	t := w.tree
	first, end := t.leaf(leaf)
	points := t.points[first:end]
	b := &t.balls[leaf]
	for i := range w.group {
		s := &w.group[i]
		if open := b.radius + s.reach; apart2(&s.at, &b.mid) <= open*open {
			at, limit := s.at, s.limit
			for k := range points {
				p := &points[k]
				x, y, z := at.x-p.x, at.y-p.y, at.z-p.z
				if c2 := x*x + y*y + z*z; c2 <= limit {
					s.meet(newEntryKey(c2, first+k))
				}
			}
			s.tighten()
		}
		if s.reach > reach {
			reach = s.reach
		}
	}
	return reach
}

// answer turns what a collector has found to hits; they are valid until the
// next call.
func (w *manyWorker) answer(from *orb.Point, s *collector) []Hit {
	kth, next := s.last()
	if next != noPoint && next.apart2(-rounding) <= s.limit {
		return w.p.settle(from, &s.at, kth.apart2(rounding), w.k) // as near as the k-th, perhaps
	}
	w.hits = w.hits[:0]
	for _, e := range s.best {
		if e != next {
			id := w.tree.ids[e.point()]
			w.hits = append(w.hits, Hit{int(id), geodesic(&s.at, &w.tree.points[e.point()], from, &w.p.at[id])})
		}
	}
	w.p.order(from, w.hits)
	return w.hits
}
