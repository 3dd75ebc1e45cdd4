package raster

import (
	"cmp"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// keptBytes is how much of what was read is kept for the next question.
const keptBytes = 64 << 20

// blockCost is what a block takes beside its data.
const blockCost = 128

// block is the first band of a block, or of a slice of one.
type block struct {
	n     int
	data  []byte // nil where the file holds none
	order binary.ByteOrder
	err   error
	used  int64 // when it was last asked for
}

// blocks reads and keeps blocks. It may be used from several goroutines.
type blocks struct {
	*source
	*layout
	last  atomic.Pointer[block] // that was asked for: most questions are about it again
	mu    sync.Mutex
	kept  map[int]*block
	bytes int
	clock int64
	err   error // the first
}

// value gives the raw number of a cell; ok is false where the file holds none
// or it cannot be read.
func (b *blocks) value(col, row int) (float64, bool) {
	n := b.number(col, row)
	k := b.last.Load()
	if k == nil || k.n != n {
		k = b.get(n)
		b.last.Store(k)
	}
	at := (row%b.blockH%b.sliceH*b.blockW + col%b.blockW) * b.kind.size()
	if at+b.kind.size() > len(k.data) {
		return 0, false
	}
	return b.kind.value(k.data[at:], k.order), true
}

// number is the block, or slice of one, that holds a cell.
func (l *layout) number(col, row int) int {
	return (row/l.blockH*l.across+col/l.blockW)*l.slices + row%l.blockH/l.sliceH
}

// get reads a block, or a slice of one, unless it is kept.
func (b *blocks) get(n int) *block {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clock++
	if k := b.kept[n]; k != nil {
		k.used = b.clock
		return k
	}
	k := &block{n: n, order: b.order, used: b.clock}
	if k.err = b.load(n, k); k.err != nil {
		k.data = nil
		if b.err == nil {
			b.err = k.err
		}
	}
	if b.bytes += len(k.data) + blockCost; b.bytes > keptBytes {
		b.drop()
	}
	b.kept[n] = k
	return k
}

// drop forgets the blocks that were not asked for longest: all at once until
// half of the room is free, so that it is seldom done.
func (b *blocks) drop() {
	all := slices.SortedFunc(maps.Values(b.kept), func(x, y *block) int { return cmp.Compare(x.used, y.used) })
	for _, k := range all {
		if b.bytes <= keptBytes/2 {
			return
		}
		b.bytes -= len(k.data) + blockCost
		delete(b.kept, k.n)
	}
}

// extent gives the place and the bytes of a stored block; both are 0 where it
// is left out.
func (b *blocks) extent(n int) (offset, count int64, err error) {
	d := &directory{source: b.source}
	o, err := d.integer(b.offsets, uint64(n))
	if err != nil {
		return 0, 0, err
	}
	c := uint64(b.rows(n/b.across)) * uint64(b.rowBytes())
	if b.counts != nil {
		if c, err = d.integer(b.counts, uint64(n)); err != nil {
			return 0, 0, err
		}
	}
	if o == 0 && (c == 0 || b.counts == nil) || c == 0 {
		return 0, 0, nil
	}
	if o > uint64(b.size) || c > uint64(b.size)-o {
		return 0, 0, damaged("第 %[1]d 块位于第 %[2]d 字节、长 %[3]d，超出文件末尾（%[4]d）", "block %[1]d, of %[3]d bytes at %[2]d, runs past the end of the file (%[4]d)", n+1, o, c, b.size).at(b.offsets.tag, b.offsets.pos)
	}
	return int64(o), int64(c), nil
}

// rows are the rows that a block has in the image.
func (b *blocks) rows(down int) int { return min(b.blockH, b.height-down*b.blockH) }

// load reads the first band of a block, or of a slice of one.
func (b *blocks) load(n int, k *block) error {
	slice := n % b.slices
	n /= b.slices
	offset, count, err := b.extent(n)
	if err != nil || count == 0 {
		return err
	}
	rows := min(b.sliceH, b.rows(n/b.across)-slice*b.sliceH)
	if rows <= 0 {
		return nil
	}
	skip := int64(slice) * int64(b.sliceH) * int64(b.rowBytes())
	if need := skip + int64(rows)*int64(b.rowBytes()); need/maxRatio[b.compression] > count {
		return damaged("第 %[1]d 块只有 %[2]d 字节，装不下 %[3]d 行", "block %[1]d has %[2]d bytes, too few for its %[3]d rows", n+1, count, rows).at(b.counts.tagOr(b.offsets), offset)
	}
	r, err := expand(b.compression, io.NewSectionReader(b.r, offset+skip, count-skip))
	if err == nil {
		err = b.fill(k, r, rows)
	}
	if err != nil {
		return damaged("第 %[1]d 块（第 %[2]d 字节起）无法解压", "block %[1]d, at byte %[2]d, cannot be expanded", n+1, offset).at(b.offsets.tag, offset).why(noEOF(err))
	}
	return nil
}

// tagOr is the field's tag, or that of another where there is none.
func (f *field) tagOr(other *field) int {
	if f == nil {
		return other.tag
	}
	return f.tag
}

// fill reads rows and keeps their first band.
func (b *blocks) fill(k *block, r io.Reader, rows int) error {
	size, stride := b.kind.size(), b.stride()
	row, spare := make([]byte, b.rowBytes()), []byte(nil)
	if b.predictor == predictFloat {
		spare, k.order = make([]byte, len(row)), binary.BigEndian
	}
	k.data = make([]byte, 0, rows*b.blockW*size)
	for range rows {
		if _, err := io.ReadFull(r, row); err != nil {
			return err
		}
		undo(b.predictor, row, spare, size, stride, b.order)
		if stride == 1 {
			k.data = append(k.data, row...)
			continue
		}
		for i := 0; i < len(row); i += size * stride {
			k.data = append(k.data, row[i:i+size]...)
		}
	}
	return checked(r)
}

// checked looks whether the data end here and their checksum is right. Data
// that go on are no fault: a strip may be longer than the image.
func checked(r io.Reader) error {
	if _, err := r.Read(make([]byte, 1)); errors.Is(err, zlib.ErrChecksum) {
		return err
	}
	return nil
}
