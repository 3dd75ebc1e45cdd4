package siting

import (
	"container/heap"
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// search is the branch and bound over an instance. The best bound goes first;
// until a solution is known, the deepest node does.
type search struct {
	in        *instance
	best      []int32
	value     float64 // of best without the offset, +Inf: none yet
	below     float64 // only solutions below it are wanted
	enough    float64 // stop at a solution this good
	slack     func(value float64) float64
	told      func(value, bound float64)
	tried     map[uint64]bool
	nodes     int
	bound     float64 // least of the nodes that wait
	pruned    float64 // least of the nodes given up for the gap
	seed      uint64
	tolerance float64 // absolute, 0: a billionth of the value
	effort    int     // shakes at the root
}

// pending is a node that waits for its turn.
type pending struct {
	bound  float64
	fixes  []int32
	u      []float32
	lambda []float64
}

type frontier struct {
	list []pending
	deep bool
}

func (f *frontier) Len() int { return len(f.list) }
func (f *frontier) Less(a, b int) bool {
	x, y := f.list[a], f.list[b]
	if f.deep && len(x.fixes) != len(y.fixes) {
		return len(x.fixes) > len(y.fixes)
	}
	if x.bound != y.bound {
		return x.bound < y.bound
	}
	return len(x.fixes) > len(y.fixes)
}
func (f *frontier) Swap(a, b int) { f.list[a], f.list[b] = f.list[b], f.list[a] }
func (f *frontier) Push(x any)    { f.list = append(f.list, x.(pending)) }
func (f *frontier) Pop() any {
	x := f.list[len(f.list)-1]
	f.list = f.list[:len(f.list)-1]
	return x
}

func newSearch(in *instance) *search {
	return &search{in: in, value: math.Inf(1), below: math.Inf(1), enough: math.Inf(-1), bound: math.Inf(-1), pruned: math.Inf(1),
		tried: map[uint64]bool{}, seed: 1, effort: 12}
}

// ceiling is the bound at which a node holds nothing wanted.
func (s *search) ceiling() float64 {
	c := min(s.value, s.below, s.in.big)
	gap := 1e-9 * max(1, math.Abs(c))
	if s.tolerance > 0 {
		gap = s.tolerance
	}
	if step := s.in.grain; step > 0 {
		gap = step - 1e-6*step - 1e-11*math.Abs(c)
	}
	if s.slack != nil && !math.IsInf(s.value, 1) {
		gap = max(gap, s.slack(s.value))
	}
	return c - gap
}

// run searches until the best is proved, a solution is good enough, or ctx
// ends. exact reports that nothing better exists within the tolerance.
func (s *search) run(ctx context.Context) (exact bool) {
	root := pending{bound: math.Inf(-1), u: make([]float32, s.in.rowCount()), lambda: make([]float64, len(s.in.rules))}
	for _, j := range s.in.opened {
		root.fixes = append(root.fixes, j+1)
	}
	f := &frontier{}
	children := s.root(ctx, root)
	for {
		for _, c := range children {
			heap.Push(f, c)
		}
		if deep := math.IsInf(s.value, 1); deep != f.deep {
			f.deep = deep
			heap.Init(f)
		}
		s.bound = s.least(f)
		if s.told != nil {
			s.told(s.value, s.bound)
		}
		if s.value <= s.enough || f.Len() == 0 || s.bound >= s.ceiling() {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		p := heap.Pop(f).(pending)
		if p.bound >= s.ceiling() {
			s.give(p.bound)
			children = nil
			continue
		}
		children = s.expand(ctx, p, 40)
	}
}

// least is the smallest bound of the nodes that wait; +Inf with none.
func (s *search) least(f *frontier) float64 {
	if f.Len() == 0 {
		return math.Inf(1)
	}
	if !f.deep {
		return f.list[0].bound
	}
	b := math.Inf(1)
	for _, p := range f.list {
		b = min(b, p.bound)
	}
	return b
}

// root finds first solutions, runs a long climb, and splits what is left.
func (s *search) root(ctx context.Context, p pending) []pending {
	n, ok := newNode(s.in, p.fixes)
	if !ok {
		return nil
	}
	c := newChoice(s.in, n.open)
	c.fill(ctx, n.fix, s.ratio())
	c.drop(n.fix)
	c.interchange(ctx, n.fix)
	s.offer(c)
	s.shakes(ctx, c, n.fix)
	for i := range p.u {
		switch {
		case s.in.need[i] > 1 || c.c1[i] == c.c2[i]:
			p.u[i] = float32(c.c1[i] / float64(s.in.need[i]))
		case c.c2[i] >= s.in.big:
			p.u[i] = float32(c.c1[i])
		default:
			p.u[i] = float32((c.c1[i] + c.c2[i]) / 2)
		}
		if in := s.in; math.IsInf(in.penalty[i], 1) && in.start[i+1] > in.start[i] && in.cost[in.start[i+1]-1] == 0 {
			p.u[i] = float32(s.typical() / float64(in.start[i+1]-in.start[i]))
		}
	}
	return s.expand(ctx, p, 1500)
}

// typical is the mean price, the scale of multipliers in covering models.
func (s *search) typical() float64 {
	sum := 0.0
	for _, f := range s.in.price {
		sum += f
	}
	return sum / float64(max(1, s.in.sites))
}

// ratio divides the greedy gains: by price where sites have one, or by what a
// rule with a single budget takes.
func (s *search) ratio() []float64 {
	by := make([]float64, s.in.sites)
	for j := range by {
		by[j] = max(s.in.price[j], 1e-9)
	}
	if slices.ContainsFunc(s.in.price, func(f float64) bool { return f > 0 }) {
		return by
	}
	return nil
}

// shakeEntries is the size of a program above which first solutions get less
// of the time.
const shakeEntries = 2_000_000

func (s *search) shakes(ctx context.Context, c *choice, fix []int8) {
	rng := rand.New(rand.NewPCG(s.seed, 7))
	home := c.set()
	at := c.value()
	effort, some := 4*s.effort, 3
	if s.in.covering {
		effort, some = 40*s.effort, 7
	}
	effort = max(2, min(effort, effort*shakeEntries/max(1, len(s.in.site))))
	for fail := 0; fail < effort && ctx.Err() == nil && s.value > s.enough; fail++ {
		c.shake(ctx, rng, fix, some+fail%3)
		v := s.offer(c)
		if v < at {
			fail = -1
		}
		if v <= at {
			home, at = c.set(), v
		} else {
			*c = *newChoice(s.in, home)
		}
	}
}

// offer takes a choice as the best solution if it is one, and gives its value.
func (s *search) offer(c *choice) float64 {
	v := c.value()
	if !c.lawful() {
		return math.Inf(1)
	}
	if v < s.value-1e-12*math.Abs(v) && v < s.in.big {
		set := c.set()
		if exact := s.in.value(set); exact < s.value {
			s.best, s.value = set, exact
		}
	}
	return v
}

// expand climbs at a node, fixes what the bound settles, and splits it.
func (s *search) expand(ctx context.Context, p pending, iterations int) []pending {
	s.nodes++
	u := slices.Clone(p.u)
	lambda := p.lambda
	bound := p.bound
	for round := 0; ; round++ {
		n, ok := newNode(s.in, p.fixes)
		if !ok {
			return nil
		}
		r := newRelaxation(n, u, lambda)
		if r.hopeless {
			return nil
		}
		if len(r.forced) > 0 {
			p.fixes = slices.Clone(p.fixes)
			for _, j := range r.forced {
				p.fixes = append(p.fixes, j+1)
			}
			continue
		}
		if n.free == 0 || len(r.row) == 0 && s.lawful(n) {
			s.offer(newChoice(s.in, n.open))
			return nil
		}
		r.climb(ctx, s.plan(iterations, round), s.repair(ctx, n, r, iterations))
		bound = max(bound, r.bound)
		s.leaf(ctx, n, r)
		if bound >= s.ceiling() || s.value <= s.enough {
			s.give(bound)
			return nil
		}
		for k, i := range r.row {
			u[i] = float32(r.bestU[k])
		}
		lambda = slices.Clone(r.bestL)
		closed, open := r.settle(s.ceiling())
		if len(closed)+len(open) > 0 {
			s.give(s.ceiling())
			p.fixes = slices.Clone(p.fixes)
			for _, j := range closed {
				p.fixes = append(p.fixes, -j-1)
			}
			for _, j := range open {
				p.fixes = append(p.fixes, j+1)
			}
			if iterations > 100 && round < 12 && 10*(len(closed)+len(open)) > len(r.free) && ctx.Err() == nil {
				iterations = max(200, iterations/2)
				continue
			}
		}
		if iterations > 100 {
			s.bound = bound
			was := s.value
			s.dives(ctx, pending{bound, p.fixes, u, lambda}, s.effort)
			if s.value < was && round < 12 {
				continue
			}
		}
		return s.split(r, closed, open, pending{bound, p.fixes, u, lambda})
	}
}

// give records the bound of a node that is not searched further.
func (s *search) give(bound float64) { s.pruned = min(s.pruned, bound) }

// leaf values the sites that the relaxation picked last: where they meet
// every row and rule they are the node's best.
func (s *search) leaf(ctx context.Context, n *node, r *relaxation) {
	if ctx.Err() == nil && len(r.picked) <= r.left {
		s.offer(newChoice(s.in, append(slices.Clone(n.open), r.picked...)))
	}
}

func (s *search) lawful(n *node) bool {
	for k, r := range s.in.rules {
		if n.use[k] > r.most+r.slack() {
			return false
		}
	}
	return true
}

func (s *search) plan(iterations, round int) climbPlan {
	p := climbPlan{iterations: iterations, patience: 20, lambda: 1.5, least: 0.002, stop: s.ceiling}
	if iterations <= 100 {
		p.patience, p.lambda, p.least = 6, 0.3, 0.01
	} else if round > 0 {
		p.lambda = 0.5
	}
	p.target = func() float64 {
		t := min(s.value, s.below)
		if math.IsInf(t, 1) {
			return s.in.big
		}
		return t
	}
	return p
}

// repair makes solutions of the sites that the relaxation picks.
func (s *search) repair(ctx context.Context, n *node, r *relaxation, iterations int) func(int, float64) {
	every := 25
	if len(s.in.site) > shakeEntries {
		every = 100 // an interchange takes far longer than a step of the climb
	}
	if s.in.covering {
		every = 2
	}
	if iterations <= 100 && !s.in.covering {
		every = iterations - 1
	}
	return func(it int, _ float64) {
		if it%every != every-1 && it != 3 || s.value <= s.enough {
			return
		}
		key := uint64(1)
		for _, j := range n.open {
			key += mix(uint64(j))
		}
		for _, j := range r.picked {
			key += mix(uint64(j))
		}
		if s.in.covering {
			s.cover(ctx, n, r)
			return
		}
		if s.tried[key] {
			return
		}
		s.tried[key] = true
		order := slices.Clone(r.picked)
		slices.SortStableFunc(order, func(a, b int32) int {
			switch {
			case r.rho[a] < r.rho[b]:
				return -1
			case r.rho[a] > r.rho[b]:
				return 1
			}
			return int(a - b)
		})
		c := newChoice(s.in, n.open)
		c.follow(order, n.fix)
		c.fill(ctx, n.fix, s.ratio())
		c.drop(n.fix)
		c.interchange(ctx, n.fix)
		s.offer(c)
	}
}

// cover makes a solution of a covering program from the multipliers.
func (s *search) cover(ctx context.Context, n *node, r *relaxation) {
	u := make([]float64, s.in.rowCount())
	for k, i := range r.row {
		u[i] = r.u[k]
	}
	c := newChoice(s.in, n.open)
	c.priced(ctx, n.fix, u)
	c.drop(n.fix)
	s.offer(c)
}

// split branches on the free site that the smoothed picks leave most open.
func (s *search) split(r *relaxation, closed, open []int32, p pending) []pending {
	settled := make([]bool, s.in.sites)
	for _, j := range closed {
		settled[j] = true
	}
	for _, j := range open {
		settled[j] = true
	}
	at, most := int32(-1), math.Inf(-1)
	for _, j := range r.free {
		if settled[j] {
			continue
		}
		if score := 0.5 - math.Abs(r.mean[j]-0.5); score > most {
			at, most = j, score
		}
	}
	if at < 0 {
		return []pending{p} // everything is fixed: the next turn values it
	}
	one, two := p, p
	one.fixes = append(slices.Clone(p.fixes), at+1)
	two.fixes = append(slices.Clone(p.fixes), -at-1)
	return []pending{one, two}
}

// mix scrambles a number (the finalizer of SplitMix64, Steele et al. 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
