package coverage

import (
	"strings"
	"sync"

	"fugai/datasets"
)

// units answers questions about the hierarchy of areas.
type units struct {
	areas   []datasets.Area
	index   map[string]int
	byLevel map[string][]*datasets.Area
	holding sync.Map // level → unit of each facility, by its number; see unitOf
}

func newUnits(areas []datasets.Area) *units {
	u := &units{areas: areas, index: make(map[string]int, len(areas)), byLevel: map[string][]*datasets.Area{}}
	for i := range areas {
		u.index[areas[i].ID] = i
		u.byLevel[areas[i].Level] = append(u.byLevel[areas[i].Level], &areas[i])
	}
	return u
}

func (u *units) get(id string) *datasets.Area {
	if i, ok := u.index[id]; ok {
		return &u.areas[i]
	}
	return nil
}

// at is the unit of a level that holds the unit id, itself included; nil where
// there is none. Chains are bounded, so that a cycle in bad data ends.
func (u *units) at(id, level string) *datasets.Area {
	for range 32 {
		a := u.get(id)
		if a == nil || a.Level == level {
			return a
		}
		id = a.Parent
	}
	return nil
}

// of lists the units of a level, in the order of the areas. Do not change it.
func (u *units) of(level string) []*datasets.Area { return u.byLevel[level] }

// unitOf gives the number of the unit of a level that holds each facility, -1
// where none does. It is worked out once for a level.
func (e *eval) unitOf(level string) []int32 {
	if known, ok := e.units.holding.Load(level); ok {
		return known.([]int32)
	}
	out := make([]int32, len(e.facilities))
	for i := range out {
		out[i] = -1
		if a := e.units.at(e.facilities[i].Area, level); a != nil {
			out[i] = int32(e.units.index[a.ID])
		}
	}
	e.units.holding.Store(level, out)
	return out
}

func (u *units) parentName(a *datasets.Area) string {
	if p := u.get(a.Parent); p != nil {
		return p.Name
	}
	return ""
}

func containsTitle(have, want string) bool {
	return want == "" || strings.Contains(have, want)
}
