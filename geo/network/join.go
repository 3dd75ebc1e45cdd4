package network

import (
	"cmp"
	"slices"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// joined makes streets of a layer of lines meet: at equal coordinates, where
// one ends near another (Settings.Join), and where they cross
// (Settings.Cross). The roads given stay as they are.
func joined(r *Roads, s Settings, report *Report) *Roads {
	j := newJoiner(r)
	if s.Join > 0 {
		j.joinEnds(s.Join)
		j.rebuild()
	}
	crossings := j.crossings()
	if s.Cross {
		for _, c := range crossings {
			j.cross(c)
		}
		j.rebuild()
		report.Crossed = len(crossings)
	} else if report.Crossings = len(crossings); len(crossings) > 0 {
		report.Apart, report.Together = j.shares(crossings, s)
	}
	report.Joined = j.ends
	return j.roads
}

// joiner works on a copy of roads.
type joiner struct {
	roads *Roads
	same  []int32 // the point that stands for each, itself or one before
	news  []insertion
	ends  int // that were joined
}

// insertion is a point to be put on a segment of a way.
type insertion struct {
	way, segment int32
	along        float64 // 0 to 1
	point        int32
}

func newJoiner(r *Roads) *joiner {
	copied := *r
	copied.Points = slices.Clip(r.Points)
	copied.Ways = slices.Clone(r.Ways)
	j := &joiner{roads: &copied, same: make([]int32, len(r.Points))}
	at := make(map[orb.Point]int32, len(r.Points))
	for i, p := range r.Points {
		first, have := at[p]
		if !have {
			first = int32(i)
			at[p] = first
		}
		j.same[i] = first
	}
	j.rebuild()
	for i := range copied.Nodes {
		if i == 0 {
			copied.Nodes = slices.Clone(r.Nodes)
		}
		copied.Nodes[i].Node = j.root(copied.Nodes[i].Node)
	}
	return j
}

// root is the point that stands for another.
func (j *joiner) root(p int32) int32 {
	for j.same[p] != p {
		j.same[p] = j.same[j.same[p]]
		p = j.same[p]
	}
	return p
}

// rebuild puts the insertions into the ways, and for each point the one that
// stands for it.
func (j *joiner) rebuild() {
	slices.SortStableFunc(j.news, func(a, b insertion) int {
		return cmp.Or(cmp.Compare(a.way, b.way), cmp.Compare(a.segment, b.segment), cmp.Compare(a.along, b.along), cmp.Compare(a.point, b.point))
	})
	next := 0
	for w := range j.roads.Ways {
		old := j.roads.Ways[w].Nodes
		nodes := make([]int32, 0, len(old))
		for k, n := range old {
			nodes = append(nodes, j.root(n))
			for ; next < len(j.news) && j.news[next].way == int32(w) && j.news[next].segment == int32(k); next++ {
				nodes = append(nodes, j.root(j.news[next].point))
			}
		}
		j.roads.Ways[w].Nodes = nodes
	}
	j.news = j.news[:0]
}

// pieces are all segments, with the way as edge and the segment's number in it
// as shape.
func (j *joiner) pieces() pieces {
	var list []piece
	for w := range j.roads.Ways {
		nodes := j.roads.Ways[w].Nodes
		for k := 1; k < len(nodes); k++ {
			a, b := j.roads.Points[nodes[k-1]], j.roads.Points[nodes[k]]
			if !geo.Valid(a) || !geo.Valid(b) {
				continue
			}
			if p := newPiece(a, b); p.a != p.b {
				p.edge, p.shape = uint32(w), uint32(k-1)
				list = append(list, p)
			}
		}
	}
	t := pieces{list: sortPieces(list)}
	t.bound()
	return t
}

// joinEnds finds for each end of a line that meets no other the nearest line
// within reach, and joins it there: to its point if that is within reach too,
// else between its points.
func (j *joiner) joinEnds(reach float64) {
	used := make([]uint8, len(j.roads.Points))
	for w := range j.roads.Ways {
		for _, n := range j.roads.Ways[w].Nodes {
			used[n] = min(2, used[n]+1)
		}
	}
	t := j.pieces()
	var q query
	for w := range j.roads.Ways {
		nodes := j.roads.Ways[w].Nodes
		for _, k := range [...]int{0, len(nodes) - 1} {
			if len(nodes) < 2 || used[nodes[k]] > 1 || !geo.Valid(j.roads.Points[nodes[k]]) {
				continue
			}
			own := func(p *piece) bool {
				d := int(p.shape) - k
				return int(p.edge) == w && d >= -2 && d <= 1
			}
			q.skip = own
			if f := t.nearest(&q, j.roads.Points[nodes[k]], reach); f.distance <= reach {
				j.joinEnd(nodes[k], &f, reach)
			}
		}
	}
}

// joinEnd joins the end of a line at a foot.
func (j *joiner) joinEnd(end int32, f *foot, reach float64) {
	j.ends++
	nodes := j.roads.Ways[f.edge].Nodes
	a, b := nodes[f.shape], nodes[f.shape+1]
	if f.along > 0.5 {
		a = b
	}
	if float64(geo.Distance(j.roads.Points[a], j.roads.Points[end])) <= reach {
		from, to := j.root(end), j.root(a)
		j.same[max(from, to)] = min(from, to)
		return
	}
	j.news = append(j.news, insertion{int32(f.edge), int32(f.shape), f.along, end})
}
