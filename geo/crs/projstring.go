package crs

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// PROJ is the system as a PROJ string, which older files of QGIS hold beside
// the WKT; "" for GCJ-02 and BD-09, which PROJ does not have.
func (s *System) PROJ() string {
	switch s.kind {
	case degrees:
		return "+proj=longlat " + s.frame.texts().proj + " +no_defs"
	case webSquare:
		return "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs"
	case transverseMercator:
		t := &s.tm
		return strings.Join([]string{
			"+proj=tmerc", "+lat_0=" + plain(t.origin), "+lon_0=" + plain(t.central), "+k=" + plain(t.scale),
			"+x_0=" + plain(t.east), "+y_0=" + plain(t.north), s.frame.texts().proj, "+units=" + unitOf(t.unit).proj, "+no_defs",
		}, " ")
	}
	return ""
}

// plain writes a number with all its digits and without an exponent.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// parsePROJ reads the PROJ strings of the systems that [ParseWKT] accepts.
func parsePROJ(text string) (*System, error) {
	if len(text) > maxText {
		return nil, unknown(text)
	}
	values := map[string]string{}
	var keys []string
	for _, word := range strings.Fields(text) {
		key, value, _ := strings.Cut(strings.TrimPrefix(word, "+"), "=")
		if _, twice := values[key]; !twice { // PROJ takes the first
			values[key] = value
			keys = append(keys, key)
		}
	}
	if code, ok := epsgNumber(values["init"]); ok && values["proj"] == "" {
		return ByEPSG(code)
	}
	return projDeclaration(text, keys, values)
}

// projDeclaration makes a system of the parameters of a PROJ string.
func projDeclaration(text string, keys []string, values map[string]string) (*System, error) {
	d := declaration{form: shown(text), degree: true, unit: 1, unitName: "m", method: values["proj"]}
	d.geographic = slices.Contains([]string{"longlat", "latlong", "lonlat", "latlon"}, d.method)
	d.projected = !d.geographic
	if d.projected && values["lon_0"] == "" {
		d.parameters = []parameter{{"lon_0", 0}} // PROJ's default, as the next one
	}
	if values["datum"]+values["ellps"]+values["a"] == "" {
		d.ellipsoid, d.axis, d.inverseF = "GRS80", semiMajor, inverseFGRS80
	}
	for _, key := range keys {
		if err := d.proj(key, values[key]); err != nil {
			return nil, err
		}
	}
	if b, err := strconv.ParseFloat(values["b"], 64); err == nil && b != d.axis {
		d.inverseF = d.axis / (d.axis - b)
	}
	if d.method == "utm" {
		if err := d.projUTM(values); err != nil {
			return nil, err
		}
	}
	return d.system()
}

// projUTM fills in the projection of a UTM zone.
func (d *declaration) projUTM(values map[string]string) error {
	zone, err := strconv.Atoi(values["zone"])
	if err != nil || zone < 1 || zone > 60 {
		return cannot(d.title(), "投影参数", "projection parameter", "zone="+values["zone"])
	}
	d.method = "tmerc"
	d.parameters = []parameter{{"lon_0", float64(6*zone - 183)}, {"k", 0.9996}, {"x_0", 500_000}}
	if _, south := values["south"]; south {
		d.parameters = append(d.parameters, parameter{"y_0", 10_000_000})
	}
	return nil
}

// harmless are the keys of PROJ strings that change nothing here, or that
// projDeclaration reads itself.
const harmless = " proj zone south b no_defs type wktext approx algo title over "

// proj reads one parameter. Those that are not known are refused, as they may
// move points.
func (d *declaration) proj(key, value string) error {
	number := func() float64 {
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return math.NaN()
		}
		return v
	}
	switch key {
	case "lat_0", "lon_0", "k", "k_0", "x_0", "y_0", "lat_ts":
		d.parameters = append(d.parameters, parameter{key, number()})
	case "datum", "ellps":
		return d.projDatum(value)
	case "a":
		d.axis, d.ellipsoid = number(), "a="+value
	case "rf":
		d.inverseF = number()
	case "towgs84":
		d.projShift(value)
	case "pm":
		if value != "greenwich" {
			d.meridian = number()
		}
	case "units":
		d.unit, d.unitName = projUnit(value), value
	case "to_meter":
		d.unit, d.unitName = metresOf(number()), value
	default:
		if !strings.Contains(harmless, " "+key+" ") && (key != "nadgrids" || value != "@null") {
			return cannot(d.title(), "参数", "parameter", key+"="+value)
		}
	}
	return nil
}

// projDatum reads the names of PROJ's datums and ellipsoids.
func (d *declaration) projDatum(value string) error {
	d.ellipsoid, d.axis = value, semiMajor
	switch value {
	case "WGS84":
		d.datum, d.inverseF = "WGS_1984", inverseFWGS84
	case "GRS80":
		d.inverseF = inverseFGRS80
	case "NAD83":
		d.datum, d.inverseF = "NAD83", inverseFGRS80
	default:
		return otherFrame(d.title(), value, value)
	}
	return nil
}

// projShift reads the parameters of +towgs84, seven at most.
func (d *declaration) projShift(value string) {
	for _, part := range strings.SplitN(value, ",", 8) {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil {
			v = math.NaN()
		}
		d.shift = append(d.shift, v)
	}
}

// projUnit is the length of one of PROJ's units, 0 for those not known here.
func projUnit(name string) float64 {
	for _, u := range units() {
		if u.proj == name {
			return u.metres
		}
	}
	return 0
}

// unit is a unit of length with its names.
type unit struct {
	metres float64
	number int // EPSG
	name   string
	esri   string
	proj   string
}

// units are those that coordinates may be in: the names and numbers of the
// EPSG register, of ArcGIS and of PROJ.
func units() []unit {
	return []unit{
		{1, 9001, "metre", "Meter", "m"},
		{0.3048, 9002, "foot", "Foot", "ft"},
		{1200.0 / 3937, 9003, "US survey foot", "Foot_US", "us-ft"},
	}
}

// unitOf finds the unit of a length that [metresOf] gave.
func unitOf(metres float64) unit {
	for _, u := range units() {
		if u.metres == metres {
			return u
		}
	}
	return units()[0]
}
