package html

import (
	"math"

	"github.com/paulmach/orb"

	"fugai/coverage"
)

// WGS 84 ellipsoid (EPSG:7030).
const (
	semiMajorM = 6378137.0
	flattening = 1 / 298.257223563
)

// The drawing grid of a map. A map is shown about 900 px wide, so a unit is
// about half a pixel: borders are rounded to units, which drops what nobody
// sees and moves shared borders alike on both sides.
const (
	mapWidth     = 2000
	mapMinHeight = 900
	mapMaxHeight = 1700
	mapPad       = 40
	mapFoot      = 100 // strip for scale bar and north arrow
)

// projection takes longitude and latitude to the units of a drawing:
// equirectangular, true to scale along the middle parallel and the meridians.
// Over the 60 km of a district the scale error stays below 0.5 %.
type projection struct {
	west, north   float64 // degrees
	unitsLon      float64 // units a degree
	unitsLat      float64
	offX, offY    float64
	height        int
	metersPerUnit float64
	step          int // borders are rounded to multiples of it; 0 and 1 to units
}

// newProjection fits the bounds into the drawing. ok is false without bounds.
func newProjection(b orb.Bound, ok bool) (projection, bool) {
	if !ok {
		return projection{}, false
	}
	mid := (b.Min.Lat() + b.Max.Lat()) / 2 * math.Pi / 180
	e2 := flattening * (2 - flattening)
	w := 1 - e2*math.Sin(mid)*math.Sin(mid)
	lonM := semiMajorM / math.Sqrt(w) * math.Cos(mid) * math.Pi / 180
	latM := semiMajorM * (1 - e2) / (w * math.Sqrt(w)) * math.Pi / 180
	const least = 1000 // metres: a single point still has a map around it
	spanX := max((b.Max.Lon()-b.Min.Lon())*lonM, least)
	spanY := max((b.Max.Lat()-b.Min.Lat())*latM, least)
	mpu := max(spanX/(mapWidth-2*mapPad), spanY/(mapMaxHeight-2*mapPad-mapFoot))
	drawnH := spanY / mpu
	h := max(mapMinHeight, int(math.Ceil(drawnH))+2*mapPad+mapFoot)
	p := projection{
		west: (b.Min.Lon()+b.Max.Lon())/2 - spanX/lonM/2, north: (b.Min.Lat()+b.Max.Lat())/2 + spanY/latM/2,
		unitsLon: lonM / mpu, unitsLat: latM / mpu,
		height: h, metersPerUnit: mpu,
	}
	p.offX = (mapWidth - spanX/mpu) / 2
	p.offY = (float64(h-mapFoot) - drawnH) / 2
	return p, true
}

// xy rounds a place to the grid.
func (p projection) xy(pt orb.Point) [2]int {
	return [2]int{
		int(math.Round(p.offX + (pt.Lon()-p.west)*p.unitsLon)),
		int(math.Round(p.offY + (p.north-pt.Lat())*p.unitsLat)),
	}
}

// valid tells whether a point can be drawn at all.
func valid(pt orb.Point) bool {
	return math.Abs(pt.Lon()) <= 180 && math.Abs(pt.Lat()) < 89.9 // NaN compares false
}

// boundsOf holds every place of the areas; facilities may lie outside.
func boundsOf(r *coverage.Result) (orb.Bound, bool) {
	var b orb.Bound
	ok := false
	extend := func(pt orb.Point) {
		switch {
		case !valid(pt):
		case ok:
			b = b.Extend(pt)
		default:
			b, ok = orb.Bound{Min: pt, Max: pt}, true
		}
	}
	for i := range r.Areas {
		a := &r.Areas[i]
		for _, ring := range ringsOf(a.Geometry) {
			for _, pt := range ring {
				extend(pt)
			}
		}
		if pt, has := pointOf(a); has {
			extend(pt)
		}
	}
	return b, ok
}

// scaleBar is a round distance at most a fifth of the map wide.
type scaleBar struct {
	Units float64
	Text  string
}

func (p projection) scaleBar() scaleBar {
	most := mapWidth / 5 * p.metersPerUnit
	step := math.Pow(10, math.Floor(math.Log10(most)))
	for _, m := range []float64{5, 2} {
		if m*step <= most {
			step *= m
			break
		}
	}
	return scaleBar{Units: math.Round(step/p.metersPerUnit*10) / 10, Text: kilometers(step)}
}
