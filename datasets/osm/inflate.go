package osm

import (
	"encoding/binary"
	"slices"
)

// inflater unpacks blobs, one after another, in the same memory.
type inflater struct {
	deflated
	copied []byte // the stream, where there is no room behind it
}

// reserve makes room for the largest of some blobs, as far as real ones go.
func (f *inflater) reserve(blobs []*blob) {
	const usual = 1 << 20
	most := 0
	for _, b := range blobs {
		most = max(most, b.size)
	}
	f.out = make([]byte, 0, min(most, usual)+padding)
}

// content gives the bytes of a blob, which stay until the next call.
func (f *inflater) content(b *blob) ([]byte, error) {
	if b.zlib == nil {
		return b.raw, nil
	}
	const head, tail = 2, 4 // bytes before and behind the Deflate stream (RFC 1950)
	z := b.zlib
	if len(z) < head+tail || z[0]&15 != 8 || z[1]&0x20 != 0 || (uint(z[0])<<8+uint(z[1]))%31 != 0 {
		return nil, broken("没有 zlib 数据", "there is no zlib data")
	}
	if len(z)+padding <= cap(z) { // what stands behind in the file does for padding
		f.in = z[head : len(z)+padding]
	} else {
		f.copied = append(append(f.copied[:0], z[head:]...), make([]byte, padding)...)
		f.in = f.copied
	}
	f.out = slices.Grow(f.out[:0], b.size+padding)[:b.size+padding]
	f.size = b.size
	if !f.run() {
		return nil, broken("zlib 数据已损坏，或解压后多于所说的 %d 字节", "the zlib data is damaged, or inflates to more than the %d bytes it claims", b.size)
	}
	if f.at != b.size {
		return nil, broken("数据块声称解压后有 %[1]d 字节，实际 %[2]d 字节", "the block claims to inflate to %[1]d bytes and gives %[2]d", b.size, f.at)
	}
	out := f.out[:f.at]
	if rest := z[head:][f.pos:]; len(rest) < tail || binary.BigEndian.Uint32(rest) != adler(out) {
		return nil, broken("zlib 数据的校验和不符", "the checksum of the zlib data does not match")
	}
	return out, nil
}
