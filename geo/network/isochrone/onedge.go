package isochrone

import (
	"cmp"
	"math"
	"slices"

	"fugai/geo/network"
)

// stop is a point of an edge where the cost may begin to change otherwise: a
// point of its shape or a site.
type stop struct {
	x, y     float64
	at       float64 // shape points and share from the From end on
	up, down float64 // costs that add up from the From end
	site     int32   // -1 at a point of the shape
}

// siteEdges gives the stretches of the edges that sites lie on, cut at the sites, by
// edge; piece k of an edge's shape is those whose part is k.
type siteEdges map[uint32][]sitePiece

type sitePiece struct {
	part uint32
	stretch
}

// withSites works out the edges that sites lie on.
func withSites(f *frame, g *network.Graph, c *Costs) siteEdges {
	on := map[uint32][]int32{}
	for i := range c.Sites {
		on[c.Sites[i].Edge] = append(on[c.Sites[i].Edge], int32(i))
	}
	out := make(siteEdges, len(on))
	for e, sites := range on {
		out[e] = edgeWithSites(f, g, c, e, sites)
	}
	return out
}

func edgeWithSites(f *frame, g *network.Graph, c *Costs, number uint32, sites []int32) []sitePiece {
	e := &g.Edges[number]
	up, down := climbs(g, e, c.Direction)
	stops := make([]stop, 0, int(e.Count)+len(sites))
	for k := range e.Count {
		x, y := f.place(g.Shape[e.First+k])
		stops = append(stops, stop{x: x, y: y, at: float64(k), up: costOf(up, k), down: costOf(down, k), site: -1})
	}
	shape := stops
	for _, s := range sites {
		stops = append(stops, siteStop(f, shape, c, s))
	}
	slices.SortStableFunc(stops, func(a, b stop) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.site, b.site))
	})
	near, far := sweep(c, e, stops, up != nil, down != nil)
	out := make([]sitePiece, 0, len(stops))
	for i := range len(stops) - 1 {
		a, b := &stops[i], &stops[i+1]
		part := min(uint32(a.at), e.Count-2)
		out = append(out, sitePiece{part, stretch{a.x, a.y, b.x, b.y, near[i], far[i]}})
	}
	return out
}

func costOf(climb []network.Cost, k uint32) float64 {
	if climb == nil {
		return 0
	}
	return float64(climb[k])
}

// siteStop finds where on an edge a site lies: on the nearest of its stretches.
func siteStop(f *frame, shape []stop, c *Costs, site int32) stop {
	l := &c.Sites[site]
	px, py := f.place(l.Point)
	kx, ky := f.scale(py)
	s := stop{site: site}
	least := math.Inf(1)
	for k := range len(shape) - 1 {
		a, b := &shape[k], &shape[k+1]
		t, d2 := nearestOn(a.x, a.y, b.x, b.y, px, py, kx, ky)
		if d2 < least {
			least = d2
			s.at = float64(k) + t
			s.x, s.y = a.x+(b.x-a.x)*t, a.y+(b.y-a.y)*t
			s.up, s.down = a.up+(b.up-a.up)*t, a.down+(b.down-a.down)*t
		}
	}
	up, down := l.Ahead, l.Back
	if c.Direction == network.ToSites {
		up, down = l.Back, l.Ahead
	}
	if up != network.Never {
		s.up = float64(up)
	}
	if down != network.Never {
		s.down = float64(down)
	}
	return s
}

// sweep carries the costs along the stops, from either end of the edge and from every
// site on it.
func sweep(c *Costs, e *network.Edge, stops []stop, upOpen, downOpen bool) (near, far []way) {
	n := len(stops) - 1
	near, far = make([]way, n), make([]way, n)
	first, last := entries(e, c.Direction)
	best := way{}
	best.from, best.site = c.at(first)
	for i := range n {
		best.take(c, &stops[i])
		best.to = best.from + stops[i+1].up - stops[i].up
		near[i] = best.orNever(upOpen)
		best.from = best.to
	}
	best.from, best.site = c.at(last)
	for i := n - 1; i >= 0; i-- {
		best.take(c, &stops[i+1])
		best.to = best.from + stops[i+1].down - stops[i].down
		far[i] = way{best.to, best.from, best.site}.orNever(downOpen)
		best.from = best.to
	}
	return near, far
}

// take starts again from a site where that is cheaper.
func (w *way) take(c *Costs, s *stop) {
	if s.site < 0 {
		return
	}
	if cost := float64(c.Sites[s.site].OffCost); cost < w.from || cost == w.from && s.site < w.site {
		w.from, w.site = cost, s.site
	}
}

// orNever is the way, or a closed one.
func (w way) orNever(open bool) way {
	if !open || w.from >= never || w.to >= never {
		return way{from: never, to: never}
	}
	return w
}

// nearestOn gives the share of a stretch where it is nearest to a point, and the
// square of the distance in metres; kx and ky are metres in a tick.
func nearestOn(ax, ay, bx, by, px, py, kx, ky float64) (t, d2 float64) {
	ux, uy := (bx-ax)*kx, (by-ay)*ky
	vx, vy := (px-ax)*kx, (py-ay)*ky
	dot, length2 := ux*vx+uy*vy, ux*ux+uy*uy
	switch {
	case dot <= 0 || length2 == 0:
		return 0, vx*vx + vy*vy
	case dot >= length2:
		vx, vy = (px-bx)*kx, (py-by)*ky
		return 1, vx*vx + vy*vy
	}
	t = dot / length2
	vx, vy = vx-ux*t, vy-uy*t
	return t, vx*vx + vy*vy
}
