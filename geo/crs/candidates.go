package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// Landing is where coordinates would lie if they were of a system.
type Landing struct {
	System   *System
	Point    orb.Point // WGS 84 longitude and latitude
	Swapped  bool      // the northing (or the latitude) was given first
	Relation Relation  // to the declared system; only of [Elsewhere]
}

// beyondZone is how far outside its zone data are still plausible, degrees: a
// city keeps one system although its edge lies in the next zone.
const beyondZone = 1

// Candidates lists where coordinates of an unknown system would land in China
// (longitude 73 to 136, latitude 3 to 54) under each system that they are
// plausible in: degrees under WGS 84, metres under Web Mercator, CGCS2000
// Gauss-Krüger within a degree of the zone, and UTM on the northern half. Order
// is that of the EPSG numbers. Without a zone number in the easting every zone
// fits; the user's own knowledge of the place must choose, or other layers with
// [Elsewhere]. Where nothing fits, x and y are tried the other way round, as
// Chinese surveys write x for north. What lands nowhere gives nil.
func Candidates(p orb.Point) []Landing {
	found := landings(p, false)
	if found == nil {
		found = landings(swap(p), true)
	}
	return found
}

// swap exchanges x and y.
func swap(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} }

// maybeDegrees tells whether both numbers are small enough for degrees. No
// metres in a zone are: its easting is near 500,000.
func maybeDegrees(p orb.Point) bool { return math.Abs(p[0]) <= 360 && math.Abs(p[1]) <= 360 }

// landings tries WGS 84, or every projected system.
func landings(p orb.Point, swapped bool) []Landing {
	china := orb.Bound{Min: orb.Point{chinaWest, chinaSouth}, Max: orb.Point{chinaEast, chinaNorth}}
	var found []Landing
	for _, code := range allCodes() {
		if code > 32700 {
			break
		}
		s := byEPSG(code)
		if q, ok := s.landing(p); ok && china.Contains(q) {
			found = append(found, Landing{System: s, Point: q, Swapped: swapped})
		}
	}
	return found
}

// landing is where p would lie if it were of s; ok is false where that is not
// plausible. Of the systems in degrees only WGS 84 is tried, since the others
// give the same place.
func (s *System) landing(p orb.Point) (orb.Point, bool) {
	if s.Geographic() != maybeDegrees(p) || s.Geographic() && s.epsg != 4326 {
		return orb.Point{}, false
	}
	q, err := s.ToWGS84(p)
	zone := s.bounds
	zone.Min[0] -= beyondZone
	zone.Max[0] += beyondZone
	return q, err == nil && zone.Contains(q)
}
