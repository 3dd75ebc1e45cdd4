package osm

import "golang.org/x/sys/cpu"

// fastDeflate tells whether the processor has the instructions that fastBlock
// takes (most since 2013 have).
var fastDeflate = cpu.X86.HasBMI2

// fastBlock undoes a block up to its end or to where input or output may run
// short, which it leaves to rest. It is false for what is damaged.
//
//go:noescape
func fastBlock(d *deflated) bool

// fast undoes most of a block.
func (d *deflated) fast() bool { return !fastDeflate || fastBlock(d) }
