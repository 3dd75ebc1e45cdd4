package coverage

import (
	"github.com/paulmach/orb"

	"fugai/datasets"
)

// SchemaID names the version of the JSON form of a Result. It changes when a
// field is removed or changes its meaning; new fields may come without it.
const SchemaID = "fugai.result/1"

// Result is everything that one run found. All outputs are views of it. It
// holds nothing that may differ between two runs on the same input.
type Result struct {
	Schema     string               `json:"schema"` // SchemaID
	Title      datasets.Text        `json:"title"`
	Made       bool                 `json:"made"`           // geometry and populations are invented: every view says so
	Notes      []datasets.Text      `json:"notes"`          // sources and remarks of the study
	AsOf       datasets.Date        `json:"as_of,omitzero"` // zero: a question about files that names no date
	Levels     []LevelCount         `json:"levels"`
	Kinds      []KindCount          `json:"kinds"`
	Groups     []GroupSum           `json:"groups"`
	Areas      []datasets.Area      `json:"areas"`             // all levels, highest first, then by ID
	Facilities []Facility           `json:"facilities"`        // by ID
	Demand     datasets.DemandList  `json:"demand"`            // by ID
	Venues     []datasets.Candidate `json:"venues"`            // by ID
	Targets    []Ledger             `json:"targets"`           // in the order of the study
	Sitings    []Siting             `json:"sitings,omitempty"` // in the order of the study
	Quality    datasets.Quality     `json:"quality"`
	Assumed    []datasets.Text      `json:"assumed"` // what was taken for granted, one sentence each
	Labels     Labels               `json:"labels"`
}

// Labels gives the words for every taxonomy id that occurs in a result.
type Labels struct {
	Kinds   map[string]datasets.Text `json:"kinds"`
	Levels  map[string]datasets.Text `json:"levels"`
	Grades  map[string]datasets.Text `json:"grades"`
	States  map[string]datasets.Text `json:"states"`
	Domains map[string]datasets.Text `json:"domains"`
	Funds   map[string]datasets.Text `json:"funds"`
	Groups  map[string]datasets.Text `json:"groups"`
}

// LevelCount is the number of units of a level, and what the study expects.
type LevelCount struct {
	Level  string `json:"level"`
	Count  int    `json:"count"`
	Expect int    `json:"expect,omitempty"` // 0: nothing was expected
}

// KindCount is the stock of one kind as of the result's date.
type KindCount struct {
	Kind      string         `json:"kind"`
	Total     int            `json:"total"`      // all records of the kind
	InService int            `json:"in_service"` // open and every later step but closed
	ByState   map[string]int `json:"by_state"`   // "" counts those whose life has not begun by the date
	OnMap     int            `json:"on_map"`     // with coordinates of their own
}

// GroupSum is the people of one group over all demand.
type GroupSum struct {
	Group  string  `json:"group"`
	People float64 `json:"people"`
}

// Facility is a facility with its state as of the result's date.
type Facility struct {
	datasets.Facility
	State     datasets.State `json:"state"` // "" where the life has not begun by the date
	InService bool           `json:"in_service"`
}

// TargetType says what a target measures.
type TargetType string

// The types of targets.
const (
	Presence TargetType = "presence" // each unit of a level has n facilities
	Stock    TargetType = "stock"    // n facilities in all
	Flow     TargetType = "flow"     // n facilities reached a state in a period
	Graded   TargetType = "graded"   // units or facilities holding a grade
	Reach    TargetType = "reach"    // share of a group within a distance
	Ratio    TargetType = "ratio"    // capacity or facilities per 1,000 of a group
	Mandate  TargetType = "mandate"  // every venue over a size has one
)

// TargetTypes lists them in the order of the design.
var TargetTypes = [...]TargetType{Presence, Stock, Flow, Graded, Reach, Ratio, Mandate}

// Status is where a target stands as of the date.
type Status string

// Statuses. A target whose goal is reached is met, before or after its
// deadline. One that is not is missed once the deadline has passed; before,
// it is on track if the pace so far reaches the goal in time, else behind. A
// target without a goal is only counted. NotMeasurable: there is no value, or
// there is one but no earlier one to judge the pace by; Why says which.
const (
	Met           Status = "met"
	OnTrack       Status = "on_track"
	Behind        Status = "behind"
	Missed        Status = "missed"
	Counted       Status = "counted"
	NotMeasurable Status = "not_measurable"
)

// Statuses lists them, best first.
var Statuses = [...]Status{Met, OnTrack, Behind, Missed, Counted, NotMeasurable}

// Measure is the unit of a target's value and goal.
type Measure string

// The units of values and goals.
const (
	Percent     Measure = "percent"      // 0 to 100
	Count       Measure = "count"        // facilities or units
	PerThousand Measure = "per_thousand" // places (or facilities) per 1,000 people
)

// Ledger is the account of one target: what was pledged, what is there, what
// is missing, and how fast it must come.
type Ledger struct {
	ID      string        `json:"id"`
	Name    datasets.Text `json:"name"`
	Source  string        `json:"source,omitempty"` // the document that pledges it, as the study cites it
	Type    TargetType    `json:"type"`
	Kinds   []string      `json:"kinds"`
	Level   string        `json:"level,omitempty"` // of the units that are judged (presence, graded units) or reported by (reach, ratio, stock…)
	Group   string        `json:"group,omitempty"` // of the people (reach, ratio)
	Filters []Filter      `json:"filters"`
	Rule    datasets.Text `json:"rule"` // what is counted, one sentence

	// Value is compared with Goal; both are in Measure. For percent targets
	// Value is 100 × Numerator / Denominator, unrounded.
	Measure     Measure       `json:"measure"`
	Measured    bool          `json:"measured"` // false: there is no value, Why says what is lacking
	Numerator   float64       `json:"numerator"`
	Denominator float64       `json:"denominator"`    // the goal for counts with one, else 0
	NumWord     datasets.Text `json:"numerator_of"`   // what the numerator counts: 有阅读设施的街道
	DenWord     datasets.Text `json:"denominator_of"` // what the denominator counts: 全部街道
	Value       float64       `json:"value"`
	Percent     *float64      `json:"percent"`  // rounded as Rounding says; null where there is no share
	Decimals    int           `json:"decimals"` // of Percent
	Rounding    datasets.Text `json:"rounding"`
	Goal        *float64      `json:"goal"` // null: only counted

	By       datasets.Date `json:"by"` // deadline, "" where there is none
	Baseline *Point        `json:"baseline"`
	Status   Status        `json:"status"`
	Why      datasets.Text `json:"why"` // one sentence on the status
	Pace     *Pace         `json:"pace"`
	Sites    *SitesNeeded  `json:"sites_needed"` // null where the goal is met or absent

	Missing    []Gap           `json:"missing"`       // units, venues or demand that the target misses, worst first
	Units      []UnitRow       `json:"units"`         // every unit of Level, by ID
	Way        *Way            `json:"way,omitempty"` // reach: how costs are counted
	Thresholds []Threshold     `json:"thresholds,omitempty"`
	Streets    []Street        `json:"-"` // reach along streets: the pieces within the last threshold
	OffStreet  *OffStreet      `json:"off_street,omitempty"`
	Points     PointRows       `json:"points,omitzero"`      // reach: each demand point's nearest site
	Catchments *Catchments     `json:"catchments,omitempty"` // reach with capacities: who goes where
	Series     []Point         `json:"series"`               // value over time, year ends and the as-of date
	Splits     []Split         `json:"splits,omitempty"`
	Beside     *Beside         `json:"beside,omitempty"`
	Counted    []string        `json:"counted"` // IDs of the facilities (or graded units) in the numerator, or serving
	Notes      []datasets.Text `json:"notes,omitempty"`
}

// Filter is a filter expression of the study and what it applies to.
type Filter struct {
	Of   string `json:"of"` // units, facilities, demand, venues
	Expr string `json:"expr"`
	Kept int    `json:"kept"`
	From int    `json:"from"`
}

// Point is a value at a date.
type Point struct {
	At          datasets.Date `json:"at"`
	Numerator   float64       `json:"numerator"`
	Denominator float64       `json:"denominator"`
	Value       float64       `json:"value"` // in the ledger's Measure
}

// Pace compares the speed so far with the speed that the deadline needs, both
// in Measure units a year (percentage points, facilities, places).
type Pace struct {
	From   datasets.Date `json:"from"`    // where SoFar is measured from
	SoFar  *float64      `json:"so_far"`  // null: no earlier value is known
	Needed *float64      `json:"needed"`  // null: no deadline, or it has passed
	Reach  datasets.Date `json:"reached"` // when the goal is reached at this pace, "" if never
}

// SitesNeeded is the least number of further sites that would close the gap.
// Where it is not known exactly, it lies between Least and Most.
type SitesNeeded struct {
	Least int           `json:"least"`
	Most  int           `json:"most"`
	How   datasets.Text `json:"how"`
}

// Gap is something a target misses, with the least that would close it.
type Gap struct {
	Kind    string   `json:"kind"` // unit, venue, demand, facility
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Code    string   `json:"code,omitempty"`
	Parent  string   `json:"parent,omitempty"`    // name of the unit above
	People  float64  `json:"people,omitempty"`    // of the target's group (or of all people) concerned
	Nearest *float64 `json:"nearest_m,omitempty"` // metres to the nearest facility that counts
	// Cost is that to the nearest facility by the way of a reach target, where it
	// is not a straight line, in the way's unit; absent where no way leads to one.
	Cost *float64      `json:"nearest_cost,omitempty"`
	Need float64       `json:"need"` // sites, places or grades still missing here
	Text datasets.Text `json:"text"` // what would close it
}

// UnitRow is one unit's part in a target.
type UnitRow struct {
	Area    string   `json:"area"`   // ID
	Judged  bool     `json:"judged"` // false: outside the filter, or not measurable
	Met     bool     `json:"met"`
	Count   int      `json:"count"`            // facilities counted in it
	Need    int      `json:"need,omitempty"`   // facilities still missing
	Grade   string   `json:"grade,omitempty"`  // highest grade held (graded)
	Value   *float64 `json:"value,omitempty"`  // in the ledger's Measure (reach, ratio)
	People  float64  `json:"people,omitempty"` // of the group
	Served  float64  `json:"served,omitempty"` // of them within the (first) threshold
	Nearest *float64 `json:"nearest_m,omitempty"`
	Cost    *float64 `json:"nearest_cost,omitempty"` // from its centre, as that of a Gap
}

// Threshold is the outcome of a reach target at one distance or time.
type Threshold struct {
	Within      float64  `json:"within"` // in Unit
	Unit        string   `json:"unit"`   // m or s
	Numerator   float64  `json:"numerator"`
	Denominator float64  `json:"denominator"`
	Value       float64  `json:"value"` // percent
	Goal        *float64 `json:"goal"`  // the pledged share, on the threshold it is pledged for
	// AreaKM2 is the ground within it of any facility that counts, along streets;
	// 0 where it was not drawn.
	AreaKM2 float64          `json:"area_km2,omitempty"`
	Ground  orb.MultiPolygon `json:"-"`
}

// Catchments are who has a place at which facility, where a reach target
// counts capacities.
type Catchments struct {
	Served     float64         `json:"served"` // people with a place
	Full       float64         `json:"full"`   // people whose facilities within reach are full
	Beyond     float64         `json:"beyond"` // people without a facility within reach
	Facilities []FacilityLoad  `json:"facilities"`
	Unstated   []string        `json:"unstated"` // IDs of facilities that state no capacity, which are taken to have no place
	Shares     []FacilityShare `json:"-"`        // by demand
}

// FacilityLoad is who goes to a facility.
type FacilityLoad struct {
	Facility string   `json:"facility"` // ID
	Capacity float64  `json:"capacity"`
	People   float64  `json:"people"`         // who have a place there
	Load     *float64 `json:"load"`           // percent of the capacity; null where that is 0
	Nearest  float64  `json:"nearest_people"` // whose nearest one within reach it is, places or not
}

// FacilityShare is demand, or a part of it, that goes to a facility.
type FacilityShare struct {
	Demand, Facility string // IDs
	People, Cost     float64
}

// OffStreet counts what a street network does not reach to at all: it lies too
// far from a street, or on streets that lead nowhere.
type OffStreet struct {
	Demand     []OffPlace `json:"demand"` // with people of the group, most people first
	People     float64    `json:"people"`
	Facilities []OffPlace `json:"facilities"` // that count, by ID
}

// OffPlace is a place that is not on the network.
type OffPlace struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	People float64       `json:"people,omitempty"`
	Why    datasets.Text `json:"why"`
}

// Split breaks a numerator down by one attribute; the parts sum to it unless
// Overlap is set.
type Split struct {
	By      string        `json:"by"` // grade, state, domain, kind, run_by, year, level, funding
	Name    datasets.Text `json:"name"`
	Unit    string        `json:"unit"` // count, yuan
	Parts   []Part        `json:"parts"`
	Overlap bool          `json:"overlap,omitempty"`
}

// Part is one piece of a split.
type Part struct {
	Key   string        `json:"key"`
	Name  datasets.Text `json:"name"`
	Value float64       `json:"value"`
}

// Beside sets presence and reach side by side: what a unit count hides.
type Beside struct {
	Within        float64     `json:"within_m"`
	Group         string      `json:"group"`
	Covered       float64     `json:"covered_people"`          // in units that have one
	CoveredBeyond float64     `json:"covered_beyond_people"`   // of them beyond the distance
	Uncovered     float64     `json:"uncovered_people"`        // in units that have none
	UncoveredNear float64     `json:"uncovered_served_people"` // of them within the distance, across a boundary
	Units         []BesideRow `json:"units"`                   // those where presence and reach disagree
}

// BesideRow is one unit where presence and reach tell different stories.
type BesideRow struct {
	Area    string  `json:"area"`
	Covered bool    `json:"covered"`
	People  float64 `json:"people"`
	Within  float64 `json:"within_people"`
	Beyond  float64 `json:"beyond_people"`
}
