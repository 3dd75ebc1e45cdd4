package raster

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/paulmach/orb"

	"fugai/geo/crs"
)

func wgs84(t testing.TB) *crs.System {
	t.Helper()
	s, err := crs.ByEPSG(4326)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// entry is a field of a directory that a test writes.
type entry struct {
	tag, kind int
	count     int
	data      []byte
}

// pack writes numbers in little-endian order.
func pack(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		_ = binary.Write(&b, binary.LittleEndian, v)
	}
	return b.Bytes()
}

func shorts(tag int, v ...uint16) entry   { return entry{tag, typeShort, len(v), pack(v)} }
func longs(tag int, v ...uint32) entry    { return entry{tag, typeLong, len(v), pack(v)} }
func doubles(tag int, v ...float64) entry { return entry{tag, typeDouble, len(v), pack(v)} }
func ascii(tag int, s string) entry       { return entry{tag, typeASCII, len(s) + 1, []byte(s + "\x00")} }

// tiff writes a file: the header, pixels from byte 8 on, then the directory.
func tiff(pixels []byte, entries ...entry) []byte {
	file := append([]byte("II*\x00\x00\x00\x00\x00"), pixels...)
	for len(file)%2 > 0 {
		file = append(file, 0)
	}
	binary.LittleEndian.PutUint32(file[4:], uint32(len(file)))
	after := len(file) + 2 + 12*len(entries) + 4
	dir, more := pack(uint16(len(entries))), []byte(nil)
	for _, e := range entries {
		value := append(bytes.Clone(e.data), 0, 0, 0, 0)[:max(4, len(e.data))]
		if len(e.data) > 4 {
			value = pack(uint32(after + len(more)))
			more = append(more, e.data...)
		}
		dir = append(append(dir, pack(uint16(e.tag), uint16(e.kind), uint32(e.count))...), value[:4]...)
	}
	return append(append(append(file, dir...), 0, 0, 0, 0), more...)
}

// image is a raster of 32-bit floats in one strip that a test writes.
type image struct {
	width, height int
	cells         []float32
	extra         []entry // replace those of the same tag
}

// bytes gives the file: cells of 0.001° from 114°E, 22.8°N on.
func (m image) bytes() []byte {
	entries := []entry{
		longs(tagWidth, uint32(m.width)), longs(tagHeight, uint32(m.height)), shorts(tagBits, 32), shorts(tagCompression, 1),
		longs(tagStripOffsets, 8), shorts(tagBands, 1), longs(tagRowsPerStrip, uint32(m.height)), longs(tagStripCounts, uint32(4*len(m.cells))),
		shorts(tagSampleFormat, 3), doubles(tagPixelScale, 0.001, 0.001, 0), doubles(tagTiepoint, 0, 0, 0, 114, 22.8, 0),
		shorts(tagGeoKeys, 1, 1, 0, 3, keyModelType, 0, 1, 2, keyRasterType, 0, 1, 1, keyGeographic, 0, 1, 4326),
	}
	for _, e := range m.extra {
		replaced := false
		for i := range entries {
			if entries[i].tag == e.tag {
				entries[i], replaced = e, true
			}
		}
		if !replaced {
			entries = append(entries, e)
		}
	}
	kept := entries[:0]
	for _, e := range entries {
		if e.count >= 0 {
			kept = append(kept, e)
		}
	}
	return tiff(pack(m.cells), kept...)
}

// without leaves a field out.
func without(tag int) entry { return entry{tag: tag, count: -1} }

// open reads the image, which has to be sound.
func (m image) open(t testing.TB) *Grid {
	t.Helper()
	g, err := openBytes(m.bytes())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func openBytes(file []byte) (*Grid, error) {
	return Open(bytes.NewReader(file), int64(len(file)), Options{})
}

// ramp is an image whose cells all differ.
func ramp(width, height int) image {
	m := image{width: width, height: height, cells: make([]float32, width*height)}
	for i := range m.cells {
		m.cells[i] = float32(i + 1)
	}
	return m
}

// write puts an image into a file.
func write(t *testing.T, path string, m image) image {
	t.Helper()
	if err := os.WriteFile(path, m.bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return m
}

// rotate writes the image turned by 30° about its first corner, through GDAL.
func rotate(t *testing.T, m image, out string, options []string) {
	t.Helper()
	sin, cos := math.Sincos(math.Pi / 6)
	const s = 0.001
	m.extra = append(m.extra, without(tagPixelScale), without(tagTiepoint),
		doubles(tagTransformation, s*cos, s*sin, 0, 114.02, s*sin, -s*cos, 0, 22.75, 0, 0, 0, 0, 0, 0, 0, 1))
	in := out + ".turned.tif"
	write(t, in, m)
	run(t, "", "gdal_translate", append(options, in, out)...)
}

// placesIn gives random places in a box.
func placesIn(b orb.Bound, n int) []orb.Point {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]orb.Point, n)
	for i := range out {
		out[i] = orb.Point{b.Min[0] + r.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + r.Float64()*(b.Max[1]-b.Min[1])}
	}
	return out
}
