package index

import (
	"math"
	"slices"
	"sync"
)

// packed is a static tree over points in space: a balanced k-d tree without
// pointers. The points are permuted so that every node covers a run of
// them; the children of node i are 2i and 2i+1, the root is 1, and the leaves
// are the nodes from leaves on, each with at most leafSize points.
type packed struct {
	points []vec
	ids    []int32
	balls  []ball
	depth  uint // of the leaves; the root has depth 0
	leaves int
}

// leafSize is the most points of a leaf: as many as are looked at together.
const leafSize = lanes

// ball holds the points of a node: all lie within radius of mid, metres. A
// radius of exactly 0 means that they are all at one place.
//
// Balls fit patches of the Earth's surface, which lie aslant to the axes,
// about as well as boxes do, and take less to store and to test.
type ball struct {
	mid    vec
	radius float64
}

// item is a point while the tree is made.
type item struct {
	key float64 // by which it is being arranged
	at  vec
	id  int32
}

// newPacked makes a tree in O(n log n), with the given number of goroutines;
// the result does not depend on it. The items are left permuted.
func newPacked(items []item, threads int) *packed {
	t := &packed{}
	for (len(items)-1)>>t.depth >= leafSize {
		t.depth++
	}
	t.leaves = 1 << t.depth
	t.points, t.ids = make([]vec, len(items)), make([]int32, len(items))
	t.balls = make([]ball, 2*t.leaves)
	if len(items) == 0 {
		return t
	}
	t.split(items, 1, 0, threads)
	for i := range items {
		t.points[i], t.ids[i] = items[i].at, items[i].id
	}
	t.enclose(1, 0)
	t.order(1, 0)
	return t
}

// run is the points of a node at a depth.
func (t *packed) run(node int, depth uint) (first, end int) {
	i, rest := node-1<<depth, t.depth-depth
	return i << rest * len(t.points) >> t.depth, (i + 1) << rest * len(t.points) >> t.depth
}

// leaf is the points of a leaf.
func (t *packed) leaf(node int) (first, end int) {
	i := node - t.leaves
	return i * len(t.points) >> t.depth, (i + 1) * len(t.points) >> t.depth
}

// leafOf is the leaf that holds a point.
func (t *packed) leafOf(point int32) int {
	return t.leaves + ((int(point)+1)<<t.depth-1)/len(t.points)
}

// split arranges a node's items by the middle of its widest side, and so on
// down.
func (t *packed) split(items []item, node int, depth uint, threads int) {
	if depth == t.depth {
		return
	}
	first, end := t.run(node, depth)
	_, mid := t.run(2*node, depth+1)
	setKeys(items[first:end])
	part(items[first:end], mid-first)
	if threads > 1 && end-first > 1<<14 {
		var wait sync.WaitGroup
		wait.Go(func() { t.split(items, 2*node, depth+1, threads/2) })
		t.split(items, 2*node+1, depth+1, threads-threads/2)
		wait.Wait()
		return
	}
	t.split(items, 2*node, depth+1, 1)
	t.split(items, 2*node+1, depth+1, 1)
}

// setKeys takes as keys the way east or north, as seen from the middle of the
// items, whichever they spread along more, by a sample of them.
func setKeys(items []item) {
	step := 1 + len(items)/256
	low, high := items[0].at, items[0].at
	for i := 0; i < len(items); i += step {
		low, high = low.lower(items[i].at), high.upper(items[i].at)
	}
	east, north := level(low.middle(high))
	var spread [2]struct{ low, high float64 }
	for k, way := range [...]vec{east, north} {
		s := &spread[k]
		s.low, s.high = math.Inf(1), math.Inf(-1)
		for i := 0; i < len(items); i += step {
			v := way.times(items[i].at)
			s.low, s.high = min(s.low, v), max(s.high, v)
		}
	}
	way := east
	if spread[1].high-spread[1].low > spread[0].high-spread[0].low {
		way = north
	}
	for i := range items {
		items[i].key = way.times(items[i].at)
	}
}

// level gives two directions at right angles to a place and to one another.
func level(at vec) (east, north vec) {
	east = vec{-at.y, at.x, 0}
	if at.x*at.x+at.y*at.y < 1e-6*at.z*at.z || at == (vec{}) {
		return vec{1, 0, 0}, vec{0, 1, 0} // at a pole any will do
	}
	north = vec{-at.x * at.z, -at.y * at.z, at.x*at.x + at.y*at.y}
	return east.unit(), north.unit()
}

// part puts the k items with the smallest keys first (Hoare's selection, by
// the median of three).
func part(items []item, k int) {
	first, last := 0, len(items)-1
	for first < last {
		a, b, c := items[first].key, items[(first+last)/2].key, items[last].key
		pivot := max(min(a, b), min(max(a, b), c))
		i, j := first, last
		for i <= j {
			for items[i].key < pivot {
				i++
			}
			for items[j].key > pivot {
				j--
			}
			if i <= j {
				items[i], items[j] = items[j], items[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			last = j
		case k >= i:
			first = i
		default:
			return
		}
	}
}

// enclose makes the balls of a node and of all below, and gives the corners of
// the node's box.
func (t *packed) enclose(node int, depth uint) (low, high vec) {
	if node >= t.leaves {
		first, end := t.leaf(node)
		low, high = corners(t.points[first:end])
	} else {
		low, high = t.enclose(2*node, depth+1)
		low2, high2 := t.enclose(2*node+1, depth+1)
		low, high = low.lower(low2), high.upper(high2)
	}
	b := &t.balls[node]
	b.mid = low.middle(high)
	if first, end := t.run(node, depth); end-first <= exactBall {
		b.radius = farthest(&b.mid, t.points[first:end])
		return low, high
	}
	b.radius = math.Sqrt(apart2(&b.mid, &high)) // to the corners
	if parts := max(b.over(&t.balls[2*node]), b.over(&t.balls[2*node+1])); parts < b.radius {
		b.radius = parts
	}
	return low, high
}

// exactBall is the most points of a node for which the ball is measured point
// by point. Larger balls rest on those of their halves.
const exactBall = 512

// over is the radius that a ball about b's middle needs to hold another.
func (b *ball) over(other *ball) float64 {
	return math.Sqrt(apart2(&b.mid, &other.mid)) + other.radius
}

// corners are those of the box around places.
func corners(points []vec) (low, high vec) {
	low, high = points[0], points[0]
	for i := range points {
		low, high = low.lower(points[i]), high.upper(points[i])
	}
	return low, high
}

// farthest is the largest distance from a place to others.
func farthest(from *vec, points []vec) float64 {
	far := 0.0
	for i := range points {
		if r2 := apart2(from, &points[i]); r2 > far {
			far = r2
		}
	}
	return math.Sqrt(far)
}

// order sorts the points of nodes that are one place by their number, so that
// of many at one place the first few can be taken.
func (t *packed) order(node int, depth uint) {
	if t.balls[node].radius == 0 {
		first, end := t.run(node, depth)
		slices.Sort(t.ids[first:end])
		return
	}
	if node < t.leaves {
		t.order(2*node, depth+1)
		t.order(2*node+1, depth+1)
	}
}
