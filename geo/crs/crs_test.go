package crs

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fugai/geo"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// dataFolder is where the shared test data are.
func dataFolder() string {
	if root := os.Getenv("FUGAI_DATA"); root != "" {
		return root
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// missing skips a test whose data are not there.
func missing(t *testing.T, err error) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("test data is missing: %v", err)
	}
	t.Skipf("test data is missing (set FUGAI_DATA to its folder): %v", err)
}

// records reads a CSV file of the shared test data, one map a row.
func records(t *testing.T, name ...string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{dataFolder()}, name...)...))
	if err != nil {
		missing(t, err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, cell := range row {
			m[rows[0][i]] = cell
		}
		out = append(out, m)
	}
	return out
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func parse(t testing.TB, s string) *System {
	t.Helper()
	sys, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return sys
}

// close tells whether two points agree in both coordinates.
func closeTo(p, q orb.Point, tolerance float64) bool {
	return math.Abs(p[0]-q[0]) <= tolerance && math.Abs(p[1]-q[1]) <= tolerance
}

// The pairs were computed with PROJ 9.1.1, printed to 0.1 mm.
func TestPairsOfPROJ(t *testing.T) {
	for _, r := range records(t, "geodesy", "cgcs2000_gk.csv") {
		s := parse(t, r["epsg"])
		ll := orb.Point{number(t, r["lon"]), number(t, r["lat"])}
		en := orb.Point{number(t, r["easting"]), number(t, r["northing"])}
		got, err := s.FromWGS84(ll)
		if err != nil || !closeTo(got, en, 1e-4) {
			t.Errorf("%s to %s: got %.4f, %v; want %.4f", r["name"], s, got, err, en)
		}
		back, err := s.ToWGS84(en)
		if err != nil || !closeTo(back, ll, 2e-9) {
			t.Errorf("%s from %s: got %.9f, %v; want %v", r["name"], s, back, err, ll)
		}
		if name := r["crs_name"]; strings.HasPrefix(name, "CGCS2000") && s.Name() != name {
			t.Errorf("EPSG:%s: got name %q, want %q", r["epsg"], s.Name(), name)
		}
	}
}

// Computed with cs2cs of PROJ 9.1.1 from EPSG:4326, far from the central
// meridians and in the other hemisphere.
func TestFarPairs(t *testing.T) {
	cases := []struct {
		code string
		ll   orb.Point
		want orb.Point
	}{
		{"4534", orb.Point{95, 30}, orb.Point{2449320.326413, 3494725.886172}},
		{"4491", orb.Point{95, 30}, orb.Point{15449320.326413, 3494725.886172}},
		{"4513", orb.Point{95, 30}, orb.Point{27449320.326413, 3494725.886172}},
		{"4554", orb.Point{95, 30}, orb.Point{-3509728.397922, 4101640.403027}},
		{"4501", orb.Point{95, 30}, orb.Point{19490271.602078, 4101640.403027}},
		{"4533", orb.Point{95, 30}, orb.Point{41490271.602078, 4101640.403027}},
		{"32750", orb.Point{115.2167, -8.65}, orb.Point{303775.164782, 9043383.103572}},
		{"3857", orb.Point{114.247, 22.7204}, orb.Point{12717917.864659, 2598240.585361}},
	}
	for _, c := range cases {
		s := parse(t, c.code)
		if got, err := s.FromWGS84(c.ll); err != nil || !closeTo(got, c.want, 2e-6) {
			t.Errorf("%s: got %.6f, %v; want %.6f", s, got, err, c.want)
		}
		if got, err := s.ToWGS84(c.want); err != nil || !closeTo(got, c.ll, 1e-10) {
			t.Errorf("%s: got %.12f, %v; want %v", s, got, err, c.ll)
		}
	}
}

// Every system turns itself round. In China the shifted ones do to 1e-9
// degrees, the projections to a micrometre.
func TestRoundTrip(t *testing.T) {
	codes := []string{"4326", "4490", "3857", "GCJ-02", "BD-09"}
	for _, c := range allCodes() {
		codes = append(codes, strconv.Itoa(c))
	}
	rapid.Check(t, func(t *rapid.T) {
		s, err := Parse(rapid.SampledFrom(codes).Draw(t, "system"))
		if err != nil {
			t.Fatal(err)
		}
		b := s.Bounds()
		inset := 0.02 // the shift must not lead out of its box
		p := orb.Point{
			rapid.Float64Range(b.Min[0]+inset, b.Max[0]-inset).Draw(t, "lon"),
			rapid.Float64Range(b.Min[1]+inset, b.Max[1]-inset).Draw(t, "lat"),
		}
		q, err := s.FromWGS84(p)
		if err != nil {
			t.Fatal(err)
		}
		back, err := s.ToWGS84(q)
		if err != nil {
			t.Fatal(err)
		}
		if d := geo.Distance(p, back); !(d < 1e-6 || s.Shifted() && closeTo(p, back, 1e-9)) {
			t.Fatalf("%s: %v came back as %v, %v m off", s, p, back, d)
		}
	})
}

func TestParse(t *testing.T) {
	cases := map[string]string{
		"EPSG:4326": "EPSG:4326", "epsg:4326": "EPSG:4326", "4326": "EPSG:4326", " 4326 ": "EPSG:4326",
		"EPSG::4547": "EPSG:4547", "urn:ogc:def:crs:EPSG::4547": "EPSG:4547", "urn:ogc:def:crs:EPSG:6.9:4547": "EPSG:4547",
		"http://www.opengis.net/def/crs/EPSG/0/4547": "EPSG:4547", "http://www.opengis.net/gml/srs/epsg.xml#4547": "EPSG:4547",
		"EPSG 4547": "EPSG:4547", "EPSG4547": "EPSG:4547", "ＥＰＳＧ：４５４７": "EPSG:4547",
		"urn:ogc:def:crs:OGC:1.3:CRS84": "EPSG:4326", "OGC:CRS84": "EPSG:4326", "WGS84": "EPSG:4326", "WGS 84": "EPSG:4326",
		"GCS_WGS_1984": "EPSG:4326", "CGCS2000": "EPSG:4490", "国家2000": "EPSG:4490",
		"GCJ-02": "GCJ-02", "GCJ02": "GCJ-02", "gcj_02": "GCJ-02", "火星坐标": "GCJ-02", "高德": "GCJ-02",
		"BD-09": "BD-09", "bd09": "BD-09", "百度": "BD-09", "EPSG:32650": "EPSG:32650", "3857": "EPSG:3857",
		"CGCS2000 / 3-degree Gauss-Kruger CM 114E": "EPSG:4547", "CGCS2000_3_Degree_GK_CM_114E": "EPSG:4547",
		"CGCS2000_3_Degree_GK_Zone_38": "EPSG:4526", "CGCS2000 / Gauss-Krüger CM 117E": "EPSG:4509", "CGCS2000_GK_CM_117E": "EPSG:4509", "CGCS2000_GK_Zone_20": "EPSG:4498",
		"WGS_1984_UTM_Zone_50N": "EPSG:32650", "WGS 84 / UTM zone 50S": "EPSG:32750",
		"WGS_1984_Web_Mercator_Auxiliary_Sphere":            "EPSG:3857",
		"urn:ogc:def:crs:EPSG::2790":                        "EPSG:2790",
		"NAD83(HARN) / Illinois East":                       "EPSG:2790",
		"NAD_1983_HARN_StatePlane_Illinois_East_FIPS_1201":  "EPSG:2790",
		"+init=epsg:4547":                                   "EPSG:4547",
		"+proj=utm +zone=50 +datum=WGS84 +units=m +no_defs": "EPSG:32650",
		"+proj=utm +zone=50 +south +datum=WGS84":            "EPSG:32750",
		"+proj=longlat +datum=WGS84 +no_defs":               "EPSG:4326",
		"+proj=longlat +ellps=GRS80":                        "EPSG:4490",
		"+proj=tmerc +lon_0=114 +x_0=500000 +ellps=GRS80":   "EPSG:4547",
		"+proj=tmerc +lon_0=114.1 +x_0=500000 +ellps=GRS80": "+proj=tmerc +lat_0=0 +lon_0=114.1 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs",
		"+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs": "EPSG:3857",
		"+no_defs +b=6378137 +a=6378137 +proj=merc": "EPSG:3857",
	}
	for text, want := range cases {
		if s, err := Parse(text); err != nil || s.Code() != want {
			t.Errorf("%q: got %v, %v; want %s", text, s, err, want)
		}
	}
	for _, text := range []string{"", "4214", "EPSG:2362", "EPSG:4555", "EPSG:99999999999999999999", "EPSG:-4326", "32600", "32661", "Beijing 1954", "ESRI:4326", "+", "+proj=", "+proj=merc +ellps=WGS84", "+proj=merc +b=6356752.3142 +a=6378137", "+proj=utm +zone=61", "+proj=tmerc +ellps=krass", "+proj=tmerc +lon_0=x", "+proj=tmerc +gamma=3", "+proj=lcc +lat_1=30", "+proj=tmerc +ellps=GRS80 +towgs84=15,-154,-82", strings.Repeat("x", 1<<16)} {
		s, err := Parse(text)
		if !errors.Is(err, ErrUnknown) {
			t.Fatalf("%.20q: got %v, %v; want ErrUnknown", text, s, err)
		}
		var old *Refused
		if next := strings.Contains(err.Error(), "GCJ-02") || errors.As(err, &old); !next || len(err.Error()) > 500 {
			t.Errorf("%.20q: message %q", text, err)
		}
	}
	if _, err := ByEPSG(4214); !errors.Is(err, ErrUnknown) {
		t.Errorf("ByEPSG(4214): got %v", err)
	}
}

// Names and central meridians of the EPSG register v10 (projinfo, PROJ 9.1.1).
func TestFamilies(t *testing.T) {
	cases := map[int]string{
		4491: "CGCS2000 / Gauss-Kruger zone 13", 4501: "CGCS2000 / Gauss-Kruger zone 23",
		4502: "CGCS2000 / Gauss-Kruger CM 75E", 4512: "CGCS2000 / Gauss-Kruger CM 135E",
		4513: "CGCS2000 / 3-degree Gauss-Kruger zone 25", 4533: "CGCS2000 / 3-degree Gauss-Kruger zone 45",
		4534: "CGCS2000 / 3-degree Gauss-Kruger CM 75E", 4554: "CGCS2000 / 3-degree Gauss-Kruger CM 135E",
		32650: "WGS 84 / UTM zone 50N", 32750: "WGS 84 / UTM zone 50S",
	}
	for code, want := range cases {
		s, err := ByEPSG(code)
		if err != nil || s.Name() != want {
			t.Errorf("%d: got %v, %v; want %s", code, s, err, want)
		}
	}
	for _, code := range allCodes() {
		s := byEPSG(code)
		for _, text := range []string{s.Code(), s.Name()} {
			if code == 4490 && text == s.Name() {
				text = "China_Geodetic_Coordinate_System_2000"
			}
			if again, err := Parse(text); err != nil || again.Code() != s.Code() {
				t.Errorf("%q: got %v, %v", text, again, err)
			}
		}
	}
}

func TestOutOfRange(t *testing.T) {
	nan := math.NaN()
	for _, code := range []string{"4326", "4547", "32650", "3857", "GCJ-02", "BD-09"} {
		s := parse(t, code)
		for _, p := range []orb.Point{{nan, 0}, {0, nan}, {math.Inf(1), 0}, {1e300, 1e300}, {-1e18, 5}} {
			if q, err := s.ToWGS84(p); !errors.Is(err, ErrRange) {
				t.Errorf("%s: %v gave %v, %v", s, p, q, err)
			}
			if q, err := s.FromWGS84(p); !errors.Is(err, ErrRange) {
				t.Errorf("%s: from %v gave %v, %v", s, p, q, err)
			}
		}
	}
	if q, err := parse(t, "4326").ToWGS84(orb.Point{525374.9776, 2513595.2235}); !errors.Is(err, ErrRange) {
		t.Errorf("metres taken as degrees: %v, %v", q, err)
	}
	// The easting of zone 38 taken without its prefix is 38,000 km off.
	if q, err := parse(t, "4547").ToWGS84(orb.Point{38525374.9776, 2513595.2235}); !errors.Is(err, ErrRange) {
		t.Errorf("prefixed easting in an unprefixed system: %v, %v", q, err)
	}
}

func TestCandidates(t *testing.T) {
	// Longgang (cgcs2000_gk.csv): in EPSG:4526 and 4547 at 114.247, 22.7204.
	want := orb.Point{114.247, 22.7204}
	found := func(ls []Landing, code string) (Landing, bool) {
		for _, l := range ls {
			if l.System.Code() == code {
				return l, true
			}
		}
		return Landing{}, false
	}
	ls := Candidates(orb.Point{38525374.9776, 2513595.2235})
	if len(ls) != 1 || ls[0].System.Code() != "EPSG:4526" || !closeTo(ls[0].Point, want, 1e-8) || ls[0].Swapped {
		t.Errorf("prefixed: got %v", ls)
	}
	ls = Candidates(orb.Point{525374.9776, 2513595.2235})
	if l, ok := found(ls, "EPSG:4547"); !ok || !closeTo(l.Point, want, 1e-8) {
		t.Errorf("unprefixed: got %v", ls)
	}
	ls = Candidates(orb.Point{12717917.864659, 2598240.585361})
	if len(ls) != 1 || ls[0].System.Code() != "EPSG:3857" {
		t.Errorf("web mercator: got %v", ls)
	}
	ls = Candidates(orb.Point{2513595.2235, 38525374.9776})
	if len(ls) != 1 || ls[0].System.Code() != "EPSG:4526" || !ls[0].Swapped || !closeTo(ls[0].Point, want, 1e-8) {
		t.Errorf("swapped: got %v", ls)
	}
	for _, p := range []orb.Point{{114, 22}, {22, 114}} {
		ls = Candidates(p)
		if len(ls) != 1 || ls[0].System.Code() != "EPSG:4326" || ls[0].Point != (orb.Point{114, 22}) || ls[0].Swapped != (p[0] == 22) {
			t.Errorf("degrees %v: got %v", p, ls)
		}
	}
	for _, p := range []orb.Point{{-88, 41}, {math.NaN(), 1}, {1e12, 1e12}} {
		if ls := Candidates(p); ls != nil {
			t.Errorf("%v: got %v", p, ls)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"EPSG:4326", "urn:ogc:def:crs:EPSG::4547", "urn:ogc:def:crs:OGC:1.3:CRS84", "CGCS2000_3_Degree_GK_CM_114E", "火星坐标", "ＥＰＳＧ：４５４７", "", "EPSG:", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		sys, err := Parse(s)
		if err != nil {
			if !errors.Is(err, ErrUnknown) || sys != nil {
				t.Fatalf("%q: got %v, %v", s, sys, err)
			}
			return
		}
		if again, err := Parse(sys.Code()); err != nil || again.Code() != sys.Code() {
			t.Fatalf("%q: code %s does not parse: %v", s, sys.Code(), err)
		}
	})
}

func BenchmarkToWGS84(b *testing.B) {
	for text, p := range map[string]orb.Point{"EPSG:4547": {525374.9776, 2513595.2235}, "GCJ-02": {114.252, 22.7176}, "BD-09": {114.2585, 22.7236}} {
		s := parse(b, text)
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.ToWGS84(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
