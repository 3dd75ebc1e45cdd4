package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"fugai/datasets"
	"fugai/internal/study"
	"fugai/output"
)

// How long a run goes on before it shows a bar, and before it writes lines
// where there is no terminal: a script that is done soon stays silent.
const (
	barAfter   = time.Second
	linesAfter = 10 * time.Second
)

// bar shows progress once the work takes a while: a bar on a terminal, else a
// line a step. The zero value shows nothing.
type bar struct {
	out     io.Writer
	lang    datasets.Lang
	started time.Time
	lines   bool
	stage   string
	bar     *progressbar.ProgressBar
}

// progress gives a bar if both streams are terminals, lines if messages go
// elsewhere, and nothing if nobody wants them.
func (a *app) progress() *bar {
	if a.quiet || a.noProgress {
		return &bar{}
	}
	return &bar{out: a.Err, lang: a.lang, started: time.Now(), lines: !isTerminal(a.Err) || !isTerminal(a.Out)}
}

// stages are the words for what a run does.
var stages = map[study.Stage]datasets.Text{
	study.Reading: datasets.T("读取", "read"), study.Linking: datasets.T("关联", "link"), study.Measuring: datasets.T("计算", "measure"),
	study.Streets: datasets.T("路网", "streets"), study.Siting: datasets.T("选址", "site"),
}

// step says what a run does next.
func (b *bar) step(s study.Step) { b.show(stages[s.Stage], s.Done, s.Total, s.What) }

// writing says which file comes next.
func (b *bar) writing(done, total int, file string) {
	if file != "" {
		b.show(datasets.T("写出", "write"), done, total, file)
	}
}

// show says that done of total steps of a stage are finished and what comes next.
func (b *bar) show(stage datasets.Text, done, total int, what string) {
	if b.out == nil {
		return
	}
	word, gone := stage.In(b.lang), time.Since(b.started)
	if b.lines {
		if gone >= linesAfter {
			_, _ = fmt.Fprintf(b.out, "%4.0f s  %s %d/%d  %s\n", gone.Seconds(), word, done, total, what)
		}
		return
	}
	if gone < barAfter {
		return
	}
	if b.bar == nil || b.stage != word {
		b.done()
		b.stage = word
		b.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(b.out), progressbar.OptionSetWidth(24),
			progressbar.OptionClearOnFinish(), progressbar.OptionShowCount())
	}
	b.bar.Describe(word + " " + what)
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
