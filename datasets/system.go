package datasets

import (
	"errors"

	"fugai/geo/crs"
)

// UnknownSystem is the [*Problem] for a coordinate system that package crs
// refused with err: its own sentences where it recognised the system, else what.
func UnknownSystem(where Ref, what Text, err error) error {
	var refused *crs.Refused
	if errors.As(err, &refused) {
		return &Problem{Where: where, Err: err, What: Text{ZH: refused.WhatZH, EN: refused.WhatEN}, Hint: Text{ZH: refused.HintZH, EN: refused.HintEN}}
	}
	return &Problem{
		Where: where, What: what, Err: err,
		Hint: T("可写 EPSG:4326、EPSG:4490、EPSG:4547（CGCS2000 高斯-克吕格）、EPSG:32650（UTM）、EPSG:3857、GCJ-02、BD-09；其他坐标系请先用 QGIS 或 ogr2ogr -t_srs EPSG:4326 转换",
			"write EPSG:4326, EPSG:4490, EPSG:4547 (CGCS2000 Gauss-Krüger), EPSG:32650 (UTM), EPSG:3857, GCJ-02 or BD-09; convert any other with QGIS or ogr2ogr -t_srs EPSG:4326 first"),
	}
}
