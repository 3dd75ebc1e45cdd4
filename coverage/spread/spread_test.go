package spread

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"fugai/datasets"
	"fugai/geo"
	"fugai/geo/raster"
)

// block is a polygon of degrees.
func block(w, s, e, n float64, holes ...orb.Ring) orb.Polygon {
	return append(orb.Polygon{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}, holes...)
}

// hole is the ring of a block, clockwise.
func hole(w, s, e, n float64) orb.Ring {
	r := block(w, s, e, n)[0]
	r.Reverse()
	return r
}

func unit(id string, g orb.Geometry, people map[string]float64) Unit {
	return Unit{Demand: datasets.Demand{ID: id, Name: "社区" + id, Area: id, Weights: datasets.NewWeights(people), Source: datasets.Ref{File: "社区.geojson", Row: 1}}, Geometry: g}
}

// failer is a test or a random case of one.
type failer interface {
	Helper()
	Fatal(args ...any)
}

// grid makes a raster of 32-bit floats, cells of 0.001° from 114°E, 22.6°N on
// southwards: a classic TIFF of one strip.
func grid(t failer, columns, rows int, cells []float32) *raster.Grid {
	t.Helper()
	var f bytes.Buffer
	put := func(v ...any) {
		for _, x := range v {
			_ = binary.Write(&f, binary.LittleEndian, x)
		}
	}
	n := uint32(4 * len(cells))
	put([]byte("II*\x00"), 8+n, cells)
	const entries = 11
	after := 8 + n + 2 + 12*entries + 4
	short := func(tag, v uint16) { put(tag, uint16(3), uint32(1), v, uint16(0)) }
	long := func(tag uint16, v uint32) { put(tag, uint16(4), uint32(1), v) }
	put(uint16(entries))
	long(256, uint32(columns))
	long(257, uint32(rows))
	short(258, 32)
	short(259, 1)
	long(273, 8)
	long(278, uint32(rows))
	long(279, n)
	short(339, 3)
	put(uint16(33550), uint16(12), uint32(3), after, uint16(33922), uint16(12), uint32(6), after+24, uint16(34735), uint16(3), uint32(12), after+72)
	put(uint32(0), []float64{0.001, 0.001, 0, 0, 0, 0, 114, 22.6, 0}, []uint16{1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4326})
	g, err := raster.Open(bytes.NewReader(f.Bytes()), int64(f.Len()), raster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func over(t failer, units []Unit, m Method) (datasets.DemandList, Report) {
	t.Helper()
	parts, r, err := Over(context.Background(), units, m)
	if err != nil {
		t.Fatal(err)
	}
	return parts, r
}

// people adds up a group, in the order of the parts.
func people(parts datasets.DemandList, group, area string) float64 {
	sum := 0.0
	for _, d := range parts.All() {
		if d.Area == area {
			sum += d.Weights.Of(group)
		}
	}
	return sum
}

// TestConserved: whatever the units, the method and the people, each unit has
// as many of each group after as before, and parts lie in their unit.
func TestConserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t)
		for name, m := range methods(t, units) {
			parts, r, err := Over(context.Background(), units, m)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if r.Parts != parts.Len() || r.Units != len(units) || r.Spread+r.Empty+len(r.Stayed) != len(units) {
				t.Fatalf("%s: the report does not add up: %+v", name, r)
			}
			for _, u := range units {
				for g, want := range u.Demand.Weights.All() {
					if got := people(parts, g, u.Demand.Area); math.Abs(got-want) > 1e-9*want {
						t.Fatalf("%s: unit %s has %v %s, want %v", name, u.Demand.ID, got, g, want)
					}
				}
			}
			checkParts(t, name, units, parts)
		}
	})
}

// checkParts looks at the parts one by one.
func checkParts(t *rapid.T, name string, units []Unit, parts datasets.DemandList) {
	t.Helper()
	byID, seen := map[string]Unit{}, map[string]bool{}
	for _, u := range units {
		byID[u.Demand.ID] = u
	}
	for _, d := range parts.All() {
		id, number, isPart := strings.Cut(d.ID, "#")
		u, ok := byID[id]
		if !ok || seen[d.ID] || d.Name != u.Demand.Name || d.Area != u.Demand.Area || d.Source != u.Demand.Source {
			t.Fatalf("%s: part %+v", name, d)
		}
		seen[d.ID] = true
		if d.Weights.Len() != u.Demand.Weights.Len() {
			t.Fatalf("%s: part %s has other groups than its unit", name, d.ID)
		}
		for g, v := range d.Weights.All() {
			if !(v >= 0) {
				t.Fatalf("%s: part %s has %v %s", name, d.ID, v, g)
			}
		}
		if isPart && (number == "" || geo.DistanceTo(*d.Point, u.Geometry) > 0.05) {
			t.Fatalf("%s: part %s lies %v outside", name, d.ID, geo.DistanceTo(*d.Point, u.Geometry))
		}
	}
}

// drawUnits gives a row of units in an area of 0.04°: blocks, with holes, in
// several parts, triangles, points and nothing.
func drawUnits(t *rapid.T) []Unit {
	coordinate := rapid.Float64Range(0, 0.04)
	count := rapid.Float64Range(0, 1e6)
	n := rapid.IntRange(1, 4).Draw(t, "units")
	units := make([]Unit, n)
	for i := range units {
		w, s := 114+coordinate.Draw(t, "w"), 22.56+coordinate.Draw(t, "s")
		size := rapid.Float64Range(0.0005, 0.006).Draw(t, "size")
		var g orb.Geometry
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			g = block(w, s, w+size, s+size)
		case 1:
			g = block(w, s, w+size, s+size, hole(w+size/4, s+size/4, w+size/2, s+3*size/4))
		case 2:
			g = orb.MultiPolygon{block(w, s, w+size, s+size/3), block(w, s+size/2, w+size/3, s+size)}
		case 3:
			g = orb.Polygon{{{w, s}, {w + size, s + size/5}, {w + size/3, s + size}, {w, s}}}
		case 4:
			g = orb.Point{w, s}
		}
		people := map[string]float64{"people": count.Draw(t, "people")}
		if rapid.Bool().Draw(t, "children") {
			people["children"] = count.Draw(t, "children")
		}
		units[i] = unit(fmt.Sprint(i), g, people)
	}
	return units
}

// methods gives one of each method, with evidence near the units.
func methods(t *rapid.T, units []Unit) map[string]Method {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	at := func() orb.Point { return orb.Point{114 + 0.05*r.Float64(), 22.555 + 0.05*r.Float64()} }
	var lines []orb.LineString
	var buildings []orb.Geometry
	var floors []float64
	for range 30 {
		lines = append(lines, orb.LineString{at(), at(), at()})
		p := at()
		buildings = append(buildings, block(p[0], p[1], p[0]+0.0004, p[1]+0.0003))
		floors = append(floors, math.Floor(20*r.Float64())-2)
	}
	cells := make([]float32, 45*44)
	for i := range cells {
		cells[i] = float32(math.Floor(100*r.Float64()) - 10)
	}
	spots, _ := Buildings(buildings, floors)
	size := geo.Meters(20 + 300*r.Float64())
	return map[string]Method{
		"streets": &Streets{Lines: lines, Every: size}, "hexagons": &Tiles{Hexagons, size}, "squares": &Tiles{Squares, size},
		"buildings": &Places{Places: spots, Of: datasets.T("建筑", "buildings")}, "raster": &Raster{Grid: grid(t, 45, 44, cells), Name: "pop.tif"},
	}
}
