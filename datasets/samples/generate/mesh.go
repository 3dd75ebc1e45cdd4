package main

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// A mesh is a honeycomb whose corners are moved about, drawn together around
// the town centres, and cut to a district. Exactly three cells meet at every
// corner, so any union of cells has simple rings, and two neighbours share
// the very same corners. Positions are metres east and north of the district's
// origin.
type mesh struct {
	corners []orb.Point
	cells   []cell
}

// cell is one honeycomb cell. Corners run counterclockwise; edge i runs from
// corner i to corner i+1 and next[i] is the cell beyond it, or outside.
type cell struct {
	corners [6]int
	next    [6]int
	centre  orb.Point
	area    float64 // square metres
}

// outside stands for everything beyond the district, as a cell and as a label.
const outside = -1

// lattice steps of a honeycomb with pointed tops, in half widths and half
// sides: six corners counterclockwise from the top, and the six neighbours,
// where neighbour i lies beyond the edge from corner i to corner i+1.
var (
	cornerSteps    = [6][2]int{{0, 2}, {-1, 1}, {-1, -1}, {0, -2}, {1, -1}, {1, 1}}
	neighbourSteps = [6][2]int{{-1, 3}, {-2, 0}, {-1, -3}, {1, -3}, {2, 0}, {1, 3}}
)

// newMesh cuts about n cells out of the outline (metres, one closed ring).
// The same arguments give the same mesh.
func newMesh(outline orb.Ring, centres []attractor, n int, seed uint64) *mesh {
	side := math.Sqrt(math.Abs(planar.Area(outline)) / float64(n) / (1.5 * math.Sqrt(3)))
	at := func(x, y int) orb.Point {
		jitter := func(salt uint64) float64 {
			return 0.3 * side * (2*hash01(seed, salt, uint64(int64(x)), uint64(int64(y))) - 1)
		}
		p := orb.Point{float64(x)*side*math.Sqrt(3)/2 + jitter(1), float64(y)*side/2 + jitter(2)}
		return attract(p, centres)
	}
	scale := math.Sqrt(math.Abs(planar.Area(outline)))
	bound := outline.Bound().Pad(0.2*scale + 4*side) // room for coastline, with sea all round
	inside := map[[2]int]bool{}
	var order [][2]int
	for row := int(bound.Min[1] / side / 1.5); row <= int(bound.Max[1]/side/1.5); row++ {
		for col := int(bound.Min[0] / side / math.Sqrt(3)); col <= int(bound.Max[0]/side/math.Sqrt(3)); col++ {
			key := [2]int{2*col + row&1, 3 * row}
			order = append(order, key)
			p := at(key[0], key[1])
			inside[key] = planar.RingContains(outline, coastline(p, scale, seed))
		}
	}
	return assemble(order, keepMainland(order, inside), at)
}

// keepMainland drops islands and fills lakes: what stays is the largest
// connected set of cells, with everything that it encloses.
func keepMainland(order [][2]int, inside map[[2]int]bool) map[[2]int]bool {
	seen := map[[2]int]bool{}
	flood := func(start [2]int, want bool) [][2]int {
		out := [][2]int{start}
		seen[start] = true
		for i := 0; i < len(out); i++ {
			for _, s := range neighbourSteps {
				k := [2]int{out[i][0] + s[0], out[i][1] + s[1]}
				in, known := inside[k]
				if known && in == want && !seen[k] {
					seen[k] = true
					out = append(out, k)
				}
			}
		}
		return out
	}
	sea := map[[2]int]bool{}
	for _, k := range flood(order[0], false) {
		sea[k] = true
	}
	var largest [][2]int
	for _, k := range order {
		if !seen[k] && inside[k] {
			if land := flood(k, true); len(land) > len(largest) {
				largest = land
			}
		}
	}
	keep := map[[2]int]bool{}
	for _, k := range largest {
		keep[k] = true
	}
	for _, k := range order { // lakes: neither sea nor land
		if !sea[k] && !inside[k] {
			keep[k] = true
		}
	}
	return keep
}

func assemble(order [][2]int, keep map[[2]int]bool, at func(x, y int) orb.Point) *mesh {
	m := &mesh{}
	number := map[[2]int]int{}
	for _, k := range order {
		if keep[k] {
			number[k] = len(number)
		}
	}
	corner := map[[2]int]int{}
	for _, k := range order {
		if !keep[k] {
			continue
		}
		var c cell
		ring := make(orb.Ring, 0, 7)
		for i := range 6 {
			ck := [2]int{k[0] + cornerSteps[i][0], k[1] + cornerSteps[i][1]}
			id, known := corner[ck]
			if !known {
				id = len(m.corners)
				corner[ck] = id
				m.corners = append(m.corners, at(ck[0], ck[1]))
			}
			c.corners[i] = id
			ring = append(ring, m.corners[id])
			c.next[i] = outside
			if n, ok := number[[2]int{k[0] + neighbourSteps[i][0], k[1] + neighbourSteps[i][1]}]; ok {
				c.next[i] = n
			}
		}
		ring = append(ring, ring[0])
		c.centre, c.area = planar.CentroidArea(ring)
		m.cells = append(m.cells, c)
	}
	return m
}

// attractor draws the mesh together around a town centre, so that units are
// small in the middle of a town and large at its edge.
type attractor struct {
	at       orb.Point
	reach    float64 // metres; beyond about twice that nothing moves
	strength float64 // 0 to 1: by how much lengths shrink at the centre
}

// attract maps the even honeycomb to the ground. The map never folds while
// the strengths that act on one place sum to less than 1.
func attract(p orb.Point, centres []attractor) orb.Point {
	out := p
	for _, c := range centres {
		dx, dy := p[0]-c.at[0], p[1]-c.at[1]
		pull := c.strength * math.Exp(-(dx*dx+dy*dy)/(c.reach*c.reach))
		out[0] -= dx * pull
		out[1] -= dy * pull
	}
	return out
}

// coastline bends the plane, so that a coarse outline looks like a border.
func coastline(p orb.Point, scale float64, seed uint64) orb.Point {
	for octave, size := range [...]float64{0.22, 0.09, 0.04} {
		x, y := p[0]/(size*scale), p[1]/(size*scale)
		salt := seed + uint64(octave)*1009
		p[0] += 0.28 * size * scale * (2*smoothNoise(x, y, salt) - 1)
		p[1] += 0.28 * size * scale * (2*smoothNoise(x, y, salt+1) - 1)
	}
	return p
}

// smoothNoise is value noise: 0 to 1, smooth, about 1 unit from bump to bump.
func smoothNoise(x, y float64, seed uint64) float64 {
	x0, y0 := math.Floor(x), math.Floor(y)
	at := func(dx, dy float64) float64 {
		return hash01(seed, 7, uint64(int64(x0+dx)), uint64(int64(y0+dy)))
	}
	ease := func(t float64) float64 { return t * t * (3 - 2*t) }
	u, v := ease(x-x0), ease(y-y0)
	return (at(0, 0)*(1-u)+at(1, 0)*u)*(1-v) + (at(0, 1)*(1-u)+at(1, 1)*u)*v
}

// hash01 mixes its arguments to a number from 0 to below 1 (SplitMix64,
// Steele, Lea and Flood 2014).
func hash01(parts ...uint64) float64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, p := range parts {
		h += p*0xd1342543de82ef95 + 0x9e3779b97f4a7c15
		h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
		h = (h ^ h>>27) * 0x94d049bb133111eb
		h ^= h >> 31
	}
	return float64(h>>11) / (1 << 53)
}
