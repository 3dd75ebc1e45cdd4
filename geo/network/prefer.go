package network

// Preference is what ways are chosen by beside their time or length.
type Preference string

// Quiet counts each metre of a street by how it is to walk along: once on quiet
// streets and paths, more along main roads, most where those have no
// pavement. It is what safe ways to school are planned by. No street is
// closed by it, so that a place that is reached at all still is.
const Quiet Preference = "quiet"

// loudness is what a metre along a class of streets counts for those who prefer
// quiet ones: where there is no pavement, and elsewhere.
type loudness struct{ bare, other float64 }

// loudTable holds the classes that count more than once: 1.2/p, where p is the
// priority of the class in GraphHopper's profile for walking
// (FootPriorityParser: trunk 0.2, primary and secondary 0.5, tertiary 0.7, and
// 0.3 more where a pavement is not denied) and 1.2 that of quiet streets.
// Classes that are neither main roads nor quiet have 0.8 and 1.0 there; only the
// first counts here, as layers of lines without classes have no others.
var loudTable = map[string]loudness{
	"motorway": {6, 2.4}, "motorway_link": {6, 2.4},
	"trunk": {6, 2.4}, "trunk_link": {6, 2.4},
	"primary": {2.4, 1.5}, "primary_link": {2.4, 1.5},
	"secondary": {2.4, 1.5}, "secondary_link": {2.4, 1.5},
	"tertiary": {1.7, 1.2}, "tertiary_link": {1.7, 1.2},
	"unclassified": {1.5, 1}, "road": {1.5, 1},
}

// Limits, km/h: up to the first a road is quiet; beyond the second it is loud
// unless it is known to have a pavement.
const (
	quietLimit = 20
	loudLimit  = 50
)

// weigh gives what a metre of a way counts for those who prefer quiet streets.
// A road whose pavement nobody noted counts as without one if it is driven
// along faster than loudLimit.
func (r *ruler) weigh(f *facts, class string) float64 {
	l, loud := loudTable[class]
	limit := 0.0
	for _, text := range [...]string{f.maxspeed, f.maxAhead, f.maxBack} {
		if kmh, _ := r.limitOf(text); text != "" {
			limit = max(limit, kmh)
		}
	}
	switch {
	case !loud, f.foot == "designated", limit > 0 && limit <= quietLimit:
		return 1
	case f.bare(), limit > loudLimit && !f.hasSidewalk():
		return l.bare
	}
	return l.other
}

// lacks tells whether a value of sidewalk says that there is none along the
// carriageway. One that is drawn apart is a way of its own.
func lacks(value string) bool { return value == "no" || value == "none" || value == "separate" }

// bare tells of a street that is mapped as having no pavement.
func (f *facts) bare() bool {
	if f.sidewalk != "" {
		return lacks(f.sidewalk)
	}
	return f.unpaved && !f.paved
}

// hasSidewalk tells of a street that is mapped as having one.
func (f *facts) hasSidewalk() bool { return f.sidewalk != "" && !lacks(f.sidewalk) || f.paved }
