package raster

import (
	"fmt"
	"math"
	"strings"

	"fugai/geo/crs"
)

// GeoKeys that are read, OGC 19-008r4 chapter 7.
const (
	keyModelType     = 1024 // 1 projected, 2 geographic
	keyRasterType    = 1025 // 1 cells are areas, 2 points
	keyCitation      = 1026
	keyGeographic    = 2048 // EPSG number
	keyGeoCitation   = 2049
	keyProjected     = 3072 // EPSG number
	keyProjCitation  = 3073
	keyEllipsoid     = 2056
	keyInverseF      = 2059
	keyMethod        = 3075 // 1 transverse Mercator
	keyUnits         = 3076
	keyLongitude     = 3080
	keyLatitude      = 3081
	keyEasting       = 3082
	keyNorthing      = 3083
	keyScale         = 3092
	keyUserDefined   = 32767
	esriStringPrefix = "ESRI PE String = "
)

// keys are the GeoKeys of a file.
type keys struct {
	numbers map[int]int
	doubles map[int]float64
	texts   map[int]string
}

// keys reads the directory of GeoKeys.
func (d *directory) keys() (*keys, error) {
	k := &keys{numbers: map[int]int{}, doubles: map[int]float64{}, texts: map[int]string{}}
	list, err := d.integers(tagGeoKeys)
	if err != nil || len(list) < 4 {
		return k, err
	}
	doubles, err := d.floats(tagGeoDoubles)
	if err != nil {
		return k, err
	}
	texts, err := d.text(tagGeoTexts)
	if err != nil {
		return k, err
	}
	for e := list[4:]; len(e) >= 4; e = e[4:] {
		key, location, count, value := int(e[0]&0xffff), e[1], e[2], e[3]
		switch {
		case location == 0:
			k.numbers[key] = int(value & 0xffff)
		case location == tagGeoDoubles && value < uint64(len(doubles)):
			k.doubles[key] = doubles[value]
		case location == tagGeoTexts && value <= uint64(len(texts)) && count <= uint64(len(texts))-value:
			k.texts[key] = strings.TrimRight(texts[value:value+count], "|\x00")
		}
	}
	return k, nil
}

// point tells whether the file's coordinates are those of centres of cells.
func (k *keys) point() bool { return k.numbers[keyRasterType] == 2 }

// system finds the coordinate system.
func (k *keys) system() (*crs.System, error) {
	key := keyProjected
	if k.numbers[keyModelType] == 2 || k.numbers[keyModelType] != 1 && k.numbers[keyProjected] == 0 {
		key = keyGeographic
	}
	switch code := k.numbers[key]; code {
	case 0, keyUserDefined:
		return k.described()
	default:
		s, err := crs.ByEPSG(code)
		if err != nil {
			return nil, noSystem(fmt.Sprintf("EPSG:%d", code), err)
		}
		return s, nil
	}
}

// described finds a system that has no number. ArcGIS writes its whole
// description, others the parameters; a name alone says too little.
func (k *keys) described() (*crs.System, error) {
	if text, ok := k.mercator(); ok {
		return crs.Parse(text)
	}
	name := ""
	for _, key := range [...]int{keyProjCitation, keyCitation, keyGeoCitation} {
		text := k.texts[key]
		if wkt, ok := strings.CutPrefix(text, esriStringPrefix); ok {
			if s, err := crs.ParseWKT(wkt); err == nil {
				return s, nil
			}
		}
		if name == "" && key != keyGeoCitation {
			name = text
		}
	}
	if name == "" {
		name = k.texts[keyGeoCitation]
	}
	return nil, noSystem(name, nil)
}

// mercator writes a transverse Mercator grid on a meridian of its own, such as
// those of many cities, as crs reads it.
func (k *keys) mercator() (text string, ok bool) {
	if k.numbers[keyModelType] != 1 || k.numbers[keyMethod] != 1 || k.numbers[keyUnits] != 0 && k.numbers[keyUnits] != 9001 {
		return "", false
	}
	ellipsoid, ok := k.ellipsoid()
	longitude, known := k.doubles[keyLongitude]
	scale, scaled := k.doubles[keyScale]
	if !scaled {
		scale = 1
	}
	text = fmt.Sprintf("+proj=tmerc +lat_0=%v +lon_0=%v +k=%v +x_0=%v +y_0=%v %s +units=m", k.doubles[keyLatitude], longitude, scale, k.doubles[keyEasting], k.doubles[keyNorthing], ellipsoid)
	if _, err := crs.Parse(text); err != nil {
		return "", false
	}
	return text, ok && known
}

// ellipsoid names the ellipsoid of a grid, where it is one of a modern frame.
func (k *keys) ellipsoid() (text string, ok bool) {
	switch k.numbers[keyGeographic] {
	case 4326:
		return "+datum=WGS84", true
	case 4490:
		return "+ellps=GRS80", true
	case 0, keyUserDefined:
	default:
		return "", false
	}
	switch k.numbers[keyEllipsoid] {
	case 7030: // WGS 84
		return "+datum=WGS84", true
	case 7019, 1024: // GRS 1980, CGCS2000
		return "+ellps=GRS80", true
	}
	if math.Abs(k.doubles[keyInverseF]-298.257222101) < 1e-7 {
		return "+ellps=GRS80", true
	}
	return "", false
}

// noSystem is the error for a file whose system is not known.
func noSystem(name string, err error) *Error {
	const hint = "gdalwarp -t_srs EPSG:4326 "
	e := &Error{Fault: NoSystem, Tag: tagGeoKeys, Err: err, HintZH: "转换后再用：" + hint + "原文件.tif 新文件.tif", HintEN: "convert it: " + hint + "in.tif out.tif"}
	switch {
	case name == "":
		e.WhatZH, e.WhatEN = "文件没有写明坐标系", "the file does not name its coordinate system"
		e.HintZH, e.HintEN = "用 crs: 写明坐标系，如 crs: EPSG:4547", "name it with crs:, such as crs: EPSG:4547"
	case err != nil:
		e.WhatZH, e.WhatEN = "坐标系 "+name+" 无法换算", "the coordinate system "+name+" cannot be converted"
	default:
		e.WhatZH, e.WhatEN = "坐标系是自定义的（"+name+"）", "the coordinate system is one of its own ("+name+")"
	}
	return e
}
