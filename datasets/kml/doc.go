// Package kml reads and writes KML and KMZ: [Read] takes what Google Earth,
// ArcGIS, QGIS, GDAL and the map tools in China save (KML 2.0 to 2.2, with
// tracks) into one [datasets.Table], [Write] and [WriteKMZ] turn a table into
// KML 2.2 with typed columns.
//
// Nothing is fetched: network links, pictures and entities of a document type
// stay where they are. Styles, views, overlays and models are not read. What the
// columns mean is decided by package datasets; opening files is done by
// datasets/open.
package kml
