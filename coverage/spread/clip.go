package spread

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// side is the half of a plane where x·a + y·b ≤ c.
type side struct{ a, b, c float64 }

func (s side) of(p orb.Point) float64 { return s.a*p[0] + s.b*p[1] - s.c }

// knife cuts rings. What it makes lives in its own memory, so that millions of
// cuts cost no allocation each: a mark is taken before, and returned to when the
// pieces are no longer in use.
type knife struct {
	points []orb.Point
	rings  [][]orb.Point
}

// mark is how much of a knife's memory is in use.
type mark struct{ points, rings int }

func (k *knife) mark() mark { return mark{len(k.points), len(k.rings)} }

func (k *knife) back(m mark) { k.points, k.rings = k.points[:m.points], k.rings[:m.rings] }

// clip cuts rings at a straight line and keeps one side (Sutherland and Hodgman
// 1974). What falls into several pieces stays one ring, whose pieces are joined
// along the line, to and fro: areas, sums and parity are right, and nothing
// else is asked of it. The input is not changed.
func (k *knife) clip(rings [][]orb.Point, s side) [][]orb.Point {
	start := len(k.rings)
	for _, r := range rings {
		if piece := k.clipRing(r, s); len(piece) > 2 {
			k.rings = append(k.rings, piece)
		}
	}
	return k.rings[start:len(k.rings):len(k.rings)]
}

func (k *knife) clipRing(r []orb.Point, s side) []orb.Point {
	if !slices.ContainsFunc(r, func(p orb.Point) bool { return s.of(p) > 0 }) {
		return r
	}
	start := len(k.points)
	before := r[len(r)-1]
	d0 := s.of(before)
	for _, p := range r {
		d := s.of(p)
		if d <= 0 != (d0 <= 0) && d != 0 && d0 != 0 {
			t := d0 / (d0 - d)
			k.points = append(k.points, orb.Point{before[0] + t*(p[0]-before[0]), before[1] + t*(p[1]-before[1])})
		}
		if d <= 0 {
			k.points = append(k.points, p)
		}
		before, d0 = p, d
	}
	return k.points[start:len(k.points):len(k.points)]
}

// box keeps what lies in a box.
func (k *knife) box(rings [][]orb.Point, b orb.Bound) [][]orb.Point {
	for _, s := range [...]side{{-1, 0, -b.Min[0]}, {1, 0, b.Max[0]}, {0, -1, -b.Min[1]}, {0, 1, b.Max[1]}} {
		rings = k.clip(rings, s)
	}
	return rings
}

// area is that of one ring, below 0 where it runs clockwise.
func area(r []orb.Point) float64 {
	sum := 0.0
	if len(r) > 0 {
		o := r[0] // differences are small and keep their digits
		for i := 1; i+1 < len(r); i++ {
			sum += (r[i][0]-o[0])*(r[i+1][1]-o[1]) - (r[i+1][0]-o[0])*(r[i][1]-o[1])
		}
	}
	return sum / 2
}

// centroid gives the area of rings, holes taken away, and the middle of it.
func centroid(rings [][]orb.Point) (total float64, middle orb.Point) {
	if len(rings) == 0 {
		return 0, orb.Point{}
	}
	o := rings[0][0]
	var x, y float64
	for _, r := range rings {
		for i := range r {
			p, q := r[i], r[(i+1)%len(r)]
			cross := (p[0]-o[0])*(q[1]-o[1]) - (q[0]-o[0])*(p[1]-o[1])
			total += cross / 2
			x += cross * (p[0] + q[0] - 2*o[0]) / 6
			y += cross * (p[1] + q[1] - 2*o[1]) / 6
		}
	}
	return total, orb.Point{o[0] + x/total, o[1] + y/total}
}

// insideAt gives a point inside rings: the middle where it lies in them, else
// the middle of the widest stretch on one of some level lines.
func insideAt(rings [][]orb.Point, middle orb.Point) (orb.Point, bool) {
	if xs := crossings(rings, middle[1]); within(xs, middle[0]) {
		return middle, true
	}
	b := boundOf(rings)
	best, width := orb.Point{}, 0.0
	for k := 1; k < 16; k++ {
		y := b.Min[1] + (b.Max[1]-b.Min[1])*float64(k)/16
		xs := crossings(rings, y)
		for i := 0; i+1 < len(xs); i += 2 {
			if w := xs[i+1] - xs[i]; w > width {
				best, width = orb.Point{(xs[i] + xs[i+1]) / 2, y}, w
			}
		}
	}
	return best, width > 0
}

// crossings are the places where rings cross a level line, ascending; of an edge
// the lower end belongs to it and the upper one does not.
func crossings(rings [][]orb.Point, y float64) []float64 {
	var xs []float64
	for _, r := range rings {
		p := r[len(r)-1]
		for _, q := range r {
			if p[1] <= y != (q[1] <= y) {
				xs = append(xs, p[0]+(y-p[1])/(q[1]-p[1])*(q[0]-p[0]))
			}
			p = q
		}
	}
	slices.Sort(xs)
	return xs
}

// within tells whether x lies in one of the stretches between crossings.
func within(xs []float64, x float64) bool {
	n, _ := slices.BinarySearch(xs, x)
	return n%2 == 1
}

func boundOf(rings [][]orb.Point) orb.Bound {
	b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, r := range rings {
		for _, p := range r {
			b.Min = orb.Point{min(b.Min[0], p[0]), min(b.Min[1], p[1])}
			b.Max = orb.Point{max(b.Max[0], p[0]), max(b.Max[1], p[1])}
		}
	}
	return b
}
