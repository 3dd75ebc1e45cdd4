package travel

import (
	"context"

	"fugai/datasets/open"
	"fugai/geo/network"
	"fugai/geo/raster"
)

// maker makes networks of one file.
type maker struct {
	file    *open.RoadFile
	options *StreetOptions
	heights *raster.Grid // nil for none

	roads *network.Roads // once they were read
	read  open.RoadReport
}

// make takes the network of the options from the cache, or makes it.
func (m *maker) make(ctx context.Context, s *Streets) (err error) {
	o := m.options
	c := newCache(o, m.file.Input)
	if s.load(c) {
		return nil
	}
	if m.roads == nil {
		if m.roads, m.read, err = m.file.Roads(ctx); err != nil {
			return called(o.Called, err)
		}
		if err := checkClasses(o, m.roads); err != nil {
			return err
		}
	}
	s.Graph, s.Report, err = network.Build(ctx, m.roads, o.Settings)
	if err != nil {
		return settingsProblem(ctx, o.Called, err)
	}
	if err := heightsBroken(m.heights, o.Heights); err != nil {
		return err
	}
	s.Findings = append(m.read.Findings, reportFindings(o.Called, &s.Report, m.roads.Lines)...)
	if len(s.Graph.Edges) == 0 {
		return noStreets(o.Called, o.Settings.Mode, &s.Report, s.Findings)
	}
	s.Layer = m.read.Layer
	s.rename()
	c.save(s)
	return nil
}

// addPlain adds the network without the preference.
func (m *maker) addPlain(ctx context.Context, s *Streets) error {
	o := *m.options
	o.Settings.Prefer = ""
	m.options = &o
	p := &Streets{Inputs: s.Inputs}
	if err := m.make(ctx, p); err != nil {
		return err
	}
	s.plain = p.Graph
	return nil
}
