package network

import "math/bits"

// merge makes one of stretches of one step between the same two vertices. Each
// direction keeps the cheaper passage, which changes no cost: they lie upon each
// other. Only at vertices with three or more is it looked for; two alone make a
// ring. In longer stretches nothing lies upon anything, as their points inside
// are used once.
func (d *draft) merge() {
	ends := make([]uint8, d.vertices())
	single := 0
	for i := range d.stretches {
		s := &d.stretches[i]
		ends[s.a] = min(3, ends[s.a]+1)
		ends[s.b] = min(3, ends[s.b]+1)
		if s.count == 1 {
			single++
		}
	}
	seen := newPairs(single)
	for i := range d.stretches {
		s := &d.stretches[i]
		if s.count != 1 || ends[s.a] < 3 && ends[s.b] < 3 {
			continue
		}
		if first := seen.first(min(s.a, s.b), max(s.a, s.b), uint32(i)); first != uint32(i) {
			d.mergePair(s.a, first, uint32(i))
		}
	}
}

// mergePair merges stretch j into i; both lead from v to the same vertex.
func (d *draft) mergePair(v, i, j uint32) {
	s, t := &d.stretches[i], &d.stretches[j]
	if d.roads.Ways[t.name].ID < d.roads.Ways[s.name].ID {
		s.name = t.name
	}
	leave, arrive := d.costs(t, v)
	c := &d.steps[s.first]
	if s.a == v {
		c.ahead, c.back = min(c.ahead, leave), min(c.back, arrive)
	} else {
		c.back, c.ahead = min(c.back, leave), min(c.ahead, arrive)
	}
	t.count = 0
	d.report.Double++
}

// pairs tells which stretch was the first between two vertices: a hash table with
// open addressing.
type pairs struct {
	slots []pair
	shift int
}

type pair struct {
	a, b    uint32
	stretch uint32 // and 1; 0 is free
}

// newPairs makes room for so many pairs.
func newPairs(most int) pairs {
	size := bits.Len(uint(2 * most))
	return pairs{make([]pair, 1<<size), 64 - size}
}

// first gives the stretch that was first between two vertices, which is this one
// if there was none.
func (p *pairs) first(a, b, stretch uint32) uint32 {
	const odd = 0x9e3779b97f4a7c15 // 2⁶⁴ / golden ratio
	for i := ((uint64(a)<<32 | uint64(b)) * odd) >> p.shift; ; i++ {
		s := &p.slots[i&uint64(len(p.slots)-1)]
		if s.stretch == 0 {
			*s = pair{a, b, stretch + 1}
			return stretch
		}
		if s.a == a && s.b == b {
			return s.stretch - 1
		}
	}
}
