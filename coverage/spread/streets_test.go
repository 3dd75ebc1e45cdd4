package spread

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"fugai/geo"
)

// TestStreetsByParts: units that tile an area have all of a street between
// them, streets on common borders in one of them only.
func TestStreetsByParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var units []Unit
		for i := range 4 {
			for k := range 3 {
				at := func(i, k int) (x, y float64) { return 114 + float64(10*i)/1000, 22.5 + float64(10*k)/1000 }
				w, s := at(i, k)
				e, n := at(i+1, k+1)
				units = append(units, unit(fmt.Sprint(i, k), block(w, s, e, n), map[string]float64{"people": 1}))
			}
		}
		step := rapid.IntRange(2, 39) // inside, and often on borders between units
		var lines []orb.LineString
		total := 0.0
		for range rapid.IntRange(1, 5).Draw(t, "lines") {
			var l orb.LineString
			for range rapid.IntRange(2, 5).Draw(t, "corners") {
				l = append(l, orb.Point{114 + float64(step.Draw(t, "x"))/1000, 22.5 + float64(step.Draw(t, "y")*3/4)/1000 + 0.0001*float64(step.Draw(t, "finely")%2)})
			}
			lines, total = append(lines, l), total+length(l)
		}
		_, r := over(t, units, &Streets{Lines: lines, Every: 50})
		got := 0.0
		for _, e := range r.Evidence {
			got += e.Found
		}
		if math.Abs(got-total) > 1e-3 {
			t.Fatalf("the units have %v m of %v m", got, total)
		}
	})
}

func TestInside(t *testing.T) {
	ring := NewGround(block(0, 0, 4, 4, hole(1, 1, 3, 3)))
	for _, c := range []struct {
		name string
		line orb.LineString
		want []orb.LineString
	}{
		{"through the hole", orb.LineString{{-1, 2}, {5, 2}}, []orb.LineString{{{0, 2}, {1, 2}}, {{3, 2}, {4, 2}}}},
		{"inside", orb.LineString{{0.5, 0.5}, {0.5, 3.5}}, []orb.LineString{{{0.5, 0.5}, {0.5, 3.5}}}},
		{"outside", orb.LineString{{5, 5}, {6, 6}}, nil},
		{"in the hole", orb.LineString{{1.5, 1.5}, {2.5, 2.5}}, nil},
		{"ends on the border", orb.LineString{{0.5, 2}, {0, 2}}, []orb.LineString{{{0.5, 2}, {0, 2}}}},
		{"through a corner", orb.LineString{{-1, 1}, {1, -1}}, nil},
		{"a standing point", orb.LineString{{0.5, 0.5}, {0.5, 0.5}}, nil},
		{"around a corner of the hole", orb.LineString{{0.5, 0.5}, {0.75, 2}, {2, 2}}, []orb.LineString{{{0.5, 0.5}, {0.75, 2}, {1, 2}}}},
	} {
		if got := ring.Inside(c.line); !cmp.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	for _, g := range [...]orb.Geometry{nil, orb.Point{1, 1}, orb.MultiPolygon{}, orb.Polygon{}} {
		if NewGround(g) != nil {
			t.Errorf("%v is ground", g)
		}
	}
}

// TestGroundContains compares with geo.Contains, away from borders.
func TestGroundContains(t *testing.T) {
	g := orb.MultiPolygon{block(0, 0, 4, 4, hole(1, 1, 3, 3)), {{{5, 0}, {9, 1}, {6, 7}, {5.5, 2}, {5, 0}}}}
	ground := NewGround(g)
	r := rand.New(rand.NewPCG(5, 6))
	for range 10_000 {
		p := orb.Point{10*r.Float64() - 0.5, 8*r.Float64() - 0.5}
		if got, want := ground.Contains(p), geo.Contains(g, p); got != want {
			t.Fatalf("%v: got %v", p, got)
		}
	}
}

// TestAlong: equal steps, by hand.
func TestAlong(t *testing.T) {
	line := orb.LineString{{114, 22.5}, {114.001, 22.5}, {114.001, 22.5}, {114.001, 22.502}}
	total := length(line)
	got := Along(nil, line, 100)
	if len(got) != int(math.Ceil(total/100)) {
		t.Fatalf("%d steps for %v m", len(got), total)
	}
	for k, s := range got {
		if math.Abs(s.Weight-total/float64(len(got))) > 1e-9 {
			t.Errorf("step %d is %v m", k, s.Weight)
		}
		if k > 1 && geo.Distance(got[k-1].Point, s.Point) > geo.Meters(s.Weight)+0.001 {
			t.Errorf("step %d is %v m from the last", k, geo.Distance(got[k-1].Point, s.Point))
		}
	}
	for _, every := range [...]geo.Meters{0, -1, geo.Meters(math.NaN()), 1e-9} {
		if got := Along(nil, line, every); got != nil {
			t.Errorf("every %v m: %d spots", every, len(got))
		}
	}
	if got := Along(nil, orb.LineString{{1, 1}, {math.NaN(), 1}}, 10); got != nil {
		t.Errorf("a line without places has %v", got)
	}
}
