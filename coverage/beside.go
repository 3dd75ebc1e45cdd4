package coverage

import "fugai/datasets"

// beside sets a presence target next to reach: people in units that have a
// facility but live beyond the distance, and people in units that have none
// but are served across a boundary. It adds a note where it cannot.
func (e *eval) beside(l *Ledger, p *pool, active []int) {
	group := e.mainGroup()
	limit := float64(e.in.CompareWithin)
	if limit <= 0 || group == "" || e.in.Travel.Unit() != "m" {
		return
	}
	s, err := e.served(p, straightWay(e.in.Travel), group, limit)
	if err != nil || len(s.demand) == 0 { // cancelled, or nobody to serve
		return
	}
	set, counting := s.activeSites(e.in.AsOf), 0
	for _, yes := range set {
		if yes {
			counting++
		}
	}
	if counting < len(active) {
		l.Notes = append(l.Notes, datasets.T("%[1]d 处设施没有坐标，无法与可达覆盖对照", "%[1]d facilities have no coordinates, so presence cannot be set beside reach", len(active)-counting))
		return
	}
	at := map[string]*BesideRow{}
	for i := range l.Units {
		if u := &l.Units[i]; u.Judged {
			at[u.Area] = &BesideRow{Area: u.Area, Covered: u.Met}
		}
	}
	for row, i := range s.demand {
		unit := e.units.at(e.in.Demand.Area(int(i)), l.Level)
		if unit == nil || at[unit.ID] == nil {
			continue
		}
		b, w := at[unit.ID], s.weight[row]
		b.People += w
		if _, cost, ok := s.nearest(row, set); ok && s.atMost(cost, limit) {
			b.Within += w
		} else {
			b.Beyond += w
		}
	}
	l.Beside = sumBeside(l, at, limit, group)
}

func sumBeside(l *Ledger, at map[string]*BesideRow, limit float64, group string) *Beside {
	out := &Beside{Within: limit, Group: group, Units: []BesideRow{}}
	for _, u := range l.Units {
		b := at[u.Area]
		switch {
		case b == nil:
		case b.Covered:
			out.Covered += b.People
			out.CoveredBeyond += b.Beyond
			if b.Beyond > 0 {
				out.Units = append(out.Units, *b)
			}
		default:
			out.Uncovered += b.People
			out.UncoveredNear += b.Within
			if b.Within > 0 {
				out.Units = append(out.Units, *b)
			}
		}
	}
	return out
}
