package study

import (
	"strings"

	"fugai/datasets"
)

// checkCodes warns of units whose code is that of another level, or does not
// begin like that of the unit above, and of units without one above.
func (l *loaded) checkCodes(tax *datasets.Taxonomy, rank func(string) int) {
	parents := make(map[string]*datasets.Area)
	top, lowest := 0, 0
	for i := range l.areas {
		r := rank(l.areas[i].Level)
		if top == 0 || r < top {
			top = r
		}
		lowest = max(lowest, r)
	}
	for i := range l.areas {
		if a := &l.areas[i]; rank(a.Level) < lowest {
			parents[a.ID] = a
		}
	}
	known := l.stems() // such a parent is reported as the one that the code shows
	note := func(rule string, a *datasets.Area, text, hint, example datasets.Text) {
		l.quality.Note(datasets.Finding{Rule: rule, Severity: datasets.SeverityWarning, Layer: a.Source.File, Text: text, Hint: hint}, datasets.Example{Ref: a.Source, Text: example})
	}
	for i := range l.areas {
		a := &l.areas[i]
		if says := levelOfCode(a.Code); says != "" && says != a.Level && digitsOf(a.Level) > 0 {
			note("code-level", a, datasets.T("编码不是本层级的编码", "the code is that of another level"),
				datasets.T("核对编码列或 level", "see to the column of codes, or to level"),
				datasets.T("%[1]s 的编码 %[2]s 属于%[3]s，图层为%[4]s", "%[1]s: the code %[2]s is that of a %[3]s, the layer holds %[4]s", a.Name, a.Code, tax.Text(datasets.Levels, says), tax.Text(datasets.Levels, a.Level)))
		}
		p := parents[a.Parent]
		if p == nil {
			if a.Parent == "" && rank(a.Level) > top && a.Level != "informal" && a.ParentText == "" {
				note("parent-missing", a, datasets.T("单元没有上级", "units have none above them"),
					datasets.T("补上级列（parent:）、12 位编码，或上级的边界", "add a column of the unit above (parent:), 12-digit codes, or its boundary"), datasets.Same(a.Name))
			}
			continue
		}
		if above := prefixFor(p); above != "" && len(a.Code) >= 9 && digitsOf(a.Level) > 0 && !strings.HasPrefix(a.Code, above) && !known(a.Code[:len(above)]) {
			note("code-parent", a, datasets.T("编码的前几位与上级的编码不符", "the code does not begin like that of the unit above"),
				datasets.T("核对编码与上级", "see to the code and the unit above"),
				datasets.T("%[1]s（%[2]s）的上级是 %[3]s（%[4]s）", "%[1]s (%[2]s) belongs to %[3]s (%[4]s)", a.Name, a.Code, p.Name, p.Code))
		}
	}
}

// stems gives a function that tells whether some unit has a code of which only
// zeros follow given digits.
func (l *loaded) stems() func(digits string) bool {
	var all map[string]bool
	return func(digits string) bool {
		if all == nil {
			all = make(map[string]bool, len(l.areas))
			for i := range l.areas {
				all[stem(l.areas[i].Code)] = true
			}
		}
		return all[digits]
	}
}

// digitsOf is how many digits of a code a level fills, 0 for levels without
// official codes.
func digitsOf(level string) int {
	switch level {
	case "province":
		return 2
	case "city":
		return 4
	case "district":
		return 6
	case "subdistrict":
		return 9
	case "community":
		return datasets.CodeDigits
	}
	return 0
}

// prefixFor is what the codes of the units in p begin with, "" where p has no
// official code.
func prefixFor(p *datasets.Area) string {
	if n := digitsOf(p.Level); n > 0 && len(p.Code) >= n && levelOfCode(p.Code) == p.Level {
		return p.Code[:n]
	}
	return ""
}

// stem is a code without the zeros that pad it to its level.
func stem(code string) string {
	if n := digitsOf(levelOfCode(code)); n > 0 && n < len(code) {
		return code[:n]
	}
	return code
}
