package siting_test

import (
	"math"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fugai/coverage"
	"fugai/coverage/siting"
	"fugai/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// drawn is a small random problem and its costs as a table, -1: unreachable.
type drawn struct {
	p     siting.Problem
	table [][]float64
}

func draw(t *rapid.T, model siting.Model) drawn {
	m, n := rapid.IntRange(1, 9).Draw(t, "sites"), rapid.IntRange(1, 12).Draw(t, "demand")
	d := drawn{p: siting.Problem{Model: model, Costs: coverage.NewCosts("m", m, 20)}}
	for range n {
		row, entries := make([]float64, m), []coverage.Entry{}
		for j := range row {
			row[j] = -1
			if rapid.IntRange(0, 3).Draw(t, "reach") > 0 {
				row[j] = float64(rapid.IntRange(0, 20).Draw(t, "cost"))
				entries = append(entries, coverage.Entry{Site: j, Cost: row[j]})
			}
		}
		d.table = append(d.table, row)
		d.p.Costs.AddRow(entries)
		d.p.Weights = append(d.p.Weights, float64(rapid.IntRange(0, 9).Draw(t, "weight")))
	}
	d.p.Weights[0]++
	d.p.Within = float64(rapid.IntRange(3, 20).Draw(t, "within"))
	d.roles(t, m)
	return d
}

func (d *drawn) roles(t *rapid.T, m int) {
	p := &d.p
	for j := range m {
		switch rapid.IntRange(0, 11).Draw(t, "role") {
		case 0:
			p.Fixed = append(p.Fixed, j)
		case 1:
			p.Forbidden = append(p.Forbidden, j)
		case 2:
			p.Required = append(p.Required, j)
		case 3:
			p.Replaceable = append(p.Replaceable, j)
		}
	}
	if len(p.Replaceable) > 0 {
		p.Replace = rapid.IntRange(0, len(p.Replaceable)).Draw(t, "replace")
	}
	if most := m - len(p.Fixed) - len(p.Forbidden) - len(p.Replaceable); most > 0 && p.Model != siting.LSCP {
		p.Sites = rapid.IntRange(1, most).Draw(t, "p")
	}
	for j := range m {
		if rapid.IntRange(0, 5).Draw(t, "mandated") == 0 && !slices.Contains(p.Forbidden, j) && !slices.Contains(p.Fixed, j) {
			p.Mandated = append(p.Mandated, j)
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "quotas") {
		q := siting.Quota{Least: rapid.IntRange(0, 2).Draw(t, "least")}
		for j := range m {
			if rapid.Bool().Draw(t, "in") {
				q.Sites = append(q.Sites, j)
			}
		}
		if len(q.Sites) == 0 {
			continue
		}
		q.Most = rapid.IntRange(q.Least, m+2).Draw(t, "most")
		p.Quotas = append(p.Quotas, q)
	}
	if rapid.Bool().Draw(t, "priced") {
		for range m {
			p.Price = append(p.Price, float64(rapid.IntRange(0, 9).Draw(t, "price")))
		}
		p.Budget = float64(rapid.IntRange(0, 25).Draw(t, "budget"))
	}
	if rapid.IntRange(0, 2).Draw(t, "spaced") == 0 || p.Model == siting.Dispersion {
		x := make([]float64, m)
		for j := range x {
			x[j] = float64(rapid.IntRange(0, 30).Draw(t, "x"))
		}
		p.Apart = func(a, b int) float64 { return math.Abs(x[a] - x[b]) }
		p.Spacing = float64(rapid.IntRange(0, 6).Draw(t, "spacing"))
	}
	if p.Model == siting.LSCP || p.Model == siting.MCLP {
		p.Times = rapid.IntRange(0, 2).Draw(t, "times")
	}
	if p.Model == siting.LSCP && (p.Price == nil || p.Budget > 0) {
		p.Share = rapid.SampledFrom([]float64{0, 0, .5, .9}).Draw(t, "share")
	}
}

// lawful says whether a set may be chosen, read straight from the problem.
func (d *drawn) lawful(set uint) bool {
	p := d.p
	has := func(j int) bool { return set>>j&1 == 1 }
	most := p.Sites + len(p.Replaceable)
	if p.Sites > 0 && bits.OnesCount(set) > most {
		return false
	}
	if p.Model == siting.Dispersion && bits.OnesCount(set) != p.Sites {
		return false
	}
	shut := slices.Concat(p.Fixed, p.Forbidden)
	if slices.ContainsFunc(shut, has) || slices.ContainsFunc(p.Required, func(j int) bool { return !has(j) }) {
		return false
	}
	count := func(list []int) (n int) {
		for _, j := range list {
			if has(j) {
				n++
			}
		}
		return n
	}
	if p.Replace > 0 && len(p.Replaceable)-count(p.Replaceable) > p.Replace {
		return false
	}
	for _, q := range p.Quotas {
		if n := count(q.Sites); n < q.Least || n > q.Most {
			return false
		}
	}
	return d.affordable(has) && d.spaced(has)
}

func (d *drawn) affordable(has func(int) bool) bool {
	sum := 0.0
	for j, f := range d.p.Price {
		if has(j) {
			sum += f
		}
	}
	return d.p.Budget == 0 || sum <= d.p.Budget
}

func (d *drawn) spaced(has func(int) bool) bool {
	if d.p.Spacing == 0 || d.p.Model == siting.Dispersion {
		return true
	}
	for a := range d.p.Costs.Sites() {
		for b := range d.p.Costs.Sites() {
			if a != b && has(a) && (has(b) || slices.Contains(d.p.Fixed, b)) && d.p.Apart(a, b) < d.p.Spacing {
				return false
			}
		}
	}
	return true
}

// value is the objective of a set as something to make small; second breaks
// ties in CoverThenCost. +Inf: not a solution.
func (d *drawn) value(set uint) (first, second float64) {
	p := d.p
	worst, cost, covered, twice, total := 0.0, 0.0, 0.0, 0.0, 0.0
	for i, row := range d.table {
		w := p.Weights[i]
		if w == 0 {
			continue
		}
		total += w
		best, n := math.Inf(1), 0
		for j, c := range row {
			if c >= 0 && c <= p.Within && (set>>j&1 == 1 || slices.Contains(p.Fixed, j)) {
				best = min(best, c)
				n++
			}
		}
		if n >= max(1, p.Times) {
			covered += w
			second += w * best
		}
		if n > 1 {
			twice += w
		}
		worst, cost = max(worst, best), cost+w*best
	}
	switch p.Model {
	case siting.MCLP:
		return -covered, 0
	case siting.CoverThenCost:
		return -covered, second
	case siting.Backup:
		return -covered, -twice
	case siting.PMedian:
		return cost, 0
	case siting.PCenter:
		return worst, 0
	case siting.Dispersion:
		return -d.separation(set), 0
	}
	share := p.Share
	if share == 0 {
		share = 1
	}
	if covered < share*total-1e-9 {
		return math.Inf(1), 0
	}
	if p.Price != nil && p.Budget == 0 {
		sum := 0.0
		for j, f := range p.Price {
			if set>>j&1 == 1 {
				sum += f
			}
		}
		return sum, 0
	}
	return float64(bits.OnesCount(set)), 0
}

func (d *drawn) fixed() (set uint) {
	for _, j := range d.p.Fixed {
		set |= 1 << j
	}
	return set
}

func (d *drawn) separation(set uint) float64 {
	least := math.Inf(1)
	for a := range d.p.Costs.Sites() {
		for b := range a {
			fixed := slices.Contains(d.p.Fixed, a) && slices.Contains(d.p.Fixed, b)
			if on := set | d.fixed(); on>>a&1 == 1 && on>>b&1 == 1 && !fixed {
				least = min(least, d.p.Apart(a, b))
			}
		}
	}
	return least
}

// best tries every set.
func (d *drawn) best() (first, second float64, most int) {
	first, second = math.Inf(1), math.Inf(1)
	most = -1
	for set := range uint(1) << d.p.Costs.Sites() {
		a, b := d.value(set)
		n := d.under(set)
		if !d.lawful(set) || math.IsInf(a, 1) || n < most {
			continue
		}
		if n > most || a < first || a == first && b < second {
			most, first, second = n, a, b
		}
	}
	return first, second, most
}

// under counts the chosen sites under the mandate.
func (d *drawn) under(set uint) (n int) {
	for _, j := range d.p.Mandated {
		n += int(set >> j & 1)
	}
	return n
}

func TestBruteForce(t *testing.T) {
	for model := siting.MCLP; model <= siting.Backup; model++ {
		t.Run(model.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				d := draw(t, model)
				res, err := siting.Solve(t.Context(), d.p, siting.Settings{})
				if err != nil {
					t.Skip(err)
				}
				d.compare(t, res)
			})
		})
	}
}

func (d *drawn) compare(t *rapid.T, res siting.Result) {
	first, second, most := d.best()
	if math.IsInf(first, 1) {
		if res.Status != siting.Infeasible {
			t.Fatalf("got %v %v, want infeasible", res.Status, res.Open)
		}
		d.checkWhy(t, res.Why)
		return
	}
	var set uint
	for _, j := range res.Open {
		set |= 1 << j
	}
	want := math.Abs(first)
	if res.Status != siting.Optimal || res.Objective != want || res.Bound != want || !d.lawful(set) {
		t.Fatalf("got %v %g bound %g open %v (lawful %v), want %g", res.Status, res.Objective, res.Bound, res.Open, d.lawful(set), want)
	}
	if n := d.under(set); n != most || len(res.Mandated) != n || len(res.Unmet) != len(d.p.Mandated)-n {
		t.Fatalf("open %v has %d under the mandate (says %v, not %v), want %d", res.Open, n, res.Mandated, res.Unmet, most)
	}
	a, b := d.value(set)
	if a != first || b != second && (d.p.Model == siting.CoverThenCost || d.p.Model == siting.Backup) {
		t.Fatalf("open %v is worth %g %g, want %g %g", res.Open, a, b, first, second)
	}
	if d.p.Model == siting.CoverThenCost && res.Cost != second {
		t.Fatalf("got cost %g, want %g", res.Cost, second)
	}
}
