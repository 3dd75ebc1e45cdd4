// Package shapefile reads and writes Esri Shapefiles: [Read] takes a .shp with
// the .dbf, .shx, .prj and .cpg beside it, [ReadZip] a ZIP that holds them,
// [ReadDBF] an attribute table without shapes; [Encode] makes all five files
// of a table.
//
// Points, lines, polygons and multipoints are read in all their forms; heights
// and measures are dropped. Texts are decoded by what their bytes are, whatever
// a .cpg claims. Geometries come out in WGS 84, mended, and every liberty taken
// is a finding of the table. Multipatches and memo files (.dbt, .fpt) are not
// read.
//
// Sources: "ESRI Shapefile Technical Description", July 1998; the published
// layouts of dBASE III and IV and of Visual FoxPro tables.
package shapefile
