package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/xuri/excelize/v2"
)

// plans lists the five districts.
func plans() []plan {
	return []plan{conghuaPlan(), jintanPlan(), babuPlan(), longgangPlan(), sanshuiPlan()}
}

// The committed layers are what the program writes. Workbooks are compared by
// their cells and archives by their files, since compression may differ between Go versions.
func TestCommittedLayersAreCurrent(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("other processors fuse multiply and add, which moves the last decimal; the layers are made on amd64")
	}
	t.Parallel()
	dir := t.TempDir()
	if err := run(dir); err != nil {
		t.Fatal(err)
	}
	for _, s := range samples() {
		entries, err := os.ReadDir(filepath.Join(dir, s.name))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			made, committed := filepath.Join(dir, s.name, e.Name()), filepath.Join("..", s.name, e.Name())
			if filepath.Ext(e.Name()) == ".xlsx" {
				sameCells(t, made, committed)
				continue
			}
			if filepath.Ext(e.Name()) == ".zip" {
				sameEntries(t, made, committed)
				continue
			}
			got, want := read(t, made), read(t, committed)
			if !bytes.Equal(got, want) {
				t.Errorf("%s/%s differs from what is committed: run go generate ./datasets/samples", s.name, e.Name())
			}
			if len(got) > 400_000 {
				t.Errorf("%s/%s has %d bytes, want at most 400,000", s.name, e.Name(), len(got))
			}
		}
		kept, err := os.ReadDir(filepath.Join("..", s.name))
		if err != nil {
			t.Fatal(err)
		}
		if len(kept) != len(entries)+1 {
			t.Errorf("%s holds %d files, want the %d that are made and study.yaml", s.name, len(kept), len(entries))
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sameCells(t *testing.T, made, committed string) {
	t.Helper()
	got, want := cells(t, made), cells(t, committed)
	if len(got) != len(want) {
		t.Errorf("%s has %d rows, want %d", filepath.Base(made), len(got), len(want))
		return
	}
	for r := range got {
		for c := range got[r] {
			if c >= len(want[r]) || got[r][c] != want[r][c] {
				t.Errorf("%s row %d differs: got %q, want %q", filepath.Base(made), r+1, got[r], want[r])
				break
			}
		}
	}
}

func cells(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := excelize.OpenFile(name)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// Workbooks have the same bytes when they are made twice.
func TestWorkbookIsDeterministic(t *testing.T) {
	tab := table{header: []string{"名称", "投用时间"}}
	tab.add("甲", nil)
	a, err := tab.xlsx("台账", "标题")
	if err != nil {
		t.Fatal(err)
	}
	b, err := tab.xlsx("台账", "标题")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("two workbooks of one table differ")
	}
}

// Every district is built once and looked at from all sides.
func TestDistricts(t *testing.T) {
	want := map[string][2]int{"conghua": {8, 265}, "jintan": {9, 145}, "babu": {16, 202}, "longgang": {11, 111}, "sanshui": {7, 70}}
	for _, p := range plans() {
		t.Run(p.id, func(t *testing.T) {
			t.Parallel()
			d, err := build(p)
			if err != nil {
				t.Fatal(err)
			}
			if got := [2]int{len(d.towns), len(d.communities)}; got != want[p.id] {
				t.Errorf("got %v units, want %v", got, want[p.id])
			}
			checkPolygons(t, d)
			checkUnits(t, d)
		})
	}
}

// checkPolygons wants communities to fill their district without overlap: areas
// sum up, every border inside is shared by exactly two units with the same two
// corners, rings are closed, simple and turn the right way (OGC 06-103r4,
// 6.1.11).
func checkPolygons(t *testing.T, d *district) {
	t.Helper()
	whole := planar.Area(d.outline)
	for _, level := range [][]*unit{d.communities, d.towns} {
		sum := 0.0
		for _, u := range level {
			checkRings(t, u.name, u.polygon)
			sum += planar.Area(u.polygon)
		}
		if math.Abs(sum-whole) > 1e-12 {
			t.Errorf("areas sum to %.15f square degrees, want %.15f", sum, whole)
		}
		checkShared(t, d.outline, level)
	}
	checkRings(t, d.plan.id, d.outline)
	if km2 := squareKM(d.outline); math.Abs(km2/d.plan.areaKM2-1) > 0.15 {
		t.Errorf("the district has %.0f km², want about %.0f", km2, d.plan.areaKM2)
	}
}

func checkRings(t *testing.T, name string, poly orb.Polygon) {
	t.Helper()
	for i, r := range poly {
		if len(r) < 4 || r[0] != r[len(r)-1] {
			t.Errorf("%s: ring %d is not closed", name, i)
		}
		if (signed(r) > 0) != (i == 0) {
			t.Errorf("%s: ring %d turns the wrong way", name, i)
		}
		if a, b, bad := crossing(r); bad {
			t.Errorf("%s: edges %d and %d of ring %d cross", name, a, b, i)
		}
	}
}

// checkShared wants each edge once in each direction: inside by two units, at
// the outline by one unit and, the other way round, by the outline.
func checkShared(t *testing.T, outline orb.Polygon, level []*unit) {
	t.Helper()
	edges := map[[2]orb.Point]int{}
	count := func(poly orb.Polygon, reverse bool) {
		for _, r := range poly {
			for i := 1; i < len(r); i++ {
				e := [2]orb.Point{r[i-1], r[i]}
				if reverse {
					e[0], e[1] = e[1], e[0]
				}
				edges[e]++
			}
		}
	}
	count(outline, true)
	for _, u := range level {
		count(u.polygon, false)
	}
	for e, n := range edges {
		if n != 1 || edges[[2]orb.Point{e[1], e[0]}] != 1 {
			t.Fatalf("edge %v is used %d times and %d times backwards, want once each", e, n, edges[[2]orb.Point{e[1], e[0]}])
		}
	}
}

// squareKM is the area of a small polygon, on a sphere of 6371.0088 km.
func squareKM(p orb.Polygon) float64 {
	degree := 6371.0088 * math.Pi / 180
	return planar.Area(p) * degree * degree * math.Cos(p.Bound().Center()[1]*math.Pi/180)
}

// checkUnits wants codes of twelve digits under those of the towns, centres
// inside, and people that sum up to the plan's.
func checkUnits(t *testing.T, d *district) {
	t.Helper()
	people, seen := 0, map[string]bool{}
	for _, u := range d.communities {
		people += u.people
		if len(u.code) != 12 || seen[u.code] || u.code[:9] != u.town.code[:9] {
			t.Errorf("%s has code %s", u.name, u.code)
		}
		seen[u.code] = true
		if d.contains(u.centre) != u {
			t.Errorf("the centre of %s lies elsewhere", u.name)
		}
	}
	if people != d.plan.people {
		t.Errorf("got %d people, want %d", people, d.plan.people)
	}
}

// Vectors of the tests of eviltransform (MIT), to 1e-6 degrees.
func TestToGCJ02(t *testing.T) {
	for _, c := range [][4]float64{
		{121.5272106, 31.1774276, 121.531541859215, 31.17530398364597},
		{113.912316, 22.543847, 113.9171764808363, 22.540796131694766},
		{116.377817, 39.911954, 116.38404722455657, 39.91334545536069},
	} {
		got := toGCJ02(orb.Point{c[0], c[1]})
		if math.Abs(got[0]-c[2]) > 1e-6 || math.Abs(got[1]-c[3]) > 1e-6 {
			t.Errorf("toGCJ02(%v, %v): got %v, want %v, %v", c[0], c[1], got, c[2], c[3])
		}
	}
}

// contains returns the community at a point, or nil.
func (d *district) contains(p orb.Point) *unit {
	for _, u := range d.communities {
		if u.polygon.Bound().Contains(p) && planar.PolygonContains(u.polygon, p) {
			return u
		}
	}
	return nil
}

func TestShare(t *testing.T) {
	got := share(10, []float64{1, 1, 1})
	if got[0]+got[1]+got[2] != 10 || got[0] != 4 || got[2] != 3 {
		t.Errorf("share(10, 1:1:1): got %v, want [4 3 3]", got)
	}
}
