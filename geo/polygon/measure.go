package polygon

import (
	"context"

	"github.com/paulmach/orb"

	"fugai/geo"
)

// Width is how wide polygons in longitude and latitude are: twice the area by
// the length of the border, holes included, of the widest of them. It is 0 for
// none. A long strip is as wide as it looks, a square half as wide, a circle as
// its radius. Borders drawn twice leave overlaps and gaps of a few metres;
// what is wider is more than a matter of drawing.
func Width(mp orb.MultiPolygon) geo.Meters {
	widest := geo.Meters(0)
	for _, p := range mp {
		_, w := measure(p)
		widest = max(widest, w)
	}
	return widest
}

func measure(p orb.Polygon) (area geo.SquareMeters, width geo.Meters) {
	length := geo.Meters(0)
	for _, r := range p {
		for k := 1; k < len(r); k++ {
			length += geo.Distance(r[k-1], r[k])
		}
	}
	area = geo.Area(p)
	if length > 0 {
		width = geo.Meters(2 * float64(area) / float64(length))
	}
	return area, width
}

// thinnest is the width below which ground is nothing but the rounding of new
// corners.
const thinnest geo.Meters = 1e-4

// ground leaves out what is nothing but rounding, and measures the rest.
func ground(mp orb.MultiPolygon) (region orb.MultiPolygon, area geo.SquareMeters, widest geo.Meters) {
	for _, p := range mp {
		if a, w := measure(p); w >= thinnest {
			region, area, widest = append(region, p), area+a, max(widest, w)
		}
	}
	return region, area, widest
}

// Dissolve unites polygons in longitude and latitude, as [Repair] leaves them,
// into one region: borders that they share go, and ground that several of them
// cover counts once. Other geometries are left out; nothing gives nil. New
// corners are rounded to 1e-9 degrees. Where neighbours do not quite meet, the
// slivers between them stay as holes. The error is [ErrIntricate].
func Dissolve(polys []orb.Geometry) (orb.MultiPolygon, error) {
	segs, err := outlines(context.Background(), polys)
	if err != nil {
		return nil, err
	}
	segs, ok := node(segs)
	if !ok {
		return nil, ErrIntricate
	}
	return arrange(segs).region(either), nil
}
