package coverage

import (
	"math"
	"slices"

	"fugai/datasets"
)

// servedSum is how many people find a place as of a date on which these sites
// are open.
type servedSum struct {
	open  []bool
	limit float64
	sum   float64
}

// rooms notes the capacities of the sites, -1 where one is not stated; false
// where none is.
func (m *reach) rooms() (any bool) {
	m.room = make([]float64, len(m.sites))
	for site, i := range m.sites {
		m.room[site] = -1
		if c := m.facility(i).Capacity; c != nil && *c >= 0 {
			m.room[site], any = *c, true
		}
	}
	return any
}

// roomless counts the sites that count today but state no capacity.
func (m *reach) roomless() (n int) {
	if m.room == nil {
		return 0
	}
	for site, active := range m.activeSites(m.e.in.AsOf) {
		if active && m.room[site] < 0 {
			n++
		}
	}
	return n
}

// placed sums the people that find a place within a limit.
func (m *reach) placed(asOf datasets.Date, limit float64) float64 {
	open := m.open(asOf)
	for i := range m.sums {
		if s := &m.sums[i]; s.limit == limit && slices.Equal(s.open, open) {
			return s.sum
		}
	}
	a := m.allocate(open, limit)
	m.sums = append(m.sums, servedSum{open, limit, a.Served})
	return a.Served
}

// allocate sends people to the open sites within a limit.
func (m *reach) allocate(open []bool, limit float64) *Allocation {
	supply := Supply{Capacity: make([]float64, len(m.room)), Open: open, Within: max(limit, math.SmallestNonzeroFloat64)} // 0 would be no limit
	for site, c := range m.room {
		supply.Capacity[site] = max(0, c)
	}
	a, err := Allocate(m.e.ctx, m.costs, m.weight, supply)
	if err != nil {
		return &Allocation{Load: make([]float64, len(m.room))} // cancelled: the caller's check of ctx ends the run
	}
	return a
}

// catchments fills who goes where, and gives the people that have no place.
func (m *reach) catchments(l *Ledger) (out []miss) {
	a := m.allocate(m.now, m.limit)
	l.Points.full = make([]float64, len(m.demand))
	c := &Catchments{Served: a.Served, Beyond: m.lost, Facilities: []FacilityLoad{}, Unstated: []string{}}
	nearest := make([]float64, len(m.sites))
	for row := range m.demand {
		if site, cost, ok := m.point(l, row); ok && m.atMost(cost, m.limit) {
			nearest[site] += m.weight[row]
		}
	}
	for _, u := range a.Unserved {
		out = append(out, miss{u.Demand, u.Weight, u.Full})
		if u.Full {
			c.Full += u.Weight
			l.Points.full[u.Demand] = u.Weight
		} else {
			c.Beyond += u.Weight
		}
	}
	for _, s := range a.Shares {
		c.Shares = append(c.Shares, FacilityShare{m.e.in.Demand.ID(int(m.demand[s.Demand])), m.facility(m.sites[s.Site]).ID, s.Weight, s.Cost})
	}
	for site, active := range m.activeSites(m.e.in.AsOf) {
		f := m.facility(m.sites[site])
		switch {
		case active && !m.now[site]:
			c.Unstated = append(c.Unstated, f.ID)
		case active:
			c.Facilities = append(c.Facilities, newLoad(f.ID, m.room[site], a.Load[site], nearest[site]))
		}
	}
	l.Catchments = c
	m.counted(l, func(site int) bool { return a.Load[site] > 0 })
	return out
}

func newLoad(id string, capacity, people, nearest float64) FacilityLoad {
	f := FacilityLoad{Facility: id, Capacity: capacity, People: people, Nearest: nearest}
	if capacity > 0 {
		load := 100 * people / capacity
		f.Load = &load
	}
	return f
}

// fullText says that people find no place.
func (m *reach) fullText(miss *miss) datasets.Text {
	site, _, ok := m.nearest(miss.row, m.now)
	if !ok {
		return datasets.Text{}
	}
	f := m.facility(m.sites[site])
	return datasets.T("%[1]s的设施已满：%[2]s 名%[3]s没有名额；最近的%[4]s容量 %[5]s", "those %[1]s are full: %[2]s %[3]s too many; the nearest, %[4]s, has %[5]s places",
		m.reachText(), wholePeople(miss.people), m.e.groupText(m.group), f.Name, formatCount(m.room[site]))
}

// wholePeople writes a number of people, at least 1 where there are any.
func wholePeople(n float64) string {
	if n > 0 && n < 1 {
		return "1"
	}
	return formatCount(math.Round(n))
}
