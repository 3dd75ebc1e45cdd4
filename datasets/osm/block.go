package osm

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// block decodes PrimitiveBlocks, one after another.
type block struct {
	inflater
	query *query
	texts stringTable
	out   *batch
	grid  grid

	listed       cursor // in query.listed
	spots        spots
	sets         tagSets
	number       int // of the block, from 1
	room         int // of the blob
	tagScratch   []network.Tag
	refScratch   []int64
	foundScratch []found
	ways         []way
	tags         arena[network.Tag]
	refs         arena[int64]
}

func newBlock(q *query) *block {
	return &block{query: q, listed: cursor{index: q.listed}}
}

// grid turns whole numbers of the file into degrees.
type grid struct {
	granularity      int64 // nanodegrees
	lonFrom, latFrom int64 // nanodegrees
	most             int64 // larger numbers are nowhere on earth
}

// maxOffset is more nanodegrees than there are.
const maxOffset = 1_000_000_000_000

// onEarth tells whether a position of the file is one.
func (g *grid) onEarth(lon, lat int64) bool {
	if lon > g.most || lon < -g.most || lat > g.most || lat < -g.most {
		return false
	}
	lon, lat = g.lonFrom+g.granularity*lon, g.latFrom+g.granularity*lat
	return lon >= -180e9 && lon <= 180e9 && lat >= -90e9 && lat <= 90e9
}

// point gives the degrees nearest to a position on earth.
func (g *grid) point(lon, lat int64) orb.Point {
	return orb.Point{float64(g.lonFrom+g.granularity*lon) / 1e9, float64(g.latFrom+g.granularity*lat) / 1e9}
}

// decode reads one inflated block into a new batch.
func (d *block) decode(data []byte) (*batch, error) {
	d.out = &batch{found: d.foundScratch[:0]}
	d.ways = d.ways[:0]
	d.number++
	d.grid = grid{granularity: 100}
	var texts []byte
	var groups [][]byte
	w := wire{data: data}
	for field, kind, ok := w.next(); ok; field, kind, ok = w.next() {
		switch field {
		case 1:
			w.packed(kind, &texts)
		case 2:
			var group []byte
			w.packed(kind, &group)
			groups = append(groups, group)
		case 17:
			d.grid.granularity = int64(w.number(kind))
		case 19:
			d.grid.latFrom = int64(w.number(kind))
		case 20:
			d.grid.lonFrom = int64(w.number(kind))
		default:
			w.skip(kind)
		}
	}
	g := &d.grid
	if g.granularity < 1 || g.granularity > maxOffset || max(g.latFrom, -g.latFrom, g.lonFrom, -g.lonFrom) > maxOffset {
		return nil, broken("坐标精度或偏移不合理", "granularity or offset of the coordinates make no sense")
	}
	g.most = 2 * maxOffset / g.granularity
	if w.bad || !d.texts.reset(texts, d.query) {
		return nil, structure()
	}
	for _, group := range groups {
		if err := d.group(group); err != nil {
			return nil, err
		}
	}
	d.out.ways = slices.Clone(d.ways)
	return d.out, nil
}

func structure() error {
	return broken("数据块的结构已损坏", "the structure of the block is damaged")
}

// group reads one PrimitiveGroup. Kinds that nobody asked for are counted only.
func (d *block) group(data []byte) error {
	w := wire{data: data}
	var err error
	for field, kind, ok := w.next(); ok && err == nil; field, kind, ok = w.next() {
		if field > 4 {
			w.skip(kind) // changesets
			continue
		}
		if kind != wireBytes {
			return structure()
		}
		body := w.bytes()
		switch field {
		case 1:
			d.out.counts.nodes++
			if d.query.nodes || d.query.tagged != nil {
				err = d.plainNode(body)
			}
		case 2:
			err = d.dense(body)
		case 3:
			d.out.counts.ways++
			if d.query.ways != nil || d.query.members != nil {
				err = d.way(body)
			}
		case 4:
			d.out.counts.relations++
			if d.query.relations != nil {
				err = d.relation(body)
			}
		}
	}
	if err == nil && w.bad {
		err = structure()
	}
	return err
}

// stringTable holds the texts of a block, and what their classes are once that
// was asked.
type stringTable struct {
	data    []byte
	spans   []span
	made    []string
	pool    pool
	classes [3][]class // of nodes, ways, relations
	of      [3]*selector
}

// span is where a text stands in the table. Without pointers there is nothing
// for the collector to see.
type span struct{ from, to uint32 }

// Positions in stringTable.classes.
const (
	ofNodes = iota
	ofWays
	ofRelations
)

// reset takes the string table of the next block.
func (t *stringTable) reset(data []byte, q *query) bool {
	t.data, t.spans = data, t.spans[:0]
	w := wire{data: data}
	for field, kind, ok := w.next(); ok; field, kind, ok = w.next() {
		if field != 1 || kind != wireBytes {
			w.skip(kind)
			continue
		}
		size := len(w.bytes())
		t.spans = append(t.spans, span{uint32(w.at - size), uint32(w.at)})
	}
	t.made = zeros(t.made, t.count())
	t.of = [3]*selector{q.tagged, q.ways, q.relations}
	for i := range t.classes {
		if t.of[i] != nil {
			t.classes[i] = zeros(t.classes[i], t.count())
		}
	}
	return !w.bad
}

// count is how many texts there are.
func (t *stringTable) count() int { return len(t.spans) }

// raw gives text i, which must be there, as it stands.
func (t *stringTable) raw(i uint64) []byte { return t.data[t.spans[i].from:t.spans[i].to] }

// zeros gives n zeros, in the memory of s where that is enough.
func zeros[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}

// class tells what text i is as a key; false where there is no such text.
func (t *stringTable) class(i uint64, of int) (class, bool) {
	classes := t.classes[of]
	if i >= uint64(len(classes)) {
		return 0, false
	}
	c := classes[i]
	if c == 0 {
		c = t.of[of].of(t.raw(i))
		classes[i] = c
	}
	return c, true
}

// text gives text i, which must be there, as valid UTF-8.
func (t *stringTable) text(i uint64) string {
	if t.made[i] == "" {
		raw := t.raw(i)
		if !utf8.Valid(raw) {
			raw = bytes.ToValidUTF8(raw, []byte("\ufffd"))
		}
		t.made[i] = t.pool.keep(raw)
	}
	return t.made[i]
}

// tagged reads the tags of a way, relation or plain node. ok is false where the
// object is not wanted; all of them were looked at all the same.
func (d *block) taggedBy(keys, values []byte, of int) (tags []network.Tag, wanted bool, err error) {
	selector := d.texts.of[of]
	if selector == nil {
		return nil, false, nil
	}
	tags = d.tagScratch[:0]
	var seen class
	k, v := wire{data: keys}, wire{data: values}
	for k.more() && v.more() {
		key, value := k.varint(), v.varint()
		c, ok := d.texts.class(key, of)
		if !ok || value >= uint64(d.texts.count()) {
			return nil, false, badString()
		}
		seen |= c
		if c&keep != 0 {
			tags = d.withTag(tags, key, value)
		}
	}
	d.tagScratch = tags
	if k.bad || v.bad || k.more() || v.more() {
		return nil, false, broken("标签的键与值个数不一", "there are more keys than values of tags, or fewer")
	}
	return tags, seen&trigger != 0 && (selector.match == nil || selector.match(tags)), nil
}

func badString() error {
	return broken("标签指向不存在的文字", "a tag points to a text that is not there")
}

// withTag adds a tag. A key that stands there already is damage, or a bomb: the
// first counts.
func (d *block) withTag(tags []network.Tag, key, value uint64) []network.Tag {
	k := d.texts.text(key)
	for i := range tags {
		if tags[i].Key == k {
			return tags
		}
	}
	return append(tags, network.Tag{Key: k, Value: d.texts.text(value)})
}
