package geo

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestEveryGeometryTypeIsHandled(t *testing.T) {
	p := orb.Point{114.1, 22.6}
	for _, g := range orb.AllGeometries {
		Area(g)
		Contains(g, p)
		Unwrap(g)
		DistanceTo(p, g)
		Center(g)
	}
	if d := DistanceTo(p, nil); !math.IsInf(float64(d), 1) {
		t.Errorf("distance to nil: got %v, want +Inf", d)
	}
}

// Octants and zones of the ellipsoid; the whole Earth has 510 065 621.724 km²
// (4π times the square of the authalic radius 6371007.1809 m, NGA TR8350.2).
func TestAreaOfParts(t *testing.T) {
	const earth = 510065621724088.44 // by the closed formula in 40-digit arithmetic, m²
	cases := []struct {
		name string
		g    orb.Geometry
		want float64
	}{
		{"octant", orb.Ring{{0, 0}, {90, 0}, {0, 90}, {0, 0}}, earth / 8},
		{"octant, wound the other way", orb.Ring{{0, 0}, {0, 90}, {90, 0}, {0, 0}}, earth / 8},
		{"octant over the antimeridian", orb.Ring{{135, 0}, {-135, 0}, {135, 90}, {135, 0}}, earth / 8},
		{"octant of the south, not closed", orb.Ring{{10, 0}, {100, 0}, {10, -90}}, earth / 8},
		{"northern half", orb.Ring{{0, 0}, {90, 0}, {180, 0}, {-90, 0}, {0, 0}}, earth / 2},
		{"octant with its half cut out", orb.Polygon{
			{{0, 0}, {90, 0}, {0, 90}, {0, 0}}, {{0, 0}, {45, 0}, {0, 90}, {0, 0}}}, earth / 16},
		{"two octants", orb.MultiPolygon{
			{{{0, 0}, {90, 0}, {0, 90}, {0, 0}}}, {{{0, 0}, {0, -90}, {90, 0}, {0, 0}}}}, earth / 4},
		{"point", orb.Point{1, 1}, 0},
		{"nil", nil, 0},
		{"ring of two points", orb.Ring{{0, 0}, {1, 1}, {0, 0}}, 0},
	}
	for _, c := range cases {
		near(t, c.name, float64(Area(c.g)), c.want, 0.1)
	}
	if a := Area(orb.Ring{{0, 0}, {1, math.NaN()}, {1, 0}}); !math.IsNaN(float64(a)) {
		t.Errorf("NaN vertex: got %v", a)
	}
	// A cap round the pole is the same ring by whichever meridian it starts.
	a := Area(orb.Ring{{0, 80}, {90, 80}, {180, 80}, {-90, 80}})
	b := Area(orb.Ring{{45, 80}, {135, 80}, {-135, 80}, {-45, 80}})
	near(t, "polar cap", float64(a), float64(b), 0.1)
}

// authalicArea is an independent method: the area under edges that are
// straight in longitude and latitude is the integral of b²/2·q(φ) dλ with
// q(φ) = sin φ/(1-e²sin²φ) + artanh(e sin φ)/e (J. P. Snyder, Map projections,
// 1987, equation 3-12), by Simpson's rule. Each edge is first cut into 16 along
// its geodesic, which takes 99.6 % of the difference between the kinds of edges.
func authalicArea(r orb.Ring) float64 {
	e := math.Sqrt(ecc2)
	q := func(lat float64) float64 {
		s := math.Sin(lat * radian)
		return s/(1-ecc2*s*s) + math.Atanh(e*s)/e
	}
	sum := 0.0
	for i := 1; i < len(r); i++ {
		s, azi, _ := Inverse(r[i-1], r[i])
		a := r[i-1]
		for k := 1; k <= 16; k++ {
			b, _ := Direct(r[i-1], azi, s*Meters(k)/16)
			if k == 16 {
				b = r[i]
			}
			mean := (q(a[1]) + 4*q((a[1]+b[1])/2) + q(b[1])) / 6
			sum += (b[0] - a[0]) * radian * mean
			a = b
		}
	}
	return math.Abs(sum) * polar * polar / 2
}

// The 127 traffic zones of Longgang. The zones file as a whole (491) has
// 1951.1278 km² by another program; these are its part in one district.
func TestAreaOfZones(t *testing.T) {
	raw, err := os.ReadFile(dataFile(t, "shenzhen", "derived_longgang_taz_wgs84.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	var zones struct {
		Features []struct {
			Properties struct{ TAZID float64 }
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(raw, &zones); err != nil {
		t.Fatal(err)
	}
	if len(zones.Features) != 127 {
		t.Fatalf("got %d zones, want 127", len(zones.Features))
	}
	got, want := 0.0, 0.0
	for _, f := range zones.Features {
		var g orb.MultiPolygon
		switch f.Geometry.Type {
		case "Polygon":
			g = make(orb.MultiPolygon, 1)
			err = json.Unmarshal(f.Geometry.Coordinates, &g[0])
		case "MultiPolygon":
			err = json.Unmarshal(f.Geometry.Coordinates, &g)
		default:
			t.Fatalf("unexpected geometry %s", f.Geometry.Type)
		}
		if err != nil {
			t.Fatal(err)
		}
		got += float64(Area(g))
		for _, p := range g {
			for i, r := range p {
				if i == 0 {
					want += authalicArea(r)
				} else {
					want -= authalicArea(r)
				}
			}
		}
		p, ok := Center(g)
		if !ok || !Contains(g, p) {
			t.Errorf("zone %v: center %v is not inside", f.Properties.TAZID, p)
		}
	}
	t.Logf("127 zones: %.6f km²", got/1e6)
	near(t, "zones", got, want, 2e-9*want)
}

func TestAreaAgainstAuthalic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lon := rapid.Float64Range(73, 136).Draw(t, "lon")
		lat := rapid.Float64Range(3, 54).Draw(t, "lat")
		r := make(orb.Ring, 0, 9)
		for i := range 8 {
			d := rapid.Float64Range(0.001, 0.01).Draw(t, "radius")
			at := angleOf(float64(i) * math.Pi / 4)
			r = append(r, orb.Point{lon + d*at.c, lat + d*at.s})
		}
		r = append(r, r[0])
		got, want := float64(Area(r)), authalicArea(r)
		// An edge of 1 km encloses s³ tan φ/(12 R) = 18 m² at most with its chord.
		if math.Abs(got-want) > 8*18*0.004 {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// LowerBound must not exceed the distance to any point in the box.
func TestLowerBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := points().Draw(t, "p"), points().Draw(t, "in the box")
		w := rapid.Float64Range(0, 20)
		box := orb.Bound{
			Min: orb.Point{q[0] - w.Draw(t, "west"), math.Max(-90, q[1]-w.Draw(t, "south"))},
			Max: orb.Point{q[0] + w.Draw(t, "east"), math.Min(90, q[1]+w.Draw(t, "north"))},
		}
		bound, d := LowerBound(p, box), Distance(p, q)
		if !(bound <= d) {
			t.Fatalf("bound %v above distance %v", bound, d)
		}
		if exact := LowerBound(p, orb.Bound{Min: q, Max: q}); !(exact <= d && exact >= d*0.9898-1e-6) {
			t.Fatalf("bound %v of a single point at %v", exact, d)
		}
	})
	if got := LowerBound(orb.Point{179, 0}, orb.Bound{Min: orb.Point{-180, -1}, Max: orb.Point{-179, 1}}); got > 111320 || got < 110000 {
		t.Errorf("across the antimeridian: got %v", got)
	}
	if got := LowerBound(orb.Point{0, 89}, orb.Bound{Min: orb.Point{170, 88}, Max: orb.Point{190, 90}}); got > 111700 || got < 110000 {
		t.Errorf("over the pole: got %v", got)
	}
}

func TestAroundHoldsTheCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := points().Draw(t, "p")
		r := math.Pow(10, rapid.Float64Range(0, 7).Draw(t, "log r"))
		box := Around(p, Meters(r))
		q, _ := Direct(p, rapid.Float64Range(-180, 180).Draw(t, "azi"), Meters(r))
		if q[1] < box.Min[1] || q[1] > box.Max[1] || longitudesApart(q[0], box.Min[0], box.Max[0]) > 1e-12 && math.Abs(q[1]) < 90 {
			t.Fatalf("%v is outside %v", q, box)
		}
	})
}

// DistanceTo against the least of 20,001 places along each edge.
func TestDistanceToSegment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := points().Draw(t, "a")
		size := math.Pow(10, rapid.Float64Range(-4, 1.5).Draw(t, "log size"))
		b := orb.Point{a[0] + size*rapid.Float64Range(-1, 1).Draw(t, "dx"), math.Max(-90, math.Min(90, a[1]+size*rapid.Float64Range(-1, 1).Draw(t, "dy")))}
		away := math.Pow(10, rapid.Float64Range(-4, 2).Draw(t, "log away"))
		p := orb.Point{wrap(a[0] + away*rapid.Float64Range(-1, 1).Draw(t, "px")), math.Max(-90, math.Min(90, a[1]+away*rapid.Float64Range(-1, 1).Draw(t, "py")))}

		got := DistanceTo(p, orb.LineString{a, b})
		const n = 2000
		want := math.Inf(1)
		for i := range n + 1 {
			f := float64(i) / n
			want = math.Min(want, float64(Distance(p, orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])})))
		}
		// The sampled least is at most half a step of the edge too far.
		half := float64(polar) * math.Pi / 180 * math.Hypot(b[0]-a[0], b[1]-a[1]) / n
		if float64(got) > want+1e-6 || float64(got) < want-half*1.01-1e-6 {
			t.Fatalf("got %v, sampled %v (half step %v)", got, want, half)
		}
		if want > 10*half && float64(got) < want-half*half/want-1e-6 {
			t.Fatalf("got %v, sampled %v: nearer than the edge can be", got, want)
		}
	})
}

func TestDistanceTo(t *testing.T) {
	square := orb.Polygon{{{114, 22}, {115, 22}, {115, 23}, {114, 23}, {114, 22}}, {{114.4, 22.4}, {114.6, 22.4}, {114.6, 22.6}, {114.4, 22.6}, {114.4, 22.4}}}
	wide := orb.Polygon{{{179, -1}, {-179, -1}, {-179, 1}, {179, 1}, {179, -1}}}
	cap := orb.Polygon{{{0, 80}, {90, 80}, {180, 80}, {-90, 80}, {0, 80}}}
	cases := []struct {
		name string
		p    orb.Point
		g    orb.Geometry
		want float64
	}{
		{"inside", orb.Point{114.2, 22.2}, square, 0},
		{"corner", orb.Point{114, 22}, square, 0},
		{"on an edge of the hole", orb.Point{114.5, 22.4}, square, 0},
		{"in the hole: to its south side", orb.Point{114.5, 22.41}, square, float64(Distance(orb.Point{114.5, 22.41}, orb.Point{114.5, 22.4}))},
		{"north of it along the meridian", orb.Point{114.5, 23.01}, square, float64(Distance(orb.Point{114.5, 23.01}, orb.Point{114.5, 23}))},
		{"inside across the antimeridian", orb.Point{-179.5, 0}, wide, 0},
		{"antimeridian written as -180", orb.Point{-180, 0.5}, wide, 0},
		{"east of it on the equator", orb.Point{-178, 0}, wide, 6378137 * math.Pi / 180},
		{"over the pole: inside the cap", orb.Point{33, 89}, cap, 0},
		{"south of the cap", orb.Point{45, 79}, cap, float64(Distance(orb.Point{45, 79}, orb.Point{45, 80}))},
		{"a point", orb.Point{0, 0}, orb.Point{1, 0}, 6378137 * math.Pi / 180},
	}
	for _, c := range cases {
		near(t, c.name, float64(DistanceTo(c.p, c.g)), c.want, 1e-6)
	}
	if d := DistanceTo(orb.Point{0, 91}, square); !math.IsNaN(float64(d)) {
		t.Errorf("out of range: got %v", d)
	}
}

func TestSide(t *testing.T) {
	// 0.1 + 0.2 is not 0.3: the exact sign must see the difference.
	a, b := orb.Point{0, 0}, orb.Point{0.3, 0.3}
	for _, c := range []struct {
		p    orb.Point
		want int
	}{
		{orb.Point{0.1, 0.1}, 0}, {orb.Point{0.1, math.Nextafter(0.1, 1)}, 1}, {orb.Point{0.1, math.Nextafter(0.1, 0)}, -1},
	} {
		if got := Side(a, b, c.p); got != c.want {
			t.Errorf("Side of %v: got %d, want %d", c.p, got, c.want)
		}
	}
}

func TestUnwrap(t *testing.T) {
	got := Unwrap(orb.Polygon{
		{{170, 0}, {-170, 0}, {-170, 10}, {170, 10}, {170, 0}},
		{{-175, 2}, {-172, 2}, {-172, 4}, {-175, 2}},
	})
	want := orb.Polygon{
		{{170, 0}, {190, 0}, {190, 10}, {170, 10}, {170, 0}},
		{{185, 2}, {188, 2}, {188, 4}, {185, 2}},
	}
	if !orb.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	world := orb.Polygon{{{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}}}
	if !orb.Equal(Unwrap(world), world) || !Contains(world, orb.Point{12, 34}) {
		t.Error("the map of the whole Earth must stay")
	}
}

func TestCenter(t *testing.T) {
	u := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {8, 10}, {8, 2}, {2, 2}, {2, 10}, {0, 10}, {0, 0}}}
	ring := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{1, 1}, {9, 1}, {9, 9}, {1, 9}, {1, 1}}}
	wide := orb.Polygon{{{179, -1}, {-175, -1}, {-175, 1}, {179, 1}, {179, -1}}}
	for name, g := range map[string]orb.Geometry{
		"U": u, "hole over the middle": ring, "antimeridian": wide,
		"two parts": orb.MultiPolygon{u, ring}, "thin": orb.Polygon{{{0, 0}, {10, 1e-9}, {10, 2e-9}, {0, 0}}},
	} {
		p, ok := Center(g)
		if !ok || !Contains(g, p) || math.Abs(p[0]) > 180 {
			t.Errorf("%s: %v, %v", name, p, ok)
		}
	}
	if p, ok := Center(orb.Point{1, 2}); !ok || p != (orb.Point{1, 2}) {
		t.Errorf("point: got %v, %v", p, ok)
	}
	if p, ok := Center(orb.LineString{{0, 0}, {4, 0}, {4, 0}}); !ok || p != (orb.Point{2, 0}) {
		t.Errorf("line: got %v, %v", p, ok)
	}
	for name, g := range map[string]orb.Geometry{"nil": nil, "empty": orb.Polygon{}, "flat": orb.Polygon{{{0, 0}, {1, 1}, {2, 2}, {0, 0}}}, "NaN": orb.Point{math.NaN(), 0}} {
		if p, ok := Center(g); ok {
			t.Errorf("%s: got %v", name, p)
		}
	}
}

// A star with random arms, with a hole: the centre is in it and not in the hole.
func TestCenterIsInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 40).Draw(t, "n")
		star, hole := orb.Ring{}, orb.Ring{}
		for i := range n {
			at := angleOf(2 * math.Pi * float64(i) / float64(n))
			d := rapid.Float64Range(0.2, 3).Draw(t, "d")
			star = append(star, orb.Point{114 + d*at.c, 22 + d*at.s})
			hole = append(hole, orb.Point{114 + d*0.5*at.c, 22 + d*0.5*at.s})
		}
		g := orb.Polygon{append(star, star[0]), append(hole, hole[0])}
		p, ok := Center(g)
		if !ok || !Contains(g, p) {
			t.Fatalf("center %v, %v", p, ok)
		}
	})
}

func BenchmarkShapes(b *testing.B) {
	var ring orb.Ring
	for i := range 1000 {
		at := angleOf(2 * math.Pi * float64(i) / 1000)
		ring = append(ring, orb.Point{114.25 + 0.15*at.c, 22.72 + 0.15*at.s})
	}
	g := orb.Polygon{append(ring, ring[0])}
	b.Run("Area of 1000 edges", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Area(g)
		}
	})
	b.Run("DistanceTo 1000 edges", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			DistanceTo(orb.Point{114.6, 22.9}, g)
		}
	})
	b.Run("Center of 1000 edges", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Center(g)
		}
	})
}

// Cells of a grid from 1 m to 1 km. Want: the integral of M·N·cos φ between
// the parallels by Simpson's rule, and what the geodesics along the two
// parallels add and take, L³ tan φ/(12 N) each.
func TestAreaOfCells(t *testing.T) {
	density := func(lat float64) float64 {
		x := angleOf(lat)
		w2 := 1 - ecc2*x.s*x.s
		return equatorial * equatorial * (1 - ecc2) * x.c / (w2 * w2)
	}
	for _, size := range []float64{1e-5, 1e-4, 1e-3, 1e-2} {
		for lat := 3.0; lat < 54; lat += 0.37 {
			west, east, north := 73+lat, 73+lat+size, lat+size
			got := Area(orb.Ring{{west, lat}, {east, lat}, {east, north}, {west, north}, {west, lat}})

			dLon, low, high := (east-west)*radian, lat*radian, north*radian
			want := dLon * (high - low) * (density(low) + 4*density((low+high)/2) + density(high)) / 6
			sag := func(lat float64) float64 {
				x := angleOf(lat)
				n := equatorial / math.Sqrt(1-ecc2*x.s*x.s)
				return math.Pow(n*x.c*dLon, 3) * x.s / x.c / n / 12
			}
			near(t, "cell", float64(got), want+sag(high)-sag(low), 1e-5)
		}
	}
}
