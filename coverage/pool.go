package coverage

import (
	"fugai/datasets"
)

// pool is the facilities that a target may count: of its kinds, and kept by
// its filter. Which of them count depends on the date.
type pool struct {
	e      *eval
	states []datasets.State
	grade  string
	index  []int // into eval.facilities, ascending
	life   timeline
	from   int // how many of the kinds there were before the filter
}

func (e *eval) pool(t *Target, grade string) *pool {
	kinds := map[string]bool{}
	for _, k := range t.Kinds {
		kinds[k] = true
	}
	p := &pool{e: e, states: t.States, grade: grade}
	for i := range e.facilities {
		f := &e.facilities[i].Facility
		if !kinds[f.Kind] {
			continue
		}
		p.from++
		if t.Filters.Facility == nil || t.Filters.Facility(f) {
			p.index = append(p.index, i)
		}
	}
	p.life = newTimeline(p.index, p.facility)
	return p
}

func (p *pool) facility(i int) *datasets.Facility { return &p.e.facilities[i].Facility }

// activeAt tells whether facility i counts as of a date.
func (p *pool) activeAt(i int, asOf datasets.Date) bool {
	return counts(StateAt(p.facility(i), asOf), p.states) && p.holds(i, asOf)
}

// holds tells whether facility i holds the grade that is asked for.
func (p *pool) holds(i int, asOf datasets.Date) bool {
	return p.grade == "" || gradeOK(p.e.in.Taxonomy, heldGrade(p.e.in.Taxonomy, p.facility(i).Grades, "", asOf), p.grade)
}

// asOf tells for each facility of the pool, by its place in index, whether it
// counts as of a date.
func (p *pool) asOf(date datasets.Date) func(k int) bool {
	wanted, last := counting(p.states), over(date)
	return func(k int) bool { return wanted[p.life.state(k, last)+1] && p.holds(p.index[k], date) }
}

// active lists the facilities that count as of a date.
func (p *pool) active(asOf datasets.Date) []int {
	out := make([]int, 0, len(p.index))
	counts := p.asOf(asOf)
	for k, i := range p.index {
		if counts(k) {
			out = append(out, i)
		}
	}
	return out
}

// first is the year of the earliest dated step in the pool, 0 for none.
func (p *pool) first() int {
	year := 0
	for _, i := range p.index {
		for _, ev := range p.facility(i).Life {
			if !ev.At.IsZero() && ev.At.By(p.e.in.AsOf) && (year == 0 || ev.At.Year < year) {
				year = ev.At.Year
			}
		}
	}
	return year
}

// perUnit counts facilities by the unit of a level that holds them; outside is
// how many lie in no unit of that level.
func (p *pool) perUnit(active []int, level string) (count map[string]int, outside int) {
	n, outside := p.perNumber(active, level)
	count = map[string]int{}
	for u, k := range n {
		if k > 0 {
			count[p.e.in.Areas[u].ID] = k
		}
	}
	return count, outside
}

// perNumber is perUnit by the number of the unit in Input.Areas.
func (p *pool) perNumber(active []int, level string) (count []int, outside int) {
	unit := p.e.unitOf(level)
	count = make([]int, len(p.e.in.Areas))
	for _, i := range active {
		if u := unit[i]; u >= 0 {
			count[u]++
		} else {
			outside++
		}
	}
	return count, outside
}

func (p *pool) ids(active []int) []string {
	out := make([]string, 0, len(active))
	for _, i := range active {
		out = append(out, p.facility(i).ID)
	}
	return out
}

// note adds what every count of facilities must own up to: dates that
// straddle, and facilities in no unit.
func (p *pool) note(l *Ledger, active []int, outside int) {
	straddle := 0
	for _, i := range active {
		for _, ev := range p.facility(i).Life {
			if ev.At.Straddles(p.e.in.AsOf) {
				straddle++
				break
			}
		}
	}
	if straddle > 0 {
		l.Notes = append(l.Notes, datasets.T("%d 处设施的日期只到年或月，跨过评估日，按已发生计", "%d facilities are dated only to a year or month that runs past the as-of date; they are counted as having happened", straddle))
	}
	if outside > 0 {
		l.Notes = append(l.Notes, datasets.T("%d 处设施不在任何单元内，计入总数但不计入分单元数", "%d facilities lie in no unit: they are in the total but in no unit's count", outside))
	}
}

// filterNote records the target's filter over facilities.
func (p *pool) filterNote(l *Ledger, t *Target) {
	if t.Filters.FacilityExpr != "" {
		l.Filters = append(l.Filters, Filter{Of: "facilities", Expr: t.Filters.FacilityExpr, Kept: len(p.index), From: p.from})
	}
}

// judgedUnits lists the units of a level that the target's filter keeps, and
// records the filter.
func (e *eval) judgedUnits(t *Target, l *Ledger, level string) (all []*datasets.Area, judged map[string]bool) {
	all = e.units.of(level)
	judged = make(map[string]bool, len(all))
	for _, a := range all {
		if t.Filters.Area == nil || t.Filters.Area(a) {
			judged[a.ID] = true
		}
	}
	if t.Filters.AreaExpr != "" {
		l.Filters = append(l.Filters, Filter{Of: "units", Expr: t.Filters.AreaExpr, Kept: len(judged), From: len(all)})
	}
	return all, judged
}

// people sums the weights of a group by the unit of a level that holds the
// demand.
func (e *eval) people(group, level string) map[string]float64 {
	out := map[string]float64{}
	for i := range e.in.Demand.Len() {
		if u := e.units.at(e.in.Demand.Area(i), level); u != nil {
			out[u.ID] += e.in.Demand.Weights(i).Of(group)
		}
	}
	return out
}
