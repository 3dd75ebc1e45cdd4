// Package gpkg reads and writes GeoPackages (OGC 12-128r17): SQLite databases
// of layers with geometries and of plain tables.
//
// Start with [Read] for one layer of a file and [Write] for a file of one layer.
// [Create] begins a file of several layers and tables of one's own; output/gis
// writes its results that way.
//
// Files of others are read as data: from memory, never written to, without
// running anything that they bring along. For one's own, SQLite makes the
// tables and Go writes their rows as pages of the database, one after the other,
// with the spatial index packed at the end: some ten times faster than inserting
// them, and the same to every program that reads them. The same content gives
// the same bytes.
//
// Geometries are of two dimensions; heights and measures are left out. Curves,
// raster tiles, relations between tables and editing are not supported.
package gpkg
