package gis

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/crs"
)

// wgs84SRS is the EPSG code of every layer.
const wgs84SRS = 4326

const wgs84WKT = `GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],` +
	`PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]`

const cgcs2000WKT = `GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],` +
	`PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]`

// system is the coordinate reference system that the project shows, with the
// texts by which QGIS knows it. A nil System is WGS 84 in degrees.
type system struct {
	*crs.System
	wkt       string
	proj4     string
	ellipsoid string // EPSG code
}

// inDegrees is WGS 84, the system of every layer.
func inDegrees() system {
	return system{wkt: wgs84WKT, proj4: "+proj=longlat +datum=WGS84 +no_defs", ellipsoid: "EPSG:7030"}
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
	if !ok || !geo.Valid(b.Min) || !geo.Valid(b.Max) || b.Max[0]-b.Min[0] > maxZoneWidth || math.Abs(lat) > 80 {
		return inDegrees()
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
	meridian := 3 * zone
	s := metric(4534+zone-25, "EPSG:1024", fmt.Sprintf("+proj=tmerc +lat_0=0 +lon_0=%d +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs", meridian))
	return s.withWKT(cgcs2000WKT, meridian, 1, 0, `AXIS["Northing",NORTH],AXIS["Easting",EAST]`)
}

// utm is a WGS 84 UTM zone, 1 to 60.
func utm(zone int, south bool) system {
	code, north, flag := 32600+zone, 0, ""
	if south {
		code, north, flag = 32700+zone, 10_000_000, " +south"
	}
	s := metric(code, "EPSG:7030", fmt.Sprintf("+proj=utm +zone=%d%s +datum=WGS84 +units=m +no_defs", zone, flag))
	return s.withWKT(wgs84WKT, 6*zone-183, 0.9996, north, `AXIS["Easting",EAST],AXIS["Northing",NORTH]`)
}

// metric is the system of a code, or degrees where the code is not known.
func metric(code int, ellipsoid, proj4 string) system {
	s, err := crs.ByEPSG(code)
	if err != nil {
		return inDegrees()
	}
	return system{System: s, proj4: proj4, ellipsoid: ellipsoid}
}

// withWKT adds the description of a transverse Mercator system.
func (s system) withWKT(base string, meridian int, scale float64, falseNorth int, axes string) system {
	if !s.metric() {
		return s
	}
	s.wkt = fmt.Sprintf(`PROJCS["%s",%s,PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%d],`+
		`PARAMETER["scale_factor",%g],PARAMETER["false_easting",500000],PARAMETER["false_northing",%d],UNIT["metre",1,AUTHORITY["EPSG","9001"]],%s,AUTHORITY["EPSG","%s"]]`,
		s.Name(), base, meridian, scale, falseNorth, axes, strings.TrimPrefix(s.Code(), "EPSG:"))
	return s
}

func (s *system) metric() bool { return s.System != nil }

// project gives easting and northing in metres, or the point itself where the
// system is in degrees. Points of an extent that [systemFor] accepted lie within
// the 40 degrees of the meridian to which projections reach.
func (s *system) project(p orb.Point) orb.Point {
	if !s.metric() {
		return p
	}
	if q, err := s.FromWGS84(p); err == nil {
		return q
	}
	return p
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
	code, name, acronym, geographic := "EPSG:"+strconv.Itoa(wgs84SRS), "WGS 84", "longlat", "true"
	if s.metric() {
		code, name, acronym, geographic = s.Code(), s.Name(), "tmerc", "false"
	}
	return el("spatialrefsys").with(
		leaf("wkt", s.wkt),
		leaf("proj4", s.proj4),
		leaf("srsid", "0"),
		leaf("srid", strings.TrimPrefix(code, "EPSG:")),
		leaf("authid", code),
		leaf("description", name),
		leaf("projectionacronym", acronym),
		leaf("ellipsoidacronym", s.ellipsoid),
		leaf("geographicflag", geographic),
	)
}
