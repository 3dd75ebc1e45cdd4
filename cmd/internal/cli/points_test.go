package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// BenchmarkPoints brings many points of CSV to a report with all outputs: 25
// communities, 3,000 facilities, one target of reach. There are 100,000 points
// unless FUGAI_POINTS gives another number; docs/performance.md quotes
// FUGAI_POINTS=10000000, which needs 6 GB of disk. Peak memory is that of the
// process.
func BenchmarkPoints(b *testing.B) {
	n := 100_000
	if s := os.Getenv("FUGAI_POINTS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil || n <= 0 {
			b.Fatalf("FUGAI_POINTS=%s is no number of points", s)
		}
	}
	dir := b.TempDir()
	if err := makePoints(dir, n); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var out, errs bytes.Buffer
		args := []string{"report", filepath.Join(dir, "study.yaml"), "--out", filepath.Join(dir, "out")}
		if code := Main(args, Streams{In: &bytes.Buffer{}, Out: &out, Err: &errs}); code != exitOK {
			b.Fatalf("exit %d: %s", code, errs.String())
		}
		b.Log(errs.String())
	}
	if mb := peakMB(); mb > 0 {
		b.ReportMetric(mb, "peak-MB")
	}
}

// makePoints writes the study: points and facilities at random in a frame of 80
// by 55 km.
func makePoints(dir string, n int) error {
	const west, south, wide, high, side = 113.7, 22.4, 0.8, 0.5, 5
	r := rand.New(rand.NewPCG(7, 7))
	place := func() (lon, lat float64) { return west + wide*r.Float64(), south + high*r.Float64() }
	for _, f := range []struct {
		name  string
		write func(w *bufio.Writer)
	}{
		{"study.yaml", func(w *bufio.Writer) {
			fmt.Fprint(w, "title: 点\nas_of: 2025-12-31\nareas: [{level: community, from: 社区.csv}]\nfacilities: [{kind: nursing_room, state: open, from: 设施.csv}]\n"+
				"demand: [{from: 点.csv, weights: {people: people}}]\ntargets:\n  - {id: reach, name: 可达, kind: nursing_room, reach: {group: people, within: [500, 1000], share: 90}}\n")
		}},
		{"社区.csv", func(w *bufio.Writer) {
			fmt.Fprintln(w, "code,name,wkt")
			for i := range side * side {
				x, y := west+wide/side*float64(i%side), south+high/side*float64(i/side)
				fmt.Fprintf(w, "440301001%03d,社区%d,\"POLYGON((%[3]f %[5]f,%[4]f %[5]f,%[4]f %[6]f,%[3]f %[6]f,%[3]f %[5]f))\"\n", i+1, i+1, x, x+wide/side, y, y+high/side)
			}
		}},
		{"设施.csv", func(w *bufio.Writer) {
			fmt.Fprintln(w, "id,name,lon,lat")
			for i := range 3000 {
				lon, lat := place()
				fmt.Fprintf(w, "F%d,服务站%d,%.6f,%.6f\n", i, i, lon, lat)
			}
		}},
		{"点.csv", func(w *bufio.Writer) {
			fmt.Fprintln(w, "id,lon,lat,people")
			for i := range n {
				lon, lat := place()
				fmt.Fprintf(w, "P%d,%.6f,%.6f,%d\n", i, lon, lat, 1+r.IntN(9))
			}
		}},
	} {
		if err := writeWith(filepath.Join(dir, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}

func writeWith(path string, write func(*bufio.Writer)) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	write(w)
	if err := w.Flush(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
