package osm

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"fugai/geo/network"
)

// tagSets remembers what became of the tags of ways, by how they stand in the
// block: most ways are tagged as another one before, and can share its tags.
type tagSets [1 << setBits]tagSet

const setBits = 10

// tagSet is one of them. It is only good in the block whose number it bears.
type tagSet struct {
	keys, values []byte
	tags         []network.Tag
	block        int
	wanted       bool
}

// wayTags is taggedBy for ways. The tags are there to stay.
func (d *block) wayTags(keys, values []byte) (tags []network.Tag, wanted bool, err error) {
	s := &d.sets[spread(spread(0, keys), values)>>(64-setBits)]
	if s.block == d.number && bytes.Equal(s.keys, keys) && bytes.Equal(s.values, values) {
		return s.tags, s.wanted, nil
	}
	tags, wanted, err = d.taggedBy(keys, values, ofWays)
	if err != nil {
		return nil, false, err
	}
	*s = tagSet{keys: keys, values: values, block: d.number, wanted: wanted}
	if wanted {
		s.tags = d.tags.copyOf(tags)
	}
	return s.tags, wanted, nil
}

// spread makes a number of bytes that differs for most of them, in its high bits.
func spread(h uint64, data []byte) uint64 {
	const odd = 0x9e3779b97f4a7c15 // 2⁶⁴ / golden ratio
	for ; len(data) >= 8; data = data[8:] {
		h = bits.RotateLeft64((h^binary.LittleEndian.Uint64(data))*odd, 29)
	}
	for _, b := range data {
		h = (h ^ uint64(b)) * odd
	}
	return h
}
