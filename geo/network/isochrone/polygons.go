package isochrone

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"fugai/geo/polygon"
)

// Within is the ground within the threshold of that index: nil where there is none.
// Polygons are valid as OGC Simple Features has it, with shells
// counter-clockwise and holes clockwise, and cut at the antimeridian, as RFC 7946
// asks. That of a higher threshold contains that of a lower one.
func (c *Cover) Within(threshold int) orb.MultiPolygon { return c.region(0, threshold) }

// Band is the ground within the threshold of that index and not within the one
// before.
func (c *Cover) Band(threshold int) orb.MultiPolygon { return c.region(threshold, threshold) }

// region is the ground of some bands.
func (c *Cover) region(first, last int) orb.MultiPolygon {
	in := func(l label) bool {
		b := rank(l, len(c.Thresholds))
		return b >= first && b <= last
	}
	var darts []dart
	for i := range c.arcs {
		darts = appendSides(darts, c.arcs, i, in)
	}
	return c.polygons(darts)
}

// appendSides appends the sides of an arc that border ground on their left.
func appendSides(darts []dart, arcs []arc, i int, in func(label) bool) []dart {
	switch left, right := in(arcs[i].left), in(arcs[i].right); {
	case left && !right:
		return append(darts, dart(2*i))
	case right && !left:
		return append(darts, dart(2*i+1))
	}
	return darts
}

// Sites gives, for each site, its own ground within the threshold of that
// index, nil where it has none; only of covers that [Ground.Catchments] gave,
// else nil. Neighbours share their border corner by corner.
func (c *Cover) Sites(threshold int) []orb.MultiPolygon { return c.each(0, threshold) }

// SiteBands is to [Cover.Sites] what [Cover.Band] is to [Cover.Within].
func (c *Cover) SiteBands(threshold int) []orb.MultiPolygon { return c.each(threshold, threshold) }

func (c *Cover) each(first, last int) []orb.MultiPolygon {
	if !c.split {
		return nil
	}
	bands := len(c.Thresholds)
	darts := make([][]dart, c.sites)
	site := func(l label) int {
		if b := rank(l, bands); b < first || b > last {
			return -1
		}
		return int(l) / bands
	}
	for i := range c.arcs {
		left, right := site(c.arcs[i].left), site(c.arcs[i].right)
		if left == right {
			continue
		}
		if left >= 0 {
			darts[left] = append(darts[left], dart(2*i))
		}
		if right >= 0 {
			darts[right] = append(darts[right], dart(2*i+1))
		}
	}
	out := make([]orb.MultiPolygon, c.sites)
	for s := range darts {
		out[s] = c.polygons(darts[s])
	}
	return out
}

// polygons draws the rings of darts, in the order of their westernmost rows.
func (c *Cover) polygons(darts []dart) orb.MultiPolygon {
	var out orb.MultiPolygon
	beyond := false
	for _, o := range assemble(c.arcs, darts) {
		poly := orb.Polygon{c.ring(o.shell)}
		for _, hole := range o.holes {
			poly = append(poly, c.ring(hole))
		}
		for _, p := range poly[0] {
			beyond = beyond || p[0] < -180 || p[0] > 180
		}
		out = append(out, poly)
	}
	if !beyond {
		return out
	}
	// What is cut has its longitudes rounded; parts that are not must meet it
	// corner by corner still.
	for _, poly := range out {
		for _, r := range poly {
			for k := range r {
				r[k][0] = math.Round(r[k][0]*1e11) / 1e11
			}
		}
	}
	switch g, _ := polygon.CutAntimeridian(out); g := g.(type) {
	case orb.MultiPolygon:
		return g
	case orb.Polygon:
		return orb.MultiPolygon{g}
	}
	return out
}

// ring draws a ring from its lowest corner.
func (c *Cover) ring(darts []dart) orb.Ring {
	var line []vertex
	for _, d := range darts {
		for i := range len(d.of(c.arcs).line) - 1 {
			line = append(line, d.point(c.arcs, i))
		}
	}
	first := slices.Index(line, slices.Min(line))
	ring := make(orb.Ring, 0, len(line)+1)
	for i := range line {
		ring = append(ring, c.f.point(line[(first+i)%len(line)]))
	}
	return append(ring, ring[0])
}
