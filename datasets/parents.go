package datasets

import "strings"

// LinkParents fills Parent of every area, in place, from what its layer says of
// the unit above (ParentText: a code or a name), or else from the digits of its
// own code: 440307001001 lies in 440307001000. A parent stands on a higher
// level; informal units may lie in any. Areas whose parent's layer was not read
// stay at the top without a finding; a parent that should be there and is not,
// a name of several units, a parent other than the one the code shows, and rings
// of parents are findings. A nil taxonomy is the built-in one.
func LinkParents(areas []Area, tax *Taxonomy) []Finding {
	if tax == nil {
		tax = BuiltinTaxonomy()
	}
	l := &linker{areas: areas, ranks: make([]int, len(areas)), notes: &notebook{layer: string(RoleAreas), at: map[string]int{}}}
	for i := range areas {
		l.ranks[i] = tax.LevelRank(areas[i].Level)
		if l.ranks[i] > 0 && (l.top == 0 || l.ranks[i] < l.top) {
			l.top = l.ranks[i]
		}
	}
	l.names = NewGazetteer(areas)
	for i := range areas {
		if p := l.parent(i); p >= 0 {
			areas[i].Parent = areas[p].ID
		}
	}
	l.cutRings()
	return l.notes.findings()
}

// linker holds what linking needs of all areas.
type linker struct {
	areas []Area
	ranks []int // of each area's level, 0 for informal ones
	top   int   // highest rank that occurs
	names *Gazetteer
	notes *notebook
}

// parent gives the index of the unit above an area, or -1.
func (l *linker) parent(i int) int {
	a := &l.areas[i]
	derived := l.byDigits(i)
	text := clean(a.ParentText)
	if blank(text) || codeStem(text) != "" && codeStem(text) == codeStem(a.Code) {
		return derived
	}
	if code, state := parseCode(text); state != codeLost && allDigits(code) {
		p, ok := l.names.byCode[codeStem(code)]
		if ok && l.canHold(p, i) {
			l.compare(i, p, derived)
			return p
		}
		if derived < 0 && l.expectsParent(i) {
			l.unknown(i)
		}
		return derived
	}
	if p, ok := l.names.byID[text]; ok && l.canHold(p, i) {
		return p
	}
	found := l.byName(i, text)
	switch {
	case len(found) == 1:
		l.compare(i, found[0], derived)
		return found[0]
	case len(found) > 1 && containsInt(found, derived):
		return derived
	case len(found) > 1:
		ids := l.names.idsOf(found)
		l.notes.add(ruleAmbiguousParent, a.Source, "%[1]s 的上级“%[2]s”可能是 %[3]s", "%[1]s: its parent %[2]q may be any of %[4]s", a.Name, text, strings.Join(ids, "、"), strings.Join(ids, ", "))
	case l.expectsParent(i):
		l.unknown(i)
	}
	return derived
}

func (l *linker) unknown(i int) {
	a := &l.areas[i]
	l.notes.add(ruleUnknownParent, a.Source, "%[1]s 的上级“%[2]s”不在图层中", "%[1]s: its parent %[2]q is in no layer", a.Name, clean(a.ParentText))
}

// expectsParent tells whether some level above an area was read at all.
func (l *linker) expectsParent(i int) bool {
	return l.top > 0 && (l.ranks[i] == 0 || l.ranks[i] > l.top)
}

// canHold tells whether p may be the parent of i.
func (l *linker) canHold(p, i int) bool {
	return p != i && l.areas[p].ID != l.areas[i].ID && (l.ranks[i] == 0 || l.ranks[p] > 0 && l.ranks[p] < l.ranks[i])
}

// byName lists the units that a parent's name can mean: those of the nearest
// level above, in full before short forms.
func (l *linker) byName(i int, text string) []int {
	key := NormalizeUnit(text)
	for _, index := range []map[string][]int{l.names.byName, l.names.byShort} {
		var found []int
		nearest := 0
		for _, p := range index[key] {
			if !l.canHold(p, i) {
				continue
			}
			if l.ranks[p] > nearest {
				nearest, found = l.ranks[p], nil
			}
			if l.ranks[p] == nearest {
				found = append(found, p)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// byDigits gives the nearest unit above by the digits of an area's own code.
func (l *linker) byDigits(i int) int {
	for _, stem := range codeAbove(l.areas[i].Code) {
		if p, ok := l.names.byCode[stem]; ok && l.canHold(p, i) {
			return p
		}
	}
	return -1
}

// compare warns where the parent that was named is not the one that the code
// shows, on the same level.
func (l *linker) compare(i, named, derived int) {
	if derived < 0 || derived == named || l.areas[derived].Level != l.areas[named].Level {
		return
	}
	a := &l.areas[i]
	l.notes.add(ruleParentCode, a.Source, "%[1]s（%[2]s）的上级写作 %[3]s，代码却属于 %[4]s", "%[1]s (%[2]s) names %[3]s as its parent, but its code lies in %[4]s",
		a.Name, a.Code, l.areas[named].Name, l.areas[derived].Name)
}

// cutRings takes the parents from units that are above themselves. Only
// informal units can be: all others have parents of a higher level.
func (l *linker) cutRings() {
	at := make(map[string]int, len(l.areas))
	for i := range l.areas {
		at[l.areas[i].ID] = i
	}
	for i := range l.areas {
		if l.ranks[i] != 0 {
			continue
		}
		p, steps := i, 0
		for ; steps <= len(l.areas); steps++ {
			next, ok := at[l.areas[p].Parent]
			if !ok {
				break
			}
			if p = next; p == i {
				l.notes.add(ruleParentCycle, l.areas[i].Source, "%[1]s 的上级最终是它自己", "%[1]s is above itself", l.areas[i].Name)
				l.areas[i].Parent = ""
				break
			}
		}
	}
}
