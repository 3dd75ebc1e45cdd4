package osm

import "encoding/binary"

// adler is the checksum of zlib (RFC 1950, Adler-32): a, the sum of the bytes and
// 1, and b, the sum of what a was after each. hash/adler32 goes byte by
// byte, which takes three times as long; here eight are added at once, by
// products that sum four lanes of 16 bits into the highest, or 32 where the
// processor can.
func adler(data []byte) uint32 {
	const (
		modulus = 65521
		most    = 1 << 16 // bytes until the sums are reduced: b stays below 2⁴¹
		lanes   = 0x00ff00ff00ff00ff
		// In b the first of eight bytes counts eight times, the last once. The
		// highest lane of a product gets the lowest times the highest.
		even = 2 | 4<<16 | 6<<32 | 8<<48
		odd  = 1 | 3<<16 | 5<<32 | 7<<48
		ones = 1 | 1<<16 | 1<<32 | 1<<48
	)
	a, b := uint64(1), uint64(0)
	for len(data) > 0 {
		part := data[:min(most, len(data))]
		data = data[len(part):]
		part, a, b = wide(part, a, b)
		for ; len(part) >= 8; part = part[8:] {
			x := binary.LittleEndian.Uint64(part)
			first, second := x&lanes, x>>8&lanes // of each two bytes
			b += 8*a + (first*even+second*odd)>>48
			a += (first + second) * ones >> 48
		}
		for _, c := range part {
			a += uint64(c)
			b += a
		}
		a, b = a%modulus, b%modulus
	}
	return uint32(b<<16 | a)
}
