package index

import (
	"context"
	"math"
	"slices"
	"sync"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// Polygons is an index over polygons that tells which of them hold a place,
// for many places. Make it with [NewPolygons].
type Polygons struct {
	size  int
	rings []areaRing
	grid  areaGrid
}

// areaRing is a closed ring of a part of a geometry, continuous, with its west
// end in [-180, 180) or, of a hole, near that of its outer ring.
type areaRing struct {
	path     []orb.Point
	geometry int32
	part     int32 // counts the parts of all geometries; its outer ring is first
	hole     bool
}

// NewPolygons makes an index over the polygons, multipolygons, rings and boxes
// among geometries, those in collections too. Everything else holds no place.
// Nil and empty geometries, and parts with a coordinate that is NaN or out of
// range, are left out but keep their index. The index refers to the
// geometries: do not change them while it is in use. Time and memory are
// proportional to the edges, if polygons do not overlap by much.
func NewPolygons(geoms []orb.Geometry) *Polygons {
	p := &Polygons{size: len(geoms)}
	part := int32(0)
	for i, g := range geoms {
		eachArea(g, func(area orb.Polygon) {
			if p.addPart(int32(i), part, area) {
				part++
			}
		})
	}
	p.grid = newAreaGrid(p.rings)
	return p
}

// Len is the number of geometries given to NewPolygons, the ones left out
// included.
func (p *Polygons) Len() int { return p.size }

// eachArea calls fn for the polygons of a geometry.
func eachArea(g orb.Geometry, fn func(orb.Polygon)) {
	switch g := g.(type) {
	case orb.Ring:
		fn(orb.Polygon{g})
	case orb.Polygon:
		fn(g)
	case orb.MultiPolygon:
		for _, p := range g {
			fn(p)
		}
	case orb.Bound:
		if !g.IsEmpty() {
			fn(g.ToPolygon())
		}
	case orb.Collection:
		for _, part := range g {
			eachArea(part, fn)
		}
	}
}

// addPart adds the rings of a polygon; it is false where there is nothing to
// ask.
func (p *Polygons) addPart(geometry, part int32, area orb.Polygon) bool {
	if len(area) == 0 || len(area[0]) == 0 {
		return false
	}
	for _, ring := range area {
		if !allValid(ring) {
			return false
		}
	}
	area = geo.Unwrap(area).(orb.Polygon)
	turns := math.Floor((boundOf(area[0]).Min[0] + 180) / 360)
	for i, ring := range area {
		if len(ring) == 0 {
			continue
		}
		path := turned(ring, -360*turns)
		if len(path) == 1 {
			path = []orb.Point{path[0], path[0]}
		}
		p.rings = append(p.rings, areaRing{path, geometry, part, i > 0})
	}
	return true
}

// Containing returns the indexes of the polygons that hold a place, ascending:
// it lies inside or on the boundary, and in no hole; edges are straight in
// longitude and latitude. A place out of range is in none. It is what
// [Layer.Containing] gives for polygons.
func (p *Polygons) Containing(place orb.Point) []int {
	var out []int
	for _, i := range p.holding(place, nil) {
		out = append(out, int(i))
	}
	return out
}

// holding appends the indexes of the polygons that hold a place to an empty
// list.
func (p *Polygons) holding(place orb.Point, found []int32) []int32 {
	if !geo.Valid(place) || len(p.rings) == 0 {
		return found
	}
	x := geo.WrapLongitude(place[0])
	for _, turn := range [...]float64{0, 360, -360} {
		if q := (orb.Point{x + turn, place[1]}); p.grid.x.holds(q[0]) && p.grid.y.holds(q[1]) {
			found = p.lookUp(q, found)
		}
	}
	if len(found) > 1 {
		slices.Sort(found)
		found = slices.Compact(found)
	}
	return found
}

// lookUp appends the geometries around a place within the grid.
func (p *Polygons) lookUp(at orb.Point, found []int32) []int32 {
	cell, corner := p.grid.cell(at)
	head := p.grid.heads[cell]
	if head >= 0 {
		if head > 0 && !p.rings[head-1].hole {
			found = append(found, p.rings[head-1].geometry)
		}
		return found
	}
	part, geometry, inside, done := int32(-1), int32(0), false, false
	for i := ^head; i >= 0; i = p.grid.entries[i].next {
		e := &p.grid.entries[i]
		r := &p.rings[e.ring]
		if r.part != part {
			if inside {
				found = append(found, geometry)
			}
			// A hole comes first where the outer ring is not around the place.
			part, geometry, inside, done = r.part, r.geometry, false, r.hole
		}
		if done {
			continue
		}
		odd, boundary := e.around(p.grid.edges, r.path, corner, at)
		switch {
		case boundary:
			inside, done = true, true
		case r.hole:
			inside, done = !odd, odd
		default:
			inside, done = odd, !odd
		}
	}
	if inside {
		found = append(found, geometry)
	}
	return found
}

// Located tells for each place of a batch which polygons hold it.
type Located struct {
	first []int32         // the only one, or -1
	more  map[int][]int32 // of places with several
}

// Len is the number of places.
func (l *Located) Len() int { return len(l.first) }

// At gives the indexes of the polygons that hold a place, ascending. Do not
// change it.
func (l *Located) At(place int) []int32 {
	if l.first[place] >= 0 {
		return l.first[place : place+1 : place+1]
	}
	return l.more[place]
}

// Locate answers [Polygons.Containing] for each place of a batch. The only
// error is that of ctx.
func (p *Polygons) Locate(ctx context.Context, b Batch) (*Located, error) {
	l := &Located{first: make([]int32, len(b.From)), more: map[int][]int32{}}
	for i := range l.first {
		l.first[i] = -1
	}
	var lock sync.Mutex
	err := b.run(ctx, largeChunks, func() func(portion) {
		places := make([]orb.Point, largeChunks.portion)
		var found []int32
		return func(part portion) {
			for i, place := range part.gather(places) {
				found = p.holding(place, found[:0])
				switch len(found) {
				case 0:
				case 1:
					l.first[part.number(i)] = found[0]
				default:
					lock.Lock()
					l.more[part.number(i)] = slices.Clone(found)
					lock.Unlock()
				}
			}
		}
	}, nil)
	if err != nil {
		return nil, err
	}
	return l, nil
}
