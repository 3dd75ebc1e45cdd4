package coverage

import (
	"context"

	"github.com/paulmach/orb"

	"fugai/datasets"
	"fugai/geo"
)

// Input is all that [Evaluate] looks at. Areas, facilities, demand and venues
// must be linked: Area and Parent hold IDs of Areas, and be sorted by ID
// (areas: highest level first).
type Input struct {
	Title      datasets.Text
	Made       bool
	Notes      []datasets.Text
	AsOf       datasets.Date
	Levels     []LevelCount // highest first; Count is filled by Evaluate
	Areas      []datasets.Area
	Facilities []datasets.Facility
	Demand     datasets.DemandList
	Venues     []datasets.Candidate
	Kinds      []string // kinds that some layer was meant to hold, even if it holds none
	Taxonomy   *datasets.Taxonomy
	// Spread tells that demand is the parts of units, so that what a reach target
	// misses is summed by unit instead of naming every part.
	Spread  bool
	Quality datasets.Quality
	Assumed []datasets.Text
	Travel  Travel
	// CompareWithin is the distance at which presence targets are set beside
	// reach; 0 switches it off.
	CompareWithin geo.Meters
}

// Travel fills costs between places: straight lines, a road network, or a
// table that the user brings.
type Travel interface {
	// Costs gives the cost from each place in from to each in to, as far as it
	// is at most cutoff in the travel's own unit.
	Costs(ctx context.Context, from, to []orb.Point, cutoff float64) (*Costs, error)
	// Unit is m or s.
	Unit() string
}
