package gpkg

import (
	"encoding/binary"

	"github.com/paulmach/orb"
)

// shape is what a geometry blob holds.
type shape struct {
	geometry orb.Geometry
	srs      int32
	extra    bool // Z or M was left out
}

// envelopeSizes are the sizes of the envelope by its code in the flags (OGC
// 12-128r18, 2.1.3): none, of X and Y, with Z, with M, with both.
var envelopeSizes = [...]int{0, 32, 48, 48, 64}

// decodeBlob reads GeoPackage binary: the header, whose envelope is passed
// over, and well-known binary. Errors are as of decodeWKB.
func decodeBlob(b []byte) (shape, error) {
	if len(b) < 8 || b[0] != 'G' || b[1] != 'P' {
		return shape{}, unreadable("不是 GeoPackage 几何（开头不是 GP）", "no geometry of GeoPackage, which begins with GP")
	}
	flags := b[3]
	var order binary.ByteOrder = binary.BigEndian
	if flags&1 != 0 {
		order = binary.LittleEndian
	}
	s := shape{srs: int32(order.Uint32(b[4:]))}
	code := int(flags >> 1 & 7)
	switch {
	case flags&0x20 != 0:
		return s, unreadable("是扩展几何类型，不是标准几何", "an extended type of geometry, not a standard one")
	case code >= len(envelopeSizes):
		return s, unreadable("外包框标记 %d 无效", "the envelope's code %d means nothing", code)
	case len(b) < 8+envelopeSizes[code]:
		return s, unreadable("几何数据不完整", "the data of the geometry end too early")
	}
	var err error
	s.geometry, s.extra, err = decodeWKB(b[8+envelopeSizes[code]:])
	if flags&0x10 != 0 && len(b) == 8+envelopeSizes[code] { // empty, and nothing follows
		err = errEmpty
	}
	return s, err
}
