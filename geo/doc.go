// Package geo measures on the Earth: distances, areas and bounds on the
// WGS 84 ellipsoid, in metres and square metres.
//
// Use [Distance] first: it is exact to well below a millimetre anywhere.
// [DistanceTo] gives the distance to a line or polygon, [Area] the size of a
// polygon, [Center] a point inside it, and [AtMost] decides whether a place
// lies within a limit. Many questions about one layer are faster with
// geo/index.
//
// A point is orb.Point{longitude, latitude} in degrees, latitude within ±90.
// Longitudes up to ±540 are read as the same meridian, so that a shape may run
// on past ±180; everything else out of range, NaN or infinite gives NaN.
//
// Two kinds of edges occur. Area takes the edges of a polygon as geodesics,
// because that is what the published algorithm measures; containment and
// distance to a shape take them as straight in longitude and latitude, because
// that is what maps draw. For edges below a kilometre the two lie less
// than three centimetres apart at the latitudes of China.
//
// The package knows no other coordinate system (see geo/crs) and no roads.
package geo

// Meters is a length in metres. Not a number stands for a distance that has no
// meaning, such as one from a point out of range.
type Meters float64

// SquareMeters is an area in square metres.
type SquareMeters float64

// KM2 gives the area in square kilometres.
func (a SquareMeters) KM2() float64 { return float64(a) / 1e6 }
