package study

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"fugai/coverage"
	"fugai/datasets"
)

func (s *Study) askPhases(a *ask) error {
	sum := 0
	for i := range a.e.Phases {
		p := &a.e.Phases[i]
		n, err := count(p.Sites, 0)
		if err != nil {
			return err
		}
		if p.Year.text == "" || n == 0 {
			return wrong(cmp.Or(p.Year, p.Sites), datasets.T("phases 的每一步要有 year 和 sites", "each step of phases needs year and sites"), datasets.T("如 phases: {2017: 8, 2018: 8}", "such as phases: {2017: 8, 2018: 8}"))
		}
		if slices.ContainsFunc(a.phases, func(have phaseAsk) bool { return have.name == p.Year.text }) {
			return wrong(p.Year, datasets.T("phases 里 %s 写了两次", "%s stands twice in phases", p.Year.text), datasets.Text{})
		}
		a.phases = append(a.phases, phaseAsk{p.Year.text, n})
		sum += n
	}
	switch {
	case len(a.phases) == 0:
		return nil
	case a.sites == 0 && a.model != coverage.ModelLSCP:
		a.sites = sum
	case a.sites > 0 && sum != a.sites:
		return wrong(a.e.Sites, datasets.T("sites 是 %[1]d，phases 各步之和是 %[2]d", "sites is %[1]d and the steps of phases sum to %[2]d", a.sites, sum), datasets.T("去掉 sites，或让两者一致", "leave sites out, or make them agree"))
	}
	return nil
}

func (s *Study) askSearch(a *ask) (err error) {
	e := a.e
	if e.ReportBy.set() {
		if a.reportBy, err = s.levelOfStudy(e.ReportBy, "report_by"); err != nil {
			return err
		}
	}
	if e.TimeLimit.set() {
		v, unit, err := costOf(e.TimeLimit)
		if _, bare := strconv.ParseFloat(strings.TrimSpace(e.TimeLimit.text), 64); err != nil || unit != "s" && bare != nil || v <= 0 {
			return wrong(e.TimeLimit, datasets.T("“%s”不是时长", "%q is not a time", e.TimeLimit.text), datasets.T("写作 60s 或 5min", "write 60s or 5min"))
		}
		a.timeLimit = time.Duration(v * float64(time.Second))
	}
	if e.Gap.set() {
		if a.gap, err = gapOf(e.Gap); err != nil {
			return err
		}
	}
	a.solver = cmp.Or(strings.ToLower(e.Solver.text), "auto")
	if !slices.Contains(solvers[:], a.solver) {
		return wrong(e.Solver, datasets.T("不认识求解器“%s”", "the solver %q is not known", e.Solver.text), datasets.T("auto、highs、cbc 或 own", "auto, highs, cbc or own"))
	}
	return nil
}

// gapOf reads a relative gap: 0.5% or 0.005.
func gapOf(v scalar) (float64, error) {
	text, percent := strings.CutSuffix(strings.TrimSpace(strings.ReplaceAll(v.text, "％", "%")), "%")
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if percent {
		f /= 100
	}
	if err != nil || math.IsNaN(f) || f < 0 || f >= 1 {
		return 0, wrong(v, datasets.T("“%s”不是 0 到 1 之间的差距", "%q is not a gap from 0 to 1", v.text), datasets.T("写作 0.5% 或 0.005", "write 0.5% or 0.005"))
	}
	return f, nil
}

// askFits refuses what does not go together.
func askFits(a *ask) error {
	e := a.e
	covers := slices.Contains([]coverage.SitingModel{coverage.ModelMCLP, coverage.ModelLSCP, coverage.ModelCombined, coverage.ModelBackup}, a.model)
	bad := func(v scalar, zh, en string) error {
		return wrong(v, datasets.T(zh, en), datasets.T("各模型需要什么见 docs/siting.md", "docs/siting.md says what each model needs"))
	}
	switch {
	case covers && a.within == 0:
		return wrongSiting(e, datasets.T("模型 %s 需要 within（多远、多久之内算覆盖）", "the model %s needs within (how far counts as covered)", string(a.model)), datasets.T("如 within: 15min 或 1 km", "such as within: 15min or 1 km"))
	case a.sites == 0 && a.model != coverage.ModelLSCP && a.budget == 0:
		return wrongSiting(e, datasets.T("没有写选几个", "it does not say how many sites to choose"), datasets.T("写 sites: 8，或 budget（预算）", "write sites: 8, or a budget"))
	case a.sites == 0 && a.model == coverage.ModelDisperse:
		return wrongSiting(e, datasets.T("模型 dispersion 需要 sites", "the model dispersion needs sites"), datasets.Text{})
	case e.Share.set() && a.model != coverage.ModelLSCP:
		return bad(e.Share, "share 只用于 lscp", "share goes with lscp only")
	case a.times > 1 && a.model != coverage.ModelMCLP && a.model != coverage.ModelLSCP:
		return bad(e.Times, "times 只用于 mclp 与 lscp", "times goes with mclp and lscp only")
	case a.times > 1 && a.capacity:
		return bad(e.Times, "times 不与 capacity 合用", "times goes without capacity")
	case a.capacity && (a.model == coverage.ModelPCenter || a.model == coverage.ModelDisperse || a.model == coverage.ModelBackup):
		return bad(cmp.Or(e.Capacity, e.Model), "capacity 与 sizes 只用于 mclp、lscp、p-median 与 cover-then-cost", "capacity and sizes go with mclp, lscp, p-median and cover-then-cost only")
	case a.model == coverage.ModelDisperse && e.Spacing.set():
		return bad(e.Spacing, "spacing 不用于 dispersion：它本来就让各点尽量远", "spacing does not go with dispersion, which sets sites as far apart as can be anyway")
	case a.model == coverage.ModelDisperse && len(a.phases) > 0:
		return bad(a.e.Phases[0].Year, "phases 不用于 dispersion", "phases do not go with dispersion")
	case a.capacity && a.solver == "own":
		return wrong(e.Solver, datasets.T("capacity 需要整数规划求解器，own 不够", "capacity needs a mixed-integer solver, which own is not"), datasets.T("写 solver: auto", "write solver: auto"))
	}
	return nil
}
