package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// maker fills the layers of one district. Errors are kept until files is
// asked, so that the recipes read as lists.
type maker struct {
	*district
	rng  *rand.Rand
	made []file
	err  error

	placed []orb.Point // every place that was put on the map
	hosts  []orb.Point // of those, where nursing rooms are being sited (Conghua)
}

func newMaker(p plan) (*maker, error) {
	d, err := build(p)
	if err != nil {
		return nil, err
	}
	return &maker{district: d, rng: rand.New(rand.NewPCG(p.seed, 3))}, nil
}

// save keeps a file under a name; its writer's error stops the sample.
func (m *maker) save(name string, data []byte, err error) {
	if err != nil && m.err == nil {
		m.err = fmt.Errorf("write %s/%s: %w", m.plan.id, name, err)
	}
	m.made = append(m.made, file{name, data})
}

func (m *maker) files() ([]file, error) { return m.made, m.err }

// units saves streets.geojson and communities.geojson. more gives further
// properties of a unit, under the keys of each level.
func (m *maker) units(townKeys, communityKeys []string, more func(u *unit) []any) {
	towns := layer{keys: append([]string{"代码", "名称", "类型", "常住人口", "0-14岁"}, townKeys...)}
	for _, t := range m.towns {
		towns.add(t.polygon, append([]any{t.code, t.name, t.kind, t.people, t.children}, more(t)...)...)
	}
	b, err := towns.geojson()
	m.save("streets.geojson", b, err)
	communities := layer{keys: append([]string{"代码", "名称", "类型", "镇街代码", "常住人口", "0-14岁"}, communityKeys...)}
	for _, u := range m.communities {
		communities.add(u.polygon, append([]any{u.code, u.name, u.kind, u.town.code, u.people, u.children}, more(u)...)...)
	}
	b, err = communities.geojson()
	m.save("communities.geojson", b, err)
}

// none is the properties of a unit that has no more.
func none(*unit) []any { return nil }

// in lists the communities of a town.
func (m *maker) in(town string) []*unit {
	var out []*unit
	for _, u := range m.communities {
		if u.town.name == town {
			out = append(out, u)
		}
	}
	return out
}

// find returns a community by the names of its town and itself. A name that
// the plan does not have is an error of the recipe.
func (m *maker) find(town, name string) *unit {
	for _, u := range m.communities {
		if u.town.name == town && u.name == name {
			return u
		}
	}
	if m.err == nil {
		m.err = fmt.Errorf("%s: there is no %s %s", m.plan.id, town, name)
	}
	return m.communities[0]
}

// some picks n different units at random.
func (m *maker) some(from []*unit, n int) []*unit {
	var out []*unit
	for _, i := range m.rng.Perm(len(from))[:n] {
		out = append(out, from[i])
	}
	return out
}

// without lists the units that are not among some others.
func without(all []*unit, others ...*unit) []*unit {
	taken := map[*unit]bool{}
	for _, u := range others {
		taken[u] = true
	}
	var out []*unit
	for _, u := range all {
		if !taken[u] {
			out = append(out, u)
		}
	}
	return out
}

// day is a random day of the months from first to last of a year.
func (m *maker) day(year, first, last int) time.Time {
	from := time.Date(year, time.Month(first), 1, 0, 0, 0, 0, time.UTC)
	days := int(time.Date(year, time.Month(last)+1, 1, 0, 0, 0, 0, time.UTC).Sub(from).Hours() / 24)
	return from.AddDate(0, 0, m.rng.IntN(days))
}

// between is a random whole number from low to high in steps.
func (m *maker) between(low, high, step int) int {
	return low + step*m.rng.IntN((high-low)/step+1)
}

// place is a point in a community.
func (m *maker) place(u *unit) orb.Point {
	p := m.spot(u, m.rng)
	m.placed = append(m.placed, p)
	return p
}

// beside is a point some ten metres away from another one.
func beside(p orb.Point) orb.Point { return orb.Point{micro(p[0] + 0.0002), micro(p[1] + 0.0001)} }

// office is a sub-district's name as its ledgers write it: 街口街道办事处.
func office(town string) string {
	if strings.HasSuffix(town, "街道") {
		return town + "办事处"
	}
	return town
}

// hours is a usual opening time.
func (m *maker) hours() string {
	usual := [...]string{"周一至周五 9:00-12:00，14:00-17:30", "周一至周五 8:30-12:00，14:00-17:30", "周二至周日 9:00-17:00", "每日 9:00-21:00"}
	return usual[m.rng.IntN(len(usual))]
}
