//go:build unix

package paths

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"fugai/geo/network"
)

// BenchmarkFiles answers the questions of the yardstick on one of its graph
// files, FUGAI_BENCH, laid side by side FUGAI_BENCH_COPIES times, and prints
// for each a JSON line like those of the other programs there. Seconds are
// those of the processor, of all goroutines.
//
//	go test -c -o paths.test ./geo/network/paths
//	FUGAI_BENCH=malta.csr GOMAXPROCS=1 ./paths.test -test.run '^$' -test.benchtime 1x -test.bench 'Files/nearest$'
func BenchmarkFiles(b *testing.B) {
	path := os.Getenv("FUGAI_BENCH")
	if path == "" {
		b.Skip("FUGAI_BENCH is not set")
	}
	copies, _ := strconv.Atoi(os.Getenv("FUGAI_BENCH_COPIES"))
	var y *yardstick
	built := seconds(func() { y = fold(readCSR(b, path, max(1, copies))) })
	ctx := context.Background()
	some := func(count int) []network.Location {
		var list []network.Location
		for _, v := range pick(len(y.at), count) {
			list = append(list, y.at[v])
		}
		return list
	}
	ask := func(name string, question func() (items int, check map[string]any, err error)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				m := measurement{Build: built, Check: map[string]any{}}
				var check map[string]any
				var err error
				for times := 1.0; m.Seconds*times < 0.3; times *= 4 { // the clock ticks in milliseconds
					m.Seconds = seconds(func() {
						for range int(times) {
							m.Items, check, err = question()
						}
					}) / times
				}
				if err != nil {
					b.Fatal(err)
				}
				m.Check["nodes"], m.Check["junctions"] = len(y.at), len(y.g.Nodes)
				for k, v := range check {
					m.Check[k] = v
				}
				m.print(b)
			}
		})
	}
	sites := some(2000)
	ask("nearest", func() (int, map[string]any, error) {
		hits, err := Nearest(ctx, y.g, Ends{y.at, sites}, Options{})
		sum, n := 0.0, 0
		for _, h := range hits {
			if h.Site >= 0 {
				sum, n = sum+float64(h.Cost), n+1
			}
		}
		return n, map[string]any{"sum_km": math.Round(sum / 1e6)}, err
	})
	count := func(places []network.Location) func() (int, map[string]any, error) {
		return func() (int, map[string]any, error) {
			counts, err := CountWithin(ctx, y.g, Ends{places, y.at}, Options{Cutoff: 1_200_000})
			pairs := 0
			for _, c := range counts {
				pairs += c
			}
			return pairs, map[string]any{"pairs": pairs}, err
		}
	}
	ask("bounded", count(some(20000)))
	ask("aggregate", count(y.at))
	ask("within", func() (int, map[string]any, error) {
		pairs := 0
		err := Within(ctx, y.g, Ends{y.at, some(2000)}, Options{Cutoff: 1_200_000}, func(_ int, row []Hit) error {
			pairs += len(row)
			return nil
		})
		return pairs, nil, err
	})
	sum := func(m *Matrix, err error) (int, map[string]any, error) {
		if err != nil {
			return 0, nil, err
		}
		sum := uint64(0)
		for _, c := range m.Costs {
			if c != network.Never {
				sum += uint64(c)
			}
		}
		return len(m.Costs), map[string]any{"sum": sum}, nil
	}
	ask("m2m_1000x2000", func() (int, map[string]any, error) {
		return sum(plainTable(ctx, y.g, Ends{some(1000), some(2000)}, Options{}))
	})
	var h *hierarchy
	ask("ch.build", func() (items int, check map[string]any, err error) {
		h, err = newHierarchy(ctx, y.g, math.MaxInt64)
		return len(y.at), map[string]any{"passages": len(h.up.to) + len(h.down.to)}, err
	})
	ask("table_1000x2000", func() (int, map[string]any, error) {
		return sum(Table(ctx, y.g, Ends{some(1000), some(2000)}, Options{}))
	})
	ask("ch.m2m_1000x2000", func() (int, map[string]any, error) {
		return sum(h.table(ctx, Ends{some(1000), some(2000)}, Options{}))
	})
}

// measurement is a line of the yardstick.
type measurement struct {
	Workload string         `json:"workload"`
	Peer     string         `json:"peer"`
	Threads  int            `json:"threads"`
	Build    float64        `json:"build_s"`
	Seconds  float64        `json:"seconds"`
	Items    int            `json:"items"`
	Rate     float64        `json:"items_per_s"`
	Peak     float64        `json:"peak_mb"`
	Check    map[string]any `json:"check"`
}

func (m measurement) print(b *testing.B) {
	m.Workload, m.Peer, m.Threads = filepath.Base(b.Name()), "fugai", runtime.GOMAXPROCS(0)
	m.Rate = math.Round(float64(m.Items) / m.Seconds)
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) == nil {
		m.Peak = float64(use.Maxrss / 1024)
	}
	line, err := json.Marshal(m)
	if err != nil {
		b.Fatal(err)
	}
	fmt.Printf("\n%s\n", line)
}

// seconds is the time of the processor, in user mode, that something takes.
func seconds(do func()) float64 {
	start := userTime()
	do()
	return (userTime() - start).Seconds()
}

func userTime() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano())
}
