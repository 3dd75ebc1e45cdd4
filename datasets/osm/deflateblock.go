package osm

import "encoding/binary"

// block undoes one compressed block: most of it with fast where the processor has
// what that takes, the rest here.
func (d *deflated) block() bool {
	return d.fast() && d.rest()
}

// rest undoes a block from where it is. It keeps the state in variables of its
// own, because much of the time of reading a file is spent here. 56 bits are
// enough for two entries of literals and a length, or for an offset.
func (d *deflated) rest() bool {
	in, out, size := d.in, d.out, d.size
	hand, held, pos, at := d.hand, d.held, d.pos, d.at
	lengths, offsets := (*[1 << lengthBits]entry)(d.lengths.entries), (*[1 << offsetBits]entry)(d.offsets.entries)
	for at <= size && pos+8 <= len(in) {
		hand |= binary.LittleEndian.Uint64(in[pos:]) << (held & 63)
		pos += int(63-held) >> 3
		held |= 56
		e := lengths[hand&(1<<lengthBits-1)]
		if e&isLiteral != 0 {
			hand >>= e & 31
			held -= e.length()
			binary.LittleEndian.PutUint16(out[at:], uint16(e>>entryValue))
			at += int(e.extra())
			if e = lengths[hand&(1<<lengthBits-1)]; e&isLiteral != 0 {
				hand >>= e & 31
				held -= e.length()
				binary.LittleEndian.PutUint16(out[at:], uint16(e>>entryValue))
				at += int(e.extra())
				if e = lengths[hand&(1<<lengthBits-1)]; e&isLiteral != 0 {
					hand >>= e & 31
					held -= e.length()
					binary.LittleEndian.PutUint16(out[at:], uint16(e>>entryValue))
					at += int(e.extra())
					continue
				}
			}
		}
		if e&isSecond != 0 {
			e = d.lengths.entries[uint64(e.value())+hand>>lengthBits&(1<<e.extra()-1)]
		}
		hand >>= e & 31
		held -= e.length()
		if e&(isLiteral|isEnd) != 0 || e == 0 {
			if e&isLiteral != 0 {
				binary.LittleEndian.PutUint16(out[at:], uint16(e>>entryValue))
				at += int(e.extra())
				continue
			}
			d.hand, d.held, d.pos, d.at = hand, held, pos, at
			return e != 0 && e.value() == 0 && at <= size
		}
		length := int(e.value()) + int(hand&(1<<e.extra()-1))
		hand >>= e.extra()
		held -= e.extra()

		if held < 2*maxCode { // an offset takes 15 + 13 bits
			if pos+8 > len(in) {
				return false
			}
			hand |= binary.LittleEndian.Uint64(in[pos:]) << (held & 63)
			pos += int(63-held) >> 3
			held |= 56
		}
		e = offsets[hand&(1<<offsetBits-1)]
		if e&isSecond != 0 {
			e = d.offsets.entries[uint64(e.value())+hand>>offsetBits&(1<<e.extra()-1)]
		}
		hand >>= e & 31
		held -= e.length()
		offset := int(e.value()) + int(hand&(1<<e.extra()-1))
		hand >>= e.extra()
		held -= e.extra()
		if e == 0 || e&isEnd != 0 || offset > at || length > size-at {
			return false
		}
		repeat(out, at, offset, length)
		at += length
	}
	return false
}

// repeat copies what stands offset bytes before. Up to seven bytes behind it are
// overwritten as well.
func repeat(out []byte, at, offset, length int) {
	from := at - offset
	if offset >= 8 {
		for end := at + length; at < end; at += 8 {
			binary.LittleEndian.PutUint64(out[at:], binary.LittleEndian.Uint64(out[from:]))
			from += 8
		}
		return
	}
	for end := at + length; at < end; at++ {
		out[at] = out[from]
		from++
	}
}
