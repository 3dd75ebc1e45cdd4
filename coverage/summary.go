package coverage

import (
	"slices"

	"fugai/datasets"
)

// result fills all of a Result but its targets.
func (e *eval) result() *Result {
	in := e.in
	r := &Result{
		Schema: SchemaID, Title: in.Title, Made: in.Made, Notes: orEmpty(in.Notes), AsOf: in.AsOf,
		Levels: e.levels(), Kinds: e.kinds(), Groups: e.groupSums(),
		Areas: orEmpty(in.Areas), Facilities: e.facilities, Demand: in.Demand, Venues: orEmpty(in.Venues),
		Targets: []Ledger{}, Quality: in.Quality, Assumed: append([]datasets.Text{}, in.Assumed...),
	}
	r.Quality.Layers, r.Quality.Findings = orEmpty(r.Quality.Layers), orEmpty(r.Quality.Findings)
	for i := range r.Quality.Layers {
		r.Quality.Layers[i].Columns = orEmpty(r.Quality.Layers[i].Columns)
	}
	r.Labels = e.labels()
	return r
}

func (e *eval) levels() []LevelCount {
	out := []LevelCount{}
	for _, l := range e.in.Levels {
		l.Count = len(e.units.of(l.Level))
		out = append(out, l)
	}
	return out
}

// withStates gives every facility its state as of a date.
func withStates(facilities []datasets.Facility, asOf datasets.Date) []Facility {
	out := make([]Facility, len(facilities))
	for i := range facilities {
		s := StateAt(&facilities[i], asOf)
		out[i] = Facility{Facility: facilities[i], State: s, InService: s.InService()}
	}
	return out
}

func (e *eval) kinds() []KindCount {
	out := []KindCount{}
	kinds := slices.Sorted(slices.Values(e.in.Kinds))
	for _, kind := range slices.Compact(kinds) {
		c := KindCount{Kind: kind, ByState: map[string]int{}}
		for i := range e.facilities {
			f := &e.facilities[i]
			if f.Kind != kind {
				continue
			}
			c.Total++
			c.ByState[string(f.State)]++
			if f.InService {
				c.InService++
			}
			if f.Point != nil {
				c.OnMap++
			}
		}
		out = append(out, c)
	}
	return out
}

func (e *eval) groupSums() []GroupSum {
	out := []GroupSum{}
	for _, g := range e.groups() {
		s := GroupSum{Group: g}
		for i := range e.in.Demand.Len() {
			s.People += e.in.Demand.Weights(i).Of(g)
		}
		out = append(out, s)
	}
	return out
}

// labels names every taxonomy id that the result can mention.
func (e *eval) labels() Labels {
	all := func(list datasets.List) map[string]datasets.Text {
		out := map[string]datasets.Text{}
		for _, term := range e.in.Taxonomy.Terms(list) {
			out[term.ID] = term.Text
		}
		return out
	}
	groups := map[string]datasets.Text{}
	for _, g := range append(e.groups(), "people") {
		groups[g] = e.groupText(g)
	}
	funds := all(datasets.Funds)
	for i := range e.facilities {
		for _, f := range e.facilities[i].Funding {
			funds[f.Source] = e.fundName(f.Source)
		}
	}
	levels := all(datasets.Levels)
	for id := range levels {
		levels[id] = e.levelText(id)
	}
	return Labels{
		Kinds: all(datasets.Kinds), Levels: levels, Grades: all(datasets.Grades), States: all(datasets.Steps),
		Domains: all(datasets.Domains), Funds: funds, Groups: groups,
	}
}

// assumptions lists what the measures of these targets took for granted.
func (e *eval) assumptions(targets []Target) []datasets.Text {
	out := []datasets.Text{datasets.T("距离为 WGS 84 椭球面上的最短距离（直线），按毫米比较，“不超过 500 m”包含 500.000 m",
		"distances are shortest lines on the WGS 84 ellipsoid, compared at the millimetre: at most 500 m includes 500.000 m")}
	lifeless, centred := 0, 0
	for i := range e.facilities {
		if len(e.facilities[i].Life) == 0 {
			lifeless++
		}
	}
	for i := range e.in.Demand.Len() {
		at := e.in.Demand.Point(i)
		if a := e.units.get(e.in.Demand.ID(i)); a != nil && at != nil && a.Center != nil && *a.Center == *at {
			centred++
		}
	}
	if lifeless > 0 {
		out = append(out, datasets.T("%d 处设施没有任何状态或日期，视为一直开放", "%d facilities state neither state nor date and are taken to have been open all along", lifeless))
	}
	if centred > 0 {
		out = append(out, datasets.T("%d 个单元的人口视为集中在单元内一点", "the people of %d units are taken to be at one point inside each", centred))
	}
	for i := range targets {
		if targets[i].Presence != nil && e.in.CompareWithin > 0 {
			out = append(out, datasets.T("设施覆盖与 %s m 直线距离内的可达覆盖对照", "presence is set beside reach within %s m in a straight line", formatCount(float64(e.in.CompareWithin))))
			break
		}
	}
	return out
}
