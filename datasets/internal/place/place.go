package place

import (
	"fmt"
	"math"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
	"fugai/geo/crs"

	"github.com/paulmach/orb"
)

// Options say in which system coordinates are. The zero value takes them for
// WGS 84 without a word, as RFC 7946 GeoJSON and KML define.
type Options struct {
	CRS      string      // what the user says: "EPSG:4547", "GCJ-02"; it overrules the file
	Swap     bool        // positions hold latitude before longitude, or northing before easting
	Declared string      // what the file says, as it says it; "" is nothing
	System   *crs.System // Declared, where the reader understood it already (WKT)
	Where    string      // what to call the declaration's place in messages: crs, .prj, srs_id
	Guess    bool        // the format has no system of its own: degrees without a declaration are noted
}

// Table brings the geometries of a table to WGS 84 longitude and latitude and
// mends them: swap where told to, refuse or drop what cannot be degrees,
// convert from the declared system, look for longitude and latitude that were
// exchanged, repair rings. What it does is noted; the rules are those of
// [Rules]. A system that is unknown, and coordinates that are no degrees and of
// no declared system, are a [*datasets.Problem] that lists where they would land.
func Table(t *datasets.Table, notes *source.Notes, o Options) error {
	if o.Where == "" {
		o.Where = "crs"
	}
	w := &placing{table: t, notes: notes, options: o}
	if err := w.place(); err != nil {
		return err
	}
	w.mend()
	return nil
}

// placing is one table on its way.
type placing struct {
	table   *datasets.Table
	notes   *source.Notes
	options Options
}

// place brings the geometries to WGS 84.
func (w *placing) place() error {
	if w.options.Swap {
		w.eachGeometry(func(rec *datasets.Record) { rec.Geometry = swapped(rec.Geometry) })
	}
	system, err := w.system()
	if err != nil {
		return err
	}
	if system != nil {
		w.table.CRS = system.Code()
	}
	if system != nil && !system.Geographic() {
		return w.convertProjected(system)
	}
	if err := w.checkRange(); err != nil {
		return err
	}
	if system != nil {
		if err := w.convert(system); err != nil {
			return err
		}
	} else if w.options.Guess {
		w.notes.Add("crs-missing", datasets.Ref{Column: w.options.Where}, func() datasets.Text {
			return datasets.T("没有 %s，按 WGS 84 经纬度读取", "no %s; read as WGS 84 longitude and latitude", w.options.Where)
		})
	}
	w.noteSwapped()
	return nil
}

func (w *placing) eachGeometry(do func(rec *datasets.Record)) {
	for i := range w.table.Records {
		if rec := &w.table.Records[i]; rec.Geometry != nil {
			do(rec)
		}
	}
}

// system is the declared one: the option's, else the file's, else nil, which
// is WGS 84.
func (w *placing) system() (*crs.System, error) {
	o := w.options
	if o.CRS == "" {
		if o.System != nil || o.Declared == "" {
			return o.System, nil
		}
		s, err := crs.Parse(o.Declared)
		if err != nil {
			return nil, w.unknown(o.Declared, datasets.T("文件声明的坐标系 %s 不在本程序的表里", "the file declares the coordinate system %s, which is not in this program's table", o.Declared), err)
		}
		return s, nil
	}
	s, err := crs.Parse(o.CRS)
	if err != nil {
		return nil, w.unknown(o.CRS, datasets.T("坐标系 %s 不在本程序的表里", "the coordinate system %s is not in this program's table", o.CRS), err)
	}
	if o.Declared != "" && !sameSystem(o, s) {
		w.notes.Add("crs-overruled", datasets.Ref{Column: o.Where, Value: o.Declared}, func() datasets.Text {
			return datasets.T("文件写的是 %[1]s，按 %[2]s 读取", "the file says %[1]s, it was read as %[2]s", o.Declared, o.CRS)
		})
	}
	return s, nil
}

// sameSystem tells whether the file declares what the user said.
func sameSystem(o Options, s *crs.System) bool {
	if o.System != nil {
		return o.System.Code() == s.Code()
	}
	declared, err := crs.Parse(o.Declared)
	return err == nil && declared.Code() == s.Code()
}

// unknown is the error for a system that is not converted: what is known of
// it, else that it is not in the table.
func (w *placing) unknown(name string, what datasets.Text, err error) error {
	return datasets.UnknownSystem(datasets.Ref{File: w.table.File, Column: w.options.Where, Value: clip(name)}, what, err)
}

// clip shortens a declaration, such as the text of a .prj, for a message.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// convertProjected converts metres, and doubts a declaration of metres where
// every coordinate reads as degrees.
func (w *placing) convertProjected(system *crs.System) error {
	all, degrees := 0, 0
	w.eachGeometry(func(rec *datasets.Record) {
		all++
		if inDegrees(boundOf(rec.Geometry)) {
			degrees++
		}
	})
	if all > 0 && degrees == all {
		w.notes.Add("crs-doubtful", datasets.Ref{Column: "crs", Value: w.table.CRS}, func() datasets.Text {
			return datasets.T("声明为 %s，全部坐标在 ±180、±90 之内", "declared as %s, all coordinates lie within ±180 and ±90", w.table.CRS)
		})
	}
	before := make(map[int]orb.Point) // centers that do not land in the system's area, by record
	for i := range w.table.Records {
		if g := w.table.Records[i].Geometry; g != nil {
			c := g.Bound().Center()
			if p, err := system.ToWGS84(c); err != nil || !fits(system, p) {
				before[i] = c
			}
		}
	}
	swaps := w.exchanged(before, system)
	if err := w.convert(system); err != nil && swaps == 0 {
		return err
	}
	return nil
}

// fits tells whether a point lies in China and within three degrees, a zone's
// width, of the area that a system is meant for.
func fits(system *crs.System, p orb.Point) bool {
	const margin = 3
	b := system.Bounds()
	return inChina(p) && p[0] >= b.Min[0]-margin && p[0] <= b.Max[0]+margin
}

// exchanged notes the records whose projected coordinates land where the
// system is meant for only when northing and easting change places. It returns
// how many there are.
func (w *placing) exchanged(centers map[int]orb.Point, system *crs.System) int {
	for i := range w.table.Records {
		c, some := centers[i]
		if !some {
			continue
		}
		if p, err := system.ToWGS84(orb.Point{c[1], c[0]}); err == nil && fits(system, p) {
			w.notes.Add("coordinates-swapped", datasets.Ref{Row: w.table.Records[i].Row}, func() datasets.Text {
				return datasets.T("%[1]s, %[2]s 对调后落在 %.4[3]f°E %.4[4]f°N", "%[1]s, %[2]s exchanged lands at %.4[3]f°E %.4[4]f°N", number(c[0]), number(c[1]), p[0], p[1])
			})
		}
	}
	return w.notes.Count("coordinates-swapped")
}

// convert takes every geometry from the system to WGS 84. Those that the
// system cannot hold lose their geometry; where that is all, it is an error.
func (w *placing) convert(system *crs.System) error {
	all, failed := 0, 0
	var first orb.Point
	var cause error
	w.eachGeometry(func(rec *datasets.Record) {
		all++
		g, err := crs.TransformGeometry(system, rec.Geometry)
		if err == nil && inDegrees(boundOf(g)) {
			rec.Geometry = g
			return
		}
		c := rec.Geometry.Bound().Center()
		if failed++; failed == 1 {
			first, cause = c, err
		}
		w.notes.Add("coordinates-not-converted", datasets.Ref{Row: rec.Row}, func() datasets.Text {
			return datasets.T("坐标 %[1]s, %[2]s", "coordinates %[1]s, %[2]s", number(c[0]), number(c[1]))
		})
		rec.Geometry = nil
	})
	if all == 0 || failed < all {
		return nil
	}
	problem := w.undeclared(first, 0)
	problem.Err = cause
	problem.What = datasets.T("坐标 %[1]s, %[2]s 不在 %[3]s 的范围内", "the coordinates %[1]s, %[2]s lie outside %[3]s", number(first[0]), number(first[1]), w.table.CRS)
	return problem
}

// checkRange takes care of coordinates that cannot be degrees: a few lose
// their geometry, half of them or more are an error that lists what system
// the file may be in. Exchanged ones are noted as such.
func (w *placing) checkRange() error {
	all, outside, firstRow := 0, 0, 0
	var first orb.Point
	w.eachGeometry(func(rec *datasets.Record) {
		all++
		b := boundOf(rec.Geometry)
		if inDegrees(b) || inDegrees(turnedBound(b)) {
			return
		}
		if outside++; outside == 1 {
			first, firstRow = farthest(b), rec.Row
		}
	})
	if outside > 0 && 2*outside >= all {
		return w.undeclared(first, firstRow)
	}
	w.eachGeometry(func(rec *datasets.Record) {
		b := boundOf(rec.Geometry)
		if inDegrees(b) {
			return
		}
		rule := "coordinates-out-of-range"
		if turned := turnedBound(b); inDegrees(turned) && inChina(turned.Center()) {
			rule = "coordinates-swapped"
		}
		p := farthest(b)
		w.notes.Add(rule, datasets.Ref{Row: rec.Row}, func() datasets.Text {
			return datasets.T("坐标 %[1]s, %[2]s 不是经纬度，几何已略去", "%[1]s, %[2]s is no longitude and latitude; the geometry is left out", number(p[0]), number(p[1]))
		})
		rec.Geometry = nil
	})
	return nil
}

// undeclared is the error for coordinates that are no degrees, with the
// systems under which the point would land in China.
func (w *placing) undeclared(p orb.Point, row int) *datasets.Problem {
	hint := datasets.T("用 crs 写明坐标系，例如 crs: EPSG:4547；已知的坐标系都不会使该点落在中国境内",
		"name the system with crs, such as crs: EPSG:4547; under no known system does the point land in China")
	if lands, swap := landings(p); lands != "" {
		hint = datasets.T("用 crs 写明坐标系；该点在各坐标系下的经纬度：%s", "name the system with crs; the point would lie at: %s", lands)
		if swap {
			hint.ZH += "\n  （须同时写 swap: true，因为北坐标在前）"
			hint.EN += "\n  (with swap: true as well, because the northing stands first)"
		}
	}
	what := datasets.T("坐标 %[1]s, %[2]s 不是经纬度，文件也没有声明坐标系", "the coordinates %[1]s, %[2]s are no degrees and the file declares no coordinate system", number(p[0]), number(p[1]))
	if w.table.CRS != "" {
		what = datasets.T("坐标 %[1]s, %[2]s 不是经纬度，但声明的坐标系是 %[3]s", "the coordinates %[1]s, %[2]s are no degrees, though the declared system is %[3]s", number(p[0]), number(p[1]), w.table.CRS)
	}
	return &datasets.Problem{Where: datasets.Ref{File: w.table.File, Row: row}, What: what, Hint: hint}
}

// landings lists the candidates four to a line: without a zone number in the
// easting every zone of CGCS2000 and UTM fits.
func landings(p orb.Point) (list string, swap bool) {
	var b strings.Builder
	for i, l := range crs.Candidates(p) {
		if i%4 == 0 {
			b.WriteString("\n    ")
		} else {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s → %.4f°E %.4f°N", l.System.Code(), l.Point[0], l.Point[1])
		swap = l.Swapped
	}
	return b.String(), swap
}

// noteSwapped notes geometries outside China that would lie in it with their
// coordinates exchanged. Nothing is changed.
func (w *placing) noteSwapped() {
	w.eachGeometry(func(rec *datasets.Record) {
		c := rec.Geometry.Bound().Center()
		if inChina(c) || !inChina(orb.Point{c[1], c[0]}) {
			return
		}
		w.notes.Add("coordinates-swapped", datasets.Ref{Row: rec.Row}, func() datasets.Text {
			return datasets.T("%[1]s, %[2]s：对调后在中国境内", "%[1]s, %[2]s: exchanged it lies in China", number(c[0]), number(c[1]))
		})
	})
}

// boundOf is the box around all of a geometry, holes outside their shell too.
func boundOf(g orb.Geometry) orb.Bound {
	b := g.Bound()
	holes := func(p orb.Polygon) {
		for _, r := range p {
			b = b.Union(r.Bound())
		}
	}
	switch g := g.(type) {
	case orb.Polygon:
		holes(g)
	case orb.MultiPolygon:
		for _, p := range g {
			holes(p)
		}
	case orb.Collection:
		for _, part := range g {
			b = b.Union(boundOf(part))
		}
	}
	return b
}

// inDegrees tells whether a bound can be longitude and latitude.
func inDegrees(b orb.Bound) bool {
	return b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90
}

// inChina is a rough box of longitude 73 to 136, latitude 3 to 54.
func inChina(p orb.Point) bool {
	return p[0] >= 73 && p[0] <= 136 && p[1] >= 3 && p[1] <= 54
}

func turnedBound(b orb.Bound) orb.Bound {
	return orb.Bound{Min: orb.Point{b.Min[1], b.Min[0]}, Max: orb.Point{b.Max[1], b.Max[0]}}
}

// farthest is the corner of a bound that is farther from the origin.
func farthest(b orb.Bound) orb.Point {
	if math.Abs(b.Min[0])+math.Abs(b.Min[1]) > math.Abs(b.Max[0])+math.Abs(b.Max[1]) {
		return b.Min
	}
	return b.Max
}

// number writes a coordinate for a message without needless digits.
func number(v float64) string {
	if math.Abs(v) < 1e15 {
		return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.6f", v), "0"), ".")
	}
	return fmt.Sprintf("%g", v)
}

// swapped exchanges the two numbers of every position.
func swapped(g orb.Geometry) orb.Geometry {
	turn := func(pts []orb.Point) {
		for i, p := range pts {
			pts[i] = orb.Point{p[1], p[0]}
		}
	}
	switch g := g.(type) {
	case orb.Point:
		return orb.Point{g[1], g[0]}
	case orb.MultiPoint:
		turn(g)
	case orb.LineString:
		turn(g)
	case orb.MultiLineString:
		for _, l := range g {
			turn(l)
		}
	case orb.Polygon:
		for _, ring := range g {
			turn(ring)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			swapped(p)
		}
	case orb.Collection:
		for i := range g {
			g[i] = swapped(g[i])
		}
	}
	return g
}
