package osm

import (
	"strings"

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

	expected int // ways in the block

	tagScratch []network.Tag
	refScratch []int64
	tags       arena[network.Tag]
	refs       arena[int64]
}

// grid turns whole numbers of the file into degrees.
type grid struct {
	granularity      int64 // nanodegrees
	lonFrom, latFrom int64 // nanodegrees
	most             int64 // larger numbers are nowhere on earth
}

// maxOffset is more nanodegrees than there are.
const maxOffset = 1_000_000_000_000

// point gives the degrees nearest to a position of the file; false where it is
// nowhere on earth.
func (g *grid) point(lon, lat int64) (orb.Point, bool) {
	if lon > g.most || lon < -g.most || lat > g.most || lat < -g.most {
		return orb.Point{}, false
	}
	p := orb.Point{float64(g.lonFrom+g.granularity*lon) / 1e9, float64(g.latFrom+g.granularity*lat) / 1e9}
	return p, onEarth(p)
}

// decode reads one inflated block into a new batch.
func (d *block) decode(data []byte) (*batch, error) {
	d.out = &batch{ways: make([]way, 0, d.expected)}
	d.grid = grid{granularity: 100}
	var texts []byte
	var groups [][]byte
	w := wire{rest: data}
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
	d.expected = len(d.out.ways) // blocks of a kind stand together
	return d.out, nil
}

func structure() error {
	return broken("数据块的结构已损坏", "the structure of the block is damaged")
}

// group reads one PrimitiveGroup. Kinds that nobody asked for are counted only.
func (d *block) group(data []byte) error {
	w := wire{rest: data}
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
	raw     [][]byte
	made    []string
	classes [3][]class // of nodes, ways, relations
	of      [3]*selector
}

// Positions in stringTable.classes.
const (
	ofNodes = iota
	ofWays
	ofRelations
)

// reset takes the string table of the next block.
func (t *stringTable) reset(data []byte, q *query) bool {
	t.raw = t.raw[:0]
	w := wire{rest: data}
	for field, kind, ok := w.next(); ok; field, kind, ok = w.next() {
		if field != 1 || kind != wireBytes {
			w.skip(kind)
			continue
		}
		t.raw = append(t.raw, w.bytes())
	}
	t.made = zeros(t.made, len(t.raw))
	t.of = [3]*selector{q.tagged, q.ways, q.relations}
	for i := range t.classes {
		if t.of[i] != nil {
			t.classes[i] = zeros(t.classes[i], len(t.raw))
		}
	}
	return !w.bad
}

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
	if i >= uint64(len(t.raw)) {
		return 0, false
	}
	c := t.classes[of][i]
	if c == 0 {
		c = t.of[of].of(t.raw[i])
		t.classes[of][i] = c
	}
	return c, true
}

// text gives text i, which must be there, as valid UTF-8.
func (t *stringTable) text(i uint64) string {
	if t.made[i] == "" && len(t.raw[i]) > 0 {
		t.made[i] = strings.ToValidUTF8(string(t.raw[i]), "\ufffd")
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
	k, v := wire{rest: keys}, wire{rest: values}
	for len(k.rest) > 0 && len(v.rest) > 0 {
		key, value := k.varint(), v.varint()
		c, ok := d.texts.class(key, of)
		if !ok || value >= uint64(len(d.texts.raw)) {
			return nil, false, badString()
		}
		seen |= c
		if c&keep != 0 {
			tags = d.withTag(tags, key, value)
		}
	}
	d.tagScratch = tags
	if k.bad || v.bad || len(k.rest) > 0 || len(v.rest) > 0 {
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
