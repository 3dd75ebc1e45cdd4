package osm

import "strconv"

// integer reads an identifier.
func integer(s []byte) (int64, bool) {
	n, err := strconv.ParseInt(string(s), 10, 64)
	return n, err == nil && sound(n)
}

// degrees reads a coordinate. Up to 15 digits are exact in both parts of a
// quotient, which makes it the nearest number, as strconv finds it.
func degrees(s []byte) (float64, bool) {
	digits, point, n := uint64(0), -1, 0
	for i, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits = digits*10 + uint64(c-'0')
			n++
		case c == '.' && point < 0:
			point = i
		case i > 0 || c != '-':
			n = 16
		}
	}
	if n == 0 || n > 15 {
		v, err := strconv.ParseFloat(string(s), 64)
		return v, err == nil && v == v && v-v == 0
	}
	v := float64(digits)
	if point >= 0 {
		power := 1.0
		for range len(s) - 1 - point {
			power *= 10
		}
		v /= power
	}
	if s[0] == '-' {
		v = -v
	}
	return v, true
}
