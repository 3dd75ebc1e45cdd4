package gis

import (
	"math"
	"strings"

	"fugai/output"
)

// remarks are the sentences that stand with the project: the date, where the
// data come from, what was taken for granted.
func (v *view) remarks() []string {
	var out []string
	if !v.r.AsOf.IsZero() {
		out = append(out, v.t("数据截至 ", "As of ")+v.r.AsOf.In(v.lang)+v.t("。", "."))
	}
	for _, n := range v.r.Notes {
		out = append(out, n.In(v.lang))
	}
	for _, a := range v.r.Assumed {
		out = append(out, a.In(v.lang))
	}
	if v.r.Made {
		out = append(out, output.MadeNote().In(v.lang))
	}
	return append(out, output.MapNote().In(v.lang))
}

// remarkLine is the length of a line of remarks under a map, in half-width
// letters: 277 mm of 7.5 point text.
const remarkLine = 200

// mapRemarks are the lines under a map: date and source, notes as far as two
// lines hold them, the note on invented data, and the note on maps.
func (v *view) mapRemarks(source string) []string {
	first := v.t("数据截至 ", "As of ") + v.r.AsOf.In(v.lang)
	if v.r.AsOf.IsZero() {
		first = ""
	}
	if source != "" {
		if first != "" {
			first += v.t("　", "   ")
		}
		first += v.t("目标来源：", "Target from: ") + source
	}
	var notes []string
	for _, n := range v.r.Notes {
		notes = append(notes, n.In(v.lang))
	}
	var out []string
	add := func(s string, lines int) {
		if s != "" {
			out = append(out, cut(s, lines*remarkLine))
		}
	}
	add(first, 1)
	add(strings.Join(notes, v.t("　", "   ")), 1)
	if v.r.Made {
		add(output.MadeNote().In(v.lang), 1)
	}
	add(output.MapNote().In(v.lang), 1)
	return out
}

// letters is the width of a text in half-width letters: Chinese characters and
// full-width marks count two.
func letters(s string) int {
	n := 0
	for _, r := range s {
		n += letterWidth(r)
	}
	return n
}

func letterWidth(r rune) int {
	if r >= 0x2E80 && r < 0xFFE0 && (r < 0xA4D0 || r >= 0xAC00) {
		return 2
	}
	return 1
}

// cut shortens a text to a width and marks that it did.
func cut(s string, width int) string {
	if letters(s) <= width {
		return s
	}
	n := 0
	for i, r := range s {
		if n += letterWidth(r); n > width-2 {
			return s[:i] + "…"
		}
	}
	return s
}

// wrap breaks a text into lines of at most width half-width letters, at spaces
// where there are any.
func wrap(s string, width int) string {
	var lines []string
	line, space, n := "", -1, 0
	for _, r := range s {
		if n+letterWidth(r) > width && line != "" {
			rest := ""
			if space > 0 {
				line, rest = line[:space], strings.TrimLeft(line[space:], " ")
			}
			lines = append(lines, strings.TrimRight(line, " "))
			line, space, n = rest, -1, letters(rest)
		}
		if r == ' ' {
			space = len(line)
		}
		line += string(r)
		n += letterWidth(r)
	}
	return strings.Join(append(lines, line), "\n")
}

// fitSize is the font size in points, at most size and at least 9, at which a
// line fits the width in millimetres. A half-width letter is about 0.53 of the
// size, and a point is 0.3528 mm.
func fitSize(s string, width, size float64) float64 {
	n := float64(max(letters(s), 1))
	fit := math.Floor(width/(n*0.53*0.3528)*2) / 2
	return max(9, min(size, fit))
}
