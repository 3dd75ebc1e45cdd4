package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/output"
	"fugai/output/save"
)

var (
	errBothStudyAndSample = &datasets.Problem{What: datasets.T("STUDY 与 --sample 只能给一个", "give STUDY or --sample, not both")}
	errEmptyPath          = &datasets.Problem{What: datasets.T("路径是空的", "the path is empty")}
)

type reportOptions struct {
	studyFlags
	out            string
	formats        []string
	json           bool
	requireTargets bool
	args           []string
}

func (a *app) reportCmd() *cobra.Command {
	o := &reportOptions{}
	cmd := &cobra.Command{
		Use:   "report [STUDY]",
		Short: a.t("计算研究中的全部目标，写出报告、工作簿与 QGIS 工程", "measure a study's targets; write the report, the workbook and the QGIS project"),
		Long: a.t(`读入研究文件（默认当前文件夹的 study.yaml），计算全部目标，写出：
  report.html  report.xlsx  results.gpkg  results.qgz  gaps.geojson  results.json  run.json
要么全部写成，要么旧文件原样保留。`,
			`Reads the study file (study.yaml of the current folder if none is given), measures all targets and writes
  report.html  report.xlsx  results.gpkg  results.qgz  gaps.geojson  results.json  run.json
All of them are written, or the old ones stay as they were.`),
		Example: "  fugai report --sample longgang --out out\n  fugai report study.yaml --as-of 2024-12-31 --lang en --out out-2024\n  fugai report --sample babu --json | head",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			return a.report(cmd.Context(), o)
		},
	}
	a.addStudyFlags(cmd, &o.studyFlags)
	cmd.Flags().StringVarP(&o.out, "out", "o", "out", a.t("输出文件夹", "folder to write to"))
	cmd.Flags().StringSliceVar(&o.formats, "format", nil, a.t("只写这些文件：", "write these only: ")+strings.Join(save.Formats(), ", "))
	cmd.Flags().BoolVar(&o.json, "json", false, a.t("把结果 JSON 写到 stdout，不写文件", "write the result as JSON to stdout, and no files"))
	cmd.Flags().BoolVar(&o.requireTargets, "require-targets", false, a.t("有目标未达标时以 3 退出", "exit with 3 if a target is not met"))
	return cmd
}

func (a *app) report(ctx context.Context, o *reportOptions) error {
	started := time.Now()
	if err := o.usage(a); err != nil {
		return err
	}
	s, asOf, err := o.open(o.args)
	if err != nil {
		return err
	}
	bar := a.progress()
	run, err := s.Run(ctx, runOptions(asOf, bar))
	if err != nil {
		bar.done()
		return err
	}
	if o.json {
		bar.done()
		if err := output.WriteJSON(a.Out, run.Result); err != nil {
			return err
		}
		return o.judge(run.Result)
	}
	about := save.Run{Program: "fugai", Version: version, Go: runtime.Version(), Started: started, Inputs: digests(run.Inputs),
		Settings: map[string]string{"as_of": run.Result.AsOf.String(), "lang": string(a.lang), "sample": o.sample}}
	about.Study = &digests([]open.Input{run.Study})[0]
	paths, err := save.All(ctx, o.out, run.Result, about, save.Options{Lang: a.lang, Formats: o.formats, Progress: bar.writing})
	bar.done()
	if err != nil {
		return err
	}
	if err := output.WriteSummary(a.Out, run.Result, a.terminal()); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(a.Out, "\n%s\n", strings.Join(paths, "\n")); err != nil {
		return err
	}
	return o.judge(run.Result)
}

// usage checks what needs no data before any is read.
func (o *reportOptions) usage(a *app) error {
	if o.out == "" {
		return usageError{errors.New(a.t("--out 是空的", "--out is empty"))}
	}
	for _, f := range o.formats {
		if save.File(f) == "" {
			return usageError{errors.New(a.t("没有输出格式 %[1]q；可用：%[2]s", "there is no output format %[1]q; the formats are %[2]s", f, strings.Join(save.Formats(), ", ")))}
		}
	}
	return nil
}

// judge turns unmet targets into an error where they are required.
func (o *reportOptions) judge(r *coverage.Result) error {
	if !o.requireTargets {
		return nil
	}
	var ids []string
	for i := range r.Targets {
		if s := r.Targets[i].Status; s != coverage.Met && s != coverage.Counted {
			ids = append(ids, r.Targets[i].ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return missedError{datasets.T("未达标的目标：%s", "targets not met: %s", strings.Join(ids, ", "))}
}

// digests puts what was read into the run's record.
func digests(in []open.Input) []save.Digest {
	out := make([]save.Digest, 0, len(in))
	for _, i := range in {
		out = append(out, save.Digest{Path: i.Path, SHA256: i.SHA256, Bytes: i.Size})
	}
	return out
}
