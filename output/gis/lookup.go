package gis

import (
	"slices"
	"sort"

	"fugai/coverage"
	"fugai/datasets"
)

// members tells which IDs are in a list. Tables ask in the order of their rows,
// which is that of the lists, so that it mostly looks at the next of them.
type members struct {
	sorted []string
	at     int // ids before it are below the one that was asked for last
	set    map[string]bool
}

func newMembers(ids []string) *members {
	if slices.IsSorted(ids) {
		return &members{sorted: ids}
	}
	m := &members{set: make(map[string]bool, len(ids))}
	for _, id := range ids {
		m.set[id] = true
	}
	return m
}

func (m *members) has(id string) bool {
	if m.set != nil {
		return m.set[id]
	}
	if m.at > 0 && m.sorted[m.at-1] >= id {
		m.at, _ = slices.BinarySearch(m.sorted, id)
	}
	for m.at < len(m.sorted) && m.sorted[m.at] < id {
		m.at++
	}
	return m.at < len(m.sorted) && m.sorted[m.at] == id
}

// found gives the items of a list by ID. Results list theirs in that order,
// which is searched; a map is made only where the order is another.
type found struct {
	n     int
	id    func(i int) string
	asked bool
	by    map[string]int
}

// of is the number of the item of an ID.
func (f *found) of(id string) (i int, ok bool) {
	if !f.asked {
		f.asked = true
		f.index()
	}
	if f.by != nil {
		i, ok = f.by[id]
		return i, ok
	}
	i = sort.Search(f.n, func(i int) bool { return f.id(i) >= id })
	return i, i < f.n && f.id(i) == id
}

// index makes the map where the items are not in order.
func (f *found) index() {
	for i := 1; i < f.n; i++ {
		if f.id(i-1) < f.id(i) {
			continue
		}
		f.by = make(map[string]int, f.n)
		for i := range f.n {
			f.by[f.id(i)] = i
		}
		return
	}
}

// countedBy is the set of the IDs that a target counts.
func (v *view) countedBy(l *coverage.Ledger) *members { return newMembers(l.Counted) }

// pointRows finds the row of a demand point in a target, again mostly the next.
type pointRows struct {
	rows coverage.PointRows
	at   int
	by   map[string]int // made when the order is another
}

func (p *pointRows) of(id string) (row coverage.PointRow, ok bool) {
	for _, i := range [...]int{p.at, p.at + 1, 0} {
		if i >= p.rows.Len() {
			continue
		}
		if row = p.rows.At(i); row.Demand == id {
			p.at = i
			return row, true
		}
	}
	if p.by == nil {
		p.by = make(map[string]int, p.rows.Len())
		for i, row := range p.rows.All() {
			p.by[row.Demand] = i
		}
	}
	i, ok := p.by[id]
	if !ok {
		return coverage.PointRow{}, false
	}
	p.at = i
	return p.rows.At(i), true
}

// area is the unit of an ID, nil where there is none. Rows beside each other
// are often of one unit.
func (v *view) area(id string) *datasets.Area {
	if id != v.lastID {
		v.lastID, v.lastArea = id, v.areas[id]
	}
	return v.lastArea
}

// byPlace sorts facilities by whether a map can show them.
type byPlace struct {
	on, off []*coverage.Facility
	kinds   map[string][]*coverage.Facility // those of on
}

// byPlace looks through the facilities once.
func (v *view) byPlace() *byPlace {
	if v.placed != nil {
		return v.placed
	}
	v.placed = &byPlace{on: make([]*coverage.Facility, 0, len(v.r.Facilities)), kinds: map[string][]*coverage.Facility{}}
	for i := range v.r.Facilities {
		f := &v.r.Facilities[i]
		if f.Point == nil || !finite(*f.Point) {
			v.placed.off = append(v.placed.off, f)
			continue
		}
		v.placed.on = append(v.placed.on, f)
		v.placed.kinds[f.Kind] = append(v.placed.kinds[f.Kind], f)
	}
	return v.placed
}

// placedOf lists the facilities of a kind that are on the map.
func (v *view) placedOf(kind string) []*coverage.Facility { return v.byPlace().kinds[kind] }

// dates writes dates, of which there are few that differ.
type dates map[datasets.Date]string

func (d dates) text(date datasets.Date) string {
	s, ok := d[date]
	if !ok {
		s = date.String()
		d[date] = s
	}
	return s
}
