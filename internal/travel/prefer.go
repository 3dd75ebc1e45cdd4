package travel

import (
	"math"

	"fugai/datasets"
	"fugai/geo/network"
	"fugai/geo/network/paths"
)

// ParsePreference reads a preference as people write it: quiet, 安静; "" is
// none. The error is a [*datasets.Problem].
func ParsePreference(word string, m network.Mode) (network.Preference, error) {
	switch {
	case word == "":
		return "", nil
	case word != string(network.Quiet) && word != "安静":
		return "", &datasets.Problem{What: datasets.T("prefer 的值“%s”不认识", "%q is not known for prefer", word),
			Hint: datasets.T("写作 quiet：步行时避开主要道路；不写为最快或最短", "write quiet, for walkers who avoid main roads; without it the way is the fastest or shortest")}
	case m != network.Walk:
		return "", &datasets.Problem{What: datasets.T("prefer: quiet 只用于步行", "prefer: quiet is for walking only"),
			Hint: datasets.T("去掉 prefer，或写 mode: walk", "leave prefer out, or write mode: walk")}
	}
	return network.Quiet, nil
}

// PreferText says how costs are weighted; it is empty where nothing is
// preferred.
func (s *Streets) PreferText() datasets.Text {
	weights := datasets.T("主要道路 1 分钟按 1.2 到 2.4 分钟计，没有人行道的按 1.7 到 6 分钟计", "a minute along a main road counts as 1.2 to 2.4, without a pavement as 1.7 to 6")
	switch {
	case s.Prefer == "":
		return datasets.Text{}
	case s.plain != nil:
		return datasets.T("优先安静街道：按加权的时间和路程选路（%[1]s）；给出的时间和路程是实际的", "quiet streets are preferred: ways are chosen by weighted times and distances (%[1]s), and told as they are walked", weights)
	}
	return datasets.T("优先安静街道：时间和路程是加权的，不是实际的——%[1]s", "quiet streets are preferred: times and distances are weighted, not what is walked – %[1]s", weights)
}

// along is what a route takes between its ends on the street where nothing is
// preferred. The plain network has the same edges with other costs.
func (s *Streets) along(r *paths.Route, from, to *network.Location) float64 {
	sum := 0.0
	for i, step := range r.Steps {
		e := &s.plain.Edges[step.Edge]
		start, end := 0.0, float64(e.Count-1)
		if step.Back {
			start, end = end, start
		}
		if i == 0 {
			start = paths.Position(s.Graph, from)
		}
		if i == len(r.Steps)-1 {
			end = paths.Position(s.Graph, to)
		}
		costs := s.plain.Ahead
		if step.Back {
			costs = s.plain.Back
		}
		costs = costs[e.First : e.First+e.Count]
		sum += math.Abs(costAt(costs, end) - costAt(costs, start))
	}
	return sum
}

// costAt is the cost at a position of an edge's shape: see [paths.Position].
func costAt(costs []network.Cost, position float64) float64 {
	i := min(int(position), len(costs)-2)
	a, b := float64(costs[i]), float64(costs[i+1])
	return a + (b-a)*(position-float64(i))
}
