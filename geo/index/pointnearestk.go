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
	c := newCollector(p.octets, k)
	c.begin(toSpace(from))
	c.walk(len(p.octets.blocks) / 2)
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
				block = w.answer(block, p, from)
				w.ends[i] = len(block)
			})
			first := 0
			for i, end := range w.ends[:len(part.sorted)] {
				answers[part.number(i)] = block[first:end:end]
				first = end
			}
		}
	}, nil)
	if err != nil {
		return nil, err
	}
	return answers, nil
}

// manyWorker is what one goroutine needs.
type manyWorker struct {
	*collector
	desk
	ends []int // of the answers of a portion in their block
}

func newManyWorker(p *Points, k int) *manyWorker {
	return &manyWorker{newCollector(p.octets, k), newDesk(largeChunks), make([]int, largeChunks.portion)}
}

// ask goes through a portion and calls tell when the collector has what there
// is around the i-th place.
func (w *manyWorker) ask(part portion, tell func(i int, from *orb.Point)) {
	places, at := w.lay(part)
	w.forget() // what was found for an earlier portion would only be a poor guess
	guess := int32(len(w.octets.tree.points) / 2)
	for i := range places {
		w.begin(at[i])
		w.walk(w.octets.tree.leafOf(guess) - w.octets.tree.leaves)
		tell(i, &places[i])
		guess = w.some()
	}
}

// answer adds to hits what was found, in order.
func (c *collector) answer(hits []Hit, p *Points, from *orb.Point) []Hit {
	kth, next := c.last()
	if next != noPoint && next.least() <= c.limit { // as near as the k-th, perhaps
		return append(hits, p.settle(from, &c.at, kth.most(), len(c.best)-1)...)
	}
	first, sorted := len(hits), true
	last := geo.Meters(0)
	bend := newBend(&c.at)
	for _, e := range c.best {
		if e == next {
			continue
		}
		point := e.point()
		id := p.tree.ids[point]
		d, ok := bend.geodesic(p.tree.points[point].minus(c.at))
		if !ok {
			d, sorted = geodesic(&c.at, &p.tree.points[point], from, &p.at[id]), false
		}
		sorted = sorted && d > last
		last = d
		hits = append(hits, Hit{int(id), d})
	}
	if !sorted || last > bendRange-1 {
		p.order(from, hits[first:])
	}
	return hits
}
