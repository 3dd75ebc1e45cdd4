package raster

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"math"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// TestFaults: what is wrong with a file is told by kind and field.
func TestFaults(t *testing.T) {
	small := ramp(4, 3)
	with := func(extra ...entry) []byte {
		m := small
		m.extra = extra
		return m.bytes()
	}
	own := append(pack([]uint16{1, 1, 0, 2, keyModelType, 0, 1, 1, keyProjected, 0, 1, keyUserDefined}), pack([]uint16{})...)
	for name, c := range map[string]struct {
		file  []byte
		fault Fault
		tag   int
		words string
	}{
		"nothing":              {nil, NotTIFF, 0, "not a TIFF"},
		"a page":               {[]byte("<!DOCTYPE html><html></html>"), NotTIFF, 0, "not a TIFF"},
		"header only":          {[]byte("II*\x00\x08\x00\x00\x00"), Damaged, 0, "cut off"},
		"no directory":         {[]byte("II*\x00\x00\x00\x00\x00"), Damaged, 0, "no image"},
		"BigTIFF header":       {[]byte("II+\x00\x04\x00\x00\x00\x00\x00\x00\x00"), Damaged, 0, "BigTIFF"},
		"half":                 {small.bytes()[:60], Damaged, 0, "cut off"},
		"no width":             {with(without(tagWidth)), Damaged, tagWidth, "ImageWidth is 0"},
		"wide":                 {with(longs(tagWidth, math.MaxUint32)), Damaged, tagWidth, "ImageWidth is 4294967295"},
		"high, few strips":     {with(longs(tagHeight, 1<<20)), Damaged, tagStripOffsets, "needs 349526 blocks"},
		"JPEG":                 {with(shorts(tagCompression, 7)), Unsupported, tagCompression, "JPEG"},
		"ZSTD":                 {with(shorts(tagCompression, 50000)), Unsupported, tagCompression, "ZSTD"},
		"LERC":                 {with(shorts(tagCompression, 34887)), Unsupported, tagCompression, "LERC"},
		"WebP":                 {with(shorts(tagCompression, 50001)), Unsupported, tagCompression, "WebP"},
		"another":              {with(shorts(tagCompression, 999)), Unsupported, tagCompression, "999"},
		"one bit":              {with(shorts(tagBits, 1), shorts(tagSampleFormat, 1)), Unsupported, tagBits, "1 bits"},
		"half float":           {with(shorts(tagBits, 16)), Unsupported, tagBits, "16 bits in format 3"},
		"complex":              {with(shorts(tagBits, 64), shorts(tagSampleFormat, 6)), Unsupported, tagBits, "format 6"},
		"bands differ":         {with(shorts(tagBands, 2), shorts(tagBits, 32, 16)), Unsupported, tagBits, "bands differ"},
		"bits are a text":      {with(ascii(tagBits, "32")), Damaged, tagBits, "no integer"},
		"predictor of bytes":   {with(shorts(tagCompression, 8), shorts(tagPredictor, 3), shorts(tagSampleFormat, 1)), Damaged, tagPredictor, "no predictor 3"},
		"predictor 9":          {with(shorts(tagCompression, 8), shorts(tagPredictor, 9)), Damaged, tagPredictor, "no predictor 9"},
		"tiles without size":   {with(longs(tagTileOffsets, 8), longs(tagTileCounts, 48)), Damaged, tagTileWidth, "TileWidth is 0"},
		"giant tile":           {with(longs(tagTileWidth, 16384), longs(tagTileHeight, 16384), longs(tagTileOffsets, 8), longs(tagTileCounts, 48), shorts(tagCompression, 8)), TooLarge, 0, "1024 MB"},
		"giant row":            {with(longs(tagTileWidth, 1<<24), longs(tagTileHeight, 1), longs(tagTileOffsets, 8), longs(tagTileCounts, 48), shorts(tagBands, 4)), TooLarge, 0, "256 MB"},
		"no place":             {with(without(tagPixelScale), without(tagTiepoint)), NoPlace, 0, "where its cells lie"},
		"control points":       {with(without(tagPixelScale), doubles(tagTiepoint, make([]float64, 24)...)), NoPlace, tagTiepoint, "4 control points"},
		"cells without size":   {with(doubles(tagPixelScale, 0, 0, 0)), Damaged, tagPixelScale, "numbers"},
		"cells of NaN":         {with(doubles(tagPixelScale, math.NaN(), 1, 0)), Damaged, tagPixelScale, "numbers"},
		"no system":            {with(without(tagGeoKeys)), NoSystem, tagGeoKeys, "does not name"},
		"unknown system":       {with(shorts(tagGeoKeys, 1, 1, 0, 2, keyModelType, 0, 1, 1, keyProjected, 0, 1, 27700)), NoSystem, tagGeoKeys, "EPSG:27700"},
		"Xi'an 1980":           {with(shorts(tagGeoKeys, 1, 1, 0, 2, keyModelType, 0, 1, 2, keyGeographic, 0, 1, 4610)), NoSystem, tagGeoKeys, "EPSG:4610"},
		"a system of its own":  {with(entry{tagGeoKeys, typeShort, len(own) / 2, own}), NoSystem, tagGeoKeys, "does not name"},
		"missing value a word": {with(ascii(tagNoData, "none at all")), Damaged, tagNoData, "none at all"},
		"four thousand keys":   {with(shorts(tagGeoKeys, make([]uint16, 5000)...)), Damaged, tagGeoKeys, "5000 values"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := openBytes(c.file)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			if e.Fault != c.fault || e.Tag != c.tag || !strings.Contains(e.Error(), c.words) {
				t.Errorf("got %s of %d: %v; want %s of %d: %s", e.Fault, e.Tag, e, c.fault, c.tag, c.words)
			}
			if e.WhatZH == "" || (e.HintZH == "") != (e.HintEN == "") {
				t.Errorf("one language is missing: %+v", e)
			}
		})
	}
}

// TestCutAnywhere: a file that ends early gives an error, or a grid that says so
// when the missing part is asked for; no cell of it has a value.
func TestCutAnywhere(t *testing.T) {
	file := deflated(t, ramp(60, 40), 8).bytes()
	for n := range len(file) {
		g, err := openBytes(file[:n])
		if err != nil {
			continue
		}
		if v, ok := g.Value(5, 5); ok && (v != 306 || g.Err() != nil) {
			t.Errorf("of %d bytes: %v, %v", n, v, g.Err())
		}
	}
}

// deflated compresses the only strip of an image.
func deflated(t testing.TB, m image, compression uint16) image {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(pack(m.cells))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for b.Len()%4 > 0 {
		b.WriteByte(0)
	}
	cells := make([]float32, b.Len()/4)
	for i := range cells {
		cells[i] = math.Float32frombits(uint32(b.Bytes()[4*i]) | uint32(b.Bytes()[4*i+1])<<8 | uint32(b.Bytes()[4*i+2])<<16 | uint32(b.Bytes()[4*i+3])<<24)
	}
	m.cells = cells
	m.extra = append(m.extra, shorts(tagCompression, compression))
	return m
}

// TestDamagedBlocks: a block that cannot be read has no values, and the grid
// and a walk through the cells say why.
func TestDamagedBlocks(t *testing.T) {
	flipped := deflated(t, ramp(60, 40), 8)
	flipped.cells[len(flipped.cells)-1] = 3 // the checksum
	for name, m := range map[string]image{
		"past the end":        {4, 3, ramp(4, 3).cells, []entry{longs(tagStripOffsets, 1<<30)}},
		"before the start":    {4, 3, ramp(4, 3).cells, []entry{longs(tagStripOffsets, math.MaxUint32)}},
		"longer than it is":   {4, 3, ramp(4, 3).cells, []entry{longs(tagStripCounts, math.MaxUint32)}},
		"too short":           {4, 3, ramp(4, 3).cells, []entry{longs(tagStripCounts, 47)}},
		"no Deflate":          {4, 3, ramp(4, 3).cells, []entry{shorts(tagCompression, 8)}},
		"no LZW":              {4, 3, ramp(4, 3).cells, []entry{shorts(tagCompression, 5)}},
		"no PackBits":         {4, 3, []float32{0, 0, 0}, []entry{shorts(tagCompression, 32773), longs(tagStripCounts, 12)}},
		"a checksum is wrong": flipped,
		"a bomb":              {1 << 12, 1 << 12, make([]float32, 1000), []entry{shorts(tagCompression, 8)}},
	} {
		t.Run(name, func(t *testing.T) {
			g := m.open(t)
			if v, ok := g.Value(1, 1); ok || g.Err() == nil {
				t.Errorf("got %v, %v, %v", v, ok, g.Err())
			}
			var e *Error
			for _, err := range g.Values(context.Background(), g.Whole()) {
				errors.As(err, &e)
			}
			if e == nil || e.Fault != Damaged || e.Tag == 0 {
				t.Errorf("going through the cells gives %+v", e)
			}
		})
	}
}

// TestValues: missing ones, scale and offset, what a sparse file leaves out.
func TestValues(t *testing.T) {
	m := image{4, 1, []float32{1, -9999, float32(math.NaN()), float32(math.Inf(1))}, []entry{ascii(tagNoData, " -9999 "),
		ascii(tagMetadata, `<GDALMetadata><Item name="SCALE" sample="0" role="scale">0.1</Item><Item name="OFFSET" sample="0" role="offset">100</Item><Item name="SCALE" sample="1" role="scale">7</Item></GDALMetadata>`)}}
	g := m.open(t)
	if g.NoData == nil || *g.NoData != -9999 {
		t.Errorf("the value for none is %v", g.NoData)
	}
	for col, want := range [...]float64{100.1, 0, 0, 0} {
		if got, ok := g.Value(col, 0); ok != (want != 0) || math.Abs(got-want) > 1e-12 {
			t.Errorf("column %d: got %v, %v, want %v", col, got, ok, want)
		}
	}
	sparse := ramp(4, 2)
	sparse.extra = []entry{longs(tagRowsPerStrip, 1), longs(tagStripOffsets, 8, 0), longs(tagStripCounts, 16, 0)}
	g = sparse.open(t)
	if v, ok := g.Value(3, 0); !ok || v != 4 {
		t.Errorf("got %v, %v", v, ok)
	}
	if v, ok := g.Value(3, 1); ok || g.Err() != nil {
		t.Errorf("a strip that the file leaves out gives %v, %v", v, g.Err())
	}
	for _, out := range [...][2]int{{-1, 0}, {0, -1}, {4, 0}, {0, 2}} {
		if _, ok := g.Value(out[0], out[1]); ok {
			t.Errorf("cell %v has a value", out)
		}
	}
}

// TestNoDataOfFloats: a value for none that is written with fewer digits than
// the stored number of 32 bits is still that number.
func TestNoDataOfFloats(t *testing.T) {
	m := image{2, 1, []float32{-3.4028235e38, 1}, []entry{ascii(tagNoData, "-3.40282346638529e+38")}}
	if v, ok := m.open(t).Value(0, 0); ok {
		t.Errorf("got %v", v)
	}
}

// TestHeight: between four centres, by hand.
func TestHeight(t *testing.T) {
	m := image{3, 2, []float32{0, 10, -1, 20, 30, 5}, []entry{ascii(tagNoData, "-1")}}
	g := m.open(t)
	for _, c := range []struct {
		col, row, want float64
		ok             bool
	}{
		{0.5, 0.5, 0, true}, {1, 0.5, 5, true}, {1, 1, 15, true}, {1.25, 1, 17.5, true},
		{0.1, 0.1, 0, true},   // nothing beyond the edge to lean on
		{1.75, 0.5, 10, true}, // its neighbour has none
		{2.5, 0.5, 0, false}, {2.5, 1.5, 5, true}, {-0.1, 0.5, 0, false}, {1, 2.1, 0, false},
	} {
		p, _ := g.Point(c.col, c.row)
		got, ok := g.Height(p)
		if ok != c.ok || math.Abs(got-c.want) > 1e-6 {
			t.Errorf("column %v, row %v: got %v, %v, want %v, %v", c.col, c.row, got, ok, c.want, c.ok)
		}
	}
	for _, p := range []orb.Point{{math.NaN(), 0}, {0, math.Inf(1)}, {1e9, 1e9}} {
		if _, ok := g.Height(p); ok {
			t.Errorf("%v has a height", p)
		}
		if _, ok := g.At(p); ok {
			t.Errorf("%v has a value", p)
		}
	}
}

// TestOtherMeridian: a grid whose longitudes run from 0 to 360.
func TestOtherMeridian(t *testing.T) {
	m := image{360, 180, make([]float32, 360*180), []entry{doubles(tagPixelScale, 1, 1, 0), doubles(tagTiepoint, 0, 0, 0, 0, 90, 0)}}
	m.cells[10*360+250] = 7
	g := m.open(t)
	if v, ok := g.At(orb.Point{-109.5, 79.5}); !ok || v != 7 {
		t.Errorf("got %v, %v", v, ok)
	}
	if p, ok := g.Point(250.5, 10.5); !ok || p != (orb.Point{-109.5, 79.5}) {
		t.Errorf("the centre is %v", p)
	}
}

// TestCells compares the cells in a box with all cells whose centre it holds,
// in degrees and in a zone.
func TestCells(t *testing.T) {
	zone := ramp(50, 40)
	zone.extra = []entry{doubles(tagPixelScale, 30, 30, 0), doubles(tagTiepoint, 0, 0, 0, 505000, 2520000, 0),
		shorts(tagGeoKeys, 1, 1, 0, 2, keyModelType, 0, 1, 1, keyProjected, 0, 1, 4547), longs(tagRowsPerStrip, 40)}
	for name, g := range map[string]*Grid{"degrees": ramp(50, 40).open(t), "zone": zone.open(t)} {
		first, _ := g.Point(0, 0)
		last, _ := g.Point(50, 40)
		for _, b := range []orb.Bound{
			{Min: orb.Point{first[0] - 1, last[1] - 1}, Max: orb.Point{last[0] + 1, first[1] + 1}},
			{Min: orb.Point{first[0] + 0.003, last[1] + 0.002}, Max: orb.Point{first[0] + 0.0101, last[1] + 0.007}},
			{Min: orb.Point{0, 0}, Max: orb.Point{1, 1}},
			{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}},
		} {
			want, got := map[float64]bool{}, map[float64]bool{}
			for i := range 50 * 40 {
				if p, _ := g.Point(float64(i%50)+0.5, float64(i/50)+0.5); b.Contains(p) {
					want[float64(i+1)] = true
				}
			}
			for c, err := range g.Cells(context.Background(), b) {
				if err != nil {
					t.Fatal(err)
				}
				if corners, ok := g.Corners(c.Column, c.Row); !ok || !orb.MultiPoint(corners[:]).Bound().Contains(c.Center) {
					t.Errorf("%s: the corners of %+v are %v", name, c, corners)
				}
				got[c.Value] = true
			}
			if len(got) != len(want) {
				t.Errorf("%s: %d cells in %v, want %d", name, len(got), b, len(want))
			}
		}
	}
}

// TestBounded: what small files claim costs neither time nor memory.
func TestBounded(t *testing.T) {
	const strips = 1 << 17
	offsets, counts := make([]uint32, strips), make([]uint32, strips)
	m := deflated(t, image{width: 1 << 12, height: 64, cells: make([]float32, 1<<18)}, 8)
	for i := range offsets {
		offsets[i], counts[i] = 8, uint32(4*len(m.cells)) // the same bytes again and again
	}
	m.height = strips * 64
	m.extra = append(m.extra, longs(tagRowsPerStrip, 64), longs(tagStripOffsets, offsets...), longs(tagStripCounts, counts...))
	g := m.open(t)
	var e *Error
	for _, err := range g.Values(context.Background(), g.Whole()) {
		errors.As(err, &e)
		break
	}
	if e == nil || e.Fault != TooLarge {
		t.Errorf("137 GB from one megabyte: %v", e)
	}
	start := time.Now()
	for row := 0; row < g.Rows; row += 50000 {
		if v, ok := g.Value(row%g.Columns, row); !ok || v != 0 {
			t.Fatalf("row %d: %v", row, g.Err())
		}
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	if mem.HeapSys > 256<<20 {
		t.Errorf("%d MB", mem.HeapSys>>20)
	}
}

// TestImagesInCircles: a chain of overviews that never ends.
func TestImagesInCircles(t *testing.T) {
	m := ramp(4, 3)
	m.extra = []entry{longs(tagSubfileType, 1)}
	file := m.bytes()
	at := int(file[4]) | int(file[5])<<8
	n := int(file[at])
	copy(file[at+2+12*n:], file[4:8])
	if _, err := openBytes(file); err == nil || !strings.Contains(err.Error(), "no image in full resolution") {
		t.Errorf("got %v", err)
	}
}

// TestDeclaredSystem: what the user declares goes before what the file says.
func TestDeclaredSystem(t *testing.T) {
	m := ramp(4, 3)
	m.extra = []entry{without(tagGeoKeys)}
	file := m.bytes()
	g, err := Open(bytes.NewReader(file), int64(len(file)), Options{System: wgs84(t)})
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := g.At(orb.Point{114.0015, 22.7985}); !ok || v != 6 {
		t.Errorf("got %v, %v", v, ok)
	}
}

// TestArcGISDescription: a system that only a description of ArcGIS names.
func TestArcGISDescription(t *testing.T) {
	text := esriStringPrefix + `PROJCS["CGCS2000_3_Degree_GK_CM_114E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`
	m := ramp(4, 3)
	m.extra = []entry{shorts(tagGeoKeys, 1, 1, 0, 3, keyModelType, 0, 1, 1, keyProjected, 0, 1, keyUserDefined, keyCitation, tagGeoTexts, uint16(len(text)+1), 0), ascii(tagGeoTexts, text+"|")}
	if got := m.open(t).System.Code(); got != "EPSG:4547" {
		t.Errorf("got %s", got)
	}
}

// TestOwnSystem: a projection of its own that is no transverse Mercator, as GDAL
// writes it, is refused with its name.
func TestOwnSystem(t *testing.T) {
	needs(t, "gdalwarp", "--version")
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.tif"), filepath.Join(dir, "out.tif")
	write(t, in, ramp(40, 30))
	for _, system := range [...]string{"+proj=laea +lat_0=22 +lon_0=114 +ellps=GRS80", "+proj=tmerc +lon_0=114.1 +ellps=krass", "+proj=tmerc +lon_0=114.1 +ellps=GRS80 +units=us-ft"} {
		run(t, "", "gdalwarp", "-overwrite", "-t_srs", system, in, out)
		_, err := openPath(t, out)
		var e *Error
		if !errors.As(err, &e) || e.Fault != NoSystem || !strings.Contains(e.HintEN, "gdalwarp -t_srs") {
			t.Errorf("%s: got %v", system, err)
		}
	}
}

// TestPartialReader: a source that fails is told from a file that is wrong.
func TestPartialReader(t *testing.T) {
	file := ramp(4, 3).bytes()
	_, err := Open(failing{}, int64(len(file)), Options{})
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}

type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) { return 0, io.ErrClosedPipe }

// TestTogether: many goroutines ask one grid whose blocks do not all fit.
func TestTogether(t *testing.T) {
	m := ramp(5000, 5000) // 100 MB
	g := m.open(t)
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			for i := range 200 {
				cell := (i*7919 + n*104729) * 131 % (5000 * 5000)
				if v, ok := g.Value(cell%5000, cell/5000); !ok || v != float64(float32(cell+1)) {
					t.Errorf("cell %d is %v, %v", cell, v, ok)
				}
			}
		})
	}
	all.Wait()
	if g.blocks.bytes > keptBytes {
		t.Errorf("%d bytes are kept", g.blocks.bytes)
	}
}
