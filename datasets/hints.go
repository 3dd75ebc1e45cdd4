package datasets

import (
	"strings"

	"fugai/geo/crs"
)

// hint warns of a header, a file name or a cell that names a shifted system
// which nobody declared; without one it notes of a table that WGS 84 was
// assumed.
func (p *placer) hint() {
	if declared, err := crs.Parse(p.table.CRS); err == nil && declared.Shifted() {
		return
	}
	at, words, system := p.saidSystem()
	if system != "" {
		p.notes.add(ruleCRSHint, at, "“%[1]s”提示 %[2]s；核实后请设 crs: %[2]s", "%[1]q suggests %[2]s: check, and set crs: %[2]s", words, system)
		return
	}
	for _, col := range []int{p.lon, p.one} {
		if header := p.header(col); header != "" && !p.table.Spatial {
			if !strings.Contains(fold(header), "wgs84") {
				p.notes.add(ruleCRSUndeclared, Ref{File: p.table.File, Column: header}, "按度读取", "read as degrees")
			}
			return
		}
	}
}

// header is the name of a column, "" for none.
func (p *placer) header(col int) string {
	if col < 0 || col >= len(p.table.Columns) {
		return ""
	}
	return p.table.Columns[col]
}

// saidSystem finds words that name a shifted system: in the headers of the
// coordinates, in a column about coordinate systems, in the name of the file
// or layer. Each is weak evidence: files are renamed, and columns kept after a
// conversion.
func (p *placer) saidSystem() (at Ref, words, system string) {
	file := p.table.File
	for _, col := range []int{p.lon, p.one} {
		if h := p.header(col); systemInHeader(h) != "" {
			return Ref{File: file, Column: h}, h, systemInHeader(h)
		}
	}
	var buf []Record
	rows := p.table.chunk(0, min(1, p.table.Len()), &buf)
	for i, h := range p.table.Columns {
		if !aboutSystems(h) || len(rows) == 0 || i >= len(rows[0].Values) {
			continue
		}
		rec := &rows[0]
		if cell := clean(rec.Values[i]); systemInHeader(cell) != "" {
			return p.table.Ref(rec, i), cell, systemInHeader(cell)
		}
	}
	for _, name := range []string{layerName(&Table{File: file}, ""), p.table.Layer} {
		if s := systemInName(name); s != "" {
			return Ref{File: file}, name, s
		}
	}
	return Ref{}, "", ""
}

// aboutSystems tells whether a column says which coordinate system rows are in.
func aboutSystems(header string) bool {
	h := fold(header)
	for _, w := range []string{"crs", "坐标系", "坐标类型", "坐标来源", "coordtype", "coordsys", "datum"} {
		if strings.Contains(h, w) {
			return true
		}
	}
	return false
}

// systemInName gives the shifted system that the name of a file or layer speaks
// of, or "". Where WGS 84 is named too the file was most likely converted.
func systemInName(name string) string {
	n := fold(name)
	if strings.Contains(n, "wgs") || strings.Contains(n, "4326") {
		return ""
	}
	for _, w := range []string{"gcj", "bd09", "高德", "百度", "火星坐标", "腾讯地图", "腾讯坐标"} {
		if strings.Contains(n, w) {
			return systemInHeader(w)
		}
	}
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r < 'a' || r > 'z' })
	for _, w := range words {
		if w == "amap" || w == "baidu" {
			return systemInHeader(w)
		}
	}
	return ""
}

// systemInHeader gives the shifted system that a header speaks of, or "".
func systemInHeader(header string) string {
	h := fold(header)
	for _, w := range []string{"gcj", "高德", "火星", "腾讯", "amap", "国测局"} {
		if strings.Contains(h, w) {
			return "GCJ-02"
		}
	}
	for _, w := range []string{"bd09", "百度", "baidu"} {
		if strings.Contains(h, w) {
			return "BD-09"
		}
	}
	return ""
}
