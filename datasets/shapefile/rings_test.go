package shapefile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// TestPolygons: which rings are shells and which are holes of which.
func TestPolygons(t *testing.T) {
	cw, ccw := false, true
	shell, hole, island := square(0, 0, 10, cw), square(1, 1, 8, ccw), square(2, 2, 4, cw)
	tests := []struct {
		name  string
		rings [][]orb.Point
		want  [][]int // rings of each polygon
		wound bool
	}{
		{"one shell", [][]orb.Point{shell}, [][]int{{0}}, true},
		{"one shell the wrong way round", [][]orb.Point{square(0, 0, 1, ccw)}, [][]int{{0}}, false},
		{"a hole", [][]orb.Point{shell, hole}, [][]int{{0, 1}}, true},
		{"a hole before its shell", [][]orb.Point{hole, shell}, [][]int{{1, 0}}, true},
		{"a hole wound as a shell", [][]orb.Point{shell, square(1, 1, 8, cw)}, [][]int{{0, 1}}, false},
		{"all reversed", [][]orb.Point{square(0, 0, 10, ccw), square(1, 1, 8, cw)}, [][]int{{0, 1}}, false},
		{"an island in the hole", [][]orb.Point{island, hole, shell}, [][]int{{0}, {2, 1}}, true},
		{"two shells, two holes", [][]orb.Point{shell, square(20, 0, 10, cw), square(21, 1, 2, ccw), square(1, 1, 2, ccw)}, [][]int{{0, 3}, {1, 2}}, true},
		{"a part wound as a hole", [][]orb.Point{shell, square(20, 0, 10, ccw)}, [][]int{{0}, {1}}, false},
		{"a hole across the shell", [][]orb.Point{shell, square(-1, 4, 2, ccw)}, [][]int{{0, 1}}, false},
		{"a hole that shares the left side", [][]orb.Point{shell, square(0, 0, 5, ccw)}, [][]int{{0, 1}}, true},
		{"a hole that touches in a corner", [][]orb.Point{shell, {{0, 0}, {2, 1}, {1, 2}, {0, 0}}}, [][]int{{0, 1}}, true},
		{"a hole that fills its shell", [][]orb.Point{shell, square(0, 0, 10, ccw)}, [][]int{{0, 1}}, true},
		{"neighbours", [][]orb.Point{shell, square(10, 0, 10, cw), square(0, 10, 10, cw)}, [][]int{{0}, {1}, {2}}, true},
		{"a ring of no area", [][]orb.Point{{{1, 1}, {2, 2}, {1, 1}}, shell}, [][]int{{1, 0}}, true},
		{"only rings of no area", [][]orb.Point{{{1, 1}, {2, 2}, {1, 1}}, {{3, 3}}}, [][]int{{0, 1}}, true},
		{"not closed", [][]orb.Point{{{0, 0}, {0, 10}, {10, 10}, {10, 0}}, {{1, 1}, {2, 1}, {2, 2}}}, [][]int{{0, 1}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, wound := polygons(tt.rings)
			var want orb.MultiPolygon
			for _, p := range tt.want {
				var rings orb.Polygon
				for _, i := range p {
					rings = append(rings, tt.rings[i])
				}
				want = append(want, rings)
			}
			if d := cmp.Diff(want, got); d != "" || wound != tt.wound {
				t.Errorf("wound %v, want %v; (-want +got):\n%s", wound, tt.wound, d)
			}
		})
	}
}

// randomNest makes rings that do not cross: squares divided and shrunk, turned
// into shapes with several corners, in any order and winding.
func randomNest(rng *rand.Rand, want int) [][]orb.Point {
	var rings [][]orb.Point
	var grow func(x, y, size float64, depth int)
	grow = func(x, y, size float64, depth int) {
		if len(rings) >= want || depth > 12 {
			return
		}
		inset := size * (0.01 + 0.05*rng.Float64())
		x, y, size = x+inset, y+inset, size-2*inset
		ring := orb.Ring(notched(rng, x, y, size))
		if rng.IntN(2) == 0 {
			ring.Reverse()
		}
		rings = append(rings, ring)
		half := size * 0.4
		for _, corner := range [][2]float64{{.1, .1}, {.5, .1}, {.1, .5}, {.5, .5}} {
			if rng.IntN(3) > 0 {
				grow(x+corner[0]*size, y+corner[1]*size, half, depth+1)
			}
		}
	}
	for len(rings) < want {
		grow(float64(len(rings))*100, 10*rng.Float64(), 90, 0)
	}
	rng.Shuffle(len(rings), func(i, j int) { rings[i], rings[j] = rings[j], rings[i] })
	return rings
}

// notched is a square whose sides have corners pushed out by less than the
// insets.
func notched(rng *rand.Rand, x, y, size float64) []orb.Point {
	var out []orb.Point
	out = append(out, orb.Point{x, y}, orb.Point{x + size*(.2+.6*rng.Float64()), y - size*.004},
		orb.Point{x + size, y}, orb.Point{x + size*1.004, y + size*rng.Float64()},
		orb.Point{x + size, y + size}, orb.Point{x, y + size})
	return append(out, out[0])
}

// nextAround is enclosing by trying every pair.
func nextAround(rings []orb.Ring, areas []float64) []int {
	parent := make([]int, len(rings))
	for i, r := range rings {
		parent[i] = -1
		for k, other := range rings {
			if k != i && holdsCorner(other, r[:1]) && (parent[i] < 0 || abs(areas[k]) < abs(areas[parent[i]])) {
				parent[i] = k
			}
		}
	}
	return parent
}

// TestEnclosing holds the tree against trying every pair.
func TestEnclosing(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var rings []orb.Ring
		var areas []float64
		for _, r := range randomNest(rng, 2+rng.IntN(120)) {
			rings, areas = append(rings, r), append(areas, signedArea(r))
		}
		if d := cmp.Diff(nextAround(rings, areas), enclosing(rings, areas)); d != "" {
			t.Fatalf("seed %d, %d rings (-want +got):\n%s", seed, len(rings), d)
		}
	}
}

// TestManyRings: records of very many rings, whatever they look like, take
// no more than seconds.
func TestManyRings(t *testing.T) {
	concentric := make([][]orb.Point, 10_000)
	same, crossing, lost := make([][]orb.Point, 10_000), make([][]orb.Point, 10_000), make([][]orb.Point, 10_000)
	for i := range concentric {
		size := float64(i + 1)
		concentric[i] = square(-size, -size, 2*size, i%2 == 0)
		same[i] = square(0, 0, 10, false)
		crossing[i] = square(size, size, 20_000, i%3 == 0)
		lost[i] = square(3*size, 0, 1, i%2 == 0)
	}
	for name, rings := range map[string][][]orb.Point{"concentric": concentric, "same": same, "crossing": crossing, "lost": lost, "nested": randomNest(rand.New(rand.NewPCG(1, 2)), 10_000)} {
		start := time.Now()
		polygons(rings)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

// TestWildNumbers: coordinates beyond reckoning never make rings lie in each
// other in turn.
func TestWildNumbers(t *testing.T) {
	wild := []float64{0, 1, -1, 1e300, -1e300, 1e-300, 1e154, -1e154, math.MaxFloat64, math.SmallestNonzeroFloat64}
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		rings := make([][]orb.Point, 2+rng.IntN(5))
		for i := range rings {
			for range 3 + rng.IntN(4) {
				rings[i] = append(rings[i], orb.Point{wild[rng.IntN(len(wild))], wild[rng.IntN(len(wild))]})
			}
		}
		polygons(rings)
	}
}

func BenchmarkEnclosing(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		var rings []orb.Ring
		var areas []float64
		for _, r := range randomNest(rand.New(rand.NewPCG(1, 2)), n) {
			rings, areas = append(rings, r), append(areas, signedArea(r))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				enclosing(rings, areas)
			}
		})
	}
}
