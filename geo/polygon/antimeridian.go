package polygon

import (
	"math"

	"github.com/paulmach/orb"

	"fugai/geo"
)

// farthestJump is how many degrees a side may span and still be taken to cross
// the antimeridian. A longitude that lost its sign, 114 and -114 on two ends,
// is 132 degrees the short way.
const farthestJump = 90

// CutAntimeridian cuts polygons and lines in longitude and latitude that
// plainly cross the antimeridian at ±180 degrees, as RFC 7946 (3.1.9) asks: the
// result lies within ±180 and has a part on either side. A shape plainly
// crosses where its longitudes run on past ±180 (up to ±540), or jump, such as
// from 179 to -179, by more than 180 degrees while the short way is 90 at most.
// Points past ±180 are moved to the same meridian within.
//
// It returns false, and the geometry as it is, where nothing crosses plainly:
// a shape that spans more than 180 degrees otherwise is more likely to have a
// wrong coordinate. The polygons that are cut are mended first, as [Repair]
// does, and those that cannot be stay. The input is not changed.
func CutAntimeridian(g orb.Geometry) (orb.Geometry, bool) {
	switch g := g.(type) {
	case orb.Point:
		return homePoint(g)
	case orb.MultiPoint:
		return eachPart(g, homePoint)
	case orb.LineString:
		if !crossesPlainly(g) {
			return g, false
		}
		return cutLine(geo.Unwrap(g).(orb.LineString)), true
	case orb.MultiLineString:
		var out orb.MultiLineString
		some := false
		for _, l := range g {
			if !crossesPlainly(l) {
				out = append(out, l)
				continue
			}
			out, some = append(out, cutLine(geo.Unwrap(l).(orb.LineString))...), true
		}
		return out, some
	case orb.Polygon:
		return cutPolygons(orb.MultiPolygon{g}, g)
	case orb.MultiPolygon:
		return cutPolygons(g, g)
	case orb.Collection:
		return eachPart(g, CutAntimeridian)
	}
	return g, false
}

// homePoint moves a point to the same meridian within ±180.
func homePoint(p orb.Point) (orb.Point, bool) {
	if !past(p) {
		return p, false
	}
	return orb.Point{geo.WrapLongitude(p[0]), p[1]}, true
}

// eachPart does something to the parts of a geometry and tells whether any
// changed.
func eachPart[S ~[]G, G orb.Geometry](parts S, do func(G) (G, bool)) (S, bool) {
	out, some := make(S, len(parts)), false
	for i, p := range parts {
		var changed bool
		out[i], changed = do(p)
		some = some || changed
	}
	return out, some
}

func past(p orb.Point) bool {
	return math.Abs(p[0]) > 180 && geo.Valid(p)
}

// crossesPlainly tells whether a line or closed ring is meant to cross.
func crossesPlainly(line []orb.Point) bool {
	crosses := false
	for k, p := range line {
		if !geo.Valid(p) {
			return false
		}
		crosses = crosses || past(p)
		if k == 0 {
			continue
		}
		if d := math.Abs(p[0] - line[k-1][0]); d > 180 && d != 360 {
			if math.Abs(math.Remainder(d, 360)) > farthestJump {
				return false
			}
			crosses = true
		}
	}
	return crosses
}

// cutPolygons cuts those polygons that cross; g is what they came as.
func cutPolygons(mp orb.MultiPolygon, g orb.Geometry) (orb.Geometry, bool) {
	var out orb.MultiPolygon
	some := false
	for _, p := range mp {
		parts, ok := cutPolygon(p)
		if !ok {
			out = append(out, p)
			continue
		}
		out, some = append(out, parts...), true
	}
	if !some {
		return g, false
	}
	return out, true
}

// cutPolygon gives the parts of a polygon that crosses, moved to where they
// belong.
func cutPolygon(p orb.Polygon) (orb.MultiPolygon, bool) {
	if len(p) == 0 || !crossesPlainly(p[0]) {
		return nil, false
	}
	mended, m := Repair(geo.Unwrap(p))
	if m.NotMended || m.NotChecked || mended == nil {
		return nil, false
	}
	b := mended.Bound()
	var out orb.MultiPolygon
	for turn := -1.0; turn <= 1; turn++ {
		window := meeting(b, orb.Bound{Min: orb.Point{360*turn - 180, b.Min[1] - 1}, Max: orb.Point{360*turn + 180, b.Max[1] + 1}})
		if window.IsEmpty() {
			continue
		}
		window.Min[1], window.Max[1] = b.Min[1]-1, b.Max[1]+1
		part, ok := common(mended, window.ToPolygon(), window)
		if !ok {
			return nil, false
		}
		for _, poly := range part {
			for _, r := range poly {
				for k := range r {
					r[k][0] = homeLongitude(r[k][0], turn)
				}
			}
		}
		out = append(out, part...)
	}
	return out, true
}

// homeLongitude takes turns off a longitude; sums with 360 lose digits past
// the thirteenth, which are rounded away.
func homeLongitude(lon, turns float64) float64 {
	return math.Round((lon-360*turns)*1e11) / 1e11
}

// cutLine cuts a line that runs on past ±180.
func cutLine(l orb.LineString) orb.MultiLineString {
	turnOf := func(lon float64) float64 { return math.Round(lon / 360) }
	var out orb.MultiLineString
	var part orb.LineString
	turn := 0.0
	add := func(p orb.Point) {
		p[0] = homeLongitude(p[0], turn)
		if len(part) == 0 || part[len(part)-1] != p {
			part = append(part, p)
		}
	}
	flush := func() {
		if len(part) > 1 {
			out = append(out, part)
		}
		part = nil
	}
	for k, p := range l {
		if k == 0 {
			turn = turnOf(p[0])
		}
		for k > 0 && turn != turnOf(p[0]) {
			a, toward := l[k-1], math.Copysign(1, turnOf(p[0])-turn)
			limit := 360*turn + 180*toward
			at := orb.Point{limit, a[1] + (limit-a[0])/(p[0]-a[0])*(p[1]-a[1])}
			add(at)
			flush()
			turn += toward
			add(at)
		}
		add(p)
	}
	flush()
	return out
}
