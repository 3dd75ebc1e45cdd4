package osm

import "encoding/binary"

// padding stands behind the input and the output of a stream, so that eight
// bytes can be taken at a time, and that three entries of two literals and the
// longest copy always have room: 258 bytes in steps of eight.
const padding = 280

// deflated undoes Deflate (RFC 1951) between two pieces of memory. compress/flate
// works on streams, a byte at a time, and takes two to three times as long.
type deflated struct {
	in   []byte // the stream and padding
	out  []byte // room for size bytes and padding
	size int
	pos  int // of the next byte of in that is not in hand
	at   int // of the next byte of out

	hand uint64 // bits to use next, lowest first
	held uint   // how many of them count

	lengths, offsets, codes table
	fixed                   bool // the tables are the fixed ones
	scratch                 [lengthCodes + offsetCodes]uint8
}

// run undoes a whole stream. It is false for what is no Deflate, or gives more
// than size bytes; at tells how many it gave and pos what it used.
func (d *deflated) run() bool {
	d.pos, d.at, d.hand, d.held, d.fixed = 0, 0, 0, 0, false
	for last := false; !last; {
		if !d.refill() {
			return false
		}
		last = d.take(1) == 1
		ok := false
		switch d.take(2) {
		case 0:
			ok = d.stored()
		case 1:
			ok = d.fixedTables() && d.block()
		case 2:
			ok = d.dynamicTables() && d.block()
		}
		if !ok {
			return false
		}
	}
	d.pos -= int(d.held >> 3)
	return d.pos <= len(d.in)-padding
}

// refill brings at least 56 bits to hand.
func (d *deflated) refill() bool {
	if d.pos+8 > len(d.in) {
		return false
	}
	d.hand |= binary.LittleEndian.Uint64(d.in[d.pos:]) << d.held
	d.pos += int(63-d.held) >> 3
	d.held |= 56
	return true
}

// take uses bits that are in hand.
func (d *deflated) take(n uint) uint {
	v := uint(d.hand & (1<<n - 1))
	d.hand >>= n
	d.held -= n
	return v
}

// stored copies a block that is not compressed.
func (d *deflated) stored() bool {
	d.pos -= int(d.held >> 3)
	d.hand, d.held = 0, 0
	if d.pos+4 > len(d.in) {
		return false
	}
	n := int(binary.LittleEndian.Uint16(d.in[d.pos:]))
	if uint16(n) != ^binary.LittleEndian.Uint16(d.in[d.pos+2:]) || d.pos+4+n > len(d.in)-padding || n > d.size-d.at {
		return false
	}
	d.at += copy(d.out[d.at:], d.in[d.pos+4:d.pos+4+n])
	d.pos += 4 + n
	return true
}

// fixedTables are those of RFC 1951, 3.2.6.
func (d *deflated) fixedTables() bool {
	if d.fixed {
		return true
	}
	lengths := d.scratch[:lengthCodes]
	for s := range lengths {
		switch {
		case s < 144, s >= 280:
			lengths[s] = 8
		case s < 256:
			lengths[s] = 9
		default:
			lengths[s] = 7
		}
	}
	offsets := d.scratch[lengthCodes:]
	for s := range offsets {
		offsets[s] = 5
	}
	d.fixed = true
	return d.build(lengths, offsets)
}

// dynamicTables reads the tables that stand in the block (3.2.7).
func (d *deflated) dynamicTables() bool {
	d.fixed = false
	if !d.refill() {
		return false
	}
	lengths, offsets, codes := int(d.take(5))+257, int(d.take(5))+1, int(d.take(4))+4
	if lengths > 286 || offsets > 30 {
		return false
	}
	var order [19]uint8
	for i, at := range [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15} {
		if i < codes {
			if i == 14 && !d.refill() {
				return false
			}
			order[at] = uint8(d.take(3))
		}
	}
	all := d.scratch[:lengths+offsets]
	return d.codes.build(order[:], codeBits, codeSymbols) && d.codeLengths(all) &&
		d.build(all[:lengths], all[lengths:])
}

// build makes the tables of a block.
func (d *deflated) build(lengths, offsets []uint8) bool {
	if !d.lengths.build(lengths, lengthBits, lengthSymbols) || !d.offsets.build(offsets, offsetBits, offsetSymbols) {
		return false
	}
	d.lengths.pair()
	return true
}

// codeLengths reads the lengths of codes, which repeat.
func (d *deflated) codeLengths(all []uint8) bool {
	for i := 0; i < len(all); {
		if !d.refill() {
			return false
		}
		e := d.codes.entries[d.hand&(1<<codeBits-1)]
		if e.length() == 0 {
			return false
		}
		d.take(e.length())
		times, value := uint(1), uint8(e.value())
		switch value {
		case 16:
			if i == 0 {
				return false
			}
			times, value = 3+d.take(2), all[i-1]
		case 17:
			times, value = 3+d.take(3), 0
		case 18:
			times, value = 11+d.take(7), 0
		}
		if times > uint(len(all)-i) {
			return false
		}
		for range times {
			all[i] = value
			i++
		}
	}
	return true
}

// What the symbols of the three alphabets are.
var (
	lengthSymbols = symbols(lengthCodes, lengthEntry)
	offsetSymbols = symbols(offsetCodes, offsetEntry)
	codeSymbols   = symbols(19, func(s int) entry { return entry(s) << entryValue })
)

// symbols lists n entries.
func symbols(n int, of func(int) entry) []entry {
	all := make([]entry, n)
	for s := range all {
		all[s] = of(s)
	}
	return all
}

// lengthEntry says what a symbol of the first alphabet is (3.2.5).
func lengthEntry(s int) entry {
	switch {
	case s < 256:
		return isLiteral | 1<<entryExtra | entry(s)<<entryValue
	case s == 256:
		return isEnd
	case s < 265:
		return entry(s-257+3) << entryValue
	case s < 285:
		extra := (s - 261) / 4
		return entry(3+(4+(s-261)%4)<<extra)<<entryValue | entry(extra)<<entryExtra
	case s == 285:
		return 258 << entryValue
	}
	return isEnd | 1<<entryValue // no length: refused where it is met
}

// offsetEntry says what a symbol of the second alphabet is.
func offsetEntry(s int) entry {
	switch {
	case s < 4:
		return entry(s+1) << entryValue
	case s < 30:
		extra := (s - 2) / 2
		return entry(1+(2+s%2)<<extra)<<entryValue | entry(extra)<<entryExtra
	}
	return isEnd
}
