package kml

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// geometry writes a geometry element; false where it is empty, of no kind that
// KML has, or holds a coordinate that is no number.
func (p *placemarkWriter) geometry(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return p.simple("Point", []orb.Point{g}, false)
	case orb.LineString:
		return p.simple("LineString", g, false)
	case orb.Ring:
		return p.polygon(orb.Polygon{g})
	case orb.Bound:
		return p.polygon(g.ToPolygon())
	case orb.Polygon:
		return p.polygon(g)
	case orb.MultiPoint:
		return p.multi(len(g), func(i int) bool { return p.geometry(g[i]) })
	case orb.MultiLineString:
		return p.multi(len(g), func(i int) bool { return p.geometry(g[i]) })
	case orb.MultiPolygon:
		return p.multi(len(g), func(i int) bool { return p.polygon(g[i]) })
	case orb.Collection:
		return p.multi(len(g), func(i int) bool { return p.geometry(g[i]) })
	}
	return false
}

func (p *placemarkWriter) multi(n int, each func(i int) bool) bool {
	p.add("<MultiGeometry>\n")
	for i := range n {
		if !each(i) {
			return false
		}
	}
	p.add("</MultiGeometry>\n")
	return n > 0
}

// polygon writes the shell counter-clockwise and the holes clockwise, as RFC
// 7946 has it too.
func (p *placemarkWriter) polygon(g orb.Polygon) bool {
	p.add("<Polygon>")
	for i, ring := range g {
		boundary, want := "outerBoundaryIs", orb.CCW
		if i > 0 {
			boundary, want = "innerBoundaryIs", orb.CW
		}
		p.add("<" + boundary + ">")
		turned := ring.Orientation()
		if !p.simple("LinearRing", ring, turned != 0 && turned != want) {
			return false
		}
		p.add("</" + boundary + ">")
	}
	p.add("</Polygon>\n")
	return len(g) > 0
}

// simple writes an element of one list of coordinates.
func (p *placemarkWriter) simple(name string, pts []orb.Point, backwards bool) bool {
	p.add("<" + name + "><coordinates>")
	for i := range pts {
		at := pts[i]
		if backwards {
			at = pts[len(pts)-1-i]
		}
		if i > 0 {
			p.add(" ")
		}
		if !p.number(at[0]) {
			return false
		}
		p.add(",")
		if !p.number(at[1]) {
			return false
		}
	}
	p.add("</coordinates></" + name + ">")
	return len(pts) > 0
}

// number writes a coordinate without exponent and without idle zeros.
func (p *placemarkWriter) number(v float64) bool {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return false
	}
	if p.options.Decimals > 0 {
		scale := math.Pow10(min(p.options.Decimals, 15))
		if r := math.Round(v*scale) / scale; !math.IsInf(r, 0) {
			v = r + 0 // no -0
		}
	}
	p.buf = strconv.AppendFloat(p.buf, v, 'f', -1, 64)
	return true
}
