package raster

import "encoding/binary"

// The values of Predictor: TIFF 6.0 section 14 and Adobe's Technical Note 3.
const (
	predictNone       = 1
	predictHorizontal = 2
	predictFloat      = 3
)

// undo turns the differences of a row back into numbers, in place; spare is as
// long as row. stride is the samples of a cell.
func undo(predictor int, row, spare []byte, size, stride int, order binary.ByteOrder) {
	switch predictor {
	case predictHorizontal:
		sum(row, size, stride, order)
	case predictFloat:
		sum(row, 1, stride, order)
		regroup(row, spare, size)
	}
}

// sum adds to each sample the one before it of the same band.
func sum(row []byte, size, stride int, order binary.ByteOrder) {
	step := size * stride
	for i := step; i+size <= len(row); i += size {
		switch a, b := row[i-step:], row[i:]; size {
		case 1:
			b[0] += a[0]
		case 2:
			order.PutUint16(b, order.Uint16(b)+order.Uint16(a))
		case 4:
			order.PutUint32(b, order.Uint32(b)+order.Uint32(a))
		case 8:
			order.PutUint64(b, order.Uint64(b)+order.Uint64(a))
		}
	}
}

// regroup puts the bytes of each number together again, the highest first:
// stored are the highest bytes of all numbers, then the next ones.
func regroup(row, spare []byte, size int) {
	copy(spare, row)
	n := len(row) / size
	for i := range n {
		for k := range size {
			row[i*size+k] = spare[k*n+i]
		}
	}
}
