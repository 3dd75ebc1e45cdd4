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
