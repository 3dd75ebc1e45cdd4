package coverage

import "fugai/datasets"

// byUnit sums gaps of the parts of units to one a unit, at the unit's own
// point. What lies in no unit stays as it is.
func (m *reach) byUnit(gaps []Gap, rows []int) []Gap {
	at := map[string]int{}
	var parts []int
	out := gaps[:0:0]
	for k := range gaps {
		a := m.e.units.get(m.e.in.Demand.Area(int(m.demand[rows[k]])))
		if a == nil {
			out, parts = append(out, gaps[k]), append(parts, 1)
			continue
		}
		i, ok := at[a.ID]
		if !ok {
			i = len(out)
			at[a.ID] = i
			out, parts = append(out, Gap{Kind: "unit", ID: a.ID, Name: a.Name, Code: a.Code, Parent: m.e.units.parentName(a), Need: 1}), append(parts, 0)
		}
		out[i].People += gaps[k].People
		parts[i]++
	}
	within := withinText(m.limit, m.way.Unit)
	for _, i := range at {
		out[i].Text = datasets.T("%[2]d 处居住点%[1]s没有设施", "%[2]d places where people live have none %[1]s", within, parts[i])
	}
	return out
}
