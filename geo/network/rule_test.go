package network_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"fugai/geo"
	"fugai/geo/network"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// tagsOf reads "highway=primary oneway=yes".
func tagsOf(text string) (tags network.Tags) {
	for _, pair := range strings.Fields(text) {
		k, v, _ := strings.Cut(pair, "=")
		tags = append(tags, network.Tag{Key: k, Value: strings.ReplaceAll(v, "_", " ")})
	}
	for i := range tags {
		if tags[i].Key != "maxspeed" {
			tags[i].Value = strings.ReplaceAll(tags[i].Value, " ", "_")
		}
	}
	return tags
}

// kmh builds a single street of about a kilometre and gives its speeds along
// and against its points, rounded to a tenth, 0 for closed.
func kmh(t *testing.T, s network.Settings, tags string) (pair [2]float64, report network.Report) {
	t.Helper()
	r := &network.Roads{
		Points: []orb.Point{{114, 22}, {114.01, 22}},
		Ways:   []network.Way{{ID: 1, Nodes: []int32{0, 1}, Tags: tagsOf(tags)}},
	}
	g, report := build(t, r, s)
	if len(g.Edges) == 0 {
		return pair, report
	}
	metres := float64(geo.Distance(r.Points[0], r.Points[1]))
	e := g.Edges[0]
	ahead, back := e.Ahead, e.Back
	if g.Shape[e.First] != r.Points[0] {
		ahead, back = back, ahead
	}
	for i, c := range [...]network.Cost{ahead, back} {
		if c != network.Never {
			pair[i] = math.Round(metres*3600/float64(c)*10) / 10
		}
	}
	return pair, report
}

// both is a street that is open both ways at one speed.
func both(v float64) [2]float64 { return [2]float64{v, v} }

// What the wiki of OpenStreetMap and the comments of the package say of each
// tag, in the order of the modes walk, cycle, drive.
func TestRules(t *testing.T) {
	shut := both(0)
	for _, c := range []struct {
		tags               string
		walk, cycle, drive [2]float64
	}{
		{"highway=residential", both(4.8), both(15), both(25)},
		{"highway=motorway", shut, shut, [2]float64{100, 0}},
		{"highway=motorway oneway=no", shut, shut, both(100)},
		{"highway=motorway_link", shut, shut, both(60)},
		{"highway=motorway foot=yes", both(4.8), shut, [2]float64{100, 0}},
		{"highway=trunk", both(4.8), both(16), both(70)},
		{"highway=trunk motorroad=yes", shut, shut, both(70)},
		{"highway=trunk motorroad=yes bicycle=yes", shut, both(16), both(70)},
		{"highway=footway", both(4.8), both(4.8), shut},
		{"highway=footway bicycle=yes", both(4.8), both(10), shut},
		{"highway=pedestrian motor_vehicle=yes", both(4.8), both(4.8), both(10)},
		{"highway=pedestrian area=yes oneway=yes", both(4.8), both(4.8), shut},
		{"highway=cycleway", both(4.8), both(16), shut},
		{"highway=cycleway foot=no", shut, both(16), shut},
		{"highway=cycleway access=yes", both(4.8), both(16), shut},
		{"highway=steps", both(2.4), both(1.5), shut},
		{"highway=steps conveying=forward", [2]float64{2.4, 0}, both(1.5), shut},
		{"highway=construction", shut, shut, shut},
		{"highway=proposed foot=yes", shut, shut, shut},
		{"highway=busway", shut, shut, shut},
		{"building=yes", shut, shut, shut},
		{"railway=platform", both(4.8), both(4.8), shut},
		{"man_made=pier", both(4.8), both(4.8), shut},

		{"highway=service access=private", shut, shut, shut},
		{"highway=service access=no foot=yes", both(4.8), shut, shut},
		{"highway=service access=no vehicle=yes", shut, both(14), both(15)},
		{"highway=service access=destination", both(4.8), both(14), both(15)},
		{"highway=service access=customers", both(4.8), both(14), both(15)},
		{"highway=service vehicle=no", both(4.8), shut, shut},
		{"highway=service motor_vehicle=no", both(4.8), both(14), shut},
		{"highway=service motor_vehicle=no motorcar=yes", both(4.8), both(14), both(15)},
		{"highway=service access=unknown", both(4.8), both(14), both(15)},
		{"highway=service access=no;destination", both(4.8), both(14), both(15)},
		{"highway=track motor_vehicle=agricultural", both(4.8), both(12), shut},
		{"highway=residential foot=no", shut, both(15), both(25)},
		{"highway=residential bicycle=dismount", both(4.8), both(4.8), both(25)},

		{"highway=residential oneway=yes", both(4.8), [2]float64{15, 0}, [2]float64{25, 0}},
		{"highway=residential oneway=-1", both(4.8), [2]float64{0, 15}, [2]float64{0, 25}},
		{"highway=residential oneway=yes oneway:bicycle=no", both(4.8), both(15), [2]float64{25, 0}},
		{"highway=residential oneway=yes cycleway=opposite_lane", both(4.8), both(15), [2]float64{25, 0}},
		{"highway=residential oneway=yes cycleway:left:oneway=no", both(4.8), both(15), [2]float64{25, 0}},
		{"highway=residential oneway=yes bicycle:backward=yes", both(4.8), both(15), [2]float64{25, 0}},
		{"highway=residential oneway=no oneway:motor_vehicle=yes", both(4.8), both(15), [2]float64{25, 0}},
		{"highway=residential oneway:foot=yes", [2]float64{4.8, 0}, both(15), both(25)},
		{"highway=residential oneway=reversible", both(4.8), shut, shut},
		{"highway=residential oneway=alternating", both(4.8), both(15), both(25)},
		{"highway=residential junction=roundabout", both(4.8), [2]float64{15, 0}, [2]float64{25, 0}},
		{"highway=residential junction=circular", both(4.8), [2]float64{15, 0}, [2]float64{25, 0}},
		{"highway=residential motor_vehicle:backward=no", both(4.8), [2]float64{15, 0}, [2]float64{25, 0}},

		{"highway=primary sidewalk=no", both(2.4), both(16), both(55)},
		{"highway=residential sidewalk=no", both(4.8), both(15), both(25)},
		{"highway=residential maxspeed=50", both(4.8), both(15), both(45)},
		{"highway=residential maxspeed=30_mph", both(4.8), both(15), both(43.5)},
		{"highway=residential maxspeed=CN:urban", both(4.8), both(15), both(25)},
		{"highway=residential maxspeed=walk", both(4.8), both(15), both(4.5)},
		{"highway=residential maxspeed=50 maxspeed:backward=30", both(4.8), both(15), [2]float64{45, 27}},
		{"highway=primary maxspeed=60;80", both(4.8), both(16), both(54)},

		{"route=ferry", both(12), both(12), both(12)},
		{"route=ferry foot=yes", both(12), both(12), shut},
		{"route=ferry foot=yes motor_vehicle=yes", both(12), both(12), both(12)},
		{"route=ferry duration=00:12", both(5.2), both(5.2), both(5.2)},
		{"route=ferry duration=PT12M", both(5.2), both(5.2), both(5.2)},
		{"route=ferry duration=12", both(5.2), both(5.2), both(5.2)},
		{"route=ferry foot=no", shut, both(12), shut},
	} {
		t.Run(c.tags, func(t *testing.T) {
			var got [3][2]float64
			for i, m := range [...]network.Mode{network.Walk, network.Cycle, network.Drive} {
				got[i], _ = kmh(t, network.Settings{Mode: m}, c.tags)
			}
			if diff := cmp.Diff(got, [3][2]float64{c.walk, c.cycle, c.drive}); diff != "" {
				t.Errorf("km/h ahead and back, by mode (-got +want):\n%s", diff)
			}
		})
	}
}

func TestSettingsChangeSpeeds(t *testing.T) {
	for name, c := range map[string]struct {
		settings network.Settings
		tags     string
		want     [2]float64
	}{
		"child":                   {network.Settings{Walking: network.ChildWalk}, "highway=footway", both(3.6)},
		"child on steps":          {network.Settings{Walking: network.ChildWalk}, "highway=steps", both(1.8)},
		"class":                   {network.Settings{Mode: network.Drive, Speeds: map[string]float64{"primary": 80}}, "highway=primary", both(80)},
		"class below the limit":   {network.Settings{Mode: network.Drive, Speeds: map[string]float64{"primary": 80}}, "highway=primary maxspeed=60", both(60)},
		"class opened":            {network.Settings{Mode: network.Drive, Speeds: map[string]float64{"cycleway": 8}}, "highway=cycleway", both(8)},
		"new class":               {network.Settings{Mode: network.Drive, Speeds: map[string]float64{"绿道": 8}}, "highway=绿道", both(8)},
		"ferry":                   {network.Settings{Speeds: map[string]float64{"ferry": 20}}, "route=ferry", both(20)},
		"private":                 {network.Settings{Private: true}, "highway=service access=private", both(4.8)},
		"length, by whatever way": {network.Settings{Impedance: network.Length}, "highway=steps", both(3.6)},
	} {
		t.Run(name, func(t *testing.T) {
			if got, _ := kmh(t, c.settings, c.tags); got != c.want {
				t.Errorf("%v km/h, want %v", got, c.want)
			}
		})
	}
}

func TestSettingsThatCannotBe(t *testing.T) {
	for name, c := range map[string]struct {
		settings network.Settings
		want     []string
	}{
		"speed of 0":       {network.Settings{Speeds: map[string]float64{"primary": 0}}, []string{"primary", "0 km/h"}},
		"speed below 0":    {network.Settings{Speeds: map[string]float64{"primary": -5}}, []string{"primary", "-5 km/h"}},
		"speed NaN":        {network.Settings{Speeds: map[string]float64{"steps": math.NaN()}}, []string{"steps", "NaN"}},
		"infinite speed":   {network.Settings{Speeds: map[string]float64{"steps": math.Inf(1)}}, []string{"steps", "+Inf"}},
		"walking below 0":  {network.Settings{Walking: -1}, []string{"walking speed", "-1"}},
		"access NaN":       {network.Settings{Access: math.NaN()}, []string{"off the street", "NaN"}},
		"mode":             {network.Settings{Mode: "fly"}, []string{"fly"}},
		"impedance":        {network.Settings{Impedance: "fun"}, []string{"fun"}},
		"join of NaN":      {network.Settings{Join: math.NaN()}, []string{"NaN"}},
		"infinite islands": {network.Settings{MinPart: math.Inf(1)}, []string{"Inf"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := network.Build(context.Background(), &network.Roads{}, c.settings)
			if err == nil {
				t.Fatal("no error")
			}
			for _, word := range c.want {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("error %q does not name %q", err, word)
				}
			}
		})
	}
}

func TestKeyNamesWhatMatters(t *testing.T) {
	zero := network.Settings{}.Key()
	same := network.Settings{Mode: network.Walk, Impedance: network.Time, Walking: 4.8, Access: 4.8, Join: network.DefaultJoin, MinPart: network.DefaultMinPart}.Key()
	if zero != same {
		t.Error("the defaults, spelled out, have another key")
	}
	seen := map[string]int{zero: -1}
	for i, s := range []network.Settings{
		{Mode: network.Drive}, {Impedance: network.Length}, {Walking: 3.6}, {Access: 3}, {Private: true}, {HeightKey: "dem"},
		{Height: func(orb.Point) (float64, bool) { return 0, true }}, {Join: 2}, {Cross: true}, {MinPart: 1},
		{Speeds: map[string]float64{"a": 1}}, {Speeds: map[string]float64{"a": 2}}, {Speeds: map[string]float64{"a": 1, "b": 1}},
	} {
		k := s.Key()
		if j, have := seen[k]; have {
			t.Errorf("settings %d and %d have the same key", i, j)
		}
		seen[k] = i
	}
}

// barrierCase is a street with a node in its middle.
func TestBarriers(t *testing.T) {
	for _, c := range []struct {
		tags  string
		modes string // that pass
	}{
		{"barrier=bollard", "walk cycle"},
		{"barrier=bollard motor_vehicle=yes", "walk cycle drive"},
		{"barrier=bollard access=yes", "walk cycle"},
		{"barrier=gate", "walk cycle drive"},
		{"barrier=gate access=private", ""},
		{"barrier=gate access=no foot=yes", "walk"},
		{"barrier=gate locked=yes", ""},
		{"barrier=lift_gate", "walk cycle drive"},
		{"barrier=cycle_barrier", "walk cycle"},
		{"barrier=stile", "walk"},
		{"barrier=wall", ""},
		{"barrier=kerb", "walk cycle drive"},
		{"barrier=something", "walk cycle drive"},
		{"highway=crossing access=no", "walk cycle drive"},
		{"ford=yes", "walk cycle drive"},
	} {
		t.Run(c.tags, func(t *testing.T) {
			var pass []string
			for _, m := range [...]network.Mode{network.Walk, network.Cycle, network.Drive} {
				r := &network.Roads{
					Points: []orb.Point{{114, 22}, {114.01, 22}, {114.02, 22}},
					Ways:   []network.Way{{ID: 1, Nodes: []int32{0, 1, 2}, Tags: tagsOf("highway=residential")}},
					Nodes:  []network.NodeTags{{Node: 1, Tags: tagsOf(c.tags)}},
				}
				g, report := build(t, r, network.Settings{Mode: m})
				if len(g.Edges) == 1 {
					pass = append(pass, string(m))
				} else if report.Barriers != 1 || len(g.Parts) != 2 || len(g.Nodes) != 4 {
					t.Errorf("%s: a barrier leaves %d nodes in %d parts, report %+v", m, len(g.Nodes), len(g.Parts), report)
				}
			}
			if got := strings.Join(pass, " "); got != c.modes {
				t.Errorf("%q pass, want %q", got, c.modes)
			}
		})
	}
}

// Tobler's function has its values from the formula: 6·exp(-3.5·|s+0.05|)
// over 6·exp(-3.5·0.05).
func TestSlopes(t *testing.T) {
	for _, c := range []struct{ slope, tobler, cycling float64 }{
		{0, 1, 1},
		{-0.05, 1.19125, 1.19907},
		{0.1, 0.70469, 0.33333},
		{-0.3, 0.49659, 1.4},
		{0.3, 0.34994, 0.2},
	} {
		if got := network.Tobler(c.slope); math.Abs(got-c.tobler) > 1e-5 {
			t.Errorf("Tobler(%v) = %.5f, want %.5f", c.slope, got, c.tobler)
		}
		if got := network.Cycling(c.slope); math.Abs(got-c.cycling) > 1e-5 {
			t.Errorf("Cycling(%v) = %.5f, want %.5f", c.slope, got, c.cycling)
		}
	}
}

// A street of 1,032 m that climbs 103 m eastward.
func TestHeightsSlowDown(t *testing.T) {
	length := float64(geo.Distance(orb.Point{114, 22}, orb.Point{114.01, 22}))
	hill := func(p orb.Point) (float64, bool) { return (p[0] - 114) * 100 * length * 0.1, p[0] < 200 }
	for name, c := range map[string]struct {
		settings network.Settings
		tags     string
		want     [2]float64
	}{
		"walk":      {network.Settings{Height: hill}, "highway=residential", [2]float64{3.4, 4.8}},
		"cycle":     {network.Settings{Mode: network.Cycle, Height: hill}, "highway=residential", [2]float64{5, 21}},
		"drive":     {network.Settings{Mode: network.Drive, Height: hill}, "highway=residential", both(25)},
		"bridge":    {network.Settings{Height: hill}, "highway=residential bridge=yes", both(4.8)},
		"not known": {network.Settings{Height: func(orb.Point) (float64, bool) { return 1e9, false }}, "highway=residential", both(4.8)},
	} {
		t.Run(name, func(t *testing.T) {
			if got, _ := kmh(t, c.settings, c.tags); got != c.want {
				t.Errorf("%v km/h, want %v", got, c.want)
			}
		})
	}
}

func TestUnknownWordsAreCounted(t *testing.T) {
	r := &network.Roads{Points: []orb.Point{{114, 22}, {114.01, 22}, {114.02, 22}}, Dead: 3}
	for i, tags := range []string{"highway=绿道", "highway=绿道", "highway=lane", "highway=residential maxspeed=fast", "highway=residential maxspeed=0", "highway=proposed", "landuse=grass"} {
		r.Ways = append(r.Ways, network.Way{ID: int64(i + 1), Nodes: []int32{0, 1, 2}, Tags: tagsOf(tags)})
	}
	_, report := build(t, r, network.Settings{Mode: network.Drive})
	if diff := cmp.Diff(report.Unknown, []network.Count{{Text: "绿道", Count: 2}, {Text: "lane", Count: 1}}); diff != "" {
		t.Errorf("unknown classes (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(report.Unread, []network.Count{{Text: "0", Count: 1}, {Text: "fast", Count: 1}}); diff != "" {
		t.Errorf("unread limits (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(report.Closed, map[network.Reason]int{network.Unbuilt: 1, network.NoStreet: 1}); diff != "" {
		t.Errorf("closed ways (-got +want):\n%s", diff)
	}
	if report.Used != 5 || report.Ways != 7 || report.Dead != 3 || report.Double != 8 {
		t.Errorf("report %+v", report)
	}
}
