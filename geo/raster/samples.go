package raster

import (
	"encoding/binary"
	"math"
)

// sampleKind is the kind of number that cells hold.
type sampleKind int

const (
	kindUint8 sampleKind = iota
	kindUint16
	kindUint32
	kindInt8
	kindInt16
	kindInt32
	kindFloat32
	kindFloat64
)

// sampleKinds are the kinds by SampleFormat and BitsPerSample. Integers of 64
// bits are not among them: not all of them are a float64.
var sampleKinds = map[[2]uint64]sampleKind{
	{1, 8}: kindUint8, {1, 16}: kindUint16, {1, 32}: kindUint32,
	{2, 8}: kindInt8, {2, 16}: kindInt16, {2, 32}: kindInt32,
	{3, 32}: kindFloat32, {3, 64}: kindFloat64,
}

// String is the name that GDAL has for the kind.
func (k sampleKind) String() string {
	return [...]string{"Byte", "UInt16", "UInt32", "Int8", "Int16", "Int32", "Float32", "Float64"}[k]
}

func (k sampleKind) size() int { return [...]int{1, 2, 4, 1, 2, 4, 4, 8}[k] }

func (k sampleKind) float() bool { return k == kindFloat32 || k == kindFloat64 }

// value reads a number; b holds at least its bytes.
func (k sampleKind) value(b []byte, order binary.ByteOrder) float64 {
	switch k {
	case kindUint8:
		return float64(b[0])
	case kindUint16:
		return float64(order.Uint16(b))
	case kindUint32:
		return float64(order.Uint32(b))
	case kindInt8:
		return float64(int8(b[0]))
	case kindInt16:
		return float64(int16(order.Uint16(b)))
	case kindInt32:
		return float64(int32(order.Uint32(b)))
	case kindFloat32:
		return float64(math.Float32frombits(order.Uint32(b)))
	}
	return math.Float64frombits(order.Uint64(b))
}
