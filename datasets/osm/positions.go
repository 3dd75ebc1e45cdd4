package osm

import (
	"math"

	"github.com/paulmach/orb"
)

// positions are where listed nodes are.
type positions struct {
	index  *index
	points []orb.Point // by number in index; NaN where the file has none
}

// clear forgets where the listed nodes are.
func (p *positions) clear() {
	p.points = make([]orb.Point, p.index.count())
	for i := range p.points {
		p.points[i][0] = math.NaN()
	}
}

// place puts nodes where the file says.
func (p *positions) place(b *batch) {
	for i, id := range b.ids {
		if at := p.index.find(id); at >= 0 {
			p.points[at] = b.points[i]
		}
	}
	for _, f := range b.found {
		p.points[f.number] = f.point
	}
}

// of tells where a node is; false where the file does not.
func (p *positions) of(id int64) (orb.Point, bool) {
	at := p.index.find(id)
	if at < 0 || math.IsNaN(p.points[at][0]) {
		return orb.Point{}, false
	}
	return p.points[at], true
}

// latest leaves the last of objects that stand in the file several times, and
// tells of the others. Files are nearly always sorted, which shows that there
// are none.
func latest[T any](all []T, id func(*T) int64, again func(int64)) []T {
	sorted := true
	for i := 1; i < len(all) && sorted; i++ {
		sorted = id(&all[i-1]) < id(&all[i])
	}
	if sorted {
		return all
	}
	last := make(map[int64]int, len(all))
	for i := range all {
		last[id(&all[i])] = i
	}
	if len(last) == len(all) {
		return all
	}
	out := make([]T, 0, len(last))
	for i := range all {
		if key := id(&all[i]); last[key] == i {
			out = append(out, all[i])
		} else if again != nil {
			again(key)
		}
	}
	return out
}
