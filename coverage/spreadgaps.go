package coverage

import (
	"math"

	"fugai/datasets"
)

// unitParts sums the gaps of the parts of a unit.
type unitParts struct {
	places       int
	full, beyond float64 // people
	cost, of     float64 // people × cost to the nearest, and those people
}

// byUnit sums gaps of the parts of units to one a unit, at the unit's own
// point; the cost to the nearest facility is the mean over the people missed. What
// lies in no unit stays as it is.
func (m *reach) byUnit(gaps []Gap, missed []miss) []Gap {
	at := map[string]int{}
	var parts []unitParts
	out := gaps[:0:0]
	for k := range gaps {
		a := m.e.units.get(m.e.in.Demand.Area(int(m.demand[missed[k].row])))
		if a == nil {
			out, parts = append(out, gaps[k]), append(parts, unitParts{})
			continue
		}
		i, ok := at[a.ID]
		if !ok {
			i = len(out)
			at[a.ID] = i
			out, parts = append(out, Gap{Kind: "unit", ID: a.ID, Name: a.Name, Code: a.Code, Parent: m.e.units.parentName(a), Need: 1}), append(parts, unitParts{})
		}
		out[i].People += gaps[k].People
		parts[i].add(&gaps[k], missed[k].full)
	}
	for _, i := range at {
		if p := &parts[i]; p.of > 0 {
			mean := p.cost / p.of
			out[i].Cost = &mean
		}
		if p := &parts[i]; p.beyond == 0 {
			out[i].Need = math.Ceil(p.full)
		}
		out[i].Text = m.partsText(&parts[i])
	}
	return out
}

func (p *unitParts) add(g *Gap, full bool) {
	p.places++
	if full {
		p.full += g.People
	} else {
		p.beyond += g.People
	}
	if g.Cost != nil {
		p.cost += *g.Cost * g.People
		p.of += g.People
	}
}

// partsText says what is wrong in a unit.
func (m *reach) partsText(p *unitParts) datasets.Text {
	within := m.reachText()
	group := m.e.groupText(m.group)
	full := datasets.T("%[1]s的设施已满，%[2]s 名%[3]s没有名额", "those %[1]s are full: no place for %[2]s %[3]s", within, wholePeople(p.full), group)
	none := datasets.T("%[2]d 处居住点%[1]s没有设施", "%[2]d places where people live have none %[1]s", within, p.places)
	if p.of > 0 && p.full == 0 {
		none = datasets.T("%[1]s；到最近的平均要 %[2]s", "%[1]s; the nearest takes %[2]s on average", none, measuredText(p.cost/p.of, m.way.Unit))
	}
	switch {
	case p.full == 0:
		return none
	case p.beyond == 0:
		return full
	}
	return datasets.T("%[1]s；%[2]s 名%[3]s%[4]s没有设施", "%[1]s; %[2]s %[3]s have none %[4]s", full, wholePeople(p.beyond), group, within)
}
