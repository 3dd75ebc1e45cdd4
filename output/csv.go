package output

import (
	"strings"

	"fugai/datasets"
)

// CSVText makes a text from the data safe to open in a spreadsheet: one that is
// like a formula is led by an apostrophe, as OWASP advises. Every other text is kept.
func CSVText(s string) string {
	if datasets.FormulaLike(s) {
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
