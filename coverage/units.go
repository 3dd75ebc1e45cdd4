package coverage

import (
	"strings"

	"fugai/datasets"
)

// units answers questions about the hierarchy of areas.
type units struct {
	areas []datasets.Area
	index map[string]int
}

func newUnits(areas []datasets.Area) *units {
	u := &units{areas: areas, index: make(map[string]int, len(areas))}
	for i := range areas {
		u.index[areas[i].ID] = i
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

// of lists the units of a level, in the order of the areas.
func (u *units) of(level string) []*datasets.Area {
	var out []*datasets.Area
	for i := range u.areas {
		if u.areas[i].Level == level {
			out = append(out, &u.areas[i])
		}
	}
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
