package osm

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestVarints holds numbers of every length, with and without bytes behind them,
// against encoding/binary.
func TestVarints(t *testing.T) {
	for shift := range 64 {
		for _, v := range []uint64{1 << shift, 1<<shift - 1, 1<<shift | 0x55, math.MaxUint64 >> shift} {
			one := binary.AppendUvarint(nil, v)
			for _, behind := range []int{0, 3, 20} {
				w := wire{rest: append(one[:len(one):len(one)], make([]byte, behind)...)}
				if got := w.varint(); got != v || w.bad || len(w.rest) != behind {
					t.Fatalf("%d with %d bytes behind: %d, %d left", v, behind, got, len(w.rest))
				}
				if n := numbers(append(one[:len(one):len(one)], make([]byte, behind)...)); n != 1+behind {
					t.Fatalf("%d numbers, want %d", n, 1+behind)
				}
			}
		}
	}
	for _, bad := range [][]byte{{}, {0x80}, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}} {
		if w := (wire{rest: bad}); w.varint() != 0 || !w.bad {
			t.Errorf("%x is taken for a number", bad)
		}
	}
}

// TestIndex numbers identifiers as a map does, in order of appearance, from a
// table that must grow.
func TestIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	x, want := newIndex(0), map[int64]int32{}
	for range 50_000 {
		id := r.Int64N(1<<34) - 1000
		if r.IntN(2) == 0 {
			id = r.Int64N(20_000) * 4096
		}
		at, known := want[id]
		if !known {
			at = int32(len(want))
			want[id] = at
		}
		if got := x.add(id); got != at {
			t.Fatalf("%d: %d, want %d", id, got, at)
		}
	}
	for id, at := range want {
		if got := x.find(id); got != at {
			t.Fatalf("%d: %d, want %d", id, got, at)
		}
	}
	if x.find(-5000) != -1 || (*index)(nil).find(1) != -1 {
		t.Error("what was never added is found")
	}
}

// TestDegrees reads coordinates as strconv does.
func TestDegrees(t *testing.T) {
	for _, s := range []string{"0", "-0.5", "114.1234567", "-76.12345678901234567", "1e2", "00012.50", "5.", ".5", "179.999999999999", "+3"} {
		want, err := strconv.ParseFloat(s, 64)
		if got, ok := degrees([]byte(s)); got != want || ok != (err == nil) {
			t.Errorf("%s: %v, %v; want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "-", ".", "1,5", "NaN", "Inf", "-Inf", "1e999", "22°", "1-2"} {
		if got, ok := degrees([]byte(s)); ok {
			t.Errorf("%q: %v", s, got)
		}
	}
}
