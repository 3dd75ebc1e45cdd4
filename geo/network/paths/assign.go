package paths

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"math"
	"slices"

	"fugai/geo/network"
)

// Load is what places bring and sites hold.
type Load struct {
	// Weights are those of the places, such as people: one each where nil.
	Weights []float64
	// Capacity is what each site holds of them. Infinity is no bound.
	Capacity []float64
	// Split lets a place be shared between sites. Otherwise a site takes all of
	// it or nothing.
	Split bool
}

// Share is a place, or a part of it, with the site that it goes to.
type Share struct {
	Place int32
	Hit
	Weight float64
}

// Assignment is who goes where.
type Assignment struct {
	Shares []Share   // by cost, place and site
	Left   []Share   // what found no room within the cutoff, by place; their Site is -1
	Room   []float64 // what is left in each site
}

// Assign sends places to sites that have room for them. Of all pairs of a
// place that is not yet served and a site with room for it, the one of least cost
// comes first (then the place and the site listed first), until none is left
// within the cutoff. So nobody is sent past a nearer site that has room when
// their turn comes, and those who live near a site go before those further
// away; it is greedy, and the sum of all costs may be above the least possible.
//
// It is one search from all sites, and one from a place each time that all its
// sites known so far are full. Weights and capacities that are not numbers or
// are negative are errors, as are lists of another length than places and sites;
// other errors are those of [Nearest].
func Assign(ctx context.Context, g *network.Graph, ends Ends, load Load, o Options) (*Assignment, error) {
	if err := load.check(ends); err != nil {
		return nil, err
	}
	nearest, err := NearestK(ctx, g, ends, sitesTried, o)
	if err != nil {
		return nil, err
	}
	a := &assigner{
		ends: ends, load: load, turns: make(turns, 0, len(nearest)),
		near: nearest, around: newField(g, ends.Sites, !fromSites(o.Direction), o.limit()),
		left: make([]float64, len(ends.Places)),
	}
	a.out = Assignment{Room: slices.Clone(load.Capacity)}
	for place := range nearest {
		a.left[place] = 1
		if load.Weights != nil {
			a.left[place] = load.Weights[place]
		}
		a.advance(int32(place))
	}
	for n := 0; len(a.turns) > 0; n++ {
		if n%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		a.serve(heap.Pop(&a.turns).(Share))
	}
	slices.SortFunc(a.out.Left, func(a, b Share) int { return cmp.Compare(a.Place, b.Place) })
	return &a.out, nil
}

// sitesTried is how many sites of each place are known before a search is made
// from it.
const sitesTried = 6

func (l *Load) check(ends Ends) error {
	if l.Weights != nil && len(l.Weights) != len(ends.Places) {
		return fmt.Errorf("paths: %d weights for %d places", len(l.Weights), len(ends.Places))
	}
	if len(l.Capacity) != len(ends.Sites) {
		return fmt.Errorf("paths: %d capacities for %d sites", len(l.Capacity), len(ends.Sites))
	}
	for i, w := range l.Weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return fmt.Errorf("paths: weight %g of place %d is not a number from 0 up", w, i)
		}
	}
	for i, c := range l.Capacity {
		if !(c >= 0) {
			return fmt.Errorf("paths: capacity %g of site %d is not a number from 0 up", c, i)
		}
	}
	return nil
}

// assigner serves places, each when the site it would go to next has its turn.
type assigner struct {
	ends   Ends
	load   Load
	near   [][]Hit // the sites of each place that were not yet tried
	around *field
	seek   *gatherer
	left   []float64 // of each place
	turns  turns
	out    Assignment
}

// rounding is the share of a capacity that sums of weights may be above it.
const rounding = 1e-12

// fits is how much of a place a site can take.
func (a *assigner) fits(place, site int32) float64 {
	weight, room := a.left[place], a.out.Room[site]
	switch {
	case weight <= room+rounding*a.load.Capacity[site]:
		return weight
	case a.load.Split:
		return room
	}
	return 0
}

// open tells whether a site can take a place, or some of it.
func (a *assigner) open(place, site int32) bool {
	return a.fits(place, site) > 0 || a.left[place] == 0
}

// serve gives a place the site whose turn it is, if there is still room, and
// lines up what is left of it.
func (a *assigner) serve(turn Share) {
	place := turn.Place
	if a.open(place, turn.Site) {
		turn.Weight = a.fits(place, turn.Site)
		a.out.Shares = append(a.out.Shares, turn)
		a.out.Room[turn.Site] = max(0, a.out.Room[turn.Site]-turn.Weight)
		a.left[place] -= turn.Weight
		if a.left[place] <= 0 {
			return
		}
	}
	a.advance(place)
}

// advance lines a place up for its next site with room, or lists it as left.
func (a *assigner) advance(place int32) {
	known := a.near[place]
	for i, h := range known {
		if a.open(place, h.Site) {
			a.near[place] = known[i+1:]
			heap.Push(&a.turns, Share{Place: place, Hit: h})
			return
		}
	}
	a.near[place] = nil
	if h := a.find(place); h != miss {
		heap.Push(&a.turns, Share{Place: place, Hit: h})
		return
	}
	a.out.Left = append(a.out.Left, Share{Place: place, Hit: miss, Weight: a.left[place]})
}

// find searches from a place for the nearest site with room, further and
// further.
func (a *assigner) find(place int32) Hit {
	if !a.roomAnywhere(place) {
		return miss
	}
	if a.seek == nil {
		a.seek = a.around.gatherer()
	}
	const start = 1 << 18 // some minutes, or hundreds of metres
	for limit := uint64(start); ; limit *= 4 {
		limit = min(limit, a.around.limit)
		a.seek.gather(&a.ends.Places[place], limit)
		best := unreached
		for _, site := range a.seek.found {
			if l := (Hit{int32(site), a.seek.best[site]}).label(); l < best && a.open(place, int32(site)) {
				best = l
			}
		}
		if best != unreached || limit == a.around.limit {
			return best.hit()
		}
	}
}

// roomAnywhere tells whether a search can find a site with room: whether there
// is one in the place's part of the network.
func (a *assigner) roomAnywhere(place int32) bool {
	g := a.around.g
	part := func(l *network.Location) int32 {
		if len(g.Part) == 0 {
			return 0
		}
		return g.Part[g.Edges[l.Edge].From]
	}
	own := part(&a.ends.Places[place])
	for site := range a.ends.Sites {
		if a.open(place, int32(site)) && part(&a.ends.Sites[site]) == own {
			return true
		}
	}
	return false
}

// turns is a heap of places with the sites they would go to, by cost, place and
// site.
type turns []Share

func (t turns) Len() int      { return len(t) }
func (t turns) Swap(i, j int) { t[i], t[j] = t[j], t[i] }
func (t turns) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(t[i].Cost, t[j].Cost), cmp.Compare(t[i].Place, t[j].Place), cmp.Compare(t[i].Site, t[j].Site)) < 0
}

// Push and Pop are what container/heap asks for.
func (t *turns) Push(x any) { *t = append(*t, x.(Share)) }

// Pop takes the last.
func (t *turns) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}
