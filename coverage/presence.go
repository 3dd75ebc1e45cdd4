package coverage

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"fugai/datasets"
)

// presence measures how many units of a level hold enough facilities.
type presence struct {
	*pool
	t      *Target
	all    []*datasets.Area
	judged map[string]bool
}

func (e *eval) presence(t *Target, l *Ledger) (measurer, error) {
	r := t.Presence
	m := &presence{pool: e.pool(t, r.Grade), t: t}
	m.filterNote(l, t)
	m.all, m.judged = e.judgedUnits(t, l, r.Every)
	l.Level, l.Measure = r.Every, Percent
	if r.Share > 0 {
		share := r.Share
		l.Goal = &share
	}
	kind, level := e.kindText(t.Kinds), e.levelText(r.Every)
	grade := e.gradeAtLeastText(r.Grade)
	l.Rule = datasets.T("每个%[1]s至少有 %[2]d 处%[4]s%[3]s", "each %[1]s has at least %[2]d %[4]s%[3]s", level, r.AtLeast, kind, grade)
	l.NumWord = datasets.T("有%[2]s的%[1]s", "%[1]s with %[2]s", level, kind)
	l.DenWord = datasets.T("全部%s", "all %s", level)
	if t.Filters.Area != nil {
		l.DenWord = datasets.T("筛选后的%s", "%s that the filter keeps", level)
	}
	if len(m.judged) == 0 {
		l.Why = datasets.T("没有可评估的%s", "there is no %s to judge", level)
	}
	return m, nil
}

func (m *presence) at(asOf datasets.Date) Point {
	count, _ := m.perNumber(m.active(asOf), m.t.Presence.Every)
	n := 0
	for _, a := range m.all {
		if count[m.e.units.index[a.ID]] >= m.t.Presence.AtLeast && m.judged[a.ID] {
			n++
		}
	}
	return Point{At: asOf, Numerator: float64(n), Denominator: float64(len(m.judged)), Value: 100 * float64(n) / float64(len(m.judged))}
}

func (m *presence) detail(l *Ledger) {
	e, rule := m.e, m.t.Presence
	active := m.active(e.in.AsOf)
	count, outside := m.perUnit(active, rule.Every)
	group := e.mainGroup()
	people := e.people(group, rule.Every)
	near := e.finder(m.pool, active).from(len(m.all), func(i int) *orb.Point { return m.all[i].Center })
	l.Group = group
	l.Counted = m.ids(active)
	total := 0
	for i, a := range m.all {
		row := UnitRow{Area: a.ID, Judged: m.judged[a.ID], Count: count[a.ID], People: people[a.ID]}
		row.Need = max(0, rule.AtLeast-row.Count)
		row.Met = row.Need == 0
		row.Nearest = near[i]
		if row.Judged {
			total += row.Count
			if !row.Met {
				l.Missing = append(l.Missing, e.unitGap(a, &row, datasets.T("还缺 %[1]d 处%[2]s", "%[1]d more: %[2]s", row.Need, e.kindText(m.t.Kinds))))
			}
		} else {
			row.Need = 0
		}
		l.Units = append(l.Units, row)
	}
	sortGaps(l.Missing)
	if l.Goal != nil && !reaches(l.Value, *l.Goal) {
		l.Sites = sitesForUnits(l.Missing, len(m.judged), *l.Goal)
	}
	l.Splits = m.splits(active)
	m.note(l, active, outside)
	mean := strconv.FormatFloat(RoundPercent(float64(total), float64(100*len(m.judged)), 2), 'f', 2, 64)
	l.Notes = append(l.Notes, datasets.T("共 %[1]d 处，平均每个%[2]s %[3]s 处", "%[1]d in all, %[3]s for each %[2]s on average", total, e.levelText(rule.Every), mean))
	e.beside(l, m.pool, active)
}

// sitesForUnits is exact: units close their own gaps, so the goal is reached
// cheapest by those that need least.
func sitesForUnits(missing []Gap, judged int, goal float64) *SitesNeeded {
	wanted := int(math.Ceil(goal/100*float64(judged)-1e-9)) - (judged - len(missing))
	needs := make([]int, len(missing))
	for i, g := range missing {
		needs[i] = int(g.Need)
	}
	slices.Sort(needs)
	n := 0
	for _, need := range needs[:min(max(wanted, 0), len(needs))] {
		n += need
	}
	return &SitesNeeded{Least: n, Most: n, How: datasets.T("缺口最小的 %d 个单元各自补足（精确值）", "the %d units that lack least are filled (exact)", wanted)}
}

// unitGap describes a unit that misses a target.
func (e *eval) unitGap(a *datasets.Area, row *UnitRow, text datasets.Text) Gap {
	return Gap{Kind: "unit", ID: a.ID, Name: a.Name, Code: a.Code, Parent: e.units.parentName(a), People: row.People,
		Nearest: row.Nearest, Need: float64(row.Need), Text: text}
}

// sortGaps puts the most people first, then the greatest need, then the ID.
func sortGaps(gaps []Gap) {
	slices.SortStableFunc(gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(b.Need, a.Need), cmp.Compare(a.ID, b.ID))
	})
}
