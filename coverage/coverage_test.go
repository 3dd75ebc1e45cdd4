package coverage

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// line is a Travel that measures geodesics, pair by pair.
type line struct{}

func (line) Unit() string { return "m" }

func (line) Costs(_ context.Context, from, to []orb.Point, cutoff float64) (*Costs, error) {
	c := NewCosts("m", len(to), cutoff)
	for _, a := range from {
		var row []Entry
		for j, b := range to {
			if d := geo.Distance(a, b); geo.AtMost(d, geo.Meters(cutoff)) {
				row = append(row, Entry{Site: j, Cost: float64(d)})
			}
		}
		c.AddRow(row)
	}
	return c, nil
}

func at(lon, lat float64) *orb.Point { return &orb.Point{lon, lat} }

func year(y int) datasets.Date { return datasets.Date{Year: y} }

func day(y, m, d int) datasets.Date { return datasets.Date{Year: y, Month: m, Day: d} }

func opened(id, area string, p *orb.Point, when datasets.Date) datasets.Facility {
	return datasets.Facility{ID: id, Name: id, Kind: "reading", Area: area, Point: p, Life: []datasets.Event{{State: datasets.Open, At: when}}}
}

// town is two streets with two communities each; a facility in s1 and one over
// the boundary from it, 100 people a community.
func town() *Input {
	area := func(id, level, parent string, lon float64) datasets.Area {
		return datasets.Area{ID: id, Name: id, Level: level, Parent: parent, Center: at(lon, 22)}
	}
	in := &Input{
		AsOf: day(2024, 12, 31), Levels: []LevelCount{{Level: "subdistrict"}, {Level: "community"}},
		Areas: []datasets.Area{area("s1", "subdistrict", "", 114.00), area("s2", "subdistrict", "", 114.10),
			area("c1", "community", "s1", 114.00), area("c2", "community", "s1", 114.04), area("c3", "community", "s2", 114.05), area("c4", "community", "s2", 114.12)},
		Facilities: []datasets.Facility{opened("f1", "c1", at(114.00, 22), year(2021)), opened("f2", "c2", at(114.045, 22), year(2023)),
			{ID: "f3", Name: "f3", Kind: "reading", Area: "c4", Point: at(114.12, 22), Life: []datasets.Event{{State: datasets.Building, At: year(2024)}}}},
		Kinds: []string{"reading"}, Taxonomy: datasets.BuiltinTaxonomy(), Travel: line{}, CompareWithin: 1000,
	}
	var demand []datasets.Demand
	for _, a := range in.Areas[2:] {
		demand = append(demand, datasets.Demand{ID: a.ID, Name: a.Name, Area: a.ID, Point: a.Center, Weights: datasets.NewWeights(map[string]float64{"people": 100})})
	}
	in.Demand = datasets.NewDemandList(demand)
	return in
}

func evaluate(t *testing.T, in *Input, target Target) *Ledger {
	t.Helper()
	target.ID, target.Decimals = "t", 2
	if target.Kinds == nil {
		target.Kinds = []string{"reading"}
	}
	r, err := Evaluate(context.Background(), in, []Target{target}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &r.Targets[0]
}

func num(v float64) *float64 { return &v }

func TestPresence(t *testing.T) {
	l := evaluate(t, town(), Target{Presence: &PresenceRule{Every: "subdistrict", AtLeast: 1, Share: 100}, By: year(2025)})
	if l.Numerator != 1 || l.Denominator != 2 || *l.Percent != 50 {
		t.Errorf("got %v/%v = %v, want 1/2 = 50", l.Numerator, l.Denominator, *l.Percent)
	}
	if len(l.Missing) != 1 || l.Missing[0].ID != "s2" || l.Missing[0].Need != 1 {
		t.Errorf("missing: got %+v, want s2 needing 1", l.Missing)
	}
	if l.Sites == nil || l.Sites.Least != 1 || l.Sites.Most != 1 {
		t.Errorf("sites: got %+v, want exactly 1", l.Sites)
	}
	// 2021-12-31: 50 %, 2024-12-31: 50 %: no pace, so the goal cannot come.
	if l.Status != Behind || *l.Pace.SoFar != 0 {
		t.Errorf("got %s, pace %v; want behind, 0", l.Status, *l.Pace.SoFar)
	}
	if math.Abs(*l.Pace.Needed-50) > 1e-9 {
		t.Errorf("pace needed: got %v, want 50 points in the one year", *l.Pace.Needed)
	}
	// c3 is 516 m from f2, which stands in the other street; c4 has none near.
	want := &Beside{Within: 1000, Group: "people", Covered: 200, CoveredBeyond: 0, Uncovered: 200, UncoveredNear: 100,
		Units: []BesideRow{{Area: "s2", People: 200, Within: 100, Beyond: 100}}}
	if d := cmp.Diff(want, l.Beside); d != "" {
		t.Errorf("beside (-want +got):\n%s", d)
	}
}

func TestPresenceFilterAndShare(t *testing.T) {
	target := Target{Presence: &PresenceRule{Every: "community", AtLeast: 1, Share: 60}}
	target.Filters.Area = func(a *datasets.Area) bool { return a.ID != "c4" }
	target.Filters.AreaExpr = `id != "c4"`
	l := evaluate(t, town(), target)
	if l.Numerator != 2 || l.Denominator != 3 || *l.Percent != 66.67 || l.Status != Met {
		t.Errorf("got %v/%v = %v %s, want 2/3 = 66.67 met", l.Numerator, l.Denominator, *l.Percent, l.Status)
	}
	if d := cmp.Diff([]Filter{{Of: "units", Expr: `id != "c4"`, Kept: 3, From: 4}}, l.Filters); d != "" {
		t.Error(d)
	}
}

func TestStockAndFlow(t *testing.T) {
	in := town()
	if l := evaluate(t, in, Target{Stock: &StockRule{}}); l.Value != 2 || l.Status != Counted {
		t.Errorf("stock: got %v %s, want 2 counted", l.Value, l.Status)
	}
	if l := evaluate(t, in, Target{Stock: &StockRule{}, States: []datasets.State{datasets.Building}}); l.Value != 1 {
		t.Errorf("building: got %v, want 1", l.Value)
	}
	flow := &FlowRule{From: year(2023), To: year(2024), Event: datasets.Open, AtLeast: num(3)}
	l := evaluate(t, in, Target{Flow: flow, By: year(2024)})
	if l.Value != 1 || l.Status != Missed || l.Sites.Least != 2 {
		t.Errorf("flow: got %v %s sites %+v, want 1 missed 2", l.Value, l.Status, l.Sites)
	}
	// A year-only date straddles a half year: it is not wholly inside.
	flow = &FlowRule{From: day(2023, 1, 1), To: day(2023, 6, 30), Event: datasets.Open}
	if l := evaluate(t, in, Target{Flow: flow}); l.Value != 0 {
		t.Errorf("half year: got %v, want 0", l.Value)
	}
}

// TestReachAtThreshold puts a facility 500 m away by geodesic: at most 500 m
// includes it, 499.999 m does not.
func TestReachAtThreshold(t *testing.T) {
	in := town()
	p, _ := geo.Direct(*in.Demand.Point(0), 37, 500)
	in.Facilities = []datasets.Facility{opened("f", "c1", &p, year(2020))}
	for _, c := range []struct {
		within geo.Meters
		want   float64
	}{{500, 100}, {499.999, 0}, {500.001, 100}} {
		l := evaluate(t, in, Target{Reach: &ReachRule{Group: "people", Within: []float64{float64(c.within)}, Share: 50}})
		if l.Numerator != c.want || l.Denominator != 400 {
			t.Errorf("within %v: got %v of %v, want %v of 400", c.within, l.Numerator, l.Denominator, c.want)
		}
	}
}

func TestReachThresholdsAndGaps(t *testing.T) {
	l := evaluate(t, town(), Target{Reach: &ReachRule{Group: "people", Within: []float64{100, 600}, Share: 100}, By: year(2030)})
	// c1 has f1 at 0 m; c2 and c3 are 516 m from f2; c4's is only being built.
	got := []float64{l.Thresholds[0].Numerator, l.Thresholds[1].Numerator}
	if d := cmp.Diff([]float64{100, 300}, got); d != "" {
		t.Error(d)
	}
	if len(l.Missing) != 1 || l.Missing[0].ID != "c4" || l.Sites == nil || l.Sites.Least != 1 || l.Sites.Most != 1 {
		t.Errorf("missing %+v, sites %+v; want c4 and exactly 1", l.Missing, l.Sites)
	}
	if l.Level != "community" || len(l.Units) != 4 {
		t.Errorf("got %d units of %s, want 4 communities", len(l.Units), l.Level)
	}
}

func TestGradedUnits(t *testing.T) {
	in := town()
	in.Areas[2].Grades = []datasets.Grade{{Level: "province", Title: "儿童友好示范社区", At: year(2022)}}
	in.Areas[3].Grades = []datasets.Grade{{Level: "city", Title: "儿童友好示范社区"}, {Level: "national", Title: "别的", At: year(2020)}}
	in.Areas[4].Grades = []datasets.Grade{{Level: "province", Title: "儿童友好示范社区", At: year(2025)}}
	l := evaluate(t, in, Target{Kinds: []string{}, Graded: &GradedRule{OfUnits: true, Level: "community", Grade: "province", Title: "示范社区"}})
	if l.Numerator != 1 || l.Denominator != 4 || *l.Percent != 25 || l.Status != Counted {
		t.Errorf("got %v/%v %s, want 1/4 counted", l.Numerator, l.Denominator, l.Status)
	}
	if d := cmp.Diff([]string{"c1"}, l.Counted); d != "" {
		t.Error(d)
	}
}

func TestRatio(t *testing.T) {
	in := town()
	in.Facilities[0].Capacity = num(1)
	l := evaluate(t, in, Target{Ratio: &RatioRule{Group: "people", AtLeast: num(4.5)}})
	// 1 place for 400 people; 4.5 per 1,000 asks 1.8, so 1 more: one site of capacity 1.
	if l.Value != 2.5 || l.Status != Behind || l.Sites == nil || l.Sites.Least != 1 {
		t.Errorf("got %v %s %+v, want 2.5 behind 1", l.Value, l.Status, l.Sites)
	}
}

func TestMandate(t *testing.T) {
	in := town()
	in.Facilities[0].FloorM2, in.Facilities[1].FloorM2 = num(12), num(8)
	in.Facilities[1].Venue = "商场"
	in.Venues = []datasets.Candidate{
		{ID: "v1", Name: "车站", Point: at(114.0005, 22), Area: "c1", FloorM2: num(20000)}, // 52 m from f1
		{ID: "v2", Name: "商场", Point: at(114.2, 22), Area: "c2", FloorM2: num(15000)},    // f2 is registered here, but small
		{ID: "v3", Name: "小店", Area: "c2", FloorM2: num(100)},
	}
	big := func(v *datasets.Candidate) bool { return *v.FloorM2 > 10000 }
	target := Target{Mandate: &MandateRule{Within: 100, FloorM2: 10, Share: 100}, Filters: Filters{Venue: big, VenueExpr: "floor_m2 > 10000"}}
	if l := evaluate(t, in, target); l.Numerator != 1 || l.Denominator != 2 || l.Missing[0].Name != "商场" {
		t.Errorf("got %v/%v missing %+v, want 1/2 missing 商场", l.Numerator, l.Denominator, l.Missing)
	}
	target.Mandate = &MandateRule{Within: 100, Share: 100}
	if l := evaluate(t, in, target); l.Numerator != 2 || l.Status != Met {
		t.Errorf("without a size: got %v %s, want 2 met", l.Numerator, l.Status)
	}
}

func TestNotMeasurable(t *testing.T) {
	cases := map[string]Target{
		"no layer holds the kind": {Kinds: []string{"nursing_room"}, Stock: &StockRule{}},
		"no such group":           {Reach: &ReachRule{Group: "martians", Within: []float64{500}}},
		"no unit of the level":    {Presence: &PresenceRule{Every: "natural_village", AtLeast: 1, Share: 100}},
		"no capacity":             {Ratio: &RatioRule{Group: "people"}},
		"no venue":                {Mandate: &MandateRule{Share: 100}},
	}
	for name, target := range cases {
		t.Run(name, func(t *testing.T) {
			l := evaluate(t, town(), target)
			if l.Status != NotMeasurable || l.Measured || l.Why.EN == "" || l.Why.ZH == "" {
				t.Errorf("got %s measured %v why %+v", l.Status, l.Measured, l.Why)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	goal := func(atLeast float64, by datasets.Date, base *Baseline) Target {
		return Target{Stock: &StockRule{AtLeast: num(atLeast)}, By: by, Baseline: base}
	}
	cases := []struct {
		name   string
		target Target
		want   Status
	}{
		{"reached", goal(2, year(2030), nil), Met},
		{"reached late still counts", goal(2, year(2020), nil), Met},
		{"deadline has come", goal(3, year(2024), nil), Missed},
		{"no deadline", goal(3, datasets.Date{}, nil), Behind},
		{"0 to 2 in four years, 1 more in one: needs 1 a year", goal(3, year(2025), &Baseline{At: year(2020)}), Behind},
		{"0.5 a year so far, 1 more in two years", goal(3, year(2026), &Baseline{At: year(2020)}), OnTrack},
		{"the baseline is given", goal(3, year(2025), &Baseline{At: year(2023), Value: num(1)}), OnTrack},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if l := evaluate(t, town(), c.target); l.Status != c.want {
				t.Errorf("got %s (%s), want %s", l.Status, l.Why.EN, c.want)
			}
		})
	}
	in := town()
	for i := range in.Facilities {
		in.Facilities[i].Life = nil
	}
	if l := evaluate(t, in, goal(9, year(2030), nil)); l.Status != NotMeasurable || !l.Measured {
		t.Errorf("undated: got %s measured %v, want a value whose progress cannot be judged", l.Status, l.Measured)
	}
}

func TestSeries(t *testing.T) {
	l := evaluate(t, town(), Target{Stock: &StockRule{}})
	var got []float64
	for _, p := range l.Series {
		got = append(got, p.Value)
	}
	if d := cmp.Diff([]float64{1, 1, 2, 2}, got); d != "" { // 2021, 2022, 2023, as of 2024-12-31
		t.Error(d)
	}
}

func TestRoundPercent(t *testing.T) {
	cases := []struct {
		num, den float64
		decimals int
		want     float64
	}{
		{24, 26, 2, 92.31}, {24, 26, 0, 92}, {59, 111, 1, 53.2}, {5, 111, 2, 4.5}, {1, 800, 2, 0.13}, // 0.125 rounds half up
		{2000, 2001, 0, 99}, {99999, 100000, 2, 99.99}, {111, 111, 2, 100}, {0, 5, 2, 0}, {3, 2, 0, 150},
	}
	for _, c := range cases {
		if got := RoundPercent(c.num, c.den, c.decimals); got != c.want {
			t.Errorf("%v/%v at %d decimals: got %v, want %v", c.num, c.den, c.decimals, got, c.want)
		}
	}
	if !math.IsNaN(RoundPercent(1, 0, 2)) {
		t.Error("a share of nothing is no number")
	}
}

func TestEmptyInputHasNoNil(t *testing.T) {
	r, err := Evaluate(context.Background(), &Input{AsOf: year(2024), Taxonomy: datasets.BuiltinTaxonomy(), Travel: line{}}, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Areas == nil || r.Facilities == nil || r.Venues == nil || r.Targets == nil || r.Levels == nil || r.Kinds == nil || r.Quality.Layers == nil {
		t.Errorf("a list is nil: %+v", r)
	}
}
