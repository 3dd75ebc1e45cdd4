package datasets

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// Most cells of a large table need no work: Chinese characters, digits, dates
// as 2024-03-05. What is told here is what the general forms give for them.

// folded are the ASCII characters that stay as they are when words are
// compared: see fold.
var folded = func() (is [utf8.RuneSelf]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyz0123456789!#$%&()+,./;<=>?@[]\\^{|}~" {
		is[c] = true
	}
	return is
}()

// isFolded tells whether fold would return the text as it is, for texts of
// common Chinese characters (U+4E00 to U+9FFF, which have no other form) and
// plain ASCII.
func isFolded(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c < utf8.RuneSelf:
			if !folded[c] {
				return false
			}
			i++
		case c == 0xe4 && i+2 < len(s) && s[i+1] >= 0xb8 && continues(s[i+1]) && continues(s[i+2]),
			c >= 0xe5 && c <= 0xe9 && i+2 < len(s) && continues(s[i+1]) && continues(s[i+2]):
			i += 3
		default:
			return false
		}
	}
	return true
}

// continues tells the second and third byte of a character.
func continues(c byte) bool { return c&0xc0 == 0x80 }

// isTrimmed tells whether a text certainly neither begins nor ends with white
// space or anything invisible.
func isTrimmed(s string) bool {
	if s == "" {
		return true
	}
	first, last := s[0], s[len(s)-1]
	if first <= ' ' || first == 0x7f || first >= utf8.RuneSelf && (first < 0xe4 || first > 0xe9) {
		return false
	}
	if last < utf8.RuneSelf {
		return last > ' ' && last != 0x7f
	}
	return len(s) >= 3 && s[len(s)-3] >= 0xe4 && s[len(s)-3] <= 0xe9 // U+4000 to U+9FFF
}

// isDigit tells the ten digits of ASCII.
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isLettersAndDigits tells texts of ASCII letters and digits alone.
func isLettersAndDigits(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; !isDigit(s[i]) && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// plainFloat reads 12, -12 and 12.5 in ASCII, up to 15 digits, which are exact.
func plainFloat(s string) (float64, bool) {
	digits := s
	if digits != "" && digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) == 0 || len(digits) > 16 || !isDigit(digits[0]) || !isDigit(digits[len(digits)-1]) {
		return 0, false
	}
	whole, point, scale := int64(0), false, 0
	for i := range len(digits) {
		switch c := digits[i]; {
		case isDigit(c):
			whole = 10*whole + int64(c-'0')
			if point {
				scale++
			}
		case c == '.' && !point:
			point = true
		default:
			return 0, false
		}
	}
	if !point && len(digits) > 15 {
		return 0, false
	}
	v := float64(whole) / powersOfTen[scale] // both are exact, so the quotient is rounded once
	if s[0] == '-' {
		v = math.Copysign(v, -1)
	}
	return v, true
}

// powersOfTen are exact as float64.
var powersOfTen = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// plainDate reads 2024, 2024-03 and 2024-03-05 where they are dates.
func plainDate(s string) (Date, bool) {
	switch {
	case len(s) == 4, len(s) == 7 && s[4] == '-', len(s) == 10 && s[4] == '-' && s[7] == '-':
	default:
		return Date{}, false
	}
	part := func(from, to int) string {
		if to > len(s) || !allDigits(s[from:to]) {
			return ""
		}
		return s[from:to]
	}
	year, month, day := part(0, 4), part(5, 7), part(8, 10)
	if year == "" || len(s) > 4 && month == "" || len(s) > 7 && day == "" {
		return Date{}, false
	}
	var d Date
	d.Year, _ = strconv.Atoi(year)
	d.Month, _ = strconv.Atoi(month)
	d.Day, _ = strconv.Atoi(day)
	ok := d.Year >= minYear && d.Year <= maxYear && (month == "" || d.Month >= 1 && d.Month <= 12) && (day == "" || d.Day >= 1 && d.Day <= 28)
	return d, ok // days past the 28th are left to the calendar
}
