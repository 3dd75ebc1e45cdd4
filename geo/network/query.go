package network

import (
	"math"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// query is the search for the foot of one place.
type query struct {
	origin geo.Origin
	at     orb.Point
	reach  float64 // metres beyond which nothing counts
	// lon and lat are the least metres of a degree within reach, so that
	// lengths by them are never above the true ones.
	lon, lat float64
	best     foot
	stack    []box
	skip     func(*piece) bool // pieces that do not count; nil for none
}

// box is one that still has to be opened.
type box struct {
	level, index int
	bound        float64 // no piece in it is nearer
}

const (
	firstReach = 200 // metres: near ones give tight bounds
	nextReach  = 8   // times the one before
	lastReach  = 5e6 // metres: beyond, all at once

	// exactReach, metres, is up to where a foot found in the plane is the
	// nearest point to a millimetre.
	exactReach = 10e3

	// sameDistance, metres, is what rounding may make of equal distances.
	sameDistance = 1e-6
)

// nearest finds the foot of a valid place with a longitude in [-180, 180],
// within the limit or, if there is none, at some distance beyond.
func (t *pieces) nearest(q *query, p orb.Point, limit float64) foot {
	q.best = foot{distance: math.Inf(1)}
	if len(t.list) == 0 {
		return q.best
	}
	q.origin = geo.NewOrigin(p)
	for reach := float64(firstReach); ; reach *= nextReach {
		if reach > lastReach {
			reach = math.Inf(1)
		}
		q.within(p, min(reach, limit))
		for _, turn := range [...]float64{0, 360, -360} {
			q.at = orb.Point{p[0] + turn, p[1]}
			t.search(q)
		}
		if q.best.distance <= q.reach || q.reach >= limit {
			return q.best
		}
	}
}

// within sets the reach. A geodesic no longer than it stays in a band of
// latitudes, in which a degree of longitude is shortest at the side towards the
// pole and one of latitude at the side towards the equator.
func (q *query) within(p orb.Point, reach float64) {
	const shortDegree = 110e3 // metres of latitude, less than anywhere
	q.reach = reach
	lat, band := math.Abs(p[1]), reach/shortDegree
	q.lon, q.lat = 0, 0
	if lat+band < 90 {
		q.lon, _ = degrees(lat + band)
	}
	_, q.lat = degrees(max(0, lat-band))
}

// degrees is the length of a degree of longitude and of latitude, metres.
func degrees(lat float64) (lon, latitude float64) {
	const (
		a    = 6378137.0 // WGS 84
		f    = 1 / 298.257223563
		ecc2 = f * (2 - f)
	)
	s, c := math.Sincos(lat * (math.Pi / 180))
	w2 := 1 - ecc2*s*s
	n := a / math.Sqrt(w2)
	return n * c * (math.Pi / 180), n * (1 - ecc2) / w2 * (math.Pi / 180)
}

// search goes through the tree, near boxes first.
func (t *pieces) search(q *query) {
	top := len(t.levels) - 1
	q.stack = append(q.stack[:0], box{top, 0, q.toBox(&t.levels[top][0])})
	for len(q.stack) > 0 {
		b := q.stack[len(q.stack)-1]
		q.stack = q.stack[:len(q.stack)-1]
		if b.bound > q.worst() {
			continue
		}
		first := b.index * fan
		if b.level == 0 {
			for i := first; i < min(first+fan, len(t.list)); i++ {
				if p := &t.list[i]; q.skip == nil || !q.skip(p) {
					q.try(p)
				}
			}
			continue
		}
		below := t.levels[b.level-1]
		base := len(q.stack)
		for i := first; i < min(first+fan, len(below)); i++ {
			bound := q.toBox(&below[i])
			if bound > q.worst() {
				continue
			}
			q.stack = append(q.stack, box{b.level - 1, i, bound})
			for k := len(q.stack) - 1; k > base && q.stack[k].bound > q.stack[k-1].bound; k-- {
				q.stack[k], q.stack[k-1] = q.stack[k-1], q.stack[k]
			}
		}
	}
}

// worst is the bound beyond which nothing is better than what was found.
func (q *query) worst() float64 { return min(q.best.distance, q.reach) + sameDistance }

// toBox is not above the distance to any point of a box within reach.
func (q *query) toBox(b *orb.Bound) float64 {
	dx := max(b.Min[0]-q.at[0], q.at[0]-b.Max[0], 0) * q.lon
	dy := max(b.Min[1]-q.at[1], q.at[1]-b.Max[1], 0) * q.lat
	return math.Sqrt(dx*dx + dy*dy)
}

// try measures a piece if it may be better.
func (q *query) try(p *piece) {
	if _, bound := nearestOn(p, q.at, q.lon, q.lat); bound > q.worst() {
		return
	}
	lon, lat := degrees(q.at[1])
	t, d := nearestOn(p, q.at, lon, lat)
	at := p.point(t)
	if d > firstReach { // lengths of degrees halfway are good to the second order
		lon, lat = degrees((q.at[1] + at[1]) / 2)
		t, _ = nearestOn(p, q.at, lon, lat)
		at = p.point(t)
	}
	f := foot{edge: p.edge, shape: p.shape, both: p.both, along: t, point: at, distance: float64(q.origin.Distance(at))}
	if f.distance > exactReach {
		f.distance = float64(q.origin.DistanceToSegment(p.a, p.b, geo.Meters(math.Inf(1))))
	}
	if f.before(&q.best) {
		f.point[0] = geo.WrapLongitude(at[0])
		q.best = f
	}
}

// nearestOn is the part of the piece, and the distance, of its point that is
// nearest by the given lengths of degrees.
func nearestOn(p *piece, at orb.Point, lon, lat float64) (t, distance float64) {
	x, y := (p.a[0]-at[0])*lon, (p.a[1]-at[1])*lat
	dx, dy := (p.b[0]-p.a[0])*lon, (p.b[1]-p.a[1])*lat
	if square := dx*dx + dy*dy; square > 0 {
		t = max(0, min(1, -(x*dx+y*dy)/square))
	}
	x, y = x+t*dx, y+t*dy
	return t, math.Sqrt(x*x + y*y)
}

// point is that at a part of the piece.
func (p *piece) point(t float64) orb.Point {
	switch t {
	case 0:
		return p.a
	case 1:
		return p.b
	}
	return orb.Point{p.a[0] + t*(p.b[0]-p.a[0]), p.a[1] + t*(p.b[1]-p.a[1])}
}
