// Package open reads a file by its name into a [datasets.Table]: [Read] picks
// the reader from one table by the extension, or by the content where the
// extension says nothing, and returns the SHA-256 of the bytes it read.
//
// It reads GeoJSON, CSV, XLSX, Shapefile, GeoPackage, KML and features of
// OpenStreetMap, from a folder, an [io/fs.FS] or standard input; [Roads] reads
// the streets of OpenStreetMap or of a layer of lines; [Encode] writes. Formats it does
// not read are named in the error, with the way to convert them.
package open
