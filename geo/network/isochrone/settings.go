package isochrone

import (
	"fmt"
	"math"

	"fugai/geo/network"
)

// Defaults of [Settings].
const (
	defaultCell = 10 // metres
	// defaultMostBorder bounds the pieces of border held at a time: 24 bytes each,
	// and about five times that while they are linked.
	defaultMostBorder = 8 << 20
)

// Settings say how ground beside the streets counts and how finely it is drawn.
// The zero value works.
type Settings struct {
	// Limit is how many metres off the streets a place may lie; it should be
	// that of [network.SnapOptions]. 0 is [network.DefaultLimit].
	Limit float64
	// Cell is the side of the cells, in metres, that the border is followed in:
	// ground narrower than about 1.5 cells may be missed. 0 is 10. It is doubled
	// where a result would take more than about 1 GB, or the graph would have more
	// than four million cells across: [Cover.Cell] tells.
	Cell float64
	// Simplify is how many metres corners may be cut by. 0 is a quarter of the
	// cell, a negative value is none.
	Simplify float64
	// MinHole is the size, in square metres, below which ground that is only
	// worse reached than everything around it is taken as reached like most of
	// what is around it. 0 is four cells, a negative value is none.
	MinHole float64
}

// complete fills in the defaults.
func (s Settings) complete() (Settings, error) {
	for _, v := range [...]struct {
		name  string
		value float64
	}{{"limit", s.Limit}, {"cell", s.Cell}, {"simplify", s.Simplify}, {"minimum hole", s.MinHole}} {
		if math.IsNaN(v.value) || math.IsInf(v.value, 0) {
			return s, fmt.Errorf("isochrone: the %s is no number", v.name)
		}
	}
	if s.Limit < 0 || s.Cell < 0 {
		return s, fmt.Errorf("isochrone: limit %v m or cell %v m is below 0", s.Limit, s.Cell)
	}
	s.Limit = orDefault(s.Limit, network.DefaultLimit)
	s.Cell = orDefault(s.Cell, defaultCell)
	return s, nil
}

// orDefault is a setting, where 0 stands for the default and less for 0.
func orDefault(value, standard float64) float64 {
	if value == 0 {
		return standard
	}
	return max(0, value)
}

// paceOf is what a metre off the streets costs, in units of the graph, as
// [network.Graph.Snap] has it.
func paceOf(g *network.Graph) float64 {
	const msPerHourByKM = 3600 // milliseconds a metre at 1 km/h
	switch {
	case g.Unit == network.Millimeters:
		return 1000
	case g.Access > 0:
		return msPerHourByKM / g.Access
	}
	return msPerHourByKM / network.AdultWalk
}
