package coverage

import (
	"math"

	"fugai/datasets"
)

// gradedUnits counts units of a level that hold a grade.
type gradedUnits struct {
	e      *eval
	t      *Target
	all    []*datasets.Area
	judged map[string]bool
}

func (e *eval) gradedUnits(t *Target, l *Ledger) measurer {
	m := &gradedUnits{e: e, t: t}
	m.all, m.judged = e.judgedUnits(t, l, t.Graded.Level)
	level, what := e.levelText(t.Graded.Level), e.gradedWhat(t.Graded)
	l.Level = t.Graded.Level
	l.setGradedGoal(t.Graded)
	l.Rule = datasets.T("获得%[2]s的%[1]s", "%[1]s holding %[2]s", level, what)
	l.NumWord = l.Rule
	l.DenWord = datasets.T("全部%s", "all %s", level)
	if len(m.judged) == 0 {
		l.Why = datasets.T("没有可评估的%s", "there is no %s to judge", level)
	}
	return m
}

// setGradedGoal chooses the measure: a share of the units or facilities unless
// a number is pledged.
func (l *Ledger) setGradedGoal(r *GradedRule) {
	l.Measure, l.Goal = Percent, r.Share
	if r.AtLeast != nil {
		l.Measure, l.Goal = Count, r.AtLeast
	}
}

// gradedPoint is the value of n graded out of all, in the rule's measure.
func (r *GradedRule) point(asOf datasets.Date, n, all int) Point {
	p := Point{At: asOf, Numerator: float64(n), Denominator: float64(all), Value: float64(n)}
	if r.AtLeast == nil {
		p.Value = 100 * float64(n) / float64(all)
	}
	return p
}

func (m *gradedUnits) holds(a *datasets.Area, asOf datasets.Date) (string, bool) {
	held := heldGrade(m.e.in.Taxonomy, a.Grades, m.t.Graded.Title, asOf)
	return held, gradeOK(m.e.in.Taxonomy, held, m.t.Graded.Grade)
}

func (m *gradedUnits) at(asOf datasets.Date) Point {
	n := 0
	for _, a := range m.all {
		if _, ok := m.holds(a, asOf); ok && m.judged[a.ID] {
			n++
		}
	}
	return m.t.Graded.point(asOf, n, len(m.judged))
}

func (m *gradedUnits) first() int {
	year := 0
	for _, a := range m.all {
		for _, g := range a.Grades {
			if containsTitle(g.Title, m.t.Graded.Title) && !g.At.IsZero() && g.At.By(m.e.in.AsOf) && (year == 0 || g.At.Year < year) {
				year = g.At.Year
			}
		}
	}
	return year
}

func (m *gradedUnits) detail(l *Ledger) {
	e := m.e
	people := e.people(e.mainGroup(), l.Level)
	l.Group = e.mainGroup()
	byGrade := map[string]float64{}
	for _, a := range m.all {
		held, ok := m.holds(a, e.in.AsOf)
		row := UnitRow{Area: a.ID, Judged: m.judged[a.ID], Met: ok, Grade: held, People: people[a.ID]}
		switch {
		case !row.Judged:
		case ok:
			row.Count = 1
			l.Counted = append(l.Counted, a.ID)
			byGrade[held]++
		default:
			row.Need = 1
			l.Missing = append(l.Missing, e.unitGap(a, &row, datasets.T("尚未获得%s", "does not yet hold %s", e.gradedWhat(m.t.Graded))))
		}
		l.Units = append(l.Units, row)
	}
	sortGaps(l.Missing)
	if l.Goal != nil && !reaches(l.Value, *l.Goal) {
		l.Sites = m.t.Graded.more(l, len(m.judged))
	}
	if len(byGrade) > 0 {
		s := Split{By: "grade", Name: datasets.T("按等级", "by grade"), Unit: "count", Parts: parts(byGrade, e.gradeName)}
		s.Parts = e.ordered(s)
		l.Splits = append(l.Splits, s)
	}
}

// more is how many further units or facilities must be graded.
func (r *GradedRule) more(l *Ledger, all int) *SitesNeeded {
	wanted := *l.Goal
	if r.AtLeast == nil {
		wanted = *l.Goal / 100 * float64(all)
	}
	n := int(math.Ceil(wanted - l.Numerator - tolerance))
	return &SitesNeeded{Least: n, Most: n, How: datasets.T("还需认定的数量（精确值）", "further grades needed (exact)")}
}

// gradedFacilities counts facilities in service that hold a grade.
type gradedFacilities struct {
	*pool
	t     *Target
	level string
}

func (e *eval) gradedFacilities(t *Target, l *Ledger) measurer {
	m := &gradedFacilities{pool: e.pool(t, ""), t: t, level: e.defaultLevel(t)}
	m.filterNote(l, t)
	kind, what := e.kindText(t.Kinds), e.gradedWhat(t.Graded)
	l.Level = m.level
	l.setGradedGoal(t.Graded)
	l.Rule = datasets.T("获得%[2]s的%[1]s", "%[1]s holding %[2]s", kind, what)
	l.NumWord = l.Rule
	l.DenWord = datasets.T("%[2]s的全部%[1]s", "all %[1]s %[2]s", kind, e.statesText(t.States))
	if l.Measure == Percent && len(m.active(e.in.AsOf)) == 0 {
		l.Why = datasets.T("没有%[2]s的%[1]s", "there is no %[1]s %[2]s", kind, e.statesText(t.States))
	}
	return m
}

func (m *gradedFacilities) graded(asOf datasets.Date) (graded, all []int) {
	all = m.active(asOf)
	for _, i := range all {
		if gradeOK(m.e.in.Taxonomy, heldGrade(m.e.in.Taxonomy, m.facility(i).Grades, m.t.Graded.Title, asOf), m.t.Graded.Grade) {
			graded = append(graded, i)
		}
	}
	return graded, all
}

func (m *gradedFacilities) at(asOf datasets.Date) Point {
	graded, all := m.graded(asOf)
	if len(all) == 0 {
		return Point{At: asOf}
	}
	return m.t.Graded.point(asOf, len(graded), len(all))
}

func (m *gradedFacilities) detail(l *Ledger) {
	e := m.e
	graded, all := m.graded(e.in.AsOf)
	have, outside := m.perUnit(graded, m.level)
	of, _ := m.perUnit(all, m.level)
	l.Counted = m.ids(graded)
	for _, a := range e.units.of(m.level) {
		l.Units = append(l.Units, UnitRow{Area: a.ID, Judged: of[a.ID] > 0, Met: have[a.ID] > 0, Count: have[a.ID]})
	}
	m.note(l, graded, outside)
	l.Splits = m.splits(graded)
	if l.Goal != nil && !reaches(l.Value, *l.Goal) {
		l.Sites = m.t.Graded.more(l, len(all))
		l.Missing = append(l.Missing, Gap{Kind: "facility", ID: "-", Name: e.kindText(m.t.Kinds).ZH, Need: float64(l.Sites.Least),
			Text: datasets.T("还需 %[1]d 处获得%[2]s", "%[1]d more must hold %[2]s", l.Sites.Least, e.gradedWhat(m.t.Graded))})
	}
}
