package output

import (
	"math"
	"strconv"
	"strings"

	"fugai/coverage"
	"fugai/datasets"
)

// Number writes v with at most the given decimals, trailing zeros dropped and
// thousands set apart by commas. NaN and infinities give "–".
func Number(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	whole, frac, _ := strings.Cut(s, ".")
	frac = strings.TrimRight(frac, "0")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		whole += "." + frac
	}
	if whole == "0" {
		sign = ""
	}
	return sign + whole
}

// Share writes a ledger's rounded percentage ("92.31 %"), or "–".
func Share(l *coverage.Ledger) string {
	if l.Percent == nil {
		return "–"
	}
	return strconv.FormatFloat(*l.Percent, 'f', l.Decimals, 64) + " %"
}

// Value writes what a ledger measured, with its unit: "92.31 % (24/26)",
// "153", "4.2 per 1,000".
func Value(l *coverage.Ledger) datasets.Text {
	if !l.Measured {
		return datasets.Same("–")
	}
	num, den := Number(l.Numerator, 1), Number(l.Denominator, 1)
	switch l.Measure {
	case coverage.Percent:
		return datasets.Same(Share(l) + " (" + num + "/" + den + ")")
	case coverage.PerThousand:
		return datasets.T("每千人 %s", "%s per 1,000", Number(l.Value, 2))
	}
	return datasets.Same(num)
}

// Goal writes what a ledger aims at, "–" where it is only counted.
func Goal(l *coverage.Ledger) datasets.Text {
	if l.Goal == nil {
		return datasets.Same("–")
	}
	switch l.Measure {
	case coverage.Percent:
		return datasets.Same("≥ " + Number(*l.Goal, 2) + " %")
	case coverage.PerThousand:
		return datasets.T("每千人 ≥ %s", "≥ %s per 1,000", Number(*l.Goal, 2))
	}
	return datasets.Same("≥ " + Number(*l.Goal, 1))
}

// Distance writes metres that were measured: whole metres below 10 km, and
// kilometres to the tenth from there.
func Distance(meters float64) string {
	step := 1.0
	if meters >= 10_000 {
		step = 100
	}
	return coverage.CostText(math.Round(meters/step)*step, "m").EN
}

// Lacking is how much a ledger misses: the units, venues or demand points in
// its list, or, of a stock or flow, the facilities short of the goal.
func Lacking(l *coverage.Ledger) int {
	n := 0
	for _, g := range l.Missing {
		if g.Kind == "facility" {
			n += int(math.Ceil(g.Need))
		} else {
			n++
		}
	}
	return n
}
