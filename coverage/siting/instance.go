package siting

import (
	"math"
	"slices"
)

// instance is the one program behind the models. With y the opened sites it is
//
//	minimize  offset + sum of price over y + sum over rows of cost(row, y)
//	subject   at most limit sites opened, and every rule.
//
// The cost of a row is that of its cheapest opened site, or its penalty where
// that is less; a row that needs several sites has entries of cost 0 and pays
// its penalty unless that many are opened. An infinite penalty is a row that
// must be served. The p-median, MCLP and LSCP are all of this form.
type instance struct {
	sites   int
	start   []int     // entries of row i: start[i] to start[i+1], cheapest first
	site    []int32   // site of an entry
	cost    []float64 // weighted cost of an entry
	need    []int32
	penalty []float64
	weight  []float64 // of the demand of a row, before any reduction
	settled []bool    // rows that a fixed site serves
	price   []float64
	limit   int
	rules   []rule
	opened  []int32 // sites that every solution opens
	offset  float64

	free     bool // entries all cost nothing
	turned   bool // the columns are those of the rows as they stand
	colStart []int
	colRow   []int32
	colCost  []float64
	ruleOf   [][]ruleTerm // rules of each site
	grain    float64      // values (without offset) are multiples of it, 0: unknown
	big      float64      // above the value of every feasible solution
	covering bool         // all entries cost nothing and all rows must be served
	least    bool         // some rule asks for a least number
	label    []int        // the caller's index of a site
}

// rule is a linear constraint on opened sites: the coefficients of those
// opened sum to at most most.
type rule struct {
	most  float64
	terms []ruleTerm
}

// ruleTerm is the coefficient of a site in a rule; at is the site in a rule's
// list, the rule in a site's list.
type ruleTerm struct {
	at   int32
	coef float64
}

const ruleSlack = 1e-9 // relative slack of rules, for sums of rounded prices

func (r rule) slack() float64 { return ruleSlack * max(1, math.Abs(r.most)) }

// finish fills what follows from the rows: columns, grain, big.
func (in *instance) finish() {
	in.columns()
	in.ruleOf = make([][]ruleTerm, in.sites)
	for k, r := range in.rules {
		for _, t := range r.terms {
			in.ruleOf[t.at] = append(in.ruleOf[t.at], ruleTerm{int32(k), t.coef})
		}
	}
	in.least = slices.ContainsFunc(in.rules, func(r rule) bool { return r.most < 0 })
	costs := in.cost
	if in.costless() {
		costs = nil
	}
	in.covering = costs == nil &&
		!slices.ContainsFunc(in.penalty, func(v float64) bool { return !math.IsInf(v, 1) })
	in.grain = grain(costs, in.penalty, in.price)
	in.big = 1
	for _, f := range in.price {
		in.big += f
	}
	for i := range in.need {
		worst := 0.0
		if in.start[i] < in.start[i+1] {
			worst = in.cost[in.start[i+1]-1]
		}
		if p := in.penalty[i]; !math.IsInf(p, 1) {
			worst = max(worst, p)
		}
		in.big += worst
	}
}

// costless tells whether rows cost nothing once served.
func (in *instance) costless() bool {
	return in.free || !slices.ContainsFunc(in.cost, func(v float64) bool { return v > 0 })
}

func (in *instance) rowCount() int { return len(in.need) }

// columns turns the rows, unless that is done.
func (in *instance) columns() {
	if in.turned {
		return
	}
	in.turned = true
	in.colStart = make([]int, in.sites+1)
	for _, j := range in.site {
		in.colStart[j+1]++
	}
	for j := range in.sites {
		in.colStart[j+1] += in.colStart[j]
	}
	in.colRow = make([]int32, len(in.site))
	in.colCost = make([]float64, len(in.site))
	next := slices.Clone(in.colStart)
	for i := range in.need {
		for e := in.start[i]; e < in.start[i+1]; e++ {
			j := in.site[e]
			in.colRow[next[j]] = int32(i)
			if c := in.cost[e]; c != 0 {
				in.colCost[next[j]] = c
			}
			next[j]++
		}
	}
}

// cap is what a row costs at most; a row that must be served gets the amount
// that no feasible solution reaches.
func (in *instance) cap(row int) float64 {
	if p := in.penalty[row]; !math.IsInf(p, 1) {
		return p
	}
	return in.big
}

// value is the program's value for a set of sites, without the offset;
// +Inf where a row that must be served is not, or a rule is broken.
func (in *instance) value(open []int32) float64 {
	on := make([]bool, in.sites)
	total := 0.0
	for _, j := range open {
		on[j] = true
		total += in.price[j]
	}
	if !in.lawful(on, len(open)) {
		return math.Inf(1)
	}
	for i := range in.need {
		left, cost := in.need[i], in.penalty[i]
		for e := in.start[i]; e < in.start[i+1]; e++ {
			if on[in.site[e]] {
				if left--; left == 0 {
					cost = min(cost, in.cost[e])
					break
				}
			}
		}
		total += cost
	}
	return total
}

// lawful reports whether a set keeps the limit and every rule.
func (in *instance) lawful(on []bool, count int) bool {
	if count > in.limit {
		return false
	}
	for _, r := range in.rules {
		sum := 0.0
		for _, t := range r.terms {
			if on[t.at] {
				sum += t.coef
			}
		}
		if sum > r.most+r.slack() {
			return false
		}
	}
	return true
}

// grain is the largest step of which all values are multiples, for values
// with up to three decimals; 0 where there is none. A bound may then be
// rounded up to the next multiple.
func grain(lists ...[]float64) float64 {
	for _, scale := range []float64{1, 10, 100, 1000} {
		if g := commonStep(scale, lists); g > 0 {
			return g / scale
		}
	}
	return 0
}

func commonStep(scale float64, lists [][]float64) float64 {
	var g int64
	for _, list := range lists {
		for _, v := range list {
			if v == 0 || math.IsInf(v, 1) {
				continue
			}
			x := v * scale
			r := math.Round(x)
			if r > 1<<40 || math.Abs(x-r) > 1e-9*max(1, r) || r == 0 {
				return 0
			}
			for a, b := int64(r), g; ; a, b = b, a%b {
				if b == 0 {
					g = a
					break
				}
			}
		}
	}
	return float64(g)
}
