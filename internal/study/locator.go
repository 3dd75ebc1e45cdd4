package study

import (
	"context"
	"math"
	"sync"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo/index"
)

// locator finds the units that hold a point.
type locator struct {
	polygons *index.Polygons
	layer    func() *index.Layer // of the same polygons, made when first asked for
	any      bool                // some unit has a polygon
}

func newLocator(areas []datasets.Area) *locator {
	geoms := make([]orb.Geometry, len(areas))
	any := false
	for i := range areas {
		switch areas[i].Geometry.(type) {
		case orb.Polygon, orb.MultiPolygon:
			geoms[i] = areas[i].Geometry
			any = true
		}
	}
	at := locatorOf(geoms)
	at.any = any
	return at
}

// locatorOf looks into polygons; nil ones hold nothing.
func locatorOf(geoms []orb.Geometry) *locator {
	return &locator{polygons: index.NewPolygons(geoms), layer: sync.OnceValue(func() *index.Layer { return index.New(geoms) })}
}

// containing gives the numbers of the units that hold a point, ascending.
func (a *locator) containing(p orb.Point) []int { return a.polygons.Containing(p) }

// locate finds the units that hold each of n points, with all cores; a nil
// point is in none. The only error is that of ctx.
func (a *locator) locate(ctx context.Context, n int, point func(i int) *orb.Point) (*index.Located, error) {
	from := make([]orb.Point, n)
	for i := range from {
		if p := point(i); p != nil {
			from[i] = *p
		} else {
			from[i] = orb.Point{math.NaN(), math.NaN()} // which no polygon holds
		}
	}
	return a.polygons.Locate(ctx, index.Batch{From: from})
}
