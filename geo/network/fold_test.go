package network_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fugai/geo"
	"fugai/geo/network"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// matrix holds the costs between all points, Never where there is no way.
type matrix [][]network.Cost

func newMatrix(n int) matrix {
	m := make(matrix, n)
	for i := range m {
		m[i] = make([]network.Cost, n)
		for j := range m[i] {
			if i != j {
				m[i][j] = network.Never
			}
		}
	}
	return m
}

func (m matrix) lower(i, j int, c uint64) {
	if c < uint64(m[i][j]) {
		m[i][j] = network.Cost(c)
	}
}

// close is Floyd and Warshall's algorithm.
func (m matrix) close() matrix {
	for k := range m {
		for i := range m {
			for j := range m {
				if m[i][k] != network.Never && m[k][j] != network.Never {
					m.lower(i, j, uint64(m[i][k])+uint64(m[k][j]))
				}
			}
		}
	}
	return m
}

// plainCosts are those between the points of roads whose streets are all
// residential, at 25 km/h by car, as the rules were written down.
func plainCosts(r *network.Roads) matrix {
	m := newMatrix(len(r.Points))
	for _, w := range r.Ways {
		for k := 1; k < len(w.Nodes); k++ {
			a, b := int(w.Nodes[k-1]), int(w.Nodes[k])
			ms := uint64(float64(geo.Distance(r.Points[a], r.Points[b]))*3600/25 + 0.5)
			if w.Tags.Get("oneway") != "-1" {
				m.lower(a, b, ms)
			}
			if w.Tags.Get("oneway") != "yes" {
				m.lower(b, a, ms)
			}
		}
	}
	return m.close()
}

// foldedCosts are those between places on the folded graph.
func foldedCosts(g *network.Graph, at [][]network.Location) matrix {
	nodes := newMatrix(len(g.Nodes))
	for n := range g.Nodes {
		for i := g.Out.First[n]; i < g.Out.First[n+1]; i++ {
			nodes.lower(n, int(g.Out.To[i]), uint64(g.Out.Cost[i]))
		}
	}
	nodes.close()
	m := newMatrix(len(at))
	for i := range at {
		for j := range at {
			for _, a := range at[i] {
				for _, b := range at[j] {
					m.lower(i, j, uint64(between(g, nodes, &a, &b)))
				}
			}
		}
	}
	return m
}

// between is the cost from one location to another.
func between(g *network.Graph, nodes matrix, a, b *network.Location) network.Cost {
	best := uint64(network.Never)
	if a.Edge == b.Edge {
		if a.Ahead != network.Never && a.Ahead <= b.Ahead {
			best = min(best, uint64(b.Ahead-a.Ahead))
		}
		if a.Back != network.Never && a.Back >= b.Back {
			best = min(best, uint64(a.Back-b.Back))
		}
	}
	e, f := &g.Edges[a.Edge], &g.Edges[b.Edge]
	type end struct {
		node uint32
		cost network.Cost
	}
	for _, out := range []end{{e.To, a.AheadLeft}, {e.BackTo, a.Back}} {
		for _, in := range []end{{f.From, b.Ahead}, {f.BackFrom, b.BackLeft}} {
			way := nodes[out.node][in.node]
			if out.cost != network.Never && in.cost != network.Never && way != network.Never {
				best = min(best, uint64(out.cost)+uint64(way)+uint64(in.cost))
			}
		}
	}
	return network.Cost(best)
}

// onGraph finds the locations of points of the roads by their coordinates: one
// inside an edge, one on each edge at a node.
func onGraph(t testing.TB, g *network.Graph, points []orb.Point) [][]network.Location {
	t.Helper()
	at := map[orb.Point][]network.Location{}
	for i := range g.Edges {
		e := &g.Edges[i]
		for k := e.First; k < e.First+e.Count && !e.Turn; k++ {
			l := network.Location{Edge: uint32(i), Point: g.Shape[k], Ahead: network.Never, AheadLeft: network.Never, Back: network.Never, BackLeft: network.Never}
			if e.Ahead != network.Never {
				l.Ahead, l.AheadLeft = g.Ahead[k], e.Ahead-g.Ahead[k]
			}
			if e.Back != network.Never {
				l.Back, l.BackLeft = g.Back[k], e.Back-g.Back[k]
			}
			at[l.Point] = append(at[l.Point], l)
		}
	}
	list := make([][]network.Location, len(points))
	for i, p := range points {
		l, have := at[p]
		if !have {
			t.Fatalf("point %d, %v, is not on the graph", i, p)
		}
		list[i] = l
	}
	return list
}

// smallRoads are a few streets among a few points, with rings, loops, doubled
// streets and dead ends, one-way or not.
func smallRoads(t *rapid.T) *network.Roads {
	r := &network.Roads{}
	n := rapid.IntRange(2, 14).Draw(t, "points")
	for i := range n {
		r.Points = append(r.Points, orb.Point{114 + 0.001*float64(i%4) + 1e-5*float64(i), 22 + 0.0013*float64(i/4)})
	}
	used := make([]bool, n)
	for id := range rapid.IntRange(1, 8).Draw(t, "ways") {
		nodes := rapid.SliceOfN(rapid.Int32Range(0, int32(n-1)), 2, 6).Draw(t, "way")
		oneway := rapid.SampledFrom([]string{"", "", "", "yes", "-1"}).Draw(t, "oneway")
		r.Ways = append(r.Ways, network.Way{ID: int64(id + 1), Nodes: nodes,
			Tags: network.Tags{{Key: "highway", Value: "residential"}, {Key: "oneway", Value: oneway}}})
		for k := 1; k < len(nodes); k++ {
			if nodes[k] != nodes[k-1] {
				used[nodes[k]], used[nodes[k-1]] = true, true
			}
		}
	}
	return onlyUsed(r, used)
}

// onlyUsed drops the points that no street uses.
func onlyUsed(r *network.Roads, used []bool) *network.Roads {
	number := make([]int32, len(used))
	out := &network.Roads{}
	for i, u := range used {
		number[i] = -1
		if u {
			number[i] = int32(len(out.Points))
			out.Points = append(out.Points, r.Points[i])
		}
	}
	for _, w := range r.Ways {
		var nodes []int32
		for _, n := range w.Nodes {
			if number[n] >= 0 {
				nodes = append(nodes, number[n])
			}
		}
		if len(nodes) > 1 {
			w.Nodes = nodes
			out.Ways = append(out.Ways, w)
		}
	}
	return out
}

func build(t testing.TB, r *network.Roads, s network.Settings) (*network.Graph, network.Report) {
	t.Helper()
	g, report, err := network.Build(context.Background(), r, s)
	if err != nil {
		t.Fatal(err)
	}
	checkGraph(t, g)
	return g, report
}

// Folding is exact: costs between all points, inside edges too, are those
// of the streets as they were drawn.
func TestFoldingKeepsCosts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := smallRoads(rt)
		g, _ := build(t, r, network.Settings{Mode: network.Drive})
		got := foldedCosts(g, onGraph(t, g, r.Points))
		if diff := cmp.Diff(got, plainCosts(r)); diff != "" {
			rt.Fatalf("costs on the folded graph (-got +want):\n%s", diff)
		}
	})
}

func TestOrderOfWaysKeepsCosts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := smallRoads(rt)
		shuffled := *r
		shuffled.Ways = rapid.Permutation(r.Ways).Draw(rt, "order")
		g, _ := build(t, r, network.Settings{Mode: network.Drive})
		h, _ := build(t, &shuffled, network.Settings{Mode: network.Drive})
		got, want := foldedCosts(h, onGraph(t, h, r.Points)), foldedCosts(g, onGraph(t, g, r.Points))
		if diff := cmp.Diff(got, want); diff != "" {
			rt.Fatalf("costs with the ways in another order (-got +want):\n%s", diff)
		}
		if diff := cmp.Diff(h.Parts, g.Parts); diff != "" {
			rt.Fatalf("parts with the ways in another order (-got +want):\n%s", diff)
		}
	})
}

// checkGraph looks whether the tables of a graph agree.
func checkGraph(t testing.TB, g *network.Graph) {
	t.Helper()
	for i := range g.Edges {
		e := &g.Edges[i]
		first, last := e.First, e.First+e.Count-1
		if e.Count < 2 || g.Shape[first] != g.Nodes[e.From] || g.Shape[last] != g.Nodes[e.To] {
			t.Fatalf("edge %d has %d points that do not run between its nodes", i, e.Count)
		}
		if g.Shape[first] != g.Nodes[e.BackTo] || g.Shape[last] != g.Nodes[e.BackFrom] {
			t.Fatalf("edge %d leads back elsewhere", i)
		}
		if e.Ahead != network.Never && (g.Ahead[first] != 0 || g.Ahead[last] != e.Ahead) || e.Back != network.Never && (g.Back[first] != 0 || g.Back[last] != e.Back) {
			t.Fatalf("edge %d costs %d and %d, its points say %d and %d", i, e.Ahead, e.Back, g.Ahead[last], g.Back[last])
		}
		if g.Part[e.From] != g.Part[e.To] {
			t.Fatalf("edge %d joins parts %d and %d", i, g.Part[e.From], g.Part[e.To])
		}
	}
	for name, a := range map[string]network.Arcs{"out": g.Out, "in": g.In} {
		for n := range g.Nodes {
			for i := a.First[n]; i < a.First[n+1]; i++ {
				e := &g.Edges[a.Edge[i]>>1]
				tail, head, cost := e.From, e.To, e.Ahead
				if a.Edge[i]&1 == 1 {
					tail, head, cost = e.BackFrom, e.BackTo, e.Back
				}
				if name == "in" {
					tail, head = head, tail
				}
				if tail != uint32(n) || head != a.To[i] || cost != a.Cost[i] {
					t.Fatalf("%s arc %d of node %d does not agree with edge %d", name, i, n, a.Edge[i]>>1)
				}
			}
		}
	}
}

// A town is whole, and every core count and repetition gives the same graph.
func TestBuildIsDeterministic(t *testing.T) {
	roads := town(20, 3)
	g, report := build(t, roads, network.Settings{})
	h, again := build(t, roads, network.Settings{})
	ignore := cmpopts.IgnoreUnexported(network.Graph{})
	if diff := cmp.Diff(g, h, ignore); diff != "" {
		t.Errorf("two graphs of the same roads differ:\n%s", diff)
	}
	if diff := cmp.Diff(report, again); diff != "" {
		t.Errorf("two reports of the same roads differ:\n%s", diff)
	}
	if g.Nodes == nil || report.Largest.Length < 0.9*report.Length {
		t.Errorf("largest part has %.0f of %.0f m", report.Largest.Length, report.Length)
	}
}

// All street is on the graph, to half a millimetre a piece, and edges lie in the order of
// their From nodes.
func TestBuildKeepsLength(t *testing.T) {
	roads := town(10, 6)
	g, report := build(t, roads, network.Settings{})
	want, pieces := 0.0, 0
	for _, w := range roads.Ways {
		for k := 1; k < len(w.Nodes); k++ {
			want += float64(geo.Distance(roads.Points[w.Nodes[k-1]], roads.Points[w.Nodes[k]]))
			pieces++
		}
	}
	if math.Abs(report.Length-want) > 0.0005*float64(pieces) {
		t.Errorf("%.3f m of street, want %.3f", report.Length, want)
	}
	if !slices.IsSortedFunc(g.Edges, func(a, b network.Edge) int { return cmpInts(a.From, b.From) }) {
		t.Error("edges are not in the order of their From nodes")
	}
}

func cmpInts(a, b uint32) int { return int(a) - int(b) }

// Snapping finds the nearest street, as looking at each one does, and the
// parts of an edge add up.
func TestSnapAgainstEveryStreet(t *testing.T) {
	roads := town(12, 4)
	g, _ := build(t, roads, network.Settings{MinPart: -1})
	lines := make([]orb.LineString, len(g.Edges))
	for i := range lines {
		lines[i] = g.Line(uint32(i))
	}
	r := rand.New(rand.NewPCG(1, 2))
	var places []orb.Point
	for range 300 {
		places = append(places, orb.Point{114.19 + 0.035*r.Float64(), 22.69 + 0.035*r.Float64()})
	}
	at, missed, err := g.Snap(context.Background(), places, network.SnapOptions{Limit: -1})
	if err != nil || len(missed) > 0 {
		t.Fatalf("missed %v, %v", missed, err)
	}
	for i, l := range at {
		want := math.Inf(1)
		for _, line := range lines {
			want = min(want, float64(geo.DistanceTo(places[i], line)))
		}
		if math.Abs(l.Off-want) > 1e-4 {
			t.Errorf("place %d is %.6f m from its street, the nearest is %.6f", i, l.Off, want)
		}
		if d := float64(geo.DistanceTo(l.Point, lines[l.Edge])); d > 1e-3 {
			t.Errorf("place %d is put %.6f m beside its street", i, d)
		}
		e := g.Edges[l.Edge]
		if l.Place != i || e.Ahead != network.Never && l.Ahead+l.AheadLeft != e.Ahead || e.Back != network.Never && l.Back+l.BackLeft != e.Back {
			t.Errorf("place %d: %+v does not add up to %+v", i, l, e)
		}
	}
}

func ExampleBuild() {
	// Two streets that meet, of which one is one-way.
	roads := &network.Roads{
		Points: []orb.Point{{114, 22}, {114.001, 22}, {114.002, 22}, {114.001, 22.001}},
		Ways: []network.Way{
			{ID: 1, Nodes: []int32{0, 1, 2}, Tags: network.Tags{{Key: "highway", Value: "residential"}}},
			{ID: 2, Nodes: []int32{1, 3}, Tags: network.Tags{{Key: "highway", Value: "service"}, {Key: "oneway", Value: "yes"}}},
		},
	}
	g, report, err := network.Build(context.Background(), roads, network.Settings{Mode: network.Drive})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d junctions and ends, %d streets, %.0f m\n", len(g.Nodes), len(g.Edges), report.Length)
	at, _, err := g.Snap(context.Background(), []orb.Point{{114.0005, 22.0002}}, network.SnapOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f m off way %d\n", at[0].Off, g.Edges[at[0].Edge].Way)
	// Output:
	// 4 junctions and ends, 3 streets, 317 m
	// 22.1 m off way 1
}
