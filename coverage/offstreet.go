package coverage

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// offStreet says which demand and facilities do not lie on the way's network;
// nil where it has none or all do.
func (s *served) offStreet() (*OffStreet, error) {
	prober, ok := s.way.Travel.(Prober)
	if !ok {
		return nil, nil
	}
	from, to := s.points()
	demand, err := prober.Missed(s.e.ctx, from)
	if err != nil {
		return nil, err
	}
	sites, err := prober.Missed(s.e.ctx, to)
	if err != nil || len(demand) == 0 && len(sites) == 0 {
		return nil, err
	}
	s.offWhy = demand
	out := &OffStreet{Demand: []OffPlace{}, Facilities: []OffPlace{}}
	all := s.e.in.Demand
	for _, row := range sortedKeys(demand) {
		i := int(s.demand[row])
		out.Demand = append(out.Demand, OffPlace{ID: all.ID(i), Name: all.Name(i), People: s.weight[row], Why: demand[row]})
		out.People += s.weight[row]
	}
	slices.SortStableFunc(out.Demand, func(a, b OffPlace) int { return cmp.Compare(b.People, a.People) })
	for _, site := range sortedKeys(sites) {
		f := s.facility(s.sites[site])
		out.Facilities = append(out.Facilities, OffPlace{ID: f.ID, Name: f.Name, Why: sites[site]})
	}
	return out, nil
}

func sortedKeys(m map[int]datasets.Text) []int {
	keys := make([]int, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// points are the places of the demand and the sites.
func (s *served) points() (from, to []orb.Point) {
	for _, i := range s.demand {
		from = append(from, *s.e.in.Demand.Point(int(i)))
	}
	for _, i := range s.sites {
		to = append(to, *s.facility(i).Point)
	}
	return from, to
}

// draw adds the ground and the streets within the thresholds, where the way
// can draw them.
func (m *reach) draw(l *Ledger) error {
	mapper, ok := m.way.Travel.(Mapper)
	if !ok {
		return nil
	}
	var sites []orb.Point
	for site, i := range m.sites {
		if m.now[site] {
			sites = append(sites, *m.facility(i).Point)
		}
	}
	if len(sites) == 0 {
		return nil
	}
	reached, err := mapper.Map(m.e.ctx, sites, m.t.Reach.Within)
	if err != nil || reached == nil {
		return err
	}
	l.Streets = reached.Streets
	for i, ground := range reached.Ground {
		l.Thresholds[i].Ground = ground
		if ground != nil {
			l.Thresholds[i].AreaKM2 = geo.Area(ground).KM2()
		}
	}
	return nil
}

// gapText says what is wrong with a place beyond the threshold, or one whose
// facilities are full.
func (m *reach) gapText(miss *miss, near toNearest) datasets.Text {
	if why, ok := m.offWhy[miss.row]; ok {
		return why
	}
	if miss.full {
		return m.fullText(miss)
	}
	none := datasets.T("%[1]s没有设施", "none %[1]s", m.reachText())
	if near.cost == nil {
		return none
	}
	return datasets.T("%[1]s；最近的%[2]s要 %[3]s", "%[1]s; the nearest, %[2]s, takes %[3]s", none, m.facility(m.sites[near.site]).Name, measuredText(*near.cost, m.way.Unit))
}

// reachText says within what, and how: within 15 min on foot.
func (m *reach) reachText() datasets.Text {
	within := withinText(m.limit, m.way.Unit)
	if m.way.ID == straightWayID {
		return within
	}
	return datasets.T("%[2]s %[1]s", "%[1]s %[2]s", within, m.way.Name)
}
