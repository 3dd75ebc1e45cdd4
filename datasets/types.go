package datasets

import (
	"strings"
	"time"
)

// maxNumberDigits is the most digits before the point that are still taken for
// a number: numbers of eleven and twelve digits are telephones and division
// codes.
const maxNumberDigits = 9

// GuessTypes gives the types of a table's columns where the format knows none
// (CSV, workbooks): integer, real, date or time where every cell that is not
// empty is written like one, else text. What could be a code stays text: digits
// that begin with 0, more than nine of them, and columns called as codes,
// numbers of documents or telephones are. A column without any value is text.
// Types that the table has already are kept.
func GuessTypes(t *Table) []Type {
	t.Hold()
	types := make([]Type, len(t.Columns))
	for col := range t.Columns {
		types[col] = t.Type(col)
		if len(t.Types) == 0 && !calledCode(t.Columns[col]) {
			types[col] = guessType(t, col)
		}
	}
	return types
}

// calledCode tells whether a header announces digits that are no quantity.
func calledCode(header string) bool {
	h := fold(header)
	for _, word := range []string{"代码", "编码", "编号", "号码", "电话", "手机", "邮编", "证号", "code", "phone", "zip", "id"} {
		if strings.HasSuffix(h, word) {
			return true
		}
	}
	return false
}

// guessType looks at every cell of a column.
func guessType(t *Table, col int) Type {
	guess := Type("")
	for i := range t.Records {
		if col >= len(t.Records[i].Values) || t.Records[i].Values[col] == "" {
			continue
		}
		one := typeOf(t.Records[i].Values[col])
		switch {
		case guess == "", guess == TypeInteger && one == TypeReal:
			guess = one
		case guess == one, guess == TypeReal && one == TypeInteger:
		default:
			return TypeText
		}
		if guess == TypeText {
			return TypeText
		}
	}
	if guess == "" {
		return TypeText
	}
	return guess
}

// typeOf is the narrowest type that a cell is written like.
func typeOf(s string) Type {
	switch number := plainNumber(s); {
	case number != TypeText:
		return number
	case len(s) == len(time.DateOnly) && parses(time.DateOnly, s):
		return TypeDate
	case parses(time.RFC3339, s), parses("2006-01-02T15:04:05", s):
		return TypeTime
	}
	return TypeText
}

func parses(layout, s string) bool {
	_, err := time.Parse(layout, s)
	return err == nil
}

// plainNumber tells integers and decimals in plain digits from all else.
func plainNumber(s string) Type {
	whole, fraction, real := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	switch {
	case !allDigits(whole), len(whole) > maxNumberDigits, len(whole) > 1 && whole[0] == '0', real && !allDigits(fraction), len(fraction) > 15:
		return TypeText
	case real:
		return TypeReal
	}
	return TypeInteger
}
