package coverage

import (
	"math"

	"fugai/datasets"
)

// stock counts facilities in the wanted states as of a date.
type stock struct {
	*pool
	t     *Target
	goal  *float64
	level string
	// counted lists the facilities that count as of a date: those in a state
	// for a stock, those that took a step in a period for a flow.
	counted func(asOf datasets.Date) []int
	undated int    // flow: facilities whose step has no date
	taken   []took // flow: the steps within the period
}

// took is the first day of a facility's step.
type took struct {
	facility int
	day      int64
}

func (e *eval) stock(t *Target, l *Ledger) measurer {
	m := &stock{pool: e.pool(t, t.Stock.Grade), t: t, goal: t.Stock.AtLeast, level: e.defaultLevel(t)}
	m.counted = m.active
	m.filterNote(l, t)
	kind := e.kindText(t.Kinds)
	l.Level, l.Measure, l.Goal = m.level, Count, t.Stock.AtLeast
	l.NumWord = datasets.T("%[2]s的%[1]s", "%[1]s: %[2]s", kind, e.statesText(t.States))
	l.DenWord = datasets.T("目标数", "the goal")
	l.Rule = datasets.T("截至%[3]s处于“%[2]s”的%[4]s%[1]s数量", "%[4]s%[1]s: number %[2]s as of %[5]s", kind, e.statesText(t.States), e.in.AsOf.In(datasets.ZH), e.gradeAtLeastText(t.Stock.Grade), e.in.AsOf.String())
	return m
}

func (e *eval) flow(t *Target, l *Ledger) measurer {
	r := t.Flow
	m := &stock{pool: e.pool(t, r.Grade), t: t, goal: r.AtLeast, level: e.defaultLevel(t)}
	m.counted = m.flowed
	m.filterNote(l, t)
	kind, state := e.kindText(t.Kinds), e.stateText(r.Event)
	l.Level, l.Measure, l.Goal = m.level, Count, r.AtLeast
	l.NumWord = datasets.T("期内%[2]s的%[1]s", "%[1]s: became %[2]s in the period", kind, state)
	l.DenWord = datasets.T("目标数", "the goal")
	l.Rule = datasets.T("%[3]s至%[4]s间%[2]s的%[5]s%[1]s数量", "%[5]s%[1]s: number that became %[2]s from %[6]s to %[7]s", kind, state,
		r.From.In(datasets.ZH), r.To.In(datasets.ZH), e.gradeAtLeastText(r.Grade), r.From.String(), r.To.String())
	for _, i := range m.index {
		m.take(i)
	}
	return m
}

// take keeps when a facility's step was taken, where that lies wholly in the
// period.
func (m *stock) take(i int) {
	r, first, found := m.t.Flow, took{facility: i}, false
	for _, ev := range m.facility(i).Life {
		switch {
		case ev.State != r.Event:
		case ev.At.IsZero():
			m.undated++
		case within(ev.At, r.From, r.To):
			if day := begun(ev.At); !found || day < first.day {
				first.day, found = day, true
			}
		}
	}
	if found {
		m.taken = append(m.taken, first)
	}
}

// flowed lists the facilities whose step lies wholly inside the period and had
// happened by the date.
func (m *stock) flowed(asOf datasets.Date) []int {
	var out []int
	for _, t := range m.taken {
		if t.day <= over(asOf) && m.holds(t.facility, asOf) {
			out = append(out, t.facility)
		}
	}
	return out
}

// within tells whether the whole period of d lies between the begin of from
// and the end of to.
func within(d, from, to datasets.Date) bool {
	return !d.First().Before(from.First()) && !d.Last().After(to.Last())
}

func (m *stock) at(asOf datasets.Date) Point {
	n := float64(len(m.counted(asOf)))
	p := Point{At: asOf, Numerator: n, Value: n}
	if m.goal != nil {
		p.Denominator = *m.goal
	}
	return p
}

func (m *stock) detail(l *Ledger) {
	e := m.e
	active := m.counted(e.in.AsOf)
	count, outside := m.perUnit(active, m.level)
	l.Counted = m.ids(active)
	for _, a := range e.units.of(m.level) {
		n := float64(count[a.ID])
		l.Units = append(l.Units, UnitRow{Area: a.ID, Judged: true, Met: n > 0, Count: count[a.ID], Value: &n})
	}
	m.note(l, active, outside)
	if m.undated > 0 {
		l.Notes = append(l.Notes, datasets.T("%d 处设施的该步骤没有日期，未计入", "%d facilities took this step on an unknown date and are not counted", m.undated))
	}
	if m.goal != nil && !reaches(l.Value, *m.goal) {
		need := math.Ceil(*m.goal - l.Value - tolerance)
		l.Sites = &SitesNeeded{Least: int(need), Most: int(need), How: datasets.T("目标数减现有数（精确值）", "goal less count (exact)")}
		l.Missing = append(l.Missing, Gap{Kind: "facility", ID: "-", Name: e.kindText(m.t.Kinds).ZH, Need: need,
			Text: datasets.T("还缺 %[1]s 处%[2]s", "%[1]s more: %[2]s", formatCount(need), e.kindText(m.t.Kinds))})
	}
	l.Splits = m.splits(active)
}
