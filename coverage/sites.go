package coverage

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/datasets"
)

// maxSiteRows bounds the search for the least number of sites: beyond it the
// table of costs between demand points would not fit a laptop.
const maxSiteRows = 20_000

// sitesNeeded bounds the number of further sites that bring lacking people
// within the threshold, where a site may stand at any demand point. The upper
// bound is a greedy cover. The lower bound is the larger of two: no k sites
// can serve more than the k largest single sites together; and uncovered
// points that no one site serves in pairs need a site each (used only where
// everyone must be reached).
func (m *reach) sitesNeeded(uncovered []int, lacking float64) *SitesNeeded {
	if len(uncovered) > maxSiteRows || len(m.demand) > 4*maxSiteRows {
		return nil
	}
	covers, weight, err := m.covers(uncovered)
	if err != nil { // cancelled: the caller's ctx check ends the run
		return nil
	}
	most, ok := greedyCover(covers, weight, lacking)
	if !ok { // people without a place: no number of sites reaches them
		return nil
	}
	least := min(most, largestSums(covers, weight, lacking))
	if sum(weight)-lacking < tolerance*max(1, lacking) {
		least = max(least, independent(covers, len(uncovered)))
	}
	how := datasets.T("新点可设在任一需求点处；介于下界与贪心解之间", "sites may stand at any demand point; between a lower bound and a greedy solution")
	if least == most {
		how = datasets.T("新点可设在任一需求点处（精确值）", "sites may stand at any demand point (exact)")
	}
	return &SitesNeeded{Least: least, Most: most, How: how}
}

// covers lists for each possible site the uncovered points it would serve, and
// gives the points' weights.
func (m *reach) covers(uncovered []int) ([][]int, []float64, error) {
	from := make([]orb.Point, len(uncovered))
	weight := make([]float64, len(uncovered))
	for k, row := range uncovered {
		from[k], weight[k] = *m.e.in.Demand.Point(int(m.demand[row])), m.weight[row]
	}
	to := make([]orb.Point, len(m.demand))
	for k, i := range m.demand {
		to[k] = *m.e.in.Demand.Point(int(i))
	}
	costs, err := m.way.Travel.Costs(m.e.ctx, from, to, m.limit)
	if err != nil {
		return nil, nil, err
	}
	covers := make([][]int, len(to))
	for k := range from {
		for site, cost := range costs.Row(k) {
			if m.atMost(cost, m.limit) {
				covers[site] = append(covers[site], k)
			}
		}
	}
	return covers, weight, nil
}

// greedyCover takes the site that serves most people not yet served until
// lacking people are; ok is false where all sites together do not.
func greedyCover(covers [][]int, weight []float64, lacking float64) (n int, ok bool) {
	sites, gain := sitesOf(covers, len(weight)), gains(covers, weight)
	served := make([]bool, len(weight))
	for lacking > tolerance {
		best := -1
		for s, g := range gain {
			if g > tolerance && (best < 0 || g > gain[best]) {
				best = s
			}
		}
		if best < 0 {
			return n, false
		}
		n++
		for _, k := range covers[best] {
			if served[k] {
				continue
			}
			served[k] = true
			lacking -= weight[k]
			for _, s := range sites[k] {
				gain[s] -= weight[k]
			}
		}
	}
	return n, true
}

// gains sums for each site the people it would serve.
func gains(covers [][]int, weight []float64) []float64 {
	out := make([]float64, len(covers))
	for s, points := range covers {
		for _, k := range points {
			out[s] += weight[k]
		}
	}
	return out
}

// sitesOf turns site → points into point → sites.
func sitesOf(covers [][]int, points int) [][]int {
	out := make([][]int, points)
	for s, ps := range covers {
		for _, k := range ps {
			out[k] = append(out[k], s)
		}
	}
	return out
}

// largestSums is the least k for which the k largest single sites could serve
// lacking people if they did not overlap.
func largestSums(covers [][]int, weight []float64, lacking float64) int {
	gains := gains(covers, weight)
	slices.Sort(gains)
	slices.Reverse(gains)
	for k, g := range gains {
		if lacking -= g; lacking <= tolerance {
			return k + 1
		}
	}
	return len(gains)
}

// independent counts points, chosen one after the other, of which no two can
// share a site.
func independent(covers [][]int, points int) int {
	sites := sitesOf(covers, points)
	order := make([]int, points)
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(sites[a]) - len(sites[b]) })
	blocked := make([]bool, points)
	n := 0
	for _, k := range order {
		if blocked[k] {
			continue
		}
		n++
		for _, s := range sites[k] {
			for _, other := range covers[s] {
				blocked[other] = true
			}
		}
	}
	return n
}

func sum(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s
}

func ceilCount(v float64) int { return int(math.Ceil(v - tolerance)) }
