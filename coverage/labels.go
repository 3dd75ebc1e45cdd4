package coverage

import (
	"slices"
	"strings"

	"fugai/datasets"
)

// kindText joins the names of kinds: 母婴室、儿童家园.
func (e *eval) kindText(kinds []string) datasets.Text {
	return joinText(kinds, e.kindName, "、", " or ")
}

func joinText[T any](ids []T, name func(T) datasets.Text, zhSep, enSep string) datasets.Text {
	var zh, en []string
	for _, id := range ids {
		t := name(id)
		zh, en = append(zh, t.In(datasets.ZH)), append(en, t.In(datasets.EN))
	}
	return datasets.Text{ZH: strings.Join(zh, zhSep), EN: strings.Join(en, enSep)}
}

func (e *eval) kindName(id string) datasets.Text   { return e.in.Taxonomy.Text(datasets.Kinds, id) }
func (e *eval) domainName(id string) datasets.Text { return e.orUnknown(datasets.Domains, id) }
func (e *eval) fundName(id string) datasets.Text   { return e.in.Taxonomy.Text(datasets.Funds, id) }
func (e *eval) groupText(id string) datasets.Text  { return e.in.Taxonomy.Text(datasets.Groups, id) }

// levelText names a level as the district itself would: 街道 where all its
// units are called so, 镇, 镇街 where there are both; likewise 社区 and 村.
func (e *eval) levelText(id string) datasets.Text {
	t := e.in.Taxonomy.Text(datasets.Levels, id)
	switch id {
	case "subdistrict":
		t.ZH = e.common(id, t.ZH, "镇街", "街道", "镇", "乡")
	case "community":
		t.ZH = e.common(id, t.ZH, "村（社区）", "社区", "村")
	}
	return t
}

// common is the ending that all names of a level share, mixed where they have
// several, and def where one has none of them.
func (e *eval) common(level, def, mixed string, endings ...string) string {
	found := ""
	for _, a := range e.units.of(level) {
		i := slices.IndexFunc(endings, func(end string) bool { return strings.HasSuffix(a.Name, end) })
		switch {
		case i < 0:
			return def
		case found == "":
			found = endings[i]
		case found != endings[i]:
			found = mixed
		}
	}
	if found == "" {
		return def
	}
	return found
}

func (e *eval) gradeName(id string) datasets.Text {
	if id == "" {
		return datasets.T("未评级", "no grade")
	}
	return e.in.Taxonomy.Text(datasets.Grades, id)
}

func (e *eval) stateText(s datasets.State) datasets.Text {
	return e.in.Taxonomy.Text(datasets.Steps, string(s))
}

func (e *eval) stateName(id string) datasets.Text {
	if id == "" {
		return datasets.T("未开始", "not begun")
	}
	return e.in.Taxonomy.Text(datasets.Steps, id)
}

func (e *eval) orUnknown(list datasets.List, id string) datasets.Text {
	if id == "" {
		return datasets.T("未注明", "not stated")
	}
	return e.in.Taxonomy.Text(list, id)
}

// statesText names the states that count.
func (e *eval) statesText(states []datasets.State) datasets.Text {
	if len(states) == 0 {
		return datasets.T("在用", "in service")
	}
	return joinText(states, e.stateText, "、", " or ")
}

// gradeAtLeastText goes before a kind: 省级及以上, or nothing.
func (e *eval) gradeAtLeastText(grade string) datasets.Text {
	if grade == "" {
		return datasets.Text{}
	}
	return datasets.T("%s及以上", "(%s grade or higher) ", e.gradeName(grade))
}

// gradedWhat names what a graded target asks for.
func (e *eval) gradedWhat(r *GradedRule) datasets.Text {
	switch {
	case r.Title != "" && r.Grade != "":
		return datasets.T("“%[1]s”（%[2]s及以上）", "“%[1]s” (%[2]s or higher)", r.Title, e.gradeName(r.Grade))
	case r.Title != "":
		return datasets.T("“%s”", "“%s”", r.Title)
	case r.Grade != "":
		return datasets.T("%s及以上等级", "a grade of %s or higher", e.gradeName(r.Grade))
	}
	return datasets.T("任一等级", "any grade")
}

// gradeOrder ranks grades for sorting, higher first; none is lowest.
func (e *eval) gradeOrder(id string) int {
	if id == "" {
		return -1 << 30
	}
	n := 0
	for _, g := range e.in.Taxonomy.Terms(datasets.Grades) {
		if e.in.Taxonomy.GradeAtLeast(id, g.ID) {
			n++
		}
	}
	return n
}

// mainGroup is the group that people are counted in where a target names
// none: people, else the first group by name, "" without demand.
func (e *eval) mainGroup() string {
	groups := e.groups()
	if slices.Contains(groups, "people") || len(groups) == 0 {
		return "people"
	}
	return groups[0]
}

// groups lists the groups that the demand holds, sorted.
func (e *eval) groups() []string {
	var out []string
	for i := range e.in.Demand.Len() {
		for g := range e.in.Demand.Weights(i).All() {
			if !slices.Contains(out, g) {
				out = append(out, g)
			}
		}
	}
	slices.Sort(out)
	return out
}
