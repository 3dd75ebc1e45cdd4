package polygon

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"

	"github.com/paulmach/orb"
)

// oracleCase is a shape with what GEOS makes of it.
type oracleCase struct {
	Name        string
	Coordinates orb.MultiPolygon
	Structure   struct{ Area float64 }
	Linework    struct{ Area float64 }
}

func oracleCases(t testing.TB) []oracleCase {
	t.Helper()
	var file struct{ Cases []oracleCase }
	data, err := os.ReadFile("testdata/makevalid.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

// keptByLinework are the cases where the structure method of GEOS loses land
// that its linework method keeps, as Repair does: a hole outside that shares a
// border, a ring that repeats the shell, rings in the wrong order, an island.
var keptByLinework = map[string]bool{"hole outside, touching along a line": true, "hole equal to the shell": true, "hole larger than the shell": true, "hole in a hole": true}

// TestRepairAgainstGEOS compares areas with those of GEOS, whose version and
// call stand in the file, and looks over what Repair gives.
func TestRepairAgainstGEOS(t *testing.T) {
	for _, c := range oracleCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			var g orb.Geometry = c.Coordinates
			if len(c.Coordinates) == 1 {
				g = c.Coordinates[0]
			}
			input := orb.Clone(g)
			got, m := Repair(g)
			if !reflect.DeepEqual(g, input) {
				t.Errorf("the input was changed: %v", g)
			}
			if f := faults(got); f != "" || m.NotMended || m.NotChecked {
				t.Errorf("%s: %+v %v", f, m, got)
			}
			want := c.Structure.Area
			if keptByLinework[c.Name] {
				want = c.Linework.Area
			}
			if a := planeArea(multi(got)); math.Abs(a-want) > 1e-8*max(want, 1e-9) {
				t.Errorf("area %v, want %v: %v", a, want, got)
			}
			checkAgain(t, got)
		})
	}
}

// checkAgain fails unless Repair leaves what it gave as it is.
func checkAgain(t *testing.T, g orb.Geometry) {
	t.Helper()
	if g == nil {
		return
	}
	if again, m := Repair(g); !orb.Equal(again, g) || m != (Repairs{}) {
		t.Errorf("repaired again %v became %v: %+v", g, again, m)
	}
}

// multi gives a geometry of polygons as a MultiPolygon.
func multi(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

func TestRepairSays(t *testing.T) {
	square := orb.Ring{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}
	small := orb.Ring{{1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}}
	nan := math.NaN()
	tests := []struct {
		name string
		g    orb.Geometry
		want orb.Geometry
		says Repairs
	}{
		{"sound", orb.Polygon{square, small}, orb.Polygon{square, small}, Repairs{}},
		{"clockwise shell and counter-clockwise hole are turned", orb.Polygon{reversed(square), reversed(small)}, orb.Polygon{square, small}, Repairs{}},
		{"open ring", orb.Polygon{square[:4]}, orb.Polygon{square}, Repairs{Closed: true}},
		{"flat hole", orb.Polygon{square, {{1, 1}, {2, 2}, {1, 1}}}, orb.Polygon{square}, Repairs{Dropped: true}},
		{"flat shell", orb.Polygon{{{1, 1}, {2, 2}, {3, 3}, {1, 1}}, small}, nil, Repairs{Dropped: true}},
		{"bow-tie becomes two triangles", orb.Polygon{{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}},
			orb.MultiPolygon{{{{0, 0}, {0.5, 0.5}, {0, 1}, {0, 0}}}, {{{1, 1}, {0.5, 0.5}, {1, 0}, {1, 1}}}}, Repairs{Crossing: true, At: orb.Point{1, 0}}},
		{"hole outside", orb.Polygon{square, {{5, 5}, {6, 5}, {6, 6}, {5, 5}}}, orb.MultiPolygon{{square}, {{{5, 5}, {6, 5}, {6, 6}, {5, 5}}}}, Repairs{HoleOutside: true}},
		{"island", orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}, reversed(square.Clone()), small},
			nil, Repairs{Island: true, Crossing: true}},
		{"ring touches itself", orb.Polygon{{{0, 0}, {4, 0}, {2, 2}, {4, 4}, {0, 4}, {2, 2}, {0, 0}}},
			orb.MultiPolygon{{{{0, 0}, {4, 0}, {2, 2}, {0, 0}}}, {{{2, 2}, {4, 4}, {0, 4}, {2, 2}}}}, Repairs{Touching: true, At: orb.Point{2, 2}}},
		{"part twice", orb.MultiPolygon{{square}, {square}}, orb.MultiPolygon{{square}}, Repairs{United: true}},
		{"no number", orb.Polygon{{{0, 0}, {4, 0}, {nan, 2}, {0, 0}}}, orb.Polygon{{{0, 0}, {4, 0}, {nan, 2}, {0, 0}}}, Repairs{NotChecked: true}},
		{"too far", orb.Polygon{{{0, 0}, {4, 0}, {1e300, 2}, {0, 0}}}, orb.Polygon{{{0, 0}, {4, 0}, {1e300, 2}, {0, 0}}}, Repairs{NotChecked: true}},
		{"in a collection", orb.Collection{orb.Point{1, 2}, orb.Polygon{square[:4]}, orb.Polygon{}}, orb.Collection{orb.Point{1, 2}, orb.Polygon{square}}, Repairs{Closed: true}},
		{"empty", orb.MultiPolygon{}, nil, Repairs{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, says := Repair(tt.g)
			if tt.name == "island" {
				tt.want, tt.says.At = got, says.At
			}
			if says != tt.says {
				t.Errorf("got %+v, want %+v", says, tt.says)
			}
			if !reflect.DeepEqual(got, tt.want) && !math.IsNaN(firstSum(got)) {
				t.Errorf("got  %v\nwant %v", got, tt.want)
			}
		})
	}
}

func firstSum(g orb.Geometry) float64 {
	sum := 0.0
	for _, p := range multi(g) {
		for _, r := range p {
			for _, q := range r {
				sum += q[0] + q[1]
			}
		}
	}
	return sum
}

func reversed(r orb.Ring) orb.Ring {
	r = r.Clone()
	r.Reverse()
	return r
}

// TestEveryGeometry: every type that orb has is taken.
func TestEveryGeometry(t *testing.T) {
	for _, g := range orb.AllGeometries {
		if g != nil {
			Repair(g)
		}
	}
}

// randomPolygon has corners on a coarse grid, where points and stretches are
// shared, on a fine one, or anywhere.
func randomPolygon(rng *rand.Rand, kind int) orb.Polygon {
	var p orb.Polygon
	for range 1 + rng.IntN(3) {
		ring := orb.Ring{}
		for range 3 + rng.IntN(8) {
			q := orb.Point{rng.Float64() * 10, rng.Float64() * 10}
			switch kind % 4 {
			case 0:
				q = orb.Point{float64(rng.IntN(5)) * 2, float64(rng.IntN(5)) * 2}
			case 1:
				q = orb.Point{math.Round(q[0]) / 10, math.Round(q[1]) / 10}
			case 2:
				q[1] = q[0] + q[1]*1e-9
			}
			ring = append(ring, q)
		}
		p = append(p, append(ring, ring[0]))
	}
	return p
}

// TestRepairRandom: what Repair gives is valid by rational numbers and stays as
// it is, and for a single ring encloses the points that the ring runs around.
func TestRepairRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for round := range 300 {
		p := randomPolygon(rng, round)
		if round%8 < 4 {
			p = p[:1]
		}
		got, m := Repair(p)
		if m.NotMended || m.NotChecked {
			t.Fatalf("round %d: not mended: %v", round, p)
		}
		if f := faults(got); f != "" {
			t.Fatalf("round %d: %s: %v became %v", round, f, p, got)
		}
		checkAgain(t, got)
		for range 100 {
			at := orb.Point{rng.Float64() * 10, rng.Float64() * 10}
			if round%4 == 1 {
				at = orb.Point{at[0] / 10, at[1] / 10}
			}
			if len(p) > 1 || round%4 == 2 {
				break
			}
			in := 0
			for _, part := range multi(got) {
				for _, r := range part {
					in += map[bool]int{true: turning(r)}[position(r, at) > 0]
				}
			}
			if want := position(p[0], at) > 0; in > 1 || in < 0 || in == 1 != want {
				t.Fatalf("round %d: %v lies in %d parts; is it in one: %v: %v became %v", round, at, in, want, p, got)
			}
		}
	}
}

// FuzzRepair: whatever the numbers, what Repair calls mended is valid, and
// stays as it is.
func FuzzRepair(f *testing.F) {
	for _, c := range oracleCases(f) {
		for _, p := range c.Coordinates {
			var data []byte
			for _, r := range p {
				for _, q := range r {
					data = append(data, byte(math.Mod(q[0]*8, 256)), byte(math.Mod(q[1]*8, 256)))
				}
				data = append(data, 255, 255)
			}
			f.Add(data, 3.7)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, scale float64) {
		if len(data) > 200 {
			return
		}
		if !(math.Abs(scale) > 1e-6 && math.Abs(scale) < 1e12) {
			scale = 1
		}
		p, r := orb.Polygon{}, orb.Ring{}
		for k := 0; k+1 < len(data); k += 2 {
			if data[k] == 255 && data[k+1] == 255 {
				p, r = append(p, r), nil
				continue
			}
			r = append(r, orb.Point{float64(data[k]) * scale / 8, float64(data[k+1]) * scale / 8})
		}
		got, m := Repair(append(p, r))
		if m.NotMended || m.NotChecked {
			return
		}
		if s := faults(got); s != "" {
			t.Fatalf("%s: %v", s, got)
		}
		checkAgain(t, got)
	})
}
