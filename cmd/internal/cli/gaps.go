package cli

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fugai/coverage"
	"fugai/output"
	"fugai/output/gis"
	"fugai/output/save"
)

// atomic writes a single file whole or not at all.
var atomic = save.Atomic

type gapsOptions struct {
	studyFlags
	targets []string
	format  string
	out     string
	json    bool
}

func (a *app) gapsCmd() *cobra.Command {
	o := &gapsOptions{}
	cmd := &cobra.Command{
		Use:     "gaps [STUDY]",
		Short:   a.t("各目标还缺什么：表格、CSV 或 GeoJSON", "what each target misses: a table, CSV or GeoJSON"),
		Example: "  fugai gaps --sample babu\n  fugai gaps study.yaml --target reading-2025 --format geojson --out gaps.geojson",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.gaps(cmd.Context(), o, args)
		},
	}
	a.addStudyFlags(cmd, &o.studyFlags)
	f := cmd.Flags()
	f.StringSliceVar(&o.targets, "target", nil, a.t("只看这些目标（id）", "these targets only (ids)"))
	f.StringVar(&o.format, "format", "table", "table | csv | geojson")
	f.StringVarP(&o.out, "out", "o", "", a.t("写入文件而不是 stdout", "file to write to instead of stdout"))
	f.BoolVar(&o.json, "json", false, a.t("等同于 --format geojson", "the same as --format geojson"))
	return cmd
}

func (a *app) gaps(ctx context.Context, o *gapsOptions, args []string) error {
	if o.json {
		o.format = "geojson"
	}
	if !slices.Contains([]string{"table", "csv", "geojson"}, o.format) {
		return usageError{errors.New("--format table | csv | geojson")}
	}
	s, asOf, err := o.open(args)
	if err != nil {
		return err
	}
	bar := a.progress()
	opts := runOptions(asOf, bar)
	opts.NoSitings = true
	run, err := s.Run(ctx, opts)
	bar.done()
	if err != nil {
		return err
	}
	r := run.Result
	if len(o.targets) > 0 {
		if err := a.keepTargets(r, o.targets); err != nil {
			return err
		}
	}
	return a.writeTo(o.out, func(w io.Writer) error {
		switch o.format {
		case "csv":
			return output.WriteGapsCSV(w, r, a.lang)
		case "geojson":
			return gis.WriteGaps(w, r)
		}
		return output.WriteGapsTable(w, r, a.terminal())
	})
}

// keepTargets drops all targets but those named.
func (a *app) keepTargets(r *coverage.Result, ids []string) error {
	var kept []coverage.Ledger
	for _, id := range ids {
		i := slices.IndexFunc(r.Targets, func(l coverage.Ledger) bool { return l.ID == id })
		if i < 0 {
			var known []string
			for i := range r.Targets {
				known = append(known, r.Targets[i].ID)
			}
			return usageError{errors.New(a.t("没有目标 %[1]q；研究中有：%[2]s", "there is no target %[1]q; the study has %[2]s", id, strings.Join(known, ", ")))}
		}
		kept = append(kept, r.Targets[i])
	}
	r.Targets = kept
	return nil
}
