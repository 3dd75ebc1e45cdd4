package network_test

import (
	"cmp"
	"context"
	"math"
	"strings"
	"testing"

	"fugai/geo/network"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// metre is about one, in degrees.
const metre = 1e-5

// at is a point by metres east and north of a corner.
func at(x, y float64) orb.Point { return orb.Point{114 + x*metre, 22 + y*metre} }

func TestLinesMeet(t *testing.T) {
	cross := [][]orb.Point{{at(0, 0), at(100, 0)}, {at(50, -50), at(50, 50)}}
	for name, c := range map[string]struct {
		lines    [][]orb.Point
		tags     string
		settings network.Settings
		want     network.Report // of it, Nodes, Edges, Parts, Joined and Crossings
	}{
		"equal points":            {[][]orb.Point{{at(0, 0), at(50, 0)}, {at(50, 0), at(50, 50)}}, "", network.Settings{}, network.Report{Nodes: 2, Edges: 1, Parts: 1}},
		"ends 0.3 m apart":        {[][]orb.Point{{at(0, 0), at(50, 0)}, {at(50.3, 0), at(50, 50)}}, "", network.Settings{}, network.Report{Nodes: 2, Edges: 1, Parts: 1, Joined: 2}},
		"ends 0.3 m apart, alone": {[][]orb.Point{{at(0, 0), at(50, 0)}, {at(50.3, 0), at(50, 50)}}, "", network.Settings{Join: -1}, network.Report{Nodes: 4, Edges: 2, Parts: 2}},
		"ends 5 m apart":          {[][]orb.Point{{at(0, 0), at(50, 0)}, {at(55, 0), at(50, 50)}}, "", network.Settings{}, network.Report{Nodes: 4, Edges: 2, Parts: 2}},
		"ends 5 m apart, joined":  {[][]orb.Point{{at(0, 0), at(50, 0)}, {at(55, 0), at(50, 50)}}, "", network.Settings{Join: 10}, network.Report{Nodes: 2, Edges: 1, Parts: 1, Joined: 2}},
		"end at a side":           {[][]orb.Point{{at(0, 0), at(100, 0)}, {at(50, 0.2), at(50, 50)}}, "", network.Settings{}, network.Report{Nodes: 4, Edges: 3, Parts: 1, Joined: 1}},
		"end past a side":         {[][]orb.Point{{at(0, 0), at(100, 0)}, {at(50, -0.2), at(50, 50)}}, "", network.Settings{}, network.Report{Nodes: 4, Edges: 3, Parts: 1, Joined: 1}},
		"ring nearly closed":      {[][]orb.Point{{at(0, 0), at(100, 0), at(100, 100), at(0, 100), at(0, 0.2)}}, "", network.Settings{}, network.Report{Nodes: 1, Edges: 1, Parts: 1, Joined: 2}},
		"crossing":                {cross, "", network.Settings{}, network.Report{Nodes: 4, Edges: 2, Parts: 2, Crossings: 1}},
		"crossing made":           {cross, "", network.Settings{Cross: true}, network.Report{Nodes: 5, Edges: 4, Parts: 1, Crossed: 1}},
		"point on a line": {[][]orb.Point{{{114, 22}, {114.001, 22}}, {{114.0005, 21.999}, {114.0005, 22}, {114.0005, 22.001}}}, "", network.Settings{},
			network.Report{Nodes: 4, Edges: 2, Parts: 2, Crossings: 1}},
		"point on a line, made": {[][]orb.Point{{{114, 22}, {114.001, 22}}, {{114.0005, 21.999}, {114.0005, 22}, {114.0005, 22.001}}}, "", network.Settings{Cross: true},
			network.Report{Nodes: 5, Edges: 4, Parts: 1, Crossed: 1}},
		"bridge": {cross, "bridge=yes", network.Settings{Cross: true}, network.Report{Nodes: 4, Edges: 2, Parts: 2}},
		"three at one crossing": {append([][]orb.Point{{at(0, -50), at(100, 49)}}, cross...), "", network.Settings{Cross: true},
			network.Report{Nodes: 9, Edges: 9, Parts: 1, Crossed: 3}},
		"NaN": {[][]orb.Point{{at(0, 0), {math.NaN(), 22}, at(50, 0), at(60, 0)}}, "", network.Settings{}, network.Report{Nodes: 2, Edges: 1, Parts: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			r := &network.Roads{Lines: true}
			for _, line := range c.lines {
				street(r, strings.TrimSpace("highway=residential "+c.tags), line...)
			}
			_, got := build(t, r, c.settings)
			short := network.Report{Nodes: got.Nodes, Edges: got.Edges, Parts: got.Parts, Joined: got.Joined, Crossed: got.Crossed, Crossings: got.Crossings}
			if short.Nodes != c.want.Nodes || short.Edges != c.want.Edges || short.Parts != c.want.Parts || short.Joined != c.want.Joined || short.Crossings != c.want.Crossings || short.Crossed != c.want.Crossed {
				t.Errorf("got %d nodes, %d edges, %d parts, %d joined, %d crossed, %d crossings; want %+v", got.Nodes, got.Edges, got.Parts, got.Joined, got.Crossed, got.Crossings, c.want)
			}
		})
	}
}

// Two streets of 300 and 100 m that cross, and one of 100 m apart; a motorway that
// crosses both is none for walkers.
func TestCrossingsApart(t *testing.T) {
	r := &network.Roads{Lines: true}
	street(r, "highway=residential", at(0, 0), at(300, 0))
	street(r, "highway=residential", at(50, -50), at(50, 50))
	street(r, "highway=residential", at(100, 100), at(200, 100))
	street(r, "highway=motorway", at(150, -200), at(150, 200))
	for _, c := range []struct {
		settings        network.Settings
		crossings       int
		apart, together float64
	}{
		{network.Settings{}, 3, 0.6, 0.8},
		{network.Settings{Mode: network.Drive}, 3, 400. / 900, 1},
		{network.Settings{Cross: true}, 0, 0, 0},
	} {
		_, got := build(t, r, c.settings)
		if got.Crossings != c.crossings || math.Abs(got.Apart-c.apart) > 0.02 || math.Abs(got.Together-c.together) > 0.02 {
			t.Errorf("%+v: %d crossings, %.3f apart, %.3f together; want %+v", c.settings, got.Crossings, got.Apart, got.Together, c)
		}
	}
}

// The roads that were given stay as they are.
func TestBuildKeepsRoads(t *testing.T) {
	r := &network.Roads{Lines: true}
	street(r, "highway=residential", at(0, 0), at(100, 0))
	street(r, "highway=residential", at(50, 0.2), at(50, 50))
	street(r, "highway=residential", at(20, -20), at(20, 50))
	points, nodes := len(r.Points), r.Ways[0].Nodes
	if _, report := build(t, r, network.Settings{Cross: true}); report.Joined != 1 || report.Crossed != 1 {
		t.Errorf("%d joined and %d crossed, want 1 each", report.Joined, report.Crossed)
	}
	if len(r.Points) != points || len(r.Ways[0].Nodes) != len(nodes) || &r.Ways[0].Nodes[0] != &nodes[0] {
		t.Error("the roads were changed")
	}
}

// Crossings are found as looking at each pair finds them, in whole numbers.
func TestCrossingsAgainstPairs(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := &network.Roads{Lines: true}
		draw := func() [2]int {
			return [2]int{rapid.IntRange(0, 40).Draw(rt, "x"), rapid.IntRange(0, 40).Draw(rt, "y")}
		}
		exact := func(p [2]int) orb.Point { return orb.Point{114 + float64(p[0])/(1<<14), 22 + float64(p[1])/(1<<14)} }
		var lines [][2][2]int
		want := 0
		for range rapid.IntRange(1, 40).Draw(rt, "lines") {
			line := [2][2]int{draw(), draw()}
			if line[0] == line[1] {
				continue
			}
			for _, other := range lines {
				if side(line, other[0])*side(line, other[1]) < 0 && side(other, line[0])*side(other, line[1]) < 0 {
					want++
				}
				for _, pair := range [][2][2][2]int{{line, other}, {other, line}} {
					if inside(pair[0], pair[1][0]) { // a line's last point is left to Settings.Join
						want++
					}
				}
			}
			lines = append(lines, line)
			street(r, "highway=residential", exact(line[0]), exact(line[1]))
		}
		if _, report := build(t, r, network.Settings{Join: -1}); report.Crossings != want {
			rt.Fatalf("%d crossings, want %d", report.Crossings, want)
		}
	})
}

// side is 1, 0 or -1 for a point to the left of a line, on it, or to its right.
func side(line [2][2]int, p [2]int) int {
	a, b := line[0], line[1]
	return cmp.Compare((b[0]-a[0])*(p[1]-a[1]), (b[1]-a[1])*(p[0]-a[0]))
}

// inside tells whether a point lies on a line between its ends.
func inside(line [2][2]int, p [2]int) bool {
	a, b := line[0], line[1]
	along := (b[0]-a[0])*(p[0]-a[0]) + (b[1]-a[1])*(p[1]-a[1])
	return side(line, p) == 0 && along > 0 && along < (b[0]-a[0])*(b[0]-a[0])+(b[1]-a[1])*(b[1]-a[1])
}

func TestRoadsThatDoNotFit(t *testing.T) {
	points := []orb.Point{{114, 22}, {114.01, 22}}
	for name, r := range map[string]*network.Roads{
		"way":     {Points: points, Ways: []network.Way{{ID: 7, Nodes: []int32{0, 2}}}},
		"below 0": {Points: points, Ways: []network.Way{{ID: 7, Nodes: []int32{-1, 0}}}},
		"tags":    {Points: points, Nodes: []network.NodeTags{{Node: 9}}},
		"turn":    {Points: points, Turns: []network.Turn{{ID: 7, Via: 2}}},
	} {
		if _, _, err := network.Build(context.Background(), r, network.Settings{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Roads that make no sense give a graph that does.
func TestBuildOfAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		number := rapid.SampledFrom([]float64{0, 1e-7, 2e-7, 22, 22.001, 89.9999, 90, -180, 180, 200, 1e300, math.NaN(), math.Inf(1)})
		r := &network.Roads{Lines: rapid.Bool().Draw(rt, "lines")}
		n := rapid.IntRange(1, 9).Draw(rt, "points")
		for range n {
			r.Points = append(r.Points, orb.Point{number.Draw(rt, "x"), number.Draw(rt, "y")})
		}
		index := rapid.Int32Range(0, int32(n-1))
		words := rapid.SampledFrom(strings.Fields(`highway=residential highway=motorway highway=steps route=ferry duration=0 duration=99:99
			oneway=yes oneway=-1 area=yes junction=roundabout maxspeed=-5 maxspeed=1e9 barrier=wall barrier=bollard access=no foot=yes`))
		for i := range rapid.IntRange(0, 8).Draw(rt, "ways") {
			r.Ways = append(r.Ways, network.Way{ID: int64(i % 5), Nodes: rapid.SliceOfN(index, 0, 6).Draw(rt, "nodes"),
				Tags: tagsOf(strings.Join(rapid.SliceOfN(words, 0, 4).Draw(rt, "tags"), " "))})
		}
		for range rapid.IntRange(0, 3).Draw(rt, "tagged") {
			r.Nodes = append(r.Nodes, network.NodeTags{Node: index.Draw(rt, "node"), Tags: tagsOf(words.Draw(rt, "tag"))})
		}
		id := rapid.Int64Range(0, 5)
		for range rapid.IntRange(0, 4).Draw(rt, "turns") {
			r.Turns = append(r.Turns, network.Turn{From: id.Draw(rt, "from"), To: id.Draw(rt, "to"), Via: index.Draw(rt, "via") - int32(n)/2,
				ViaWays: rapid.SliceOfN(id, 0, 3).Draw(rt, "via"), Only: rapid.Bool().Draw(rt, "only")})
		}
		s := network.Settings{Mode: rapid.SampledFrom([]network.Mode{network.Walk, network.Cycle, network.Drive}).Draw(rt, "mode"), Cross: true, Join: 100}
		g, report := build(t, r, s)
		if s.Mode == network.Drive && len(r.Turns) > 0 && report.Applied+report.Unresolved+report.LongVia+report.Idle > report.Turns {
			rt.Errorf("report %+v", report)
		}
		if _, _, err := g.Snap(context.Background(), r.Points, network.SnapOptions{Limit: -1}); err != nil {
			rt.Error(err)
		}
	})
}
