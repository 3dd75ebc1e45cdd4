package travel

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"fugai/geo"
	"fugai/geo/network"
	"fugai/geo/network/isochrone"
	"fugai/geo/network/paths"
)

// Sharing says whose the ground around several sites is.
type Sharing uint8

// How ground is shared.
const (
	Dissolved Sharing = iota // nobody's: within reach of any site
	ToNearest                // each piece is the nearest site's
	Overlaid                 // each site has all that it reaches, whoever else does
)

// Reach says what ground, or which streets, are asked for.
type Reach struct {
	Within  []float64 // seconds or metres, as the streets count
	Sharing Sharing
	Bands   bool // rings between one threshold and the next, not nested
}

// Ground is what is within a threshold.
type Ground struct {
	Threshold int // index in Isochrones.Within
	Site      int // in Places.List; -1 where ground is dissolved
	Shape     orb.MultiPolygon
	Area      geo.SquareMeters
}

// Isochrones are ground by thresholds, the highest first: drawn in this order
// the smaller lie on the larger.
type Isochrones struct {
	Within    []float64 // rising, each once
	Grounds   []Ground
	Tolerance float64 // metres that a border may be off
}

// Isochrones draws the ground within reach of sites. Without thresholds there is
// none.
func (s *Streets) Isochrones(ctx context.Context, sites *Put, r Reach) (*Isochrones, error) {
	out, costs := s.thresholds(r)
	if len(costs) == 0 {
		return out, nil
	}
	ground, err := isochrone.New(ctx, s.Graph, isochrone.Settings{Limit: s.Limit})
	if err != nil {
		return nil, err
	}
	if r.Sharing == Overlaid {
		err = ground.Each(ctx, sites.At, s.Direction, costs, func(site int, c *isochrone.Cover) error {
			for i := range costs {
				out.add(i, sites.At[site].Place, drawn(c, i, r.Bands))
			}
			out.Tolerance = max(out.Tolerance, c.Tolerance)
			return nil
		})
		out.sort()
		return out, err
	}
	from, err := s.sweep(ctx, sites, costs)
	if err != nil {
		return nil, err
	}
	draw := ground.Around
	if r.Sharing == ToNearest {
		draw = ground.Catchments
	}
	c, err := draw(ctx, from, costs)
	if err != nil {
		return nil, err
	}
	out.Tolerance = c.Tolerance
	for i := range costs {
		if r.Sharing == Dissolved {
			out.add(i, -1, drawn(c, i, r.Bands))
			continue
		}
		for site, shape := range drawnSites(c, i, r.Bands) {
			out.add(i, sites.At[site].Place, shape)
		}
	}
	out.sort()
	return out, nil
}

// thresholds gives the limits, rising and each once, also as the graph counts.
func (s *Streets) thresholds(r Reach) (*Isochrones, []network.Cost) {
	within := slices.Clone(r.Within)
	slices.Sort(within)
	out := &Isochrones{}
	var costs []network.Cost
	for _, w := range within {
		if c := ToCost(w); len(costs) == 0 || c > costs[len(costs)-1] {
			out.Within, costs = append(out.Within, w), append(costs, c)
		}
	}
	return out, costs
}

func (s *Streets) sweep(ctx context.Context, sites *Put, within []network.Cost) (isochrone.Costs, error) {
	tree, err := paths.Sweep(ctx, s.Graph, sites.At, paths.Options{Direction: s.Direction, Cutoff: within[len(within)-1]})
	if err != nil {
		return isochrone.Costs{}, err
	}
	return isochrone.FromTree(s.Graph, tree, sites.At, s.Direction), nil
}

func drawn(c *isochrone.Cover, threshold int, bands bool) orb.MultiPolygon {
	if bands {
		return c.Band(threshold)
	}
	return c.Within(threshold)
}

func drawnSites(c *isochrone.Cover, threshold int, bands bool) []orb.MultiPolygon {
	if bands {
		return c.SiteBands(threshold)
	}
	return c.Sites(threshold)
}

// add keeps ground that there is.
func (o *Isochrones) add(threshold, site int, shape orb.MultiPolygon) {
	if len(shape) > 0 {
		o.Grounds = append(o.Grounds, Ground{threshold, site, shape, geo.Area(shape)})
	}
}

func (o *Isochrones) sort() {
	slices.SortStableFunc(o.Grounds, func(a, b Ground) int {
		if a.Threshold != b.Threshold {
			return b.Threshold - a.Threshold
		}
		return a.Site - b.Site
	})
}

// Stretch is a piece of street that is reached.
type Stretch struct {
	Threshold   int // index in the thresholds
	Site        int // in Places.List; -1 where sites are not told apart
	Way         int64
	Line        orb.LineString
	Least, Most float64 // seconds or metres
}

// Reached lists the pieces of street within reach of sites, and the thresholds,
// rising and each once. Overlaid sites are taken as ToNearest.
func (s *Streets) Reached(ctx context.Context, sites *Put, r Reach) ([]Stretch, []float64, error) {
	out, costs := s.thresholds(r)
	if len(costs) == 0 {
		return nil, nil, nil
	}
	ground, err := isochrone.New(ctx, s.Graph, isochrone.Settings{Limit: s.Limit})
	if err != nil {
		return nil, nil, err
	}
	from, err := s.sweep(ctx, sites, costs)
	if err != nil {
		return nil, nil, err
	}
	streets, err := ground.Streets(ctx, from, costs, r.Sharing != Dissolved)
	if err != nil {
		return nil, nil, err
	}
	list := make([]Stretch, len(streets))
	for i, t := range streets {
		site := -1
		if t.Site >= 0 {
			site = sites.At[t.Site].Place
		}
		list[i] = Stretch{t.Band, site, t.Way, t.Line, t.Least / perUnit, t.Most / perUnit}
	}
	return list, out.Within, nil
}
