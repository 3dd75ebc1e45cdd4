package isochrone

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/network"
)

// checkStreets compares the pieces of street with what the search says of points
// on them, and looks for points that are on none.
func checkStreets(t *testing.T, j judge, c Costs, limits []network.Cost, r *rand.Rand) {
	t.Helper()
	gr, err := New(context.Background(), j.g, Settings{Limit: j.limit})
	if err != nil {
		t.Fatal(err)
	}
	list, err := gr.Streets(context.Background(), c, limits, true)
	if err != nil {
		t.Fatal(err)
	}
	onEdge := map[uint32][]Street{}
	for _, s := range list {
		onEdge[s.Edge] = append(onEdge[s.Edge], s)
		if s.Least > s.Most+1e-6 || s.Most > float64(limits[s.Band])+1e-6 ||
			s.Band > 0 && s.Least < float64(limits[s.Band-1])-1e-6 || len(s.Line) < 2 {
			t.Errorf("piece %+v", s)
		}
	}
	for range 300 {
		e := uint32(r.IntN(len(j.g.Edges)))
		at := siteOn(j.g, e, uint32(r.IntN(int(j.g.Edges[e].Count-1))), r.Float64(), 0)
		hit := j.tree.At(&at)
		band, margin := -1, math.Inf(1)
		for i := len(limits) - 1; i >= 0; i-- {
			if hit.Cost <= limits[i] {
				band = i
			}
			margin = min(margin, math.Abs(float64(hit.Cost)-float64(limits[i])))
		}
		if hit.Cost != network.Never && margin < 10 {
			continue // a centimetre from the cut
		}
		nearest, own := math.Inf(1), Street{}
		for _, s := range onEdge[e] {
			if d := float64(geo.DistanceTo(at.Point, s.Line)); d < nearest {
				nearest, own = d, s
			}
		}
		switch {
		case band < 0 && nearest < 1e-3:
			t.Errorf("edge %d at %v costs %d, but is on piece %+v", e, at.Point, hit.Cost, own)
		case band >= 0 && (nearest > 2e-3 || own.Band != band):
			t.Errorf("edge %d at %v costs %d, nearest is %v m off: %+v", e, at.Point, hit.Cost, nearest, own)
		}
	}
}

// A street of 1 km with the site 300 m from its west end: 200 m cut two pieces of
// 100 m off, to the west and the east, and the next of 300 m.
func TestStreetsAreCutAtThresholds(t *testing.T) {
	mx, _ := degree(0)
	town := &town{places: []orb.Point{{100, 0}, {100 + 1000/mx, 0}}}
	town.street(0, 1, 1)
	g := town.graph()
	sites := []network.Location{siteOn(g, 0, 0, 0.3, 0)}
	c, _ := costs(t, g, sites, network.FromSites, 300_000)
	gr, err := New(context.Background(), g, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := gr.Streets(context.Background(), c, []network.Cost{200_000, 300_000}, false)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		from, to    float64
		band        int
		least, most float64
	}{{0, 100, 1, 200, 300}, {100, 500, 0, 0, 200}, {500, 600, 1, 200, 300}}
	if len(list) != len(want) {
		t.Fatalf("got %d pieces: %+v", len(list), list)
	}
	for i, s := range list {
		w := want[i]
		from, to := (s.Line[0][0]-100)*mx, (s.Line[len(s.Line)-1][0]-100)*mx
		if math.Abs(from-w.from) > 0.01 || math.Abs(to-w.to) > 0.01 || s.Band != w.band || len(s.Line) != 2 || s.Site != -1 || s.Way != 1 ||
			math.Abs(s.Least-w.least*1000) > 2 || math.Abs(s.Most-w.most*1000) > 2 {
			t.Errorf("piece %d: got %.3f to %.3f, %+v; want %+v", i, from, to, s, w)
		}
	}
}
