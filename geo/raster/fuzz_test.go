package raster

import (
	"bytes"
	"context"
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"
)

// FuzzOpen: whatever the bytes, an [*Error] or a grid whose cells can be asked
// for, and whose places lead back to themselves.
func FuzzOpen(f *testing.F) {
	for _, m := range seeds(f) {
		f.Add(m)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		g, err := Open(bytes.NewReader(file), int64(len(file)), Options{})
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.WhatZH == "" || e.WhatEN == "" {
				t.Fatalf("not an error of the file: %v", err)
			}
			return
		}
		if g.Columns < 1 || g.Rows < 1 || g.System == nil {
			t.Fatalf("half a grid: %+v", g)
		}
		for c, err := range g.Values(context.Background(), Window{0, 0, min(g.Columns, 64), min(g.Rows, 64)}) {
			if err != nil {
				var e *Error
				if !errors.As(err, &e) {
					t.Fatalf("not an error of the file: %v", err)
				}
				return
			}
			if v, ok := g.Value(c.Column, c.Row); !ok || v != c.Value && !math.IsNaN(v) {
				t.Fatalf("cell %d, %d is %v, then %v", c.Column, c.Row, c.Value, v)
			}
		}
		last := [2]float64{float64(g.Columns) - 0.5, float64(g.Rows) - 0.5}
		for _, c := range [...][2]float64{{0.5, 0.5}, last} {
			if p, ok := g.Point(c[0], c[1]); ok {
				g.At(p)
				g.Height(p)
			}
		}
		g.Window(orb.Bound{Min: orb.Point{110, 20}, Max: orb.Point{115, 25}})
	})
}

// seeds are small files of every kind.
func seeds(t testing.TB) [][]byte {
	small := ramp(5, 4)
	tiles := image{32, 32, make([]float32, 32*32), []entry{without(tagStripOffsets), without(tagStripCounts), without(tagRowsPerStrip),
		longs(tagTileWidth, 16), longs(tagTileHeight, 16), longs(tagTileOffsets, 8, 1032, 2056, 3080), longs(tagTileCounts, 1024, 1024, 1024, 1024)}}
	predicted := deflated(t, ramp(8, 8), 8)
	predicted.extra = append(predicted.extra, shorts(tagPredictor, 3))
	lzwed := image{3, 2, []float32{1, 2, 3}, []entry{shorts(tagCompression, 5), shorts(tagPredictor, 2), longs(tagStripCounts, 12)}}
	bits := image{4, 1, []float32{math.Float32frombits(0x0000f1f1), 0}, []entry{shorts(tagCompression, 32773), shorts(tagBits, 8), shorts(tagSampleFormat, 1), longs(tagStripCounts, 8)}}
	turned := small
	turned.extra = []entry{without(tagPixelScale), without(tagTiepoint), doubles(tagTransformation, 1e-3, 1e-4, 0, 114, 1e-4, -1e-3, 0, 22, 0, 0, 0, 0, 0, 0, 0, 1),
		ascii(tagNoData, "nan"), ascii(tagMetadata, `<GDALMetadata><Item sample="0" role="scale">2</Item></GDALMetadata>`), shorts(tagPlanar, 2)}
	big := append([]byte("II+\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00"), pack(uint64(1), uint16(tagWidth), uint16(typeLong8), uint64(1), uint64(5), uint64(16))...)
	out := [][]byte{nil, big, []byte("MM\x00*\x00\x00\x00\x08\x00\x00"), small.bytes()[:90]}
	for _, m := range []image{small, tiles, predicted, lzwed, bits, turned} {
		out = append(out, m.bytes())
	}
	return out
}

// FuzzExpand: what the decompressors are given, they end, and give no more than
// the format allows.
func FuzzExpand(f *testing.F) {
	f.Add([]byte{0x80, 0x00, 0x60, 0x50, 0x38, 0x24, 0x16, 0x0c}, true)
	f.Add([]byte{0xfe, 0x41, 0x02, 1, 2, 3, 0x80, 0x81, 0}, false)
	f.Fuzz(func(t *testing.T, data []byte, bitwise bool) {
		kind := compressPackBits
		if bitwise {
			kind = compressLZW
		}
		r, err := expand(kind, bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		var buf [512]byte
		total := int64(0)
		for {
			n, err := r.Read(buf[:])
			if total += int64(n); total > maxRatio[kind]*int64(len(data)) {
				t.Fatalf("%d bytes of %d", total, len(data))
			}
			if err != nil {
				return
			}
		}
	})
}
