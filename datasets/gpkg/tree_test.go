package gpkg

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
)

// TestVarint: by hand from the file format, 1.6: seven bits a byte, the ninth
// whole.
func TestVarint(t *testing.T) {
	for _, c := range []struct {
		v    uint64
		want string
	}{
		{0, "\x00"}, {127, "\x7f"}, {128, "\x81\x00"}, {16383, "\xff\x7f"}, {16384, "\x81\x80\x00"}, {1<<56 - 1, "\xff\xff\xff\xff\xff\xff\xff\x7f"},
		{1 << 56, "\x80\xc0\x80\x80\x80\x80\x80\x80\x00"}, {math.MaxUint64, "\xff\xff\xff\xff\xff\xff\xff\xff\xff"},
	} {
		if got := appendVarint(nil, c.v); string(got) != c.want || varintLen(c.v) != len(c.want) {
			t.Errorf("%d: %x of %d bytes, want %x", c.v, got, varintLen(c.v), c.want)
		}
	}
}

// TestRecordHead: a header whose length needs a second byte counts that byte.
func TestRecordHead(t *testing.T) {
	for _, n := range []int{0, 1, 125, 126, 127, 128, 300} {
		var r record
		for range n {
			r.null()
		}
		got := r.head()
		size, bytes := readVarint(got)
		if int(size) != len(got) || int(size) != n+bytes {
			t.Errorf("%d columns: a header of %d, the record has %d", n, size, len(got))
		}
	}
}

func readVarint(b []byte) (v uint64, n int) {
	for n < 8 {
		v = v<<7 | uint64(b[n]&0x7f)
		n++
		if b[n-1] < 0x80 {
			return v, n
		}
	}
	return v<<8 | uint64(b[8]), 9
}

// TestLockPage: the page at 1 GiB is left empty, and chains of pages go round
// it. The file is sparse.
func TestLockPage(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "a"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := newPages(f, lockPage-4) // three pages before it are free
	if err != nil {
		t.Fatal(err)
	}
	tr := newTree(p, 2)
	var long record
	long.blob(bytes.Repeat([]byte{7}, 5*pageSize))
	if err := tr.add(1, &long); err != nil {
		t.Fatal(err)
	}
	if err := tr.flush(); err != nil {
		t.Fatal(err)
	}
	if err := p.w.Flush(); err != nil {
		t.Fatal(err)
	}
	if got := tr.leaves[0].page; got != lockPage+3 || p.next != lockPage+4 {
		t.Errorf("the leaf is page %d, the next %d, want %d and %d", got, p.next, lockPage+3, lockPage+4)
	}
	var page [pageSize]byte
	at := func(n uint32) uint32 {
		if _, err := f.ReadAt(page[:], int64(n-1)*pageSize); err != nil {
			t.Fatal(err)
		}
		return binary.BigEndian.Uint32(page[:])
	}
	for n, want := range map[uint32]uint32{lockPage - 3: lockPage - 2, lockPage - 2: lockPage - 1, lockPage - 1: lockPage + 1, lockPage: 0, lockPage + 1: lockPage + 2, lockPage + 2: 0} {
		if got := at(n); got != want {
			t.Errorf("page %d points to %d, want %d", n, got, want)
		}
	}
}

// TestBoxes: rectangles are rounded outwards.
func TestBoxes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 10_000 {
		b := orb.Bound{Min: orb.Point{r.NormFloat64() * 1e6, r.Float64()}, Max: orb.Point{r.NormFloat64() * 1e6, -r.Float64()}}
		got := boxOf(b)
		for i, v := range [...]float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
			f := float64(got[i])
			if i%2 == 0 && f > v || i%2 == 1 && f < v || math.Abs(f-v) > math.Abs(v)*1.2e-7 {
				t.Fatalf("%v becomes %v", b, got)
			}
		}
	}
}

// TestHilbert: the curve goes through every cell of its coarsest 32 × 32 and
// from each to a neighbour.
func TestHilbert(t *testing.T) {
	const side, shift = 32, 16 - 5
	at := map[uint32][2]int{}
	for x := range side {
		for y := range side {
			at[hilbert(uint32(x)<<shift, uint32(y)<<shift)>>(2*shift)] = [2]int{x, y}
		}
	}
	if len(at) != side*side {
		t.Fatalf("%d cells, want %d", len(at), side*side)
	}
	for d := uint32(1); d < side*side; d++ {
		a, b := at[d-1], at[d]
		if dx, dy := a[0]-b[0], a[1]-b[1]; dx*dx+dy*dy != 1 {
			t.Fatalf("from %v to %v in one step", a, b)
		}
	}
}

// TestParentOf agrees with shareOf for every number of children.
func TestParentOf(t *testing.T) {
	for count := 1; count < 700; count++ {
		n := (count + nodeCells - 1) / nodeCells
		for p := range n {
			from, to := shareOf(p, n, count)
			if to-from > nodeCells || to <= from {
				t.Fatalf("%d children for node %d of %d of %d", to-from, p, n, count)
			}
			for i := from; i < to; i++ {
				if got := parentOf(i, n, count); got != p {
					t.Fatalf("child %d of %d: node %d, want %d", i, count, got, p)
				}
			}
		}
	}
}
