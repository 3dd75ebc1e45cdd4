package raster

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
)

// noData reads the number that stands for none in the file.
func (d *directory) noData() (value float64, ok bool, err error) {
	text, err := d.text(tagNoData)
	if err != nil || strings.TrimSpace(text) == "" {
		return 0, false, err
	}
	v, perr := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if perr != nil && !math.IsInf(v, 0) {
		return 0, false, damaged("缺值 %q 不是数", "the value for missing ones, %q, is not a number", text).at(tagNoData, d.fields[tagNoData].pos)
	}
	return v, true, nil
}

// metadata is what GDAL_METADATA says.
type metadata struct {
	Items []struct {
		Sample string `xml:"sample,attr"`
		Role   string `xml:"role,attr"`
		Text   string `xml:",chardata"`
	} `xml:"Item"`
}

// scaling reads what GDAL notes beside the numbers: the true value is
// scale × number + offset.
func (d *directory) scaling() (scale, offset float64, err error) {
	text, err := d.text(tagMetadata)
	scale, offset = 1, 0
	if err != nil || text == "" {
		return scale, offset, err
	}
	var meta metadata
	if err := xml.Unmarshal([]byte(text), &meta); err != nil && strings.Contains(text, "role=") { // else remarks, on which nothing depends
		return scale, offset, damaged("GDAL_METADATA 不是有效的 XML", "GDAL_METADATA is no XML").at(tagMetadata, d.fields[tagMetadata].pos).why(err)
	}
	for _, item := range meta.Items {
		v, err := strconv.ParseFloat(strings.TrimSpace(item.Text), 64)
		if item.Sample != "0" || err != nil {
			continue
		}
		switch item.Role {
		case "scale":
			scale = v
		case "offset":
			offset = v
		}
	}
	return scale, offset, nil
}
