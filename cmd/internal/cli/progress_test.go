package cli

import (
	"bytes"
	"testing"
	"time"

	"fugai/datasets"
	"fugai/internal/study"
)

// TestProgressLines: away from a terminal a long run writes a line a step, a
// short one nothing, and nobody who asked for quiet gets any.
func TestProgressLines(t *testing.T) {
	for _, c := range []struct {
		name              string
		gone              time.Duration
		quiet, noProgress bool
		want              string
	}{
		{name: "long", gone: 12 * time.Second, want: "  12 s  读取 1/3  村.csv\n  12 s  写出 0/7  report.html\n"},
		{name: "short", gone: 3 * time.Second},
		{name: "quiet", gone: time.Hour, quiet: true},
		{name: "no progress", gone: time.Hour, noProgress: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, err bytes.Buffer
			a := &app{Streams: Streams{Out: &out, Err: &err}, lang: datasets.ZH, quiet: c.quiet, noProgress: c.noProgress}
			b := a.progress()
			b.started = time.Now().Add(-c.gone)
			b.step(study.Step{Stage: study.Reading, Done: 1, Total: 3, What: "村.csv"})
			b.writing(0, 7, "report.html")
			b.writing(7, 7, "")
			b.done()
			if got := err.String() + out.String(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
