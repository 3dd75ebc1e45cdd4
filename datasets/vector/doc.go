// Package vector reads map layers into a [datasets.Table]: [ReadGeoJSON] takes
// RFC 7946 GeoJSON, the older form with a crs member, and sequences of
// features. [WriteGeoJSON] writes them.
//
// Geometries come out as WGS 84 longitude and latitude, mended where they can
// be (rings closed, self-crossing rings rebuilt, windings as RFC 7946 asks),
// and every mend is a finding of the table. Coordinates are never shifted or
// swapped unless [Options] say so. What the columns mean is decided by package
// datasets; opening files is done by datasets/open.
package vector
