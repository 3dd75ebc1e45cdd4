package coverage

import (
	"slices"

	"fugai/datasets"
)

// ratio measures capacity, or facilities, per 1,000 people of a group.
type ratio struct {
	*pool
	t      *Target
	level  string
	people float64

	supplies []float64 // of each facility of the pool
}

func (e *eval) ratio(t *Target, l *Ledger) measurer {
	r := t.Ratio
	m := &ratio{pool: e.pool(t, ""), t: t, level: e.defaultLevel(t)}
	m.filterNote(l, t)
	for _, i := range m.index {
		m.supplies = append(m.supplies, m.supply(i))
	}
	for i := range e.in.Demand.Len() {
		m.people += e.in.Demand.Weights(i).Of(r.Group)
	}
	l.Level, l.Group, l.Measure, l.Goal = m.level, r.Group, PerThousand, r.AtLeast
	kind, group := e.kindText(t.Kinds), e.groupText(r.Group)
	what := datasets.T("%s的容量（个）", "places in %s", kind)
	if r.Facilities {
		what = datasets.T("%s（处）", "%s", kind)
	}
	l.Rule = datasets.T("每千名%[2]s拥有的%[1]s", "%[1]s per 1,000 %[2]s", what, group)
	l.NumWord, l.DenWord = what, group
	switch {
	case m.people <= 0:
		l.Why = datasets.T("没有人群“%s”的需求数据", "no demand layer gives the group %s", group)
	case !r.Facilities && len(m.index) > 0 && m.known() == 0:
		l.Why = datasets.T("%s都没有容量数据", "no facility (%s) has a capacity", kind)
	}
	return m
}

// known counts the facilities of the pool that state a capacity.
func (m *ratio) known() int {
	n := 0
	for _, i := range m.index {
		if m.facility(i).Capacity != nil {
			n++
		}
	}
	return n
}

// supply is what one facility adds to the numerator.
func (m *ratio) supply(i int) float64 {
	if m.t.Ratio.Facilities {
		return 1
	}
	if c := m.facility(i).Capacity; c != nil {
		return *c
	}
	return 0
}

func (m *ratio) at(asOf datasets.Date) Point {
	sum, counts := 0.0, m.asOf(asOf)
	for k, supply := range m.supplies {
		if counts(k) {
			sum += supply
		}
	}
	return Point{At: asOf, Numerator: sum, Denominator: m.people, Value: 1000 * sum / m.people}
}

func (m *ratio) detail(l *Ledger) {
	e := m.e
	active := m.active(e.in.AsOf)
	l.Counted = m.ids(active)
	supply, unknown := map[string]float64{}, 0
	for _, i := range active {
		if u := e.units.at(m.facility(i).Area, m.level); u != nil {
			supply[u.ID] += m.supply(i)
		}
		if !m.t.Ratio.Facilities && m.facility(i).Capacity == nil {
			unknown++
		}
	}
	count, outside := m.perUnit(active, m.level)
	people := e.people(m.t.Ratio.Group, m.level)
	for _, a := range e.units.of(m.level) {
		row := UnitRow{Area: a.ID, Judged: people[a.ID] > 0, Count: count[a.ID], People: people[a.ID]}
		if row.Judged {
			v := 1000 * supply[a.ID] / people[a.ID]
			row.Value, row.Met = &v, l.Goal == nil || reaches(v, *l.Goal)
			if !row.Met {
				row.Need = ceilCount(*l.Goal*people[a.ID]/1000 - supply[a.ID])
				l.Missing = append(l.Missing, e.unitGap(a, &row, m.lackText(row.Need)))
			}
		}
		l.Units = append(l.Units, row)
	}
	sortGaps(l.Missing)
	m.note(l, active, outside)
	if unknown > 0 {
		l.Notes = append(l.Notes, datasets.T("%d 处设施没有容量数据，按 0 计", "%d facilities state no capacity and count as 0", unknown))
	}
	if l.Goal != nil && !reaches(l.Value, *l.Goal) {
		l.Sites = m.sites(active, ceilCount(*l.Goal*m.people/1000-l.Numerator))
	}
}

func (m *ratio) lackText(need int) datasets.Text {
	if m.t.Ratio.Facilities {
		return datasets.T("还缺 %d 处", "%d more facilities", need)
	}
	return datasets.T("还缺 %d 个名额", "%d more places", need)
}

// sites turns lacking places into sites of the median capacity of those there
// are; where none states a capacity the number is not known.
func (m *ratio) sites(active []int, lacking int) *SitesNeeded {
	if m.t.Ratio.Facilities {
		return &SitesNeeded{Least: lacking, Most: lacking, How: datasets.T("目标数减现有数（精确值）", "goal less count (exact)")}
	}
	var capacity []float64
	for _, i := range active {
		if c := m.facility(i).Capacity; c != nil && *c > 0 {
			capacity = append(capacity, *c)
		}
	}
	if len(capacity) == 0 {
		return nil
	}
	slices.Sort(capacity)
	median := capacity[len(capacity)/2]
	n := ceilCount(float64(lacking) / median)
	return &SitesNeeded{Least: n, Most: n, How: datasets.T("还缺 %[1]d 个名额，按现有设施容量中位数 %[2]s 折算", "%[1]d places are lacking; sites of the present median capacity of %[2]s", lacking, formatCount(median))}
}
