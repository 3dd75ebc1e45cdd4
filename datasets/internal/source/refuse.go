package source

import (
	"unicode/utf8"

	"fugai/datasets"
)

// advice is what a format is called and what to do with it.
type advice struct{ zh, en, hintZH, hintEN string }

const (
	saveGeoJSONZH = "在 QGIS 中打开，右键图层 → 导出 → 要素另存为 → GeoJSON；或运行 ogr2ogr -f GeoJSON out.geojson "
	saveGeoJSONEN = "open it in QGIS and save it as GeoJSON (right click the layer → Export → Save Features As…), or run ogr2ogr -f GeoJSON out.geojson "
	saveXLSXZH    = "在 Excel 或 WPS 中打开，另存为“Excel 工作簿 (*.xlsx)”或“CSV UTF-8”"
	saveXLSXEN    = "open it in Excel or WPS and save it as “Excel Workbook (*.xlsx)” or “CSV UTF-8”"
)

// Refuse is the error for a file that the reader of want ("GeoJSON", "CSV",
// "XLSX") cannot read because its content is of format f: it says what the
// file is and what to do next.
func Refuse(file string, f Format, want string) *datasets.Problem {
	a := adviceOn(f)
	return &datasets.Problem{
		Where: datasets.Ref{File: file},
		What:  datasets.T("内容是%[1]s，不是 %[3]s", "the content is %[2]s, not %[3]s", spaced(a.zh), a.en, want),
		Hint:  datasets.Text{ZH: a.hintZH, EN: a.hintEN},
	}
}

// spaced sets a name that begins with a Latin letter or digit off from the
// Chinese before it.
func spaced(name string) string {
	if name != "" && name[0] < utf8.RuneSelf {
		return " " + name
	}
	return name
}

// adviceOn names a format and says how to bring it into one that is read.
func adviceOn(f Format) advice {
	if a, ok := adviceOnMaps(f); ok {
		return a
	}
	switch f {
	case Empty:
		return advice{"空的（0 字节或只有空白）", "empty (0 bytes or white space only)",
			"检查导出或下载是否完成，重新导出该文件", "check that the export or download finished, and export the file again"}
	case HTML:
		return advice{"网页（HTML）", "a web page (HTML)",
			"多半是登录页、错误页，或系统导出的“假 Excel”：在浏览器中打开看一眼；表格请用 Excel 打开后另存为 .xlsx",
			"most likely a login or error page, or a table exported as HTML: open it in a browser to see; a table can be opened in Excel and saved as .xlsx"}
	case JSON:
		return advice{"JSON", "JSON", "GeoJSON 文件请用扩展名 .geojson", "give a GeoJSON file the extension .geojson"}
	case XLSX:
		return advice{"Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)", "把扩展名改为 .xlsx", "rename it to .xlsx"}
	case XLS, OLE2, SpreadsheetXML, XLSB, ODS:
		return advice{"旧式或其他表格格式（" + string(f) + "）", "an older or other spreadsheet format (" + string(f) + ")", saveXLSXZH, saveXLSXEN}
	case LockedXLSX:
		return advice{"加了密码的工作簿", "a password-protected workbook",
			"在 Excel 或 WPS 中输入密码打开，文件 → 信息 → 保护工作簿 → 用密码进行加密，清空密码后保存",
			"open it with its password in Excel or WPS, clear the password (File → Info → Protect Workbook → Encrypt with Password), and save"}
	case Gzip, RAR, SevenZip, Zip:
		return advice{"压缩包（" + string(f) + "）", "an archive (" + string(f) + ")", "先解压，再用里面的文件", "unpack it and use the file inside"}
	case DOCX, PDF, Image:
		return advice{"文档或图片（" + string(f) + "）", "a document or picture (" + string(f) + ")",
			"请向来源索取表格（.xlsx、.csv）或图层（.geojson）", "ask its source for a table (.xlsx, .csv) or a layer (.geojson)"}
	case XML:
		return advice{"XML", "XML", "请导出为 .geojson、.xlsx 或 .csv", "export it as .geojson, .xlsx or .csv"}
	case Text:
		return advice{"普通文本", "plain text", "表格请用扩展名 .csv 或 .txt；图层请导出为 .geojson",
			"give a table the extension .csv or .txt, or export a layer as .geojson"}
	}
	return advice{"无法识别的二进制数据", "unknown binary data", "请导出为 .geojson、.xlsx 或 .csv", "export it as .geojson, .xlsx or .csv"}
}

// adviceOnMaps covers the map formats: those that other readers take, and
// those that other programs convert.
func adviceOnMaps(f Format) (advice, bool) {
	in := ""
	switch f {
	case Shapefile:
		return rename(f, ".shp"), true
	case ShapefilePart:
		return advice{"Shapefile 的一部分", "a part of a Shapefile", "请写 .shp 文件；同名的 .dbf、.shx、.prj 会一并读取", "name the .shp file; the .dbf, .shx and .prj of its name are read with it"}, true
	case DBF:
		return rename(f, ".dbf"), true
	case ZippedShape:
		return rename(f, ".zip"), true
	case GeoPackage:
		return rename(f, ".gpkg"), true
	case KML:
		return rename(f, ".kml"), true
	case KMZ:
		return rename(f, ".kmz"), true
	case SQLite:
		return advice{"SQLite 数据库", "an SQLite database", saveGeoJSONZH + "in.sqlite", saveGeoJSONEN + "in.sqlite"}, true
	case GML:
		in = "in.gml"
	case GPX:
		in = "in.gpx"
	case Parquet:
		in = "in.parquet"
	case FlatGeobuf:
		in = "in.fgb"
	case DXF, DWG:
		return advice{"CAD 图纸（" + string(f) + "）", "a CAD drawing (" + string(f) + ")",
			"在 QGIS 中导入（工程 → 导入/导出 → 从 DWG/DXF 导入图层），写明坐标系后导出为 GeoPackage",
			"import it into QGIS (Project → Import/Export → Import Layers from DWG/DXF), name its coordinate system and export it as GeoPackage"}, true
	case MapInfo:
		return advice{"MapInfo 图层", "a MapInfo layer", saveGeoJSONZH + "in.tab", saveGeoJSONEN + "in.tab"}, true
	case OSMChange:
		return advice{"OpenStreetMap 的变更文件（.osc）", "a change file of OpenStreetMap (.osc)",
			"它只有改动，没有整幅地图：用 osmium apply-changes 把它并入原来的 .osm.pbf，再使用结果", "it holds differences, not a map: merge it into the .osm.pbf that it changes with osmium apply-changes, and use the result"}, true
	case OSMXML:
		return rename(f, ".osm"), true
	case OSMPBF:
		return rename(f, ".osm.pbf"), true
	default:
		return advice{}, false
	}
	return advice{string(f) + "（本版本不读取）", "a " + string(f) + " file, which this version does not read", saveGeoJSONZH + in, saveGeoJSONEN + in}, true
}

// rename is the advice for a format that is read under its own extension.
func rename(f Format, ext string) advice {
	return advice{string(f), "a " + string(f), "把扩展名改为 " + ext, "rename it to " + ext}
}
