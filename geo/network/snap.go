package network

import (
	"context"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"fugai/geo"

	"github.com/paulmach/orb"
)

// DefaultLimit is how far from a street a place may lie, metres, where
// [SnapOptions] do not say: a quarter of an hour's walk across fields.
const DefaultLimit = 1000

// SnapOptions say how places are put on a network. The zero value works.
type SnapOptions struct {
	Limit   float64 // metres to the street at most; 0 is DefaultLimit, negative is none
	Threads int     // goroutines that work, 0 for one a core
}

// MissReason is why a place was not put on the network.
type MissReason string

// The reasons.
const (
	BadPlace   MissReason = "not a place"  // NaN or out of range
	TooFar     MissReason = "too far"      // the nearest street is beyond the limit
	OnlyIsland MissReason = "only islands" // within the limit are only streets of parts below MinPart
	NoStreets  MissReason = "no streets"   // the network is empty
)

// Missed is a place that was not put on the network.
type Missed struct {
	Place  int
	Why    MissReason
	Metres float64 // to the nearest street, of an island for OnlyIsland; NaN where there is none
}

// Snap puts places on the network: each on the nearest point of a street,
// which is a point of an edge, not only a node. Distances are geodesic, and
// exact to a millimetre up to 10 km from the street. Streets that nobody
// starts from ([Edge.Through]) and islands (parts with less than MinPart metres
// of street) are passed over. Of streets at the same distance, as they are where the nearest
// point is a junction, one that is open both ways is taken if there is any,
// since from its end all others are reached, else the first.
//
// Both lists are in the order of the places and name them. The answers do not depend
// on the number of goroutines. The only error is that of ctx.
//
// The cost along a part of a segment is proportional and rounded to the unit,
// such that both parts of an edge add up to the edge.
func (g *Graph) Snap(ctx context.Context, places []orb.Point, o SnapOptions) ([]Location, []Missed, error) {
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	if o.Limit < 0 || math.IsNaN(o.Limit) {
		o.Limit = math.Inf(1)
	}
	g.snapping.once.Do(func() { g.snapping.make(g) })
	feet := make([]foot, len(places))
	if err := g.feet(ctx, places, feet, o); err != nil {
		return nil, nil, err
	}
	found := 0
	for i := range feet {
		if feet[i].why == "" {
			found++
		}
	}
	locations, missed := make([]Location, 0, found), make([]Missed, 0, len(places)-found)
	for i := range feet {
		if f := &feet[i]; f.why == "" {
			locations = append(locations, g.locate(i, f))
		} else {
			missed = append(missed, Missed{Place: i, Why: f.why, Metres: f.distance})
		}
	}
	return locations, missed, nil
}

// snapping holds the streets that places are put on.
type snapping struct {
	once    sync.Once
	main    pieces
	islands pieces
}

func (s *snapping) make(g *Graph) {
	island := func(e *Edge) bool {
		part := g.Part[e.From]
		return part > 0 && g.Parts[part].Length < g.MinPart
	}
	s.main = newPieces(g, func(e *Edge) bool { return !island(e) })
	s.islands = newPieces(g, island)
}

// snapPortion is how many places a goroutine takes at a time.
const snapPortion = 1024

// feet finds the nearest points, going through the places along the curve.
func (g *Graph) feet(ctx context.Context, places []orb.Point, feet []foot, o SnapOptions) error {
	order := placesInOrder(places)
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	work := func() {
		var q query
		for ctx.Err() == nil {
			first := int(next.Add(snapPortion)) - snapPortion
			if first >= len(order) {
				return
			}
			for _, k := range order[first:min(first+snapPortion, len(order))] {
				i := uint32(k)
				feet[i] = g.snapping.nearest(&q, places[i], o.Limit)
			}
		}
	}
	var wait sync.WaitGroup
	for range min(o.Threads, len(order)/snapPortion+1) {
		wait.Go(work)
	}
	wait.Wait()
	return ctx.Err()
}

// placesInOrder gives the numbers of the places along the curve, in the lower
// halves.
func placesInOrder(places []orb.Point) []uint64 {
	h := newHilbert(func(yield func(orb.Point) bool) {
		for _, p := range places {
			if geo.Valid(p) && !yield(p) {
				return
			}
		}
	})
	keys := make([]uint64, len(places))
	for i, p := range places {
		keys[i] = uint64(i)
		if geo.Valid(p) {
			keys[i] |= uint64(h.key(p)) << 32
		}
	}
	return sortKeys(keys)
}

// nearest is the foot of a place, or why there is none.
func (s *snapping) nearest(q *query, p orb.Point, limit float64) foot {
	if !geo.Valid(p) {
		return foot{why: BadPlace, distance: math.NaN()}
	}
	p[0] = geo.WrapLongitude(p[0])
	far := math.Nextafter(math.Inf(1), 0)
	limit = min(limit, far) // what is infinitely far is not found
	best := s.main.nearest(q, p, limit)
	if best.distance <= limit {
		return best
	}
	if island := s.islands.nearest(q, p, limit); island.distance <= limit {
		return foot{why: OnlyIsland, distance: island.distance}
	}
	for _, t := range [...]*pieces{&s.main, &s.islands} {
		if len(t.list) == 0 {
			continue
		}
		if best = t.nearest(q, p, tellReach); best.distance > tellReach {
			best.distance = t.distanceToBox(p)
		}
		return foot{why: TooFar, distance: best.distance}
	}
	return foot{why: NoStreets, distance: math.NaN()}
}

// tellReach, metres, is up to where the nearest street of a place beyond the
// limit is looked for. Farther off, bounds in degrees tell little and the search
// would measure every street: a file of another continent took minutes a place.
const tellReach = 100e3

// distanceToBox is about how far a place lies from the box around the pieces.
func (t *pieces) distanceToBox(p orb.Point) float64 {
	box := t.levels[len(t.levels)-1][0]
	best := math.Inf(1)
	for _, turn := range [...]float64{0, 360, -360} {
		at := orb.Point{min(max(p[0]+turn, box.Min[0]), box.Max[0]), min(max(p[1], box.Min[1]), box.Max[1])}
		at[0] = geo.WrapLongitude(at[0])
		best = min(best, float64(geo.Distance(p, at)))
	}
	return best
}

// locate makes the location of a foot.
func (g *Graph) locate(place int, f *foot) Location {
	e := &g.Edges[f.edge]
	l := Location{Edge: f.edge, Place: place, Point: f.point, Off: f.distance, OffCost: g.offCost(f.distance)}
	l.Ahead, l.AheadLeft = partial(g.Ahead, f, e.Ahead)
	l.Back, l.BackLeft = partial(g.Back, f, e.Back)
	return l
}

// partial splits the cost of an edge at a foot.
func partial(costs []Cost, f *foot, whole Cost) (done, left Cost) {
	if whole == Never {
		return Never, Never
	}
	done = costs[f.shape] + Cost(math.Round(f.along*float64(costs[f.shape+1]-costs[f.shape])))
	return done, whole - done
}

// offCost is what metres off the street take.
func (g *Graph) offCost(metres float64) Cost {
	pace := 1000.0
	if g.Unit == Milliseconds {
		pace = perMetre(g.Access)
	}
	return Cost(min(metres*pace+0.5, longest))
}
