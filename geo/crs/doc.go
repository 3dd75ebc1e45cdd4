// Package crs converts coordinates between WGS 84 longitude and latitude and
// the systems that Chinese planning data come in: CGCS2000 with its
// Gauss-Krüger zones, UTM, Web Mercator, and the shifted GCJ-02 and BD-09 of
// the map services.
//
// Use [Parse] to find a [System] by what a user or a file writes, then
// [System.ToWGS84] and [System.FromWGS84], or [TransformGeometry] for whole
// geometries. Where nobody knows the system of projected coordinates,
// [Candidates] lists where they would land.
//
// A point is always orb.Point{x, y}: longitude before latitude, easting before
// northing, whatever axis order the register prints.
//
// CGCS2000 and WGS 84 are taken as one frame. Their ellipsoids differ by 0.1 mm;
// their realisations by the drift of the plates since 2000, for which EPSG
// gives its own zero transformation an accuracy of 1 m. Older Chinese frames
// (Beijing 1954, Xi'an 1980) need secret local parameters and are not
// supported.
package crs
