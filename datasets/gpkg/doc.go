// Package gpkg reads and writes GeoPackages.
package gpkg
