package paths

import (
	"context"
	"slices"

	"fugai/geo/network"
)

// Within finds, for every place, all sites within the cutoff, by cost and then
// by site, and calls yield with them in the order of the places. A place that
// reaches none has an empty row. The row is yield's until it returns. An error
// of yield ends the search and is returned; other errors are those of [Nearest].
//
// One search is made from every site or from every place, whichever takes fewer
// of them. Beside the graph and a few words for each place and site it holds
// some 100 MB at most, however many pairs there are.
func Within(ctx context.Context, g *network.Graph, ends Ends, o Options, yield func(place int, row []Hit) error) error {
	if err := check(g, ends.Places, ends.Sites); err != nil {
		return err
	}
	if len(ends.Sites) < len(ends.Places) {
		if blocks := blocksOf(g, ends, o); blocks*len(ends.Sites) < len(ends.Places) {
			return withinFromSites(ctx, g, ends, o, blocks, yield)
		}
	}
	return withinFromPlaces(ctx, g, ends, o, yield)
}

// rowsHeld is how many rows are found from places before they are handed on.
const rowsHeld = 4096

// withinFromPlaces searches from each place.
func withinFromPlaces(ctx context.Context, g *network.Graph, ends Ends, o Options, yield func(int, []Hit) error) error {
	f := newField(g, ends.Sites, !fromSites(o.Direction), o.limit())
	for first := 0; first < len(ends.Places); first += rowsHeld {
		rows, err := f.rows(ctx, ends.Places[first:min(first+rowsHeld, len(ends.Places))], o.Threads)
		if err != nil {
			return err
		}
		for i, row := range rows {
			if err := yield(first+i, row); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// pairsHeld is how many pairs are found from sites before they are handed on,
// if as many are near each as near those that were tried.
const pairsHeld = 1 << 22

// blocksOf is how many blocks the places have to be searched in from the sites,
// so that the pairs of a block can be held.
func blocksOf(g *network.Graph, ends Ends, o Options) int {
	const tries = 32
	f := newField(g, ends.Places, fromSites(o.Direction), o.limit())
	r := f.gatherer()
	pairs, tried := 0, 0
	for i := 0; i < len(ends.Sites); i += 1 + len(ends.Sites)/tries {
		r.gather(&ends.Sites[i], f.limit)
		pairs += len(r.found)
		tried++
	}
	return 1 + pairs*len(ends.Sites)/max(1, tried)/pairsHeld
}

// withinFromSites searches from each site, once for every block of places.
func withinFromSites(ctx context.Context, g *network.Graph, ends Ends, o Options, blocks int, yield func(int, []Hit) error) error {
	size := (len(ends.Places) + blocks - 1) / blocks
	for first := 0; first < len(ends.Places); first += size {
		places := ends.Places[first:min(first+size, len(ends.Places))]
		columns, err := newField(g, places, fromSites(o.Direction), o.limit()).rows(ctx, ends.Sites, o.Threads)
		if err != nil {
			return err
		}
		t := newTransposed(columns, len(places))
		for i := range places {
			if err := yield(first+i, t.row(i)); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// rows finds the targets of each origin. Origins along the curve that the edges
// are in come one after another, since their searches share memory.
func (f *field) rows(ctx context.Context, origins []network.Location, threads int) ([][]Hit, error) {
	order := byEdge(origins)
	rows := make([][]Hit, len(origins))
	return rows, f.each(ctx, len(order), threads, func(r *gatherer, i int) {
		r.gather(&origins[order[i]], f.limit)
		rows[order[i]] = r.hits(make([]Hit, 0, len(r.found)))
	})
}

// transposed are the places near each site put in rows by place.
type transposed struct {
	first []int
	hits  []Hit
}

func newTransposed(columns [][]Hit, places int) *transposed {
	t := &transposed{first: make([]int, places+1)}
	for _, column := range columns {
		for _, h := range column {
			t.first[h.Site+1]++
		}
	}
	for i := range places {
		t.first[i+1] += t.first[i]
	}
	t.hits = make([]Hit, t.first[places])
	next := slices.Clone(t.first)
	for site, column := range columns {
		for _, h := range column {
			t.hits[next[h.Site]] = Hit{int32(site), h.Cost}
			next[h.Site]++
		}
	}
	return t
}

// row is that of a place, in order.
func (t *transposed) row(place int) []Hit {
	row := t.hits[t.first[place]:t.first[place+1]:t.first[place+1]]
	slices.SortFunc(row, Hit.compare)
	return row
}
