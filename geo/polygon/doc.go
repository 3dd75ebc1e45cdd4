// Package polygon mends polygons and lays them over each other.
//
// Use [Repair] first: it makes what a file holds valid in the sense of OGC
// Simple Features without losing land. [Fits] then tells where the units of a
// map overlap and where they leave gaps, [Dissolve] unites the rows of one unit,
// [Outside] gives what of a unit lies beyond another, and [CutAntimeridian] cuts
// what crosses the meridian of 180 degrees.
//
// Everything is done in the plane of the coordinates, with exact predicates:
// sides are split where they meet, and the faces between them counted by how
// often they are enclosed. New corners are rounded to 1e-9 units. Repair takes
// any coordinates, what measures takes longitude and latitude.
package polygon
