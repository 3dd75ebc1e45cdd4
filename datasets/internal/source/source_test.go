package source

import (
	"strings"
	"testing"

	"fugai/datasets"

	"github.com/google/go-cmp/cmp"
)

func TestDetect(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	wide := func(s string) string { return string(utf16LE(s)) }
	tests := []struct {
		in   string
		want Format
	}{
		{"", Empty}, {" \r\n\t", Empty}, {"\ufeff", Empty},
		{"\ufeff {", JSON}, {"\x1e{", JSON}, {"[1]", JSON},
		{"<!doctype HTML>", HTML}, {"\n <TABLE>", HTML},
		{`<?xml version="1.0"?><html>`, HTML},
		{`<?xml version="1.0"?><kml>`, KML}, {`<?xml version="1.0"?><gpx>`, GPX}, {`<?xml?><osm version="0.6">`, OSMXML}, {`<?xml?><osmChange version="0.6">`, OSMChange},
		{`<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, SpreadsheetXML},
		{`<?xml?><a xmlns:gml="http://www.opengis.net/gml">`, GML}, {`<?xml?><a/>`, XML},
		{"<5,a\n", Text}, {"名称,数\n", Text}, {"\xff\xfea\x00", Text}, {"a\x00,\x00b\x00\n\x00", Text},
		{"PK\x03\x04xl/workbook.xml", XLSX}, {"PK\x03\x04xl/workbook.bin", XLSB}, {"PK\x03\x04word/document.xml", DOCX},
		{"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ODS}, {"PK\x03\x04doc.kml", KMZ}, {"PK\x03\x04a.shp", ZippedShape}, {"PK\x03\x04", Zip},
		{ole + wide("Workbook"), XLS}, {ole + wide("EncryptedPackage"), LockedXLSX}, {ole, OLE2},
		{"\x00\x00\x27\x0a", Shapefile}, {"\x03\x7c\x03\x01\x05\x00\x00\x00\x41\x00\x20\x00" + strings.Repeat("\x00", 40), DBF},
		{"SQLite format 3\x00 gpkg_contents", GeoPackage}, {"SQLite format 3\x00", SQLite},
		{"%PDF-1.4", PDF}, {"\x89PNG\r\n\x1a\n", Image}, {"\x1f\x8b\x08", Gzip}, {"Rar!\x1a\x07", RAR}, {"7z\xbc\xaf\x27\x1c", SevenZip},
		{"PAR1", Parquet}, {"fgb\x03", FlatGeobuf}, {"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7c", OSMPBF},
		{"  0\r\nSECTION\r\n  2\r\nHEADER\r\n", DXF}, {"999\nby hand\n0\nSECTION\n", DXF}, {"AutoCAD Binary DXF\r\n", DXF}, {"AC1032\x00\x00", DWG},
		{"Version 300\nCharset \"WindowsSimpChinese\"\n", MapInfo}, {"!table\n!version 300\n", MapInfo},
		{"0\n1\n", Text}, {"0,SECTION\n", Text}, {"999\n", Text}, {"AC1032,名称\n", Text}, {"version 2\n1\n", Text},
		{"\x00\x00\x01\x02\x00\x00", Binary},
	}
	for _, tt := range tests {
		if got := Detect([]byte(tt.in)); got != tt.want {
			t.Errorf("Detect(%.40q) = %s, want %s", tt.in, got, tt.want)
		}
		p := Refuse("甲.csv", tt.want, "CSV")
		for _, lang := range [...]datasets.Lang{datasets.ZH, datasets.EN} {
			if s := p.In(lang); !strings.Contains(s, "甲.csv") || p.Hint.In(lang) == "" || strings.Contains(s, "%!") {
				t.Errorf("%s: %q", tt.want, s)
			}
		}
	}
}

func TestHeaderName(t *testing.T) {
	tests := []struct{ in, want string }{
		{"名称", "名称"},
		{"　名 称 ", "名称"},
		{"Ｘ坐标（ｍ）", "X坐标(m)"},
		{"建成\n时间", "建成时间"},
		{"面积 （平方米）", "面积(平方米)"},
		{"floor  area", "floor area"},
		{"\ufeff编号", "编号"},
		{"０－１４岁", "0-14岁"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := HeaderName(tt.in); got != tt.want {
			t.Errorf("HeaderName(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestUniqueNames(t *testing.T) {
	tests := []struct{ in, want []string }{
		{[]string{"a", "b"}, []string{"a", "b"}},
		{[]string{"a", "a", "a"}, []string{"a", "a (2)", "a (3)"}},
		{[]string{"a", "a (2)", "a"}, []string{"a", "a (2)", "a (3)"}},
		{[]string{"", "column 1", ""}, []string{"column 1 (2)", "column 1", "column 3"}},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, UniqueNames(tt.in)); d != "" {
			t.Errorf("UniqueNames(%q) (-want +got):\n%s", tt.in, d)
		}
	}
}

func TestTrimCell(t *testing.T) {
	for _, in := range []string{"a", " a ", "\u3000a\u00a0", "\u200ba\ufeff", "a\x00\x00", "\ta\r\n"} {
		if got := TrimCell(in); got != "a" {
			t.Errorf("TrimCell(%q) = %q", in, got)
		}
	}
}

// TestShortGBK: names of two characters whose GBK bytes are valid UTF-8 must
// not make a GBK file look mixed.
func TestShortGBK(t *testing.T) {
	// 名称 is C3 FB B3 C6; D6 A4 and C2 B0 are two-byte UTF-8 by chance.
	data := []byte("\xc3\xfb\xb3\xc6,n\n\xd6\xa4,1\n\xc2\xb0,2\n\xb9\xab\xd4\xb0,3\n")
	d, err := Decode(data, "f", "")
	if err != nil || d.Encoding != "GB18030" || len(d.Other) > 0 {
		t.Errorf("%+v, %v", d, err)
	}
}
