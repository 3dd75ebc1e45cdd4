package gpkg

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// The nodes of SQLite's R*Tree of two dimensions (comment at the head of
// ext/rtree/rtree.c): four bytes, then cells of an eight-byte id and four
// 32-bit floats. A node never holds more than 51 cells.
const (
	nodeCells = 51
	cellSize  = 24
	nodeSize  = 4 + nodeCells*cellSize
	rootNode  = 1 // its number
)

// box is a rectangle as the index has it: least x, greatest x, least y,
// greatest y, rounded outwards.
type box [4]float32

func boxOf(b orb.Bound) box {
	return box{below(b.Min[0]), -below(-b.Max[0]), below(b.Min[1]), -below(-b.Max[1])}
}

// below is the greatest 32-bit number that is not above v.
func below(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func (b box) union(o box) box {
	return box{min(b[0], o[0]), max(b[1], o[1]), min(b[2], o[2]), max(b[3], o[3])}
}

// spatialIndex gathers the rectangles of a table and packs them into a full
// tree, along a Hilbert curve through their centers.
type spatialIndex struct {
	ids   []int64
	boxes []box
}

func (x *spatialIndex) add(id int64, b orb.Bound) {
	x.ids = append(x.ids, id)
	x.boxes = append(x.boxes, boxOf(b))
}

// level is one level of the tree: the boxes of its nodes.
type level struct {
	first int64 // number of its first node
	boxes []box
}

// shareOf gives the children of node i of n that share count children evenly.
func shareOf(i, n, count int) (from, to int) { return i * count / n, (i + 1) * count / n }

// write fills the three tables of the index: nodes, the node of each row, and
// the node above each node. Ids must have been added in ascending order.
func (x *spatialIndex) write(nodes, rows, parents *tree) error {
	if len(x.ids) == 0 {
		return x.empty(nodes, rows, parents)
	}
	order := x.order()
	sorted := make([]box, len(order))
	for i, at := range order {
		sorted[i] = x.boxes[at]
	}
	w := nodeWriter{nodes: nodes, parents: parents, levels: levelsOf(sorted)}
	nodeOf := make([]int64, len(order))
	leaves := len(w.levels) - 1
	for k := range leaves {
		below := w.levels[k+1]
		err := w.level(k, below.boxes, func(c int) int64 { return below.first + int64(c) })
		if err != nil {
			return err
		}
	}
	if err := w.level(leaves, sorted, func(c int) int64 { return x.ids[order[c]] }); err != nil {
		return err
	}
	for c, at := range order {
		i := parentOf(c, len(w.levels[leaves].boxes), len(order))
		nodeOf[at] = w.levels[leaves].first + int64(i)
	}
	for i, id := range x.ids {
		if err := addPair(rows, id, nodeOf[i], &w.record); err != nil {
			return err
		}
	}
	return finish(nodes, rows, parents)
}

// empty is a tree of one node without cells.
func (x *spatialIndex) empty(nodes, rows, parents *tree) error {
	w := nodeWriter{nodes: nodes, parents: parents}
	w.begin(0, true, 0)
	if err := w.end(rootNode, 0); err != nil {
		return err
	}
	return finish(nodes, rows, parents)
}

func finish(trees ...*tree) error {
	for _, t := range trees {
		if err := t.finish(); err != nil {
			return err
		}
	}
	return nil
}

// parentOf is the node of n that has child i of count, as shareOf gives them out.
func parentOf(i, n, count int) int {
	p := i * n / count
	for from, to := shareOf(p, n, count); i < from || i >= to; from, to = shareOf(p, n, count) {
		if i < from {
			p--
		} else {
			p++
		}
	}
	return p
}

// levelsOf makes the levels above the entries, the root's first.
func levelsOf(entries []box) []level {
	var levels []level
	for below := entries; ; {
		n := (len(below) + nodeCells - 1) / nodeCells
		l := level{boxes: make([]box, n)}
		for i := range l.boxes {
			from, to := shareOf(i, n, len(below))
			l.boxes[i] = below[from]
			for _, b := range below[from+1 : to] {
				l.boxes[i] = l.boxes[i].union(b)
			}
		}
		levels = append(levels, l)
		if n == 1 {
			break
		}
		below = l.boxes
	}
	slices.Reverse(levels)
	number := int64(rootNode)
	for i := range levels {
		levels[i].first = number
		number += int64(len(levels[i].boxes))
	}
	return levels
}

// order sorts the entries along the curve; equal places stay in order of ids.
func (x *spatialIndex) order() []uint32 {
	all := x.boxes[0]
	for _, b := range x.boxes[1:] {
		all = all.union(b)
	}
	keys := make([]uint64, len(x.boxes))
	for i, b := range x.boxes {
		keys[i] = uint64(hilbert(step(b[0], b[1], all[0], all[1]), step(b[2], b[3], all[2], all[3])))<<32 | uint64(uint32(i))
	}
	slices.Sort(keys)
	out := make([]uint32, len(keys))
	for i, k := range keys {
		out[i] = uint32(k)
	}
	return out
}

// step places the middle of an interval on a scale of 65,536 steps.
func step(low, high, from, to float32) uint32 {
	if !(to > from) {
		return 0
	}
	f := ((float64(low)+float64(high))/2 - float64(from)) / (float64(to) - float64(from))
	return uint32(math.Min(math.Max(f, 0), 1) * math.MaxUint16)
}

// hilbert is the distance along the Hilbert curve of order 16 (after the
// iterative form in C. Hamilton, Compact Hilbert Indices, 2006, for two
// dimensions: rotate each quadrant as it is entered).
func hilbert(x, y uint32) uint32 {
	d := uint32(0)
	for s := uint32(1 << 15); s > 0; s >>= 1 {
		rx, ry := uint32(0), uint32(0)
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d += s * s * ((3 * rx) ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = math.MaxUint16-x, math.MaxUint16-y
			}
			x, y = y, x
		}
	}
	return d
}

// nodeWriter writes the nodes of a tree in ascending order of their numbers.
type nodeWriter struct {
	nodes, parents *tree
	levels         []level
	record         record
	node           []byte
}

// level writes the nodes of level k, which share the boxes below; id gives what
// stands with each of those: a node's number or a row's id.
func (w *nodeWriter) level(k int, below []box, id func(c int) int64) error {
	l := w.levels[k]
	for i := range l.boxes {
		from, to := shareOf(i, len(l.boxes), len(below))
		w.begin(len(w.levels)-1, k == 0, to-from)
		for c := from; c < to; c++ {
			w.cell(id(c), below[c])
		}
		above := int64(0)
		if k > 0 {
			above = w.levels[k-1].first + int64(parentOf(i, len(w.levels[k-1].boxes), len(l.boxes)))
		}
		if err := w.end(l.first+int64(i), above); err != nil {
			return err
		}
	}
	return nil
}

// begin starts a node; the root says how many levels lie below it.
func (w *nodeWriter) begin(depth int, root bool, cells int) {
	if !root {
		depth = 0
	}
	w.node = binary.BigEndian.AppendUint16(w.node[:0], uint16(depth))
	w.node = binary.BigEndian.AppendUint16(w.node, uint16(cells))
}

func (w *nodeWriter) cell(id int64, b box) {
	w.node = binary.BigEndian.AppendUint64(w.node, uint64(id))
	for _, v := range b {
		w.node = binary.BigEndian.AppendUint32(w.node, math.Float32bits(v))
	}
}

// end stores the node and, unless it is the root, what lies above it.
func (w *nodeWriter) end(number, above int64) error {
	used := len(w.node)
	w.node = slices.Grow(w.node, nodeSize-used)[:nodeSize]
	clear(w.node[used:])
	w.record.reset()
	w.record.null()
	w.record.blob(w.node)
	if err := w.nodes.add(number, &w.record); err != nil || above == 0 {
		return err
	}
	return addPair(w.parents, number, above, &w.record)
}

// addPair adds a row of an id and a number.
func addPair(t *tree, id, value int64, r *record) error {
	r.reset()
	r.null()
	r.integer(value)
	return t.add(id, r)
}
