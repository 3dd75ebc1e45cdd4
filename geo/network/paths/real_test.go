package paths_test

import (
	"context"
	"encoding/binary"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fugai/datasets/osm"
	"fugai/geo/network"
	"fugai/geo/network/paths"

	"github.com/paulmach/orb"
)

// realData is the path of a file of the real data.
func realData(t testing.TB, parts ...string) string {
	t.Helper()
	root := os.Getenv("FUGAI_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the real data is missing: set FUGAI_DATA to its folder: ", err)
		}
		t.Skip("the real data is not here: set FUGAI_DATA to its folder: ", err)
	}
	return path
}

func build(t testing.TB, s network.Settings, parts ...string) *network.Graph {
	t.Helper()
	path := realData(t, parts...)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	roads, _, err := osm.Roads(context.Background(), data, path)
	if err != nil {
		t.Fatal(err)
	}
	g, _, err := network.Build(context.Background(), roads, s)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestGraphHopper compares lengths of routes with those that the tests of
// GraphHopper (c058139) expect, to 2 % or the metre that they are rounded to.
// By car they are the shortest; on foot those of pleasant ways ("foot with
// priorities"), which is to prefer quiet streets.
func TestGraphHopper(t *testing.T) {
	f, err := os.Open(realData(t, "routing", "expected.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	graphs := map[string]*network.Graph{}
	for _, row := range rows[1:] {
		settings := network.Settings{Mode: network.Drive, Impedance: network.Length}
		if strings.HasPrefix(row[1], "foot") {
			settings = network.Settings{Mode: network.Walk, Prefer: network.Quiet}
		}
		g := graphs[row[0]]
		if g == nil {
			g = build(t, settings, "routing", row[0])
			graphs[row[0]] = g
		}
		var n [5]float64 // from latitude and longitude, to latitude and longitude, metres
		for i := range n {
			if n[i], err = strconv.ParseFloat(row[3+i], 64); err != nil {
				t.Fatal(err)
			}
		}
		at, missed, err := g.Snap(context.Background(), []orb.Point{{n[1], n[0]}, {n[3], n[2]}}, network.SnapOptions{})
		if err != nil || len(missed) > 0 {
			t.Fatal(missed, err)
		}
		at[0].OffCost, at[1].OffCost = 0, 0
		r, ok := paths.NewFinder(g).Route(&at[0], &at[1])
		if want, tolerance := n[4], max(1, 0.02*n[4]); !ok || math.Abs(float64(r.Meters)-want) > tolerance {
			t.Errorf("%s %s: %.1f m, want %g", row[0], row[2], r.Meters, want)
		}
		if costs := float64(r.Cost) / 1000; g.Unit == network.Millimeters && math.Abs(costs-float64(r.Meters)) > 0.05+1e-4*costs {
			t.Errorf("%s %s: the line is %.2f m long, and the cost is %.2f m", row[0], row[2], r.Meters, costs)
		}
	}
}

// scipyTable reads arcs (tail, head, cost) and the number of places and of
// sites, which are the last vertices, and writes the costs from each place to each site.
const scipyTable = `
import sys, numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
n, places, sites = map(int, sys.argv[3:])
a = np.fromfile(sys.argv[1], "<f8").reshape(-1, 3)
k = np.lexsort((a[:, 2], a[:, 1], a[:, 0])); a = a[k]
keep = np.r_[True, (a[1:, 0] != a[:-1, 0]) | (a[1:, 1] != a[:-1, 1])]; a = a[keep]
g = csr_matrix((np.maximum(a[:, 2], 1e-7), (a[:, 0].astype(int), a[:, 1].astype(int))), shape=(n, n))
d = dijkstra(g, indices=np.arange(n-places-sites, n-sites))[:, n-sites:]
d.astype("<f8").tofile(sys.argv[2])
`

// TestAgainstSciPy compares costs between random places with SciPy's Dijkstra
// on the same streets, where every point of every shape is a vertex.
func TestAgainstSciPy(t *testing.T) {
	python := "/usr/bin/python3"
	if out, err := exec.Command(python, "-c", "import scipy.sparse.csgraph").CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("SciPy is missing: %s", out)
		}
		t.Skipf("SciPy is missing: %s", out)
	}
	for _, c := range []struct {
		file string
		mode network.Mode
	}{
		{"malta_graphhopper.osm.pbf", network.Walk},
		{"liechtenstein_valhalla_docker.osm.pbf", network.Drive},
	} {
		t.Run(c.file+"/"+string(c.mode), func(t *testing.T) {
			g := build(t, network.Settings{Mode: c.mode}, "osm", c.file)
			places, sites := beside(t, g, 12, 1), beside(t, g, 500, 2)
			dir := t.TempDir()
			vertices := writeArcs(t, filepath.Join(dir, "arcs"), g, places, sites)
			cmd := exec.Command(python, "-c", scipyTable, filepath.Join(dir, "arcs"), filepath.Join(dir, "costs"),
				strconv.Itoa(vertices), strconv.Itoa(len(places)), strconv.Itoa(len(sites)))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			want, err := os.ReadFile(filepath.Join(dir, "costs"))
			if err != nil {
				t.Fatal(err)
			}
			ends := paths.Ends{Places: places, Sites: sites}
			table, err := paths.Table(context.Background(), g, ends, paths.Options{})
			compareTable(t, table, err, want)
			table, err = paths.RankedTable(context.Background(), g, ends)
			compareTable(t, table, err, want)
		})
	}
}

func compareTable(t *testing.T, table *paths.Matrix, err error, want []byte) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	wrong, reached := 0, 0
	for i, got := range table.Costs {
		cost := network.Never
		if d := math.Float64frombits(binary.LittleEndian.Uint64(want[8*i:])); !math.IsInf(d, 1) {
			cost = network.Cost(math.Round(d))
			reached++
		}
		if got != cost {
			if wrong++; wrong < 5 {
				t.Errorf("place %d to site %d: %d, want %d", i/table.Sites, i%table.Sites, got, cost)
			}
		}
	}
	if wrong > 0 || reached < len(table.Costs)/2 {
		t.Errorf("%d of %d costs differ, %d are reached", wrong, len(table.Costs), reached)
	}
}

// beside puts n places on a network near its nodes.
func beside(t *testing.T, g *network.Graph, n int, seed uint64) []network.Location {
	r := rand.New(rand.NewPCG(3, seed))
	var at []orb.Point
	for range n {
		p := g.Nodes[r.IntN(len(g.Nodes))]
		at = append(at, orb.Point{p[0] + 1e-3*r.Float64(), p[1] + 1e-3*r.Float64()})
	}
	list, _, err := g.Snap(context.Background(), at, network.SnapOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// lane is a street in one direction: its vertices in order, and the costs up to
// each.
type lane struct {
	vertices []int
	costs    []network.Cost
}

// writeArcs writes every piece of every street that can be passed, and those
// from the places and to the sites. The vertices are the nodes, the points of
// shapes on the way ahead, those on the way back, the places and the sites.
func writeArcs(t *testing.T, path string, g *network.Graph, places, sites []network.Location) (vertices int) {
	var raw []byte
	arc := func(tail, head int, cost network.Cost) {
		for _, x := range []float64{float64(tail), float64(head), float64(cost)} {
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(x))
		}
	}
	lanes := func(edge uint32) (list []lane) {
		e := g.Edges[edge]
		n, last := len(g.Nodes), int(e.Count)-1
		ahead, back := lane{}, lane{}
		for i := 0; i <= last; i++ {
			p := int(e.First) + i
			ahead.vertices, ahead.costs = append(ahead.vertices, n+p), append(ahead.costs, g.Ahead[p])
			p = int(e.First) + last - i
			back.vertices, back.costs = append(back.vertices, n+len(g.Shape)+p), append(back.costs, e.Back-g.Back[p])
		}
		ahead.vertices[0], ahead.vertices[last] = int(e.From), int(e.To)
		back.vertices[0], back.vertices[last] = int(e.BackFrom), int(e.BackTo)
		if e.Ahead != network.Never {
			list = append(list, ahead)
		}
		if e.Back != network.Never {
			list = append(list, back)
		}
		return list
	}
	for e := range g.Edges {
		for _, l := range lanes(uint32(e)) {
			for i := 1; i < len(l.vertices); i++ {
				arc(l.vertices[i-1], l.vertices[i], l.costs[i]-l.costs[i-1])
			}
		}
	}
	first := len(g.Nodes) + 2*len(g.Shape)
	// spots are the costs up to a location, on each lane of its edge.
	spots := func(l *network.Location) (list []network.Cost) {
		if l.Ahead != network.Never {
			list = append(list, l.Ahead)
		}
		if l.Back != network.Never {
			list = append(list, l.BackLeft)
		}
		return list
	}
	for p := range places {
		place := &places[p]
		for k, l := range lanes(place.Edge) {
			at := spots(place)[k]
			for i, v := range l.vertices {
				if l.costs[i] >= at {
					arc(first+p, v, place.OffCost+l.costs[i]-at)
				}
			}
			for s := range sites {
				if sites[s].Edge == place.Edge {
					if to := spots(&sites[s])[k]; to >= at {
						arc(first+p, first+len(places)+s, place.OffCost+to-at+sites[s].OffCost)
					}
				}
			}
		}
	}
	for s := range sites {
		for k, l := range lanes(sites[s].Edge) {
			at := spots(&sites[s])[k]
			for i, v := range l.vertices {
				if l.costs[i] <= at {
					arc(v, first+len(places)+s, at-l.costs[i]+sites[s].OffCost)
				}
			}
		}
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return first + len(places) + len(sites)
}
