package crs

import (
	"fmt"

	"github.com/paulmach/orb"
)

// The numbers are those of the EPSG register, v10.

// byEPSG makes the system of a number; nil where it is not supported.
func byEPSG(code int) *System {
	s := &System{epsg: code}
	switch {
	case code == 4326:
		s.name, s.bounds = "WGS 84", orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	case code == 4490:
		s.name, s.frame, s.bounds = "China Geodetic Coordinate System 2000", cgcs2000, strip(104.5, 31.5)
	case code == 2790:
		s.illinoisEast()
	case code == 3857:
		s.name, s.kind = "WGS 84 / Pseudo-Mercator", webSquare
		s.bounds = orb.Bound{Min: orb.Point{-180, -85.06}, Max: orb.Point{180, 85.06}}
	case 4491 <= code && code <= 4554:
		s.gaussKruger(code)
	case 32601 <= code && code <= 32660:
		s.utm(code-32600, true)
	case 32701 <= code && code <= 32760:
		s.utm(code-32700, false)
	default:
		return nil
	}
	return s
}

// allCodes lists every supported number in order.
func allCodes() []int {
	codes := []int{2790, 3857, 4326, 4490}
	for c := 4491; c <= 4554; c++ {
		codes = append(codes, c)
	}
	for zone := 1; zone <= 60; zone++ {
		codes = append(codes, 32600+zone)
	}
	for zone := 1; zone <= 60; zone++ {
		codes = append(codes, 32700+zone)
	}
	return codes
}

// chinaSouth and chinaNorth are the latitudes of China with its seas.
const (
	chinaSouth = 3
	chinaNorth = 54
	chinaWest  = 73
	chinaEast  = 136
)

// strip is a band of longitudes over the latitudes of China.
func strip(central, half float64) orb.Bound {
	return orb.Bound{Min: orb.Point{central - half, chinaSouth}, Max: orb.Point{central + half, chinaNorth}}
}

// gaussKruger fills in one of the four CGCS2000 families: zones of 6 or of 3
// degrees, their number before the easting or not.
func (s *System) gaussKruger(code int) {
	var width, zone int
	prefixed := true
	switch {
	case code <= 4501: // 6°, zones 13 to 23
		width, zone = 6, code-4491+13
	case code <= 4512: // 6°, central meridians 75 to 135
		width, zone, prefixed = 6, code-4502+13, false
	case code <= 4533: // 3°, zones 25 to 45
		width, zone = 3, code-4513+25
	default: // 3°, central meridians 75 to 135
		width, zone, prefixed = 3, code-4534+25, false
	}
	central := width * zone
	family := "CGCS2000 / 3-degree Gauss-Kruger"
	if width == 6 {
		central -= 3
		family = "CGCS2000 / Gauss-Kruger"
	}
	east := 500_000.0
	s.name = fmt.Sprintf("%s CM %dE", family, central)
	if prefixed {
		east += 1e6 * float64(zone)
		s.name = fmt.Sprintf("%s zone %d", family, zone)
	}
	s.kind, s.frame = transverseMercator, cgcs2000
	s.tm = newTransverse(parameters{inverseF: inverseFGRS80, scale: 1, central: float64(central), east: east, unit: 1})
	s.bounds = strip(float64(central), float64(width)/2)
}

// utm fills in a zone of Universal Transverse Mercator on WGS 84.
func (s *System) utm(zone int, northern bool) {
	central := float64(6*zone - 183)
	north := 0.0
	s.name = fmt.Sprintf("WGS 84 / UTM zone %dN", zone)
	s.bounds = orb.Bound{Min: orb.Point{central - 3, 0}, Max: orb.Point{central + 3, 84}}
	if !northern {
		north = 10_000_000
		s.name = fmt.Sprintf("WGS 84 / UTM zone %dS", zone)
		s.bounds = orb.Bound{Min: orb.Point{central - 3, -80}, Max: orb.Point{central + 3, 0}}
	}
	s.kind = transverseMercator
	s.tm = newTransverse(parameters{inverseF: inverseFWGS84, scale: 0.9996, central: central, east: 500_000, north: north, unit: 1})
}

// illinoisEast fills in EPSG:2790, which open data of Chicago are in. Its
// frame NAD83(HARN) is taken as WGS 84, from which it differs by about a metre.
func (s *System) illinoisEast() {
	s.name, s.kind, s.frame = "NAD83(HARN) / Illinois East", transverseMercator, harn
	s.bounds = orb.Bound{Min: orb.Point{-89.28, 37.06}, Max: orb.Point{-87.02, 42.5}}
	s.tm = newTransverse(parameters{
		inverseF: inverseFGRS80, scale: 0.999975, central: -(88 + 1./3), origin: 36 + 2./3, east: 300_000, unit: 1,
	})
}
