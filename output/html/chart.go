package html

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// The drawing area of a progress chart, in units of about a pixel.
const (
	chartW, chartH                     = 460.0, 260.0
	chartL, chartR, chartTop, chartBot = 44.0, 34.0, 40.0, 34.0
)

// chart draws a target's values over time, up to its deadline.
type chart struct {
	ID           string
	Alt          datasets.Text
	W, H         string
	X0, X1       string
	Y0, Y1       string
	Grid         []tick
	Years        []tick
	Line         string // points of the polyline
	Dots         []dot
	Goal         *tick
	Deadline     *tick
	DeadlineEnd  bool // its label stands left of the line
	Needed       *segment
	Base         *dot
	Last         *dot
	LastAbove    bool
	Data         *table
	MeasureTitle datasets.Text
}

type tick struct {
	At   string
	Text datasets.Text
}

type dot struct {
	X, Y string
	Tip  string
	Text datasets.Text
}

type segment struct{ X1, Y1, X2, Y2 string }

// plot places dates and values.
type plot struct{ t0, t1, top float64 }

func (p plot) x(at datasets.Date) float64 {
	return chartL + (yearOf(at.Last())-p.t0)/(p.t1-p.t0)*(chartW-chartL-chartR)
}

func (p plot) y(v float64) float64 {
	return chartH - chartBot - min(max(v, 0)/p.top, 1.05)*(chartH-chartTop-chartBot)
}

// yearOf is a moment as a fraction of years.
func yearOf(t time.Time) float64 { return float64(t.Year()) + float64(t.YearDay())/366 }

// px rounds a coordinate so that the text is short and the same everywhere.
func px(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// newChart is nil where there are fewer than two moments to show.
func newChart(l *coverage.Ledger, id string) *chart {
	points := chartPoints(l)
	moments := len(points)
	ahead := l.Goal != nil && !l.By.IsZero()
	if ahead && moments == 1 && points[0].At.Last().Before(l.By.Last()) {
		moments++
	}
	if moments < 2 {
		return nil
	}
	p := newPlot(l, points)
	c := &chart{
		ID: id + "-chart", W: px(chartW), H: px(chartH), X0: px(chartL), X1: px(chartW - chartR), Y0: px(chartH - chartBot), Y1: px(chartTop),
		MeasureTitle: measureTitle(l.Measure),
	}
	c.axes(p, l.Measure)
	c.line(p, l, points)
	c.goal(p, l, points)
	c.Alt = chartAlt(l, points)
	c.Data = chartTable(l, points, id)
	return c
}

// chartPoints is the series with the baseline before it, in order of time.
func chartPoints(l *coverage.Ledger) []coverage.Point {
	var out []coverage.Point
	for _, pt := range l.Series {
		if !pt.At.IsZero() && finite(pt.Value) {
			out = append(out, pt)
		}
	}
	if b := l.Baseline; b != nil && !b.At.IsZero() && finite(b.Value) &&
		!slices.ContainsFunc(out, func(pt coverage.Point) bool { return pt.At.Last().Equal(b.At.Last()) }) {
		out = append(out, *b)
	}
	slices.SortStableFunc(out, func(a, b coverage.Point) int { return a.At.Last().Compare(b.At.Last()) })
	return out
}

func newPlot(l *coverage.Ledger, points []coverage.Point) plot {
	p := plot{t0: math.Floor(yearOf(points[0].At.Last()) - 0.01), t1: yearOf(points[len(points)-1].At.Last()), top: 0}
	if !l.By.IsZero() {
		p.t1 = max(p.t1, yearOf(l.By.Last()))
	}
	if p.t0 = max(p.t0, p.t1-60); p.t1-p.t0 < 1 {
		p.t0 = p.t1 - 1
	}
	for _, pt := range points {
		p.top = max(p.top, pt.Value)
	}
	if l.Goal != nil && finite(*l.Goal) {
		p.top = max(p.top, *l.Goal)
	}
	p.top = axisStep(p.top) * math.Ceil(p.top/axisStep(p.top)-1e-9)
	if l.Measure == coverage.Percent && p.top > 60 {
		p.top = 100
	}
	return p
}

// axisStep is a round step (1, 2, 2.5 or 5 times a power of ten) that divides
// 0 to top into at most five parts.
func axisStep(top float64) float64 {
	if top <= 0 {
		return 1
	}
	raw := top / 5
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if raw <= m*power*(1+1e-9) {
			return m * power
		}
	}
	return 10 * power
}

func (c *chart) axes(p plot, m coverage.Measure) {
	step := axisStep(p.top)
	if m == coverage.Count {
		step = max(1, math.Ceil(step))
	}
	for i := 0; float64(i)*step <= p.top*(1+1e-9); i++ {
		v := float64(i) * step
		c.Grid = append(c.Grid, tick{px(p.y(v)), datasets.Same(output.Number(v, 2))})
	}
	first, last := int(math.Ceil(p.t0-0.01)), int(math.Floor(p.t1+0.02))-1
	every := max(1, (last-first)/6+1)
	if last-first <= 6 {
		every = 1
	}
	for y := first; y <= last; y++ {
		// A label stands at the end of its year, where its value is taken.
		end := datasets.Date{Year: y}
		if p.x(end) < chartL || (last-y)%every != 0 {
			continue
		}
		c.Years = append(c.Years, tick{px(p.x(end)), datasets.Same(strconv.Itoa(y))})
	}
}

func (c *chart) line(p plot, l *coverage.Ledger, points []coverage.Point) {
	var path []string
	for i, pt := range points {
		x, y := p.x(pt.At), p.y(pt.Value)
		if x < chartL {
			continue
		}
		path = append(path, px(x)+","+px(y))
		value := measured(l.Measure, pt.Value)
		d := dot{X: px(x), Y: px(y), Tip: tip(dateText(pt.At), value), Text: value}
		c.Dots = append(c.Dots, d)
		if l.Baseline != nil && pt.At == l.Baseline.At && i < len(points)-1 {
			base := d
			base.Text = datasets.T("基线 %s", "baseline %s", value)
			c.Base = &base
		}
		if i == len(points)-1 {
			c.Last = &d
		}
	}
	c.Line = strings.Join(path, " ")
}

// goal draws the pledged value, the deadline, and the way between.
func (c *chart) goal(p plot, l *coverage.Ledger, points []coverage.Point) {
	last := points[len(points)-1]
	if l.Goal != nil && finite(*l.Goal) {
		c.Goal = &tick{px(p.y(*l.Goal)), datasets.T("目标 %s", "goal %s", measured(l.Measure, *l.Goal))}
		// The last value's label keeps clear of the goal's line.
		c.LastAbove = last.Value > *l.Goal || *l.Goal-last.Value > p.top*0.12
	} else {
		c.LastAbove = true
	}
	if l.By.IsZero() || p.x(l.By) < chartL {
		return
	}
	c.Deadline = &tick{px(p.x(l.By)), datasets.T("期限 %s", "deadline %s", dateText(l.By))}
	c.DeadlineEnd = p.x(l.By) > chartW*0.55
	if l.Goal != nil && l.Pace != nil && l.Pace.Needed != nil && last.At.Last().Before(l.By.Last()) {
		c.Needed = &segment{px(p.x(last.At)), px(p.y(last.Value)), px(p.x(l.By)), px(p.y(*l.Goal))}
	}
}

func measureTitle(m coverage.Measure) datasets.Text {
	switch m {
	case coverage.Percent:
		return datasets.T("覆盖率（%）", "share (%)")
	case coverage.PerThousand:
		return datasets.T("每千人", "per 1,000 people")
	}
	return datasets.T("数量", "number")
}

func chartAlt(l *coverage.Ledger, points []coverage.Point) datasets.Text {
	first, last := points[0], points[len(points)-1]
	t := datasets.T("折线图：%[1]s，%[2]s为 %[3]s，%[4]s为 %[5]s", "Line chart: %[1]s, %[3]s at %[2]s, %[5]s at %[4]s",
		targetName(l), dateText(first.At), measured(l.Measure, first.Value), dateText(last.At), measured(l.Measure, last.Value))
	if l.Goal != nil {
		t = glue(t, datasets.T("；目标 %s", "; goal %s", measured(l.Measure, *l.Goal)))
	}
	if !l.By.IsZero() {
		t = glue(t, datasets.T("，期限 %s", " by %s", dateText(l.By)))
	}
	return t
}

// chartTable holds the figures behind the line.
func chartTable(l *coverage.Ledger, points []coverage.Point, id string) *table {
	t := &table{ID: id + "-series", File: fileName(l.ID, id) + "-series", Fold: true, Caption: datasets.T("历年数值", "Values over time"),
		Cols: []column{col("日期", "Date"), numCol("分子", "Numerator"), numCol("分母", "Denominator"), {Name: measureTitle(l.Measure), Num: true}}}
	known := false
	for _, pt := range points {
		known = known || pt.Denominator != 0
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: dateText(pt.At), Head: true}, number(pt.Numerator, 1), number(pt.Denominator, 1), number(pt.Value, 2)}})
	}
	t.keep([]bool{true, known, known, true})
	return t
}
