package paths

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// portion is how many numbers a goroutine takes at a time.
const portion = 64

// each calls what begin returns, once for every number below n, from as many
// goroutines as there are threads. Each of these, numbered from 0, calls begin
// once. It ends early when ctx is done.
func each(ctx context.Context, n, threads int, begin func(worker int) func(i int)) error {
	threads = workers(threads, n)
	var next atomic.Int64
	work := func(worker int) {
		do := begin(worker)
		for ctx.Err() == nil {
			first := int(next.Add(portion)) - portion
			if first >= n {
				return
			}
			for i := first; i < min(first+portion, n); i++ {
				do(i)
			}
		}
	}
	if threads == 1 {
		work(0)
		return ctx.Err()
	}
	var wait sync.WaitGroup
	for worker := range threads {
		wait.Go(func() { work(worker) })
	}
	wait.Wait()
	return ctx.Err()
}

// workers is how many goroutines go through n numbers, at least 1.
func workers(threads, n int) int {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	return max(1, min(threads, (n+portion-1)/portion))
}
