package output

import (
	"strings"
	"unicode"
)

// Hostile tells whether a spreadsheet could take a text from the data for a
// formula: it begins, after spaces and invisible characters, with = + - or @,
// their full-width forms (which Chinese input methods give and spreadsheets
// fold), or it begins with a TAB, CR or LF itself.
//
// Source: OWASP, CSV Injection.
func Hostile(s string) bool {
	if s == "" {
		return false
	}
	if s[0] == '\t' || s[0] == '\r' || s[0] == '\n' {
		return true
	}
	s = strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
	for _, r := range s {
		return strings.ContainsRune("=+-@＝＋－＠﹢﹣﹦﹫", r)
	}
	return false
}

// CSVText makes a text from the data safe to open in a spreadsheet: a hostile
// one is led by an apostrophe, as OWASP advises. Every other text is kept.
func CSVText(s string) string {
	if Hostile(s) {
		return "'" + s
	}
	return s
}

// CSVCode makes a code safe to open in a spreadsheet, which would show
// 440307001001 as 4.40307E+11 and drop leading zeros: a code of digits alone
// that is long or begins with 0 is followed by a TAB, which makes it text.
// Readers that trim spaces, fugai's among them, see the code alone.
func CSVCode(code string) string {
	digits := code != "" && strings.Trim(code, "0123456789") == ""
	if digits && (len(code) > 11 || len(code) > 1 && code[0] == '0') {
		return code + "\t"
	}
	return CSVText(code)
}
