package gpkg

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	orbwkb "github.com/paulmach/orb/encoding/wkb"
)

// samples are geometries of every kind.
func samples() []orb.Geometry {
	ring := orb.Ring{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}
	hole := orb.Ring{{1, 1}, {1, 2}, {2, 2}, {1, 1}}
	return []orb.Geometry{
		orb.Point{114.1, 22.7}, orb.MultiPoint{{1, 2}, {3, 4}}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}, {9, 10}}},
		orb.Polygon{ring, hole}, orb.MultiPolygon{{ring, hole}, {{{9, 9}, {10, 9}, {10, 10}, {9, 9}}}},
		orb.Collection{orb.Point{1, 2}, orb.Collection{orb.LineString{{1, 2}, {3, 4}}}, orb.Polygon{ring}},
	}
}

// TestGeometries: what is written is read, also as another decoder writes it,
// in both byte orders.
func TestGeometries(t *testing.T) {
	for _, g := range samples() {
		blob, bound, ok := appendGeometry(nil, g, 4547)
		if !ok || bound != g.Bound() {
			t.Errorf("%T: bound %v, want %v", g, bound, g.Bound())
		}
		got, err := decodeBlob(blob)
		if err != nil || !reflect.DeepEqual(got, shape{geometry: g, srs: 4547}) {
			t.Errorf("%T: %v, %+v", g, err, got)
		}
		for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			got, extra, err := decodeWKB(orbwkb.MustMarshal(g, order))
			if err != nil || extra || !reflect.DeepEqual(got, g) {
				t.Errorf("%T, %v: %v, %v", g, order, err, got)
			}
		}
		if theirs, err := orbwkb.Unmarshal(appendWKB(nil, g)); err != nil || !reflect.DeepEqual(theirs, g) {
			t.Errorf("%T: paulmach/orb reads %v, %v", g, theirs, err)
		}
	}
	for _, g := range orb.AllGeometries { // nil, empty and all
		if blob, _, ok := appendGeometry(nil, g, 0); ok {
			if _, err := decodeBlob(blob); err != nil {
				t.Errorf("%T: %v", g, err)
			}
		}
	}
}

// By hand from OGC 12-128r17, 2.1.3, and OGC 06-103r4, 8.2.
func TestEncode(t *testing.T) {
	const one, zero = "000000000000f03f", "0000000000000000"
	for _, c := range []struct {
		name string
		g    orb.Geometry
		want string
	}{
		{"point", orb.Point{1, 1}, "47500001" + "e6100000" + "0101000000" + one + one},
		{"triangle", orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, "47500003" + "e6100000" +
			zero + one + zero + one + // west, east, south, north
			"0106000000" + "01000000" + "0103000000" + "01000000" + "04000000" + zero + zero + one + zero + one + one + zero + zero},
	} {
		got, _, _ := appendGeometry(nil, c.g, 4326)
		if hex.EncodeToString(got) != c.want {
			t.Errorf("%s: %x, want %s", c.name, got, c.want)
		}
	}
}

// TestDecodeWKB: by hand, a as 1.0 and b as 2.0, little endian unless said.
func TestDecodeWKB(t *testing.T) {
	const a, b, nan = "000000000000f03f", "0000000000000040", "000000000000f87f"
	deep := strings.Repeat("010700000001000000", 40) + "0101000000" + a + b
	for _, c := range []struct {
		name, hex string
		want      orb.Geometry
		extra     bool
		fault     string // rule, or "empty"
	}{
		{name: "Z of the standard", hex: "01e9030000" + a + b + b, want: orb.Point{1, 2}, extra: true},
		{name: "M of the standard", hex: "01d1070000" + a + b + b, want: orb.Point{1, 2}, extra: true},
		{name: "ZM of the standard", hex: "01b90b0000" + a + b + b + b, want: orb.Point{1, 2}, extra: true},
		{name: "Z by a flag", hex: "0101000080" + a + b + b, want: orb.Point{1, 2}, extra: true},
		{name: "M by a flag", hex: "0101000040" + a + b + b, want: orb.Point{1, 2}, extra: true},
		{name: "Z, M and a system by flags", hex: "01010000e0e6100000" + a + b + b + b, want: orb.Point{1, 2}, extra: true},
		{name: "system by a flag", hex: "0101000020e6100000" + a + b, want: orb.Point{1, 2}},
		{name: "parts in another byte order", hex: "0104000000" + "01000000" + "0000000001" + "3ff0000000000000" + "4000000000000000", want: orb.MultiPoint{{1, 2}}},
		{name: "plain parts of a multisurface", hex: "010c000000" + "01000000" + "0103000000" + "01000000" + "01000000" + a + b, want: orb.MultiPolygon{{{{1, 2}}}}},
		{name: "bytes behind it", hex: "0101000000" + a + b + "ff", want: orb.Point{1, 2}},
		{name: "collection in collections", hex: "010700000001000000" + "010700000001000000" + "0101000000" + a + b, want: orb.Collection{orb.Collection{orb.Point{1, 2}}}},
		{name: "empty point", hex: "0101000000" + nan + nan, fault: "empty"},
		{name: "empty polygon", hex: "010300000000000000", fault: "empty"},
		{name: "polygon of an empty ring", hex: "01030000000100000000000000", fault: "empty"},
		{name: "empty parts", hex: "010600000001000000" + "010300000000000000", fault: "empty"},
		{name: "empty collection", hex: "010700000000000000", fault: "empty"},
		{name: "half a point", hex: "0101000000" + a + nan, fault: "coordinate-not-a-number"},
		{name: "no point in a line", hex: "010200000001000000" + nan + nan, fault: "coordinate-not-a-number"},
		{name: "curve", hex: "010800000000000000", fault: "geometry-curved"},
		{name: "curve in a surface", hex: "010c000000010000000" + "10a00000000000000", fault: "geometry-curved"},
		{name: "polyhedral surface with Z", hex: "01f703000000000000", fault: "geometry-curved"},
		{name: "type 0", hex: "010000000000000000", fault: "geometry-unreadable"},
		{name: "type 5001", hex: "018913000000000000", fault: "geometry-unreadable"},
		{name: "byte order 2", hex: "0201000000" + a + b, fault: "geometry-unreadable"},
		{name: "a line in a multipolygon", hex: "010600000001000000" + "010200000000000000", fault: "geometry-unreadable"},
		{name: "2^32-1 points", hex: "0102000000ffffffff" + a + b, fault: "geometry-unreadable"},
		{name: "2^32-1 rings", hex: "0103000000ffffffff" + a + b, fault: "geometry-unreadable"},
		{name: "2^32-1 parts", hex: "0107000000ffffffff" + a + b, fault: "geometry-unreadable"},
		{name: "too deep", hex: deep, fault: "geometry-unreadable"},
		{name: "cut", hex: "0101000000" + a, fault: "geometry-unreadable"},
		{name: "nothing", hex: "", fault: "geometry-unreadable"},
	} {
		data, err := hex.DecodeString(c.hex)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		got, extra, err := decodeWKB(data)
		fault := ""
		if bad, ok := errors.AsType[*geometryError](err); ok {
			fault = bad.rule
		} else if errors.Is(err, errEmpty) {
			fault = "empty"
		}
		if fault != c.fault || !reflect.DeepEqual(got, c.want) || c.fault == "" && extra != c.extra {
			t.Errorf("%s: %v, %v, %v (%v), want %v, %v, %q", c.name, got, extra, fault, err, c.want, c.extra, c.fault)
		}
	}
}

func TestBlobHeader(t *testing.T) {
	point := hex.EncodeToString(appendWKB(nil, orb.Point{1, 2}))
	for _, c := range []struct {
		name, hex string
		srs       int32
		fault     string
	}{
		{"big-endian header", "47500000" + "000011ef" + point, 4591, ""},
		{"envelope of Z", "47500005" + "ffffffff" + strings.Repeat("00", 48) + point, -1, ""},
		{"envelope of Z and M", "47500009" + "00000000" + strings.Repeat("00", 64) + point, 0, ""},
		{"envelope that is cut", "47500003" + "00000000" + strings.Repeat("00", 31), 0, "geometry-unreadable"},
		{"envelope of no meaning", "4750000b" + "00000000" + strings.Repeat("00", 99), 0, "geometry-unreadable"},
		{"extended type", "47500021" + "00000000" + point, 0, "geometry-unreadable"},
		{"another mark", "47510001" + "00000000" + point, 0, "geometry-unreadable"},
		{"too short", "475000", 0, "geometry-unreadable"},
		{"empty and nothing more", "47500011" + "e6100000", 4326, "empty"},
	} {
		data, err := hex.DecodeString(c.hex)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeBlob(data)
		fault := ""
		if bad, ok := errors.AsType[*geometryError](err); ok {
			fault = bad.rule
		} else if errors.Is(err, errEmpty) {
			fault = "empty"
		}
		if fault != c.fault || got.srs != c.srs || fault == "" && got.geometry != orb.Geometry(orb.Point{1, 2}) {
			t.Errorf("%s: %+v, %v, want %d, %q", c.name, got, err, c.srs, c.fault)
		}
	}
}

// FuzzWKB: whatever the bytes, an error or a geometry that is of a size with
// them, and reads again from what is written of it.
func FuzzWKB(f *testing.F) {
	for _, g := range samples() {
		blob, _, _ := appendGeometry(nil, g, 4326)
		f.Add(blob)
		f.Add(append([]byte("GP\x00\x00\x00\x00\x00\x00"), orbwkb.MustMarshal(g, binary.BigEndian)...))
	}
	f.Add([]byte("GP\x00\x01\xe6\x10\x00\x00\x01\x06\x00\x00\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := decodeBlob(data)
		if (err == nil) != (got.geometry != nil) {
			t.Fatalf("%v beside %v", got.geometry, err)
		}
		if err != nil {
			return
		}
		if n := pointsIn(got.geometry); n > len(data)/16 {
			t.Fatalf("%d points out of %d bytes", n, len(data))
		}
		blob, bound, ok := appendGeometry(nil, got.geometry, got.srs)
		again, err := decodeBlob(blob)
		if !ok || err != nil || !reflect.DeepEqual(again.geometry, got.geometry) || math.IsNaN(bound.Min[0]) {
			t.Fatalf("%v reads again as %v, %v", got.geometry, again.geometry, err)
		}
	})
}

func pointsIn(g orb.Geometry) int {
	n := 0
	switch g := g.(type) {
	case orb.Point:
		return 1
	case orb.MultiPoint:
		return len(g)
	case orb.LineString:
		return len(g)
	case orb.MultiLineString:
		for _, l := range g {
			n += len(l)
		}
	case orb.Polygon:
		for _, r := range g {
			n += len(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			n += pointsIn(p)
		}
	case orb.Collection:
		for _, p := range g {
			n += pointsIn(p)
		}
	}
	return n
}
