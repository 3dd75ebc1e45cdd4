package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// resultsFile is the result in an output folder.
const resultsFile = "results.json"

// maxResultBytes bounds a result that is read back.
const maxResultBytes = 2 << 30

type diffOptions struct {
	studyFlags
	ids  []string
	json bool
	csv  bool
}

func (a *app) diffCmd() *cobra.Command {
	o := &diffOptions{}
	cmd := &cobra.Command{
		Use:   "diff A B [C…]",
		Short: a.t("方案并排比较：目标、选址、覆盖、造价与公平", "scenarios side by side: targets, choices of sites, coverage, price and fairness"),
		Long: a.t(`A、B 是结果：输出文件夹、results.json，或研究文件（当场计算）。两个日期的结果也可以比：谁新达到、谁不再达到。
一个研究里的几个选址：fugai diff STUDY --id 甲 --id 乙。
公平：覆盖最差的单元的占比；基尼系数按人口加权，0 为各单元占比相同，越近 1 越不均。`,
			`A and B are results: output folders, results.json, or studies, which are run. Results of two dates will do: which units came to meet a target, and which ceased to.
Several choices of sites of one study: fugai diff STUDY --id a --id b.
Fairness: the share covered in the unit that has least; the Gini coefficient is weighted by people, 0 where all units have the same share, nearer to 1 the less even.`),
		Example: "  fugai report --sample conghua --as-of 2016-12-31 --out then\n  fugai report --sample conghua --out now\n  fugai diff then now\n  fugai diff --sample conghua --id nursing-8 --id nursing-plan-sites",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.diff(cmd.Context(), o, args)
		},
	}
	a.addStudyFlags(cmd, &o.studyFlags)
	cmd.Flags().StringSliceVar(&o.ids, "id", nil, a.t("只比这些选址（id）", "compare these sitings only (ids)"))
	cmd.Flags().BoolVar(&o.json, "json", false, "JSON")
	cmd.Flags().BoolVar(&o.csv, "csv", false, "CSV")
	return cmd
}

func (a *app) diff(ctx context.Context, o *diffOptions, args []string) error {
	usage := func(zh, en string) error { return usageError{errors.New(a.t(zh, en))} }
	switch {
	case o.sample != "" && len(args) > 0:
		return usageError{errBothStudyAndSample}
	case o.sample == "" && len(args) == 0, o.sample == "" && len(args) == 1 && len(o.ids) < 2:
		return usage("给出两个或更多结果，或一个研究加两个 --id", "give two results or more, or one study and two --id")
	case o.json && o.csv:
		return usage("--json 与 --csv 只能给一个", "give --json or --csv, not both")
	}
	var all []coverage.Scenario
	if o.sample != "" {
		args = []string{o.sample}
	}
	for _, path := range args {
		s, err := a.scenario(ctx, o, path)
		if err != nil {
			return err
		}
		all = append(all, *s)
	}
	if len(o.ids) > 0 {
		if err := keepSitings(a, all, o.ids); err != nil {
			return err
		}
	}
	c := coverage.Compare(all)
	switch {
	case o.json:
		enc := json.NewEncoder(a.Out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(c)
	case o.csv:
		return writeComparisonCSV(a.Out, &c, a.lang)
	}
	return output.WriteComparison(a.Out, &c, a.terminal())
}

// keepSitings leaves only those named, and no targets: they are not what is
// asked.
func keepSitings(a *app, all []coverage.Scenario, ids []string) error {
	found := map[string]bool{}
	var known []string
	for i := range all {
		all[i].Targets = nil
		var kept []coverage.Siting
		for _, id := range ids {
			for k := range all[i].Sitings {
				if all[i].Sitings[k].ID == id {
					kept = append(kept, all[i].Sitings[k])
					found[id] = true
				}
			}
		}
		for k := range all[i].Sitings {
			known = append(known, all[i].Sitings[k].ID)
		}
		all[i].Sitings = kept
	}
	for _, id := range ids {
		if !found[id] {
			return usageError{errors.New(a.t("没有选址 %[1]q；有：%[2]s", "there is no siting %[1]q; there are %[2]s", id, strings.Join(known, ", ")))}
		}
	}
	return nil
}

// scenario reads a result, or runs a study.
func (a *app) scenario(ctx context.Context, o *diffOptions, path string) (*coverage.Scenario, error) {
	if path == "" {
		return nil, usageError{errEmptyPath}
	}
	file := path
	if info, err := os.Stat(path); o.sample == "" && err == nil && info.IsDir() {
		if _, err := os.Stat(filepath.Join(path, resultsFile)); err == nil {
			file = filepath.Join(path, resultsFile)
		}
	}
	if o.sample == "" && strings.EqualFold(filepath.Ext(file), ".json") {
		return readScenario(path, file)
	}
	args := []string{path}
	if o.sample != "" {
		args = nil
	}
	s, asOf, err := o.open(args)
	if err != nil {
		return nil, err
	}
	bar := a.progress()
	defer bar.done()
	opts := runOptions(asOf, bar)
	opts.Stdin = a.In
	if len(o.ids) > 0 {
		opts.Sitings = o.ids
		r, err := s.Site(ctx, opts)
		if err != nil {
			return nil, err
		}
		out := coverage.ScenarioOf(path, r)
		return &out, nil
	}
	run, err := s.Run(ctx, opts)
	if err != nil {
		return nil, err
	}
	out := coverage.ScenarioOf(path, run.Result)
	return &out, nil
}

// readScenario reads results.json.
func readScenario(label, file string) (*coverage.Scenario, error) {
	wrong := func(what, hint datasets.Text) error {
		return &datasets.Problem{Where: datasets.Ref{File: file}, What: what, Hint: hint}
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, wrong(datasets.T("无法读取：%v", "cannot be read: %v", err), datasets.T("给出 fugai report 的输出文件夹", "name an output folder of fugai report"))
	}
	defer f.Close()
	s := &coverage.Scenario{Label: label}
	if err := json.NewDecoder(io.LimitReader(f, maxResultBytes)).Decode(s); err != nil {
		return nil, wrong(datasets.T("不是完整的 JSON：%v", "not complete JSON: %v", err), datasets.T("重新运行 fugai report", "run fugai report again"))
	}
	if s.Schema != coverage.SchemaID {
		return nil, wrong(datasets.T("不是 fugai 的结果（schema 是 %[1]q，应为 %[2]q）", "not a result of fugai (its schema is %[1]q, not %[2]q)", s.Schema, coverage.SchemaID),
			datasets.T("给出 fugai report 写出的 results.json 或其文件夹", "name the results.json that fugai report writes, or its folder"))
	}
	return s, nil
}

// writeComparisonCSV writes one figure a row: what, which, scenario, value.
func writeComparisonCSV(w io.Writer, c *coverage.Comparison, lang datasets.Lang) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"of", "id", "name", "scenario", "figure", "value"}) // an error stays until Flush
	row := func(cells ...string) {
		for i, s := range cells {
			cells[i] = output.CSVText(s)
		}
		_ = out.Write(cells)
	}
	for i := range c.Targets {
		d := &c.Targets[i]
		for k := range d.Cells {
			cell, label := &d.Cells[k], c.Scenarios[k].Label
			if !cell.Present {
				continue
			}
			row("target", d.ID, d.Name.In(lang), label, "value", decimal(cell.Value, 6))
			row("target", d.ID, d.Name.In(lang), label, "status", string(cell.Status))
			row("target", d.ID, d.Name.In(lang), label, "units_gained", fmt.Sprint(len(cell.Gained)))
			row("target", d.ID, d.Name.In(lang), label, "units_lost", fmt.Sprint(len(cell.Lost)))
		}
	}
	for i := range c.Choices {
		for k := range c.Choices[i].Cells {
			x := &c.Choices[i].Cells[k]
			for _, f := range [][2]string{{"status", string(x.Status)}, {"objective", orEmpty(x.Objective)}, {"chosen", fmt.Sprint(x.Sites)}, {"people_before", decimal(x.Before.People, 3)}, {"people_after", decimal(x.After.People, 3)},
				{"share_after", decimal(x.After.Share, 6)}, {"mean", orEmpty(x.After.Mean)}, {"worst", orEmpty(x.After.Worst)}, {"price", decimal(x.Price, 2)}, {"worst_unit_share", orEmpty(x.Fairness.WorstShare)},
				{"gini", orEmpty(x.Fairness.Gini)}, {"only_here", fmt.Sprint(len(x.Only))}, {"shared", fmt.Sprint(len(c.Choices[i].Shared))}} {
				row("siting", x.ID, x.Name.In(lang), x.Label, f[0], f[1])
			}
		}
	}
	out.Flush()
	return out.Error()
}
