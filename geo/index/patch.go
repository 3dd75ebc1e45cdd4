package index

// patch is the points around some neighbouring places, taken out of the tree
// once for all of them, so that each only runs through a short list.
type patch struct {
	tree   *packed
	mid    vec
	radius float64 // metres; every point no farther from mid is in
	at     []vec
	point  []int32 // numbers in the tree

	roomAt    []vec
	roomPoint []int32
	n         int // of the room in use
	stack     [64]int32
}

// newPatch makes room for so many points and a leaf.
func newPatch(t *packed, most int) *patch {
	return &patch{tree: t, roomAt: make([]vec, most+leafSize), roomPoint: make([]int32, most+leafSize)}
}

// gather fills a patch, climbing in the tree from the leaf that holds a point
// near it; ok is false where there is no room for all.
func (p *patch) gather(mid vec, radius float64, near int32) (ok bool) {
	p.mid, p.radius, p.n = mid, radius, 0
	node := p.tree.leafOf(near)
	ok = p.add(node)
	for ; ok && node > 1; node >>= 1 {
		ok = p.add(node ^ 1)
	}
	p.at, p.point = p.roomAt[:p.n], p.roomPoint[:p.n]
	return ok
}

// add takes in what is below a node.
func (p *patch) add(node int) (ok bool) {
	balls, leaves := p.tree.balls, p.tree.leaves
	if !p.meets(&balls[node]) {
		return true
	}
	for top := 0; ; {
		if node >= leaves {
			if !p.take(node) {
				return false
			}
		} else {
			one, other := p.meets(&balls[2*node]), p.meets(&balls[2*node+1])
			if one || other {
				if one && other {
					p.stack[top] = int32(2*node + 1)
					top++
				}
				node *= 2
				if !one {
					node++
				}
				continue
			}
		}
		if top == 0 {
			return true
		}
		top--
		node = int(p.stack[top])
	}
}

// meets tells whether the patch may reach into a ball.
func (p *patch) meets(b *ball) bool {
	open := b.radius + p.radius + doubt
	return apart2(&p.mid, &b.mid) <= open*open
}

// take takes in the points of a leaf; ok is false where that is too much.
func (p *patch) take(leaf int) (ok bool) {
	first, end := p.tree.leaf(leaf)
	n, mid, limit := p.n, p.mid, (p.radius+doubt)*(p.radius+doubt)
	at, point := p.roomAt, p.roomPoint
	if n+leafSize > len(at) || len(at) != len(point) {
		return false
	}
	for i, q := range p.tree.points[first:end] {
		at[n], point[n] = q, int32(first+i)
		if apart2(&mid, &q) <= limit { // no branch: the next takes its place
			n++
		}
	}
	p.n = n
	return true
}
