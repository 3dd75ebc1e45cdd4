package paths

import (
	"math/bits"
	"slices"

	"fugai/geo/network"
)

// buckets is a queue of costs and nodes, cost<<32 | node, kept by spans of
// cost. Within a span they come as they were put in, so that a node may come
// before one that leads to it more cheaply and then has to come again; with
// spans shorter than most streets that is rare, and still much less work than
// keeping all in order (E. V. Denardo and B. L. Fox, Shortest-route methods: 1.
// Reaching, pruning, and buckets, Operations Research 27, 1979).
type buckets struct {
	shift uint   // a span is 1<<shift
	base  uint64 // where the first one starts
	at    int    // the one at hand; those before are empty
	list  [][]uint64
	held  [spans / 64]uint64 // which of them hold anything
	far   []uint64           // what is beyond the last
}

// spans is the number of buckets. A window of as many spans as make some
// hundred streets leaves little beyond it.
const spans = 1 << 10

// spansPerArc is how many spans a typical passage is long.
const spansPerArc = 8

// newBuckets makes a queue for the passages of a graph.
func newBuckets(arcs *network.Arcs) *buckets {
	const samples = 1 << 10
	sum, n := uint64(0), uint64(0)
	for i := 0; i < len(arcs.Cost); i += 1 + len(arcs.Cost)/samples {
		sum += uint64(arcs.Cost[i])
		n++
	}
	span := sum / max(1, n) / spansPerArc
	b := &buckets{shift: uint(bits.Len64(span)), list: make([][]uint64, spans)}
	const room = 16 // to begin with, all in one piece
	all := make([]uint64, spans*room)
	for i := range b.list {
		b.list[i] = all[i*room : i*room : (i+1)*room]
	}
	return b
}

// reset prepares an empty queue for another search.
func (b *buckets) reset() { b.base, b.at = 0, 0 }

// push adds a node at a cost that is not below that of the bucket at hand.
func (b *buckets) push(x uint64) {
	i := (x>>32 - b.base) >> b.shift
	if i >= spans {
		b.far = append(b.far, x)
		return
	}
	b.list[i] = append(b.list[i], x)
	b.held[i/64] |= 1 << (i % 64)
}

// next finds the first bucket that holds anything. While it is gone through it
// may grow; then it must be emptied with done.
func (b *buckets) next() (bucket *[]uint64, ok bool) {
	for w := b.at / 64; ; w++ {
		if w == len(b.held) {
			if !b.refill() {
				return nil, false
			}
			w = 0
		}
		if b.held[w] != 0 {
			b.at = w*64 + bits.TrailingZeros64(b.held[w])
			return &b.list[b.at], true
		}
	}
}

// done empties the bucket at hand.
func (b *buckets) done() {
	b.list[b.at] = b.list[b.at][:0]
	b.held[b.at/64] &^= 1 << (b.at % 64)
}

// refill moves the window to what is beyond it.
func (b *buckets) refill() bool {
	if len(b.far) == 0 {
		return false
	}
	b.base = slices.Min(b.far) >> 32
	beyond := b.far
	b.far = nil
	for _, x := range beyond {
		b.push(x)
	}
	if b.far == nil {
		b.far = beyond[:0]
	}
	return true
}
