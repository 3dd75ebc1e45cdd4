package index

import (
	"cmp"
	"math"
	"slices"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// Containing returns the indexes of the geometries that contain p, ascending:
// polygons with p inside or on the boundary and in no hole (edges are straight
// in longitude and latitude), lines that run exactly through p, and points that
// are p. A point out of range is in nothing.
func (l *Layer) Containing(p orb.Point) []int {
	if !geo.Valid(p) {
		return nil
	}
	p[0] = geo.WrapLongitude(p[0])
	var found []int
	l.search(orb.Bound{Min: p, Max: p}, func(e *entry) bool {
		if e.shape != nil && e.shape.contains(p) ||
			e.shape == nil && e.point[1] == p[1] && sameMeridian(e.point[0], p[0]) {
			found = append(found, int(e.geometry))
		}
		return true
	})
	return sorted(found)
}

// sameMeridian compares longitudes within ±180, which are one meridian. It does
// not subtract: the difference of two sides of the antimeridian is rounded.
func sameMeridian(a, b float64) bool {
	return a == b || math.Abs(a) == 180 && math.Abs(b) == 180
}

// Intersecting returns the indexes of the geometries that have a point in
// common with a box, ascending. The box may run on past ±180 (170 to 190); an
// empty one meets nothing.
func (l *Layer) Intersecting(b orb.Bound) []int {
	var found []int
	l.search(b, func(e *entry) bool {
		box := b
		if b.Max[0]-b.Min[0] >= 360 {
			box.Min[0], box.Max[0] = -180, 180
		}
		mid := (box.Min[0] + box.Max[0]) / 2
		by := 360 * math.Round(mid/360)
		box.Min[0], box.Max[0] = box.Min[0]-by, box.Max[0]-by
		s := e.shape
		if s == nil {
			s = &shape{chains: []chain{newChain([]orb.Point{e.point})}, box: e.bound()}
		}
		if s.meets(box) {
			found = append(found, int(e.geometry))
		}
		return true
	})
	return sorted(found)
}

// sorted puts indexes in order and takes out repeats.
func sorted(found []int) []int {
	slices.Sort(found)
	return slices.Compact(found)
}

// Within returns the geometries at most r away from p, compared at the
// millimetre by [geo.AtMost], by distance and then by index. A polygon that
// contains p is at distance 0. A negative or NaN radius, and a point out of
// range, find nothing.
func (l *Layer) Within(p orb.Point, r geo.Meters) []Hit {
	if !geo.Valid(p) || !(r >= 0) {
		return nil
	}
	o := geo.NewOrigin(p)
	hits, _ := l.within(&o, p, r, math.MaxInt)
	return hits
}

// within is Within from an origin at p; ok is false, and nothing is found,
// where more than most parts would have to be measured.
func (l *Layer) within(o *geo.Origin, p orb.Point, r geo.Meters, most int) (hits []Hit, ok bool) {
	reach := r + millimetre
	l.search(geo.Around(p, reach), func(e *entry) bool {
		if d := e.distance(o, p, reach); geo.AtMost(d, r) {
			hits = append(hits, Hit{int(e.geometry), d})
		}
		most--
		return most >= 0
	})
	if most < 0 {
		return nil, false
	}
	// A geometry comes once for each part and each side of the antimeridian.
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.Distance, b.Distance))
	})
	hits = slices.CompactFunc(hits, func(a, b Hit) bool { return a.Index == b.Index })
	slices.SortFunc(hits, byDistance)
	return hits, true
}

// millimetre is added to a limit before pruning, so that what rounds to the
// limit is still measured.
const millimetre geo.Meters = 0.001

// byDistance orders hits by distance, then by index.
func byDistance(a, b Hit) int {
	switch {
	case a.Distance < b.Distance:
		return -1
	case a.Distance > b.Distance:
		return 1
	}
	return a.Index - b.Index
}

// distance is the distance from the origin at p, or for a shape limit where
// that is not greater.
func (e *entry) distance(o *geo.Origin, p orb.Point, limit geo.Meters) geo.Meters {
	if e.shape == nil {
		return o.Distance(e.point)
	}
	return e.shape.distance(o, p, limit)
}
