package polygon

import (
	"slices"

	"github.com/paulmach/orb"
)

// What to keep of two regions laid over each other.
func either(w winding) bool { return w[0] > 0 || w[1] > 0 }
func both(w winding) bool   { return w[0] > 0 && w[1] > 0 }
func less(w winding) bool   { return w[0] > 0 && w[1] <= 0 }

// overlay lays the polygons of two geometries over each other. They are sound,
// those of one geometry may overlap, and the second may be nil. Where a frame
// is given, only what lies within it is right. overlay returns false where the
// sides do not settle.
func overlay(a, b orb.Geometry, frame *orb.Bound, keep func(winding) bool) (orb.MultiPolygon, bool) {
	segs, ok := node(sides(sides(nil, a, frame, 0), b, frame, 1))
	if !ok {
		return nil, false
	}
	return arrange(segs).region(keep), true
}

// sides adds the sides of a geometry, of those alone that matter in a frame.
func sides(segs []segment, g orb.Geometry, frame *orb.Bound, layer int8) []segment {
	eachRing(g, func(r orb.Ring, forward bool) {
		if frame != nil {
			r = trimRing(r, *frame)
		}
		from := len(segs)
		segs = appendSides(segs, r, 0, layer)
		if !forward {
			for k := from; k < len(segs); k++ {
				segs[k].a, segs[k].b = segs[k].b, segs[k].a
			}
		}
	})
	return segs
}

// common gives what two geometries of sound polygons have in common, looking
// only into a window that holds all of it, such as where their bounds meet.
func common(a, b orb.Geometry, window orb.Bound) (orb.MultiPolygon, bool) {
	if window.IsEmpty() {
		return nil, true
	}
	mp, ok := overlay(a, b, &window, both)
	return inWindow(mp, window), ok
}

// inWindow leaves out the polygons that lie outside a window; none reaches over
// its edge.
func inWindow(mp orb.MultiPolygon, window orb.Bound) orb.MultiPolygon {
	const slack = 4 * nodeGrid // what rounding may move a corner by
	frame := orb.Bound{Min: orb.Point{window.Min[0] - slack, window.Min[1] - slack}, Max: orb.Point{window.Max[0] + slack, window.Max[1] + slack}}
	return slices.DeleteFunc(mp, func(p orb.Polygon) bool { return !holdsBound(frame, p.Bound()) })
}
