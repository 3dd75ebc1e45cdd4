package html

import (
	"context"
	"html/template"
	"slices"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// page is all that the templates show.
type page struct {
	Lang          datasets.Lang
	Policy        string
	Style         template.CSS
	Script        template.JS
	Title         datasets.Text
	AsOf          datasets.Text
	MadeNote      *datasets.Text
	Notes         []datasets.Text
	Verdict       datasets.Text
	Cards         []card
	Figures       []figure
	Todos         []todo
	Done          []todo
	DataNote      *datasets.Text
	Ledger        *table
	Shapes        []*shape
	Hatches       []hatch
	Targets       []*targetView
	Wheres        []where // a line for each choice of sites
	Sitings       []*sitingView
	Compared      *sitingCompare
	Stock, Levels *table
	Quality       qualityView
	Assumed       []datasets.Text
	MapNote       datasets.Text
	Schema        string
}

// card counts the targets of one status.
type card struct {
	Badge badge
	N     int
}

// figure is one number of the stock strip.
type figure struct {
	Value string
	Word  datasets.Text
}

// todo is one target's line on the first screen.
type todo struct {
	Link    string
	Badge   badge
	Name    datasets.Text
	Finding datasets.Text
	Next    datasets.Text
	By      datasets.Date
	ByText  datasets.Text
}

func newPage(ctx context.Context, r *coverage.Result, lang datasets.Lang) (*page, error) {
	c := newReport(r, lang)
	p := &page{
		Lang: lang, Title: r.Title, AsOf: dateText(r.AsOf), Notes: r.Notes, Assumed: r.Assumed,
		MapNote: output.MapNote(), Schema: r.Schema,
	}
	if p.Title.IsZero() {
		p.Title = datasets.T("设施覆盖评估报告", "Facility coverage report")
	}
	if r.Made {
		note := output.MadeNote()
		p.MadeNote = &note
	}
	for i := range r.Targets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p.Targets = append(p.Targets, newTarget(c, &r.Targets[i], i+1))
	}
	for i := range r.Sitings {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p.Sitings = append(p.Sitings, newSiting(c, &r.Sitings[i], i+1))
	}
	p.Wheres, p.Compared = sitingTodos(r), newSitingCompare(r)
	p.Cards, p.Verdict = cards(r), verdict(r)
	p.Figures = figures(r)
	p.Todos, p.Done = todos(c)
	p.DataNote = dataNote(r)
	p.Ledger = ledgerTable(r)
	p.Stock, p.Levels = stockTable(r), levelTable(r)
	p.Quality = newQuality(r)
	p.Shapes, p.Hatches = c.atlas.Used, c.hatches
	return p, nil
}

func newBadge(s coverage.Status) badge {
	color := output.StatusColor(s)
	return badge{Status: string(s), Mark: output.StatusMark(s), Word: output.StatusText(s), Color: color, Ink: inkOn(color)}
}

// statusCount is how many targets have a status.
func statusCount(r *coverage.Result, s coverage.Status) int {
	n := 0
	for i := range r.Targets {
		if r.Targets[i].Status == s {
			n++
		}
	}
	return n
}

// cards lists the statuses that occur, those that need attention first.
func cards(r *coverage.Result) []card {
	var out []card
	for _, s := range attention {
		if n := statusCount(r, s); n > 0 {
			out = append(out, card{newBadge(s), n})
		}
	}
	return out
}

// attention orders statuses as a planner works through them.
var attention = [...]coverage.Status{
	coverage.Missed, coverage.Behind, coverage.NotMeasurable, coverage.OnTrack, coverage.Met, coverage.Counted,
}

// verdict is the headline of the page.
func verdict(r *coverage.Result) datasets.Text {
	switch {
	case len(r.Targets) == 0 && len(r.Sitings) > 0:
		return datasets.T("研究没有设定目标，本报告回答选址问题：%d 个。", "The study sets no targets; this report answers where next, questions: %d.", len(r.Sitings))
	case len(r.Targets) == 0:
		return datasets.T("研究没有设定目标，本报告只列存量与数据质量。", "The study sets no targets; this report lists stock and data quality only.")
	}
	var parts []datasets.Text
	for _, s := range [...]coverage.Status{coverage.Met, coverage.Missed, coverage.Behind, coverage.OnTrack, coverage.NotMeasurable, coverage.Counted} {
		if n := statusCount(r, s); n > 0 {
			parts = append(parts, datasets.T("%[1]d 项%[2]s", "%[1]d %[2]s", n, output.StatusText(s)))
		}
	}
	return datasets.T("%[1]d 项目标：%[2]s。", "%[1]d targets: %[2]s.", len(r.Targets), list(parts))
}

// figures is the stock strip: units by level, facilities, people.
func figures(r *coverage.Result) []figure {
	var out []figure
	total, service := 0, 0
	for _, k := range r.Kinds {
		total += k.Total
		service += k.InService
	}
	if total > 0 {
		out = append(out, figure{output.Number(float64(service), 0),
			datasets.T("处设施在用（共 %s 条记录）", "facilities in service (of %s records)", output.Number(float64(total), 0))})
	}
	for _, lv := range r.Levels {
		word := label(r.Labels.Levels, lv.Level)
		out = append(out, figure{output.Number(float64(lv.Count), 0),
			datasets.Text{ZH: "个" + word.In(datasets.ZH), EN: plural(word.In(datasets.EN), lv.Count)}})
	}
	for _, g := range r.Groups {
		word := label(r.Labels.Groups, g.Group)
		out = append(out, figure{output.Number(g.People, 0), datasets.Text{ZH: "人：" + word.In(datasets.ZH), EN: word.In(datasets.EN)}})
	}
	return out
}

// todos splits the targets into those that need work, the most urgent first,
// and those that are met or only counted.
func todos(c *report) (open, done []todo) {
	for _, s := range attention {
		for i := range c.r.Targets {
			l := &c.r.Targets[i]
			if l.Status != s {
				continue
			}
			t := todo{Link: "t" + strconv.Itoa(i+1), Badge: newBadge(s), Name: targetName(l), Finding: c.finding(l), By: l.By, ByText: dateText(l.By)}
			if s == coverage.Met || s == coverage.Counted {
				done = append(done, t)
				continue
			}
			t.Next = c.nextStep(l)
			open = append(open, t)
		}
	}
	return open, done
}

// dataNote points to the data quality section where something must be mended.
func dataNote(r *coverage.Result) *datasets.Text {
	errs, warns := r.Quality.Count(datasets.SeverityError), r.Quality.Count(datasets.SeverityWarning)
	if errs+warns == 0 {
		return nil
	}
	t := datasets.T("先核对数据：%[1]d 类错误、%[2]d 类警告", "Check the data first; kinds of errors: %[1]d, of warnings: %[2]d", errs, warns)
	return &t
}

// ledgerTable is the account of all targets, a row each.
func ledgerTable(r *coverage.Result) *table {
	t := &table{ID: "ledger", File: "targets", Caption: datasets.T("统计截至 %s，按研究文件的顺序", "As of %s, in the order of the study file", dateText(r.AsOf)), Cols: []column{
		col("目标", "Target"), col("类型", "Type"), numCol("现状", "Value"), numCol("目标值", "Goal"), col("期限", "Deadline"), col("状态", "Status"),
		{Name: datasets.T("年均进度：已有 / 所需", "Pace a year: so far / needed"), Num: true}, numCol("至少新增（处）", "Least sites"), numCol("缺口（项）", "Missing"),
	}}
	for i := range r.Targets {
		l := &r.Targets[i]
		b := newBadge(l.Status)
		value := cell{Text: output.Value(l)}
		if l.Measured {
			value.Key = sortKey(l.Value)
		}
		goal := cell{Text: output.Goal(l)}
		if l.Goal != nil {
			goal.Key = sortKey(*l.Goal)
		}
		by := l.By.String()
		if by == "" {
			by = "–"
		}
		least := same("–")
		if l.Sites != nil {
			least = cell{Text: datasets.Same(sites(l.Sites)), Key: strconv.Itoa(l.Sites.Least)}
		}
		t.Rows = append(t.Rows, row{Status: b.Status, Cells: []cell{
			{Text: targetName(l), Link: "t" + strconv.Itoa(i+1), Head: true}, text(output.TypeText(l.Type)), value, goal,
			same(by), {Text: b.Word, Badge: &b, Key: strconv.Itoa(slices.Index(attention[:], l.Status))},
			paceCell(l), least, count(output.Lacking(l)),
		}})
	}
	return t
}

// paceCell sets the speed so far before the speed needed ("3.4 / 19.6 个百分点").
func paceCell(l *coverage.Ledger) cell {
	if l.Pace == nil || l.Pace.SoFar == nil && l.Pace.Needed == nil {
		return same("–")
	}
	one := func(v *float64) string {
		if v == nil {
			return "–"
		}
		return output.Number(*v, 2)
	}
	both := one(l.Pace.SoFar) + " / " + one(l.Pace.Needed)
	if l.Measure == coverage.Percent {
		return text(datasets.T("%s 百分点", "%s points", both))
	}
	return same(both)
}

// inkOn is black or white, whichever reads better on a #rrggbb colour
// (relative luminance of WCAG 2.1; 0.18 is where both have equal contrast).
func inkOn(color string) string {
	rgb, err := strconv.ParseUint(color[1:], 16, 32)
	if err != nil {
		return "#111"
	}
	lum := 0.2126*linear(rgb>>16) + 0.7152*linear(rgb>>8) + 0.0722*linear(rgb)
	if lum < 0.18 {
		return "#fff"
	}
	return "#111"
}

// linear is the light of one sRGB channel, approximated by the square.
func linear(v uint64) float64 {
	f := float64(v&0xff) / 255
	return f * f
}
