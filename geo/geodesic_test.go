package geo

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// dataFile finds a file of the shared test data.
func dataFile(t *testing.T, name ...string) string {
	t.Helper()
	root := os.Getenv("FUGAI_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	path := filepath.Join(append([]string{root}, name...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("test data is missing: %v", err)
		}
		t.Skipf("test data is missing (set FUGAI_DATA to its folder): %v", err)
	}
	return path
}

// table reads a CSV file with a header into one map of numbers a row.
func table(t *testing.T, path string) []map[string]float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]float64
	for _, row := range rows[1:] {
		m := map[string]float64{}
		for i, cell := range row {
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			m[rows[0][i]] = v
		}
		out = append(out, m)
	}
	return out
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.12g, want %.12g (tolerance %g)", what, got, want, tolerance)
	}
}

// The 20 cases are those of the test program of PROJ's geodesic library.
func TestGeodesicCases(t *testing.T) {
	for i, r := range table(t, dataFile(t, "geodesy", "geodtest_c_20cases.csv")) {
		a, b := orb.Point{r["lon1"], r["lat1"]}, orb.Point{r["lon2"], r["lat2"]}
		name := "case " + strconv.Itoa(i+1)
		s, azi1, azi2 := Inverse(a, b)
		near(t, name+" s12", float64(s), r["s12"], 2e-8)
		near(t, name+" azi1", azi1, r["azi1"], 1e-13*180)
		near(t, name+" azi2", azi2, r["azi2"], 1e-13*180)
		near(t, name+" S12", areaBelow(a, b), r["S12"], 0.1)
		to, azi2 := Direct(a, r["azi1"], Meters(r["s12"]))
		near(t, name+" lon2", wrap(to[0]-b[0]), 0, 1e-13*180)
		near(t, name+" lat2", to[1], b[1], 1e-13*180)
		near(t, name+" azi2 of direct", azi2, r["azi2"], 1e-13*180)
	}
}

// The distances were computed with PROJ 9.1.1, printed to the micrometre.
func TestInverseInChina(t *testing.T) {
	for i, r := range table(t, dataFile(t, "geodesy", "inverse_china.csv")) {
		a, b := orb.Point{r["lon1"], r["lat1"]}, orb.Point{r["lon2"], r["lat2"]}
		name := "row " + strconv.Itoa(i+2)
		s, azi1, _ := Inverse(a, b)
		near(t, name+" s12", float64(s), r["s12_m"], 6e-7)
		near(t, name+" azi1", azi1, r["azi1"], 1e-8+0.006/r["s12_m"]) // points are given to 1e-9 degrees, 0.1 mm
		near(t, name+" Distance", float64(Distance(a, b)), float64(s), 1e-8)
	}
}

// Pairs where simpler methods fail. Want: by the formula named in the case.
func TestInverseHardPairs(t *testing.T) {
	const quarter = 10001965.729312724 // meridian quadrant of WGS 84 (Karney 2013, table 1: 10 001 965.729 m)
	cases := []struct {
		name string
		a, b orb.Point
		want float64
	}{
		{"same point", orb.Point{114, 22}, orb.Point{114, 22}, 0},
		{"pole to pole", orb.Point{30, 90}, orb.Point{-70, -90}, 2 * quarter},
		{"pole by two longitudes", orb.Point{30, 90}, orb.Point{-70, 90}, 0},
		{"equator to pole", orb.Point{0, 0}, orb.Point{50, 90}, quarter},
		{"opposite on the equator: over the pole", orb.Point{0, 0}, orb.Point{180, 0}, 2 * quarter},
		{"along the equator: a times the angle", orb.Point{-10, 0}, orb.Point{80, 0}, 6378137 * math.Pi / 2},
		{"equator across the antimeridian", orb.Point{179, 0}, orb.Point{-179, 0}, 6378137 * math.Pi / 90},
		{"longitude past 180", orb.Point{179, 0}, orb.Point{181, 0}, 6378137 * math.Pi / 90},
		{"opposite at 30 degrees: over the pole", orb.Point{0, 30}, orb.Point{180, -30}, 2 * quarter},
	}
	for _, c := range cases {
		s, azi1, azi2 := Inverse(c.a, c.b)
		near(t, c.name, float64(s), c.want, 3e-8)
		if math.IsNaN(azi1) || math.IsNaN(azi2) {
			t.Errorf("%s: azimuths %v, %v", c.name, azi1, azi2)
		}
	}
}

func TestOutOfRangeIsNaN(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good := orb.Point{114, 22}
	for _, bad := range []orb.Point{{nan, 0}, {0, nan}, {inf, 0}, {0, -inf}, {0, 90.0001}, {541, 0}, {525374.9, 2513595.2}} {
		if s, azi1, azi2 := Inverse(good, bad); !math.IsNaN(float64(s)) || !math.IsNaN(azi1) || !math.IsNaN(azi2) {
			t.Errorf("Inverse to %v: got %v %v %v", bad, s, azi1, azi2)
		}
		if s := Distance(bad, good); !math.IsNaN(float64(s)) {
			t.Errorf("Distance from %v: got %v", bad, s)
		}
		if p, azi := Direct(bad, 0, 1); !math.IsNaN(p[0]) || !math.IsNaN(p[1]) || !math.IsNaN(azi) {
			t.Errorf("Direct from %v: got %v %v", bad, p, azi)
		}
	}
	for _, bad := range []float64{nan, inf, -inf} {
		if p, _ := Direct(good, bad, 1); !math.IsNaN(p[0]) {
			t.Errorf("Direct with azimuth %v: got %v", bad, p)
		}
		if p, _ := Direct(good, 0, Meters(bad)); !math.IsNaN(p[0]) {
			t.Errorf("Direct with length %v: got %v", bad, p)
		}
	}
}

// points draws points of the whole Earth, often on the axes and at the poles.
func points() *rapid.Generator[orb.Point] {
	lon := rapid.OneOf(rapid.Float64Range(-180, 180), rapid.SampledFrom([]float64{-180, -90, 0, 1e-12, 90, 179.9999999, 180}))
	lat := rapid.OneOf(rapid.Float64Range(-90, 90), rapid.SampledFrom([]float64{-90, -89.9999999, 0, 1e-12, 45, 89.9999999, 90}))
	return rapid.Custom(func(t *rapid.T) orb.Point { return orb.Point{lon.Draw(t, "lon"), lat.Draw(t, "lat")} })
}

// Direct with what Inverse gave must arrive, and Inverse is symmetrical.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := points().Draw(t, "a"), points().Draw(t, "b")
		s, azi1, _ := Inverse(a, b)
		back, _, _ := Inverse(b, a)
		if math.Abs(float64(s-back)) > 2e-8 {
			t.Fatalf("there %v, back %v", s, back)
		}
		to, _ := Direct(a, azi1, s)
		if off := Distance(to, b); !(off < 1e-7) {
			t.Fatalf("arrived %v m off at %v", off, to)
		}
		// Nothing is farther than half the polar circumference.
		if !(s >= 0 && s <= 20003931.4587) {
			t.Fatalf("distance %v", s)
		}
	})
}

// Nearly opposite pairs: the round trip must close there as well.
func TestRoundTripOpposite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := points().Draw(t, "a")
		d := orb.Point{rapid.Float64Range(-1, 1).Draw(t, "dlon"), rapid.Float64Range(-1, 1).Draw(t, "dlat")}
		b := orb.Point{a[0] + 180 + d[0], math.Max(-90, math.Min(90, -a[1]+d[1]))}
		s, azi1, _ := Inverse(a, b)
		to, _ := Direct(a, azi1, s)
		if off := Distance(to, b); !(off < 1e-7) {
			t.Fatalf("arrived %v m off at %v", off, to)
		}
	})
}

// The chord formula against the full solution, near and far from the limit.
func TestNearDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := points().Draw(t, "a")
		azi := rapid.Float64Range(-180, 180).Draw(t, "azi")
		s := math.Pow(10, rapid.Float64Range(-3, 4).Draw(t, "log s"))
		b, _ := Direct(a, azi, Meters(s))
		full, _, _ := Inverse(a, b)
		got, ok := nearDistance(cartesian(a), cartesian(b))
		if ok && math.Abs(float64(got-full)) > 1e-8 {
			t.Fatalf("chord formula %.10f, full %.10f", got, full)
		}
		if !ok && s < nearLimit-1 {
			t.Fatalf("no answer at %v m", s)
		}
	})
}

func BenchmarkDistance(b *testing.B) {
	pairs := []struct {
		name string
		to   orb.Point
	}{{"1km", orb.Point{114.257, 22.7204}}, {"100km", orb.Point{115.2, 22.9}}, {"opposite", orb.Point{-66.2, -22.5}}}
	for _, p := range pairs {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Distance(orb.Point{114.247, 22.7204}, p.to)
			}
		})
	}
}
