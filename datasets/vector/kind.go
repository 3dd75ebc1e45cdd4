package vector

import (
	"math"
	"strconv"

	"fugai/datasets"
)

// valueKind says what JSON values a column holds, one bit for each kind.
type valueKind uint8

const (
	nullValue    valueKind = 0
	integerValue valueKind = 1 << (iota - 1)
	realValue
	booleanValue
	textValue
)

// kindOf tells the kind of a word of the scanner that is neither null nor a
// not-a-number token. A number that would lose digits as a number (an integer
// over 64 bits, one with leading zeros) counts as text.
func kindOf(word []byte) valueKind {
	w := string(word)
	if w == "true" || w == "false" {
		return booleanValue
	}
	if !strictNumber(w) {
		return textValue
	}
	if isInteger(w) {
		if _, err := strconv.ParseInt(w, 10, 64); err != nil {
			return textValue
		}
		return integerValue
	}
	if v, err := strconv.ParseFloat(w, 64); err != nil || math.IsInf(v, 0) {
		return textValue
	}
	return realValue
}

// strictNumber tells a number as JSON writes it: no plus sign, no leading
// zeros, digits on both sides of a point.
func strictNumber(w string) bool {
	if !isNumber([]byte(w)) || w[0] == '+' {
		return false
	}
	if w[0] == '-' {
		w = w[1:]
	}
	if w[0] == '.' || len(w) > 1 && w[0] == '0' && w[1] >= '0' && w[1] <= '9' {
		return false
	}
	for i := range len(w) {
		if w[i] == '.' {
			return i+1 < len(w) && w[i+1] >= '0' && w[i+1] <= '9'
		}
	}
	return true
}

// isInteger tells a number without point and exponent.
func isInteger(w string) bool {
	for i := range len(w) {
		if (w[i] < '0' || w[i] > '9') && (i > 0 || w[i] != '-') {
			return false
		}
	}
	return true
}

// typesOf gives the types of columns by what they hold.
func typesOf(kinds []valueKind) []datasets.Type {
	out := make([]datasets.Type, len(kinds))
	for i, k := range kinds {
		switch k {
		case integerValue:
			out[i] = datasets.TypeInteger
		case realValue, integerValue | realValue:
			out[i] = datasets.TypeReal
		case booleanValue:
			out[i] = datasets.TypeBoolean
		default:
			out[i] = datasets.TypeText
		}
	}
	return out
}
