package raster

import (
	"errors"
	"io"
)

// LZW as TIFF 6.0 section 13 has it: codes of 9 to 12 bits, highest bit first,
// which grow one code earlier than in GIF.
const (
	lzwClear = 256
	lzwEnd   = 257
	lzwFirst = 258 // of the codes that stand for texts
	lzwCodes = 4096
)

var errLZW = errors.New("a code of LZW that cannot be")

// lzw expands a block.
type lzw struct {
	r      io.ByteReader
	bits   uint32
	have   uint // bits
	width  uint // of a code
	next   int  // the code that the next text gets
	last   int  // the code before, -1 after a clear
	prefix [lzwCodes]uint16
	suffix [lzwCodes]byte // the last byte of each text
	first  [lzwCodes]byte
	length [lzwCodes]uint16
	text   [lzwCodes]byte // of the last code; what is not yet read ends at its end
	left   int
	err    error
}

func newLZW(r io.ByteReader) *lzw {
	z := &lzw{r: r}
	for c := range lzwClear {
		z.suffix[c], z.first[c], z.length[c] = byte(c), byte(c), 1
	}
	z.clear()
	return z
}

func (z *lzw) clear() { z.width, z.next, z.last = 9, lzwFirst, -1 }

func (z *lzw) Read(out []byte) (int, error) {
	n := 0
	for n < len(out) {
		if z.left == 0 {
			if z.err == nil {
				z.err = z.expand()
			}
			if z.err != nil {
				return n, z.err
			}
			continue
		}
		k := copy(out[n:], z.text[lzwCodes-z.left:])
		n, z.left = n+k, z.left-k
	}
	return n, nil
}

// expand reads one code and lays out its text.
func (z *lzw) expand() error {
	code, err := z.code()
	switch {
	case err != nil:
		return err
	case code == lzwClear:
		z.clear()
		return nil
	case code == lzwEnd:
		return io.EOF
	case code > z.next, code == z.next && z.last < 0, code >= lzwFirst && z.last < 0:
		return errLZW
	case z.last >= 0 && z.next < lzwCodes:
		z.learn(code)
	case code == z.next: // the table is full
		return errLZW
	}
	z.last = code
	z.left = int(z.length[code])
	at := lzwCodes
	for range z.left {
		at--
		z.text[at] = z.suffix[code]
		code = int(z.prefix[code])
	}
	return nil
}

// learn adds the text of the last code and the first byte of this one.
func (z *lzw) learn(code int) {
	first := z.first[z.last] // where the code is this very text it begins as the last one does
	if code < z.next {
		first = z.first[code]
	}
	z.prefix[z.next], z.suffix[z.next], z.first[z.next] = uint16(z.last), first, z.first[z.last]
	z.length[z.next] = z.length[z.last] + 1
	z.next++
	if z.next == 1<<z.width-1 && z.width < 12 {
		z.width++
	}
}

// code reads the next code.
func (z *lzw) code() (int, error) {
	for z.have < z.width {
		b, err := z.r.ReadByte()
		if err != nil {
			return 0, noEOF(err)
		}
		z.bits, z.have = z.bits<<8|uint32(b), z.have+8
	}
	z.have -= z.width
	return int(z.bits >> z.have & (1<<z.width - 1)), nil
}
