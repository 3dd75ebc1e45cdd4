package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"fugai/datasets/open"
	"fugai/datasets/roads"
	"fugai/geo"
	"fugai/geo/network"
)

// sameEntries compares two archives by the files they hold, and keeps them
// small: the program carries them.
func sameEntries(t *testing.T, made, committed string) {
	t.Helper()
	got, want := entries(t, made), entries(t, committed)
	if len(got) != len(want) {
		t.Errorf("%s holds %d files, want %d", made, len(got), len(want))
	}
	for name, data := range got {
		if !bytes.Equal(data, want[name]) {
			t.Errorf("%s in %s differs from what is committed: run go generate ./datasets/samples", name, filepath.Base(committed))
		}
	}
	if n := len(read(t, committed)); n > 400_000 {
		t.Errorf("%s has %d bytes, want at most 400,000", committed, n)
	}
}

func entries(t *testing.T, name string) map[string][]byte {
	t.Helper()
	r, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	out := map[string][]byte{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Every network is one piece but for a few islands, has streets of many kinds,
// and comes near to the middle of all communities.
func TestRoads(t *testing.T) {
	for _, p := range plans() {
		t.Run(p.id, func(t *testing.T) {
			t.Parallel()
			d, err := build(p)
			if err != nil {
				t.Fatal(err)
			}
			table, _, err := open.Read(context.Background(), filepath.Join("..", p.id, "道路.zip"), open.Options{})
			if err != nil {
				t.Fatal(err)
			}
			net, report, err := roads.Read(context.Background(), table, roads.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Findings {
				t.Errorf("%s: %s", f.Rule, f.Text.EN)
			}
			checkKinds(t, net)
			checkPieces(t, net)
			checkReach(t, d, net)
		})
	}
}

func checkKinds(t *testing.T, net *network.Roads) {
	t.Helper()
	kinds, oneway := map[string]int{}, map[string]int{}
	for _, w := range net.Ways {
		kinds[w.Tags.Get("highway")]++
		oneway[w.Tags.Get("oneway")]++
	}
	for _, k := range []string{"motorway", "trunk_link", "primary", "secondary", "tertiary", "residential", "living_street", "footway", "steps"} {
		if kinds[k] == 0 {
			t.Errorf("there is no %s", k)
		}
	}
	if oneway["yes"] == 0 || oneway["-1"] == 0 {
		t.Errorf("got one-way streets %v, want some in both directions", oneway)
	}
}

// checkPieces wants 1 to 5 connected parts, the largest with 99 % of the streets.
func checkPieces(t *testing.T, net *network.Roads) {
	t.Helper()
	of := make([]int32, len(net.Points))
	for i := range of {
		of[i] = int32(i)
	}
	root := func(i int32) int32 {
		for of[i] != i {
			of[i] = of[of[i]]
			i = of[i]
		}
		return i
	}
	for _, w := range net.Ways {
		for _, n := range w.Nodes {
			of[root(n)] = root(w.Nodes[0])
		}
	}
	length, total, largest := map[int32]float64{}, 0.0, 0.0
	for _, w := range net.Ways {
		for i := 1; i < len(w.Nodes); i++ {
			l := float64(geo.Distance(net.Points[w.Nodes[i-1]], net.Points[w.Nodes[i]]))
			total += l
			length[root(w.Nodes[0])] += l
		}
	}
	for _, l := range length {
		largest = max(largest, l)
	}
	if len(length) < 2 || len(length) > 1+islandKept || largest < 0.99*total {
		t.Errorf("got %d parts, the largest with %.1f %% of %.0f km; want 2 to %d, and 99 %%", len(length), 100*largest/total, total/1000, 1+islandKept)
	}
}

// checkReach wants 95 of 100 communities to have a street within 300 m of where
// their people are taken to be.
func checkReach(t *testing.T, d *district, net *network.Roads) {
	t.Helper()
	var streets []street
	for _, w := range net.Ways {
		var line []orb.Point
		for _, n := range w.Nodes {
			line = append(line, d.plane(net.Points[n]))
		}
		streets = append(streets, street{line: line})
	}
	x, near := newSegmentIndex(streets), 0
	for _, u := range d.communities {
		p, _ := geo.Center(u.polygon)
		if _, _, ok := x.near(d.plane(p), 300, func(int, orb.Point) bool { return true }); ok {
			near++
		}
	}
	if 100*near < 95*len(d.communities) {
		t.Errorf("%d of %d communities have a street within 300 m, want 95 %%", near, len(d.communities))
	}
}

// Lines that cross get one common point; one that touches a line of many points
// near one of them uses that point.
func TestMeet(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b []orb.Point
		want string
	}{
		{"a cross", []orb.Point{{0, 0}, {200, 0}}, []orb.Point{{100, 50}, {100, -50}}, "[[0 0] [100 0] [200 0]] [[100 50] [100 0] [100 -50]]"},
		{"near an end", []orb.Point{{0, 0}, {200, 0}}, []orb.Point{{197, 50}, {197, -50}}, "[[0 0] [200 0]] [[197 50] [200 0] [197 -50]]"},
		{"over a corner", []orb.Point{{0, 0}, {100, 0}, {200, 50}}, []orb.Point{{98, 60}, {98, -60}}, "[[0 0] [100 0] [200 50]] [[98 60] [100 0] [98 -60]]"},
		{"apart", []orb.Point{{0, 0}, {200, 0}}, []orb.Point{{100, 50}, {100, 20}}, "[[0 0] [200 0]] [[100 50] [100 20]]"},
		{"twice", []orb.Point{{0, 0}, {200, 0}}, []orb.Point{{150, 50}, {150, -50}, {50, -50}, {50, 50}}, "[[0 0] [50 0] [150 0] [200 0]] [[150 50] [150 0] [150 -50] [50 -50] [50 0] [50 50]]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			met := meet([]street{{line: c.a}, {line: c.b}})
			if got := fmt.Sprint(met[0].line, " ", met[1].line); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestThinned(t *testing.T) {
	line := []orb.Point{{0, 0}, {50, 3}, {100, 0}, {150, 40}, {200, 0}}
	if got, want := fmt.Sprint(thinned(line, 5)), "[[0 0] [100 0] [150 40] [200 0]]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The plane and the ground are each other's reverse to the last decimal.
func TestPlane(t *testing.T) {
	d := &district{plan: longgangPlan()}
	p := orb.Point{-3456, 7890}
	if q := d.plane(d.ground(p)); math.Abs(q[0]-p[0]) > 0.1 || math.Abs(q[1]-p[1]) > 0.1 {
		t.Errorf("got %v, want %v", q, p)
	}
}
