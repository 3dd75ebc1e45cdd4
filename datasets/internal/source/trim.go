package source

import (
	"strconv"
	"strings"
	"unicode"
)

// TrimCell cuts white space from both ends of a cell: ASCII and Unicode
// spaces (U+3000 and the no-break space among them), zero-width characters,
// byte order marks and NUL.
func TrimCell(s string) string {
	if s == "" || (s[0] > ' ' && s[0] < 0x80 && s[len(s)-1] > ' ' && s[len(s)-1] < 0x80) {
		return s
	}
	return strings.TrimFunc(s, isOddSpace)
}

func isOddSpace(r rune) bool {
	switch r {
	case 0, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x180e:
		return true
	}
	return unicode.IsSpace(r)
}

// HeaderName tidies the name of a column: full-width letters, digits and
// ASCII punctuation become half-width, runs of white space and line breaks
// become one space (none between Chinese characters), ends are trimmed.
func HeaderName(s string) string {
	var b strings.Builder
	space := false
	last := rune(0)
	for _, r := range TrimCell(s) {
		if r >= 0xff01 && r <= 0xff5e {
			r -= 0xfee0
		}
		if isOddSpace(r) {
			space = space || unicode.IsSpace(r)
			continue
		}
		if space && !(unicode.Is(unicode.Han, last) && (unicode.Is(unicode.Han, r) || r == '(')) && last != ')' {
			b.WriteByte(' ')
		}
		space, last = false, r
		b.WriteRune(r)
	}
	return b.String()
}

// UniqueNames gives blank names a number ("column 3") and names that repeat
// an earlier one a suffix (" (2)"). It returns a new slice.
func UniqueNames(names []string) []string {
	given := make(map[string]bool, len(names))
	for _, n := range names {
		given[n] = true
	}
	used := make(map[string]bool, len(names))
	next := make(map[string]int, len(names)) // where to go on looking for a free suffix
	out := make([]string, len(names))
	for i, n := range names {
		base, name := n, n
		if base == "" {
			base = "column " + strconv.Itoa(i+1)
			name = base
		}
		for k := max(next[base], 2); used[name] || name != n && given[name]; k++ {
			name = base + " (" + strconv.Itoa(k) + ")"
			next[base] = k + 1
		}
		used[name] = true
		out[i] = name
	}
	return out
}
