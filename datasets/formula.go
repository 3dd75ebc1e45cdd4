package datasets

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// FormulaLike tells whether a spreadsheet could take a text for a formula: it
// begins, after spaces and invisible characters, with = + - or @ or their
// full-width forms, or with a TAB, CR or LF itself. Numbers and lone dashes are
// none.
//
// Source: OWASP, CSV Injection.
func FormulaLike(s string) bool {
	if s == "" || IsNumber(s) || strings.Trim(s, "-") == "" {
		return false
	}
	rest := strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
	if rest == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(rest)
	return strings.IndexByte("\t\r\n", s[0]) >= 0 || strings.ContainsRune("=+-@＝＋－＠﹢﹣﹦﹫", first)
}

// IsNumber tells digits with a sign, a point and an exponent at most.
func IsNumber(s string) bool {
	digits := func() bool {
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		s = s[n:]
		return n > 0
	}
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	if !digits() {
		return false
	}
	if rest, ok := strings.CutPrefix(s, "."); ok {
		s = rest
		digits()
	}
	if len(s) > 1 && s[0]|0x20 == 'e' {
		s = strings.TrimLeft(s[1:], "+-")
		return digits() && s == ""
	}
	return s == ""
}
