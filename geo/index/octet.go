package index

import "math"

// octets are the boxes of a packed tree for a way up and down that takes three
// levels at a time.
//
// The boxes lie on planes, which four levels share, in single precision. What
// is too far on a plane, by more than rounding can shift it, is left out; all
// else is compared in full. So rounding, and the way in which a processor does eight
// at a time, make no difference to any answer.
type octets struct {
	tree   *packed
	levels [][]octet // levels[0] are above the leaves; the last has one
	blocks []block   // of the leaves
	planes [][]plane // planes[0] are of levels 0 to 3, one for each octet of level 3, and so on
}

// lanes is how many children an octet has: as many numbers of four bytes as the
// processor takes at a time.
const lanes = 8

// lane is a number for each child of an octet or point of a block.
type lane [lanes]float32

// octet is a node with the boxes of up to eight nodes three levels below.
type octet struct {
	west, east, south, north lane // inside out where there is no child
}

// block is the points of a leaf; infinite where there are fewer.
type block struct{ x, y lane }

// shared is how many levels share planes; parted is how many bits of a node's
// number tell its place below one plane.
const (
	shared = 4
	parted = 3 * shared
)

// newOctets takes O(n log n) with a base of 4096.
func newOctets(t *packed) *octets {
	o := &octets{tree: t}
	if len(t.points) == 0 {
		return o
	}
	for level := 0; level == 0 || o.depth(level) > 0; level++ {
		if level%shared == 0 {
			o.addPlanes(level)
		}
		o.addLevel(level)
	}
	for k, planes := range o.planes {
		top := o.levels[min(shared*(k+1), len(o.levels))-1]
		for i := range planes {
			planes[i].extent = top[i].box().extent()
		}
	}
	return o
}

// depth is that of the children of a level's octets in the tree.
func (o *octets) depth(level int) uint { return o.tree.depth - min(o.tree.depth, uint(3*level)) }

// addPlanes makes the planes of a level and the ones above that share them.
func (o *octets) addPlanes(level int) {
	depth := o.depth(level + shared)
	planes := make([]plane, 1<<depth)
	for i := range planes {
		planes[i] = newPlane(o.tree.balls[1<<depth+i].mid)
	}
	o.planes = append(o.planes, planes)
}

// addLevel makes the octets of a level, and the blocks below the first.
func (o *octets) addLevel(level int) {
	t := o.tree
	below, depth := o.depth(level), o.depth(level+1)
	octets, children := make([]octet, 1<<depth), 1<<(below-depth)
	if level == 0 {
		o.blocks = make([]block, t.leaves)
	}
	for i := range octets {
		for k := range lanes {
			b := noBox
			if k < children {
				b = o.boxOf(level, i*children+k, below)
			}
			octets[i].west[k], octets[i].east[k], octets[i].south[k], octets[i].north[k] = b.west, b.east, b.south, b.north
		}
	}
	o.levels = append(o.levels, octets)
}

// boxOf is the box of a child of a level's octets, which is at a depth of the
// tree.
func (o *octets) boxOf(level, child int, depth uint) flat {
	p := &o.planes[level/shared][child>>(3*(shared-level%shared))]
	if level%shared > 0 {
		return o.levels[level-1][child].box()
	}
	b := noBox
	first, end := o.tree.run(1<<depth+child, depth)
	for i := range o.tree.points[first:end] {
		x, y := p.on(&o.tree.points[first+i])
		b = b.with(float32(x), float32(y))
		if level == 0 {
			o.blocks[child].x[i], o.blocks[child].y[i] = float32(x), float32(y)
		}
	}
	if level == 0 {
		for i := end - first; i < lanes; i++ {
			o.blocks[child].x[i], o.blocks[child].y[i] = noBox.west, noBox.west
		}
	}
	return b
}

// flat is a box on a plane.
type flat struct{ west, east, south, north float32 }

// noBox holds nothing: it is inside out.
var noBox = flat{float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.Inf(1)), float32(math.Inf(-1))}

func (f flat) with(x, y float32) flat {
	if x < f.west {
		f.west = x
	}
	if x > f.east {
		f.east = x
	}
	if y < f.south {
		f.south = y
	}
	if y > f.north {
		f.north = y
	}
	return f
}

// box is that of all children.
func (o *octet) box() flat {
	b := noBox
	for k := range lanes {
		b.west, b.east = min(b.west, o.west[k]), max(b.east, o.east[k])
		b.south, b.north = min(b.south, o.south[k]), max(b.north, o.north[k])
	}
	return b
}

// extent is the sum of the largest coordinates in the box.
func (f flat) extent() float64 {
	return float64(max(-f.west, f.east)) + float64(max(-f.south, f.north))
}
