package html

import "strings"

// lookup finds the items of a list by their ID. A result lists them by ID, so
// that nothing needs to be built; a list in another order gets an index.
type lookup struct {
	n     int
	id    func(i int) string
	index map[string]int // nil where the list is sorted
}

func newLookup(n int, id func(i int) string) lookup {
	l := lookup{n: n, id: id}
	for i := 1; i < n; i++ {
		if id(i-1) > id(i) {
			l.index = make(map[string]int, n)
			for k := range n {
				l.index[id(k)] = k
			}
			break
		}
	}
	return l
}

// find gives the number of the item of an ID.
func (l *lookup) find(id string) (i int, ok bool) {
	if l.index != nil {
		i, ok = l.index[id]
		return i, ok
	}
	lo, hi := 0, l.n
	for lo < hi {
		mid := (lo + hi) / 2
		switch c := strings.Compare(l.id(mid), id); {
		case c == 0:
			return mid, true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}
