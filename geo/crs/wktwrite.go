package crs

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// WKT1 is the system in Well-Known Text of the flavour of ArcGIS, on one line,
// as .prj files hold it. GCJ-02 and BD-09 give "": they are no systems of
// coordinates in the sense of the standard, and no program would know them.
func (s *System) WKT1() string {
	f := s.frame.texts()
	geog := fmt.Sprintf(`GEOGCS["%s",DATUM["%s",SPHEROID["%s",%s,%s]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`,
		f.esriName, f.esriDatum, f.esriEll, decimal(semiMajor), decimal(f.inverseF))
	switch s.kind {
	case degrees:
		return geog
	case webSquare:
		return projected(s.esriName(), geog, `PROJECTION["Mercator_Auxiliary_Sphere"]`,
			`PARAMETER["False_Easting",0.0]`, `PARAMETER["False_Northing",0.0]`, `PARAMETER["Central_Meridian",0.0]`,
			`PARAMETER["Standard_Parallel_1",0.0]`, `PARAMETER["Auxiliary_Sphere_Type",0.0]`, `UNIT["Meter",1.0]`)
	case transverseMercator:
		t, u := &s.tm, unitOf(s.tm.unit)
		method := "Transverse_Mercator"
		if s.frame == cgcs2000 {
			method = "Gauss_Kruger"
		}
		number := func(name string, v float64) string { return fmt.Sprintf(`PARAMETER["%s",%s]`, name, decimal(v)) }
		return projected(s.esriName(), geog, fmt.Sprintf(`PROJECTION["%s"]`, method),
			number("False_Easting", t.east/t.unit), number("False_Northing", t.north/t.unit), number("Central_Meridian", t.central),
			number("Scale_Factor", t.scale), number("Latitude_Of_Origin", t.origin), fmt.Sprintf(`UNIT["%s",%s]`, u.esri, decimal(u.metres)))
	}
	return ""
}

// OGCWKT is the system in Well-Known Text 1 of OGC 01-009 with the numbers of
// the EPSG register, as gpkg_spatial_ref_sys.definition of a GeoPackage and
// projects of QGIS hold it; "" for GCJ-02 and BD-09.
func (s *System) OGCWKT() string {
	var own []string
	if s.epsg != 0 {
		own = []string{authority(s.epsg)}
	}
	axes := []string{`AXIS["Easting",EAST]`, `AXIS["Northing",NORTH]`}
	switch s.kind {
	case degrees:
		return s.ogcGeographic(true)
	case webSquare:
		return projected(s.name, append(append([]string{s.ogcGeographic(false), `PROJECTION["Mercator_1SP"]`,
			`PARAMETER["central_meridian",0]`, `PARAMETER["scale_factor",1]`, `PARAMETER["false_easting",0]`,
			`PARAMETER["false_northing",0]`, `UNIT["metre",1,AUTHORITY["EPSG","9001"]]`}, axes...),
			append([]string{`EXTENSION["PROJ4","` + s.PROJ() + `"]`}, own...)...)...)
	case transverseMercator:
		if s.northFirst() {
			axes[0], axes[1] = axes[1], axes[0]
		}
		t, u := &s.tm, unitOf(s.tm.unit)
		number := func(name string, v float64) string { return fmt.Sprintf(`PARAMETER["%s",%s]`, name, digits(v)) }
		return projected(s.name, append(append([]string{s.ogcGeographic(false), `PROJECTION["Transverse_Mercator"]`,
			number("latitude_of_origin", t.origin), number("central_meridian", t.central), number("scale_factor", t.scale),
			number("false_easting", t.east/t.unit), number("false_northing", t.north/t.unit),
			fmt.Sprintf(`UNIT["%s",%s,%s]`, u.name, digits(u.metres), authority(u.number))}, axes...), own...)...)
	}
	return ""
}

// ogcGeographic is the geographic system, alone or below a projected one.
func (s *System) ogcGeographic(alone bool) string {
	f := s.frame.texts()
	datum := fmt.Sprintf(`DATUM["%s",SPHEROID["%s",6378137,%s,%s]`, f.datum, f.ellipsoid, digits(f.inverseF), authority(f.ellipsNo))
	rest, axes := "", ""
	if f.number == 0 {
		datum += `,TOWGS84[0,0,0,0,0,0,0]`
	} else {
		datum += "," + authority(f.datumNumber)
		rest = "," + authority(f.number)
	}
	if alone {
		axes = `,AXIS["Latitude",NORTH],AXIS["Longitude",EAST]`
	}
	return fmt.Sprintf(`GEOGCS["%s",%s],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]]%s%s]`,
		f.name, datum, axes, rest)
}

// northFirst tells whether the register puts the northing before the easting,
// as it does for CGCS2000. Files put the easting first nevertheless.
func (s *System) northFirst() bool { return s.frame == cgcs2000 }

// projected writes a PROJCS of its parts.
func projected(name string, parts ...string) string {
	return fmt.Sprintf(`PROJCS["%s",%s]`, strings.ReplaceAll(name, `"`, `""`), strings.Join(parts, ","))
}

func authority(number int) string { return fmt.Sprintf(`AUTHORITY["EPSG","%d"]`, number) }

// digits writes a number with the 15 digits that other programs write.
func digits(v float64) string { return strconv.FormatFloat(round15(v), 'f', -1, 64) }

// decimal is digits with a decimal point at any rate, as ArcGIS writes it.
func decimal(v float64) string {
	s := digits(v)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// round15 keeps 15 digits.
func round15(v float64) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		return v
	}
	return short
}

// esriName is the name that ArcGIS has for a system of the table; others have
// their own name, in letters, digits and underscores.
func (s *System) esriName() string {
	switch {
	case s.epsg == 2790:
		return "NAD_1983_HARN_StatePlane_Illinois_East_FIPS_1201"
	case s.kind == webSquare:
		return "WGS_1984_Web_Mercator_Auxiliary_Sphere"
	case s.kind == degrees:
		return s.frame.texts().esriName
	case s.epsg != 0:
		return strings.NewReplacer(" / ", "_", "3-degree Gauss-Kruger", "3_Degree_GK", "Gauss-Kruger", "GK",
			"WGS 84", "WGS_1984", "zone", "Zone", " ", "_").Replace(s.name)
	}
	return strings.Join(strings.FieldsFunc(s.name, func(r rune) bool { return !isNamePart(r) }), "_")
}

// isNamePart tells what ArcGIS has in names; Chinese letters are among it.
func isNamePart(r rune) bool {
	return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
