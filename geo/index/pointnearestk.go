package index

import (
	"context"

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
	c := newCollector(p.tree, k)
	c.begin(toSpace(from))
	c.descend(1)
	return c.answer(nil, p, &from)
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
		return func(part portion) {
			block := make([]Hit, 0, len(part.sorted)*k)
			w.ask(part, func(i int, from *orb.Point) {
				first := len(block)
				block = w.answer(block, p, from)
				answers[part.number(i)] = block[first:len(block):len(block)]
			})
		}
	}, nil)
	if err != nil {
		return nil, err
	}
	return answers, nil
}

// Groups of neighbouring places share a patch.
const (
	shareMost = 8   // places; 8 was about as fast as 12 and faster than 16
	shareWide = 4   // metres from the first place, for each metre the group before looked
	shareFar  = 1.2 // metres a place may look, for each metre the group before looked
	patchMost = 256 // points; and 16 more for each that is asked for
)

// manyWorker is what one goroutine needs.
type manyWorker struct {
	*collector
	patch  *patch
	places []orb.Point
	spaces []vec
}

func newManyWorker(p *Points, k int) *manyWorker {
	return &manyWorker{
		collector: newCollector(p.tree, k),
		patch:     newPatch(p.tree, patchMost+16*min(k, fewMost)),
		places:    make([]orb.Point, largeChunks.portion),
		spaces:    make([]vec, largeChunks.portion),
	}
}

// ask goes through a portion and calls tell when the collector has what there
// is around the i-th place.
//
// Places that lie close, in terms of how far the ones before had to look, go
// in a group. Its patch reaches a little farther than that should be; a place
// for which it is too small looks in the tree.
func (w *manyWorker) ask(part portion, tell func(i int, from *orb.Point)) {
	places := part.gather(w.places)
	at := w.spaces[:len(places)]
	for i := range places {
		at[i] = toSpace(places[i])
	}
	w.forget() // what was found for an earlier portion would only be a poor guess
	guess, looked := int32(len(w.tree.points)/2), 0.0
	for first := 0; first < len(at); {
		end := groupEnd(at, first, shareWide*looked)
		around := surround(at[first:end])
		shared := end-first > 1 && w.patch.gather(around.mid, around.radius+shareFar*looked, guess)
		if !shared {
			end = first + 1 // its answer shows how far the next ones look
		}
		looked = 0
		for i := first; i < end; i++ {
			w.begin(at[i])
			if !shared || !w.sift(w.patch) {
				w.forget()
				w.walk(guess)
			}
			tell(i, &places[i])
			looked = max(looked, w.reach)
			guess = w.some()
		}
		first = end
	}
}

// groupEnd is the end of the group that begins at a place.
func groupEnd(at []vec, first int, wide float64) (end int) {
	end = first + 1
	for end < len(at) && end-first < shareMost && apart2(&at[first], &at[end]) <= wide*wide {
		end++
	}
	return end
}

// answer adds to hits what was found, in order.
func (c *collector) answer(hits []Hit, p *Points, from *orb.Point) []Hit {
	kth, next := c.last()
	if next != noPoint && next.least() <= c.limit { // as near as the k-th, perhaps
		return append(hits, p.settle(from, &c.at, kth.most(), len(c.best)-1)...)
	}
	first := len(hits)
	for _, e := range c.best {
		if e != next {
			point := e.point()
			id := p.tree.ids[point]
			hits = append(hits, Hit{int(id), geodesic(&c.at, &p.tree.points[point], from, &p.at[id])})
		}
	}
	p.order(from, hits[first:])
	return hits
}
