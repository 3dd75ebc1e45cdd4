package crs

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// ParsePROJJSON finds or makes the system that PROJJSON describes, as
// GeoParquet and GDAL write it; see [ParseWKT] for what it accepts.
func ParsePROJJSON(text []byte) (*System, error) {
	if len(text) > maxText {
		return nil, malformed("PROJJSON", tooLong(len(text)))
	}
	var j jsonSystem
	if err := json.Unmarshal(text, &j); err != nil {
		return nil, malformed("PROJJSON", &fault{"不是合法的 PROJJSON", err.Error()})
	}
	var d declaration
	d.json(&j, 0)
	return d.system()
}

// The members of PROJJSON 0.7 that are read.
type (
	jsonSystem struct {
		Type       string       `json:"type"`
		Name       string       `json:"name"`
		Base       *jsonSystem  `json:"base_crs"`
		Source     *jsonSystem  `json:"source_crs"`
		Components []jsonSystem `json:"components"`
		Datum      *jsonDatum   `json:"datum"`
		Ensemble   *jsonDatum   `json:"datum_ensemble"`
		Conversion struct {
			Method     jsonNamed   `json:"method"`
			Parameters []jsonNamed `json:"parameters"`
		} `json:"conversion"`
		Transformation struct {
			Parameters []jsonNamed `json:"parameters"`
		} `json:"transformation"`
		Coordinates struct {
			Subtype string      `json:"subtype"`
			Axes    []jsonNamed `json:"axis"`
		} `json:"coordinate_system"`
		ID jsonID `json:"id"`
	}
	jsonDatum struct {
		Name      string `json:"name"`
		Ellipsoid struct {
			Name     string     `json:"name"`
			Axis     jsonLength `json:"semi_major_axis"`
			Inverse  float64    `json:"inverse_flattening"`
			Radius   jsonLength `json:"radius"`
			SemiAxis jsonLength `json:"semi_minor_axis"`
		} `json:"ellipsoid"`
		Meridian struct {
			Longitude jsonLength `json:"longitude"`
		} `json:"prime_meridian"`
	}
	jsonNamed struct {
		Name      string          `json:"name"`
		Direction string          `json:"direction"`
		Unit      jsonUnit        `json:"unit"`
		Value     json.RawMessage `json:"value"`
	}
	jsonID struct {
		Authority string          `json:"authority"`
		Code      json.RawMessage `json:"code"`
	}
)

// jsonUnit is a unit's name, or an object with its factor.
type jsonUnit struct {
	name   string
	factor float64 // to metres, radians or 1; 0 where nothing is said
}

// UnmarshalJSON reads either form.
func (u *jsonUnit) UnmarshalJSON(text []byte) error {
	var long struct {
		Name   string  `json:"name"`
		Factor float64 `json:"conversion_factor"`
	}
	if err := json.Unmarshal(text, &u.name); err != nil {
		if err := json.Unmarshal(text, &long); err != nil {
			return err
		}
		u.name, u.factor = long.Name, long.Factor
		return nil
	}
	switch u.name {
	case "degree":
		u.factor = radian
	case "metre", "unity":
		u.factor = 1
	}
	return nil
}

// jsonLength is a number, or an object of a number and its unit.
type jsonLength struct {
	value float64
	unit  jsonUnit
}

// UnmarshalJSON reads either form.
func (l *jsonLength) UnmarshalJSON(text []byte) error {
	if err := json.Unmarshal(text, &l.value); err == nil {
		l.unit.factor = 1
		return nil
	}
	var long struct {
		Value float64  `json:"value"`
		Unit  jsonUnit `json:"unit"`
	}
	err := json.Unmarshal(text, &long)
	l.value, l.unit = long.Value, long.Unit
	return err
}

// json reads the description of a system.
func (d *declaration) json(j *jsonSystem, depth int) {
	d.form, d.name, d.code = j.Type, j.Name, j.ID.epsg()
	switch {
	case depth > maxDepth:
		d.form = "nested too deep"
	case j.Type == "CompoundCRS" && len(j.Components) > 0:
		d.json(&j.Components[0], depth+1)
	case j.Type == "BoundCRS" && j.Source != nil:
		d.json(j.Source, depth+1)
		for _, p := range j.Transformation.Parameters {
			d.shift = append(d.shift, p.number())
		}
	case j.Type == "GeographicCRS", j.Type == "GeodeticCRS":
		d.geographic = j.Coordinates.Subtype != "Cartesian"
		d.jsonDatum(j)
	case j.Type == "ProjectedCRS":
		d.jsonProjected(j)
	}
}

// jsonProjected reads a system in metres or feet.
func (d *declaration) jsonProjected(j *jsonSystem) {
	d.projected, d.unit, d.unitName = true, 1, "metre"
	if j.Base != nil {
		d.base, d.baseCode = j.Base.Name, j.Base.ID.epsg()
		d.jsonDatum(j.Base)
	}
	for _, a := range j.Coordinates.Axes {
		d.directions = append(d.directions, a.Direction)
		d.unit, d.unitName = metresOf(a.Unit.factor), a.Unit.name
	}
	d.method = j.Conversion.Method.Name
	for _, p := range j.Conversion.Parameters {
		d.parameters = append(d.parameters, parameter{p.Name, p.inUnit()})
	}
}

// jsonDatum reads the datum, its ellipsoid, prime meridian and angular unit.
func (d *declaration) jsonDatum(j *jsonSystem) {
	d.degree = true
	for _, a := range j.Coordinates.Axes {
		if !strings.EqualFold(a.Direction, "up") && degreesOf(a.Unit.factor) != 1 {
			d.degree, d.angleUnit = false, a.Unit.name
		}
	}
	datum := j.Datum
	if datum == nil {
		datum = j.Ensemble
	}
	if datum == nil {
		return
	}
	ell := &datum.Ellipsoid
	d.datum, d.ellipsoid = datum.Name, ell.Name
	d.axis, d.inverseF = ell.Axis.value*ell.Axis.unit.factor, ell.Inverse
	if ell.Radius.value != 0 {
		d.axis = ell.Radius.value * ell.Radius.unit.factor
	}
	if b := ell.SemiAxis.value * ell.SemiAxis.unit.factor; b != 0 && b != d.axis {
		d.inverseF = d.axis / (d.axis - b)
	}
	d.meridian = datum.Meridian.Longitude.value
}

// number is the value without regard to its unit; NaN where it is none, such as
// the name of a file of shifts.
func (n *jsonNamed) number() float64 {
	v, err := strconv.ParseFloat(string(n.Value), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// inUnit is the value in degrees, metres or as it is.
func (n *jsonNamed) inUnit() float64 {
	switch parameterKey(n.Name) {
	case "lat0", "lon0":
		return n.number() * degreesOf(n.Unit.factor)
	case "x0", "y0":
		if m := metresOf(n.Unit.factor); m != 0 {
			return n.number() * m
		}
		return n.number() * n.Unit.factor
	}
	return n.number()
}

// epsg is the number in the EPSG register, written as a number or a text.
func (id *jsonID) epsg() int {
	if !strings.EqualFold(id.Authority, "EPSG") {
		return 0
	}
	code, _ := strconv.ParseUint(strings.Trim(string(id.Code), `"`), 10, 31)
	return int(code)
}
