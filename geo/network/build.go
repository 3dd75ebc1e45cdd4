package network

import (
	"context"
	"fmt"
)

// Build makes the network of a mode from roads. It does not change the roads.
// No street at all is not an error: the graph is empty. Errors come from
// the settings, from roads whose indices do not fit together, and from ctx.
//
// The time is linear in the number of points, and memory is about 150 bytes
// for each while it runs.
func Build(ctx context.Context, roads *Roads, s Settings) (*Graph, Report, error) {
	s, err := s.filled()
	if err != nil {
		return nil, Report{}, err
	}
	if err := roads.check(); err != nil {
		return nil, Report{}, err
	}
	report := Report{Ways: len(roads.Ways), Dead: roads.Dead, Turns: len(roads.Turns), Closed: map[Reason]int{}}
	if roads.Lines {
		roads = joined(roads, s, &report)
	}
	if err := ctx.Err(); err != nil {
		return nil, report, err
	}
	d := newDraft(roads, newRuler(s, roads.Lines), &report)
	vias := d.markVias()
	if err := d.addWays(ctx, vias); err != nil {
		return nil, report, err
	}
	d.merge()
	d.measureDegrees()
	b := newFolding(d, vias)
	g, err := b.fold(ctx)
	if err != nil {
		return nil, report, err
	}
	g.Mode, g.Unit, g.Access, g.MinPart = s.Mode, s.unit(), s.Access, s.MinPart
	if s.Mode == Drive && len(roads.Turns) > 0 {
		applyTurns(g, d, b)
	}
	g.makeArcs()
	g.makeParts(b.lengths)
	report.summarize(g, d)
	return g, report, ctx.Err()
}

// check looks whether indices stay inside.
func (r *Roads) check() error {
	if len(r.Points) > 1<<31-1 || len(r.Ways) > 1<<31-1 {
		return fmt.Errorf("network: %d points and %d ways are more than the 2,147,483,647 that fit", len(r.Points), len(r.Ways))
	}
	for i := range r.Ways {
		for _, n := range r.Ways[i].Nodes {
			if uint(n) >= uint(len(r.Points)) {
				return fmt.Errorf("network: way %d uses point %d of %d", r.Ways[i].ID, n, len(r.Points))
			}
		}
	}
	for i := range r.Nodes {
		if uint(r.Nodes[i].Node) >= uint(len(r.Points)) {
			return fmt.Errorf("network: tags are for point %d of %d", r.Nodes[i].Node, len(r.Points))
		}
	}
	for i := range r.Turns {
		if v := r.Turns[i].Via; v >= 0 && int(v) >= len(r.Points) {
			return fmt.Errorf("network: turn restriction %d is at point %d of %d", r.Turns[i].ID, v, len(r.Points))
		}
	}
	return nil
}

// summarize puts the figures of the finished graph in.
func (r *Report) summarize(g *Graph, d *draft) {
	r.Unknown, r.Unread = d.unknown.list(), d.unread.list()
	r.Nodes, r.Edges, r.Parts = len(g.Nodes), len(g.Edges), len(g.Parts)
	for i, p := range g.Parts {
		r.Length += p.Length
		if i > 0 && p.Length < g.MinPart {
			r.Islands++
			r.Lost += p.Length
		}
	}
	if len(g.Parts) > 0 {
		r.Largest = g.Parts[0]
	}
}
