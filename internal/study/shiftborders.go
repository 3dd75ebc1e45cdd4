package study

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo/index"
)

// Bounds of the comparison of borders: how many places on the one outline are
// measured against the other and how many of them must have a border within
// reach, in metres; and how many edges a layer may have.
const (
	borderSamples    = 300
	minBorderSamples = 30
	borderReach      = 3000
	maxBorderEdges   = 100_000
)

// Borders speak for a move from these ratios: the median distance between the
// two after the move against that before, and how far the offset that was
// measured is from the move against the length of the move.
const (
	borderBetter     = 0.7
	borderMuchBetter = 0.5
	offsetNear       = 0.5
	offsetVeryNear   = 0.35
)

// beside is how far to either side of an edge it is asked whether some unit
// lies there, in metres: more than the slivers between units drawn apart.
const beside = 30

// edge is a piece of a border.
type edge struct{ a, b orb.Point }

// testBorders lays the outline of one layer over that of the other, or over all
// its borders, and measures how far and in which direction they are apart. The
// smaller layer is laid over the larger.
func testBorders(x, ref *exhibit, ts []trial) (testimony, bool) {
	if len(x.areas) == 0 || len(ref.areas) == 0 {
		return testimony{}, false
	}
	if x.extent() > ref.extent() {
		x, ref, ts = ref, x, trials(ref, x)
	}
	samples := alongEdges(x.outline(false), borderSamples)
	for _, inner := range []bool{false, true} {
		theirs := ref.outline(inner)
		if len(theirs) == 0 || len(samples) == 0 {
			return testimony{}, false
		}
		f := newFence(theirs)
		if near := f.reached(samples); len(near) >= minBorderSamples {
			if t, ok := f.compare(near, ts); ok {
				return t, true
			}
		}
	}
	return testimony{}, false
}

// extent is the size of a layer's box, in square degrees.
func (x *exhibit) extent() float64 {
	b, _ := x.bound()
	return (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1])
}

// fence is the border that another is measured against.
type fence struct {
	edges []edge
	layer *index.Layer
}

func newFence(edges []edge) *fence {
	lines := make([]orb.Geometry, len(edges))
	for i, e := range edges {
		lines[i] = orb.LineString{e.a, e.b}
	}
	return &fence{edges, index.New(lines)}
}

// reached gives the samples that are near enough to the fence to be of the same
// border.
func (f *fence) reached(samples []orb.Point) []orb.Point {
	var out []orb.Point
	for _, p := range samples {
		if len(f.layer.Within(p, borderReach)) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// compare measures how far apart the borders are as they stand and after each
// trial; ok is false where they have too little in common to tell.
func (f *fence) compare(samples []orb.Point, ts []trial) (testimony, bool) {
	before := f.apart(samples, asItStands)
	measured := f.offset(samples, offset{})
	best, after, least := -1, before, math.Inf(1)
	for i := range ts {
		d := f.apart(samples, ts[i].move)
		least = min(least, d)
		if d < after {
			best, after = i, d
		}
	}
	if best < 0 {
		return bordersFit(len(samples), before, least, measured)
	}
	t := &ts[best]
	expected := offsetOf(samples, t.move)
	if from := f.offset(samples, expected); from.minus(expected).length() < measured.minus(expected).length() && after < borderMuchBetter*before {
		measured = from // the search from where they stand can end at a false border
	}
	off := measured.minus(expected).length() / expected.length()
	if !(after < borderBetter*before && off < offsetNear) {
		return testimony{}, false
	}
	weight := fairEvidence
	if after < borderMuchBetter*before && off < offsetVeryNear {
		weight = strongEvidence
	}
	return testimony{trial: t, weight: weight, better: 1, median: expected.length(),
		text: datasets.T("实测边界偏移：%[1]s，该坐标系的偏移应为：%[2]s；沿边界 %[3]d 处，中位距离由 %.0[4]f 米降到 %.0[5]f 米",
			"the borders measure an offset of %[1]s, the system has %[2]s; the median distance at %[3]d places along the border falls from %.0[4]f to %.0[5]f m",
			measured.text(), expected.text(), len(samples), before, after)}, true
}

// bordersFit says that borders fit as they stand, where every move would take
// them clearly apart.
func bordersFit(n int, before, least float64, measured offset) (testimony, bool) {
	if before > borderBetter*least {
		return testimony{}, false
	}
	weight := fairEvidence
	if before < borderMuchBetter*least {
		weight = strongEvidence
	}
	return testimony{weight: weight, better: 1,
		text: datasets.T("沿边界 %[1]d 处的中位距离现为 %.0[2]f m，任何一种还原都使其增至 %.0[3]f m 以上；实测偏移 %[4]s",
			"the median distance at %[1]d places along the border is %.0[2]f m; every shift undone makes it %.0[3]f m or more; the offset measures %[4]s", n, before, least, measured.text())}, true
}

// apart is the median distance of moved samples from the fence, in metres.
func (f *fence) apart(samples []orb.Point, move func(orb.Point) orb.Point) float64 {
	var out []float64
	for _, p := range samples {
		if hits := f.layer.Nearest(move(p), 1); len(hits) > 0 {
			out = append(out, float64(hits[0].Distance))
		}
	}
	return median(out)
}

// offset finds the move to the east and north, in metres, that lays samples
// onto the fence: each is drawn to the nearest edge, the half that is nearest
// counts, and the move is that of least squares across the edges (iterative
// closest point, Besl and McKay 1992). start is a first guess.
func (f *fence) offset(samples []orb.Point, start offset) offset {
	const rounds, still = 15, 0.5
	at := start
	for range rounds {
		pulls := f.pulls(samples, at)
		slices.SortFunc(pulls, func(a, b pull) int { return cmp.Compare(a.distance, b.distance) })
		step, ok := solve(pulls[:len(pulls)/2])
		if !ok {
			break
		}
		at = offset{at.east + step.east, at.north + step.north}
		if step.length() < still {
			break
		}
	}
	return at
}

// pull is the way from a place to the nearest edge: a direction of length 1 and
// the metres in it.
type pull struct{ east, north, distance float64 }

func (f *fence) pulls(samples []orb.Point, by offset) []pull {
	var out []pull
	for _, p := range samples {
		q := by.apply(p)
		hits := f.layer.Nearest(q, 1)
		if len(hits) == 0 {
			continue
		}
		to := f.edges[hits[0].Index].from(q)
		if d := to.length(); d > 0 {
			out = append(out, pull{to.east / d, to.north / d, d})
		}
	}
	return out
}

// solve finds the one offset that best meets all pulls, by least squares.
func solve(pulls []pull) (offset, bool) {
	var a, b, c, u, v float64
	for _, p := range pulls {
		a, b, c = a+p.east*p.east, b+p.east*p.north, c+p.north*p.north
		u, v = u+p.east*p.distance, v+p.north*p.distance
	}
	det := a*c - b*b
	if !(det > 1e-6*a*c) {
		return offset{}, false // all edges run one way
	}
	return offset{(c*u - b*v) / det, (a*v - b*u) / det}, true
}

// from is the way from p to the nearest point of an edge.
func (e edge) from(p orb.Point) offset {
	a, b := between(p, e.a), between(p, e.b)
	d := b.minus(a)
	t := 0.0
	if l := d.east*d.east + d.north*d.north; l > 0 {
		t = max(0, min(1, -(a.east*d.east+a.north*d.north)/l))
	}
	return offset{a.east + t*d.east, a.north + t*d.north}
}

// outline gives the edges of polygons that have a unit on one side only, or all
// edges where inner borders count too. nil for layers of too many edges.
func (x *exhibit) outline(inner bool) []edge {
	var all []edge
	for _, a := range x.areas {
		polygons, _ := a.Geometry.(orb.MultiPolygon)
		if p, ok := a.Geometry.(orb.Polygon); ok {
			polygons = orb.MultiPolygon{p}
		}
		for _, polygon := range polygons {
			for _, ring := range polygon {
				for i := 1; i < len(ring); i++ {
					all = append(all, edge{ring[i-1], ring[i]})
				}
			}
		}
		if len(all) > maxBorderEdges {
			return nil
		}
	}
	if inner {
		return all
	}
	b := x.inMosaic()
	return slices.DeleteFunc(all, func(e edge) bool {
		along := between(e.a, e.b)
		l := along.length()
		if l == 0 {
			return true
		}
		middle := orb.Point{(e.a[0] + e.b[0]) / 2, (e.a[1] + e.b[1]) / 2}
		side := offset{-along.north / l * beside, along.east / l * beside}
		left := b.at.containing(side.apply(middle))
		right := b.at.containing(offset{-side.east, -side.north}.apply(middle))
		return len(left) > 0 == (len(right) > 0)
	})
}

// alongEdges puts n places on edges, evenly by length.
func alongEdges(edges []edge, n int) []orb.Point {
	total := 0.0
	for _, e := range edges {
		total += between(e.a, e.b).length()
	}
	step := total / float64(n)
	if !(step > 0) {
		return nil
	}
	var out []orb.Point
	next, passed := step/2, 0.0
	for _, e := range edges {
		l := between(e.a, e.b).length()
		for ; next < passed+l && len(out) < n; next += step {
			t := (next - passed) / l
			out = append(out, orb.Point{e.a[0] + t*(e.b[0]-e.a[0]), e.a[1] + t*(e.b[1]-e.a[1])})
		}
		passed += l
	}
	return out
}
