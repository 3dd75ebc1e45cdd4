// Package raster reads grids of numbers from GeoTIFF files: heights of the
// ground, people per cell.
//
// Use [Open] first; it reads the directory of the file and none of its values.
// [Grid.At] then gives the value of the cell that holds a place,
// [Grid.Height] a value between the centres of cells, as slopes need it,
// and [Grid.Cells] goes through the cells of a box. Only the tiles or strips that
// are asked for are read, and a bounded number of them is kept.
//
// Files are classic TIFF or BigTIFF of either byte order, in strips or tiles,
// uncompressed or compressed with Deflate, LZW or PackBits, with any of the
// three predictors, and hold integers of 8 to 32 bits or floating-point numbers
// of 32 or 64. The first band of the first image in full resolution counts;
// overviews and masks are left alone. Places are WGS 84 longitude and latitude,
// which the grid converts to its own system by [fugai/geo/crs].
//
// Sources: TIFF revision 6.0 (Aldus 1992) with Adobe's Technical Note 3 (the
// floating-point predictor), the BigTIFF design (2007), OGC GeoTIFF 1.1
// (19-008r4), and what GDAL adds: its texts for missing values, scale and
// offset, and sparse files.
package raster
