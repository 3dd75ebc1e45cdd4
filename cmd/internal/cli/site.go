package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/internal/study"
	"fugai/internal/travel"
	"fugai/output"
)

type siteOptions struct {
	studyFlags
	files     siteFiles
	layer     layerFlags
	ids       []string
	timeLimit string
	gap       string
	steps     bool
	json      bool
}

func (a *app) siteCmd() *cobra.Command {
	o := &siteOptions{}
	cmd := &cobra.Command{
		Use:   "site [STUDY]",
		Short: a.t("下一批设施放在哪里：从候选点中选出最好的，证明它，并逐个说明理由", "where the next facilities should go: the best of the candidates, proved, and each with its reasons"),
		Long: a.t(`回答研究文件里 siting: 下的选址（--id 只答其中几个）；或者不要研究文件，用 --demand 和 --candidates 直接给出图层。
模型：mclp（限时限距内覆盖最多，默认）、lscp（最少点全覆盖，--share 为部分）、p-median（总路程最短）、p-center（最远者最近）、backup（先覆盖再双重覆盖）、dispersion（彼此最远）、cover-then-cost（先覆盖后路程）。
每个结果都说明证明到什么程度：已证最优，或至多还能好多少。Ctrl-C 停下来并写出到此为止最好的选法（再按一次立即结束）。
路程：默认直线；给了 --roads 则沿路网；--costs 用现成的费用表（列 demand、site、cost，按编号或名称对应，缺的键会报错）。
退出码：0 完成 · 1 数据有误 · 4 没有可行的选法 · 64 用法 · 130 被中断（已写出最好的选法）。说明见 docs/siting.md。`,
			`Answers the questions under siting: of a study (--id some of them); or without a study, layers named by --demand and --candidates.
Models: mclp (most people within the limit, if not given), lscp (fewest sites for all, or --share of them), p-median (shortest ways in sum), p-center (nearest for the farthest), backup (cover, then cover twice), dispersion (as far apart as can be), cover-then-cost.
Every answer says how far it is proved: best, or how much better is possible at most. Ctrl-C stops and writes the best so far (a second one ends at once).
Ways: straight if nothing is said, along streets with --roads, or by a table with --costs (columns demand, site, cost, matched by ID or name; keys that miss are errors).
Exit codes: 0 done · 1 the data is wrong · 4 no choice is possible · 64 usage · 130 interrupted, with the best so far. See docs/siting.md.`),
		Example: "  fugai site --sample conghua\n  fugai init longgang --sample longgang\n  fugai site --demand longgang/居民点.csv --candidates longgang/公共场所.csv --sites 5 --within 15min --roads longgang/道路.zip --group children",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !o.files.given() {
				for _, flag := range o.files.ownFlags() {
					if cmd.Flags().Changed(flag) {
						return usageError{errors.New(a.t("--%s 用于 --demand 与 --candidates；研究文件里写在 siting（或 travel）下", "--%s goes with --demand and --candidates; a study says it under siting (or travel)", flag))}
					}
				}
			}
			return a.site(cmd.Context(), o, args)
		},
	}
	a.addStudyFlags(cmd, &o.studyFlags)
	f := cmd.Flags()
	f.StringSliceVar(&o.ids, "id", nil, a.t("只回答研究里的这些选址（id）", "answer these of the study only (ids)"))
	f.StringVar(&o.timeLimit, "time-limit", "", a.t("每个选址最长的搜索时间，如 30s、5min；默认 60s", "the longest that each search may take, such as 30s or 5min; 60s if not given"))
	f.StringVar(&o.gap, "gap", "", a.t("可以接受的差距，如 0.5%；默认证明最优", "the gap that is good enough, such as 0.5%; the best is proved if not given"))
	f.BoolVar(&o.steps, "steps", false, a.t("在 stderr 上写出每一步用时", "write the time of each step to stderr"))
	f.BoolVar(&o.json, "json", false, "JSON")
	a.addSiteFiles(cmd, &o.files)
	a.addLayerFlags(cmd, &o.layer, "GeoJSON")
	return cmd
}

// infeasibleError says that a question of where next has no answer.
type infeasibleError struct{ what datasets.Text }

func (e infeasibleError) Error() string { return e.what.EN }

// interruptedError says that Ctrl-C ended a search, and the best so far was
// written.
type interruptedError struct{}

func (interruptedError) Error() string { return "interrupted" }

func (a *app) site(ctx context.Context, o *siteOptions, args []string) error {
	s, asOf, err := o.question(a, args)
	if err != nil {
		return err
	}
	if err := o.layer.mayWrite(append(o.files.inputs(), args...)...); err != nil {
		return err
	}
	bar := a.progress()
	opts := runOptions(asOf, bar)
	opts.Stdin, opts.NoCache = a.In, o.files.street.skipKept
	if err := o.search(a, &opts); err != nil {
		return err
	}
	r, err := s.Site(ctx, opts)
	bar.done()
	if err != nil {
		return a.inFlags(err, o.keys())
	}
	return a.writeSitings(ctx, o, r)
}

// keys are the flags that hints name; a study has the keys themselves.
func (o *siteOptions) keys() []keyFlag {
	if o.files.given() {
		return siteKeys()
	}
	return nil
}

// question opens the study, or makes one of the files.
func (o *siteOptions) question(a *app, args []string) (*study.Study, datasets.Date, error) {
	var none datasets.Date
	if !o.files.given() {
		return o.open(args)
	}
	switch {
	case len(args) > 0 || o.sample != "":
		return nil, none, usageError{errors.New(a.t("给出 STUDY（或 --sample），或者 --demand 与 --candidates", "give STUDY (or --sample), or --demand and --candidates"))}
	case len(o.ids) > 0:
		return nil, none, usageError{errors.New(a.t("--id 用于研究文件", "--id goes with a study"))}
	}
	q, err := o.files.question(a, o.asOf)
	if err != nil {
		return nil, none, err
	}
	s, err := study.AskFiles(q)
	return s, none, a.inFlags(err, siteKeys())
}

// search understands the flags of the search.
func (o *siteOptions) search(a *app, opts *study.Options) error {
	opts.Sitings, opts.KeepBest = o.ids, true
	if o.timeLimit != "" {
		v, unit, err := travel.ParseCost(o.timeLimit)
		if err != nil || unit != travel.Seconds {
			return usageError{errors.New(a.t("--time-limit %q 不是时长；例如 30s、5min", "--time-limit %q is not a time; for example 30s or 5min", o.timeLimit))}
		}
		opts.TimeLimit = time.Duration(v * float64(time.Second))
	}
	if o.gap != "" {
		g, err := study.ParseGap(o.gap)
		if err != nil {
			return usageError{errors.New(a.t("--gap %q 须在 0 到 1 之间；例如 0.5%% 或 0.005", "--gap %q is a share from 0 to 1; for example 0.5%% or 0.005", o.gap))}
		}
		opts.Gap = &g
	}
	return nil
}

// writeSitings writes the answers and judges them.
func (a *app) writeSitings(ctx context.Context, o *siteOptions, r *coverage.Result) error {
	if err := a.sayFindings(pressing(r.Quality.Findings), o.keys()); err != nil {
		return err
	}
	switch {
	case o.json:
		if err := output.WriteJSON(a.Out, r); err != nil {
			return err
		}
	case o.layer.toFile() || o.layer.format == "":
		if err := output.WriteSitings(a.Out, r, a.terminal()); err != nil {
			return err
		}
	}
	if o.steps && !a.quiet {
		if err := output.WriteSitingSteps(a.Err, r, a.terminal()); err != nil {
			return err
		}
	}
	if o.layer.toFile() || o.layer.format != "" {
		if err := a.writeSites(context.WithoutCancel(ctx), r, &o.layer); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return interruptedError{}
	}
	for i := range r.Sitings {
		if s := &r.Sitings[i]; s.Status == coverage.SitingInfeasible {
			return infeasibleError{datasets.T("选址 %[1]s 没有可行的选法：%[2]s", "siting %[1]s has no possible choice: %[2]s", s.ID, s.Why)}
		}
	}
	return nil
}
