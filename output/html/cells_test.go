package html

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"
)

// cells is an invented district: communities as Voronoi cells with wobbly
// shared borders, grouped into sub-districts. Seeds beyond the rim close the
// outer cells.
type cells struct {
	seeds    []orb.Point
	rings    []orb.Ring // of the communities
	group    []int      // sub-district of each community
	outlines []orb.MultiPolygon
}

func newCells(communities, groups int) *cells {
	rnd := rand.New(rand.NewPCG(7, 11))
	all := seedGrid(rnd)
	c := &cells{seeds: all[:communities]}
	corners := map[[2]int64]orb.Point{}
	polys := make([][]orb.Point, communities)
	for i := range c.seeds {
		polys[i] = snap(corners, voronoi(all, i))
	}
	heads := spread(c.seeds, groups)
	for _, s := range c.seeds {
		c.group = append(c.group, nearest(heads, s))
	}
	for _, p := range polys {
		c.rings = append(c.rings, wobble(p))
	}
	for g := range heads {
		c.outlines = append(c.outlines, c.dissolve(polys, g))
	}
	return c
}

// seedGrid is a jittered grid, sorted from the middle of the district out.
func seedGrid(rnd *rand.Rand) []orb.Point {
	var out []orb.Point
	const lon, lat, dx, dy = 114.22, 22.70, 0.0235, 0.0188
	for row := -9; row <= 9; row++ {
		for col := -14; col <= 14; col++ {
			shift := 0.5 * float64(row&1)
			out = append(out, orb.Point{
				lon + dx*(float64(col)+shift+0.55*(rnd.Float64()-0.5)),
				lat + dy*(float64(row)+0.55*(rnd.Float64()-0.5)),
			})
		}
	}
	rank := func(p orb.Point) float64 {
		x, y := (p[0]-lon)/0.24, (p[1]-lat)/0.105
		return x*x + y*y + 0.25*math.Sin(9*math.Atan2(y, x)) - 0.4*x*y
	}
	slices.SortFunc(out, func(a, b orb.Point) int {
		if rank(a) < rank(b) {
			return -1
		}
		return 1
	})
	return out
}

// voronoi cuts a square around seed i by the bisectors to all other seeds.
func voronoi(seeds []orb.Point, i int) []orb.Point {
	s := seeds[i]
	poly := []orb.Point{{s[0] - 0.1, s[1] - 0.1}, {s[0] + 0.1, s[1] - 0.1}, {s[0] + 0.1, s[1] + 0.1}, {s[0] - 0.1, s[1] + 0.1}}
	for j, o := range seeds {
		if j == i || math.Hypot(o[0]-s[0], o[1]-s[1]) > 0.12 {
			continue
		}
		mx, my, nx, ny := (s[0]+o[0])/2, (s[1]+o[1])/2, o[0]-s[0], o[1]-s[1]
		side := func(p orb.Point) float64 { return (p[0]-mx)*nx + (p[1]-my)*ny }
		var cut []orb.Point
		for k, p := range poly {
			q := poly[(k+1)%len(poly)]
			a, b := side(p), side(q)
			if a <= 0 {
				cut = append(cut, p)
			}
			if a < 0 && b > 0 || a > 0 && b < 0 {
				t := a / (a - b)
				cut = append(cut, orb.Point{p[0] + t*(q[0]-p[0]), p[1] + t*(q[1]-p[1])})
			}
		}
		poly = cut
	}
	return poly
}

// snap gives corners that two cells computed alike one common place.
func snap(known map[[2]int64]orb.Point, poly []orb.Point) []orb.Point {
	var out []orb.Point
	for _, p := range poly {
		key := [2]int64{int64(math.Round(p[0] * 1e5)), int64(math.Round(p[1] * 1e5))}
		found := false
		for dx := int64(-1); dx <= 1 && !found; dx++ {
			for dy := int64(-1); dy <= 1 && !found; dy++ {
				var q orb.Point
				if q, found = known[[2]int64{key[0] + dx, key[1] + dy}]; found {
					p = q
				}
			}
		}
		if !found {
			known[key] = p
		}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	if len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}

// wobble draws each side as a broken line that depends on its ends alone, so
// that both neighbours have the same border.
func wobble(poly []orb.Point) orb.Ring {
	var ring orb.Ring
	for i, a := range poly {
		b := poly[(i+1)%len(poly)]
		flip := b[0] < a[0] || b[0] == a[0] && b[1] < a[1]
		if flip {
			a, b = b, a
		}
		rnd := rand.New(rand.NewPCG(math.Float64bits(a[0])^math.Float64bits(b[1]), math.Float64bits(a[1])^math.Float64bits(b[0])))
		line := append([]orb.Point{a}, midpoints(a, b, 4, rnd)...)
		line = append(line, b)
		if flip {
			slices.Reverse(line)
		}
		ring = append(ring, line[:len(line)-1]...)
	}
	return append(ring, ring[0])
}

func midpoints(a, b orb.Point, depth int, rnd *rand.Rand) []orb.Point {
	if depth == 0 {
		return nil
	}
	d := (rnd.Float64() - 0.5) * 0.28
	m := orb.Point{(a[0]+b[0])/2 + d*(b[1]-a[1]), (a[1]+b[1])/2 - d*(b[0]-a[0])}
	return append(append(midpoints(a, m, depth-1, rnd), m), midpoints(m, b, depth-1, rnd)...)
}

// spread picks seeds that are far apart.
func spread(seeds []orb.Point, n int) []orb.Point {
	out := []orb.Point{seeds[0]}
	for len(out) < n {
		best, far := 0, -1.0
		for i, s := range seeds {
			h := out[nearest(out, s)]
			if d := math.Hypot(s[0]-h[0], s[1]-h[1]); d > far {
				best, far = i, d
			}
		}
		out = append(out, seeds[best])
	}
	return out
}

func nearest(points []orb.Point, p orb.Point) int {
	best := 0
	for i, q := range points {
		b := points[best]
		if math.Hypot(q[0]-p[0], q[1]-p[1]) < math.Hypot(b[0]-p[0], b[1]-p[1]) {
			best = i
		}
	}
	return best
}

// dissolve joins the cells of a group: sides that two of them share go.
func (c *cells) dissolve(polys [][]orb.Point, group int) orb.MultiPolygon {
	next := map[orb.Point][]orb.Point{}
	var starts []orb.Point
	for i, p := range polys {
		if c.group[i] != group {
			continue
		}
		for k, a := range p {
			b := p[(k+1)%len(p)]
			if j := slices.Index(next[b], a); j >= 0 {
				next[b] = slices.Delete(next[b], j, j+1)
				continue
			}
			next[a] = append(next[a], b)
			starts = append(starts, a)
		}
	}
	var out orb.MultiPolygon
	for _, s := range starts {
		var ring []orb.Point
		for at := s; len(next[at]) > 0; {
			to := next[at][0]
			next[at] = next[at][1:]
			ring = append(ring, at)
			at = to
		}
		if len(ring) > 2 {
			out = append(out, orb.Polygon{wobble(ring)})
		}
	}
	return out
}
