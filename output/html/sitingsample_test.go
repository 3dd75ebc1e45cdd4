package html

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"fugai/coverage"
	"fugai/datasets"
)

// Limit of the sample's choices, and metres a degree of latitude.
const (
	sampleLimit = 2000
	degreeM     = 111_000
)

// sitingSample is the sample with choices of sites among made candidates: a
// greedy choice of 8, a wider one that is not proved, and one without an
// answer. The figures are of the made points, by the code below.
func sitingSample() *coverage.Result {
	r := newSample()
	r.Sitings = []coverage.Siting{greedySiting(r, 60, 8), greedySiting(r, 60, 10), impossibleSiting()}
	b := &r.Sitings[1]
	b.ID, b.Name, b.Phases, b.Ties = "next-10", datasets.T("若开 10 处", "If there were 10"), nil, nil
	b.Status, b.Why = coverage.SitingTimeLimit, datasets.T("60 秒用尽；差距至多 1.20 %", "60 s ran out; the gap is at most 1.20 %")
	b.Bound, b.Gap = ptr(*b.Objective*1.012), ptr(0.012)
	return r
}

func impossibleSiting() coverage.Siting {
	return coverage.Siting{ID: "all", Name: datasets.T("全部儿童 2 公里内有母婴室", "All children within 2 km"), Kind: "nursing_room", Group: "children", Model: coverage.ModelLSCP, Unit: "m", Within: sampleLimit,
		Rule: datasets.T("至多新开 12 处，使全部 0–14 岁儿童 2 公里内有母婴室", "At most 12 more so that all children have a nursing room within 2 km"), Asked: coverage.Asked{Sites: 12, Share: 1, Existing: 60},
		Status: coverage.SitingInfeasible, Why: datasets.T("12 处不够：至少要 17 处", "12 sites are not enough: it takes 17"), Measure: coverage.MeasureSites,
		Remedies: []datasets.Text{datasets.T("点位增至 17 处", "17 sites instead of 12"), datasets.T("距离放宽到 2.6 公里", "2.6 km instead of 2")},
		Total:    512400, Before: coverage.Served{People: 300000, Share: 300000.0 / 512400, Mean: ptr(1700.0), Worst: ptr(7200.0)},
		Unreached: []coverage.Gap{{Kind: "demand", ID: "x", Name: "大凤凰社区 2 号楼", Parent: "坪地街道", People: 412, Text: datasets.T("最近的候选点在 3.1 公里外", "the nearest candidate is 3.1 km away")}}}
}

// made is demand of the sample: three points in each community.
type made struct {
	id     string
	at     orb.Point
	unit   int
	people float64
	before float64 // distance to the nearest existing, metres
}

func madeDemand(r *coverage.Result) []made {
	var out []made
	for i := range r.Areas {
		a := &r.Areas[i]
		if a.Level != "community" {
			continue
		}
		for k := range 3 {
			angle := float64(i*3+k) * 2.4
			at := orb.Point{a.Center[0] + 0.006*math.Cos(angle), a.Center[1] + 0.005*math.Sin(angle)}
			out = append(out, made{id: fmt.Sprintf("%s-%d", a.ID, k), at: at, unit: i, people: math.Round(a.Weights["children"] / 3), before: math.Inf(1)})
		}
	}
	return out
}

func apartM(a, b orb.Point) float64 {
	return degreeM * math.Hypot((a[0]-b[0])*math.Cos(22.7*math.Pi/180), a[1]-b[1])
}

// greedySiting chooses p of n candidates, each in turn the one that newly
// covers most.
func greedySiting(r *coverage.Result, n, p int) coverage.Siting {
	s := coverage.Siting{ID: "next-8", Name: datasets.T("今年的 8 处母婴室", "This year's 8 nursing rooms"), Source: "2026 年民生实事", Kind: "nursing_room", Model: coverage.ModelMCLP, Group: "children", Unit: "m", Within: sampleLimit,
		Rule: datasets.T("在 60 处场所中选 8 处，使 2 公里内有母婴室的 0–14 岁儿童最多", "8 of 60 venues so that most children have a nursing room within 2 km"),
		Way:  &coverage.Way{ID: "straight", Name: datasets.T("直线", "in a straight line"), Unit: "m"}, Status: coverage.SitingOptimal, Why: datasets.T("没有更好的方案，已证明", "no choice is better, which is proved"), Measure: coverage.MeasurePeople, Gap: ptr(0.0),
		Asked: coverage.Asked{Sites: p, Budget: 1_500_000, Spacing: 800, Quotas: []datasets.Text{datasets.T("每个街道至多 2 处", "at most 2 in each sub-district")}, Mandate: &coverage.Filter{Of: "venues", Expr: "floor_m2 >= 10000", Kept: 14, From: n}},
	}
	demand := madeDemand(r)
	for i := range r.Facilities {
		f := &r.Facilities[i]
		if f.Kind != "nursing_room" || f.Point == nil || i%4 != 0 {
			continue
		}
		s.Sites = append(s.Sites, coverage.SitingSite{ID: f.ID, Name: f.Name, Role: coverage.RoleExisting, Point: *f.Point, Unit: f.Area})
		s.Asked.Existing++
		for k := range demand {
			demand[k].before = min(demand[k].before, apartM(demand[k].at, *f.Point))
		}
	}
	existing := len(s.Sites)
	for i := range n {
		a := &r.Areas[11+(i*7)%111]
		x := coverage.SitingSite{ID: fmt.Sprintf("c%02d", i), Name: nameHeads[i%10] + nameTails[(i*5)%12] + []string{"商业广场", "医院", "公园", "地铁站"}[i%4], Role: coverage.RoleRejected,
			Point: orb.Point{a.Center[0] + 0.004, a.Center[1] - 0.002}, Area: a.ID, Unit: a.Name, Price: 80000 + 7000*float64(i%9), Capacity: ptr(float64(2 + i%5))}
		if i%11 == 10 {
			x.Role = coverage.RoleBarred
		}
		s.Sites = append(s.Sites, x)
	}
	chooseGreedily(&s, r, demand, existing, p)
	return s
}

func chooseGreedily(s *coverage.Siting, r *coverage.Result, demand []made, existing, p int) {
	best := make([]float64, len(demand))
	served := func() (sum float64) {
		for k, d := range demand {
			if best[k] <= sampleLimit {
				sum += d.people
			}
		}
		return sum
	}
	mean := func() *float64 {
		cost, people := 0.0, 0.0
		for k, d := range demand {
			cost, people = cost+best[k]*d.people, people+d.people
		}
		return ptr(cost / people)
	}
	worst := func() *float64 {
		w := 0.0
		for _, b := range best {
			w = max(w, b)
		}
		return &w
	}
	for k, d := range demand {
		best[k] = d.before
		s.Total += d.people
	}
	s.Before = coverage.Served{People: served(), Share: served() / s.Total, Mean: mean(), Worst: worst()}
	s.Curve = []coverage.SitingPoint{}
	var chosen []int
	for place := 1; place <= p+4; place++ {
		pick, gain := -1, -1.0
		for j := existing; j < len(s.Sites); j++ {
			if s.Sites[j].Role != coverage.RoleRejected {
				continue
			}
			g := 0.0
			for k, d := range demand {
				if best[k] > sampleLimit && apartM(d.at, s.Sites[j].Point) <= sampleLimit {
					g += d.people
				}
			}
			if g > gain {
				pick, gain = j, g
			}
		}
		x := &s.Sites[pick]
		reached := served() + gain
		point := coverage.SitingPoint{Sites: place, Within: sampleLimit, Status: coverage.SitingOptimal, Objective: &reached, Bound: &reached, Asked: place == p}
		if place > p+1 {
			point.Status, point.Bound = coverage.SitingTimeLimit, ptr(reached*1.02)
		}
		s.Curve = append(s.Curve, point)
		if place > p {
			for k, d := range demand {
				best[k] = min(best[k], apartM(d.at, x.Point))
			}
			x.Role = "later"
			continue
		}
		x.Role, x.Place, x.Gain, x.After = coverage.RoleChosen, place, gain, reached
		x.Mandated, x.Required = place%3 == 0, place == 2
		x.Phase = fmt.Sprint(2025 + (place+2)/3)
		for k, d := range demand {
			best[k] = min(best[k], apartM(d.at, x.Point))
		}
		chosen = append(chosen, pick)
		s.Price += x.Price
		if place == p {
			s.After = coverage.Served{People: served(), Share: served() / s.Total, Mean: mean(), Worst: worst()}
			s.Objective, s.Bound = ptr(served()), ptr(served())
			allocate(s, r, demand, existing, chosen)
		}
	}
	for j := range s.Sites {
		if s.Sites[j].Role == "later" {
			s.Sites[j].Role = coverage.RoleRejected
		}
	}
	finishSiting(s, existing, chosen)
}

// allocate sends each point to its nearest open site, and fills what follows.
func allocate(s *coverage.Siting, r *coverage.Result, demand []made, existing int, chosen []int) {
	units, two := map[string]*coverage.SitingUnit{}, 2
	for i := range r.Areas[:11] {
		s.Units = append(s.Units, coverage.SitingUnit{Area: r.Areas[i].ID, Name: r.Areas[i].Name, Most: &two})
	}
	for i := range s.Units {
		units[s.Units[i].Area] = &s.Units[i]
	}
	open := append([]int{}, chosen...)
	for j := range existing {
		open = append(open, j)
	}
	for _, d := range demand {
		site, cost := -1, math.Inf(1)
		for _, j := range open {
			if c := apartM(d.at, s.Sites[j].Point); c < cost {
				site, cost = j, c
			}
		}
		a := coverage.Assignment{Point: d.at, Demand: d.id, Site: s.Sites[site].ID, People: d.people, Cost: cost, New: d.before > sampleLimit && cost <= sampleLimit}
		s.Allocations = append(s.Allocations, a)
		x, u := &s.Sites[site], units[r.Areas[d.unit].Parent]
		x.Serves += d.people
		u.People += d.people
		if d.before <= sampleLimit {
			u.Before += d.people
		}
		if cost <= sampleLimit {
			u.After += d.people
		}
		if a.New {
			x.Newly += d.people
			addShare(x, u, d.people)
		}
	}
	for _, j := range chosen {
		units[r.Areas[11+(j-existing)*7%111].Parent].Chosen++
	}
}

func addShare(x *coverage.SitingSite, u *coverage.SitingUnit, people float64) {
	for i := range x.Units {
		if x.Units[i].Area == u.Area {
			x.Units[i].People += people
			return
		}
	}
	x.Units = append(x.Units, coverage.SitingShare{Area: u.Area, Name: u.Name, People: people})
}

// finishSiting puts the chosen first and writes the case for each.
func finishSiting(s *coverage.Siting, existing int, chosen []int) {
	var sites, rest []coverage.SitingSite
	for _, j := range chosen {
		sites = append(sites, s.Sites[j])
	}
	for _, x := range s.Sites {
		if x.Role != coverage.RoleChosen {
			rest = append(rest, x)
		}
	}
	first := rest[existing]
	for i := range sites {
		x := &sites[i]
		x.Loss, x.RunnerUp, x.Shortfall = ptr(math.Round(x.Gain*0.9)), first.ID, ptr(math.Round(x.Gain*0.1)*float64(i))
		x.Defence = datasets.T("第 %[1]d 位：2 公里内新服务儿童 %[2]s 人。去掉它，覆盖减少 %[3]s 人；换成「%[4]s」，减少 %[5]s 人。",
			"Place %[1]d: newly serves %[2]s children within 2 km. Without it cover falls by %[3]s; with %[4]s instead, by %[5]s.", x.Place, fmt.Sprint(x.Newly), fmt.Sprint(*x.Loss), first.Name, fmt.Sprint(*x.Shortfall))
		s.Ties = append(s.Ties, coverage.SitingSwap{Out: x.ID, In: first.ID, Loss: float64(i) * 30})
		n := len(s.Phases)
		if n == 0 || s.Phases[n-1].Name != x.Phase {
			s.Phases = append(s.Phases, coverage.SitingPhase{Name: x.Phase})
			n++
		}
		ph := &s.Phases[n-1]
		ph.Sites, ph.Objective, ph.Price = append(ph.Sites, x.ID), x.After, ph.Price+x.Price
	}
	s.Sites = append(sites, rest...)
	for _, within := range []float64{1000, 1500, 2000, 2500, 3000} {
		v := *s.Objective * math.Sqrt(within/sampleLimit)
		s.Radius = append(s.Radius, coverage.SitingPoint{Sites: len(sites), Within: within, Status: coverage.SitingOptimal, Objective: &v, Bound: &v, Asked: within == sampleLimit})
	}
}
