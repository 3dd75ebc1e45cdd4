package crs

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// run runs a program of PROJ or GDAL and returns what it prints.
func run(t *testing.T, stdin, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: %v", name, err)
		}
		t.Skipf("%s is missing (apt-get install gdal-bin proj-bin): %v", name, err)
	}
	cmd := exec.Command(name, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, stderr.String())
	}
	return string(out)
}

// gdaltransform converts points; longitude and easting come first.
func gdaltransform(t *testing.T, from, to string, points []orb.Point) []orb.Point {
	t.Helper()
	var in strings.Builder
	for _, p := range points {
		fmt.Fprintf(&in, "%.17g %.17g\n", p[0], p[1])
	}
	lines := strings.Split(strings.TrimSpace(run(t, in.String(), "gdaltransform", "-s_srs", from, "-t_srs", to, "-output_xy")), "\n")
	if len(lines) != len(points) {
		t.Fatalf("gdaltransform: %d lines of %d points", len(lines), len(points))
	}
	out := make([]orb.Point, len(lines))
	for i, l := range lines {
		f := strings.Fields(l)
		out[i] = orb.Point{number(t, f[0]), number(t, f[1])}
	}
	return out
}

// Every family of systems against PROJ, both ways, at seeded points up to two
// degrees beyond the area of use.
func TestAgainstGDAL(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4547))
	cases := []struct{ text, base string }{
		{"EPSG:4490", "EPSG:4490"}, {"EPSG:3857", "EPSG:4326"}, {"EPSG:2790", "EPSG:4152"},
		{"EPSG:4491", "EPSG:4490"}, {"EPSG:4512", "EPSG:4490"}, {"EPSG:4526", "EPSG:4490"}, {"EPSG:4547", "EPSG:4490"},
		{"EPSG:32650", "EPSG:4326"}, {"EPSG:32601", "EPSG:4326"}, {"EPSG:32723", "EPSG:4326"}, {"EPSG:32760", "EPSG:4326"},
		{"+proj=tmerc +lat_0=22.5 +lon_0=113.8333333333333 +k=0.99993 +x_0=120000.5 +y_0=-30000 +ellps=GRS80 +units=m +no_defs", "+proj=longlat +ellps=GRS80"},
		{"+proj=tmerc +lat_0=36.66666666666666 +lon_0=-88.33333333333333 +k=0.999975 +x_0=300000 +y_0=0 +datum=WGS84 +units=us-ft +no_defs", "EPSG:4326"},
		{"+proj=tmerc +lat_0=-10 +lon_0=30 +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=ft +no_defs", "EPSG:4326"},
	}
	for _, c := range cases {
		s := parse(t, c.text)
		b := s.Bounds()
		if s.kind == transverseMercator {
			b.Min[0], b.Max[0] = b.Min[0]-2, b.Max[0]+2
		}
		points := make([]orb.Point, 200)
		for i := range points {
			points[i] = orb.Point{
				math.Min(b.Min[0]+random.Float64()*(b.Max[0]-b.Min[0]), 180-1e-9),
				b.Min[1] + random.Float64()*(b.Max[1]-b.Min[1]),
			}
			points[i][0] = math.Max(points[i][0], -180+1e-9)
		}
		compareWithGDAL(t, s, c.base, points)
	}
}

func compareWithGDAL(t *testing.T, s *System, base string, points []orb.Point) {
	t.Helper()
	metre := 1e-3
	if s.Geographic() {
		metre = 1e-9
	}
	worst, worstBack := 0.0, 0.0
	want := gdaltransform(t, base, s.Code(), points)
	back := gdaltransform(t, s.Code(), base, want)
	for i, p := range points {
		got, err := s.FromWGS84(p)
		if err != nil || !closeTo(got, want[i], metre) {
			t.Errorf("%s of %v: got %.4f, %v; want %.4f", s.Code(), p, got, err, want[i])
		}
		worst = max(worst, math.Abs(got[0]-want[i][0]), math.Abs(got[1]-want[i][1]))
		got, err = s.ToWGS84(want[i])
		if err != nil || !closeTo(got, back[i], 1e-9) {
			t.Errorf("%s from %.4f: got %.10f, %v; want %.10f", s.Code(), want[i], got, err, back[i])
		}
		worstBack = max(worstBack, math.Abs(got[0]-back[i][0]), math.Abs(got[1]-back[i][1]))
	}
	t.Logf("%s: at most %.1e forward, %.1e° back", s.Code(), worst, worstBack)
}

// What GDAL writes of a system is read as that system, in every form, and what
// this package writes is what GDAL writes.
func TestDescriptionsOfGDAL(t *testing.T) {
	codes := []int{2790, 3857, 4326, 4490, 4498, 4509, 4526, 4548, 32650, 32723} // one of each family
	for _, code := range codes {
		s := byEPSG(code)
		for _, form := range []string{"wkt_esri", "wkt1", "wkt2_2015", "wkt2_2019", "projjson"} {
			text := strings.TrimSpace(run(t, "", "gdalsrsinfo", "--single-line", "-o", form, "EPSG:"+strconv.Itoa(code)))
			if got, err := Parse(text); err != nil || got.Code() != s.Code() || got.Name() != s.Name() {
				t.Errorf("%s of %s: got %v, %v", form, s, got, err)
			}
			// A number that is not there must not be needed.
			bare := strings.NewReplacer(fmt.Sprintf(`AUTHORITY["EPSG","%d"]`, code), `AUTHORITY["X","0"]`,
				fmt.Sprintf(`ID["EPSG",%d]`, code), `ID["X",0]`, fmt.Sprintf(`"code": %d`, code), `"code": 0`).Replace(text)
			if got, err := Parse(bare); err != nil || got.Code() != s.Code() {
				t.Errorf("%s of %s without the number: got %v, %v", form, s, got, err)
			}
			if form == "wkt_esri" && s.WKT1() != text {
				t.Errorf("WKT1 of %s:\ngot  %s\nwant %s", s, s.WKT1(), text)
			}
			if form == "wkt1" && s.OGCWKT() != text {
				t.Errorf("OGC WKT of %s:\ngot  %s\nwant %s", s, s.OGCWKT(), text)
			}
		}
	}
}

// GDAL finds the number of every system of the table from the .prj file alone:
// one folder of empty shapefiles, as ogrinfo reads them.
func TestPrjFilesInGDAL(t *testing.T) {
	dir := t.TempDir()
	var shp [100]byte
	binary.BigEndian.PutUint32(shp[0:], 9994)
	binary.BigEndian.PutUint32(shp[24:], 50) // the header's length, in 16-bit words
	binary.LittleEndian.PutUint32(shp[28:], 1000)
	binary.LittleEndian.PutUint32(shp[32:], 1)                                                                                   // points
	dbf := append([]byte{3, 120, 1, 1, 0, 0, 0, 0, 65, 0, 11, 0}, make([]byte, 20)...)                                           // no records
	dbf = append(dbf, append([]byte("ID\x00\x00\x00\x00\x00\x00\x00\x00\x00N\x00\x00\x00\x00\x0a\x00"), make([]byte, 14)...)...) // one column
	dbf = append(dbf, '\r', 0x1a)
	for _, code := range allCodes() {
		stem := filepath.Join(dir, "c"+strconv.Itoa(code))
		for ext, content := range map[string][]byte{".shp": shp[:], ".shx": shp[:], ".dbf": dbf, ".prj": []byte(byEPSG(code).WKT1())} {
			if err := os.WriteFile(stem+ext, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	seen := 0
	layer := ""
	for _, line := range strings.Split(run(t, "", "ogrinfo", "-ro", "-so", "-al", dir), "\n") {
		if name, ok := strings.CutPrefix(line, "Layer name: c"); ok {
			layer = name
		}
		if id, ok := strings.CutPrefix(line, `    ID["EPSG",`); ok {
			seen++
			if code, _, _ := strings.Cut(id, "]"); code != layer {
				t.Errorf("EPSG:%s: GDAL takes it for %s", layer, code)
			}
		}
	}
	if want := len(allCodes()); seen != want {
		t.Errorf("GDAL knows %d of %d systems", seen, want)
	}
}

// The cases of PROJ's own tests for tmerc and utm on the ellipsoids that are
// supported. Left out are those of the approximate algorithm, and points more
// than 40° off the central meridian, which are refused here.
func TestCasesOfPROJ(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(dataFolder(), "geodesy", "gie", "builtins.gie"))
	if err != nil {
		missing(t, err)
	}
	ran := 0
	var c gieCase
	for _, line := range strings.Split(string(text), "\n") {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		switch f[0] {
		case "operation":
			c = newGIE(strings.Join(f[1:], " "))
		case "tolerance":
			if c.system == nil {
				continue
			}
			c.tolerance = number(t, f[1]) * map[string]float64{"nm": 1e-9, "um": 1e-6, "mm": 1e-3, "cm": 1e-2, "m": 1}[f[2]]
		case "direction":
			c.inverse = f[1] == "inverse"
		case "accept":
			c.in = f[1:]
		case "expect":
			if c.system != nil && c.check(t, f[1:]) {
				ran++
			}
		}
	}
	if ran != 41 {
		t.Errorf("ran %d cases, want 41", ran)
	}
}

// gieCase is the state of a gie file.
type gieCase struct {
	system    *System
	tolerance float64
	inverse   bool
	in        []string
}

func newGIE(operation string) gieCase {
	words := " " + operation + " "
	if !strings.Contains(words, "=tmerc ") && !strings.Contains(words, "=etmerc ") && !strings.Contains(words, "=utm ") ||
		strings.Contains(words, "+approx") || strings.Contains(words, "evenden") || strings.Contains(words, "+R=") {
		return gieCase{}
	}
	s, err := Parse(strings.Replace(operation, "etmerc", "tmerc", 1))
	if err != nil {
		return gieCase{}
	}
	return gieCase{system: s, tolerance: 5e-4}
}

func (c *gieCase) check(t *testing.T, expected []string) bool {
	if expected[0] == "failure" {
		return false
	}
	in, want := orb.Point{number(t, c.in[0]), number(t, c.in[1])}, orb.Point{number(t, expected[0]), number(t, expected[1])}
	convert, tolerance := c.system.FromWGS84, math.Max(c.tolerance, 1e-7)
	if c.inverse {
		convert, tolerance = c.system.ToWGS84, math.Max(c.tolerance/111_000, 1e-9)
	}
	if math.Abs(in[0]) == 44.69 || math.Abs(want[0]) == 44.69 {
		return false
	}
	if got, err := convert(in); err != nil || !closeTo(got, want, tolerance) {
		t.Errorf("%s of %v: got %.9f, %v; want %.9f within %g", c.system.Code(), in, got, err, want, tolerance)
	}
	return true
}
