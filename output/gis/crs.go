package gis

import (
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// wgs84SRS is the EPSG code of every layer.
const wgs84SRS = 4326

const wgs84WKT = `GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],` +
	`PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]`

const cgcs2000WKT = `GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],` +
	`PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]`

// system is the coordinate reference system that the project shows.
type system struct {
	code   int // EPSG
	name   string
	wkt    string
	proj4  string
	metric bool

	// Of transverse Mercator systems.
	ellipsoid     string  // EPSG code
	meridian      float64 // degrees
	scale         float64
	falseNorth    float64 // metres; the false easting is 500 km
	invFlattening float64
}

// maxZoneWidth is the extent in degrees of longitude beyond which one zone
// would distort the map more than plain degrees do: two UTM zones.
const maxZoneWidth = 12

// systemFor chooses the metric system for the middle of b: the CGCS2000
// 3-degree Gauss-Krüger zone (EPSG:4534 to 4554) within China's extent of
// longitude 73.5 to 136.5 and latitude 17 to 54, the UTM zone of WGS 84
// elsewhere. Extents wider than maxZoneWidth, polar ones and an empty one stay
// in degrees.
func systemFor(b orb.Bound, ok bool) system {
	lon, lat := b.Center()[0], b.Center()[1]
	if !ok || b.Max[0]-b.Min[0] > maxZoneWidth || math.Abs(lat) > 80 {
		return system{code: wgs84SRS, name: "WGS 84", wkt: wgs84WKT, proj4: "+proj=longlat +datum=WGS84 +no_defs", ellipsoid: "EPSG:7030"}
	}
	if lon >= 73.5 && lon < 136.5 && lat >= 17 && lat <= 54 {
		return gaussKruger(int(math.Round(lon / 3)))
	}
	return utm(min(int(math.Floor((lon+180)/6)), 59)+1, lat < 0)
}

// gaussKruger is the CGCS2000 3-degree zone with its central meridian at
// 3 × zone degrees and no zone number in the easting. Zones 25 to 45 are
// EPSG:4534 to 4554.
func gaussKruger(zone int) system {
	s := system{code: 4534 + zone - 25, meridian: float64(3 * zone), scale: 1, metric: true, ellipsoid: "EPSG:1024", invFlattening: 298.257222101}
	s.name = fmt.Sprintf("CGCS2000 / 3-degree Gauss-Kruger CM %dE", 3*zone)
	s.proj4 = fmt.Sprintf("+proj=tmerc +lat_0=0 +lon_0=%d +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs", 3*zone)
	s.wkt = projectedWKT(s, cgcs2000WKT, `AXIS["Northing",NORTH],AXIS["Easting",EAST]`)
	return s
}

// utm is a WGS 84 UTM zone, 1 to 60.
func utm(zone int, south bool) system {
	s := system{code: 32600 + zone, meridian: float64(6*zone - 183), scale: 0.9996, metric: true, ellipsoid: "EPSG:7030", invFlattening: 298.257223563}
	half, flag := "N", ""
	if south {
		half, flag = "S", " +south"
		s.code += 100
		s.falseNorth = 1e7
	}
	s.name = fmt.Sprintf("WGS 84 / UTM zone %d%s", zone, half)
	s.proj4 = fmt.Sprintf("+proj=utm +zone=%d%s +datum=WGS84 +units=m +no_defs", zone, flag)
	s.wkt = projectedWKT(s, wgs84WKT, `AXIS["Easting",EAST],AXIS["Northing",NORTH]`)
	return s
}

func projectedWKT(s system, base, axes string) string {
	return fmt.Sprintf(`PROJCS["%s",%s,PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%g],`+
		`PARAMETER["scale_factor",%g],PARAMETER["false_easting",500000],PARAMETER["false_northing",%.0f],UNIT["metre",1,AUTHORITY["EPSG","9001"]],%s,AUTHORITY["EPSG","%d"]]`,
		s.name, base, s.meridian, s.scale, s.falseNorth, axes, s.code)
}

// project gives easting and northing in metres, or the point itself where the
// system is in degrees. It sums Krüger's series to the fourth order in the
// third flattening (Karney 2011, Journal of Geodesy 85, eq. 35), which is good
// to 1 mm within 10 degrees of the meridian. WGS 84 and CGCS2000 are taken as
// one, as they are within a metre.
func (s *system) project(p orb.Point) orb.Point {
	if !s.metric {
		return p
	}
	const a = 6378137 // metres, of WGS 84 and CGCS2000
	f := 1 / s.invFlattening
	n := f / (2 - f)
	n2, n3, n4 := n*n, n*n*n, n*n*n*n
	alpha := [...]float64{
		n/2 - 2*n2/3 + 5*n3/16 + 41*n4/180,
		13*n2/48 - 3*n3/5 + 557*n4/1440,
		61*n3/240 - 103*n4/140,
		49561 * n4 / 161280,
	}
	sin := math.Sin(p[1] * math.Pi / 180)
	e := 2 * math.Sqrt(n) / (1 + n)
	t := math.Sinh(math.Atanh(sin) - e*math.Atanh(e*sin))
	dl := (p[0] - s.meridian) * math.Pi / 180
	xi := math.Atan2(t, math.Cos(dl))
	eta := math.Atanh(math.Sin(dl) / math.Hypot(1, t))
	x, y := eta, xi
	for i, c := range alpha {
		k := float64(2 * (i + 1))
		x += c * math.Cos(k*xi) * math.Sinh(k*eta)
		y += c * math.Sin(k*xi) * math.Cosh(k*eta)
	}
	r := s.scale * a / (1 + n) * (1 + n2/4 + n4/64)
	return orb.Point{500000 + r*x, s.falseNorth + r*y}
}

// projectBound is the extent of b in the system, taken along its edges.
func (s *system) projectBound(b orb.Bound) orb.Bound {
	const steps = 8
	p := s.project(b.Min)
	out := orb.Bound{Min: p, Max: p}
	for i := 0; i <= steps; i++ {
		f := float64(i) / steps
		lon := b.Min[0] + f*(b.Max[0]-b.Min[0])
		lat := b.Min[1] + f*(b.Max[1]-b.Min[1])
		for _, q := range []orb.Point{{lon, b.Min[1]}, {lon, b.Max[1]}, {b.Min[0], lat}, {b.Max[0], lat}} {
			out = out.Extend(s.project(q))
		}
	}
	return out
}

// node is the element by which QGIS knows the system. The WKT is what counts:
// an authority code alone is taken for an invalid system.
func (s *system) node() *node {
	acronym, geographic := "longlat", "true"
	if s.metric {
		acronym, geographic = "tmerc", "false"
	}
	code := strconv.Itoa(s.code)
	return el("spatialrefsys").with(
		leaf("wkt", s.wkt),
		leaf("proj4", s.proj4),
		leaf("srsid", "0"),
		leaf("srid", code),
		leaf("authid", "EPSG:"+code),
		leaf("description", s.name),
		leaf("projectionacronym", acronym),
		leaf("ellipsoidacronym", s.ellipsoid),
		leaf("geographicflag", geographic),
	)
}
