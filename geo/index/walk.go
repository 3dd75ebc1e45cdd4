package index

import (
	"math"
	"math/bits"
)

// walker takes a place through a tree to what is nearest to it.
type walker struct {
	octets *octets
	at     vec
	reach  float64  // how far the place looks, metres; at most farReach
	gaps   [10]lane // to the children of the octet that is open on each level

	// scan looks at the points of a leaf that are near on a plane and returns the
	// new reach.
	scan func(first int, near uint32) (reach float64)
}

// walk climbs from a leaf, which should be near the place, as what is nearest
// then mostly lies in that corner of the tree.
func (w *walker) walk(leaf int) {
	o := w.octets
	if len(o.levels) == 0 {
		return
	}
	var p probe
	node := leaf
	for level := range o.levels {
		if level%shared == 0 {
			p = o.planes[level/shared][node>>parted].probe(&w.at, w.reach)
			if level == 0 {
				w.leaf(leaf, &p)
				p.look(w.reach)
			}
		}
		if open := o.levels[level][node>>3].gaps(&p, &w.gaps[level]) &^ (1 << (node & 7)); open != 0 {
			w.open(level, node>>3, open, &p)
		}
		node >>= 3
	}
}

// leaf looks at the points of a leaf.
func (w *walker) leaf(leaf int, p *probe) {
	if near := w.octets.blocks[leaf].near(p); near != 0 {
		t := w.octets.tree
		w.reach = w.scan(leaf*len(t.points)>>t.depth, near)
	}
}

// open looks into the children of an octet that the place reaches.
func (w *walker) open(level, node int, open uint32, p *probe) {
	o := w.octets
	gaps := &w.gaps[level]
	for open != 0 {
		i := bits.TrailingZeros32(open)
		for rest := open & (open - 1); rest != 0; rest &= rest - 1 {
			if j := bits.TrailingZeros32(rest); gaps[j] < gaps[i] {
				i = j
			}
		}
		if gaps[i] > p.limit {
			return // it looks less far by now
		}
		open &^= 1 << i
		child := node<<3 | i
		switch {
		case level == 0:
			w.leaf(child, p)
		case level%shared == 0:
			q := o.planes[level/shared-1][child].probe(&w.at, w.reach)
			w.open(level-1, child, o.levels[level-1][child].gaps(&q, &w.gaps[level-1]), &q)
		default:
			w.open(level-1, child, o.levels[level-1][child].gaps(p, &w.gaps[level-1]), p)
		}
		p.look(w.reach)
	}
}

// surround is the ball around a group of places.
func surround(places []vec) ball {
	low, high := corners(places)
	mid := low.middle(high)
	return ball{mid, farthest(&mid, places)}
}

// candidate is a point of the tree at a squared chord.
type candidate struct {
	apart2 float64
	point  int32
}

// candidates lists the points up to a squared chord away; of many at one place
// only the first few, which have the smallest indexes.
func (t *packed) candidates(at *vec, limit float64, each int) (found []candidate) {
	reach := math.Sqrt(limit) + doubt
	t.visit(func(node int, depth uint) (deeper bool) {
		b := &t.balls[node]
		open := b.radius + reach
		if apart2(at, &b.mid) > open*open {
			return false
		}
		if b.radius > 0 && node < t.leaves {
			return true
		}
		first, end := t.run(node, depth)
		if b.radius == 0 {
			end = min(end, first+each)
		}
		for i := first; i < end; i++ {
			if c2 := apart2(at, &t.points[i]); c2 <= limit {
				found = append(found, candidate{c2, int32(i)})
			}
		}
		return false
	})
	return found
}

// visit calls look for the root, and for the halves of each node for which it
// returns true, in the order of the points.
func (t *packed) visit(look func(node int, depth uint) (deeper bool)) {
	if len(t.points) == 0 {
		return
	}
	var stack [64]struct {
		node  int
		depth uint
	}
	stack[0].node = 1
	for top := 1; top > 0; {
		top--
		node, depth := stack[top].node, stack[top].depth
		if look(node, depth) {
			stack[top].node, stack[top].depth = 2*node+1, depth+1
			stack[top+1].node, stack[top+1].depth = 2*node, depth+1
			top += 2
		}
	}
}
