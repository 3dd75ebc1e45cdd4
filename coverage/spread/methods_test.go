package spread

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

func TestTilesHaveTheGround(t *testing.T) {
	// A cell's weight is its ground, so that the parts of a unit have its area.
	// The geodesic area of short edges is that of straight ones within 3e-6.
	for _, c := range []struct {
		name string
		g    orb.Geometry
	}{
		{"block", block(114, 22.5, 114.02, 22.51)},
		{"hole", block(114, 22.5, 114.02, 22.51, hole(114.005, 22.502, 114.015, 22.508))},
		{"parts", orb.MultiPolygon{block(114, 22.5, 114.01, 22.51), block(114.02, 22.5, 114.03, 22.51)}},
		{"south", block(-60, -33.01, -59.98, -33)},
		{"north", block(25, 70, 25.05, 70.01)},
		{"province", finely(block(113, 22, 116, 25))},
	} {
		for _, shape := range [...]Shape{Hexagons, Squares} {
			for _, size := range [...]geo.Meters{97, 450, 5000, 900e3} {
				if c.name == "province" && size < 5000 {
					continue
				}
				_, r := over(t, []Unit{unit("a", c.g, map[string]float64{"people": 1})}, &Tiles{shape, size})
				want := float64(geo.Area(c.g))
				if got := r.Evidence[0].Found; math.Abs(got-want) > 3e-6*want {
					t.Errorf("%s over %s of %v m: %v m², want %v", c.name, shape, size, got, want)
				}
			}
		}
	}
}

// finely cuts the edges of a block into pieces of 0.01°.
func finely(p orb.Polygon) orb.Polygon {
	var out orb.Ring
	for i, a := range p[0][:4] {
		b := p[0][i+1]
		n := math.Round(100 * max(math.Abs(b[0]-a[0]), math.Abs(b[1]-a[1])))
		for k := range int(n) {
			out = append(out, between(a, b, float64(k)/n))
		}
	}
	return orb.Polygon{append(out, out[0])}
}

// TestTilesOfABlock: in the middle of a unit centres are a width apart, and each
// hexagon has six neighbours at that distance.
func TestTilesOfABlock(t *testing.T) {
	const size = 100
	parts, _ := over(t, []Unit{unit("a", block(114, 22.5, 114.02, 22.515), map[string]float64{"people": 1e4})}, &Tiles{Hexagons, size})
	inner := orb.Bound{Min: orb.Point{114.003, 22.503}, Max: orb.Point{114.017, 22.512}}
	for i, d := range parts.All() {
		if !inner.Contains(*d.Point) {
			continue
		}
		near := 0
		for j, o := range parts.All() {
			if dist := float64(geo.Distance(*d.Point, *o.Point)); i != j && dist < 1.5*size {
				near++
				if math.Abs(dist-size) > 0.7 { // half a degree from the standard parallel: tan(23°) × 0.009
					t.Errorf("%s and %s are %v m apart", d.ID, o.ID, dist)
				}
			}
		}
		if near != 6 {
			t.Errorf("%s has %d neighbours", d.ID, near)
		}
		if got, want := d.Weights.Of("people"), 1e4*size*size*math.Sqrt(3)/2/float64(geo.Area(block(114, 22.5, 114.02, 22.515))); math.Abs(got-want) > 1e-5*want {
			t.Errorf("%s has %v people, want %v", d.ID, got, want)
		}
	}
}

// TestTilesStay: another unit beside it does not move the cells of a unit.
func TestTilesStay(t *testing.T) {
	a := unit("a", block(114, 22.5, 114.01, 22.51), map[string]float64{"people": 100})
	b := unit("b", block(114.5, 22.8, 114.51, 22.81), map[string]float64{"people": 100})
	alone, _ := over(t, []Unit{a}, &Tiles{Squares, 150})
	both, _ := over(t, []Unit{a, b}, &Tiles{Squares, 150})
	for i, d := range alone.All() {
		if o := both.At(i); !cmp.Equal(*d.Point, *o.Point) || d.ID != o.ID {
			t.Errorf("%s at %v is %s at %v beside another", d.ID, *d.Point, o.ID, *o.Point)
		}
	}
}

// TestLeafByMonteCarlo compares cells of an odd shape with counts of random
// points.
func TestLeafByMonteCarlo(t *testing.T) {
	rings := [][]orb.Point{{{0, 0}, {10, 1}, {9, 9}, {5, 4}, {1, 9.5}}, {{4, 2}, {5, 3}, {6, 2}}}
	if area(rings[1]) > 0 {
		reverse(rings[1])
	}
	r := rand.New(rand.NewPCG(3, 4))
	for name, l := range map[string]lattice{"squares": squares{1.7}, "hexagons": hexagons{1.9}} {
		counted := map[[2]int]float64{}
		const n = 150_000
		for range n {
			p := orb.Point{10 * r.Float64(), 10 * r.Float64()}
			if within(crossings(rings, p[1]), p[0]) {
				counted[nearestCell(l, p)] += 100.0 / n
			}
		}
		if err := cells(l, rings, func(c cellPart) error {
			if got := counted[[2]int{c.col, c.row}]; math.Abs(got-c.area) > 0.2 {
				t.Errorf("%s: cell %d, %d has %v, counted %v", name, c.col, c.row, c.area, got)
			}
			if !within(crossings(rings, c.at[1]), c.at[0]) || nearestCell(l, c.at) != [2]int{c.col, c.row} {
				t.Errorf("%s: the point of cell %d, %d is %v", name, c.col, c.row, c.at)
			}
			delete(counted, [2]int{c.col, c.row})
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for c, got := range counted {
			if got > 0.001 {
				t.Errorf("%s: cell %v is missing, counted %v", name, c, got)
			}
		}
	}
}

// nearestCell is the cell whose centre is nearest: hexagons and squares are the
// cells of Voronoi of their centres.
func nearestCell(l lattice, p orb.Point) [2]int {
	best, least := [2]int{}, math.Inf(1)
	for row := -2; row < 10; row++ {
		for col := -2; col < 10; col++ {
			c := l.center(col, row)
			if d := math.Hypot(c[0]-p[0], c[1]-p[1]); d < least {
				best, least = [2]int{col, row}, d
			}
		}
	}
	return best
}

// TestPlaces: a building in no unit counts nowhere, one without weight neither.
func TestPlaces(t *testing.T) {
	units := []Unit{
		unit("a", block(114, 22.5, 114.01, 22.51), map[string]float64{"people": 90}),
		unit("b", block(114.01, 22.5, 114.02, 22.51), map[string]float64{"people": 50}),
		unit("c", nil, nil),
	}
	buildings := []orb.Geometry{
		block(114.001, 22.501, 114.002, 22.502), block(114.003, 22.501, 114.004, 22.502),
		block(114.1, 22.501, 114.11, 22.502), orb.Point{114.005, 22.505}, nil,
	}
	spots, guessed := Buildings(buildings, []float64{2, math.NaN(), 3, 1, 1})
	if guessed != 1 {
		t.Errorf("floors of %d were guessed", guessed)
	}
	parts, r := over(t, units, &Places{Places: spots, Of: datasets.T("建筑", "buildings")})
	if r.Places != 5 || r.Outside != 1 || r.Weightless != 2 || r.Spread != 1 || r.Empty != 1 {
		t.Errorf("got %+v", r)
	}
	if !cmp.Equal(r.Stayed, []Stay{{ID: "b", Name: "社区b", Source: units[1].Demand.Source}}) {
		t.Errorf("stayed: %+v", r.Stayed)
	}
	var got []string
	for _, d := range parts.All() {
		got = append(got, fmt.Sprintf("%s %.3f", d.ID, d.Weights.Of("people")))
	}
	if want := []string{"a#1 60.000", "a#2 30.000", "b 50.000", "c 0.000"}; !cmp.Equal(got, want) { // two floors to one
		t.Errorf("got %v, want %v", got, want)
	}
	for _, f := range r.Findings("需求") {
		if f.Text.ZH == "" || f.Text.EN == "" || f.Severity != datasets.SeverityNote && f.Hint.IsZero() {
			t.Errorf("half a finding: %+v", f)
		}
	}
	if n := len(r.Findings("需求")); n != 4 {
		t.Errorf("%d findings", n)
	}
}

// TestRaster: by value and by the part of a cell that lies in the unit, by hand.
func TestRaster(t *testing.T) {
	nan := float32(math.NaN())
	g := grid(t, 3, 2, []float32{
		10, 20, nan,
		30, 0, -5,
	})
	units := []Unit{
		unit("whole", block(114, 22.598, 114.003, 22.6), map[string]float64{"people": 120}),
		unit("half", block(114.0005, 22.599, 114.0015, 22.6), map[string]float64{"people": 30}),
		unit("nothing", block(114.001, 22.598, 114.003, 22.599), map[string]float64{"people": 7}),
		unit("beyond", block(115, 22.598, 115.003, 22.6), map[string]float64{"people": 5}),
	}
	show := func(m *Raster) (out []string, r Report) {
		parts, r := over(t, units, m)
		for _, d := range parts.All() {
			at := "nowhere"
			if d.Point != nil {
				at = fmt.Sprintf("%.5f %.5f", d.Point[0], d.Point[1])
			}
			out = append(out, fmt.Sprintf("%s %.3f %s", d.ID, d.Weights.Of("people"), at))
		}
		return out, r
	}
	got, r := show(&Raster{Grid: g, Name: "pop.tif"})
	want := []string{
		"whole#1 20.000 114.00050 22.59950", "whole#2 40.000 114.00150 22.59950", "whole#3 60.000 114.00050 22.59850",
		"half#1 10.000 114.00075 22.59950", "half#2 20.000 114.00125 22.59950",
		"nothing 7.000 114.00200 22.59850", "beyond 5.000 115.00150 22.59900",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if r.Negative != 2 || len(r.Stayed) != 2 || math.Abs(r.Evidence[0].Found-60) > 1e-6 || math.Abs(r.Evidence[1].Found-15) > 1e-6 {
		t.Errorf("got %+v", r)
	}
	got, _ = show(&Raster{Grid: g, Name: "pop.tif", People: "people"})
	if want := "whole#3 30.000 114.00050 22.59850"; got[2] != want {
		t.Errorf("by the raster's people: got %s, want %s", got[2], want)
	}
}

// TestGroupUnknown: a group that is not known of a unit is not known of its parts.
func TestGroupUnknown(t *testing.T) {
	g := block(114, 22.5, 114.01, 22.51)
	parts, _ := over(t, []Unit{unit("a", g, map[string]float64{"people": 10, "children": math.NaN()}), unit("b", g, map[string]float64{"children": 3})}, &Tiles{Squares, 300})
	for _, d := range parts.All() {
		if _, known := d.Weights.Lookup("children"); known != (d.Area == "b") {
			t.Errorf("%s: children known: %v", d.ID, known)
		}
	}
}

func TestRefused(t *testing.T) {
	units := []Unit{unit("a", block(110, 20, 118, 26), map[string]float64{"people": 10})}
	line := []orb.LineString{{{110, 20}, {118, 26}}}
	for name, m := range map[string]Method{
		"no size":        &Tiles{Hexagons, 0},
		"no number":      &Tiles{Squares, geo.Meters(math.NaN())},
		"too many":       &Tiles{Squares, 1},
		"endless":        &Tiles{Squares, geo.Meters(math.Inf(1))},
		"no step":        &Streets{Lines: line},
		"too many steps": &Streets{Lines: []orb.LineString{line[0], line[0], line[0]}, Every: 0.1},
	} {
		_, _, err := Over(context.Background(), units, m)
		var p *datasets.Problem
		if !errors.As(err, &p) || p.Hint.IsZero() || p.What.ZH == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, m := range map[string]Method{"tiles": &Tiles{Squares, 1e4}, "streets": &Streets{Lines: line, Every: 1e4}, "places": &Places{Places: []Spot{{orb.Point{114, 22}, 1}}}} {
		if _, _, err := Over(ctx, units, m); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// TestNothing: no units, and geometries of every kind.
func TestNothing(t *testing.T) {
	parts, r := over(t, nil, &Tiles{Squares, 100})
	if parts.Len() != 0 || r.Parts != 0 {
		t.Errorf("got %d parts", parts.Len())
	}
	for _, g := range orb.AllGeometries {
		for name, m := range map[string]Method{"tiles": &Tiles{Hexagons, 1e5}, "streets": &Streets{Lines: []orb.LineString{nil, {{0, 0}}, {{0, 0}, {1, 1}}}, Every: 1e3}, "places": &Places{}, "raster": &Raster{Grid: grid(t, 1, 1, []float32{1})}} {
			parts, _ := over(t, []Unit{unit("a", g, map[string]float64{"people": 3})}, m)
			if got := people(parts, "people", "a"); math.Abs(got-3) > 1e-9 {
				t.Errorf("%s over %T: %v people", name, g, got)
			}
		}
	}
}

// TestCores: the same parts whatever the number of cores.
func TestCores(t *testing.T) {
	units := make([]Unit, 40)
	for i := range units {
		w := 114 + float64(i)*0.004
		units[i] = unit(fmt.Sprint(i), block(w, 22.5, w+0.0037, 22.51), map[string]float64{"people": 100})
	}
	before := runtime.GOMAXPROCS(1)
	one, _ := over(t, units, &Tiles{Hexagons, 70})
	runtime.GOMAXPROCS(max(before, 4))
	many, _ := over(t, units, &Tiles{Hexagons, 70})
	runtime.GOMAXPROCS(before)
	a, _ := one.MarshalJSON()
	b, _ := many.MarshalJSON()
	if string(a) != string(b) {
		t.Error("they differ")
	}
}
