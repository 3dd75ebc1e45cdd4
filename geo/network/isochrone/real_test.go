package isochrone

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"fugai/datasets/osm"
	"fugai/geo/network"
)

// malta is the network of Malta on foot.
var malta = sync.OnceValues(func() (*network.Graph, error) {
	root := os.Getenv("FUGAI_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	file := filepath.Join(root, "osm", "malta_graphhopper.osm.pbf")
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	roads, _, err := osm.Roads(context.Background(), data, file)
	if err != nil {
		return nil, err
	}
	g, _, err := network.Build(context.Background(), roads, network.Settings{})
	return g, err
})

func maltaGraph(t testing.TB) *network.Graph {
	t.Helper()
	g, err := malta()
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal("the real data is missing: set FUGAI_DATA to its folder: ", err)
	}
	if err != nil {
		t.Skip("the real data is not here: set FUGAI_DATA to its folder: ", err)
	}
	return g
}

// sitesIn puts n sites beside nodes of the graph's largest part.
func sitesIn(t testing.TB, g *network.Graph, n int) []network.Location {
	t.Helper()
	r := rand.New(rand.NewPCG(1, uint64(n)))
	var at []orb.Point
	for len(at) < n {
		i := r.IntN(len(g.Nodes))
		if g.Part[i] == 0 {
			p := g.Nodes[i]
			at = append(at, orb.Point{p[0] + r.Float64()*1e-4, p[1] + r.Float64()*1e-4})
		}
	}
	sites, _, err := g.Snap(context.Background(), at, network.SnapOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return sites
}

var minutes = []network.Cost{300_000, 600_000, 900_000} // 5, 10, 15

// maltaCovers draws Malta around 100 sites.
func maltaCovers(t testing.TB) (g *network.Graph, j judge, all, own *Cover) {
	t.Helper()
	g = maltaGraph(t)
	sites := sitesIn(t, g, 100)
	c, tree := costs(t, g, sites, network.ToSites, 900_000)
	all, own = covers(t, g, c, minutes, Settings{})
	return g, judge{g, tree, network.DefaultLimit}, all, own
}

// Every node and other places of Malta are on the side of each threshold that their
// cost says, but for those nearer to the true border than the tolerance.
func TestMalta(t *testing.T) {
	g, j, all, own := maltaCovers(t)
	r := rand.New(rand.NewPCG(2, 2))
	places := append([]orb.Point{}, g.Nodes...)
	box := orb.MultiPoint(g.Nodes).Bound()
	for range 5000 {
		places = append(places, orb.Point{
			box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1]),
		})
	}
	for i, c := range []*Cover{all, own} {
		in := make([]int, len(places))
		wrong, near := j.wrong(t, c, places)
		t.Logf("cover %d: of %d places at 3 thresholds %d are drawn otherwise, %d of them beyond %.1f m", i, len(in), near, wrong, c.Tolerance)
		if wrong > 0 {
			t.Errorf("cover %d: %d places are on the wrong side", i, wrong)
		}
		checkNested(t, "Malta", c)
	}
	checkCatchments(t, all, own)
	for i := range minutes {
		a, b := areaOfAll(all.Within(i)), areaOfAll(own.Within(i))
		t.Logf("within %d min: %.3f km², catchments %.3f km²", minutes[i]/60_000, a/1e6, b/1e6)
		if math.Abs(a/b-1) > 0.001 {
			t.Errorf("within %d: %v m² dissolved, %v by site", i, a, b)
		}
	}
}

// GEOS agrees that the polygons are valid.
func TestValidByGEOS(t *testing.T) {
	ogr, err := exec.LookPath("ogr2ogr")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal("ogr2ogr is missing")
	}
	if err != nil {
		t.Skip("ogr2ogr is missing")
	}
	_, _, all, own := maltaCovers(t)
	fc := geojson.NewFeatureCollection()
	for i := range minutes {
		for _, mp := range append(own.Sites(i), all.Within(i), all.Band(i)) {
			if len(mp) > 0 {
				fc.Append(geojson.NewFeature(mp))
			}
		}
	}
	data, err := json.Marshal(fc)
	if err != nil {
		t.Fatal(err)
	}
	in, out := filepath.Join(t.TempDir(), "in.geojson"), filepath.Join(t.TempDir(), "out.csv")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	sql := `SELECT COUNT(*) AS n, SUM(ST_IsValid(geometry)) AS valid FROM "in"`
	if msg, err := exec.Command(ogr, "-f", "CSV", out, in, "-dialect", "sqlite", "-sql", sql).CombinedOutput(); err != nil {
		t.Skipf("ogr2ogr without SpatiaLite: %v %s", err, msg)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Fields(strings.ReplaceAll(string(got), `"`, ""))
	if n, valid, _ := strings.Cut(rows[len(rows)-1], ","); n != valid || n == "0" {
		t.Errorf("of %s polygons %s are valid", n, valid)
	}
}
