// Package roads turns a layer of lines into streets: [Read] takes a table that
// datasets/open has read from GeoJSON, Shapefile, GeoPackage or KML, finds out
// what its columns mean (道路等级, 限速, 单行 …; highway, maxspeed, oneway …) and
// gives a [fugai/geo/network.Roads] in OpenStreetMap's words, with a report of
// how the columns were understood.
//
// It opens no files, and decides nothing about who may use a street or how
// fast: that is geo/network's part. Streets meet where their points have the
// same coordinates to 1e-7 degrees (about a centimetre); lines that cross
// without a common point stay apart, as they do at a bridge.
package roads
