package osm

import "math/bits"

// index numbers identifiers from 0 in the order in which they first come: a
// hash table with open addressing, which is what most of the time after decoding
// goes into.
type index struct {
	slots []slot
	count int32
	shift int
}

type slot struct {
	id int64
	at int32 // number + 1; 0 is free
}

// newIndex makes room for so many identifiers.
func newIndex(capacity int) *index {
	x := &index{}
	x.resize(max(capacity, 8))
	return x
}

func (x *index) resize(capacity int) {
	size := bits.Len(uint(capacity + capacity/2))
	x.slots, x.shift = make([]slot, 1<<size), 64-size
}

// place is where the search for an identifier begins. Identifiers that follow one
// another, as those of nodes drawn together do, stand together, which spares
// reads from memory; two rounds spread the others.
func (x *index) place(id int64) int {
	h := uint64(id) >> 2 * 0x9e3779b97f4a7c15 // 2⁶⁴ / golden ratio, odd
	h = (h ^ h>>29) * 0xbf58476d1ce4e5b9      // of the finalizer of splitmix64
	return int(h>>x.shift)&^3 | int(id&3)
}

// add gives the number of an identifier, a new one where it has none.
func (x *index) add(id int64) int32 {
	for i := x.place(id); ; i = (i + 1) & (len(x.slots) - 1) {
		s := &x.slots[i]
		if s.at == 0 {
			if int(x.count)*3/2 >= len(x.slots) {
				x.grow()
				return x.add(id)
			}
			x.count++
			*s = slot{id, x.count}
			return x.count - 1
		}
		if s.id == id {
			return s.at - 1
		}
	}
}

func (x *index) grow() {
	old := x.slots
	x.resize(len(old))
	for _, s := range old {
		if s.at == 0 {
			continue
		}
		i := x.place(s.id)
		for x.slots[i].at != 0 {
			i = (i + 1) & (len(x.slots) - 1)
		}
		x.slots[i] = s
	}
}

// find gives the number of an identifier, or -1.
func (x *index) find(id int64) int32 {
	if x == nil {
		return -1
	}
	for i := x.place(id); ; i = (i + 1) & (len(x.slots) - 1) {
		s := &x.slots[i]
		if s.at == 0 || s.id == id {
			return s.at - 1
		}
	}
}
