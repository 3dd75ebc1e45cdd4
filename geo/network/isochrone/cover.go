package isochrone

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"fugai/geo/network"
)

// Cover is the ground within some thresholds, as one set of borders: polygons
// made of it nest, and neighbours share every corner.
type Cover struct {
	Thresholds []network.Cost // rising
	// Cell is the side, in metres, of the cells the border was followed in: that
	// of the settings or, where that was too fine, a multiple.
	Cell float64
	// Tolerance, in metres, is how far the border drawn may be from the true one:
	// a place is on the right side if all ground so near it is.
	Tolerance float64

	f     *frame
	arcs  []arc
	split bool
	sites int
}

// Around draws the ground within each of the thresholds, which must rise,
// whichever site it is reached from.
func (gr *Ground) Around(ctx context.Context, c Costs, thresholds []network.Cost) (*Cover, error) {
	return gr.cover(ctx, c, thresholds, false)
}

// Catchments draws the ground within each of the thresholds, which must rise,
// with borders between the ground of different sites, each having what is
// nearest to it.
func (gr *Ground) Catchments(ctx context.Context, c Costs, thresholds []network.Cost) (*Cover, error) {
	return gr.cover(ctx, c, thresholds, true)
}

func (gr *Ground) cover(ctx context.Context, c Costs, thresholds []network.Cost, split bool) (*Cover, error) {
	s, err := gr.survey(&c, thresholds, split)
	if err != nil {
		return nil, err
	}
	tiles := s.tiles()
	borders, err := s.borders(ctx, tiles)
	for errors.Is(err, errTooMany) && s.leaf < cellsPerTile {
		s.leaf *= 2
		borders, err = s.borders(ctx, tiles)
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(borders, func(a, b border) int {
		switch {
		case a.from < b.from:
			return -1
		case a.from > b.from:
			return 1
		case a.to < b.to:
			return -1
		case a.to > b.to:
			return 1
		}
		return 0
	})
	return s.finish(borders, thresholds), ctx.Err()
}

// survey checks a question.
func (gr *Ground) survey(c *Costs, thresholds []network.Cost, split bool) (*survey, error) {
	if len(thresholds) == 0 {
		return nil, errNoThresholds
	}
	for i, t := range thresholds {
		if i > 0 && t <= thresholds[i-1] || t == network.Never {
			return nil, fmt.Errorf("isochrone: threshold %d (%d) does not rise", i, t)
		}
	}
	if err := c.check(gr.g); err != nil {
		return nil, err
	}
	if len(c.Sites) > math.MaxInt32/len(thresholds) {
		return nil, fmt.Errorf("isochrone: %d sites with %d thresholds are too many", len(c.Sites), len(thresholds))
	}
	return &survey{
		Ground: gr, c: c, thresholds: costsOf(thresholds), split: split,
		sited: withSites(&gr.f, gr.g, c), leaf: 1,
	}, nil
}

// errNoThresholds is returned where nothing is asked for.
var errNoThresholds = errors.New("isochrone: no thresholds")

// errTooMany asks for larger cells.
var errTooMany = errors.New("isochrone: the borders take more memory than allowed")

// borders goes through the tiles on all cores.
func (s *survey) borders(ctx context.Context, tiles []uint64) ([]border, error) {
	workers := make([]surveyor, max(1, min(runtime.GOMAXPROCS(0), len(tiles)/4)))
	var next, found atomic.Int64
	var wait sync.WaitGroup
	for i := range workers {
		w := &workers[i]
		w.survey, w.seen = s, make([]uint32, len(s.g.Shape))
		wait.Go(func() {
			for n := next.Add(1) - 1; n < int64(len(tiles)); n = next.Add(1) - 1 {
				before := len(w.borders)
				w.tile(tiles[n])
				if found.Add(int64(len(w.borders)-before)) > s.mostBorder || ctx.Err() != nil {
					return
				}
			}
		})
	}
	wait.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if found.Load() > s.mostBorder && s.leaf < cellsPerTile {
		return nil, errTooMany
	}
	all := workers[0].borders
	for i := range workers[1:] {
		all = append(all, workers[i+1].borders...)
	}
	return all, nil
}

// finish makes a cover of sorted pieces of border.
func (s *survey) finish(borders []border, thresholds []network.Cost) *Cover {
	cell := s.f.cell * float64(s.leaf)
	simplify, hole := s.s.Simplify*float64(s.leaf), s.s.MinHole*float64(s.leaf*s.leaf)
	corners := make([]vertex, 0, len(borders))
	for i := range borders {
		if i == 0 || borders[i].from != borders[i-1].from {
			corners = append(corners, borders[i].from)
		}
	}
	sites := len(s.c.Sites)
	if s.c.Site == nil {
		sites = max(1, sites)
	}
	perTick := s.f.cell / ticksPerCell
	arcs := closeHoles(link(borders, ticksPerCell*s.leaf), len(thresholds), hole/(perTick*perTick))
	if simplify > 0 {
		(&simplifier{tolerance: simplify, corners: corners, scale: s.f.scale}).simplify(arcs)
	}
	return &Cover{
		Thresholds: slices.Clone(thresholds),
		Cell:       cell,
		Tolerance:  math.Sqrt2*cell + simplify + math.Sqrt(hole/math.Pi),
		f:          &s.f,
		arcs:       arcs,
		split:      s.split,
		sites:      sites,
	}
}
