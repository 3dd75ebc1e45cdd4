package index

import (
	"context"
	"fmt"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// Weights sums a weight over the points around places. Make it with
// [Points.Weigh].
type Weights struct {
	points *Points
	each   []float64 // by place in the tree
	sums   []float64 // by node
}

// Weigh prepares sums of weights, one for each point given to [NewPoints]; any
// other number is an error. It takes 10 bytes a point.
func (p *Points) Weigh(weights []float64) (*Weights, error) {
	if len(weights) != len(p.at) {
		return nil, fmt.Errorf("weigh %d points: there are %d weights", len(p.at), len(weights))
	}
	t := p.tree
	w := &Weights{points: p, each: make([]float64, len(t.ids)), sums: make([]float64, len(t.balls))}
	for i, id := range t.ids {
		w.each[i] = weights[id]
	}
	for node := len(t.balls) - 1; node > 0 && len(t.ids) > 0; node-- {
		if node < t.leaves {
			w.sums[node] = w.sums[2*node] + w.sums[2*node+1]
			continue
		}
		first, end := t.leaf(node)
		for _, v := range w.each[first:end] {
			w.sums[node] += v
		}
	}
	return w, nil
}

// Within is the sum of the weights of the points at most r away from a place,
// as [Points.Within] finds them, 0 where there are none. It is the same for the same
// index, weights, place and r, to the last bit.
func (w *Weights) Within(from orb.Point, r geo.Meters) float64 {
	limit, ok := newRing(r)
	if !ok || !geo.Valid(from) {
		return 0
	}
	return w.within(&from, &limit)
}

func (w *Weights) within(from *orb.Point, r *ring) (sum float64) {
	at := toSpace(*from)
	t := w.points.tree
	t.visit(func(node int, depth uint) (deeper bool) {
		switch r.side(&ball{mid: at}, &t.balls[node]) {
		case inside:
			sum += w.sums[node]
		case across:
			if node < t.leaves {
				return true
			}
			first, end := t.leaf(node)
			for i := first; i < end; i++ {
				if w.points.holds(r, from, apart2(&at, &t.points[i]), i) {
					sum += w.each[i]
				}
			}
		}
		return false
	})
	return sum
}

// WithinEach is [Weights.Within] for each place of a batch. The only error is
// that of ctx.
func (w *Weights) WithinEach(ctx context.Context, b Batch, r geo.Meters) ([]float64, error) {
	sums := make([]float64, len(b.From))
	limit, ok := newRing(r)
	if !ok {
		return sums, ctx.Err()
	}
	err := b.run(ctx, largeChunks, func() func(portion) {
		places := make([]orb.Point, largeChunks.portion)
		return func(part portion) {
			for i, from := range part.gather(places) {
				sums[part.number(i)] = w.within(&from, &limit)
			}
		}
	}, nil)
	if err != nil {
		return nil, err
	}
	return sums, nil
}
