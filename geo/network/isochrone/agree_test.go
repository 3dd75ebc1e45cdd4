package isochrone

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"fugai/geo"
	"fugai/geo/index"
	"fugai/geo/network"
	"fugai/geo/network/paths"
	"fugai/geo/polygon"
)

// judge tells what a place costs as coverage has it: the place is put on the
// network, and the search's answer there counts.
type judge struct {
	g     *network.Graph
	tree  *paths.Tree
	limit float64
}

func (j judge) costs(t testing.TB, places []orb.Point) (cost []network.Cost, site []int32) {
	t.Helper()
	at, _, err := j.g.Snap(context.Background(), places, network.SnapOptions{Limit: j.limit})
	if err != nil {
		t.Fatal(err)
	}
	cost, site = make([]network.Cost, len(places)), make([]int32, len(places))
	for i := range places {
		cost[i], site[i] = network.Never, -1
	}
	for i := range at {
		hit := j.tree.At(&at[i])
		cost[at[i].Place], site[at[i].Place] = hit.Cost, hit.Site
	}
	return cost, site
}

// around is ground about a place, to some metres, 3 metres apart at most.
func around(p orb.Point, metres float64) []orb.Point {
	mx, my := degree(p[1])
	var out []orb.Point
	for r := 2.0; r <= metres; r += 2 {
		n := int(math.Ceil(2 * math.Pi * r / 3))
		for k := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(n))
			out = append(out, orb.Point{p[0] + r*cos/mx, p[1] + r*sin/my})
		}
	}
	return out
}

// wrong counts the places that a cover draws otherwise than they are (in reach or not
// and, where sites are told apart, of which) though all ground within its
// tolerance is like them.
func (j judge) wrong(t testing.TB, c *Cover, places []orb.Point) (wrong, near int) {
	t.Helper()
	cost, site := j.costs(t, places)
	for i, limit := range c.Thresholds {
		ground := c.Sites(i)
		if ground == nil {
			ground = []orb.MultiPolygon{c.Within(i)}
		}
		is := func(cost network.Cost, site int32) int32 {
			switch {
			case cost > limit:
				return -1
			case len(ground) == 1:
				return 0
			}
			return site
		}
		geoms := make([]orb.Geometry, len(ground))
		for s, mp := range ground {
			if len(mp) > 0 {
				geoms[s] = mp
			}
		}
		layer := index.New(geoms)
		for k, p := range places {
			own := is(cost[k], site[k])
			found := layer.Containing(p)
			if own < 0 && len(found) == 0 || own >= 0 && slices.Contains(found, int(own)) {
				continue
			}
			near++
			alike := true
			costs, sites := j.costs(t, around(p, c.Tolerance))
			for n := range costs {
				alike = alike && is(costs[n], sites[n]) == own
			}
			if alike {
				wrong++
				t.Logf("%v costs %d of %d to site %d", p, cost[k], limit, site[k])
			}
		}
	}
	return wrong, near
}

// sound reports polygons that are not as OGC Simple Features and RFC 7946 ask.
func sound(t testing.TB, name string, mp orb.MultiPolygon) {
	t.Helper()
	if len(mp) == 0 {
		return
	}
	for _, p := range mp {
		for i, r := range p {
			if got, want := r.Orientation(), [2]orb.Orientation{orb.CCW, orb.CW}[min(i, 1)]; got != want {
				t.Errorf("%s: ring %d winds %d", name, i, got)
			}
		}
	}
	if _, m := polygon.Repair(mp); m.Some() {
		t.Errorf("%s: not sound: %+v", name, m)
	}
}

// excess is the ground of a that is not in b, m².
func excess(t testing.TB, a, b orb.MultiPolygon) float64 {
	t.Helper()
	if len(a) == 0 {
		return 0
	}
	out, err := polygon.Outside(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return areaOfAll(out)
}

// covers draws a graph both ways.
func covers(t testing.TB, g *network.Graph, c Costs, limits []network.Cost, s Settings) (all, own *Cover) {
	t.Helper()
	ctx := context.Background()
	gr, err := New(ctx, g, s)
	if err != nil {
		t.Fatal(err)
	}
	if all, err = gr.Around(ctx, c, limits); err != nil {
		t.Fatal(err)
	}
	if own, err = gr.Catchments(ctx, c, limits); err != nil {
		t.Fatal(err)
	}
	return all, own
}

func TestRandomTowns(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "town"), 1))
		middle := rapid.SampledFrom([]orb.Point{{113.3, 23.1}, {14.5, 35.9}, {179.999, -16.8}, {-70.6, 0}, {25, 71}}).Draw(rt, "middle")
		direction := rapid.SampledFrom([]network.Direction{network.ToSites, network.FromSites}).Draw(rt, "direction")
		limit := rapid.SampledFrom([]float64{40, 150, 400}).Draw(rt, "limit")
		checkTown(t, r, middle, direction, limit)
		if t.Failed() {
			rt.FailNow()
		}
	})
}

// TestTownCutAt180 is a town of which one part lies across the antimeridian and
// touches another in a corner.
func TestTownCutAt180(t *testing.T) {
	checkTown(t, rand.New(rand.NewPCG(29995, 1)), orb.Point{179.999, -16.8}, network.FromSites, 150)
}

func checkTown(t *testing.T, r *rand.Rand, middle orb.Point, d network.Direction, limit float64) {
	g := randomTown(r, middle, 7)
	var sites []network.Location
	for range 1 + r.IntN(4) {
		e := uint32(r.IntN(len(g.Edges)))
		sites = append(sites, siteOn(g, e, uint32(r.IntN(int(g.Edges[e].Count-1))), r.Float64(), 30*r.Float64()))
	}
	limits := []network.Cost{150_000, 300_000, 500_000}
	c, tree := costs(t, g, sites, d, 500_000)
	all, own := covers(t, g, c, limits, Settings{Limit: limit})
	mx, my := degree(middle[1])
	var places []orb.Point
	for range 150 {
		places = append(places, orb.Point{middle[0] + (r.Float64()-0.5)*1400/mx, middle[1] + (r.Float64()-0.5)*1400/my})
	}
	for i, n := range g.Nodes {
		places = append(places, n, g.Shape[(i*7)%len(g.Shape)])
	}
	for i := range places {
		places[i][0] = geo.WrapLongitude(places[i][0])
	}
	j := judge{g, tree, limit}
	checkStreets(t, j, c, limits, r)
	for name, cover := range map[string]*Cover{"dissolved": all, "catchments": own} {
		if wrong, _ := j.wrong(t, cover, places); wrong > 0 {
			t.Errorf("%s: %d places on the wrong side", name, wrong)
		}
		checkNested(t, name, cover)
	}
	checkCatchments(t, all, own)
}

func checkNested(t *testing.T, name string, c *Cover) {
	t.Helper()
	for i := range c.Thresholds {
		within, band := c.Within(i), c.Band(i)
		sound(t, fmt.Sprintf("%s, within %d", name, i), within)
		sound(t, fmt.Sprintf("%s, band %d", name, i), band)
		if i == 0 {
			continue
		}
		if m2 := excess(t, c.Within(i-1), within); m2 > 0.01 {
			t.Errorf("%s: %v m² of threshold %d lie outside threshold %d", name, m2, i-1, i)
		}
		if got, want := areaOfAll(band), areaOfAll(within)-areaOfAll(c.Within(i-1)); math.Abs(got-want) > 1 {
			t.Errorf("%s: band %d has %v m², the difference is %v", name, i, got, want)
		}
	}
}

func checkCatchments(t *testing.T, all, own *Cover) {
	t.Helper()
	for i := range own.Thresholds {
		sum := 0.0
		var parts []orb.Geometry
		for s, mp := range own.Sites(i) {
			sound(t, fmt.Sprintf("site %d within %d", s, i), mp)
			if len(mp) > 0 {
				sum += areaOfAll(mp)
				parts = append(parts, mp)
			}
		}
		want := areaOfAll(own.Within(i))
		if math.Abs(sum-want) > 1e-6*want+0.1 {
			t.Errorf("threshold %d: catchments have %v m², their ground %v", i, sum, want)
		}
		if apart := areaOfAll(all.Within(i)); math.Abs(sum-apart) > 0.001*apart+800 { // two of the smallest holes
			t.Errorf("threshold %d: catchments have %v m², dissolved %v", i, sum, apart)
		}
		overlaps, err := polygon.Overlaps(context.Background(), parts)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range overlaps {
			if o.Area > 0.01 {
				t.Errorf("threshold %d: %v m² of overlap", i, o.Area)
			}
		}
	}
}
