package index

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// NearestEach finds the nearest point for each place of a batch: by the
// geodesic as [geo.Distance] has it, and of equal distances the smallest
// index. Distances are those of geo.Distance to 1e-7 m. Where there is none
// the index is -1 and the distance NaN. The only error is that of ctx.
func (p *Points) NearestEach(ctx context.Context, b Batch) ([]Hit, error) {
	hits := make([]Hit, len(b.From))
	for i := range hits {
		hits[i] = Hit{Index: -1, Distance: geo.Meters(math.NaN())}
	}
	if len(p.tree.points) == 0 {
		return hits, ctx.Err()
	}
	err := b.run(ctx, largeChunks, func() func(portion) {
		w := newNearestWorker(p)
		return func(part portion) { w.ask(part, hits) }
	}, nil)
	if err != nil {
		return nil, err
	}
	return hits, nil
}

// seeker is a place that looks for its nearest point.
type seeker struct {
	at     vec
	best   float64 // squared chord of the nearest so far
	limit  float64 // squared chord up to which others matter
	reach  float64 // its root and a little more, metres
	point  int32   // of the tree, the nearest so far; -1 for none
	rivals bool    // another point may be as near by the geodesic
}

// newSeeker begins a search with a first guess.
func newSeeker(at vec, t *packed, guess int32) seeker {
	s := seeker{at: at, best: math.Inf(1), limit: math.Inf(1), point: -1}
	s.meet(apart2(&at, &t.points[guess]), guess)
	return s
}

// meet takes note of a point within the limit.
func (s *seeker) meet(c2 float64, point int32) {
	switch {
	case point == s.point: // the guess comes again
		return
	case c2 < s.best:
		limit := rival(c2)
		s.rivals = s.best <= limit
		s.best, s.limit, s.point = c2, limit, point
	default:
		s.rivals = true
	}
	if s.rivals {
		s.limit = s.best // they are settled afterwards: only what is nearer matters
	}
	s.reach = min(math.Sqrt(s.limit)+doubt, farReach)
}

// nearestWorker is what one goroutine needs.
type nearestWorker struct {
	walker
	seeker
	desk
	p    *Points
	hits []Hit // of a portion: they are written where they belong all together
}

func newNearestWorker(p *Points) *nearestWorker {
	w := &nearestWorker{p: p, desk: newDesk(largeChunks), hits: make([]Hit, largeChunks.portion)}
	w.octets = p.octets
	w.scan = w.look
	return w
}

// ask answers a portion. Each answer is the guess for the next.
func (w *nearestWorker) ask(part portion, hits []Hit) {
	places, at := w.lay(part)
	t := w.p.tree
	guess := int32(len(t.points) / 2)
	for i := range places {
		w.walker.at = at[i]
		w.seeker = newSeeker(at[i], t, guess)
		w.walker.reach = w.seeker.reach
		w.walk(t.leafOf(guess) - t.leaves)
		w.hits[i] = w.p.answer(&places[i], &w.seeker)
		guess = w.point
	}
	for i := range places {
		hits[part.number(i)] = w.hits[i]
	}
}

// look takes note of the points of a leaf that are near.
func (w *nearestWorker) look(first int, near uint32) (reach float64) {
	s, points := &w.seeker, w.p.tree.points
	for ; near != 0; near &= near - 1 {
		k := first + bits.TrailingZeros32(near)
		if c2 := apart2(&s.at, &points[k]); c2 <= s.limit {
			s.meet(c2, int32(k))
		}
	}
	return s.reach
}

// answer turns what a seeker has found to a hit.
func (p *Points) answer(from *orb.Point, s *seeker) Hit {
	if s.rivals {
		return p.settle(from, &s.at, s.best, 1)[0]
	}
	id := p.tree.ids[s.point]
	return Hit{int(id), geodesic(&s.at, &p.tree.points[s.point], from, &p.at[id])}
}

// settle gives the k nearest by geodesics, where chords leave it open; worst is
// the squared chord of the k-th by chords.
func (p *Points) settle(from *orb.Point, at *vec, worst float64, k int) []Hit {
	found := p.tree.candidates(at, rival(worst), k)
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.apart2, b.apart2), cmp.Compare(a.point, b.point))
	})
	hits := make([]Hit, 0, k)
	o := geo.NewOrigin(*from)
	farthest := geo.Meters(0) // of the first k
	for _, c := range found {
		if len(hits) >= k && shortest(math.Sqrt(c.apart2))-2*doubt > float64(farthest) {
			break
		}
		id := p.tree.ids[c.point]
		d := o.Distance(p.at[id])
		hits = append(hits, Hit{int(id), d})
		if len(hits) <= k {
			farthest = max(farthest, d)
		}
	}
	slices.SortFunc(hits, byDistance)
	return hits[:min(k, len(hits)):min(k, len(hits))]
}
