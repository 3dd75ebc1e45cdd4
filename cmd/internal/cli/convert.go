package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo/crs"
	"fugai/output"
	"fugai/output/save"
)

type convertOptions struct {
	read      open.Options
	write     open.WriteOptions
	toCRS     string
	overwrite bool
}

func (a *app) convertCmd() *cobra.Command {
	o := &convertOptions{}
	cmd := &cobra.Command{
		Use:   "convert IN OUT",
		Short: a.t("转换图层的格式与坐标系", "convert a layer to another format or coordinate system"),
		Long: a.t(`格式由扩展名决定。读：GeoJSON、CSV、XLSX、Shapefile（.shp、.zip）、GeoPackage、KML/KMZ、OpenStreetMap（.osm.pbf、.osm，如 file.osm.pbf#amenity=school）；写：%s。
字段名、类型、中文和空值照原样保留；保留不了的逐条说明。几何先按 fugai check 的规则修复。默认写 WGS 84。
IN 和 OUT 都可以是 -（stdin、stdout）。已有的文件不会被覆盖，除非给 --overwrite。`, `The extensions choose the formats. Read: GeoJSON, CSV, XLSX, Shapefile (.shp, .zip), GeoPackage, KML/KMZ, OpenStreetMap (.osm.pbf, .osm, such as file.osm.pbf#amenity=school); written: %s.
Field names, types, Chinese and nulls are kept; what cannot be kept is told. Geometries are mended first, as fugai check says. WGS 84 is written by default.
IN and OUT may be - for stdin and stdout. A file that exists is not replaced unless --overwrite is given.`, strings.Join(open.Writable(), ", ")),
		Example: "  fugai convert 设施.xlsx 设施.gpkg --from-crs GCJ-02\n  fugai convert zones.shp zones.geojson --to-crs EPSG:4547",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.convert(cmd.Context(), o, args[0], args[1])
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.read.CRS, "from-crs", "", a.t("IN 的坐标系，如 GCJ-02、BD-09、EPSG:4547；默认看文件", "coordinate system of IN, such as GCJ-02, BD-09 or EPSG:4547; the file's own if not given"))
	f.StringVar(&o.toCRS, "to-crs", "", a.t("OUT 的坐标系；默认 WGS 84", "coordinate system of OUT; WGS 84 if not given"))
	f.StringVar(&o.read.Layer, "layer", "", a.t("IN 中的图层或工作表", "layer or sheet of IN"))
	f.StringVar(&o.read.Encoding, "encoding", "", a.t("IN 的文字编码，如 GBK；默认自动识别", "encoding of IN, such as GBK; found if not given"))
	f.IntVar(&o.read.Header, "header", 0, a.t("IN 的表头所在行", "row of the header of IN"))
	f.BoolVar(&o.read.Swap, "swap", false, a.t("IN 的坐标先纬度后经度", "positions of IN hold latitude before longitude"))
	f.StringVar(&o.write.Layer, "to-layer", "", a.t("OUT 中图层或工作表的名称", "name of the layer or sheet in OUT"))
	f.StringVar(&o.write.Encoding, "to-encoding", "", a.t("CSV 与 Shapefile 的文字编码：UTF-8 或 GBK", "encoding of CSV and Shapefiles: UTF-8 or GBK"))
	f.BoolVar(&o.write.Plain, "plain", false, a.t("CSV 不加只为表格软件而设的 BOM 和编码后的制表符", "CSV without the byte order mark and the TAB behind codes, which only spreadsheets need"))
	f.StringVar(&o.write.Format, "format", "", a.t("OUT 的格式；默认看扩展名，OUT 为 - 时必须写", "format of OUT; told by the extension if not given, needed where OUT is -"))
	f.BoolVar(&o.overwrite, "overwrite", false, a.t("替换已有的 OUT", "replace OUT where it exists"))
	return cmd
}

func (a *app) convert(ctx context.Context, o *convertOptions, in, out string) error {
	switch {
	case in == "" || out == "":
		return usageError{errEmptyPath}
	case o.read.Header < 0:
		return usageError{errors.New(a.t("--header 是表头的行号，从 1 起", "--header is the row of the header, from 1"))}
	}
	if o.toCRS != "" {
		system, err := crs.Parse(o.toCRS)
		if err != nil {
			return datasets.UnknownSystem(datasets.Ref{File: "--to-crs", Value: o.toCRS}, datasets.T("不认识坐标系“%s”", "the coordinate system %q is not known", o.toCRS), err)
		}
		o.write.System = system
	}
	o.read.Stdin = a.In
	o.read.Sheet = o.read.Layer
	t, err := open.Layer(ctx, in, o.read)
	if err != nil {
		return a.inFlags(err, convertFlags())
	}
	var paths []string
	var found []datasets.Finding
	if out == "-" {
		found, err = a.streamLayer(ctx, t, o.write)
	} else {
		paths, found, err = writeLayer(ctx, t, layerOut{in: in, out: out, options: o.write, overwrite: o.overwrite})
	}
	if err != nil || a.quiet {
		return err
	}
	if err := output.WriteFindings(a.Err, append(t.Findings, found...), a.terminal()); err != nil {
		return err
	}
	a.sayFlags(t.Findings, convertFlags())
	a.sayWritten(paths, len(t.Records))
	return nil
}

// convertFlags are what the keys of a layer are called in convert.
func convertFlags() []keyFlag {
	return []keyFlag{{"crs", "--from-crs"}, {"swap", "--swap"}, {"header", "--header"}, {"encoding", "--encoding"}, {"sheet", "--layer"}}
}

// sayWritten names the files of a layer, and once how many records it holds.
func (a *app) sayWritten(paths []string, records int) {
	for i, p := range paths {
		if i == 0 {
			a.say(a.t("已写出 %[1]s（%[2]d 条记录）", "wrote %[1]s (%[2]d records)", p, records))
		} else {
			a.say(a.t("已写出 %s", "wrote %s", p))
		}
	}
}

// streamLayer writes a table to stdout, by way of a temporary file: some
// formats are not written from start to end.
func (a *app) streamLayer(ctx context.Context, t *datasets.Table, o open.WriteOptions) (found []datasets.Finding, err error) {
	if o.Format == "" {
		return nil, usageError{errors.New(a.t("写到 stdout（-）时用 --format 指定格式，如 --format GeoJSON", "name the format with --format when writing to stdout (-), such as --format GeoJSON"))}
	}
	if o.Layer == "" {
		o.Layer = "layer"
	}
	parts, err := open.Encode(t, "-", o, func(f []datasets.Finding) { found = append(found, f...) })
	if err != nil {
		return nil, err
	}
	if len(parts) > 1 {
		return nil, usageError{errors.New(a.t("Shapefile 由几个文件组成，不能写到 stdout；可用 --format ZippedShapefile", "a Shapefile is several files and cannot go to stdout; use --format ZippedShapefile"))}
	}
	dir, err := os.MkdirTemp("", "fugai-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "layer")
	if err := parts[0].Write(ctx, path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // read only: nothing to lose
	_, err = io.Copy(a.Out, f)
	return found, err
}

// layerOut says where a layer is written.
type layerOut struct {
	in, out   string // in is never written to
	options   open.WriteOptions
	overwrite bool
}

// writeLayer writes a table as the files that its format asks for, together,
// and gives their paths and what could not be kept.
func writeLayer(ctx context.Context, t *datasets.Table, o layerOut) (paths []string, found []datasets.Finding, err error) {
	parts, err := open.Encode(t, o.out, o.options, func(f []datasets.Finding) { found = append(found, f...) })
	if err != nil {
		return nil, nil, err
	}
	dir, base := filepath.Dir(o.out), filepath.Base(o.out)
	var files []save.Part
	for _, p := range parts {
		name := base
		if p.Ext != "" {
			name = strings.TrimSuffix(base, filepath.Ext(base)) + p.Ext
		}
		if err := mayWrite(filepath.Join(dir, name), o); err != nil {
			return nil, nil, err
		}
		files = append(files, save.Part{Name: name, Write: p.Write})
	}
	if err := stale(o.out, parts); err != nil {
		return nil, nil, err
	}
	paths, err = save.Files(ctx, dir, files)
	return paths, found, err
}

// stale refuses to write a Shapefile beside a part of an older one that the
// new one does not replace: programs would read the two together.
func stale(out string, parts []open.Part) error {
	stem := strings.TrimSuffix(out, filepath.Ext(out))
	written := map[string]bool{}
	for _, p := range parts {
		written[p.Ext] = true
	}
	if !written[".shp"] && !written[".dbf"] {
		return nil
	}
	for _, ext := range []string{".prj", ".cpg", ".shp", ".shx", ".qix", ".sbn", ".sbx"} {
		if _, err := os.Stat(stem + ext); err == nil && !written[ext] {
			return &datasets.Problem{Where: datasets.Ref{File: stem + ext}, What: datasets.T("旧的 Shapefile 的这一部分会与新文件混用", "this part of an older Shapefile would be read with the new one"),
				Hint: datasets.T("先删除它，或换一个文件名", "delete it first, or name another file")}
		}
	}
	return nil
}

// mayWrite refuses to replace the input, and anything without leave.
func mayWrite(path string, o layerOut) error {
	there, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	file, _, _ := strings.Cut(o.in, "#")
	if from, e := os.Stat(file); err == nil && e == nil && os.SameFile(from, there) {
		return &datasets.Problem{Where: datasets.Ref{File: path}, What: datasets.T("输出就是输入文件", "the output is the input"),
			Hint: datasets.T("请写另一个文件名", "name another file")}
	}
	if err == nil && !o.overwrite { // another error is for the writer to explain
		return &datasets.Problem{Where: datasets.Ref{File: path}, What: datasets.T("文件已存在，没有覆盖", "it exists and was not replaced"),
			Hint: datasets.T("换一个文件名，或加 --overwrite", "name another file, or add --overwrite")}
	}
	return nil
}
