package html

import "strings"

// lookup finds the items of a list by their ID. A result lists them by ID, so
// that nothing needs to be built; a list in another order gets an index.
type lookup[T any] struct {
	items []T
	id    func(*T) string
	index map[string]int // nil where the list is sorted
}

func newLookup[T any](items []T, id func(*T) string) lookup[T] {
	l := lookup[T]{items: items, id: id}
	for i := 1; i < len(items); i++ {
		if id(&items[i-1]) > id(&items[i]) {
			l.index = make(map[string]int, len(items))
			for k := range items {
				l.index[id(&items[k])] = k
			}
			break
		}
	}
	return l
}

// find gives the item of an ID, nil where there is none.
func (l *lookup[T]) find(id string) *T {
	if l.index != nil {
		if i, ok := l.index[id]; ok {
			return &l.items[i]
		}
		return nil
	}
	lo, hi := 0, len(l.items)
	for lo < hi {
		mid := (lo + hi) / 2
		switch c := strings.Compare(l.id(&l.items[mid]), id); {
		case c == 0:
			return &l.items[mid]
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return nil
}
