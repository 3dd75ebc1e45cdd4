package tabular

import (
	"strings"

	"fugai/datasets"
)

// guard makes a text neutral for spreadsheets by an apostrophe before it, as
// OWASP advises. So that [unguard] gives every text back, one that looks
// guarded already gets one as well.
func guard(s string) string {
	if datasets.FormulaLike(s) || s != "" && s[0] == '\'' && guarded(s) {
		return "'" + s
	}
	return s
}

// guarded tells a text of apostrophes before a digit or before what a
// spreadsheet could take for a formula.
func guarded(s string) bool {
	rest := strings.TrimLeft(s, "'")
	return len(rest) < len(s) && rest != "" && (rest[0] >= '0' && rest[0] <= '9' || datasets.FormulaLike(rest))
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
