package open

import (
	"archive/zip"
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fugai/datasets"
	"fugai/datasets/gpkg"
	"fugai/datasets/kml"
	"fugai/datasets/shapefile"
	"fugai/datasets/tabular"
	"fugai/datasets/vector"
	"fugai/geo/crs"
)

// WriteOptions say how a layer is written. The zero value writes WGS 84.
type WriteOptions struct {
	System   *crs.System // that coordinates are written in; nil is WGS 84
	Layer    string      // name of the layer, sheet or collection; "" is the file's own name
	Encoding string      // of CSV and of Shapefiles: UTF-8 or GBK; "" is UTF-8
	Plain    bool        // CSV without the byte order mark and the TAB behind codes that only spreadsheets need
	Format   string      // one of [Writable]; "" is told by the extension
}

// Part is one file of a layer that is written: the extension that takes the
// place of the path's own ("" keeps it), and what writes the file at a path.
type Part struct {
	Ext   string
	Write func(ctx context.Context, path string) error
}

// encoder is one kind of file that is written.
type encoder struct {
	name       string
	extensions []string
	wgs84      bool // it knows no other system
	encode     func(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) ([]Part, error)
}

// encoders is the table of all writers.
func encoders() []encoder {
	return []encoder{
		{"GeoJSON", []string{".geojson", ".json"}, false, encodeGeoJSON},
		{"GeoJSONSeq", []string{".geojsonl", ".geojsons", ".ndjson", ".jsonl"}, true, encodeSequence},
		{"CSV", []string{".csv", ".txt"}, false, encodeCSV},
		{"TSV", []string{".tsv", ".tab"}, false, encodeTSV},
		{"XLSX", []string{".xlsx"}, false, encodeXLSX},
		{"Shapefile", []string{".shp"}, false, encodeShapefile},
		{"ZippedShapefile", []string{".zip"}, false, encodeZip},
		{"GeoPackage", []string{".gpkg"}, false, encodeGeoPackage},
		{"KML", []string{".kml"}, true, encodeKML},
		{"KMZ", []string{".kmz"}, true, encodeKMZ},
	}
}

// Writable lists the names of the formats that are written, with their
// extensions.
func Writable() []string {
	var out []string
	for _, e := range encoders() {
		out = append(out, e.name+" ("+strings.Join(e.extensions, " ")+")")
	}
	return out
}

// Encode prepares a table to be written as a file of the format that
// o.Format or the extension of path names. The table is in WGS 84 and is not
// changed; its coordinates are converted to o.System. Parts lists the files
// that make up the layer, to be written together; what could not be kept as it
// was is told to found, some of it only while the parts are written. An unknown
// format, and a system that the format cannot hold, is a [*datasets.Problem].
func Encode(t *datasets.Table, path string, o WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	e, err := encoderOf(path, o.Format)
	if err != nil {
		return nil, err
	}
	if o.Layer == "" {
		o.Layer = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	if isWGS84(o.System) {
		return e.encode(t, o, found)
	}
	if e.wgs84 {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: path},
			What:  datasets.T("%[1]s 只能用 WGS 84 经纬度，不能写成 %[2]s", "%[1]s holds WGS 84 longitude and latitude only, not %[2]s", e.name, o.System.Code()),
			Hint:  datasets.T("去掉 --to-crs，或改用 .gpkg、.shp、.geojson", "leave out --to-crs, or write .gpkg, .shp or .geojson"),
		}
	}
	projected, err := project(t, path, o.System)
	if err != nil {
		return nil, err
	}
	if o.System.Shifted() {
		found([]datasets.Finding{{Rule: "system-shifted", Severity: datasets.SeverityWarning, Layer: path, Count: 1,
			Text: datasets.T("坐标写成了 %s：GIS 软件不认识它，会把各点画偏几百米", "coordinates are written in %s, which GIS programs do not know: they draw every point some hundred metres off", o.System.Code()),
			Hint: datasets.T("只用于该地图服务；其他用途请写成 WGS 84 或 CGCS2000", "use it with that map service only; write WGS 84 or CGCS2000 for all else")}})
	}
	return e.encode(projected, o, found)
}

func isWGS84(s *crs.System) bool {
	if s == nil {
		return true
	}
	code, ok := s.EPSG()
	return ok && code == 4326
}

func encoderOf(path, format string) (encoder, error) {
	ext := extension(path)
	for _, e := range encoders() {
		if format != "" && strings.EqualFold(format, e.name) || format == "" && slices.Contains(e.extensions, ext) {
			return e, nil
		}
	}
	what := datasets.T("扩展名“%s”不对应可写的格式", "the extension %q is of no format that is written", ext)
	if format != "" {
		what = datasets.T("没有可写的格式“%s”", "there is no format %q to write", format)
	}
	return encoder{}, &datasets.Problem{Where: datasets.Ref{File: path}, What: what,
		Hint: datasets.T("可写：%s", "these are written: %s", strings.Join(Writable(), ", "))}
}

// project gives the table with its geometries in another system. A geometry
// that the system cannot hold is an error: nothing is lost in silence.
func project(t *datasets.Table, path string, s *crs.System) (*datasets.Table, error) {
	out := *t
	out.Records = slices.Clone(t.Records)
	for i := range out.Records {
		rec := &out.Records[i]
		g, err := crs.Project(s, rec.Geometry)
		if err != nil {
			return nil, &datasets.Problem{
				Where: datasets.Ref{File: t.File, Row: rec.Row}, Err: err,
				What: datasets.T("坐标不能写成 %[1]s：离它的适用范围太远", "its coordinates cannot be written in %[1]s: too far from where that is defined", s.Code()),
				Hint: datasets.T("换一个分带，或去掉 --to-crs（%s）", "choose another zone, or leave out --to-crs (%s)", path),
			}
		}
		rec.Geometry = g
	}
	out.CRS = s.Code()
	return &out, nil
}

// streamed is the only part of a format that is written from start to end.
func streamed(found func([]datasets.Finding), write func(w io.Writer) ([]datasets.Finding, error)) ([]Part, error) {
	return []Part{{Write: func(_ context.Context, path string) error {
		return create(path, func(w io.Writer) error {
			findings, err := write(w)
			found(findings)
			return err
		})
	}}}, nil
}

// create writes a new file through a buffer.
func create(path string, write func(w io.Writer) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	w := bufio.NewWriterSize(f, 1<<18)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

func encodeGeoJSON(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	return streamed(found, func(w io.Writer) ([]datasets.Finding, error) {
		return vector.WriteGeoJSON(w, t, vector.WriteOptions{System: o.System, Name: o.Layer})
	})
}

func encodeSequence(t *datasets.Table, _ WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	return streamed(found, func(w io.Writer) ([]datasets.Finding, error) {
		return vector.WriteGeoJSON(w, t, vector.WriteOptions{Sequence: true})
	})
}

func tabularOptions(o WriteOptions) tabular.WriteOptions {
	return tabular.WriteOptions{System: o.System, Encoding: o.Encoding, Sheet: o.Layer, Plain: o.Plain}
}

func encodeCSV(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	return streamed(found, func(w io.Writer) ([]datasets.Finding, error) { return tabular.WriteCSV(w, t, tabularOptions(o)) })
}

func encodeTSV(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	tabbed := tabularOptions(o)
	tabbed.Separator = '\t'
	return streamed(found, func(w io.Writer) ([]datasets.Finding, error) { return tabular.WriteCSV(w, t, tabbed) })
}

func encodeXLSX(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	return streamed(found, func(w io.Writer) ([]datasets.Finding, error) { return tabular.WriteXLSX(w, t, tabularOptions(o)) })
}

func encodeShapefile(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	all, err := shapes(t, o, found)
	if err != nil {
		return nil, err
	}
	var out []Part
	for _, p := range all.Parts() {
		out = append(out, Part{p.Ext, func(_ context.Context, path string) error { return os.WriteFile(path, p.Data, 0o666) }})
	}
	return out, nil
}

func shapes(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) (*shapefile.Encoded, error) {
	all, findings, err := shapefile.Encode(t, shapefile.WriteOptions{System: o.System, Encoding: o.Encoding})
	found(findings)
	return all, err
}

// encodeZip packs the parts of a Shapefile under the name of the layer.
func encodeZip(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	all, err := shapes(t, o, found)
	if err != nil {
		return nil, err
	}
	stem := strings.TrimSuffix(o.Layer, ".shp")
	return streamed(found, func(w io.Writer) ([]datasets.Finding, error) {
		z := zip.NewWriter(w)
		for _, p := range all.Parts() {
			entry, err := z.CreateHeader(&zip.FileHeader{Name: stem + p.Ext, Method: zip.Deflate,
				Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}) // the first day that ZIP knows
			if err != nil {
				return nil, err
			}
			if _, err := entry.Write(p.Data); err != nil {
				return nil, err
			}
		}
		return nil, z.Close()
	})
}

func encodeGeoPackage(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	return []Part{{Write: func(ctx context.Context, path string) error {
		findings, err := gpkg.Write(ctx, path, t, gpkg.WriteOptions{System: o.System, Name: o.Layer})
		found(findings)
		return err
	}}}, nil
}

func encodeKML(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	return streamed(found, func(w io.Writer) ([]datasets.Finding, error) { return kml.Write(w, t, kml.WriteOptions{Name: o.Layer}) })
}

func encodeKMZ(t *datasets.Table, o WriteOptions, found func([]datasets.Finding)) ([]Part, error) {
	return streamed(found, func(w io.Writer) ([]datasets.Finding, error) {
		return kml.WriteKMZ(w, t, kml.WriteOptions{Name: o.Layer})
	})
}
