package siting

import (
	"context"
	"math"
	"slices"
	"time"
)

// Solve chooses the sites. A problem that cannot be asked is an
// *InvalidError; one without a solution is a Result whose Status is
// Infeasible, with Why. When ctx or the time limit ends first the best
// solution known is given with its bound.
func Solve(ctx context.Context, p Problem, s Settings) (Result, error) {
	if err := p.check(); err != nil {
		return Result{}, err
	}
	if p.limited() && s.Engine == nil {
		return Result{}, invalid("Capacity", -1, float64(len(p.Capacity)), NeedsMIP)
	}
	if err := p.fits(s.Memory); err != nil {
		return Result{}, err
	}
	parent := ctx
	if s.TimeLimit > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, s.TimeLimit)
		defer stop()
	}
	w := &work{ctx: ctx, parent: parent, p: &p, s: s, since: time.Now()}
	res, err := w.mandated()
	if err != nil {
		return Result{}, err
	}
	if res.Status == Infeasible && res.Why == nil && !p.unexplained {
		res.Why = w.why()
	}
	return res, nil
}

// work is one call of Solve.
type work struct {
	ctx    context.Context
	parent context.Context // without the time limit, for an explanation
	p      *Problem
	s      Settings
	since  time.Time
	steps  []Step
	nodes  int
}

func (w *work) step(name string, objective, bound float64) {
	now := time.Now()
	w.steps = append(w.steps, Step{name, now.Sub(w.since).Seconds(), objective, bound})
	w.since = now
}

func (w *work) solve() (Result, error) {
	switch {
	case w.p.limited():
		return w.capacitated()
	case w.p.Model == Dispersion:
		return w.dispersion()
	case w.p.Model == PCenter:
		return w.center()
	case w.p.Model == LSCP && w.p.Share > 0 && w.p.Share < 1:
		return w.share()
	case w.p.Model == LSCP:
		return w.cover()
	case w.p.Model == PMedian:
		return w.median()
	case w.p.Model == CoverThenCost:
		return w.combine()
	case w.p.Model == Backup:
		return w.backup()
	}
	return w.maximal()
}

// load reads the costs into a program and shrinks it.
func (w *work) load(v view) (*instance, *rows, error) {
	r, err := w.p.read(v)
	if err != nil {
		return nil, nil, err
	}
	in := w.p.instance(r, v)
	if w.p.Model == LSCP {
		for k, j := range in.label {
			in.price[k] = 1
			if w.p.Price != nil && w.p.Budget == 0 {
				in.price[k] = w.p.Price[j]
			}
		}
	}
	if v.flat {
		in.reduce(v.must, w.p.Model != CoverThenCost)
	}
	in.finish()
	w.step("reduce", math.NaN(), math.NaN())
	return in, r, nil
}

// search runs the branch and bound and words its outcome; objective turns the
// program's value into the model's.
func (w *work) search(in *instance, objective func(value float64) float64) Result {
	s := newSearch(in)
	s.seed += w.s.Seed
	if w.s.Gap > 0 {
		s.slack = func(v float64) float64 { return w.s.Gap * math.Abs(objective(v)) }
	}
	if w.s.Progress != nil {
		s.told = func(value, bound float64) { w.s.Progress(objective(value), objective(bound)) }
	}
	exact := w.run(s)
	return w.outcome(s, exact, objective)
}

func (w *work) outcome(s *search, exact bool, objective func(float64) float64) Result {
	res := Result{Objective: math.NaN(), Bound: math.NaN()}
	switch {
	case s.best == nil && exact:
		res.Status = Infeasible
		return res
	case s.best == nil:
		res.Status, res.Bound = Unknown, objective(s.proved())
		return res
	}
	res.Open = []int{}
	for _, j := range s.best {
		res.Open = append(res.Open, s.in.label[j])
	}
	slices.Sort(res.Open)
	res.Objective, res.Bound = objective(s.value), objective(min(s.value, s.proved()))
	switch {
	case exact && (s.slack == nil || s.proved() >= s.value-1e-9*max(1, math.Abs(s.value))):
		res.Status, res.Bound = Optimal, res.Objective
	case exact:
		res.Status = Feasible
	default:
		res.Status = TimeLimit
	}
	w.step("search", res.Objective, res.Bound)
	return res
}

// proved is a value that no solution goes below.
func (s *search) proved() float64 {
	b := min(s.bound, s.pruned)
	if g := s.in.grain; g > 0 && !math.IsInf(b, 0) {
		b = math.Ceil(b/g-1e-6) * g
	}
	return b
}

func (w *work) finish(res Result) Result {
	if res.Status == Infeasible || res.Open == nil && res.Status == Unknown {
		res.Steps, res.Nodes = w.steps, w.nodes
		return res
	}
	if w.p.limited() {
		res.Assign = w.p.assignMost(res.Shares)
	} else {
		res.Assign = w.p.assign(res.Open)
	}
	res.Spent = w.p.spent(res.Open, res.Size)
	res.Gap = gap(res.Objective, res.Bound)
	res.Steps, res.Nodes = w.steps, w.nodes
	return res
}

// assign gives for each demand the nearest open or fixed site within reach.
func (p *Problem) assign(open []int) []int32 {
	on := make([]bool, p.Costs.Sites())
	for _, j := range open {
		on[j] = true
	}
	for _, j := range p.Fixed {
		on[j] = true
	}
	list := make([]int32, p.Costs.Demand())
	limit := p.within()
	for i := range list {
		list[i] = -1
		if s, c, ok := p.Costs.Nearest(i, func(s int) bool { return on[s] }); ok && c <= limit {
			list[i] = int32(s)
		}
	}
	return list
}

func (w *work) times() int { return max(1, w.p.Times) }

// maximal is the MCLP, also with several sites for each demand.
func (w *work) maximal() (Result, error) {
	in, r, err := w.load(view{within: w.p.within(), flat: true, need: w.times()})
	if err != nil {
		return Result{}, err
	}
	res := w.search(in, func(v float64) float64 { return r.total - in.offset - v })
	return w.finish(res), nil
}

// cover is the LSCP.
func (w *work) cover() (Result, error) {
	in, r, err := w.load(view{within: w.p.within(), flat: true, must: true, need: w.times(), count: true})
	if err != nil {
		return Result{}, err
	}
	if len(r.lost) > 0 {
		return w.lost(r), nil
	}
	return w.finish(w.search(in, func(v float64) float64 { return v })), nil
}

// median is the p-median.
func (w *work) median() (Result, error) {
	in, r, err := w.load(view{within: w.p.within(), must: true, need: 1})
	if err != nil {
		return Result{}, err
	}
	if len(r.lost) > 0 {
		return w.lost(r), nil
	}
	return w.finish(w.search(in, func(v float64) float64 { return v })), nil
}

// lost is the result where candidates do not reach some demand.
func (w *work) lost(r *rows) Result {
	return w.finish(Result{Status: Infeasible, Objective: math.NaN(), Bound: math.NaN(), Why: &Why{Unreached: r.lost, Within: w.p.nearestReach(r.lost)}})
}

// nearestReach is the least limit at which every lost demand is reached by some
// permitted site; 0 where the costs hold none.
func (p *Problem) nearestReach(lost []int) float64 {
	role, limit := p.roles(), 0.0
	for _, i := range lost {
		_, c, ok := p.Costs.Nearest(i, func(j int) bool { return role[j] != forbidden })
		if !ok {
			return 0
		}
		limit = max(limit, c)
	}
	return limit
}
