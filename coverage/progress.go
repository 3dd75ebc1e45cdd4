package coverage

import (
	"math"
	"runtime"
	"strconv"
	"sync"
	"time"

	"fugai/datasets"
)

// tolerance below which a value still reaches its goal: shares are quotients
// of sums, and 0.1 + 0.2 must not miss a goal of 0.3.
const tolerance = 1e-9

func reaches(value, goal float64) bool { return value >= goal-tolerance*max(1, math.Abs(goal)) }

// judge fills Pace, Status and Why from Value, Goal, By, Baseline and Series.
func (l *Ledger) judge(asOf datasets.Date) {
	if !l.Measured {
		l.Status = NotMeasurable
		return
	}
	l.Pace = l.pace(asOf)
	l.Status, l.Why = l.status(asOf)
}

// pace compares the mean speed since the baseline (or the earliest value
// known) with the speed that the deadline needs.
func (l *Ledger) pace(asOf datasets.Date) *Pace {
	p := &Pace{}
	from := l.Baseline
	if from == nil && len(l.Series) > 1 {
		from = &l.Series[0]
	}
	if from != nil {
		p.From = from.At
		if years := from.At.YearsTo(asOf); years > 1.0/366 {
			v := (l.Value - from.Value) / years
			p.SoFar = &v
		}
	}
	if l.Goal == nil || reaches(l.Value, *l.Goal) {
		return p
	}
	if !l.By.IsZero() {
		if years := asOf.YearsTo(l.By); years > 0 {
			v := (*l.Goal - l.Value) / years
			p.Needed = &v
		}
	}
	if p.SoFar != nil && *p.SoFar > 0 {
		if years := (*l.Goal - l.Value) / *p.SoFar; years < 200 {
			at := asOf.Last().Add(time.Duration(years * 365.2425 * 24 * float64(time.Hour)))
			p.Reach = datasets.Date{Year: at.Year(), Month: int(at.Month())}
		}
	}
	return p
}

func (l *Ledger) status(asOf datasets.Date) (Status, datasets.Text) {
	switch {
	case l.Goal == nil:
		return Counted, datasets.T("未设目标值，仅统计", "no goal is set; only counted")
	case reaches(l.Value, *l.Goal):
		return Met, datasets.T("截至%[1]s已达到目标", "the goal is reached as of %[2]s", asOf.In(datasets.ZH), asOf.String())
	case l.By.IsZero():
		return Behind, datasets.T("未达到目标，且未设期限", "the goal is not reached; no deadline is set")
	case !asOf.Last().Before(l.By.Last()):
		return Missed, datasets.T("期限%[1]s已到，未达到目标", "the deadline of %[2]s has come and the goal is not reached", l.By.In(datasets.ZH), l.By.String())
	case l.Pace.SoFar == nil:
		return NotMeasurable, datasets.T("没有更早的数值可比，无法判断进度；可在研究文件中为该目标设 baseline",
			"there is no earlier value to judge the pace by; give the target a baseline in the study file")
	}
	so, need := l.paceText(*l.Pace.SoFar), l.paceText(*l.Pace.Needed)
	if *l.Pace.SoFar >= *l.Pace.Needed-tolerance {
		return OnTrack, datasets.T("%[3]s以来年均 %[1]s，按期达标需年均 %[2]s", "%[1]s a year since %[4]s; %[2]s a year needed", so, need, l.Pace.From.In(datasets.ZH), l.Pace.From.String())
	}
	return Behind, datasets.T("%[3]s以来年均 %[1]s，按期达标需年均 %[2]s", "only %[1]s a year since %[4]s; %[2]s a year needed", so, need, l.Pace.From.In(datasets.ZH), l.Pace.From.String())
}

// paceText writes a speed in the ledger's measure.
func (l *Ledger) paceText(v float64) datasets.Text {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	switch l.Measure {
	case Percent:
		return datasets.T("%s 个百分点", "%s points", s)
	case PerThousand:
		return datasets.T("每千人 %s", "%s per 1,000", s)
	}
	return datasets.Same(s)
}

// series measures at the end of every year from the first dated event (or the
// baseline) to the as-of date, and at the as-of date; several dates at a time.
func series(first int, baseline *Baseline, asOf datasets.Date, at func(datasets.Date) Point) []Point {
	if baseline != nil && (first == 0 || baseline.At.Year < first) {
		first = baseline.At.Year
	}
	var dates []datasets.Date
	if first > 0 {
		for y := max(first, asOf.Year-maxSeriesYears); y < asOf.Year; y++ {
			dates = append(dates, datasets.Date{Year: y, Month: 12, Day: 31})
		}
	}
	dates = append(dates, asOf)
	out := make([]Point, len(dates))
	workers := min(runtime.GOMAXPROCS(0), len(dates))
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(dates); i += workers {
				out[i] = at(dates[i])
			}
		})
	}
	wg.Wait()
	return out
}

// maxSeriesYears bounds a chart: a mistyped 1900 must not make a century.
const maxSeriesYears = 40
