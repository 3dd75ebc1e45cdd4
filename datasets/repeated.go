package datasets

import (
	"hash/maphash"
	"runtime"
	"sync"
)

// repeats are the items of a list whose key may occur again in it: every item
// whose key does, and by a chance of one in many millions some other.
type repeats struct {
	is []bool // nil where there are none
}

func (r repeats) some() bool     { return r.is != nil }
func (r repeats) has(i int) bool { return r.is != nil && r.is[i] }

// repeated finds them by hashes, which takes 16 bytes an item instead of a map
// of all keys. key appends the key of an item to a buffer; nil means that the
// item has none.
func repeated(n int, key func(i int, buf []byte) []byte) repeats {
	hashes := hashesOf(n, key)
	bits := 4
	for 1<<bits < 2*n {
		bits++
	}
	slots := make([]int32, 1<<bits) // item + 1, by hash; open addressing
	var out repeats
	for i, h := range hashes {
		if h == 0 {
			continue
		}
		at := h >> (64 - bits)
		for slots[at] != 0 && hashes[slots[at]-1] != h {
			at = (at + 1) & (1<<bits - 1)
		}
		if slots[at] == 0 {
			slots[at] = int32(i + 1)
			continue
		}
		if out.is == nil {
			out.is = make([]bool, n)
		}
		out.is[slots[at]-1], out.is[i] = true, true
	}
	return out
}

// hashesOf hashes all keys on all cores; 0 stands for no key.
func hashesOf(n int, key func(i int, buf []byte) []byte) []uint64 {
	seed := maphash.MakeSeed()
	hashes := make([]uint64, n)
	workers := min(runtime.GOMAXPROCS(0), n/rowsAtOnce+1)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			buf := make([]byte, 0, 256)
			for i := n * w / workers; i < n*(w+1)/workers; i++ {
				if k := key(i, buf[:0]); k != nil {
					hashes[i] = max(maphash.Bytes(seed, k), 1)
					buf = k
				}
			}
		})
	}
	wg.Wait()
	return hashes
}
