package vector

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"fugai/datasets"

	"github.com/paulmach/orb"
)

// FuzzReadGeoJSON: whatever the bytes, a table of even width whose geometries
// are degrees, or a problem that names the file.
func FuzzReadGeoJSON(f *testing.F) {
	for _, seed := range []string{
		collection(point(114, 22.5), point(22.5, 114)),
		collection(polygon(`[[114,22],[115,23],[115,22],[114,23],[114,22]]`), polygon(`[[0,0],[1,0],[1,1],[1,2],[1,1],[0,1]]`)),
		collection(polygon(`[[0,3],[2,-3],[-3,1],[3,1],[-2,-3],[0,3]],[[0,0],[0.1,0],[0.1,0.1]]`)),
		"\x1e" + point(1e300, -1e300) + "\n\x1e" + feature(`{"type":"Point","coordinates":[NaN,1e999]}`),
		`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4547"}},"features":[` + point(505000, 2500000) + `]}`,
		feature(`{"type":"GeometryCollection","geometries":[{"type":"MultiPolygon","coordinates":[[[[1e-300,0],[1,1e-308],[1,1]]]]}]}`),
		`{"type":"Topology","objects":{}}`, "[[[[[[", `{"type":"Feature","properties":{"a":[1,{"b":null}],"":"\ud800"}}`,
	} {
		f.Add([]byte(seed), "", false)
		f.Add([]byte(seed), "EPSG:4547", true)
	}
	f.Fuzz(func(t *testing.T, data []byte, system string, swap bool) {
		got, err := ReadGeoJSON(data, "模糊.geojson", Options{CRS: system, SwapXY: swap})
		if err != nil {
			var p *datasets.Problem
			if !errors.As(err, &p) || p.Where.File != "模糊.geojson" {
				t.Fatalf("not a problem of the file: %v", err)
			}
			return
		}
		for _, r := range got.Records {
			if len(r.Values) != len(got.Columns) {
				t.Fatalf("record %d has %d cells for %d columns", r.Row, len(r.Values), len(got.Columns))
			}
			if r.Geometry != nil && !inDegrees(r.Geometry.Bound()) {
				t.Fatalf("feature %d lies at %v", r.Row, r.Geometry.Bound())
			}
		}
	})
}

// oneLine is GeoJSON of about the given size without line breaks: polygons of
// 400 corners with five properties.
func oneLine(size int) []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for n := 0; b.Len() < size; n++ {
		if n > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"type":"Feature","id":%d,"properties":{"代码":"4403070%05d","名称":"社区%d","人口":%d,"面积":%.3f,"备注":null},"geometry":{"type":"Polygon","coordinates":[[`, n, n, n, rng.IntN(90000), rng.Float64()*9)
		x, y := 113+rng.Float64()*2, 22+rng.Float64()
		const corners = 400
		for k := range corners + 1 {
			a := 2 * math.Pi * float64(k%corners) / corners
			if k > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `[%.9f,%.9f]`, x+0.01*math.Cos(a), y+0.01*math.Sin(a))
		}
		b.WriteString(`]]}}`)
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

func BenchmarkReadGeoJSON(b *testing.B) {
	for _, mb := range []int{1, 30} {
		data := oneLine(mb << 20)
		b.Run(fmt.Sprintf("%dMB", mb), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			peak := uint64(0)
			for b.Loop() {
				t, err := ReadGeoJSON(data, "f.geojson", Options{})
				if err != nil || len(t.Findings) > 0 {
					b.Fatal(err, t.Findings)
				}
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapSys)
				runtime.KeepAlive(t)
			}
			b.ReportMetric(float64(peak)/(1<<20), "heapMiB")
		})
	}
}

// BenchmarkMend: a star whose sides all cross, and a comb of long teeth.
func BenchmarkMend(b *testing.B) {
	shapes := map[string]orb.Ring{}
	for _, n := range []int{101, 1001} {
		var star orb.Ring
		for k := range n + 1 {
			a := 2 * math.Pi * float64(k*(n/2)%n) / float64(n)
			star = append(star, orb.Point{math.Cos(a), math.Sin(a)})
		}
		shapes[fmt.Sprintf("star%d", n)] = star
	}
	var comb orb.Ring
	for k := range 50_000 {
		x := float64(k) / 50_000
		comb = append(comb, orb.Point{x, 0}, orb.Point{x, 1})
	}
	shapes["comb100000"] = append(comb, orb.Point{2, 0.5}, comb[0])
	for _, name := range []string{"star101", "star1001", "comb100000"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				mendPolygon(orb.Polygon{shapes[name]}, &mended{})
			}
		})
	}
}

// TestMendRandom compares the area of rebuilt random rings with a count of
// points inside by the even-odd rule on a grid.
func TestMendRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for round := range 300 {
		ring := orb.Ring{}
		for range 4 + rng.IntN(9) {
			p := orb.Point{rng.Float64() * 10, rng.Float64() * 10}
			if round%2 == 0 { // corners on a grid: shared points, stretches run twice
				p = orb.Point{float64(rng.IntN(5)) * 2, float64(rng.IntN(5)) * 2}
			}
			ring = append(ring, p)
		}
		ring = append(ring, ring[0])
		var m mended
		mp := mendPolygon(orb.Polygon{ring}, &m)
		if m.notMended || m.notChecked {
			t.Fatalf("round %d: not mended: %v", round, ring)
		}
		wrong, checked := 0, 0
		for range 400 {
			p := orb.Point{rng.Float64() * 10, rng.Float64() * 10}
			in := false
			for _, poly := range mp {
				for _, r := range poly {
					if ringContains(r, p) {
						in = !in
					}
				}
			}
			checked++
			if in != ringContains(ring, p) {
				wrong++
			}
		}
		if wrong > 0 {
			t.Errorf("round %d: %d of %d points differ: %v became %v", round, wrong, checked, ring, mp)
		}
		for _, poly := range mp {
			if h := examine(poly); h.crossing {
				t.Errorf("round %d: still crossing near %v", round, h.at)
			}
			for k, r := range poly {
				if (signedArea(r) > 0) != (k == 0) || k > 0 && !holeInside(poly[0], r) {
					t.Errorf("round %d: ring %d of %v is misplaced", round, k, poly)
				}
			}
		}
	}
}

func ExampleReadGeoJSON() {
	data := []byte(`{"type":"Feature","properties":{"名称":"平湖公园"},"geometry":{"type":"Polygon","coordinates":[[[114,22],[115,22],[115,23]]]}}`)
	table, err := ReadGeoJSON(data, "公园.geojson", Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Columns, table.Records[0].Values, table.Records[0].Geometry)
	fmt.Println(table.Findings[0].Rule)
	// Output:
	// [名称] [平湖公园] [[[114 22] [115 22] [115 23] [114 22]]]
	// ring-closed
}
