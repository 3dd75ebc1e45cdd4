package network

// merge makes one of stretches of one step between the same two vertices. Each
// direction keeps the cheaper passage, which changes no cost: they lie upon each
// other. Only at vertices with three or more is it looked for; two alone make a
// ring. In longer stretches nothing lies upon anything, as their points inside
// are used once.
func (d *draft) merge() {
	ends, busy := make([]uint8, d.vertices()), make([]bool, d.vertices())
	for i := range d.stretches {
		s := &d.stretches[i]
		for _, v := range [...]uint32{s.a, s.b} {
			ends[v] = min(3, ends[v]+1)
			busy[v] = ends[v] > 2
		}
	}
	in := d.incident(busy, 1)
	for v := range uint32(d.vertices()) {
		list := in.of(v)
		for i, s := range list {
			for _, t := range list[:i] {
				d.mergePair(v, t, s)
			}
		}
	}
}

// mergePair merges stretch j into i where both lead from v to the same vertex.
func (d *draft) mergePair(v, i, j uint32) {
	s, t := &d.stretches[i], &d.stretches[j]
	if s.other(v) != t.other(v) || s.count == 0 || t.count == 0 {
		return
	}
	if d.roads.Ways[t.name].ID < d.roads.Ways[s.name].ID {
		s.name = t.name
	}
	leave, arrive := d.costs(t, v)
	c := &d.steps[s.first]
	if s.a == v {
		c.ahead, c.back = min(c.ahead, leave), min(c.back, arrive)
	} else {
		c.back, c.ahead = min(c.back, leave), min(c.ahead, arrive)
	}
	t.count = 0
	d.report.Double++
}
