package index

import "math"

// groupSize is how many neighbouring places go through the tree together; 6 to
// 8 was the fastest of 4 to 16.
const groupSize = 6

// walker takes a group of neighbouring places through a tree to what is
// nearest to them. It opens the nodes that some place of the group reaches.
type walker struct {
	tree  *packed
	group ball    // around the places
	reach float64 // the farthest that a place of the group looks, metres
	stack [64]int32

	// scan looks at the points of a leaf and returns the new reach.
	scan func(leaf int) (reach float64)
}

// far tells whether no place of the group reaches a node, and gives the
// squared distance between the middles.
func (w *walker) far(b *ball) (apart float64, far bool) {
	apart = apart2(&w.group.mid, &b.mid)
	open := b.radius + w.group.radius + w.reach
	return apart, apart > open*open
}

// walk climbs from the leaf that holds a point where the group is near it, as
// it then hardly leaves that corner of the tree; otherwise it goes down from the root.
func (w *walker) walk(guess int32) {
	node := w.tree.leafOf(guess)
	b := &w.tree.balls[node]
	if near := 2 * (w.group.radius + b.radius); apart2(&w.group.mid, &b.mid) > near*near {
		w.descend(1)
		return
	}
	w.reach = w.scan(node)
	for ; node > 1; node >>= 1 {
		if _, far := w.far(&w.tree.balls[node^1]); !far {
			w.descend(node ^ 1)
		}
	}
}

// descend looks into a node and what is below, near parts first.
func (w *walker) descend(node int) {
	balls, leaves := w.tree.balls, w.tree.leaves
	top := 0
	for {
		open := true
		for open && node < leaves {
			near, far := 2*node, 2*node+1
			apartNear, shut := w.far(&balls[near])
			apartFar, shutFar := w.far(&balls[far])
			if apartFar < apartNear {
				near, far, shut, shutFar = far, near, shutFar, shut
			}
			if !shutFar {
				w.stack[top] = int32(far)
				top++
			}
			node, open = near, !shut
		}
		if open {
			w.reach = w.scan(node)
		}
		for shut := true; shut; {
			if top == 0 {
				return
			}
			top--
			node = int(w.stack[top])
			_, shut = w.far(&balls[node])
		}
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
