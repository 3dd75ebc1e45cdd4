package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/internal/study"
	"fugai/internal/travel"
	"fugai/output"
)

type checkOptions struct {
	file      study.FileOptions
	clean     []string
	overwrite bool
	json      bool
	sample    string
}

func (a *app) checkCmd() *cobra.Command {
	o := &checkOptions{}
	cmd := &cobra.Command{
		Use:   "check FILE|STUDY",
		Short: a.t("检查图层或研究：读到什么、怎么理解、有什么问题", "check a layer or a study: what was read, how it was understood, what is wrong"),
		Long: a.t(`FILE 是图层（GeoJSON、CSV、XLSX、Shapefile、GeoPackage、KML、OpenStreetMap，- 为 stdin）；STUDY 是研究文件或其文件夹，检查其全部图层及相互关系。
--areas 给出对照的单元图层：设施是否落在图外、是否与所写单元不符，两者是否有一个是未注明的 GCJ-02 或 BD-09。坐标从不自行偏移。
--clean 把图层照理解的样子写成新文件（WGS 84，修复过的几何，规整的编码、数字和日期），扩展名决定格式，可重复。
有错误级发现时以 1 退出。`, `FILE is a layer (GeoJSON, CSV, XLSX, Shapefile, GeoPackage, KML, OpenStreetMap, - for stdin); STUDY is a study file or its folder, of which all layers and how they fit are checked.
--areas names a layer of units to compare with: facilities off the map or in another unit than they name, and whether one of the two is in GCJ-02 or BD-09 without saying so. Coordinates are never shifted unasked.
--clean writes the layer as it was understood to a new file (WGS 84, mended geometries, plain codes, numbers and dates); the extension chooses the format; repeatable.
Exits with 1 if a finding is an error.`),
		Example: "  fugai check stations.csv --as facilities --areas zones.shp\n  fugai check 母婴室.xlsx --crs GCJ-02 --clean 母婴室.gpkg --clean 母婴室.csv\n  fugai check --sample jintan\n  fugai check 龙岗.osm.pbf\n  fugai check study.yaml --json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.check(cmd.Context(), o, args)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.file.As, "as", "", a.t("把 FILE 当作 areas、facilities、demand、candidates 或 roads（道路）；默认由内容判断：面，或有层级与代码列的，为 areas，OpenStreetMap 文件为 roads，其余为 facilities", "read FILE as areas, facilities, demand, candidates or roads; if not given, polygons and rows with level and code are areas, files of OpenStreetMap are roads, all else facilities"))
	f.StringVar(&o.file.CRS, "crs", "", a.t("FILE 的坐标系，如 GCJ-02、EPSG:4547", "coordinate system of FILE, such as GCJ-02 or EPSG:4547"))
	f.BoolVar(&o.file.Swap, "swap", false, a.t("FILE 的坐标先纬度后经度", "positions of FILE hold latitude before longitude"))
	f.StringVar(&o.file.Sheet, "sheet", "", a.t("XLSX 的工作表", "sheet of an XLSX file"))
	f.IntVar(&o.file.Header, "header", 0, a.t("表头所在行", "row of the header"))
	f.StringVar(&o.file.Areas, "areas", "", a.t("对照的单元图层", "layer of units to compare FILE with"))
	f.StringVar(&o.file.AreasCRS, "areas-crs", "", a.t("对照图层的坐标系", "coordinate system of that layer"))
	f.StringArrayVar(&o.clean, "clean", nil, a.t("把理解后的图层写入此文件（可重复）", "write the layer as understood to this file (repeatable)"))
	f.BoolVar(&o.overwrite, "overwrite", false, a.t("替换已有的 --clean 文件", "replace --clean files that exist"))
	f.StringVar(&o.sample, "sample", "", a.t("检查内置示例", "check an embedded sample"))
	f.BoolVar(&o.json, "json", false, "JSON")
	return cmd
}

func (a *app) check(ctx context.Context, o *checkOptions, args []string) error {
	q, err := a.quality(ctx, o, args)
	if err != nil {
		return err
	}
	if o.json {
		err = output.WriteQualityJSON(a.Out, q)
	} else {
		err = output.WriteQuality(a.Out, q, a.terminal())
	}
	if err != nil {
		return err
	}
	if !o.json && !a.quiet && !ofStudy(o, args) {
		a.sayFlags(q.Findings, checkFlags())
	}
	if n := q.Count(datasets.SeverityError); n > 0 {
		return &datasets.Problem{What: datasets.T("有 %d 类错误，须先改正", "%d kinds of errors must be mended first", n)}
	}
	return nil
}

// checkFlags are what the keys of a layer are called in check.
func checkFlags() []keyFlag {
	return []keyFlag{{"crs", "--crs"}, {"swap", "--swap"}, {"header", "--header"}, {"sheet", "--sheet"}}
}

func (a *app) quality(ctx context.Context, o *checkOptions, args []string) (*datasets.Quality, error) {
	switch {
	case len(args) > 0 && args[0] == "":
		return nil, usageError{errEmptyPath}
	case o.file.Header < 0:
		return nil, usageError{errors.New(a.t("--header 是表头的行号，从 1 起", "--header is the row of the header, from 1"))}
	case !slices.Contains([]string{"", "areas", "facilities", "demand", "candidates", "roads"}, o.file.As):
		return nil, usageError{errors.New("--as areas | facilities | demand | candidates | roads")}
	case o.sample != "" && len(args) > 0:
		return nil, usageError{errBothStudyAndSample}
	case len(args) == 0 && o.sample == "":
		args = []string{"."}
	}
	if ofStudy(o, args) {
		return a.checkStudy(ctx, o, args)
	}
	o.file.Stdin = a.In
	if o.file.As == "roads" || o.file.As == "" && open.IsOSM(args[0]) {
		return a.checkRoads(ctx, o, args[0])
	}
	q, clean, err := study.CleanFile(ctx, args[0], o.file)
	if err != nil {
		return nil, a.inFlags(err, checkFlags())
	}
	return q, a.writeClean(ctx, clean, args[0], o)
}

// checkRoads checks streets.
func (a *app) checkRoads(ctx context.Context, o *checkOptions, path string) (*datasets.Quality, error) {
	if len(o.clean) > 0 || o.file.Areas != "" {
		return nil, usageError{errors.New(a.t("--clean 和 --areas 不用于道路；道路图层用 fugai convert 转换", "--clean and --areas are not for streets; fugai convert converts layers of streets"))}
	}
	q, err := travel.CheckRoads(ctx, path, nil, open.Options{CRS: o.file.CRS, Swap: o.file.Swap, Sheet: o.file.Sheet, Header: o.file.Header, Stdin: a.In})
	return q, a.inFlags(err, checkFlags())
}

// ofStudy tells the check of a study from that of one layer.
func ofStudy(o *checkOptions, args []string) bool {
	return o.sample != "" || len(args) == 0 || isStudy(args[0]) && o.file.As == ""
}

// checkStudy checks all layers of a study.
func (a *app) checkStudy(ctx context.Context, o *checkOptions, args []string) (*datasets.Quality, error) {
	if len(o.clean) > 0 || o.file.Areas != "" {
		return nil, usageError{errors.New(a.t("--clean 和 --areas 用于单个图层，不用于研究", "--clean and --areas are for a single layer, not for a study"))}
	}
	if o.sample != "" {
		s, err := study.Sample(o.sample)
		if err != nil {
			return nil, err
		}
		return s.Check(ctx)
	}
	s, err := study.Open(args[0])
	if err != nil {
		return nil, err
	}
	return s.Check(ctx)
}

// writeClean writes the layer as it was understood to every file asked for.
func (a *app) writeClean(ctx context.Context, t *datasets.Table, in string, o *checkOptions) error {
	for _, out := range o.clean {
		paths, found, err := writeLayer(ctx, t, layerOut{in: in, out: out, overwrite: o.overwrite})
		if err != nil {
			return err
		}
		if a.quiet {
			continue
		}
		if err := output.WriteFindings(a.Err, found, a.terminal()); err != nil {
			return err
		}
		a.sayWritten(paths, len(t.Records))
	}
	return nil
}

// isStudy tells a study file or folder from a layer.
func isStudy(path string) bool {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return true
	}
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".yaml" || ext == ".yml"
}

// writeTo runs write on the named file, whole or not at all, or on stdout.
func (a *app) writeTo(path string, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		return write(a.Out)
	}
	if err := atomic(path, write); err != nil {
		return err
	}
	if !a.quiet {
		a.say(a.t("已写出 %s", "wrote %s", path))
	}
	return nil
}
