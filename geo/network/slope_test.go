package network_test

import (
	"math"
	"testing"

	"fugai/geo/network"

	"github.com/paulmach/orb"
)

// A street of eleven points a thousandth of a degree (111.3 m) apart on the
// equator, of which the first seven have a height: the stretches after the
// seventh count as level.
func TestHeightsOfAPart(t *testing.T) {
	r := &network.Roads{Ways: []network.Way{{ID: 1, Tags: tagsOf("highway=residential")}, {ID: 2, Tags: tagsOf("highway=residential bridge=yes")}}}
	for i := range 11 {
		r.Points = append(r.Points, orb.Point{10 + float64(i)/1000, 0})
		r.Ways[0].Nodes = append(r.Ways[0].Nodes, int32(i))
	}
	r.Points = append(r.Points, orb.Point{10, 0.001})
	r.Ways[1].Nodes = []int32{0, 11}
	const milli = 111.31949079327
	for name, c := range map[string]struct {
		settings     network.Settings
		sloped, flat float64 // thousandths of a degree
	}{
		"no heights": {network.Settings{}, 0, 0},
		"some":       {network.Settings{Height: upTo(10.0065)}, 10, 4},
		"all":        {network.Settings{Height: upTo(11)}, 10, 0},
		"none":       {network.Settings{Height: upTo(9)}, 10, 10},
		"infinite":   {network.Settings{Height: func(orb.Point) (float64, bool) { return math.Inf(1), true }}, 10, 10},
		"by car":     {network.Settings{Mode: network.Drive, Height: upTo(9)}, 0, 0},
		"by length":  {network.Settings{Impedance: network.Length, Height: upTo(9)}, 0, 0},
	} {
		_, report := build(t, r, c.settings)
		if math.Abs(report.Sloped-c.sloped*milli) > 0.01 || math.Abs(report.Flat-c.flat*milli) > 0.01 {
			t.Errorf("%s: %.2f of %.2f m flat, want %.2f of %.2f", name, report.Flat, report.Sloped, c.flat*milli, c.sloped*milli)
		}
	}
}

// upTo is a slope that is known west of a meridian.
func upTo(lon float64) func(orb.Point) (float64, bool) {
	return func(p orb.Point) (float64, bool) { return 100 * (p[0] - 10), p[0] < lon }
}
