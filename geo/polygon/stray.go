package polygon

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"fugai/geo"
)

// Stray is what of a unit lies outside what should hold it.
type Stray struct {
	Unit   int // its index
	Region orb.MultiPolygon
	Area   geo.SquareMeters
	Width  geo.Meters // see [Width]
}

// Strays lists what of units lies outside the geometry of the same index in
// holders, such as the unit that each belongs to, by unit. Both are polygons in
// longitude and latitude as [Repair] leaves them; a unit that is no polygon, or
// whose holder is nil, has none. The error is ctx's, or [ErrIntricate].
func Strays(ctx context.Context, units, holders []orb.Geometry) ([]Stray, error) {
	found := make([]Stray, min(len(units), len(holders)))
	err := onAllCores(ctx, len(found), func(k int) error {
		if units[k] == nil || holders[k] == nil {
			return nil
		}
		region, err := Outside(units[k], holders[k])
		if err != nil {
			return err
		}
		found[k] = Stray{Unit: k}
		found[k].Region, found[k].Area, found[k].Width = ground(region)
		return nil
	})
	return slices.DeleteFunc(found, func(s Stray) bool { return len(s.Region) == 0 }), err
}

// Outside gives what of one geometry's polygons lies in none of another's, both
// as [Repair] leaves them: nil where all of it does. The error is
// [ErrIntricate].
func Outside(g, of orb.Geometry) (orb.MultiPolygon, error) {
	if g == nil {
		return nil, nil
	}
	window := g.Bound()
	if !reaches(of, window) && of != nil && surrounds(of, window.Min) {
		return nil, nil
	}
	mp, ok := overlay(g, of, &window, less)
	if !ok {
		return nil, ErrIntricate
	}
	return mp, nil
}

// reaches tells whether the box of a side of a geometry meets a window.
func reaches(g orb.Geometry, window orb.Bound) bool {
	some := false
	eachRing(g, func(r orb.Ring, _ bool) {
		for k := 1; k < len(r) && !some; k++ {
			a, b := r[k-1], r[k]
			some = min(a[0], b[0]) <= window.Max[0] && max(a[0], b[0]) >= window.Min[0] &&
				min(a[1], b[1]) <= window.Max[1] && max(a[1], b[1]) >= window.Min[1]
		}
	})
	return some
}

// surrounds tells whether sound polygons hold a point that is on no border.
func surrounds(g orb.Geometry, p orb.Point) bool {
	n := 0
	eachRing(g, func(r orb.Ring, forward bool) {
		if position(r, p) > 0 {
			n += map[bool]int{true: 1, false: -1}[forward == (turning(r) > 0)]
		}
	})
	return n > 0
}
