package osm

import "golang.org/x/sys/cpu"

// wideAdler tells whether the processor takes 32 bytes at a time (most since
// 2013 do).
var wideAdler = cpu.X86.HasAVX2

// adlerSums are sums over blocks of 32 bytes, by lanes.
type adlerSums struct {
	bytes    [4]uint64
	before   [4]uint64 // of bytes before each block
	weighted [8]uint32 // the first byte of a block 32 times, the last once
}

// adlerAVX makes the sums of so many blocks, at most 1<<16.
//
//go:noescape
func adlerAVX(data *byte, blocks int, sums *adlerSums)

// wide adds the whole blocks of 32 bytes at the front of data to both sums of
// the checksum, and gives the bytes behind them.
func wide(data []byte, a, b uint64) (rest []byte, newA, newB uint64) {
	blocks := len(data) / 32
	if !wideAdler || blocks == 0 {
		return data, a, b
	}
	var s adlerSums
	adlerAVX(&data[0], blocks, &s)
	b += 32 * uint64(blocks) * a
	for i := range s.bytes {
		a += s.bytes[i]
		b += 32 * s.before[i]
	}
	for _, v := range s.weighted {
		b += uint64(v)
	}
	return data[32*blocks:], a, b
}
