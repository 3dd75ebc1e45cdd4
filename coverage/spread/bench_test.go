package spread

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// BenchmarkOver: 10,000 units of 60 corners and about 100 parts each.
func BenchmarkOver(b *testing.B) {
	units := make([]Unit, 10_000)
	for i := range units {
		w, s := 114+float64(i%100)*0.01, 22+float64(i/100)*0.01
		var r orb.Ring
		for k := range 60 {
			sin, cos := math.Sincos(float64(k) * math.Pi / 30)
			wave := 0.0049 * (1 - 0.1*float64(k%3))
			r = append(r, orb.Point{w + 0.005 + wave*cos, s + 0.005 + wave*sin})
		}
		units[i] = unit(fmt.Sprint(i), orb.Polygon{append(r, r[0])}, map[string]float64{"people": 1000, "children": 200, "old": 100})
	}
	r := rand.New(rand.NewPCG(1, 2))
	places := make([]Spot, 1_000_000)
	for i := range places {
		places[i] = Spot{orb.Point{114 + r.Float64(), 22 + r.Float64()}, 1 + r.Float64()}
	}
	var lines []orb.LineString
	for range 200_000 {
		p := orb.Point{114 + r.Float64(), 22 + r.Float64()}
		lines = append(lines, orb.LineString{p, {p[0] + 0.002*r.Float64(), p[1] + 0.001}, {p[0] + 0.002, p[1] + 0.002*r.Float64()}})
	}
	cells := make([]float32, 1000*1000)
	for i := range cells {
		cells[i] = r.Float32()
	}
	population := grid(b, 1000, 1000, cells)
	south := make([]Unit, 0, len(units))
	for _, u := range units {
		if u.Geometry.Bound().Max[1] < 22.6 {
			south = append(south, u)
		}
	}
	for _, c := range []struct {
		name  string
		units []Unit
		m     Method
	}{
		{"hexagons", units, &Tiles{Hexagons, 90}}, {"squares", units, &Tiles{Squares, 85}}, {"streets", units, &Streets{Lines: lines, Every: 50}},
		{"buildings", units, &Places{Places: places}}, {"raster", south, &Raster{Grid: population}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				parts, _ := over(b, c.units, c.m)
				b.ReportMetric(float64(parts.Len()), "parts")
			}
		})
	}
}
