package output_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/output"
)

func TestCostBounds(t *testing.T) {
	for _, c := range []struct {
		name   string
		within []float64
		unit   string
		want   []float64
	}{
		{"no threshold", nil, "s", nil},
		{"a quarter of an hour", []float64{900}, "s", []float64{300, 600, 900}},
		{"ten minutes", []float64{600}, "s", []float64{300, 600}},
		{"twenty minutes", []float64{1200}, "s", []float64{300, 600, 900, 1200}},
		{"half an hour", []float64{1800}, "s", []float64{600, 1200, 1800}},
		{"an uneven time", []float64{777}, "s", []float64{300, 600, 777}},
		{"seven minutes", []float64{420}, "s", []float64{120, 240, 360, 420}},
		{"twenty-five minutes", []float64{1500}, "s", []float64{600, 1200, 1500}},
		{"eleven minutes", []float64{660}, "s", []float64{300, 660}},
		{"a minute", []float64{60}, "s", []float64{60}},
		{"350 metres", []float64{350}, "m", []float64{100, 200, 300, 350}},
		{"12 km", []float64{12000}, "m", []float64{5000, 12000}},
		{"a kilometre", []float64{1000}, "m", []float64{250, 500, 750, 1000}},
		{"300 metres", []float64{300}, "m", []float64{100, 200, 300}},
		{"several", []float64{900, 300}, "s", []float64{300, 900}},
		{"zero", []float64{0}, "s", []float64{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := &coverage.Ledger{}
			for _, w := range c.within {
				l.Thresholds = append(l.Thresholds, coverage.Threshold{Within: w, Unit: c.unit})
			}
			if got := output.CostBounds(l); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// walk is a result with a target of 15 minutes on foot: points at 5:00, 5:00.001,
// 15:00, beyond, and off the streets.
func walk() *coverage.Result {
	costs := []float64{300, 300.001, 900}
	var demand []datasets.Demand
	var points []coverage.PointRow
	for i := range 5 {
		id := fmt.Sprintf("d%d", i)
		demand = append(demand, datasets.Demand{ID: id, Weights: datasets.NewWeights(map[string]float64{"children": float64(10 * (i + 1))})})
		p := coverage.PointRow{Demand: id}
		if i < len(costs) {
			p.Cost, p.Facility = &costs[i], "f"
		}
		points = append(points, p)
	}
	l := coverage.Ledger{ID: "walk", Name: datasets.T("步行", "walk"), Type: coverage.Reach, Group: "children", Measure: coverage.Percent, Status: coverage.Counted, Measured: true,
		Way:        &coverage.Way{ID: "walk", Name: datasets.T("步行", "on foot"), Note: datasets.T("沿路网", "along streets"), Unit: "s"},
		Thresholds: []coverage.Threshold{{Within: 900, Unit: "s", Numerator: 60, Denominator: 150, Value: 40, AreaKM2: 1.5}},
		OffStreet:  &coverage.OffStreet{Demand: []coverage.OffPlace{{ID: "d4", People: 50, Why: datasets.T("离路远", "far")}}, People: 50, Facilities: []coverage.OffPlace{{ID: "g"}}},
		Catchments: &coverage.Catchments{Served: 60, Full: 30, Beyond: 60},
		Points:     coverage.NewPointRows(points), Missing: []coverage.Gap{{Kind: "demand", ID: "d3", Name: "丁", Need: 1}}}
	return &coverage.Result{Schema: coverage.SchemaID, Demand: datasets.NewDemandList(demand), Targets: []coverage.Ledger{l}}
}

func TestCostClasses(t *testing.T) {
	r := walk()
	got := output.CostClasses(r, &r.Targets[0])
	type row struct {
		Key, Name string
		Points    int
		People    float64
	}
	var have []row
	for _, c := range got {
		have = append(have, row{c.Key, c.Name.EN, c.Points, c.People})
	}
	// By hand: bounds belong to the class below them.
	want := []row{{"c0", "≤ 5 min", 1, 10}, {"c1", "5–10 min", 1, 20}, {"c2", "10–15 min", 1, 30}, {"beyond", "over 15 min", 1, 40}, {"off", "not on the streets", 1, 50}}
	if d := cmp.Diff(want, have); d != "" {
		t.Error(d)
	}
	shades := map[string]bool{}
	for _, c := range got {
		shades[c.Color] = true
	}
	if len(shades) != len(got) {
		t.Errorf("%d colours for %d classes", len(shades), len(got))
	}
	r.Targets[0].OffStreet, r.Targets[0].Points = nil, coverage.PointRows{}
	if n := len(output.CostClasses(r, &r.Targets[0])); n != 3 {
		t.Errorf("%d classes without points, want the three with bounds", n)
	}
}

// Points in another order than the demand are found all the same.
func TestCostClassesInAnyOrder(t *testing.T) {
	r := walk()
	var rows []coverage.PointRow
	for _, p := range r.Targets[0].Points.All() {
		rows = append(rows, p)
	}
	want := output.CostClasses(r, &r.Targets[0])
	slices.Reverse(rows)
	r.Targets[0].Points = coverage.NewPointRows(append(rows, coverage.PointRow{Demand: "unknown"}))
	got := output.CostClasses(r, &r.Targets[0])
	want[3].Points++ // the unknown one, with no people
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestCost(t *testing.T) {
	for _, c := range []struct {
		cost   float64
		unit   string
		zh, en string
	}{
		{900, "s", "15 分钟", "15 min"}, {315.303, "s", "5.3 分钟", "5.3 min"}, {0, "s", "0 秒", "0 s"},
		{800, "m", "800 m", "800 m"}, {12_340, "m", "12.3 km", "12.3 km"},
	} {
		if got, want := output.Cost(c.cost, c.unit), (datasets.Text{ZH: c.zh, EN: c.en}); got != want {
			t.Errorf("%v %s: got %v, want %v", c.cost, c.unit, got, want)
		}
	}
}

func TestOffStreetText(t *testing.T) {
	one := []coverage.OffPlace{{}}
	for _, c := range []struct {
		name string
		off  *coverage.OffStreet
		want string
	}{
		{"no network", nil, ""},
		{"nothing off it", &coverage.OffStreet{}, ""},
		{"people", &coverage.OffStreet{Demand: one, People: 1234}, "不在路网上：需求点 1 个（1,234 人）"},
		{"a facility", &coverage.OffStreet{Facilities: one}, "不在路网上：设施 1 处"},
		{"both", &coverage.OffStreet{Demand: one, People: 2, Facilities: one}, "不在路网上：需求点 1 个（2 人），设施 1 处"},
	} {
		if got := output.OffStreetText(c.off).ZH; got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestGapsTableByWay(t *testing.T) {
	fixedWidths(t)
	var got bytes.Buffer
	if err := output.WriteGapsTable(&got, walk(), output.TerminalOptions{Lang: datasets.EN}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"on foot: along streets", "within 15 min: 60 of 150 people (40 %), 1.5 km²", "Not on the streets: demand points 1 (50 people), facilities 1", "Nearest (on foot)", "With a place 60 people, facilities within reach full 30, none within reach 60"} {
		if !strings.Contains(got.String(), want) {
			t.Errorf("%q is not in\n%s", want, got.String())
		}
	}
	if strings.Contains(got.String(), "900") {
		t.Errorf("seconds in\n%s", got.String())
	}
}
