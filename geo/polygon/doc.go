// Package polygon mends polygons: [Repair] makes what a file holds valid in the
// sense of OGC Simple Features, without losing area that was enclosed. It works
// in the plane of the coordinates, whatever they are.
package polygon
