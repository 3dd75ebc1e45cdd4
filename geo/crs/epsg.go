package crs

import (
	"fmt"

	"github.com/paulmach/orb"
)

// The numbers are those of the EPSG register, v10.

// byEPSG makes the system of a number; nil where it is not supported.
func byEPSG(code int) *System {
	s := &System{code: fmt.Sprintf("EPSG:%d", code)}
	switch {
	case code == 4326:
		s.name, s.bounds = "WGS 84", orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	case code == 4490:
		s.name, s.bounds = "China Geodetic Coordinate System 2000", strip(104.5, 31.5)
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
	codes := []int{3857, 4326, 4490}
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
	s.kind = transverseMercator
	s.tm = transverse{inverseF: inverseFCGCS2000, scale: 1, central: float64(central), east: east}
	s.bounds = strip(float64(central), float64(width)/2)
}

// utm fills in a zone of Universal Transverse Mercator on WGS 84.
func (s *System) utm(zone int, north bool) {
	central := float64(6*zone - 183)
	s.kind = transverseMercator
	s.tm = transverse{inverseF: inverseFWGS84, scale: 0.9996, central: central, east: 500_000}
	s.name = fmt.Sprintf("WGS 84 / UTM zone %dN", zone)
	s.bounds = orb.Bound{Min: orb.Point{central - 3, 0}, Max: orb.Point{central + 3, 84}}
	if !north {
		s.tm.north = 10_000_000
		s.name = fmt.Sprintf("WGS 84 / UTM zone %dS", zone)
		s.bounds = orb.Bound{Min: orb.Point{central - 3, -80}, Max: orb.Point{central + 3, 0}}
	}
}
