package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"fugai/internal/testkit"
)

// BenchmarkNational brings the made national study to a report, from files to
// files. It is a twentieth of the country unless FUGAI_NATIONAL gives another
// share; docs/performance.md quotes FUGAI_NATIONAL=1. Peak memory is that of
// the process, the making of the study included.
func BenchmarkNational(b *testing.B) {
	share := 0.05
	if s := os.Getenv("FUGAI_NATIONAL"); s != "" {
		var err error
		if share, err = strconv.ParseFloat(s, 64); err != nil || share <= 0 || share > 1 {
			b.Fatalf("FUGAI_NATIONAL=%s is no share from 0 to 1", s)
		}
	}
	dir := b.TempDir()
	if err := testkit.National(dir, share); err != nil {
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

// peakMB is the largest resident size of this process so far; 0 where the
// system does not say.
func peakMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		return 0
	}
	kb, _ := strconv.Atoi(string(m[1]))
	return float64(kb) / 1024
}
