package gis

import (
	"strings"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

// targetTables makes a table of the units of each target that has any.
func (v *view) targetTables(used names) []targetTable {
	var out []targetTable
	for i := range v.r.Targets {
		l := &v.r.Targets[i]
		units := pointers(l.Units, nil)
		split := byGeometry(units, func(u *coverage.UnitRow) string { return typeOf(v.unitGeometry(u)) })
		for _, s := range splitTypes {
			if len(split[s.geom]) == 0 {
				continue
			}
			t := &table{geom: s.geom, title: l.Name.In(v.lang), about: l.Rule.In(v.lang)}
			t.name = used.unique("t_" + v.idents[l] + s.suffix)
			if s.suffix != "" && len(split) > 1 {
				t.title += v.t("（点）", " (points)")
			}
			fill(t, v.unitColumns(l), split[s.geom], v.unitGeometry)
			t.look = v.targetLook(l, s.geom, split[s.geom])
			out = append(out, targetTable{t, i})
		}
	}
	return out
}

func (v *view) unitGeometry(u *coverage.UnitRow) orb.Geometry {
	if a := v.areas[u.Area]; a != nil {
		return a.Geometry
	}
	return nil
}

func (v *view) unitColumns(l *coverage.Ledger) []column[*coverage.UnitRow] {
	type U = *coverage.UnitRow
	names := classNames(l, v.lang)
	return []column[U]{
		textColumn("code", v.t("代码", "code"), medium, func(u U) string { return v.areaCode(u.Area) }),
		textColumn("name", v.t("名称", "name"), medium, func(u U) string { return v.areaName(u.Area) }),
		textColumn("parent", v.t("上级单位", "unit above"), medium, func(u U) string { return v.parentName(u.Area) }),
		textColumn("status", v.t("结果", "result"), medium, func(u U) string { return names[output.ClassOf(l, u)] }),
		boolColumn("judged", v.t("纳入评估", "judged"), func(u U) bool { return u.Judged }),
		realColumn("value", v.measure(l.Measure), 2, func(u U) any { return numberOrNull(u.Value) }),
		textColumn("value_text", v.t("数值", "value"), narrow, func(u U) string { return v.unitValue(l, u) }),
		intColumn("count", v.t("设施数", "facilities"), func(u U) int { return u.Count }),
		intColumn("need", v.t("尚缺", "still missing"), func(u U) int { return u.Need }),
		textColumn("grade", v.t("最高等级", "highest grade"), narrow, func(u U) string { return v.word(v.r.Labels.Grades, u.Grade) }),
		realColumn("people", v.peopleOf(l)+v.t("（人）", " (people)"), 0, func(u U) any { return positive(u.People) }),
		realColumn("served", v.t("已覆盖（人）", "served (people)"), 0, func(u U) any {
			if u.People <= 0 {
				return nil
			}
			return u.Served
		}),
		realColumn("nearest_m", v.t("最近设施直线距离（m）", "nearest facility, straight line (m)"), 0, func(u U) any { return numberOrNull(u.Nearest) }),
		realColumn("nearest_min", v.t("最近设施用时（分钟）", "nearest facility (min)"), 1, func(u U) any { return numberOrNull(output.CostIn(l, u.Cost, "s")) }),
		realColumn("nearest_way_m", v.t("最近设施路程（m）", "nearest facility, way (m)"), 0, func(u U) any { return numberOrNull(output.CostIn(l, u.Cost, "m")) }),
		textColumn("class", v.t("分级代码", "class ID"), narrow, func(u U) string { return output.ClassOf(l, u) }),
	}
}

// positive gives nil for what was not counted.
func positive(n float64) any {
	if n <= 0 {
		return nil
	}
	return n
}

// classNames maps the keys of a target's classes to legend texts.
func classNames(l *coverage.Ledger, lang datasets.Lang) map[string]string {
	out := map[string]string{}
	for _, c := range output.Classes(l) {
		out[c.Key] = c.Name.In(lang)
	}
	return out
}

// peopleOf names the people that a target is about.
func (v *view) peopleOf(l *coverage.Ledger) string {
	if l.Group == "" {
		return v.t("人口", "population")
	}
	return v.group(l.Group)
}

// measure names what a unit's value is.
func (v *view) measure(m coverage.Measure) string {
	switch m {
	case coverage.Percent:
		return v.t("比例（%）", "share (%)")
	case coverage.PerThousand:
		return v.t("每千人", "per 1,000 people")
	}
	return v.t("数量（个）", "number")
}

// unitValue writes a unit's value with its unit, "" where there is none. A
// share below the whole is never written as 100 %.
func (v *view) unitValue(l *coverage.Ledger, u *coverage.UnitRow) string {
	switch {
	case u.Value == nil:
		return ""
	case l.Measure == coverage.Percent:
		return output.Number(coverage.RoundPercent(*u.Value, 100, 1), 1) + " %"
	}
	return output.Number(*u.Value, 2)
}

// unitText is a unit's result in a few letters: its value or the name of its
// class.
func (v *view) unitText(l *coverage.Ledger, u *coverage.UnitRow, names map[string]string) string {
	if s := v.unitValue(l, u); s != "" && output.Graduated(l) && u.Judged {
		return s
	}
	return names[output.ClassOf(l, u)]
}

// ledgerTable lists the targets: what was pledged, what is there, what lacks.
func (v *view) ledgerTable(used names) *table {
	if len(v.r.Targets) == 0 {
		return nil
	}
	type L = *coverage.Ledger
	text := func(get func(L) datasets.Text) func(L) string {
		return func(l L) string { return get(l).In(v.lang) }
	}
	cols := []column[L]{
		textColumn("id", v.t("编号", "ID"), medium, func(l L) string { return l.ID }),
		textColumn("name", v.t("目标", "target"), wide, text(func(l L) datasets.Text { return l.Name })),
		textColumn("status_text", v.t("状态", "status"), narrow, text(func(l L) datasets.Text { return output.StatusText(l.Status) })),
		textColumn("value_text", v.t("现状", "now"), medium, text(output.Value)),
		textColumn("goal_text", v.t("目标值", "goal"), narrow, text(output.Goal)),
		textColumn("by_text", v.t("期限", "by"), narrow, func(l L) string { return l.By.String() }),
		textColumn("why", v.t("说明", "why"), wide, text(func(l L) datasets.Text { return l.Why })),
		intColumn("missing", v.t("缺口数", "gaps"), func(l L) int { return output.Lacking(l) }),
		anyColumn("sites_needed", v.t("至少还需点位", "sites needed"), medium, func(l L) any { return orNull(sites(l.Sites)) }),
		realColumn("numerator", v.t("分子", "numerator"), 1, func(l L) any { return measured(l, l.Numerator) }),
		textColumn("numerator_of", v.t("分子含义", "numerator counts"), medium, text(func(l L) datasets.Text { return l.NumWord })),
		realColumn("denominator", v.t("分母", "denominator"), 1, func(l L) any { return measured(l, l.Denominator) }),
		textColumn("denominator_of", v.t("分母含义", "denominator counts"), medium, text(func(l L) datasets.Text { return l.DenWord })),
		realColumn("value", v.t("现状数值", "value"), 4, func(l L) any { return measured(l, l.Value) }),
		realColumn("goal", v.t("目标数值", "goal value"), 2, func(l L) any { return numberOrNull(l.Goal) }),
		textColumn("measure", v.t("计量", "measure"), narrow, func(l L) string { return v.measure(l.Measure) }),
		textColumn("type", v.t("类型", "type"), narrow, text(func(l L) datasets.Text { return output.TypeText(l.Type) })),
		textColumn("kinds", v.t("设施类别", "kinds"), medium, func(l L) string { return v.kindList(l.Kinds) }),
		textColumn("level", v.t("统计层级", "level"), narrow, func(l L) string { return v.level(l.Level) }),
		textColumn("rule", v.t("统计口径", "rule"), wide, text(func(l L) datasets.Text { return l.Rule })),
		textColumn("way", v.t("出行方式", "travel"), wide, func(l L) string { return v.wayText(l) }),
		textColumn("source", v.t("来源文件", "source"), wide, func(l L) string { return l.Source }),
		textColumn("as_of", v.t("统计截至", "as of"), narrow, func(L) string { return v.r.AsOf.String() }),
		textColumn("status", v.t("状态代码", "status ID"), narrow, func(l L) string { return string(l.Status) }),
	}
	t := &table{name: used.unique("targets"), title: v.t("目标台账", "Targets"), about: v.t("每个目标的现状、目标值与缺口", "value, goal and gaps of each target")}
	fill(t, cols, pointers(v.r.Targets, nil), nil)
	return t
}

// measured gives nil where the target has no value.
func measured(l *coverage.Ledger, x float64) any {
	if !l.Measured {
		return nil
	}
	return x
}

// sites writes the number of sites needed: "3", or "3–5" where it is not exact.
func sites(s *coverage.SitesNeeded) string {
	switch {
	case s == nil:
		return ""
	case s.Least == s.Most:
		return output.Number(float64(s.Least), 0)
	}
	return output.Number(float64(s.Least), 0) + "–" + output.Number(float64(s.Most), 0)
}

func (v *view) kindList(ids []string) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = v.kind(id)
	}
	return strings.Join(words, v.t("、", ", "))
}
