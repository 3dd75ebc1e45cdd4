// Package crs converts coordinates between WGS 84 longitude and latitude and
// the systems that Chinese planning data come in: CGCS2000 with its
// Gauss-Krüger zones, UTM, Web Mercator, any other transverse Mercator grid of
// a modern frame, and the shifted GCJ-02 and BD-09 of the map services.
//
// Use [Parse] to find a [System] by what a user or a file writes, or
// [ParseWKT] and [ParsePROJJSON] where it is known to be a description; then
// [System.ToWGS84] and [System.FromWGS84], or [TransformGeometry] and [Project]
// for whole geometries. [System.WKT1] and [System.OGCWKT] write the description
// for .prj files and GeoPackages.
//
// Where nobody knows the system of coordinates, [Candidates] lists where they
// would land; where the declared one puts them far from the other layers,
// [Elsewhere] lists the systems that do not.
//
// A point is always orb.Point{x, y}: longitude before latitude, easting before
// northing, whatever axis order the register prints.
//
// CGCS2000 and WGS 84 are taken as one frame. Their ellipsoids differ by 0.1 mm;
// their realisations by the drift of the plates since 2000, for which EPSG
// gives its own zero transformation an accuracy of 1 m. Other modern frames on
// the ellipsoid GRS 1980 (NAD83, NAD83(HARN), ETRS89, TWD97) are taken as WGS 84
// too, within about two metres. Older Chinese frames (Beijing 1954, Xi'an 1980)
// need local parameters that are not public: they are recognised and refused.
package crs
