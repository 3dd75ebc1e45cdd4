package gpkg

import (
	"encoding/binary"
	"math"
)

// record builds one row in the record format of SQLite (file format, 2.1): a
// header of varints that say type and size of each column, then the values.
type record struct {
	types, values []byte
	header        []byte // see head
}

func (r *record) reset() { r.types, r.values = r.types[:0], r.values[:0] }

func (r *record) null() { r.types = append(r.types, 0) }

// integer takes as few bytes as the number needs; 0 and 1 take none.
func (r *record) integer(v int64) {
	switch {
	case v == 0 || v == 1:
		r.types = append(r.types, 8+byte(v))
	case v >= math.MinInt8 && v <= math.MaxInt8:
		r.types = append(r.types, 1)
		r.values = append(r.values, byte(v))
	case v >= math.MinInt16 && v <= math.MaxInt16:
		r.types = append(r.types, 2)
		r.values = binary.BigEndian.AppendUint16(r.values, uint16(v))
	case v >= -1<<23 && v < 1<<23:
		r.types = append(r.types, 3)
		r.values = append(r.values, byte(v>>16), byte(v>>8), byte(v))
	case v >= math.MinInt32 && v <= math.MaxInt32:
		r.types = append(r.types, 4)
		r.values = binary.BigEndian.AppendUint32(r.values, uint32(v))
	case v >= -1<<47 && v < 1<<47:
		r.types = append(r.types, 5)
		r.values = binary.BigEndian.AppendUint16(r.values, uint16(v>>32))
		r.values = binary.BigEndian.AppendUint32(r.values, uint32(v))
	default:
		r.types = append(r.types, 6)
		r.values = binary.BigEndian.AppendUint64(r.values, uint64(v))
	}
}

// real stores a value of a column of reals: whole numbers as integers, which
// SQLite turns back. Not a number becomes NULL, as SQLite has it.
func (r *record) real(v float64) {
	switch {
	case math.IsNaN(v):
		r.null()
	case math.Abs(v) < 1<<47 && v == math.Trunc(v) && (v != 0 || !math.Signbit(v)):
		r.integer(int64(v))
	default:
		r.types = append(r.types, 7)
		r.values = binary.BigEndian.AppendUint64(r.values, math.Float64bits(v))
	}
}

func (r *record) text(s string) {
	r.types = appendVarint(r.types, uint64(len(s))*2+13)
	r.values = append(r.values, s...)
}

func (r *record) blob(b []byte) {
	r.types = appendVarint(r.types, uint64(len(b))*2+12)
	r.values = append(r.values, b...)
}

// head is the header, which begins with its own length and counts itself. It is
// good until the next call.
func (r *record) head() []byte {
	size := uint64(len(r.types)) + 1
	for varintLen(size) > int(size)-len(r.types) {
		size++
	}
	r.header = append(appendVarint(r.header[:0], size), r.types...)
	return r.header
}

// appendVarint appends a number as SQLite's variable-length integer: seven bits
// a byte, most significant first, the ninth byte whole.
func appendVarint(b []byte, v uint64) []byte {
	switch {
	case v < 1<<7:
		return append(b, byte(v))
	case v < 1<<14:
		return append(b, byte(v>>7)|0x80, byte(v)&0x7f)
	case v >= 1<<56:
		for shift := 57; shift >= 8; shift -= 7 {
			b = append(b, byte(v>>shift)|0x80)
		}
		return append(b, byte(v))
	}
	for i := varintLen(v) - 1; i > 0; i-- {
		b = append(b, byte(v>>(7*i))|0x80)
	}
	return append(b, byte(v)&0x7f)
}

// varintLen is the length of appendVarint, 1 to 9.
func varintLen(v uint64) int {
	n := 1
	for v >>= 7; v > 0 && n < 9; v >>= 7 {
		n++
	}
	return n
}
