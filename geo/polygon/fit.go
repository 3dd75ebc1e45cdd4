package polygon

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"fugai/geo"
)

// ErrIntricate is returned where sides cross more often than can be told apart.
var ErrIntricate = errors.New("polygon: the borders are too intricate to lay over each other")

// Overlap is the ground that two units have in common.
type Overlap struct {
	A, B   int // index of the units, A < B
	Region orb.MultiPolygon
	Area   geo.SquareMeters
	Width  geo.Meters // see [Width]
}

// Gap is ground that no unit covers, in one piece.
type Gap struct {
	Neighbours []int // index of the units along its border, in order
	Within     int   // index of the geometry around it, -1 where none was given
	Region     orb.MultiPolygon
	Area       geo.SquareMeters
	Width      geo.Meters // see [Width]
}

// Fit says how the units of a map fit together.
type Fit struct {
	Overlaps []Overlap // by A and B
	Gaps     []Gap
}

// Fits tells where units overlap and where they leave ground uncovered. Units
// are polygons in longitude and latitude as [Repair] leaves them; nil and other
// geometries cover nothing. within, such as the units of the level above, says
// what ground the units should cover: gaps are what is left of it. Without it
// gaps are what the units enclose altogether; ground between units that is open
// to the outside is then none.
//
// All borders are laid over each other at once, exactly but for new corners,
// which are rounded to 1e-9 degrees; areas are geodesic. Borders drawn twice
// leave slivers, which are listed like everything else: their Width tells them
// from what matters. The order and the answer do not depend on the number of
// cores. O(n log n) for n corners, of which those on borders that two units
// share corner by corner cost little. The error is ctx's, or [ErrIntricate].
func Fits(ctx context.Context, units, within []orb.Geometry) (Fit, error) {
	segs, err := outlines(ctx, units, within)
	if err != nil {
		return Fit{}, err
	}
	segs, ok := node(segs)
	if !ok {
		return Fit{}, ErrIntricate
	}
	g := arrange(segs)
	if err := ctx.Err(); err != nil {
		return Fit{}, err
	}
	fit := Fit{}
	doubled := g.region(func(w winding) bool { return w[0] > 1 })
	if fit.Overlaps, err = overlaps(ctx, units, doubled); err != nil {
		return Fit{}, err
	}
	bare := g.region(func(w winding) bool { return w[0] <= 0 && (len(within) == 0 || w[1] > 0) })
	fit.Gaps, err = gaps(ctx, bare, segs, within)
	return fit, err
}

// Overlaps lists the pairs of units that overlap: see [Fits].
func Overlaps(ctx context.Context, units []orb.Geometry) ([]Overlap, error) {
	fit, err := Fits(ctx, units, nil)
	return fit.Overlaps, err
}

// Gaps lists the ground that units enclose and none of them covers: see [Fits].
func Gaps(ctx context.Context, units []orb.Geometry) ([]Gap, error) {
	fit, err := Fits(ctx, units, nil)
	return fit.Gaps, err
}

// boxes finds geometries by their bounds.
type boxes struct {
	bounds []orb.Bound
	tree   rtree.RTreeG[int]
}

func newBoxes(geoms []orb.Geometry) *boxes {
	b := &boxes{bounds: make([]orb.Bound, len(geoms))}
	for i, g := range geoms {
		if g == nil {
			continue
		}
		b.bounds[i] = g.Bound()
		if !b.bounds[i].IsEmpty() {
			b.tree.Insert(b.bounds[i].Min, b.bounds[i].Max, i)
		}
	}
	return b
}

// meeting lists the geometries whose bounds meet a window, in order.
func (b *boxes) meeting(window orb.Bound) []int {
	var out []int
	b.tree.Search(window.Min, window.Max, func(_, _ [2]float64, i int) bool {
		out = append(out, i)
		return true
	})
	slices.Sort(out)
	return out
}

// pairOf is two units and a window that holds all they have in common.
type pairOf struct {
	a, b   int
	window orb.Bound
}

// overlaps finds which units make up the ground that is covered twice.
func overlaps(ctx context.Context, units []orb.Geometry, doubled orb.MultiPolygon) ([]Overlap, error) {
	if len(doubled) == 0 {
		return nil, nil
	}
	at := newBoxes(units)
	index := map[[2]int]int{}
	var pairs []pairOf
	for _, p := range doubled {
		ground := p.Bound()
		for _, a := range at.meeting(ground) {
			for _, b := range at.meeting(meeting(at.bounds[a], ground)) {
				if b <= a {
					continue
				}
				window := meeting(meeting(at.bounds[a], at.bounds[b]), ground)
				if k, known := index[[2]int{a, b}]; known {
					pairs[k].window = pairs[k].window.Union(window)
					continue
				}
				index[[2]int{a, b}] = len(pairs)
				pairs = append(pairs, pairOf{a, b, window})
			}
		}
	}
	slices.SortFunc(pairs, func(p, q pairOf) int { return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)) })
	found := make([]Overlap, len(pairs))
	err := onAllCores(ctx, len(pairs), func(k int) error {
		p := pairs[k]
		region, ok := twice(units[p.a], units[p.b], p.window)
		if !ok {
			return ErrIntricate
		}
		found[k] = Overlap{A: p.a, B: p.b}
		found[k].Region, found[k].Area, found[k].Width = ground(region)
		return nil
	})
	return slices.DeleteFunc(found, func(o Overlap) bool { return len(o.Region) == 0 }), err
}

// twice gives what two units have in common within a window. It is common, in
// one layer, where the borders that they share cancel.
func twice(a, b orb.Geometry, window orb.Bound) (orb.MultiPolygon, bool) {
	segs, ok := node(sides(sides(nil, a, &window, 0), b, &window, 0))
	if !ok {
		return nil, false
	}
	return inWindow(arrange(segs).region(func(w winding) bool { return w[0] > 1 }), window), true
}

// onAllCores does n pieces of work, each apart from the others, and gives the
// error of the first of them.
func onAllCores(ctx context.Context, n int, do func(k int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for k := int(next.Add(1)) - 1; k < n && ctx.Err() == nil; k = int(next.Add(1)) - 1 {
				errs[k] = do(k)
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// gaps finds what lies around bare ground: the units along it and the geometry
// that it belongs to.
func gaps(ctx context.Context, bare orb.MultiPolygon, segs []segment, around []orb.Geometry) ([]Gap, error) {
	if len(bare) == 0 {
		return nil, nil
	}
	neighbours := along(bare, segs)
	at := newBoxes(around)
	parts := make([][]Gap, len(bare))
	err := onAllCores(ctx, len(bare), func(k int) error {
		whole := orb.MultiPolygon{bare[k]}
		window := whole.Bound()
		holders := at.meeting(window)
		if len(holders) <= 1 {
			parts[k] = appendGap(nil, whole, neighbours[k], append(holders, -1)[0])
			return nil
		}
		for _, h := range holders {
			part, ok := common(whole, around[h], window)
			if !ok {
				return ErrIntricate
			}
			parts[k] = appendGap(parts[k], part, neighbours[k], h)
		}
		return nil
	})
	return slices.Concat(parts...), err
}

func appendGap(gaps []Gap, region orb.MultiPolygon, neighbours []int, within int) []Gap {
	g := Gap{Neighbours: neighbours, Within: within}
	if g.Region, g.Area, g.Width = ground(region); len(g.Region) == 0 {
		return gaps
	}
	return append(gaps, g)
}

// along lists the units that have a side on the border of each polygon.
func along(bare orb.MultiPolygon, segs []segment) [][]int {
	index := map[[2]orb.Point]int{}
	for k, p := range bare {
		for _, r := range p {
			for i := 1; i < len(r); i++ {
				index[inOrder(r[i-1], r[i])] = k
			}
		}
	}
	out := make([][]int, len(bare))
	for i := range segs {
		if segs[i].layer != 0 {
			continue
		}
		if k, borders := index[inOrder(segs[i].a, segs[i].b)]; borders {
			out[k] = append(out[k], int(segs[i].source))
		}
	}
	for k := range out {
		slices.Sort(out[k])
		out[k] = slices.Compact(out[k])
	}
	return out
}

// inOrder gives two points by longitude, then latitude.
func inOrder(p, q orb.Point) [2]orb.Point {
	if q[0] < p[0] || q[0] == p[0] && q[1] < p[1] {
		return [2]orb.Point{q, p}
	}
	return [2]orb.Point{p, q}
}
