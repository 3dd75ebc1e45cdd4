package osm

import (
	"encoding/binary"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
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
				w := wire{data: append(one[:len(one):len(one)], make([]byte, behind)...)}
				if got := w.varint(); got != v || w.bad || len(w.data)-w.at != behind {
					t.Fatalf("%d with %d bytes behind: %d, %d left", v, behind, got, len(w.data)-w.at)
				}
				if n := numbers(append(one[:len(one):len(one)], make([]byte, behind)...)); n != 1+behind {
					t.Fatalf("%d numbers, want %d", n, 1+behind)
				}
			}
		}
	}
	for _, bad := range [][]byte{{}, {0x80}, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}} {
		if w := (wire{data: bad}); w.varint() != 0 || !w.bad {
			t.Errorf("%x is taken for a number", bad)
		}
	}
}

// TestIndex numbers identifiers as a map does, in order of appearance.
func TestIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var ids []int64
	for range 50_000 {
		id := r.Int64N(1<<34) - 1000
		if r.IntN(2) == 0 {
			id = r.Int64N(20_000) * 4096
		}
		ids = append(ids, id)
	}
	checkIndex(t, ids[:len(ids)/3], ids[len(ids)/3:])
	checkIndex(t, ids, []int64{maxID - 1, 1 - maxID, 7, maxID - 1})
	checkIndex(t, []int64{1 - maxID}, nil, []int64{1 - maxID})
	checkIndex(t)
	if (*index)(nil).find(1) != -1 {
		t.Error("what was never added is found")
	}
}

func checkIndex(t *testing.T, lists ...[]int64) {
	t.Helper()
	want := map[int64]int32{}
	x, numbers := newIndex(slices.Values(lists))
	for i, id := range slices.Concat(lists...) {
		at, known := want[id]
		if !known {
			at = int32(len(want))
			want[id] = at
		}
		if numbers[i] != at {
			t.Fatalf("mention %d of %d: %d, want %d", i, id, numbers[i], at)
		}
	}
	rising := cursor{index: x}
	for _, id := range append(slices.Sorted(maps.Keys(want)), 5, -5000, maxID-1) {
		at, known := want[id]
		if !known {
			at = -1
		}
		if got := x.find(id); got != at {
			t.Fatalf("%d: %d, want %d", id, got, at)
		}
		if got := rising.find(id); got != at {
			t.Fatalf("cursor, %d: %d, want %d", id, got, at)
		}
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
