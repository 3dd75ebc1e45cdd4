package osm

import (
	"context"
	"slices"
)

// readSorted goes through a file that holds nodes before ways, as nearly all do:
// from the end to the last block with nodes, and then, when it is known which
// ones are needed, from the front up to it. So each block is decoded once, and
// nodes of no street leave nothing. False is a file in another order, of which
// nothing is of use.
func (r *roadReader) readSorted(ctx context.Context, p *pbf) (sorted bool, err error) {
	last, err := r.readWays(ctx, p.blobs)
	if err != nil {
		return false, err
	}
	r.number()
	with := p.blobs[:last+1]
	seen := 0
	err = scanBlobs(ctx, with, &query{tagged: obstacles(), nodes: true, listed: r.index}, func(b *batch) bool {
		if seen++; seen < len(with) && b.counts.ways+b.counts.relations > 0 {
			return false
		}
		r.tagged = append(r.tagged, b.tagged...)
		r.noteOutside(b)
		r.place(b)
		sorted = seen == len(with)
		return true
	})
	for _, b := range r.nodes { // positions that stand in ways
		r.place(b)
	}
	r.nodes = nil
	return sorted || len(with) == 0, err
}

// readWays takes ways and relations from the end of a file on. It stops after the
// first blob with nodes, which it gives, -1 for none.
func (r *roadReader) readWays(ctx context.Context, blobs []*blob) (last int, err error) {
	backwards := slices.Clone(blobs)
	slices.Reverse(backwards)
	var batches []*batch
	last = -1
	err = scanBlobs(ctx, backwards, &query{ways: streets(), relations: restrictions(), again: true}, func(b *batch) bool {
		if batches = append(batches, b); b.counts.nodes > 0 {
			last = len(blobs) - len(batches)
		}
		return last < 0
	})
	slices.Reverse(batches)
	for _, b := range batches {
		r.take(b)
	}
	return last, err
}
