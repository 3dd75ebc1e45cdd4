package siting

import (
	"time"

	"fugai/coverage"
)

// Model is what a choice of sites is to achieve.
type Model int

const (
	// MCLP covers the most weight within the limit with a number of sites
	// (maximal covering location, Church & ReVelle 1974).
	MCLP Model = iota
	// LSCP opens the fewest sites that cover all demand within the limit, or a
	// share of it (location set covering, Toregas et al. 1971).
	LSCP
	// PMedian makes the weighted cost from demand to the nearest open site
	// least (Hakimi 1964).
	PMedian
	// PCenter makes the worst cost to the nearest open site least (Hakimi 1964).
	PCenter
	// Dispersion makes the least separation of chosen sites, from each other and
	// from Fixed, largest (Kuby 1987). It looks at sites only.
	Dispersion
	// CoverThenCost covers the most weight first, and among the choices that do,
	// takes the one of least weighted cost over the covered demand.
	CoverThenCost
	// Backup covers the most weight once, and among the choices that do, the
	// most weight by a second site too (BACOP, Hogan & ReVelle 1986).
	Backup
)

// String is the model's usual name.
func (m Model) String() string {
	names := [...]string{"MCLP", "LSCP", "p-median", "p-center", "p-dispersion", "cover then cost", "backup coverage"}
	if m < 0 || int(m) >= len(names) {
		return "invalid"
	}
	return names[m]
}

// Problem is a choice of sites. Sites and demand are indices of Costs. The
// zero value of every field but Model and Costs asks for nothing; Sites is
// needed by all models but LSCP, unless a budget limits the choice.
type Problem struct {
	Model   Model
	Costs   *coverage.Costs // demand × site; sites are the candidates and Fixed
	Weights []float64       // of demand, 0 or more; nil: all 1. Weight 0 asks for nothing
	Sites   int             // most sites to open, Fixed not counted; 0: no limit
	Within  float64         // coverage limit in the unit of Costs; 0: the cutoff of Costs
	Share   float64         // LSCP: the share of the weight to cover, 0: all of it
	Times   int             // MCLP and LSCP: covered means by this many sites; 0: one

	Fixed       []int // existing sites that stay open, whatever is chosen
	Replaceable []int // existing sites that may close for another; they count in addition to Sites
	Replace     int   // most Replaceable that may close; 0: all
	Required    []int // candidates that must be chosen; they count in Sites
	Forbidden   []int // sites that must not be chosen
	Mandated    []int // candidates that come first: no choice has more of them (see Result.Unmet)
	Quotas      []Quota
	Price       []float64 // of opening each site; LSCP without a budget takes the cheapest set
	Budget      float64   // most that the prices of the chosen may sum to; 0: no limit
	Capacity    []float64 // weight that each site can serve; needs Settings.Engine
	Sizes       [][]Size  // sizes of each site, one of which is built; none: the one of Price and Capacity
	Spacing     float64   // least separation of two chosen sites (and of chosen and Fixed)
	Apart       func(a, b int) float64

	unexplained bool // no Why wanted
	checked     bool // the costs are known to be right
	extra       []linear
}

// Size is a class in which a site may be built.
type Size struct {
	Price    float64
	Capacity float64 // weight that it can serve
}

// linear bounds a sum over chosen sites from above.
type linear struct {
	sites []int
	coef  []float64
	most  float64
}

// Quota bounds how many of a group of sites are chosen, Fixed not counted. Most
// 0 and Least 0 together forbid the group; give Most the group's size for no
// upper limit.
type Quota struct {
	Sites       []int
	Least, Most int
}

// Settings bound the work. The zero value proves the optimum, however long it
// takes.
type Settings struct {
	TimeLimit time.Duration // 0: none
	Gap       float64       // relative gap that is good enough, as 0.001; 0: prove the optimum
	Seed      uint64        // of the search for first solutions; the answer's objective does not depend on it when proved
	Engine    Engine        // for capacities (nil: an error) and for rules that the own search is slow with
	Memory    int64         // bytes the work may take, see Memory; more is a *MemoryError. 0: no limit
	Progress  func(objective, bound float64)
}

// Result is a choice of sites and how far it is proved.
type Result struct {
	Status    Status
	Open      []int   // chosen sites in order, Fixed not among them
	Assign    []int32 // the open or fixed site nearest to each demand within reach (with capacities: that serves most of it); -1: none
	Shares    []Share // with capacities: what each site serves of each demand, by demand, then site
	Size      []int   // with Sizes: the size of each of Open, as an index of its Sizes
	Spent     float64 // sum of the prices of Open
	Objective float64 // weight covered, sites or price, weighted cost, worst cost, separation
	Bound     float64 // no solution is better than this; equals Objective when Optimal
	Gap       float64 // |Bound − Objective| / |Objective|
	Cost      float64 // CoverThenCost: the weighted cost of the covered demand
	Twice     float64 // Backup: the weight covered by two sites or more
	Mandated  []int   // those of Problem.Mandated that are open
	Unmet     []int   // the others: no permitted choice has more of them open
	Steps     []Step
	Why       *Why // when Infeasible
	Nodes     int  // of the branch and bound
}

// Share is what a site serves of a demand.
type Share struct {
	Demand, Site int
	Weight       float64
	Cost         float64 // of one unit of weight, as in Costs
}

// Step is one stage of the work.
type Step struct {
	Name             string
	Seconds          float64
	Objective, Bound float64
}

// limited reports whether sites have capacities.
func (p *Problem) limited() bool { return p.Capacity != nil || p.Sizes != nil }

// within is the coverage limit in force.
func (p *Problem) within() float64 {
	if p.Within > 0 {
		return p.Within
	}
	return p.Costs.Cutoff()
}

func (p *Problem) weight(demand int) float64 {
	if p.Weights == nil {
		return 1
	}
	return p.Weights[demand]
}

// most is how many candidates may be opened.
func (p *Problem) most() int {
	if p.Sites == 0 {
		return p.Costs.Sites()
	}
	return p.Sites + len(p.Replaceable)
}
