package output

import (
	"fmt"
	"io"
	"strings"

	"fugai/datasets"
)

// shownExamples is how many examples of a finding the terminal shows; the
// report and the JSON form hold up to [datasets.MaxExamples].
const shownExamples = 3

// WriteQuality writes what was read from each layer, how its columns were
// understood, and what was noticed, errors first. An empty report says so.
func WriteQuality(w io.Writer, q *datasets.Quality, opts TerminalOptions) error {
	t := newTerminal(w, opts)
	for i := range q.Layers {
		t.layer(&q.Layers[i])
	}
	if len(q.Layers) == 0 {
		t.line("%s", t.say("没有图层", "no layers"))
	}
	t.findings(q.Findings)
	t.line("")
	t.quality(q, "")
	return t.err
}

// WriteFindings writes findings as [WriteQuality] does, errors first, and
// nothing where there are none.
func WriteFindings(w io.Writer, findings []datasets.Finding, opts TerminalOptions) error {
	t := newTerminal(w, opts)
	t.findings(findings)
	return t.err
}

// findings writes the findings, errors first.
func (t *terminal) findings(findings []datasets.Finding) {
	for _, s := range []datasets.Severity{datasets.SeverityError, datasets.SeverityWarning, datasets.SeverityNote} {
		for i := range findings {
			if findings[i].Severity == s {
				t.found(&findings[i])
			}
		}
	}
}

// layer writes one layer's counts and columns.
func (t *terminal) layer(l *datasets.LayerReport) {
	about := []string{l.Format}
	for _, s := range []string{l.Encoding, l.CRS} {
		if s != "" {
			about = append(about, s)
		}
	}
	t.line("%s  (%s)", plain(l.Layer), strings.Join(about, ", "))
	t.line("%s", fmt.Sprintf(t.say("  读入 %d，采用 %d，修复 %d，舍弃 %d", "  read %d, used %d, repaired %d, dropped %d"), l.Read, l.Used, l.Repaired, l.Dropped))
	var known, kept []string
	for _, c := range l.Columns {
		if c.Meaning == "" {
			kept = append(kept, plain(c.Column))
			continue
		}
		how := ""
		if c.By == "study" {
			how = t.say("（研究指定）", " (study)")
		}
		known = append(known, plain(c.Column)+" → "+c.Meaning+how)
	}
	if len(known) > 0 {
		t.line("%s%s", t.say("  列：", "  columns: "), strings.Join(known, t.say("，", ", ")))
	}
	if len(kept) > 0 {
		t.line("%s%s", t.say("  留作属性：", "  kept as attributes: "), strings.Join(kept, t.say("，", ", ")))
	}
}

// found writes one finding with its first examples and the next step.
func (t *terminal) found(f *datasets.Finding) {
	word := map[datasets.Severity]datasets.Text{
		datasets.SeverityError: datasets.T("错误", "error"), datasets.SeverityWarning: datasets.T("警告", "warning"), datasets.SeverityNote: datasets.T("说明", "note"),
	}[f.Severity]
	t.line("")
	t.line("%s  %s ×%d  %s  [%s]", word.In(t.opts.Lang), plain(f.Layer), f.Count, plain(f.Text.In(t.opts.Lang)), f.Rule)
	for _, e := range f.Examples[:min(len(f.Examples), shownExamples)] {
		t.line("    %s", plain(strings.TrimSpace(e.Ref.In(t.opts.Lang)+"  "+e.Text.In(t.opts.Lang))))
	}
	if n := f.Count - shownExamples; n > 0 && len(f.Examples) > shownExamples {
		t.line("%s", fmt.Sprintf(t.say("    还有 %d 处", "    %d more"), n))
	}
	if h := f.Hint.In(t.opts.Lang); h != "" {
		t.line("    → %s", plain(h))
	}
}
