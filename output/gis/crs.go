package gis

import (
	"math"
	"strings"

	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/crs"
)

// system is the coordinate reference system that the project shows.
type system struct {
	*crs.System
	ellipsoid string // EPSG code
}

// inDegrees is WGS 84, the system of every layer.
func inDegrees() system { return known(4326, "EPSG:7030") }

// known is a system of the table that geo/crs holds for good.
func known(code int, ellipsoid string) system {
	s, _ := crs.ByEPSG(code)
	return system{s, ellipsoid}
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
func gaussKruger(zone int) system { return known(4534+zone-25, "EPSG:1024") }

// utm is a WGS 84 UTM zone, 1 to 60.
func utm(zone int, south bool) system {
	if south {
		return known(32700+zone, "EPSG:7030")
	}
	return known(32600+zone, "EPSG:7030")
}

func (s *system) metric() bool { return !s.Geographic() }

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
	acronym, geographic := "longlat", "true"
	if s.metric() {
		acronym, geographic = "tmerc", "false"
	}
	return el("spatialrefsys").with(
		leaf("wkt", s.OGCWKT()),
		leaf("proj4", s.PROJ()),
		leaf("srsid", "0"),
		leaf("srid", strings.TrimPrefix(s.Code(), "EPSG:")),
		leaf("authid", s.Code()),
		leaf("description", s.Name()),
		leaf("projectionacronym", acronym),
		leaf("ellipsoidacronym", s.ellipsoid),
		leaf("geographicflag", geographic),
	)
}
