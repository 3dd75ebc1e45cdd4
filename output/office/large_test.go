package office_test

import (
	"context"
	"fmt"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output/office"
)

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// large has n facilities.
func large(n int) *coverage.Result {
	r := &coverage.Result{AsOf: datasets.Date{Year: 2025, Month: 12, Day: 31}, Facilities: make([]coverage.Facility, n)}
	for i := range r.Facilities {
		r.Facilities[i] = coverage.Facility{State: datasets.Open, InService: true, Facility: datasets.Facility{ID: fmt.Sprintf("F%06d", i), Name: fmt.Sprintf("母婴室 %d 号", i),
			Kind: "nursing_room", Point: &orb.Point{114 + float64(i)/1e6, 22.7}, PlacedBy: "coordinates", Life: []datasets.Event{{State: datasets.Open, At: datasets.Date{Year: 2024, Month: 3, Day: 5}}}}}
	}
	return r
}

// liveHeap is what the last collection found in use, in bytes.
func liveHeap() uint64 {
	m := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(m)
	return m[0].Value.Uint64()
}

// watchHeap samples the live heap until the function it gives is called, which
// returns the greatest size seen.
func watchHeap() func() uint64 {
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		top := uint64(0)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			top = max(top, liveHeap())
			select {
			case <-stop:
				done <- top
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 {
		close(stop)
		return <-done
	}
}

func BenchmarkWriteXLSX(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := large(n)
			dir := b.TempDir()
			b.ReportAllocs()
			for b.Loop() {
				var c counter
				if err := office.WriteXLSX(context.Background(), &c, r, office.Options{TempDir: dir}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
