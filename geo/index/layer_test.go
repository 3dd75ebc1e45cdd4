package index

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fugai/geo"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// bruteWithin measures every geometry.
func bruteWithin(geoms []orb.Geometry, p orb.Point, r geo.Meters) []Hit {
	var hits []Hit
	for i, g := range geoms {
		if g == nil {
			continue
		}
		if d := geo.DistanceTo(p, g); geo.AtMost(d, r) && !math.IsInf(float64(d), 1) {
			hits = append(hits, Hit{i, d})
		}
	}
	slices.SortFunc(hits, byDistance)
	return hits
}

func bruteContaining(geoms []orb.Geometry, p orb.Point) []int {
	var found []int
	for i, g := range geoms {
		if geo.Contains(g, p) {
			found = append(found, i)
		}
	}
	return found
}

// same tells whether two answers agree: indexes alike, distances to 2 µm (of
// lines and polygons; the search stops within a micrometre).
func same(t *rapid.T, what string, got, want []Hit) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %d hits %v, want %d %v", what, len(got), got, len(want), want)
	}
	for i := range got {
		if math.Abs(float64(got[i].Distance-want[i].Distance)) > 2e-6 {
			t.Fatalf("%s: place %d: got %v, want %v", what, i, got[i], want[i])
		}
		if got[i].Index != want[i].Index && math.Abs(float64(got[i].Distance-want[i].Distance)) == 0 {
			t.Fatalf("%s: place %d: got %v, want %v", what, i, got[i], want[i])
		}
	}
}

// places draws points in one of four regions: China, a pole, the antimeridian,
// or anywhere; coordinates are often alike, so that ties occur.
func places(t *rapid.T) *rapid.Generator[orb.Point] {
	box := rapid.SampledFrom([]orb.Bound{
		{Min: orb.Point{113, 22}, Max: orb.Point{115, 23}},
		{Min: orb.Point{-180, 88}, Max: orb.Point{180, 90}},
		{Min: orb.Point{-180, -90}, Max: orb.Point{180, -89}},
		{Min: orb.Point{178, -1}, Max: orb.Point{182, 1}},
		{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}},
	}).Draw(t, "region")
	return rapid.Custom(func(t *rapid.T) orb.Point {
		x, y := rapid.Float64Range(0, 1).Draw(t, "x"), rapid.Float64Range(0, 1).Draw(t, "y")
		if rapid.Bool().Draw(t, "on a grid") {
			x, y = math.Round(x*8)/8, math.Round(y*8)/8
		}
		p := orb.Point{box.Min[0] + x*(box.Max[0]-box.Min[0]), box.Min[1] + y*(box.Max[1]-box.Min[1])}
		p[0] = geo.WrapLongitude(p[0])
		return p
	})
}

func TestPointsAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := places(t)
		var geoms []orb.Geometry
		for _, p := range rapid.SliceOfN(place, 0, 200).Draw(t, "points") {
			geoms = append(geoms, p)
			if len(geoms)%7 == 0 {
				geoms = append(geoms, nil)
			}
		}
		l := New(geoms)
		p := place.Draw(t, "p")
		all := bruteWithin(geoms, p, geo.Meters(math.Inf(1)))
		k := rapid.IntRange(1, 20).Draw(t, "k")
		if diff := cmp.Diff(all[:min(k, len(all))], l.Nearest(p, k)); len(all) > 0 && diff != "" {
			t.Fatalf("nearest of %v (-want +got):\n%s", p, diff)
		}
		r := geo.Meters(math.Pow(10, rapid.Float64Range(2, 7.3).Draw(t, "log r")))
		if len(all) > 0 && rapid.Bool().Draw(t, "as far as one of them") {
			r = all[rapid.IntRange(0, len(all)-1).Draw(t, "which")].Distance
		}
		if diff := cmp.Diff(bruteWithin(geoms, p, r), l.Within(p, r)); diff != "" {
			t.Fatalf("within %v of %v (-want +got):\n%s", r, p, diff)
		}
		if diff := cmp.Diff(bruteContaining(geoms, p), l.Containing(p)); diff != "" {
			t.Fatalf("containing %v (-want +got):\n%s", p, diff)
		}
	})
}

// TestContainingNextToAntimeridian: a point on the antimeridian is not one that
// is the least step away from it; their difference, 360 less 2.8e-14, is no double.
func TestContainingNextToAntimeridian(t *testing.T) {
	l := New([]orb.Geometry{orb.Point{180, 90}, orb.Point{-180, 10}})
	for p, want := range map[orb.Point][]int{
		{-180, 90}: {0}, {180, 90}: {0}, {math.Nextafter(-180, 0), 90}: nil, {math.Nextafter(180, 0), 90}: nil,
		{180, 10}: {1}, {math.Nextafter(180, 0), 10}: nil,
	} {
		if got := l.Containing(p); !slices.Equal(got, want) {
			t.Errorf("%v: got %v, want %v", p, got, want)
		}
	}
}

// star is a polygon with a hole around a place; arms make it concave.
func star(t *rapid.T, at orb.Point) orb.Polygon {
	n := rapid.IntRange(3, 60).Draw(t, "corners")
	size := math.Pow(10, rapid.Float64Range(-3, 0).Draw(t, "log size"))
	var outer, hole orb.Ring
	for i := range n {
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		d := size * rapid.Float64Range(0.3, 1).Draw(t, "arm")
		lat := math.Max(-90, math.Min(90, at[1]+d*s))
		outer = append(outer, orb.Point{geo.WrapLongitude(at[0] + d*c), lat})
		hole = append(hole, orb.Point{geo.WrapLongitude(at[0] + d*c/2), at[1] + (lat-at[1])/2})
	}
	return orb.Polygon{append(outer, outer[0]), append(hole, hole[0])}
}

func TestShapesAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := places(t)
		var geoms []orb.Geometry
		for i := range rapid.IntRange(1, 12).Draw(t, "shapes") {
			at := place.Draw(t, "at")
			switch i % 5 {
			case 0, 1:
				geoms = append(geoms, star(t, at))
			case 2:
				geoms = append(geoms, orb.MultiPolygon{star(t, at), star(t, place.Draw(t, "part"))})
			case 3:
				geoms = append(geoms, orb.LineString(star(t, at)[0]))
			case 4:
				geoms = append(geoms, orb.Collection{orb.MultiPoint{at, place.Draw(t, "second")}, star(t, at)[0]}, nil, orb.Polygon{})
			}
		}
		l := New(geoms)
		p := place.Draw(t, "p")
		if diff := cmp.Diff(bruteContaining(geoms, p), l.Containing(p)); diff != "" {
			t.Fatalf("containing %v (-want +got):\n%s", p, diff)
		}
		all := bruteWithin(geoms, p, geo.Meters(math.Inf(1)))
		k := rapid.IntRange(1, 8).Draw(t, "k")
		same(t, "nearest", l.Nearest(p, k), all[:min(k, len(all))])
		r := geo.Meters(math.Pow(10, rapid.Float64Range(2, 7.3).Draw(t, "log r")))
		same(t, "within", l.Within(p, r), bruteWithin(geoms, p, r))
	})
}

// Intersecting against sampled points: what holds a sampled point of the box
// must be found, and what is found must be no farther than the box.
func TestIntersecting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := places(t)
		var geoms []orb.Geometry
		for range 8 {
			at := place.Draw(t, "at")
			geoms = append(geoms, star(t, at), at, orb.LineString(star(t, at)[0]))
		}
		l := New(geoms)
		q := place.Draw(t, "corner")
		box := orb.Bound{Min: q, Max: orb.Point{q[0] + rapid.Float64Range(0, 2).Draw(t, "w"), math.Min(90, q[1]+rapid.Float64Range(0, 1).Draw(t, "h"))}}
		got := l.Intersecting(box)
		for i := range 11 {
			for j := range 11 {
				p := orb.Point{box.Min[0] + (box.Max[0]-box.Min[0])*float64(i)/10, box.Min[1] + (box.Max[1]-box.Min[1])*float64(j)/10}
				for _, k := range l.Containing(p) {
					if !slices.Contains(got, k) {
						t.Fatalf("%d holds %v of the box %v and is missing", k, p, box)
					}
				}
			}
		}
		for _, k := range got {
			if d := geo.LowerBound(q, box); d > 0 {
				t.Fatalf("corner outside its box: %v", d)
			}
			if b, ok := geoms[k].(orb.Point); ok && geo.LowerBound(b, box) > 1e-6 {
				t.Fatalf("point %v is not in %v", b, box)
			}
		}
	})
}

func TestIntersectingCases(t *testing.T) {
	l := New([]orb.Geometry{
		orb.LineString{{0, 0}, {10, 10}},
		orb.Polygon{{{20, 0}, {30, 0}, {30, 10}, {20, 10}, {20, 0}}, {{22, 2}, {28, 2}, {28, 8}, {22, 8}, {22, 2}}},
		orb.Point{180, 5},
		orb.Polygon{{{170, 0}, {-170, 0}, {-170, 1}, {170, 1}, {170, 0}}},
		nil,
	})
	box := func(w, s, e, n float64) orb.Bound { return orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}} }
	cases := []struct {
		name string
		box  orb.Bound
		want []int
	}{
		{"crossed by the line", box(4, 4, 6, 6), []int{0}},
		{"in the line's box but beside it", box(6, 1, 9, 4), nil},
		{"inside the polygon", box(20.5, 0.5, 21, 1), []int{1}},
		{"inside its hole", box(24, 4, 26, 6), nil},
		{"around it", box(19, -1, 31, 11), []int{1}},
		{"touching a corner", box(30, 10, 40, 20), []int{1}},
		{"east of the antimeridian", box(-180, 0.2, -175, 0.8), []int{3}},
		{"across it", box(175, 0, 185, 6), []int{2, 3}},
		{"ending on it", box(175, 0, 180, 6), []int{2, 3}},
		{"beginning on it", box(-180, 4, -175, 6), []int{2}},
		{"whole Earth", box(-180, -90, 180, 90), []int{0, 1, 2, 3}},
		{"empty", box(1, 1, -1, -1), nil},
		{"NaN", box(math.NaN(), 0, 1, 1), nil},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, l.Intersecting(c.box)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if l.Len() != 5 {
		t.Errorf("Len: got %d, want 5", l.Len())
	}
}

func TestOddInput(t *testing.T) {
	nan := math.NaN()
	var geoms []orb.Geometry
	for _, g := range orb.AllGeometries {
		geoms = append(geoms, g)
	}
	geoms = append(geoms, orb.Point{nan, 1}, orb.Point{0, 100}, orb.LineString{{0, 0}, {nan, 1}}, orb.Polygon{{}}, orb.Ring{{5, 5}})
	l := New(geoms)
	if got := l.Nearest(orb.Point{5, 5}, 1); len(got) != 1 || got[0].Distance != 0 {
		t.Errorf("nearest: got %v", got)
	}
	for _, p := range []orb.Point{{nan, 0}, {0, 95}, {math.Inf(1), 0}} {
		if l.Nearest(p, 3) != nil || l.Within(p, 1e9) != nil || l.Containing(p) != nil {
			t.Errorf("%v: found something", p)
		}
	}
	if l.Within(orb.Point{0, 0}, -1) != nil || l.Within(orb.Point{0, 0}, geo.Meters(nan)) != nil || l.Nearest(orb.Point{0, 0}, 0) != nil {
		t.Error("a radius or number without meaning found something")
	}
	if empty := New(nil); empty.Nearest(orb.Point{}, 1) != nil || empty.Len() != 0 {
		t.Error("the empty layer found something")
	}
}

// A chain of 100,000 edges answers as the plain count of crossings does.
func TestLargeRing(t *testing.T) {
	ring, points := largeRing(100_000)
	l := New([]orb.Geometry{orb.Polygon{ring}})
	for _, p := range points[:300] {
		if got, want := len(l.Containing(p)) == 1, geo.Contains(ring, p); got != want {
			t.Fatalf("%v: got %v, want %v", p, got, want)
		}
	}
}

// largeRing is a rough ring of n edges around Longgang, and points about it.
func largeRing(n int) (orb.Ring, []orb.Point) {
	rnd := rand.New(rand.NewPCG(1, 2))
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		d := 0.15 + 0.03*math.Sin(float64(i)*40*math.Pi/float64(n)) + 0.001*rnd.Float64()
		ring = append(ring, orb.Point{114.25 + d*c, 22.72 + d*s})
	}
	points := make([]orb.Point, 1000)
	for i := range points {
		points[i] = orb.Point{114.05 + 0.4*rnd.Float64(), 22.52 + 0.4*rnd.Float64()}
	}
	return append(ring, ring[0]), points
}

// randomPoints are n places in Guangdong, always the same.
func randomPoints(n int, seed uint64) []orb.Geometry {
	rnd := rand.New(rand.NewPCG(seed, 7))
	out := make([]orb.Geometry, n)
	for i := range out {
		out[i] = orb.Point{110 + 6*rnd.Float64(), 21 + 4*rnd.Float64()}
	}
	return out
}

func sizes() []int {
	if testing.Short() {
		return []int{1000, 10_000, 100_000}
	}
	return []int{1000, 10_000, 100_000, 1_000_000}
}

func BenchmarkNew(b *testing.B) {
	for _, n := range sizes() {
		geoms := randomPoints(n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				New(geoms)
			}
		})
	}
}

func benchmarkPoints(b *testing.B, ask func(l *Layer, p orb.Point)) {
	asked := randomPoints(1024, 2)
	for _, n := range sizes() {
		l := New(randomPoints(n, 1))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				ask(l, asked[i%len(asked)].(orb.Point))
			}
		})
	}
}

func BenchmarkNearest(b *testing.B) {
	benchmarkPoints(b, func(l *Layer, p orb.Point) { l.Nearest(p, 1) })
}

func BenchmarkNearest10(b *testing.B) {
	benchmarkPoints(b, func(l *Layer, p orb.Point) { l.Nearest(p, 10) })
}

func BenchmarkWithin1km(b *testing.B) {
	benchmarkPoints(b, func(l *Layer, p orb.Point) { l.Within(p, 1000) })
}

// Squares of about 2 km that overlap, in the same region.
func BenchmarkContaining(b *testing.B) {
	asked := randomPoints(1024, 2)
	for _, n := range sizes()[:3] {
		var geoms []orb.Geometry
		for _, g := range randomPoints(n, 1) {
			p := g.(orb.Point)
			geoms = append(geoms, orb.Bound{Min: p, Max: orb.Point{p[0] + 0.02, p[1] + 0.02}}.ToPolygon())
		}
		l := New(geoms)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				l.Containing(asked[i%len(asked)].(orb.Point))
			}
		})
	}
}

func BenchmarkLargeRing(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		ring, points := largeRing(n)
		l := New([]orb.Geometry{orb.Polygon{ring}})
		b.Run(fmt.Sprintf("containing/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				l.Containing(points[i%len(points)])
			}
		})
		b.Run(fmt.Sprintf("nearest/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				l.Nearest(points[i%len(points)], 1)
			}
		})
	}
}
