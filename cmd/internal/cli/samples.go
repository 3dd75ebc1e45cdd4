package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"fugai/datasets"
	"fugai/datasets/samples"
	"fugai/internal/study"
)

func (a *app) samplesCmd() *cobra.Command {
	var figures, asJSON bool
	cmd := &cobra.Command{
		Use:   "samples [NAME]",
		Short: a.t("内置的五个区的示例；公开数字与计算结果对照", "the five embedded districts; published figures beside computed ones"),
		Long: a.t("列出内置示例。加 --figures 运行示例，把公开报告中的每个数字与计算结果逐项对照。地名与总数为公开数字，边界、位置与人口为程序生成。",
			"Lists the embedded samples. With --figures it runs them and sets every figure of the published reports beside the computed one. Place names and totals are published; boundaries, positions and populations are generated."),
		Example:           "  fugai samples\n  fugai samples babu --figures",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(samples.Names(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			names := samples.Names()
			if len(args) == 1 {
				if _, err := samples.FS(args[0]); err != nil {
					return err
				}
				names = args
			}
			if figures {
				return a.figures(cmd.Context(), names, asJSON)
			}
			return a.samples(names, asJSON)
		},
	}
	cmd.Flags().BoolVar(&figures, "figures", false, a.t("公开数字与计算结果对照", "published figures beside computed ones"))
	cmd.Flags().BoolVar(&asJSON, "json", false, "JSON")
	return cmd
}

func (a *app) samples(names []string, asJSON bool) error {
	var list []samples.Description
	for _, name := range names {
		d, err := samples.Info(name)
		if err != nil {
			return err
		}
		list = append(list, d)
	}
	if asJSON {
		return a.encode(list)
	}
	t := a.table(a.t("名称", "name"), a.t("标题", "title"), a.t("截至", "as of"), a.t("来源", "source"))
	for _, d := range list {
		t.AppendRow(table.Row{d.Name, d.Title.In(a.lang), d.AsOf.In(a.lang), d.Source.In(a.lang)})
	}
	_, err := fmt.Fprintln(a.Out, t.Render())
	return err
}

// figures prints the table published against computed.
func (a *app) figures(ctx context.Context, names []string, asJSON bool) error {
	var all []study.Comparison
	for _, name := range names {
		c, err := study.Compare(ctx, name)
		if err != nil {
			return err
		}
		all = append(all, c...)
	}
	var err error
	if asJSON {
		err = a.encode(all)
	} else {
		_, err = fmt.Fprintln(a.Out, a.figureTable(all))
	}
	if err != nil {
		return err
	}
	for _, c := range all {
		if !c.OK {
			return &datasets.Problem{What: datasets.T("有数字与公开值不符", "a figure differs from the published one")}
		}
	}
	return nil
}

func (a *app) figureTable(all []study.Comparison) string {
	t := a.table(a.t("示例", "sample"), a.t("公开报告的表述", "published phrase"), a.t("公开", "published"), a.t("计算", "computed"), "", a.t("尚未计算", "not yet computed"))
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 2, WidthMax: 36}, {Number: 4, WidthMax: 46}, {Number: 6, WidthMax: 30}})
	for _, c := range all {
		mark := "✓"
		switch {
		case !c.OK:
			mark = "✗"
		case len(c.Got) == 0:
			mark = "–"
		}
		t.AppendRow(table.Row{c.District, c.Phrase, c.Published, strings.Join(c.Got, "\n"), mark, c.NotYet.In(a.lang)})
	}
	return t.Render()
}

// table is a plain table; Render gives its text.
func (a *app) table(header ...any) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault // not upper case
	t.AppendHeader(header)
	return t
}

// encode writes indented JSON to stdout.
func (a *app) encode(v any) error {
	enc := json.NewEncoder(a.Out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
