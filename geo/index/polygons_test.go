package index

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"fugai/geo"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// checkPolygons compares with the layer and with brute force, one by one and
// in a batch.
func checkPolygons(t interface{ Fatalf(string, ...any) }, geoms []orb.Geometry, from []orb.Point, threads int) {
	p, l := NewPolygons(geoms), New(geoms)
	located, err := p.Locate(context.Background(), Batch{From: from, Threads: threads})
	if err != nil || located.Len() != len(from) {
		t.Fatalf("got %d answers and %v, want %d", located.Len(), err, len(from))
	}
	for i, at := range from {
		want := l.Containing(at)
		if diff := cmp.Diff(want, p.Containing(at)); diff != "" {
			t.Fatalf("containing %v (-layer +got):\n%s", at, diff)
		}
		var batch []int
		for _, k := range located.At(i) {
			batch = append(batch, int(k))
		}
		if !slices.Equal(batch, want) {
			t.Fatalf("containing %v in a batch: got %v, want %v", at, batch, want)
		}
	}
}

// corners are the vertices and the middles of the edges: places on boundaries.
func boundaryPlaces(geoms []orb.Geometry) (out []orb.Point) {
	for _, g := range geoms {
		eachArea(g, func(p orb.Polygon) {
			for _, ring := range p {
				for i, at := range ring {
					next := ring[(i+1)%len(ring)]
					out = append(out, at, orb.Point{(at[0] + next[0]) / 2, (at[1] + next[1]) / 2}, orb.Point{at[0], next[1]})
				}
			}
		})
	}
	return out
}

func TestPolygonsAgainstLayer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := places(t)
		var geoms []orb.Geometry
		for i := range rapid.IntRange(0, 15).Draw(t, "shapes") {
			at := place.Draw(t, "at")
			switch i % 5 {
			case 0, 1:
				geoms = append(geoms, star(t, at))
			case 2:
				geoms = append(geoms, orb.MultiPolygon{star(t, at), star(t, place.Draw(t, "part"))}, nil)
			case 3: // a ring of whatever corners, which crosses itself
				ring := orb.Ring(rapid.SliceOfN(place, 1, 8).Draw(t, "ring"))
				if b := geo.Unwrap(ring).Bound(); b.Max[0]-b.Min[0] > 360 {
					ring = nil // more than once round the Earth has no meaning
				}
				geoms = append(geoms, ring, orb.Polygon{})
			case 4: // holes that overlap, touch or lie outside
				other := star(t, place.Draw(t, "other"))
				geoms = append(geoms, orb.Collection{append(star(t, at), other[1], star(t, at)[1], other[0])})
			}
		}
		from := append(rapid.SliceOfN(place, 1, 60).Draw(t, "from"), oddPoints()...)
		checkPolygons(t, geoms, append(from, boundaryPlaces(geoms)...), 2)
	})
}

func TestPolygonCases(t *testing.T) {
	nan := math.NaN()
	square := func(x, y, size float64) orb.Ring {
		return orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + size, y + size}}.ToRing()
	}
	cases := []struct {
		name  string
		geoms []orb.Geometry
		at    orb.Point
		want  []int
	}{
		{"nothing", nil, orb.Point{0, 0}, nil},
		{"only points and lines", []orb.Geometry{orb.Point{1, 1}, orb.LineString{{0, 0}, {2, 2}}}, orb.Point{1, 1}, nil},
		{"inside", []orb.Geometry{nil, square(0, 0, 2)}, orb.Point{1, 1}, []int{1}},
		{"shared edge", []orb.Geometry{square(0, 0, 1), square(1, 0, 1)}, orb.Point{1, 0.5}, []int{0, 1}},
		{"shared corner", []orb.Geometry{square(0, 0, 1), square(1, 0, 1), square(0, 1, 1), square(1, 1, 1)}, orb.Point{1, 1}, []int{0, 1, 2, 3}},
		{"in a hole", []orb.Geometry{orb.Polygon{square(0, 0, 4), square(1, 1, 2)}}, orb.Point{2, 2}, nil},
		{"on a hole", []orb.Geometry{orb.Polygon{square(0, 0, 4), square(1, 1, 2)}}, orb.Point{1, 2}, []int{0}},
		{"where holes overlap", []orb.Geometry{orb.Polygon{square(0, 0, 9), square(1, 1, 3), square(2, 2, 3)}}, orb.Point{3, 3}, nil},
		{"in a hole outside its ring", []orb.Geometry{orb.Polygon{square(0, 0, 1), square(3, 3, 2)}}, orb.Point{4, 4}, nil},
		{"in two parts", []orb.Geometry{orb.MultiPolygon{{square(0, 0, 3)}, {square(1, 1, 3)}}}, orb.Point{2, 2}, []int{0}},
		{"an island in a lake", []orb.Geometry{orb.MultiPolygon{{square(0, 0, 9), square(2, 2, 5)}, {square(3, 3, 2)}}}, orb.Point{4, 4}, []int{0}},
		{"across the antimeridian", []orb.Geometry{orb.Polygon{{{179, -1}, {-179, -1}, {-179, 1}, {179, 1}, {179, -1}}}}, orb.Point{-179.5, 0}, []int{0}},
		{"on its far side", []orb.Geometry{orb.Polygon{{{179, -1}, {-179, -1}, {-179, 1}, {179, 1}, {179, -1}}}}, orb.Point{0, 0}, nil},
		{"at 180 of a box from -180", []orb.Geometry{square(-180, 0, 5)}, orb.Point{180, 1}, []int{0}},
		{"round a pole", []orb.Geometry{orb.Polygon{{{0, 80}, {90, 80}, {180, 80}, {-90, 80}, {0, 80}}}}, orb.Point{33, 90}, []int{0}},
		{"the whole Earth", []orb.Geometry{orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}}, orb.Point{180, -90}, []int{0}},
		{"a coordinate missing", []orb.Geometry{orb.MultiPolygon{{{{0, 0}, {nan, 1}, {1, 1}, {0, 0}}}, {square(0, 0, 1)}}}, orb.Point{0.5, 0.5}, []int{0}},
		{"one corner", []orb.Geometry{orb.Ring{{5, 5}}}, orb.Point{5, 5}, []int{0}},
		{"out of range", []orb.Geometry{square(0, 0, 1)}, orb.Point{nan, 0.5}, nil},
	}
	for _, c := range cases {
		p := NewPolygons(c.geoms)
		if diff := cmp.Diff(c.want, p.Containing(c.at)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if p.Len() != len(c.geoms) {
			t.Errorf("%s: Len: got %d, want %d", c.name, p.Len(), len(c.geoms))
		}
	}
}

// Districts over China, rough and crowded as they are, with houses in a few
// towns and one far away; asked inside, and on every boundary.
// TestContainingAcrossManyTurns asks about a ring that, made continuous, runs
// from 110 to 590: past what is a longitude, though each corner is one. The
// places were found by geo.Contains.
func TestContainingAcrossManyTurns(t *testing.T) {
	ring := orb.Ring{{110, -30}, {-170, -40}, {-90, -10}, {20, 60}, {120, 30}, {-130, 80}, {70, -10}, {110, -30}}
	geoms := []orb.Geometry{orb.Polygon{ring}}
	l, p := New(geoms), NewPolygons(geoms)
	for _, place := range []orb.Point{{-35.5, 57.5}, {159.5, 64.5}, {99.5, 40.5}, {-60, -60}, {0, 85}} {
		want := geo.Contains(geoms[0], place)
		if got := len(l.Containing(place)) == 1; got != want {
			t.Errorf("layer at %v: got %v, want %v", place, got, want)
		}
		if got := len(p.Containing(place)) == 1; got != want {
			t.Errorf("polygons at %v: got %v, want %v", place, got, want)
		}
	}
}

func TestPolygonsAtSize(t *testing.T) {
	geoms := districts(8, 60)
	for i, at := range clusters(1000, 5) {
		size := 0.0001 * float64(1+i%7)
		geoms = append(geoms, orb.Bound{Min: at, Max: orb.Point{at[0] + size, at[1] + size}})
	}
	geoms = append(geoms, orb.Ring{{-170, -80}, {-169, -80}, {-170, -79}})
	from := append(clusters(5000, 4), boundaryPlaces(geoms)...)
	checkPolygons(t, geoms, from, 3)
}

// Nested and overlapping polygons: each place is in very many.
func TestPolygonsOverlap(t *testing.T) {
	var geoms []orb.Geometry
	for i := range 120 {
		var ring orb.Ring
		for a := range 40 {
			at, _ := geo.Direct(orb.Point{114, 22}, float64(a*9), geo.Meters(1000+150*i))
			ring = append(ring, at)
		}
		geoms = append(geoms, append(ring, ring[0]))
	}
	from := boundaryPlaces(geoms[:30])
	checkPolygons(t, geoms, from, 2)
	if got := NewPolygons(geoms).Containing(orb.Point{114, 22}); len(got) != 120 {
		t.Errorf("the middle is in %d, want 120", len(got))
	}
}

// districts are side × side cells over China that share rough edges of the
// given number of pieces.
func districts(side, pieces int) (out []orb.Geometry) {
	corner := func(x, y int) orb.Point {
		s, c := math.Sincos(float64(7*x + 13*y))
		return orb.Point{73 + 62*(float64(x)+0.3*s)/float64(side), 18 + 36*(float64(y)+0.3*c)/float64(side)}
	}
	// edge runs from a to b less its end; backwards it has the same points.
	edge := func(a, b orb.Point) (line []orb.Point) {
		from, to := a, b
		if a[0] > b[0] {
			from, to = b, a
		}
		for i := range pieces + 1 {
			f := float64(i) / float64(pieces)
			bend := 0.05 * math.Sin(math.Pi*f) * math.Sin(40*f+from[0]) * math.Sin(311*f)
			line = append(line, orb.Point{from[0] + f*(to[0]-from[0]) - bend*(to[1]-from[1]), from[1] + f*(to[1]-from[1]) + bend*(to[0]-from[0])})
		}
		line[0], line[pieces] = from, to
		if a[0] > b[0] {
			slices.Reverse(line)
		}
		return line[:pieces]
	}
	for y := range side {
		for x := range side {
			a, b, c, d := corner(x, y), corner(x+1, y), corner(x+1, y+1), corner(x, y+1)
			ring := slices.Concat(edge(a, b), edge(b, c), edge(c, d), edge(d, a))
			out = append(out, orb.Polygon{append(ring, ring[0])})
		}
	}
	return out
}

func BenchmarkLocate(b *testing.B) {
	geoms := districts(55, 170)
	for _, n := range sizes() {
		from := clusters(n, 4)
		p := NewPolygons(geoms)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Locate(context.Background(), Batch{From: from}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNewPolygons(b *testing.B) {
	for _, side := range []int{3, 10, 30, 55} {
		geoms := districts(side, 170)
		b.Run(fmt.Sprintf("%d edges", 4*170*side*side), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				NewPolygons(geoms)
			}
		})
	}
}
