package coverage

import (
	"fugai/datasets"
	"fugai/geo"
)

// Target is one pledge: what is counted, against what, by when. Exactly one of
// the rules is set.
type Target struct {
	ID       string
	Name     datasets.Text
	Source   string   // the document that pledges it
	Kinds    []string // taxonomy ids of the facilities that count
	By       datasets.Date
	Baseline *Baseline
	States   []datasets.State // that count; empty: every state in service
	ReportBy string           // level that units are shown by; empty: chosen by the rule
	Decimals int              // of the percentage, 0 to 6
	Filters  Filters

	Presence *PresenceRule
	Stock    *StockRule
	Flow     *FlowRule
	Graded   *GradedRule
	Reach    *ReachRule
	Ratio    *RatioRule
	Mandate  *MandateRule
}

// Type tells which rule is set.
func (t *Target) Type() TargetType {
	switch {
	case t.Presence != nil:
		return Presence
	case t.Stock != nil:
		return Stock
	case t.Flow != nil:
		return Flow
	case t.Graded != nil:
		return Graded
	case t.Reach != nil:
		return Reach
	case t.Ratio != nil:
		return Ratio
	}
	return Mandate
}

// Baseline is where the pace is measured from. Where Value is nil it is
// measured from the layers as of At.
type Baseline struct {
	At    datasets.Date
	Value *float64 // in the target's Measure
}

// Filters restrict what a target looks at. A nil function keeps all. The
// expressions are kept as written, for the report.
type Filters struct {
	Facility     func(*datasets.Facility) bool
	FacilityExpr string
	Area         func(*datasets.Area) bool
	AreaExpr     string
	Venue        func(*datasets.Candidate) bool
	VenueExpr    string
}

// PresenceRule asks each unit of a level for facilities.
type PresenceRule struct {
	Every   string  // level
	AtLeast int     // facilities in each unit, from 1
	Share   float64 // percent of the units pledged, 0 to 100; 0 only counts
	Grade   string  // lowest grade that counts, "" for any
}

// StockRule asks for a number of facilities in all.
type StockRule struct {
	AtLeast *float64 // nil: only counted
	Grade   string
}

// FlowRule asks for a number of facilities that took a step in a period.
type FlowRule struct {
	From, To datasets.Date
	Event    datasets.State
	AtLeast  *float64
	Grade    string
}

// GradedRule asks for units or facilities that hold a grade.
type GradedRule struct {
	OfUnits bool
	Level   string // of the units
	Grade   string // lowest grade that counts, "" for any
	Title   string // part of the title, "" for any
	Share   *float64
	AtLeast *float64 // instead of Share
}

// ReachRule asks for a share of a group within a distance or a time.
type ReachRule struct {
	Group  string
	Within []float64 // costs in the way's unit, ascending; Share is pledged for the last
	Share  float64   // percent; 0 only counts
	Way    *Way      // nil: a straight line, by Input.Travel
	// Capacity counts people only as far as facilities have places for them.
	Capacity bool
}

// RatioRule asks for capacity, or facilities, per 1,000 of a group.
type RatioRule struct {
	Group      string
	Facilities bool // count facilities instead of capacity
	AtLeast    *float64
}

// MandateRule asks every venue over a size for a facility.
type MandateRule struct {
	Within  geo.Meters // a facility this near counts as the venue's
	FloorM2 float64    // least floor area of the facility, 0 for any
	Share   float64    // percent
}
