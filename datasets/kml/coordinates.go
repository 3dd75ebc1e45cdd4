package kml

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"fugai/datasets"

	"github.com/paulmach/orb"
)

// parseCoordinates reads "lon,lat[,height]" tuples between white space. Where
// that fails, white space beside the commas is taken for part of a tuple, and
// full-width commas for commas, as texts typed by hand have them. bad is the
// first tuple that is none; height tells whether one was not zero.
func parseCoordinates(text string) (pts []orb.Point, height bool, bad string) {
	pts, height, bad = parseTuples(text)
	if bad == "" || !strings.ContainsAny(text, ",，") {
		return pts, height, bad
	}
	if again, h, worse := parseTuples(closeCommas(text)); worse == "" {
		return again, h, ""
	}
	return nil, false, bad
}

func parseTuples(text string) (pts []orb.Point, height bool, bad string) {
	for i := 0; ; {
		for i < len(text) && isSpace(text[i]) {
			i++
		}
		if i == len(text) {
			return pts, height, ""
		}
		from := i
		for i < len(text) && !isSpace(text[i]) {
			i++
		}
		p, h, ok := parseTuple(text[from:i])
		if !ok {
			return nil, false, text[from:i]
		}
		pts, height = append(pts, p), height || h
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// parseTuple reads one tuple; a comma too many at its end is passed over.
func parseTuple(s string) (p orb.Point, height, ok bool) {
	s = strings.TrimRight(s, ",")
	lon, rest, two := strings.Cut(s, ",")
	lat, up, three := strings.Cut(rest, ",")
	if !two {
		return p, false, false
	}
	x, okX := parseNumber(lon)
	y, okY := parseNumber(lat)
	z, okZ := 0.0, true
	if three {
		z, okZ = parseNumber(up)
	}
	return orb.Point{x, y}, z != 0, okX && okY && okZ
}

// parseNumber reads a decimal number, and none of the other forms that Go has.
func parseNumber(s string) (float64, bool) {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsInf(v, 0)
}

// closeCommas cuts the white space around commas, makes full-width ones and
// the wide spaces plain.
func closeCommas(text string) string {
	out := make([]byte, 0, len(text))
	comma := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch r {
		case ',', '，':
			for len(out) > 0 && out[len(out)-1] == ' ' {
				out = out[:len(out)-1]
			}
			out, comma = append(out, ','), true
		case ' ', '\t', '\n', '\r', '\u00a0', '\u3000', '\u200b', '\ufeff':
			if !comma {
				out = append(out, ' ')
			}
		default:
			out, comma = utf8.AppendRune(out, r), false
		}
	}
	return string(out)
}

// parseTrack reads the "lon lat height" of a gx:coord; an empty one, which
// stands for a gap, is passed over.
func (m *mark) parseTrack(text string) (orb.Point, bool) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return orb.Point{}, false
	}
	p, height, ok := parseTuple(strings.Join(fields, ","))
	m.height = m.height || height
	if !ok && m.bad == nil {
		say := datasets.T("“%s”不是坐标", "%q is no coordinate", clip(text))
		m.bad = &say
	}
	return p, ok
}
