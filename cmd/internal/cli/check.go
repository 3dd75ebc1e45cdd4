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
	"fugai/internal/study"
	"fugai/output"
)

type checkOptions struct {
	as     string
	crs    string
	sheet  string
	header int
	json   bool
	sample string
}

func (a *app) checkCmd() *cobra.Command {
	o := &checkOptions{}
	cmd := &cobra.Command{
		Use:   "check FILE|STUDY",
		Short: a.t("检查图层或研究：读到什么、怎么理解、有什么问题", "check a layer or a study: what was read, how it was understood, what is wrong"),
		Long: a.t(`FILE 是图层（GeoJSON、CSV、XLSX，- 为 stdin）；STUDY 是研究文件或其文件夹，检查其全部图层及相互关系。
有错误级发现时以 1 退出。`, `FILE is a layer (GeoJSON, CSV, XLSX, - for stdin); STUDY is a study file or its folder, of which all layers and how they fit are checked.
Exits with 1 if a finding is an error.`),
		Example: "  fugai check stations.csv --as facilities\n  fugai check --sample jintan\n  fugai check study.yaml --json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.check(cmd.Context(), o, args)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.as, "as", "", a.t("把 FILE 当作 areas、facilities、demand 或 candidates", "read FILE as areas, facilities, demand or candidates"))
	f.StringVar(&o.crs, "crs", "", a.t("FILE 的坐标系，如 GCJ-02、EPSG:4547", "coordinate system of FILE, such as GCJ-02 or EPSG:4547"))
	f.StringVar(&o.sheet, "sheet", "", a.t("XLSX 的工作表", "sheet of an XLSX file"))
	f.IntVar(&o.header, "header", 0, a.t("表头所在行", "row of the header"))
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
	if n := q.Count(datasets.SeverityError); n > 0 {
		return &datasets.Problem{What: datasets.T("有 %d 类错误，须先改正", "%d kinds of errors must be mended first", n)}
	}
	return nil
}

func (a *app) quality(ctx context.Context, o *checkOptions, args []string) (*datasets.Quality, error) {
	switch {
	case len(args) > 0 && args[0] == "":
		return nil, usageError{errEmptyPath}
	case o.header < 0:
		return nil, usageError{errors.New(a.t("--header 是表头的行号，从 1 起", "--header is the row of the header, from 1"))}
	case !slices.Contains([]string{"", "areas", "facilities", "demand", "candidates"}, o.as):
		return nil, usageError{errors.New("--as areas | facilities | demand | candidates")}
	case o.sample != "" && len(args) > 0:
		return nil, usageError{errBothStudyAndSample}
	case o.sample != "":
		s, err := study.Sample(o.sample)
		if err != nil {
			return nil, err
		}
		return s.Check(ctx)
	case len(args) == 0:
		args = []string{"."}
	}
	if isStudy(args[0]) && o.as == "" {
		s, err := study.Open(args[0])
		if err != nil {
			return nil, err
		}
		return s.Check(ctx)
	}
	return study.CheckFile(ctx, args[0], study.FileOptions{As: o.as, CRS: o.crs, Sheet: o.sheet, Header: o.header, Stdin: a.In})
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
