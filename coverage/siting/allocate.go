package siting

import (
	"math"
	"slices"
)

// allocation serves the demand of a flow from open sites within their
// capacities at the least cost: the transport problem, solved by successive
// shortest paths. Each group starts at its cheapest open site; what is too
// much for a site moves on along the cheapest chain of sites to one with room,
// or stays unserved (the site after the last), which is always dearer.
type allocation struct {
	f        *flow
	room     []float64   // of sites: capacity, 0 where closed
	load     []float64   // of sites
	amount   []float64   // of entries
	unserved []float64   // of groups
	users    [][]int32   // entries of each site
	owner    []int32     // group of each entry
	penalty  float64     // of a unit of weight unserved
	step     [][]passage // cheapest way of weight from site to site; nil: not known
	work     int         // steps taken, so that callers can bound what they ask for
}

// passage is a group whose weight may move from one site to another.
type passage struct {
	cost     float64
	from, to int32 // entries; to -1: unserved
}

// newAllocation serves the demand; capacity is 0 for closed sites.
func (f *flow) newAllocation(capacity []float64) *allocation {
	n := len(f.sites)
	a := &allocation{f: f, room: slices.Clone(capacity), load: make([]float64, n+1), amount: make([]float64, len(f.site)),
		unserved: make([]float64, f.groups()), users: make([][]int32, n), owner: make([]int32, len(f.site)), step: make([][]passage, n)}
	worst := 0.0
	for _, c := range f.cost {
		worst = max(worst, c)
	}
	a.penalty = (worst + 1) * float64(n+1)
	for g := range f.weight {
		for e := f.start[g]; e < f.start[g+1]; e++ {
			a.owner[e] = int32(g)
			a.users[f.site[e]] = append(a.users[f.site[e]], int32(e))
		}
		a.place(g)
	}
	a.work = 4 * len(f.site)
	a.relieve()
	return a
}

// place puts a group to its cheapest open site.
func (a *allocation) place(g int) {
	f := a.f
	best := -1
	for e := f.start[g]; e < f.start[g+1]; e++ {
		if a.room[f.site[e]] > 0 && (best < 0 || f.cost[e] < f.cost[best]) {
			best = e
		}
	}
	if best < 0 {
		a.unserved[g] = f.weight[g]
		a.load[len(f.sites)] += f.weight[g]
		return
	}
	a.amount[best] = f.weight[g]
	a.load[f.site[best]] += f.weight[g]
}

// dust is the weight that counts as none.
func (a *allocation) dust() float64 { return 1e-10 * max(1, a.f.total) }

// relieve moves weight until no site has more than its capacity.
func (a *allocation) relieve() {
	for {
		path, over := a.path()
		if path == nil {
			return
		}
		move := over
		for _, s := range path {
			move = min(move, a.amount[s.from])
		}
		end := path[len(path)-1]
		if end.to >= 0 {
			t := a.f.site[end.to]
			move = min(move, a.room[t]-a.load[t])
		}
		for _, s := range path {
			a.shift(s, move)
		}
	}
}

// shift moves weight along a passage and forgets what that changes.
func (a *allocation) shift(s passage, move float64) {
	f := a.f
	from := f.site[s.from]
	g := a.owner[s.from]
	if a.amount[s.from]-move < a.dust() {
		move = a.amount[s.from]
	}
	a.amount[s.from] -= move
	a.load[from] -= move
	a.step[from] = nil
	if s.to < 0 {
		a.unserved[g] += move
		a.load[len(f.sites)] += move
		return
	}
	a.amount[s.to] += move
	a.load[f.site[s.to]] += move
	a.step[f.site[s.to]] = nil
}

// path finds the cheapest chain from a site with too much to one with room
// (Bellman 1958, from all overfull sites at once), and how much is too much.
func (a *allocation) path() (path []passage, over float64) {
	n := len(a.f.sites)
	dist, via := make([]float64, n+1), make([]passage, n+1)
	var queue []int32
	waits := make([]bool, n+1)
	for s := range dist {
		dist[s] = math.Inf(1)
		via[s].from = -1
		if s < n && a.load[s] > a.room[s]+a.dust() {
			dist[s] = 0
			queue, waits[s] = append(queue, int32(s)), true
		}
	}
	if len(queue) == 0 {
		return nil, 0
	}
	for ; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		waits[s] = false
		a.work += n
		if int(s) == n {
			continue
		}
		for t, way := range a.ways(s) {
			if d := dist[s] + way.cost; way.from >= 0 && d < dist[t]-1e-12*a.penalty {
				dist[t], via[t] = d, way
				if !waits[t] {
					queue, waits[t] = append(queue, int32(t)), true
				}
			}
		}
	}
	return a.trace(dist, via)
}

// ways gives the cheapest passage from a site to every other.
func (a *allocation) ways(s int32) []passage {
	if a.step[s] != nil {
		return a.step[s]
	}
	f := a.f
	n := len(f.sites)
	a.work += n + len(a.users[s])
	list := make([]passage, n+1)
	for t := range list {
		list[t] = passage{math.Inf(1), -1, -1}
	}
	for _, e := range a.users[s] {
		if a.amount[e] == 0 {
			continue
		}
		g := a.owner[e]
		a.work += f.start[g+1] - f.start[g]
		if c := a.penalty - f.cost[e]; c < list[n].cost {
			list[n] = passage{c, e, -1}
		}
		for o := f.start[g]; o < f.start[g+1]; o++ {
			if t := f.site[o]; t != s && a.room[t] > 0 && f.cost[o]-f.cost[e] < list[t].cost {
				list[t] = passage{f.cost[o] - f.cost[e], e, int32(o)}
			}
		}
	}
	a.step[s] = list
	return list
}

// trace follows the chain back from the cheapest end with room.
func (a *allocation) trace(dist []float64, via []passage) (path []passage, over float64) {
	n := len(a.f.sites)
	end := n
	for t := range n {
		if dist[t] < dist[end] && a.load[t] < a.room[t]-a.dust() {
			end = t
		}
	}
	t := end
	for via[t].from >= 0 && len(path) <= n {
		path = append(path, via[t])
		t = int(a.f.site[via[t].from])
	}
	slices.Reverse(path)
	return path, a.load[t] - a.room[t]
}

// set changes the capacity of a site to less; what it served moves on.
func (a *allocation) set(site int32, capacity float64) {
	a.room[site] = capacity
	clear(a.step)
	a.relieve()
}

func (a *allocation) clone() *allocation {
	b := *a
	b.work = len(a.amount) + len(a.unserved)
	b.room, b.load, b.amount = slices.Clone(a.room), slices.Clone(a.load), slices.Clone(a.amount)
	b.unserved, b.step = slices.Clone(a.unserved), make([][]passage, len(a.step))
	return &b
}

// served is the weight that has a site, cost the weighted cost of that.
func (a *allocation) served() (weight, cost float64) {
	for e, x := range a.amount {
		weight += x
		cost += x * a.f.cost[e]
	}
	return weight, cost
}

// all reports whether all weight that some site reaches is served.
func (a *allocation) all() bool { return a.load[len(a.f.sites)] <= 10*a.dust() }

// shares spreads what each site serves of a group over its demand, one after
// the other, so that most demand has one site.
func (a *allocation) shares() []Share {
	f := a.f
	next, left := slices.Clone(f.start[:f.groups()]), slices.Clone(a.amount)
	var list []Share
	for i, g := range f.group {
		if g < 0 {
			continue
		}
		need, from := f.p.weight(i), len(list)
		for need > a.dust() && next[g] < f.start[g+1] {
			e := next[g]
			take := min(need, left[e])
			if left[e]-take <= a.dust() {
				next[g]++
			}
			if take <= a.dust() {
				continue
			}
			if need-take <= a.dust() {
				take = need // no dust of rounding
			}
			list = append(list, Share{i, f.sites[f.site[e]], take, f.cost[e]})
			need -= take
			left[e] -= take
		}
		slices.SortFunc(list[from:], func(a, b Share) int { return a.Site - b.Site })
	}
	return list
}
