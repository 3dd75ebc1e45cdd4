package cli

import (
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"fugai/datasets"
	"fugai/internal/study"
	"fugai/output"
)

// barAfter is how long a run goes on before it shows a bar.
const barAfter = time.Second

// bar shows progress on a terminal once the work takes over a second. The
// zero value shows nothing.
type bar struct {
	out     io.Writer
	started time.Time
	bar     *progressbar.ProgressBar
}

// progress gives a bar if both streams are terminals and nobody asked for
// quiet.
func (a *app) progress() *bar {
	if a.quiet || a.noProgress || !isTerminal(a.Err) || !isTerminal(a.Out) {
		return &bar{}
	}
	return &bar{out: a.Err, started: time.Now()}
}

// step says that done of total steps are finished and what comes next.
func (b *bar) step(done, total int, what string) {
	if b.out == nil || time.Since(b.started) < barAfter {
		return
	}
	if b.bar == nil || b.bar.GetMax() != total {
		b.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(b.out), progressbar.OptionSetWidth(24),
			progressbar.OptionClearOnFinish(), progressbar.OptionShowCount())
	}
	b.bar.Describe(what)
	_ = b.bar.Set(done) // a bar that cannot be drawn is no reason to stop
}

// done takes the bar away.
func (b *bar) done() {
	if b.bar != nil {
		_ = b.bar.Clear()
	}
}

func runOptions(asOf datasets.Date, b *bar) study.Options {
	return study.Options{AsOf: asOf, Progress: b.step}
}

func isTerminal(w any) bool {
	if s, ok := w.(*stdout); ok {
		w = s.Writer
	}
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// terminal says how to write tables: colour only on a terminal that wants it.
func (a *app) terminal() output.TerminalOptions {
	return output.TerminalOptions{Lang: a.lang, Color: isTerminal(a.Out) && os.Getenv("NO_COLOR") == ""}
}
