package siting_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fugai/coverage"
	"fugai/coverage/siting"
)

// peers are solvers installed beside this program; they read the models in the
// LP format, written here straight from the textbook and from the problem.
var peers = []struct {
	program, pkg string
	arguments    func(model, out string) []string
	objective    *regexp.Regexp
	infeasible   string
}{
	{"cbc", "coinor-cbc", func(model, out string) []string {
		return []string{model, "ratioGap", "0", "allowableGap", "0", "solve", "solution", out}
	},
		regexp.MustCompile(`^Optimal - objective value (\S+)`), "nfeasible"},
	{"glpsol", "glpk-utils", func(model, out string) []string { return []string{"--lp", model, "-o", out} },
		regexp.MustCompile(`(?s)Status: +INTEGER OPTIMAL\nObjective: +\S+ = (\S+)`), "INTEGER EMPTY"},
}

// ask solves a model by a peer, +Inf: infeasible.
func ask(t *testing.T, peer int, model string) float64 {
	t.Helper()
	p := peers[peer]
	path, err := exec.LookPath(p.program)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("%s is not installed (Debian: apt install %s)", p.program, p.pkg)
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "model.lp"), filepath.Join(dir, "out.txt")
	if err := os.WriteFile(in, []byte(model), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command(path, p.arguments(in, out)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	m := p.objective.FindSubmatch(text)
	if m == nil {
		if !strings.Contains(string(text), p.infeasible) {
			t.Fatalf("%s says %.200s after %.2000s", p.program, text, said)
		}
		return math.Inf(1)
	}
	v, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// lp is a model being written.
type lp struct {
	objective, rows, bounds, binaries []string
}

func (m *lp) row(format string, values ...any) {
	m.rows = append(m.rows, fmt.Sprintf(format, values...))
}

func (m *lp) text() string {
	return "Minimize\n obj: " + strings.Join(m.objective, "\n ") + "\nSubject To\n " + strings.Join(m.rows, "\n ") +
		"\nBounds\n " + strings.Join(m.bounds, "\n ") + "\nBinaries\n " + strings.Join(m.binaries, "\n ") + "\nEnd\n"
}

// textbook writes the model of a problem; then is what CoverThenCost and
// Backup must cover first, 0: the first of their two programs.
func textbook(p siting.Problem, then float64) string {
	m := &lp{}
	for j := range p.Costs.Sites() {
		m.binaries = append(m.binaries, fmt.Sprintf("y%d", j))
	}
	m.choice(p)
	switch p.Model {
	case siting.Dispersion:
		m.dispersion(p)
	case siting.PMedian, siting.PCenter:
		m.assignment(p)
	default:
		m.covering(p, then)
	}
	return m.text()
}

// choice writes the limits and rules.
func (m *lp) choice(p siting.Problem) {
	sum := func(sites []int) string {
		var b strings.Builder
		for _, j := range sites {
			if !slices.Contains(p.Fixed, j) {
				fmt.Fprintf(&b, " + y%d", j)
			}
		}
		return b.String()
	}
	n := p.Costs.Sites()
	if p.Model == siting.Dispersion {
		m.row("%s = %d", sum(indices(n)), p.Sites)
	} else if p.Sites > 0 {
		m.row("%s <= %d", sum(indices(n)), p.Sites+len(p.Replaceable))
	}
	for _, j := range slices.Concat(p.Fixed, p.Required) {
		m.row("y%d = 1", j)
	}
	for _, j := range p.Forbidden {
		m.row("y%d = 0", j)
	}
	if p.Replace > 0 {
		m.row("%s >= %d", sum(p.Replaceable), len(p.Replaceable)-p.Replace)
	}
	for _, q := range p.Quotas {
		m.row("%s <= %d", sum(q.Sites), q.Most)
		m.row("%s >= %d", sum(q.Sites), q.Least)
	}
	if p.Budget > 0 {
		var b strings.Builder
		for j, f := range p.Price {
			if !slices.Contains(p.Fixed, j) {
				fmt.Fprintf(&b, " + %g y%d", f, j)
			}
		}
		m.row("%s <= %g", b.String(), p.Budget)
	}
	for a := range n {
		for b := range a {
			if p.Spacing > 0 && p.Apart(a, b) < p.Spacing && p.Model != siting.Dispersion && (!slices.Contains(p.Fixed, a) || !slices.Contains(p.Fixed, b)) {
				m.row("y%d + y%d <= 1", a, b)
			}
		}
	}
}

func (m *lp) dispersion(p siting.Problem) {
	m.objective = []string{"- D"}
	for a := range p.Costs.Sites() {
		for b := range a {
			m.row("D + 2 y%d + 2 y%d <= %.15g", a, b, p.Apart(a, b)+4)
		}
	}
}

// assignment writes p-median and p-center.
func (m *lp) assignment(p siting.Problem) {
	load := make([]string, p.Costs.Sites())
	for i, w := range p.Weights {
		serve, worst := "", "D"
		for j, c := range p.Costs.Row(i) {
			serve += fmt.Sprintf(" + x%d_%d", i, j)
			worst += fmt.Sprintf(" - %.15g x%d_%d", c, i, j)
			m.row("x%d_%d - y%d <= 0", i, j, j)
			load[j] += fmt.Sprintf(" + %g x%d_%d", w, i, j)
			if p.Model == siting.PMedian {
				m.objective = append(m.objective, fmt.Sprintf("+ %.15g x%d_%d", w*c, i, j))
			} else {
				m.binaries = append(m.binaries, fmt.Sprintf("x%d_%d", i, j))
			}
		}
		m.row("%s = 1", serve)
		if p.Model == siting.PCenter {
			m.row("%s >= 0", worst)
		}
	}
	if p.Model == siting.PCenter {
		m.objective = []string{"D"}
	}
	m.capacities(p, load)
}

func (m *lp) capacities(p siting.Problem, load []string) {
	for j, c := range p.Capacity {
		if load[j] != "" {
			m.row("%s - %g y%d <= 0", load[j], c, j)
		}
	}
}

// covering writes the models that look at what is within the limit.
func (m *lp) covering(p siting.Problem, then float64) {
	load := make([]string, p.Costs.Sites())
	total, covered, cost, twice := 0.0, "", "", ""
	for i, w := range p.Weights {
		total += w
		near, serve := "", ""
		for j, c := range p.Costs.Row(i) {
			if c > p.Within {
				continue
			}
			near += fmt.Sprintf(" - y%d", j)
			serve += fmt.Sprintf(" - x%d_%d", i, j)
			load[j] += fmt.Sprintf(" + %g x%d_%d", w, i, j)
			cost += fmt.Sprintf("\n + %.15g x%d_%d", w*c, i, j)
			m.row("x%d_%d - y%d <= 0", i, j, j)
		}
		covered += fmt.Sprintf("\n + %g z%d", w, i)
		twice += fmt.Sprintf("\n - %g t%d", w, i)
		m.bounds = append(m.bounds, fmt.Sprintf("z%d <= 1", i))
		if p.Capacity != nil || p.Model == siting.CoverThenCost {
			m.row("z%d %s = 0", i, serve)
		} else {
			m.binaries = append(m.binaries, fmt.Sprintf("z%d", i))
			m.row("%d z%d %s <= 0", max(1, p.Times), i, near)
		}
		if p.Model == siting.Backup {
			m.binaries = append(m.binaries, fmt.Sprintf("t%d", i))
			m.row("2 t%d %s <= 0", i, near)
		}
	}
	m.capacities(p, load)
	m.objective = []string{strings.ReplaceAll(covered, "+", "-")}
	switch {
	case p.Model == siting.LSCP:
		share := p.Share
		if share == 0 {
			share = 1
		}
		m.row("%s >= %.15g", covered, share*total-1e-7)
		m.objective = nil
		for j := range p.Costs.Sites() {
			price := 1.0
			if p.Price != nil && p.Budget == 0 {
				price = p.Price[j]
			}
			if !slices.Contains(p.Fixed, j) {
				m.objective = append(m.objective, fmt.Sprintf("+ %g y%d", price, j))
			}
		}
	case then > 0:
		m.row("%s >= %.15g", covered, then)
		if m.objective = []string{cost}; p.Model == siting.Backup {
			m.objective = []string{twice}
		}
	}
}

// town is a random problem of middling size: demand and candidates in the unit
// square, whole weights, costs of three decimals.
func town(model siting.Model, demand, sites int, seed uint64) siting.Problem {
	rng := rand.New(rand.NewPCG(seed, 1))
	at := func(n int) (list [][2]float64) {
		for range n {
			list = append(list, [2]float64{rng.Float64(), rng.Float64()})
		}
		return list
	}
	away := func(a, b [2]float64) float64 { return math.Round(1000*math.Hypot(a[0]-b[0], a[1]-b[1])) / 1000 }
	people, places := at(demand), at(sites)
	p := siting.Problem{Model: model, Costs: coverage.NewCosts("m", sites, 2), Within: .25, Sites: sites / 4,
		Apart: func(a, b int) float64 { return away(places[a], places[b]) }}
	for _, x := range people {
		var row []coverage.Entry
		for j, y := range places {
			row = append(row, coverage.Entry{Site: j, Cost: away(x, y)})
		}
		p.Costs.AddRow(row)
		p.Weights = append(p.Weights, float64(1+rng.IntN(90)))
	}
	if model == siting.PMedian || model == siting.PCenter {
		p.Within = 2
	}
	if model == siting.LSCP {
		p.Sites = 0
	}
	for range sites {
		p.Price = append(p.Price, float64(20+rng.IntN(60)))
	}
	return p
}

func TestPeers(t *testing.T) {
	s := siting.Settings{Engine: engine(t)}
	rules := func(p *siting.Problem) {
		n := p.Costs.Sites()
		p.Fixed, p.Forbidden, p.Required, p.Replaceable = []int{0}, []int{1}, []int{2}, []int{3, 4}
		p.Replace = 1
		p.Quotas = []siting.Quota{{Sites: indices(n)[:n/2], Most: 2, Least: 1}, {Sites: indices(n)[n/3:], Most: n, Least: 2}}
		p.Spacing = .04
		if p.Model != siting.LSCP {
			p.Budget = 50 * float64(p.Sites)
		}
	}
	capacity := func(p *siting.Problem) {
		total := 0.0
		for _, w := range p.Weights {
			total += w
		}
		for j := range p.Costs.Sites() {
			p.Capacity = append(p.Capacity, math.Round(total/float64(p.Costs.Sites())*(3+float64(j%4))))
		}
	}
	both := func(p *siting.Problem) { rules(p); capacity(p) }
	share := func(p *siting.Problem) { p.Share, p.Price, p.Budget = .8, nil, 0 }
	loose := func(p *siting.Problem) { p.Within = .5 }
	type change = func(*siting.Problem)
	for _, tt := range []struct {
		name          string
		model         siting.Model
		demand, sites int
		change        []change
	}{
		{"MCLP", siting.MCLP, 150, 40, nil},
		{"MCLP, rules", siting.MCLP, 150, 40, []change{rules}},
		{"MCLP twice, rules", siting.MCLP, 80, 24, []change{rules, func(p *siting.Problem) { p.Times = 2 }}},
		{"MCLP, capacity", siting.MCLP, 80, 20, []change{capacity}},
		{"MCLP, capacity, rules", siting.MCLP, 80, 20, []change{both}},
		{"LSCP", siting.LSCP, 150, 40, []change{loose}},
		{"LSCP, rules", siting.LSCP, 150, 40, []change{loose, func(p *siting.Problem) { p.Spacing = .05 }}},
		{"LSCP, share, rules", siting.LSCP, 80, 24, []change{share, func(p *siting.Problem) { p.Spacing = .1 }}},
		{"LSCP, capacity", siting.LSCP, 60, 16, []change{loose, capacity}},
		{"LSCP, capacity, share", siting.LSCP, 60, 16, []change{loose, share, both}},
		{"p-median", siting.PMedian, 60, 24, nil},
		{"p-median, rules", siting.PMedian, 60, 24, []change{rules}},
		{"p-median, capacity", siting.PMedian, 50, 16, []change{capacity}},
		{"p-median, capacity, rules", siting.PMedian, 50, 16, []change{both}},
		{"p-center", siting.PCenter, 25, 12, nil},
		{"p-center, rules", siting.PCenter, 25, 16, []change{rules}},
		{"p-dispersion", siting.Dispersion, 1, 14, nil},
		{"p-dispersion, rules", siting.Dispersion, 1, 16, []change{rules, func(p *siting.Problem) { p.Replaceable, p.Replace = nil, 0 }}},
		{"cover then cost", siting.CoverThenCost, 60, 20, nil},
		{"cover then cost, rules", siting.CoverThenCost, 60, 20, []change{rules}},
		{"cover then cost, capacity, rules", siting.CoverThenCost, 50, 16, []change{both}},
		{"backup", siting.Backup, 80, 24, nil},
		{"backup, rules", siting.Backup, 80, 24, []change{rules}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := town(tt.model, tt.demand, tt.sites, 7)
			for _, f := range tt.change {
				f(&p)
			}
			res := solve(t, p, s)
			if res.Status != siting.Optimal {
				t.Fatalf("got %v %+v, peer %g", res.Status, res.Why, ask(t, 0, textbook(p, 0)))
			}
			for k, peer := range peers {
				want := math.Abs(ask(t, k, textbook(p, 0)))
				if math.Abs(res.Objective-want) > 1e-5*max(1, want) {
					t.Errorf("got %.9g, %s has %.9g", res.Objective, peer.program, want)
				}
				second := map[siting.Model]float64{siting.CoverThenCost: res.Cost, siting.Backup: res.Twice}
				got, ok := second[p.Model]
				if !ok {
					continue
				}
				want = math.Abs(ask(t, k, textbook(p, res.Objective)))
				if math.Abs(got-want) > 1e-5*max(1, want) {
					t.Errorf("second: got %.9g, %s has %.9g", got, peer.program, want)
				}
			}
		})
	}
}
