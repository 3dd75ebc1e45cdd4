package main

import (
	"archive/zip"
	"bytes"
	"strconv"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/datasets/shapefile"
)

// zipped writes the network as districts hand it over: a Shapefile in an
// archive, with coordinates of five decimals (a metre).
func (s *streetMaker) zipped(name string) ([]byte, error) {
	t := &datasets.Table{File: name + ".shp", Spatial: true, Columns: []string{"名称", "等级", "限速", "单行"},
		Types: []datasets.Type{datasets.TypeText, datasets.TypeText, datasets.TypeInteger, datasets.TypeText}}
	for i, st := range s.streets {
		speed := ""
		if st.speed > 0 {
			speed = strconv.Itoa(st.speed)
		}
		line := make(orb.LineString, len(st.line))
		for k, p := range st.line {
			line[k] = coarse(s.ground(p))
		}
		t.Records = append(t.Records, datasets.Record{Row: i + 1, Values: []string{st.name, st.class, speed, st.oneway}, Geometry: line})
	}
	all, _, err := shapefile.Encode(t, shapefile.WriteOptions{Encoding: s.style.encoding})
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, part := range all.Parts() {
		entry, err := w.CreateHeader(&zip.FileHeader{Name: name + part.Ext, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := entry.Write(part.Data); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return buf.Bytes(), err
}

// coarse rounds to five decimals. Two points a metre apart may become one.
func coarse(p orb.Point) orb.Point {
	for i := range p {
		v, err := strconv.ParseFloat(strconv.FormatFloat(p[i], 'f', 5, 64), 64)
		if err == nil { // digits that were just written
			p[i] = v
		}
	}
	return p
}
