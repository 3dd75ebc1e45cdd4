package siting

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Year is what one year of a plan may open. A year without a budget is bound
// by Sites alone, one without a number by Budget alone; with neither it opens
// nothing. What a year does not spend is not carried over.
type Year struct {
	Sites  int
	Budget float64
}

// Schedule spreads a choice over years.
type Schedule struct {
	Years []Phase
	Left  []int // chosen sites for which no year has place or money
}

// Phase is one year of a Schedule.
type Phase struct {
	Open    []int   // opened in this year
	Spent   float64 // sum of their prices
	Covered float64 // weight served within the limit at the end of the year
	Cost    float64 // its weighted cost
}

// Plan chooses the sites of several years at once: the choice is best for what
// all years together may open and spend, the rules hold for the whole of it,
// and [Phases] spreads it. Where the best choice cannot be spread because no
// split of its prices meets the budgets of the years, the best that can is
// looked for; such a result is Feasible, with the bound of all choices.
func Plan(ctx context.Context, p Problem, s Settings, years []Year) (Result, Schedule, error) {
	if err := checkYears(years); err != nil {
		return Result{}, Schedule{}, err
	}
	p.Sites, p.Budget = totals(p, years)
	bound := math.NaN()
	for range packTries {
		res, err := Solve(ctx, p, s)
		if err != nil || res.Open == nil {
			return res, Schedule{}, err
		}
		if !math.IsNaN(bound) {
			res.Status, res.Bound = Feasible, bound
			res.Gap = gap(res.Objective, bound)
		} else {
			bound = res.Bound
		}
		queue := p.additions(res)
		if _, ok := p.pack(queue, sizesOf(res), years); ok {
			plan, err := Phases(ctx, p, s, res, years)
			return res, plan, err
		}
		p.extra = append(slices.Clone(p.extra), p.unpackable(queue, sizesOf(res), years))
	}
	return Result{Status: Unknown, Objective: math.NaN(), Bound: bound}, Schedule{}, nil
}

// spentOut is what a year has left once it has spent all; 0 would not limit it.
const spentOut = 1e-9

// packTries bounds how often another choice is looked for.
const packTries = 200

// gap is the distance of a bound from an objective, relative to it.
func gap(objective, bound float64) float64 {
	if bound == objective {
		return 0
	}
	return math.Abs(bound-objective) / max(math.Abs(objective), 1e-300)
}

func checkYears(years []Year) error {
	if len(years) == 0 {
		return invalid("Years", -1, 0, Missing)
	}
	for k, y := range years {
		for _, v := range []float64{float64(y.Sites), y.Budget} {
			if bad := amounts("Years", []float64{v}); bad != nil {
				bad.Index = k
				return bad
			}
		}
	}
	return nil
}

// totals are the number and the money of all years; 0 where a year does not
// limit it. A problem's own limits hold too.
func totals(p Problem, years []Year) (sites int, budget float64) {
	openEnded, free := false, false
	for _, y := range years {
		sites += y.Sites
		budget += y.Budget
		openEnded = openEnded || y.Sites == 0 && y.Budget > 0
		free = free || y.Sites > 0 && y.Budget == 0
	}
	candidates := p.Costs.Sites() - len(p.Fixed) - len(p.Forbidden) - len(p.Replaceable)
	if openEnded || sites > candidates {
		sites = candidates
	}
	if free {
		budget = 0
	}
	if p.Sites > 0 {
		sites = min(sites, p.Sites)
	}
	if p.Budget > 0 && (budget == 0 || p.Budget < budget) {
		budget = p.Budget
	}
	return sites, budget
}

// sizesOf gives the size of each open site of a result.
func sizesOf(res Result) map[int]int {
	size := map[int]int{}
	for k, j := range res.Open {
		size[j] = sizeOf(res.Size, k)
	}
	return size
}

// additions are the chosen sites that do not stand yet.
func (p *Problem) additions(res Result) []int {
	return slices.DeleteFunc(slices.Clone(res.Open), func(j int) bool { return slices.Contains(p.Replaceable, j) })
}

// Phases spreads chosen sites over years. The whole choice stays as it is.
// Mandated sites come first: they fill the years from the first, and the others
// take the places and the money that are left. Among either, each year takes,
// with the years before it fixed, those sites that serve best at once and leave
// the rest within what later years may open and spend: the most covered, or for
// PMedian the least cost where the year's sites reach all demand. Replaceable
// sites that the choice keeps are open from the start and not listed. Settings
// are those of the choice; capacities need the engine.
func Phases(ctx context.Context, p Problem, s Settings, res Result, years []Year) (Schedule, error) {
	if err := p.check(); err != nil {
		return Schedule{}, err
	}
	if err := checkYears(years); err != nil {
		return Schedule{}, err
	}
	f := &phaser{p: &p, s: Settings{Engine: s.Engine, TimeLimit: s.TimeLimit}, size: sizesOf(res), years: years}
	f.q = p.yearly(res)
	standing := f.q.Fixed
	opened := make([][]int, len(years))
	out := Schedule{}
	for _, queue := range p.turns(res) {
		list, left, err := f.spread(ctx, queue)
		if err != nil {
			return out, err
		}
		out.Left = append(out.Left, left...)
		for t, year := range list {
			opened[t] = append(opened[t], year...)
		}
		f.years = f.room(list)
	}
	slices.Sort(out.Left)
	f.q.Fixed = standing
	for _, year := range opened {
		slices.Sort(year)
		f.q.Fixed = append(slices.Clone(f.q.Fixed), year...)
		out.Years = append(out.Years, f.phase(year))
	}
	return out, nil
}

// turns are the additions of a result in the order in which they may choose
// their year: those under the mandate, then the others.
func (p *Problem) turns(res Result) [][]int {
	all := p.additions(res)
	others := without(all, p.Mandated)
	return [][]int{without(all, others), others}
}

// spread gives each year sites of a queue; left are those that do not fit.
func (f *phaser) spread(ctx context.Context, queue []int) (years [][]int, left []int, err error) {
	for {
		if _, ok := f.p.pack(queue, f.size, f.years); ok {
			break
		}
		dear := slices.MaxFunc(queue, func(a, b int) int { return cmp.Compare(f.p.price(a, f.size[a]), f.p.price(b, f.size[b])) })
		left = append(left, dear)
		queue = without(queue, []int{dear})
	}
	for t := range f.years {
		year, err := f.next(ctx, queue, t)
		if err != nil {
			return nil, nil, err
		}
		queue = without(queue, year)
		f.q.Fixed = append(slices.Clone(f.q.Fixed), year...)
		years = append(years, year)
	}
	return years, left, nil
}

// room is what the years have left once some sites are opened in them.
func (f *phaser) room(opened [][]int) []Year {
	years := slices.Clone(f.years)
	for t, year := range opened {
		y := &years[t]
		numbered, paid := y.Sites > 0, y.Budget > 0
		for _, j := range year {
			y.Sites, y.Budget = y.Sites-1, y.Budget-f.p.price(j, f.size[j])
		}
		y.Sites = max(0, y.Sites)
		if paid {
			y.Budget = max(spentOut, y.Budget)
		}
		if numbered && y.Sites == 0 {
			*y = Year{}
		}
	}
	return years
}

// phaser is one call of Phases; q asks for the sites of a year.
type phaser struct {
	p     *Problem
	q     Problem
	s     Settings
	size  map[int]int
	years []Year
}

// yearly is the problem of a year without its sites: what is open from the
// start is fixed, sizes are those chosen, rules are left to the whole choice.
func (p Problem) yearly(res Result) Problem {
	q := quiet(p)
	switch p.Model {
	case PCenter:
		q.Model, q.Within = MCLP, res.Objective
	case LSCP, CoverThenCost, Backup, Dispersion:
		q.Model = MCLP
	}
	q.Quotas, q.Spacing, q.Share, q.Replace = nil, 0, 0, 0
	q.Required, q.Replaceable, q.Mandated, q.Forbidden, q.extra = nil, nil, nil, nil, nil
	q.Fixed = slices.Clone(p.Fixed)
	if p.Sizes != nil {
		q.Sizes = slices.Clone(p.Sizes)
	}
	for k, j := range res.Open {
		if q.Sizes != nil && len(q.Sizes[j]) > 0 {
			q.Sizes[j] = q.Sizes[j][sizeOf(res.Size, k):][:1]
		}
		if slices.Contains(p.Replaceable, j) {
			q.Fixed = append(q.Fixed, j)
		}
	}
	return q
}

// phase measures what is open after a year.
func (f *phaser) phase(year []int) Phase {
	ph := Phase{Open: year}
	for _, j := range year {
		ph.Spent += f.p.price(j, f.size[j])
	}
	if f.q.limited() {
		ph.Covered, ph.Cost = f.q.allocate(nil, nil).served()
	} else {
		ph.Covered, ph.Cost = f.q.measure(nil)
	}
	return ph
}

// next picks the sites of year t out of a queue that fits into the years left.
func (f *phaser) next(ctx context.Context, queue []int, t int) ([]int, error) {
	rest := f.years[t+1:]
	y := f.years[t]
	if _, ok := f.p.pack(queue, f.size, f.years[t:t+1]); ok {
		return queue, nil // all that is left
	}
	if len(queue) == 0 || y.Sites == 0 && y.Budget == 0 || f.p.Model == Dispersion {
		return f.first(queue, t), nil
	}
	q := f.among(queue, y, rest)
	for range packTries {
		res, err := Solve(ctx, q, f.s)
		if err != nil {
			return nil, err
		}
		if res.Status == Infeasible && q.Model == PMedian { // so few do not reach all: the most people first
			q.Model = MCLP
			continue
		}
		if res.Open == nil {
			break
		}
		year := f.pad(res.Open, queue, y)
		if _, ok := f.p.pack(without(queue, year), f.size, rest); ok {
			return year, nil
		}
		q.extra = append(slices.Clone(q.extra), otherThan(res.Open, queue))
	}
	return f.first(queue, t), nil
}

func without(list, drop []int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(j int) bool { return slices.Contains(drop, j) })
}

// first takes for year t what any split of the queue gives it.
func (f *phaser) first(queue []int, t int) []int {
	year, _ := f.p.pack(queue, f.size, f.years[t:])
	order := slices.Clone(queue)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(f.p.price(b, f.size[b]), f.p.price(a, f.size[a])) })
	var list []int
	for k, j := range order {
		if year[k] == 0 {
			list = append(list, j)
		}
	}
	slices.Sort(list)
	return list
}

// among is the problem of a year: some of the queue, so that the rest costs no
// more and counts no more than later years allow.
func (f *phaser) among(queue []int, y Year, rest []Year) Problem {
	q := f.q
	q.Sites, q.Budget = len(queue), y.Budget
	if y.Sites > 0 {
		q.Sites = min(y.Sites, len(queue))
	}
	q.Forbidden = nil
	for j := range q.Costs.Sites() {
		if !slices.Contains(queue, j) && !slices.Contains(q.Fixed, j) {
			q.Forbidden = append(q.Forbidden, j)
		}
	}
	total := linear{sites: queue}
	money, bounded := 0.0, true
	for _, j := range queue {
		total.coef = append(total.coef, -f.p.price(j, f.size[j]))
		total.most += total.coef[len(total.coef)-1]
	}
	for _, later := range rest {
		money += later.Budget
		bounded = bounded && (later.Budget > 0 || later.Sites == 0)
	}
	if total.most += money; bounded && total.most < 0 {
		q.extra = []linear{total}
	}
	return q
}

// pad adds the cheapest others up to what the year may open and spend: fewer
// than that may serve as well.
func (f *phaser) pad(open, queue []int, y Year) []int {
	year, spent := slices.Clone(open), 0.0
	for _, j := range year {
		spent += f.p.price(j, f.size[j])
	}
	more := without(queue, open)
	slices.SortStableFunc(more, func(a, b int) int { return cmp.Compare(f.p.price(a, f.size[a]), f.p.price(b, f.size[b])) })
	for _, j := range more {
		if price := f.p.price(j, f.size[j]); y.takes(len(year), spent, price) {
			year, spent = append(year, j), spent+price
		}
	}
	slices.Sort(year)
	return year
}

// otherThan forbids exactly one choice among some sites.
func otherThan(open, queue []int) linear {
	l := linear{sites: queue, most: float64(len(open) - 1)}
	for _, j := range queue {
		if slices.Contains(open, j) {
			l.coef = append(l.coef, 1)
		} else {
			l.coef = append(l.coef, -1)
		}
	}
	return l
}
