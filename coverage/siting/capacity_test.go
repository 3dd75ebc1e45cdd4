package siting_test

import (
	"context"
	"math"
	"math/bits"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fugai/coverage/siting"
	"fugai/coverage/siting/highs"
)

// engine gives HiGHS, or skips where the build has none; under CI it must be there.
func engine(t testing.TB) siting.Engine {
	t.Helper()
	e := highs.New(highs.Settings{})
	if err := e.Available(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// sized makes a drawn problem one with capacities, and some sites of two sizes.
func (d *drawn) sized(t *rapid.T) {
	p := &d.p
	p.Times = 0
	for range p.Costs.Sites() {
		p.Capacity = append(p.Capacity, float64(rapid.IntRange(0, 25).Draw(t, "capacity")))
	}
	if !rapid.Bool().Draw(t, "sizes") {
		return
	}
	p.Sizes = make([][]siting.Size, len(p.Capacity))
	for j := range p.Sizes {
		if !slices.Contains(p.Fixed, j) && rapid.IntRange(0, 2).Draw(t, "sized") == 0 {
			for range rapid.IntRange(1, 2).Draw(t, "classes") {
				p.Sizes[j] = append(p.Sizes[j], siting.Size{Price: float64(rapid.IntRange(0, 9).Draw(t, "price")),
					Capacity: float64(rapid.IntRange(0, 40).Draw(t, "capacity"))})
			}
		}
	}
}

// size gives the k-th size of a site, read from the problem.
func (d *drawn) size(j, k int) (s siting.Size, ok bool) {
	if d.p.Sizes != nil && len(d.p.Sizes[j]) > 0 {
		if k >= len(d.p.Sizes[j]) {
			return s, false
		}
		return d.p.Sizes[j][k], true
	}
	s.Capacity = d.p.Capacity[j]
	if d.p.Price != nil {
		s.Price = d.p.Price[j]
	}
	return s, k == 0
}

// serve is the most weight that capacities serve, then the least cost of that:
// flow of one unit at a time along the cheapest augmenting way.
func (d *drawn) serve(room []int) (served, cost float64) {
	n, m := len(d.table), len(room)
	flow := make([][]int, n)
	left := make([]int, n)
	for i := range flow {
		flow[i] = make([]int, m)
		left[i] = int(d.p.Weights[i])
	}
	for {
		dist, from := make([]float64, n+m), make([]int, n+m)
		for v := range dist {
			dist[v], from[v] = math.Inf(1), -1
			if v < n && left[v] > 0 {
				dist[v] = 0
			}
		}
		for range n + m {
			for i, row := range d.table {
				for j, c := range row {
					if c < 0 || c > d.p.Within {
						continue
					}
					if dist[i]+c < dist[n+j] {
						dist[n+j], from[n+j] = dist[i]+c, i
					}
					if flow[i][j] > 0 && dist[n+j]-c < dist[i] {
						dist[i], from[i] = dist[n+j]-c, n+j
					}
				}
			}
		}
		end := -1
		for j := range m {
			if room[j] > 0 && !math.IsInf(dist[n+j], 1) && (end < 0 || dist[n+j] < dist[end]) {
				end = n + j
			}
		}
		if end < 0 {
			return served, cost
		}
		served, cost = served+1, cost+dist[end]
		room[end-n]--
		v := end
		for from[v] >= 0 {
			if v >= n {
				flow[from[v]][v-n]++
			} else {
				flow[v][from[v]-n]--
			}
			v = from[v]
		}
		left[v]--
	}
}

// bestSized tries every set in all sizes: the least value, then the second.
func (d *drawn) bestSized() (first, second float64, most int) {
	first, second, most = math.Inf(1), math.Inf(1), -1
	m := d.p.Costs.Sites()
	for set := range uint(1) << m {
		for sizes := range uint(1) << bits.OnesCount(set) {
			a, b, ok := d.valueSized(set, sizes)
			n := d.under(set)
			if !ok || math.IsInf(a, 1) || n < most {
				continue
			}
			if n > most || a < first || a == first && b < second {
				first, second, most = a, b, n
			}
		}
	}
	return first, second, most
}

// valueSized is the value of a set whose k-th site has the size of bit k.
func (d *drawn) valueSized(set, sizes uint) (first, second float64, ok bool) {
	m := d.p.Costs.Sites()
	room, price := make([]int, m), 0.0
	for j := range m {
		if slices.Contains(d.p.Fixed, j) {
			s, _ := d.size(j, 0)
			room[j] = int(s.Capacity)
		}
		if set>>j&1 == 0 {
			continue
		}
		s, known := d.size(j, int(sizes&1))
		sizes >>= 1
		if !known {
			return 0, 0, false
		}
		room[j], price = int(s.Capacity), price+s.Price
	}
	q := *d
	q.p.Price, q.p.Budget = nil, 0
	if !q.lawful(set) || d.p.Budget > 0 && price > d.p.Budget {
		return 0, 0, false
	}
	served, cost := d.serve(room)
	total := 0.0
	for _, w := range d.p.Weights {
		total += w
	}
	share := 1.0
	if d.p.Share > 0 {
		share = d.p.Share
	}
	switch {
	case d.p.Model == siting.MCLP:
		return -served, 0, true
	case d.p.Model == siting.CoverThenCost:
		return -served, cost, true
	case served < share*total-1e-9:
		return math.Inf(1), 0, true
	case d.p.Model == siting.PMedian:
		return cost, 0, true
	case d.p.Budget == 0 && (d.p.Price != nil || d.p.Sizes != nil):
		return price, 0, true
	}
	return float64(bits.OnesCount(set)), 0, true
}

func TestCapacityBruteForce(t *testing.T) {
	s := siting.Settings{Engine: engine(t)}
	for _, model := range []siting.Model{siting.MCLP, siting.LSCP, siting.PMedian, siting.CoverThenCost} {
		t.Run(model.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				d := draw(t, model)
				d.sized(t)
				res, err := siting.Solve(t.Context(), d.p, s)
				if err != nil {
					t.Skip(err)
				}
				d.compareSized(t, res)
			})
		})
	}
}

func (d *drawn) compareSized(t *rapid.T, res siting.Result) {
	first, second, most := d.bestSized()
	if math.IsInf(first, 1) {
		if res.Status != siting.Infeasible || res.Why == nil {
			t.Fatalf("got %v %v, want infeasible and why", res.Status, res.Open)
		}
		d.checkWhySized(t, res.Why)
		return
	}
	var set, sizes uint
	for k, j := range res.Open {
		set |= 1 << j
		if res.Size != nil {
			sizes |= uint(res.Size[k]) << k
		}
	}
	want := math.Abs(first)
	if res.Status != siting.Optimal || math.Abs(res.Objective-want) > 1e-6 || res.Bound != res.Objective {
		t.Fatalf("got %v %g bound %g open %v, want %g", res.Status, res.Objective, res.Bound, res.Open, want)
	}
	a, b, ok := d.valueSized(set, sizes)
	if !ok || a != first || b != second && d.p.Model == siting.CoverThenCost || d.under(set) != most {
		t.Fatalf("open %v %v (lawful %v) is worth %g %g, want %g %g", res.Open, res.Size, ok, a, b, first, second)
	}
	if d.p.Model == siting.CoverThenCost && math.Abs(res.Cost-second) > 1e-6 {
		t.Fatalf("got cost %g, want %g", res.Cost, second)
	}
	d.checkShares(t, res)
}

// checkWhySized wants a conflict in which everything is needed.
func (d *drawn) checkWhySized(t *rapid.T, y *siting.Why) {
	feasible := func(causes []siting.Cause) bool {
		q := d.only(causes)
		if !slices.Contains(causes, siting.Cause{Condition: siting.ByCapacity, Index: -1}) {
			q.p.Capacity = slices.Repeat([]float64{1e6}, len(q.p.Capacity))
			q.p.Sizes = slices.Clone(q.p.Sizes)
			for j := range q.p.Sizes {
				q.p.Sizes[j] = slices.Clone(q.p.Sizes[j])
				for k := range q.p.Sizes[j] {
					q.p.Sizes[j][k].Capacity = 1e6
				}
			}
		}
		first, _, _ := q.bestSized()
		return !math.IsInf(first, 1)
	}
	if len(y.Unreached) > 0 {
		return
	}
	if len(y.Conflict) == 0 || feasible(y.Conflict) {
		t.Fatalf("the conflict %v is none", y.Conflict)
	}
	for k := range y.Conflict {
		if !feasible(slices.Delete(slices.Clone(y.Conflict), k, k+1)) {
			t.Fatalf("the conflict %v does not need %v", y.Conflict, y.Conflict[k])
		}
	}
	if q := *d; y.Budget > 0 {
		q.p.Budget = y.Budget
		first, _, _ := q.bestSized()
		q.p.Budget--
		less, _, _ := q.bestSized()
		if math.IsInf(first, 1) || q.p.Budget > 0 && !math.IsInf(less, 1) {
			t.Fatalf("budget of %g: %g, one less: %g", y.Budget, first, less)
		}
	}
}

// checkShares wants shares within capacities, in order, that make the objective.
func (d *drawn) checkShares(t *rapid.T, res siting.Result) {
	load, of := map[int]float64{}, map[int]float64{}
	sum, cost := 0.0, 0.0
	for k, s := range res.Shares {
		c := d.table[s.Demand][s.Site]
		if s.Cost != c || c < 0 || c > d.p.Within || s.Weight <= 0 {
			t.Fatalf("share %+v, the cost is %g", s, c)
		}
		if k > 0 && (s.Demand < res.Shares[k-1].Demand || s.Demand == res.Shares[k-1].Demand && s.Site <= res.Shares[k-1].Site) {
			t.Fatalf("shares are not in order: %v", res.Shares)
		}
		load[s.Site] += s.Weight
		of[s.Demand] += s.Weight
		sum, cost = sum+s.Weight, cost+s.Weight*c
	}
	for i, w := range of {
		if w > d.p.Weights[i]+1e-9 || res.Assign[i] < 0 {
			t.Fatalf("demand %d of weight %g gets %g (of site %d)", i, d.p.Weights[i], w, res.Assign[i])
		}
	}
	for j, w := range load {
		k := 0
		if at := slices.Index(res.Open, j); at >= 0 && res.Size != nil {
			k = res.Size[at]
		}
		if s, _ := d.size(j, k); w > s.Capacity+1e-9 || !slices.Contains(res.Open, j) && !slices.Contains(d.p.Fixed, j) {
			t.Fatalf("site %d of capacity %g serves %g", j, s.Capacity, w)
		}
	}
	switch d.p.Model {
	case siting.MCLP, siting.CoverThenCost:
		if math.Abs(sum-res.Objective) > 1e-9 {
			t.Fatalf("shares sum to %g of %g", sum, res.Objective)
		}
	case siting.PMedian:
		if math.Abs(cost-res.Objective) > 1e-9 {
			t.Fatalf("shares cost %g of %g", cost, res.Objective)
		}
	}
}

// TestHandOver solves pure problems by the engine's program of them.
func TestHandOver(t *testing.T) {
	e := engine(t)
	for _, model := range []siting.Model{siting.MCLP, siting.LSCP, siting.PMedian} {
		t.Run(model.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				d := draw(t, model)
				d.p.Mandated, d.p.Share = nil, 0
				res, err := siting.Solve(t.Context(), d.p, siting.Settings{})
				if err != nil || res.Status == siting.Infeasible {
					t.Skip("nothing to compare")
				}
				program, objective, err := siting.HandOver(d.p)
				if err != nil {
					t.Fatal(err)
				}
				got, err := e.Solve(t.Context(), program, siting.EngineOptions{})
				if err != nil || got.Status != siting.Optimal || math.Abs(objective(got.Objective)-res.Objective) > 1e-6 {
					t.Fatalf("got %v %g, %v, want %g", got.Status, objective(got.Objective), err, res.Objective)
				}
			})
		})
	}
}

// TestCapacityCancelled: what is known when the context ends is given.
func TestCapacityCancelled(t *testing.T) {
	p := town(siting.MCLP, 200, 30, 3)
	p.Capacity = slices.Repeat([]float64{900}, 30)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	res, err := siting.Solve(ctx, p, siting.Settings{Engine: stopping{engine(t), cancel}})
	if err != nil || res.Status != siting.TimeLimit && res.Status != siting.Optimal || len(res.Open) == 0 || res.Bound < res.Objective || len(res.Shares) == 0 {
		t.Errorf("got %v %g bound %g %v, %v", res.Status, res.Objective, res.Bound, res.Open, err)
	}
}

// stopping is an engine that is stopped as it starts.
type stopping struct {
	siting.Engine
	cancel func()
}

func (s stopping) Solve(ctx context.Context, p *siting.Program, o siting.EngineOptions) (siting.EngineResult, error) {
	s.cancel()
	return s.Engine.Solve(ctx, p, o)
}

// TestTurns: with rules the engine takes over from a search that takes long,
// and what it says counts.
func TestTurns(t *testing.T) {
	p := town(siting.MCLP, 1000, 120, 3)
	p.Within, p.Sites, p.Budget, p.Spacing = .12, 20, 700, .05
	e := &agreeing{}
	res := solve(t, p, siting.Settings{Engine: e, TimeLimit: 4 * time.Second})
	if !e.asked || res.Status != siting.Optimal || res.Bound != res.Objective || len(res.Open) == 0 {
		t.Errorf("asked %v: got %v %g bound %g", e.asked, res.Status, res.Objective, res.Bound)
	}
}

// agreeing is an engine that calls the start it is given the best.
type agreeing struct{ asked bool }

func (e *agreeing) Solve(_ context.Context, p *siting.Program, o siting.EngineOptions) (siting.EngineResult, error) {
	e.asked = true
	sum := 0.0
	for k, c := range p.Columns {
		sum += c.Cost * o.Start[k]
	}
	return siting.EngineResult{Status: siting.Optimal, Values: o.Start, Objective: sum, Bound: sum}, nil
}
