package raster

import (
	"bufio"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// The values of Compression that are read. 32946 is Deflate's older number.
const (
	compressNone       = 1
	compressLZW        = 5
	compressDeflate    = 8
	compressPackBits   = 32773
	compressDeflateOld = 32946
)

// maxRatio is how much larger than its stored bytes a block can be at most:
// Deflate spends two bits on 258 bytes (RFC 1951), LZW 12 bits on a text of at
// most 4096, PackBits two bytes on 128.
var maxRatio = map[int]int64{compressNone: 1, compressDeflate: 1032, compressDeflateOld: 1032, compressLZW: 2731, compressPackBits: 64}

// compressionName is what a compression that is not read is called.
func compressionName(n int) string {
	names := map[int]string{
		2: "CCITT RLE", 3: "CCITT fax 3", 4: "CCITT fax 4", 6: "JPEG (old)", 7: "JPEG", 34712: "JPEG 2000", 34887: "LERC",
		34925: "LZMA", 50000: "ZSTD", 50001: "WebP", 50002: "JPEG XL",
	}
	if name := names[n]; name != "" {
		return name
	}
	return fmt.Sprintf("%d", n)
}

// expand reads the bytes of a block from its stored ones.
func expand(compression int, stored io.Reader) (io.Reader, error) {
	switch compression {
	case compressLZW:
		return newLZW(bufio.NewReaderSize(stored, 32<<10)), nil
	case compressPackBits:
		return &packBits{r: bufio.NewReaderSize(stored, 32<<10)}, nil
	case compressDeflate, compressDeflateOld:
		return zlib.NewReader(bufio.NewReaderSize(stored, 32<<10))
	}
	return stored, nil
}

// packBits expands runs of bytes: TIFF 6.0 section 9.
type packBits struct {
	r      io.ByteReader
	left   int  // bytes of the current run
	repeat bool // they are all value
	value  byte
}

func (p *packBits) Read(out []byte) (int, error) {
	for i := range out {
		for p.left == 0 {
			if err := p.run(); err != nil {
				return i, err
			}
		}
		p.left--
		if !p.repeat {
			var err error
			if p.value, err = p.r.ReadByte(); err != nil {
				return i, noEOF(err)
			}
		}
		out[i] = p.value
	}
	return len(out), nil
}

// run reads the head of a run.
func (p *packBits) run() (err error) {
	head, err := p.r.ReadByte()
	if err != nil {
		return err
	}
	switch n := int(int8(head)); {
	case n >= 0:
		p.left, p.repeat = n+1, false
	case n != -128: // which says nothing
		p.left, p.repeat = 1-n, true
		p.value, err = p.r.ReadByte()
	}
	return noEOF(err)
}

// noEOF makes an end of data that comes too early an error.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
