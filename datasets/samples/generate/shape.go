package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// shape draws the polygons of communities, towns and the district from the
// smoothed mesh, and checks that every ring is simple.
func (d *district) shape() error {
	byLabel := map[int]*unit{}
	for _, u := range d.communities {
		byLabel[u.label] = u
	}
	for c, l := range d.label {
		byLabel[l].cells = append(byLabel[l].cells, c)
	}
	for _, u := range d.communities {
		var err error
		if u.polygon, err = d.draw(func(c int) bool { return d.label[c] == u.label }); err != nil {
			return fmt.Errorf("%s: %w", u.name, err)
		}
		u.centre = d.ground(d.mesh.cells[d.mesh.deepest(u.cells, d.label)].centre)
		if !planar.PolygonContains(u.polygon, u.centre) {
			return fmt.Errorf("%s: its centre lies outside", u.name)
		}
	}
	for _, t := range d.towns {
		var err error
		if t.polygon, err = d.draw(func(c int) bool { return byLabel[d.label[c]].town == t }); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	var err error
	d.outline, err = d.draw(func(int) bool { return true })
	return err
}

// draw gives the polygon of some cells in longitude and latitude.
func (d *district) draw(belongs func(cell int) bool) (orb.Polygon, error) {
	poly, err := d.mesh.polygon(belongs)
	if err != nil {
		return nil, err
	}
	for _, ring := range poly {
		for i := range ring {
			ring[i] = d.ground(ring[i])
		}
		if i, j, bad := crossing(ring); bad {
			return nil, fmt.Errorf("edges %d and %d of its border cross", i, j)
		}
	}
	return poly, nil
}

// ground turns metres into longitude and latitude with six decimals (0.1 m),
// by the length of a degree at the origin's latitude on the GRS 80 ellipsoid.
func (d *district) ground(p orb.Point) orb.Point {
	east, north := d.degrees()
	return orb.Point{micro(d.plan.origin[0] + p[0]/east), micro(d.plan.origin[1] + p[1]/north)}
}

// degrees is how many metres a degree has, to the east and to the north.
func (d *district) degrees() (east, north float64) {
	lat := d.plan.origin[1] * math.Pi / 180
	return 111412.84*math.Cos(lat) - 93.5*math.Cos(3*lat), 111132.92 - 559.82*math.Cos(2*lat)
}

// micro rounds to six decimals.
func micro(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// spot is a place inside a community, more often near its centre.
func (d *district) spot(u *unit, rng *rand.Rand) orb.Point {
	for range 200 {
		c := u.cells[rng.IntN(len(u.cells))]
		var mean orb.Point
		total := 0.0
		for _, k := range d.mesh.cells[c].corners { // a random point of the cell
			w := rng.ExpFloat64()
			mean[0] += w * d.mesh.corners[k][0]
			mean[1] += w * d.mesh.corners[k][1]
			total += w
		}
		p := d.ground(orb.Point{mean[0] / total, mean[1] / total})
		near := math.Exp(-apart(p, u.centre) / (0.6 * math.Sqrt(planar.Area(u.polygon))))
		if rng.Float64() < near && planar.PolygonContains(u.polygon, p) {
			return p
		}
	}
	return u.centre
}
