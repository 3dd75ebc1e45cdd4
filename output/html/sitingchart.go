package html

import (
	"math"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// sitingChart draws what a family of questions gives: the best by number of
// sites or by limit, with the bound where it is not proved.
type sitingChart struct {
	ID             string
	Title          datasets.Text
	Alt            datasets.Text
	W, H           string
	X0, X1, Y0, Y1 string
	Across         datasets.Text // of the horizontal axis
	Grid, Ticks    []tick
	Line           string
	Bound          string   // "" where everything is proved
	Open           []string // bars between what was found and its bound, as path data
	Dots           []dot
	Asked          *dot
	AskedAt        datasets.Text
	AskedEnd       bool // the label of the asked point stands left of it
	Data           *table
}

// curve is the points of a chart with what they are measured in.
type curve struct {
	points  []coverage.SitingPoint
	x       func(*coverage.SitingPoint) float64
	label   func(*coverage.SitingPoint) datasets.Text
	across  column
	measure coverage.SitingMeasure
	zero    *float64 // what is there without any site
}

// curveChart is the best by number of sites; nil with fewer than two points.
func curveChart(s *coverage.Siting, id string) *sitingChart {
	f := curve{points: s.Curve, across: numCol("点位（处）", "Sites"), measure: s.Measure,
		x:     func(p *coverage.SitingPoint) float64 { return float64(p.Sites) },
		label: func(p *coverage.SitingPoint) datasets.Text { return datasets.Same(strconv.Itoa(p.Sites)) }}
	if s.Measure == coverage.MeasureSites || s.Measure == coverage.MeasurePrice {
		f.measure = coverage.MeasurePeople // fewest sites: what each number of them covers
	}
	if f.measure == coverage.MeasurePeople && s.Times <= 1 {
		f.zero = &s.Before.People
	}
	return newSitingChart(s, f, id+"-curve", datasets.T("点位数与成效", "What more or fewer sites would bring"))
}

// radiusChart is the best by limit; nil with fewer than two points.
func radiusChart(s *coverage.Siting, id string) *sitingChart {
	f := curve{points: s.Radius, across: numCol("范围（m）", "Limit (m)"), measure: s.Measure,
		x:     func(p *coverage.SitingPoint) float64 { return p.Within },
		label: func(p *coverage.SitingPoint) datasets.Text { return datasets.Same(output.CostNumber(p.Within, s.Unit)) }}
	if s.Unit == "s" {
		f.across = numCol("范围（分钟）", "Limit (min)")
	}
	return newSitingChart(s, f, id+"-radius", datasets.T("范围放宽或收紧时的成效", "What a wider or narrower limit would bring"))
}

// linePlot places values of a chart.
type linePlot struct{ x0, x1, low, top float64 }

func (p linePlot) x(v float64) float64 {
	return sitingL + (v-p.x0)/(p.x1-p.x0)*(chartW-sitingL-chartR)
}

func (p linePlot) y(v float64) float64 {
	return chartH - sitingBot - (min(max(v, p.low), p.top)-p.low)/(p.top-p.low)*(chartH-chartTop-sitingBot)
}

// Margins that differ from those of progress charts: numbers of people are
// longer than shares, and the horizontal axis has a title.
const sitingL, sitingBot = 70.0, 52.0

func newSitingChart(s *coverage.Siting, f curve, id string, title datasets.Text) *sitingChart {
	known := 0
	for i := range f.points {
		if p := &f.points[i]; p.Objective != nil && finite(*p.Objective) && finite(f.x(p)) {
			known++
		}
	}
	if known < 2 {
		return nil
	}
	scale, unit := output.AmountUnit(s, f.measure)
	p := f.plot(scale)
	c := &sitingChart{ID: id, Title: datasets.T("%[1]s（%[2]s）", "%[1]s (%[2]s)", title, unit), W: px(chartW), H: px(chartH), Across: f.across.Name,
		X0: px(sitingL), X1: px(chartW - chartR), Y0: px(chartH - sitingBot), Y1: px(chartTop)}
	step := axisStep(p.top - p.low)
	for v := p.low; v <= p.top+step/1e6; v += step {
		c.Grid = append(c.Grid, tick{px(p.y(v)), datasets.Same(output.Number(v, 2))})
	}
	c.draw(s, f, p, scale)
	c.Data = f.table(s, id, title, scale, unit)
	c.Alt = datasets.T("折线图：%[1]s", "Line chart: %[1]s", c.Title)
	if c.Asked != nil {
		c.Alt = datasets.T("%[1]s；所问 %[2]s：%[3]s", "%[1]s; asked %[2]s: %[3]s", c.Alt, c.AskedAt, c.Asked.Text)
	}
	return c
}

// plot fits the values; the axis leaves 0 out where it would flatten the line.
func (f *curve) plot(scale float64) linePlot {
	p := linePlot{x0: math.Inf(1), x1: math.Inf(-1), low: math.Inf(1), top: 0}
	see := func(v *float64) {
		if v != nil && finite(*v) {
			p.low, p.top = min(p.low, *v*scale), max(p.top, *v*scale)
		}
	}
	see(f.zero)
	for i := range f.points {
		pt := &f.points[i]
		if pt.Objective == nil || !finite(*pt.Objective) {
			continue
		}
		p.x0, p.x1 = min(p.x0, f.x(pt)), max(p.x1, f.x(pt))
		see(pt.Objective)
		see(pt.Bound)
	}
	if f.zero != nil {
		p.x0 = min(p.x0, 0)
	}
	if p.low < p.top*0.6 {
		p.low = 0
	}
	step := axisStep(p.top - p.low)
	p.low, p.top = step*math.Floor(p.low/step+1e-9), step*math.Ceil(p.top/step-1e-9)
	if p.top <= p.low {
		p.top = p.low + 1
	}
	if p.x1 <= p.x0 {
		p.x1 = p.x0 + 1
	}
	return p
}

func (c *sitingChart) draw(s *coverage.Siting, f curve, p linePlot, scale float64) {
	var line, bound []string
	at := func(x, y float64) string { return px(p.x(x)) + "," + px(p.y(y)) }
	if f.zero != nil {
		line, bound = append(line, at(0, *f.zero*scale)), append(bound, at(0, *f.zero*scale))
		c.Ticks = append(c.Ticks, tick{px(p.x(0)), datasets.Same("0")})
		c.Dots = append(c.Dots, dot{X: px(p.x(0)), Y: px(p.y(*f.zero * scale)), Tip: tip(datasets.T("现在", "now"), output.Amount(s, f.measure, *f.zero))})
	}
	open, last := false, -1e9
	if f.zero != nil {
		last = p.x(0)
	}
	for i := range f.points {
		pt := &f.points[i]
		if pt.Objective == nil || !finite(*pt.Objective) {
			continue
		}
		x, v := f.x(pt), *pt.Objective*scale
		line = append(line, at(x, v))
		d := dot{X: px(p.x(x)), Y: px(p.y(v)), Text: output.Amount(s, f.measure, *pt.Objective), Tip: f.tip(s, pt)}
		c.Dots = append(c.Dots, d)
		b := v
		if pt.Bound != nil && finite(*pt.Bound) {
			b = *pt.Bound * scale
		}
		bound = append(bound, at(x, b))
		if math.Abs(p.y(b)-p.y(v)) > 0.5 {
			open = true
			c.Open = append(c.Open, "M"+px(p.x(x))+" "+px(p.y(v))+"V"+px(p.y(b))+"m-4 0h8")
		}
		if pt.Asked {
			c.Asked, c.AskedAt, c.AskedEnd = &d, f.label(pt), p.x(x) > chartW*0.6
		}
		if pt.Asked || p.x(x)-last > 34 {
			if pt.Asked && p.x(x)-last <= 34 && len(c.Ticks) > 0 {
				c.Ticks = c.Ticks[:len(c.Ticks)-1]
			}
			c.Ticks, last = append(c.Ticks, tick{px(p.x(x)), f.label(pt)}), p.x(x)
		}
	}
	c.Line = strings.Join(line, " ")
	if open {
		c.Bound = strings.Join(bound, " ")
	}
}

func (f *curve) tip(s *coverage.Siting, p *coverage.SitingPoint) string {
	parts := []datasets.Text{datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", f.across.Name, f.label(p)), output.Amount(s, f.measure, *p.Objective), output.SitingStatusText(p.Status)}
	if p.Bound != nil && p.Status != coverage.SitingOptimal {
		parts = append(parts, datasets.T("界 %s", "bound %s", output.Amount(s, f.measure, *p.Bound)))
	}
	return tip(parts...)
}

// table holds the figures behind the line.
func (f *curve) table(s *coverage.Siting, id string, title datasets.Text, scale float64, unit datasets.Text) *table {
	t := &table{ID: id + "-data", File: fileName(s.ID, id) + strings.TrimPrefix(id, strings.SplitN(id, "-", 2)[0]), Fold: true, Caption: datasets.T("数据：%[1]s", "Data: %[1]s", title),
		Cols: []column{f.across, inUnit("成效", "Reached", unit), numCol("占全部（%）", "Of all (%)"), inUnit("界", "Bound", unit), col("状态", "Status"), col("", "")}}
	shares := f.measure == coverage.MeasurePeople && s.Total > 0
	for i := range shown(f.points) {
		p := &f.points[i]
		share, asked := same("–"), cell{}
		if shares && p.Objective != nil {
			share = sharePart(*p.Objective, s.Total)
		}
		if p.Asked {
			asked = text(datasets.T("← 所问", "← asked"))
		}
		first := cell{Text: f.label(p), Key: sortKey(f.x(p)), Head: true}
		t.Rows = append(t.Rows, row{Cells: []cell{first, orDash(someOf(p.Objective, scale)), share, orDash(someOf(p.Bound, scale)), text(output.SitingStatusText(p.Status)), asked}})
	}
	t.keep([]bool{true, true, shares, true, true, true})
	return t
}

func orDash(c cell) cell {
	if c.Text.IsZero() {
		return same("–")
	}
	return c
}
