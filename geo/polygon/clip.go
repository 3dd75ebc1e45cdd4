package polygon

import "github.com/paulmach/orb"

// meeting is what two bounds have in common; it is empty where they are apart.
func meeting(a, b orb.Bound) orb.Bound {
	return orb.Bound{
		Min: orb.Point{max(a.Min[0], b.Min[0]), max(a.Min[1], b.Min[1])},
		Max: orb.Point{min(a.Max[0], b.Max[0]), min(a.Max[1], b.Max[1])},
	}
}

// trimRing shortens the stretches of a closed ring that lie beyond one side of
// a frame to their first and last corner. No side that reaches into the frame
// changes, so that each point in it is enclosed exactly as often as before.
// Outside the frame the ring is wrong.
func trimRing(r orb.Ring, frame orb.Bound) orb.Ring {
	b := r.Bound()
	if !b.Intersects(frame) {
		return nil
	}
	for axis := range 2 {
		if b.Min[axis] < frame.Min[axis] {
			r = shorten(r, func(p orb.Point) bool { return p[axis] < frame.Min[axis] })
		}
		if b.Max[axis] > frame.Max[axis] {
			r = shorten(r, func(p orb.Point) bool { return p[axis] > frame.Max[axis] })
		}
	}
	return r
}

// shorten leaves out the corners of a closed ring that are beyond, as both
// their neighbours are.
func shorten(r orb.Ring, beyond func(orb.Point) bool) orb.Ring {
	if len(r) == 0 {
		return nil
	}
	open := r[:len(r)-1]
	out := make(orb.Ring, 0, len(r))
	before, here := beyond(open[len(open)-1]), beyond(open[0])
	for k, p := range open {
		after := beyond(open[(k+1)%len(open)])
		if !before || !here || !after {
			out = append(out, p)
		}
		before, here = here, after
	}
	if len(out) == 0 {
		return nil
	}
	return append(out, out[0])
}
