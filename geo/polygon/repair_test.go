package polygon

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

func TestMendedShapes(t *testing.T) {
	tests := []struct {
		name, rings string
		want        orb.Geometry
		area        float64 // square degrees, by hand
	}{
		{name: "clockwise shell and counter-clockwise hole are turned",
			rings: `[[0,0],[0,3],[3,3],[3,0],[0,0]],[[1,1],[2,1],[2,2],[1,2],[1,1]]`,
			want:  orb.Polygon{{{0, 0}, {3, 0}, {3, 3}, {0, 3}, {0, 0}}, {{1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}}}, area: 8},
		{name: "bow-tie becomes two triangles of 0.25 each",
			rings: `[[0,0],[1,1],[1,0],[0,1],[0,0]]`,
			want:  orb.MultiPolygon{{{{0, 0}, {0.5, 0.5}, {0, 1}, {0, 0}}}, {{{1, 1}, {0.5, 0.5}, {1, 0}, {1, 1}}}}, area: 0.5},
		{name: "hole across the shell is cut off outside by even-odd",
			rings: `[[0,0],[2,0],[2,2],[0,2],[0,0]],[[1,0.5],[3,0.5],[3,1.5],[1,1.5],[1,0.5]]`, area: 3 + 1},
		{name: "spike is cut off", rings: `[[0,0],[1,0],[1,1],[1,2],[1,1],[0,1],[0,0]]`, area: 1},
		{name: "ring that runs twice over a stretch", rings: `[[0,0],[2,0],[2,1],[3,1],[3,2],[2,2],[2,1],[2,0.5],[2,1],[1,1],[0,1],[0,0]]`, area: 3},
		{name: "pentagram: the middle is enclosed twice", rings: `[[0,3],[2,-3],[-3,1],[3,1],[-2,-3],[0,3]]`, area: pentagramArea()},
		{name: "hole twice stays a hole", rings: `[[0,0],[3,0],[3,3],[0,3],[0,0]],[[1,1],[2,1],[2,2],[1,2],[1,1]],[[1,1],[1,2],[2,2],[2,1],[1,1]]`, area: 8},
		{name: "hole that touches the shell in a point", rings: `[[0,0],[2,0],[2,2],[0,2],[0,0]],[[0,0],[1,0.5],[0.5,1],[0,0]]`, area: 4 - 0.375},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var rings orb.Polygon
			if err := json.Unmarshal([]byte("["+tt.rings+"]"), &rings); err != nil {
				t.Fatal(err)
			}
			g, _ := Repair(rings)
			if tt.want != nil && !orb.Equal(g, tt.want) {
				t.Errorf("got  %v\nwant %v", g, tt.want)
			}
			if a := areaOf(t, g); abs(a-tt.area) > 1e-9 {
				t.Errorf("area %v, want %v: %v", a, tt.area, g)
			}
		})
	}
}

// pentagramArea sums the five points of the star above, each a triangle of the
// tip and two crossings of its sides with the side that cuts it off.
func pentagramArea() float64 {
	outer := []orb.Point{{0, 3}, {2, -3}, {-3, 1}, {3, 1}, {-2, -3}}
	total := 0.0
	// each point of the star is a triangle of the tip and two crossings
	for i, tip := range outer {
		a, b := outer[(i+1)%5], outer[(i+4)%5]               // ends of the two sides from the tip
		base := [2]orb.Point{outer[(i+2)%5], outer[(i+3)%5]} // the side that cuts the point off
		p, q := lineCross(tip, a, base[0], base[1]), lineCross(tip, b, base[0], base[1])
		total += abs((p[0]-tip[0])*(q[1]-tip[1])-(p[1]-tip[1])*(q[0]-tip[0])) / 2
	}
	return total
}

func lineCross(a, b, c, d orb.Point) orb.Point {
	den := (b[0]-a[0])*(d[1]-c[1]) - (b[1]-a[1])*(d[0]-c[0])
	u := ((c[0]-a[0])*(d[1]-c[1]) - (c[1]-a[1])*(d[0]-c[0])) / den
	return orb.Point{a[0] + u*(b[0]-a[0]), a[1] + u*(b[1]-a[1])}
}

// areaOf sums rings as they are wound, and checks the winding.
func areaOf(t *testing.T, g orb.Geometry) float64 {
	t.Helper()
	var mp orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		mp = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		mp = g
	default:
		t.Fatalf("%T is no polygon", g)
	}
	sum := 0.0
	for _, p := range mp {
		for k, r := range p {
			a := signedArea(r)
			if (a > 0) != (k == 0) {
				t.Errorf("ring %d is wound wrongly: %v", k, r)
			}
			sum += a
		}
		if h := examine(p); h.crossing || !h.checked {
			t.Errorf("still crossing near %v: %v", h.at, p)
		}
	}
	return sum
}

// TestEveryGeometry: every type that orb has is taken.
func TestEveryGeometry(t *testing.T) {
	for _, g := range orb.AllGeometries {
		if g != nil {
			Repair(g)
		}
	}
}

func TestMeet(t *testing.T) {
	tests := []struct {
		name           string
		p1, p2, q1, q2 orb.Point
		want           contact
	}{
		{"apart", orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{0, 1}, orb.Point{1, 1}, apart},
		{"cross", orb.Point{0, 0}, orb.Point{2, 2}, orb.Point{0, 2}, orb.Point{2, 0}, cross},
		{"end on side", orb.Point{0, 0}, orb.Point{2, 0}, orb.Point{1, 0}, orb.Point{1, 1}, touch},
		{"end on end", orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{1, 0}, orb.Point{2, 1}, touch},
		{"on along one line", orb.Point{0, 0}, orb.Point{1, 1}, orb.Point{1, 1}, orb.Point{2, 2}, touch},
		{"back along one line", orb.Point{0, 0}, orb.Point{2, 2}, orb.Point{2, 2}, orb.Point{1, 1}, overlap},
		{"part of one line", orb.Point{0, 0}, orb.Point{0, 2}, orb.Point{0, 1}, orb.Point{0, 3}, overlap},
		{"same", orb.Point{0, 0}, orb.Point{1, 2}, orb.Point{1, 2}, orb.Point{0, 0}, overlap},
		{"gap on one line", orb.Point{0, 0}, orb.Point{1, 1}, orb.Point{2, 2}, orb.Point{3, 3}, apart},
		{"line would meet, segment does not", orb.Point{0, 0}, orb.Point{1, 0}, orb.Point{5, -1}, orb.Point{5, 1}, apart},
	}
	for _, tt := range tests {
		for turn, got := range []contact{meet(tt.p1, tt.p2, tt.q1, tt.q2), meet(tt.q1, tt.q2, tt.p1, tt.p2), meet(tt.p2, tt.p1, tt.q2, tt.q1)} {
			if got != tt.want {
				t.Errorf("%s, turn %d: got %d, want %d", tt.name, turn, got, tt.want)
			}
		}
	}
}

// TestOrientExact: the classic trap of Shewchuk's paper, points a few ulps off
// the diagonal, where the plain determinant errs. The exact sign is that of
// y - x for the line through (12,12) and (24,24).
func TestOrientExact(t *testing.T) {
	const ulp = 1.0 / (1 << 53)
	for i := range 64 {
		for j := range 64 {
			p := orb.Point{0.5 + float64(i)*ulp, 0.5 + float64(j)*ulp}
			if got, want := orient(orb.Point{12, 12}, orb.Point{24, 24}, p), sign(p[1]-p[0]); got != want {
				t.Fatalf("%d, %d: got %d, want %d", i, j, got, want)
			}
		}
	}
}

// BenchmarkMend: a star whose sides all cross, and a comb of long teeth.
func BenchmarkMend(b *testing.B) {
	shapes := map[string]orb.Ring{}
	for _, n := range []int{101, 1001} {
		var star orb.Ring
		for k := range n + 1 {
			a := 2 * math.Pi * float64(k*(n/2)%n) / float64(n)
			star = append(star, orb.Point{math.Cos(a), math.Sin(a)})
		}
		shapes[fmt.Sprintf("star%d", n)] = star
	}
	var comb orb.Ring
	for k := range 50_000 {
		x := float64(k) / 50_000
		comb = append(comb, orb.Point{x, 0}, orb.Point{x, 1})
	}
	shapes["comb100000"] = append(comb, orb.Point{2, 0.5}, comb[0])
	for _, name := range []string{"star101", "star1001", "comb100000"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				mendPolygon(orb.Polygon{shapes[name]}, &Repairs{})
			}
		})
	}
}

// TestMendRandom compares the area of rebuilt random rings with a count of
// points inside by the even-odd rule on a grid.
func TestMendRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for round := range 300 {
		ring := orb.Ring{}
		for range 4 + rng.IntN(9) {
			p := orb.Point{rng.Float64() * 10, rng.Float64() * 10}
			if round%2 == 0 { // corners on a grid: shared points, stretches run twice
				p = orb.Point{float64(rng.IntN(5)) * 2, float64(rng.IntN(5)) * 2}
			}
			ring = append(ring, p)
		}
		ring = append(ring, ring[0])
		var m Repairs
		mp := mendPolygon(orb.Polygon{ring}, &m)
		if m.NotMended || m.NotChecked {
			t.Fatalf("round %d: not mended: %v", round, ring)
		}
		wrong, checked := 0, 0
		for range 400 {
			p := orb.Point{rng.Float64() * 10, rng.Float64() * 10}
			in := false
			for _, poly := range mp {
				for _, r := range poly {
					if ringContains(r, p) {
						in = !in
					}
				}
			}
			checked++
			if in != ringContains(ring, p) {
				wrong++
			}
		}
		if wrong > 0 {
			t.Errorf("round %d: %d of %d points differ: %v became %v", round, wrong, checked, ring, mp)
		}
		for _, poly := range mp {
			if h := examine(poly); h.crossing {
				t.Errorf("round %d: still crossing near %v", round, h.at)
			}
			for k, r := range poly {
				if (signedArea(r) > 0) != (k == 0) || k > 0 && !holeInside(poly[0], r) {
					t.Errorf("round %d: ring %d of %v is misplaced", round, k, poly)
				}
			}
		}
	}
}
