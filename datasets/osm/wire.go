package osm

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// The wire types of protocol buffers that occur.
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

// wire walks the fields of one protocol buffer message in place. What is
// broken sets bad and ends the walk: readers look at it once, at the end.
// (Protocol Buffers, Encoding.)
type wire struct {
	data []byte
	at   int // of the next byte
	bad  bool
}

// more tells whether anything follows.
func (w *wire) more() bool { return w.at < len(w.data) }

func (w *wire) spoil() { w.bad, w.at = true, len(w.data) }

// next gives the number and wire type of the field that follows; false at the
// end.
func (w *wire) next() (field, kind int, ok bool) {
	if w.at >= len(w.data) {
		return 0, 0, false
	}
	tag := uint64(w.data[w.at])
	if w.at++; tag >= 0x80 {
		w.at--
		tag = w.long()
	}
	if w.bad || tag>>3 == 0 || tag>>3 > 1<<29-1 {
		w.spoil()
		return 0, 0, false
	}
	return int(tag >> 3), int(tag & 7), true
}

// varint takes one number of at most ten bytes.
func (w *wire) varint() uint64 {
	if w.at < len(w.data) {
		if b := w.data[w.at]; b < 0x80 {
			w.at++
			return uint64(b)
		}
	}
	return w.long()
}

// long is varint for numbers of several bytes.
func (w *wire) long() uint64 {
	v, next := varint(w.data, w.at)
	if next > len(w.data) {
		w.spoil()
		return 0
	}
	w.at = next
	return v
}

// varint takes a number from data and tells where the next one begins: behind
// the end of data where it is broken. What stands behind data in memory may be
// looked at, but does not count.
func varint(data []byte, at int) (v uint64, next int) {
	if v, size := short(eight(data, at)); size > 0 {
		return v, at + size
	}
	v, size := binary.Uvarint(data[min(at, len(data)):])
	if size <= 0 {
		return 0, len(data) + 1
	}
	return v, at + size
}

// eight gives the bytes that follow, or where there are fewer in memory what
// is none of the numbers that short takes.
func eight(data []byte, at int) uint64 {
	if at+8 <= cap(data) {
		return binary.LittleEndian.Uint64(data[at : at+8])
	}
	return math.MaxUint64
}

// short takes a number of up to four bytes out of eight; size 0 is a longer one.
func short(x uint64) (v uint64, size int) {
	last := ^x & 0x80808080 // the high bit of the last byte, and others above it
	if last == 0 {
		return 0, 0
	}
	x &= last ^ (last - 1)
	x = x&0x7f007f | x&0x7f007f00>>1
	return x&0x3fff | x>>2&0xfffc000, bits.TrailingZeros64(last)>>3 + 1
}

// sums gives what a column of n differences in zigzag form adds up to, number by
// number, in the memory of out; false where it is broken.
func sums(out []int64, n int, column []byte) ([]int64, bool) {
	out = slices.Grow(out[:0], n)[:n]
	sum, at := int64(0), 0
	for i := range out {
		v, size := short(eight(column, at))
		if at += size; size == 0 {
			v, at = varint(column, at)
		}
		sum += zigzag(v)
		out[i] = sum
	}
	return out, at == len(column)
}

// signed takes one number in zigzag form.
func (w *wire) signed() int64 { return zigzag(w.varint()) }

func zigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// bytes takes what a length announces.
func (w *wire) bytes() []byte {
	n := w.varint()
	if n > uint64(len(w.data)-w.at) {
		w.spoil()
		return nil
	}
	out := w.data[w.at : w.at+int(n)]
	w.at += int(n)
	return out
}

// skip passes over the value of a field.
func (w *wire) skip(kind int) {
	size := 0
	switch kind {
	case wireVarint:
		w.varint()
	case wireBytes:
		w.bytes()
	case wireFixed64:
		size = 8
	case wireFixed32:
		size = 4
	default:
		w.spoil()
	}
	if size > len(w.data)-w.at {
		w.spoil()
		return
	}
	w.at += size
}

// number takes a field that must be a varint.
func (w *wire) number(kind int) uint64 {
	if kind != wireVarint {
		w.spoil()
		return 0
	}
	return w.varint()
}

// packed takes a field that must be bytes, and occur once.
func (w *wire) packed(kind int, into *[]byte) {
	if kind != wireBytes || len(*into) > 0 {
		w.spoil()
		return
	}
	*into = w.bytes()
}

// numbers counts the varints in packed bytes: those without the high bit end one.
func numbers(packed []byte) int {
	n := 0
	for ; len(packed) >= 8; packed = packed[8:] {
		n += bits.OnesCount64(^binary.LittleEndian.Uint64(packed) & 0x8080808080808080)
	}
	for _, b := range packed {
		if b < 0x80 {
			n++
		}
	}
	return n
}
