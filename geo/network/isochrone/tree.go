package isochrone

import (
	"context"

	"fugai/geo/network"
	"fugai/geo/network/paths"
)

// FromTree takes the costs of a search that [paths.Sweep] made over a graph from
// some sites, in one direction; its cutoff must be the highest threshold or more.
func FromTree(g *network.Graph, t *paths.Tree, sites []network.Location, d network.Direction) Costs {
	c := Costs{
		Node: make([]network.Cost, len(g.Nodes)), Site: make([]int32, len(g.Nodes)),
		Sites: sites, Direction: d,
	}
	for n := range g.Nodes {
		hit := t.Node(uint32(n))
		c.Node[n], c.Site[n] = hit.Cost, hit.Site
	}
	return c
}

// Each draws the ground around every site alone, which may overlap that of
// others, and calls yield with each in turn. There is one search and one
// [Ground.Around] a site. An error of yield ends it and is returned.
func (gr *Ground) Each(ctx context.Context, sites []network.Location, d network.Direction, thresholds []network.Cost, yield func(site int, c *Cover) error) error {
	if len(thresholds) == 0 {
		return errNoThresholds
	}
	o := paths.Options{Direction: d, Cutoff: thresholds[len(thresholds)-1]}
	for i := range sites {
		one := sites[i : i+1]
		tree, err := paths.Sweep(ctx, gr.g, one, o)
		if err != nil {
			return err
		}
		cover, err := gr.Around(ctx, FromTree(gr.g, tree, one, d), thresholds)
		if err != nil {
			return err
		}
		if err := yield(i, cover); err != nil {
			return err
		}
	}
	return nil
}
