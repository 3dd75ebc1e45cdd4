package coverage

import (
	"github.com/paulmach/orb"

	"fugai/datasets"
)

// Siting is the answer to one question of where next: which of the candidates
// to open, how far that choice is proved, and the case for each of them.
// Amounts are in Measure.
type Siting struct {
	ID     string        `json:"id"`
	Name   datasets.Text `json:"name"`
	Source string        `json:"source,omitempty"` // the document that pledges it, as the study cites it
	Kind   string        `json:"kind"`             // of the facilities to be opened
	Model  SitingModel   `json:"model"`
	Group  string        `json:"group,omitempty"` // of the people; "" where demand is counted by point
	Heads  datasets.Text `json:"heads,omitzero"`  // what the group is called; zero for people as such, demand points and weighted groups
	Rule   datasets.Text `json:"rule"`            // the question in one sentence
	Way    *Way          `json:"way,omitempty"`   // how costs are counted
	Unit   string        `json:"unit"`            // of costs: m or s
	Within float64       `json:"within"`          // coverage limit in Unit; 0: none (p-median, p-center)
	Times  int           `json:"times,omitempty"` // covered means by this many sites, where more than one

	Asked     Asked           `json:"asked"`
	Status    SitingStatus    `json:"status"`
	Why       datasets.Text   `json:"why"`                // one sentence on the status; what would make an infeasible question possible
	Remedies  []datasets.Text `json:"remedies,omitempty"` // infeasible: single changes that would make it possible
	Measure   SitingMeasure   `json:"measure"`
	Objective *float64        `json:"objective"` // null where there is no choice
	Bound     *float64        `json:"bound"`     // no choice is better than this
	Gap       *float64        `json:"gap"`       // |bound − objective| / |objective|

	// What is there before and with the choice, in people of the group.
	Total  float64 `json:"total"`
	Before Served  `json:"before"`
	After  Served  `json:"after"`
	Price  float64 `json:"price,omitempty"` // of the chosen, in yuan

	Sites       []SitingSite    `json:"sites"`  // every candidate and existing facility that was looked at: chosen first, by place
	Ties        []SitingSwap    `json:"ties"`   // exchanges that change the objective by less than one percent, least first
	Curve       []SitingPoint   `json:"curve"`  // the best by number of sites
	Radius      []SitingPoint   `json:"radius"` // the best by coverage limit
	Phases      []SitingPhase   `json:"phases,omitempty"`
	Units       []SitingUnit    `json:"units"`     // of the level reported by: who gains, and what quotas ask
	Unreached   []Gap           `json:"unreached"` // demand that no candidate or facility reaches, most people first
	Allocations []Assignment    `json:"-"`         // each demand point's site, for maps
	Notes       []datasets.Text `json:"notes,omitempty"`

	// Steps are the stages of the work with the time they took. They differ from
	// run to run, and are written to run.json and the terminal only.
	Steps []SitingStep `json:"-"`
}

// SitingModel is what a choice is to achieve.
type SitingModel string

// Models by their usual short names.
const (
	ModelMCLP     SitingModel = "mclp"            // most people within the limit with p sites
	ModelLSCP     SitingModel = "lscp"            // fewest sites so that all (or a share) are within it
	ModelPMedian  SitingModel = "p-median"        // least cost summed over people
	ModelPCenter  SitingModel = "p-center"        // least worst cost
	ModelDisperse SitingModel = "dispersion"      // sites as far apart as possible
	ModelCombined SitingModel = "cover-then-cost" // most people within the limit, then least cost
	ModelBackup   SitingModel = "backup"          // most people within the limit, then most within that of two sites
)

// SitingStatus says how far a choice is proved.
type SitingStatus string

// Statuses of a choice.
const (
	SitingOptimal    SitingStatus = "optimal"    // no choice is better
	SitingFeasible   SitingStatus = "feasible"   // within the gap that was asked for
	SitingTimeLimit  SitingStatus = "time_limit" // the best when the time or patience ran out; Gap bounds what is missed
	SitingInfeasible SitingStatus = "infeasible" // no choice meets what is asked
	SitingUnknown    SitingStatus = "unknown"    // the time ran out before any choice was found
)

// SitingMeasure is the unit of a choice's objective.
type SitingMeasure string

// Measures.
const (
	MeasurePeople     SitingMeasure = "people"      // covered
	MeasureSites      SitingMeasure = "sites"       // opened
	MeasurePrice      SitingMeasure = "yuan"        // of the opened
	MeasurePeopleCost SitingMeasure = "people_cost" // people times Unit
	MeasureCost       SitingMeasure = "cost"        // Unit
)

// Asked is what the question demands; zero fields ask for nothing.
type Asked struct {
	Sites     int             `json:"sites,omitempty"`
	Share     float64         `json:"share,omitempty"` // lscp: 0 to 1
	Budget    float64         `json:"budget,omitempty"`
	Spacing   float64         `json:"spacing_m,omitempty"`
	Capacity  bool            `json:"capacity,omitempty"`
	Existing  int             `json:"existing"` // facilities that count already
	Replace   int             `json:"replace,omitempty"`
	Quotas    []datasets.Text `json:"quotas,omitempty"`
	Mandate   *Filter         `json:"mandate,omitempty"` // candidates that come first
	Weights   datasets.Text   `json:"weights,omitzero"`  // how groups are weighed, where more than one
	Candidate []Filter        `json:"filters,omitempty"`
}

// Served is what a set of sites achieves.
type Served struct {
	People float64  `json:"people"`           // within the limit (all in reach where there is none)
	Share  float64  `json:"share"`            // of Total, 0 to 1
	Mean   *float64 `json:"mean"`             // weighted mean cost of those with a site in reach
	Worst  *float64 `json:"worst"`            // cost
	Beyond float64  `json:"beyond,omitempty"` // people without any site in reach of the costs
	Twice  float64  `json:"twice,omitempty"`  // people within the limit of two sites or more (backup)
}

// SitingRole is a site's part in a choice.
type SitingRole string

// Roles.
const (
	RoleChosen   SitingRole = "chosen"
	RoleRejected SitingRole = "rejected" // open to choice and not taken
	RoleBarred   SitingRole = "barred"   // forbidden
	RoleExisting SitingRole = "existing" // stays open
	RoleClosing  SitingRole = "closing"  // existing, given up for another
)

// SitingSite is a candidate or an existing facility and the case for it.
type SitingSite struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Role     SitingRole `json:"role"`
	Point    orb.Point  `json:"lonlat"`
	Area     string     `json:"area,omitempty"` // ID of the unit that it stands in
	Unit     string     `json:"unit_name,omitempty"`
	Required bool       `json:"required,omitempty"`
	Mandated bool       `json:"mandated,omitempty"`
	Size     string     `json:"size,omitempty"` // class of size that was chosen
	Price    float64    `json:"price,omitempty"`
	Capacity *float64   `json:"capacity,omitempty"`

	// Of the chosen:
	Place     int           `json:"place,omitempty"` // from 1, when they open one by one, the largest gain first
	Phase     string        `json:"phase,omitempty"`
	Gain      float64       `json:"gain,omitempty"`      // what it adds at its place
	After     float64       `json:"after,omitempty"`     // the amount reached with it and those before it
	Serves    float64       `json:"serves,omitempty"`    // people it is nearest to, in reach
	Newly     float64       `json:"newly,omitempty"`     // of them, those without a site within the limit before
	Loss      *float64      `json:"loss,omitempty"`      // what is lost if it alone is dropped; null: some would have no site at all
	RunnerUp  string        `json:"runner_up,omitempty"` // ID of the unchosen site that would replace it best
	Shortfall *float64      `json:"shortfall,omitempty"` // what is lost with the runner-up in its place
	Defence   datasets.Text `json:"defence,omitzero"`    // the case in two or three sentences
	Units     []SitingShare `json:"units,omitempty"`     // whom it newly serves, by unit, most first
}

// SitingShare is a part of what a site newly serves.
type SitingShare struct {
	Area   string  `json:"area"`
	Name   string  `json:"name"`
	People float64 `json:"people"`
}

// SitingSwap exchanges a chosen site for another; Loss is what that costs.
type SitingSwap struct {
	Out  string  `json:"out"`
	In   string  `json:"in"`
	Loss float64 `json:"loss"`
}

// SitingPoint is the best at one number of sites or one limit.
type SitingPoint struct {
	Sites     int          `json:"sites"`
	Within    float64      `json:"within"`
	Status    SitingStatus `json:"status"`
	Objective *float64     `json:"objective"`
	Bound     *float64     `json:"bound"`
	Asked     bool         `json:"asked,omitempty"` // the point of the question itself
}

// SitingPhase is one step of a plan.
type SitingPhase struct {
	Name      string   `json:"name"` // year, as the study writes it
	Sites     []string `json:"sites"`
	Objective float64  `json:"objective"` // with it and the phases before
	Price     float64  `json:"price,omitempty"`
}

// SitingUnit is what a choice means for one unit.
type SitingUnit struct {
	Area   string  `json:"area"`
	Name   string  `json:"name"`
	People float64 `json:"people"`
	Before float64 `json:"before"` // covered
	After  float64 `json:"after"`
	Chosen int     `json:"chosen"` // sites in it
	Least  int     `json:"least,omitempty"`
	Most   *int    `json:"most,omitempty"`
}

// Assignment sends a demand point, or a part of it, to a site.
type Assignment struct {
	Point  orb.Point
	Demand string // ID of the demand point
	Site   string // ID
	People float64
	Cost   float64
	New    bool // without a site within the limit before
}

// SitingStep is one stage of the work.
type SitingStep struct {
	Name    string   `json:"name"`
	Seconds float64  `json:"seconds"`
	Best    *float64 `json:"best"`
	Bound   *float64 `json:"bound"`
}
