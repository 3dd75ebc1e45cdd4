package coverage

import (
	"fmt"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// mandate asks every venue over a size for a facility of its own.
type mandate struct {
	*pool
	t      *Target
	level  string
	venues []int   // into Input.Venues: those that must
	own    [][]int // for each of venues: facilities that would satisfy it if active
}

func (e *eval) mandate(t *Target, l *Ledger) (measurer, error) {
	r := t.Mandate
	m := &mandate{pool: e.pool(t, ""), t: t, level: e.defaultLevel(t)}
	m.filterNote(l, t)
	for i := range e.in.Venues {
		if t.Filters.Venue == nil || t.Filters.Venue(&e.in.Venues[i]) {
			m.venues = append(m.venues, i)
		}
	}
	if t.Filters.VenueExpr != "" {
		l.Filters = append(l.Filters, Filter{Of: "venues", Expr: t.Filters.VenueExpr, Kept: len(m.venues), From: len(e.in.Venues)})
	}
	l.Level, l.Measure = m.level, Percent
	if r.Share > 0 {
		share := r.Share
		l.Goal = &share
	}
	kind, size := e.kindText(t.Kinds), datasets.Text{}
	if r.FloorM2 > 0 {
		size = datasets.T("不小于 %s m² 的", "at least %s m² of ", formatCount(r.FloorM2))
	}
	l.Rule = datasets.T("每个须配建的场所有%[2]s%[1]s（登记在该场所，或在 %[3]s m 内）", "every venue that must has %[2]s%[1]s (registered in it, or within %[3]s m)", kind, size, formatCount(float64(r.Within)))
	l.NumWord = datasets.T("已配建%s的场所", "venues with %s", kind)
	l.DenWord = datasets.T("须配建的场所", "venues that must")
	if len(m.venues) == 0 {
		l.Why = datasets.T("没有须配建的场所", "no venue must have one")
		return m, nil
	}
	var err error
	m.own, err = m.match()
	return m, err
}

// match lists the facilities of each venue: those registered in it by ID or
// name, and those within the distance.
func (m *mandate) match() ([][]int, error) {
	named := map[string][]int{}
	var to []orb.Point
	var sites []int
	for _, i := range m.index {
		f := m.facility(i)
		if m.tooSmall(f) {
			continue
		}
		if f.Venue != "" {
			named[datasets.NormalizeUnit(f.Venue)] = append(named[datasets.NormalizeUnit(f.Venue)], i)
		}
		if f.Point != nil {
			sites, to = append(sites, i), append(to, *f.Point)
		}
	}
	own := make([][]int, len(m.venues))
	var from []orb.Point
	var rows []int
	for k, i := range m.venues {
		v := &m.e.in.Venues[i]
		own[k] = append(own[k], named[datasets.NormalizeUnit(v.ID)]...)
		if v.Name != v.ID {
			own[k] = append(own[k], named[datasets.NormalizeUnit(v.Name)]...)
		}
		if v.Point != nil {
			rows, from = append(rows, k), append(from, *v.Point)
		}
	}
	costs, err := m.e.in.Travel.Costs(m.e.ctx, from, to, float64(m.t.Mandate.Within))
	if err != nil {
		return nil, fmt.Errorf("distances from %d venues: %w", len(from), err)
	}
	for row, k := range rows {
		for site, d := range costs.Row(row) {
			if geo.AtMost(geo.Meters(d), m.t.Mandate.Within) {
				own[k] = append(own[k], sites[site])
			}
		}
	}
	return own, nil
}

// tooSmall tells whether a facility is below the size that is asked for; one
// of unknown size is.
func (m *mandate) tooSmall(f *datasets.Facility) bool {
	return m.t.Mandate.FloorM2 > 0 && (f.FloorM2 == nil || *f.FloorM2 < m.t.Mandate.FloorM2)
}

// has gives the first active facility of a venue.
func (m *mandate) has(k int, asOf datasets.Date) (int, bool) {
	for _, i := range m.own[k] {
		if m.activeAt(i, asOf) {
			return i, true
		}
	}
	return 0, false
}

func (m *mandate) at(asOf datasets.Date) Point {
	n := 0
	for k := range m.venues {
		if _, ok := m.has(k, asOf); ok {
			n++
		}
	}
	return Point{At: asOf, Numerator: float64(n), Denominator: float64(len(m.venues)), Value: 100 * float64(n) / float64(len(m.venues))}
}

func (m *mandate) detail(l *Ledger) {
	e := m.e
	with, all := map[string]int{}, map[string]int{}
	near := e.finder(m.pool, m.active(e.in.AsOf)).from(len(m.venues), func(k int) *orb.Point { return e.in.Venues[m.venues[k]].Point })
	seen := map[string]bool{}
	for k, i := range m.venues {
		v := &e.in.Venues[i]
		unit := e.units.at(v.Area, m.level)
		if unit != nil {
			all[unit.ID]++
		}
		if f, ok := m.has(k, e.in.AsOf); ok {
			if id := m.facility(f).ID; !seen[id] {
				seen[id] = true
				l.Counted = append(l.Counted, id)
			}
			if unit != nil {
				with[unit.ID]++
			}
			continue
		}
		g := Gap{Kind: "venue", ID: v.ID, Name: v.Name, Nearest: near[k], Need: 1,
			Text: datasets.T("应配建%s而没有", "must have %s and has none", e.kindText(m.t.Kinds))}
		if a := e.units.get(v.Area); a != nil {
			g.Parent = a.Name
		}
		l.Missing = append(l.Missing, g)
	}
	for _, a := range e.units.of(m.level) {
		row := UnitRow{Area: a.ID, Judged: all[a.ID] > 0, Count: with[a.ID], Need: all[a.ID] - with[a.ID]}
		row.Met = row.Judged && row.Need == 0
		l.Units = append(l.Units, row)
	}
	sortGaps(l.Missing)
	if l.Goal != nil && !reaches(l.Value, *l.Goal) {
		n := ceilCount(*l.Goal/100*l.Denominator - l.Numerator)
		l.Sites = &SitesNeeded{Least: n, Most: n, How: datasets.T("尚缺的场所各配建一处（精确值）", "one in each venue that lacks it (exact)")}
	}
}
