// Package index finds what lies near or around a point in a layer of
// geometries: which polygons contain it, what is within a distance, and what
// is nearest, all by the geodesic on WGS 84 and correct at the poles and across
// the antimeridian.
//
// Make a [Layer] with [New], then ask [Layer.Containing], [Layer.Within],
// [Layer.Nearest] or [Layer.Intersecting]. A layer does not change once it is
// made, and may be asked from many goroutines.
//
// Answers are complete and in a fixed order; equal distances are ordered by
// index. The package gives straight-line distances only.
package index
