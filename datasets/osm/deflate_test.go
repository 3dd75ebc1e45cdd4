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
		if got, want := adler(data), adler32.Checksum(data); got != want {
			t.Fatalf("%d bytes: %08x, want %08x", n, got, want)
		}
	}
}
