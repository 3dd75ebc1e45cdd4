package osm

import (
	"fmt"

	"fugai/datasets"
	"fugai/geo/network"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// wayShape is the geometry of a way; nil where the file holds too few of its
// nodes.
func (r *featureReader) wayShape(w *way) orb.Geometry {
	line := r.line(w.refs, fmt.Sprintf("way/%d", w.id))
	switch {
	case len(line) == 0:
		return nil
	case len(line) == 1:
		return line[0]
	case len(line) > 3 && w.refs[0] == w.refs[len(w.refs)-1] && encloses(w.tags):
		return orb.Polygon{closed(line)}
	}
	return line
}

// line gives the nodes that the file holds.
func (r *featureReader) line(refs []int64, name string) orb.LineString {
	line := make(orb.LineString, 0, len(refs))
	for _, id := range refs {
		p, ok := r.of(id)
		if !ok {
			r.notes.Add("dead-reference", datasets.Ref{Value: name}, func() datasets.Text {
				return datasets.Same(fmt.Sprintf("%s → node/%d", name, id))
			})
			continue
		}
		line = append(line, p)
	}
	return line
}

// closed makes a ring of a line.
func closed(line orb.LineString) orb.Ring {
	if line[0] != line[len(line)-1] {
		line = append(line, line[0])
	}
	return orb.Ring(line)
}

// encloses tells whether a closed way with these tags is an area. What runs
// around something (a street, a fence, a river) is none unless it is called
// one, or is something else as well.
func encloses(tags network.Tags) bool {
	switch tags.Get("area") {
	case "yes":
		return true
	case "no":
		return false
	}
	for _, key := range [...]string{"building", "amenity", "landuse", "leisure", "shop", "tourism", "healthcare", "office", "natural", "place", "public_transport"} {
		if v := tags.Get(key); v != "" && v != "no" && v != "track" && v != "coastline" { // leisure=track is run along
			return true
		}
	}
	for _, key := range [...]string{"highway", "barrier", "railway", "waterway", "aerialway", "route", "natural", "leisure"} {
		if v := tags.Get(key); v != "" && v != "platform" && v != "riverbank" {
			return false
		}
	}
	return true
}

// relationShape is the polygon of a relation, or the middle of its members; nil
// where the file holds none of them.
func (r *featureReader) relationShape(rel *relation) orb.Geometry {
	kind := rel.tags.Get("type")
	if kind == "multipolygon" || kind == "boundary" {
		if g := r.area(rel); g != nil {
			return g
		}
	}
	bound, some := orb.Bound{}, false
	see := func(id int64) {
		p, ok := r.of(id)
		if !ok {
			return
		}
		if !some {
			bound, some = p.Bound(), true
		}
		bound = bound.Extend(p)
	}
	for _, m := range rel.members {
		if m.kind == memberNode {
			see(m.id)
		}
		for _, id := range r.waysOf(m) {
			see(id)
		}
	}
	if !some {
		return nil
	}
	r.notes.Add("relation-center", datasets.Ref{Value: fmt.Sprintf("relation/%d", rel.id)}, nil)
	return bound.Center()
}

// waysOf gives the nodes of a member that is a way.
func (r *featureReader) waysOf(m member) []int64 {
	if m.kind != memberWay {
		return nil
	}
	return r.members[m.id]
}

// area puts a multipolygon together of its ways; nil where a ring stays open.
// (OSM wiki, Relation:multipolygon.)
func (r *featureReader) area(rel *relation) orb.Geometry {
	var outer, inner [][]int64
	for _, m := range rel.members {
		refs := r.waysOf(m)
		switch {
		case m.kind != memberWay:
		case len(refs) < 2:
			return nil // the file ends here
		case m.role == "inner":
			inner = append(inner, refs)
		default:
			outer = append(outer, refs)
		}
	}
	shells, holes := r.rings(outer), r.rings(inner)
	if len(shells) == 0 || len(inner) > 0 && len(holes) == 0 {
		return nil
	}
	polygons := make(orb.MultiPolygon, len(shells))
	for i, s := range shells {
		polygons[i] = orb.Polygon{s}
	}
	for _, h := range holes {
		at := 0
		for i := range shells {
			if planar.RingContains(shells[i], h[0]) {
				at = i
				break
			}
		}
		polygons[at] = append(polygons[at], h)
	}
	if len(polygons) == 1 {
		return polygons[0]
	}
	return polygons
}

// rings joins ways at their ends until they close; nil where one does not, or
// lacks a node.
func (r *featureReader) rings(ways [][]int64) []orb.Ring {
	ends := map[int64][]int{} // ways by the nodes at their ends, in order
	for i, w := range ways {
		for _, id := range [...]int64{w[0], w[len(w)-1]} {
			ends[id] = append(ends[id], i)
		}
	}
	used := make([]bool, len(ways))
	var out []orb.Ring
	for i := range ways {
		if used[i] {
			continue
		}
		used[i] = true
		refs := append([]int64(nil), ways[i]...)
		for refs[0] != refs[len(refs)-1] {
			if !extend(&refs, ways, used, ends) {
				return nil
			}
		}
		ring := make(orb.Ring, 0, len(refs))
		for _, id := range refs {
			p, ok := r.of(id)
			if !ok {
				return nil
			}
			ring = append(ring, p)
		}
		if len(ring) < 4 {
			return nil
		}
		out = append(out, ring)
	}
	return out
}

// extend adds the first free way that goes on from the end.
func extend(refs *[]int64, ways [][]int64, used []bool, ends map[int64][]int) bool {
	last := (*refs)[len(*refs)-1]
	candidates := ends[last]
	for len(candidates) > 0 && used[candidates[0]] { // so that a node with many ways is not gone over again and again
		candidates = candidates[1:]
	}
	if ends[last] = candidates; len(candidates) == 0 {
		return false
	}
	next := ways[candidates[0]]
	used[candidates[0]] = true
	if next[0] == last {
		*refs = append(*refs, next[1:]...)
		return true
	}
	for i := len(next) - 2; i >= 0; i-- {
		*refs = append(*refs, next[i])
	}
	return true
}
