package network

import "math"

// shares tell how much of the open street is on its largest part, 0 to 1: as the
// lines are, and with the crossings made junctions.
func (j *joiner) shares(list []crossing, s Settings) (apart, together float64) {
	rules := newRuler(s, true)
	open := make([]bool, len(j.roads.Ways))
	metres := make([]float64, len(j.roads.Ways))
	parts := newRoots(len(j.roads.Points))
	for w := range j.roads.Ways {
		way := &j.roads.Ways[w]
		if p := rules.pass(way.Tags); p.why != "" || len(way.Nodes) < 2 {
			continue
		}
		open[w], metres[w] = true, j.roads.roughLength(way.Nodes)
		for _, n := range way.Nodes[1:] {
			parts.join(uint32(way.Nodes[0]), uint32(n))
		}
	}
	apart = j.largest(parts, metres)
	for _, c := range list {
		if a, b := c.a.edge, c.b.edge; open[a] && open[b] {
			parts.join(uint32(j.roads.Ways[a].Nodes[0]), uint32(j.roads.Ways[b].Nodes[0]))
		}
	}
	return apart, j.largest(parts, metres)
}

// largest is the share of the ways' length that is on the part with the most of
// it.
func (j *joiner) largest(parts roots, metres []float64) float64 {
	sums := make([]float64, len(j.roads.Points))
	all, most := 0.0, 0.0
	for w, m := range metres {
		if m > 0 {
			part := parts.find(uint32(j.roads.Ways[w].Nodes[0]))
			sums[part] += m
			all, most = all+m, max(most, sums[part])
		}
	}
	if all == 0 {
		return 1
	}
	return most / all
}

// roughLength is that of a way to some percent, metres; points out of range have
// none.
func (r *Roads) roughLength(nodes []int32) (metres float64) {
	for k := 1; k < len(nodes); k++ {
		a, b := r.Points[nodes[k-1]], r.Points[nodes[k]]
		lon, lat := degrees((a[1] + b[1]) / 2)
		d := b[0] - a[0]
		d -= 360 * math.Round(d/360)
		if m := math.Hypot(d*lon, (b[1]-a[1])*lat); m < math.Inf(1) {
			metres += m
		}
	}
	return metres
}
