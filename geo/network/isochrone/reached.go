package isochrone

import (
	"math"
	"slices"

	"fugai/geo/network"
)

// survey is one question to the ground: costs, and the thresholds to tell apart.
type survey struct {
	*Ground
	c          *Costs
	thresholds []float64 // rising
	split      bool      // by site
	sited      siteEdges
	leaf       int // cells to the side of those that the border is followed in
}

// edges calls visit once for each edge that is reached within the highest
// threshold, by number where all nodes are gone through.
func (s *survey) edges(visit func(e uint32)) {
	g, most := s.g, s.thresholds[len(s.thresholds)-1]
	at := func(n uint32) float64 { cost, _ := s.c.at(n); return cost }
	sited := func(e uint32) bool { _, ok := s.sited[e]; return ok }
	if s.c.Reached == nil {
		for e := range g.Edges {
			near, far := entries(&g.Edges[e], s.c.Direction)
			if min(at(near), at(far)) <= most || sited(uint32(e)) {
				visit(uint32(e))
			}
		}
		return
	}
	var list []uint32
	for _, n := range s.c.Reached {
		if at(n) <= most {
			list = append(list, s.edgesAt[s.firstEdge[n]:s.firstEdge[n+1]]...)
		}
	}
	for e := range s.sited {
		list = append(list, e)
	}
	slices.Sort(list)
	for _, e := range slices.Compact(list) {
		visit(e)
	}
}

// stretchesOf appends the stretches that piece k of an edge's shape consists
// of: several where sites lie on it.
func (s *survey) stretchesOf(out []stretch, e uint32, k uint32) []stretch {
	if pieces, ok := s.sited[e]; ok {
		from, _ := slices.BinarySearchFunc(pieces, k, func(p sitePiece, k uint32) int { return int(p.part) - int(k) })
		for ; from < len(pieces) && pieces[from].part == k; from++ {
			out = append(out, pieces[from].stretch)
		}
		return out
	}
	edge := &s.g.Edges[e]
	var st stretch
	st.ax, st.ay = s.f.place(s.g.Shape[edge.First+k])
	st.bx, st.by = s.f.place(s.g.Shape[edge.First+k+1])
	st.near, st.far = s.c.plain(s.g, edge, k)
	return append(out, st)
}

// tiles lists the tiles that hold ground within the highest threshold, by row.
func (s *survey) tiles() []uint64 {
	most := s.thresholds[len(s.thresholds)-1]
	marked := map[uint64]bool{}
	var buf []stretch
	last := uint64(math.MaxUint64)
	s.edges(func(e uint32) {
		if !s.open(&s.g.Edges[e]) {
			return
		}
		for k := range s.g.Edges[e].Count - 1 {
			buf = s.stretchesOf(buf[:0], e, k)
			for i := range buf {
				st := &buf[i]
				least := min(st.near.from, st.near.to, st.far.from, st.far.to)
				if least > most {
					continue
				}
				s.around(st, s.reach(most-least), func(key uint64) {
					if key != last {
						marked[key], last = true, key
					}
				})
			}
		}
	})
	list := make([]uint64, 0, len(marked))
	for key := range marked {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}

// reach is how many metres off the street one gets with a cost left.
func (s *survey) reach(left float64) float64 {
	if left >= s.s.Limit*s.pace {
		return s.s.Limit
	}
	return left / s.pace
}

// around goes through the tiles within some metres of a stretch.
func (s *survey) around(st *stretch, metres float64, visit func(key uint64)) {
	bottom, top := math.Min(st.ay, st.by), math.Max(st.ay, st.by)
	_, north := s.f.scale(bottom)
	pad := (metres*1.01 + s.f.cell) / north
	east := s.leastEast(bottom-pad, top+pad)
	side := (metres*1.01 + s.f.cell) / east
	x0, x1 := s.clampTile(math.Min(st.ax, st.bx)-side, s.f.columns), s.clampTile(math.Max(st.ax, st.bx)+side, s.f.columns)
	y0, y1 := s.clampTile(bottom-pad, s.f.rows), s.clampTile(top+pad, s.f.rows)
	for ty := y0; ty <= y1; ty++ {
		for tx := x0; tx <= x1; tx++ {
			visit(tileKey(tx, ty))
		}
	}
}

// leastEast is the least that a tick measures eastwards between two heights; not
// nothing, so that a margin near a pole stays finite.
func (gr *Ground) leastEast(y0, y1 float64) float64 {
	a, _ := gr.f.scale(y0)
	b, _ := gr.f.scale(y1)
	c, _ := gr.f.scale(0)
	return math.Max(math.Min(a, b), c/1e6+1e-9)
}

func (gr *Ground) clampTile(ticks float64, n int) int {
	return int(min(max(ticks/ticksPerTile, 0), float64(n-1)))
}

// costsOf are the thresholds as they are compared.
func costsOf(thresholds []network.Cost) []float64 {
	out := make([]float64, len(thresholds))
	for i, t := range thresholds {
		out[i] = float64(t)
	}
	return out
}
