package osm

import (
	"bytes"
	"compress/flate"
	"hash/adler32"
	"io"
	"math/rand/v2"
	"testing"
)

// FuzzDeflate holds the decoder against compress/flate.
func FuzzDeflate(f *testing.F) {
	for level := -2; level <= 9; level++ {
		for _, text := range []string{"", "a", "abcabcabcabcabcabcabcabcabcabcabc", string(bytes.Repeat([]byte{0}, 70000)), string(noise(5000)), string(noise(300)) + string(noise(300))} {
			var buf bytes.Buffer
			w, _ := flate.NewWriter(&buf, level)
			_, _ = w.Write([]byte(text))
			_ = w.Close()
			f.Add(buf.Bytes())
		}
	}
	f.Add([]byte{0x63, 0x00})
	f.Fuzz(func(t *testing.T, data []byte) {
		const most = 1 << 20
		in := bytes.NewReader(data)
		want, err := io.ReadAll(io.LimitReader(flate.NewReader(in), most+1))
		plainly(func() {
			var d deflated
			size := min(len(want), most)
			d.in = append(bytes.Clone(data), make([]byte, padding)...)
			d.out = make([]byte, size+padding)
			d.size = size
			ok := d.run()
			if sound := err == nil && len(want) <= most; ok != sound {
				t.Fatalf("%v, want %v (%v)", ok, sound, err)
			}
			if !ok {
				return
			}
			if !bytes.Equal(d.out[:d.at], want) {
				t.Fatal("other bytes")
			}
			if used := len(data) - in.Len(); d.pos != used {
				t.Fatalf("used %d bytes, want %d", d.pos, used)
			}
		})
	})
}

// TestDeflateMade inflates noise of many kinds, whose blocks are longer than what
// rest does alone, and the same with single bits turned over.
func TestDeflateMade(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 300 {
		text := make([]byte, r.IntN(1<<uint(4+n%13)))
		letters, back := 1+r.IntN(256), 1+r.IntN(1+r.IntN(300))
		for i := range text {
			text[i] = byte(r.IntN(1 + r.IntN(letters)))
			if i >= back && r.IntN(8) > n%8 {
				text[i] = text[i-back]
			}
		}
		var buf bytes.Buffer
		w, _ := flate.NewWriter(&buf, []int{-2, 1, 6, 9}[n%4])
		_, _ = w.Write(text)
		_ = w.Close()
		for turn := range 3 {
			data := bytes.Clone(buf.Bytes())
			if turn > 0 {
				data[r.IntN(len(data))] ^= 1 << r.IntN(8)
			}
			want, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), int64(len(text)+1)))
			sound := err == nil && len(want) <= len(text)
			plainly(func() {
				d := deflated{in: append(bytes.Clone(data), make([]byte, padding)...), out: make([]byte, len(text)+padding), size: len(text)}
				if ok := d.run(); ok != sound || ok && !bytes.Equal(d.out[:d.at], want) {
					t.Fatalf("%d, %d: %v, want %v (%v)", n, turn, ok, sound, err)
				}
			})
		}
	}
}

// TestDeflateNoLength: the fixed codes 286 and 287 stand for nothing (RFC 1951,
// 3.2.6).
func TestDeflateNoLength(t *testing.T) {
	for _, code := range []uint{0b11000110, 0b11000111} {
		bits := uint(0b011) // last, fixed
		for i := range 8 {
			bits |= code >> (7 - i) & 1 << (3 + i)
		}
		data := []byte{byte(bits), byte(bits >> 8), 0, 0}
		if _, err := io.ReadAll(flate.NewReader(bytes.NewReader(data))); err == nil {
			t.Fatal("compress/flate takes it")
		}
		plainly(func() {
			d := deflated{in: append(bytes.Clone(data), make([]byte, padding)...), out: make([]byte, 1000+padding), size: 1000}
			if d.run() {
				t.Errorf("%b is taken", code)
			}
		})
	}
}

// noise gives n bytes that deflate a little: letters with a skew.
func noise(n int) []byte {
	out := make([]byte, n)
	x := uint32(1)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = byte(x>>24) & byte(x>>16) & 0x7f
	}
	return out
}

// TestAdler holds the checksum against that of the standard library, for every
// remainder and across reductions.
func TestAdler(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 300 {
		if n > 280 {
			n = 1<<16 + r.IntN(1<<18)
		}
		data := bytes.Repeat([]byte{0xff}, n)
		if n%2 == 0 {
			for i := range data {
				data[i] = byte(r.Uint32())
			}
		}
		plainly(func() {
			if got, want := adler(data), adler32.Checksum(data); got != want {
				t.Fatalf("%d bytes: %08x, want %08x", n, got, want)
			}
		})
	}
}
