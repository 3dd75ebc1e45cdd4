package datasets

import (
	"github.com/paulmach/orb"
)

// Area is an administrative unit or an informal one: a district, sub-district,
// community, natural village, or a park, estate or quarter inside them.
type Area struct {
	ID       string             `json:"id"`             // unique in the study: the code, or level/name where there is none
	Code     string             `json:"code,omitempty"` // 12-digit statistical code, text
	Name     string             `json:"name"`
	Aliases  []string           `json:"aliases,omitempty"`
	Level    string             `json:"level"`            // taxonomy id: district, subdistrict, community, natural_village, informal
	Type     string             `json:"type,omitempty"`   // the word used for it: 街道, 镇, 社区, 村, 园区 …
	Parent   string             `json:"parent,omitempty"` // ID of the unit above, "" at the top
	Geometry orb.Geometry       `json:"-"`                // MultiPolygon or Point in WGS 84, nil where unknown
	Center   *orb.Point         `json:"center,omitempty"` // a point inside, for labels; nil without geometry
	Weights  map[string]float64 `json:"weights,omitempty"`
	Grades   []Grade            `json:"grades,omitempty"`
	Attrs    Attrs              `json:"attrs,omitzero"` // every column that has no meaning of its own
	Source   Ref                `json:"source"`

	ParentText string `json:"-"` // parent's code or name as it stands in the layer, before it is linked
}

// State is a step in a facility's life.
type State string

// The life of a facility, in order. Closed ends it at any step.
const (
	Proposed      State = "proposed"
	Siting        State = "siting"
	Building      State = "building"
	Built         State = "built"
	Open          State = "open"
	Accepted      State = "accepted"
	Inspected     State = "inspected"
	Demonstration State = "demonstration"
	Closed        State = "closed"
)

// States lists the life of a facility in order.
var States = [...]State{Proposed, Siting, Building, Built, Open, Accepted, Inspected, Demonstration, Closed}

// InService tells whether a facility in this state serves people: open and
// every later step but closed.
func (s State) InService() bool {
	return s == Open || s == Accepted || s == Inspected || s == Demonstration
}

// Event is a dated step of a life. A zero date means: known to have happened,
// date unknown.
type Event struct {
	State State `json:"state"`
	At    Date  `json:"at"`
}

// Grade is an honour or rank: the level of the body that issued it
// (national, province, city, district), its title, and when.
type Grade struct {
	Level string `json:"level"`           // taxonomy id: national, province, city, district
	Title string `json:"title,omitempty"` // 广东省儿童友好示范社区 …
	At    Date   `json:"at"`
}

// Fund is money put into a facility by one source.
type Fund struct {
	Source string  `json:"source"` // taxonomy id or the word in the layer: district, superior, award
	Yuan   float64 `json:"yuan"`
}

// Facility is a place that serves people: a kind, a point, and a life.
type Facility struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Kind     string     `json:"kind"`             // taxonomy id
	Domain   string     `json:"domain,omitempty"` // hospital, school, library, community, park, transport, estate
	Point    *orb.Point `json:"point,omitempty"`  // nil where it is known only by its unit
	Area     string     `json:"area,omitempty"`   // ID of the lowest unit it lies in, "" where unknown
	PlacedBy string     `json:"placed_by"`        // coordinates, code, name, or none
	Life     []Event    `json:"life,omitempty"`   // in order of the steps
	Grades   []Grade    `json:"grades,omitempty"`
	Capacity *float64   `json:"capacity,omitempty"` // places; nil where unknown
	FloorM2  *float64   `json:"floor_m2,omitempty"`
	Hours    string     `json:"hours,omitempty"`  // opening hours as written
	RunBy    string     `json:"run_by,omitempty"` // level or body that runs it
	Funding  []Fund     `json:"funding,omitempty"`
	Venue    string     `json:"venue,omitempty"` // the candidate or site that houses it, as written
	Attrs    Attrs      `json:"attrs,omitzero"`
	Source   Ref        `json:"source"`

	UnitCode  string   `json:"-"` // unit code as it stands in the layer, before it is linked
	UnitNames []string `json:"-"` // unit names as they stand in the layer, highest level first
}

// Demand is people at a place: a point or an area's own weights.
type Demand struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Area    string     `json:"area,omitempty"`  // ID of the unit the people are counted in
	Point   *orb.Point `json:"point,omitempty"` // where they are taken to be
	Weights Weights    `json:"weights"`         // people by group
	Attrs   Attrs      `json:"attrs,omitzero"`
	Source  Ref        `json:"source"`

	UnitCode  string   `json:"-"`
	UnitNames []string `json:"-"`
}

// Candidate is a place where a facility could or must stand: a venue with its
// size, cost and capacity. Mandates ask it of every venue over a size.
type Candidate struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Kind     string     `json:"kind,omitempty"` // what kind of place it is, as written
	Point    *orb.Point `json:"point,omitempty"`
	Area     string     `json:"area,omitempty"`
	FloorM2  *float64   `json:"floor_m2,omitempty"`
	Visitors *float64   `json:"visitors,omitempty"` // persons a day
	Cost     *float64   `json:"cost,omitempty"`     // yuan
	Capacity *float64   `json:"capacity,omitempty"`
	Attrs    Attrs      `json:"attrs,omitzero"`
	Source   Ref        `json:"source"`

	UnitCode  string   `json:"-"`
	UnitNames []string `json:"-"`
}
