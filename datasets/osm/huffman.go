package osm

import (
	"math/bits"
	"slices"
)

// Deflate's codes (RFC 1951, 3.2) become tables that are looked up with the
// bits that come next: a first table of a few bits, and behind it one for each
// beginning of longer codes. An entry says how many bits its code has and what
// it stands for:
//
//	bits 0–7    length of the code; 0 is no code
//	bits 8–12   extra bits to read, those that a second table looks at, or how many literals
//	bits 13–15  kind
//	bits 16–31  one or two literals, base value, or start of a second table
type entry uint32

const (
	entryExtra = 8
	entryValue = 16
	// kinds
	isLiteral entry = 1 << 13
	isEnd     entry = 2 << 13
	isSecond  entry = 4 << 13
)

func (e entry) length() uint  { return uint(e & 31) }
func (e entry) extra() uint   { return uint(e >> entryExtra & 31) }
func (e entry) value() uint32 { return uint32(e >> entryValue) }

const (
	maxCode     = 15 // bits of the longest code
	lengthBits  = 11 // of the first table of literals and lengths
	offsetBits  = 8  // of the first table of offsets
	codeBits    = 7  // of the table of lengths of codes
	lengthCodes = 288
	offsetCodes = 32
)

// table decodes the codes of one alphabet.
type table struct {
	entries []entry
	bits    uint // of the first table
}

// build makes the table for codes of the given lengths; symbols gives the entry of
// each without its length. It is false for lengths that are no prefix code. A
// code with a single symbol of one bit may be incomplete, and so may one without
// symbols: encoders write them where nothing is referred to.
func (t *table) build(lengths []uint8, first uint, symbols []entry) bool {
	var count [maxCode + 1]int
	for _, l := range lengths {
		count[l]++
	}
	used := len(lengths) - count[0]
	count[0] = 0
	var next [maxCode + 2]uint
	left := 1
	for l := 1; l <= maxCode; l++ {
		left = left<<1 - count[l]
		if left < 0 {
			return false
		}
		next[l+1] = (next[l] + uint(count[l])) << 1 // code of the first symbol of that length
	}
	if left > 0 && (used > 1 || used == 1 && count[1] != 1) {
		return false
	}
	t.bits = first
	t.entries = zeros(t.entries, 1<<first)
	var codes [lengthCodes]uint16
	for s, l := range lengths {
		if l == 0 {
			continue
		}
		codes[s] = bits.Reverse16(uint16(next[l])) >> (16 - l)
		next[l]++
		if head := &t.entries[uint(codes[s])&(1<<first-1)]; uint(l) > first { // the second table looks at as many bits as its longest code needs
			*head = isSecond | entry(max(head.extra(), uint(l)-first))<<entryExtra | entry(first)
		}
	}
	for s, l := range lengths {
		if l > 0 {
			t.put(uint(codes[s]), uint(l), symbols[s])
		}
	}
	return true
}

// put enters a code, whose bits are reversed, wherever it is a beginning.
func (t *table) put(code, length uint, e entry) {
	e |= entry(length)
	if length <= t.bits {
		for i, first := code, t.entries[:1<<t.bits]; i < uint(len(first)); i += 1 << length {
			first[i] = e
		}
		return
	}
	head := t.entries[code&(1<<t.bits-1)]
	start, size := uint(head.value()), head.extra()
	if start == 0 { // the first of its beginning
		start = uint(len(t.entries))
		t.entries[code&(1<<t.bits-1)] |= entry(start) << entryValue
		t.entries = slices.Grow(t.entries, 1<<size)[:start+1<<size]
		clear(t.entries[start:])
	}
	for i := code >> t.bits; i < 1<<size; i += 1 << (length - t.bits) {
		t.entries[start+i] = e
	}
}

// pair makes one entry of two literals whose codes fit the first table together:
// most of what is inflated is literals.
func (t *table) pair() {
	// From the end on, as what follows a code stands before it.
	first := t.entries[:1<<t.bits]
	for i := len(first) - 1; i >= 0; i-- {
		e := first[i]
		if e&isLiteral == 0 {
			continue
		}
		next := first[i>>e.length()]
		if n := e.length() + next.length(); next&isLiteral != 0 && n <= t.bits {
			first[i] = isLiteral | entry(n) | 2<<entryExtra | entry(e.value()|next.value()<<8)<<entryValue
		}
	}
}
