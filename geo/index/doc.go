// Package index finds what lies near or around a point in a layer of
// geometries: which polygons contain it, what is within a distance, and what
// is nearest, all by the geodesic on WGS 84 and correct at the poles and across
// the antimeridian.
//
// Make a [Layer] with [New], then ask [Layer.Containing], [Layer.Within],
// [Layer.Nearest] or [Layer.Intersecting]. A layer takes geometries of any kind.
//
// For points alone [Points], made with [NewPoints], is packed: less memory
// and several times as fast. It also counts and sums weights, and
// answers from many places at once on all cores: [Points.NearestEach],
// [Points.NearestKEach], [Points.CountEach], [Points.WithinEach],
// [Weights.WithinEach]. [Polygons], made with [NewPolygons], does
// [Layer.Containing] for many places: [Polygons.Locate]. Such a [Batch] is sorted along
// a space-filling curve, and can be watched and stopped.
//
// Nothing changes once it is made, and all may be asked from many goroutines.
// Answers are complete and in a fixed order; equal distances are ordered by
// index. The same question has the same answer whatever the index, the number of
// goroutines and the rest of the batch: neighbours are compared by
// geo.Distance, limits by geo.AtMost. The package gives straight-line
// distances only.
package index
