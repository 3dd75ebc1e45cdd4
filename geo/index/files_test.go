package index

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
)

// BenchmarkFiles answers the questions of the yardstick from its data files,
// fac.f64, demand.f64, pip.f64, poly.f64 and poly.u32 in the folder FUGAI_BENCH,
// and prints for each a JSON line like those of the other programs there:
//
//	go test -c -o index.test ./geo/index
//	FUGAI_BENCH=data GOMAXPROCS=1 ./index.test -test.run '^$' -test.benchtime 1x -test.bench 'Files/knn1$'
//
// Sums are of distances on the sphere, which is what the others add up, over
// the neighbours by the geodesic.
func BenchmarkFiles(b *testing.B) {
	dir := os.Getenv("FUGAI_BENCH")
	if dir == "" {
		b.Skip("FUGAI_BENCH is not set")
	}
	ctx := context.Background()
	facilities := func(b *testing.B, ask func(p *Points, from Batch) func() map[string]any) {
		at, demand := readPoints(b, dir, "fac.f64"), readPoints(b, dir, "demand.f64")
		for b.Loop() {
			var p *Points
			var check func() map[string]any
			m := measurement{Items: len(demand), Build: seconds(func() { p = NewPoints(at) })}
			m.Seconds = seconds(func() { check = ask(p, Batch{From: demand}) })
			m.Check = check()
			m.print(b)
		}
	}
	b.Run("knn1", func(b *testing.B) {
		facilities(b, func(p *Points, from Batch) func() map[string]any {
			hits, err := p.NearestEach(ctx, from)
			return func() map[string]any { return onSphere(b, p, from.From, err, hits...) }
		})
	})
	b.Run("knn5", func(b *testing.B) {
		facilities(b, func(p *Points, from Batch) func() map[string]any {
			hits, err := p.NearestKEach(ctx, from, 5)
			return func() map[string]any { return onSphere(b, p, from.From, err, hits...) }
		})
	})
	b.Run("within1km", func(b *testing.B) {
		facilities(b, func(p *Points, from Batch) func() map[string]any {
			counts, err := p.CountEach(ctx, from, 1000)
			return func() map[string]any {
				sum := 0
				for _, c := range counts {
					sum += c
				}
				return map[string]any{"pairs": sum, "max": slices.Max(counts), "error": err}
			}
		})
	})
	b.Run("pip", func(b *testing.B) {
		places, geoms := readPoints(b, dir, "pip.f64"), readPolygons(b, dir)
		for b.Loop() {
			var p *Polygons
			var l *Located
			var err error
			m := measurement{Items: len(places), Build: seconds(func() { p = NewPolygons(geoms) })}
			m.Seconds = seconds(func() { l, err = p.Locate(ctx, Batch{From: places}) })
			pairs, sum := 0, 0
			for i := range places {
				for _, k := range l.At(i) {
					pairs++
					sum += int(k)
				}
			}
			m.Check = map[string]any{"pairs": pairs, "sum_id": sum, "error": err}
			m.print(b)
		}
	})
}

// onSphere adds up distances to neighbours on the sphere. Either every hit is
// the list of one place, or hits are one a place.
func onSphere[H Hit | []Hit](b *testing.B, p *Points, from []orb.Point, err error, hits ...H) map[string]any {
	if err != nil {
		b.Fatal(err)
	}
	const radius = 6371008.8
	sum, most := 0.0, 0.0
	for i, h := range hits {
		list, one := any(h).([]Hit)
		if !one {
			list = []Hit{any(h).(Hit)}
		}
		for _, hit := range list {
			d := orbgeo.DistanceHaversine(from[i], p.at[hit.Index]) * radius / orb.EarthRadius
			sum += d
			most = max(most, d)
		}
	}
	return map[string]any{"sum_km": math.Round(sum) / 1000, "max_m": math.Round(most*100) / 100}
}

// measurement is a line of the yardstick.
type measurement struct {
	Workload string         `json:"workload"`
	Peer     string         `json:"peer"`
	Threads  int            `json:"threads"`
	Build    float64        `json:"build_s"`
	Seconds  float64        `json:"seconds"`
	Items    int            `json:"items"`
	Check    map[string]any `json:"check"`
}

func (m measurement) print(b *testing.B) {
	m.Workload, m.Peer, m.Threads = filepath.Base(b.Name()), "fugai", runtime.GOMAXPROCS(0)
	line, err := json.Marshal(m)
	if err != nil {
		b.Fatal(err)
	}
	fmt.Printf("\n%s\n", line)
}

func seconds(do func()) float64 {
	start := time.Now()
	do()
	return time.Since(start).Seconds()
}

// readPolygons reads rings with the numbers of their first points.
func readPolygons(b *testing.B, dir string) (out []orb.Geometry) {
	points := readPoints(b, dir, "poly.f64")
	raw, err := os.ReadFile(filepath.Join(dir, "poly.u32"))
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; i+8 <= len(raw); i += 4 {
		first, end := binary.LittleEndian.Uint32(raw[i:]), binary.LittleEndian.Uint32(raw[i+4:])
		out = append(out, orb.Polygon{points[first:end]})
	}
	return out
}

func readPoints(b *testing.B, dir, name string) []orb.Point {
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		b.Fatal(err)
	}
	out := make([]orb.Point, len(raw)/16)
	for i := range out {
		for k := range 2 {
			out[i][k] = math.Float64frombits(binary.LittleEndian.Uint64(raw[16*i+8*k:]))
		}
	}
	return out
}
