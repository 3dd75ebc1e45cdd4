package shapefile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"fugai/datasets"

	"github.com/paulmach/orb"
)

// manyRecords is a table of n records with four columns: points, or polygons of
// 20 corners in a grid.
func manyRecords(n int, polygons bool) *datasets.Table {
	rng := rand.New(rand.NewPCG(1, 2))
	t := &datasets.Table{
		File: "大.shp", Spatial: true, Columns: []string{"名称", "代码", "人口", "面积"},
		Types: []datasets.Type{datasets.TypeText, datasets.TypeText, datasets.TypeInteger, datasets.TypeReal},
	}
	side := int(math.Sqrt(float64(n))) + 1
	for i := range n {
		at := orb.Point{100 + float64(i%side)*0.01, 25 + float64(i/side)*0.01}
		var g orb.Geometry = at
		if polygons {
			g = orb.Polygon{circle(at, 0.004)}
		}
		t.Records = append(t.Records, datasets.Record{Row: i + 1, Geometry: g, Values: []string{
			fmt.Sprintf("第%d社区居民委员会", i), fmt.Sprintf("4403070%05d", i), fmt.Sprint(rng.IntN(90000)), string(appendReal(nil, math.Round(rng.Float64()*1e6)/1e3)),
		}})
	}
	return t
}

func circle(at orb.Point, radius float64) orb.Ring {
	const corners = 20
	var r orb.Ring
	for k := range corners + 1 {
		a := 2 * math.Pi * float64(k%corners) / corners
		r = append(r, orb.Point{at[0] + radius*math.Cos(a), at[1] + radius*math.Sin(a)})
	}
	return r
}

func BenchmarkRead(b *testing.B) {
	for _, kind := range [...]string{"points", "polygons"} {
		for _, n := range []int{1_000, 10_000, 100_000} {
			for _, encoding := range [...]string{"UTF-8", "GBK"} {
				s := encoded(b, manyRecords(n, kind == "polygons"), WriteOptions{Encoding: encoding})
				b.Run(fmt.Sprintf("%s/%d/%s", kind, n, encoding), func(b *testing.B) {
					b.ReportAllocs()
					b.SetBytes(int64(len(s[".shp"]) + len(s[".dbf"])))
					for b.Loop() {
						t, err := Read(s.files("大.shp"), Options{})
						if err != nil || len(t.Findings) > 0 {
							b.Fatal(err, t.Findings)
						}
					}
				})
			}
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, kind := range [...]string{"points", "polygons"} {
		for _, n := range []int{1_000, 10_000, 100_000} {
			t := manyRecords(n, kind == "polygons")
			b.Run(fmt.Sprintf("%s/%d", kind, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					e, _, err := Encode(t, WriteOptions{})
					if err != nil {
						b.Fatal(err)
					}
					b.SetBytes(int64(len(e.SHP) + len(e.DBF)))
				}
			})
		}
	}
}
