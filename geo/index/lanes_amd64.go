package index

import "golang.org/x/sys/cpu"

// avx tells whether the processor takes eight numbers at a time (most since
// 2011 do).
var avx = cpu.X86.HasAVX

//go:noescape
func gapsAVX(o *octet, p *probe, gaps *lane) (open uint32)

//go:noescape
func nearAVX(b *block, p *probe) (near uint32)

// gaps is [gapsEach], eight at a time where the processor can.
func (o *octet) gaps(p *probe, gaps *lane) (open uint32) {
	if avx {
		return gapsAVX(o, p, gaps)
	}
	return gapsEach(o, p, gaps)
}

// near is [nearEach], eight at a time where the processor can.
func (b *block) near(p *probe) (near uint32) {
	if avx {
		return nearAVX(b, p)
	}
	return nearEach(b, p)
}
