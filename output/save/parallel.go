package save

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"fugai/coverage"
)

// sideBySide is how many files are written at once: each takes memory of its
// own, and most of them keep one core busy.
const sideBySide = 3

var errPanicked = errors.New("another writer panicked")

// writeAll writes every format into the stage, several side by side, and gives
// their digests in the order of the formats. They do not look at each other, so
// the order in which they end makes no difference. Once one fails the others
// are stopped, and its error is given.
func (s *saver) writeAll(ctx context.Context, st *stage, formats []format, r *coverage.Result, progress func(int, int, string)) ([]Digest, error) {
	paths := make([]string, len(formats))
	for i, f := range formats {
		paths[i] = st.add(f.file)
	}
	inner, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	outputs := make([]Digest, len(formats))
	var mu sync.Mutex // guards what follows and the calls of progress
	next, done := 0, 0
	var panicked any
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next == len(formats) || inner.Err() != nil {
			return 0, false
		}
		progress(done, len(formats)+1, formats[next].file)
		next++
		return next - 1, true
	}
	var wg sync.WaitGroup
	for range min(sideBySide, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil { // carried to the caller, who tidies up
					mu.Lock()
					defer mu.Unlock()
					panicked = p
					stop(errPanicked)
				}
			}()
			for i, ok := take(); ok; i, ok = take() {
				var err error
				if outputs[i], err = s.writeOne(inner, formats[i], paths[i], r); err != nil {
					stop(s.failed(ctx, st, formats[i].file, err)) // the first one stays
					return
				}
				mu.Lock()
				done++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if panicked != nil {
		panic(panicked)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return outputs, context.Cause(inner)
}

// writeOne writes a file, makes sure that it stands on the disk, and sums it up.
func (s *saver) writeOne(ctx context.Context, f format, path string, r *coverage.Result) (Digest, error) {
	if err := f.write(ctx, path, r, s.opts); err != nil {
		return Digest{}, err
	}
	if err := syncFile(path); err != nil {
		return Digest{}, err
	}
	return DigestOf(ctx, path, f.file)
}
