package index

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// Batch is a question asked from many places at once. They are gone through in
// chunks, each in the order of a space-filling curve and by several goroutines;
// the answers come in the order of From and do not depend on either. Beside
// the answers a batch takes at most 40 MB.
type Batch struct {
	// From are the places asked from. One that is NaN or out of range has the
	// answer for nothing found.
	From []orb.Point

	// Threads is how many goroutines work, 0 for one a core.
	Threads int

	// Progress, if set, is called with the number of places done, now and then
	// and at the end, in rising order and never twice at a time.
	Progress func(done int)
}

// pieces are the sizes of the pieces of a batch, in places. They do not depend
// on the number of goroutines, so that the answers do not either.
type pieces struct {
	chunk   int // sorted at a time, at most 1<<28
	portion int // handed to a goroutine at a time
}

// The pieces for answers of a fixed size, and for lists of any length, which
// are held for a chunk.
var (
	largeChunks = pieces{1 << 20, 1 << 12}
	smallChunks = pieces{1 << 13, 1 << 9}
)

// portion is a run of places of a batch that lie near one another.
type portion struct {
	from   []orb.Point // of the chunk
	sorted []keyed     // numbers in from
	base   int         // number of from[0] in the batch
}

// number is that of the i-th place in the batch.
func (p *portion) number(i int) int { return p.base + int(p.sorted[i]&numberMask) }

// gather lists the places in their order. It is a loop of its own because then
// the processor fetches many at a time.
func (p *portion) gather(out []orb.Point) []orb.Point {
	out = out[:len(p.sorted)]
	for i, k := range p.sorted {
		out[i] = p.from[k&numberMask]
	}
	return out
}

// desk is where a goroutine lays out a portion.
type desk struct {
	places []orb.Point
	spaces []vec
}

func newDesk(size pieces) desk {
	return desk{make([]orb.Point, size.portion), make([]vec, size.portion)}
}

// lay gives the places of a portion in their order, also in space.
func (d *desk) lay(part portion) (places []orb.Point, at []vec) {
	places = part.gather(d.places)
	at = d.spaces[:len(places)]
	for i := range places {
		at[i] = toSpace(places[i])
	}
	return places, at
}

// run goes through the valid places. Each goroutine calls begin once and what
// that returns for each of its portions; chunk, if set, is called after each chunk,
// in order, with the numbers it covers. It ends early when ctx is done or
// chunk returns an error.
func (b *Batch) run(ctx context.Context, size pieces, begin func() func(portion), chunk func(first, end int) error) error {
	threads := b.Threads
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	workers := make([]func(portion), max(1, min(threads, len(b.From)/size.portion)))
	for i := range workers {
		workers[i] = begin()
	}
	most := min(size.chunk, len(b.From))
	list, spare := make([]keyed, most), make([]keyed, most)
	for first := 0; first < len(b.From); first += size.chunk {
		from := b.From[first:min(first+size.chunk, len(b.From))]
		sorted := sortPlaces(from, list, spare)
		if err := b.spread(ctx, workers, portion{from, sorted, first}, size.portion); err != nil {
			return err
		}
		if chunk != nil {
			if err := chunk(first, first+len(from)); err != nil {
				return err
			}
		}
	}
	if b.Progress != nil {
		b.Progress(len(b.From))
	}
	return ctx.Err()
}

// sortPlaces lists the valid places along the curve.
func sortPlaces(from []orb.Point, list, spare []keyed) []keyed {
	s := newScale(from)
	n := 0
	for i, p := range from {
		if geo.Valid(p) {
			list[n] = keyed(s.key(p)<<numberBits | uint64(i))
			n++
		}
	}
	return sortKeyed(list[:n], spare[:n])
}

// spread hands out the portions of a chunk.
func (b *Batch) spread(ctx context.Context, workers []func(portion), chunk portion, size int) error {
	var next atomic.Int64
	var reported sync.Mutex
	done := chunk.base
	work := func(ask func(portion)) {
		for ctx.Err() == nil {
			first := int(next.Add(int64(size))) - size
			if first >= len(chunk.sorted) {
				return
			}
			p := chunk
			p.sorted = chunk.sorted[first:min(first+size, len(chunk.sorted))]
			ask(p)
			if b.Progress != nil {
				reported.Lock()
				done += len(p.sorted)
				b.Progress(done)
				reported.Unlock()
			}
		}
	}
	if len(workers) == 1 {
		work(workers[0])
		return ctx.Err()
	}
	var wait sync.WaitGroup
	for _, w := range workers {
		wait.Go(func() { work(w) })
	}
	wait.Wait()
	return ctx.Err()
}
