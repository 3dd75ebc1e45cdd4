package source

import (
	"bytes"
	"encoding/binary"
)

// Format is what the bytes of a file are, whatever its name says.
type Format string

// The formats that Detect tells apart.
const (
	Empty          Format = "empty"
	JSON           Format = "JSON"
	HTML           Format = "HTML"
	KML            Format = "KML"
	GML            Format = "GML"
	GPX            Format = "GPX"
	OSMXML         Format = "OSM XML"
	OSMChange      Format = "OSM change file"
	SpreadsheetXML Format = "XML Spreadsheet 2003"
	XML            Format = "XML"
	Zip            Format = "ZIP"
	XLSX           Format = "XLSX"
	XLSB           Format = "XLSB"
	ODS            Format = "ODS"
	DOCX           Format = "DOCX"
	KMZ            Format = "KMZ"
	ZippedShape    Format = "zipped Shapefile"
	XLS            Format = "XLS"
	LockedXLSX     Format = "password-protected workbook"
	OLE2           Format = "OLE2"
	Shapefile      Format = "Shapefile"
	ShapefilePart  Format = "part of a Shapefile"
	DBF            Format = "DBF"
	SQLite         Format = "SQLite"
	GeoPackage     Format = "GeoPackage"
	PDF            Format = "PDF"
	Image          Format = "image"
	Gzip           Format = "gzip"
	RAR            Format = "RAR"
	SevenZip       Format = "7z"
	Parquet        Format = "Parquet"
	FlatGeobuf     Format = "FlatGeobuf"
	OSMPBF         Format = "OSM PBF"
	DXF            Format = "DXF"
	DWG            Format = "DWG"
	MapInfo        Format = "MapInfo"
	Text           Format = "text"
	Binary         Format = "binary"
)

// signature is the fixed start of a binary format.
type signature struct {
	magic  string
	format Format
}

// signatures lists the fixed starts in the order they are tried.
func signatures() []signature {
	return []signature{
		{"SQLite format 3\x00", SQLite},
		{"\x00\x00\x27\x0a", Shapefile},
		{"%PDF-", PDF},
		{"\x89PNG\r\n", Image}, {"\xff\xd8\xff", Image}, {"GIF8", Image}, {"II*\x00", Image}, {"MM\x00*", Image},
		{"\x1f\x8b", Gzip}, {"Rar!\x1a\x07", RAR}, {"7z\xbc\xaf\x27\x1c", SevenZip},
		{"AutoCAD Binary DXF", DXF},
		{"PAR1", Parquet}, {"fgb\x03", FlatGeobuf},
	}
}

// Detect tells what the bytes are by their content. It looks at the first
// kibibytes only, and for containers (ZIP, OLE2) at the names inside. Text
// that is none of the known formats is Text; a run with NUL bytes that is no
// UTF-16 is Binary. No bytes, or only white space, is Empty.
func Detect(data []byte) Format {
	for _, s := range signatures() {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			if s.format == SQLite {
				return detectSQLite(data)
			}
			return s.format
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return detectZip(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return detectOLE2(data)
	case len(data) > 16 && bytes.Contains(data[:16], []byte("OSMHeader")):
		return OSMPBF
	case bytes.HasPrefix(data, []byte("AC10")) && len(data) > 6 && data[6] == 0: // AC1032 and NULs
		return DWG
	case isDBF(data):
		return DBF
	}
	return detectText(data)
}

// detectSQLite tells a GeoPackage, which has a table of that name, from
// another database. The schema stands at the start of the file.
func detectSQLite(data []byte) Format {
	if bytes.Contains(data[:min(len(data), 1<<20)], []byte("gpkg_contents")) {
		return GeoPackage
	}
	return SQLite
}

// detectOLE2 looks for the names of streams, which OLE2 keeps in UTF-16.
func detectOLE2(data []byte) Format {
	switch {
	case bytes.Contains(data, utf16LE("EncryptedPackage")):
		return LockedXLSX
	case bytes.Contains(data, utf16LE("Workbook")), bytes.Contains(data, utf16LE("Book\x00")):
		return XLS
	}
	return OLE2
}

// detectZip tells the kinds of ZIP by the names of their members. The names
// stand in clear in the directory at the end.
func detectZip(data []byte) Format {
	has := func(name string) bool { return bytes.Contains(data, []byte(name)) }
	switch {
	case has("xl/workbook.bin"):
		return XLSB
	case has("xl/workbook.xml"), has("[Content_Types].xml") && has("xl/"):
		return XLSX
	case has("application/vnd.oasis.opendocument.spreadsheet"):
		return ODS
	case has("word/document.xml"):
		return DOCX
	case has("doc.kml"), has(".kmlPK"):
		return KMZ
	case has(".shp"), has(".SHP"):
		return ZippedShape
	}
	return Zip
}

// isDBF checks the header of a dBASE file: version byte, a date, and a header
// length that fits field descriptors of 32 bytes.
func isDBF(data []byte) bool {
	if len(data) < 33 || bytes.IndexByte([]byte{0x03, 0x30, 0x31, 0x83, 0x8b, 0xf5}, data[0]) < 0 {
		return false
	}
	month, day, header := data[2], data[3], binary.LittleEndian.Uint16(data[8:])
	return month <= 12 && day <= 31 && header >= 33 && data[12] == 0 && data[13] == 0
}

// detectText tells the text formats by how they begin.
func detectText(data []byte) Format {
	head := data[:min(len(data), 4096)]
	if hasUTF16BOM(head) {
		return Text
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	head = bytes.TrimLeft(head, " \t\r\n\x1e")
	if len(head) == 0 {
		if len(bytes.TrimLeft(data, " \t\r\n\x1e\xef\xbb\xbf")) == 0 {
			return Empty
		}
		return Text
	}
	switch head[0] {
	case '{', '[':
		return JSON
	case '<':
		return detectMarkup(bytes.ToLower(head))
	}
	switch {
	case isDXF(head):
		return DXF
	case bytes.HasPrefix(head, []byte("!table")), isMIF(head):
		return MapInfo
	}
	if bytes.IndexByte(head, 0) >= 0 && guessUTF16(data) == "" {
		return Binary
	}
	return Text
}

// isDXF tells a drawing in text: group code 0 and SECTION, after remarks of
// group code 999.
func isDXF(head []byte) bool {
	lines := bytes.SplitN(head, []byte("\n"), 40)
	for i := 0; i+1 < len(lines); i += 2 {
		switch string(bytes.TrimSpace(lines[i])) {
		case "999":
		case "0":
			return string(bytes.TrimSpace(lines[i+1])) == "SECTION"
		default:
			return false
		}
	}
	return false
}

// isMIF tells the text format of MapInfo: Version and a number, then Charset.
func isMIF(head []byte) bool {
	first, rest, _ := bytes.Cut(bytes.ToLower(head), []byte("\n"))
	return bytes.HasPrefix(first, []byte("version ")) && bytes.HasPrefix(rest, []byte("charset"))
}

// detectMarkup tells the kinds of markup by the elements in the lower-cased
// head; text that merely begins with "<" is Text.
func detectMarkup(head []byte) Format {
	has := func(s string) bool { return bytes.Contains(head, []byte(s)) }
	switch {
	case has("<kml"):
		return KML
	case has("<gpx"):
		return GPX
	case has("<osm "), has("<osm>"):
		return OSMXML
	case has("<osmchange"), has("<osmaugmenteddiff"):
		return OSMChange
	case has("urn:schemas-microsoft-com:office:spreadsheet"):
		return SpreadsheetXML
	case has("<html"), has("<!doctype html"), has("<table"), has("<head"), has("<body"), has("<script"), has("<meta"):
		return HTML
	case has("opengis.net/gml"):
		return GML
	case has("<?xml"):
		return XML
	}
	return Text
}

func utf16LE(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}
