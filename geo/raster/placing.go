package raster

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// affine leads from columns and rows to coordinates, and back: cell (0, 0) has
// its first corner at column 0, row 0, whichever way the file counts.
type affine struct {
	x0, xc, xr float64
	y0, yc, yr float64
	det        float64
}

func (a *affine) coordinates(col, row float64) orb.Point {
	return orb.Point{a.x0 + a.xc*col + a.xr*row, a.y0 + a.yc*col + a.yr*row}
}

func (a *affine) cell(p orb.Point) (col, row float64) {
	dx, dy := p[0]-a.x0, p[1]-a.y0
	return (dx*a.yr - dy*a.xr) / a.det, (dy*a.xc - dx*a.yc) / a.det
}

// placing reads where the cells lie: OGC 19-008r4 chapter 8 and requirement
// class ModelTransformation.
func (d *directory) placing(point bool) (*affine, error) {
	a := &affine{}
	scale, err := d.floats(tagPixelScale)
	if err != nil {
		return nil, err
	}
	ties, err := d.floats(tagTiepoint)
	if err != nil {
		return nil, err
	}
	matrix, err := d.floats(tagTransformation)
	if err != nil {
		return nil, err
	}
	switch {
	case len(scale) >= 2 && len(ties) >= 6:
		a.xc, a.yr = scale[0], -scale[1]
		a.x0, a.y0 = ties[3]-ties[0]*a.xc, ties[4]-ties[1]*a.yr
	case len(matrix) == 16:
		*a = affine{x0: matrix[3], xc: matrix[0], xr: matrix[1], y0: matrix[7], yc: matrix[4], yr: matrix[5]}
	case len(ties) > 6:
		return nil, &Error{
			Fault: NoPlace, Tag: tagTiepoint, WhatZH: fmt.Sprintf("文件只有 %d 个控制点，没有格网的位置", len(ties)/6), WhatEN: fmt.Sprintf("the file has %d control points instead of a place for its cells", len(ties)/6),
			HintZH: "先校正：gdalwarp 原文件.tif 新文件.tif", HintEN: "rectify it first: gdalwarp in.tif out.tif",
		}
	default:
		return nil, &Error{
			Fault: NoPlace, WhatZH: "文件没有说明格网的位置（不是 GeoTIFF）", WhatEN: "the file does not say where its cells lie (it is no GeoTIFF)",
			HintZH: "旁有 .tfw 时：gdal_translate -a_srs EPSG:4547 原文件.tif 新文件.tif；否则加上 -a_ullr 左 上 右 下",
			HintEN: "with a .tfw beside it: gdal_translate -a_srs EPSG:4547 in.tif out.tif; otherwise add -a_ullr left top right bottom",
		}
	}
	if point { // coordinates are those of centres
		p := a.coordinates(-0.5, -0.5)
		a.x0, a.y0 = p[0], p[1]
	}
	a.det = a.xc*a.yr - a.xr*a.yc
	for _, v := range [...]float64{a.x0, a.xc, a.xr, a.y0, a.yc, a.yr, 1 / a.det} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, damaged("格网的位置不是有效的数", "the place of the cells is not made of numbers").at(tagPixelScale, 0)
		}
	}
	return a, nil
}
