package output

import (
	"fmt"
	"math"
	"strconv"

	"fugai/coverage"
	"fugai/datasets"
)

// Class is one class of a map: its key, legend text and fill.
type Class struct {
	Key   string        // stable: met, unmet, none, or q0 … q4 from the lowest
	Name  datasets.Text // legend text
	Color string        // #rrggbb fill
	Hatch bool          // draw with a hatch, so that it reads without colour
	// Lower and Upper bound numeric classes: Lower <= value < Upper, and the
	// highest class includes its Upper. Both are 0 for categories.
	Lower, Upper float64
}

// shareBreaks divide percentages; the highest class holds 100 % alone, since a
// planner must see full coverage apart from nearly full.
var shareBreaks = []float64{0, 40, 60, 80, 100}

// Sequential blues (ColorBrewer Blues, five classes) from light to dark.
var sequential = []string{"#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c"}

const (
	colorMet     = "#2171b5"
	colorUnmet   = "#fdae6b"
	colorWithout = "#eff3ff"
	colorNone    = "#d9d9d9"
)

// Graduated tells whether the target's map shows a number (reach, ratio, and
// counts by unit) instead of met and missing units.
func Graduated(l *coverage.Ledger) bool {
	switch l.Type {
	case coverage.Presence, coverage.Graded, coverage.Mandate:
		return false
	}
	return true
}

// Classes gives the map classes of a target, best or highest first, the
// no-data class last. They depend on the ledger alone, so that the report and
// the QGIS project agree. A ledger without units has only the no-data class.
func Classes(l *coverage.Ledger) []Class {
	none := Class{Key: "none", Name: datasets.T("不在评估范围或无数据", "not judged or no data"), Color: colorNone}
	if !Graduated(l) {
		met := Class{Key: "met", Name: datasets.T("达到", "has it"), Color: colorMet}
		if l.Goal == nil { // nothing is pledged, so nothing is missing
			return []Class{met, {Key: "unmet", Name: datasets.T("无", "none"), Color: colorWithout}, none}
		}
		return []Class{met, {Key: "unmet", Name: datasets.T("缺", "missing"), Color: colorUnmet, Hatch: true}, none}
	}
	breaks := breaksOf(l)
	var out []Class
	for i := len(breaks) - 1; i >= 0; i-- {
		c := Class{Key: fmt.Sprintf("q%d", i), Color: sequential[i], Lower: breaks[i], Upper: math.Inf(1)}
		if i+1 < len(breaks) {
			c.Upper = breaks[i+1]
		}
		c.Name = className(l.Measure, c.Lower, c.Upper)
		if len(breaks) == 1 {
			c.Name = datasets.Same("0")
		}
		out = append(out, c)
	}
	return append(out, none)
}

// ClassOf gives the key of the class that a unit falls in. It looks at all
// units of a ledger: see [Classifier] for many of them.
func ClassOf(l *coverage.Ledger, row *coverage.UnitRow) string { return Classifier(l)(row) }

// Classifier gives what [ClassOf] does for all units of one ledger.
func Classifier(l *coverage.Ledger) func(*coverage.UnitRow) string {
	if !Graduated(l) {
		return func(row *coverage.UnitRow) string { return classOf(l, row, nil) }
	}
	breaks := breaksOf(l)
	return func(row *coverage.UnitRow) string { return classOf(l, row, breaks) }
}

func classOf(l *coverage.Ledger, row *coverage.UnitRow, breaks []float64) string {
	switch {
	case !row.Judged:
		return "none"
	case !Graduated(l) && row.Met:
		return "met"
	case !Graduated(l):
		return "unmet"
	case row.Value == nil:
		return "none"
	}
	for i := len(breaks) - 1; i > 0; i-- {
		if *row.Value >= breaks[i] {
			return fmt.Sprintf("q%d", i)
		}
	}
	return "q0"
}

// breaksOf returns the lower bounds of at most five classes, ascending from 0:
// fixed ones for shares, round ones from the data's range for the rest.
func breaksOf(l *coverage.Ledger) []float64 {
	if l.Measure == coverage.Percent {
		return shareBreaks
	}
	top := 0.0
	for _, u := range l.Units {
		if u.Judged && u.Value != nil {
			top = max(top, *u.Value)
		}
	}
	if top == 0 {
		return []float64{0}
	}
	step := niceStep(top / 4)
	if l.Measure == coverage.Count {
		step = max(1, math.Ceil(step))
	}
	breaks := []float64{0}
	if l.Measure == coverage.Count && step > 1 {
		breaks = append(breaks, 1) // none at all stands apart from a few
	}
	for b := step; b <= top && len(breaks) < len(sequential); b += step {
		breaks = append(breaks, b)
	}
	return breaks
}

// niceStep rounds up to 1, 2, 2.5 or 5 times a power of ten.
func niceStep(v float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if v <= m*p*(1+1e-9) {
			return m * p
		}
	}
	return 10 * p
}

func className(m coverage.Measure, lower, upper float64) datasets.Text {
	unit := ""
	if m == coverage.Percent {
		unit = " %"
		if lower == 100 {
			return datasets.Same("100 %")
		}
	}
	num := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	switch {
	case m == coverage.Count && (upper == lower+1):
		return datasets.Same(num(lower))
	case m == coverage.Count && math.IsInf(upper, 1), math.IsInf(upper, 1):
		return datasets.T("≥ %[1]s%[2]s", "≥ %[1]s%[2]s", num(lower), unit)
	case m == coverage.Count:
		return datasets.Same(num(lower) + "–" + num(upper-1))
	}
	return datasets.T("%[1]s 至 <%[2]s%[3]s", "%[1]s to <%[2]s%[3]s", num(lower), num(upper), unit)
}
