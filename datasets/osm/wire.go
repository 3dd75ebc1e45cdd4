package osm

import (
	"encoding/binary"
	"math/bits"
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
	rest []byte
	bad  bool
}

// next gives the number and wire type of the field that follows; false at the
// end.
func (w *wire) next() (field, kind int, ok bool) {
	if len(w.rest) == 0 || w.bad {
		return 0, 0, false
	}
	tag := w.varint()
	if w.bad || tag>>3 == 0 || tag>>3 > 1<<29-1 {
		w.bad = true
		return 0, 0, false
	}
	return int(tag >> 3), int(tag & 7), true
}

// varint takes one number of at most ten bytes.
func (w *wire) varint() uint64 {
	if len(w.rest) > 0 && w.rest[0] < 0x80 {
		v := w.rest[0]
		w.rest = w.rest[1:]
		return uint64(v)
	}
	return w.long()
}

// long is varint for numbers of several bytes: those of up to four are taken in
// one step.
func (w *wire) long() uint64 {
	if len(w.rest) >= 8 {
		x := binary.LittleEndian.Uint64(w.rest)
		if end := bits.TrailingZeros64(^x & 0x80808080); end < 32 {
			x &= 1<<(end&31) - 1 // without the bytes behind, and the high bit of the last
			w.rest = w.rest[end/8+1:]
			return x&0x7f | x>>1&0x3f80 | x>>2&0x1fc000 | x>>3&0xfe00000
		}
	}
	v, n := binary.Uvarint(w.rest)
	if n <= 0 {
		w.bad, w.rest = true, nil
		return 0
	}
	w.rest = w.rest[n:]
	return v
}

// signed takes one number in zigzag form.
func (w *wire) signed() int64 {
	return zigzag(w.varint())
}

func zigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// bytes takes what a length announces.
func (w *wire) bytes() []byte {
	n := w.varint()
	if n > uint64(len(w.rest)) {
		w.bad, w.rest = true, nil
		return nil
	}
	out := w.rest[:n:n]
	w.rest = w.rest[n:]
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
		w.bad = true
	}
	if size > len(w.rest) {
		w.bad, size = true, len(w.rest)
	}
	w.rest = w.rest[size:]
}

// number takes a field that must be a varint.
func (w *wire) number(kind int) uint64 {
	if kind != wireVarint {
		w.bad = true
		return 0
	}
	return w.varint()
}

// packed takes a field that must be bytes, and occur once.
func (w *wire) packed(kind int, into *[]byte) {
	if kind != wireBytes || len(*into) > 0 {
		w.bad = true
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
