package crs

import (
	"math"
	"strings"
	"testing"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// The vectors are those of the tests of eviltransform (MIT).
func TestShiftedVectors(t *testing.T) {
	for _, r := range records(t, "geodesy", "gcj02_bd09_vectors.csv") {
		in := orb.Point{number(t, r["in_lon"]), number(t, r["in_lat"])}
		want := orb.Point{number(t, r["out_lon"]), number(t, r["out_lat"])}
		tolerance := number(t, r["tol_deg"])
		gcj, bd := parse(t, "GCJ-02"), parse(t, "BD-09")
		var got orb.Point
		var err error
		switch kind := r["kind"]; {
		case strings.HasPrefix(kind, "wgs84_to_gcj02"):
			got, err = gcj.FromWGS84(in)
		case kind == "bd09_to_wgs84":
			if q := eviltransformBD(in); !closeTo(q, want, tolerance) {
				t.Errorf("the library's way from %v: got %.12f, want %v", in, q, want)
			}
			// One step of the inverse misses by up to two metres here; the other
			// phase of the waves makes up the rest of the 45 m.
			if q := fromGCJ(eviltransformGCJ(in)); geo.Distance(q, want) > 2 {
				t.Errorf("that phase with the exact inverse from %v: got %.12f, want within 2 m of %v", in, q, want)
			}
			if got, err = bd.ToWGS84(in); err != nil || geo.Distance(got, want) > 45 {
				t.Errorf("BD-09 %v: got %v, %v; want within 45 m of %v", in, got, err, want)
			}
			continue
		default:
			t.Fatalf("kind %q is not known", kind)
		}
		if err != nil || !closeTo(got, want, tolerance) {
			t.Errorf("%s of %v: got %.12f, %v; want %v", r["kind"], in, got, err, want)
		}
	}
}

// eviltransformBD goes from BD-09 to WGS 84 as that library does, to show that
// it differs from this package in two things only: the phase of the waves is π
// and not π·3000/180, and GCJ-02 is turned round in one step.
func eviltransformBD(p orb.Point) orb.Point {
	g := eviltransformGCJ(p)
	shifted := gcjShift(g)
	return orb.Point{2*g[0] - shifted[0], 2*g[1] - shifted[1]}
}

// eviltransformGCJ is the first half of it, to GCJ-02.
func eviltransformGCJ(p orb.Point) orb.Point {
	x, y := p[0]-bdLon, p[1]-bdLat
	z := math.Hypot(x, y) - 0.00002*math.Sin(y*math.Pi)
	angle := math.Atan2(y, x) - 0.000003*math.Cos(x*math.Pi)
	return orb.Point{z * math.Cos(angle), z * math.Sin(angle)}
}

// What services answer, as their documents print it.
func TestShiftedAsServicesAnswer(t *testing.T) {
	bd := parse(t, "BD-09")
	// Alibaba Cloud, address purification, TransferCoord: GCJ-02
	// 120.026268,30.279164 is BD-09 120.032768,30.285238. (Its WGS 84 comes
	// from one step of the inverse and is a metre off.)
	if got := toBD(orb.Point{120.026268, 30.279164}); !closeTo(got, orb.Point{120.032768, 30.285238}, 1e-6) {
		t.Errorf("BD-09: got %.7f", got)
	}
	// Baidu geoconv v1, from=1 to=5, of its example 114.21892734521,29.575429778924;
	// the service itself is within a metre of the common formulas.
	if got, err := bd.FromWGS84(orb.Point{114.21892734521, 29.575429778924}); err != nil || !closeTo(got, orb.Point{114.23074789746, 29.579086404502}, 1e-5) {
		t.Errorf("BD-09 of Baidu: got %.7f, %v", got, err)
	}
}

// GCJ-02 and BD-09 turn themselves round to 1e-9 degrees at every fifth of a
// degree of China.
func TestShiftedGrid(t *testing.T) {
	for _, name := range []string{"GCJ-02", "BD-09"} {
		s := parse(t, name)
		worst, most := 0.0, 0.0
		for lon := 73.0; lon <= 136; lon += 0.2 {
			for lat := 3.0; lat <= 54; lat += 0.2 {
				p := orb.Point{lon, lat}
				q, err := s.FromWGS84(p)
				if err != nil {
					t.Fatal(err)
				}
				back, err := s.ToWGS84(q)
				if err != nil || !closeTo(back, p, 1e-9) {
					t.Fatalf("%s: %v came back as %.12f, %v", name, p, back, err)
				}
				worst = max(worst, math.Abs(back[0]-lon), math.Abs(back[1]-lat))
				most = max(most, float64(geo.Distance(p, q)))
			}
		}
		t.Logf("%s: at most %.1e° off, shift up to %.0f m", name, worst, most)
	}
}

// Outside its box GCJ-02 is WGS 84, and BD-09 keeps its own part.
func TestShiftedOutside(t *testing.T) {
	for _, p := range []orb.Point{{-88, 41}, {140, 35}, {114, 60}, {2, 48}, {179.999, -45}} {
		if q, err := parse(t, "GCJ-02").FromWGS84(p); err != nil || q != p {
			t.Errorf("GCJ-02 of %v: got %v, %v", p, q, err)
		}
		bd := parse(t, "BD-09")
		q, err := bd.FromWGS84(p)
		if err != nil || q != toBD(p) {
			t.Errorf("BD-09 of %v: got %v, %v", p, q, err)
		}
		if back, err := bd.ToWGS84(q); err != nil || !closeTo(back, p, 1e-9) {
			t.Errorf("BD-09: %v came back as %v, %v", p, back, err)
		}
	}
}
