package crs

import (
	"fmt"
	"math"
	"strings"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// declaration is what a description says, whether it was WKT, PROJJSON or a
// PROJ string. Angles are degrees and lengths metres.
type declaration struct {
	form       string // the keyword or type of the system, as written
	geographic bool
	projected  bool
	name       string
	base       string // the name of the geographic system below a projected one
	datum      string
	code       int // EPSG; 0 for none
	baseCode   int
	ellipsoid  string
	axis       float64 // semi-major axis; 0 where nothing is said
	inverseF   float64 // inverse flattening; 0 for a sphere
	meridian   float64 // prime meridian, east of Greenwich
	degree     bool    // the angular unit is the degree
	angleUnit  string
	unit       float64 // metres in a unit of the coordinates
	unitName   string
	method     string
	sphere     bool // ellipsoidal latitudes are projected as if on a sphere
	parameters []parameter
	directions []string  // of the axes
	shift      []float64 // to WGS 84: three translations in metres, then the rest
}

// parameter is one number of a projection.
type parameter struct {
	name  string // as written
	value float64
}

// system finds or makes the system that is described: that of the EPSG table
// which number, name or parameters lead to, else one of its own.
func (d *declaration) system() (*System, error) {
	if err := oldFrameOf(d.title(), d.code, d.name, d.base, d.datum); err != nil {
		return nil, err
	}
	if err := oldFrameOf(d.title(), d.baseCode); err != nil {
		return nil, err
	}
	if d.axis == 0 && (d.geographic || d.projected || d.form == "") {
		if s := byEPSG(d.code); s != nil {
			return s, nil
		}
		return nil, malformed(d.form, &fault{"没有椭球", "no ellipsoid"})
	}
	made, err := d.make()
	if err != nil {
		return nil, err
	}
	for _, s := range []*System{byEPSG(d.code), byName(fold(d.name))} {
		if s != nil && s.same(made) {
			return s, nil
		}
	}
	return made.registered(), nil
}

// title is the name for messages.
func (d *declaration) title() string {
	if d.name == "" {
		return d.form
	}
	return d.name
}

// make builds a system of the parameters alone.
func (d *declaration) make() (*System, error) {
	if !d.geographic && !d.projected {
		return nil, cannot(d.title(), "类型", "type", d.form)
	}
	f, err := d.frame()
	if err != nil {
		return nil, err
	}
	s := &System{name: shown(d.name), frame: f}
	if s.name == "" && d.geographic {
		s.name = f.texts().name
	}
	switch {
	case !d.degree:
		return nil, cannot(d.title(), "角度单位", "angular unit", d.angleUnit)
	case d.geographic:
		s.bounds = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
		return s, nil
	}
	for _, to := range d.directions {
		if to := strings.ToLower(to); to == "south" || to == "west" {
			return nil, cannot(d.title(), "坐标轴方向", "axis direction", to)
		}
	}
	return s, s.project(d)
}

// frame tells the reference frame, and refuses those that cannot be taken as
// WGS 84.
func (d *declaration) frame() (frame, error) {
	for i, v := range d.shift {
		// Translations in metres; a rotation of 0.1″ or a scale of 0.1 ppm
		// moves points by up to three metres.
		if limit := 3.0; !(math.Abs(v) <= limit) || i >= 3 && !(math.Abs(v) <= 0.1) {
			return 0, cannot(d.title(), "到 WGS 84 的转换参数", "parameters of transformation to WGS 84", fmt.Sprint(d.shift))
		}
	}
	if d.meridian != 0 {
		return 0, cannot(d.title(), "本初子午线（度）", "prime meridian (degrees)", fmt.Sprint(d.meridian))
	}
	names := fold(d.datum + d.base)
	if d.geographic {
		names += fold(d.name)
	}
	sphere := d.sphere || d.inverseF == 0 && d.isMercator()
	if !(math.Abs(d.axis-semiMajor) <= 1e-3) || !sphere && !(math.Abs(d.inverseF-inverseFWGS84) <= 1e-3) {
		return 0, otherFrame(d.title(), d.datum, d.ellipsoid)
	}
	f := frameOn(names, d.inverseF)
	if sphere {
		f = wgs84
	}
	if f == cgcs2000 && d.shift != nil && !strings.Contains(names, "2000") {
		f = grs80 // the nameless frame of a PROJ string with +towgs84=0,0,0
	}
	return f, nil
}

// isMercator tells the cylindrical projection that Web Mercator is a kind of.
func (d *declaration) isMercator() bool {
	m := fold(d.method)
	return m == "mercator" || m == "mercator1sp" || m == "merc" || m == "mercatorvarianta"
}

// project fills in the projection.
func (s *System) project(d *declaration) error {
	switch method := fold(d.method); {
	case method == "transversemercator", method == "gausskruger", method == "transversemercatorcomplex",
		method == "transversemercatornga2014", method == "tmerc":
		return s.projectTransverse(d)
	case method == "mercatorauxiliarysphere", method == "popularvisualisationpseudomercator", method == "webmerc",
		d.isMercator() && (d.sphere || d.inverseF == 0 || strings.Contains(fold(d.name), "pseudomercator")):
		return s.projectWeb(d)
	}
	return cannot(d.title(), "投影方法", "projection", d.method)
}

// projectTransverse fills in a transverse Mercator projection.
func (s *System) projectTransverse(d *declaration) error {
	p := parameters{inverseF: s.frame.texts().inverseF, scale: 1, unit: d.unit}
	central := math.NaN()
	for _, q := range d.parameters {
		switch parameterKey(q.name) {
		case "lat0":
			p.origin = q.value
		case "lon0":
			central = q.value
		case "k":
			p.scale = q.value
		case "x0":
			p.east = q.value
		case "y0":
			p.north = q.value
		default:
			if q.value != 0 {
				return cannot(d.title(), "投影参数", "projection parameter", fmt.Sprintf("%s = %v", shown(q.name), q.value))
			}
		}
	}
	p.central = geo.WrapLongitude(central)
	if err := p.check(d); err != nil {
		return err
	}
	s.kind, s.tm = transverseMercator, newTransverse(p)
	s.bounds = orb.Bound{Min: orb.Point{p.central - 3, -80}, Max: orb.Point{p.central + 3, 84}}
	if s.name == "" {
		s.name = fmt.Sprintf("transverse Mercator, central meridian %v", p.central)
	}
	return nil
}

// check refuses numbers that no projection has.
func (p *parameters) check(d *declaration) error {
	const far = 1e9 // metres: more than any false easting
	bad := func(name string, v float64) error {
		return cannot(d.title(), "投影参数", "projection parameter", fmt.Sprintf("%s = %v", name, v))
	}
	switch {
	case !(math.Abs(p.central) <= 180):
		return bad("central meridian", p.central)
	case !(math.Abs(p.origin) < 90):
		return bad("latitude of origin", p.origin)
	case !(p.scale > 0.5 && p.scale < 2):
		return bad("scale factor", p.scale)
	case !(math.Abs(p.east) < far):
		return bad("false easting", p.east)
	case !(math.Abs(p.north) < far):
		return bad("false northing", p.north)
	case p.unit == 0:
		return cannot(d.title(), "长度单位", "unit of length", d.unitName)
	}
	return nil
}

// projectWeb fills in Web Mercator, which has no parameters but zeros.
func (s *System) projectWeb(d *declaration) error {
	for _, q := range d.parameters {
		if q.value != 0 && (parameterKey(q.name) != "k" || q.value != 1) {
			return cannot(d.title(), "投影参数", "projection parameter", fmt.Sprintf("%s = %v", shown(q.name), q.value))
		}
	}
	if d.unit != 1 {
		return cannot(d.title(), "长度单位", "unit of length", d.unitName)
	}
	s.kind, s.frame = webSquare, wgs84
	return nil
}

// parameterKey tells the parameters of a transverse Mercator projection by the
// names that OGC, EPSG, ESRI and PROJ have for them; others keep their name.
func parameterKey(name string) string {
	switch plain := fold(name); plain {
	case "latitudeoforigin", "latitudeofnaturalorigin", "lat0":
		return "lat0"
	case "centralmeridian", "longitudeofnaturalorigin", "longitudeoforigin", "lon0":
		return "lon0"
	case "scalefactor", "scalefactoratnaturalorigin", "k", "k0":
		return "k"
	case "falseeasting", "x0":
		return "x0"
	case "falsenorthing", "y0":
		return "y0"
	default:
		return plain
	}
}

// same tells whether two systems convert alike and are of one frame.
func (s *System) same(o *System) bool {
	if s.kind != o.kind || s.frame != o.frame {
		return false
	}
	return s.kind != transverseMercator || s.tm.near(&o.tm.parameters)
}

// near tells whether two projections differ by less than a micrometre or so:
// files write angles with 13 digits and lengths with 6.
func (p *parameters) near(q *parameters) bool {
	return math.Abs(p.central-q.central) < 1e-11 && math.Abs(p.origin-q.origin) < 1e-11 &&
		math.Abs(p.scale-q.scale) < 1e-12 && math.Abs(p.east-q.east) < 1e-5 &&
		math.Abs(p.north-q.north) < 1e-5 && p.unit == q.unit
}

// registered is the system of the EPSG table with the same parameters, else s.
// Zones of 6° and of 3° share some central meridians; the 3° one, which cities
// use, comes later in the register and is preferred.
func (s *System) registered() *System {
	found := s
	for _, code := range allCodes() {
		if t := byEPSG(code); t.same(s) {
			found = t
		}
	}
	return found
}

// metresOf tells the length of a unit from the factor that a file gives, which
// may be rounded: the metre, the foot and the US survey foot; 0 for others.
func metresOf(factor float64) float64 {
	for _, known := range []float64{1, 0.3048, 1200.0 / 3937} {
		if math.Abs(factor/known-1) < 1e-8 {
			return known
		}
	}
	return 0
}

// degreesOf gives the degrees in an angular unit of so many radians; exactly 1
// for the degree, however it was rounded.
func degreesOf(factor float64) float64 {
	d := factor / radian
	if math.Abs(d-1) < 1e-8 {
		return 1
	}
	return d
}
