package study

import (
	"context"
	"slices"

	"fugai/coverage"
	"fugai/coverage/spread"
	"fugai/datasets"
)

// areaDemand takes the weights of a level's own units, each at a point inside
// its unit, or spread over it.
func (s *Study) areaDemand(ctx context.Context, l *loaded, e *demandEntry, level string, read readFunc) error {
	units := areasOf(l.areas, level)
	if e.Where.set() {
		var err error
		if units, err = keep(s, l, datasets.RoleAreas, e.Where, units, areaEnv); err != nil {
			return err
		}
	}
	demand := make([]datasets.Demand, 0, len(units))
	for i := range units {
		a := &units[i]
		d := datasets.Demand{ID: a.ID, Name: a.Name, Area: a.ID, Attrs: a.Attrs, Source: a.Source}
		if a.Center != nil {
			p := *a.Center
			d.Point = &p
		}
		weights := map[string]float64{}
		for g := range e.Weights {
			if v, ok := a.Weights[g]; ok {
				weights[g] = v
			}
		}
		d.Weights = datasets.NewWeights(weights)
		demand = append(demand, d)
	}
	if e.Spread == nil {
		l.demand.Append(datasets.NewDemandList(demand))
		return nil
	}
	whole := make([]spread.Unit, len(units))
	for i := range units {
		whole[i] = spread.Unit{Demand: demand[i], Geometry: units[i].Geometry}
	}
	parts, err := s.spread(ctx, l, e.Spread, whole, read)
	l.demand.Append(parts)
	return err
}

// levelWeights gathers the columns that demand entries take from a level's
// own units.
func (s *Study) levelWeights(level string) map[string]string {
	out := map[string]string{}
	for i := range s.cfg.Demand {
		e := &s.cfg.Demand[i]
		if id, ok := s.tax.Level(e.From.text); !ok || id != level {
			continue
		}
		for g, col := range e.Weights {
			out[g] = col.text
		}
	}
	return out
}

// isLevel tells whether a demand entry names a level of the study instead of
// a file.
func (s *Study) isLevel(l *loaded, e *demandEntry) (string, bool) {
	level, ok := s.tax.Level(e.From.text)
	return level, ok && slices.ContainsFunc(l.levels, func(c coverage.LevelCount) bool { return c.Level == level })
}

func areasOf(areas []datasets.Area, level string) []datasets.Area {
	var out []datasets.Area
	for i := range areas {
		if areas[i].Level == level {
			out = append(out, areas[i])
		}
	}
	return out
}
