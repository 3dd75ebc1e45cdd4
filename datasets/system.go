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
		Hint: T("用 QGIS 或 ogr2ogr -t_srs EPSG:4326 转换后再读；若写错了，用 crs 写明真正的坐标系（%s）",
			"convert it with QGIS or ogr2ogr -t_srs EPSG:4326 first; if the name is wrong, name the true system with crs (%s)", crs.Supported),
	}
}
