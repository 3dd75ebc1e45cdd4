package crs

import (
	"math"
	"strconv"
	"strings"
)

// ParseWKT finds or makes the system that Well-Known Text describes: version 1
// as ArcGIS writes it to .prj files and as OGC 01-009 and GDAL have it, version
// 2 of 2015 and of 2019 (ISO 19162). It is that of the EPSG table where number,
// name or parameters lead to it; a number or name that the parameters
// contradict is not believed. Any other transverse Mercator projection of
// WGS 84, CGCS2000 or a frame on the ellipsoid GRS 1980, in metres, feet or US
// survey feet, becomes a system of its own (see [System.Code]). The axis order
// of the text makes no difference: easting stands before northing in files.
//
// Of a compound system the horizontal part is taken. Frames on GRS 1980 are
// taken as WGS 84, within about two metres. Everything else gives a [*Refused].
func ParseWKT(text string) (*System, error) {
	root, wrong := readWKT(text)
	if wrong != nil {
		return nil, malformed("WKT", wrong)
	}
	var d declaration
	d.wkt(root)
	return d.system()
}

// wkt reads the description of a system.
func (d *declaration) wkt(n *node) {
	d.form = n.keyword
	switch n.keyword {
	case "COMPD_CS", "COMPOUNDCRS", "COORDINATEMETADATA", "SOURCECRS":
		for _, it := range n.items {
			if it.node != nil {
				d.wkt(it.node)
				return
			}
		}
	case "BOUNDCRS":
		if source := n.child("SOURCECRS"); source != nil {
			d.wkt(source)
			d.wktShift(n.child("ABRIDGEDTRANSFORMATION"))
		}
	case "GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS":
		d.wktGeographic(n)
	case "PROJCS", "PROJCRS", "PROJECTEDCRS":
		d.wktProjected(n)
	default:
		d.name = n.text(0)
	}
}

// wktGeographic reads a system in degrees.
func (d *declaration) wktGeographic(n *node) {
	d.name, d.code = n.text(0), n.epsg()
	d.geographic = !strings.EqualFold(n.child("CS").text(0), "Cartesian")
	d.wktDatum(n)
}

// wktProjected reads a system in metres or feet.
func (d *declaration) wktProjected(n *node) {
	d.name, d.code, d.projected = n.text(0), n.epsg(), true
	base := n.child("GEOGCS", "BASEGEOGCRS", "BASEGEODCRS", "GEOGCRS", "GEODCRS")
	d.base, d.baseCode = base.text(0), base.epsg()
	d.wktDatum(base)
	factor := d.wktLength(n)
	holder := n
	if c := n.child("CONVERSION"); c != nil {
		holder, factor = c, 1 // WKT2 has metres where a parameter names no unit
	}
	d.method = holder.child("METHOD", "PROJECTION").text(0)
	for _, p := range holder.children("PARAMETER") {
		d.parameters = append(d.parameters, d.wktParameter(p, factor))
	}
	for _, a := range n.children("AXIS") {
		d.directions = append(d.directions, a.text(1))
	}
	// GDAL describes Web Mercator as Mercator, with the sphere in an extension.
	if proj := n.child("EXTENSION").text(1); strings.Contains(proj, "+a=6378137 +b=6378137") {
		d.sphere = true
	}
}

// wktLength reads the unit of the coordinates and returns its factor: the
// system's own one, or that of its axes.
func (d *declaration) wktLength(n *node) float64 {
	unit := n.child("UNIT", "LENGTHUNIT")
	if unit == nil {
		unit = n.child("AXIS").child("LENGTHUNIT", "UNIT")
	}
	if unit == nil {
		d.unit, d.unitName = 1, "metre"
		return 1
	}
	factor, _ := unit.number(1)
	d.unit, d.unitName = metresOf(factor), unit.text(0)
	if d.unit != 0 {
		return d.unit
	}
	return factor
}

// wktParameter reads one number of a projection. In version 1 lengths are in
// the unit of the coordinates, and angles in degrees, since [declaration.make]
// refuses other geographic systems.
func (d *declaration) wktParameter(p *node, length float64) parameter {
	v, ok := p.number(1)
	if !ok {
		v = math.NaN()
	}
	out := parameter{p.text(0), v}
	own := p.child("ANGLEUNIT", "LENGTHUNIT", "SCALEUNIT", "UNIT")
	factor, hasOwn := own.number(1)
	switch parameterKey(out.name) {
	case "lat0", "lon0":
		if hasOwn {
			out.value *= degreesOf(factor)
		}
	case "x0", "y0":
		if hasOwn {
			if m := metresOf(factor); m != 0 {
				factor = m
			}
			length = factor
		}
		out.value *= length
	case "k":
		if hasOwn {
			out.value *= factor
		}
	}
	return out
}

// wktDatum reads the datum, its ellipsoid, prime meridian and angular unit.
func (d *declaration) wktDatum(n *node) {
	datum := n.child("DATUM", "ENSEMBLE", "GEODETICDATUM", "TRF")
	d.datum = datum.text(0)
	ell := datum.child("SPHEROID", "ELLIPSOID")
	d.ellipsoid = ell.text(0)
	d.axis, _ = ell.number(1)
	d.inverseF, _ = ell.number(2)
	if f, ok := ell.child("LENGTHUNIT", "UNIT").number(1); ok {
		d.axis *= f
	}
	shift := datum.child("TOWGS84")
	for i := range shift.count() {
		v, _ := shift.number(i)
		d.shift = append(d.shift, v)
	}
	d.meridian, _ = n.child("PRIMEM", "PRIMEMERIDIAN").number(1)
	unit := n.child("UNIT", "ANGLEUNIT")
	if unit == nil {
		unit = n.child("AXIS").child("ANGLEUNIT", "UNIT")
	}
	factor, ok := unit.number(1)
	d.degree, d.angleUnit = !ok || degreesOf(factor) == 1, unit.text(0)
}

// wktShift reads the parameters that a bound system is tied to WGS 84 with. A
// grid of shifts counts as infinite, but for the empty one of Web Mercator.
func (d *declaration) wktShift(n *node) {
	for _, p := range n.children("PARAMETER") {
		v, _ := p.number(1)
		if strings.Contains(fold(p.text(0)), "scale") && v > 0.5 {
			v = (v - 1) * 1e6 // a factor, where it is not parts per million
		}
		d.shift = append(d.shift, v)
	}
	if file := n.child("PARAMETERFILE"); file != nil && file.text(1) != "@null" {
		d.shift = append(d.shift, math.Inf(1))
	}
}

// epsg is the number by which a node says that the EPSG register has it.
func (n *node) epsg() int {
	id := n.child("AUTHORITY", "ID")
	if !strings.EqualFold(id.text(0), "EPSG") {
		return 0
	}
	code, _ := strconv.ParseUint(id.text(1), 10, 31)
	return int(code)
}

// count is the number of items.
func (n *node) count() int {
	if n == nil {
		return 0
	}
	return len(n.items)
}
