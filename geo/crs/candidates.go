package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// Landing is where coordinates would lie if they were of a system.
type Landing struct {
	System  *System
	Point   orb.Point // WGS 84 longitude and latitude
	Swapped bool      // the northing was given before the easting
}

// beyondZone is how far outside its zone data are still plausible, degrees: a
// city keeps one system although its edge lies in the next zone.
const beyondZone = 1

// Candidates lists where projected coordinates (metres) would land in China
// (longitude 73 to 136, latitude 3 to 54) under each system that they are
// plausible in: Web Mercator, CGCS2000 Gauss-Krüger within a degree of the
// zone, UTM on the northern half. Order is that of the EPSG numbers. Without a
// zone number in the easting every zone fits; the user's own knowledge of the
// place must choose. Where nothing fits, x and y are tried the other way
// round, as Chinese surveys write x for north. Degrees, and what lands nowhere,
// give nil.
func Candidates(p orb.Point) []Landing {
	if math.Abs(p[0]) <= 360 && math.Abs(p[1]) <= 360 {
		return nil
	}
	found := landings(p, false)
	if found == nil {
		found = landings(orb.Point{p[1], p[0]}, true)
	}
	return found
}

// landings tries every projected system.
func landings(p orb.Point, swapped bool) []Landing {
	china := orb.Bound{Min: orb.Point{chinaWest, chinaSouth}, Max: orb.Point{chinaEast, chinaNorth}}
	var found []Landing
	for _, code := range allCodes() {
		s := byEPSG(code)
		if s.Geographic() || code > 32700 {
			continue
		}
		q, err := s.ToWGS84(p)
		zone := s.bounds
		zone.Min[0] -= beyondZone
		zone.Max[0] += beyondZone
		if err == nil && china.Contains(q) && zone.Contains(q) {
			found = append(found, Landing{s, q, swapped})
		}
	}
	return found
}
