package spread

import (
	"maps"

	"fugai/datasets"
)

// shares divides the people of a unit, one part after another.
type shares struct {
	groups []string
	total  []float64 // people of each group
	given  []float64 // what the parts so far add up to
	part   map[string]float64
	sum    float64 // of the weights of all parts
}

func newShares(w datasets.Weights, sum float64) *shares {
	s := &shares{part: map[string]float64{}, sum: sum}
	for g, people := range w.All() {
		s.groups, s.total = append(s.groups, g), append(s.total, people)
	}
	s.given = make([]float64, len(s.groups))
	return s
}

// next gives the people of a part; the last one has the rest.
func (s *shares) next(weight float64, last bool) datasets.Weights {
	share := weight / s.sum
	for i, g := range s.groups {
		v := s.total[i] - s.given[i]
		if !last {
			v = min(s.total[i]*share, v)
		}
		s.part[g] = max(v, 0)
		s.given[i] += s.part[g]
	}
	return datasets.NewWeights(s.part)
}

// nobody tells whether no group is known to have people.
func nobody(w datasets.Weights) bool {
	for _, v := range w.All() {
		if v > 0 {
			return false
		}
	}
	return true
}

// replaced gives the weights with another number of people of one group.
func replaced(w datasets.Weights, group string, people float64) datasets.Weights {
	m := maps.Collect(w.All())
	m[group] = people
	return datasets.NewWeights(m)
}

// Served is the people of one unit, and how many of them are served.
type Served struct {
	Area   string // ID of the unit
	People float64
	Served float64
}

// Share adds up the people of a group and those of them that are served, as
// served tells of each part by its number: shares are of people, not of parts.
// Both are 0 where there is nobody.
func Share(parts datasets.DemandList, group string, served func(part int) bool) (in, all float64) {
	for _, s := range ByUnit(parts, group, served) {
		in, all = in+s.Served, all+s.People
	}
	return in, all
}

// ByUnit is [Share] for each unit, in the order of their first parts; parts of
// no unit are under "".
func ByUnit(parts datasets.DemandList, group string, served func(part int) bool) []Served {
	var out []Served
	at := map[string]int{}
	for i := range parts.Len() {
		area := parts.Area(i)
		n, ok := at[area]
		if !ok {
			n = len(out)
			at[area] = n
			out = append(out, Served{Area: area})
		}
		people := parts.Weights(i).Of(group)
		out[n].People += people
		if served(i) {
			out[n].Served += people
		}
	}
	return out
}
