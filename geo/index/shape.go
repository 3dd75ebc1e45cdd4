package index

import (
	"math"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// shape is a line, or a polygon with its outer ring first, prepared for many
// questions. It lies where it is continuous, west end in [-180, 180).
type shape struct {
	area   bool
	chains []chain
	box    orb.Bound
}

// newShape prepares continuous paths; nil where there is nothing to ask.
func newShape(area bool, paths [][]orb.Point) *shape {
	s := &shape{area: area}
	if len(paths) == 0 || len(paths[0]) == 0 {
		return nil
	}
	turns := math.Floor((orb.LineString(paths[0]).Bound().Min[0] + 180) / 360)
	for i, path := range paths {
		if len(path) == 0 {
			continue
		}
		c := newChain(turned(path, -360*turns))
		s.chains = append(s.chains, c)
		if i == 0 {
			s.box = c.box()
		} else {
			s.box = s.box.Union(c.box()) // a hole may lie outside its ring
		}
	}
	return s
}

// turned moves a path by degrees of longitude.
func turned(path []orb.Point, by float64) []orb.Point {
	if by == 0 {
		return path
	}
	out := make([]orb.Point, len(path))
	for i, p := range path {
		out[i] = orb.Point{p[0] + by, p[1]}
	}
	return out
}

// contains tells whether p lies in the shape or on its boundary.
func (s *shape) contains(p orb.Point) bool {
	for _, turn := range [...]float64{0, 360, -360} {
		q := orb.Point{p[0] + turn, p[1]}
		if s.box.Contains(q) && s.containsFlat(q) {
			return true
		}
	}
	return false
}

// containsFlat is contains in the plane.
func (s *shape) containsFlat(p orb.Point) bool {
	for i := range s.chains {
		inside, boundary := s.chains[i].contains(p)
		if boundary {
			return true
		}
		if s.area && inside == (i > 0) {
			return false // outside the outer ring, or in a hole
		}
	}
	return s.area
}

// distance is the distance from the origin at p, or limit where it is not less.
func (s *shape) distance(o *geo.Origin, p orb.Point, limit geo.Meters) geo.Meters {
	if o.LowerBound(s.box) >= limit {
		return limit
	}
	if s.area && s.contains(p) {
		return 0
	}
	for i := range s.chains {
		limit = s.chains[i].distance(o, limit)
	}
	return limit
}

// meets tells whether the shape and a box have a point in common.
func (s *shape) meets(b orb.Bound) bool {
	for _, turn := range [...]float64{0, 360, -360} {
		c := orb.Bound{Min: orb.Point{b.Min[0] + turn, b.Min[1]}, Max: orb.Point{b.Max[0] + turn, b.Max[1]}}
		if !s.box.Intersects(c) {
			continue
		}
		for i := range s.chains {
			if s.chains[i].meets(c) {
				return true
			}
		}
		// No edge touches the box: it lies wholly inside or wholly outside.
		if s.area && s.containsFlat(c.Min) {
			return true
		}
	}
	return false
}
