package open

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fugai/datasets"
	"fugai/datasets/gpkg"
	"fugai/datasets/internal/source"
	"fugai/datasets/kml"
	"fugai/datasets/osm"
	"fugai/datasets/shapefile"
	"fugai/datasets/tabular"
	"fugai/datasets/vector"
)

// format is one kind of file that is read.
type format struct {
	name       string
	extensions []string
	contents   []source.Format // what its bytes are
	parts      bool            // it holds sheets or layers, chosen with #
	read       func(ctx context.Context, files *source.Files, opts Options) (*datasets.Table, error)
}

// formats is the table of all readers.
func formats() []format {
	return []format{
		{"GeoJSON", []string{".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl"}, []source.Format{source.JSON}, false, readGeoJSON},
		{"CSV", []string{".csv", ".tsv", ".txt", ".tab"}, []source.Format{source.Text}, false, readCSV},
		{"XLSX", []string{".xlsx", ".xlsm"}, []source.Format{source.XLSX}, true, readXLSX},
		{"Shapefile", []string{".shp"}, []source.Format{source.Shapefile}, false, readShapefile},
		{"DBF", []string{".dbf"}, []source.Format{source.DBF}, false, readDBF},
		{"ZIP", []string{".zip", ".shz"}, []source.Format{source.ZippedShape}, true, readZip},
		{"GeoPackage", []string{".gpkg"}, []source.Format{source.GeoPackage, source.SQLite}, true, readGeoPackage},
		{"KML", []string{".kml", ".kmz"}, []source.Format{source.KML, source.KMZ}, false, readKML},
		{"OpenStreetMap", []string{".pbf", ".osm"}, []source.Format{source.OSMPBF, source.OSMXML}, true, readOSM},
	}
}

// readable names the formats for a message.
const readable = "GeoJSON / CSV / XLSX / Shapefile / GeoPackage / KML / OpenStreetMap"

// Extensions lists the file name extensions that are read, in lower case.
func Extensions() []string {
	var out []string
	for _, f := range formats() {
		out = append(out, f.extensions...)
	}
	return out
}

func readGeoJSON(_ context.Context, f *source.Files, opts Options) (*datasets.Table, error) {
	return vector.ReadGeoJSON(f.Data, f.Name, vector.Options{CRS: opts.CRS, SwapXY: opts.Swap, Encoding: opts.Encoding})
}

func readCSV(_ context.Context, f *source.Files, opts Options) (*datasets.Table, error) {
	return tabular.ReadCSV(f.Data, f.Name, tabular.Options{Encoding: opts.Encoding, Header: opts.Header, Stream: opts.Stream})
}

func readXLSX(_ context.Context, f *source.Files, opts Options) (*datasets.Table, error) {
	return tabular.ReadXLSX(f.Data, f.Name, tabular.Options{Sheet: opts.Sheet, Header: opts.Header})
}

func shapefileOptions(opts Options) shapefile.Options {
	return shapefile.Options{CRS: opts.CRS, Swap: opts.Swap, Encoding: opts.Encoding, Layer: opts.Layer}
}

func readShapefile(_ context.Context, f *source.Files, opts Options) (*datasets.Table, error) {
	return shapefile.Read(f, shapefileOptions(opts))
}

func readDBF(_ context.Context, f *source.Files, opts Options) (*datasets.Table, error) {
	return shapefile.ReadDBF(f, shapefileOptions(opts))
}

// readZip reads the layer in an archive: a Shapefile, or the document of a KMZ
// that is called .zip.
func readZip(ctx context.Context, f *source.Files, opts Options) (*datasets.Table, error) {
	switch source.Detect(f.Data) {
	case source.KMZ:
		return readKML(ctx, f, opts)
	case source.XLSX, source.XLSB, source.ODS, source.DOCX:
		return nil, source.Refuse(f.Name, source.Detect(f.Data), "ZIP")
	}
	return shapefile.ReadZip(f, shapefileOptions(opts))
}

func readGeoPackage(_ context.Context, f *source.Files, opts Options) (*datasets.Table, error) {
	return gpkg.Read(f, gpkg.Options{CRS: opts.CRS, Swap: opts.Swap, Layer: opts.Layer})
}

func readKML(_ context.Context, f *source.Files, opts Options) (*datasets.Table, error) {
	return kml.Read(f, kml.Options{CRS: opts.CRS, Swap: opts.Swap, Encoding: opts.Encoding})
}

// readOSM takes what stands behind the # as a filter of features.
func readOSM(ctx context.Context, f *source.Files, opts Options) (*datasets.Table, error) {
	return osm.Table(ctx, f.Data, f.Name, opts.Layer)
}

// refusedExtensions maps the names of formats that are not read.
func refusedExtensions(ext string) (source.Format, bool) {
	switch ext {
	case ".shx", ".prj", ".cpg", ".sbn", ".sbx":
		return source.ShapefilePart, true
	case ".gml":
		return source.GML, true
	case ".gpx":
		return source.GPX, true
	case ".xls", ".et":
		return source.XLS, true
	case ".xlsb":
		return source.XLSB, true
	case ".ods":
		return source.ODS, true
	case ".docx", ".doc", ".wps":
		return source.DOCX, true
	case ".pdf":
		return source.PDF, true
	case ".rar":
		return source.RAR, true
	case ".7z":
		return source.SevenZip, true
	case ".gz":
		return source.Gzip, true
	case ".parquet":
		return source.Parquet, true
	case ".fgb":
		return source.FlatGeobuf, true
	}
	return "", false
}

func extension(name string) string { return strings.ToLower(filepath.Ext(name)) }

// refuseByName answers for files whose name says that they are not read, by
// what stands in their first bytes where that says more. A missing file is
// left to the reader of bytes.
func refuseByName(name string, opts Options) error {
	if IsOSM(name) { // .osm.gz
		return nil
	}
	ext := extension(name)
	if ext == ".topojson" {
		if _, err := stat(name, opts); err != nil {
			return cannotOpen(name, err, opts)
		}
		return &datasets.Problem{
			Where: datasets.Ref{File: name},
			What:  datasets.T("TopoJSON，本版本不读取", "TopoJSON, which this version does not read"),
			Hint: datasets.T("用 mapshaper.org 打开并导出为 GeoJSON，或运行 ogr2ogr -f GeoJSON out.geojson in.topojson",
				"open it at mapshaper.org and export GeoJSON, or run ogr2ogr -f GeoJSON out.geojson in.topojson"),
		}
	}
	byName, refused := refusedExtensions(ext)
	if !refused {
		return nil
	}
	info, err := stat(name, opts)
	if err != nil {
		return cannotOpen(name, err, opts)
	}
	if info.IsDir() {
		return isFolder(name)
	}
	content := byName
	if head, err := firstBytes(name, opts); err == nil {
		switch f := source.Detect(head); f {
		case source.HTML, source.XLSX, source.LockedXLSX, source.Text, source.JSON, source.SpreadsheetXML, source.Empty:
			content = f
		}
	}
	if content == source.Text && byName != source.XLS { // tables of text are often named .xls; .prj is text
		content = byName
	}
	p := source.Refuse(name, content, readable)
	if content != byName {
		p.What.ZH = "扩展名是 " + ext + "，" + p.What.ZH
		p.What.EN = "the extension is " + ext + ", but " + p.What.EN
	}
	return p
}

// firstBytes reads enough of a file to tell what it is: all of it up to 1 MiB.
func firstBytes(name string, opts Options) ([]byte, error) {
	f, err := openFile(name, opts)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	buf := make([]byte, 1<<20)
	n := 0
	for n < len(buf) {
		k, err := f.Read(buf[n:])
		n += k
		if err != nil {
			break
		}
	}
	return buf[:n], nil
}

// choose finds the reader by the extension, else by the content.
func choose(name string, data []byte) (format, error) {
	ext := extension(name)
	if IsOSM(name) {
		ext = ".osm" // whatever it is packed in
	}
	all := formats()
	for _, f := range all {
		if ext != ".txt" && slices.Contains(f.extensions, ext) {
			return f, nil
		}
	}
	content := source.Detect(data)
	for _, f := range all {
		if slices.Contains(f.contents, content) {
			return f, nil
		}
	}
	return format{}, source.Refuse(name, content, readable)
}

// accepts refuses a sheet or layer of a file that has none.
func (f format) accepts(name string, opts Options) error {
	part := opts.Sheet
	if part == "" {
		part = opts.Layer
	}
	if part == "" || f.parts {
		return nil
	}
	return &datasets.Problem{
		Where: datasets.Ref{File: name, Value: part},
		What:  datasets.T("%[1]s 文件只有一张表，没有“%[2]s”", "a %[1]s file holds one table and no sheet or layer %[2]q", f.name, part),
		Hint:  datasets.T("去掉 # 及其后的名称，或去掉 sheet", "leave out # and the name behind it, or sheet"),
	}
}
