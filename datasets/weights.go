package datasets

import "sort"

// weightColumn is the column of one group's people.
type weightColumn struct {
	group  string
	column int
}

// weightColumns finds the columns that the study names for each group, in the
// order of the groups' names.
func (m *mapping) weightColumns(weights map[string]string) ([]weightColumn, error) {
	groups := make([]string, 0, len(weights))
	for g := range weights {
		groups = append(groups, g)
	}
	sort.Strings(groups)
	var out []weightColumn
	for _, g := range groups {
		col, err := FindColumn(m.table, weights[g])
		if err != nil {
			return nil, err
		}
		m.use(g, col, "study")
		out = append(out, weightColumn{g, col})
	}
	return out, nil
}

// guessWeights finds the columns whose headers name a group of people.
func (m *mapping) guessWeights() []weightColumn {
	var out []weightColumn
	taken := map[string]bool{}
	for i, c := range m.table.Columns {
		outside, _ := unbracket(c)
		group, ok := m.tax.Group(c)
		if !ok {
			group, ok = m.tax.Group(outside)
		}
		if !ok || taken[group] || m.match.Uses[i].Meaning != "" {
			continue
		}
		taken[group] = true
		m.use(group, i, "synonym")
		m.notes.add(ruleWeightsGuessed, Ref{File: m.table.File, Column: c}, "“%[1]s”作为 %[2]s", "%[1]q is %[2]s", c, m.tax.Text(Groups, group))
		out = append(out, weightColumn{group, i})
	}
	return out
}

// use records that a column holds a weight.
func (m *mapping) use(group string, col int, by string) {
	u := &m.match.Uses[col]
	if u.Meaning != "" {
		u.Meaning += ", "
	}
	u.Meaning, u.By = u.Meaning+"weights."+group, by
}

// weights reads a record's people by group. Missing cells and texts that are no
// numbers count as missing; negative numbers are errors.
func (m *mapping) weights(rec *Record, columns []weightColumn) map[string]float64 {
	var out map[string]float64
	m.eachWeight(rec, columns, func(group string, v float64) {
		if out == nil {
			out = make(map[string]float64, len(columns))
		}
		out[group] = v
	})
	return out
}

// eachWeight yields what is known.
func (m *mapping) eachWeight(rec *Record, columns []weightColumn, yield func(group string, v float64)) {
	for _, c := range columns {
		if m.at(rec, c.column) == "" {
			m.notes.add(ruleWeightMissing, m.table.Ref(rec, c.column), "没有 %s", "no %s", c.group)
			continue
		}
		v, ok := m.quantity(rec, c.column)
		if !ok {
			continue
		}
		if v < 0 {
			m.notes.add(ruleNegative, m.table.Ref(rec, c.column), "%[1]s 为 %[2]v", "%[1]s is %[2]v", c.group, v)
			continue
		}
		yield(c.group, v)
	}
}
