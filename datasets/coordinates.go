package datasets

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/crs"
	"fugai/geo/polygon"
)

// Mainland and islands of China with the South China Sea, in degrees, generous
// to a tenth: outside it a point is suspected of exchanged coordinates when
// the exchanged one lies inside.
const (
	chinaWest, chinaEast   = 73.4, 135.2
	chinaSouth, chinaNorth = 3.7, 53.7
)

// largestDegree is above every degree that a sloppy table holds (0 to 360);
// numbers beyond it are metres.
const largestDegree = 400

var errOutside = errors.New("outside longitude -180 to 180 or latitude -90 to 90")

// placer finds the point of each record of one table.
type placer struct {
	table         *Table
	lon, lat, one int // columns, -1 where there is none
	system        *crs.System
	swap          bool
	notes         *notebook
}

// newPlacer prepares the coordinates of a table. Columns of metres without a
// declared system, and a declared system that is not known, are [*Problem]s.
func newPlacer(t *Table, m *ColumnMatch, o LayerOptions, notes *notebook) (*placer, error) {
	p := &placer{table: t, lon: m.column(FieldLon), lat: m.column(FieldLat), one: m.column(FieldLonLat), swap: o.Swap, notes: notes}
	if p.lon < 0 || p.lat < 0 {
		p.lon, p.lat = -1, -1
	} else {
		p.one = -1
	}
	if !p.hasColumns() {
		if o.CRS == "" {
			p.hint()
		}
		return p, nil
	}
	if o.CRS != "" {
		s, err := crs.Parse(o.CRS)
		if err != nil {
			return nil, UnknownSystem(Ref{File: t.File, Column: "crs", Value: o.CRS}, T("不认识坐标系“%s”", "the coordinate system %q is not known", o.CRS), err)
		}
		p.system = s
		p.doubtPacked()
		return p, p.refuseUnits()
	}
	if t.Spatial {
		p.hint()
		return p, nil // the geometries come first; columns only fill in for missing ones
	}
	if err := p.refuseUnits(); err != nil {
		return nil, err
	}
	p.hint()
	p.doubtPacked()
	return p, nil
}

func (p *placer) hasColumns() bool { return p.lon >= 0 || p.one >= 0 }

// refuseUnits stops where most coordinates are metres although the system is
// one of degrees, or the other way round. For metres it says where the first
// of them would land in each system that could be meant.
func (p *placer) refuseUnits() error {
	projected := p.system != nil && !p.system.Geographic()
	seen, wrong := 0, 0
	var sample pair
	var where Ref
	for _, rec := range p.table.all() {
		q, ok := p.read(rec)
		if !ok || q.x == 0 && q.y == 0 {
			continue
		}
		seen++
		if metres := math.Abs(q.x) > largestDegree || math.Abs(q.y) > largestDegree; metres != projected {
			if wrong++; wrong == 1 {
				where, sample = p.table.Ref(rec, max(p.lon, p.one)), q
			}
		}
	}
	if wrong == 0 || 2*wrong < seen {
		return nil
	}
	problem := &Problem{
		Where: where,
		What:  T("坐标是米而不是度，且没有声明坐标系", "the coordinates are metres, not degrees, and no coordinate system is declared"),
		Hint:  landings(sample),
	}
	switch {
	case projected:
		problem.What = T("坐标是度，而 %s 的单位是米", "the coordinates are degrees, but %s is in metres", p.system.Code())
		problem.Hint = T("去掉 crs，或改为 EPSG:4490、GCJ-02 等经纬度坐标系", "leave crs out, or name a system of degrees such as EPSG:4490 or GCJ-02")
	case p.system != nil:
		problem.What = T("坐标是米，而 %s 的单位是度", "the coordinates are metres, but %s is in degrees", p.system.Code())
	}
	return problem
}

// landings lists where a point of unknown system would lie.
func landings(q pair) Text {
	var places strings.Builder
	zhSwap, enSwap := "", ""
	for i, c := range crs.Candidates(orb.Point{q.x, q.y}) {
		if i%4 == 0 { // without a zone number in the easting every zone fits
			places.WriteString("\n    ")
		} else {
			places.WriteString("; ")
		}
		fmt.Fprintf(&places, "%s → %.2f, %.2f", c.System.Code(), c.Point[0], c.Point[1])
		if c.Swapped {
			zhSwap, enSwap = "，并设 swap: true（X 为北）", " with swap: true (X is the northing)"
		}
	}
	if places.Len() == 0 {
		return T("用 crs 写明坐标系，如 crs: EPSG:4547", "name the system under crs, such as crs: EPSG:4547")
	}
	return T("用 crs 写明坐标系%[1]s；第一个点会落在（经度, 纬度）：%[3]s", "name the system under crs%[2]s; the first point would lie at (longitude, latitude):%[3]s", zhSwap, enSwap, places.String())
}

// cellsOf gives the coordinate cells of a record and whether any says something.
func (p *placer) cellsOf(rec *Record) (x, y string, filled bool) {
	cell := func(col int) string {
		if col < 0 || col >= len(rec.Values) || blank(rec.Values[col]) {
			return ""
		}
		return rec.Values[col]
	}
	if p.one >= 0 {
		x = cell(p.one)
		return x, "", x != ""
	}
	x, y = cell(p.lon), cell(p.lat)
	return x, y, x != "" || y != ""
}

// read gives the numbers of a record's coordinate columns.
func (p *placer) read(rec *Record) (pair, bool) {
	x, y, filled := p.cellsOf(rec)
	if !filled {
		return pair{}, false
	}
	if p.one >= 0 {
		return parsePair(x)
	}
	var q pair
	var okX, okY bool
	q.x, q.xSays, okX = parseAngle(x)
	q.y, q.ySays, okY = parseAngle(y)
	return q, okX && okY
}

// geometry gives the geometry of a record, in WGS 84: its own, or, for tables
// with a WKT column, the one written there, or else its point. nil where there
// is none.
func (p *placer) geometry(rec *Record) orb.Geometry {
	if rec.Geometry != nil {
		return rec.Geometry
	}
	if p.one >= 0 && p.one < len(rec.Values) {
		if g, ok := parseWKT(rec.Values[p.one]); ok {
			if _, isPoint := g.(orb.Point); !isPoint {
				return p.project(rec, g)
			}
		}
	}
	if pt := p.fromColumns(rec); pt != nil {
		return *pt
	}
	return nil
}

// point gives the place of a record: its point, or a point inside its polygon.
func (p *placer) point(rec *Record) *orb.Point {
	switch g := p.geometry(rec).(type) {
	case nil:
		return nil
	case orb.Point:
		return &g
	default:
		if c, ok := geo.Center(g); ok {
			return &c
		}
		p.notes.add(ruleGeometryType, p.table.Ref(rec, -1), "%s 没有可用的点", "%s gives no point", g.GeoJSONType())
		return nil
	}
}

// fromColumns reads, checks and converts the coordinate columns of a record.
func (p *placer) fromColumns(rec *Record) *orb.Point {
	if !p.hasColumns() {
		return nil
	}
	at := p.table.Ref(rec, max(p.lon, p.one))
	x, y, filled := p.cellsOf(rec)
	if !filled {
		p.notes.add(ruleNoCoordinates, at, "没有坐标", "no coordinates")
		return nil
	}
	q, ok := p.read(rec)
	if !ok {
		p.notes.add(ruleNotCoordinates, at, "“%[1]s %[2]s”不是坐标", "%[1]q %[2]q are no coordinates", x, y)
		return nil
	}
	if q.x == 0 && q.y == 0 {
		p.notes.add(ruleZero, at, "坐标为 (0,0)", "coordinates of (0,0)")
		return nil
	}
	return p.judge(q, at)
}

// judge decides what a pair of numbers means.
func (p *placer) judge(q pair, at Ref) *orb.Point {
	straight, err := p.convert(orb.Point{q.x, q.y})
	turned, turnedErr := p.convert(orb.Point{q.y, q.x})
	contradicts := q.xSays == axisLat || q.ySays == axisLon
	lost := err != nil || !p.inZone(straight)
	certain := turnedErr == nil && (contradicts || lost && inChina(turned) && p.inZone(turned))
	maybe := turnedErr == nil && err == nil && !inChina(straight) && inChina(turned)
	switch {
	case p.swap && (certain || maybe):
		p.notes.add(ruleExchanged, at, "改为 %.6[1]f, %.6[2]f", "now %.6[1]f, %.6[2]f", turned[0], turned[1])
		return &turned
	case certain:
		p.notes.add(ruleSwapped, at, "%[1]s, %[2]s 应对调", "%[1]s, %[2]s are exchanged", digits(q.x), digits(q.y))
		return nil
	case err != nil || contradicts:
		p.notes.add(ruleImpossible, at, "(%[1]s, %[2]s) 超出范围", "(%[1]s, %[2]s) is out of range", digits(q.x), digits(q.y))
		return nil
	case maybe:
		p.notes.add(ruleMaybeSwapped, at, "(%[1]s, %[2]s) 在境外", "(%[1]s, %[2]s) lies outside China", digits(q.x), digits(q.y))
	case lost:
		p.notes.add(ruleOutsideZone, at, "落在 %.4[1]f, %.4[2]f", "lands at %.4[1]f, %.4[2]f", straight[0], straight[1])
	}
	return &straight
}

// digits writes a number without an exponent, as tables do.
func digits(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// convert brings a point of the table's system to WGS 84.
func (p *placer) convert(pt orb.Point) (orb.Point, error) {
	out := pt
	if p.system != nil {
		if p.system.Geographic() && !onEarth(pt) {
			return orb.Point{}, errOutside
		}
		var err error
		if out, err = p.system.ToWGS84(pt); err != nil {
			return orb.Point{}, err
		}
	}
	if !onEarth(out) {
		return orb.Point{}, errOutside
	}
	return out, nil
}

// inZone tells whether a point lies where the table's projected system is used,
// give or take a degree: far outside its zone an easting is a northing.
func (p *placer) inZone(pt orb.Point) bool {
	if p.system == nil || p.system.Geographic() {
		return true
	}
	return p.system.Bounds().Pad(1).Contains(pt)
}

// project converts the geometry of a WKT cell to WGS 84 and mends its polygons;
// nil, with a note, where a corner is out of range.
func (p *placer) project(rec *Record, g orb.Geometry) orb.Geometry {
	g = orb.Clone(g)
	for _, path := range pathsOf(g) {
		for i := range path {
			pt, err := p.convert(path[i])
			if err != nil {
				p.notes.add(ruleImpossible, p.table.Ref(rec, -1), "顶点 (%[1]v, %[2]v) 超出范围", "vertex (%[1]v, %[2]v) is out of range", path[i][0], path[i][1])
				return nil
			}
			path[i] = pt
		}
	}
	mended, _ := polygon.Repair(g)
	return mended
}

// pathsOf lists the runs of points of a geometry, which may be changed in place;
// a point by itself is none.
func pathsOf(g orb.Geometry) [][]orb.Point {
	var out [][]orb.Point
	switch g := g.(type) {
	case orb.MultiPoint:
		return [][]orb.Point{g}
	case orb.LineString:
		return [][]orb.Point{g}
	case orb.MultiLineString:
		for _, l := range g {
			out = append(out, l)
		}
	case orb.Polygon:
		for _, r := range g {
			out = append(out, r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			out = append(out, pathsOf(p)...)
		}
	case orb.Collection:
		for _, part := range g {
			out = append(out, pathsOf(part)...)
		}
	}
	return out
}

func onEarth(p orb.Point) bool { return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 }

func inChina(p orb.Point) bool {
	return p[0] >= chinaWest && p[0] <= chinaEast && p[1] >= chinaSouth && p[1] <= chinaNorth
}
