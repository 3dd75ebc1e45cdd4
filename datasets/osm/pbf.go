package osm

import (
	"bytes"
	"context"
	"runtime"
	"sync"
)

// pbf is a PBF file whose blobs are known.
type pbf struct {
	blobs []*blob
	total int // bytes, inflated
}

// openPBF walks the blobs of a file and checks its header.
func openPBF(data []byte) (*pbf, error) {
	blobs, total, err := listBlobs(data)
	if err != nil {
		return nil, err
	}
	p := &pbf{total: total}
	var f inflater
	for i := range blobs {
		b := &blobs[i]
		switch b.kind {
		case "OSMHeader":
			content, err := f.content(b)
			if err == nil {
				err = checkHeader(content)
			}
			if err != nil {
				return nil, located(err, b)
			}
		case "OSMData":
			p.blobs = append(p.blobs, b)
		}
	}
	return p, nil
}

// size is how many bytes have to be decoded.
func (p *pbf) size() int { return p.total }

// scan gives what the blobs hold in the order of the file.
func (p *pbf) scan(ctx context.Context, q *query, take func(*batch)) error {
	return scanBlobs(ctx, p.blobs, q, func(b *batch) bool {
		take(b)
		return true
	})
}

// scanBlobs decodes blobs on all cores and gives what they hold in their order,
// whatever the number of cores, until take is false. At most a few blobs a core
// are in memory at a time.
func scanBlobs(ctx context.Context, blobs []*blob, q *query, take func(*batch) bool) error {
	workers := min(runtime.GOMAXPROCS(0), len(blobs))
	if workers > 1 {
		return inParallel(ctx, blobs, q, take, workers)
	}
	d := newBlock(q)
	d.reserve(blobs)
	left := fileRoom(blobs)
	for _, blob := range blobs {
		b, err := d.read(ctx, blob)
		if err != nil {
			return err
		}
		if left -= b.weight; left < 0 {
			return located(crowded(), blob)
		}
		if !take(b) {
			return nil
		}
		d.foundScratch = b.found
	}
	return ctx.Err()
}

// decoded is what became of one blob.
type decoded struct {
	batch *batch
	blob  *blob
	err   error
}

// inParallel is scanBlobs with several workers: a blob's result goes into a
// channel of its own, and the channels stand in the order of the blobs.
func inParallel(ctx context.Context, blobs []*blob, q *query, take func(*batch) bool, workers int) error {
	ctx, stop := context.WithCancel(ctx)
	type job struct {
		blob *blob
		out  chan decoded
	}
	jobs := make(chan job)
	order := make(chan chan decoded, 2*workers)
	var group sync.WaitGroup
	defer group.Wait()
	defer stop()
	for range workers {
		group.Go(func() {
			d := newBlock(q)
			d.reserve(blobs)
			for j := range jobs {
				b, err := d.read(ctx, j.blob)
				j.out <- decoded{b, j.blob, err}
			}
		})
	}
	group.Go(func() {
		defer close(order)
		defer close(jobs)
		for _, b := range blobs {
			out := make(chan decoded, 1)
			select {
			case order <- out:
			case <-ctx.Done():
				return
			}
			jobs <- job{b, out} // the workers always come back for more
		}
	})
	left := fileRoom(blobs)
	for out := range order {
		r := <-out
		if r.err != nil {
			return r.err
		}
		if left -= r.batch.weight; left < 0 {
			return located(crowded(), r.blob)
		}
		if !take(r.batch) {
			return nil
		}
	}
	return ctx.Err()
}

// read inflates and decodes one blob.
func (d *block) read(ctx context.Context, b *blob) (*batch, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	content, err := d.content(b)
	if err != nil {
		return nil, located(err, b)
	}
	d.room = blobRoom + blobTimes*b.stored
	out, err := d.decode(content)
	if err != nil {
		return nil, located(err, b)
	}
	if d.query.again && out.counts.nodes > 0 && b.zlib != nil {
		b.raw, b.zlib = bytes.Clone(content), nil
	}
	return out, nil
}
