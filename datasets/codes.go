package datasets

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// CodeDigits is the length of a statistical division code: 6 digits for the
// county, 3 for the town or street, 3 for the village or community
// (国家统计局 统计用区划代码).
const CodeDigits = 12

// codeState says what is wrong with a code as it stands in a cell.
type codeState int

const (
	codeFine codeState = iota
	codeLost           // a spreadsheet rounded it: 4.4E+11
	codeOdd            // letters or signs, or a length that no division has
)

// parseCode reads a division code as text: widths made plain, a leading
// apostrophe and a trailing .0 dropped, 4.40307001001E+11 written out where all
// of its digits are there.
func parseCode(cell string) (string, codeState) {
	if isLettersAndDigits(cell) && !allDigits(cell) {
		return cell, codeOdd // which no change of width or sign makes a code
	}
	s := cell
	if !allDigits(s) {
		s = strings.Trim(strings.ReplaceAll(norm.NFKC.String(clean(cell)), " ", ""), "'`\"")
	}
	if whole, frac, ok := strings.Cut(s, "."); ok && allDigits(whole) && strings.Trim(frac, "0") == "" {
		s = whole
	}
	if allDigits(s) {
		switch len(s) {
		case 2, 4, 6, 9, CodeDigits, 15: // 15: natural villages, where a province numbers them
			return s, codeFine
		}
		return s, codeOdd
	}
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(s), "E+")
	whole, frac, _ := strings.Cut(mantissa, ".")
	if !ok || !allDigits(whole) || frac != "" && !allDigits(frac) || !allDigits(exponent) {
		return s, codeOdd
	}
	if digits := whole + frac; len(whole) == 1 && len(digits) == CodeDigits && strings.TrimLeft(exponent, "0") == "11" {
		return digits, codeFine
	}
	return "", codeLost
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// codeStem cuts the zeros that pad a code of a higher unit to 9 or 12 digits,
// so that 440307001 and 440307001000 are one code. Other texts stay.
func codeStem(code string) string {
	if !allDigits(code) {
		return code
	}
	for _, n := range []int{12, 9} {
		if len(code) == n && strings.HasSuffix(code, "000") {
			code = code[:n-3]
		}
	}
	for _, n := range []int{6, 4} {
		if len(code) == n && strings.HasSuffix(code, "00") {
			code = code[:n-2]
		}
	}
	return code
}

// codeAbove lists the stems of the units that hold a code's unit, nearest
// first: 440307001001 lies in 440307001, 440307, 4403 and 44.
func codeAbove(code string) []string {
	stem := codeStem(code)
	if !allDigits(stem) {
		return nil
	}
	var out []string
	for _, n := range []int{12, 9, 6, 4, 2} {
		if len(stem) > n {
			out = append(out, stem[:n])
		}
	}
	return out
}
