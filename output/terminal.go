package output

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"fugai/coverage"
	"fugai/datasets"
)

// TerminalOptions are the choices of a view on the terminal. The zero value
// writes Chinese without colour, as wide as it comes.
type TerminalOptions struct {
	Lang  datasets.Lang
	Color bool // colour statuses; their mark and word stand in any case
	Width int  // columns of the terminal; 0: lines are not broken
}

// namedMissing is how many missing things of one target the summary names.
const namedMissing = 5

// narrowest is the least width of a column that gives way to the others.
const narrowest = 10

// terminal writes lines and keeps the first error.
type terminal struct {
	w    io.Writer
	opts TerminalOptions
	err  error
}

// WriteSummary writes what a planner wants to know first: which targets are
// met and which are not, what is missing by name, how the data were, and
// whether they are made up. Text from the data cannot steer the terminal.
func WriteSummary(w io.Writer, r *coverage.Result, opts TerminalOptions) error {
	t := newTerminal(w, opts)
	t.line("%s", plain(r.Title.In(t.opts.Lang)))
	t.line("%s%s", t.say("截至 ", "As of "), r.AsOf.In(t.opts.Lang))
	t.units(r)
	if len(r.Targets) > 0 {
		t.line("")
		t.targets(r)
	}
	t.missing(r)
	t.line("")
	t.quality(&r.Quality, t.say("（fugai check 列出）", " (fugai check lists them)"))
	if r.Made {
		t.line("%s", MadeNote().In(t.opts.Lang))
	}
	return t.err
}

// WriteGapsTable writes, for each target, what it misses as a table: unit,
// code, parent, need, distance to the nearest facility and what would close it.
func WriteGapsTable(w io.Writer, r *coverage.Result, opts TerminalOptions) error {
	t := newTerminal(w, opts)
	for i := range r.Targets {
		l := &r.Targets[i]
		if i > 0 {
			t.line("")
		}
		t.line("%s  %s", t.status(l.Status), plain(l.Name.In(t.opts.Lang)))
		t.line("%s", fmt.Sprintf(t.say("数值 %s；目标 %s", "value %s; goal %s"), Value(l).In(t.opts.Lang), Goal(l).In(t.opts.Lang)))
		t.way(l)
		if s := CatchmentsText(l.Catchments).In(t.opts.Lang); s != "" {
			t.line("  %s", s)
		}
		switch {
		case len(l.Missing) > 0:
			t.gaps(l)
		case l.Status == coverage.NotMeasurable:
			t.line("%s", plain(l.Why.In(t.opts.Lang)))
		default:
			t.line("%s", t.say("没有缺口", "nothing is missing"))
		}
	}
	if len(r.Targets) == 0 {
		t.line("%s", t.say("研究文件中没有目标", "the study has no targets"))
	}
	if r.Made {
		t.line("")
		t.line("%s", MadeNote().In(t.opts.Lang))
	}
	return t.err
}

func newTerminal(w io.Writer, opts TerminalOptions) *terminal {
	if opts.Lang == "" {
		opts.Lang = datasets.ZH
	}
	return &terminal{w: w, opts: opts}
}

func (t *terminal) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format+"\n", args...)
	}
}

func (t *terminal) say(zh, en string) string { return datasets.Text{ZH: zh, EN: en}.In(t.opts.Lang) }

func (t *terminal) label(words map[string]datasets.Text, id string) string {
	if w, ok := words[id]; ok && !w.IsZero() {
		return plain(w.In(t.opts.Lang))
	}
	return plain(id)
}

// units counts the units of each level, with what the study expects where
// that is another number.
func (t *terminal) units(r *coverage.Result) {
	var parts []string
	for _, l := range r.Levels {
		s := fmt.Sprintf("%s %d", t.label(r.Labels.Levels, l.Level), l.Count)
		if l.Expect > 0 && l.Expect != l.Count {
			s += fmt.Sprintf(t.say("（应有 %d）", " (%d expected)"), l.Expect)
		}
		parts = append(parts, s)
	}
	if len(parts) > 0 {
		t.line("%s%s", t.say("单元：", "Units: "), strings.Join(parts, t.say("，", ", ")))
	}
	parts = nil
	for _, k := range r.Kinds {
		parts = append(parts, fmt.Sprintf(t.say("%[1]s 在用 %[2]d（共 %[3]d 条记录）", "%[1]s %[2]d in service (%[3]d on record)"), t.label(r.Labels.Kinds, k.Kind), k.InService, k.Total))
	}
	if len(parts) > 0 {
		t.line("%s%s", t.say("设施：", "Facilities: "), strings.Join(parts, t.say("，", ", ")))
	}
}

// status is the mark and the word, in colour where that is wanted.
func (t *terminal) status(s coverage.Status) string {
	word := StatusMark(s) + " " + StatusText(s).In(t.opts.Lang)
	if !t.opts.Color {
		return word
	}
	// SGR numbers of ECMA-48: 1 bold, 31 red, 33 yellow, 36 cyan, 2 faint.
	code := map[coverage.Status]string{coverage.Met: "1;36", coverage.OnTrack: "36", coverage.Behind: "33", coverage.Missed: "1;31"}[s]
	if code == "" {
		code = "2"
	}
	return "\x1b[" + code + "m" + word + "\x1b[0m"
}

func (t *terminal) targets(r *coverage.Result) {
	head := []string{t.say("状态", "Status"), t.say("目标", "Target"), t.say("数值", "Value"), t.say("目标值", "Goal"), t.say("期限", "Deadline"), t.say("缺口", "Missing")}
	var rows [][]string
	for i := range r.Targets {
		l := &r.Targets[i]
		by := l.By.String()
		if by == "" {
			by = "–"
		}
		rows = append(rows, []string{t.status(l.Status), plain(l.Name.In(t.opts.Lang)), Value(l).In(t.opts.Lang), Goal(l).In(t.opts.Lang), by, fmt.Sprint(Lacking(l))})
	}
	t.table(head, rows, []int{1, 2, 3, 0}, 2, 3, 5)
}

// way says how a reach target's costs are counted, what each threshold reaches,
// and what is not on the network.
func (t *terminal) way(l *coverage.Ledger) {
	if !ByWay(l) {
		return
	}
	about := l.Way.Name.In(t.opts.Lang)
	if note := l.Way.Note.In(t.opts.Lang); note != "" {
		about += t.say("：", ": ") + note
	}
	t.line("%s", plain(about))
	for i := range l.Thresholds {
		th := &l.Thresholds[i]
		s := fmt.Sprintf(t.say("%[1]s：%[2]s / %[3]s 人（%[4]s %%）", "%[1]s: %[2]s of %[3]s people (%[4]s %%)"),
			Within(th).In(t.opts.Lang), Number(th.Numerator, 0), Number(th.Denominator, 0), Number(th.Value, 2))
		if th.AreaKM2 > 0 {
			s += t.say("，", ", ") + Number(th.AreaKM2, 1) + " km²"
		}
		t.line("  %s", s)
	}
	if s := OffStreetText(l.OffStreet).In(t.opts.Lang); s != "" {
		t.line("  %s", s)
	}
}

func (t *terminal) gaps(l *coverage.Ledger) {
	head := []string{t.say("名称", "Name"), t.say("代码", "Code"), t.say("上级", "Parent"), t.say("尚缺", "Need"), NearestHead(l).In(t.opts.Lang), t.say("补齐办法", "What would close it")}
	var rows [][]string
	for _, g := range l.Missing {
		rows = append(rows, []string{plain(nameOf(g)), plain(g.Code), plain(g.Parent), Number(g.Need, 1), NearestText(l, g.Nearest, g.Cost).In(t.opts.Lang), plain(g.Text.In(t.opts.Lang))})
	}
	t.table(head, rows, []int{5, 0, 2}, 3, 4)
}

// table writes rows under a header. Where they are wider than the terminal,
// the columns of yields wrap, the first ones first. right lists the columns of
// numbers.
func (t *terminal) table(head []string, rows [][]string, yields []int, right ...int) {
	w := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	w.SetStyle(style)
	w.AppendHeader(cellsOf(head))
	width := make([]int, len(head))
	for i, h := range head {
		width[i] = text.StringWidthWithoutEscSequences(h)
	}
	for _, row := range rows {
		w.AppendRow(cellsOf(row))
		for i, c := range row {
			width[i] = max(width[i], text.StringWidthWithoutEscSequences(c))
		}
	}
	over := 1 - t.opts.Width // each column has a border and a space on both sides
	configs := make([]table.ColumnConfig, len(head))
	for i, n := range width {
		over += n + 3
		configs[i].Number = i + 1
	}
	for _, i := range right {
		configs[i].Align = text.AlignRight
	}
	for _, i := range yields {
		if t.opts.Width > 0 && over > 0 && width[i] > narrowest {
			room := max(narrowest, width[i]-over)
			room -= room % 2 // a wide character would stick out of an odd width
			over -= width[i] - room
			configs[i].WidthMax, configs[i].WidthMaxEnforcer = room, text.WrapSoft
		}
	}
	w.SetColumnConfigs(configs)
	t.line("%s", w.Render())
}

func cellsOf(row []string) table.Row {
	cells := make(table.Row, len(row))
	for i, c := range row {
		cells[i] = c
	}
	return cells
}

// missing names the first missing things of each target.
func (t *terminal) missing(r *coverage.Result) {
	first := true
	for i := range r.Targets {
		l := &r.Targets[i]
		if len(l.Missing) == 0 {
			continue
		}
		if first {
			t.line("")
			t.line("%s", t.say("缺口", "What is missing"))
			first = false
		}
		var names []string
		for _, g := range l.Missing[:min(len(l.Missing), namedMissing)] {
			names = append(names, plain(nameOf(g)))
		}
		s := strings.Join(names, t.say("、", ", "))
		if more := len(l.Missing) - namedMissing; more > 0 {
			s += fmt.Sprintf(t.say("……另有 %d 处", " … and %d more"), more)
		}
		t.line("  %s%s%s", plain(l.Name.In(t.opts.Lang)), t.say("：", ": "), s)
	}
	if !first {
		t.line("  %s", t.say("全部名单：fugai gaps", "all of them: fugai gaps"))
	}
}

func nameOf(g coverage.Gap) string {
	if g.Name == "" {
		return g.ID
	}
	return g.Name
}

// quality is one line on how the data were; more says where they are listed.
func (t *terminal) quality(q *datasets.Quality, more string) {
	errors, warnings, notes := q.Count(datasets.SeverityError), q.Count(datasets.SeverityWarning), q.Count(datasets.SeverityNote)
	switch {
	case errors > 0:
		t.line(t.say("数据质量：错误 %d 项，警告 %d 项，说明 %d 项%s", "Data quality: errors %d, warnings %d, notes %d%s"), errors, warnings, notes, more)
	case warnings+notes > 0:
		t.line(t.say("数据质量：警告 %d 项，说明 %d 项%s", "Data quality: warnings %d, notes %d%s"), warnings, notes, more)
	default:
		t.line("%s", t.say("数据质量：没有发现问题", "Data quality: nothing was found"))
	}
}

// plain makes a text from the data safe to print: what could move the cursor,
// colour the screen or reverse the reading order becomes a space.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
