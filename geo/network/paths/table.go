package paths

import (
	"context"
	"errors"
	"slices"

	"fugai/geo/network"
)

// Matrix is the cost between every place and every site.
type Matrix struct {
	Places, Sites int
	Costs         []network.Cost // of each place in turn, Sites of them; Never where there is no way
}

// Row gives the costs between a place and each site.
func (m *Matrix) Row(place int) []network.Cost {
	return m.Costs[place*m.Sites : (place+1)*m.Sites : (place+1)*m.Sites]
}

// Table works out the costs between all places and all sites. It takes four
// bytes a pair; [Within] with a cutoff takes much less where few pairs are
// near. A large one without a cutoff is made by ranking the network first. The errors are
// those of [Nearest].
func Table(ctx context.Context, g *network.Graph, ends Ends, o Options) (*Matrix, error) {
	if err := check(g, ends.Places, ends.Sites); err != nil {
		return nil, err
	}
	h, err := tableHierarchy(ctx, g, ends, o)
	if err != nil {
		return nil, err
	}
	if h != nil {
		return h.table(ctx, ends, o)
	}
	return plainTable(ctx, g, ends, o)
}

// searchesWorth is how many searches through a whole network make a hierarchy
// worth the time it takes.
const searchesWorth = 256

// tableHierarchy prepares the network for a table, or gives nil where the plain
// searches are likely to take less time: few of them, near ones, or a network
// so dense that ranking it comes to half of what they take.
func tableHierarchy(ctx context.Context, g *network.Graph, ends Ends, o Options) (*hierarchy, error) {
	searches := min(len(ends.Places), len(ends.Sites))
	inTurn := searches / workers(o.Threads, searches) // a hierarchy is made by one goroutine
	if inTurn < searchesWorth || o.Cutoff != 0 {
		return nil, nil
	}
	h, err := newHierarchy(ctx, g, int64(inTurn)*int64(len(g.Nodes))/2)
	if errors.Is(err, errDear) {
		return nil, nil
	}
	return h, err
}

// plainTable searches from each of the fewer ends.
func plainTable(ctx context.Context, g *network.Graph, ends Ends, o Options) (*Matrix, error) {
	m := &Matrix{Places: len(ends.Places), Sites: len(ends.Sites)}
	m.Costs = slices.Repeat([]network.Cost{network.Never}, m.Places*m.Sites)
	if m.Sites <= m.Places {
		f := newField(g, ends.Places, fromSites(o.Direction), o.limit())
		return m, f.table(ctx, ends.Sites, o.Threads, func(site, place int) *network.Cost { return &m.Costs[place*m.Sites+site] })
	}
	f := newField(g, ends.Sites, !fromSites(o.Direction), o.limit())
	return m, f.table(ctx, ends.Places, o.Threads, func(place, site int) *network.Cost { return &m.Costs[place*m.Sites+site] })
}

// table searches from each origin and writes the costs to all targets where at
// says.
func (f *field) table(ctx context.Context, origins []network.Location, threads int, at func(origin, target int) *network.Cost) error {
	return f.each(ctx, len(origins), threads, func(r *gatherer, origin int) {
		r.gather(&origins[origin], f.limit)
		for _, t := range r.found {
			*at(origin, int(t)) = r.best[t]
		}
	})
}
