package output

import (
	"math"

	"fugai/coverage"
	"fugai/datasets"
)

// SitingName is the name of a choice of sites, or its ID where it has none.
func SitingName(s *coverage.Siting) datasets.Text {
	if s.Name.IsZero() {
		return datasets.Same(s.ID)
	}
	return s.Name
}

// SiteName is a site's name, or its ID where it has none.
func SiteName(s *coverage.SitingSite) string {
	if s.Name == "" {
		return s.ID
	}
	return s.Name
}

// ModelText says what a model is after.
func ModelText(m coverage.SitingModel) datasets.Text {
	switch m {
	case coverage.ModelMCLP:
		return datasets.T("最大覆盖", "most people covered")
	case coverage.ModelLSCP:
		return datasets.T("最少点位", "fewest sites")
	case coverage.ModelPMedian:
		return datasets.T("总代价最小（p-中位）", "least total cost (p-median)")
	case coverage.ModelPCenter:
		return datasets.T("最远者最近（p-中心）", "least worst cost (p-center)")
	case coverage.ModelDisperse:
		return datasets.T("点位相距最远", "sites farthest apart")
	case coverage.ModelBackup:
		return datasets.T("先覆盖、再备份", "cover first, then backup")
	case coverage.ModelCombined:
		return datasets.T("先覆盖、后代价", "cover first, then cost")
	}
	return datasets.Same(string(m))
}

// SitingStatusText is the word for how far a choice is proved.
func SitingStatusText(s coverage.SitingStatus) datasets.Text {
	switch s {
	case coverage.SitingOptimal:
		return datasets.T("已证最优", "proved best")
	case coverage.SitingFeasible:
		return datasets.T("在要求的差距内", "within the gap asked for")
	case coverage.SitingTimeLimit:
		return datasets.T("限时内的最好方案", "best in the time given")
	case coverage.SitingInfeasible:
		return datasets.T("没有可行方案", "not possible")
	}
	return datasets.T("限时内未找到方案", "none found in time")
}

// SitingStatusMark is a sign for the status that reads without colour.
func SitingStatusMark(s coverage.SitingStatus) string {
	switch s {
	case coverage.SitingOptimal:
		return "✓"
	case coverage.SitingFeasible:
		return "≈"
	case coverage.SitingTimeLimit:
		return "!"
	case coverage.SitingInfeasible:
		return "✗"
	}
	return "?"
}

// SitingStatusColor is the fill for a status; the colours are those of targets.
func SitingStatusColor(s coverage.SitingStatus) string {
	switch s {
	case coverage.SitingOptimal:
		return StatusColor(coverage.Met)
	case coverage.SitingFeasible:
		return StatusColor(coverage.OnTrack)
	case coverage.SitingTimeLimit:
		return StatusColor(coverage.Behind)
	case coverage.SitingInfeasible:
		return StatusColor(coverage.Missed)
	}
	return StatusColor(coverage.NotMeasurable)
}

// Solved tells whether there is a choice to show.
func Solved(s *coverage.Siting) bool {
	return s.Status == coverage.SitingOptimal || s.Status == coverage.SitingFeasible || s.Status == coverage.SitingTimeLimit
}

// RoleText is the word for a site's part.
func RoleText(r coverage.SitingRole) datasets.Text {
	switch r {
	case coverage.RoleChosen:
		return datasets.T("选中", "chosen")
	case coverage.RoleRejected:
		return datasets.T("未选", "not chosen")
	case coverage.RoleBarred:
		return datasets.T("不得选用", "barred")
	case coverage.RoleExisting:
		return datasets.T("现有", "existing")
	case coverage.RoleClosing:
		return datasets.T("现有，让出", "existing, given up")
	}
	return datasets.Same(string(r))
}

// RoleColor is the fill for a role: the chosen stand out in hue and lightness.
func RoleColor(r coverage.SitingRole) string {
	switch r {
	case coverage.RoleChosen:
		return "#6a3d9a"
	case coverage.RoleExisting:
		return "#111111"
	case coverage.RoleClosing:
		return "#fdae6b"
	}
	return "#ffffff"
}

// NewColor is the colour of demand that a choice newly covers; it is apart from
// that of the chosen and of what was covered before.
const NewColor = "#e6ab02"

// Chosen lists the chosen sites by place.
func Chosen(s *coverage.Siting) []*coverage.SitingSite { return ByRole(s, coverage.RoleChosen) }

// ByRole lists the sites of a role in the order of the siting.
func ByRole(s *coverage.Siting, role coverage.SitingRole) []*coverage.SitingSite {
	var out []*coverage.SitingSite
	for i := range s.Sites {
		if s.Sites[i].Role == role {
			out = append(out, &s.Sites[i])
		}
	}
	return out
}

// SharePercent writes a share of 0 to 1 as a percentage, never rounded up to
// 100 below the whole.
func SharePercent(share float64) string {
	v := PercentOf(share, 1)
	if math.IsNaN(v) {
		return "–"
	}
	return Number(v, 2) + " %"
}

// PercentOf is part of whole in percent with two decimals, rounded as everywhere
// (see [coverage.RoundPercent]); NaN where either is no finite number, or whole
// is not above 0.
func PercentOf(part, whole float64) float64 {
	if !(whole > 0) || math.IsInf(part, 0) || math.IsInf(whole, 0) {
		return math.NaN()
	}
	return coverage.RoundPercent(part, whole, 2)
}

// SitingPeople is what a siting counts: people of its group, those of several
// groups by their weights, or demand points.
func SitingPeople(s *coverage.Siting) datasets.Text {
	switch {
	case s.Group == "":
		return datasets.T("需求点", "demand points")
	case !s.Asked.Weights.IsZero():
		return datasets.T("加权人", "weighted people")
	case !s.Heads.IsZero():
		return s.Heads
	}
	return datasets.T("人", "people")
}

// People writes a number of what a siting counts: 1,200 人, 1,200 名儿童; 1,200
// people, 1,200 children.
func People(s *coverage.Siting, n float64) datasets.Text {
	switch {
	case s.Group == "":
		return datasets.T("%s 个需求点", "%s demand points", Number(n, 0))
	case s.Group == "households":
		return datasets.T("%s 户", "%s households", Number(n, 0))
	case s.Asked.Weights.IsZero() && !s.Heads.IsZero():
		return datasets.T("%[1]s 名%[2]s", "%[1]s %[2]s", Number(n, 0), s.Heads)
	}
	return datasets.T("%[1]s %[2]s", "%[1]s %[2]s", Number(n, 0), SitingPeople(s))
}

// Amount writes an amount of a measure with its unit.
func Amount(s *coverage.Siting, m coverage.SitingMeasure, v float64) datasets.Text {
	switch m {
	case coverage.MeasurePeople:
		return People(s, v)
	case coverage.MeasureCost:
		return Cost(v, s.Unit)
	case coverage.MeasureSites:
		return datasets.T("%s 处", "%s sites", Number(v, 0))
	case coverage.MeasurePrice:
		return Yuan(v)
	}
	scaled, unit := AmountUnit(s, m)
	return datasets.T("%[1]s %[2]s", "%[1]s %[2]s", Number(v*scaled, 0), unit)
}

// AmountUnit gives the unit in which amounts of a measure are tabled, and what an
// amount is multiplied with for it: minutes, metres, person-minutes and
// person-kilometres.
func AmountUnit(s *coverage.Siting, m coverage.SitingMeasure) (scale float64, unit datasets.Text) {
	switch m {
	case coverage.MeasureSites:
		return 1, datasets.T("处", "sites")
	case coverage.MeasurePrice:
		return 1, datasets.T("元", "yuan")
	case coverage.MeasureCost:
		if s.Unit == "s" {
			return 1.0 / 60, datasets.T("分钟", "min")
		}
		return 1, datasets.T("米", "m")
	case coverage.MeasurePeopleCost:
		if s.Unit == "s" {
			return 1.0 / 60, datasets.T("人·分钟", "person-minutes")
		}
		return 1.0 / 1000, datasets.T("人·公里", "person-km")
	}
	return 1, SitingPeople(s)
}

// CaseMeasure is the measure of what a site adds, of what is lost without it and
// of exchanges: people covered but for p-median, whatever the model's objective
// is.
func CaseMeasure(s *coverage.Siting) coverage.SitingMeasure {
	switch s.Model {
	case coverage.ModelPMedian:
		return coverage.MeasurePeopleCost
	case coverage.ModelDisperse:
		return coverage.MeasureCost
	}
	return coverage.MeasurePeople
}

// AddsWord heads what a site adds at its place, in [CaseMeasure].
func AddsWord(s *coverage.Siting) datasets.Text {
	switch s.Model {
	case coverage.ModelPMedian:
		return datasets.T("减少", "Saves")
	case coverage.ModelDisperse:
		return datasets.T("间距", "Separation")
	}
	return datasets.T("增加", "Adds")
}

// SoFarWord heads what is reached with a site and those before it.
func SoFarWord(s *coverage.Siting) datasets.Text {
	if s.Model == coverage.ModelPMedian {
		return datasets.T("总代价", "Total cost")
	}
	return datasets.T("累计", "So far")
}

// Newly is whom a site newly serves; 0 where the model looks at sites alone.
func Newly(s *coverage.Siting, x *coverage.SitingSite) float64 {
	if s.Model == coverage.ModelDisperse {
		return 0
	}
	return x.Newly
}

// Loss is what is lost without a site; nil where nothing can be said, or where
// the model looks at sites alone: fewer are always farther apart.
func Loss(s *coverage.Siting, x *coverage.SitingSite) *float64 {
	if s.Model == coverage.ModelDisperse {
		return nil
	}
	return x.Loss
}

// Yuan writes a sum of money, in 10,000 yuan from a million on.
func Yuan(v float64) datasets.Text {
	if math.Abs(v) >= 1_000_000 {
		return datasets.T("%[1]s 万元", "%[2]s yuan", Number(v/10_000, 2), Number(v, 0))
	}
	return datasets.T("%s 元", "%s yuan", Number(v, 0))
}

// ObjectiveWord names what a siting's objective counts.
func ObjectiveWord(s *coverage.Siting) datasets.Text {
	switch s.Measure {
	case coverage.MeasureSites:
		return datasets.T("新开点位", "sites opened")
	case coverage.MeasurePrice:
		return datasets.T("造价合计", "total price")
	case coverage.MeasurePeopleCost:
		return datasets.T("总代价", "total cost")
	case coverage.MeasureCost:
		if s.Model == coverage.ModelDisperse {
			return datasets.T("最小间距", "least separation")
		}
		return datasets.T("最远一处的代价", "worst cost")
	}
	return datasets.T("覆盖", "covered")
}

// GapText writes a relative gap as a percentage; what is not 0 never reads as 0.
func GapText(gap float64) string {
	switch {
	case gap > 0 && gap < 0.00005:
		return "< 0.01 %"
	case math.IsInf(gap, 0), math.IsNaN(gap):
		return "–"
	}
	return Number(math.Ceil(gap*1e4-1e-9)/100, 2) + " %" // up, so that what is said holds
}

// Proof says how far a choice is proved: objective, bound and gap.
func Proof(s *coverage.Siting) datasets.Text {
	if s.Objective == nil {
		return datasets.Text{}
	}
	value := datasets.T("%[1]s %[2]s", "%[1]s: %[2]s", ObjectiveWord(s), Amount(s, s.Measure, *s.Objective))
	switch {
	case s.Status == coverage.SitingOptimal:
		return datasets.T("%s，已达到界值", "%s, which is also the bound", value)
	case s.Bound == nil:
		return value
	}
	out := datasets.T("%[1]s；任何方案都不会好于 %[2]s", "%[1]s; no choice is better than %[2]s", value, Amount(s, s.Measure, *s.Bound))
	if s.Gap != nil {
		out = datasets.T("%[1]s（差距至多 %[2]s）", "%[1]s (a gap of at most %[2]s)", out, GapText(*s.Gap))
	}
	return out
}

// SitingFinding is what a choice comes to, in one sentence.
func SitingFinding(s *coverage.Siting) datasets.Text {
	n := len(Chosen(s))
	switch {
	case !Solved(s) && !s.Why.IsZero():
		return s.Why
	case !Solved(s):
		return SitingStatusText(s.Status)
	case s.Model == coverage.ModelDisperse && s.Objective != nil:
		return datasets.T("选定 %[1]d 处，彼此至少相距 %[2]s", "%[1]d sites chosen, at least %[2]s apart", n, Amount(s, s.Measure, *s.Objective))
	case s.Model == coverage.ModelPCenter && s.Objective != nil:
		return datasets.T("新开 %[1]d 处，最远的一处降到 %[2]s", "%[1]d new sites: the worst cost comes down to %[2]s", n, Amount(s, s.Measure, *s.Objective))
	case s.Model == coverage.ModelPMedian && s.Before.Mean == nil:
		return datasets.T("新开 %[1]d 处，平均 %[2]s", "%[1]d new sites: the mean is %[2]s", n, MaybeCost(s.After.Mean, s.Unit))
	case s.Within > 0 && s.Model != coverage.ModelPMedian:
		return datasets.T("新开 %[1]d 处，%[2]s覆盖 %[3]s → %[4]s，多 %[5]s", "%[1]d new sites: cover %[2]s goes from %[3]s to %[4]s, %[5]s more",
			n, ServedWord(s), SharePercent(s.Before.Share), SharePercent(s.After.Share), People(s, s.After.People-s.Before.People))
	}
	return datasets.T("新开 %[1]d 处，平均 %[2]s → %[3]s", "%[1]d new sites: the mean goes from %[2]s to %[3]s", n, MaybeCost(s.Before.Mean, s.Unit), MaybeCost(s.After.Mean, s.Unit))
}

// MaybeCost writes a cost that may be unknown.
func MaybeCost(v *float64, unit string) datasets.Text {
	if v == nil || math.IsInf(*v, 0) || math.IsNaN(*v) {
		return datasets.Same("–")
	}
	return Cost(*v, unit)
}

// ServedWord heads the people that a set of sites serves.
func ServedWord(s *coverage.Siting) datasets.Text {
	switch {
	case s.Within > 0 && s.Unit == "s":
		return datasets.T("%s内", "within %s", Cost(s.Within, s.Unit))
	case s.Within > 0:
		return datasets.T("%s 内", "within %s", Cost(s.Within, s.Unit))
	}
	return datasets.T("有点位可达", "with a site in reach")
}

// SiteLookup finds the sites of a siting by ID.
func SiteLookup(s *coverage.Siting) map[string]*coverage.SitingSite {
	out := make(map[string]*coverage.SitingSite, len(s.Sites))
	for i := range s.Sites {
		out[s.Sites[i].ID] = &s.Sites[i]
	}
	return out
}

// LossText says of a chosen site without a loss that it cannot be dropped; ""
// where the choice has no measure of losses.
func LossText(s *coverage.Siting, x *coverage.SitingSite) datasets.Text {
	switch {
	case Loss(s, x) != nil:
		return Amount(s, CaseMeasure(s), *x.Loss)
	case x.Place > 0 && s.Model != coverage.ModelDisperse && !s.Asked.Capacity:
		return datasets.T("不可缺", "cannot be dropped")
	}
	return datasets.Text{}
}
