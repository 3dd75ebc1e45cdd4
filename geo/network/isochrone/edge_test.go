package isochrone

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"fugai/geo/network"
)

func TestSettingsAndQuestionsRefused(t *testing.T) {
	ctx := context.Background()
	g := gridTown(orb.Point{113, 23}, 3, 100).graph()
	for name, s := range map[string]Settings{
		"limit NaN":     {Limit: math.NaN()},
		"cell infinite": {Cell: math.Inf(1)},
		"limit below 0": {Limit: -1},
		"cell below 0":  {Cell: -10},
	} {
		if _, err := New(ctx, g, s); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	gr, err := New(ctx, g, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	sites := []network.Location{siteOn(g, 0, 0, 0.5, 0)}
	good, _ := costs(t, g, sites, network.ToSites, 500_000)
	for name, q := range map[string]struct {
		c      Costs
		limits []network.Cost
	}{
		"no thresholds":      {good, nil},
		"falling thresholds": {good, []network.Cost{5, 4}},
		"equal thresholds":   {good, []network.Cost{5, 5}},
		"endless threshold":  {good, []network.Cost{network.Never}},
		"too few nodes":      {Costs{Node: good.Node[1:]}, []network.Cost{5}},
		"site not there":     {Costs{Node: good.Node, Site: good.Site}, []network.Cost{5}},
		"edge not there":     {Costs{Node: good.Node, Site: good.Site, Sites: []network.Location{{Edge: 99}}}, []network.Cost{5}},
		"node not there":     {Costs{Node: good.Node, Site: good.Site, Sites: sites, Reached: []uint32{99}}, []network.Cost{5}},
	} {
		if _, err := gr.Around(ctx, q.c, q.limits); err == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := gr.Streets(ctx, q.c, q.limits, true); err == nil {
			t.Errorf("%s: no error for streets", name)
		}
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := gr.Around(done, good, []network.Cost{900}); err == nil {
		t.Error("a context that is done: no error")
	}
}

// Nothing reached, and no streets at all, is no ground.
func TestNothing(t *testing.T) {
	ctx := context.Background()
	for name, g := range map[string]*network.Graph{
		"no streets": {Unit: network.Millimeters},
		"no site":    gridTown(orb.Point{113, 23}, 3, 100).graph(),
	} {
		c, _ := costs(t, g, nil, network.ToSites, 1000)
		all, own := covers(t, g, c, []network.Cost{1000}, Settings{})
		gr, err := New(ctx, g, Settings{})
		if err != nil {
			t.Fatal(err)
		}
		list, err := gr.Streets(ctx, c, []network.Cost{1000}, false)
		if all.Within(0) != nil || own.Within(0) != nil || len(own.Sites(0)) != 0 || all.Sites(0) != nil || list != nil || err != nil {
			t.Errorf("%s: got %v, %v, %v, %v", name, all.Within(0), own.Within(0), list, err)
		}
	}
}

// The same bytes come of any number of cores, and of the reached nodes alone.
func TestSameOnAnyCores(t *testing.T) {
	g := randomTown(rand.New(rand.NewPCG(4, 4)), orb.Point{113.3, 23.1}, 20)
	var sites []network.Location
	for e := uint32(3); e < 200; e += 50 {
		sites = append(sites, siteOn(g, e, 0, 0.25, 10))
	}
	c, _ := costs(t, g, sites, network.ToSites, 600_000)
	draw := func(c Costs) []byte {
		all, own := covers(t, g, c, []network.Cost{300_000, 600_000}, Settings{})
		fc := geojson.NewFeatureCollection()
		for i := range all.Thresholds {
			for _, mp := range append(own.Sites(i), all.Within(i)) {
				fc.Append(geojson.NewFeature(mp))
			}
		}
		out, err := json.Marshal(fc)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := draw(c)
	before := runtime.GOMAXPROCS(1)
	one := draw(c)
	runtime.GOMAXPROCS(before)
	for n := range c.Node {
		if c.Node[n] != network.Never {
			c.Reached = append([]uint32{uint32(n)}, c.Reached...)
		}
	}
	if !bytes.Equal(one, want) {
		t.Error("one core draws otherwise")
	}
	if !bytes.Equal(draw(c), want) {
		t.Error("the reached nodes alone draw otherwise")
	}
}

// Coarser cells keep what is asked of them.
func TestCells(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	g := randomTown(r, orb.Point{113.3, 23.1}, 8)
	sites := []network.Location{siteOn(g, 5, 0, 0.5, 10)}
	c, tree := costs(t, g, sites, network.ToSites, 500_000)
	places := append([]orb.Point{}, g.Nodes...)
	for _, cell := range []float64{1, 5, 20, 40, 100} {
		all, own := covers(t, g, c, []network.Cost{300_000, 500_000}, Settings{Cell: cell})
		for _, cover := range []*Cover{all, own} {
			if wrong, _ := (judge{g, tree, network.DefaultLimit}).wrong(t, cover, places); wrong > 0 || cover.Cell != cell {
				t.Errorf("cell %v: %d places on the wrong side, drawn with %v", cell, wrong, cover.Cell)
			}
			checkNested(t, "cells", cover)
		}
	}
}

// Where borders would take too much, cells are doubled.
func TestBordersAreBounded(t *testing.T) {
	g := randomTown(rand.New(rand.NewPCG(6, 6)), orb.Point{113.3, 23.1}, 8)
	sites := []network.Location{siteOn(g, 5, 0, 0.5, 10)}
	c, tree := costs(t, g, sites, network.ToSites, 500_000)
	gr, err := New(context.Background(), g, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	gr.mostBorder = 100
	cover, err := gr.Around(context.Background(), c, []network.Cost{500_000})
	if err != nil {
		t.Fatal(err)
	}
	if cover.Cell <= 10 {
		t.Errorf("drawn with cells of %v m", cover.Cell)
	}
	checkNested(t, "coarse", cover)
	if wrong, _ := (judge{g, tree, network.DefaultLimit}).wrong(t, cover, g.Nodes); wrong > 0 {
		t.Errorf("cell %v: %d places on the wrong side", cover.Cell, wrong)
	}
}

// At 85 degrees north, where a degree of longitude has 10 km, the diamond around a
// crossing of two streets is one still.
func TestHighLatitude(t *testing.T) {
	const lat = 85
	mx, my := degree(lat)
	town := &town{places: []orb.Point{{20, lat}, {20 + 800/mx, lat}, {20, lat + 800/my}, {20 - 800/mx, lat}, {20, lat - 800/my}}}
	for i := range uint32(4) {
		town.street(0, i+1, 1)
	}
	g := town.graph()
	c, _ := costs(t, g, []network.Location{siteOn(g, 0, 0, 0, 0)}, network.ToSites, 500_000)
	all, own := covers(t, g, c, []network.Cost{500_000}, Settings{})
	for _, cover := range []*Cover{all, own} {
		if got, want := areaOfAll(cover.Within(0)), 2*500.0*500; math.Abs(got/want-1) > 0.01 {
			t.Errorf("got %v m², want %v", got, want)
		}
	}
}

// The ground of each site alone is that of a search from it alone, and all of it
// together is at least the dissolved.
func TestEach(t *testing.T) {
	ctx := context.Background()
	g := randomTown(rand.New(rand.NewPCG(7, 7)), orb.Point{113.3, 23.1}, 8)
	sites := []network.Location{siteOn(g, 5, 0, 0.5, 10), siteOn(g, 40, 0, 0.1, 0), siteOn(g, 41, 0, 0.9, 5)}
	limits := []network.Cost{200_000, 400_000}
	gr, err := New(ctx, g, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := costs(t, g, sites, network.FromSites, 400_000)
	all, err := gr.Around(ctx, c, limits)
	if err != nil {
		t.Fatal(err)
	}
	sum, next := 0.0, 0
	err = gr.Each(ctx, sites, network.FromSites, limits, func(site int, cover *Cover) error {
		_, tree := costs(t, g, sites[site:site+1], network.FromSites, 400_000)
		if wrong, _ := (judge{g, tree, network.DefaultLimit}).wrong(t, cover, g.Nodes); wrong > 0 || site != next {
			t.Errorf("site %d of %d: %d places on the wrong side", site, next, wrong)
		}
		sum += areaOfAll(cover.Within(1))
		next++
		return nil
	})
	if dissolved := areaOfAll(all.Within(1)); err != nil || next != 3 || sum < dissolved*0.999 {
		t.Errorf("%d sites, %v m² together, dissolved %v, %v", next, sum, dissolved, err)
	}
	stop := errors.New("stop")
	if err := gr.Each(ctx, sites, network.FromSites, limits, func(int, *Cover) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	if err := gr.Each(ctx, sites, network.FromSites, nil, nil); err == nil {
		t.Error("no thresholds: no error")
	}
}
