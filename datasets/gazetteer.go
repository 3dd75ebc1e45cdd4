package datasets

import "sort"

// Gazetteer finds areas by code and by name, and walks between the levels. It
// keeps no reference to the slice it was built from and may be used by several
// goroutines.
type Gazetteer struct {
	ids      []string
	levels   []string
	parents  []int // index of the unit above, -1 at the top
	children map[int][]int
	byID     map[string]int
	byCode   map[string]int   // code without the zeros that pad it
	byName   map[string][]int // normalised names and aliases, alone and after the names of units above
	byShort  map[string][]int // names without their type
}

// NewGazetteer indexes areas. Link their parents first (see [LinkParents]).
// Of areas with the same code or ID the first is found.
func NewGazetteer(areas []Area) *Gazetteer {
	g := &Gazetteer{
		children: map[int][]int{}, byID: make(map[string]int, len(areas)), byCode: make(map[string]int, len(areas)),
		byName: make(map[string][]int, 4*len(areas)), byShort: make(map[string][]int, len(areas)),
	}
	for i := range areas {
		a := &areas[i]
		g.ids, g.levels = append(g.ids, a.ID), append(g.levels, a.Level)
		if _, taken := g.byID[a.ID]; !taken {
			g.byID[a.ID] = i
		}
		if stem := codeStem(a.Code); stem != "" {
			if _, taken := g.byCode[stem]; !taken {
				g.byCode[stem] = i
			}
		}
	}
	g.parents = make([]int, len(areas))
	for i := range areas {
		g.parents[i] = -1
		if p, ok := g.byID[areas[i].Parent]; ok && p != i {
			g.parents[i] = p
		}
		g.children[g.parents[i]] = append(g.children[g.parents[i]], i)
	}
	for _, list := range g.children {
		sort.SliceStable(list, func(a, b int) bool { return g.ids[list[a]] < g.ids[list[b]] })
	}
	for i := range areas {
		g.addNames(areas, i)
	}
	return g
}

// addNames enters the names of one area: alone, and after one or two of the
// units above, as in 龙岗区平湖街道 and 龙岗区平湖街道新木社区.
func (g *Gazetteer) addNames(areas []Area, i int) {
	above := g.above(i)
	for _, name := range append([]string{areas[i].Name}, areas[i].Aliases...) {
		n := NormalizeUnit(name)
		if n == "" {
			continue
		}
		enter(g.byName, n, i)
		if short := shortUnit(n); short != "" {
			enter(g.byShort, short, i)
			if areas[i].Level == "subdistrict" {
				enter(g.byShort, short+"街", i) // 街口街 for 街口街道
			}
		}
		path := n
		for k, p := range above {
			if k == 3 {
				break
			}
			up := NormalizeUnit(areas[p].Name)
			enter(g.byName, up+n, i)
			if path = up + path; path != up+n {
				enter(g.byName, path, i)
			}
		}
	}
}

func enter(index map[string][]int, key string, i int) {
	for _, have := range index[key] {
		if have == i {
			return
		}
	}
	index[key] = append(index[key], i)
}

// above lists the units above one, nearest first. A ring of parents ends it.
func (g *Gazetteer) above(i int) []int {
	var out []int
	for p := g.parents[i]; p >= 0 && p != i && len(out) < len(g.ids); p = g.parents[p] {
		for _, seen := range out {
			if seen == p {
				return out
			}
		}
		out = append(out, p)
	}
	return out
}

// ByCode finds the area with a code. Codes of 9 and 12 digits of one unit are
// the same (440307001 and 440307001000).
func (g *Gazetteer) ByCode(code string) (id string, ok bool) {
	c, state := parseCode(code)
	if state == codeLost || c == "" {
		return "", false
	}
	i, ok := g.byCode[codeStem(c)]
	if !ok {
		return "", false
	}
	return g.ids[i], true
}

// Enclosing finds the lowest area that a code lies in: the area of the code
// itself, or else the nearest above it by the digits. exact tells which.
func (g *Gazetteer) Enclosing(code string) (id string, exact, ok bool) {
	if id, ok = g.ByCode(code); ok {
		return id, true, true
	}
	c, state := parseCode(code)
	if state != codeFine {
		return "", false, false
	}
	for _, stem := range codeAbove(c) {
		if i, found := g.byCode[stem]; found {
			return g.ids[i], false, true
		}
	}
	return "", false, false
}

// NameMatch is what names lead to.
type NameMatch struct {
	ID        string   // the lowest unit that is certain, "" where none is
	Exact     bool     // every name was found in full, none in its short form
	Unmatched []string // names that led nowhere, or to more than one unit
	Choices   []string // IDs that the ambiguous name could mean
	Elsewhere []string // IDs of units of an unmatched name outside the higher unit
}

// ByName finds the area that names lead to, highest level first, such as a
// street and a community. Each name is sought inside the unit found before: in
// full (平湖街道办事处 is 平湖街道), else by a short form that is unique there (平湖),
// with Exact unset. A name of several units is settled by the names before and
// after it, or reported in Choices; the unit above it is then the
// answer. Blank names are passed over.
func (g *Gazetteer) ByName(names []string) NameMatch {
	m := NameMatch{Exact: true}
	var scope []int // units that the names so far may mean; nil: any
	certain := -1
	var pending string // name that scope is ambiguous about
	for _, name := range names {
		if blank(name) {
			continue
		}
		key := NormalizeUnit(name)
		found, exact := g.inside(g.byName[key], scope), true
		if len(found) == 0 {
			found, exact = g.inside(g.byShort[key], scope), false
		}
		if len(found) == 0 {
			m.Unmatched = append(m.Unmatched, name)
			m.Elsewhere = append(m.Elsewhere, g.idsOf(g.byName[key])...)
			continue
		}
		m.Exact = m.Exact && exact
		scope, pending = found, name
		if len(found) == 1 {
			certain, pending = found[0], ""
		}
	}
	if pending != "" {
		m.Unmatched = append(m.Unmatched, pending)
		m.Choices = g.idsOf(scope)
	}
	if certain >= 0 {
		m.ID = g.ids[certain]
	}
	m.Exact = m.Exact && m.ID != "" && len(m.Unmatched) == 0
	return m
}

// inside keeps the units that lie in one of scope, or are one of it.
func (g *Gazetteer) inside(units, scope []int) []int {
	if scope == nil {
		return units
	}
	var out []int
	for _, u := range units {
		if containsInt(scope, u) {
			out = append(out, u)
			continue
		}
		for _, p := range g.above(u) {
			if containsInt(scope, p) {
				out = append(out, u)
				break
			}
		}
	}
	return out
}

func containsInt(list []int, v int) bool {
	for _, w := range list {
		if w == v {
			return true
		}
	}
	return false
}

// idsOf gives the ids of units, sorted.
func (g *Gazetteer) idsOf(units []int) []string {
	var out []string
	for _, u := range units {
		out = append(out, g.ids[u])
	}
	sort.Strings(out)
	return out
}

// Ancestors lists the ids of the units above an area, nearest first.
func (g *Gazetteer) Ancestors(id string) []string {
	i, ok := g.byID[id]
	if !ok {
		return nil
	}
	var out []string
	for _, p := range g.above(i) {
		out = append(out, g.ids[p])
	}
	return out
}

// Ancestor gives the unit of a level that an area lies in, or is itself.
func (g *Gazetteer) Ancestor(id, level string) (string, bool) {
	i, ok := g.byID[id]
	if !ok {
		return "", false
	}
	for _, p := range append([]int{i}, g.above(i)...) {
		if g.levels[p] == level {
			return g.ids[p], true
		}
	}
	return "", false
}

// Children lists the units directly below an area by ID; "" gives those at the
// top.
func (g *Gazetteer) Children(id string) []string {
	i := -1
	if id != "" {
		var ok bool
		if i, ok = g.byID[id]; !ok {
			return nil
		}
	}
	var out []string
	for _, c := range g.children[i] {
		out = append(out, g.ids[c])
	}
	return out
}
