package isochrone

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/network"
	"fugai/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// town is a street plan to make a graph of by length: costs are millimetres.
type town struct {
	places []orb.Point
	shape  []orb.Point
	ahead  []network.Cost
	back   []network.Cost
	edges  []network.Edge
}

// street adds a street along points from one node to another; detour stretches its
// cost.
func (t *town) street(from, to uint32, detour float64, between ...orb.Point) {
	e := network.Edge{From: from, To: to, BackFrom: to, BackTo: from, First: uint32(len(t.shape)), Way: int64(len(t.edges) + 1)}
	line := append(append([]orb.Point{t.places[from]}, between...), t.places[to])
	cost := network.Cost(0)
	for i, p := range line {
		if i > 0 {
			cost += network.Cost(math.Round(float64(geo.Distance(line[i-1], p)) * 1000 * detour))
		}
		t.shape = append(t.shape, p)
		t.ahead, t.back = append(t.ahead, cost), append(t.back, cost)
	}
	e.Count, e.Ahead, e.Back = uint32(len(line)), cost, cost
	t.edges = append(t.edges, e)
}

func (t *town) graph() *network.Graph {
	g := &network.Graph{
		Unit: network.Millimeters, Nodes: t.places, Edges: t.edges,
		Shape: t.shape, Ahead: t.ahead, Back: t.back,
		Part: make([]int32, len(t.places)), Parts: []network.Part{{}},
	}
	g.Out, g.In = arcsOf(g)
	return g
}

// arcsOf lists the passages by tail and by head.
func arcsOf(g *network.Graph) (out, in network.Arcs) {
	type passage struct {
		from, to, edge uint32
		cost           network.Cost
	}
	var all []passage
	for i, e := range g.Edges {
		if e.Ahead != network.Never {
			all = append(all, passage{e.From, e.To, uint32(2 * i), e.Ahead})
		}
		if e.Back != network.Never {
			all = append(all, passage{e.To, e.From, uint32(2*i + 1), e.Back})
		}
	}
	rows := func(key, other func(passage) uint32) network.Arcs {
		sorted := slices.Clone(all)
		slices.SortStableFunc(sorted, func(p, q passage) int { return cmp.Compare(key(p), key(q)) })
		a := network.Arcs{First: make([]uint32, len(g.Nodes)+1)}
		for _, p := range sorted {
			a.First[key(p)+1]++
			a.To, a.Cost, a.Edge = append(a.To, other(p)), append(a.Cost, p.cost), append(a.Edge, p.edge)
		}
		for n := range g.Nodes {
			a.First[n+1] += a.First[n]
		}
		return a
	}
	from, to := func(p passage) uint32 { return p.from }, func(p passage) uint32 { return p.to }
	return rows(from, to), rows(to, from)
}

// gridTown is n × n junctions, step metres apart, around a middle.
func gridTown(middle orb.Point, n int, step float64) *town {
	t := &town{}
	mx, my := degree(middle[1])
	for j := range n {
		for i := range n {
			t.places = append(t.places, orb.Point{
				middle[0] + (float64(i)-float64(n-1)/2)*step/mx, middle[1] + (float64(j)-float64(n-1)/2)*step/my,
			})
		}
	}
	for j := range n {
		for i := range n {
			at := uint32(j*n + i)
			if i+1 < n {
				t.street(at, at+1, 1)
			}
			if j+1 < n {
				t.street(at, at+uint32(n), 1)
			}
		}
	}
	return t
}

// randomTown moves the junctions of a grid about, bends streets, leaves some
// out and makes others slower or one-way.
func randomTown(r *rand.Rand, middle orb.Point, n int) *network.Graph {
	const step = 130
	t := gridTown(middle, n, step)
	mx, my := degree(middle[1])
	shake := func(p orb.Point, by float64) orb.Point {
		return orb.Point{p[0] + (r.Float64()-0.5)*by/mx, p[1] + (r.Float64()-0.5)*by/my}
	}
	for i, p := range t.places {
		t.places[i] = shake(p, 80)
	}
	plan := t.edges
	t.edges, t.shape, t.ahead, t.back = nil, nil, nil, nil
	for _, e := range plan {
		if r.Float64() < 0.2 {
			continue
		}
		a, b := t.places[e.From], t.places[e.To]
		t.street(e.From, e.To, 1+r.Float64()*r.Float64()*3, shake(orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}, 60))
		last := &t.edges[len(t.edges)-1]
		if r.Float64() < 0.1 {
			last.Back = network.Never
		}
	}
	return t.graph()
}

// siteOn is a site at a share of a stretch of an edge, off metres beside it.
func siteOn(g *network.Graph, edge, k uint32, t, off float64) network.Location {
	e := &g.Edges[edge]
	a, b := g.Shape[e.First+k], g.Shape[e.First+k+1]
	between := func(c []network.Cost) network.Cost {
		from, to := float64(c[e.First+k]), float64(c[e.First+k+1])
		return network.Cost(math.Round(from + (to-from)*t))
	}
	l := network.Location{
		Edge: edge, Point: orb.Point{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t},
		Ahead: network.Never, AheadLeft: network.Never, Back: network.Never, BackLeft: network.Never,
		Off: off, OffCost: network.Cost(math.Round(off * 1000)),
	}
	if e.Ahead != network.Never {
		l.Ahead = between(g.Ahead)
		l.AheadLeft = e.Ahead - l.Ahead
	}
	if e.Back != network.Never {
		l.Back = between(g.Back)
		l.BackLeft = e.Back - l.Back
	}
	return l
}
