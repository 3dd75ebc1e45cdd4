package osm

import (
	"iter"
	"maps"
	"math/bits"
	"slices"
)

// index numbers identifiers from 0 in the order in which they first come. It is
// made of all of them at once, by sorting: a hash table takes several times as
// long, since nearly every look into it waits for memory, and files hold nodes in
// order, so that finding them is a walk along the list.
type index struct {
	ids     []int64 // rising
	numbers []int32 // of each
}

// newIndex makes an index of lists of identifiers, and tells the number of each
// of them, one list after another. each goes over the lists, and is called twice.
func newIndex(each iter.Seq[[]int64]) (*index, []int32) {
	count, least, most := 0, int64(maxID), int64(-maxID)
	for list := range each {
		count += len(list)
		for _, id := range list {
			least, most = min(least, id), max(most, id)
		}
	}
	places := bits.Len(uint(count))
	if count == 0 {
		return &index{}, nil
	}
	if places+bits.Len64(uint64(most-least)) > 64 {
		return wideIndex(each, count)
	}
	keys := make([]uint64, 0, count) // identifier, and place in the order of mention
	for list := range each {
		for _, id := range list {
			keys = append(keys, uint64(id-least)<<places|uint64(len(keys)))
		}
	}
	keys = sorted(keys, places, places+bits.Len64(uint64(most-least)))
	return numbered(keys, places, least)
}

// numbered makes the index of keys that are sorted.
func numbered(keys []uint64, places int, least int64) (*index, []int32) {
	mask := uint64(1)<<places - 1
	numbers := make([]int32, len(keys))
	count, last := 0, ^uint64(0)
	for _, k := range keys { // where an identifier comes first
		if k>>places != last {
			last = k >> places
			numbers[k&mask] = -1
			count++
		}
	}
	next := int32(0)
	for at, n := range numbers {
		if n < 0 {
			numbers[at] = next
			next++
		}
	}
	x := &index{make([]int64, 0, count), make([]int32, 0, count)}
	last = ^uint64(0)
	for _, k := range keys {
		if k>>places != last {
			last = k >> places
			x.ids = append(x.ids, int64(last)+least)
			x.numbers = append(x.numbers, numbers[k&mask])
		}
		numbers[k&mask] = x.numbers[len(x.numbers)-1]
	}
	return x, numbers
}

// sorted sorts keys by their bits from low to high, of which the ones below stay
// in order. The keys given are overwritten.
func sorted(keys []uint64, low, high int) []uint64 {
	const digit = 12
	spare := make([]uint64, len(keys))
	var starts [1 << digit]int32
	for shift := low; shift < high; shift += digit {
		clear(starts[:])
		for _, k := range keys {
			starts[k>>shift&(1<<digit-1)]++
		}
		sum := int32(0)
		for i, n := range starts {
			starts[i] = sum
			sum += n
		}
		for _, k := range keys {
			at := &starts[k>>shift&(1<<digit-1)]
			spare[*at] = k
			*at++
		}
		keys, spare = spare, keys
	}
	return keys
}

// wideIndex is newIndex for identifiers too far apart for keys, which only
// damaged files have.
func wideIndex(each iter.Seq[[]int64], count int) (*index, []int32) {
	seen := map[int64]int32{}
	numbers := make([]int32, 0, count)
	for list := range each {
		for _, id := range list {
			n, known := seen[id]
			if !known {
				n = int32(len(seen))
				seen[id] = n
			}
			numbers = append(numbers, n)
		}
	}
	x := &index{ids: slices.Sorted(maps.Keys(seen))}
	for _, id := range x.ids {
		x.numbers = append(x.numbers, seen[id])
	}
	return x, numbers
}

// count is how many identifiers there are.
func (x *index) count() int { return len(x.ids) }

// find gives the number of an identifier, or -1.
func (x *index) find(id int64) int32 {
	if x == nil {
		return -1
	}
	if at, found := slices.BinarySearch(x.ids, id); found {
		return x.numbers[at]
	}
	return -1
}

// cursor finds identifiers that mostly rise.
type cursor struct {
	*index
	at int // of the first that is not below the last one asked for
}

// find gives the number of an identifier, or -1.
func (c *cursor) find(id int64) int32 {
	const few = 8
	ids, at := c.ids, c.at
	if at > 0 && ids[at-1] >= id || at+few < len(ids) && ids[at+few] < id {
		at, _ = slices.BinarySearch(ids, id)
	}
	for at < len(ids) && ids[at] < id {
		at++
	}
	c.at = at
	if at < len(ids) && ids[at] == id {
		return c.numbers[at]
	}
	return -1
}

// passes tells of an identifier between the last one that was found and the next
// one that is listed, which is where most are.
func (c *cursor) passes(id int64) bool {
	at := c.at
	return at > 0 && at < len(c.ids) && c.ids[at-1] < id && id < c.ids[at]
}
