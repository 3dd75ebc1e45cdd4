package gis

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"fugai/coverage"
	"fugai/output"
)

// remarks are the sentences that stand with the project: the date, where the
// data come from, what was taken for granted.
func (v *view) remarks() []string {
	var out []string
	if !v.r.AsOf.IsZero() {
		out = append(out, v.t("数据截至 ", "As of ")+v.r.AsOf.In(v.lang)+v.t("。", "."))
	}
	out = append(out, v.sitingAbout()...)
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

// mapRemarks are the lines under a target's map: date, what is not on the map
// and the target's source; notes as far as two lines hold them, the note on
// invented data, and the note on maps.
func (v *view) mapRemarks(l *coverage.Ledger) []string {
	var first, notes []string
	if !v.r.AsOf.IsZero() {
		first = append(first, v.t("数据截至 ", "As of ")+v.r.AsOf.In(v.lang))
	}
	if n := v.offMap(l); n > 0 {
		first = append(first, fmt.Sprintf(v.t("计入的设施中有 %d 处没有坐标，未绘于图上", "%d of the facilities counted have no coordinates and are not drawn"), n))
	}
	if way := v.wayText(l); way != "" {
		first = append(first, v.t("出行方式：", "Travel: ")+way)
	}
	if off := output.OffStreetText(l.OffStreet).In(v.lang); off != "" {
		first = append(first, off)
	}
	if l.Source != "" {
		first = append(first, v.t("目标来源：", "Target from: ")+l.Source)
	}
	for _, n := range v.r.Notes {
		notes = append(notes, n.In(v.lang))
	}
	var out []string
	gap := v.t("　", "   ")
	add := func(s string, lines int) {
		if s != "" {
			out = append(out, firstLines(wrap(s, remarkLine), lines))
		}
	}
	lines := 1
	if output.ByWay(l) {
		lines = 2
	}
	add(strings.Join(first, gap), lines)
	add(strings.Join(notes, gap), 3-lines)
	if v.r.Made {
		add(output.MadeNote().In(v.lang), 1)
	}
	add(output.MapNote().In(v.lang), 1)
	return out
}

// offMap counts the facilities that a target counts but no map can show.
func (v *view) offMap(l *coverage.Ledger) int {
	n, counted := 0, v.countedBy(l)
	for _, f := range v.byPlace().off {
		if counted.has(f.ID) {
			n++
		}
	}
	return n
}

// capital begins a heading with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
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

// firstLines keeps so many lines of a text and marks that more followed.
func firstLines(s string, lines int) string {
	all := strings.Split(s, "\n")
	if len(all) <= lines {
		return s
	}
	last := []rune(all[lines-1])
	all[lines-1] = string(last[:max(len(last)-1, 0)]) + "…"
	return strings.Join(all[:lines], "\n")
}

// wrap breaks a text into lines of at most width half-width letters: between
// Chinese characters, or at a space where a word would be broken. Closing marks
// never begin a line, so that a line may be one mark longer.
func wrap(s string, width int) string {
	var lines []string
	line, space, n, last := "", -1, 0, ' '
	for _, r := range s {
		if n+letterWidth(r) > width && line != "" && !strings.ContainsRune("，。、；：！？）》”’…", r) {
			rest := ""
			if space > 0 && last != ' ' && r != ' ' && letterWidth(last) == 1 && letterWidth(r) == 1 {
				line, rest = line[:space], strings.TrimLeft(line[space:], " ")
			}
			lines = append(lines, strings.TrimRight(line, " "))
			line, space, n = rest, -1, letters(rest)
		}
		if r == ' ' {
			if line == "" {
				continue
			}
			space = len(line)
		}
		line += string(r)
		n += letterWidth(r)
		last = r
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
