package tabular

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// formulaLike tells whether a spreadsheet could take a text for a formula: it
// begins, after spaces and invisible characters, with = + - or @ or their
// full-width forms, or with a TAB, CR or LF itself. Numbers and lone dashes are
// none.
//
// Source: OWASP, CSV Injection.
func formulaLike(s string) bool {
	if s == "" || isPlainNumber(s) || strings.Trim(s, "-") == "" {
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

// isPlainNumber tells digits with a sign, a point and an exponent at most.
func isPlainNumber(s string) bool {
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

// guard makes a text neutral for spreadsheets by an apostrophe before it, as
// OWASP advises. So that [unguard] gives every text back, one that looks
// guarded already gets one as well.
func guard(s string) string {
	if formulaLike(s) || s != "" && s[0] == '\'' && guarded(s) {
		return "'" + s
	}
	return s
}

// guarded tells a text of apostrophes before a digit or before what a
// spreadsheet could take for a formula.
func guarded(s string) bool {
	rest := strings.TrimLeft(s, "'")
	return len(rest) < len(s) && rest != "" && (rest[0] >= '0' && rest[0] <= '9' || formulaLike(rest))
}

// unguard takes off the apostrophe that keeps a spreadsheet from reading a
// code as a number or a text as a formula.
func unguard(s string) (string, bool) {
	if !guarded(s) {
		return "", false
	}
	return s[1:], true
}

// isLongCode tells digits that a spreadsheet would spoil as a number: more than
// 11 of them, or a zero in front.
func isLongCode(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == "" && (len(s) > 11 || len(s) > 1 && s[0] == '0')
}
