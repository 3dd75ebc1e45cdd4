package vector

import (
	"bytes"
	"encoding/json"
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
// are degrees, or a problem that names the file; and what was read can be
// written and read again.
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
	degrees := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
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
			if r.Geometry != nil && !(degrees.Contains(r.Geometry.Bound().Min) && degrees.Contains(r.Geometry.Bound().Max)) {
				t.Fatalf("feature %d lies at %v", r.Row, r.Geometry.Bound())
			}
		}
		var out bytes.Buffer
		if _, err := WriteGeoJSON(&out, got, WriteOptions{}); err != nil || !json.Valid(out.Bytes()) {
			t.Fatalf("written, it is no JSON: %v\n%s", err, out.Bytes())
		}
		again, err := ReadGeoJSON(out.Bytes(), "模糊.geojson", Options{})
		if err != nil || len(again.Records) != len(got.Records) {
			t.Fatalf("written, it reads otherwise: %v\n%s", err, out.Bytes())
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
