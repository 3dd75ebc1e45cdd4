package travel

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo/raster"
)

// openHeights reads the grid of heights that the options name, and hands it to
// the settings.
func openHeights(ctx context.Context, o *StreetOptions, s *Streets) (*raster.Grid, error) {
	if o.Heights == "" {
		return nil, nil
	}
	grid, in, err := OpenGrid(ctx, o.Heights, o.Files)
	if err != nil {
		return nil, err
	}
	s.Inputs = append(s.Inputs, in)
	o.Settings.Height, o.Settings.HeightKey = grid.Height, in.SHA256
	return grid, nil
}

// OpenGrid reads a GeoTIFF. Errors are *datasets.Problem where the user can
// mend them.
func OpenGrid(ctx context.Context, path string, files open.Options) (*raster.Grid, open.Input, error) {
	data, in, err := open.Bytes(ctx, path, files)
	if err != nil {
		return nil, in, err
	}
	grid, err := raster.Open(bytes.NewReader(data), int64(len(data)), raster.Options{})
	if err != nil {
		return nil, in, GridProblem(path, err)
	}
	return grid, in, nil
}

// GridProblem names the file of a grid's error.
func GridProblem(file string, err error) error {
	var e *raster.Error
	if !errors.As(err, &e) {
		return err
	}
	hint := datasets.Text{ZH: e.HintZH, EN: e.HintEN}
	if e.Fault == raster.NoSystem && e.Err == nil && strings.Contains(e.HintEN, "crs:") { // which is that of another file here
		hint = datasets.T("把坐标系写进 GeoTIFF：gdal_edit.py -a_srs EPSG:4547 文件.tif，或在 QGIS 里导出时指定", "write it into the GeoTIFF: gdal_edit.py -a_srs EPSG:4547 FILE.tif, or export it from QGIS with one")
	}
	return &datasets.Problem{Where: datasets.Ref{File: file}, What: datasets.Text{ZH: e.WhatZH, EN: e.WhatEN}, Hint: hint, Err: err}
}

// heightsBroken tells of values that could not be read: slopes would be wrong.
func heightsBroken(grid *raster.Grid, file string) error {
	if grid == nil || grid.Err() == nil {
		return nil
	}
	return GridProblem(file, grid.Err())
}
