package network

import (
	"maps"
	"slices"
)

// speeds are those of one class of streets by mode, km/h; 0 is closed unless a
// tag for the mode itself opens it. On foot they are parts of the walking
// speed instead.
type speeds struct{ walk, cycle, drive float64 }

// pushed stands for a bicycle that is led at walking speed.
const pushed = -1

// classTable holds the classes, by the value of OSM's highway key. Motor speeds are
// what is driven on average where no limit is posted, about what
// GraphHopper and OSRM take (60 to 90 % of usual limits), Chinese limits
// (urban trunk 60 to 80, county roads 60, side streets 30 to 40) in mind.
//
// Who may use a class: OpenStreetMap wiki, "OSM tags for routing/Access
// restrictions", the worldwide row; trunk roads are open on foot and by
// bicycle unless motorroad=yes or a tag of their own says no.
var classTable = map[string]speeds{
	"motorway":       {0, 0, 100},
	"motorway_link":  {0, 0, 60},
	"trunk":          {1, 16, 70},
	"trunk_link":     {1, 16, 50},
	"primary":        {1, 16, 55},
	"primary_link":   {1, 16, 40},
	"secondary":      {1, 16, 50},
	"secondary_link": {1, 16, 35},
	"tertiary":       {1, 16, 40},
	"tertiary_link":  {1, 16, 30},
	"unclassified":   {1, 16, 35},
	"residential":    {1, 15, 25},
	"living_street":  {1, 10, 10},
	"service":        {1, 14, 15},
	"road":           {1, 14, 30},
	"track":          {1, 12, 15},
	"cycleway":       {1, 16, 0},
	"path":           {1, 12, 0},
	"bridleway":      {1, pushed, 0},
	"pedestrian":     {1, pushed, 0},
	"footway":        {1, pushed, 0},
	"crossing":       {1, pushed, 0},
	"corridor":       {1, pushed, 0},
	"platform":       {1, pushed, 0},
	"pier":           {1, pushed, 0},
	"elevator":       {0.5, pushed, 0},
	"steps":          {stepsPace, carried, 0},
	"via_ferrata":    {0, 0, 0},
	"busway":         {0, 0, 0},
	"bus_guideway":   {0, 0, 0},
	"raceway":        {0, 0, 0},
	"escape":         {0, 0, 0},
	"ferry":          {ferrySpeed, ferrySpeed, ferrySpeed},
}

const (
	// stepsPace is the pace on steps, by their length on the map, as a part
	// of the pace on the level: 0.61 m/s up and 0.69 down against 1.34
	// (U. Weidmann, Transporttechnik der Fussgänger, 1993).
	stepsPace = 0.5

	// verge is the pace along a main road without a pavement (sidewalk=no), as
	// a part of the pace elsewhere. It is not closed, since it may be the only way
	// to a village; at half the pace another way is taken where there is one,
	// as GraphHopper's priorities have it.
	verge = 0.5

	// carried is the speed of someone who carries a bicycle on steps, km/h.
	carried = 1.5

	// ferrySpeed is taken where no duration is given, km/h.
	ferrySpeed = 12

	// openedSpeed is that of a vehicle where only a tag of its own lets
	// it in, such as a car on a pedestrian street, km/h.
	openedSpeed = 10
)

// Classes lists the classes of streets that the rules know, in order: values
// of OSM's highway key, and ferry.
func Classes() []string { return slices.Sorted(maps.Keys(classTable)) }

// unknownClass is what a class that the table does not hold is taken as.
const unknownClass = "road"

// notStreets are values of highway that are not passed along: planned,
// being built, gone, or areas beside streets.
var notStreets = map[string]Reason{
	"construction": Unbuilt, "proposed": Unbuilt, "planned": Unbuilt,
	"abandoned": Unbuilt, "razed": Unbuilt, "disused": Unbuilt, "dismantled": Unbuilt, "removed": Unbuilt, "demolished": Unbuilt, "no": Unbuilt,
	"rest_area": NoStreet, "services": NoStreet, "bus_stop": NoStreet, "street_lamp": NoStreet,
	"traffic_island": NoStreet, "emergency_bay": NoStreet, "toll_gantry": NoStreet, "passing_place": NoStreet, "speed_camera": NoStreet,
}

// Reason is the rule that closes a way or leaves it out.
type Reason string

// The reasons.
const (
	NoStreet   Reason = "not a street"           // neither a highway nor a ferry, pier or platform
	Unbuilt    Reason = "not built"              // planned, under construction or gone
	ClassRule  Reason = "class"                  // the mode does not use streets of the class
	AccessRule Reason = "access"                 // access, foot, bicycle, vehicle … say no
	PrivateWay Reason = "private"                // and private is closed, see Settings.Private
	MotorRoad  Reason = "motor road"             // motorroad=yes, not for walking and cycling
	Reversible Reason = "reversible"             // its direction depends on the hour
	FerryRule  Reason = "ferry without vehicles" // for people on foot
	TooShort   Reason = "too short"              // fewer than two different points
)
