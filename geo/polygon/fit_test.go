package polygon

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"fugai/geo"
)

// cell is a square of one hundredth of a degree per unit.
func cell(x, y, w, h float64) orb.Polygon {
	const u = 0.01
	at := func(x, y float64) orb.Point { return orb.Point{114 + x*u, 22 + y*u} }
	return orb.Polygon{{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h), at(x, y)}}
}

func TestFits(t *testing.T) {
	tests := []struct {
		name     string
		units    []orb.Geometry
		within   []orb.Geometry
		overlaps string // a-b:cells
		gaps     string // neighbours@within:cells
	}{
		{name: "nothing"},
		{name: "neighbours", units: []orb.Geometry{cell(0, 0, 1, 1), cell(1, 0, 1, 1)}},
		{name: "neighbours in a point", units: []orb.Geometry{cell(0, 0, 1, 1), cell(1, 1, 1, 1)}},
		{name: "a side of one against two of others", units: []orb.Geometry{cell(0, 0, 2, 1), cell(0, 1, 1, 1), cell(1, 1, 1, 1)}},
		{name: "overlap of two", units: []orb.Geometry{cell(0, 0, 2, 2), cell(1, 1, 2, 2)}, overlaps: "0-1:1"},
		{name: "overlap of three", units: []orb.Geometry{cell(0, 0, 3, 1), cell(1, 0, 3, 1), cell(2, 0, 3, 1)}, overlaps: "0-1:2 0-2:1 1-2:2"},
		{name: "overlap over a shared border", units: []orb.Geometry{cell(0, 0, 1, 2), cell(1, 0, 1, 2), cell(0, 1, 2, 1)}, overlaps: "0-2:1 1-2:1"},
		{name: "twice the same", units: []orb.Geometry{cell(0, 0, 1, 1), cell(0, 0, 1, 1)}, overlaps: "0-1:1"},
		{name: "two maps on each other", units: []orb.Geometry{cell(0, 0, 1, 1), cell(1, 0, 1, 1), cell(0, 0, 1, 1), cell(1, 0, 1, 1)}, overlaps: "0-2:1 1-3:1"},
		{name: "one in another", units: []orb.Geometry{cell(0, 0, 3, 3), cell(1, 1, 1, 1)}, overlaps: "0-1:1"},
		{name: "one in another's hole", units: []orb.Geometry{orb.Polygon{cell(0, 0, 3, 3)[0], cell(1, 1, 1, 1)[0]}, cell(1, 1, 1, 1)}},
		{name: "parts and winding", units: []orb.Geometry{orb.MultiPolygon{cell(0, 0, 1, 1), {reversed(cell(4, 0, 2, 2)[0])}}, cell(5, 1, 3, 3)}, overlaps: "0-1:1"},
		{name: "other geometries", units: []orb.Geometry{nil, orb.Point{114, 22}, cell(0, 0, 1, 1), orb.LineString{{114, 22}, {115, 23}}, orb.MultiPolygon{}, orb.Polygon{}}},
		{name: "no numbers", units: []orb.Geometry{cell(0, 0, 1, 1), orb.Polygon{{{114, 22}, {math.NaN(), 22}, {114, 23}, {114, 22}}}}},
		{name: "enclosed gap", units: []orb.Geometry{cell(0, 0, 3, 1), cell(0, 1, 1, 1), cell(2, 1, 1, 1), cell(0, 2, 3, 1)}, gaps: "0,1,2,3@-1:1"},
		{name: "gap that touches the outside in a point", units: []orb.Geometry{cell(0, 0, 2, 1), cell(0, 1, 1, 1), cell(2, 1, 1, 2), cell(0, 2, 2, 1)}, gaps: "0,1,2,3@-1:1"},
		{name: "lake with an island", units: []orb.Geometry{orb.Polygon{cell(0, 0, 5, 5)[0], cell(1, 1, 3, 3)[0]}, cell(2, 2, 1, 1)}, gaps: "0,1@-1:8"},
		{name: "bay open to the outside", units: []orb.Geometry{cell(0, 0, 3, 1), cell(0, 1, 1, 1), cell(2, 1, 1, 1)}},
		{name: "unit missing at the edge", units: []orb.Geometry{cell(0, 0, 1, 1)}, within: []orb.Geometry{cell(0, 0, 2, 1)}, gaps: "0@0:1"},
		{name: "no unit at all", within: []orb.Geometry{cell(0, 0, 2, 1)}, gaps: "@0:2"},
		{name: "gap over the border of two", units: []orb.Geometry{cell(0, 0, 4, 1)}, within: []orb.Geometry{cell(0, 0, 2, 2), cell(2, 0, 2, 2)}, gaps: "0@0:2 0@1:2"},
		{name: "ground outside what should be covered", units: []orb.Geometry{cell(0, 0, 3, 1), cell(0, 1, 1, 1), cell(2, 1, 1, 1), cell(0, 2, 3, 1)}, within: []orb.Geometry{cell(0, 0, 3, 1)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fit, err := Fits(t.Context(), tt.units, tt.within)
			if err != nil {
				t.Fatal(err)
			}
			var overlaps, gaps []string
			for _, o := range fit.Overlaps {
				overlaps = append(overlaps, fmt.Sprintf("%d-%d:%g", o.A, o.B, cells(t, o.Region, o.Area)))
			}
			for _, g := range fit.Gaps {
				list := strings.ReplaceAll(strings.Trim(fmt.Sprint(g.Neighbours), "[]"), " ", ",")
				gaps = append(gaps, fmt.Sprintf("%s@%d:%g", list, g.Within, cells(t, g.Region, g.Area)))
			}
			if got := strings.Join(overlaps, " "); got != tt.overlaps {
				t.Errorf("overlaps: got %q, want %q", got, tt.overlaps)
			}
			if got := strings.Join(gaps, " "); got != tt.gaps {
				t.Errorf("gaps: got %q, want %q", got, tt.gaps)
			}
		})
	}
}

// cells is the area of a region in cells, and looks over it.
func cells(t *testing.T, region orb.MultiPolygon, area geo.SquareMeters) float64 {
	t.Helper()
	if f := faults(region); f != "" {
		t.Errorf("%s: %v", f, region)
	}
	if area != geo.Area(region) {
		t.Errorf("area %v, want %v", area, geo.Area(region))
	}
	return math.Round(planeArea(region)*1e4*1e6) / 1e6
}

// mosaic is a map of n × n units whose corners are moved. Where torn is above
// 0 each unit draws its own, that far apart.
func mosaic(rng *rand.Rand, n, perSide int, torn float64) []orb.Geometry {
	side := func(a, b orb.Point, seed uint64) []orb.Point {
		local := rand.New(rand.NewPCG(seed, 1))
		out := []orb.Point{a}
		for k := 1; k < perSide; k++ {
			u := float64(k) / float64(perSide)
			out = append(out, orb.Point{
				math.Round((a[0]+u*(b[0]-a[0])+(local.Float64()-0.5)*0.3/float64(perSide*n))*1e7) / 1e7,
				math.Round((a[1]+u*(b[1]-a[1])+(local.Float64()-0.5)*0.3/float64(perSide*n))*1e7) / 1e7,
			})
		}
		return out
	}
	corner := func(x, y int) orb.Point {
		return orb.Point{100 + 5*float64(x)/float64(n), 20 + 5*float64(y)/float64(n)}
	}
	var out []orb.Geometry
	for y := range n {
		for x := range n {
			var r orb.Ring
			r = append(r, side(corner(x, y), corner(x+1, y), uint64(y*2*n+x))...)
			r = append(r, side(corner(x+1, y), corner(x+1, y+1), uint64(1<<32+y*2*n+x+1))...)
			top := append(side(corner(x, y+1), corner(x+1, y+1), uint64((y+1)*2*n+x)), corner(x+1, y+1))
			left := append(side(corner(x, y), corner(x, y+1), uint64(1<<32+y*2*n+x)), corner(x, y+1))
			for k := len(top) - 1; k > 0; k-- {
				r = append(r, top[k])
			}
			for k := len(left) - 1; k >= 0; k-- {
				r = append(r, left[k])
			}
			if torn > 0 {
				for k := range r[1:] {
					r[k] = orb.Point{r[k][0] + (rng.Float64()-0.5)*torn, r[k][1] + (rng.Float64()-0.5)*torn}
				}
				r[len(r)-1] = r[0]
			}
			out = append(out, orb.Polygon{r})
		}
	}
	return out
}

// TestFitsAgainstGEOS compares the overlaps of each pair, the enclosed gaps and
// the union of a torn map with those of GEOS, by way of GDAL's SQL.
func TestFitsAgainstGEOS(t *testing.T) {
	ogr, err := exec.LookPath("ogr2ogr")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ogr2ogr is missing")
		}
		t.Skip("ogr2ogr is missing")
	}
	rng := rand.New(rand.NewPCG(3, 9))
	for _, torn := range []float64{0, 1e-6, 0.1} {
		units := mosaic(rng, 6, 5, torn)
		for i := range units {
			units[i], _ = Repair(units[i])
		}
		fit, err := Fits(t.Context(), units, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := geosPairs(t, ogr, units)
		for _, o := range fit.Overlaps {
			key := [2]int{o.A, o.B}
			if got := planeArea(o.Region); math.Abs(got-want[key]) > 1e-8 {
				t.Errorf("torn %g: units %v overlap by %v, want %v", torn, key, got, want[key])
			}
			delete(want, key)
		}
		for key, area := range want {
			if key[0] >= 0 && area > 1e-9 {
				t.Errorf("torn %g: units %v overlap by %v, which was not found", torn, key, area)
			}
		}
		whole, err := Dissolve(units)
		if err != nil {
			t.Fatal(err)
		}
		filled := 0.0
		for _, p := range whole {
			filled += signedArea(p[0])
		}
		gap := 0.0
		for _, g := range fit.Gaps {
			gap += planeArea(g.Region)
		}
		if got := planeArea(whole); math.Abs(got-want[[2]int{-1, -1}]) > 1e-7 {
			t.Errorf("torn %g: the union has %v, want %v", torn, got, want[[2]int{-1, -1}])
		}
		if math.Abs(filled-gap-planeArea(whole)) > 1e-9 {
			t.Errorf("torn %g: gaps of %v, holes of %v", torn, gap, filled-planeArea(whole))
		}
	}
}

// geosPairs gives the area that each pair has in common, and under -1, -1 that
// of the union.
func geosPairs(t *testing.T, ogr string, units []orb.Geometry) map[[2]int]float64 {
	t.Helper()
	dir := t.TempDir()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write([]string{"id", "WKT"})
	for i, g := range units {
		w.Write([]string{strconv.Itoa(i), wkt.MarshalString(g)})
	}
	w.Flush()
	in, out := filepath.Join(dir, "u.csv"), filepath.Join(dir, "out.csv")
	if err := os.WriteFile(in, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	sql := `SELECT CAST(a.id AS INTEGER) i, CAST(b.id AS INTEGER) j, ST_Area(ST_Intersection(a.geometry, b.geometry)) v FROM u a, u b
		WHERE CAST(a.id AS INTEGER) < CAST(b.id AS INTEGER) AND ST_Intersects(a.geometry, b.geometry) UNION ALL SELECT -1, -1, ST_Area(ST_Union(geometry)) FROM u`
	if msg, err := exec.Command(ogr, "-f", "CSV", out, in, "-dialect", "sqlite", "-sql", sql).CombinedOutput(); err != nil {
		t.Skipf("ogr2ogr without SpatiaLite: %v %s", err, msg)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	pairs := map[[2]int]float64{}
	for _, r := range rows[1:] {
		i, _ := strconv.Atoi(r[0])
		j, _ := strconv.Atoi(r[1])
		v, _ := strconv.ParseFloat(r[2], 64)
		pairs[[2]int{i, j}] = v
	}
	return pairs
}

// TestFitsStays: neither the number of cores nor the winding, and but for the
// numbers not the order of the units, change the answer.
func TestFitsStays(t *testing.T) {
	units := mosaic(rand.New(rand.NewPCG(5, 5)), 5, 4, 0.05)
	want, err := Fits(t.Context(), units, nil)
	if err != nil {
		t.Fatal(err)
	}
	again := make([]orb.Geometry, len(units))
	for i, g := range units {
		again[i] = orb.Polygon{reversed(g.(orb.Polygon)[0])}
	}
	got, err := Fits(t.Context(), again, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Overlaps) != len(want.Overlaps) || len(got.Gaps) != len(want.Gaps) {
		t.Fatalf("reversed: %d overlaps and %d gaps, want %d and %d", len(got.Overlaps), len(got.Gaps), len(want.Overlaps), len(want.Gaps))
	}
	for i, o := range got.Overlaps {
		if w := want.Overlaps[i]; o.A != w.A || o.B != w.B || math.Abs(float64(o.Area-w.Area)) > 1e-3 {
			t.Errorf("reversed: %d-%d %v, want %d-%d %v", o.A, o.B, o.Area, w.A, w.B, w.Area)
		}
	}
	if same, err := Fits(t.Context(), units, nil); err != nil || !reflect.DeepEqual(same, want) {
		t.Errorf("asked again: another answer (%v)", err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Fits(stopped, units, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: got %v", err)
	}
}

func TestDissolve(t *testing.T) {
	ring := func(parts ...orb.Geometry) []orb.Geometry { return parts }
	tests := []struct {
		name                string
		parts               []orb.Geometry
		cells               float64
		polygons, rings, at int // at: corners in all
	}{
		{name: "nothing"},
		{name: "no polygons", parts: ring(nil, orb.Point{1, 2})},
		{name: "one", parts: ring(cell(0, 0, 1, 1)), cells: 1, polygons: 1, rings: 1, at: 4},
		{name: "twice the same", parts: ring(cell(0, 0, 1, 1), cell(0, 0, 1, 1)), cells: 1, polygons: 1, rings: 1, at: 4},
		{name: "neighbours", parts: ring(cell(0, 0, 1, 1), cell(1, 0, 1, 1)), cells: 2, polygons: 1, rings: 1, at: 6},
		{name: "overlap", parts: ring(cell(0, 0, 2, 2), cell(1, 1, 2, 2)), cells: 7, polygons: 1, rings: 1, at: 8},
		{name: "apart", parts: ring(cell(0, 0, 1, 1), cell(5, 5, 1, 1)), cells: 2, polygons: 2, rings: 2, at: 8},
		{name: "around a lake", parts: ring(cell(0, 0, 3, 1), cell(0, 1, 1, 1), cell(2, 1, 1, 1), cell(0, 2, 3, 1)), cells: 8, polygons: 1, rings: 2, at: 12},
		{name: "part of a MultiPolygon", parts: ring(orb.MultiPolygon{cell(0, 0, 1, 1), cell(4, 0, 1, 1)}, cell(1, 0, 3, 1)), cells: 5, polygons: 1, rings: 1, at: 8},
	}
	for _, tt := range tests {
		got, err := Dissolve(tt.parts)
		if err != nil {
			t.Fatal(err)
		}
		rings, corners := 0, 0
		for _, p := range got {
			for _, r := range p {
				rings++
				corners += len(r) - 1
			}
		}
		if n := cells(t, got, geo.Area(got)); n != tt.cells || len(got) != tt.polygons || rings != tt.rings {
			t.Errorf("%s: %v cells in %d polygons of %d rings, want %v in %d of %d", tt.name, n, len(got), rings, tt.cells, tt.polygons, tt.rings)
		}
		if corners != tt.at {
			t.Errorf("%s: %d corners, want %d: %v", tt.name, corners, tt.at, got)
		}
	}
}

func TestOutside(t *testing.T) {
	tests := []struct {
		name  string
		g, of orb.Geometry
		cells float64
	}{
		{"nothing", nil, cell(0, 0, 1, 1), 0},
		{"inside", cell(1, 1, 1, 1), cell(0, 0, 3, 3), 0},
		{"the same", cell(0, 0, 3, 3), cell(0, 0, 3, 3), 0},
		{"half", cell(2, 0, 2, 1), cell(0, 0, 3, 3), 1},
		{"apart", cell(5, 5, 1, 1), cell(0, 0, 3, 3), 1},
		{"around", cell(0, 0, 3, 3), cell(1, 1, 1, 1), 8},
		{"of nothing", cell(0, 0, 3, 3), nil, 9},
		{"in a hole", cell(1, 1, 2, 1), orb.Polygon{cell(0, 0, 9, 9)[0], cell(1, 1, 1, 1)[0]}, 1},
	}
	for _, tt := range tests {
		got, err := Outside(tt.g, tt.of)
		if err != nil {
			t.Fatal(err)
		}
		if n := cells(t, got, geo.Area(got)); n != tt.cells {
			t.Errorf("%s: got %v cells, want %v", tt.name, n, tt.cells)
		}
	}
}

func TestStrays(t *testing.T) {
	units := []orb.Geometry{cell(0, 0, 1, 1), cell(2, 0, 2, 1), orb.Point{114, 22}, nil, cell(8, 8, 1, 1), cell(5, 5, 1, 1)}
	whole := cell(0, 0, 3, 3)
	got, err := Strays(t.Context(), units, []orb.Geometry{whole, whole, whole, whole, nil, whole})
	if err != nil || len(got) != 2 {
		t.Fatalf("got %v, %v", got, err)
	}
	for i, want := range []int{1, 5} {
		if s := got[i]; s.Unit != want || cells(t, s.Region, s.Area) != 1 || s.Width != Width(s.Region) {
			t.Errorf("got %+v, want one cell of unit %d", s, want)
		}
	}
}

// TestWidth: a strip of 1 m by 111 km on the equator's meridian, and a square
// of a hundredth of a degree there: 1113.19 m by 1105.74 m (a·0.01·π/180 and
// a(1-e²)·0.01·π/180), 2·A/U = 554.7 m.
func TestWidth(t *testing.T) {
	const metre = 1 / 111319.49079327358
	strip := orb.MultiPolygon{{{{0, 0}, {metre, 0}, {metre, 1}, {0, 1}, {0, 0}}}}
	if w := Width(strip); math.Abs(float64(w)-1) > 1e-4 {
		t.Errorf("strip: got %v m, want 1 m", w)
	}
	if w := Width(orb.MultiPolygon{{{{0, 0}, {0.01, 0}, {0.01, 0.01}, {0, 0.01}, {0, 0}}}}); math.Abs(float64(w)-554.7) > 0.1 {
		t.Errorf("square: got %v m, want 554.7 m", w)
	}
	if w := Width(nil); w != 0 {
		t.Errorf("nothing: got %v", w)
	}
}

func BenchmarkFits(b *testing.B) {
	for _, bench := range []struct {
		name       string
		n, perSide int
		torn       float64
	}{{"1k", 32, 50, 0}, {"10k", 100, 50, 0}, {"43k", 208, 50, 0}, {"torn1k", 32, 50, 1e-5}, {"torn10k", 100, 50, 1e-5}} {
		units := mosaic(rand.New(rand.NewPCG(1, 1)), bench.n, bench.perSide, bench.torn)
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Fits(b.Context(), units, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDissolve(b *testing.B) {
	units := mosaic(rand.New(rand.NewPCG(1, 1)), 32, 50, 0)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Dissolve(units); err != nil {
			b.Fatal(err)
		}
	}
}
