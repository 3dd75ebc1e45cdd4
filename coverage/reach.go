package coverage

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// served answers which demand points have a counting facility within a cost.
type served struct {
	*pool
	way    *Way
	group  string
	demand []int32   // into Input.Demand: those with a place and people of the group
	weight []float64 // people of the group at each of demand
	sites  []int     // into Input.Facilities: those of the pool with coordinates
	places []int     // the same in the pool's index
	costs  *Costs
	total  float64               // people of the group, those without a place included
	lost   float64               // people of the group without a place
	offWhy map[int]datasets.Text // why rows of the costs are not on the network
}

// served computes the costs once; which sites count depends on the date.
func (e *eval) served(p *pool, way *Way, group string, cutoff float64) (*served, error) {
	s := &served{pool: p, way: way, group: group}
	var from, to []orb.Point
	n := e.in.Demand.Len()
	s.demand, s.weight, from = make([]int32, 0, n), make([]float64, 0, n), make([]orb.Point, 0, n)
	for i := range n {
		w := e.in.Demand.Weights(i).Of(group)
		at := e.in.Demand.Point(i)
		s.total += w
		switch {
		case w <= 0:
		case at == nil:
			s.lost += w
		default:
			s.demand, s.weight = append(s.demand, int32(i)), append(s.weight, w)
			from = append(from, *at)
		}
	}
	for k, i := range p.index {
		if pt := p.facility(i).Point; pt != nil {
			s.sites, s.places = append(s.sites, i), append(s.places, k)
			to = append(to, *pt)
		}
	}
	var err error
	s.costs, err = way.Travel.Costs(e.ctx, from, to, cutoff)
	if err != nil {
		return nil, fmt.Errorf("costs from %d places to %d facilities: %w", len(from), len(to), err)
	}
	return s, nil
}

// nearest gives the cheapest active site of demand row, if any is within the
// cutoff.
func (s *served) nearest(row int, active []bool) (site int, cost float64, ok bool) {
	return s.costs.Nearest(row, func(site int) bool { return active[site] })
}

// activeSites tells for each site whether it counts as of a date.
func (s *served) activeSites(asOf datasets.Date) []bool {
	out := make([]bool, len(s.sites))
	counts := s.asOf(asOf)
	for site, k := range s.places {
		out[site] = counts(k)
	}
	return out
}

// atMost compares a cost with a limit: metres at the millimetre.
func (s *served) atMost(cost, limit float64) bool {
	if s.costs.Unit() == "m" {
		return geo.AtMost(geo.Meters(cost), geo.Meters(limit))
	}
	return cost <= limit
}

// within sums the people that have a counting facility within a limit.
func (s *served) within(asOf datasets.Date, limit float64) float64 {
	active, sum := s.activeSites(asOf), 0.0
	for row, people := range s.weight {
		if _, cost, ok := s.nearest(row, active); ok && s.atMost(cost, limit) {
			sum += people
		}
	}
	return sum
}

// reach measures the share of a group that has a facility within a distance.
type reach struct {
	*served
	t     *Target
	level string
	limit float64     // the pledged threshold
	room  []float64   // capacity of each site, where capacities count
	sums  []servedSum // what was allocated before
	now   []bool      // which sites count as of the study's date
}

func (e *eval) reach(t *Target, l *Ledger) (measurer, error) {
	r := t.Reach
	way := r.Way
	if way == nil {
		way = straightWay(e.in.Travel)
	}
	m := &reach{t: t, level: e.reachLevel(t), limit: r.Within[len(r.Within)-1]}
	p := e.pool(t, "")
	p.filterNote(l, t)
	l.Level, l.Group, l.Measure, l.Way = m.level, r.Group, Percent, way
	if r.Share > 0 {
		share := r.Share
		l.Goal = &share
	}
	kind, group, limit := e.kindText(t.Kinds), e.groupText(r.Group), CostText(m.limit, way.Unit)
	l.Rule = datasets.T("%[3]s（%[4]s）内有%[1]s的%[2]s占比", "share of %[2]s with %[1]s within %[3]s %[4]s", kind, group, limit, way.Name)
	l.NumWord = datasets.T("%[2]s有设施的%[1]s", "%[1]s with one %[2]s", group, withinText(m.limit, way.Unit))
	l.DenWord = datasets.T("全部%s", "all %s", group)
	if r.Capacity {
		l.Rule = datasets.T("%[3]s（%[4]s）内的%[1]s有名额的%[2]s占比", "share of %[2]s with a place at %[1]s within %[3]s %[4]s", kind, group, limit, way.Name)
		l.NumWord = datasets.T("%[2]s的设施有名额的%[1]s", "%[1]s with a place %[2]s", group, withinText(m.limit, way.Unit))
	}
	var err error
	if m.served, err = e.served(p, way, r.Group, m.limit); err != nil {
		return nil, err
	}
	if l.OffStreet, err = m.offStreet(); err != nil {
		return nil, err
	}
	switch {
	case m.total <= 0:
		l.Why = datasets.T("没有人群“%s”的需求数据", "no demand layer gives the group %s", group)
	case len(m.demand) == 0:
		l.Why = datasets.T("需求没有位置", "the demand has no place")
	case len(p.index) > 0 && len(m.sites) == 0:
		l.Why = datasets.T("%[2]d 处%[1]s都没有坐标，无法衡量距离", "none of the %[2]d facilities (%[1]s) has coordinates to measure from", kind, len(p.index))
	case r.Capacity && !m.rooms() && len(m.sites) > 0:
		l.Why = datasets.T("%[2]d 处%[1]s都没有容量，无法按容量衡量", "none of the %[2]d facilities (%[1]s) states a capacity", kind, len(m.sites))
	}
	return m, nil
}

// reachLevel is the level reach is shown by: that of the demand's own units
// where they have one, else the default.
func (e *eval) reachLevel(t *Target) string {
	if t.ReportBy != "" {
		return t.ReportBy
	}
	n := map[string]int{}
	for i := range e.in.Demand.Len() {
		if a := e.units.get(e.in.Demand.Area(i)); a != nil {
			n[a.Level]++
		}
	}
	best, most := e.defaultLevel(t), 0
	for _, l := range e.in.Levels {
		if n[l.Level] > most {
			best, most = l.Level, n[l.Level]
		}
	}
	return best
}

func (m *reach) at(asOf datasets.Date) Point {
	sum := m.people(asOf, m.limit)
	return Point{At: asOf, Numerator: sum, Denominator: m.total, Value: 100 * sum / m.total}
}

// people sums those who have a facility within a limit, and a place there where
// capacities count.
func (m *reach) people(asOf datasets.Date, limit float64) float64 {
	if m.room != nil {
		return m.placed(asOf, limit)
	}
	return m.within(asOf, limit)
}

// miss is what a target misses of a demand row.
type miss struct {
	row    int
	people float64
	full   bool // there are facilities within the limit, without a place left
}

func (m *reach) detail(l *Ledger) {
	asOf := m.e.in.AsOf
	m.now = m.open(asOf)
	for i, w := range m.t.Reach.Within {
		sum := m.people(asOf, w)
		th := Threshold{Within: w, Unit: m.costs.Unit(), Numerator: sum, Denominator: m.total, Value: 100 * sum / m.total}
		if i == len(m.t.Reach.Within)-1 {
			th.Goal = l.Goal
		}
		l.Thresholds = append(l.Thresholds, th)
	}
	l.Points = m.pointRows()
	var missed []miss
	if m.room != nil {
		missed = m.catchments(l)
	} else {
		missed = m.uncovered(l)
	}
	m.lists(l, missed)
	m.notes(l)
	if l.Goal != nil && !reaches(l.Value, *l.Goal) && m.room == nil {
		rows := make([]int, len(missed))
		for i := range missed {
			rows[i] = missed[i].row
		}
		l.Sites = m.sitesNeeded(rows, *l.Goal/100*m.total-l.Numerator)
	}
}

// uncovered fills each point's nearest facility, and gives the points that have
// none within the limit.
func (m *reach) uncovered(l *Ledger) (out []miss) {
	used := make([]bool, len(m.sites))
	for row := range m.demand {
		site, cost, ok := m.point(l, row)
		if ok {
			used[site] = true
		}
		if !ok || !m.atMost(cost, m.limit) {
			out = append(out, miss{row: row, people: m.weight[row]})
		}
	}
	m.counted(l, func(site int) bool { return used[site] })
	return out
}

// point fills the nearest facility of a row.
func (m *reach) point(l *Ledger, row int) (site int, cost float64, ok bool) {
	site, cost, ok = m.nearest(row, m.now)
	l.Points.site[row] = -1
	if ok {
		l.Points.site[row], l.Points.cost[row] = int32(site), cost
	}
	return site, cost, ok
}

// counted lists the facilities that serve.
func (m *reach) counted(l *Ledger, serves func(site int) bool) {
	for site, i := range m.sites {
		if serves(site) {
			l.Counted = append(l.Counted, m.facility(i).ID)
		}
	}
}

// open tells of each site whether it counts as of a date: where capacities do,
// it must state one.
func (m *reach) open(asOf datasets.Date) []bool {
	out := m.activeSites(asOf)
	for site := range m.room {
		out[site] = out[site] && m.room[site] >= 0
	}
	return out
}

// pointRows makes a row for each point, none of which has a facility yet.
func (m *reach) pointRows() PointRows {
	n := len(m.demand)
	out := PointRows{demand: m.e.in.Demand, row: m.demand, site: make([]int32, n), cost: make([]float64, n)}
	for _, i := range m.sites {
		out.facilities = append(out.facilities, m.facility(i).ID)
	}
	return out
}

// lists fills the units and the gaps of a ledger.
func (m *reach) lists(l *Ledger, missed []miss) {
	e := m.e
	near := m.ends(len(missed), func(k int) *orb.Point { return e.in.Demand.Point(int(m.demand[missed[k].row])) })
	l.Missing = make([]Gap, 0, len(missed))
	for k := range missed {
		l.Missing = append(l.Missing, m.gap(&missed[k], near[k]))
	}
	if e.in.Spread {
		l.Missing = m.byUnit(l.Missing, missed)
	}
	sortGaps(l.Missing)
	units := e.units.of(m.level)
	near = m.ends(len(units), func(k int) *orb.Point { return units[k].Center })
	people, served := m.perUnit(missed)
	for k, a := range units {
		row := UnitRow{Area: a.ID, Judged: people[a.ID] > 0, People: people[a.ID], Served: served[a.ID], Nearest: near[k].meters, Cost: near[k].cost}
		if row.Judged {
			v := 100 * row.Served / row.People
			row.Value, row.Met = &v, reaches(v, m.t.Reach.Share)
		}
		l.Units = append(l.Units, row)
	}
}

// perUnit sums the people of each unit of the level, and those who are served.
func (m *reach) perUnit(missed []miss) (people, served map[string]float64) {
	people, served = map[string]float64{}, map[string]float64{}
	for row, i := range m.demand {
		unit := m.e.units.at(m.e.in.Demand.Area(int(i)), m.level)
		w := m.weight[row]
		if unit != nil {
			people[unit.ID] += w
		}
		if len(missed) > 0 && missed[0].row == row {
			w -= missed[0].people
			missed = missed[1:]
		}
		if unit != nil && w > 0 {
			served[unit.ID] += w
		}
	}
	return people, served
}

// gap describes people beyond the threshold.
func (m *reach) gap(miss *miss, near toNearest) Gap {
	all, i := m.e.in.Demand, int(m.demand[miss.row])
	g := Gap{Kind: "demand", ID: all.ID(i), Name: all.Name(i), People: miss.people, Nearest: near.meters, Cost: near.cost, Need: 1, Text: m.gapText(miss, near)}
	if miss.full {
		g.Need = math.Ceil(miss.people)
	}
	if a := m.e.units.get(all.Area(i)); a != nil {
		g.Code, g.Parent = a.Code, m.e.units.parentName(a)
	}
	return g
}

func (m *reach) notes(l *Ledger) {
	if n := len(m.index) - len(m.sites); n > 0 {
		l.Notes = append(l.Notes, datasets.T("%d 处设施没有坐标，未参与距离计算", "%d facilities have no coordinates and are left out of the distances", n))
	}
	if !m.way.Note.IsZero() {
		l.Notes = append(l.Notes, m.way.Note)
	}
	if off := l.OffStreet; off != nil && len(off.Demand) > 0 {
		l.Notes = append(l.Notes, datasets.T("%[1]d 处需求（%[2]s 人）不在路网上，按未覆盖计，见“不在路网上的地点”", "%[1]d places of demand (%[2]s people) are not on the network and count as not reached: see the list", len(off.Demand), formatCount(off.People)))
	}
	if off := l.OffStreet; off != nil && len(off.Facilities) > 0 {
		l.Notes = append(l.Notes, datasets.T("%d 处设施不在路网上，到不了", "%d facilities are not on the network and cannot be reached", len(off.Facilities)))
	}
	if n := m.roomless(); n > 0 {
		l.Notes = append(l.Notes, datasets.T("%d 处设施没有容量数据，不计名额", "%d facilities state no capacity and are taken to have no place", n))
	}
	if m.lost > 0 {
		l.Notes = append(l.Notes, datasets.T("%s 人没有位置，按未覆盖计", "%s people have no place and count as not reached", formatCount(m.lost)))
	}
}
