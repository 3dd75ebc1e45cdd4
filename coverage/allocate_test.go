package coverage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"fugai/coverage"
)

// problem is a transport as a test makes it.
type problem struct {
	rows    [][]coverage.Entry
	weights []float64
	supply  coverage.Supply
}

func (p *problem) costs(unit string) *coverage.Costs {
	c := coverage.NewCosts(unit, len(p.supply.Capacity), 1e6)
	for _, row := range p.rows {
		c.AddRow(append([]coverage.Entry(nil), row...))
	}
	return c
}

func (p *problem) open(e coverage.Entry) bool {
	return (p.supply.Open == nil || p.supply.Open[e.Site]) && (p.supply.Within == 0 || e.Cost <= p.supply.Within)
}

func TestAllocate(t *testing.T) {
	inf := math.Inf(1)
	for _, tt := range []struct {
		name string
		problem
		want coverage.Allocation
	}{
		{"room for all", problem{rows: [][]coverage.Entry{{{0, 5}, {1, 2}}}, weights: []float64{3}, supply: coverage.Supply{Capacity: []float64{9, inf}}},
			coverage.Allocation{Shares: []coverage.Share{{0, 1, 3, 2}}, Load: []float64{0, 3}, Served: 3, Cost: 6}},
		{"a place is shared", problem{rows: [][]coverage.Entry{{{0, 5}, {1, 2}}}, weights: []float64{3}, supply: coverage.Supply{Capacity: []float64{9, 1}}},
			coverage.Allocation{Shares: []coverage.Share{{0, 1, 1, 2}, {0, 0, 2, 5}}, Load: []float64{2, 1}, Served: 3, Cost: 12}},
		{"the first moves on to make room", problem{rows: [][]coverage.Entry{{{0, 1}, {1, 2}}, {{0, 3}}}, weights: []float64{1, 1}, supply: coverage.Supply{Capacity: []float64{1, 1}}},
			coverage.Allocation{Shares: []coverage.Share{{0, 1, 1, 2}, {1, 0, 1, 3}}, Load: []float64{1, 1}, Served: 2, Cost: 5}},
		{"the farther is left", problem{rows: [][]coverage.Entry{{{0, 9}}, {{0, 3}}}, weights: []float64{2, 2}, supply: coverage.Supply{Capacity: []float64{3}}},
			coverage.Allocation{Shares: []coverage.Share{{0, 0, 1, 9}, {1, 0, 2, 3}}, Unserved: []coverage.Unserved{{0, 1, true}}, Load: []float64{3}, Served: 3, Cost: 15}},
		{"none in reach, one closed, one beyond", problem{rows: [][]coverage.Entry{{}, {{0, 1}}, {{1, 8}}}, weights: []float64{1, 2, 4},
			supply: coverage.Supply{Capacity: []float64{inf, inf}, Open: []bool{false, true}, Within: 7}},
			coverage.Allocation{Unserved: []coverage.Unserved{{0, 1, false}, {1, 2, false}, {2, 4, false}}, Load: []float64{0, 0}}},
		{"sites without places", problem{rows: [][]coverage.Entry{{{0, 1}}, {{0, 1}}}, weights: []float64{1, 0}, supply: coverage.Supply{Capacity: []float64{0}}},
			coverage.Allocation{Shares: []coverage.Share{{1, 0, 0, 1}}, Unserved: []coverage.Unserved{{0, 1, true}}, Load: []float64{0}}},
		{"nobody", problem{supply: coverage.Supply{Capacity: []float64{1}}}, coverage.Allocation{Load: []float64{0}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := coverage.Allocate(context.Background(), tt.costs("s"), tt.weights, tt.supply)
			if err != nil {
				t.Fatal(err)
			}
			if g, w := fmt.Sprintf("%+v", *got), fmt.Sprintf("%+v", tt.want); g != w {
				t.Errorf("got  %s\nwant %s", g, w)
			}
		})
	}
}

// TestAllocateMillimetres: metres are compared at the millimetre, as everywhere.
func TestAllocateMillimetres(t *testing.T) {
	p := problem{rows: [][]coverage.Entry{{{0, 500.0004}}, {{0, 500.0006}}}, weights: []float64{1, 1}, supply: coverage.Supply{Capacity: []float64{5}, Within: 500}}
	got, err := coverage.Allocate(context.Background(), p.costs("m"), p.weights, p.supply)
	if err != nil || got.Served != 1 || len(got.Unserved) != 1 || got.Unserved[0].Demand != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAllocateErrors(t *testing.T) {
	rows := [][]coverage.Entry{{{0, 1}}}
	for name, p := range map[string]problem{
		"weights":             {rows: rows, supply: coverage.Supply{Capacity: []float64{1}}},
		"negative weight":     {rows: rows, weights: []float64{-1}, supply: coverage.Supply{Capacity: []float64{1}}},
		"weight is no number": {rows: rows, weights: []float64{math.NaN()}, supply: coverage.Supply{Capacity: []float64{1}}},
		"negative capacity":   {rows: rows, weights: []float64{1}, supply: coverage.Supply{Capacity: []float64{-1}}},
		"open":                {rows: rows, weights: []float64{1}, supply: coverage.Supply{Capacity: []float64{1}, Open: []bool{}}},
		"cost":                {rows: [][]coverage.Entry{{{0, math.Inf(1)}}}, weights: []float64{1}, supply: coverage.Supply{Capacity: []float64{1}}},
	} {
		if _, err := coverage.Allocate(context.Background(), p.costs("s"), p.weights, p.supply); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	c := coverage.NewCosts("s", 2, 10)
	if _, err := coverage.Allocate(context.Background(), c, nil, coverage.Supply{Capacity: []float64{1}}); err == nil {
		t.Error("a capacity too few: no error")
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	p := problem{rows: rows, weights: []float64{2}, supply: coverage.Supply{Capacity: []float64{1}}}
	if _, err := coverage.Allocate(stopped, p.costs("s"), p.weights, p.supply); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// TestAllocateRandom checks small cases in whole numbers against plain cycle
// canceling, and what must hold of every answer.
func TestAllocateRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := randomProblem(t)
		got, err := coverage.Allocate(context.Background(), p.costs("s"), p.weights, p.supply)
		if err != nil {
			t.Fatal(err)
		}
		p.consistent(t, got)
		served, cost := p.canceled()
		if got.Served != served || got.Cost != cost {
			t.Fatalf("serves %v at %v, want %v at %v: %+v", got.Served, got.Cost, served, cost, p)
		}
	})
}

func randomProblem(t *rapid.T) *problem {
	sites := rapid.IntRange(1, 5).Draw(t, "sites")
	p := &problem{}
	for range rapid.IntRange(0, 8).Draw(t, "demand") {
		p.weights = append(p.weights, float64(rapid.IntRange(0, 6).Draw(t, "weight")))
		var row []coverage.Entry
		for site := range sites {
			if rapid.Bool().Draw(t, "in reach") {
				row = append(row, coverage.Entry{Site: site, Cost: float64(rapid.IntRange(0, 9).Draw(t, "cost"))})
			}
		}
		p.rows = append(p.rows, row)
	}
	for range sites {
		p.supply.Capacity = append(p.supply.Capacity, float64(rapid.IntRange(0, 9).Draw(t, "capacity")))
		p.supply.Open = append(p.supply.Open, rapid.IntRange(0, 5).Draw(t, "open") > 0)
	}
	p.supply.Within = float64(rapid.IntRange(0, 9).Draw(t, "within"))
	return p
}

// consistent checks loads, conservation, and the reasons.
func (p *problem) consistent(t interface{ Fatalf(string, ...any) }, a *coverage.Allocation) {
	sum, load := make([]float64, len(p.weights)), make([]float64, len(p.supply.Capacity))
	for _, s := range a.Shares {
		sum[s.Demand] += s.Weight
		load[s.Site] += s.Weight
		if !p.open(coverage.Entry{Site: s.Site, Cost: s.Cost}) {
			t.Fatalf("share %+v is out of reach", s)
		}
	}
	for _, u := range a.Unserved {
		sum[u.Demand] += u.Weight
		reach := false
		for _, e := range p.rows[u.Demand] {
			if p.open(e) {
				reach = true
				if load[e.Site] < p.supply.Capacity[e.Site] {
					t.Fatalf("%+v is left though site %d has room", u, e.Site)
				}
			}
		}
		if reach != u.Full {
			t.Fatalf("%+v: in reach %v", u, reach)
		}
	}
	for d, w := range p.weights {
		if math.Abs(sum[d]-w) > 1e-12*w {
			t.Fatalf("demand %d: %v of %v", d, sum[d], w)
		}
	}
	for site, l := range load {
		if l > p.supply.Capacity[site]*(1+1e-12) || math.Abs(a.Load[site]-l) > 1e-9 {
			t.Fatalf("site %d: load %v (%v) of %v", site, l, a.Load[site], p.supply.Capacity[site])
		}
	}
}

// canceled solves the problem another way: a flow over an explicit network of
// single units, in which Bellman-Ford finds negative cycles until none is left.
// Nobody served costs 1000.
func (p *problem) canceled() (served, cost float64) {
	const miss = 1000
	n, sites := len(p.weights), len(p.supply.Capacity)
	size := n + sites + 1 // the last node takes all, and those who are not served
	type arc struct{ from, to, room, price, back int }
	var arcs []arc
	add := func(from, to, room, price, flow int) {
		arcs = append(arcs, arc{from, to, room - flow, price, len(arcs) + 1}, arc{to, from, flow, -price, len(arcs)})
	}
	total := 0
	for d, w := range p.weights {
		total += int(w)
		add(d, size-1, int(w), miss, int(w)) // at first nobody is served
		for _, e := range p.rows[d] {
			if p.open(e) {
				add(d, n+e.Site, int(w), int(e.Cost), 0)
			}
		}
	}
	for site, c := range p.supply.Capacity {
		add(n+site, size-1, int(c), 0, 0)
	}
	for {
		dist, by := make([]int, size), make([]int, size)
		for i := range by {
			by[i] = -1
		}
		last := -1
		for range size {
			last = -1
			for i, a := range arcs {
				if a.room > 0 && dist[a.from]+a.price < dist[a.to] {
					dist[a.to], by[a.to], last = dist[a.from]+a.price, i, a.to
				}
			}
		}
		if last < 0 {
			break
		}
		for range size {
			last = arcs[by[last]].from
		}
		for at := last; ; {
			i := by[at]
			arcs[i].room--
			arcs[arcs[i].back].room++
			if at = arcs[i].from; at == last {
				break
			}
		}
	}
	sum, left := 0, 0
	for i := 0; i < len(arcs); i += 2 {
		flow := arcs[i+1].room
		if sum += flow * arcs[i].price; arcs[i].price == miss {
			left += flow
		}
	}
	return float64(total - left), float64(sum - left*miss)
}

// scattered is a seeded problem of the size of a district: demand in a square
// of 10 km, sites with so much of the demand's room in all, some ten in reach.
func scattered(demand, sites int, room float64, seed uint64) *problem {
	r := rand.New(rand.NewPCG(seed, 9))
	at := make([][2]float64, sites)
	p := &problem{supply: coverage.Supply{Capacity: make([]float64, sites)}}
	for i := range at {
		at[i] = [2]float64{r.Float64() * 10000, r.Float64() * 10000}
	}
	reach := 10000 * math.Sqrt(10/(math.Pi*float64(sites)))
	total := 0.0
	for range demand {
		x, y := r.Float64()*10000, r.Float64()*10000
		var row []coverage.Entry
		for i, s := range at {
			if d := math.Hypot(x-s[0], y-s[1]); d <= reach {
				row = append(row, coverage.Entry{Site: i, Cost: d})
			}
		}
		w := float64(r.IntN(40))
		total += w
		p.weights, p.rows = append(p.weights, w), append(p.rows, row)
	}
	for i := range p.supply.Capacity {
		p.supply.Capacity[i] = math.Round(total * room / float64(sites) * (0.5 + r.Float64()))
	}
	return p
}

// TestAllocateGLPK compares with the simplex method of GLPK's glpsol (5.0).
func TestAllocateGLPK(t *testing.T) {
	glpsol, err := exec.LookPath("glpsol")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("glpsol is not installed")
		}
		t.Skip("glpsol is not installed")
	}
	for _, room := range []float64{0.6, 0.95, 1.3} {
		p := scattered(300, 20, room, 4)
		got, err := coverage.Allocate(context.Background(), p.costs("s"), p.weights, p.supply)
		if err != nil {
			t.Fatal(err)
		}
		p.consistent(t, got)
		const miss = 1e6
		total := 0.0
		for _, w := range p.weights {
			total += w
		}
		want := p.glpk(t, glpsol, miss)
		if have := got.Cost + (total-got.Served)*miss; math.Abs(have-want) > 1e-6*want {
			t.Errorf("room %v: %v, glpsol has %v", room, have, want)
		}
	}
}

// glpk writes the problem as a linear program (CPLEX LP format) and gives the
// least cost, where every one not served costs miss.
func (p *problem) glpk(t *testing.T, glpsol string, miss float64) float64 {
	var goal, rows bytes.Buffer
	bySite := make([]bytes.Buffer, len(p.supply.Capacity))
	for d, w := range p.weights {
		fmt.Fprintf(&goal, " + %v u%d\n", miss, d)
		fmt.Fprintf(&rows, " u%d", d)
		for _, e := range p.rows[d] {
			fmt.Fprintf(&goal, " + %v x%d_%d\n", e.Cost, d, e.Site)
			fmt.Fprintf(&rows, " + x%d_%d", d, e.Site)
			fmt.Fprintf(&bySite[e.Site], " + x%d_%d\n", d, e.Site)
		}
		fmt.Fprintf(&rows, " = %v\n", w)
	}
	for site := range bySite {
		if bySite[site].Len() > 0 {
			fmt.Fprintf(&rows, "%s <= %v\n", bySite[site].String(), p.supply.Capacity[site])
		}
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.lp"), filepath.Join(dir, "out.txt")
	if err := os.WriteFile(in, []byte("Minimize\n"+goal.String()+"Subject To\n"+rows.String()+"End\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if msg, err := exec.Command(glpsol, "--lp", in, "-w", out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, msg)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^s bas \d+ \d+ f f (\S+)$`).FindSubmatch(text)
	if m == nil {
		t.Fatalf("no optimum in %s", text)
	}
	v, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func BenchmarkAllocate(b *testing.B) {
	for _, room := range []float64{2, 1.05, 0.5} {
		for _, demand := range []int{5000, 50_000} {
			p := scattered(demand, 200, room, 7)
			costs := p.costs("s")
			b.Run(fmt.Sprintf("room=%v/demand=%d", room, demand), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := coverage.Allocate(context.Background(), costs, p.weights, p.supply); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
