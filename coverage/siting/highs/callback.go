package highs

import (
	"context"

	"github.com/tetratelabs/wazero/api"
)

// callbackKind says why HiGHS calls back (HighsCallbackType).
type callbackKind int32

const (
	improvingSolution callbackKind = 4
	progressLine      callbackKind = 5
)

// callbackModule is a WebAssembly module of one job: HiGHS calls back through
// a slot of its table of functions, and a host function has no slot. The module
// imports the function and the table, and its function "install" puts the one
// into a new slot of the other, whose index it returns.
//
//	(module
//	  (import "host" "callback" (func (param i32 i32 i32 i32 i32)))
//	  (import "highs" TABLE (table 1 funcref))
//	  (elem declare func 0)
//	  (func (export "install") (result i32)
//	    (table.grow 0 (ref.func 0) (i32.const 1))))
func callbackModule(table string) []byte {
	name := func(s string) []byte { return append([]byte{byte(len(s))}, s...) }
	join := func(parts ...[]byte) []byte {
		var all []byte
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	section := func(id byte, parts ...[]byte) []byte {
		body := join(parts...)
		return append([]byte{id, byte(len(body))}, body...)
	}
	return join(
		[]byte("\x00asm\x01\x00\x00\x00"),
		section(1, []byte{2, 0x60, 5, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0, 0x60, 0, 1, 0x7f}),
		section(2, []byte{2},
			name("host"), name("callback"), []byte{0, 0},
			name("highs"), name(table), []byte{1, 0x70, 0, 1}),
		section(3, []byte{1, 1}),
		section(7, []byte{1}, name("install"), []byte{0, 1}),
		section(9, []byte{1, 3, 0, 1, 0}),
		section(10, []byte{1, 9, 0, 0xd2, 0, 0x41, 1, 0xfc, 15, 0, 0x0b}),
	)
}

// called receives what HiGHS passes to a callback: the kind, a message, the data, the answer, the user's pointer.
func called(ctx context.Context, _ api.Module, stack []uint64) {
	h := hostOf(ctx)
	if h.callback != nil {
		h.callback(callbackKind(api.DecodeI32(stack[0])), api.DecodeU32(stack[2]))
	}
}
