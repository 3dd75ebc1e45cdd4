package geo

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// AtMost tells whether d is within limit, both rounded to the millimetre. A
// place that stands 500 m away by construction (a grid point, a surveyed
// offset) comes out of floating-point arithmetic as 500.0000000003 m; what was
// pledged "within 500 m" includes it. NaN is within nothing.
func AtMost(d, limit Meters) bool {
	return math.Round(float64(d)*1000) <= math.Round(float64(limit)*1000)
}

// ParseMeters reads a distance as a study file writes it: a number, and then
// nothing, m, 米, km, 公里 or 千米 (metre, metres, meters and 公尺 too, upper
// or lower case, full-width digits, thousands separators as in "1,200 m").
// Negative, infinite and missing numbers, NaN and other units are errors.
func ParseMeters(s string) (Meters, error) {
	text := strings.TrimSpace(strings.Map(narrow, s))
	cut := strings.LastIndexAny(text, "0123456789.") + 1
	number, unit := strings.TrimSpace(text[:cut]), strings.ToLower(strings.TrimSpace(text[cut:]))
	scale, ok := unitScale(unit)
	switch {
	case number == "":
		return 0, fmt.Errorf("distance %q: there is no number; write it like 500 m or 1 km", s)
	case !ok:
		return 0, fmt.Errorf("distance %q: unit %q is not known; use m or km (米, 公里, 千米)", s, unit)
	}
	number, ok = ungroup(number)
	v, err := strconv.ParseFloat(number, 64)
	switch {
	case !ok || err != nil || strings.ContainsAny(number, "xXpP_"):
		return 0, fmt.Errorf("distance %q: %q is not a number", s, number)
	case v < 0:
		return 0, fmt.Errorf("distance %q: must not be negative", s)
	case math.IsNaN(v) || math.IsInf(v*scale, 0):
		return 0, fmt.Errorf("distance %q: must be finite", s)
	}
	return Meters(math.Abs(v * scale)), nil // Abs: -0 is 0
}

// narrow turns the full-width forms of ASCII characters to plain ones.
func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\u3000':
		return ' '
	}
	return r
}

// ungroup takes thousands separators out of a number; ok is false where commas
// stand anywhere else.
func ungroup(number string) (plain string, ok bool) {
	groups := strings.Split(number, ",")
	for i, g := range groups {
		digits, _, _ := strings.Cut(g, ".")
		if i > 0 && len(digits) != 3 || i < len(groups)-1 && strings.Contains(g, ".") {
			return number, len(groups) == 1
		}
	}
	return strings.Join(groups, ""), true
}

// unitScale gives the metres of one unit.
func unitScale(unit string) (scale float64, ok bool) {
	switch unit {
	case "", "m", "meter", "meters", "metre", "metres", "米", "公尺":
		return 1, true
	case "km", "kilometer", "kilometers", "kilometre", "kilometres", "公里", "千米":
		return 1000, true
	}
	return 0, false
}
